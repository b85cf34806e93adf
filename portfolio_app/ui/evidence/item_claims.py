"""The claims of the item that is open in a Reader, read again whenever something changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.passage import Anchor, Claim, Strength, Theory
from portfolio_app.store import queries
from portfolio_app.ui.evidence.claim_marks import marks_of
from portfolio_app.ui.kit.page_marks import Mark
from portfolio_app.ui.kit.workspace import Workspace


class ItemClaims(QObject):
    """What is claimed on one item, and the KSBs it can be claimed for.

    Something read is tagged and never claimed: its tags stand here in the shape of claims, so that
    every part of the Reader can show them, and ``is_theory`` says that they are none.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.item_uid = ""
        self.claims: tuple[Claim, ...] = ()
        self.ksbs: Mapping[str, Ksb] = {}
        self.is_theory = False
        self.last_made: tuple[str, ...] = ()  # claim uids of the last step that made some here

    def set_ksbs(self, ksbs: Sequence[Ksb]) -> bool:
        """Know these KSBs; return whether they are others than before."""
        known = {ksb.uid: ksb for ksb in ksbs}
        is_new = known != self.ksbs
        self.ksbs = known
        return is_new

    def open_item(self, item_uid: str, *, is_theory: bool) -> None:
        """Hold the claims of another item, or the tags of something read."""
        self.is_theory = is_theory
        if item_uid != self.item_uid:
            self.last_made = ()
        self.item_uid = item_uid
        self.reload()

    def reload(self) -> None:
        """Read the claims again."""
        store = self.workspace.store
        if self.item_uid and self.is_theory:
            tags = queries.theory.theory(store, item_uid=self.item_uid)
            self.claims = tuple(_as_claim(tag) for tag in tags)
        elif self.item_uid:
            self.claims = queries.claims.claims(store, item_uid=self.item_uid)
        self.changed.emit()

    def claim(self, claim_uid: str) -> Claim | None:
        """Return one of the claims, None when it is not among them."""
        return next((claim for claim in self.claims if claim.uid == claim_uid), None)

    def on_same_place(self, anchor: Anchor) -> tuple[Claim, ...]:
        """Return the claims on exactly this place."""
        place = (anchor.spans, anchor.time_from, anchor.time_to)
        return tuple(
            claim
            for claim in self.claims
            if (claim.anchor.spans, claim.anchor.time_from, claim.anchor.time_to) == place
        )

    def marks(self) -> tuple[Mark, ...]:
        """Return one mark a passage that has a place on pages, in reading order."""
        return marks_of(
            (claim for claim in self.claims if not claim.to_place),
            self.ksbs,
        )


def _as_claim(tag: Theory) -> Claim:
    return Claim(
        uid=tag.uid,
        passage_uid=tag.passage_uid,
        item_uid=tag.item_uid,
        item_title=tag.item_title,
        ref="",
        ksb_uid=tag.ksb_uid,
        ksb_code=tag.ksb_code,
        anchor=tag.anchor,
        strength=Strength.PARTLY,
        shows="",
        to_place=tag.to_place,
        note=tag.note,
    )
