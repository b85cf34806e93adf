"""Ask for a correction: a message that names exactly what is missing. Nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain import correction_message
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.observation import ArrivalState, ObservationState, Outcome
from portfolio_app.domain.request_message import Sender
from portfolio_app.problems import PortfolioError
from portfolio_app.services import asking, placing, requests
from portfolio_app.services.asking import Message
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.store.queries.arrivals import Held

_TOPICS = {Topic.OBSERVATIONS}
_IN = (ArrivalState.ATTACHED, ArrivalState.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class Correction:
    """A message ready to copy, and what it asks for, a sentence each."""

    changes: Changes
    message: Message
    asked: tuple[str, ...]


def correction(store: Store, arrival_uid: str) -> Correction:
    """Return the message that asks for a correction of what came back; nothing is changed.

    Raises:
        PortfolioError: there is no such file, it belongs to no request ("not-matched"), it was not
            checked yet ("not-checked"), or nothing is missing in it ("nothing-missing").
    """
    return _drafted(store, _checked(store, arrival_uid), Changes("", frozenset()))


def ask_correction(store: Store, arrival_uid: str) -> Correction:
    """As ``correction``, and note that one was asked for: the request is *Sent* again. One step.

    What is attached already stays attached until a better one comes.

    Raises:
        PortfolioError: as ``correction``. Nothing was changed.
    """
    held = _checked(store, arrival_uid)
    drafted = _drafted(store, held, Changes("", frozenset()))
    observation = held.observation
    if observation is None:
        raise _not_matched()
    told = f"Correction of {observation.ref} asked for"
    with store.step("ask correction", told, _TOPICS, focus=observation.uid) as step:
        row = step.session.query(tables.ArrivalRow).filter_by(uid=arrival_uid).one()
        if held.arrival.state not in _IN:
            row.state = ArrivalState.CORRECTION.value
        owner = step.session.get_one(tables.ObservationRow, row.observation_id)
        if owner.state in (ObservationState.RETURNED.value, ObservationState.CHECKED.value):
            owner.state = ObservationState.SENT.value
    return Correction(step.changes, drafted.message, drafted.asked)


def save_correction(store: Store, arrival_uid: str, out: Path) -> Path:
    """Write the message as a mail that is not sent yet (.eml), the newest form attached.

    Raises:
        PortfolioError: as ``correction``; another file is there ("exists"), or it can't be written.
    """
    held = _checked(store, arrival_uid)
    drafted = _drafted(store, held, Changes("", frozenset()))
    if held.observation is None or held.observation.newest is None:
        raise _not_matched()
    newest = held.observation.newest
    out = placing.refuse_place(store, out, ".eml", "The message")
    content = asking.eml(drafted.message, store.vault.get(newest.form_sha256), newest.code)
    codes = {each.code for each in held.observation.requests}
    placing.put(out, content, "The message", lambda it: asking.code_of(it) in codes)
    return out


def _checked(store: Store, arrival_uid: str) -> Held:
    held = queries.arrivals.held(store, arrival_uid)
    if held.observation is None:
        raise _not_matched()
    if not held.arrival.report:
        raise PortfolioError(
            "This was not checked yet. Nothing was changed.",
            hint="Check it first.",
            code="not-checked",
        )
    return held


def _drafted(store: Store, held: Held, changes: Changes) -> Correction:
    observation = held.observation
    if observation is None or observation.newest is None:
        raise _not_matched()
    asked = correction_message.missing(held.arrival.report)
    report = held.arrival.report
    is_unread = any(row.rule == "signed-on-unread" for row in report)
    if is_unread and {row.rule for row in report if row.outcome is Outcome.WRONG} == {"signature"}:
        raise PortfolioError(
            "This picture hasn't been read yet, so it isn't known what is missing.",
            hint="Read it by eye first.",
            code="not-read",
        )
    if not asked:
        raise PortfolioError(
            "Nothing is missing in it, so there is nothing to ask for.",
            hint="Attach it, or write to the observer yourself.",
            code="nothing-missing",
        )
    details = queries.portfolio.details(store)
    sender = Sender(details.name, details.job, details.employer)
    content = observation.newest.content
    subject, text = correction_message.correction(
        content, sender, asked, held.arrival.arrived_at[:10]
    )
    witnesses = details.witnesses
    who = next((each for each in witnesses if each.uid == observation.witness_uid), None)
    message = Message(
        to=who.email if who is not None and who.uid else "",
        name=content.observer,
        subject=subject,
        text=text,
        attachment=requests.usual_name(observation),
    )
    return Correction(changes, message, asked)


def _not_matched() -> PortfolioError:
    return PortfolioError(
        "It isn't known to which request this belongs. Nothing was changed.",
        hint="Say which one it belongs to first.",
        code="not-matched",
    )
