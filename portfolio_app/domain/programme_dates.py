"""The days that a programme runs between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portfolio_app.domain.days import months_after
from portfolio_app.domain.programme import Programme


@dataclass(frozen=True, slots=True)
class ProgrammeDates:
    """Days as YYYY-MM-DD, "" where not known.

    ``start`` and ``gateway`` are the person's own. ``end`` is the start and the length that the
    programme states in all (``months_stated``, 0 where it states none): whether that length runs
    to the gateway or beyond it, a source seldom says. ``months`` are whole months from start to
    gateway.
    """

    start: str = ""
    gateway: str = ""
    end: str = ""
    months: int = 0
    months_stated: int = 0

    @property
    def last_day(self) -> str:
        """The later of gateway and end."""
        return max(self.gateway, self.end)


def dates_of(programme: Programme | None, start: str, gateway: str) -> ProgrammeDates:
    """Return the days of a programme; days that are none count as not known."""
    first, last = _known(start), _known(gateway)
    stated = programme.total_months if programme else 0
    end = months_after(first, stated) if first and 0 < stated <= LONGEST_MONTHS else ""
    return ProgrammeDates(first, last, end, whole_months(first, last), stated)


LONGEST_MONTHS = 120  # our own limit; a typing slip beyond it


def whole_months(first: str, last: str) -> int:
    """Return the whole months between two days, 0 where one is missing or they run backwards."""
    if not first or not last or last <= first:
        return 0
    one, other = date.fromisoformat(first), date.fromisoformat(last)
    months = (other.year - one.year) * 12 + other.month - one.month
    return months - (months_after(first, months) > last)


def _known(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return ""
