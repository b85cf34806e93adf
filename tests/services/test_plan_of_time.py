"""Rows of the plan kept and moved, breaks, attendance, agreement, suggestions, calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from portfolio_app.domain.planned import (
    Agreement,
    Assignment,
    Attendance,
    Break,
    Event,
    Milestone,
    Module,
    Party,
    Planned,
    PlannedKind,
)
from portfolio_app.domain.timeline import Source
from portfolio_app.domain.witness import Witness
from portfolio_app.services import (
    agreements,
    breaks,
    calendar_export,
    history,
    plan_rows,
    portfolio,
    programme_change,
    programmes,
    records,
    requests,
    timeline,
    witnesses,
)
from portfolio_app.store import library, queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services.test_witnesses import refused

TODAY = date(2025, 3, 3)
FACTS = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("plan") / "mine.portfolio"
    words = {"passphrase": "correct horse", "in_keychain": False}
    with portfolio.create(folder, FACTS, **words).store as made:  # type: ignore[arg-type]
        yield made


@pytest.fixture
def store(shared: Store) -> Iterator[Store]:
    """Return the module's portfolio; what a test did in it is undone, step by step."""
    before = {each.uid for each in queries.history.last_steps(shared, 500)}
    yield shared
    for each in queries.history.last_steps(shared, 500):
        if each.uid not in before and not each.is_undone:
            history.undo(shared, each.uid)
    assert queries.plan.rows(shared) == ()
    assert queries.portfolio.details(shared).gateway == FACTS.gateway


def add(store: Store, kind: PlannedKind, title: str, day: str = "", **said: object) -> str:
    content = said.pop("content", None)
    row = Planned(kind, title, day, **said)  # type: ignore[arg-type]
    row = replace(row, content=content) if content is not None else row
    return plan_rows.keep(store, row, TODAY).focus


def calendar_lines(content: bytes) -> list[str]:
    """Read a calendar file as RFC 5545 has it: lines end in CR LF and go on after one space."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def day_of(store: Store, uid: str) -> tuple[str, str]:
    row = queries.plan.row(store, uid)
    return row.day, row.until


def test_a_module_moves_with_its_open_assignments_in_one_step(store: Store) -> None:
    module = add(
        store, PlannedKind.MODULE, "Leadership", "2025-01-06", until="2025-02-14", content=Module()
    )
    first, second = (
        add(store, PlannedKind.ASSIGNMENT, title, "2025-02-10", parent_uid=module,
            content=Assignment(words=3000, feedback_days=15))
        for title in ("First essay", "Second essay")
    )  # fmt: skip
    plan_rows.hand_in(store, first, "2025-02-01")

    done = plan_rows.move(store, module, "2025-01-20")

    assert done.summary == "Leadership moved to 20 January to 28 February 2025 with 1 assignment"
    assert day_of(store, module) == ("2025-01-20", "2025-02-28")
    assert day_of(store, second) == ("2025-02-24", "")
    assert day_of(store, first) == ("2025-02-10", ""), "what is handed in stays"
    history.undo(store, done.step)
    assert day_of(store, second) == ("2025-02-10", "")

    plan_rows.feedback_came(store, first, "2025-02-20")
    work = queries.plan.rows(store, PlannedKind.ASSIGNMENT)
    assert [each.title for each in work if each.parent_uid == module] == [
        "First essay",
        "Second essay",
    ]
    assert plan_rows.length_words(queries.plan.row(store, module)) == "40 days"
    plan_rows.feedback_came(store, second, "2025-02-21")
    assert queries.plan.row(store, second).content == Assignment(
        words=3000, feedback_days=15, handed_in="2025-02-21", feedback_on="2025-02-21"
    )
    plan_rows.hand_in(store, second, "")
    assert queries.plan.row(store, second).content == Assignment(words=3000, feedback_days=15)
    refused("no-day", plan_rows.hand_in, store, second, "2199-01-01")
    refused("ends-before", plan_rows.feedback_came, store, first, "2025-01-01")
    refused("gone", plan_rows.hand_in, store, module, "2025-02-01")
    refused("no-day", plan_rows.move, store, module, "")
    refused("no-day", plan_rows.move, store, module, "2100-12-20")
    assert day_of(store, module) == ("2025-01-06", "2025-02-14")


def test_what_refuses_is_refused_and_what_may_be_meant_is_kept_and_named(store: Store) -> None:
    one = add(store, PlannedKind.MODULE, "One", "2025-01-06", until="2025-02-14", content=Module())
    two = add(store, PlannedKind.MODULE, "Two", "2025-02-10", until="2025-03-14", content=Module())
    bad = Planned(PlannedKind.MODULE, "Three", "2025-02-10", "2025-02-09", content=Module())

    error = refused("faulty", plan_rows.keep, store, bad, TODAY)

    assert str(error).startswith("This is before it begins on 10 February 2025. Nothing was")
    named = timeline.faults(store, TODAY)
    assert set(named) == {one, two}
    assert [each.field for each in named[two]] == ["day"]
    assert [each.field for each in plan_rows.faults(store, bad, TODAY)] == ["until"]


def test_attendance_is_noted_and_a_missed_day_made_up(store: Store) -> None:
    uid = add(store, PlannedKind.EVENT, "Workshop", "2025-02-03", content=Event(compulsory=True))
    ahead = (date.today() + timedelta(days=40)).isoformat()  # noqa: DTZ011 - the person's own day
    later = add(store, PlannedKind.EVENT, "Block", ahead, content=Event(compulsory=True))

    plan_rows.attend(store, uid, Attendance.MISSED)
    plan_rows.attend(store, uid, Attendance.MADE_UP, "2025-02-20")

    found = {each.uid: each for each in timeline.read(store, TODAY).marks}
    assert found[uid].state == "made up 20 February 2025"
    assert found[later].state == "compulsory"
    refused("not-yet", plan_rows.attend, store, later, Attendance.ATTENDED)
    past = (date.today() - timedelta(days=1)).isoformat()  # noqa: DTZ011 - the person's own day
    plan_rows.attend(store, add(store, PlannedKind.EVENT, "Past", past), Attendance.ATTENDED)
    refused("ends-before", plan_rows.attend, store, uid, Attendance.MADE_UP, "2025-02-01")
    plan_rows.attend(store, uid, Attendance.NOT_YET)
    assert queries.plan.row(store, uid).content == Event(compulsory=True)


def test_a_break_shows_what_it_moves_moves_it_in_one_step_and_moves_it_back(store: Store) -> None:
    module = add(
        store, PlannedKind.MODULE, "After", "2025-05-05", until="2025-06-13", content=Module()
    )
    across = add(
        store, PlannedKind.MODULE, "Across", "2025-03-03", until="2025-04-11", content=Module()
    )
    fixed = add(store, PlannedKind.EVENT, "Conference", "2025-05-20", content=Event())
    as_it_was = {each.uid: each for each in queries.plan.rows(store)}
    row = Planned(
        PlannedKind.BREAK, "", "2025-04-01", "2025-04-30", content=Break(reason="Illness")
    )

    shown = breaks.preview(store, row, {fixed})
    assert queries.plan.rows(store) == tuple(as_it_was.values()), "nothing moves before it is done"
    done = breaks.take(store, row, {fixed})

    assert done.summary == (
        "Break in learning, 1 to 30 April 2025: 2 dates and gateway move 30 days later"
    )
    assert {each.before.uid for each in shown.moved} == {module, across}
    assert day_of(store, module) == ("2025-06-04", "2025-07-13")
    assert day_of(store, across) == ("2025-03-03", "2025-05-11")
    assert day_of(store, fixed) == ("2025-05-20", "")
    assert queries.portfolio.details(store).gateway == "2026-10-16"
    assert timeline.read(store, TODAY).pauses[0].until == "2025-04-30"

    assert breaks.left_alone(store, done.focus) == {fixed}
    longer = replace(queries.plan.row(store, done.focus), until="2025-05-10")
    again = breaks.take(store, longer, {fixed})
    assert day_of(store, module) == ("2025-06-14", "2025-07-23"), "by 40 days, not by 30 and 40"
    assert queries.portfolio.details(store).gateway == "2026-10-26"
    history.undo(store, again.step)
    assert day_of(store, module) == ("2025-06-04", "2025-07-13")
    history.redo(store, again.step)

    back = breaks.remove(store, done.focus)
    assert back.summary == "Break in learning removed; 2 dates moved back"
    assert {each.uid: each for each in queries.plan.rows(store)} == as_it_was
    assert queries.portfolio.details(store).gateway == "2026-09-16"


def test_a_break_that_goes_on_moves_nothing_and_additional_time_moves_days(store: Store) -> None:
    event = add(store, PlannedKind.EVENT, "Visit", "2025-05-05", content=Event())
    going_on = breaks.take(store, Planned(PlannedKind.BREAK, "", "2025-04-01", content=Break()))
    assert going_on.summary.endswith("it goes on")
    assert day_of(store, event) == ("2025-05-05", "")

    extra = Planned(PlannedKind.BREAK, "", "2025-04-15", content=Break(extra=True, days=90))
    told = breaks.take(store, extra)
    assert told.summary.startswith("Additional time, 15 April 2025: 1 date and gateway move 90")
    assert day_of(store, event) == ("2025-08-03", "")
    breaks.remove(store, told.focus, move_back=False)
    assert day_of(store, event) == ("2025-08-03", "")
    gateway = queries.portfolio.details(store).gateway
    assert gateway == "2026-12-15"

    rows_only = breaks.take(store, extra, keep_gateway=True)
    assert day_of(store, event) == ("2025-11-01", "")
    assert queries.portfolio.details(store).gateway == gateway
    assert breaks.faults(store, queries.plan.row(store, rows_only.focus)) == ()  # no break to meet
    breaks.remove(store, rows_only.focus)
    assert day_of(store, event) == ("2025-08-03", "")
    assert queries.portfolio.details(store).gateway == gateway, "it never moved with it"

    for bad in (
        Planned(PlannedKind.BREAK, "", "", content=Break()),
        Planned(PlannedKind.BREAK, "", "2025-04-15", content=Break(extra=True)),
        Planned(PlannedKind.BREAK, "", "2025-04-15", "2025-04-01", content=Break()),
        Planned(PlannedKind.BREAK, "", "2025-04-15", "2045-04-01", content=Break()),
    ):
        refused("faulty", breaks.take, store, bad)
    overlapping = Planned(PlannedKind.BREAK, "", "2025-03-15", "2025-04-01", content=Break())
    (fault,) = breaks.faults(store, overlapping)
    assert (fault.field, fault.refuses) == ("day", False)
    refused("gone", breaks.remove, store, event)


def test_the_project_agreement_names_the_parties_and_never_calls_a_note_a_signature(
    store: Store,
) -> None:
    proposed = agreements.proposed(store)
    assert isinstance(proposed.content, Agreement)
    roles = [each.role for each in proposed.content.parties]
    assert roles[:2] == ["apprentice", "line manager"]
    content = replace(
        proposed.content,
        focus="A discharge hub",
        data="Ward dashboards, without names",
        parties=(Party("apprentice"), Party("line manager"), Party("facilitator")),
    )
    uid = agreements.keep(store, replace(proposed, content=content)).focus

    agreements.agreed(store, uid, "line manager", "2025-02-02")

    kept = agreements.found(store, uid)
    assert [(each.role, each.words) for each in agreements.standing(store, kept)] == [
        ("apprentice", "not yet"),
        ("line manager", "2 February 2025, noted by you"),
        ("facilitator", "not yet"),
    ]
    assert agreements.left_words(store, kept) == "Not agreed yet: apprentice, facilitator"
    refused("no-such-party", agreements.agreed, store, uid, "chair", "2025-02-02")
    refused("no-day", agreements.agreed, store, uid, "apprentice", "2199-02-02")
    (line, *_) = agreements.lines(kept)
    assert "A discharge hub" in line.text
    signers = agreements.signers(store, kept)
    assert [each.is_me for each in signers] == [True, False, False]
    error = refused("no-such-witness", agreements.ask, store, Workroom(), uid)
    assert "line manager, facilitator" in str(error)
    assert records.records(store, uid) == ()


def test_the_agreement_goes_round_as_a_form_and_again_after_a_change(
    store: Store, room: Workroom
) -> None:
    proposed = agreements.proposed(store)
    uid = agreements.keep(
        store, replace(proposed, content=replace(proposed.content, focus="A hub"))
    ).focus  # fmt: skip
    who = [
        replace(each, witness_uid=witnesses.add(store, Witness(f"Person {n}")).focus)
        if not each.is_me else each
        for n, each in enumerate(agreements.signers(store, agreements.found(store, uid)))
    ]  # fmt: skip

    first = agreements.ask(store, room, uid, who)
    requests.sent(store, first.changes.focus)

    row = agreements.found(store, uid)
    said = {each.words for each in agreements.standing(store, row)}
    assert said == {"asked, nothing back yet"}
    agreements.keep(store, replace(row, content=replace(row.content, focus="Another hub")))
    again = agreements.ask(store, room, uid, who)
    assert again.changes.focus == first.changes.focus
    assert (first.request.version, again.request.version) == (1, 2)
    (record,) = records.records(store, uid)
    assert record.content is not None
    assert "Another hub" in [each.text for each in record.content.lines]


def test_suggestions_are_kept_or_left_and_never_come_twice(store: Store) -> None:
    first = timeline.suggestions(store)
    assert {each.id for each in first} >= {"skills-scan", "shortlist"}
    shown = [each for each in timeline.read(store, TODAY).marks if each.source is Source.SUGGESTED]
    assert {each.uid for each in shown} == {each.id for each in first}
    assert all(each.state == "suggested" for each in shown)

    kept = timeline.keep_suggestion(store, "shortlist", "2026-01-12")
    timeline.leave_suggestion(store, "skills-scan")

    row = queries.plan.row(store, kept.focus)
    assert (row.day, row.content) == ("2026-01-12", Milestone())
    left = {each.id for each in timeline.suggestions(store)}
    assert left == {each.id for each in first} - {"shortlist", "skills-scan"}
    refused("gone", timeline.keep_suggestion, store, "skills-scan")
    source = timeline.usual_points()
    assert not source.is_confirmed
    assert "app's own" in source.source


def test_a_programmes_days_are_suggested_until_somebody_keeps_or_changes_them(store: Store) -> None:
    found = next(each for each in library.programmes() if each.id == "inlogov-sla")
    programme_change.set_up(store, found, programmes.dates(store), TODAY.isoformat())
    marks = {each.uid: each for each in timeline.read(store, TODAY).marks if each.worked_out}
    assert marks
    assert all(each.is_suggested and each.state.endswith("suggested") for each in marks.values())
    titles = {each.title for each in calendar_export.entries(store, TODAY)}
    one, two, *_ = [each for each in marks.values() if each.source is Source.ROW]
    assert one.label not in titles

    plan_rows.confirm(store, one.uid)
    plan_rows.keep(store, queries.plan.row(store, two.uid), TODAY)

    left = {each.uid for each in timeline.read(store, TODAY).marks if each.worked_out}
    assert left == set(marks) - {one.uid, two.uid}
    three = next(uid for uid in left if marks[uid].source is Source.ROW)
    gone = breaks.take(store, Planned(PlannedKind.BREAK, "", "2024-10-01", "2024-10-31",
                                      content=Break()))  # fmt: skip
    assert {e.uid for e in timeline.read(store, TODAY).marks if e.worked_out} == left
    breaks.remove(store, gone.focus)
    assert {e.uid for e in timeline.read(store, TODAY).marks if e.worked_out} == left
    plan_rows.move(store, three, "2026-05-05")
    kept = {each.uid: each for each in timeline.read(store, TODAY).marks}
    assert not kept[three].is_suggested


def test_the_calendar_holds_what_is_dated_once_and_knows_it_again(
    store: Store, tmp_path: Path
) -> None:
    add(store, PlannedKind.MODULE, "Risk; and, finance", "2026-01-05", until="2026-02-13",
        content=Module(number=3))  # fmt: skip
    visit = add(store, PlannedKind.EVENT, "Visit", "2026-03-03",
                content=Event(time="10:30", minutes=90, place="Room 4"))  # fmt: skip
    add(store, PlannedKind.EVENT, "Odd time", "2026-03-04", content=Event(time="half past"))
    add(store, PlannedKind.EVENT, "No day yet", content=Event())
    add(store, PlannedKind.EVENT, "Over", "2025-01-01", content=Event())
    out = tmp_path / "plan.ics"
    now = datetime(2025, 3, 3, 12, 0, tzinfo=UTC)

    made = calendar_export.save(store, out, today=TODAY, now=now)

    lines = calendar_lines(out.read_bytes())
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == made.entries
    assert lines.count("BEGIN:VCALENDAR") == 1
    text = "\n".join(lines)
    assert "SUMMARY:Module: 3 Risk\\; and\\, finance\n" in text
    assert "DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260214\n" in text
    assert "DTSTART:20260303T103000\nDTEND:20260303T120000\n" in text
    assert "DTSTART;VALUE=DATE:20260304" in text
    assert f"UID:row-{visit}@plan.invalid" in lines
    assert "SUMMARY:Gateway" in lines
    assert "Over" not in text
    assert "Apprentice" not in text
    assert (made.undated, made.suggested > 0) == (1, True)
    assert "suggested" not in text.casefold()
    assert max(len(each) for each in out.read_bytes().split(b"\r\n")) <= 75
    uids = [each for each in lines if each.startswith("UID:")]
    assert len(set(uids)) == len(uids)

    plan_rows.move(store, visit, "2026-03-10")
    calendar_export.save(store, out, today=TODAY, now=now + timedelta(minutes=1))
    later = calendar_lines(out.read_bytes())
    assert {each for each in later if each.startswith("UID:")} == set(uids)
    first, second = (
        {int(each.partition(":")[2]) for each in some if each.startswith("SEQUENCE:")}
        for some in (lines, later)
    )
    assert max(first) < min(second), "a later file is a later version"
    (tmp_path / "theirs.ics").write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:x\r\n")
    refused("exists", calendar_export.save, store, tmp_path / "theirs.ics", today=TODAY)
    long_after = date(2099, 1, 1)
    refused("nothing-dated", calendar_export.save, store, out, today=long_after)
    everything = calendar_export.content(store, TODAY, now, with_done=True, with_suggested=True)
    assert b"Over" in everything
    assert b"not confirmed by your" in everything
