"""The shortlist: which items go into the bundle, in which order, as E01, E02 and so on.

Once numbers are fixed (services.numbering) every item keeps its own, and here only the order
changes. Observations always follow all others: whatever order is asked for, they
come last, in the order asked for among themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from portfolio_app.domain import selection
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.evidence import Shelf
from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.store.queries.shortlist import Listed

_TOPICS = {Topic.SHORTLIST, Topic.EVIDENCE}


def set_order(store: Store, item_uids: Sequence[str], *, summary: str = "") -> Changes:
    """Make these items, in this order, the whole shortlist; observations follow all others.

    Raises:
        PortfolioError: an item is not there, or is in the bin.
    """
    wanted = _observations_last(store, item_uids)
    count = "1 item" if len(wanted) == 1 else f"{len(wanted)} items"
    return _set(store, wanted, lambda _: summary or f"Shortlist set: {count}")


def add(store: Store, item_uids: Sequence[str]) -> Changes:
    """Put items at the end of the shortlist, before the observations unless they are such."""
    known = order(store)
    fresh = [each for each in dict.fromkeys(item_uids) if each not in known]
    wanted = _observations_last(store, [*known, *fresh])
    if len(fresh) != 1:
        return set_order(store, wanted, summary=f"{len(fresh)} items shortlisted")
    return _set(store, wanted, lambda listed: f"Shortlisted as {listed[fresh[0]].ref}")


def remove(store: Store, item_uids: Sequence[str]) -> Changes:
    """Take items off the shortlist; the others close up, and keep their numbers where fixed."""
    leaving = set(item_uids)
    told = "Taken off the shortlist"
    refs = queries.shortlist.refs(store)
    known = [ref for uid, ref in refs.items() if uid in leaving]
    if len(known) == 1 and queries.shortlist.are_fixed(store):
        told = f"Taken off the shortlist. {known[0]} stays its number"
    return set_order(store, [uid for uid in refs if uid not in leaving], summary=told)


def move(store: Store, item_uid: str, to: int) -> Changes:
    """Move an item to a place on the shortlist counted from 0, or the nearest it may have."""
    others = [each for each in order(store) if each != item_uid]
    others.insert(min(max(to, 0), len(others)), item_uid)
    wanted = _observations_last(store, others)
    is_fixed = queries.shortlist.are_fixed(store)

    def told(listed: dict[str, Listed]) -> str:
        moved = listed[item_uid]
        where = f"{moved.ref} moved to place {moved.place + 1}" if is_fixed else ""
        return where or f"Moved to {moved.ref}"

    return _set(store, wanted, told)


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


def _set(store: Store, wanted: list[str], told: Callable[[dict[str, Listed]], str]) -> Changes:
    """Make these the shortlist; ``told`` says what happened from how it lies then, by uid."""
    with store.step("shortlist", "", _TOPICS) as step:
        _place(step.session, wanted)
        step.give_numbers()
        listed = queries.shortlist.listed(step.session).values()
        step.summary = told({each.uid: each for each in listed})
    return step.changes


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
