"""Keep what came back for a record beside the row it is about, byte for byte; it is no evidence."""

from __future__ import annotations

import json

from portfolio_app.domain import salvage
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.observation import ArrivalState, ObservationState
from portfolio_app.problems import PortfolioError
from portfolio_app.services import records
from portfolio_app.store import tables
from portfolio_app.store.database import Session, Store
from portfolio_app.store.queries.arrivals import Held

_TOPICS = {Topic.OBSERVATIONS, Topic.PLAN}
_ARRIVAL = "arrival"  # in a RecordRow's content: the file that came back


def keep(store: Store, held: Held, step: str, *, incomplete: bool) -> Changes:
    """Keep a file that came back, checked already, with its row; one step of the history.

    The request is *In portfolio* when every party's answer is whole, or when this one is kept
    incomplete and nothing else is awaited.
    """
    observation, arrival = held.observation, held.arrival
    if observation is None:
        raise PortfolioError("It belongs to no request.", code="not-matched")
    state = ArrivalState.INCOMPLETE if incomplete else ArrivalState.ATTACHED
    told = f"{observation.ref} kept: {observation.asked.title}"
    if incomplete:
        told = f"{observation.ref} kept, marked incomplete: {observation.asked.title}"
    with store.step("attach", told, _TOPICS, focus=observation.uid, step=step) as this:
        row = this.session.query(tables.ArrivalRow).filter_by(uid=arrival.uid).one()
        row.state = state.value
        this.session.add(
            tables.RecordRow(
                about_uid=observation.asked.about_uid,
                file_id=held.file_id,
                name=arrival.file_name,
                content=json.dumps({_ARRIVAL: arrival.uid}),
            )
        )
    is_whole = records.record(store, observation.uid).is_whole
    with store.step("attach", told, _TOPICS, focus=observation.uid, step=this.changes.step) as that:
        owner = that.session.query(tables.ObservationRow).filter_by(uid=observation.uid).one()
        is_done = is_whole or (incomplete and len(observation.asked.signers) == 1)
        after = ObservationState.IN_PORTFOLIO if is_done else ObservationState.CHECKED
        owner.state = after.value
    return that.changes


def give_up(session: Session, arrival_uid: str) -> None:
    """Take the file of a return from beside its row, within a step; what came back stays kept."""
    for row in session.query(tables.RecordRow):
        if _arrival(row.content) == arrival_uid:
            session.delete(row)


def arrival_of(store: Store, record_uid: str) -> str:
    """Return which file that came back a record beside a row is, by its uid; "" for none."""
    with store.read() as session:
        row = session.query(tables.RecordRow).filter_by(uid=record_uid).one_or_none()
        return _arrival(row.content) if row is not None else ""


def _arrival(content: str) -> str:
    known = salvage.loads(content)
    return str(known.get(_ARRIVAL, "")) if isinstance(known, dict) else ""
