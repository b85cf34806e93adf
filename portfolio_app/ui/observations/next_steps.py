"""What can be done next with an observation, the likeliest first; no Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import ArrivalState, ObservationState
from portfolio_app.domain.record_answers import awaited
from portfolio_app.ui.observations.observations_state import Shown, ago


class Step(StrEnum):
    """Something to do; the value is the name of its action in the table of actions."""

    CHANGE = "change_request"
    SAVE_FORM = "save_form"
    SAVE_REQUEST = "save_request_file"
    MESSAGE = "draft_request"
    SENT = "request_sent"
    ATTACH = "attach_returned"
    REMIND = "draft_reminder"
    CHECK = "check_returned"
    OPEN = "open_item"
    WITHDRAW = "withdraw_request"
    TAKE_UP = "take_up_request"
    SUPPLEMENT = "statement_supplement"
    REMOVE = "bin"


_BY_STATE = {
    ObservationState.DRAFT: (
        Step.CHANGE, Step.SAVE_FORM, Step.SAVE_REQUEST, Step.MESSAGE, Step.SENT, Step.REMOVE,
    ),
    ObservationState.SENT: (
        Step.ATTACH, Step.REMIND, Step.MESSAGE, Step.SAVE_FORM, Step.SAVE_REQUEST, Step.CHANGE,
        Step.WITHDRAW,
    ),
    ObservationState.RETURNED: (
        Step.CHECK, Step.ATTACH, Step.MESSAGE, Step.CHANGE, Step.WITHDRAW,
    ),
    ObservationState.CHECKED: (
        Step.CHECK, Step.ATTACH, Step.REMIND, Step.MESSAGE, Step.CHANGE, Step.WITHDRAW,
    ),
    ObservationState.IN_PORTFOLIO: (Step.OPEN, Step.CHECK, Step.ATTACH),
    ObservationState.WITHDRAWN: (Step.TAKE_UP, Step.ATTACH, Step.CHECK, Step.REMOVE),
}  # fmt: skip

_WORDS = {
    Step.CHANGE: "Change the request",
    Step.SAVE_FORM: "Save fillable PDF",
    Step.SAVE_REQUEST: "Save request file",
    Step.MESSAGE: "Draft email",
    Step.SENT: "I have sent it",
    Step.ATTACH: "Attach returned…",
    Step.REMIND: "Draft a reminder",
    Step.CHECK: "Check it",
    Step.OPEN: "Open it",
    Step.WITHDRAW: "Withdraw",
    Step.TAKE_UP: "Take it up again",
    Step.SUPPLEMENT: "Make a supplement",
    Step.REMOVE: "Remove",
}
_KEPT = (ArrivalState.ATTACHED, ArrivalState.INCOMPLETE)
_ONLY_LOOKS = frozenset({Step.OPEN, Step.CHECK})


@dataclass(frozen=True, slots=True)
class Next:
    """One thing to do: which, and the words on its button."""

    step: Step
    words: str


def next_steps(row: Shown, *, readonly: bool = False) -> tuple[Next, ...]:
    """Return what can be done with an observation now, the likeliest first."""
    steps = list(_BY_STATE[row.state])
    if row.state is ObservationState.DRAFT:
        steps.remove(Step.SENT)
        if row.observation.newest is not None:  # the form was made: what is next is to send it
            steps.insert(0, Step.SENT)
    if row.observation.arrivals and Step.REMOVE in steps:
        steps.remove(Step.REMOVE)  # what came back is kept
    if not row.observation.arrivals and Step.CHECK in steps:
        steps.remove(Step.CHECK)
    if row.observation.kind.is_record:
        steps = _of_record(steps, row)
    elif not row.observation.item_uid and Step.OPEN in steps:
        steps.remove(Step.OPEN)
    if row.may_supplement:
        steps.insert(1, Step.SUPPLEMENT)
    if readonly:
        steps = [each for each in steps if each in _ONLY_LOOKS]
    return tuple(Next(each, words_of(each, row)) for each in steps)


def _of_record(steps: list[Step], row: Shown) -> list[Step]:
    """A record is changed where it was made: at the row that it is about, which is a step away."""
    kept: list[Step] = [each for each in steps if each not in (Step.CHANGE, Step.OPEN)]
    if row.state is ObservationState.DRAFT and row.observation.newest is not None:
        kept.remove(Step.MESSAGE)
        kept.insert(0, Step.MESSAGE)  # it is made where it belongs, and has to leave from here
    if not row.observation.asked.about_uid:
        return kept
    is_done = row.state is ObservationState.IN_PORTFOLIO
    return [Step.OPEN, *kept] if is_done else [*kept, Step.OPEN]


def words_of(step: Step, row: Shown) -> str:
    """Return the words on the button of a step for this observation."""
    if step is Step.OPEN and row.observation.kind.is_record:
        return "Go to what it is about"
    if step is Step.CHECK and row.state is ObservationState.IN_PORTFOLIO:
        return "See the check again"
    if step is Step.CHANGE and row.state is ObservationState.DRAFT:
        return "Go on with the request"
    if step is Step.CHANGE and row.observation.newest is not None:
        return f"Change it: version {row.observation.newest.version + 1}…"
    return _WORDS[step]


def where_it_is(row: Shown, today: date) -> str:
    """Return in a sentence where an observation has got to."""
    observation, newest = row.observation, row.observation.newest
    who = row.observer or "the observer"
    if row.state is ObservationState.DRAFT:
        if newest is None:
            return f"{observation.ref} is a draft. Nothing has been sent."
        if observation.kind.is_record:
            return f"{observation.ref} is made. Send it, then say that you have."
        return f"The form of {observation.ref} is saved. Say when you have sent it."
    if row.state is ObservationState.SENT and newest is not None:
        latest = observation.arrivals[-1] if observation.arrivals else None
        if latest is not None and latest.state is ArrivalState.CORRECTION:
            return f"A correction of {observation.ref} was asked for. Nothing has come back since."
        when = ago(newest.sent_at or newest.made_at, today)
        return f"{observation.ref} was sent to {who} {when}. Nothing has come back yet."
    if observation.kind.is_record and row.state in (
        ObservationState.CHECKED,
        ObservationState.IN_PORTFOLIO,
    ):
        return _of_parties(row)
    if row.state is ObservationState.RETURNED:
        arrival = row.to_check or row.counted
        when = ago(arrival.arrived_at, today) if arrival is not None else ""
        return f"{observation.ref} came back {when}. Nothing is attached until you say so."
    if row.state is ObservationState.CHECKED:
        return f"{observation.ref} has been checked and isn't attached."
    if row.state is ObservationState.IN_PORTFOLIO:
        kind = "an evidence item" if observation.kind is FormKind.OBSERVATION else "a paper"
        return f"{observation.ref} is in your portfolio as {kind}."
    if row.state is ObservationState.WITHDRAWN:
        return f"{observation.ref} was withdrawn. What went out and came back is kept."
    return observation.ref


def _of_parties(row: Shown) -> str:
    """Return where a record has got to that somebody answered."""
    observation = row.observation
    if row.state is ObservationState.IN_PORTFOLIO:
        return f"{observation.ref} is kept beside what it is about, as it came back."
    kept = [each for each in observation.arrivals if each.state in _KEPT]
    if not kept:
        return f"{observation.ref} has been checked and isn't kept yet."
    left = awaited(observation)
    waits = f" Not signed yet: {', '.join(left)}." if left else ""
    return f"What came back for {observation.ref} is kept.{waits}"
