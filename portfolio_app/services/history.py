"""Undo and redo: one general way back for every verb."""

from __future__ import annotations

from portfolio_app.domain.changes import Changes
from portfolio_app.store import history as steps
from portfolio_app.store.database import Store


def undo(store: Store, step: str) -> Changes:
    """Put back what a step changed.

    Raises:
        PortfolioError: what the step changed has been changed again since ("changed-since").
    """
    return steps.undo(store, step)


def redo(store: Store, step: str) -> Changes:
    """Do again what was undone.

    Raises:
        PortfolioError: the rows have been changed since ("changed-since").
    """
    return steps.redo(store, step)
