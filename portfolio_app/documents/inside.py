"""Takes files out of files: attachments of messages and PDFs, members of a ZIP."""

from __future__ import annotations

import io

import pikepdf

from portfolio_app.documents import archive, kinds, letter, mail, outlook, pdf_holdings
from portfolio_app.documents.kinds import Told
from portfolio_app.documents.letter import Attachment, Letter
from portfolio_app.documents.pdf_values import BROKEN
from portfolio_app.domain.document import DocumentKind, Inside
from portfolio_app.problems import PortfolioError

_LARGEST = archive.LARGEST_TAKEN


def listed(data: bytes, name: str) -> tuple[Inside, ...]:
    """Return the files inside, numbered from 1; none for a file that holds no others."""
    told = kinds.tell(data, name)
    if told.kind is DocumentKind.MAIL:
        opened = _letter(data, told)
        return _of_letter(opened) if opened is not None else ()
    if told.kind is DocumentKind.ARCHIVE and told.form == "zip":
        try:
            return archive.listed(archive.members(data))
        except archive.BROKEN:
            return ()
    if told.kind is DocumentKind.PDF:
        found = enumerate(_of_pdf(data), 1)
        return tuple(Inside(number, each, size) for number, (each, size, _) in found)
    return ()


def content(data: bytes, name: str, number: int) -> tuple[str, bytes]:
    """Return one file inside: its name, without folders, and its bytes.

    Raises:
        PortfolioError: there is none of this number, or it cannot be taken out ("not-taken").
    """
    told = kinds.tell(data, name)
    if told.kind is DocumentKind.ARCHIVE and told.form == "zip":
        return archive.content(data, number)
    if told.kind is DocumentKind.PDF:
        found = _of_pdf(data)
        if 1 <= number <= len(found):
            return found[number - 1][0], _small_enough(found[number - 1][0], found[number - 1][2])
    opened = _letter(data, told) if told.kind is DocumentKind.MAIL else None
    if opened is not None and 1 <= number <= len(opened.attachments):
        return _attachment(opened.attachments[number - 1])
    raise PortfolioError("There is no such file inside this one.", code="no-such-file")


def _attachment(chosen: Attachment) -> tuple[str, bytes]:
    taken = chosen.content()
    if not taken and chosen.note.startswith("kept inside"):
        raise PortfolioError(
            f"{chosen.name} was not taken out: it is {chosen.note}.",
            hint="Open the message in your mail program and save it from there.",
            code="not-taken",
        )
    return chosen.name, _small_enough(chosen.name, taken)


def _letter(data: bytes, told: Told) -> Letter | None:
    return outlook.open_letter(data) if told.form == "msg" else mail.open_letter(data)


def _of_letter(opened: Letter) -> tuple[Inside, ...]:
    return letter.listed(opened)


def _small_enough(name: str, data: bytes) -> bytes:
    if len(data) > _LARGEST:
        raise PortfolioError(
            f"{name} is larger than 300 MB, so it was not taken out.",
            hint="Save it from its own program, and add that.",
            code="not-taken",
        )
    return data


def _of_pdf(data: bytes) -> list[tuple[str, int, bytes]]:
    """Return the files attached to a PDF: name, size, bytes; nothing where they cannot be read."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return [(n, size, held.read_bytes()) for n, size, held in pdf_holdings.attached(pdf)]
    except BROKEN:
        return []
