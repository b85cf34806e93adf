"""Sort what was added: keep, read, put off or bin each piece; say what it may show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import PageImage
from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details, evidence, projects, reading
from portfolio_app.services.shortlist import is_paper
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.store.queries.sorting import RUN
from portfolio_app.workroom.host import Workroom

_AT_ONCE = 500  # rows asked for in one statement
_EVIDENCE = {Topic.EVIDENCE}
_CANDIDATES = {Topic.EVIDENCE, Topic.CLAIMS}


def receive(store: Store, item_uids: Sequence[str], *, step: str) -> None:
    """Put new items on the inbox, as part of the step that added them.

    They join the run that is going on; when nothing waits any more, a new one begins. Folders
    become projects at once where the person has said so before.
    """
    going_on = queries.sorting.waiting(store) > 0
    told = queries.history.summary(store, step) or "To sort"
    with store.step("add", told, _EVIDENCE, step=step) as this:
        for row in _rows(this.session, item_uids):
            row.shelf = Shelf.INBOX.value
    earlier = queries.sorting.run(store) if going_on else ()
    # A habit, not a step: undoing an older add must not stumble over it.
    details.write(store, RUN, json.dumps([*earlier, *item_uids]))
    if projects.answer(store) == projects.USED:
        projects.use_folders(store, item_uids, step=step)


def keep(
    store: Store,
    item_uid: str,
    *,
    others: Sequence[str] = (),
    ksb_uids: Iterable[str] | None = None,
    project: str | None = None,
    part: str | None = None,
    choose: bool = False,
    step: str = "",
) -> Changes:
    """Put an item into the library; its other versions are kept for later.

    ``ksb_uids`` are all KSBs it may show as a whole, ``project`` is one more project, ``part`` what
    the apprentice did; what is None stays as it is. With ``choose`` it goes to the end of the
    shortlist. ``step`` continues the step that kept it, unless that was undone meanwhile.

    Raises:
        PortfolioError: there is no such item or KSB; nothing was changed.
    """
    item = queries.evidence.item(store, item_uid)
    wanted = None if ksb_uids is None else _known(store, ksb_uids)
    topics = _EVIDENCE if wanted is None else _CANDIDATES
    topics = topics | {Topic.SHORTLIST} if choose else topics
    step = step if queries.history.is_done(store, step) else ""
    with store.step("keep", f"Kept: {item.title}", topics, focus=item_uid, step=step) as this:
        (row,) = _rows(this.session, [item_uid])
        row.shelf, row.paper, row.signing = Shelf.LIBRARY.value, "", ""
        row.binned_at = ""
        for other in _rows(this.session, [uid for uid in others if uid != item_uid]):
            other.shelf = Shelf.LATER.value
        if choose and row.position is None:
            others_there = this.session.query(tables.ItemRow.position).filter(
                tables.ItemRow.position.isnot(None)
            )
            row.position = max((each.position for each in others_there), default=-1) + 1
        if wanted is not None:
            _set_candidates(this.session, row.id, wanted)
        if project is not None and project.strip():
            projects.enter(row, [*json.loads(row.projects), project])
        if part is not None:
            row.part = part.strip()
    return this.changes


def read(store: Store, item_uids: Sequence[str]) -> Changes:
    """Put items among what is read: never evidence, never in a bundle.

    Raises:
        PortfolioError: one of them is claimed or shortlisted ("is-evidence"); nothing was changed.
    """
    items = [queries.evidence.item(store, uid) for uid in item_uids]
    for item in items:
        _refuse_evidence(item)
    return _move(store, items, Shelf.READING, "to reading", "Moved to Reading")


def later(store: Store, item_uids: Sequence[str]) -> Changes:
    """Put items off: they stay on the inbox, but in no card until they are taken up again."""
    items = [queries.evidence.item(store, uid) for uid in item_uids]
    return _move(store, items, Shelf.LATER, "later", "Kept for later")


def rest_for_later(store: Store) -> Changes:
    """Put off everything that waits."""
    items = queries.evidence.on_shelves(store, Shelf.INBOX)
    return _move(store, items, Shelf.LATER, "later", "Kept for later")


def take_up(store: Store) -> Changes:
    """Make cards again of everything that was put off."""
    items = queries.evidence.on_shelves(store, Shelf.LATER)
    return _move(store, items, Shelf.INBOX, "take up", "Back on the inbox")


def to_library(store: Store, item_uids: Sequence[str]) -> Changes:
    """Put items into the library, from wherever they lie."""
    items = [queries.evidence.item(store, uid) for uid in item_uids]
    return _move(store, items, Shelf.LIBRARY, "keep", "Moved to the library")


def put_in_bin(store: Store, item_uids: Sequence[str]) -> Changes:
    """Move items to the bin; restoring them puts them back where they lay."""
    return evidence.bin_items(store, item_uids)


def set_candidates(store: Store, item_uid: str, ksb_uids: Iterable[str]) -> Changes:
    """Say which KSBs an item may show as a whole: all of them, none for none.

    Raises:
        PortfolioError: there is no such item or KSB, or it is something read ("is-reading").
    """
    item = queries.evidence.item(store, item_uid)
    if item.shelf is Shelf.READING:
        raise PortfolioError(
            f"“{item.title}” is in Reading, which is never evidence. Nothing was changed.",
            hint="Move it to the library first.",
            code="is-reading",
        )
    if item.shelf is Shelf.PAPERS:
        raise is_paper(item.title, "Nothing was changed.")
    wanted = _known(store, ksb_uids)
    told = "Candidates changed"
    with store.step("candidates", told, _CANDIDATES, focus=item_uid) as this:
        (row,) = _rows(this.session, [item_uid])
        _set_candidates(this.session, row.id, wanted)
    return this.changes


def first_page(store: Store, room: Workroom, item_uid: str, width: int, height: int) -> PageImage:
    """Return an item's first page, drawn to fit into so many pixels.

    Raises:
        PortfolioError: it has no pages ("no-pages"), or its file is missing or damaged.
    """
    page = queries.text.page(store, item_uid, 0)
    if page is None or page.width <= 0 or page.height <= 0:
        raise PortfolioError("This item has no pages to show.", code="no-pages")
    scale = min(width / page.width, height / page.height)
    return reading.draw(store, room, item_uid, 0, max(scale, 0.05))


def enter_candidates(session: Session, item_id: int, ksb_uids: Iterable[str]) -> None:
    """Add candidates to a row within a step; those that are there stay."""
    there = session.query(tables.CandidateRow.ksb_uid).filter_by(item_id=item_id)
    known = {row.ksb_uid for row in there}
    for uid in dict.fromkeys(ksb_uids):
        if uid not in known:
            session.add(tables.CandidateRow(item_id=item_id, ksb_uid=uid))


def _move(
    store: Store, items: Sequence[EvidenceItem], shelf: Shelf, verb: str, told: str
) -> Changes:
    title = items[0].title if len(items) == 1 else f"{len(items)} items"
    focus = items[0].uid if items else ""
    with store.step(verb, f"{told}: {title}", _EVIDENCE | {Topic.CLAIMS}, focus=focus) as this:
        for row in _rows(this.session, [item.uid for item in items]):
            row.shelf, row.paper, row.signing = shelf.value, "", ""  # a paper no more
    return this.changes


def _refuse_evidence(item: EvidenceItem) -> None:
    claims = "1 claim" if item.claims == 1 else f"{item.claims} claims"
    why = ""
    if item.claims:
        why = f"“{item.title}” has {claims}, so it is evidence and can't go to Reading."
    elif item.position is not None:
        why = f"“{item.title}” is on the shortlist as {item.ref}, so it can't go to Reading."
    if why:
        raise PortfolioError(
            f"{why} Nothing was changed.",
            hint="Remove its claims first, or keep it."
            if item.claims
            else "Take it off the shortlist first, or keep it.",
            code="is-evidence",
        )


def _known(store: Store, ksb_uids: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(ksb_uids))
    known = {each.uid for each in queries.standard.ksbs(store)}
    if not known.issuperset(wanted):
        raise PortfolioError("This standard has no such KSB.", code="no-such-ksb")
    return wanted


def _set_candidates(session: Session, item_id: int, wanted: Sequence[str]) -> None:
    for row in session.query(tables.CandidateRow).filter_by(item_id=item_id):
        if row.ksb_uid not in wanted:
            session.delete(row)
    enter_candidates(session, item_id, wanted)


def _rows(session: Session, item_uids: Sequence[str]) -> list[tables.ItemRow]:
    """Return the rows of these uids in their order; those that are gone are left out."""
    found = {
        row.uid: row
        for start in range(0, len(item_uids), _AT_ONCE)
        for row in session.query(tables.ItemRow).filter(
            tables.ItemRow.uid.in_(item_uids[start : start + _AT_ONCE])
        )
    }
    return [found[uid] for uid in item_uids if uid in found]
