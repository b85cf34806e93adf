"""What the person found out about their assessment organisation's rules."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.store.database import Store

_RULES = "SELECT key, value, source, checked_on, note FROM epao_rule ORDER BY id"


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule as it was typed. ``checked_on`` is a day or ""."""

    key: str
    value: str
    source: str
    checked_on: str
    note: str


def kept(store: Store) -> dict[str, KeptRule]:
    """Return the rules the person set, by their key."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_RULES).fetchall()
    return {row[0]: KeptRule(*row) for row in rows}
