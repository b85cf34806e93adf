"""The steps that were taken, for undo and for looking back."""

from __future__ import annotations

import json

from sqlalchemy import select

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.portfolio import PastStep
from portfolio_app.store.database import Store

_CHANGED = """
    SELECT max(max(done_at, undone_at)) FROM history
    WHERE NOT (verb = 'set detail' AND json_extract(arguments, '$.key') = 'backup_folder')
"""


def last_steps(store: Store, limit: int = 200) -> tuple[PastStep, ...]:
    """Return the last steps, newest first, undone ones too."""
    from portfolio_app.store.tables import HistoryRow  # the mapped rows are not needed at start

    with store.read() as session:
        rows = session.scalars(select(HistoryRow).order_by(HistoryRow.id.desc()).limit(limit)).all()
        return tuple(
            PastStep(
                uid=row.uid,
                done_at=row.done_at,
                verb=row.verb,
                summary=row.summary,
                topics=frozenset(Topic(each) for each in json.loads(row.topics)),
                focus=row.focus,
                is_undone=bool(row.undone_at),
            )
            for row in rows
        )


def changed_at(store: Store) -> str:
    """Return when something a bundle may show was last done, undone or done again (UTC).

    Empty before the first step.
    """
    with store.read() as session:
        return session.connection().exec_driver_sql(_CHANGED).scalar() or ""
