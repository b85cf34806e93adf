"""One file that came back, with all that was read of it and said about it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from portfolio_app.domain import wire
from portfolio_app.domain.observation import Arrival, Observation, Request
from portfolio_app.domain.returned import Answer, Returned
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store
from portfolio_app.store.queries import observations

_HELD = """
    SELECT arrival.returned, arrival.by_eye, arrival.written, arrival.claimed,
        coalesce(mail.name, ''), coalesce(mail.sha256, ''), arrival.file_id
    FROM arrival LEFT JOIN file AS mail ON mail.id = arrival.mail_file_id
    WHERE arrival.uid = ?
"""
_KNOWN = """
    SELECT file.sha256, coalesce(mail.sha256, ''), arrival.message_id, arrival.written != '',
        arrival.uid, arrival.arrived_at, coalesce(observation.uid, '')
    FROM arrival JOIN file ON file.id = arrival.file_id
        LEFT JOIN file AS mail ON mail.id = arrival.mail_file_id
        LEFT JOIN observation ON observation.id = arrival.observation_id
    ORDER BY arrival.id
"""
_SAID = """
    SELECT coalesce(observation.uid, ''), arrival.returned, arrival.by_eye, arrival.written
    FROM arrival LEFT JOIN observation ON observation.id = arrival.observation_id
    ORDER BY arrival.id
"""
_CODES = "SELECT count(*) FROM request"


@dataclass(frozen=True, slots=True)
class Held:
    """A file that came back. ``observation`` and ``request`` are None while it belongs to none.

    ``returned`` is what was read of it when it was last checked. ``by_eye`` are answers that a
    person read, ``written`` the words of a reply in a mail; ``mail_name`` and ``mail_sha256`` the
    mail it came in, "" when it came as a file. ``claimed`` are uids of the claims made of it.
    """

    arrival: Arrival
    observation: Observation | None
    request: Request | None
    returned: Returned | None
    by_eye: tuple[Answer, ...]
    written: str
    claimed: tuple[str, ...]
    mail_name: str
    mail_sha256: str
    file_id: int

    @property
    def answers(self) -> dict[str, str]:
        """Every answer by the name of its field; what the file says comes before what was read."""
        read = self.returned.answers if self.returned is not None else ()
        return {each.name: each.value for each in (*self.by_eye, *read)}


@dataclass(frozen=True, slots=True)
class KnownArrival:
    """What a file that came back is known by, should it come again."""

    sha256: str
    mail_sha256: str
    message_id: str
    is_written: bool
    uid: str
    arrived_at: str
    observation_uid: str


def held(store: Store, arrival_uid: str) -> Held:
    """Return a file that came back.

    Raises:
        PortfolioError: there is no such file ("no-such-arrival").
    """
    every = observations.observations(store)
    arrival, observation = next(
        ((a, o) for o in every for a in o.arrivals if a.uid == arrival_uid), (None, None)
    )
    if arrival is None:
        loose = observations.unmatched(store)
        arrival = next((each for each in loose if each.uid == arrival_uid), None)
    if arrival is None:
        raise PortfolioError(
            "What came back isn't there any more. Nothing was changed.",
            hint="Redo, or undo, brings it back.",
            code="no-such-arrival",
        )
    with store.read() as session:
        row = session.connection().exec_driver_sql(_HELD, (arrival_uid,)).one()
    requests = observation.requests if observation is not None else ()
    return Held(
        arrival=arrival,
        observation=observation,
        request=next((each for each in requests if each.uid == arrival.request_uid), None),
        returned=wire.decode(Returned, json.loads(row[0])) if row[0] else None,
        by_eye=wire.decode(tuple[Answer, ...], json.loads(row[1])),
        written=row[2],
        claimed=tuple(json.loads(row[3])),
        mail_name=row[4],
        mail_sha256=row[5],
        file_id=row[6],
    )


def known(store: Store) -> tuple[KnownArrival, ...]:
    """Return what everything that came back is known by, oldest first."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_KNOWN).fetchall()
    return tuple(KnownArrival(row[0], row[1], row[2], bool(row[3]), *row[4:]) for row in rows)


def said(store: Store) -> tuple[tuple[str, dict[str, str], str], ...]:
    """Return what everything says that came back: observation's uid, answers, words of a mail."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_SAID).fetchall()
    return tuple(
        (
            uid,
            {
                each["name"]: each["value"]
                for each in (*(json.loads(read)["answers"] if read else ()), *json.loads(seen))
            },
            written,
        )
        for uid, read, seen, written in rows
    )


def any_request(store: Store) -> bool:
    """Whether a form was ever made here, so that one may come back."""
    with store.read() as session:
        return bool(session.connection().exec_driver_sql(_CODES).scalar_one())
