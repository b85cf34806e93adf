"""The KSBs that the proposal's paragraphs are tagged with.

A tag names a KSB by its uid, which stays with the statement's wording, whatever code it has in a
list that is accepted later (D7).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from portfolio_app.domain import salvage
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store


def tag(store: Store, block_uid: str, ksb_uids: Sequence[str]) -> Changes:
    """Let a paragraph, table or figure be tagged with these KSBs and no others; one step.

    Raises:
        PortfolioError: there is no such paragraph ("no-such-paragraph"), or it is a heading
            ("is-heading"), or there is no such KSB ("no-such-ksb").
    """
    known = {each.uid: each.code for each in queries.standard.ksbs(store)}
    if not set(ksb_uids) <= set(known):
        raise PortfolioError("This standard has no such KSB.", code="no-such-ksb")
    wanted = list(dict.fromkeys(ksb_uids))
    codes = ", ".join(known[uid] for uid in wanted)
    told = f"Paragraph tagged with {codes}" if codes else "Tags taken off a paragraph"
    with store.step("tag paragraph", told, {Topic.PROPOSAL}, focus=block_uid) as step:
        row = step.session.query(tables.BlockRow).filter_by(uid=block_uid).one_or_none()
        if row is None:
            raise PortfolioError(
                "That paragraph isn't in the proposal. Nothing was changed.",
                hint="Undo may bring it back.",
                code="no-such-paragraph",
            )
        plain = _plain(row)
        if plain is None:
            raise PortfolioError(
                "That paragraph is damaged where it is stored. Nothing was changed.",
                hint="Write in it, or go back to a restore point; then tag it.",
                code="damaged",
            )
        if salvage.block(row.uid, row.content)[0].kind.level and wanted:
            raise PortfolioError(
                "A heading shows no KSB by itself. Nothing was changed.",
                hint="Tag the paragraph that shows it.",
                code="is-heading",
            )
        if plain.get("ksbs", []) != wanted:
            plain["ksbs"] = wanted
            row.content = _written(plain)
    return step.changes


def retag(session: Session, from_uid: str, to_uid: str) -> int:
    """Within a step: let every paragraph tagged with one KSB be tagged with another.

    Return how many were changed. One that has both keeps the other, once.
    """
    changed = 0
    for row in _tagged(session, from_uid):
        plain = _plain(row) or {}
        plain["ksbs"] = list(
            dict.fromkeys(to_uid if uid == from_uid else uid for uid in plain["ksbs"])
        )
        row.content = _written(plain)
        changed += 1
    return changed


def is_tagged(session: Session, ksb_uid: str) -> bool:
    """Within a step: return whether any paragraph is tagged with a KSB."""
    return bool(_tagged(session, ksb_uid))


def _tagged(session: Session, ksb_uid: str) -> list[tables.BlockRow]:
    holding = session.query(tables.BlockRow).filter(tables.BlockRow.content.contains(ksb_uid))
    return [row for row in holding if ksb_uid in (_plain(row) or {}).get("ksbs", ())]


def _plain(row: tables.BlockRow) -> dict[str, Any] | None:
    """Return what a block's row holds; None where it is damaged so that no tag can be changed."""
    plain = salvage.loads(row.content)
    if not isinstance(plain, dict) or not isinstance(plain.get("ksbs", []), list):
        return None
    return plain


def _written(plain: dict[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
