"""One fact of the portfolio, written: as a step that can be undone, or as a habit that cannot."""

from __future__ import annotations

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.store.database import Session, Store


def change(store: Store, name: str, value: str, summary: str) -> Changes:
    """Write a fact as a step of the history."""
    with store.step("set detail", summary, {Topic.PORTFOLIO}, arguments={"key": name}) as step:
        enter(step.session, name, value)
    return step.changes


def write(store: Store, name: str, value: str) -> None:
    """Write a fact that nobody would want to undo: when something happened."""
    with store.session() as session:
        enter(session, name, value)


def enter(session: Session, name: str, value: str) -> None:
    """Write a fact within a step or a session."""
    from portfolio_app.store import tables  # the mapped rows are not needed at start

    row = session.query(tables.DetailRow).filter_by(key=name).one_or_none()
    if row is None:
        session.add(tables.DetailRow(key=name, value=value))
    else:
        row.value = value
