"""The filters of a query as a condition on the table ``item``, with its values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.query import Is, Query

_CLAIMED = """
    SELECT passage.item_id FROM claim JOIN passage ON passage.id = claim.passage_id
"""
_CLAIMED_FOR = f"{_CLAIMED} WHERE claim.ksb_uid = ?"
_MAY_SHOW = "SELECT candidate.item_id FROM candidate WHERE candidate.ksb_uid = ?"
_WAITING = """
    SELECT candidate.item_id FROM candidate WHERE NOT EXISTS (
        SELECT 1 FROM claim JOIN passage ON passage.id = claim.passage_id
        WHERE passage.item_id = candidate.item_id AND claim.ksb_uid = candidate.ksb_uid)
"""
_STATES = {
    Is.SHORTLISTED: "item.position IS NOT NULL",
    Is.UNMAPPED: f"item.shelf != 'reading' AND item.id NOT IN ({_CLAIMED})",
    Is.CANDIDATE: f"item.id IN ({_WAITING})",
    Is.READING: "item.shelf = 'reading'",
    Is.INBOX: "item.shelf IN ('inbox', 'later')",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL that is true for the items that fit, and its values. ``notes`` say what is not known.

    ``ksb_uids`` are the KSBs asked for; ``narrows`` is False when only the bin is left out.
    """

    sql: str
    values: tuple[Any, ...]
    narrows: bool
    ksb_uids: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def condition(connection: Any, query: Query, ksbs: Sequence[tuple[str, str]]) -> Condition:
    """Return the condition of a query's filters. ``ksbs`` are (uid, code) of the standard."""
    parts = ["item.binned_at != ''" if Is.BINNED in query.states else "item.binned_at = ''"]
    parts.append("item.shelf != 'papers'")  # they are no evidence: no search finds them
    values: list[Any] = []
    notes: list[str] = []
    wanted: list[str] = []
    by_code = {code.casefold(): uid for uid, code in ksbs}
    for code in query.ksbs:
        uid = by_code.get(code.casefold(), "")
        if not uid:
            notes.append(f"This standard has no KSB called {code}.")
        wanted.append(uid)
        parts.append(f"item.id IN ({_CLAIMED_FOR} UNION {_MAY_SHOW})")
        values += [uid, uid]
    if query.kinds or query.documents:
        kinds, documents = _marks(query.kinds), _marks(query.documents)
        parts.append(f"(item.kind IN ({kinds}) OR item.document IN ({documents}))")
        values += [*query.kinds, *query.documents]
    for day, sign in ((query.since, ">="), (query.until, "<=")):
        if day:
            parts.append(f"(item.date != '' AND item.date {sign} ?)")
            values.append(day)
    parts += [_STATES[state] for state in dict.fromkeys(query.states) if state in _STATES]
    if query.projects:
        names, unknown = _projects(connection, query.projects)
        notes += [f"There is no project called {each}." for each in unknown]
        some = f"each.value IN ({_marks(names)})"
        parts.append(f"EXISTS (SELECT 1 FROM json_each(item.projects) AS each WHERE {some})")  # noqa: S608
        values += names
    sql = " AND ".join(parts)
    return Condition(sql, tuple(values), query.filters_items, tuple(wanted), tuple(notes))


def _projects(connection: Any, wanted: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the projects that are meant by names in any case or begun, and names of none."""
    rows = connection.exec_driver_sql("SELECT DISTINCT projects FROM item WHERE projects != '[]'")
    known = sorted({str(name) for row in rows for name in json.loads(row[0])})
    names: list[str] = []
    unknown: list[str] = []
    for each in wanted:
        exact = [name for name in known if name.casefold() == each.casefold()]
        fits = exact or [name for name in known if name.casefold().startswith(each.casefold())]
        names += fits
        unknown += [] if fits else [each]
    return names, unknown


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
