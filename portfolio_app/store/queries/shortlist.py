"""The shortlist: which items, in which order, under which E-number. Here alone numbers are made.

While numbers are not fixed an item's place gives its number. Once they are it has
its own: the one under which it was printed, or the one that stands in its row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from portfolio_app.domain.evidence import number_ref
from portfolio_app.domain.numbering import Holder, fixed_numbers
from portfolio_app.store.database import Store

# Observations follow all others: here, so that they do whatever changed last, be it
# an item's kind or an older step that was undone.
_ORDER = """
    SELECT id, uid, number FROM item
    WHERE position IS NOT NULL AND binned_at = '' AND shelf != 'papers'
    ORDER BY kind = 'observation', position, id
"""
_OBSERVATIONS = "SELECT uid FROM item WHERE kind = 'observation'"
FIXED = "numbering"  # the detail that says that numbers are fixed, and which were printed
GONE = "numbers gone"  # the detail with the highest number of an item that was removed for good
_DETAILS = f"SELECT key, value FROM detail WHERE key IN ('{FIXED}', '{GONE}')"  # noqa: S608 - our own words
_HIGHEST = "SELECT max(number) FROM item"


@dataclass(frozen=True, slots=True)
class Listed:
    """An item on the shortlist: its place from 0, without holes, and its number from 1.

    ``own`` is the number that stands in its row, None for none.
    """

    uid: str
    place: int
    number: int
    own: int | None = None

    @property
    def ref(self) -> str:
        """The E-number."""
        return number_ref(self.number)


@dataclass(frozen=True, slots=True)
class Numbering:
    """Whether numbers are fixed, and what is needed to give the next one.

    ``printed`` are the numbers under which items were printed, by uid, on the shortlist or not;
    ``highest`` is the highest that any item ever had, 0 while numbers are not fixed.
    """

    is_fixed: bool
    printed: Mapping[str, int] = field(default_factory=dict)
    highest: int = 0


def uids(store: Store) -> tuple[str, ...]:
    """Return the shortlisted items' uids in order."""
    with store.read() as session:
        return tuple(row[1] for row in session.connection().exec_driver_sql(_ORDER))


def observations(store: Store) -> frozenset[str]:
    """Return the uids of all items that are observations, shortlisted or not."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_OBSERVATIONS)
        return frozenset(row[0] for row in rows)


def refs(store: Store) -> dict[str, str]:
    """Return the E-number of every shortlisted item by its uid, in order."""
    with store.read() as session:
        return {each.uid: each.ref for each in listed(session).values()}


def are_fixed(store: Store) -> bool:
    """Return whether numbers are fixed: by the person, or by the first final bundle."""
    with store.read() as session:
        return numbering(session).is_fixed


def numbering(session: Session) -> Numbering:
    """Return whether numbers are fixed, and all that was ever given."""
    connection = session.connection()
    rows = connection.exec_driver_sql(_DETAILS).fetchall()
    details: dict[str, str] = {row[0]: row[1] for row in rows}
    if not details.get(FIXED):
        return Numbering(is_fixed=False)
    printed = _printed(details[FIXED])
    highest = connection.exec_driver_sql(_HIGHEST).scalar() or 0
    return Numbering(
        is_fixed=True,
        printed=printed,
        highest=max(highest, _figure(details.get(GONE)), *printed.values(), 0),
    )


def _printed(kept: str) -> dict[str, int]:
    """Return the numbers that were printed; those of a damaged row that can be read."""
    try:
        found = json.loads(kept)["printed"]
        return {str(uid): _figure(number) for uid, number in found.items() if _figure(number)}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _figure(kept: object) -> int:
    return int(str(kept)) if re.fullmatch("[0-9]{1,9}", str(kept)) else 0


def listed(session: Session, fresh: Collection[int] = ()) -> dict[int, Listed]:
    """Return each shortlisted item with its place and number, by its integer key, in order.

    What lies in the bin holds no place, and undoing an older step may leave a hole in the stored
    positions, or an item without a number: neither must show. ``fresh`` are keys of items that come
    to the shortlist now: where two lay claim to a number, those that were there before come first.
    """
    rows = session.connection().exec_driver_sql(_ORDER).fetchall()
    known = numbering(session)
    numbers = {row[0]: place for place, row in enumerate(rows, 1)}
    if known.is_fixed:
        holders = [Holder(*row) for row in rows]
        numbers = fixed_numbers(holders, known.printed, known.highest, fresh)
    return {
        key: Listed(uid, place, numbers[key], own) for place, (key, uid, own) in enumerate(rows)
    }
