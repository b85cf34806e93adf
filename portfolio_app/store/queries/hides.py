"""Hidden places: which there are, and the labels that stand for them. Private."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from portfolio_app.domain import wire
from portfolio_app.domain.hiding import Hide
from portfolio_app.domain.passage import Anchor, Span
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store
from portfolio_app.store.queries.shortlist import listed

_HIDES = """
    SELECT hide.uid, item.id, item.uid, item.title, hide.spans, hide.quote, hide.text_before,
        hide.text_after, hide.label, hide.origin,
        hide.to_place OR (hide.spans != '[]' AND hide.rendition_id IS NOT item.rendition_id)
    FROM hide JOIN item ON item.id = hide.item_id
"""


def hides(store: Store, item_uid: str | None = None) -> tuple[Hide, ...]:
    """Return hidden places in reading order: all but those of binned items, or one item's."""
    if item_uid is None:
        found = _hides(store, " WHERE item.binned_at = ''", ())
    else:
        found = _hides(store, " WHERE item.uid = ?", (item_uid,))
    return tuple(sorted(found, key=_reading_order))


def hide(store: Store, uid: str) -> Hide:
    """Return one hidden place.

    Raises:
        PortfolioError: code "no-such-hide".
    """
    found = _hides(store, " WHERE hide.uid = ?", (uid,))
    if not found:
        raise PortfolioError(
            "That hidden place isn't there any more.",
            hint="Undo brings it back.",
            code="no-such-hide",
        )
    return found[0]


def is_any(store: Store) -> bool:
    """Return whether anything is hidden anywhere, in the bin too."""
    sql = "SELECT EXISTS (SELECT 1 FROM hide)"
    with store.read() as session:
        return bool(session.connection().exec_driver_sql(sql).scalar())


def labels(store: Store) -> tuple[str, ...]:
    """Return the labels used before, those used most first: of hidden places and listed names."""
    sql = "SELECT label FROM hide UNION ALL SELECT label FROM name_to_hide"
    with store.read() as session:
        counts = Counter(row[0] for row in session.connection().exec_driver_sql(sql) if row[0])
    return tuple(sorted(counts, key=lambda label: (-counts[label], label.casefold())))


def _hides(store: Store, where: str, values: tuple[Any, ...]) -> list[Hide]:
    with store.read() as session:
        sql = f"{_HIDES}{where} ORDER BY hide.id"
        rows = session.connection().exec_driver_sql(sql, values).fetchall()
        on_list = listed(session)
    return [
        Hide(
            uid=row[0],
            item_uid=row[2],
            item_title=row[3],
            ref=on_list[row[1]].ref if row[1] in on_list else "",
            anchor=Anchor(wire.decode(tuple[Span, ...], json.loads(row[4])), *row[5:8]),
            label=row[8],
            origin=row[9],
            to_place=bool(row[10]),
        )
        for row in rows
    ]


def _reading_order(hide: Hide) -> tuple[str, int, float, float]:
    spans = hide.anchor.spans
    if not spans:
        return (hide.item_uid, 0, 0.0, 0.0)
    quads = spans[0].quads
    top, left = (quads[0][1], quads[0][0]) if quads else (0.0, 0.0)
    return (hide.item_uid, spans[0].page_index, top, left)
