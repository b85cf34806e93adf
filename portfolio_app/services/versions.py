"""Versions of one another: found, taken apart again, and the newest named first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.versions import LEAST_WORDS, Piece, Sketch, groups, sketch, version_name
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid

_TOPICS = {Topic.EVIDENCE}
_NO_WORDS = sketch("")


def find(
    store: Store,
    among: Iterable[str] | None = None,
    *,
    by_words: bool = True,
    step: str = "",
    progress: Progress = silent,
) -> Changes:
    """Group items that are versions of one another; none is moved, hidden or dropped.

    With ``among`` only what is new is looked at: uids that may join each other, or a group that is
    there. Without it, every item that is in no group yet. ``by_words`` compares how the texts begin
    as well. ``step`` continues the step that added them.
    """
    items = queries.evidence.items(store)
    wanted = set(among) if among is not None else {i.uid for i in items if not i.version_group}
    sketches = _sketches(store, progress) if by_words else {}
    pieces = [
        Piece(
            item.uid,
            version_name(item.file_name),
            item.folder,
            item.document,
            sketches.get(item.uid, _NO_WORDS),
        )
        for item in items
        if not item.parent_uid  # a part is no version of its whole
    ]
    found = groups(pieces, wanted)
    held = {item.uid: item.version_group for item in items}
    told = "1 set of versions found" if len(found) == 1 else f"{len(found)} sets of versions found"
    if step:  # part of an add: what it says stays
        told = queries.history.summary(store, step) or told
    with store.step("versions", told, _TOPICS, step=step) as this:
        for uids in found:
            name = next((held[uid] for uid in uids if held[uid]), "") or new_uid()
            rows = this.session.query(tables.ItemRow).filter(tables.ItemRow.uid.in_(uids))
            for row in rows:
                if row.version_group != name:
                    row.version_group = name
    progress("Versions found", 1.0)
    return this.changes


def group(store: Store, item_uids: Sequence[str]) -> Changes:
    """Say that items are versions of one another.

    Raises:
        PortfolioError: fewer than two were given.
    """
    if len(set(item_uids)) < 2:
        raise PortfolioError("Versions are two items or more.", hint="Choose another item too.")
    with store.step("versions", "Grouped as versions", _TOPICS, focus=item_uids[0]) as this:
        rows = this.session.query(tables.ItemRow).filter(tables.ItemRow.uid.in_(item_uids)).all()
        name = next((row.version_group for row in rows if row.version_group), "") or new_uid()
        for row in rows:
            row.version_group = name
    return this.changes


def ungroup(store: Store, item_uids: Sequence[str]) -> Changes:
    """Say that items are no versions of one another; they are not grouped again by themselves."""
    focus = item_uids[0] if item_uids else ""
    with store.step("ungroup", "No longer grouped as versions", _TOPICS, focus=focus) as this:
        for row in this.session.query(tables.ItemRow).filter(tables.ItemRow.uid.in_(item_uids)):
            row.version_group = new_uid()  # a group of one: known, and alone
    return this.changes


def _sketches(store: Store, progress: Progress) -> dict[str, Sketch]:
    found = {}
    beginnings = queries.text.beginnings(store)
    for number, (uid, text) in enumerate(beginnings.items()):
        if number % 50 == 0:
            progress("Looking for versions", number / len(beginnings))
        made = sketch(text)
        if made.words >= LEAST_WORDS:
            found[uid] = made
    return found
