"""Days as they were typed: read once, and refused in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

from portfolio_app.problems import PortfolioError


def typed_day(typed: str) -> str:
    """Return a day as YYYY-MM-DD.

    Raises:
        PortfolioError: it is none ("no-day").
    """
    try:
        return date.fromisoformat(typed.strip()).isoformat()
    except ValueError as error:
        raise PortfolioError(
            f"This is not a date: {typed}. Nothing was changed.",
            hint="Use YYYY-MM-DD.",
            code="no-day",
        ) from error


def past_day(typed: str, ahead: str = "That day lies ahead.") -> str:
    """Return a day that has come, as YYYY-MM-DD; ``ahead`` is what is said of one that has not.

    Raises:
        PortfolioError: it is no day, or lies ahead ("no-day").
    """
    day = typed_day(typed)
    if day > datetime.now(UTC).astimezone().date().isoformat():
        raise PortfolioError(f"{ahead} Nothing was changed.", hint="Check the date.", code="no-day")
    return day
