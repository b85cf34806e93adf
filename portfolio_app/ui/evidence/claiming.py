"""Claims in the Reader: making one from what is marked, and showing, changing, removing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.passage import Anchor, Claim, Strength, box_of
from portfolio_app.problems import PortfolioError
from portfolio_app.services import mapping
from portfolio_app.store import queries
from portfolio_app.ui.evidence.claim_bar import ClaimBar
from portfolio_app.ui.evidence.claim_marks import marks_of
from portfolio_app.ui.evidence.passages_list import PassagesList
from portfolio_app.ui.evidence.text_view import TextView
from portfolio_app.ui.evidence.thumbnails import Thumbnails
from portfolio_app.ui.kit.page_selection import Caret
from portfolio_app.ui.kit.page_view import PageView
from portfolio_app.ui.kit.workspace import Workspace


class Claiming(QObject):
    """What the Reader's parts say about passages, turned into verbs; and the claims shown in them.

    ``focus_wanted``: the person is done here and goes on reading.
    """

    focus_wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        pages: PageView,
        text: TextView,
        passages: PassagesList,
        thumbnails: Thumbnails,
        bar: ClaimBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.pages = pages
        self.text = text
        self.passages = passages
        self.thumbnails = thumbnails
        self.bar = bar
        self._item_uid = ""
        self._is_text = False
        self._has_pages = True
        self._claims: tuple[Claim, ...] = ()
        self._ksbs: Mapping[str, Ksb] = {}
        self._pending: Anchor | None = None
        self._is_saving = False
        self._source_of_claim = "page"
        self._may_be_first = True
        self._connect()

    # what the Reader asks for

    def set_ksbs(self, ksbs: Sequence[Ksb]) -> None:
        """Offer these KSBs."""
        known = {ksb.uid: ksb for ksb in ksbs}
        if known != self._ksbs:
            self._ksbs = known
            self.bar.set_ksbs(ksbs)

    def open_item(self, item_uid: str) -> None:
        """Show the claims of an item; what was begun on the one before is put away."""
        if item_uid != self._item_uid:
            self.leave()
        self._item_uid = item_uid
        self.reload()

    def show_as(self, *, text: bool, has_pages: bool) -> None:
        """Say which view is in front, and whether there are pages at all."""
        self._is_text = text
        if has_pages != self._has_pages:
            self._has_pages = has_pages
            self.show_passages()

    def reload(self) -> None:
        """Read the item's claims again and show them everywhere."""
        if self._item_uid:
            self._claims = queries.claims.claims(self.workspace.store, item_uid=self._item_uid)
        self.show_passages()

    def ask_whole(self, title: str) -> None:
        """Ask which KSB the whole item shows."""
        if self._item_uid and not self.workspace.readonly:
            self._pending = mapping.WHOLE
            self.bar.ask("", "")
            self.bar.say_whole(title)

    def leave(self) -> None:
        """Save what was changed in the bar, and close it."""
        self.bar.leave_claim()
        if self.bar.isVisible():
            self.bar.close_bar()

    def show_passages(self) -> None:
        """Show the claims in every part of the Reader."""
        marks = marks_of(self._claims, self._ksbs)
        self.pages.set_marks(marks)
        self.text.set_marks(marks)
        self.passages.show_claims(self._claims, self._ksbs, has_pages=self._has_pages)
        counts: dict[int, int] = {}
        for mark in marks:
            first = mark.spans[0].page_index
            counts[first] = counts.get(first, 0) + 1
        self.thumbnails.show_passages(counts)
        shown = self.claim(self.bar.claim_uid)
        if shown is not None:
            self.bar.show_claim(shown, self._ksbs.get(shown.ksb_uid), self._place_of(shown))
        elif self.bar.claim_uid:
            self.bar.close_bar()

    def _connect(self) -> None:
        pages, text, bar = self.pages, self.text, self.bar
        pages.claim_wanted.connect(self.on_claim_wanted)
        pages.selection_changed.connect(self._on_selection)
        pages.flag_chosen.connect(self._on_flag_chosen)
        pages.flag_opened.connect(self._on_flag_opened)
        pages.stronger_wanted.connect(self._on_stronger)
        pages.removal_wanted.connect(self._on_removal)
        text.claim_wanted.connect(self.on_claim_wanted)
        text.passage_step.connect(self._on_passage_step)
        self.passages.chosen.connect(self._on_passage_chosen)
        self.passages.opened.connect(self._on_passage_opened)
        self.passages.stronger_wanted.connect(self._on_stronger)
        self.passages.removal_wanted.connect(self._on_removal)
        bar.resized.connect(self.workspace.foot_taken)
        bar.save_wanted.connect(partial(self._on_save, go_on=False))
        bar.save_next_wanted.connect(partial(self._on_save, go_on=True))
        bar.leaving.connect(self.focus_wanted)
        bar.closed.connect(self._on_bar_closed)
        bar.changed.connect(self._on_claim_changed)
        bar.removal_wanted.connect(self._on_removal)

    def claim(self, claim_uid: str) -> Claim | None:
        """Return one of the document's claims, None when it is not among them."""
        return next((claim for claim in self._claims if claim.uid == claim_uid), None)

    def _place_of(self, claim: Claim) -> str:
        return self.tr("page {0}").format(claim.page) if claim.page else self.tr("whole item")

    # a new passage

    def _on_selection(self) -> None:
        if self.bar.is_asking and self.bar.is_untouched and self._pending is not None:
            parts = self.pages.selection()
            if parts == () and self.pages.box() is None and self._source_of_claim == "page":
                self.bar.close_bar()

    def on_claim_wanted(self) -> None:
        """Ask which KSB shows what is marked: a box, the selection, the sentence at the caret."""
        if not self._item_uid or self.workspace.readonly:
            return
        if self._is_text:
            self._claim_from_text()
            return
        self._source_of_claim = "page"
        box = self.pages.box()
        if box is not None:
            page_index, corners = box
            try:
                anchor = mapping.anchor_for_box(
                    self.workspace.store, self._item_uid, page_index + 1, corners
                )
            except PortfolioError as error:
                self.workspace.tell(str(error))
                return
            self._ask(anchor)
            return
        parts = self.pages.selection()
        if parts is None:
            self.workspace.tell(self.tr("One moment: the words between are still being read."))
        elif parts:
            self._ask(mapping.anchor_for_chars(parts))
        else:
            self.workspace.tell(
                self.tr("Select the words first: drag over them, or press Alt+Down for a sentence.")
            )

    def _claim_from_text(self) -> None:
        stretches = self.text.stretches()
        if not stretches:
            self.workspace.tell(self.tr("Put the caret into a sentence, or select words, first."))
            return
        self._source_of_claim = "text"
        self.text.select(stretches)
        self.workspace.look(
            mapping.anchor_for_stretches,
            self._item_uid,
            stretches,
            then=partial(self._on_anchor, self._item_uid),
        )

    def _on_anchor(self, item_uid: str, anchor: Anchor) -> None:
        if item_uid == self._item_uid:
            self._ask(anchor)

    def _ask(self, anchor: Anchor) -> None:
        self._pending = anchor
        span = anchor.spans[0]
        self.bar.ask(anchor.quote, self.tr("page {0}").format(span.page_index + 1))
        # The bar takes room at the foot: keep what was marked in sight.
        QTimer.singleShot(0, self, self._show_pending)

    def _show_pending(self) -> None:
        if self._pending is not None and self._pending.spans and not self._is_text:
            last = self._pending.spans[-1]
            self.pages.show_passage(last.page_index, [box_of((quad,)) for quad in last.quads[-1:]])

    def _on_save(self, *, go_on: bool) -> None:
        if self._pending is None or self._is_saving:
            return  # a second press, while the first is on its way, is no second claim
        uids = self.bar.ksb_uids
        if not uids:
            self.bar.complain(self.tr("Choose a KSB first: type its code or a word, then Enter."))
            return
        self._is_saving = True
        self.workspace.do(
            mapping.claim,
            self._item_uid,
            list(uids),
            self._pending,
            strength=self.bar.strength,
            shows=self.bar.shows,
            then=partial(self._on_claimed, go_on),
            failed=self._on_not_claimed,
        )

    def _on_claimed(self, go_on: bool, claimed: Any) -> None:  # noqa: FBT001
        self._is_saving = False
        self._pending = None
        self.bar.close_bar()
        self._tell_claimed(claimed.changes)
        if not self._is_text:
            if self.pages.is_boxing:
                self.pages.set_box_mode(False)
            if go_on:
                self.pages.step_sentence(1)
            else:
                self.pages.clear_selection()
        elif go_on:
            self.text.step_sentence(1)
        self.focus_wanted.emit()

    def _on_not_claimed(self, error: BaseException) -> None:
        self._is_saving = False
        if isinstance(error, PortfolioError):
            self.bar.complain(str(error))
        else:
            self.workspace.trouble.emit(error)

    def _tell_claimed(self, changes: Changes) -> None:
        words = changes.summary
        if self._may_be_first:
            self._may_be_first = False
            claims = queries.claims.claims(self.workspace.store)
            if len({claim.passage_uid for claim in claims}) == 1:
                left = len(self._ksbs) - len({claim.ksb_uid for claim in claims})
                words = self.tr("First claim made. {0} to go, and you have until gateway.").format(
                    left
                )
        self.workspace.tell(words, changes.step)

    def _on_bar_closed(self) -> None:
        had_pending = self._pending is not None
        self._pending = None
        if had_pending and not self._is_text:
            self.pages.clear_selection()
            if self.pages.is_boxing:
                self.pages.set_box_mode(False)
        self.focus_wanted.emit()

    # claims that were made

    def show_claim(self, claim: Claim) -> None:
        """Bring a claim into view, on the page or in the text."""
        self.passages.choose(claim.uid)
        if claim.anchor.spans:
            span = claim.anchor.spans[0]
            if self._is_text:
                self.text.go_to(Caret(span.page_index, span.start))
            else:
                self.pages.choose_flag(claim.uid)

    def _on_flag_chosen(self, claim_uid: str) -> None:
        self.passages.choose(claim_uid)
        if not self.bar.is_asking and self.bar.isVisible():
            claim = self.claim(claim_uid)
            if claim is not None:
                self._open_claim(claim)
            else:
                self.bar.close_bar()

    def _on_flag_opened(self, claim_uid: str) -> None:
        claim = self.claim(claim_uid)
        if claim is not None:
            self._open_claim(claim)
            self.bar.focus_strength()

    def _open_claim(self, claim: Claim) -> None:
        if not self.workspace.readonly:
            self._pending = None
            self.bar.show_claim(claim, self._ksbs.get(claim.ksb_uid), self._place_of(claim))

    def _on_passage_chosen(self, claim_uid: str) -> None:
        claim = self.claim(claim_uid)
        if claim is not None:
            self.show_claim(claim)

    def _on_passage_opened(self, claim_uid: str) -> None:
        claim = self.claim(claim_uid)
        if claim is None:
            return
        self.show_claim(claim)
        if claim.anchor.spans:
            self.focus_wanted.emit()
        else:
            self._on_flag_opened(claim_uid)

    def _on_passage_step(self, steps: int) -> None:
        order = [c for mark in marks_of(self._claims, self._ksbs) for c in mark.flags]
        if not order:
            self.workspace.tell(self.tr("No highlights in this document yet."))
            return
        uids = [flag.uid for flag in order]
        now = self.pages.chosen
        at = (uids.index(now) + steps) % len(uids) if now in uids else (0 if steps > 0 else -1)
        self.pages.choose_flag(uids[at], reveal=False)
        claim = self.claim(uids[at])
        if claim is not None:
            self.show_claim(claim)

    def _on_stronger(self, claim_uid: str, by: int) -> None:
        claim = self.claim(claim_uid)
        if claim is None or self.workspace.readonly:
            return
        strength = Strength(min(max(int(claim.strength) + by, 1), 3))
        if strength is not claim.strength:
            self.workspace.do(
                mapping.change_claim,
                claim_uid,
                strength=strength,
                then=partial(self._on_strength_changed, claim.ksb_code, strength),
            )

    def _on_strength_changed(self, code: str, strength: Strength, changes: Changes) -> None:
        self.workspace.tell(f"{code}: {strength.words}", changes.step)

    def _on_claim_changed(
        self, claim_uid: str, strength: Strength | None, shows: str | None
    ) -> None:
        self.workspace.do(mapping.change_claim, claim_uid, strength=strength, shows=shows)

    def _on_removal(self, claim_uid: str) -> None:
        if self.claim(claim_uid) is not None and not self.workspace.readonly:
            self.workspace.do(mapping.remove_claim, claim_uid, toast=True)
