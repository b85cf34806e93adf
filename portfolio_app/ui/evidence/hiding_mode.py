"""Hiding in the Reader: what is marked becomes a hidden place; the places shown in every part.

The Reader mounts it with five lines::

    self.hidden = HidingList()                                 # beside or behind the passages
    self.hiding = HidingMode(workspace, self.marking, self.hidden, self.pens.hide_button, self)
    self.hiding.focus_wanted.connect(self._on_focus_wanted)    # done: go on reading
    self.hiding.list_wanted.connect(...)                       # bring the list into view
    self.hiding.open_item(item.uid)                            # with each item, "" for none

and gives ``self.hiding.hide`` as the handler of the action "hide" (Ctrl+Shift+X). It reloads itself
when hidden places change. ``marking`` is anything with ``pages``, ``text``, ``is_text``,
``has_selection``, ``anchor(then)`` and ``clear()``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.hiding import Hide
from portfolio_app.domain.passage import Anchor
from portfolio_app.services import hiding
from portfolio_app.store import queries
from portfolio_app.ui.evidence.hiding_list import HidingList, hide_name
from portfolio_app.ui.evidence.text_view import TextView
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.page_hides import Cover
from portfolio_app.ui.kit.page_selection import Caret
from portfolio_app.ui.kit.page_view import PageView
from portfolio_app.ui.kit.workspace import Workspace


class Marked(Protocol):
    """What is marked in the Reader right now."""

    pages: PageView
    text: TextView
    is_text: bool

    @property
    def has_selection(self) -> bool:
        """Whether words or a box are marked in the view in front."""

    def anchor(self, then: Callable[[Anchor], None]) -> bool:
        """Call ``then`` with the anchor of what is marked."""

    def clear(self) -> None:
        """Mark nothing."""


class HidingMode(QObject):
    """Turns Ctrl+Shift+X, the Hide button and the list into verbs."""

    focus_wanted = Signal()
    list_wanted = Signal()  # a place was hidden or clicked: its row should be seen
    count_changed = Signal(int)

    def __init__(
        self,
        workspace: Workspace,
        marking: Marked,
        places: HidingList,
        button: QAbstractButton,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.marking = marking
        self.list = places
        self.button = button
        self._item_uid = ""
        self._hides: tuple[Hide, ...] = ()
        self._wanted_uid = ""
        self._connect()

    @property
    def count(self) -> int:
        """How many places of the item are hidden."""
        return len(self._hides)

    def open_item(self, item_uid: str) -> None:
        """Show the hidden places of an item, "" for none."""
        if item_uid != self._item_uid:
            self.leave()
        self._item_uid = item_uid
        self.reload()

    def leave(self) -> None:
        """Mark passages again."""
        if self.marking.pages.is_hiding:
            self.marking.pages.set_hide_mode(False)

    def reload(self) -> None:
        """Read the hidden places again and show them everywhere."""
        store, uid = self.workspace.store, self._item_uid
        self._hides = queries.hides.hides(store, uid) if uid else ()
        self.show_hides()

    def show_hides(self) -> None:
        """Show what is known on the page, in the text and in the list."""
        covers = [
            Cover(hide.uid, hide.anchor.spans, hide.label, hide_name(hide))
            for hide in self._hides
            if not hide.to_place
        ]
        self.marking.pages.set_covers(covers)
        self.marking.text.set_covers(covers)
        used = queries.hides.labels(self.workspace.store) if self._hides else ()
        self.list.show_hides(self._hides, used, readonly=self.workspace.readonly)
        if self._wanted_uid and any(hide.uid == self._wanted_uid for hide in self._hides):
            uid, self._wanted_uid = self._wanted_uid, ""
            self.list.choose(uid)
            self.marking.pages.choose_cover(uid, reveal=False)
        self.count_changed.emit(len(self._hides))

    def hide(self) -> None:
        """Hide what is selected; with nothing selected, begin to draw an area."""
        if not self._item_uid or self.workspace.readonly:
            return
        pages = self.marking.pages
        if self.marking.has_selection:
            self._take()
        elif self.marking.is_text:
            self.workspace.tell(self.tr("Select the words to hide first."))
        elif pages.is_hiding:
            pages.set_hide_mode(False)
        else:
            pages.set_hide_mode(True, with_box=True)
            pages.setFocus()
            announcer().say(
                self.tr("Hide: arrows move the area, Shift and arrows size it, Enter hides it")
            )

    def _connect(self) -> None:
        pages = self.marking.pages
        pages.hide_wanted.connect(self._take)
        pages.hide_mode_changed.connect(self.button.setChecked)
        pages.cover_chosen.connect(self._on_cover)
        self.button.clicked.connect(self._on_button)
        self.list.chosen.connect(self._on_chosen)
        self.list.show_wanted.connect(self._on_show)
        self.list.unhide_wanted.connect(self._on_unhide)
        self.list.label_chosen.connect(self._on_label)
        self.list.review_wanted.connect(self._on_review)
        self.workspace.changed.connect(self._on_changed)

    def _on_button(self, on: bool) -> None:  # noqa: FBT001 - a slot
        pages = self.marking.pages
        if self.marking.has_selection and on:
            self._take()
            self.button.setChecked(pages.is_hiding)
        elif self.marking.is_text:
            self.button.setChecked(False)
            self.workspace.tell(self.tr("Select the words to hide first."))
        else:
            pages.set_hide_mode(on)
            pages.setFocus()

    def _take(self) -> None:
        self.marking.anchor(self._hide_now)

    def _hide_now(self, anchor: Anchor) -> None:
        self.workspace.do(hiding.hide, self._item_uid, anchor, then=self._on_hidden)

    def _on_hidden(self, made: Any) -> None:
        self._wanted_uid = made.uids[0]
        self.marking.clear()
        if self.marking.pages.is_hiding:
            self.marking.pages.set_hide_mode(False)
        self.show_hides()
        self.workspace.tell(made.changes.summary, made.changes.step)
        self.list_wanted.emit()
        self.focus_wanted.emit()

    def _on_cover(self, uid: str) -> None:
        self.list.choose(uid)
        self.list_wanted.emit()

    def _on_chosen(self, uid: str) -> None:
        self._bring_into_view(uid)

    def _on_show(self, uid: str) -> None:
        self._bring_into_view(uid)

    def _bring_into_view(self, uid: str) -> None:
        hide = next((each for each in self._hides if each.uid == uid), None)
        if hide is None or hide.to_place or not hide.anchor.spans:
            return
        self.marking.pages.choose_cover(uid, reveal=not self.marking.is_text)
        if self.marking.is_text:
            span = hide.anchor.spans[0]
            self.marking.text.go_to(Caret(span.page_index, span.start))

    def _on_unhide(self, uid: str) -> None:
        self.workspace.do(hiding.unhide, uid, toast=True)

    def _on_label(self, uid: str, words: str) -> None:
        self.workspace.do(hiding.relabel, uid, words, toast=True)

    def _on_review(self) -> None:
        from portfolio_app.ui.evidence.hiding_review import HidingReview

        HidingReview(self.list.window(), self.workspace, [self._item_uid]).open()

    def _on_changed(self, changes: Changes) -> None:
        if changes.topics & {Topic.HIDING, Topic.EVIDENCE} and self._item_uid:
            self.reload()
