"""Reads a file that came back, whole: codes, answers, marks, signatures, and what differs.

Whatever goes wrong on the way becomes a sentence in ``problem``: what could not be checked is never
an empty list of differences.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2

from portfolio_app.documents import kinds, reply
from portfolio_app.documents.pdf_facts import has_only_xfa
from portfolio_app.documents.pdf_values import BROKEN
from portfolio_app.documents.returned import (
    answers,
    barcodes,
    codes,
    comparing,
    letters,
    marks,
    request_inside,
    sent_copy,
    structure,
)
from portfolio_app.documents.returned.compared import Compared
from portfolio_app.documents.returned.opening import Opened, opened
from portfolio_app.domain import request_code
from portfolio_app.domain.document import DocumentKind
from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.returned import (
    Answer,
    CodeFound,
    Difference,
    MarkFound,
    MatchedBy,
    Part,
    Returned,
)
from portfolio_app.domain.signatures import Signatures

_SECONDS = 12.0
_CANNOT = "This file can't be checked: something in it could not be read. Look at it by eye."
_NOT_LOOKED_AT = "The signatures in this file can't be checked."
_NOT_FORM = (
    "This is no PDF, picture or e-mail, so it can't be checked. The file is kept as it came."
)
_XFA = "This is another kind of form (XFA) that only Adobe Reader shows, so it can't be checked."


def read(
    data: bytes, sent: bytes | None = None, *, name: str = "", content: FormContent | None = None
) -> Returned:
    """Return what a returned file holds; ``name`` only tells what kind of file it is.

    ``sent`` is the kept copy of the form that it is compared with, ``content`` what that says.
    Nothing is raised for what a file holds, but MemoryError.
    """
    until = time.monotonic() + _SECONDS
    told = kinds.tell(data, name)
    try:
        if told.kind is DocumentKind.PDF:
            return _of_pdf(data, sent, content, until)
        if told.locked:
            return Returned(
                problem="This file is locked with a password, so it can't be checked.",
                code="locked",
                signatures=Signatures(problem=_NOT_LOOKED_AT),
            )
        if told.kind is DocumentKind.IMAGE:
            found = codes.ordered(codes.of_picture(data, name, told, until))
            return Returned(
                found, is_picture=True, pages=1, differences=_strange(found, sent, content)
            )
        if told.kind is DocumentKind.MAIL:
            return _of_mail(data, name)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a hostile file may do anything: it cannot be checked
        unseen = Signatures(problem=_NOT_LOOKED_AT)
        return Returned(problem=_CANNOT, code="unchecked", signatures=unseen)
    return Returned(problem=_NOT_FORM, code="unsupported")


def _of_mail(data: bytes, name: str) -> Returned:
    mail, _ = reply.read(data, name)
    found = codes.find(data, name)
    if mail is None:
        return Returned(found, problem=_CANNOT, code="damaged")
    return Returned(found, texts=(mail.words,))


def _of_pdf(data: bytes, sent: bytes | None, content: FormContent | None, until: float) -> Returned:
    with opened(data) as back:
        found = codes.ordered(codes.of_pdf(back, until))
        made = Returned(found, pages=back.pages, problem=back.problem, code=back.code)
        made = replace(made, signatures=_signatures(data))
        if back.code == "locked":
            return made
        if back.document is not None:
            made = replace(made, texts=_texts(back))
        if back.pdf is None or back.document is None or back.code:
            return made
        inside = request_inside.embedded(back.pdf)
        made = replace(made, content=inside[0] if inside else None, holds=structure.holds(back.pdf))
        if has_only_xfa(back.pdf):
            return replace(made, problem=_XFA, code="unsupported")
        if sent is None:
            return replace(made, is_picture=_is_all_pictures(back))
        return _compared(made, back, sent, content, until)


def _compared(
    made: Returned, back: Opened, sent: bytes, content: FormContent | None, until: float
) -> Returned:
    """Return a reading with what differs from the form that was sent."""
    try:
        found = comparing.compare(sent_copy.of(sent), back, content)
        known, seen, differences = _answers_and_marks(found, back)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever fails here, the file was not checked
        return replace(made, problem=_CANNOT, code="unchecked")
    found_codes = codes.ordered([*made.codes, *_bars(found, back, made.codes, until)])
    expected = content.code if content is not None else _code_of(sent)
    differences = [*_of_codes(found_codes, expected), *found.differences, *differences]
    told: tuple[Difference, ...] | None = tuple(dict.fromkeys(differences))
    if found.unchecked and not told:
        told = None  # nothing differs in what could be compared, and that was not all
    return replace(
        made,
        codes=found_codes,
        answers=tuple(known),
        marks=tuple(seen),
        differences=told,
        is_picture=found.is_picture,
        notes=tuple(dict.fromkeys(found.notes)),
        unchecked=found.unchecked,
    )


def _answers_and_marks(
    found: Compared, back: Opened
) -> tuple[list[Answer], list[MarkFound], list[Difference]]:
    known = list(answers.of_fields(found))
    known += answers.of_pages(found)
    remarks = marks.of_remarks(found, back.pdf) if back.pdf is not None else []
    known += marks.as_answers(remarks, known)
    seen = [mark for mark, is_over in remarks if not is_over]
    seen += marks.of_pages(found, known)
    differences = [*marks.over_part_1(remarks), *answers.of_disagreement(found)]
    return known, seen, differences


def _bars(
    found: Compared, back: Opened, known: Sequence[CodeFound], until: float
) -> list[CodeFound]:
    """Return the codes in the bars of pages that were not scanned, each looked at once."""
    if back.document is None:
        return []
    looked_at = {each.page_index for each in known if each.by is MatchedBy.BARCODE}
    made = []
    for pair in found.pairs:
        if pair.back_index in looked_at or pair.drawings.is_same or time.monotonic() > until:
            continue
        try:
            page = back.document[pair.back_index]
            try:
                read_there = barcodes.quickly_on_page(page)
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            continue
        made += [CodeFound(code, MatchedBy.BARCODE, pair.back_index) for code in read_there]
    return made


def _code_of(sent: bytes) -> str:
    found = codes.find(sent, "form.pdf")
    return found[0].code if found else ""


def _of_codes(found: Sequence[CodeFound], expected: str) -> list[Difference]:
    """Return the codes in a file that are not the one of the form that was sent."""
    if not expected:
        return []
    told = []
    for code in dict.fromkeys(each.code for each in found if each.code != expected):
        first = next(each for each in found if each.code == code)
        where = "The file" if first.page_index is None else f"Page {first.page_index + 1}"
        told.append(
            Difference(
                Part.CODE,
                f"{where} carries the code {request_code.shown(code)} "
                f"({first.by.words.removeprefix('by ')}); the form that you sent has "
                f"{request_code.shown(expected)}.",
                first.page_index,
                expected,
                code,
            )
        )
    return told


def _strange(
    found: Sequence[CodeFound], sent: bytes | None, content: FormContent | None
) -> tuple[Difference, ...] | None:
    """Return what a picture's code alone tells of it: that it is another form's."""
    expected = content.code if content is not None else _code_of(sent) if sent else ""
    return tuple(_of_codes(found, expected)) or None


def _texts(back: Opened) -> tuple[str, ...]:
    told = []
    for index in range(min(back.pages, codes.MOST_PAGES)):
        try:
            lines = back.page(index).lines
        except pypdfium2.PdfiumError:
            told.append("")
            continue
        told.append("\n".join(letters.joined(line) for line in lines))
    return tuple(told)


def _is_all_pictures(back: Opened) -> bool:
    try:
        return all(
            back.page(index).is_picture for index in range(min(back.pages, codes.MOST_PAGES))
        )
    except BROKEN:
        return False


def _signatures(data: bytes) -> Signatures:
    from portfolio_app.documents import signatures

    try:
        return signatures.read(data)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - never "no signature" because looking failed
        return Signatures(problem=_NOT_LOOKED_AT)
