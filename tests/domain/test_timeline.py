"""The timeline, feedback days, faults beside their fields, what a break moves, suggested points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from portfolio_app.domain.clock import Dates, clock
from portfolio_app.domain.day_spans import short_span, span_words
from portfolio_app.domain.feedback import feedback_due
from portfolio_app.domain.plan_faults import all_faults, faults
from portfolio_app.domain.plan_moving import days_of, moving
from portfolio_app.domain.planned import (
    Action,
    Assignment,
    Attendance,
    Break,
    Document,
    Event,
    Goal,
    MethodResult,
    Milestone,
    Module,
    Planned,
    PlannedKind,
    Review,
    Standing,
)
from portfolio_app.domain.suggested_milestones import Usual, suggested
from portfolio_app.domain.timeline import (
    MOST_MONTHS,
    Lane,
    Seen,
    Source,
    gathered,
    months_between,
)

TODAY = "2026-02-04"


def module(title: str, day: str, until: str, uid: str = "", number: int = 0) -> Planned:
    return Planned(
        PlannedKind.MODULE, title, day, until, uid or title, content=Module(number=number)
    )


def work(title: str, day: str, uid: str = "", parent: str = "", **said: object) -> Planned:
    content = replace(Assignment(), **said)  # type: ignore[arg-type]
    return Planned(PlannedKind.ASSIGNMENT, title, day, "", uid or title, 0, parent, content=content)


def event(title: str, day: str, **said: object) -> Planned:
    content = replace(Event(), **said)  # type: ignore[arg-type]
    return Planned(PlannedKind.EVENT, title, day, "", title, content=content)


def test_everything_dated_stands_in_its_lane_by_day_and_says_how_it_stands() -> None:
    rows = [
        module("Leadership", "2026-01-06", "2026-02-14", number=2),
        work("First essay", "2026-02-02", parent="Leadership", feedback_days=15),
        event("Workshop", "2026-01-20", compulsory=True, time="10:00", minutes=360),
        Planned(PlannedKind.REVIEW, "Tutor meeting", "2026-03-10", uid="r", content=Review()),
        Planned(PlannedKind.MILESTONE, "Somewhen", uid="m", content=Milestone()),
        Planned(PlannedKind.DOCUMENT, "Agreement", "2025-09-01", uid="d", content=Document()),
    ]

    found = gathered(
        rows,
        TODAY,
        start="2025-09-16",
        gateway="2027-09-16",
        seen=[Seen("o", "Chairing the panel", "2026-02-20", "Sent")],
        clock=clock(Dates(gateway="2027-09-16"), date(2026, 2, 4), weeks=12, asks=True),
        hours=[("2026-01-03", 90), ("2026-01-30", 30), ("nonsense", 9)],
        suggested=[("shortlist", "Begin the shortlist", "2026-12-16")],
    )

    said = [(each.lane.value, each.words) for each in found.marks]
    assert said == [
        ("Documents", "Document: Agreement, 1 September 2025"),
        ("Assessment", "Start, 16 September 2025"),
        ("Modules", "Module: 2 Leadership, 6 January to 14 February 2026"),
        ("Events", "Event: Workshop, 20 January 2026, 10:00, attendance not noted yet"),
        ("Modules", "Assignment due: First essay (Leadership), 2 February 2026, not handed in yet"),
        ("Modules", "Feedback due: First essay, 17 February 2026, if handed in when due"),
        ("Observations", "Observation: Chairing the panel, 20 February 2026, Sent"),
        ("Reviews", "Review: Tutor meeting, 10 March 2026"),
        ("Assessment", "Milestone: Begin the shortlist, 16 December 2026, suggested"),
        ("Assessment", "Gateway, 16 September 2027"),
        ("Assessment", "12-week proposal, 16 September to 9 December 2027, earliest reading, not "
         "confirmed"),
        ("Assessment", "Milestone: Somewhen, no date yet"),
    ]  # fmt: skip
    no_weeks = clock(Dates(gateway="2027-09-16"), date(2026, 2, 4), weeks=0, asks=False)
    other = gathered(rows, TODAY, gateway="2027-09-16", clock=no_weeks)
    assert not [each for each in other.marks if each.source is Source.PROPOSAL]
    assert [(each.month, each.minutes) for each in found.hours] == [("2026-01", 120)]
    assert (found.first, found.last) == ("2025-09", "2027-12")
    assert len({each.key for each in found.marks}) == len(found.marks)
    assert Lane.EVENTS in found.lanes
    assert Lane.LEARNING not in found.lanes
    coming = found.coming("2026-02-04", "2026-02-28")
    assert [each.title for each in coming] == ["2 Leadership", "First essay", "Chairing the panel"]


def test_what_is_handed_in_is_done_and_feedback_is_due_from_that_day() -> None:
    rows = [work("Essay", "2026-02-02", feedback_days=15, handed_in="2026-01-30")]
    essay, feedback = gathered(rows, TODAY).marks
    assert (essay.short, feedback.short) == ("Essay", "Feedback: Essay")
    named = gathered([work("Ethics: assignment 2", "2026-03-02")], TODAY).marks[0]
    assert named.label == "Due: Ethics: assignment 2"
    assert (essay.state, essay.is_done) == ("handed in 30 January 2026", True)
    assert (feedback.source, feedback.day, feedback.state) == (Source.FEEDBACK, "2026-02-14", "")
    came = [work("Essay", "2026-02-02", handed_in="2026-01-30", feedback_on="2026-02-03")]
    (only,) = gathered(came, TODAY).marks
    assert only.state == "feedback came 3 February 2026"


def test_the_last_day_for_a_resit_is_dated_until_it_is_taken_and_breaks_are_listed() -> None:
    def told(attempt: int, result: str, **said: str) -> Planned:
        content = MethodResult("sbp", result, attempt, **said)
        return Planned(PlannedKind.RESULT, "Proposal", "2026-01-10", uid=f"{attempt}",
                       content=content)  # fmt: skip

    failed = told(1, "Fail", again="re-sit", again_by="2026-03-01")
    away = [
        Planned(PlannedKind.BREAK, "At home", "2026-01-20", "2026-02-10", "b", content=Break()),
        Planned(PlannedKind.BREAK, "More", "2026-01-05", uid="m", content=Break(extra=True)),
    ]

    found = gathered([failed, *away], TODAY)

    assert [(each.words, each.is_done, each.lane) for each in found.marks if not each.is_done] == [
        ("Break in learning: At home, 20 January to 10 February 2026", False, Lane.BREAKS),
        ("Last day for re-sit: Proposal, 1 March 2026", False, Lane.ASSESSMENT),
    ]
    again = found.marks[-1]
    assert (again.title, again.short) == ("Proposal", "Last day for re-sit: Proposal")
    assert (again.source, again.uid, again.may_move) == (Source.AGAIN, "1", False)
    assert len({each.key for each in found.marks}) == len(found.marks) == 4
    assert "Additional time: More, 5 January 2026" in [each.words for each in found.marks]
    taken = gathered([failed, told(2, "Pass")], TODAY)
    assert all(each.is_done for each in taken.marks)


def test_feedback_in_working_days_leaves_weekends_out_whatever_the_day() -> None:
    for offset in range(14):
        handed = date(2026, 1, 5) + timedelta(days=offset)
        for days in range(1, 23):
            due = date.fromisoformat(
                feedback_due(
                    Assignment(feedback_days=days, working_days=True, handed_in=handed.isoformat()),
                    "",
                )
            )
            between = [handed + timedelta(days=n + 1) for n in range((due - handed).days)]
            assert sum(each.weekday() < 5 for each in between) == days
            assert due.weekday() < 5
    assert feedback_due(Assignment(feedback_days=15), "2026-02-02") == "2026-02-17"
    assert feedback_due(Assignment(), "2026-02-02") == ""
    assert feedback_due(Assignment(feedback_days=15), "") == ""
    assert feedback_due(Assignment(feedback_days=10**9), "2026-02-02") == ""


def test_a_slip_of_the_pen_far_away_never_pushes_today_out_of_what_is_drawn() -> None:
    rows = [
        event("Slip", "2099-03-03"),
        event("Long ago", "1990-01-01"),
        event("Here", TODAY),
        Planned(PlannedKind.EVENT, "Damaged", "yesterday", uid="x", content=Event()),
    ]
    for start, gateway in (("", ""), ("2025-09-16", "2027-09-16"), ("2025-09-16", "2099-09-16")):
        found = gathered(rows, TODAY, start=start, gateway=gateway)
        assert found.first <= TODAY[:7] <= found.last
        assert len(months_between(found.first, found.last)) <= MOST_MONTHS
        assert {each.title for each in found.marks} >= {"Slip", "Long ago", "Here", "Damaged"}
        assert found.marks[-1].title == "Damaged"
        assert found.beyond >= 1


def test_overlaps_and_ends_before_starts_are_named_beside_their_field() -> None:
    rows = [
        module("Governance", "2026-01-06", "2026-02-14"),
        module("Leadership", "2026-02-10", "2026-03-20"),
        module("Finance", "2026-04-01", "2026-03-01"),
        work("Essay", "2026-01-02", parent="Governance"),
        event("Visit", "2030-01-01"),
    ]
    found = all_faults(rows, TODAY, start="2025-09-16", gateway="2027-09-16")
    said = {uid: [(each.field, each.words) for each in wrong] for uid, wrong in found.items()}
    assert said == {
        "Governance": [("day", "Its dates overlap “Leadership”, 10 February to 20 March 2026.")],
        "Leadership": [("day", "Its dates overlap “Governance”, 6 January to 14 February 2026.")],
        "Finance": [("until", "This is before it begins on 1 April 2026.")],
        "Essay": [("day", "Due before “Governance” begins on 6 January 2026.")],
        "Visit": [("day", "This is after gateway on 16 September 2027.")],
    }
    new = Planned(PlannedKind.EVENT, " ", "2026-01-06", "2026-01-05")
    assert [(each.field, each.refuses) for each in faults(new, rows, TODAY)] == [
        ("title", True),
        ("until", True),
    ]
    ahead = work("Essay", "2026-03-01", handed_in="2026-03-01", feedback_on="2026-02-01")
    assert [(each.field, each.refuses) for each in faults(ahead, (), TODAY)] == [
        ("handed_in", True),
        ("feedback_on", True),
    ]
    early = event("Block", "2026-03-01", attendance=Attendance.MADE_UP, made_up_on="2026-02-01")
    assert [each.field for each in faults(early, (), TODAY)] == ["made_up_on"]


def test_a_day_that_just_fits_is_no_fault_and_one_that_two_modules_share_is() -> None:
    start, gateway = "2025-09-16", "2027-09-16"
    for fits in (
        module("One day", "2026-01-06", "2026-01-06"),
        event("First day", start),
        event("Last day", gateway),
        module("To the end", "2027-09-01", gateway),
        work("Today", "2026-02-04", handed_in=TODAY, feedback_on=TODAY),
        event("Here", TODAY, attendance=Attendance.ATTENDED),
        event("Made up", "2026-02-02", attendance=Attendance.MADE_UP, made_up_on="2026-02-02"),
    ):
        assert faults(fits, [fits], TODAY, start=start, gateway=gateway) == (), fits.title
    rows = [module("A", "2026-01-06", "2026-02-14"), module("B", "2026-02-14", "2026-03-20")]
    assert set(all_faults(rows, TODAY)) == {"A", "B"}
    assert all_faults([rows[0], replace(rows[1], day="2026-02-15")], TODAY) == {}
    early, late = event("Early", "2025-09-15"), module("Late", "2027-09-01", "2027-09-17")
    found = all_faults([early, late], TODAY, start=start, gateway=gateway)
    assert {uid: each[0].field for uid, each in found.items()} == {"Early": "day", "Late": "until"}


def test_what_touches_the_first_day_of_a_break_moves_and_what_is_over_never_does() -> None:
    since = "2026-03-02"
    moves = [
        module("Begins then", since, "2026-03-20"),
        module("Ends then", "2026-02-01", since),
        event("Missed", since, attendance=Attendance.MISSED),
        Planned(PlannedKind.REVIEW, "Ahead", since, uid="Ahead", content=Review()),
        Planned(PlannedKind.ACTION, "Open", since, uid="Open", content=Action()),
    ]
    over = [
        event("Made up", since, attendance=Attendance.MADE_UP),
        Planned(PlannedKind.REVIEW, "Held", since, uid="Held", content=Review(held=True)),
        *(
            Planned(kind, f"{each.value} {kind.value}", since, uid=f"{each.value} {kind.value}",
                    content=content(standing=each))
            for each in (Standing.DONE, Standing.DROPPED)
            for kind, content in ((PlannedKind.ACTION, Action), (PlannedKind.GOAL, Goal))
        ),
    ]  # fmt: skip
    found = moving([*moves, *over], since, 7, gateway="2026-03-01")
    assert {each.before.uid: (each.after.day, each.after.until) for each in found.moved} == {
        "Begins then": ("2026-03-09", "2026-03-27"),
        "Ends then": ("2026-02-01", "2026-03-09"),
        "Missed": ("2026-03-09", ""),
        "Ahead": ("2026-03-09", ""),
        "Open": ("2026-03-09", ""),
    }
    assert found.gateway_after == "", "a gateway before the break stays"
    assert moving([], since, 7, gateway=since).gateway_after == "2026-03-09"
    assert moving([], since, 7, gateway=since, keep_gateway=True).gateway_after == ""
    back = moving(over, since, -7, only={"Held", "Made up"})  # moved before it was noted
    assert {each.before.uid for each in back.moved} == {"Held", "Made up"}


def test_a_break_moves_what_lies_after_it_and_leaves_what_is_done() -> None:
    rows = [
        module("Before", "2026-01-06", "2026-02-28"),
        module("Across", "2026-02-10", "2026-03-20"),
        module("After", "2026-04-01", "2026-05-10"),
        work("Done", "2026-04-20", handed_in="2026-03-01"),
        work("Open", "2026-04-20"),
        event("Went", "2026-04-02", attendance=Attendance.ATTENDED),
        event("Stays", "2026-04-02"),
        Planned(PlannedKind.DOCUMENT, "Agreement", "2026-05-01", uid="doc"),
        Planned(PlannedKind.BREAK, "Earlier break", "2026-06-01", uid="b", content=Break()),
        event("No day", ""),
    ]
    days = days_of("2026-03-02", "2026-04-30")
    found = moving(rows, "2026-03-02", days, gateway="2027-09-16", stay={"Stays"})
    assert days == 60
    assert {each.before.uid: (each.after.day, each.after.until) for each in found.moved} == {
        "Across": ("2026-02-10", "2026-05-19"),
        "After": ("2026-05-31", "2026-07-09"),
        "Open": ("2026-06-19", ""),
    }
    assert [each.uid for each in found.stays] == ["Stays"]
    assert (found.gateway_before, found.gateway_after) == ("2027-09-16", "2027-11-15")

    after = {each.before.uid: each.after for each in found.moved}
    moved_rows = [after.get(each.uid, each) for each in rows]
    back = moving(moved_rows, "2026-03-02", -days, gateway=found.gateway_after, only=set(after))
    restored = {each.before.uid: each.after for each in back.moved}
    assert [restored.get(each.uid, each) for each in moved_rows] == rows
    assert back.gateway_after == "2027-09-16"

    assert moving(rows, "2026-03-02", 0).moved == ()
    assert moving(rows, "2026-03-02", 40_000).moved == (), "nothing moves beyond what is a day"
    assert moving(rows, "", 5, gateway="2027-09-16").gateway_after == ""
    assert days_of("2026-03-02", "") == days_of("2026-03-02", "2026-03-01") == 0


def test_usual_points_count_from_both_days_and_lie_between_them() -> None:
    points = (
        Usual("a", "A", "start", weeks=4),
        Usual("b", "B", "start", months=12),
        Usual("c", "C", "gateway", months=-9),
        Usual("d", "D", "gateway", months=-30),
    )
    found = suggested(points, "2024-09-16", "2026-09-16")
    assert [(each.id, each.day) for each in found] == [
        ("a", "2024-10-14"),
        ("b", "2025-09-16"),
        ("c", "2025-12-16"),
    ]
    assert [each.id for each in suggested(points, "2024-09-16", "", without={"a"})] == ["b"]
    assert [each.id for each in suggested(points, "2026-01-01", "2026-09-16")] == ["a"]
    assert suggested(points, "", "") == ()


def test_spans_are_said_as_people_say_them() -> None:
    assert span_words("2026-01-06", "2026-02-14") == "6 January to 14 February 2026"
    assert span_words("2026-01-06", "2026-01-14") == "6 to 14 January 2026"
    assert span_words("2025-12-06", "2026-01-14") == "6 December 2025 to 14 January 2026"
    assert span_words("2026-01-06") == span_words("2026-01-06", "2026-01-06") == "6 January 2026"
    assert short_span("2026-01-06", "2026-02-14") == "6 Jan to 14 Feb 2026"
    assert span_words("") == ""
