"""Observations and statements to sign: what was asked, what went out, and what came back."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from portfolio_app.domain import wire
from portfolio_app.domain.forms import FormContent, FormKind
from portfolio_app.domain.observation import (
    Arrival,
    ArrivalState,
    Asked,
    CheckRow,
    Observation,
    ObservationState,
    PartyWord,
    Request,
    SignatureKind,
    observation_ref,
    statement_ref,
)
from portfolio_app.domain.returned import Answer, Returned
from portfolio_app.store.database import Store

_OBSERVATIONS = """
    SELECT observation.id, observation.uid, observation.number, observation.kind,
        observation.state, observation.witness_uid, observation.asked, observation.made_at,
        coalesce(item.uid, '')
    FROM observation LEFT JOIN item ON item.id = observation.item_id
    ORDER BY observation.kind != 'observation', observation.number, observation.id
"""
_REQUESTS = """
    SELECT request.observation_id, request.uid, request.version, request.code, request.content,
        file.sha256, file.bytes, request.made_at, request.sent_at
    FROM request JOIN file ON file.id = request.file_id
    ORDER BY request.observation_id, request.version
"""
_ARRIVALS = """
    SELECT arrival.observation_id, arrival.uid, coalesce(request.uid, ''), file.name, file.sha256,
        file.bytes, arrival.arrived_at, arrival.state, arrival.matched_by, arrival.sender,
        arrival.sent_at, arrival.subject, arrival.message_id, arrival.signature,
        arrival.signature_words, arrival.report, arrival.by_eye, arrival.checked_at,
        coalesce(item.uid, ''), arrival.parties
    FROM arrival JOIN file ON file.id = arrival.file_id
        LEFT JOIN request ON request.id = arrival.request_id
        LEFT JOIN item ON item.id = arrival.item_id
    ORDER BY arrival.arrived_at, arrival.id
"""


_FILES = """
    SELECT item.uid, file.sha256 FROM observation
    JOIN item ON item.id = observation.item_id JOIN file ON file.id = item.file_id
"""


def present_files(store: Store) -> dict[str, str]:
    """Return the SHA-256 of the file that each piece has now that came through the exchange."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_FILES).fetchall()
    return {row[0]: row[1] for row in rows}


def observations(store: Store) -> tuple[Observation, ...]:
    """Return every observation and statement by its number, observations first."""
    with store.read() as session:
        connection = session.connection()
        rows = connection.exec_driver_sql(_OBSERVATIONS).fetchall()
        asked = connection.exec_driver_sql(_REQUESTS).fetchall()
        came = connection.exec_driver_sql(_ARRIVALS).fetchall()
    requests: dict[int, list[Request]] = defaultdict(list)
    for row in asked:
        requests[row[0]].append(_request(row))
    arrivals: dict[int | None, list[Arrival]] = defaultdict(list)
    for row in came:
        arrivals[row[0]].append(_arrival(row))
    from portfolio_app.store.queries import portfolio

    witnesses = {each.uid: each for each in portfolio.details(store).witnesses if each.uid}
    found = []
    for number, uid, count, kind, state, witness_uid, said, made_at, item_uid in rows:
        witness = witnesses.get(witness_uid)
        name = observation_ref if kind == FormKind.OBSERVATION.value else statement_ref
        found.append(
            Observation(
                uid,
                name(count),
                FormKind(kind),
                ObservationState(state),
                wire.decode(Asked, json.loads(said)),
                witness_uid,
                witness.name if witness else "",
                (witness.relationship or witness.job_title) if witness else "",
                tuple(requests[number]),
                tuple(arrivals[number]),
                item_uid,
                made_at,
            )
        )
    return tuple(found)


def observation(store: Store, uid: str) -> Observation | None:
    """Return an observation by its uid, None when it is not there."""
    return next((each for each in observations(store) if each.uid == uid), None)


def of_item(store: Store, item_uid: str) -> Observation | None:
    """Return the observation that became this piece of evidence, None when none did."""
    return next((each for each in observations(store) if each.item_uid == item_uid), None)


def by_code(store: Store, code: str) -> tuple[Observation, Request] | None:
    """Return the request that this code was made for, None when there is none here."""
    for each in observations(store):
        for request in each.requests:
            if request.code == code:
                return each, request
    return None


def unmatched(store: Store) -> tuple[Arrival, ...]:
    """Return what came back and belongs to no request yet, oldest first."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_ARRIVALS).fetchall()
    return tuple(_arrival(row) for row in rows if row[0] is None)


def answers(store: Store, arrival_uid: str) -> dict[str, str]:
    """Return what a returned form answers, by field name; what was read by eye comes first."""
    sql = "SELECT returned, by_eye FROM arrival WHERE uid = ?"
    with store.read() as session:
        row = session.connection().exec_driver_sql(sql, (arrival_uid,)).one_or_none()
    if row is None:
        return {}
    read = wire.decode(Returned, json.loads(row[0])).answers if row[0] else ()
    seen = wire.decode(tuple[Answer, ...], json.loads(row[1]))
    return {each.name: each.value for each in (*read, *seen)}


def to_check(store: Store) -> int:
    """Return how many came back and wait to be checked, those that match no request too."""
    sql = """
        SELECT (SELECT count(*) FROM observation WHERE state = 'returned')
            + (SELECT count(*) FROM arrival WHERE observation_id IS NULL AND state = 'new')
    """
    with store.read() as session:
        return int(session.connection().exec_driver_sql(sql).one()[0])


def _request(row: Any) -> Request:
    content = wire.decode(FormContent, json.loads(row[4]))
    return Request(row[1], row[2], row[3], content, row[5], row[6], row[7], row[8])


def _arrival(row: Any) -> Arrival:
    return Arrival(
        uid=row[1],
        request_uid=row[2],
        file_name=row[3],
        sha256=row[4],
        bytes=row[5],
        arrived_at=row[6],
        state=ArrivalState(row[7]),
        matched_by=row[8],
        sender=row[9],
        sent_at=row[10],
        subject=row[11],
        message_id=row[12],
        signature=SignatureKind(row[13]),
        signature_words=row[14],
        report=wire.decode(tuple[CheckRow, ...], json.loads(row[15])),
        by_eye=row[16] != "[]",
        checked_at=row[17],
        item_uid=row[18],
        parties=wire.decode(tuple[PartyWord, ...], json.loads(row[19])),
    )
