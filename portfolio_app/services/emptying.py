"""Empty the bin: items go for good at once, their files after 30 days, until when Undo works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.observation import ArrivalState, ObservationState
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import numbering
from portfolio_app.services.pages import derived_key, seen_key, thumbnail_key
from portfolio_app.store import sweeping, tables
from portfolio_app.store.database import Session, Store

_TOPICS = {Topic.EVIDENCE, Topic.CLAIMS, Topic.SHORTLIST, Topic.HIDING, Topic.OBSERVATIONS}


def empty_bin(
    store: Store, item_uids: Sequence[str] | None = None, *, progress: Progress = silent
) -> Changes:
    """Remove what is in the bin, or these items of it, with all that was claimed on them: one step.

    The stored files stay for 30 days, and as long as anything else names them; so long the step can
    be undone. What was emptied longer ago is taken away now.

    Raises:
        PortfolioError: an item is not in the bin ("not-binned"); nothing was removed.
    """
    progress("Emptying the bin", 0.0)
    with store.step("empty bin", "Bin emptied", _TOPICS) as step:
        found = step.session.query(tables.ItemRow).filter(tables.ItemRow.binned_at != "")
        rows = {row.uid: row for row in found}
        wanted = list(rows) if item_uids is None else list(dict.fromkeys(item_uids))
        if not rows.keys() >= set(wanted):
            raise PortfolioError(
                "Only what is in the bin can be removed for good. Nothing was removed.",
                hint="Move it to the bin first.",
                code="not-binned",
            )
        step.summary = "1 item removed" if len(wanted) == 1 else f"{len(wanted)} items removed"
        for uid in wanted:
            _remove(step.session, rows[uid])
    sweep(store, progress=progress)
    return step.changes


def sweep(store: Store, *, progress: Progress = silent) -> int:
    """Take away stored files that nothing has named for 30 days; return how many bytes went."""
    progress("Tidying stored files", 0.5)
    done = sweeping.sweep(store)
    for sha256, maker in done.renditions:
        if maker:
            store.derived.remove(derived_key(sha256, maker))
            store.derived.remove(seen_key(sha256, maker))
        else:
            store.derived.remove(thumbnail_key(sha256))
    progress("Tidied", 1.0)
    return done.bytes


def _remove(session: Session, item: tables.ItemRow) -> None:
    """Delete an item's row after everything that points at it."""
    for child in session.query(tables.ItemRow).filter_by(parent_id=item.id):
        child.parent_id = None
    passages = session.query(tables.PassageRow).filter_by(item_id=item.id).all()
    for passage in passages:
        for on_passage in (tables.ClaimRow, tables.TheoryRow):
            _delete(session, session.query(on_passage).filter_by(passage_id=passage.id))
    for of_item in (
        tables.HighlightRow,
        tables.HideRow,
        tables.CandidateRow,
        tables.LeftAloneRow,
        tables.EarlierRow,
        tables.MarkingRow,
    ):
        _delete(session, session.query(of_item).filter_by(item_id=item.id))
    for row in session.query(tables.ArrivalRow).filter_by(item_id=item.id):
        row.item_id = None
        if row.state in (ArrivalState.ATTACHED.value, ArrivalState.INCOMPLETE.value):
            row.state = ArrivalState.PUT_OFF.value
    for of_observation in session.query(tables.ObservationRow).filter_by(item_id=item.id):
        of_observation.item_id = None
        if of_observation.state == ObservationState.IN_PORTFOLIO.value:
            of_observation.state = ObservationState.CHECKED.value
    said_of_it = tables.AcceptedRow.finding.contains(item.uid)
    _delete(session, session.query(tables.AcceptedRow).filter(said_of_it))
    session.flush()
    _delete(session, passages)
    numbering.note_gone(session, item)
    session.flush()
    session.delete(item)
    session.flush()


def _delete(session: Session, rows: Iterable[tables.Row]) -> None:
    for row in rows:
        session.delete(row)
