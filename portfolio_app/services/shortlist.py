"""The shortlist: which items go into the bundle, in which order, as E01, E02 and so on."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio_app.domain import selection
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.evidence import Shelf, evidence_ref
from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store

_TOPICS = {Topic.SHORTLIST, Topic.EVIDENCE}


def set_order(store: Store, item_uids: Sequence[str], *, summary: str = "") -> Changes:
    """Make these items, in this order, the whole shortlist.

    Raises:
        PortfolioError: an item is not there, or is in the bin.
    """
    wanted = list(dict.fromkeys(item_uids))
    count = "1 item" if len(wanted) == 1 else f"{len(wanted)} items"
    with store.step("shortlist", summary or f"Shortlist set: {count}", _TOPICS) as step:
        _place(step.session, wanted)
    return step.changes


def add(store: Store, item_uids: Sequence[str]) -> Changes:
    """Put items at the end of the shortlist; those already there stay where they are."""
    known = order(store)
    fresh = [each for each in dict.fromkeys(item_uids) if each not in known]
    first = evidence_ref(len(known))
    told = f"Shortlisted as {first}" if len(fresh) == 1 else f"{len(fresh)} items shortlisted"
    return set_order(store, [*known, *fresh], summary=told)


def remove(store: Store, item_uids: Sequence[str]) -> Changes:
    """Take items off the shortlist; the others close up."""
    leaving = set(item_uids)
    told = "Taken off the shortlist"
    return set_order(store, [u for u in order(store) if u not in leaving], summary=told)


def move(store: Store, item_uid: str, to: int) -> Changes:
    """Move an item to a place on the shortlist counted from 0."""
    others = [each for each in order(store) if each != item_uid]
    to = min(max(to, 0), len(others))
    others.insert(to, item_uid)
    return set_order(store, others, summary=f"Moved to {evidence_ref(to)}")


def order(store: Store) -> list[str]:
    """Return the uids on the shortlist, in order."""
    return list(queries.shortlist.uids(store))


def suggest(store: Store, most: int) -> selection.Suggestion:
    """Return the set of at most ``most`` items that decision D25 ranks first; changes nothing.

    Candidates count after every claim, and cover nothing.

    Raises:
        PortfolioError: ``most`` is less than one.
    """
    if most < 1:
        raise PortfolioError("A set needs at least one item.", hint="Ask for 1 or more.")
    return selection.suggest(
        queries.standard.standard(store).ksbs,
        queries.evidence.items(store),
        queries.claims.claims(store),
        most,
        queries.candidates.candidates(store),
    )


def use(store: Store, suggestion: selection.Suggestion) -> Changes:
    """Make a suggested set the shortlist: one step. Items that stay keep their order."""
    chosen = set(suggestion.chosen)
    staying = [each for each in order(store) if each in chosen]
    fresh = [each for each in suggestion.chosen if each not in staying]
    return set_order(store, [*staying, *fresh], summary="Suggested set used")


def close_gaps(session: Session) -> None:
    """Number the shortlist again from 0 after an item has left it."""
    rows = session.query(tables.ItemRow).filter(tables.ItemRow.position.isnot(None))
    for place, row in enumerate(rows.order_by(tables.ItemRow.position, tables.ItemRow.id)):
        row.position = place


def _place(session: Session, wanted: list[str]) -> None:
    rows = {
        row.uid: row for row in session.query(tables.ItemRow).filter(tables.ItemRow.binned_at == "")
    }
    missing = [each for each in wanted if each not in rows]
    if missing:
        raise PortfolioError(
            "An item is no longer in the library.", hint="The shortlist was left as it is."
        )
    read = next((rows[uid] for uid in wanted if rows[uid].shelf == Shelf.READING.value), None)
    if read is not None:
        raise PortfolioError(
            f"“{read.title}” is in Reading, which is never evidence. The shortlist was left as "
            "it is.",
            hint="Move it to the library first.",
            code="is-reading",
        )
    places = {uid: place for place, uid in enumerate(wanted)}
    for row in rows.values():
        row.position = places.get(row.uid)
