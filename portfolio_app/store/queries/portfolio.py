"""The portfolio's own facts."""

from __future__ import annotations

import json
from dataclasses import fields

from portfolio_app.domain import wire
from portfolio_app.domain.portfolio import Details
from portfolio_app.domain.witness import Witness
from portfolio_app.store.database import Store

# As SQL: the window starts with these questions, before anything else needs the mapped rows.
_DETAILS = "SELECT key, value FROM detail"
_DETAIL = "SELECT value FROM detail WHERE key = ?"
_KNOWN = {field.name for field in fields(Details)}


def details(store: Store) -> Details:
    """Return what is known about the portfolio; keys this version does not know are left out."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_DETAILS).fetchall()
    known = {key: value for key, value in rows if key in _KNOWN and key != "witnesses"}
    witnesses = next((value for key, value in rows if key == "witnesses"), "")
    return Details(
        **known,
        witnesses=wire.decode(tuple[Witness, ...], json.loads(witnesses or "[]")),
    )


def detail(store: Store, key: str) -> str:
    """Return one detail's text, "" when it was never set."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_DETAIL, (key,)).scalar()
    return str(found or "")
