"""The answers to protective markings."""

from __future__ import annotations

import json

from portfolio_app.domain.markings import Answered, Marking, MarkingAnswer
from portfolio_app.store.database import Store

_ANSWERS = """
    SELECT item.uid, marking.answer, marking.by, marking.day, marking.markings
    FROM marking JOIN item ON item.id = marking.item_id
    ORDER BY marking.id
"""


def answers(store: Store) -> dict[str, Answered]:
    """Return the answers by the uid of their item; the last one of each counts."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_ANSWERS).fetchall()
    return {
        uid: Answered(
            uid,
            MarkingAnswer(answer),
            by,
            day,
            tuple(Marking(each) for each in json.loads(markings)),
        )
        for uid, answer, by, day, markings in rows
    }
