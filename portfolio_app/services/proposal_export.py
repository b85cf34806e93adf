"""The proposal written to Word or PDF, and the restore point by which a copy is known again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain import salvage, wire
from portfolio_app.domain.finished import FinishedFigure, FinishedProposal, captioned
from portfolio_app.domain.printed import printed
from portfolio_app.domain.safe_names import file_name
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import details, finishing_proposal, placing, restore_points
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.store import disk, queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid
from portfolio_app.workroom.host import Workroom

WORD, PDF = ENDINGS = (".docx", ".pdf")
TEMPLATES = (".docx", ".dotx")
LARGEST_TEMPLATE = 60_000_000  # bytes
_WHAT = "The proposal"
_WRITTEN = "proposal exports"  # the detail: hashes of the last files, which may be written over
_TEMPLATE = "proposal template"  # the detail: where the person's own template lay last
_REMEMBERED = 40
_NEEDED = 64 << 20  # bytes of room while it is made


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: where, the restore point's uid, and pages of a PDF (0 for Word).

    ``missing`` are captions of figures whose pictures were gone or damaged.
    """

    path: Path
    version_uid: str
    pages: int = 0
    missing: tuple[str, ...] = ()


def suggested_name(store: Store, ending: str = WORD) -> str:
    """Return a file name for the proposal, by its title."""
    called = finishing_proposal.title(store)
    last = "" if called == finishing_proposal.SUBTITLE else called
    return file_name("Proposal", last, ending=ending.lstrip("."))


def last_template(store: Store) -> Path | None:
    """Return the template of the last Word export; None if it had none, or it is gone."""
    plain = queries.portfolio.detail(store, _TEMPLATE)
    return Path(plain) if plain and Path(plain).is_file() else None


def export(
    store: Store,
    room: Workroom,
    out: Path,
    template: Path | None = None,
    *,
    progress: Progress = silent,
) -> Exported:
    """Write the proposal as it is now to ``out``, Word or PDF by its ending.

    ``template`` is the person's own Word file: styles, header, footer and page size are its. An
    earlier export of ours, unchanged, is replaced whole; any other file stays. How the proposal is
    now is kept as a restore point, by which a copy that comes back is known.

    Raises:
        PortfolioError: nothing is written ("empty"), the name or the place can't be taken
            ("no-place"), another file is there ("exists"), the template can't be used
            ("bad-template"), or the file can't be written ("disk-full", …). Nothing was changed.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    ending = out.suffix.casefold()
    if ending not in ENDINGS:
        raise PortfolioError(
            f"{_WHAT} can't be written as {out.suffix or 'a file without an ending'}.",
            hint="Give a name that ends in .docx or .pdf.",
            code="no-place",
        )
    out = placing.refuse_place(store, out, ending, _WHAT)
    base = _template(template) if template is not None and ending == WORD else None
    progress("Reading the proposal", 0.0)
    version = new_uid()
    ready = finishing_proposal.finished(store, version)
    pictures = _pictures(store, ready.proposal)
    missing = tuple(
        captioned(each)
        for each in (*ready.proposal.parts, *ready.proposal.appendices)
        if isinstance(each, FinishedFigure) and each.picture not in pictures
    )
    progress("Writing the document", 0.3)
    if ending == WORD:
        content, pages = _word(room, ready.proposal, pictures, base), 0
    else:
        content, pages = _pdf(room, ready.proposal, pictures)
    progress("Saving the document", 0.9)
    kept = printed(ready.blocks, ready.labels, ready.proposal)
    restore_points.keep_export(store, version, out.name, kept, ready.blocks)
    try:
        placing.put(out, content, _WHAT, lambda there: _hash(there) in _written(store))
    except BaseException:
        _forget(store, version)
        raise
    written = [*_written(store), _hash(content)][-_REMEMBERED:]
    details.write(store, _WRITTEN, json.dumps(written))
    if ending == WORD:
        details.write(store, _TEMPLATE, str(template.absolute()) if template is not None else "")
    return Exported(out, version, pages, missing)


def word_copy(store: Store, room: Workroom) -> bytes:
    """Return the proposal as a Word document as it is now; nothing is kept of that."""
    ready = finishing_proposal.finished(store, new_uid())
    return _word(room, ready.proposal, _pictures(store, ready.proposal), None)


def _word(
    room: Workroom, proposal: FinishedProposal, pictures: dict[str, bytes], base: bytes | None
) -> bytes:
    arguments = {
        "proposal": wire.encode(proposal),
        "pictures": list(pictures),
        "has_template": base is not None,
    }
    blobs = [*pictures.values(), *([base] if base is not None else [])]
    return room.call("write_word", arguments, blobs).blobs[0]


def _pdf(
    room: Workroom, proposal: FinishedProposal, pictures: dict[str, bytes]
) -> tuple[bytes, int]:
    with scratch_folder(room, _NEEDED) as folder:
        made = folder / "proposal.pdf"
        arguments = {
            "proposal": wire.encode(proposal),
            "pictures": list(pictures),
            "out": str(made),
        }
        reply = room.call("write_proposal", arguments, list(pictures.values()))
        return made.read_bytes(), int(reply.result["pages"])


def _pictures(store: Store, proposal: FinishedProposal) -> dict[str, bytes]:
    """Return the pictures that can be read, by sha256."""
    found = {}
    for sha256 in proposal.pictures:
        try:
            found[sha256] = store.vault.get(sha256)
        except PortfolioError:
            continue  # told as missing, and its words stand in its place
    return found


def _template(path: Path) -> bytes:
    """Return the bytes of a template; what they are is looked at in the workroom alone."""
    with disk.in_words(path.name):
        if path.suffix.casefold() not in TEMPLATES:
            raise PortfolioError(
                f"{path.name} is no Word template that can be used. Nothing was written.",
                hint="Choose a file that ends in .docx or .dotx.",
                code="bad-template",
            )
        if path.stat().st_size > LARGEST_TEMPLATE:
            raise PortfolioError(
                f"{path.name} is larger than any template that is read. Nothing was written.",
                hint="Choose a smaller one, or export without a template.",
                code="bad-template",
            )
        return path.read_bytes()


def _written(store: Store) -> list[str]:
    plain = queries.portfolio.detail(store, _WRITTEN)
    return list(salvage.read(tuple[str, ...], plain, ())) if plain else []


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _forget(store: Store, version: str) -> None:
    """Take back a restore point of what was never written."""
    with store.session() as session:
        session.connection().exec_driver_sql("DELETE FROM version WHERE uid = ?", (version,))
