"""Which restore points of days may go: of the last sixty days of writing none, then one a week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

DAYS = 60
KEPT = (
    f"The last {DAYS} days on which you wrote keep their point, earlier ones one a week. Points "
    "with a name, before big changes and of exports stay."
)
AS_IT_WAS = "As it was on "  # begins the name that a later point of a day is given by itself


def is_of_itself(name: str) -> bool:
    """Whether nobody gave a point of a day this name."""
    return not name or name.startswith(AS_IT_WAS)


def superseded(points: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the uids of points that nobody needs any more.

    ``points`` are uids and instants (ISO 8601) in the order in which they were kept. The last 60
    stay whatever the clock says; of earlier ones the first of each week, and what has no instant.
    """
    weeks = set()
    found = []
    for uid, made_at in points[: max(len(points) - DAYS, 0)]:
        try:
            moment = datetime.fromisoformat(made_at)
        except ValueError:
            continue
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        week = moment.astimezone().isocalendar()[:2]
        if week in weeks:
            found.append(uid)
        weeks.add(week)
    return tuple(found)
