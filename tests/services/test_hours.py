"""Off-the-job time: logged, planned, imported from the provider, written out; each one step."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pypdf
import pytest

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.durations import Unit
from portfolio_app.domain.hours import Entry, Pattern
from portfolio_app.domain.hours_import import Column
from portfolio_app.domain.planned import Break, Planned, PlannedKind
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    capture,
    details,
    hiding,
    history,
    hours,
    hours_export,
    hours_import,
    plan,
    portfolio,
)
from portfolio_app.services.mapping_import import TableIn
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

SECRET = "correct horse battery"  # noqa: S105 - of a portfolio made here
TODAY = "2025-09-16"  # half of the way


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a portfolio that the tests of this module share; each leaves it as it was."""
    facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
    folder = tmp_path_factory.mktemp("hours") / "a.portfolio"
    made = portfolio.create(folder, facts, passphrase=SECRET, in_keychain=False)
    with made.store:
        yield made.store


@pytest.fixture
def store(kept: Store) -> Iterator[Store]:
    yield kept
    with kept.step("clear", "Clear", {Topic.HOURS, Topic.PLAN}) as step:
        for kind in (tables.HoursRow, tables.PlannedRow):
            for row in step.session.query(kind):
                step.session.delete(row)
        for name in (hours.TARGET, hours.PATTERNS):
            details.enter(step.session, name, "")


def entry(day: str = "2025-09-10", minutes: int = 90, activity: str = "Workshop") -> Entry:
    return Entry("", day, minutes, activity)


def refused(code: str, call: Callable[[], object]) -> str:
    with pytest.raises(PortfolioError) as raised:
        call()
    assert raised.value.code == code
    assert raised.value.hint
    return raised.value.message


def test_entries_are_logged_changed_and_removed_and_each_is_one_undo(store: Store) -> None:
    logged = hours.log(store, replace(entry(), activity="  Board\n paper ", note=" mine "))
    (one,) = queries.hours.entries(store)
    assert (one.uid, one.activity, one.note, one.minutes) == (
        logged.focus,
        "Board paper",
        "mine",
        90,
    )
    assert logged.summary == "Logged: 1 h 30 min on 10 September 2025, Board paper"
    assert logged.topics == {Topic.HOURS}

    hours.change(store, replace(one, minutes=45, day="2025-09-11"))
    assert queries.hours.total(store, "2025-09-11", "2025-09-11") == 45
    removed = hours.remove(store, one.uid)
    assert queries.hours.entries(store) == ()
    history.undo(store, removed.step)
    assert queries.hours.entry(store, one.uid).minutes == 45
    refused("gone", lambda: hours.remove(store, "nobody"))
    refused("gone", lambda: hours.change(store, replace(one, uid="nobody")))


def test_a_day_that_cannot_be_is_refused_and_a_long_one_is_asked_about(store: Store) -> None:
    for wrong, code in (
        (entry(minutes=0), "no-minutes"), (entry(minutes=-5), "no-minutes"),
        (entry(minutes=25 * 60), "no-minutes"), (entry("31 June"), "no-day"),
        (entry("1889-01-01"), "no-day"), (entry("2525-01-01"), "no-day"),
        (entry(activity="x" * 301), "too-long"),
        (replace(entry(), module_uid="nobody"), "gone"),
        (replace(entry(), item_uid="nobody"), "no-such-item"),
    ):  # fmt: skip
        refused(code, partial(hours.log, store, wrong))
        assert queries.hours.entries(store) == ()
    hours.log(store, entry("2025-09-01", minutes=16 * 60))  # asked about above it, not at it
    hours.remove(store, *(each.uid for each in queries.hours.entries(store)))
    hours.log(store, entry(minutes=10 * 60))
    assert "17 h" in refused("long-day", lambda: hours.log(store, entry(minutes=7 * 60)))
    (one,) = queries.hours.entries(store)
    hours.log(store, entry(minutes=7 * 60), sure=True)
    assert "25 h" in refused("no-minutes", lambda: hours.log(store, entry(minutes=480), sure=True))
    hours.change(store, replace(one, activity="Another word"))  # what was long stays as it was
    refused("long-day", lambda: hours.change(store, replace(one, minutes=11 * 60)))


def test_the_position_follows_target_dates_breaks_and_the_clock(store: Store) -> None:
    assert hours.position(store, TODAY).words == "0 h logged"
    target = hours.set_target(store, 480 * 60, " Training plan,\n page 2 ")
    assert hours.target(store).source == "Training plan, page 2"
    hours.log_many(store, [entry(minutes=600), entry("2025-09-20", 60)])
    said = hours.position(store, TODAY)
    assert said.planned == pytest.approx(240 * 60, abs=30)
    assert said.words.startswith("11 h of 480 h logged, 230 h behind the planned line")
    assert said.words.endswith("1 h of it dated after today")
    assert hours.position(store, "2020-01-01").planned == 0  # a clock put back hides nothing
    assert hours.position(store, "2020-01-01").logged == 660

    away = Planned(PlannedKind.BREAK, "Leave", "2025-01-01", "2025-06-30", content=Break("Leave"))
    plan.add(store, away)
    assert hours.position(store, TODAY).planned == pytest.approx(480 * 60 * 185 / 550, abs=30)
    extra = replace(away, day="2025-07-01", until="2025-07-31", content=Break(extra=True))
    before = hours.position(store, TODAY).planned
    plan.add(store, extra)
    assert hours.position(store, TODAY).planned == before
    refused("no-target", lambda: hours.set_target(store, -1))
    refused("no-target", lambda: hours.set_target(store, 10**9))
    history.undo(store, target.step)
    assert hours.target(store).minutes == 0


def test_a_damaged_target_or_pattern_is_read_as_far_as_it_can_be(store: Store) -> None:
    details.write(store, hours.TARGET, "{broken")
    details.write(store, hours.PATTERNS, '[{"weekday": 9, "minutes": 5, "activity": "x"}, 3]')
    assert hours.target(store).minutes == 0
    assert hours.patterns(store) == ()
    assert hours.position(store, TODAY).words == "0 h logged"


def test_patterns_are_kept_by_weekday_and_log_nothing_by_themselves(store: Store) -> None:
    wanted = [Pattern(3, 30, "Log"), Pattern(1, 60, " Reading ", "reading")]
    hours.set_patterns(store, wanted)
    assert [(each.weekday, each.activity) for each in hours.patterns(store)] == [
        (1, "Reading"), (3, "Log")]  # fmt: skip
    assert queries.hours.entries(store) == ()
    refused("empty", lambda: hours.set_patterns(store, [Pattern(1, 60, " ")]))
    refused("no-minutes", lambda: hours.set_patterns(store, [Pattern(1, 0, "x")]))
    refused("too-many", lambda: hours.set_patterns(store, [Pattern(1, 1, "x")] * 41))
    refused("empty", lambda: hours.log_many(store, []))


def test_time_typed_with_a_capture_is_logged_with_it_and_undone_with_it(
    store: Store, room: Workroom
) -> None:
    typed = capture.Capture("Shadowed the finance committee", day="2025-09-09", minutes=45)
    done = capture.capture(store, room, typed)
    (one,) = queries.hours.entries(store)
    assert (one.day, one.minutes, one.activity) == ("2025-09-09", 45, typed.what)
    assert one.item_uid == done.item_uids[0]
    assert queries.hours.of_item(store, one.item_uid) == (one,)
    assert queries.hours.of_item(store, "another") == ()
    assert Topic.HOURS in done.changes.topics
    history.undo(store, done.changes.step)
    assert queries.hours.entries(store) == ()
    history.redo(store, done.changes.step)
    (one,) = queries.hours.entries(store)
    assert hours.captures_to_log(store) == ()

    hours.remove(store, one.uid)
    (waiting,) = hours.captures_to_log(store)
    assert (waiting.day, waiting.minutes, waiting.item_uid) == ("2025-09-09", 45, one.item_uid)
    hours.log_captures(store)
    assert queries.hours.total(store) == 45
    refused("empty", lambda: hours.log_captures(store))
    hours.log(store, entry("2025-09-09", 23 * 60), sure=True)
    before = len(queries.evidence.items(store))
    refused("no-minutes", lambda: capture.keep(store, replace(typed, minutes=30)))
    assert len(queries.evidence.items(store)) == before


def test_a_providers_file_is_imported_in_one_step_and_found_again_the_next_time(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    module = plan.add(store, Planned(PlannedKind.MODULE, "Leadership")).focus
    words = (
        "Off the job report;;;;\r\nDatum;Stunden;Activity;Type;Module\r\n"
        "03/04/2026;1,5;Café „Führung“;Webinar;LEADERSHIP\r\n"
        "03/04/2026;25;Too long;;\r\n03/04/2026;1,5;Café „Führung“;Webinar;Leadership\r\n"
        "28/04/2026;0:45;=cmd|'/c calc';;\r\n"
    )
    for encoding in ("cp1252", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(words.encode(encoding))
        (table,) = hours_import.read_file(room, path)
        layout = hours_import.guess(table)
        assert (layout.at(Column.DATE), layout.at(Column.TIME)) == (0, 1)  # by what is in them
        matched = replace(layout, unit=Unit.HOURS)
        read = hours_import.preview(store, table, matched)
        if encoding == "cp1252":
            done = hours_import.import_lines(store, read.lines, path.name)
            assert (done.entries, done.minutes) == (2, 135)
            assert "cp1252.csv" in done.changes.summary
            assert [line.number for line in done.left_out] == [4, 5]
            first, second = queries.hours.entries(store)
            assert first.activity == "Café „Führung“"
            assert (first.category, first.module_uid, first.origin) == (
                "workshop", module, second.origin)  # fmt: skip
            assert first.raw.startswith("03/04/2026 | 1,5")
            typed = replace(first, activity="Mended", origin="", raw="")
            changed = hours.change(store, typed)
            mended = queries.hours.entry(store, first.uid)
            assert mended == replace(first, activity="Mended")  # where it came from stays with it
            history.undo(store, changed.step)
        else:
            assert not any(line.is_wanted for line in read.lines)
            refused("empty", partial(hours_import.import_lines, store, read.lines))
    history.undo(store, done.changes.step)
    assert queries.hours.entries(store) == ()


def _tables(room: Workroom, path: Path) -> tuple[TableIn, ...]:
    """Return what is in a file, nothing where it is refused in words that name it."""
    try:
        return hours_import.read_file(room, path)
    except PortfolioError as error:
        if path.name in error.message:
            return ()
        raise


def test_hostile_files_are_refused_in_words_or_read_without_harm(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    for content in (b"", b"\0" * 50, b"PK\x03\x04broken", b"\xff\xd8\xff\xe0photo"):
        path.write_bytes(content)
        for table in _tables(room, path):
            read = hours_import.preview(store, table, hours_import.guess(table))
            refused("empty", partial(hours_import.import_lines, store, read.lines))
    for content in (
        b'"' * 9_999,
        b"Date,Hours\n" + b"x" * 200_000 + b",1\n",
        b'Date,Hours\n"' + b"x" * 2_000_000,
        b"Date,Hours\n" + b"," * 5_000 + b"\n",
        b"Date,Hours\n1/1/2026,1\n" * 9_000,
    ):
        path.write_bytes(content)
        for table in _tables(room, path):
            read = hours_import.preview(store, table, hours_import.guess(table))
            assert len(read.lines) <= 5_000
    assert table.cut


def test_the_table_and_the_pdf_hold_every_entry_and_no_note_and_nothing_hidden(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    hours.set_target(store, 480 * 60, "Training plan of 12 September")
    hours.log_many(
        store,
        [
            Entry("", "2025-09-10", 90, "=1+1 Board paper", "reading", note="only for me"),
            Entry("", "2025-11-10", 60, "Words that go on " * 16),
            *(entry(f"2026-01-{day:02d}", 30 + day) for day in range(1, 29)),
        ],
    )
    told = capture.capture(
        store, room, capture.Capture("Lunch with Jordan Exampleton", "2025-09-09")
    )
    hiding.hide_everywhere(store, room, "Jordan Exampleton", "a colleague")
    (first, *_) = queries.hours.entries(store)
    linked = replace(first, activity="=1+1 Board paper for JORDAN EXAMPLETON")
    hours.change(store, replace(linked, item_uid=told.item_uids[0]))
    for name in ("hours.csv", "hours.xlsx"):
        assert hours_export.save_table(store, tmp_path / name) == 30
    rows = list(csv.reader(io.StringIO((tmp_path / "hours.csv").read_text("utf-8-sig"))))
    assert rows[1][:5] == [
        "2025-09-10",
        "90",
        "1.5",
        "'=1+1 Board paper for [a colleague]",
        "Reading and research",
    ]
    assert rows[1][-2:] == ["Lunch with [a colleague]", ""]
    assert rows[0][-1] == hours.rules().record == "Your provider's record is the one that counts."
    assert "only for me" not in str(rows)
    assert "exampleton" not in str(rows).casefold()
    pages = hours_export.save_pdf(store, room, tmp_path / "hours.pdf", TODAY)
    found = pypdf.PdfReader(tmp_path / "hours.pdf")
    text = "\n".join(page.extract_text() for page in found.pages)
    assert pages == len(found.pages)
    assert "Your provider’s record" in text or "Your provider's record" in text
    for said in ("Month by month", "October 2025", "28 January 2026", "Board paper", "480 h"):
        assert said in text
    assert "only for me" not in text
    assert "exampleton" not in text.casefold()
    refused("refused", lambda: hours_export.save_table(store, tmp_path / "hours.doc"))
    again = tmp_path / "again.csv"
    again.write_bytes((tmp_path / "hours.csv").read_bytes())
    (table,) = hours_import.read_file(room, again)
    read = hours_import.preview(store, table, hours_import.guess(table))
    assert len(read.lines) == 30  # what was written out is read again, row for row
    assert all(line.same and not line.problem for line in read.lines)
    page = pytest.importorskip("page", reason="page-validation has no wheel for this computer")
    pdf = str(tmp_path / "hours.pdf")
    checked = page.validate_pdf(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert not checked.failures
