"""What to do next about a request that is out, or not out yet: by its age, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portfolio_app.domain.observation import ArrivalState, Observation, ObservationState
from portfolio_app.domain.record_answers import awaited

AFTER_SENT = 7  # days after it was sent before one asks again
AFTER_DAY = 3  # days after there was something to see: they need time to write
BEFORE_DAY = 14  # days before the day by which somebody should have been asked


@dataclass(frozen=True, slots=True)
class Chased:
    """A request that waits for its observer, or for the person to send it.

    ``days_since_sent`` is None while it was not sent; ``days_since_activity`` is None without a
    day, and negative while the day lies ahead. ``words`` say how it stands, ``next`` what helps.
    ``may_remind`` is whether a reminder can be drafted.
    """

    uid: str
    ref: str
    title: str
    witness: str
    state: ObservationState
    days_since_sent: int | None
    days_since_activity: int | None
    is_due: bool
    may_remind: bool
    words: str
    next: str


def chased(observation: Observation, sent_on: str, today: date) -> Chased | None:
    """Return how a request stands; None when nobody waits for its observer.

    ``sent_on`` is the day (YYYY-MM-DD) on which its newest version was sent, or "".
    """
    left = awaited(observation) if observation.state is ObservationState.CHECKED else ()
    if observation.state not in (ObservationState.DRAFT, ObservationState.SENT) and not left:
        return None
    since_sent = _days(sent_on, today)
    since_day = _days(observation.asked.day, today)
    is_out = observation.state is ObservationState.SENT or bool(left)
    is_sent = is_out and since_sent is not None
    back = corrected_on(observation) if is_sent else ""
    if back:
        since_back = (today - date.fromisoformat(back)).days
        is_due = since_back >= AFTER_SENT
        words = f"A correction was asked for. It came back {_ago(since_back)}"
        hint = "Draft a reminder" if is_due else "Give it a few more days"
    elif is_sent and since_sent is not None:
        is_over = since_day is None or since_day >= AFTER_DAY
        is_due = is_over and since_sent >= AFTER_SENT
        words, hint = _of_sent(since_sent, since_day, is_due=is_due)
        if left:
            words = f"{words}. Not signed yet: {', '.join(left)}"
    else:
        is_due = since_day is not None and since_day >= -BEFORE_DAY
        words, hint = _of_draft(since_day)
    return Chased(
        observation.uid,
        observation.ref,
        observation.asked.title,
        observation.witness,
        observation.state,
        since_sent,
        since_day,
        is_due,
        is_sent,
        words,
        hint,
    )


def corrected_on(observation: Observation) -> str:
    """Return the day (YYYY-MM-DD) of what came back and is to be put right, "" for none."""
    last = observation.arrivals[-1] if observation.arrivals else None
    is_awaited = last is not None and last.state is ArrivalState.CORRECTION
    return last.arrived_at[:10] if last is not None and is_awaited else ""


def urgency(one: Chased) -> tuple[bool, int, int, str]:
    """Sorting key: what is due first, then what was sent longest ago, then the nearest day."""
    return (
        not one.is_due,
        -(one.days_since_sent if one.days_since_sent is not None else -1),
        -(one.days_since_activity if one.days_since_activity is not None else -10_000),
        one.ref,
    )


def _of_sent(since_sent: int, since_day: int | None, *, is_due: bool) -> tuple[str, str]:
    words = f"Sent {_ago(since_sent)}"
    if since_day is not None and since_day < 0:
        return f"{words}. The day is {_ahead(-since_day)}", "Nothing to do until then"
    if since_day is not None:
        words += f". The day was {_ago(since_day)}"
    return words, "Draft a reminder" if is_due else "Give it a few more days"


def _of_draft(since_day: int | None) -> tuple[str, str]:
    if since_day is None:
        return "Not sent yet", "Send it, then say so here"
    if since_day < 0:
        return f"Not sent yet. The day is {_ahead(-since_day)}", "Send it, then say so here"
    return (
        f"Not sent yet. The day was {_ago(since_day)}",
        "Ask while they remember it: send it, then say so here",
    )


def _days(day: str, today: date) -> int | None:
    return (today - date.fromisoformat(day)).days if day else None


def _ago(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _ahead(days: int) -> str:
    return "tomorrow" if days == 1 else f"in {days} days"
