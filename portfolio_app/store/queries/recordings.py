"""Recordings that are longer than the standard's own limit say so, whatever the limit is today."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy.orm import Session

from portfolio_app.domain import wire
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.recording_limit import RULE_ID, too_long
from portfolio_app.domain.standard import Rule

TOO_LONG = "too-long"


def with_limit(session: Session, items: tuple[EvidenceItem, ...]) -> tuple[EvidenceItem, ...]:
    """Return the items, recordings over the limit with the sentence that says so."""
    if not any(each.duration for each in items):
        return items
    rule = _rule(session)
    return tuple(
        replace(each, problem=said, code=TOO_LONG)
        if each.duration and (said := too_long(each.duration, rule))
        else each
        for each in items
    )


def _rule(session: Session) -> Rule | None:
    row = session.connection().exec_driver_sql("SELECT body FROM standard").fetchone()
    for plain in json.loads(row[0]).get("rules", ()) if row is not None else ():
        if plain.get("id") == RULE_ID:
            return wire.decode(Rule, plain)
    return None
