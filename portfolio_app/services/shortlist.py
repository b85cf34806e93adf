"""The shortlist: which items go into the bundle, in which order, as E01, E02 and so on.

Observations always follow all others (decision D24): whatever order is asked for, they come last,
in the order asked for among themselves.
"""

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
    """Make these items, in this order, the whole shortlist; observations follow all others.

    Raises:
        PortfolioError: an item is not there, or is in the bin.
    """
    wanted = _observations_last(store, item_uids)
    count = "1 item" if len(wanted) == 1 else f"{len(wanted)} items"
    with store.step("shortlist", summary or f"Shortlist set: {count}", _TOPICS) as step:
        _place(step.session, wanted)
    return step.changes


def add(store: Store, item_uids: Sequence[str]) -> Changes:
    """Put items at the end of the shortlist, before the observations unless they are such."""
    known = order(store)
    fresh = [each for each in dict.fromkeys(item_uids) if each not in known]
    wanted = _observations_last(store, [*known, *fresh])
    told = f"{len(fresh)} items shortlisted"
    if len(fresh) == 1:
        told = f"Shortlisted as {evidence_ref(wanted.index(fresh[0]))}"
    return set_order(store, wanted, summary=told)


def remove(store: Store, item_uids: Sequence[str]) -> Changes:
    """Take items off the shortlist; the others close up."""
    leaving = set(item_uids)
    told = "Taken off the shortlist"
    return set_order(store, [u for u in order(store) if u not in leaving], summary=told)


def move(store: Store, item_uid: str, to: int) -> Changes:
    """Move an item to a place on the shortlist counted from 0, or the nearest it may have."""
    others = [each for each in order(store) if each != item_uid]
    others.insert(min(max(to, 0), len(others)), item_uid)
    wanted = _observations_last(store, others)
    return set_order(store, wanted, summary=f"Moved to {evidence_ref(wanted.index(item_uid))}")


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


def is_paper(title: str, safe: str) -> PortfolioError:
    """Return the refusal of a paper where evidence is wanted; ``safe`` says what was kept."""
    return PortfolioError(
        f"“{title}” is a paper of the bundle, which is never evidence. {safe}",
        hint="Move it to the library first.",
        code="is-paper",
    )


def close_gaps(session: Session) -> None:
    """Number the shortlist again from 0 after an item has left it."""
    rows = session.query(tables.ItemRow).filter(tables.ItemRow.position.isnot(None))
    for place, row in enumerate(rows.order_by(tables.ItemRow.position, tables.ItemRow.id)):
        row.position = place


def _observations_last(store: Store, item_uids: Sequence[str]) -> list[str]:
    """Return the uids once each, in their order, observations after all others."""
    observed = queries.shortlist.observations(store)
    wanted = list(dict.fromkeys(item_uids))
    return sorted(wanted, key=lambda uid: uid in observed)


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
    paper = next((rows[uid] for uid in wanted if rows[uid].shelf == Shelf.PAPERS.value), None)
    if paper is not None:
        raise is_paper(paper.title, "The shortlist was left as it is.")
    places = {uid: place for place, uid in enumerate(wanted)}
    for row in rows.values():
        row.position = places.get(row.uid)
