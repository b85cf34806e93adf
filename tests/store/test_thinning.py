"""Old snapshots go, never the newest, and never because of a clock."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.store.thinning import Snapshot, superseded

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def daily(days: int, start: datetime = NOON) -> list[Snapshot]:
    return [Snapshot(n + 1, start + timedelta(days=n), f"s{n + 1}") for n in range(days)]


def left(snapshots: list[Snapshot]) -> list[Snapshot]:
    gone = set(superseded(snapshots))
    return [each for each in snapshots if each not in gone]


def test_twelve_days_ten_weeks_and_nine_months_are_kept() -> None:
    kept = left(daily(730))

    days = [each.made for each in kept]
    newest = days[-1]
    assert days[-12:] == [newest - timedelta(days=n) for n in reversed(range(12))]
    assert len({each.isocalendar()[:2] for each in days}) >= 10
    assert len({(each.year, each.month) for each in days}) == 9
    assert len(kept) <= 12 + 10 + 9


def test_of_one_day_the_last_is_kept() -> None:
    hours = [Snapshot(n, NOON + timedelta(minutes=n), f"s{n}") for n in range(20)]

    assert left(hours) == [hours[-1]]


def test_thinning_as_one_goes_keeps_the_same_reach() -> None:
    kept: list[Snapshot] = []
    for each in daily(400):
        kept = left([*kept, each])

    assert len(kept) <= 31
    assert kept[-1].made - kept[0].made >= timedelta(days=215)


def test_age_alone_deletes_nothing() -> None:
    old = [Snapshot(1, NOON - timedelta(days=900), "a"), Snapshot(2, NOON, "b")]

    assert superseded(old) == ()


def test_a_clock_two_years_back_or_forward_deletes_no_good_backup() -> None:
    """R8."""
    for years in (-2, 2):
        before = daily(10)
        wrong = Snapshot(11, NOON + timedelta(days=10 + 365 * years), "wrong")
        later = [Snapshot(12 + n, NOON + timedelta(days=11 + n), f"later {n}") for n in range(3)]
        assert left([*before, wrong]) == [*before, wrong]
        kept = left([*before, wrong, *later])
        assert wrong in kept
        assert later == [each for each in kept if each in later]
        assert kept[:1] != [wrong]


@given(
    st.lists(st.integers(0, 1500), min_size=1, max_size=80),
)
def test_whatever_the_clock_said_the_newest_stays(hours: list[int]) -> None:
    snapshots = [
        Snapshot(n, NOON + timedelta(hours=13 * hour), f"s{n}") for n, hour in enumerate(hours)
    ]

    assert snapshots[-1] in left(snapshots)
    assert snapshots[-1] in left(left(snapshots))
