"""Points of days: the last sixty stay, of earlier ones the first of each week."""

from datetime import UTC, datetime, timedelta

from portfolio_app.domain.day_points import DAYS, superseded

FIRST = datetime(2026, 1, 5, 12, tzinfo=UTC)  # a Monday


def points(count: int) -> list[tuple[str, str]]:
    days = (FIRST + timedelta(days=number) for number in range(count))
    return [(f"{number}", day.isoformat()) for number, day in enumerate(days)]


def test_sixty_days_stay_and_then_one_a_week() -> None:
    assert superseded(points(DAYS)) == ()
    gone = superseded(points(DAYS + 16))
    assert [int(each) for each in gone] == [*range(1, 7), *range(8, 14), 15]
    left = [each for each in points(DAYS + 16) if each[0] not in gone]
    assert superseded(left) == (), "thinning again takes nothing more"
    odd = [("x", "soon"), *points(DAYS)]
    assert superseded(odd) == ()
