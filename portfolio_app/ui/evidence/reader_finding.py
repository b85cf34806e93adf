"""Find in the open document: the find bar's questions answered, and its places shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from portfolio_app.domain.lines import quads_for
from portfolio_app.domain.passage import box_of
from portfolio_app.ui.evidence import find_bar
from portfolio_app.ui.evidence.find_bar import FindBar
from portfolio_app.ui.evidence.reader_views import ReaderViews
from portfolio_app.ui.kit.page_selection import Caret
from portfolio_app.ui.kit.workspace import Workspace


class ReaderFinding(QObject):
    """Looks for words in all pages of the document, and selects each place gone to."""

    def __init__(
        self, workspace: Workspace, views: ReaderViews, bar: FindBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.views = views
        self.bar = bar
        self._pending = ""
        self._asked = 0
        self._unseen = -1  # the page of a place gone to, until its words can be shown
        bar.wanted.connect(self._on_wanted)
        bar.place_wanted.connect(self._on_place)
        views.texts_came.connect(self._on_texts)
        views.pages.words_known.connect(self._on_words_known)

    def find(self, words: str) -> None:
        """Look for words in the document as soon as it is known, and go to the first place."""
        self.bar.ask(words)

    def leave(self) -> None:
        """Put the bar away: another document is shown."""
        self._pending = ""
        self._asked += 1
        self.bar.hide()

    def _on_wanted(self, words: str) -> None:
        texts = self.views.texts
        if texts is None:
            self._pending = words
            self.views.need_texts()
            return
        self._asked += 1
        self.workspace.look(
            find_bar.places,
            texts,
            words,
            then=partial(self._on_found, self._asked),
            key=f"find {id(self)}",
        )

    def _on_texts(self) -> None:
        if self._pending:
            words, self._pending = self._pending, ""
            self._on_wanted(words)

    def _on_found(self, asked: int, places: tuple[tuple[int, int, int], ...]) -> None:
        if asked == self._asked and self.bar.isVisible():
            self.bar.show_places(places, self.views.page)

    def _on_place(self, place: tuple[int, int, int]) -> None:
        page, start, end = place
        if self.views.is_text:
            self.views.text.select([place])
            return
        self.views.pages.select(Caret(page, start), Caret(page, end))
        self._show_selection(page)

    def _show_selection(self, page: int) -> None:
        pages = self.views.pages
        boxes = [
            box_of((quad,))
            for chars, first, last in pages.selection() or ()
            if chars.index == page
            for quad in quads_for(chars, first, last)
        ]
        pages.show_passage(page, boxes)
        # A page that was never seen comes without its characters: on to the words when they come.
        self._unseen = -1 if boxes else page

    def _on_words_known(self, page: int, _: bool) -> None:  # noqa: FBT001 - a slot
        if page == self._unseen and self.views.pages.selection():
            self._show_selection(page)
            self._unseen = -1
