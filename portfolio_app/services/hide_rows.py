"""The rows of hidden places, written inside one step."""

from __future__ import annotations

import json

from portfolio_app.domain import wire
from portfolio_app.domain.passage import Anchor
from portfolio_app.store import tables
from portfolio_app.store.database import Session


def add_hide(
    session: Session, item: tables.ItemRow, anchor: Anchor, label: str, origin: str
) -> str:
    """Hide a place of an item as its pages are now; return the uid."""
    row = tables.HideRow(
        item_id=item.id,
        rendition_id=item.rendition_id,
        spans=json.dumps(wire.encode(anchor.spans)),
        quote=anchor.quote,
        text_before=anchor.before,
        text_after=anchor.after,
        label=label,
        origin=origin,
    )
    session.add(row)
    return row.uid
