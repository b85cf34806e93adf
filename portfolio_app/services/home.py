"""What is said on Home: not now, and done for this week."""

from __future__ import annotations

import json
from datetime import date

from portfolio_app.domain import next_three, salvage
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.sound_rows import sound_day
from portfolio_app.domain.this_week import week_of
from portfolio_app.services import details
from portfolio_app.store import queries
from portfolio_app.store.database import Store

NOT_NOW = "not_now"  # the detail that holds until when what is put off, as JSON
WEEK_DONE = "week_done"  # the detail that holds the last week that was done
SECTION = "proposal section"  # the detail that holds the heading of the section written in last


def put_off(store: Store) -> dict[str, str]:
    """Return until which day each suggestion is put off, by its key."""
    kept = salvage.read(dict[str, str], queries.portfolio.detail(store, NOT_NOW) or "{}", {})
    return {key: day for key, day in kept.items() if sound_day(day)}


def not_now(store: Store, key: str, today: date) -> Changes:
    """Leave a suggestion out of *Next three* for a week; one step."""
    kept = next_three.put_off(put_off(store), key, today)
    return details.change(store, NOT_NOW, json.dumps(kept), "Not now: left out for a week")


def week_done(store: Store, today: date) -> Changes:
    """Say that this week's card is done; one step."""
    return details.change(store, WEEK_DONE, week_of(today), "This week is done")


def is_week_done(store: Store, today: date) -> bool:
    """Return whether this week's card was done."""
    return queries.portfolio.detail(store, WEEK_DONE) == week_of(today)


def remember_section(store: Store, heading_uid: str) -> Changes:
    """Remember in which section of the proposal the person wrote. A habit, so nothing to undo."""
    details.write(store, SECTION, heading_uid)
    return Changes("", frozenset({Topic.PORTFOLIO}))
