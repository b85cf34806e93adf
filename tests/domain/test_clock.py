"""The twelve weeks: the EPAO's date, or the earliest reading that is said not to be confirmed."""

from __future__ import annotations

from datetime import date

from portfolio_app.domain.clock import (
    EARLIEST,
    Clock,
    Dates,
    Milestone,
    clock,
    due_this_week,
    due_words,
    in_order,
    weeks,
)

TODAY = date(2026, 2, 4)  # a Wednesday


def of(dates: Dates, today: date = TODAY, *, number: int = 12, asks: bool = True) -> Clock:
    return clock(dates, today, weeks=number, asks=asks)


def test_the_earliest_known_date_counts_until_the_epaos_is_typed() -> None:
    early = of(Dates(gateway="2026-01-05", scope_approved="2026-01-19"))
    assert (early.starts, early.due, early.is_confirmed) == ("2026-01-05", "2026-03-30", False)
    assert early.words == f"Week 5 of 12 · due 30 March ({EARLIEST})"
    sure = of(Dates(gateway="2026-01-05", epao="2026-01-19"))
    assert sure.words == "Week 3 of 12 · due 13 April"
    assert of(Dates(epao="2026-01-19", due="2026-04-01")).words == "Week 3 of 12 · due 1 April"


def test_before_the_clock_nothing_is_drafted_unless_that_is_allowed() -> None:
    later = Dates(gateway="2026-09-16")
    assert of(later).words == f"Starts 16 September · due 9 December ({EARLIEST})"
    assert not of(later).may_write
    assert not of(Dates()).may_write
    assert of(Dates()).words == "No date for the 12 weeks yet"
    assert of(later, date(2026, 9, 16)).may_write
    assert of(Dates(allowed_by="my EPAO, by e-mail", allowed_on="2026-02-01")).may_write
    assert of(Dates(), asks=False).may_write
    assert of(Dates(), number=0, asks=False).words == ""


def test_after_the_last_week_it_is_said_to_be_over() -> None:
    done = Dates(epao="2025-10-01")
    assert of(done, date(2025, 12, 24)).words == "Week 12 of 12 · due 24 December"
    longer = Dates(epao="2025-10-01", due="2026-01-07")  # the EPAO gave two weeks more
    assert of(longer, date(2025, 12, 24)).words == "Week 12 of 12 · due 7 January 2026"
    assert of(longer, date(2025, 12, 25)).words == "Week 13 · due 7 January 2026"
    shorter = Dates(epao="2025-10-01", due="2025-12-19")
    assert of(shorter, date(2025, 12, 24)).words == "12 weeks ended · was due 19 December"
    over = of(done, date(2026, 1, 2))
    assert over.words == "12 weeks ended · was due 24 December 2025"
    assert (over.is_over, over.may_write) == (True, True)


def test_weeks_hold_their_milestones_and_the_week_of_today_is_known() -> None:
    tasks = (
        Milestone("late", "Options costed", "2026-06-30"),
        Milestone("mid", "Draft to line manager", "2026-02-06"),
        Milestone("none", "Read again"),
        Milestone("early", "Brief the sponsor", "2025-12-01"),
    )
    found = weeks(of(Dates(epao="2026-01-05")), tasks)
    assert len(found) == 12
    assert (found[4].begins, found[4].ends) == ("2026-02-02", "2026-02-08")
    assert [each.number for each in found if each.is_now] == [5]
    assert {w.number: [m.uid for m in w.milestones] for w in found if w.milestones} == {
        1: ["early"], 5: ["mid"], 12: ["late"],
    }  # fmt: skip
    assert weeks(of(Dates()), tasks) == ()
    last = weeks(of(Dates(epao="2026-01-05"), date(2026, 3, 30)), ())[-1]
    assert (last.begins, last.ends, last.is_now) == ("2026-03-23", "2026-03-30", True)
    given = weeks(of(Dates(epao="2026-01-05", due="2026-03-27")), ())[-1]
    assert given.ends == "2026-03-29"
    on_due = of(Dates(epao="2026-01-05")).week_of("2026-03-30")
    assert (on_due, of(Dates(epao="2026-01-05")).week_of("2026-03-31")) == (12, 13)


def test_this_week_is_what_is_late_and_what_is_due_by_sunday() -> None:
    tasks = (
        Milestone("sunday", "a", "2026-02-08"),
        Milestone("next", "b", "2026-02-09"),
        Milestone("late", "c", "2026-01-30"),
        Milestone("done", "d", "2026-02-05", "2026-02-03"),
        Milestone("none", "e"),
    )
    assert [each.uid for each in due_this_week(tasks, TODAY)] == ["late", "sunday"]
    assert tasks[2].is_late("2026-02-04")
    assert not tasks[0].is_late("2026-02-04")


def test_days_are_counted_over_29_february_and_where_the_clocks_change() -> None:
    leap = Dates(epao="2028-02-29")
    assert of(leap, date(2028, 2, 28)).words == "Starts 29 February · due 23 May"
    assert of(leap, date(2028, 2, 29)).words == "Week 1 of 12 · due 23 May"
    assert of(leap, date(2028, 3, 6)).week == 1
    assert of(leap, date(2028, 3, 7)).week == 2
    spring = of(Dates(epao="2026-03-23"), date(2026, 3, 30))  # 23 hours on 29 March
    assert spring.week == 2
    autumn = of(Dates(epao="2026-10-19"), date(2026, 10, 26))
    assert autumn.week == 2


def test_a_slip_of_the_pen_in_a_year_stops_nothing() -> None:
    far = of(Dates(gateway="9999-12-31"))
    assert far.words == f"Starts 31 December 9999 ({EARLIEST})"
    assert weeks(far, ()) == ()


def test_a_milestone_that_is_done_is_never_late_and_one_without_a_day_stands_last() -> None:
    done = Milestone("a", "Costed", "2026-01-05", "2026-02-01")
    assert not done.is_late("2026-02-04")
    assert not Milestone("b", "Read").is_late("2026-02-04")
    assert in_order((Milestone("b", "Read"), done)) == (done, Milestone("b", "Read"))
    tasks = (Milestone("c", "Brief", "2026-02-03"), Milestone("d", "Cost", "2026-02-05"))
    assert due_words(tasks, TODAY) == "Brief, 3 February, late, and 1 more"
    assert due_words(tasks[1:], TODAY) == "Cost, 5 February"
    assert due_words((), TODAY) == ""
