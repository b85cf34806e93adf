"""Numbers given to items that come to the shortlist while numbers are fixed."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from portfolio_app.store import tables
from portfolio_app.store.queries import shortlist


def give(session: Session, fresh: Collection[int]) -> None:
    """Write down the number of every shortlisted item that has none of its own yet.

    ``fresh`` are the keys of those that come to the shortlist now. Every step does it that changed
    an item, whatever else it is about; nothing happens while numbers are not fixed. One under which
    an item was printed needs no writing down.
    """
    session.flush()
    known = shortlist.numbering(session)
    if not known.is_fixed:
        return
    lacking = {
        key: each.number
        for key, each in shortlist.listed(session, fresh).items()
        if each.own != each.number and each.uid not in known.printed
    }
    if lacking:
        for row in session.query(tables.ItemRow).filter(tables.ItemRow.id.in_(lacking)):
            row.number = lacking[row.id]
