"""Highlights that files brought along: which wait, by item and by colour."""

from __future__ import annotations

from portfolio_app.domain.highlights import ColourGroup, Highlight, HighlightState, colour_groups
from portfolio_app.store.database import Store
from portfolio_app.store.queries.passages import anchor_of

_HIGHLIGHTS = """
    SELECT highlight.uid, item.uid, item.title, highlight.colour, highlight.comment,
        highlight.state,
        highlight.spans = '[]' OR highlight.rendition_id IS NOT item.rendition_id,
        passage.uid, item.shelf, highlight.spans, highlight.quote, highlight.text_before,
        highlight.text_after
    FROM highlight
    JOIN item ON item.id = highlight.item_id
    LEFT JOIN passage ON passage.id = highlight.passage_id
"""


def highlights(
    store: Store, item_uid: str | None = None, state: str = "waiting"
) -> tuple[Highlight, ...]:
    """Return highlights in the order of their items and pages: one item's, or of the whole library.

    ``state`` is waiting, used, left, or "" for all. Those of items in the bin are left out, unless
    that item is asked for; those of papers, which are no evidence, too.
    """
    of_all = "item.binned_at = '' AND item.shelf != 'papers'"
    parts = ["item.uid = ?" if item_uid is not None else of_all]
    values = [item_uid] if item_uid is not None else []
    if state:
        parts.append("highlight.state = ?")
        values.append(state)
    sql = f"{_HIGHLIGHTS} WHERE {' AND '.join(parts)} ORDER BY item.id, highlight.id"
    with store.read() as session:
        rows = session.connection().exec_driver_sql(sql, tuple(values)).fetchall()
    return tuple(
        Highlight(
            uid=row[0],
            item_uid=row[1],
            item_title=row[2],
            anchor=anchor_of(*row[9:]),
            colour=row[3],
            comment=row[4],
            state=HighlightState(row[5]),
            to_place=bool(row[6]),
            passage_uid=row[7] or "",
            is_reading=row[8] == "reading",
        )
        for row in rows
    )


def colours(store: Store, item_uid: str | None = None) -> tuple[ColourGroup, ...]:
    """Return the waiting highlights gathered by colour, of one item or of the whole library."""
    return colour_groups(highlights(store, item_uid))
