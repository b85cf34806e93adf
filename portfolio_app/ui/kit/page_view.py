"""The pages of a document one under the other: read, zoom, select words by mouse or keyboard, box.

The view knows no file and no store. It asks a ``PageSource`` for pictures and characters, which
answer later, and says what the person wants through signals; ``selection()`` and ``box()`` tell
what was marked. Marks and their flags are given to it with ``set_marks``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from typing_extensions import override

from portfolio_app.domain import sentences
from portfolio_app.domain.document import PageChars, PageImage
from portfolio_app.domain.lines import nearest, quads_for
from portfolio_app.domain.passage import Box, Quad, box_of, quad_of
from portfolio_app.ui.kit import page_marks
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.page_access import show_as_document
from portfolio_app.ui.kit.page_images import PageImages
from portfolio_app.ui.kit.page_layout import POINTS_TO_PIXELS, PageLayout, fitting_scale
from portfolio_app.ui.kit.page_marks import MarginFlag, Mark
from portfolio_app.ui.kit.page_selection import (
    Caret,
    Part,
    Selection,
    in_whole_words,
    next_run,
    sentence_at,
    word_at,
)
from portfolio_app.ui.kit.theme import theme

ZOOM_LEAST, ZOOM_MOST = 0.1, 5.0
ZOOM_STEPS = (
    0.1,
    0.15,
    0.25,
    0.33,
    0.5,
    0.67,
    0.75,
    0.9,
    1.0,
    1.1,
    1.25,
    1.5,
    1.75,
    2.0,
    2.5,
    3.0,
    4.0,
    5.0,
)
ROUGH_PIXELS = 320.0  # width of the first, quick picture of a page
MOST_PIXELS = 16_000_000  # of one sharp picture: larger zooms are drawn at this and stretched
AT_ONCE = 2  # questions to the source that may be unanswered: what is asked next stays current
SETTLE_MS = 90  # after the last zoom step, before sharp pictures are asked for
BOX_STEPS = 60  # keys move and size a box by this part of the page's width


class PageSource(Protocol):
    """Where pages come from. Answers come later, on this thread; page indexes count from 0."""

    @property
    def sizes(self) -> Sequence[tuple[float, float]]:
        """Width and height of every page in points, as shown."""

    def draw(
        self,
        page_index: int,
        scale: float,
        then: Callable[[PageImage], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Draw a page at ``scale`` pixels a point."""

    def chars(
        self,
        page_index: int,
        then: Callable[[PageChars], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Say where each character of a page lies."""


class PageView(QAbstractScrollArea):
    """The pages of one document.

    Keys: Up, Down, Page Up, Page Down, Home, End move; Alt+Down and Alt+Up step by sentence, with
    Shift they extend; Shift+Left and Shift+Right take a word off or on; H asks for a claim; B draws
    a box (arrows move it, Shift+arrows size it, Enter takes it); N and Shift+N go to the next and
    the previous passage; [ and ] change how strongly it shows; Del removes it; Ctrl+C copies.
    """

    page_changed = Signal(int)  # page index from 0: the one that fills most of the view
    zoom_changed = Signal(float)  # 1.0 is 100 %
    selection_changed = Signal()
    claim_wanted = Signal()  # selection() or box() holds what is to be claimed
    box_mode_changed = Signal(bool)
    flag_chosen = Signal(str)  # claim uid: N, a click, Enter; "" when none is
    flag_opened = Signal(str)  # claim uid: shown, wanted in full
    stronger_wanted = Signal(str, int)  # claim uid, +1 or -1
    removal_wanted = Signal(str)  # claim uid
    words_known = Signal(int, bool)  # page index from 0, whether there is text to select

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: PageSource | None = None
        self._generation = 0
        self._zoom = 1.0
        self._fits = True
        self._page = 0
        self._images = PageImages()
        self._chars: dict[int, PageChars] = {}
        self._broken: dict[int, str] = {}
        self._asked: set[tuple[str, int]] = set()
        self._selection: Selection | None = None
        self._selected: dict[int, tuple[Quad, ...]] = {}
        self._press: tuple[Caret, QPoint] | None = None
        self._waiting_step: tuple[int, bool] | None = None
        self._marks: tuple[Mark, ...] = ()
        self._marks_by_page: dict[int, list[Mark]] = {}
        self._flags: dict[str, MarginFlag] = {}
        self._chosen = ""
        self._is_boxing = False
        self._box: tuple[int, Box] | None = None
        self._box_from: tuple[int, QPointF] | None = None
        self._dim = False
        self._label = ""
        self._layout_now: PageLayout | None = None
        self.single_keys = True  # WCAG 2.1.4: single-character keys can be turned off
        self._build()
        self._connect()

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setObjectName("page_view")
        show_as_document(self)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setSingleStep(48)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._late_claim = QTimer(self)
        self._late_claim.setSingleShot(True)
        self._edge_scroll = QTimer(self)
        self._edge_scroll.setInterval(30)

    def _connect(self) -> None:
        self._settle.timeout.connect(self._ask)
        self._late_claim.timeout.connect(self.claim_wanted)
        self._edge_scroll.timeout.connect(self._on_edge)
        theme().changed.connect(self._on_theme)

    # the document

    def open(self, source: PageSource, label: str, page_index: int = 0) -> None:
        """Show a document from one of its pages. ``label`` is read out beside "Page 4 of 14"."""
        self._generation += 1
        self._source = source
        self._label = label
        self._images.clear()
        self._chars.clear()
        self._broken.clear()
        self._asked.clear()
        self._waiting_step = None
        self._late_claim.stop()
        self._press = None
        self._drop_box()
        self._set_selection(None)
        self._lay_out()
        self.go_to_page(page_index)
        self._on_scrolled()

    def close_document(self) -> None:
        """Show nothing."""
        self._generation += 1
        self._source = None
        self._layout_now = None
        self._images.clear()
        self._chars.clear()
        self.set_marks(())
        self._lay_out()
        self.viewport().update()

    def set_label(self, label: str) -> None:
        """Say something else beside "Page 4 of 14" (the item was renamed or shortlisted)."""
        self._label = label
        self._name_again()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._source.sizes) if self._source is not None else 0

    @property
    def page(self) -> int:
        """The page in view, counted from 0."""
        return self._page

    def chars_of(self, page_index: int) -> PageChars | None:
        """Return a page's characters if they are known already."""
        return self._chars.get(page_index)

    def is_drawn(self, page_index: int) -> bool:
        """Whether the page is drawn as sharply as it is shown now."""
        return self._images.has(page_index, self._sharp_scale(page_index))

    def set_dim(self, dim: bool) -> None:  # noqa: FBT001 - a setter
        """Lower the brightness of pages to 85 %, or not."""
        self._dim = dim
        self.viewport().update()

    # moving and zooming

    def go_to_page(self, page_index: int) -> None:
        """Bring the top of a page (from 0) to the top of the view."""
        if self._layout_now is not None:
            page_index = min(max(page_index, 0), self.pages - 1)
            top = self._layout_now.page_rect(page_index).top()
            self.verticalScrollBar().setValue(round(top - self._margin / 2))

    def show_passage(self, page_index: int, boxes: Sequence[Box]) -> None:
        """Scroll just far enough that a place of a page can be seen, with some room around."""
        if self._layout_now is None or not 0 <= page_index < self.pages:
            return
        if not boxes:
            self.go_to_page(page_index)
            return
        whole = self._layout_now.box_rect(page_index, boxes[0])
        for box in boxes[1:]:
            whole = whole.united(self._layout_now.box_rect(page_index, box))
        self._reveal(whole)

    @property
    def zoom(self) -> float:
        """1.0 is 100 %."""
        return self._zoom

    @property
    def fits_width(self) -> bool:
        """Whether the page follows the width of the window."""
        return self._fits

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, keeping in place what lies at a point of the viewport (its middle by default)."""
        self._fits = False
        self._zoom_to(min(max(zoom, ZOOM_LEAST), ZOOM_MOST), at)

    def zoom_in(self) -> None:
        """Take the next larger step."""
        self.set_zoom(next((z for z in ZOOM_STEPS if z > self._zoom * 1.01), ZOOM_MOST))

    def zoom_out(self) -> None:
        """Take the next smaller step."""
        self.set_zoom(next((z for z in reversed(ZOOM_STEPS) if z < self._zoom * 0.99), ZOOM_LEAST))

    def fit_width(self) -> None:
        """Make the page as wide as the window, and keep it so."""
        self._fits = True
        self._lay_out()

    # what is marked

    def selection(self) -> tuple[Part, ...] | None:
        """Return what is selected page by page, in order; empty for nothing.

        None while the characters of a page in between are still on their way.
        """
        return self._selection.parts(self._chars) if self._selection is not None else ()

    def selected_text(self) -> str:
        """Return the words selected, as the page has them."""
        return "\n".join(chars.text[start:end] for chars, start, end in self.selection() or ())

    def box(self) -> tuple[int, Box] | None:
        """Return the drawn box: page index from 0, and points of that page."""
        return self._box

    @property
    def is_boxing(self) -> bool:
        """Whether a drag draws a box rather than selecting words."""
        return self._is_boxing

    def set_box_mode(self, on: bool) -> None:  # noqa: FBT001 - a setter
        """Draw boxes, or select words. Begun by key there is a box to move at once."""
        if on != self._is_boxing:
            self._is_boxing = on
            if on:
                self._set_selection(None)
                announcer().say(
                    self.tr("Box: arrows move, Shift and arrows size, Enter takes it, Esc leaves")
                )
            else:
                self._drop_box()
            self.viewport().setCursor(
                Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor
            )
            self.box_mode_changed.emit(on)
            self.viewport().update()

    def clear_selection(self) -> None:
        """Select nothing, and forget the box."""
        self._drop_box()
        self._set_selection(None)

    def select(self, fixed: Caret, moving: Caret) -> None:
        """Select from one place to another."""
        self._set_selection(Selection(fixed, moving))

    # passages

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show these passages, in reading order."""
        self._marks = tuple(marks)
        self._marks_by_page = {}
        for mark in self._marks:
            for index in dict.fromkeys(span.page_index for span in mark.spans):
                self._marks_by_page.setdefault(index, []).append(mark)
        known = {flag.uid for mark in self._marks for flag in mark.flags}
        if self._chosen and self._chosen not in known:
            self._chosen = ""
            self.flag_chosen.emit("")
        self._place_flags()
        self.viewport().update()

    @property
    def chosen(self) -> str:
        """The claim uid of the flag that is chosen, empty for none."""
        return self._chosen

    def choose_flag(self, claim_uid: str, *, reveal: bool = True) -> None:
        """Choose a claim's passage and bring it into view."""
        for mark in self._marks:
            for flag in mark.flags:
                if flag.uid == claim_uid:
                    self._chosen = claim_uid
                    first = mark.spans[0].page_index
                    if reveal:
                        self.show_passage(first, [box_of((q,)) for q in mark.quads_on(first)])
                    self._place_flags()
                    self.viewport().update()
                    self.flag_chosen.emit(claim_uid)
                    where = self.tr("{0}. {1}. Page {2}")
                    announcer().say(where.format(flag.name, flag.description, first + 1))
                    return

    def step_passage(self, steps: int) -> None:
        """Go to the next (+1) or previous (-1) passage from the chosen one, or from here."""
        order = [(mark, flag) for mark in self._marks if mark.spans for flag in mark.flags]
        if not order:
            announcer().say(self.tr("No highlights in this document yet"))
            return
        uids = [flag.uid for _, flag in order]
        if self._chosen in uids:
            at = (uids.index(self._chosen) + steps) % len(order)
        elif steps > 0:
            at = next(
                (i for i, (m, _) in enumerate(order) if m.spans[0].page_index >= self._page), 0
            )
        else:
            before = [i for i, (m, _) in enumerate(order) if m.spans[0].page_index <= self._page]
            at = before[-1] if before else len(order) - 1
        self.choose_flag(uids[at])

    # layout

    @property
    def _margin(self) -> int:
        return theme().space("lg")

    @property
    def _gutter(self) -> int:
        return theme().px(58)

    @property
    def _ratio(self) -> float:
        return self.viewport().devicePixelRatioF()

    def _lay_out(self) -> None:
        if self._source is None or not self._source.sizes:
            self._layout_now = None
            self.verticalScrollBar().setRange(0, 0)
            self.horizontalScrollBar().setRange(0, 0)
            return
        across = self.viewport().width()
        if self._fits:
            scale = fitting_scale(self._source.sizes, across, self._margin, self._gutter)
            zoom = min(scale / POINTS_TO_PIXELS, ZOOM_MOST)
        else:
            zoom = self._zoom
        self._zoom_to(zoom, QPointF(0, 0) if self._fits else None)

    def _zoom_to(self, zoom: float, at: QPointF | None) -> None:
        if self._source is None or not self._source.sizes:
            self._zoom = zoom
            return
        view = self.viewport()
        at = at if at is not None else QPointF(view.width() / 2, view.height() / 2)
        before = self._layout_now
        held: tuple[int, float, float] | None = None
        if before is not None:
            here = at + self._offset
            page = before.page_at(here.y())
            held = (page, *before.to_page(page, here))
        self._layout_now = now = PageLayout(
            self._source.sizes,
            zoom * POINTS_TO_PIXELS,
            view.width(),
            self._margin,
            self._gutter,
        )
        is_new = zoom != self._zoom
        self._zoom = zoom
        down, right = self.verticalScrollBar(), self.horizontalScrollBar()
        for bar, whole, part in (
            (down, now.height, view.height()),
            (right, now.width, view.width()),
        ):
            bar.setRange(0, max(0, round(whole - part)))
            bar.setPageStep(part)
        if held is not None:
            there = now.to_content(*held)
            down.setValue(round(there.y() - at.y()))
            right.setValue(round(there.x() - at.x()))
        self._on_scrolled()
        self._settle.start()
        view.update()
        if is_new:
            self.zoom_changed.emit(zoom)

    @property
    def _offset(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    @property
    def _visible(self) -> range:
        if self._layout_now is None:
            return range(0)
        top = self._offset.y()
        return self._layout_now.pages_between(top, top + self.viewport().height())

    def _reveal(self, whole: QRectF) -> None:
        view = self.viewport()
        room = min(80.0, view.height() / 4)
        top = self._offset.y()
        low = whole.bottom() + room - view.height()  # the scroll place that just shows its foot
        bar = self.verticalScrollBar()
        if abs(whole.top() - room - top) > view.height() and abs(low - top) > view.height() / 2:
            bar.setValue(round(whole.top() - view.height() / 4))  # far away: a new place, well seen
        elif whole.top() - room < top or whole.height() > view.height() - 2 * room:
            bar.setValue(round(whole.top() - room))
        elif low > top:
            bar.setValue(round(low))
        left = self._offset.x()
        if whole.left() < left:
            self.horizontalScrollBar().setValue(round(whole.left() - room))
        elif whole.right() > left + view.width():
            self.horizontalScrollBar().setValue(round(whole.right() + room - view.width()))

    def _on_scrolled(self) -> None:
        if self._layout_now is None:
            return
        middle = self._offset.y() + self.viewport().height() / 3
        page = self._layout_now.page_at(middle)
        if page != self._page or not self.accessibleName():
            self._page = page
            self._name_again()
            self.page_changed.emit(page)
        self._place_flags()
        self._ask()

    def _name_again(self) -> None:
        name = self.tr("Page {0} of {1}").format(self._page + 1, self.pages)
        self.setAccessibleName(f"{name}, {self._label}" if self._label else name)

    # asking for pictures and characters

    def _sharp_scale(self, page_index: int) -> float:
        if self._source is None:
            return 1.0
        width, height = self._source.sizes[page_index]
        scale = self._zoom * POINTS_TO_PIXELS * self._ratio
        return min(scale, math.sqrt(MOST_PIXELS / max(width * height, 1.0)))

    def _ask(self) -> None:
        """Ask for what is needed most, a little at a time, so that the questions stay current."""
        while self._source is not None and len(self._asked) < AT_ONCE:
            need = self._next_need()
            if need is None:
                return
            self._asked.add(need)
            what, page = need
            generation = self._generation
            if what == "chars":
                self._source.chars(
                    page,
                    partial(self._on_chars, generation),
                    partial(self._on_no_chars, generation, page),
                )
                continue
            scale = self._sharp_scale(page)
            if what == "rough":
                scale = min(scale, ROUGH_PIXELS / max(self._source.sizes[page][0], 1.0))
            self._source.draw(
                page,
                scale,
                partial(self._on_drawn, generation, what, page, scale),
                partial(self._on_not_drawn, generation, what, page),
            )

    def _next_need(self) -> tuple[str, int] | None:
        visible = self._visible
        wanted: list[tuple[str, int]] = [
            ("rough", p) for p in visible if self._images.best(p) is None
        ]
        pages = list(self._selection.pages) if self._selection else []
        wanted += [("chars", p) for p in pages if p not in self._chars]
        if self._waiting_step is not None:
            page = self._waiting_step[0]
            wanted += [("chars", page)] if page not in self._chars else []
        if not self._settle.isActive():
            wanted += [("sharp", p) for p in visible if not self.is_drawn(p)]
        wanted += [("chars", p) for p in visible if p not in self._chars]
        if not self._settle.isActive() and visible:
            beside = (visible.stop, visible.start - 1)
            wanted += [("sharp", p) for p in beside if 0 <= p < self.pages and not self.is_drawn(p)]
        return next(
            (
                need
                for need in wanted
                if need not in self._asked and not (need[0] != "chars" and need[1] in self._broken)
            ),
            None,
        )

    def _on_drawn(
        self, generation: int, what: str, page: int, scale: float, drawn: PageImage
    ) -> None:
        if generation != self._generation:
            return
        self._asked.discard((what, page))
        if what == "sharp" or self._images.best(page) is None:
            self._images.put(page, what, scale, drawn)
        if page in self._visible:
            self.viewport().update()
        self._ask()

    def _on_not_drawn(self, generation: int, what: str, page: int, error: BaseException) -> None:
        if generation != self._generation:
            return
        self._asked.discard((what, page))
        self._broken[page] = getattr(error, "message", "") or self.tr("This page can't be drawn.")
        self.viewport().update()
        self._ask()

    def _on_chars(self, generation: int, chars: PageChars) -> None:
        if generation != self._generation:
            return
        self._asked.discard(("chars", chars.index))
        self._chars[chars.index] = chars
        self._selected.pop(chars.index, None)
        self.words_known.emit(chars.index, any(chars.boxes))
        if self._waiting_step is not None and self._waiting_step[0] == chars.index:
            _, extends = self._waiting_step
            steps = 1 if self._step_from is None or chars.index >= self._step_from else -1
            self._waiting_step = None
            self._enter_page(chars, steps, extends=extends)
        elif self._selection is not None and chars.index in self._selection.pages:
            self.selection_changed.emit()
            self.viewport().update()
        self._ask()

    def _on_no_chars(self, generation: int, page: int, _: BaseException) -> None:
        # Nothing can be selected there; a box still can be drawn.
        if generation == self._generation:
            self._on_chars(generation, PageChars(page, "", ()))

    # selecting

    def _set_selection(self, selection: Selection | None) -> None:
        if selection == self._selection:
            return
        self._selection = selection
        self._selected.clear()
        if selection is not None and self._chosen:
            self._chosen = ""
            self.flag_chosen.emit("")
            self._place_flags()
        self.viewport().update()
        self._ask()
        self.setAccessibleDescription(self.selected_text())
        if QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(event)
        self.selection_changed.emit()

    def _caret_at(self, place: QPoint) -> Caret | None:
        """Return the place between two characters nearest to a point of the viewport."""
        if self._layout_now is None:
            return None
        point = QPointF(place) + self._offset
        page = self._layout_now.page_at(point.y())
        chars = self._chars.get(page)
        found = nearest(chars, *self._layout_now.to_page(page, point)) if chars else None
        if found is None:
            return None
        return Caret(page, found.position + found.after)

    def step_sentence(self, steps: int, *, extends: bool = False) -> None:
        """Select the next (+1) or previous (-1) sentence, or extend the selection by one."""
        if self._source is None:
            return
        here = self._selection
        if here is None:
            chars = self._chars.get(self._page)
            if chars is None:
                self._wait_for(self._page, extends=False)
                return
            first = self._first_in_view(chars)
            found = sentence_at(chars, first) if first is not None else None
            if found is None:
                self._step_to_page(self._page + steps, steps, extends=False)
            else:
                self._take(found, announce=True)
            return
        edge = here.moving if extends else (here.end if steps > 0 else here.start)
        chars = self._chars.get(edge.page_index)
        if chars is None:
            self._wait_for(edge.page_index, extends=extends)
            return
        run = next_run(sentences.sentences(chars.text), edge.position, steps)
        if run is None:
            self._step_to_page(edge.page_index + steps, steps, extends=extends)
            return
        self._take_run(chars.index, run, steps, extends=extends)

    @property
    def _step_from(self) -> int | None:
        return self._selection.end.page_index if self._selection is not None else None

    def _wait_for(self, page: int, *, extends: bool) -> None:
        self._waiting_step = (page, extends)
        self._ask()

    def _step_to_page(self, page: int, steps: int, *, extends: bool) -> None:
        if not 0 <= page < self.pages:
            announcer().say(self.tr("No more text"))
            return
        chars = self._chars.get(page)
        if chars is None:
            self._wait_for(page, extends=extends)
        else:
            self._enter_page(chars, steps, extends=extends)

    def _enter_page(self, chars: PageChars, steps: int, *, extends: bool) -> None:
        runs = sentences.sentences(chars.text)
        if not runs:
            if chars.index != self._page or self._selection is not None:
                self._step_to_page(chars.index + steps, steps, extends=extends)
            else:
                announcer().say(self.tr("This page has no text to select"))
            return
        run = runs[0] if steps > 0 else runs[-1]
        self._take_run(chars.index, run, steps, extends=extends)

    def _take_run(self, page: int, run: tuple[int, int], steps: int, *, extends: bool) -> None:
        start, end = Caret(page, run[0]), Caret(page, run[1])
        if extends and self._selection is not None:
            moving = end if steps > 0 else start
            fixed = self._selection.fixed
            if steps < 0 and moving < fixed < self._selection.moving:
                fixed = self._selection.fixed
            self._take(Selection(fixed, moving), announce=True)
        else:
            self._take(Selection(start, end), announce=True)

    def _take(self, selection: Selection, *, announce: bool = False) -> None:
        self._set_selection(selection)
        moving = selection.moving
        chars = self._chars.get(moving.page_index)
        if chars is not None:
            start, end = selection.on_page(chars)
            quads = quads_for(chars, start, end)
            edge = quads[-1:] if moving == selection.end else quads[:1]
            self.show_passage(moving.page_index, [box_of((quad,)) for quad in edge])
            if announce:
                announcer().say(self.selected_text())

    def _first_in_view(self, chars: PageChars) -> int | None:
        if self._layout_now is None:
            return None
        top = self._layout_now.to_page(chars.index, self._offset)[1]
        boxes = chars.boxes
        return next(
            (
                position
                for position in range(len(boxes) // 4)
                if boxes[4 * position + 3] > boxes[4 * position + 1] >= top
            ),
            None,
        )

    def _step_word(self, steps: int) -> None:
        if self._selection is None:
            return
        moving = self._selection.moving
        chars = self._chars.get(moving.page_index)
        if chars is None:
            return
        run = next_run(sentences.words(chars.text), moving.position, steps)
        if run is not None:
            position = run[1] if steps > 0 else run[0]
            if self._selection.fixed != Caret(chars.index, position):
                self._take(
                    Selection(self._selection.fixed, Caret(chars.index, position)), announce=True
                )

    # boxing

    def _drop_box(self) -> None:
        self._box_from = None
        if self._box is not None:
            self._box = None
            self.viewport().update()
            self.selection_changed.emit()

    def _put_box(self, page: int, box: Box) -> None:
        """Put the box on a page, kept inside it, at least 4 points a side."""
        if self._source is None:
            return
        width, height = self._source.sizes[page]
        x0, x1 = sorted((box[0], box[2]))
        y0, y1 = sorted((box[1], box[3]))
        wide = min(max(x1 - x0, 4.0), width)
        high = min(max(y1 - y0, 4.0), height)
        x0 = min(max(x0, 0.0), width - wide)
        y0 = min(max(y0, 0.0), height - high)
        self._box = (page, (x0, y0, x0 + wide, y0 + high))
        self.viewport().update()

    def start_box(self) -> None:
        """Go into box mode with a box in the middle of what is seen, ready for the keys."""
        self.set_box_mode(True)
        if self._layout_now is None or self._box is not None:
            return
        view = self.viewport()
        page = self._page
        seen = self._layout_now.page_rect(page).intersected(
            QRectF(self._offset.x(), self._offset.y(), view.width(), view.height())
        )
        x, y = self._layout_now.to_page(page, seen.center())
        width, height = self._source.sizes[page] if self._source else (100.0, 100.0)
        self._put_box(page, (x - width / 5, y - height / 16, x + width / 5, y + height / 16))

    def _box_key(self, event: QKeyEvent) -> bool:
        directions = {
            Qt.Key.Key_Left: (-1.0, 0.0),
            Qt.Key.Key_Right: (1.0, 0.0),
            Qt.Key.Key_Up: (0.0, -1.0),
            Qt.Key.Key_Down: (0.0, 1.0),
        }
        direction = directions.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.set_box_mode(False)
            return True
        if self._box is None:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.claim_wanted.emit()
            return True
        if direction is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        page, (x0, y0, x1, y1) = self._box
        step = self._source.sizes[page][0] / BOX_STEPS if self._source is not None else 10.0
        across, down = direction[0] * step, direction[1] * step
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            box = (x0, y0, max(x1 + across, x0 + 4), max(y1 + down, y0 + 4))
        else:
            box = (x0 + across, y0 + down, x1 + across, y1 + down)
        self._put_box(page, box)
        if self._layout_now is not None and self._box is not None:
            self._reveal(self._layout_now.box_rect(page, self._box[1]))
        return True

    # flags

    def _place_flags(self) -> None:
        if self._layout_now is None:
            for widget in self._flags.values():
                widget.deleteLater()
            self._flags.clear()
            return
        wanted: dict[str, QPoint] = {}
        flags: dict[str, page_marks.Flag] = {}
        offset = self._offset
        for page in self._visible:
            rect = self._layout_now.page_rect(page)
            free = -1.0
            begun = [m for m in self._marks_by_page.get(page, ()) if m.spans[0].page_index == page]
            begun.sort(key=lambda m: m.quads_on(page)[0][1] if m.quads_on(page) else 0.0)
            for mark in begun:
                quads = mark.quads_on(page)
                y = rect.top() + (quads[0][1] * self._layout_now.scale if quads else 0.0)
                for flag in mark.flags:
                    y = max(y, free)
                    wanted[flag.uid] = QPointF(
                        rect.right() + theme().space("xs") - offset.x(), y - offset.y()
                    ).toPoint()
                    flags[flag.uid] = flag
                    free = y + theme().size("target_min") + 2
        for uid in [each for each in self._flags if each not in wanted]:
            gone = self._flags.pop(uid)
            if gone.hasFocus():
                self.setFocus()
            gone.hide()
            gone.deleteLater()
        are_new = not wanted.keys() <= self._flags.keys()
        for uid, place in wanted.items():
            if uid not in self._flags:
                self._flags[uid] = made = MarginFlag(flags[uid], self.viewport())
                made.clicked.connect(partial(self._on_flag_clicked, uid))
                made.removed.connect(self.removal_wanted)
                made.show()
            widget = self._flags[uid]
            if widget.flag != flags[uid]:
                widget.show_flag(flags[uid])
            if widget.is_chosen != (uid == self._chosen):
                widget.is_chosen = uid == self._chosen
                widget.update()
            widget.move(place)
        if are_new:
            before: QWidget = self
            for uid in wanted:  # Tab goes from the page to its flags, top to bottom
                QWidget.setTabOrder(before, self._flags[uid])
                before = self._flags[uid]

    def _on_flag_clicked(self, uid: str, checked: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002 - Qt
        self.choose_flag(uid, reveal=False)
        self.flag_opened.emit(uid)

    # painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme().colour("surface.sunken"))
        if self._layout_now is None:
            return
        for page in self._visible:
            rect = self._layout_now.page_rect(page).translated(-self._offset)
            if rect.toAlignedRect().adjusted(-4, -4, 4, 4).intersects(event.rect()):
                self._paint_page(painter, page, rect)

    def _paint_page(self, painter: QPainter, page: int, rect: QRectF) -> None:
        painter.setPen(QPen(theme().colour("line.subtle"), 1))
        painter.setBrush(theme().colour("surface.paper"))
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
        drawn = self._images.best(page)
        if drawn is not None:
            exact = (
                abs(drawn.image.width() - rect.width() * self._ratio) <= 1
                and abs(drawn.image.height() - rect.height() * self._ratio) <= 1
            )
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
            if exact:
                drawn.image.setDevicePixelRatio(self._ratio)
                painter.drawImage(rect.topLeft(), drawn.image)
            else:
                painter.drawImage(rect, drawn.image, QRectF(drawn.image.rect()))
        else:
            words = self._broken.get(page) or self.tr("Page {0}").format(page + 1)
            painter.setPen(theme().paper_colour("text.muted"))
            painter.drawText(
                rect.adjusted(24, 24, -24, -24),
                Qt.AlignmentFlag.AlignHCenter
                | Qt.AlignmentFlag.AlignTop
                | Qt.TextFlag.TextWordWrap,
                words,
            )
        painter.save()
        painter.setClipRect(rect)
        painter.translate(rect.topLeft())
        self._paint_marks(painter, page)
        painter.restore()
        if self._dim:
            painter.fillRect(rect, QColor(0, 0, 0, 38))

    def _paint_marks(self, painter: QPainter, page: int) -> None:
        scale = self._zoom * POINTS_TO_PIXELS
        marks = self._marks_by_page.get(page, ())
        for mark in marks:
            page_marks.draw_mark(painter, mark, page, scale)
        if self._selection is not None and page in self._selection.pages:
            chars = self._chars.get(page)
            if chars is not None:
                if page not in self._selected:
                    span = self._selection.on_page(chars)
                    self._selected[page] = quads_for(chars, *span)
                quads = self._selected[page]
                page_marks.draw_fill(painter, quads, scale, theme().colour("highlight.unmapped"))
        for mark in marks:
            if any(flag.uid == self._chosen for flag in mark.flags):
                page_marks.draw_ring(painter, mark.quads_on(page), scale)
        if self._box is not None and self._box[0] == page:
            quads = (quad_of(self._box[1]),)
            page_marks.draw_fill(painter, quads, scale, theme().colour("highlight.unmapped"))
            page_marks.draw_ring(painter, quads, scale)

    # events

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self._on_scrolled()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.set_zoom(self._zoom * (1.0 + event.value()), event.position())
                return True
        elif event.type() is QEvent.Type.DevicePixelRatioChange:
            self._settle.start()
        return super().viewportEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * 1.0015 ** event.angleDelta().y(), event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._layout_now is None:
            super().mousePressEvent(event)
            return
        self._late_claim.stop()
        place = event.position().toPoint()
        if self._is_boxing:
            point = event.position() + self._offset
            page = self._layout_now.page_at(point.y())
            self._box_from = (page, QPointF(*self._layout_now.to_page(page, point)))
            return
        caret = self._caret_at(place)
        if caret is None:
            self._set_selection(None)
            return
        last = self._press
        near = last is not None and (last[1] - place).manhattanLength() < 6
        if near and self._is_double:
            chars = self._chars[caret.page_index]
            sentence = sentence_at(chars, max(caret.position - 1, 0))
            self._is_double = False
            if sentence is not None:
                self._set_selection(sentence)
                self._late_claim.start(1)
            return
        self._is_double = False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._selection is not None:
            self._set_selection(Selection(self._selection.fixed, caret))
        else:
            self._set_selection(None)
        self._press = (caret, place)
        self._is_dragging = True

    _is_double = False
    _is_dragging = False

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._is_boxing:
            return
        place = event.position().toPoint()
        caret = self._caret_at(place)
        if caret is None:
            return
        word = word_at(self._chars[caret.page_index], max(caret.position - 1, 0))
        self._is_dragging = False
        if word is not None:
            self._set_selection(word)
            self._press = (caret, place)
            self._is_double = True
            # A third press makes it the sentence: wait for it before asking which KSB.
            self._late_claim.start(QGuiApplication.styleHints().mouseDoubleClickInterval())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._box_from is not None and self._layout_now is not None:
            page, start = self._box_from
            x, y = self._layout_now.to_page(page, event.position() + self._offset)
            width, height = self._layout_now.sizes[page]
            self._put_box(
                page, (start.x(), start.y(), min(max(x, 0), width), min(max(y, 0), height))
            )
            return
        if self._is_dragging and self._press is not None:
            self._drag_to(place)
            outside = not self.viewport().rect().adjusted(0, 24, 0, -24).contains(place)
            if outside != self._edge_scroll.isActive():
                self._edge_scroll.start() if outside else self._edge_scroll.stop()
            return
        if not self._is_boxing and self._layout_now is not None:
            over = self._is_over_words(place)
            shape = Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor
            if self.viewport().cursor().shape() is not shape:
                self.viewport().setCursor(shape)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._edge_scroll.stop()
        if self._box_from is not None:
            self._box_from = None
            if self._box is not None:
                self.claim_wanted.emit()
            return
        was_dragging, self._is_dragging = self._is_dragging, False
        if was_dragging and self._selection is not None:
            self._set_selection(in_whole_words(self._selection, self._chars))
            self.claim_wanted.emit()
        elif was_dragging:
            self._choose_at(event.position())

    def _drag_to(self, place: QPoint) -> None:
        caret = self._caret_at(place)
        if caret is None or self._press is None:
            return
        if caret == self._press[0]:
            if self._selection is not None and self._selection.fixed == caret:
                self._set_selection(None)
            return
        fixed = self._selection.fixed if self._selection is not None else self._press[0]
        self._set_selection(Selection(fixed, caret))

    def _on_edge(self) -> None:
        place = self.viewport().mapFromGlobal(self.cursor().pos())
        height = self.viewport().height()
        over = min(place.y() - 24, 0) + max(place.y() - height + 24, 0)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + max(min(over, 60), -60))
        self._drag_to(place)

    def _is_over_words(self, place: QPoint) -> bool:
        if self._layout_now is None:
            return False
        point = QPointF(place) + self._offset
        page = self._layout_now.page_at(point.y())
        chars = self._chars.get(page)
        return (
            chars is not None
            and bool(chars.boxes)
            and self._layout_now.page_rect(page).contains(point)
        )

    def _choose_at(self, place: QPointF) -> None:
        """Choose the passage that was clicked; a further click takes the next that lies there."""
        if self._layout_now is None:
            return
        point = place + self._offset
        page = self._layout_now.page_at(point.y())
        x, y = self._layout_now.to_page(page, point)
        here = [
            flag.uid
            for mark in self._marks_by_page.get(page, ())
            if any(
                box[0] <= x <= box[2] and box[1] <= y <= box[3]
                for box in (box_of((quad,)) for quad in mark.quads_on(page))
            )
            for flag in mark.flags
        ]
        if not here:
            if self._chosen:
                self._chosen = ""
                self._place_flags()
                self.viewport().update()
                self.flag_chosen.emit("")
            return
        at = here.index(self._chosen) + 1 if self._chosen in here else 0
        self.choose_flag(here[at % len(here)], reveal=False)

    @override
    def event(self, event: QEvent) -> bool:
        # Some of our keys are window-wide shortcuts elsewhere (Del): here they are the page's.
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._command(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_boxing and self._box_key(event):
            return
        command = self._command(event)
        if command is not None:
            command()
            return
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif event.key() == Qt.Key.Key_Space:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            bar.triggerAction(
                bar.SliderAction.SliderPageStepSub if back else bar.SliderAction.SliderPageStepAdd
            )
        elif event.key() == Qt.Key.Key_Escape and (self._selection or self._chosen):
            self._set_selection(None)
            self._chosen = ""
            self._place_flags()
            self.viewport().update()
            self.flag_chosen.emit("")
        else:
            super().keyPressEvent(event)

    def _command(self, event: QKeyEvent) -> Callable[[], None] | None:
        """Return what a key means on the page, None for keys that only scroll."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
        if held in (alt, alt | shift) and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            steps = 1 if key is Qt.Key.Key_Down else -1
            return partial(self.step_sentence, steps, extends=bool(held & shift))
        if self._is_boxing:
            return None
        if held == shift and key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._selection:
            return partial(self._step_word, 1 if key is Qt.Key.Key_Right else -1)
        if held == Qt.KeyboardModifier.ControlModifier and key is Qt.Key.Key_C:
            return self._copy if self._selection is not None else None
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not held and self._chosen:
            return partial(self.removal_wanted.emit, self._chosen)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held and self._chosen:
            return partial(self.flag_opened.emit, self._chosen)
        return self._letter(event.text()) if self.single_keys and not held & ~shift else None

    def _letter(self, letter: str) -> Callable[[], None] | None:
        if letter in ("[", "]"):
            if not self._chosen:
                return None
            return partial(self.stronger_wanted.emit, self._chosen, 1 if letter == "]" else -1)
        commands: dict[str, Callable[[], None]] = {
            "h": self.claim_wanted.emit,
            "H": self.claim_wanted.emit,
            "b": self.start_box,
            "B": self.start_box,
            "n": partial(self.step_passage, 1),
            "N": partial(self.step_passage, -1),
        }
        return commands.get(letter)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.selected_text())
        announcer().say(self.tr("Copied"))

    def _on_theme(self) -> None:
        for flag in self._flags.values():
            flag.show_flag(flag.flag)
        self._lay_out()
        self.viewport().update()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, 160)

    def flag_rect(self, claim_uid: str) -> QRect | None:
        """Return where a claim's flag stands in the viewport, None while it is out of view."""
        found = self._flags.get(claim_uid)
        return found.geometry() if found is not None else None
