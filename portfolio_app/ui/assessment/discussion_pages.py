"""The pages of a held bundle, one column or two facing pages, with what was looked for marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain import quotes
from portfolio_app.domain.document import PageChars, PageImage
from portfolio_app.domain.lines import quads_for
from portfolio_app.domain.passage import Quad, box_of
from portfolio_app.services import discussion
from portfolio_app.services.discussion import HeldBundle
from portfolio_app.ui.kit.page_layout import POINTS_TO_PIXELS
from portfolio_app.ui.kit.page_selection import Caret
from portfolio_app.ui.kit.page_view import PageView
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

_WIDEST = 1.25  # times the height there is: wider, and too little of a page is seen
_BESIDE = 58  # pixels at 100 % that a page view keeps free beside a page
_SAME = 0.01  # of a zoom: pages whose widths differ by less keep theirs
_LARGER, _STEPS = 1.2, 6  # by one key, and how often


class BundleSource:
    """The pages of a held bundle as a page view asks for them. Page indexes count from 0."""

    def __init__(self, workspace: Workspace, held: HeldBundle) -> None:
        self._workspace = workspace
        self._held = held

    @property
    def sizes(self) -> Sequence[tuple[float, float]]:
        """Width and height of every page in points, as shown."""
        return self._held.sizes

    def draw(
        self,
        page_index: int,
        scale: float,
        then: Callable[[PageImage], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Draw a page at ``scale`` pixels a point."""
        call = discussion.draw
        self._workspace.look(call, self._held, page_index, scale, then=then, failed=failed)

    def chars(
        self,
        page_index: int,
        then: Callable[[PageChars], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Say where each character of a page lies."""
        call = discussion.chars
        self._workspace.look(call, self._held, page_index, then=then, failed=failed)


class DiscussionPages(QWidget):
    """Pages count from 1 here, as they are said aloud.

    ``placed`` carries what was marked: the page's characters and the code point where it begins,
    -1 where the words that were looked for are not on it.
    """

    page_changed = Signal(int)
    placed = Signal(object, int)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._sought: tuple[int, str, bool] | None = None  # page index, words, whether a passage
        self._sizes: Sequence[tuple[float, float]] = ()
        self._step = 0
        self._page = 1
        self._is_going = False  # pages pass by on the way, or while the window changes its size
        self._marked: tuple[int, tuple[Quad, ...]] | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._go_again)
        self.left, self.right = PageView(self), PageView(self)
        self.right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for view in (self.left, self.right):
            view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.right.hide()
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._across.addWidget(self.left, 1)
        self._across.addWidget(self.right, 1)
        self.left.page_changed.connect(self._on_page)
        self.left.words_known.connect(self._on_words)

    @property
    def page(self) -> int:
        """The page gone to, or scrolled to since."""
        return self._page

    @property
    def is_facing(self) -> bool:
        """Whether two pages stand side by side."""
        return not self.right.isHidden()

    def open(self, held: HeldBundle, name: str) -> None:
        """Show a bundle from its first page."""
        self._sizes = held.sizes
        self.left.open(BundleSource(self._workspace, held), name)
        self.right.open(BundleSource(self._workspace, held), name)

    def close_pages(self) -> None:
        """Show nothing."""
        self._sought = None
        self.left.close_document()
        self.right.close_document()

    def show_page(self, page: int, words: str = "", *, is_passage: bool = False) -> None:
        """Show a page, and mark words on it: ringed where they are a passage, else inked."""
        self.left.clear_selection()
        self._marked = None
        self._sought = (page - 1, words, is_passage) if words else None
        self._go(page)
        chars = self.left.chars_of(page - 1)
        if self._sought is not None and chars is not None:
            self._mark(chars)

    def zoom(self, by: int) -> None:
        """Show pages larger (1), smaller (-1) or as large as fits (0)."""
        self._step = 0 if not by else min(max(self._step + by, -_STEPS), _STEPS)
        self._go(self.page)

    def _go(self, page: int) -> None:
        before, self._page = self._page, page
        self._is_going = True
        self._fit(page)
        self.left.go_to_page(page - 1)
        self._centre(self.left, page)
        self._follow()
        self._is_going = False
        if page != before:
            self.page_changed.emit(page)

    def _go_again(self) -> None:
        """Bring back what was in view before the window changed its size."""
        self._go(self._page)
        if self._marked is not None:
            self._is_going = True
            self.left.show_passage(self._marked[0], [box_of(self._marked[1])])
            self._is_going = False

    def _fit(self, page: int) -> None:
        """Let a page fill the room there is: pages of a bundle are not all as wide as another."""
        for view, number in ((self.left, page), (self.right, page + 1)):
            if view.isHidden() or not 1 <= number <= view.pages:
                continue
            room = view.viewport()
            wide, high = self._sizes[number - 1]
            across: float = room.width() - theme().px(_BESIDE) - 2 * theme().space("lg")
            across = min(across, room.height() * _WIDEST)
            if self.is_facing:
                across = min(across, (room.height() - 2 * theme().space("lg")) * wide / high)
            zoom = max(across, 120) / wide / POINTS_TO_PIXELS * _LARGER**self._step
            if abs(zoom - view.zoom) > _SAME * zoom:
                view.set_zoom(zoom)

    def _centre(self, view: PageView, page: int) -> None:
        """Bring a page to the middle: the column is as wide as the widest page of the bundle."""
        now = view.layout_now
        if now is not None and 1 <= page <= view.pages:
            rect = now.page_rect(page - 1)
            room = view.viewport().width() - theme().px(_BESIDE)
            left = rect.left() - max((room - rect.width()) / 2, theme().space("lg"))
            view.horizontalScrollBar().setValue(round(left))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.left.pages:
            self._is_going = True
            self._settle.start()

    def turn(self, by: int) -> None:
        """Show the page after (1) or before (-1); with two side by side, the pair."""
        self.left.clear_selection()
        self._marked = None
        self._sought = None
        to = self.page + by * (2 if self.is_facing else 1)
        if 1 <= to <= self.left.pages:
            self._go(to)

    def move_by(self, steps: int) -> None:
        """Move down (or up) the page by a few lines."""
        bar = self.left.verticalScrollBar()
        bar.setValue(bar.value() + steps * bar.singleStep())

    def set_facing(self, facing: bool) -> None:  # noqa: FBT001 - a setter
        """Show two pages side by side, or one."""
        self.right.setVisible(facing)
        # The column is narrower now, and lies elsewhere: the page that was read stays in view.
        self._across.activate()
        self._go_again()

    def _follow(self) -> None:
        if self.is_facing:
            beside = min(self.page + 1, max(self.left.pages, 1))
            self.right.go_to_page(beside - 1)
            self._centre(self.right, beside)

    def _on_page(self, index: int) -> None:
        if not self._is_going and index + 1 != self._page:
            self._page = index + 1
            self._marked = None
            self._follow()
            self.page_changed.emit(self._page)

    def _on_words(self, page_index: int, _has_words: bool) -> None:  # noqa: FBT001 - a slot
        chars = self.left.chars_of(page_index)
        if self._sought is not None and self._sought[0] == page_index and chars is not None:
            self._mark(chars)

    def _mark(self, chars: PageChars) -> None:
        if self._sought is None:
            return
        index, words, is_passage = self._sought
        self._sought = None
        at = quotes.find(chars.text, words)
        if at is None:  # a passage that runs on to the next page: as much as stands here
            at = next(filter(None, map(partial(quotes.find, chars.text), _shorter(words))), None)
        if at is None:
            self.placed.emit(chars, -1)
            return
        self.left.select(Caret(index, at[0]), Caret(index, at[1]))
        if is_passage:
            self.left.spend_selection()
        quads = quads_for(chars, *at)
        if quads:
            self._marked = (index, quads)
            self._is_going = True
            self.left.show_passage(index, [box_of(quads)])
            self._is_going = False
        self.placed.emit(chars, at[0])


def _shorter(words: str) -> list[str]:
    """Return the beginning of a quote in fewer and fewer words."""
    parts = words.split()
    return [" ".join(parts[:count]) for count in (24, 12, 6) if count < len(parts)]
