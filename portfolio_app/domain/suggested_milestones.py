"""The usual points of a programme, worked out from the days it starts and comes to gateway."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portfolio_app.domain.days import months_after

PREFIX = "suggested:"  # of the origin of a row that was kept from a suggestion


@dataclass(frozen=True, slots=True)
class Usual:
    """A usual point: so many months and weeks from "start" or "gateway", either of them below 0."""

    id: str
    title: str
    after: str
    months: int = 0
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Suggested:
    """A day that nobody confirmed; ``day`` is YYYY-MM-DD."""

    id: str
    title: str
    day: str

    @property
    def origin(self) -> str:
        """What the origin of a row kept from it is."""
        return f"{PREFIX}{self.id}"


@dataclass(frozen=True, slots=True)
class UsualPoints:
    """The usual points as data, and where they are from."""

    points: tuple[Usual, ...]
    source: str
    note: str
    is_confirmed: bool = False


def usual_points_from_data(data: Mapping[str, Any]) -> UsualPoints:
    """Return what ``resources/plan/milestones.toml`` (already parsed) says.

    Raises:
        KeyError: something that must be there is missing.
    """
    source = data["source"]
    return UsualPoints(
        tuple(
            Usual(
                str(each["id"]),
                str(each["title"]),
                str(each["from"]),
                int(each.get("months", 0)),
                int(each.get("weeks", 0)),
            )
            for each in data["milestones"]
        ),
        str(source["title"]),
        str(source.get("note", "")),
        bool(source.get("confirmed", False)),
    )


def suggested(
    points: Collection[Usual], start: str, gateway: str, without: Collection[str] = ()
) -> tuple[Suggested, ...]:
    """Return the points that lie between both days, by day; ``without`` are ids to leave out.

    What counts from a day that is not known ("") is left out.
    """
    days = {"start": start, "gateway": gateway}
    found = []
    for each in points:
        known = days.get(each.after, "")
        if not known or each.id in without:
            continue
        try:
            moved = date.fromisoformat(months_after(known, each.months))
            day = (moved + timedelta(weeks=each.weeks)).isoformat()
        except (ValueError, OverflowError):
            continue
        if (start or "0") < day < (gateway or "9"):
            found.append(Suggested(each.id, each.title, day))
    return tuple(sorted(found, key=lambda each: (each.day, each.id)))
