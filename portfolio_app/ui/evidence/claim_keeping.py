"""Claims that were made, in the Reader: shown, stepped through, changed, removed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.passage import Claim, Strength
from portfolio_app.services import mapping, theory
from portfolio_app.ui.evidence.claim_bar import ClaimBar
from portfolio_app.ui.evidence.claim_marks import place_of
from portfolio_app.ui.evidence.item_claims import ItemClaims
from portfolio_app.ui.evidence.marking import Marking
from portfolio_app.ui.evidence.passages_list import PassagesList
from portfolio_app.ui.evidence.thumbnails import Thumbnails
from portfolio_app.ui.kit.page_selection import Caret
from portfolio_app.ui.kit.workspace import Workspace


class ClaimKeeping(QObject):
    """Shows the claims of the open item in every part of the Reader, and changes them.

    ``focus_wanted``: the person goes on reading.
    """

    focus_wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        known: ItemClaims,
        marking: Marking,
        passages: PassagesList,
        thumbnails: Thumbnails,
        bar: ClaimBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.known = known
        self.marking = marking
        self.passages = passages
        self.thumbnails = thumbnails
        self.bar = bar
        self._has_pages = True
        self._connect()

    def _connect(self) -> None:
        pages, text, bar = self.marking.pages, self.marking.text, self.bar
        self.known.changed.connect(self.show_passages)
        pages.flag_chosen.connect(self._on_flag_chosen)
        pages.flag_opened.connect(self._on_flag_opened)
        pages.stronger_wanted.connect(self._on_stronger)
        pages.removal_wanted.connect(self._on_removal)
        text.passage_step.connect(self._on_passage_step)
        text.stronger_wanted.connect(self._on_stronger_in_text)
        text.removal_wanted.connect(self._on_removal_in_text)
        text.opening_wanted.connect(self._on_opening_in_text)
        self.passages.chosen.connect(self._on_passage_chosen)
        self.passages.opened.connect(self._on_passage_opened)
        self.passages.stronger_wanted.connect(self._on_stronger)
        self.passages.removal_wanted.connect(self._on_removal)
        bar.changed.connect(self._on_claim_changed)
        bar.noted.connect(self._on_noted)
        bar.removal_wanted.connect(self._on_removal)

    def leave(self) -> None:
        """Save what was changed in the bar, and close it."""
        self.bar.leave_claim()
        if self.bar.isVisible():
            self.bar.close_bar()

    def show_as(self, *, has_pages: bool) -> None:
        """Say whether there are pages to highlight at all."""
        if has_pages != self._has_pages:
            self._has_pages = has_pages
            self.show_passages()

    def show_passages(self) -> None:
        """Show the claims in every part of the Reader."""
        known = self.known
        marks = known.marks()
        self.marking.pages.set_marks(marks)
        self.marking.text.set_marks(marks)
        self.passages.show_claims(
            known.claims, known.ksbs, has_pages=self._has_pages, theory=known.is_theory
        )
        counts: dict[int, int] = {}
        for mark in marks:
            first = mark.spans[0].page_index
            counts[first] = counts.get(first, 0) + 1
        self.thumbnails.show_passages(counts)
        shown = known.claim(self.bar.claim_uid)
        if shown is not None:
            self._open_claim(shown)
        elif self.bar.claim_uid:
            self.bar.close_bar()

    def show_claim(self, claim: Claim) -> None:
        """Bring a claim into view, on the page or in the text."""
        self.passages.choose(claim.uid)
        if claim.anchor.spans and not claim.to_place:
            span = claim.anchor.spans[0]
            self.marking.pages.choose_flag(claim.uid, reveal=not self.marking.is_text)
            if self.marking.is_text:
                self.marking.text.go_to(Caret(span.page_index, span.start))

    # choosing

    def _on_flag_chosen(self, claim_uid: str) -> None:
        self.passages.choose(claim_uid)
        if not self.bar.is_asking and self.bar.isVisible():
            claim = self.known.claim(claim_uid)
            if claim is not None:
                self._open_claim(claim)
            else:
                self.bar.close_bar()

    def _on_flag_opened(self, claim_uid: str) -> None:
        claim = self.known.claim(claim_uid)
        if claim is not None:
            self._open_claim(claim)
            self.bar.focus_strength()

    def _on_opening_in_text(self) -> None:
        self._on_flag_opened(self.marking.pages.chosen)

    def _open_claim(self, claim: Claim) -> None:
        if not self.workspace.readonly:
            ksb = self.known.ksbs.get(claim.ksb_uid)
            self.bar.show_claim(claim, ksb, place_of(claim), theory=self.known.is_theory)

    def _on_passage_chosen(self, claim_uid: str) -> None:
        claim = self.known.claim(claim_uid)
        if claim is not None:
            self.show_claim(claim)

    def _on_passage_opened(self, claim_uid: str) -> None:
        claim = self.known.claim(claim_uid)
        if claim is None:
            return
        self.show_claim(claim)
        if claim.anchor.spans and not claim.to_place:
            self.focus_wanted.emit()
        elif not claim.to_place:  # one to place is begun elsewhere
            self._on_flag_opened(claim_uid)

    def _on_passage_step(self, steps: int) -> None:
        uids = [flag.uid for mark in self.known.marks() for flag in mark.flags]
        if not uids:
            self.workspace.tell(self.tr("No highlights in this document yet."))
            return
        now = self.marking.pages.chosen
        at = (uids.index(now) + steps) % len(uids) if now in uids else (0 if steps > 0 else -1)
        claim = self.known.claim(uids[at])
        if claim is not None:
            self.show_claim(claim)

    # changing

    def _on_stronger(self, claim_uid: str, by: int) -> None:
        wanted = (claim_uid,) if claim_uid else self.known.last_made
        found = [claim for uid in wanted if (claim := self.known.claim(uid)) is not None]
        if self.workspace.readonly or self.known.is_theory:
            return
        if not found:
            self.workspace.tell(self.tr("Choose a passage first: N goes to the next one."))
        for claim in found:
            strength = Strength(min(max(int(claim.strength) + by, 1), 3))
            if strength is not claim.strength:
                self.workspace.do(
                    mapping.change_claim,
                    claim.uid,
                    strength=strength,
                    then=partial(self._on_strength_changed, claim.ksb_code, strength),
                )

    def _on_strength_changed(self, code: str, strength: Strength, changes: Changes) -> None:
        self.workspace.tell(f"{code}: {strength.words}", changes.step)

    def _on_stronger_in_text(self, by: int) -> None:
        self._on_stronger(self.marking.pages.chosen, by)

    def _on_claim_changed(
        self, claim_uid: str, strength: Strength | None, shows: str | None
    ) -> None:
        self.workspace.do(mapping.change_claim, claim_uid, strength=strength, shows=shows)

    def _on_noted(self, passage_uid: str, text: str) -> None:
        self.workspace.do(mapping.note, passage_uid, text)

    def _on_removal(self, claim_uid: str) -> None:
        if self.known.claim(claim_uid) is not None and not self.workspace.readonly:
            verb = theory.untag if self.known.is_theory else mapping.remove_claim
            self.workspace.do(verb, claim_uid, toast=True)

    def _on_removal_in_text(self) -> None:
        self._on_removal(self.marking.pages.chosen)
