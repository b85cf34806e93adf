"""What is due, what has passed, what comes up; and the weekly reminder."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from portfolio_app.domain.calendar_entry import CalendarEntry, calendar_file
from portfolio_app.domain.coming import coming_up, near, passed, when_words
from portfolio_app.domain.day_spans import short_day
from portfolio_app.domain.next_three import Facts, Goal, next_three
from portfolio_app.domain.planned import (
    Action,
    Assignment,
    Event,
    Milestone,
    Module,
    Planned,
    PlannedKind,
    Review,
    Standing,
)
from portfolio_app.domain.planned import (
    Goal as LearningGoal,
)
from portfolio_app.domain.reminder import Reminder, is_due, last_due, next_day
from portfolio_app.domain.timeline import gathered

TODAY = date(2026, 3, 3)  # a Tuesday


def on(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def marks(*rows: Planned):  # type: ignore[no-untyped-def]
    named = [replace(each, uid=f"row-{n}") for n, each in enumerate(rows)]
    return gathered(named, TODAY.isoformat()).marks


def test_only_what_asks_for_something_within_fourteen_days_is_due_soonest_first() -> None:
    kind = PlannedKind
    found = near(
        marks(
            Planned(kind.ASSIGNMENT, "Essay", on(14), content=Assignment()),
            Planned(kind.ASSIGNMENT, "Later", on(15), content=Assignment()),
            Planned(  # its feedback is somebody else's to give
                kind.ASSIGNMENT,
                "Sent",
                on(3),
                content=Assignment(handed_in=on(-1), feedback_days=7),
            ),
            Planned(kind.GOAL, "Coaching", on(-2), on(4), content=LearningGoal()),
            Planned(kind.REVIEW, "Coach visit", on(9), content=Review(time="10:30")),
            Planned(kind.REVIEW, "Held", on(0), content=Review(held=True)),
            Planned(kind.ACTION, "Shadow finance", on(0), content=Action()),
            Planned(kind.GOAL, "Read", on(1), content=LearningGoal(standing=Standing.DROPPED)),
            Planned(kind.MODULE, "Leadership", on(-3), on(5), content=Module()),
            Planned(kind.EVENT, "Block", on(-1), on(1), content=Event()),
            Planned(kind.MILESTONE, "Perhaps", on(2), content=Milestone(suggested=True)),
            Planned(kind.MILESTONE, "Mapping", on(2), content=Milestone()),
        ),
        TODAY,
    )

    assert [each.words for each in found] == [
        "Action: Shadow finance: today.",
        "Milestone: Mapping: in 2 days.",
        "Learning plan: Coaching: in 4 days.",
        "Review: Coach visit: in 9 days, 10:30.",
        "Assignment due: Essay: in 14 days.",
    ]
    assert len({each.key for each in found}) == len(found)


def test_what_has_passed_without_a_word_is_told_without_blame_newest_first() -> None:
    kind = PlannedKind
    found = passed(
        marks(
            Planned(kind.REVIEW, "Coach visit", on(-2), content=Review()),
            Planned(kind.REVIEW, "Held", on(-1), content=Review(held=True)),
            Planned(kind.ASSIGNMENT, "Essay", on(-5), content=Assignment()),
            Planned(kind.ACTION, "Ring HR", on(-1), content=Action()),
            Planned(kind.ACTION, "Done", on(-1), content=Action(standing=Standing.DONE)),
            Planned(kind.EVENT, "Workshop", on(-1), content=Event()),
            Planned(kind.ACTION, "Today", on(0), content=Action()),
            Planned(kind.ACTION, "No day", content=Action()),
        ),
        TODAY,
    )

    assert [each.words for each in found] == [
        "Action: Ring HR: its day was 2 March 2026.",
        "Review: Coach visit, 1 March 2026, isn't noted as held.",
        "Assignment due: Essay, 26 February 2026: handing it in isn't noted.",
    ]


def test_the_next_five_come_up_with_what_runs_now_first() -> None:
    rows = [Planned(PlannedKind.EVENT, f"E{n}", on(n * 5), content=Event()) for n in range(1, 8)]
    runs = Planned(PlannedKind.MODULE, "Runs", on(-20), on(40), content=Module())
    begun = Planned(PlannedKind.MODULE, "Begun later", on(-5), on(40), content=Module())
    far = Planned(PlannedKind.EVENT, "Far", on(61), content=Event())
    near = replace(far, title="Near", day=on(60))
    guess = Planned(PlannedKind.MILESTONE, "Perhaps", on(1), content=Milestone(suggested=True))
    held = Planned(PlannedKind.REVIEW, "Held", on(1), content=Review(held=True))

    found = coming_up(marks(far, guess, held, *rows, runs), TODAY)

    assert [each.title for each in found] == ["Runs", "E1", "E2", "E3", "E4"]
    assert [each.title for each in coming_up(marks(runs, begun), TODAY)] == ["Begun later", "Runs"]
    assert [each.title for each in coming_up(marks(far, near), TODAY)] == ["Near"]
    assert [when_words(on(n), TODAY) for n in (-2, -1, 0, 1, 9)] == [
        "2 days ago", "yesterday", "today", "tomorrow", "in 9 days",
    ]  # fmt: skip
    assert short_day(on(5), TODAY.isoformat()) == "8 Mar"
    assert short_day("2027-11-14", TODAY.isoformat()) == "14 Nov 2027"


def test_days_come_after_what_came_back_and_the_gateway_list_only_when_it_is_near() -> None:
    due = near(marks(Planned(PlannedKind.REVIEW, "Visit", on(3), content=Review())), TODAY)
    gone = passed(marks(Planned(PlannedKind.ACTION, "Ring", on(-3), content=Action())), TODAY)
    facts = Facts(
        now=datetime(2026, 3, 3, 12, tzinfo=UTC),
        items=4,
        backup_folder="elsewhere",
        backed_up_at="2026-03-03T00:00:00+00:00",
        returned=1,
        due=due,
        passed=gone,
        gateway_weeks=16,
        gateway_yours=2,
    )

    assert [each.goal for each in next_three(facts)] == [Goal.CHECK, Goal.DUE, Goal.GATEWAY]
    first, second = next_three(replace(facts, returned=0, gateway_weeks=17))
    assert (first.button, second.button) == ("Prepare", "Open")
    assert second.words.startswith("Action: Ring")
    assert "2 things left are yours" in next_three(facts)[2].words
    act = near(marks(Planned(PlannedKind.ACTION, "Ring", on(3), content=Action())), TODAY)
    assert next_three(replace(facts, due=act))[1].button == "Open"  # only a meeting is prepared
    assert not [
        each
        for weeks in (None, 17, -1)
        for each in next_three(replace(facts, gateway_weeks=weeks))
        if each.goal is Goal.GATEWAY
    ]


def test_the_reminder_comes_once_on_its_day_and_whatever_the_clock_does() -> None:
    friday = Reminder(4, "16:00")
    at = datetime(2026, 3, 6, 16, 0, tzinfo=UTC)

    def due(now: datetime, reminded: str = "", *, done: bool = False) -> bool:
        return is_due(friday, now, reminded=reminded, is_done=done)

    assert friday.words == "Fridays, 16:00"
    assert [due(at + timedelta(minutes=m)) for m in (-1, 0, 479, 480)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert not due(at, "2026-03-06")
    assert not due(at, done=True)
    assert due(at, "2031-01-01")  # the clock was set back since
    assert last_due(friday, at - timedelta(minutes=1)).date() == date(2026, 2, 27)
    assert next_day(friday, TODAY) == date(2026, 3, 6)
    assert next_day(friday, date(2026, 3, 6)) == date(2026, 3, 6)


def test_a_calendar_takes_the_reminder_weekly() -> None:
    entry = CalendarEntry("x@y", "Ten minutes", "2026-03-06", "16:00", 10, weekly=True)
    lines = calendar_file(entry, datetime(2026, 3, 3, tzinfo=UTC)).decode().split("\r\n")

    assert lines.count("RRULE:FREQ=WEEKLY") == 1
    assert lines.index("RRULE:FREQ=WEEKLY") > lines.index("BEGIN:VEVENT")
    plain = calendar_file(replace(entry, weekly=False), datetime(2026, 3, 3, tzinfo=UTC))
    assert b"RRULE" not in plain
