"""The steps that were taken, for undo and for looking back."""

from __future__ import annotations

import json

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.portfolio import PastStep
from portfolio_app.store.database import Store

_STEPS = """
    SELECT uid, done_at, verb, summary, topics, focus, undone_at FROM history
    ORDER BY id DESC LIMIT ?
"""
_CHANGED = """
    SELECT max(max(done_at, undone_at)) FROM history
    WHERE NOT (verb = 'set detail' AND json_extract(arguments, '$.key') = 'backup_folder')
        AND topics NOT IN ('["proposal"]', '["references"]', '["proposal", "references"]')
"""


def last_steps(store: Store, limit: int = 200) -> tuple[PastStep, ...]:
    """Return the last steps, newest first, undone ones too."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_STEPS, (limit,)).fetchall()
    return tuple(
        PastStep(
            uid=row[0],
            done_at=row[1],
            verb=row[2],
            summary=row[3],
            topics=frozenset(Topic(each) for each in json.loads(row[4])),
            focus=row[5],
            is_undone=bool(row[6]),
        )
        for row in rows
    )


def summary(store: Store, step: str) -> str:
    """Return what a step says of itself; "" when there is no such step."""
    sql = "SELECT summary FROM history WHERE uid = ?"
    with store.read() as session:
        return session.connection().exec_driver_sql(sql, (step,)).scalar() or ""


def is_done(store: Store, step: str) -> bool:
    """Return whether there is such a step, and it has not been undone."""
    sql = "SELECT count(*) FROM history WHERE uid = ? AND undone_at = ''"
    with store.read() as session:
        return bool(step) and session.connection().exec_driver_sql(sql, (step,)).scalar() == 1


def changed_at(store: Store) -> str:
    """Return when something a bundle may show was last done, undone or done again (UTC).

    The proposal's text and its references are in none. Empty before the first step.
    """
    with store.read() as session:
        return session.connection().exec_driver_sql(_CHANGED).scalar() or ""
