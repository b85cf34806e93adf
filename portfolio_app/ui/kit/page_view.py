"""The pages of a document one under the other: read, zoom, select words by mouse or keyboard, box.

The view knows no file and no store. It asks a ``PageSource`` for pictures and characters, which
answer later, and says what the person wants through signals; ``selection()`` and ``box()`` tell
what was marked. Marks and their flags are given to it with ``set_marks``.

What it is made of: ``page_column`` (scrolling and zoom), ``page_supply`` (pictures and characters),
``page_selector`` and ``page_gestures`` (words, by keys and by mouse), ``page_box``, ``page_flags``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from portfolio_app.domain.document import PageChars
from portfolio_app.domain.passage import Box, quad_of
from portfolio_app.ui.kit import reading_keys
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.habits import habits
from portfolio_app.ui.kit.page_box import PageBox
from portfolio_app.ui.kit.page_column import PageColumn
from portfolio_app.ui.kit.page_flags import PageFlags
from portfolio_app.ui.kit.page_gestures import PageGestures
from portfolio_app.ui.kit.page_hides import Cover, PageHides, draw_cover
from portfolio_app.ui.kit.page_layout import POINTS_TO_PIXELS
from portfolio_app.ui.kit.page_marks import Mark, draw_fill, draw_mark, draw_ring
from portfolio_app.ui.kit.page_painting import DIM, draw_page, draw_words
from portfolio_app.ui.kit.page_selection import Caret, Part, Selection
from portfolio_app.ui.kit.page_selector import PageSelector
from portfolio_app.ui.kit.page_supply import Needs, PageSource, PageSupply
from portfolio_app.ui.kit.theme import theme

_SEEN_THROUGH = 0.6  # how solid an area to hide is while it is drawn: one has to see what it covers


class PageView(PageColumn):
    """The pages of one document.

    Keys: Up, Down, Page Up, Page Down, Home, End move; Alt+Down and Alt+Up step by sentence, with
    Shift they extend; Shift+Left and Shift+Right take a word off or on; H asks for a claim; B draws
    a box (arrows move it, Shift+arrows size it, Enter takes it); N and Shift+N go to the next and
    the previous passage; [ and ] change how strongly it shows; Del removes it; 1 to 9 are pens, 0
    is Ask; Ctrl+C copies.
    """

    selection_changed = Signal()
    claim_wanted = Signal()  # H: selection() or box() holds what is to be claimed
    marked = Signal()  # the mouse, or Enter on a box, finished a selection
    pen_wanted = Signal(int)  # 1 to 9, 0 for Ask
    box_mode_changed = Signal(bool)
    flag_chosen = Signal(str)  # claim uid: N, a click, Enter; "" when none is
    flag_opened = Signal(str)  # claim uid: shown, wanted in full
    stronger_wanted = Signal(str, int)  # claim uid ("" for the one last made), +1 or -1
    removal_wanted = Signal(str)  # claim uid
    hide_mode_changed = Signal(bool)
    hide_wanted = Signal()  # in hide mode: selection() or box() holds what is to be hidden
    cover_chosen = Signal(str)  # uid of a hidden place that was clicked
    words_known = Signal(int, bool)  # page index from 0, whether there is text to select

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._supply = PageSupply(self._needs, self)
        self._selector = PageSelector(self, self._supply)
        self._gestures = PageGestures(self, self._supply, self._selector)
        self._box = PageBox(self, self._selector)
        self._flags = PageFlags(self)
        self._hides = PageHides(self)
        self._hides.mode_changed.connect(self.hide_mode_changed)
        self._dim = habits().dim_pages
        self.setObjectName("page_view")
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._connect()

    def _connect(self) -> None:
        self.moved.connect(self._flags.place)
        self.moved.connect(self._supply.ask)
        self.settled.connect(self._supply.ask)
        self._supply.pictured.connect(self._on_pictured)
        self._supply.words_came.connect(self._on_words)
        self._selector.changed.connect(self._on_selected)
        self._gestures.finished.connect(self._on_finished)
        self._gestures.clicked.connect(self._on_clicked)
        self._box.dropped.connect(self.selection_changed)
        self._box.finished.connect(self._on_finished)
        self._box.mode_changed.connect(self._on_box_mode)
        self._flags.chosen_changed.connect(self.flag_chosen)
        self._flags.opened.connect(self.flag_opened)
        self._flags.removal_wanted.connect(self.removal_wanted)
        theme().changed.connect(self._on_theme)
        habits().changed.connect(self._on_habits)

    # the document

    def open(self, source: PageSource, label: str, page_index: int = 0) -> None:
        """Show a document from one of its pages. ``label`` is read out beside "Page 4 of 14"."""
        self._supply.open(None)
        self._selector.stop_waiting()
        self._gestures.reset()
        self._box.drop()
        self._selector.set(None)
        self._supply.open(source)
        self.show_sizes(source.sizes, label, page_index)

    def close_document(self) -> None:
        """Show nothing."""
        self._supply.open(None)
        self.show_sizes((), "", 0)
        self.set_marks(())
        self.set_covers(())

    def chars_of(self, page_index: int) -> PageChars | None:
        """Return a page's characters if they are known already."""
        return self._supply.chars.get(page_index)

    def is_drawn(self, page_index: int) -> bool:
        """Whether the page is drawn as sharply as it is shown now."""
        return self._supply.is_drawn(page_index, self._shown_scale)

    @property
    def _shown_scale(self) -> float:
        return self.zoom * POINTS_TO_PIXELS * self.ratio

    def _needs(self) -> Needs:
        return Needs(
            self.visible_pages, self._shown_scale, self._selector.pages_waited_for, self.is_settled
        )

    def _on_pictured(self, page_index: int) -> None:
        if page_index in self.visible_pages:
            self.viewport().update()

    def _on_words(self, chars: PageChars) -> None:
        self.words_known.emit(chars.index, any(chars.boxes))
        if self._selector.learn(chars):
            self.selection_changed.emit()
            self.viewport().update()

    # what is marked

    def selection(self) -> tuple[Part, ...] | None:
        """Return what is selected page by page, in order; empty for nothing.

        None while the characters of a page in between are still on their way.
        """
        return self._selector.parts()

    def selected_text(self) -> str:
        """Return the words selected, as the page has them."""
        return self._selector.text()

    def clear_selection(self) -> None:
        """Select nothing, and forget the box."""
        self._box.drop()
        self._selector.set(None)

    def spend_selection(self) -> None:
        """Show the selection as claimed: it stays for the keys to go on from, without its ink."""
        self._selector.spend()
        self.viewport().update()

    def select(self, fixed: Caret, moving: Caret) -> None:
        """Select from one place to another."""
        self._selector.set(Selection(fixed, moving))

    def step_sentence(self, steps: int, *, extends: bool = False) -> None:
        """Select the next (+1) or previous (-1) sentence, or extend the selection by one."""
        self._selector.step_sentence(steps, extends=extends)

    def _on_selected(self) -> None:
        if self._selector.selection is not None and self._flags.chosen:
            self._flags.choose_none()
        self.viewport().update()
        self._supply.ask()
        self.setAccessibleDescription(self.selected_text())
        if QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(event)
        self.selection_changed.emit()

    def box(self) -> tuple[int, Box] | None:
        """Return the drawn box: page index from 0, and points of that page."""
        return self._box.box

    @property
    def is_boxing(self) -> bool:
        """Whether a drag draws a box rather than selecting words."""
        return self._box.is_on

    def set_box_mode(self, on: bool) -> None:  # noqa: FBT001 - a setter
        """Draw boxes, or select words."""
        self._hides.set_on(False)
        self._box.set_on(on)

    def start_box(self) -> None:
        """Go into box mode with a box in the middle of what is seen, ready for the keys."""
        self._box.set_on(True)
        self._box.start()

    # passages

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show these passages, in reading order."""
        self._flags.set_marks(marks)

    @property
    def chosen(self) -> str:
        """The claim uid of the flag that is chosen, empty for none."""
        return self._flags.chosen

    def choose_flag(self, claim_uid: str, *, reveal: bool = True) -> None:
        """Choose a claim's passage and bring it into view."""
        self._flags.choose(claim_uid, reveal=reveal)

    def step_passage(self, steps: int) -> None:
        """Go to the next (+1) or previous (-1) passage from the chosen one, or from here."""
        self._flags.step(steps)

    def flag_rect(self, claim_uid: str) -> QRect | None:
        """Return where a claim's flag stands in the viewport, None while it is out of view."""
        return self._flags.rect_of(claim_uid)

    # hidden places

    def set_covers(self, covers: Sequence[Cover]) -> None:
        """Show these hidden places."""
        self._hides.set_covers(covers)

    def choose_cover(self, uid: str, *, reveal: bool = True) -> None:
        """Choose a hidden place and bring it into view; "" for none."""
        self._hides.choose(uid, reveal=reveal)

    @property
    def is_hiding(self) -> bool:
        """Whether what is marked is to be hidden: ``hide_wanted`` follows, not ``marked``."""
        return self._hides.is_on

    def set_hide_mode(self, on: bool, *, with_box: bool = False) -> None:  # noqa: FBT001 - a setter
        """Let a drag draw an area to hide, or mark passages; ``with_box`` puts one in the middle.

        The keys are those of the box: arrows move it, Shift+arrows size it, Enter hides it.
        """
        was_boxing = self.is_boxing and not self._hides.is_on
        self._hides.set_on(on)
        self._box.set_on(on)
        if on and was_boxing:
            self.box_mode_changed.emit(False)  # noqa: FBT003 - Qt's
        if on and with_box:
            self._box.start()

    def _on_box_mode(self, on: bool) -> None:  # noqa: FBT001 - a slot
        if not on:
            self._hides.set_on(False)
        self.box_mode_changed.emit(on and not self._hides.is_on)

    def _on_finished(self) -> None:
        (self.hide_wanted if self._hides.is_on else self.marked).emit()

    def _on_clicked(self, place: QPointF) -> None:
        at = self.on_page(place)
        uid = self._hides.at(*at) if at is not None else ""
        if uid:
            self._hides.choose(uid, reveal=False)
            self.cover_chosen.emit(uid)
        else:
            self._hides.choose("")
            self._flags.choose_at(place)

    # painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme().colour("surface.sunken"))
        if self.layout_now is None:
            return
        for page in self.visible_pages:
            rect = self.layout_now.page_rect(page).translated(-self.offset)
            if rect.toAlignedRect().adjusted(-4, -4, 4, 4).intersects(event.rect()):
                self._paint_page(painter, page, rect)

    def _paint_page(self, painter: QPainter, page: int, rect: QRectF) -> None:
        drawn = self._supply.picture(page)
        draw_page(painter, rect, drawn, self.ratio)
        if drawn is None:
            words = self._supply.trouble(page) or self.tr("Page {0}").format(page + 1)
            draw_words(painter, rect, words)
        painter.save()
        painter.setClipRect(rect)
        painter.translate(rect.topLeft())
        self._paint_marks(painter, page)
        painter.restore()
        if self._dim:
            painter.fillRect(rect, DIM)

    def _paint_marks(self, painter: QPainter, page: int) -> None:
        scale = self.zoom * POINTS_TO_PIXELS
        ink = theme().colour("highlight.unmapped")
        marks = self._flags.marks_on(page)
        for mark in marks:
            draw_mark(painter, mark, page, scale)
        if self._selector.is_spent:
            draw_ring(painter, self._selector.quads_on(page), scale)
        else:
            draw_fill(painter, self._selector.quads_on(page), scale, ink)
        for mark in marks:
            if self._flags.is_chosen(mark):
                draw_ring(painter, mark.quads_on(page), scale)
        self._hides.draw(painter, page, scale)
        box = self._box.box
        if box is not None and box[0] == page:
            quads = (quad_of(box[1]),)
            if self._hides.is_on:
                painter.setOpacity(_SEEN_THROUGH)
                draw_cover(painter, quads, "", scale)
                painter.setOpacity(1.0)
            else:
                draw_fill(painter, quads, scale, ink)
            draw_ring(painter, quads, scale)

    def _on_habits(self) -> None:
        self._dim = habits().dim_pages
        self.viewport().update()

    def _on_theme(self) -> None:
        self._flags.restyle()
        self.lay_out()
        self.viewport().update()

    # the mouse

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self.layout_now is None:
            super().mousePressEvent(event)
            return
        self._gestures.hold()
        if self._box.is_on:
            self._box.press(event.position())
        else:
            self._gestures.press(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self._box.is_on:
            self._gestures.double_click(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._box.is_drawing:
            self._box.drag(event.position())
        elif not self._gestures.move(event) and not self._box.is_on:
            over = self._gestures.is_over_words(event.position())
            shape = Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor
            if self.viewport().cursor().shape() is not shape:
                self.viewport().setCursor(shape)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._box.is_drawing:
            self._box.release()
        else:
            self._gestures.release(event)

    # keys

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
        if self._box.is_on and self._box.key(event):
            return
        command = self._command(event)
        if command is not None:
            command()
        elif event.key() == Qt.Key.Key_Escape and (self._selector.selection or self.chosen):
            self._selector.set(None)
            self._flags.choose_none()
        else:
            super().keyPressEvent(event)

    def _command(self, event: QKeyEvent) -> Callable[[], None] | None:
        """Return what a key means on the page, None for keys that only scroll."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
        is_selecting = self._selector.selection is not None
        if held in (alt, alt | shift) and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            steps = 1 if key is Qt.Key.Key_Down else -1
            return partial(self.step_sentence, steps, extends=bool(held & shift))
        if self._hides.is_on:
            return None  # nothing here may be claimed: it is to be hidden
        if self._box.is_on:
            word = reading_keys.command(event)
            return self._letter(word) if word == reading_keys.ASK or word.isdigit() else None
        if held == shift and key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and is_selecting:
            return partial(self._selector.step_word, 1 if key is Qt.Key.Key_Right else -1)
        if held == Qt.KeyboardModifier.ControlModifier and key is Qt.Key.Key_C:
            return self._copy if is_selecting else None
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not held and self.chosen:
            return partial(self.removal_wanted.emit, self.chosen)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held and self.chosen:
            return partial(self.flag_opened.emit, self.chosen)
        return self._letter(reading_keys.command(event))

    def _letter(self, word: str) -> Callable[[], None] | None:
        commands: dict[str, Callable[[], None]] = {
            reading_keys.ASK: self.claim_wanted.emit,
            reading_keys.BOX: self.start_box,
            reading_keys.NEXT: partial(self.step_passage, 1),
            reading_keys.PREVIOUS: partial(self.step_passage, -1),
            reading_keys.STRONGER: partial(self.stronger_wanted.emit, self.chosen, 1),
            reading_keys.WEAKER: partial(self.stronger_wanted.emit, self.chosen, -1),
        }
        if word.isdigit():
            return partial(self.pen_wanted.emit, int(word))
        return commands.get(word)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.selected_text())
        announcer().say(self.tr("Copied"))
