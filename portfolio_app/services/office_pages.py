"""Pages that LibreOffice makes of Office files at intake, where it is there and wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain import wire
from portfolio_app.domain.document import DocumentKind, Facts
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom import soffice
from portfolio_app.workroom.host import Workroom

SWITCH = "libreoffice"  # the portfolio's detail that holds "off" when it is not wanted
_OFF = "off"
_KINDS = frozenset({DocumentKind.WORD, DocumentKind.SLIDES, DocumentKind.SHEET})
# A table of plain text has no layout to be true to; ours keeps its columns together.
_PLAIN = (".csv", ".tsv")
_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"<?xml")
_LARGEST = 100_000_000  # bytes of a file
_TOGETHER = 4  # files of one run
_TOGETHER_BYTES = 30_000_000


@dataclass(frozen=True, slots=True)
class Program:
    """The program that is asked, and the route its pages are marked with."""

    path: Path
    route: str


def program(store: Store, room: Workroom) -> Program | None:
    """Return the program that makes pages, or None: not found, not wanted, not allowed here."""
    if not room.with_programs or queries.portfolio.detail(store, SWITCH) == _OFF:
        return None
    found = soffice.find()
    if found is None:
        return None
    return Program(found, f"libreoffice {soffice.version(found)}".strip())


def program_for(
    store: Store, room: Workroom, name: str, size: int, content: bytes
) -> Program | None:
    """Return the program that may make pages of a file, or None; ``content`` is its start.

    None for what is no Office file, and for locked ones: what is wrong with them is said by the
    reader. Looks for the program only when there is something to ask it for.
    """
    if size > _LARGEST or name.lower().endswith(_PLAIN) or not content.startswith(_STARTS):
        return None
    try:
        told = room.call("kind", {"name": name}, [content])
    except PortfolioError:
        return None
    facts = wire.decode(Facts, told.result["facts"])
    if facts.kind not in _KINDS or facts.locked:
        return None
    return program(store, room)


def batches(sizes: Sequence[int]) -> Iterator[range]:
    """Yield which files go into one run together: a few, and not too many bytes."""
    start, total = 0, 0
    for at, size in enumerate(sizes):
        if at > start and (at - start == _TOGETHER or total + size > _TOGETHER_BYTES):
            yield range(start, at)
            start, total = at, 0
        total += size
    if start < len(sizes):
        yield range(start, len(sizes))


def make(
    room: Workroom,
    asked: Program,
    files: Sequence[tuple[str, bytes]],
    *,
    progress: Progress = silent,
) -> list[bytes]:
    """Return a PDF for each file (name, content), empty where none was made.

    Raises:
        Cancelled: ``progress`` raised it; everything that was started has ended.
    """
    sources = [soffice.Source(name, _as_shown(room, content)) for name, content in files]
    try:
        return soffice.convert(room.folder, sources, asked.path, progress=progress)
    except OSError:
        return [b""] * len(files)


def _as_shown(room: Workroom, content: bytes) -> bytes:
    """Return a file as its pages should show it: words that were deleted are not on them."""
    try:
        changed = room.call("for_pages", {}, [content]).blobs[0]
    except PortfolioError:
        return content
    return changed or content
