"""Review meetings by rules: which is next, what is followed up, what may be raised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from portfolio_app.domain.coverage import KsbCoverage, KsbStatus, coverage
from portfolio_app.domain.learning import about, offered
from portfolio_app.domain.passage import Strength
from portfolio_app.domain.planned import Action, Goal, Planned, PlannedKind, Review, Standing
from portfolio_app.domain.reviews import (
    Gap,
    counts,
    gaps,
    last_time,
    next_one,
    points,
    previous,
    since_day,
)
from portfolio_app.domain.scan import Rating, Scan
from tests.domain.builders import a_claim, a_ksb

TODAY = date(2026, 3, 3)


def review(day: str, *, held: bool = False, until: str = "", annual: bool = False) -> Planned:
    content = Review(held=held, is_annual=annual)
    return Planned(PlannedKind.REVIEW, "Visit", day, until, uid=f"r {day}", content=content)


def action(title: str, parent: Planned, day: str = "", **said: object) -> Planned:
    content = replace(Action(), **said)  # type: ignore[arg-type]
    return Planned(
        PlannedKind.ACTION, title, day, uid=title, parent_uid=parent.uid, content=content
    )


def test_the_nearest_that_is_not_held_is_next_and_one_of_today_is_not_overdue() -> None:
    past, now, later, none = map(review, ("2026-02-01", "2026-03-03", "2026-04-01", ""))
    assert next_one([later, past, now], TODAY) == now
    assert next_one([later, past, replace(now, content=Review(held=True))], TODAY) == later
    assert next_one([past, review("2026-01-01"), none], TODAY) == past
    assert next_one([none], TODAY) == none
    assert next_one([review("2026-03-01", until="2026-03-03"), later], TODAY).day == "2026-03-01"  # type: ignore[union-attr]
    assert next_one([replace(past, content=Review(held=True))], TODAY) is None


def test_only_a_review_that_was_held_is_looked_back_to_and_an_annual_one_to_an_annual_one() -> None:
    held = review("2025-11-01", held=True)
    missed = review("2026-01-01")
    this = review("2026-03-10")
    assert previous([missed, held, this], this) == held
    assert previous([missed, this], this) is None
    assert since_day([missed, held, this], this) == "2025-11-01"
    annual = review("2026-03-11", annual=True)
    assert since_day([missed, held, annual], annual) == ""
    old = review("2025-03-11", held=True, annual=True)
    assert since_day([missed, held, old, annual], annual) == "2025-03-11"


def test_actions_of_last_time_are_all_followed_up_and_of_earlier_ones_those_still_open() -> None:
    first, last = review("2025-07-01", held=True), review("2025-11-01", held=True)
    this = review("2026-03-10")
    rows = [
        action("Old and open", first),
        action("Old and done", first, standing=Standing.DONE),
        action("Old and dropped", first, standing=Standing.DROPPED),
        action("Last and done", last, standing=Standing.DONE),
        action("Last and open", last),
        action("Of this one", this),
    ]
    found = last_time(rows, [first, last, this], this)
    assert [each.title for each in found] == ["Old and open", "Last and done", "Last and open"]
    assert last_time(rows, [this], this) == ()


def test_what_may_be_raised_is_open_late_and_needed_for_the_discussion() -> None:
    meeting = review("2026-02-01", held=True)
    late = [
        action("Late", meeting, "2026-03-02"),
        action("Today", meeting, "2026-03-03"),
        action("Late and done", meeting, "2026-03-02", standing=Standing.DONE),
        action("No day", meeting),
    ]
    goals = [
        Planned(PlannedKind.GOAL, "Shadow", uid="a", content=Goal(with_whom="finance")),
        Planned(PlannedKind.GOAL, "Read", uid="b", content=Goal()),
        Planned(
            PlannedKind.GOAL, "Over", uid="c",
            content=Goal(with_whom="finance", standing=Standing.DROPPED),
        ),
    ]  # fmt: skip
    thin = [
        Gap(a_ksb("K1", "pd"), KsbStatus.GAP, ""),
        Gap(a_ksb("K2", "sbp"), KsbStatus.GAP, ""),  # the proposal's
        Gap(a_ksb("K3", "pd"), KsbStatus.STARTED, ""),
    ]
    told = points(thin, late, goals, "Hours behind", 2, TODAY)
    assert [each.words for each in told] == [
        "K1 has no evidence",
        "Past its day: Late",
        "Hours behind",
        "2 observation requests are still out",
        "Shadow, with finance",
    ]
    assert points((), (), (), "", 0, TODAY) == ()


def test_newly_covered_is_what_was_not_before_and_gaps_stand_before_what_is_started() -> None:
    ksbs = [a_ksb("K1", "pd"), a_ksb("K2", "pd"), a_ksb("K3", "sbp"), a_ksb("K4", "pd")]
    old, new = a_claim("a", "K1"), a_claim("b", "K2")
    start = a_claim("c", "K4", Strength.PARTLY)
    made, newly = counts(ksbs, [old, new, start], frozenset({old.uid}))
    assert [each.code for each in newly] == ["K2"]
    covered = next(each for each in made if each.status is KsbStatus.COVERED)
    assert (covered.then, covered.now) == (1, 2)
    rows = coverage([*ksbs, a_ksb("K5", "pd")], [old, new, start], shortlist_only=False)
    found = gaps(rows, seen={"ksb-K3": "why"}, asked=frozenset({"ksb-K5"}), planned={})
    assert [(each.ksb.code, each.step) for each in found] == [
        ("K5", "Observation asked for: wait, or ask again"),
        ("K3", "Ask someone to watch you"),
        ("K4", "Mark the exact passage that shows it"),
    ]


def test_rows_are_offered_thin_first_then_by_the_lowest_own_mark_and_those_there_last() -> None:
    rows = [
        KsbCoverage(a_ksb(code, "pd"), status, ())
        for code, status in (
            ("K1", KsbStatus.COVERED), ("K2", KsbStatus.GAP), ("K3", KsbStatus.GAP),
            ("K4", KsbStatus.GAP), ("K5", KsbStatus.GAP),
        )
    ]  # fmt: skip
    marks = tuple(Rating(f"ksb-K{number}", own) for number, own in ((1, 1), (2, 4), (4, 1), (5, 2)))
    scan = Scan("s", "Scan", "2026-03-03", ("New to me",), marks)
    found = offered(rows, scan, frozenset({"ksb-K4"}))
    assert [each.ksb.code for each in found] == ["K5", "K2", "K3", "K1", "K4"]
    assert [each.is_there for each in found] == [False] * 4 + [True]
    open_row = Planned(PlannedKind.GOAL, "Open", content=Goal(("ksb-K1",)))
    done = Planned(PlannedKind.GOAL, "Done", content=Goal(("ksb-K2",), standing=Standing.DONE))
    assert about([open_row, done]) == {"ksb-K1": "Open"}
