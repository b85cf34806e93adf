"""True pages of Office files: written to a folder to be made PDFs in their program, taken back.

The order of decision D20: pages that LibreOffice made at intake, *Make PDFs in Word*, and the app's
own text copy last. What was made by hand wins, and is never made again silently.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import DocumentKind, Facts, PageText, ReadStatus
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.simple import without_own_lines
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import details, office_pages, reanchoring, waiting
from portfolio_app.services.originals import safe_name
from portfolio_app.services.pages import thumbnail_key
from portfolio_app.services.reanchoring import OtherPages
from portfolio_app.services.waiting import Read, Waiting
from portfolio_app.store import disk, queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom import soffice
from portfolio_app.workroom.host import Workroom

ROUTE = "word"
_KINDS = frozenset({DocumentKind.WORD, DocumentKind.SLIDES, DocumentKind.SHEET})
_ENOUGH = 0.75  # of the words we have must be in a PDF that is to be the same document
_REF = re.compile(r"E[0-9]{2,4} ", re.IGNORECASE)
_WORD = re.compile(r"\w{2,}")
_LARGEST = 512 << 20
_PLAIN = (".csv", ".tsv")


class Outcome(StrEnum):
    """What became of one file."""

    WRITTEN = "written"
    TAKEN = "taken"
    MISSING = "missing"
    DIFFERENT = "different"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FileResult:
    """One Office file's result. ``told`` says in a sentence what happened and what to do next.

    ``share`` is how much of its words, 0 to 1, were found in the PDF; None where none was looked
    at. ``to_place`` counts passages that wait to be placed by hand.
    """

    item_uid: str
    title: str
    name: str
    outcome: Outcome
    told: str
    share: float | None = None
    to_place: int = 0


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking PDFs back did; ``changes`` is None when nothing was taken."""

    results: tuple[FileResult, ...]
    changes: Changes | None


@dataclass(frozen=True, slots=True)
class Route:
    """A way in which pages can be made here, for Settings: its name, and what is known about it.

    ``is_on``: it is there and may be used; ``is_wanted``: the person did not switch it off.
    """

    name: str
    told: str
    is_on: bool
    is_wanted: bool = True


def routes(store: Store) -> tuple[Route, ...]:
    """Return the ways to make pages of Office files, best first, with what is there on this system.

    May take a third of a second the first time: the program is asked for its version.
    """
    found = soffice.find()
    wanted = queries.portfolio.detail(store, office_pages.SWITCH) != "off"
    if found is None:
        told = "Not found on this computer. Without it the app makes its own text copy."
    else:
        told = f"LibreOffice {soffice.version(found)} was found. It works offline, without macros."
    return (
        Route("Make PDFs in Word", "On request, in the program you have.", is_on=True),
        Route("LibreOffice", told, is_on=found is not None and wanted, is_wanted=wanted),
        Route("Text copy made by the app", "Always there; layout is simplified.", is_on=True),
    )


def use_libreoffice(store: Store, *, wanted: bool) -> Changes:
    """Say whether LibreOffice may make the pages of files added from now on; one step."""
    told = "LibreOffice makes pages" if wanted else "LibreOffice is not used"
    return details.change(store, office_pages.SWITCH, "" if wanted else "off", told)


def to_convert(store: Store) -> tuple[EvidenceItem, ...]:
    """Return the shortlisted Office files whose pages are not the original program's own."""
    return tuple(
        each
        for each in queries.evidence.items(store)
        if each.position is not None
        and each.is_evidence
        and each.document in _KINDS
        and each.route != ROUTE
        and not each.locked
        and not each.file_name.lower().endswith(_PLAIN)
    )


def word_folder(store: Store, folder: Path) -> tuple[FileResult, ...]:
    """Write the Office files that need true pages into a folder; each is named by its E-number.

    Files of the same name that are there already are left alone.

    Raises:
        PortfolioError: there is no such file to write ("nothing-to-convert"), or the folder can't
            be written.
    """
    todo = to_convert(store)
    if not todo:
        raise PortfolioError(
            "No shortlisted Office file needs pages: there is nothing to write.",
            hint="Shortlist the Word, PowerPoint or Excel files that go into the bundle first.",
            code="nothing-to-convert",
        )
    disk.refuse_inside(folder, store.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_write_out(store, item, folder) for item in todo)
    except OSError as error:
        raise PortfolioError(
            f"The files couldn't be written to {folder.name}. The stored files are safe.",
            hint="Choose another folder, or free some disk space.",
            code="cannot-write",
        ) from error


def _write_out(store: Store, item: EvidenceItem, folder: Path) -> FileResult:
    name = f"{item.ref} {safe_name(item.file_name)}"
    target = folder / name
    if target.exists():
        told = "A file of this name is there already; it was left alone."
    else:
        store.vault.copy_to(item.sha256, target)
        told = "Open it in its program and save it as PDF, under the same name, beside it."
    return FileResult(item.uid, item.title, name, Outcome.WRITTEN, told)


def take_back(
    store: Store, room: Workroom, folder: Path, *, progress: Progress = silent
) -> TakenBack:
    """Take PDFs back from a folder as the pages of the Office files they were made from; one step.

    A PDF belongs to an item by its name ("E03 Plan.pdf", or "Plan.pdf" where only one item is
    called so). It is taken when most of the item's words are in it; passages go along by their
    words, or wait to be placed. Every Office file of the shortlist has a result.

    Raises:
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    items = to_convert(store)
    found = _pdfs(folder)
    stems = Counter(_stem(each.file_name) for each in items)
    results: list[FileResult] = []
    taken: list[tuple[EvidenceItem, Read, tuple[reanchoring.Move, ...], FileResult]] = []
    for number, item in enumerate(items):
        progress(f"Looking for {item.ref} {item.title}", number / max(len(items), 1))
        stem = _stem(item.file_name)
        path = found.get(f"{item.ref.lower()} {stem}")
        if path is None and stems[stem] == 1:
            path = found.get(stem)
        if path is None:
            told = (
                f"There is no PDF called “{item.ref} {Path(safe_name(item.file_name)).stem}.pdf”."
            )
            results.append(FileResult(item.uid, item.title, "", Outcome.MISSING, told))
            continue
        result, read = _compared(store, room, item, path)
        if read is None:
            results.append(result)
            continue
        pages = OtherPages(read.pages, store.vault.get(read.pages_sha256))
        moves = reanchoring.find(store, room, item.uid, pages)
        taken.append((item, read, moves, result))
    changes = None
    if taken:
        count = "1 PDF" if len(taken) == 1 else f"{len(taken)} PDFs"
        topics = {Topic.EVIDENCE, Topic.CLAIMS, Topic.HIDING}
        with store.step("take pdfs back", f"{count} taken back", topics) as step:
            for item, read, moves, result in taken:
                row = step.session.query(tables.ItemRow).filter_by(uid=item.uid).one()
                waiting.enter_pages(step.session, row, read)
                row.status, row.problem = ReadStatus.READABLE.value, read.facts.problem
                row.code = read.facts.code
                row.picture_pages = json.dumps(list(read.facts.picture_pages))
                settled = reanchoring.settle(step.session, row, row.rendition_id, moves)
                results.append(_with_passages(result, settled))
        changes = step.changes
    order = {item.uid: place for place, item in enumerate(items)}
    progress("Done", 1.0)
    return TakenBack(tuple(sorted(results, key=lambda each: order[each.item_uid])), changes)


def _with_passages(result: FileResult, settled: reanchoring.Settled) -> FileResult:
    lost = len(settled.to_place)
    told = result.told
    if settled.found or lost:
        told += f" {settled.found} of {settled.found + lost} passages found."
    if lost:
        told += " The others wait to be placed."
    return replace(result, told=told, to_place=lost)


def _pdfs(folder: Path) -> dict[str, Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise PortfolioError(
            f"The folder {folder.name} can't be read. Nothing was changed.",
            hint="Choose the folder that holds the PDFs.",
            code="no-folder",
        ) from error
    return {
        path.stem.casefold(): path
        for path in entries
        if path.suffix.lower() == ".pdf" and path.is_file() and not path.is_symlink()
    }


def _stem(file_name: str) -> str:
    return _REF.sub("", Path(safe_name(file_name)).stem, count=1).casefold()


def _compared(
    store: Store, room: Workroom, item: EvidenceItem, path: Path
) -> tuple[FileResult, Read | None]:
    """Return how a PDF compares with an item, and its pages when they are to be taken."""

    def no(outcome: Outcome, told: str, share: float | None = None) -> tuple[FileResult, None]:
        return FileResult(item.uid, item.title, path.name, outcome, told, share), None

    try:
        content = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
        reply = room.call("read", {"name": path.name}, [content])
    except (OSError, PortfolioError):
        return no(Outcome.UNREADABLE, "This PDF can't be opened. Save it again.")
    facts = wire.decode(Facts, reply.result["facts"])
    if facts.kind is not DocumentKind.PDF or facts.status is not ReadStatus.READABLE:
        return no(Outcome.UNREADABLE, facts.problem or "This PDF can't be opened. Save it again.")
    pages = tuple(wire.decode(PageText, page) for page in reply.result["pages"])
    ours = queries.text.page_texts(store, item.uid)
    share = share_of_words(ours, pages)
    if share is not None and share < _ENOUGH:
        told = (
            f"Only {share:.0%} of this item's words are in the PDF, so it was not taken. "
            "Check that it was made from this file."
        )
        return no(Outcome.DIFFERENT, told, share)
    copy, thumbnail = reply.blobs[0], reply.blobs[1]
    read = Read(
        Waiting(item.uid, item.sha256, item.file_name, item.bytes),
        replace(facts, route=ROUTE),
        pages,
        str(reply.result["maker"]),
        store.vault.put(copy).sha256,
    )
    if thumbnail:
        store.derived.put(thumbnail_key(item.sha256), thumbnail)
    told = f"Taken: {len(pages)} {'page' if len(pages) == 1 else 'pages'}"
    told += f", {share:.0%} of its words found." if share is not None else "."
    return FileResult(item.uid, item.title, path.name, Outcome.TAKEN, told, share), read


def share_of_words(ours: Sequence[PageText], theirs: Sequence[PageText]) -> float | None:
    """Return how much of our words, 0 to 1, are on their pages; None when we have none."""
    wanted = _words([replace(page, text=without_own_lines(page.text)) for page in ours])
    if not wanted:
        return None
    return (wanted & _words(theirs)).total() / wanted.total()


def _words(pages: Sequence[PageText]) -> Counter[str]:
    found: Counter[str] = Counter()
    for page in pages:
        found.update(_WORD.findall(page.text.casefold()))
    return found
