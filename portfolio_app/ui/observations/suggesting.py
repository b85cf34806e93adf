"""What a new request may ask for: KSBs best seen by somebody else, pieces of a schedule; no Qt."""

from __future__ import annotations

from portfolio_app.domain.forms import ScheduleRow
from portfolio_app.store.database import Store

MOST = 6  # suggestions


def suggested(store: Store) -> tuple[tuple[str, str], ...]:
    """Return KSBs to look for, the best first: (uid, how it stands: "No evidence yet")."""
    del store
    return ()


def schedule(store: Store) -> tuple[tuple[ScheduleRow, ...], str]:
    """Return the pieces the employer would be asked about, and why it can't be asked now."""
    del store
    return (), ""
