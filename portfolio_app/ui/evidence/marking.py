"""What is marked in the Reader right now, on the page or in the text, as an anchor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from portfolio_app.domain.passage import Anchor
from portfolio_app.problems import PortfolioError
from portfolio_app.services import mapping
from portfolio_app.ui.evidence.text_view import TextView
from portfolio_app.ui.kit.page_view import PageView
from portfolio_app.ui.kit.workspace import Workspace

Then = Callable[[Anchor], None]


class Marking(QObject):
    """Turns a box, a selection, or the sentence at the caret into an anchor."""

    def __init__(
        self, workspace: Workspace, pages: PageView, text: TextView, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.pages = pages
        self.text = text
        self.item_uid = ""
        self.is_text = False

    @property
    def has_selection(self) -> bool:
        """Whether words or a box are marked in the view in front."""
        if self.is_text:
            return self.text.has_selection
        return self.pages.box() is not None or self.pages.selection() != ()

    def anchor(self, then: Then) -> bool:
        """Call ``then`` with the anchor of what is marked; return False when nothing is.

        In the text the caret's sentence is taken when no words are selected. Why there is none is
        told.
        """
        if not self.item_uid:
            return False
        return self._of_text(then) if self.is_text else self._of_page(then)

    def spend(self) -> None:
        """Show that what is marked was claimed; the keys go on from there."""
        if not self.is_text:
            if self.pages.is_boxing:
                self.pages.set_box_mode(False)
            self.pages.spend_selection()

    def clear(self) -> None:
        """Mark nothing on the page."""
        if not self.is_text:
            self.pages.clear_selection()
            if self.pages.is_boxing:
                self.pages.set_box_mode(False)

    def step_sentence(self) -> None:
        """Go on to the next sentence."""
        if self.is_text:
            self.text.step_sentence(1)
        else:
            if self.pages.is_boxing:
                self.pages.set_box_mode(False)
            self.pages.step_sentence(1)

    def _of_page(self, then: Then) -> bool:
        box = self.pages.box()
        if box is not None:
            page_index, corners = box
            try:
                found = mapping.anchor_for_box(
                    self.workspace.store, self.item_uid, page_index + 1, corners
                )
            except PortfolioError as error:
                self.workspace.tell(str(error))
                return False
            then(found)
            return True
        parts = self.pages.selection()
        if parts:
            then(mapping.anchor_for_chars(parts))
            return True
        self.workspace.tell(
            self.tr("One moment: the words between are still being read.")
            if parts is None
            else self.tr(
                "Select the words first: drag over them, or press Alt+Down for a sentence."
            )
        )
        return False

    def _of_text(self, then: Then) -> bool:
        stretches = self.text.stretches()
        if not stretches:
            self.workspace.tell(self.tr("Put the caret into a sentence, or select words, first."))
            return False
        self.text.select(stretches)
        self.workspace.look(
            mapping.anchor_for_stretches,
            self.item_uid,
            stretches,
            then=partial(self._on_anchor, self.item_uid, then),
        )
        return True

    def _on_anchor(self, item_uid: str, then: Then, anchor: Anchor) -> None:
        if item_uid == self.item_uid:
            then(anchor)
