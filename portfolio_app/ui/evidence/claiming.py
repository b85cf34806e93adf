"""Claiming in the Reader: what is marked, and the KSB a pen or the claim bar says it shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.passage import Anchor, box_of
from portfolio_app.problems import PortfolioError
from portfolio_app.services import mapping, theory
from portfolio_app.store import queries
from portfolio_app.ui.evidence.claim_bar import ClaimBar
from portfolio_app.ui.evidence.item_claims import ItemClaims
from portfolio_app.ui.evidence.marking import Marking
from portfolio_app.ui.evidence.pens import Pens
from portfolio_app.ui.kit.workspace import Workspace


class Claiming(QObject):
    """Makes claims: at once with a loaded pen, or through the claim bar.

    ``focus_wanted``: the person is done here and goes on reading.
    """

    focus_wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        known: ItemClaims,
        marking: Marking,
        pens: Pens,
        bar: ClaimBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.known = known
        self.marking = marking
        self.pens = pens
        self.bar = bar
        self._pending: Anchor | None = None
        self._on_way: set[tuple[str, Anchor]] = set()
        self._waiting: list[tuple[str, Anchor]] = []
        self._is_saving = False
        self._is_from_page = True
        self._may_be_first = True
        # Something else that marks are for just now (a passage to place); H does it.
        self.instead: Callable[[], Callable[[], None] | None] = lambda: None
        self._connect()

    def _connect(self) -> None:
        pages, text, bar = self.marking.pages, self.marking.text, self.bar
        for view in (pages, text):
            view.claim_wanted.connect(self.on_claim_wanted)
            view.marked.connect(self._on_marked)
            view.pen_wanted.connect(self._on_pen)
        pages.selection_changed.connect(self._on_selection)
        bar.save_wanted.connect(partial(self._on_save, go_on=False))
        bar.save_next_wanted.connect(partial(self._on_save, go_on=True))
        bar.leaving.connect(self.focus_wanted)
        bar.closed.connect(self._on_bar_closed)

    # what starts it

    def ask_whole(self, title: str) -> None:
        """Ask which KSB the whole item shows, or which it is theory for."""
        if self.known.item_uid and not self.workspace.readonly:
            self._pending = mapping.WHOLE
            self.bar.ask("", "", theory=self.known.is_theory)
            self.bar.say_whole(title, theory=self.known.is_theory)

    def ask_about(self, anchor: Anchor, place: str) -> None:
        """Ask which KSB a place shows that was worked out elsewhere (a time of a recording)."""
        if self.known.item_uid and not self.workspace.readonly:
            self._pending = anchor
            self.bar.ask("", place, theory=self.known.is_theory)
            self.bar.say_place(place)

    def on_claim_wanted(self) -> None:
        """Ask which KSB shows what is marked; with nothing marked, take up the asking pen."""
        if not self.known.item_uid or self.workspace.readonly:
            return
        other = self.instead()
        if other is not None:
            other()
            return
        if self.pens.active and not self.marking.has_selection:
            self.pens.choose(0)
            return
        self._is_from_page = not self.marking.is_text
        self.marking.anchor(self._ask)

    def _on_marked(self) -> None:
        """Claim with the pen in use, or ask: the mouse has finished a selection."""
        if self.workspace.readonly or self.instead() is not None:
            return
        ksb_uid = self.pens.ksb_uid(self.pens.active)
        if ksb_uid and not self.known.is_theory and not self.bar.is_asking:
            self.marking.anchor(partial(self._claim_now, ksb_uid, False))  # noqa: FBT003
        else:
            self.on_marked_asking()

    def on_marked_asking(self) -> None:
        """Ask which KSB shows what the mouse marked."""
        if self.known.item_uid:
            self._is_from_page = not self.marking.is_text
            self.marking.anchor(self._ask)

    def _on_pen(self, number: int) -> None:
        """Claim what is marked with a pen, or take the pen up when nothing is marked."""
        if self.workspace.readonly or self.instead() is not None:
            return
        ksb_uid = self.pens.ksb_uid(number)
        if not number or not ksb_uid or not self.marking.has_selection:
            self.pens.choose(number)
        elif self.known.is_theory:
            self.on_claim_wanted()
        else:
            self.marking.anchor(partial(self._claim_now, ksb_uid, True))  # noqa: FBT003

    # with a pen

    def _claim_now(self, ksb_uid: str, by_keys: bool, anchor: Anchor) -> None:  # noqa: FBT001
        known = self.known
        ksb = known.ksbs.get(ksb_uid)
        if ksb is None:
            return
        held = {claim.ksb_uid for claim in known.on_same_place(anchor)}
        if ksb_uid in held or (ksb_uid, anchor) in (*self._on_way, *self._waiting):
            self.workspace.tell(self.tr("{0} is claimed on these words already.").format(ksb.code))
            return
        if by_keys:
            self.marking.spend()
        else:
            self.marking.clear()
        if any(other == anchor for _, other in self._on_way):
            self._waiting.append((ksb_uid, anchor))  # until its passage is there to be added to
        else:
            self._store(ksb_uid, anchor)

    def _store(self, ksb_uid: str, anchor: Anchor) -> None:
        self._on_way.add((ksb_uid, anchor))
        verb, where = self._verb_for(anchor)
        self.workspace.do(
            verb,
            where[0],
            [ksb_uid],
            *where[1:],
            then=partial(self._on_claimed_now, ksb_uid, anchor),
            failed=partial(self._on_not_claimed_now, ksb_uid, anchor),
        )

    def _verb_for(self, anchor: Anchor) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Return what stores a claim on a place: on the passage that is there, or on a new one."""
        there = self.known.on_same_place(anchor) if not anchor.is_whole else ()
        if there:
            return mapping.add_ksbs, (there[0].passage_uid,)
        return mapping.claim, (self.known.item_uid, anchor)

    def _on_claimed_now(self, ksb_uid: str, anchor: Anchor, claimed: Any) -> None:
        self.known.last_made = claimed.uids
        self._tell_claimed(claimed.changes)
        self._go_on_storing(ksb_uid, anchor)

    def _on_not_claimed_now(self, ksb_uid: str, anchor: Anchor, error: BaseException) -> None:
        self.workspace.trouble.emit(error)
        self._go_on_storing(ksb_uid, anchor)

    def _go_on_storing(self, ksb_uid: str, anchor: Anchor) -> None:
        self._on_way.discard((ksb_uid, anchor))
        following = next((each for each in self._waiting if each[1] == anchor), None)
        if following is not None:
            self._waiting.remove(following)
            self._store(*following)

    # with the bar

    def _ask(self, anchor: Anchor) -> None:
        self._pending = anchor
        span = anchor.spans[0]
        place = self.tr("page {0}").format(span.page_index + 1)
        self.bar.ask(anchor.quote, place, theory=self.known.is_theory)
        # The bar takes room at the foot: keep what was marked in sight.
        QTimer.singleShot(0, self, self._show_pending)

    def _show_pending(self) -> None:
        if self._pending is not None and self._pending.spans and not self.marking.is_text:
            last = self._pending.spans[-1]
            boxes = [box_of((quad,)) for quad in last.quads[-1:]]
            self.marking.pages.show_passage(last.page_index, boxes)

    def _on_selection(self) -> None:
        if self.bar.is_asking and self.bar.is_untouched and self._pending is not None:
            pages = self.marking.pages
            if self._is_from_page and pages.selection() == () and pages.box() is None:
                self.bar.close_bar()

    def _on_save(self, *, go_on: bool) -> None:
        if self._pending is None or self._is_saving:
            return  # a second press, while the first is on its way, is no second claim
        uids = self.bar.ksb_uids
        if not uids:
            self.bar.complain(self.tr("Choose a KSB first: type its code or a word, then Enter."))
            return
        self._is_saving = True
        if self.known.is_theory:
            self._tag(uids, go_on=go_on)
            return
        verb, where = self._verb_for(self._pending)
        self.workspace.do(
            verb,
            where[0],
            list(uids),
            *where[1:],
            strength=self.bar.strength,
            shows=self.bar.shows,
            then=partial(self._on_claimed, go_on),
            failed=self._on_not_claimed,
        )

    def _tag(self, ksb_uids: tuple[str, ...], *, go_on: bool) -> None:
        self.workspace.do(
            theory.tag,
            self.known.item_uid,
            list(ksb_uids),
            self._pending,
            then=partial(self._on_tagged, go_on),
            failed=self._on_not_claimed,
        )

    def _on_tagged(self, go_on: bool, tagged: Any) -> None:  # noqa: FBT001
        self._end(go_on=go_on)
        self.workspace.tell(tagged.changes.summary, tagged.changes.step)
        self.focus_wanted.emit()

    def _on_claimed(self, go_on: bool, claimed: Any) -> None:  # noqa: FBT001
        self.known.last_made = claimed.uids
        self._end(go_on=go_on)
        self._tell_claimed(claimed.changes)
        self.focus_wanted.emit()

    def _end(self, *, go_on: bool) -> None:
        self._is_saving = False
        had_place = self._pending is not None and bool(self._pending.spans)
        self._pending = None
        self.bar.close_bar()
        if go_on and had_place:
            self.marking.step_sentence()
        elif had_place:
            self.marking.clear()

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
                left = len(self.known.ksbs) - len({claim.ksb_uid for claim in claims})
                words = self.tr("First claim made. {0} to go, and you have until gateway.").format(
                    left
                )
        self.workspace.tell(words, changes.step)

    def _on_bar_closed(self) -> None:
        had_place = self._pending is not None and bool(self._pending.spans)
        self._pending = None
        if had_place:
            self.marking.clear()
        self.focus_wanted.emit()
