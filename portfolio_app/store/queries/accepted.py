"""Findings that the person left as they are, and why."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.store.database import Store

_ACCEPTED = "SELECT uid, finding, because, said, made_at FROM accepted ORDER BY id"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding by its key, the reason, the sentence that was accepted, and the instant (UTC)."""

    uid: str
    finding: str
    because: str
    said: str
    made_at: str


def accepted(store: Store) -> tuple[Accepted, ...]:
    """Return what was accepted, oldest first, of findings that may be gone by now too."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_ACCEPTED).fetchall()
    return tuple(Accepted(*row) for row in rows)
