"""Rows of the plan that were damaged where they are stored: what of them can still be used.

A day that is none, a time of day that is none and a figure that no row can have would stop every
list they stand in; here they become "" and 0, and whoever shows the row says so.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast

from portfolio_app.domain import day_spans
from portfolio_app.domain.dates import EARLIEST, LATEST

T = TypeVar("T")

MOST = 100_000  # of any figure of a row: minutes, words, days
_UNFIT = re.compile("[\ud800-\udfff\0]")  # what no text on a screen or in a file can hold
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f]")
_FIRST, _LAST = EARLIEST.isoformat(), LATEST.isoformat()
_DAYS = frozenset(
    ("signed_on", "made_up_on", "handed_in", "feedback_on", "done_on", "expires", "again_by")
)


def sound_day(said: object) -> str:
    """Return a day as it stands where it is one (YYYY-MM-DD, 1990 to 2100), else ""."""
    if not isinstance(said, str) or not _FIRST <= said <= _LAST:
        return ""
    return said if day_spans.sound_day(said) == said else ""


def sound_instant(said: object) -> str:
    """Return an instant (ISO 8601) or a day as it stands where it is one, else ""."""
    try:
        known = datetime.fromisoformat(str(said))
    except ValueError:
        return ""
    return str(said) if EARLIEST.year <= known.year <= LATEST.year else ""


def sound_text(said: str) -> str:
    """Return a text without what no screen and no file can hold."""
    return (
        said if said.isascii() and said.isprintable() else _CONTROLS.sub("", _UNFIT.sub("", said))
    )


def sound(found: T) -> T:
    """Return the content of a row with its days, figures and texts as a row can have them."""
    changed: dict[str, Any] = {}
    for name in _names(cast("type", type(found))):
        value = getattr(found, name)
        made = _value(name, value)
        if made is not value and made != value:
            changed[name] = made
    return cast("T", replace(cast("Any", found), **changed)) if changed else found


def _value(name: str, value: Any) -> Any:
    if type(value) is str:
        return sound_day(value) if name in _DAYS and value else sound_text(value)
    if type(value) is int:
        return min(max(value, 0), MOST)
    if isinstance(value, tuple):
        return tuple(_value("", each) for each in value)
    return sound(value) if is_dataclass(value) and not isinstance(value, type) else value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(cast("Any", kind)))
