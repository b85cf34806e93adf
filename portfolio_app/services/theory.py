"""Theory: a passage of something read, tagged to a KSB. Never a claim, never in the bundle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.evidence import Shelf
from portfolio_app.domain.passage import Anchor
from portfolio_app.problems import PortfolioError
from portfolio_app.services.passage_rows import (
    add_passage,
    codes_of,
    drop_if_alone,
    item_called,
)
from portfolio_app.store import tables
from portfolio_app.store.database import Store


@dataclass(frozen=True, slots=True)
class Tagged:
    """The tags that one step made, in the order of the KSBs given."""

    changes: Changes
    uids: tuple[str, ...]


def tag(
    store: Store, item_uid: str, ksb_uids: Sequence[str], anchor: Anchor, *, note: str = ""
) -> Tagged:
    """Store a passage of something on the reading list as theory for KSBs; one step.

    ``note`` is private.

    Raises:
        PortfolioError: no KSB was given, there is no such item or KSB, or the item is evidence
            ("is-evidence").
    """
    with store.step("tag theory", "", {Topic.CLAIMS}, focus=item_uid) as step:
        codes = codes_of(step.session, ksb_uids)
        item = item_called(step.session, item_uid)
        if item.shelf != Shelf.READING.value:
            raise PortfolioError(
                "Theory tags are for the reading list. Nothing was stored.",
                hint="Claim this passage for a KSB, or move the item to Reading.",
                code="is-evidence",
            )
        passage = add_passage(step.session, item, anchor, note=note)
        made = [tables.TheoryRow(passage_id=passage.id, ksb_uid=uid) for uid in codes]
        step.session.add_all(made)
        uids = tuple(each.uid for each in made)
        step.summary = f"Theory for {', '.join(codes.values())}"
    return Tagged(step.changes, uids)


def untag(store: Store, theory_uid: str) -> Changes:
    """Remove a theory tag, and its passage when nothing else is tagged on it; one step.

    Raises:
        PortfolioError: there is no such tag ("no-such-tag").
    """
    with store.step("untag theory", "Theory tag removed", {Topic.CLAIMS}) as step:
        row = step.session.query(tables.TheoryRow).filter_by(uid=theory_uid).one_or_none()
        if row is None:
            raise PortfolioError(
                "That tag isn't there any more.", hint="Undo brings it back.", code="no-such-tag"
            )
        passage = step.session.get_one(tables.PassageRow, row.passage_id)
        step.focus = step.session.get_one(tables.ItemRow, passage.item_id).uid
        step.session.delete(row)
        drop_if_alone(step.session, passage)
    return step.changes
