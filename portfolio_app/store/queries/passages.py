"""Passages: exact places in items, whatever is linked to them; and which of them wait."""

from __future__ import annotations

import json
from typing import Any

from portfolio_app.domain import wire
from portfolio_app.domain.passage import Anchor, Passage, Span
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store

_PASSAGES = """
    SELECT passage.uid, item.uid, item.title, passage.spans, passage.quote, passage.text_before,
        passage.text_after, passage.time_from, passage.time_to,
        passage.to_place OR (passage.spans != '[]' AND passage.rendition_id IS NOT
            item.rendition_id) AS waits,
        passage.was, passage.note,
        (SELECT group_concat(code, ' ') FROM (
            SELECT ksb.code FROM claim JOIN ksb ON ksb.uid = claim.ksb_uid
            WHERE claim.passage_id = passage.id ORDER BY ksb.position)),
        (SELECT group_concat(code, ' ') FROM (
            SELECT ksb.code FROM theory JOIN ksb ON ksb.uid = theory.ksb_uid
            WHERE theory.passage_id = passage.id ORDER BY ksb.position))
    FROM passage JOIN item ON item.id = passage.item_id
"""


def passages(store: Store, item_uid: str) -> tuple[Passage, ...]:
    """Return an item's passages, claimed or tagged, in the order they were made."""
    return _passages(store, " WHERE item.uid = ? ORDER BY passage.id", (item_uid,))


def waiting(store: Store, item_uid: str = "") -> tuple[Passage, ...]:
    """Return the passages to place or to check after a file was replaced: of one item, or all.

    Those of items in the bin are left out.
    """
    where = " WHERE (waits OR passage.was != '') AND item.binned_at = ''"
    where += " AND item.uid = ?" if item_uid else ""
    return _passages(store, f"{where} ORDER BY passage.id", (item_uid,) if item_uid else ())


def passage(store: Store, uid: str) -> Passage:
    """Return one passage.

    Raises:
        PortfolioError: code "no-such-passage".
    """
    found = _passages(store, " WHERE passage.uid = ?", (uid,))
    if not found:
        raise PortfolioError(
            "That passage isn't there any more.",
            hint="Undo brings it back.",
            code="no-such-passage",
        )
    return found[0]


def anchor_of(spans: str, quote: str, before: str, after: str, *times: float | None) -> Anchor:
    """Return the anchor that a row's columns hold."""
    places = wire.decode(tuple[Span, ...], json.loads(spans))
    return Anchor(places, quote, before, after, *times)


def _passages(store: Store, where: str, values: tuple[Any, ...]) -> tuple[Passage, ...]:
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_PASSAGES + where, values).fetchall()
    return tuple(
        Passage(
            uid=row[0],
            item_uid=row[1],
            item_title=row[2],
            anchor=anchor_of(*row[3:9]),
            to_place=bool(row[9]),
            was=row[10],
            note=row[11],
            ksb_codes=tuple((row[12] or "").split()),
            theory_codes=tuple((row[13] or "").split()),
        )
        for row in rows
    )
