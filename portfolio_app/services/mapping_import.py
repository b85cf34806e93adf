"""Take over a mapping kept in a spreadsheet, or in the names of files; nothing of it is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.codes_in_text import codes_in_name
from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.mapping_import import Layout, Line, guess_layout, read_lines
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled, Progress, part, silent
from portfolio_app.services import intake, sorting, waiting
from portfolio_app.store import history, queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.workroom.host import Workroom

_TOPICS = {Topic.EVIDENCE, Topic.CLAIMS}
_LARGEST = 64 << 20  # bytes of a spreadsheet that is read
_TAKEN_BACK = (Cancelled, KeyboardInterrupt)


@dataclass(frozen=True, slots=True)
class TableIn:
    """One sheet of what was brought. ``cut``: more rows or columns than are imported."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row: ``outcome`` is noted, added, made, skipped or failed.

    noted: on an item that was there; added: with a file found in the folder; made: as a note that
    waits in the inbox for its file. ``message`` says more in plain words.
    """

    number: int
    outcome: str
    item_uid: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportedMapping:
    """What an import did, row by row; one step in the history."""

    changes: Changes
    results: tuple[RowResult, ...]


def read_table(room: Workroom, path: Path) -> tuple[TableIn, ...]:
    """Return the sheets of a CSV or XLSX file that hold something. Nothing is stored.

    Raises:
        PortfolioError: it can't be read, is too large, or holds nothing.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise PortfolioError(
                f"{path.name} is larger than {_LARGEST >> 20} MB.",
                hint="Save only the sheet with the mapping, and choose that.",
            )
        content = path.read_bytes()
    except OSError as error:
        raise PortfolioError(
            f"{path.name} can't be opened.", hint="Check that it is still there, and not open."
        ) from error
    found = room.call("rows", {"name": path.name}, [content]).result
    made = tuple(
        TableIn(each["name"], tuple(tuple(row) for row in each["rows"]), bool(each["cut"]))
        for each in found
    )
    if not made:
        raise PortfolioError(f"{path.name} holds no rows.", hint="Choose another file.")
    return made


def guess(store: Store, table: TableIn) -> Layout:
    """Return which column seems to mean what; the person corrects it."""
    return guess_layout(table.rows, ksbs(store))


def preview(store: Store, table: TableIn, layout: Layout) -> tuple[Line, ...]:
    """Return what each row would do with these columns. Nothing is changed."""
    return read_lines(table.rows, layout, ksbs(store), _items(store))


def import_lines(
    store: Store,
    room: Workroom,
    lines: Sequence[Line],
    *,
    folder: Path | None = None,
    progress: Progress = silent,
) -> ImportedMapping:
    """Take these rows over; one step in the history.

    A row that means one item notes its KSBs on it as candidates, and fills its date, context and
    project where they are empty. A row whose file lies in ``folder`` adds the file. Any other row
    becomes a note in the inbox, which waits for its file. What is written is never written over.

    Raises:
        PortfolioError: there is nothing to import.
        Cancelled: ``progress`` raised it; the portfolio is as it was.
    """
    usable = [line for line in lines if not line.problem]
    if not usable:
        raise PortfolioError("There are no rows to import.", hint="Check the columns.")
    files = _files(folder)
    count = "1 row" if len(usable) == 1 else f"{len(usable)} rows"
    step = ""
    results: list[RowResult] = []
    try:
        for number, line in enumerate(lines):
            progress(f"Row {line.number}", number / len(lines))
            if line.problem:
                results.append(RowResult(line.number, "skipped", "", line.problem))
                continue
            try:
                step, result = _take(store, line, files, step, count)
            except PortfolioError as error:
                result = RowResult(line.number, "failed", "", str(error))
            results.append(result)
        fresh = [each.item_uid for each in results if each.outcome in ("added", "made")]
        if fresh:
            waiting.read_items(store, room, fresh, step=step, progress=part(progress, 0.8, 1.0))
    except _TAKEN_BACK:
        if step:
            history.undo(store, step)
        raise
    return ImportedMapping(
        Changes(f"Imported {count} of a mapping", frozenset(_TOPICS), step), tuple(results)
    )


def codes_in_names(store: Store, item_uids: Sequence[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return the KSBs that the items' file and folder names name, by item uid.

    Only items without a claim or candidate for them; without ``item_uids`` the whole library.
    """
    known_ksbs = ksbs(store)
    code_of = {ksb.uid: ksb.code for ksb in known_ksbs}
    wanted = set(item_uids)
    found: dict[str, tuple[str, ...]] = {}
    for item in _items(store):
        if wanted and item.uid not in wanted:
            continue
        inner = Path(item.folder).name
        named = dict.fromkeys(
            (*codes_in_name(item.file_name, known_ksbs), *codes_in_name(inner, known_ksbs))
        )
        known = {*item.ksb_codes, *item.candidates}
        fresh = tuple(uid for uid in named if code_of[uid] not in known)
        if fresh:
            found[item.uid] = fresh
    return found


def note_names(store: Store, found: Mapping[str, Sequence[str]]) -> Changes:
    """Note these KSBs as candidates: what ``codes_in_names`` found and the person agreed to.

    Raises:
        PortfolioError: there is no such KSB; nothing was changed.
    """
    known = {each.uid for each in ksbs(store)}
    if any(not known.issuperset(ksb_uids) for ksb_uids in found.values()):
        raise PortfolioError("This standard has no such KSB.", code="no-such-ksb")
    count = "1 item" if len(found) == 1 else f"{len(found)} items"
    with store.step("note codes", f"KSBs noted from the names of {count}", _TOPICS) as step:
        for item_uid, ksb_uids in found.items():
            _note(step.session, item_uid, ksb_uids)
    return step.changes


def _take(
    store: Store, line: Line, files: Mapping[str, Path], step: str, count: str
) -> tuple[str, RowResult]:
    outcome, item_uid = "noted", line.item_uids[0] if line.item_uids else ""
    told = ""
    if len(line.item_uids) > 1:
        told = f"{len(line.item_uids)} items have this name; noted on the first."
    if not item_uid:
        found = files.get(Path(line.evidence.replace("\\", "/")).name.casefold())
        outcome = "added" if found else "made"
        added = (
            intake.store_files(store, [found], step=step)
            if found
            else intake.store_content(store, _note_text(line), f"{line.title[:80]}.txt", step=step)
        )
        (result,) = added.results
        if not result.item_uid:
            return step, RowResult(line.number, "failed", "", result.problem)
        step, item_uid = added.changes.step or step, result.item_uid
        if result.status == "duplicate":
            outcome, told = "noted", result.problem
    with store.step("import mapping", f"Imported {count} of a mapping", _TOPICS, step=step) as this:
        row = this.session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        if outcome != "noted":
            row.title = line.title
            row.shelf = Shelf.INBOX.value if outcome == "made" else row.shelf
        is_new = outcome != "noted"
        if line.date and (is_new or not row.date):
            row.date, row.date_source = line.date, "mapping spreadsheet"
        if line.description and not row.context:
            row.context = line.description
        projects = json.loads(row.projects)
        if line.project and line.project not in projects:
            row.projects = json.dumps([*projects, line.project], ensure_ascii=False)
        _note(this.session, item_uid, line.ksb_uids)
    said = [told] if told else []
    if line.unknown:
        said.append(f"Not in this standard: {', '.join(line.unknown)}.")
    if outcome == "made" and line.evidence:
        said.append(f"“{line.evidence}” was not found; a note waits for it in the inbox.")
    return this.changes.step or step, RowResult(line.number, outcome, item_uid, " ".join(said))


def _note(session: Session, item_uid: str, ksb_uids: Sequence[str]) -> None:
    item = session.query(tables.ItemRow).filter_by(uid=item_uid).one()
    in_list = session.query(tables.KsbRow.uid).filter_by(retired=0)
    usable = {row.uid for row in in_list}  # a list may have been accepted since they were read
    sorting.enter_candidates(session, item.id, [uid for uid in ksb_uids if uid in usable])


def _note_text(line: Line) -> bytes:
    parts = [line.title, line.date, line.description, line.evidence]
    return "\n\n".join(each for each in parts if each).encode()


def _files(folder: Path | None) -> dict[str, Path]:
    if folder is None:
        return {}
    return {each.name.casefold(): each for each in intake.find_files([folder], recursive=True)}


def ksbs(store: Store) -> tuple[Ksb, ...]:
    """Return the KSBs that a mapping can name, in their order."""
    return tuple(each for each in queries.standard.ksbs(store) if not each.retired)


def _items(store: Store) -> tuple[EvidenceItem, ...]:
    return tuple(each for each in queries.evidence.items(store) if each.is_evidence)
