"""The final export: everything that is one's own, in a folder or a zip, to keep afterwards.

Bundles as they were handed in, papers, evidence, observations, kept files, tables of the plan, the
hours and the results. What is hidden or private stays in the portfolio unless it is asked for; the
list in the export names what was left out, and why.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from portfolio_app.domain import wire
from portfolio_app.domain.bundle import PlanFile
from portfolio_app.domain.days import day_words
from portfolio_app.domain.draft_numbers import is_blank
from portfolio_app.domain.evidence import EvidenceKind, Shelf
from portfolio_app.domain.hiding import Hide, masked
from portfolio_app.domain.options import Profile
from portfolio_app.domain.planned import (
    Document,
    MethodResult,
    Planned,
    PlannedKind,
    Review,
)
from portfolio_app.domain.portfolio import BuiltRecord
from portfolio_app.domain.safe_names import ending_of, is_program
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import (
    bundle_folder,
    calendar_export,
    export_writing,
    gateway_checklist,
    hours_export,
    mapping_table,
    proposal_export,
    register,
    scans,
    supplied,
)
from portfolio_app.services.export_writing import Names, Sink
from portfolio_app.services.hidden_words import HiddenWords, Masks
from portfolio_app.sheets.writing import Sheet, csv_bytes
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

LIST = "What_is_in_here.txt"
HANDED_IN, BUNDLES, PAPERS = "01_Handed_in", "02_Bundles", "03_Papers"
EVIDENCE, OBSERVATIONS, RECORDS = "04_Evidence", "05_Observations", "06_Records"
SIGNED, TABLES, PRIVATE = "07_Signed_forms", "08_Plan_and_tables", "09_Private"
KEPT_IN_PORTFOLIO = (
    "Not in here at all: highlights and hidden areas, history, rehearsal, crib cards and buddies' "
    "comments. A backup keeps the whole portfolio."
)
_SUGGESTED = "Everything"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not in the export, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class FinalExport:
    """What was written: where, the files with their hashes, and what was left out."""

    path: Path
    files: tuple[PlanFile, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(slots=True)
class _Doing:
    store: Store
    sink: Sink
    names: Names
    files: list[PlanFile] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)

    def put(self, place: str, what: str, chunks: Iterable[bytes]) -> None:
        self.files.append(self.sink.write(place, what, chunks))

    def stored(self, place: str, what: str, sha256: str) -> bool:
        """Write a stored file; one that is missing or damaged is told, and the rest goes on."""
        if not self.store.vault.has(sha256):
            self.left.append(LeftOut(what, "its stored file is missing"))
            return False
        try:
            self.store.vault.verify(sha256)
        except PortfolioError:
            self.left.append(LeftOut(what, "its stored file is damaged"))
            return False
        self.put(place, what, self.store.vault.open(sha256))
        return True


def usual_name(*, is_zip: bool = True) -> str:
    """Return what the export is usually called."""
    return f"{_SUGGESTED}.zip" if is_zip else _SUGGESTED


def export(
    store: Store,
    room: Workroom,
    out: Path,
    *,
    with_private: bool = False,
    progress: Progress = silent,
) -> FinalExport:
    """Write everything to ``out``: a zip where its name ends so, else a new folder.

    ``with_private`` adds what otherwise stays: originals in which something is hidden, skills
    scans, private notes, of reviews and of off-the-job time too. Nothing in the portfolio changes.

    Raises:
        PortfolioError: something is there already ("exists"), or the place can't be taken
            ("no-place") or written to ("disk-full"). Nothing was written.
        Cancelled: ``progress`` raised it. Nothing was written.
    """
    built = [each.folder for each in queries.bundles.bundles(store)]
    out = export_writing.refuse_place(out, store.folder, built)
    steps: tuple[tuple[str, Callable[[_Doing], None]], ...] = (
        ("Bundles", _bundles),
        ("Papers and evidence", partial(_originals, with_private=with_private)),
        ("Kept files", _records),
        ("Signed forms", _signed_forms),
        ("Plan and tables", partial(_tables, room=room)),
        *((("Private", _private),) if with_private else ()),
    )
    with export_writing.opened(out) as sink:
        doing = _Doing(store, sink, Names())
        for number, (title, step) in enumerate(steps):
            progress(f"Writing: {title.lower()}", number / len(steps))
            step(doing)
        told = _list(doing, with_private=with_private).encode("utf-8")
        doing.put(LIST, "This list", [told])
    progress("Written", 1.0)
    return FinalExport(out, tuple(doing.files), tuple(doing.left))


def _bundles(doing: _Doing) -> None:
    """Write the bundles handed in, and the newest other one of each pack that is as built."""
    newest: dict[str, BuiltRecord] = {}
    for record in queries.bundles.bundles(doing.store):
        if record.submitted_at and record.kept_sha256:
            _handed_in(doing, record)
        elif not record.submitted_at:
            newest.setdefault(record.profile, record)
    for record in newest.values():
        path = Path(record.path)
        what = f"{_pack(record)} built on {day_words(record.built_at[:10])}, not handed in"
        if record.is_draft:
            what += ", a draft"
        try:
            is_same = path.is_file() and bundle_folder.hash_of(path) == record.sha256
        except OSError:
            is_same = False
        if not is_same:
            doing.left.append(LeftOut(what, "its file is not at its place as it was built"))
            continue
        place = doing.names.place(BUNDLES, path.stem, "", "pdf")
        doing.put(place, what, bundle_folder.chunks_of(path))


def _handed_in(doing: _Doing, record: BuiltRecord) -> None:
    what = f"{_pack(record)} handed in on {day_words(record.submitted_at)}"
    stem = Path(record.folder or record.path).name.removesuffix(".pdf")
    doing.stored(
        doing.names.place(HANDED_IN, f"{record.submitted_at}_{stem}".replace("-", "_"), "", "pdf"),
        what,
        record.kept_sha256,
    )
    for each in queries.bundles.files_beside(doing.store, record.uid):
        if each.sha256 == record.kept_sha256:
            continue
        name = Path(each.path).name
        place = doing.names.place(HANDED_IN, Path(name).stem, "", ending_of(name))
        doing.stored(place, f"{what}: {each.what}", each.sha256)


def _originals(doing: _Doing, *, with_private: bool) -> None:
    store = doing.store
    pieces = queries.evidence.items(store)
    papers = [each for each in queries.evidence.on_shelves(store, Shelf.PAPERS) if each.paper]
    why = supplied.stays(store, [*pieces, *papers])
    hidden = HiddenWords(store)
    pieces = tuple(sorted(pieces, key=lambda each: (each.position is None, each.position or 0)))
    for item in [*papers, *pieces]:
        title = "" if hidden.shows(item.title) else item.title
        if item.paper:
            folder, first, what = PAPERS, item.paper.capitalize(), f"Paper: {title}"
        elif item.kind is EvidenceKind.OBSERVATION:
            folder, first, what = OBSERVATIONS, item.ref or "Observation", f"Observation: {title}"
        else:
            folder, first, what = EVIDENCE, item.ref or "Library", f"Evidence: {title}"
        held = why.get(item.uid, "")
        if held and not with_private:
            doing.left.append(LeftOut(what, held))
            continue
        if held:
            folder, what = PRIVATE, f"{what} (held back from others: {held})"
        place = doing.names.place(folder, first.replace("-", "_"), title, ending_of(item.file_name))
        doing.stored(place, what, item.sha256)


def _records(doing: _Doing) -> None:
    titles = {each.uid: each.title for each in queries.plan.rows(doing.store)}
    came = {
        arrival.sha256
        for each in queries.observations.observations(doing.store)
        if each.kind.is_record
        for arrival in each.arrivals
    }
    hidden = HiddenWords(doing.store)
    for each in queries.records.records(doing.store):
        if each.sha256 in came:
            continue  # among the signed forms
        about = titles.get(each.about_uid, "")
        name = "" if hidden.shows(each.name) else each.name
        about = "" if hidden.shows(about) else about
        what = " ".join(filter(None, ("Kept file:", name, f"({about})" if about else "")))
        if is_program(each.name):
            doing.left.append(LeftOut(what, "it is a program"))
            continue
        stem = Path(name).stem
        doing.stored(
            doing.names.place(RECORDS, "Record", stem, ending_of(each.name)), what, each.sha256
        )


def _signed_forms(doing: _Doing) -> None:
    for each in queries.observations.observations(doing.store):
        if not each.kind.is_record:
            continue
        for came in each.arrivals:
            what = f"{each.kind.words}, as it came back: {came.signature_words or 'not checked'}"
            if is_program(came.file_name):
                doing.left.append(LeftOut(what, "it is a program"))
                continue
            ending = ending_of(came.file_name)
            place = doing.names.place(SIGNED, each.ref.replace("-", "_"), each.kind.words, ending)
            doing.stored(place, what, came.sha256)


def _tables(doing: _Doing, *, room: Workroom) -> None:
    store, now = doing.store, datetime.now(UTC)
    today = now.astimezone().date()

    def table(name: str, what: str, sheet: Sheet) -> None:
        if sheet.rows:
            doing.put(f"{TABLES}/{name}.csv", what, [csv_bytes(sheet)])

    claims, ksbs = mapping_table.sheets(store)
    table("Claims", "Claims, a row each", _masked(store, claims))
    table("KSBs", "KSBs with the pieces that show them", _masked(store, ksbs))
    table("Off_the_job", "Off-the-job time", hours_export.sheet(store))
    table("Plan", "Rows of the plan", plan_sheet(store))
    table("Documents", "The register of documents", _documents(store))
    table("Results", "Results as the EPAO told them", _results(store))
    dated = calendar_export.content(
        store, today, now, with_done=True, with_suggested=False, said=Masks(store).anywhere
    )
    if b"BEGIN:VEVENT" in dated:
        doing.put(f"{TABLES}/Plan.ics", "Everything dated, for a calendar", [dated])
    if not all(is_blank(each) for each in queries.proposal.blocks(store)):
        written = proposal_export.word_copy(store, room)
        doing.put(f"{TABLES}/Proposal.docx", "The proposal as it is written here", [written])
    checklist = gateway_checklist.draw(store, room)
    doing.put(f"{TABLES}/Gateway_checklist.pdf", "Gateway checklist", [checklist])


def _private(doing: _Doing) -> None:
    store = doing.store
    for scan in queries.scans.scans(store):
        place = doing.names.place(PRIVATE, "Skills_scan", scan.day, "csv")
        doing.put(place, f"Skills scan {scan.day}", [csv_bytes(scans.sheet(store, scan.uid))])
    notes = tuple(
        (each.ref, each.title, each.private_note)
        for each in queries.evidence.items(store)
        if each.private_note.strip()
    )
    if notes:
        sheet = Sheet("Private notes", ("Number", "Title", "Private note"), notes)
        doing.put(f"{PRIVATE}/Private_notes.csv", "Private notes", [csv_bytes(sheet)])
    meetings = [
        (each.day, each.title, each.content.notes)
        for each in queries.plan.rows(store, PlannedKind.REVIEW)
        if isinstance(each.content, Review)
    ]
    logged = [(each.day, each.activity, each.note) for each in queries.hours.entries(store)]
    for name, what, rows in (
        ("Notes_of_reviews", "Notes of reviews", meetings),
        ("Notes_of_off_the_job_time", "Notes of off-the-job time", logged),
    ):
        held = tuple(row for row in rows if row[2].strip())
        if held:
            sheet = Sheet(what, ("Day", "Title", "Note"), held)
            doing.put(f"{PRIVATE}/{name}.csv", what, [csv_bytes(sheet)])


def plan_sheet(store: Store) -> Sheet:
    """Return every row of the plan as a table: kind, title, days, and what its kind adds.

    Words hidden anywhere in the evidence stand as their labels.
    """
    rows = queries.plan.rows(store)
    titles = {each.uid: each.title for each in rows}
    made = []
    for each in rows:
        added = _added(each)
        parent = titles.get(each.parent_uid, "")
        made.append((each.kind.words, each.title, each.day, each.until, parent, added))
    return _masked(store, Sheet("Plan", _PLAN_HEAD, tuple(made)))


_PLAN_HEAD = ("Kind", "Title", "Day", "Until", "Belongs to", "More")
_INSIDE = {"item_uid", "reading", "ksb_uids", "scan_uid", "record_uid", "became", "moved"}
_PRIVATE_FIELDS = {"notes"}  # of a review: they stay with the person


def _added(row: Planned) -> str:
    """Return what a row's kind adds, as "name: value" lines; uids mean nothing outside."""
    plain = wire.encode(row.content)
    told = []
    for name, value in plain.items() if isinstance(plain, dict) else ():
        if (
            name.endswith("_uid")
            or name in _INSIDE | _PRIVATE_FIELDS
            or value in ("", 0, False, [], None)
        ):
            continue
        words = value if isinstance(value, (str, int, float)) else json.dumps(value)
        if value is True:
            words = "yes"
        elif isinstance(value, list) and all(isinstance(each, str) for each in value):
            words = ", ".join(value)
        told.append(f"{name.strip('_').replace('_', ' ')}: {words}")
    return "; ".join(told)


def _documents(store: Store) -> Sheet:
    from portfolio_app.domain.register import group_of, party_words, state_words

    data = register.data()
    groups = dict(data.groups)
    rows = tuple(
        (
            groups[group_of(each, data)],
            each.title,
            state_words(each.content, data),
            each.day,
            "; ".join(party_words(party) for party in each.content.parties),
            each.content.note,
        )
        for each in register.documents(store)
        if isinstance(each.content, Document)
    )
    head = ("Group", "Document", "State", "Day", "Signatures", "Note")
    return _masked(store, Sheet("Documents", head, rows))


def _results(store: Store) -> Sheet:
    rows = tuple(
        (each.title, each.content.attempt, each.content.result, each.day, each.content.again,
         each.content.again_by, each.content.note)
        for each in queries.plan.rows(store, PlannedKind.RESULT)
        if isinstance(each.content, MethodResult)
    )  # fmt: skip
    head = ("Method", "Attempt", "Result", "Told on", "Again", "By", "Note")
    return _masked(store, Sheet("Results", head, rows))


def _masked(store: Store, sheet: Sheet) -> Sheet:
    """Return the table with hidden words standing as their labels."""
    texts = [str(cell) for row in sheet.rows for cell in row if isinstance(cell, str)]
    hides: Sequence[Hide] = hours_export.hides_in(store, texts)
    if not hides:
        return sheet
    rows = tuple(
        tuple(masked(cell, hides) if isinstance(cell, str) else cell for cell in row)
        for row in sheet.rows
    )
    return replace(sheet, rows=rows)


def _pack(record: BuiltRecord) -> str:
    is_proposal = record.profile == Profile.PROPOSAL.value
    return "Proposal pack" if is_proposal else "Portfolio bundle"


def _list(doing: _Doing, *, with_private: bool) -> str:
    return "\n".join(_lines(doing, with_private=with_private)) + "\n"


def _lines(doing: _Doing, *, with_private: bool) -> Iterator[str]:
    details = queries.portfolio.details(doing.store)
    yield "What is in here"
    made = day_words(datetime.now(UTC).astimezone().date().isoformat())
    yield f"Made {made} from the portfolio of {details.name or 'an apprentice'}."
    yield (
        "It holds private things: keep it where only you can read it."
        if with_private
        else "Nothing hidden or private is in here, as far as the portfolio knows it."
    )
    yield "It is not encrypted. Originals are byte for byte as they came."
    yield ""
    for each in sorted(doing.files, key=lambda file: file.path):
        yield f"{each.path}  {each.bytes} bytes  {each.what}"
        yield f"    SHA-256 {each.sha256}"
    yield ""
    yield "Left out:" if doing.left else "Nothing was left out that this export could hold."
    for left in doing.left:
        yield f"- {left.what}: {left.why}."
    yield KEPT_IN_PORTFOLIO
