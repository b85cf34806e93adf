"""Newer and earlier versions of the open item: replace, place what was not found, go back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.passage import Anchor, Claim
from portfolio_app.services import replacing
from portfolio_app.services.replacing import Replaced
from portfolio_app.store import queries
from portfolio_app.ui.evidence.item_claims import ItemClaims
from portfolio_app.ui.evidence.marking import Marking
from portfolio_app.ui.evidence.placing_bar import PlacingBar
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.messages import CANCEL, Answer, Message
from portfolio_app.ui.kit.workspace import Workspace


class Versioning(QObject):
    """``is_placing``: what is marked now is a place for an old passage, and no claim."""

    focus_wanted = Signal()
    begun = Signal(object)  # the claim that is being placed

    def __init__(
        self,
        workspace: Workspace,
        known: ItemClaims,
        marking: Marking,
        bar: PlacingBar,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.known = known
        self.marking = marking
        self.bar = bar
        self._window = parent
        bar.placing_wanted.connect(self.place_here)
        bar.accepted.connect(self._on_accepted)
        bar.closed.connect(self.focus_wanted)
        known.changed.connect(self._on_claims)

    @property
    def is_placing(self) -> bool:
        """Whether a passage waits for its place."""
        return self.bar.claim is not None

    @property
    def unsettled(self) -> tuple[Claim, ...]:
        """One claim of each passage to place, then of each to check."""
        found = {
            claim.passage_uid: claim
            for claim in sorted(self.known.claims, key=lambda each: not each.to_place)
            if claim.to_place or claim.was
        }
        return tuple(found.values())

    def report(self) -> str:
        """Say how many passages were found in the new version; "" when all of them were."""
        passages = {claim.passage_uid: claim for claim in self.known.claims}
        total = sum(not claim.anchor.is_whole for claim in passages.values())
        lost = sum(claim.to_place for claim in passages.values())
        check = sum(bool(claim.was) and not claim.to_place for claim in passages.values())
        parts = []
        if lost:
            found = self.tr("{0} of {1} highlights were found in the new version.")
            parts.append(found.format(total - lost, total))
            parts.append(
                self.tr("One is kept with its old wording so you can place it.")
                if lost == 1
                else self.tr("{0} are kept with their old wording so you can place them.").format(
                    lost
                )
            )
        if check:
            words = self.tr("1 to check: its wording changed.")
            more = self.tr("{0} to check: their wording changed.").format(check)
            parts.append(words if check == 1 else more)
        if parts and queries.earlier.earlier(self.workspace.store, self.known.item_uid):
            parts.append(self.tr("The earlier file is still stored."))
        return " ".join(parts)

    # replacing

    def replace(self) -> None:
        """Ask for the newer file, and make it the item's."""
        messages.choose_files(
            self._window,
            self.tr("Replace with newer version"),
            partial(self._on_chosen, self.known.item_uid),
        )

    def _on_chosen(self, item_uid: str, paths: list[Path]) -> None:
        if paths:
            self.workspace.start(
                self.tr("Replacing with {0}").format(paths[0].name),
                replacing.replace,
                item_uid,
                paths[0],
                then=self._on_replaced,
            )

    def _on_replaced(self, done: Replaced) -> None:
        self.workspace.tell(done.changes.summary, done.changes.step)

    def earlier(self) -> None:
        """Show the earlier files, and offer to go back to one."""
        kept = queries.earlier.earlier(self.workspace.store, self.known.item_uid)
        if not kept:
            self.workspace.tell(self.tr("This item has no earlier file."))
            return
        listed = "; ".join(each.file_name for each in kept[:5])
        message = Message(
            self.tr("Go back to an earlier file?"),
            self.tr("Kept: {0}. The file the item has now is kept too.").format(listed),
            self.tr("Passages are found again by their words."),
            title=self.tr("Earlier versions"),
        )
        answers = [
            Answer(each.uid, self.tr("Go back to {0}").format(each.file_name)) for each in kept[:3]
        ]
        messages.ask(
            self._window,
            message,
            [*answers, CANCEL],
            partial(self._on_earlier, self.known.item_uid),
        )

    def go_back(self) -> None:
        """Make the last earlier file the item's again."""
        self._on_earlier(self.known.item_uid, "last")

    def _on_earlier(self, item_uid: str, answer: str) -> None:
        if answer:
            self.workspace.start(
                self.tr("Going back to the earlier file"),
                replacing.go_back,
                item_uid,
                "" if answer == "last" else answer,
                then=self._on_replaced,
            )

    # placing

    def show_first(self) -> None:
        """Begin with the first passage that is not settled."""
        unsettled = self.unsettled
        if unsettled:
            self.begin(unsettled[0])

    def begin(self, claim: Claim) -> None:
        """Place this passage next."""
        if not self.workspace.readonly:
            self.bar.begin(claim)
            self.begun.emit(claim)
            self.focus_wanted.emit()

    def leave(self) -> None:
        """Stop placing."""
        self.bar.close_bar()

    def place_here(self) -> None:
        """Put the passage where something is marked now."""
        claim = self.bar.claim
        if claim is None:
            return
        if not self.marking.has_selection:
            self.workspace.tell(self.tr("Select the words first, then Place here."))
            return
        self.marking.anchor(partial(self._put, claim))

    def _put(self, claim: Claim, anchor: Anchor) -> None:
        self.marking.clear()
        self.workspace.do(replacing.place, claim.passage_uid, anchor, then=self._on_put)

    def _on_accepted(self) -> None:
        if self.bar.claim is not None:
            self.workspace.do(replacing.checked, self.bar.claim.passage_uid, then=self._on_put)

    def _on_put(self, changes: Changes) -> None:
        self.workspace.tell(changes.summary, changes.step)
        self.bar.close_bar()
        self.show_first()

    def _on_claims(self) -> None:
        claim = self.bar.claim
        if claim is not None and self.known.claim(claim.uid) is None:
            self.bar.close_bar()
