"""The three ways the Reader shows an item: its pages, its words, or the item as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from portfolio_app.domain.document import PageText
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.services import reading
from portfolio_app.services.reading import OpenDocument
from portfolio_app.store import queries
from portfolio_app.ui.evidence.text_map import TextMap
from portfolio_app.ui.evidence.text_view import TextView
from portfolio_app.ui.evidence.whole_item_view import WholeItemView
from portfolio_app.ui.kit.held_pages import HeldPages
from portfolio_app.ui.kit.page_view import PageView
from portfolio_app.ui.kit.workspace import Workspace


class ReaderViews(QStackedWidget):
    """One of three views in front. Page indexes count from 0."""

    page_changed = Signal(int)
    turned = Signal()  # another view is in front
    texts_came = Signal()  # ``texts`` is known

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.document: OpenDocument | None = None
        self.texts: tuple[PageText, ...] | None = None
        self._item_uid = ""
        self._start = 0
        self.pages = PageView()
        self.text = TextView()
        self.text.make_map = self._make_map
        self.whole = WholeItemView()
        for view in (self.pages, self.text, self.whole):
            self.addWidget(view)
        self.pages.page_changed.connect(self.page_changed)
        self.text.page_changed.connect(self.page_changed)

    # what is in front

    @property
    def is_text(self) -> bool:
        """Whether the words are in front."""
        return self.currentWidget() is self.text

    @property
    def is_whole(self) -> bool:
        """Whether the item as a whole is in front."""
        return self.currentWidget() is self.whole

    @property
    def page(self) -> int:
        """The page the person is on."""
        return self.text.page if self.is_text else self.pages.page

    def first_focus(self) -> QWidget:
        """Return what should have the focus in the view in front."""
        if self.is_whole:
            return self.whole.first_focus()
        return self.text if self.is_text else self.pages

    # turning

    def begin(self, item_uid: str, *, has_pages: bool) -> None:
        """Put away the document before; pages of another item are on their way, or none."""
        self._item_uid = item_uid
        self.document = None
        self.texts = None
        self.pages.close_document()
        if has_pages:
            self.setCurrentWidget(self.pages)
            self.turned.emit()

    def open_document(self, document: OpenDocument, label: str, page: int) -> HeldPages:
        """Show a document's pages from one of them; return where its pages come from."""
        self.document = document
        self._start = page
        source = HeldPages(self.workspace, document, reading)
        self.pages.open(source, label, page)
        return source

    def show_whole(self, item: EvidenceItem, trouble: str = "") -> None:
        """Show the item as a whole; ``trouble`` says why its pages cannot be shown just now."""
        self.whole.show_item(item, trouble)
        self.setCurrentWidget(self.whole)
        self.turned.emit()

    def show_text(self, *, as_text: bool) -> None:
        """Show the words instead of the pages, or the pages, at the same place."""
        if self.document is None:
            return
        had_focus = self.first_focus().hasFocus()
        if as_text:
            if self.texts is None:
                self.need_texts()
            elif not self.is_text:
                self.text.go_to_page(self.pages.page)
            self.setCurrentWidget(self.text)
        else:
            if self.is_text and self.texts is not None:
                self.pages.go_to_page(self.text.page)
            self.setCurrentWidget(self.pages)
        if had_focus:
            self.first_focus().setFocus()
        self.turned.emit()

    def go_to_page(self, page_index: int) -> None:
        """Go to a page in the view in front."""
        if self.is_text:
            self.text.go_to_page(page_index)
        else:
            self.pages.go_to_page(page_index)

    # words

    def need_texts(self) -> None:
        """Ask for the words of the document; ``texts_came`` follows."""
        if self._item_uid:
            self.workspace.look(
                queries.text.page_texts,
                self._item_uid,
                then=partial(self._on_texts, self._item_uid),
                key=f"page texts {id(self)}",
            )

    def _on_texts(self, item_uid: str, texts: tuple[PageText, ...]) -> None:
        if item_uid == self._item_uid:
            self.texts = texts
            self.text.show_pages(texts, self.pages.page)
            self.texts_came.emit()

    def _make_map(
        self, pages: Sequence[PageText], heading: str, then: Callable[[TextMap], None]
    ) -> None:
        self.workspace.look(TextMap, pages, heading, then=then, key=f"text map {id(self)}")
