"""Fixed E-numbers: fixing them, giving them out anew, and what relies on them.

Places give the numbers until the person fixes them, a final bundle prints them, or a statement
quotes them. From then on a piece keeps its number, off the shortlist too, and a new one takes the
next; moving pieces changes only their order. How numbers are made is in queries.shortlist.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.evidence import number_ref, ref_number
from portfolio_app.domain.numbering import Renumbered
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.store.queries.shortlist import FIXED, GONE

TOPICS = frozenset({Topic.SHORTLIST, Topic.EVIDENCE, Topic.CLAIMS})


@dataclass(frozen=True, slots=True)
class Renumbering:
    """The step that gave numbers out anew, and what it changed, in the order of the shortlist."""

    changes: Changes
    pieces: tuple[Renumbered, ...]


def fix(store: Store) -> Changes:
    """Fix the numbers as they are now; nothing is changed where they are fixed already.

    Raises:
        PortfolioError: the shortlist is empty ("empty-shortlist").
    """
    refs = list(queries.shortlist.refs(store).values())
    if not refs:
        raise _empty("so there are no numbers to fix")
    if queries.shortlist.are_fixed(store):
        return Changes("The numbers are fixed already", frozenset())
    told = f"Numbers fixed: E01 to {refs[-1]}" if len(refs) > 1 else "Numbers fixed: E01"
    with store.step("fix numbering", told, set(TOPICS)) as step:
        _number_by_place(step.session)
    return step.changes


def renumbered(store: Store) -> tuple[Renumbered, ...]:
    """Return what ``renumber`` would change now, in the order of the shortlist; changes nothing."""
    titles = {each.uid: each.title for each in queries.evidence.items(store)}
    return tuple(
        Renumbered(uid, titles.get(uid, ""), ref, number_ref(number))
        for number, (uid, ref) in enumerate(queries.shortlist.refs(store).items(), 1)
        if ref != number_ref(number)
    )


def renumber(store: Store) -> Renumbering:
    """Give the numbers out anew, by place; return what that changed, old and new.

    They stay fixed. Numbers of pieces that left the shortlist are free again. Bundles and
    statements made before keep the old ones. Nothing is changed where every number is its place's.

    Raises:
        PortfolioError: the shortlist is empty ("empty-shortlist"), or numbers follow the order
            anyway ("not-fixed").
    """
    if not queries.shortlist.refs(store):
        raise _empty("so there are no numbers to give out")
    if not queries.shortlist.are_fixed(store):
        raise PortfolioError(
            "The numbers aren't fixed: they follow the order as it is. Nothing was changed.",
            hint="Put the pieces in their order, then choose Fix numbering.",
            code="not-fixed",
        )
    differing = renumbered(store)
    if not differing:
        return Renumbering(Changes("The numbers follow the order already", frozenset()), ())
    first, more = differing[0], len(differing) - 1
    told = f"Renumbered: {first.old} is {first.new} now"
    told += f", and {more} more" if more else ""
    with store.step("renumber", told, set(TOPICS)) as step:
        _number_by_place(step.session)
    return Renumbering(step.changes, differing)


def is_fixed(store: Store) -> bool:
    """Return whether numbers are fixed: by the person, or because they were printed."""
    return queries.shortlist.are_fixed(store)


def fixed(store: Store) -> dict[str, str]:
    """Return the E-number of each shortlisted piece by uid; nothing while they are not fixed."""
    return queries.shortlist.refs(store) if is_fixed(store) else {}


def note_printed(session: Session, refs: Mapping[str, str]) -> bool:
    """Note under which E-numbers pieces were printed, by uid: theirs until they are renumbered.

    Return whether that fixed numbers which were not fixed before.
    """
    known = queries.shortlist.numbering(session)
    numbers = {uid: ref_number(ref) for uid, ref in refs.items()}
    taken = set(numbers.values())
    kept = {u: n for u, n in known.printed.items() if u not in numbers and n not in taken}
    both = {**kept, **numbers}
    if both != known.printed or not known.is_fixed:
        _enter(session, both)
    return not known.is_fixed


def note_gone(session: Session, row: tables.ItemRow) -> None:
    """Keep the number of a piece that is removed for good from ever being another's."""
    known = queries.shortlist.numbering(session)
    if known.is_fixed and row.number is not None and row.uid not in known.printed:
        gone = session.query(tables.DetailRow).filter_by(key=GONE).one_or_none()
        if gone is None or int(gone.value or 0) < row.number:
            details.enter(session, GONE, str(row.number))


def refuse_unless_fixed(store: Store, what: str) -> None:
    """Refuse what quotes E-numbers while they may still change; ``what`` is its name.

    Raises:
        PortfolioError: they are not fixed ("not-fixed").
    """
    if not is_fixed(store):
        raise PortfolioError(
            f"{what} names the pieces by their E-numbers, and those may still change. Nothing was "
            "changed.",
            hint="Finish the shortlist, choose Fix numbering, then make it.",
            code="not-fixed",
        )


def _number_by_place(session: Session) -> None:
    """Fix every shortlisted piece's number as its place, and let all others' numbers go."""
    listed = queries.shortlist.listed(session)
    either = tables.ItemRow.id.in_(listed) | tables.ItemRow.number.isnot(None)
    for row in session.query(tables.ItemRow).filter(either):
        row.number = listed[row.id].place + 1 if row.id in listed else None
    _enter(session, {})
    gone = session.query(tables.DetailRow).filter_by(key=GONE).one_or_none()
    if gone is not None:
        gone.value = ""


def _enter(session: Session, printed: Mapping[str, int]) -> None:
    details.enter(session, FIXED, json.dumps({"printed": dict(printed)}))


def _empty(so: str) -> PortfolioError:
    return PortfolioError(
        f"The shortlist is empty, {so}.",
        hint="Add items to the shortlist first.",
        code="empty-shortlist",
    )
