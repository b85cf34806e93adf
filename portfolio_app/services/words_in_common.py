"""Switch words in common on or off. A habit of this portfolio, so nothing to undo."""

from __future__ import annotations

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.services import details
from portfolio_app.store.database import Store
from portfolio_app.store.queries.words_in_common import KEY, OFF


def switch(store: Store, *, on: bool) -> Changes:
    """Show words in common, or show them no more."""
    details.write(store, KEY, "" if on else OFF)
    told = "Words in common shown" if on else "Words in common not shown"
    return Changes(told, frozenset({Topic.PORTFOLIO}))
