"""Word copies of the proposal that came back: when, what was read of them, what was decided."""

from __future__ import annotations

import json
from dataclasses import dataclass

from portfolio_app.domain import salvage, wire
from portfolio_app.domain.word_copy import WordCopy
from portfolio_app.store.database import Store

_COPIES = """
    SELECT word_copy.uid, word_copy.name, word_copy.arrived_at, word_copy.state, file.sha256,
        file.bytes
    FROM word_copy JOIN file ON file.id = word_copy.file_id ORDER BY word_copy.id DESC
"""


_DAMAGED = (
    "What was read of this copy is damaged. The file is kept: bring it back again to read it anew."
)


@dataclass(frozen=True, slots=True)
class KnownCopy:
    """A copy that came back. ``state`` is "new", "taken", "closed", "imported" or "unreadable"."""

    uid: str
    name: str
    arrived_at: str
    state: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about a copy: changes by their key, and comments that are dealt with.

    ``base`` is the restore point that the person chose to compare it with, "" for the app's choice.
    """

    changes: dict[str, str]
    comments: frozenset[int] = frozenset()
    base: str = ""


def copies(store: Store) -> tuple[KnownCopy, ...]:
    """Return the copies that came back, newest first."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_COPIES)
        return tuple(KnownCopy(*row) for row in rows)


def content(store: Store, uid: str) -> WordCopy | None:
    """Return what was read of a copy; None where there is none, or it can't be read."""
    with store.read() as session:
        row = (
            session.connection()
            .exec_driver_sql("SELECT read FROM word_copy WHERE uid = ?", (uid,))
            .fetchone()
        )
    if not row or not str(row[0]).startswith("{"):
        return None
    try:
        return wire.decode(WordCopy, json.loads(row[0]))
    except (ValueError, TypeError, RecursionError):
        return None  # half of what was read would look like words that somebody deleted


def trouble(store: Store, uid: str) -> str:
    """Return why a copy could not be read; "" where it could."""
    with store.read() as session:
        row = (
            session.connection()
            .exec_driver_sql("SELECT read FROM word_copy WHERE uid = ?", (uid,))
            .fetchone()
        )
    if not row:
        return ""
    if str(row[0]).startswith("{"):
        return "" if content(store, uid) is not None else _DAMAGED
    return str(row[0])


def decided(store: Store, uid: str) -> Decided:
    """Return what was decided about a copy so far."""
    with store.read() as session:
        row = (
            session.connection()
            .exec_driver_sql("SELECT decided FROM word_copy WHERE uid = ?", (uid,))
            .fetchone()
        )
    return salvage.read(Decided, row[0], Decided({})) if row and row[0] else Decided({})
