"""Theory: passages of the reading list, and the KSBs they are theory for. Never claims."""

from __future__ import annotations

from portfolio_app.domain.passage import Theory
from portfolio_app.store.database import Store
from portfolio_app.store.queries.passages import anchor_of

_THEORY = """
    SELECT theory.uid, passage.uid, item.uid, item.title, theory.ksb_uid, ksb.code,
        passage.to_place OR (passage.spans != '[]' AND passage.rendition_id IS NOT
            item.rendition_id),
        passage.note, passage.spans, passage.quote, passage.text_before, passage.text_after,
        passage.time_from, passage.time_to
    FROM theory
    JOIN passage ON passage.id = theory.passage_id
    JOIN item ON item.id = passage.item_id
    LEFT JOIN ksb ON ksb.uid = theory.ksb_uid
"""


def theory(
    store: Store, ksb_uid: str | None = None, item_uid: str | None = None
) -> tuple[Theory, ...]:
    """Return theory tags in the order they were made: all, of one KSB, or of one item.

    Those of items in the bin are left out, unless that item is asked for.
    """
    parts = ["item.uid = ?" if item_uid is not None else "item.binned_at = ''"]
    values = [item_uid] if item_uid is not None else []
    if ksb_uid is not None:
        parts.append("theory.ksb_uid = ?")
        values.append(ksb_uid)
    sql = f"{_THEORY} WHERE {' AND '.join(parts)} ORDER BY theory.id"
    with store.read() as session:
        rows = session.connection().exec_driver_sql(sql, tuple(values)).fetchall()
    return tuple(
        Theory(
            uid=row[0],
            passage_uid=row[1],
            item_uid=row[2],
            item_title=row[3],
            ksb_uid=row[4],
            ksb_code=row[5] or "",
            anchor=anchor_of(*row[8:]),
            to_place=bool(row[6]),
            note=row[7],
        )
        for row in rows
    )
