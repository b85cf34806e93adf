"""The KSBs that the proposal's paragraphs are tagged with, within other verbs' steps.

A tag names a KSB by its uid, which stays with the statement's wording, whatever code it has in a
list that is accepted later (D7).
"""

from __future__ import annotations

import json

from portfolio_app.store import tables
from portfolio_app.store.database import Session


def retag(session: Session, from_uid: str, to_uid: str) -> int:
    """Let every paragraph that is tagged with one KSB be tagged with another; return how many.

    One that has both keeps the other, once.
    """
    changed = 0
    for row in _tagged(session, from_uid):
        plain = json.loads(row.content)
        plain["ksbs"] = list(
            dict.fromkeys(to_uid if uid == from_uid else uid for uid in plain["ksbs"])
        )
        row.content = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
        changed += 1
    return changed


def is_tagged(session: Session, ksb_uid: str) -> bool:
    """Return whether any paragraph is tagged with a KSB."""
    return bool(_tagged(session, ksb_uid))


def _tagged(session: Session, ksb_uid: str) -> list[tables.BlockRow]:
    holding = session.query(tables.BlockRow).filter(tables.BlockRow.content.contains(ksb_uid))
    return [row for row in holding if ksb_uid in json.loads(row.content).get("ksbs", ())]
