"""The portfolio's own facts."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date

from portfolio_app.domain import wire
from portfolio_app.domain.portfolio import Details
from portfolio_app.domain.witness import Witness
from portfolio_app.store.database import Store

# As SQL: the window starts with these questions, before anything else needs the mapped rows.
_DETAILS = "SELECT key, value FROM detail"
_DETAIL = "SELECT value FROM detail WHERE key = ?"
_DAYS = frozenset(("start", "gateway"))
_KNOWN = {field.name for field in fields(Details)}


def details(store: Store) -> Details:
    """Return what is known about the portfolio; keys this version does not know are left out."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_DETAILS).fetchall()
    known = {key: value for key, value in rows if key in _KNOWN and key != "witnesses"}
    for each in _DAYS & known.keys():
        known[each] = _day(known[each])
    witnesses = next((value for key, value in rows if key == "witnesses"), "")
    return Details(**known, witnesses=_witnesses(witnesses or "[]"))


def _day(kept: str) -> str:
    """Return a day; "" for a damaged one, which would stop every screen."""
    try:
        known = date.fromisoformat(kept)
    except ValueError:
        return ""
    return kept if kept == known.isoformat() and 1990 <= known.year <= 2100 else ""


def _witnesses(kept: str) -> tuple[Witness, ...]:
    try:
        return wire.decode(tuple[Witness, ...], json.loads(kept))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        from portfolio_app.domain import salvage  # hardly ever: not needed at start

        return salvage.read(tuple[Witness, ...], kept, ())


def detail(store: Store, key: str) -> str:
    """Return one detail's text, "" when it was never set."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_DETAIL, (key,)).scalar()
    return str(found or "")
