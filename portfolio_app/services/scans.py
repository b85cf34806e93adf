"""Skills scans: start one, rate a KSB, take a scan back; tables of them for the provider."""

from __future__ import annotations

import json
import secrets
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from portfolio_app import assets
from portfolio_app.domain import scan as scanning
from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.days import day_words
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.scan import Rater, Scale, Scan, ScanReport, ScanReportRow
from portfolio_app.problems import PortfolioError
from portfolio_app.sheets.writing import Sheet, csv_bytes, xlsx_bytes
from portfolio_app.store import disk, queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.workroom.host import Workroom

_TOPICS = {Topic.SCANS}
_STEPS_LEAST, _STEPS_MOST = 2, 10


@dataclass(frozen=True, slots=True)
class Started:
    """A scan that was started: the step, and the scan's uid."""

    changes: Changes
    uid: str


def scales() -> tuple[Scale, ...]:
    """Return the scales that come with the app, the usual one first."""
    data = tomllib.loads(assets.path("scales/skills-scan.toml").read_text(encoding="utf-8"))
    return tuple(
        Scale(each["id"], each["title"], tuple(each["words"]), each.get("source", ""))
        for each in data["scales"]
    )


def start(store: Store, title: str = "", day: str = "", scale: Sequence[str] = ()) -> Started:
    """Start a scan.

    ``day`` is YYYY-MM-DD (today without one), ``scale`` the words of the marks, lowest first.

    Raises:
        PortfolioError: the day is none, or the scale has fewer than 2 or more than 10 steps.
    """
    words = tuple(" ".join(each.split()) for each in scale) or scales()[0].words
    if not _STEPS_LEAST <= len(words) <= _STEPS_MOST or not all(words):
        raise PortfolioError(
            f"A scale needs {_STEPS_LEAST} to {_STEPS_MOST} steps, each with a word or a number.",
            hint="One line a step, the lowest first.",
        )
    on = _day(day)
    known = queries.scans.scans(store)
    name = title.strip() or ("Start" if not known else f"Review {len(known)}")
    with store.step("start scan", f"Skills scan started: {name}", _TOPICS) as step:
        row = tables.ScanRow(title=name, day=on, scale=json.dumps(words, ensure_ascii=False))
        step.session.add(row)
        uid = row.uid
    return Started(step.changes, uid)


def rate(
    store: Store, scan_uid: str, ksb_uid: str, mark: int | None, *, by: Rater = Rater.OWN
) -> Changes:
    """Give, change or (with None) take away a mark, counted from 1.

    Raises:
        PortfolioError: there is no such scan or KSB, or the mark is not on the scale.
    """
    scan = queries.scans.scan(store, scan_uid)
    _refuse_mark(mark, len(scan.scale))
    code = _ksb(store, ksb_uid).code
    with store.step("rate", f"{code} rated in {scan.title}", _TOPICS, focus=scan_uid) as step:
        row = _rating(step.session, scan_uid, ksb_uid)
        if by is Rater.OWN:
            row.own = mark
        else:
            row.manager = mark
    return step.changes


def note(store: Store, scan_uid: str, ksb_uid: str, text: str) -> Changes:
    """Write the private note of one KSB in a scan.

    Raises:
        PortfolioError: there is no such scan or KSB.
    """
    scan = queries.scans.scan(store, scan_uid)
    code = _ksb(store, ksb_uid).code
    told = f"Note on {code} in {scan.title}"
    with store.step("note on rating", told, _TOPICS, focus=scan_uid) as step:
        _rating(step.session, scan_uid, ksb_uid).note = text.strip()
    return step.changes


def rename(store: Store, scan_uid: str, title: str, day: str = "") -> Changes:
    """Change a scan's title, and its day when one is given.

    Raises:
        PortfolioError: there is no such scan, the title is empty, or the day is none.
    """
    scan = queries.scans.scan(store, scan_uid)
    name = " ".join(title.split())
    if not name:
        raise PortfolioError("A title is needed.", hint="The title was left as it is.")
    with store.step("rename scan", f"{scan.title} renamed", _TOPICS, focus=scan_uid) as step:
        row = step.session.query(tables.ScanRow).filter_by(uid=scan_uid).one()
        row.title = name
        row.day = _day(day) if day else row.day
    return step.changes


def remove(store: Store, scan_uid: str) -> Changes:
    """Remove a scan and its marks; Undo brings both back.

    Raises:
        PortfolioError: there is no such scan.
    """
    scan = queries.scans.scan(store, scan_uid)
    with store.step("remove scan", f"Skills scan removed: {scan.title}", _TOPICS) as step:
        row = step.session.query(tables.ScanRow).filter_by(uid=scan_uid).one()
        for rating in step.session.query(tables.RatingRow).filter_by(scan_id=row.id):
            step.session.delete(rating)
        step.session.flush()
        step.session.delete(row)
    return step.changes


def sheet(store: Store, scan_uid: str) -> Sheet:
    """Return a scan as a table for the provider: marks and their words, without private notes."""
    scan = queries.scans.scan(store, scan_uid)
    made = []
    for ksb in queries.standard.standard(store).ksbs:
        if ksb.retired:
            continue
        given = scan.rating(ksb.uid)
        made.append(
            (
                ksb.code,
                ksb.text,
                given.own,
                _word(scan, given.own),
                given.manager,
                _word(scan, given.manager),
            )
        )
    head = ("KSB", "Statement", "Own mark", "In words", "Line manager's mark", "In words")
    return Sheet(f"{scan.title} {scan.day}", head, tuple(made))


def save_table(store: Store, scan_uid: str, out: Path) -> None:
    """Write a scan as .csv or .xlsx for the provider; the file is replaced whole or not at all.

    Raises:
        PortfolioError: the name has another ending, or the file cannot be written.
    """
    made = sheet(store, scan_uid)
    form = out.suffix.casefold()
    if form not in (".csv", ".xlsx"):
        raise PortfolioError(
            f"A skills scan can't be written as {out.suffix or 'a file without an ending'}.",
            hint="Give a name that ends in .csv, .xlsx or .pdf.",
        )
    disk.refuse_inside(out, store.folder)
    content = csv_bytes(made) if form == ".csv" else xlsx_bytes([made])
    with disk.in_words(f"The skills scan in {out.name}"):
        disk.write_whole(out, content)


def save_pdf(
    store: Store, room: Workroom, scan_uid: str, out: Path, *, compare_uid: str = ""
) -> int:
    """Write a scan as a PDF for the provider, beside an earlier one; return its pages.

    Raises:
        PortfolioError: there is no such scan, or the file cannot be written.
    """
    disk.refuse_inside(out, store.folder)
    report = _report(store, scan_uid, compare_uid)
    passing = room.folder / f"scan-{secrets.token_hex(6)}.pdf"
    try:
        arguments = {"report": wire.encode(report), "out": str(passing)}
        pages = int(room.call("scan_report", arguments).result["pages"])
        with disk.in_words(f"The skills scan in {out.name}"):
            disk.write_whole(out, passing.read_bytes())
    finally:
        passing.unlink(missing_ok=True)
    return pages


def _report(store: Store, scan_uid: str, compare_uid: str) -> ScanReport:
    scan = queries.scans.scan(store, scan_uid)
    earlier = queries.scans.scan(store, compare_uid) if compare_uid else None
    standard, details = queries.standard.standard(store), queries.portfolio.details(store)
    compared = scanning.rows([k for k in standard.ksbs if not k.retired], earlier, scan)
    now = datetime.now(UTC)
    return ScanReport(
        title=name(scan),
        compared=name(earlier) if earlier else "",
        standard=standard.name,
        apprentice=details.name,
        employer=details.employer,
        provider=details.provider,
        scale=scan.scale,
        rows=tuple(
            ScanReportRow(
                row.ksb.code,
                row.ksb.kind,
                row.ksb.short,
                row.later.own,
                row.later.manager,
                row.earlier.own,
                row.change,
            )
            for row in compared
        ),
        built=now.isoformat(timespec="seconds"),
        built_words=day_words(now.astimezone().date().isoformat()),
    )


def start_with(
    store: Store,
    title: str,
    day: str,
    marks: Mapping[str, tuple[int | None, int | None]],
    scale: Sequence[str] = (),
) -> Started:
    """Start a scan that already has its marks: by KSB uid, own and line manager's; one step.

    Raises:
        PortfolioError: as ``start``, or a mark is not on the scale.
    """
    words = tuple(scale) or scales()[0].words
    for pair in marks.values():
        for mark in pair:
            _refuse_mark(mark, len(words))
    with store.step("import scan", f"Skills scan imported: {title}", _TOPICS) as step:
        row = tables.ScanRow(
            title=title.strip() or "Imported",
            day=_day(day),
            scale=json.dumps(words, ensure_ascii=False),
        )
        step.session.add(row)
        step.session.flush()
        for ksb_uid, (own, manager) in marks.items():
            step.session.add(
                tables.RatingRow(scan_id=row.id, ksb_uid=ksb_uid, own=own, manager=manager)
            )
        uid = row.uid
    return Started(step.changes, uid)


def comparison(
    store: Store, earlier_uid: str, later_uid: str
) -> tuple[tuple[scanning.Row, ...], tuple[scanning.AreaMean, ...]]:
    """Return the rows and the areas' means of two scans ("" for none)."""
    standard = queries.standard.standard(store)
    by_uid = {each.uid: each for each in queries.scans.scans(store)}
    earlier, later = by_uid.get(earlier_uid), by_uid.get(later_uid)
    ksbs = [each for each in standard.ksbs if not each.retired]
    return (
        scanning.rows(ksbs, earlier, later),
        scanning.area_means(ksbs, standard.areas, earlier, later),
    )


def name(scan: Scan) -> str:
    """Return "Start, 3 September 2025"."""
    return f"{scan.title}, {day_words(scan.day)}"


def _rating(session: Session, scan_uid: str, ksb_uid: str) -> tables.RatingRow:
    scan = session.query(tables.ScanRow).filter_by(uid=scan_uid).one()
    row = session.query(tables.RatingRow).filter_by(scan_id=scan.id, ksb_uid=ksb_uid).one_or_none()
    if row is None:
        row = tables.RatingRow(scan_id=scan.id, ksb_uid=ksb_uid)
        session.add(row)
    return row


def _ksb(store: Store, uid: str) -> Ksb:
    for each in queries.standard.ksbs(store):
        if each.uid == uid:
            return each
    raise PortfolioError("This standard has no such KSB.", code="no-such-ksb")


def _refuse_mark(mark: int | None, most: int) -> None:
    if mark is not None and not 1 <= mark <= most:
        raise PortfolioError(f"The marks go from 1 to {most}.", code="bad-mark")


def _word(scan: Scan, mark: int | None) -> str:
    return scan.scale[mark - 1] if mark is not None and mark <= len(scan.scale) else ""


def _day(typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat() if typed else date.today().isoformat()  # noqa: DTZ011 - the person's own day
    except ValueError as error:
        raise PortfolioError(f"This is not a date: {typed}", hint="Write it YYYY-MM-DD.") from error
