"""The programme the person is on."""

from __future__ import annotations

from functools import lru_cache

from portfolio_app.domain import salvage
from portfolio_app.domain.programme import Programme
from portfolio_app.domain.programme_reading import tidy
from portfolio_app.store.database import Store

_NOW = "SELECT body FROM programme WHERE until = '' ORDER BY id DESC LIMIT 1"
_ALL = "SELECT uid, since, until, body FROM programme ORDER BY id"
_POINTED_AT = """
    SELECT module_uid FROM hours WHERE module_uid != ''
    UNION SELECT about_uid FROM record
"""


def programme(store: Store) -> Programme | None:
    """Return the programme that holds now, None where none was chosen."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_NOW).fetchone()
    return _programme(found[0]) if found is not None else None


def programmes(store: Store) -> tuple[tuple[str, str, str, Programme], ...]:
    """Return every programme there was, oldest first: (uid, since, until, programme)."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_ALL).fetchall()
    return tuple((uid, since, until, _programme(body)) for uid, since, until, body in found)


def pointed_at(store: Store) -> frozenset[str]:
    """Return the uids of rows of the plan that logged hours or kept files point at."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_POINTED_AT).fetchall()
    return frozenset(str(each[0]) for each in found)


def is_damaged(store: Store) -> bool:
    """Return whether not all of the programme that holds now can be read."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_NOW).fetchone()
    return found is not None and not salvage.salvaged(Programme, salvage.loads(found[0]))[1]


@lru_cache(maxsize=8)
def _programme(body: str) -> Programme:
    """Return a programme as it can be used, whatever became of its row."""
    return tidy(salvage.read(Programme, body, Programme("", "")))
