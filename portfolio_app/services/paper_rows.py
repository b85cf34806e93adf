"""One paper of each kind: the rows of others make way."""

from __future__ import annotations

from portfolio_app.store import tables
from portfolio_app.store.database import Session
from portfolio_app.store.stamps import now


def make_way(session: Session, row: tables.ItemRow) -> None:
    """Move every other paper of the same kind to the bin; for one step's rows."""
    session.flush()
    for other in session.query(tables.ItemRow).filter_by(paper=row.paper, binned_at=""):
        if other.id != row.id:
            other.binned_at = now()
