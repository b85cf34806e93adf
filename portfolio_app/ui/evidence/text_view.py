"""The words of a document as flowing text, with a caret: the Reader's other view (F7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget
from typing_extensions import override

from portfolio_app import tokens
from portfolio_app.domain.document import PageText
from portfolio_app.domain.sentences import sentences
from portfolio_app.ui.evidence.text_covers import covered, places
from portfolio_app.ui.evidence.text_map import TextMap
from portfolio_app.ui.kit import reading_keys
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.own_keys import DELETE
from portfolio_app.ui.kit.page_hides import Cover
from portfolio_app.ui.kit.page_marks import Mark
from portfolio_app.ui.kit.page_selection import Caret, next_run, run_at
from portfolio_app.ui.kit.theme import theme

PAGES_AT_ONCE = 50  # a longer document is shown in parts: laying out text takes time

_UNDERLINES = {
    "solid": QTextCharFormat.UnderlineStyle.SingleUnderline,
    "dash": QTextCharFormat.UnderlineStyle.DashUnderline,
    "dot": QTextCharFormat.UnderlineStyle.DotLine,
}
_SENTENCES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
Stretch = tuple[int, int, int]  # page index from 0, code points from and to


def make_here(pages: Sequence[PageText], heading: str, then: Callable[[TextMap], None]) -> None:
    """Work out the flowing text at once: for short documents."""
    then(TextMap(pages, heading))


class TextView(QPlainTextEdit):
    """Read-only text with the usual selecting keys; H claims what is selected, or the sentence.

    The keys of one letter are those of the page view.
    """

    claim_wanted = Signal()
    marked = Signal()  # the mouse finished a selection
    pen_wanted = Signal(int)  # 1 to 9, 0 for Ask
    box_wanted = Signal()
    page_changed = Signal(int)
    passage_step = Signal(int)  # N: +1, Shift+N: -1
    stronger_wanted = Signal(int)  # ]: +1, [: -1
    removal_wanted = Signal()  # Del
    opening_wanted = Signal()  # Enter: the passage chosen, in full

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: tuple[PageText, ...] = ()
        self._map = TextMap((), "{0}")
        self._marks: tuple[Mark, ...] = ()
        self._covers: tuple[Cover, ...] = ()
        self._more = ""
        self._page = 0
        self._wanted_part = 0
        self._is_double = False
        self._is_stale = False
        # Whoever can works it out off this thread; the answer may then come later.
        self.make_map = make_here
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._on_marked)
        self.setObjectName("text_view")
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setAccessibleName(self.tr("Text of the document"))
        self.cursorPositionChanged.connect(self._on_moved)
        theme().changed.connect(self._dress)
        self._dress()

    def show_pages(self, pages: Sequence[PageText], page_index: int = 0) -> None:
        """Show the words of a document and put the caret on one of its pages."""
        self._pages = tuple(pages)
        self._show_part(page_index, partial(self._put_on_page, page_index))

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show these passages."""
        self._marks = tuple(marks)
        if self.isVisible():
            self._highlight()
        else:
            self._is_stale = True  # hundreds of passages are only dressed when they are seen

    def set_covers(self, covers: Sequence[Cover]) -> None:
        """Show blocks, or the label, in place of the words of these hidden places."""
        if tuple(covers) == self._covers:
            return
        self._covers = tuple(covers)
        cursor, place = self.textCursor(), self.verticalScrollBar().value()
        anchor, position = cursor.anchor(), cursor.position()
        self._fill()
        cursor = self.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(place)

    def go_to_page(self, page_index: int) -> None:
        """Put the caret at the beginning of a page."""
        if page_index not in self._map.pages:
            self._show_part(page_index, partial(self._put_on_page, page_index))
        else:
            self._put_on_page(page_index)

    def go_to(self, place: Caret) -> None:
        """Put the caret at a place of a page, and show it."""
        if place.page_index not in self._map.pages:
            self._show_part(place.page_index, partial(self.go_to, place))
        else:
            self._put_caret(self._map.to_shown(place), at_top=False)

    @property
    def page(self) -> int:
        """The page the caret is on, counted from 0."""
        return self._page

    def stretches(self) -> tuple[Stretch, ...]:
        """Return what is selected, page by page; the caret's sentence when nothing is."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            place = self._map.to_page(cursor.position())
            runs = sentences(self._map.text_of(place.page_index)) if place else []
            run = run_at(runs, place.position) if place else None
            return ((place.page_index, *run),) if place and run else ()
        return self._map.stretches(cursor.selectionStart(), cursor.selectionEnd())

    @property
    def has_selection(self) -> bool:
        """Whether words are selected."""
        return self.textCursor().hasSelection()

    def words_of(self, stretches: Sequence[Stretch]) -> str:
        """Return the words of some stretches, on one line."""
        parts = (self._map.text_of(page)[start:end] for page, start, end in stretches)
        return " ".join(" ".join(parts).split())

    def select(self, stretches: Sequence[Stretch]) -> None:
        """Select from the beginning of the first stretch to the end of the last."""
        if stretches and stretches[0][0] not in self._map.pages:
            self._show_part(stretches[0][0], partial(self.select, stretches))
        elif stretches:
            first, last = stretches[0], stretches[-1]
            cursor = self.textCursor()
            cursor.setPosition(self._map.to_shown(Caret(first[0], first[1])))
            cursor.setPosition(
                self._map.to_shown(Caret(last[0], last[2])), QTextCursor.MoveMode.KeepAnchor
            )
            self.setTextCursor(cursor)

    def step_sentence(self, steps: int, *, extends: bool = False) -> None:
        """Select the next (+1) or previous (-1) sentence, or extend the selection by one."""
        cursor = self.textCursor()
        edge = (
            cursor.position()
            if extends
            else (cursor.selectionEnd() if steps > 0 else cursor.selectionStart())
        )
        place = self._map.to_page(edge)
        if place is None:
            return
        around = None if extends else self._sentence_around()
        if around is not None:
            self._take(around[0], around[1:], steps, extends=False)
            return
        page, position = place.page_index, place.position
        while page in self._map.pages:
            run = next_run(sentences(self._map.text_of(page)), position, steps)
            if run is not None:
                self._take(page, run, steps, extends=extends)
                return
            page += steps
            position = 0 if steps > 0 else len(self._map.text_of(page))

    def _sentence_around(self) -> Stretch | None:
        """Return the sentence that the words selected are a smaller part of."""
        chosen = self.stretches() if self.has_selection else ()
        if len(chosen) != 1:
            return None
        page, start, end = chosen[0]
        run = run_at(sentences(self._map.text_of(page)), start)
        if run is None or not run[0] <= start < end <= run[1] or (start, end) == run:
            return None
        return (page, *run)

    @override
    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_ours(event)
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_ours(event):
            before = self.textCursor().position()
            super().keyPressEvent(event)
            if self.textCursor().position() == before and not event.modifiers():
                self._go_on(event.key())
            return
        key = Qt.Key(event.key())
        if key in _SENTENCES:
            extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step_sentence(_SENTENCES[key], extends=extends)
        elif key in DELETE:
            self.removal_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opening_wanted.emit()
        else:
            self._do(reading_keys.command(event))

    def _do(self, word: str) -> None:
        if word.isdigit():
            self.pen_wanted.emit(int(word))
        elif word == reading_keys.ASK:
            self.claim_wanted.emit()
        elif word == reading_keys.BOX:
            self.box_wanted.emit()
        elif word in (reading_keys.NEXT, reading_keys.PREVIOUS):
            self.passage_step.emit(1 if word == reading_keys.NEXT else -1)
        else:
            self.stronger_wanted.emit(1 if word == reading_keys.STRONGER else -1)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.has_selection:
            # A further press makes more of it: wait for that, as the page view does.
            wait = QGuiApplication.styleHints().mouseDoubleClickInterval() if self._is_double else 0
            self._late.start(wait)
        self._is_double = False

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._late.stop()
        super().mousePressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._late.stop()
        self._is_double = True
        super().mouseDoubleClickEvent(event)

    def _on_marked(self) -> None:
        if self.has_selection:
            self.marked.emit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self._highlight()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_measure()

    def _is_ours(self, event: QKeyEvent) -> bool:
        held = event.modifiers()
        alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
        if held in (alt, alt | shift):
            return Qt.Key(event.key()) in _SENTENCES
        if not held and Qt.Key(event.key()) in (*DELETE, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return True
        return bool(reading_keys.command(event))

    def _show_part(self, page_index: int, then: Callable[[], None]) -> None:
        first = page_index // PAGES_AT_ONCE * PAGES_AT_ONCE
        part = self._pages[first : first + PAGES_AT_ONCE]
        self._wanted_part += 1
        self.make_map(part, self.tr("Page {0}"), partial(self._on_made, self._wanted_part, then))

    def _on_made(self, wanted: int, then: Callable[[], None], made: TextMap) -> None:
        if wanted != self._wanted_part:
            return
        self._map = made
        last = made.pages[-1] + 1 if made.pages else 0
        self._more = ""
        if last < len(self._pages):
            words = self.tr("Pages {0} to {1} follow: press Down at the end.")
            self._more = "\n\n" + words.format(last + 1, len(self._pages))
        self._fill()
        if made.pages:
            then()

    def _fill(self) -> None:
        shown = self._map.shown
        if self._covers:
            shown = covered(shown, self._covers, self._map)
        self.setPlainText(shown + self._more)
        self._highlight()

    def _put_on_page(self, page_index: int) -> None:
        self._put_caret(self._map.heading_at(page_index), at_top=True)

    def _go_on(self, key: int) -> None:
        """Show the part before or after this one: the caret can go no further."""
        shown = self._map.pages
        if not shown:
            return
        if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) and shown[-1] + 1 < len(self._pages):
            self.go_to_page(shown[-1] + 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) and shown[0] > 0:
            self.go_to_page(shown[0] - 1)

    def _put_caret(self, position: int, *, at_top: bool) -> None:
        cursor = self.textCursor()
        cursor.setPosition(position)
        if at_top:
            # From below, so that the place comes to the top of the view.
            self.moveCursor(QTextCursor.MoveOperation.End)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _take(self, page: int, run: tuple[int, int], steps: int, *, extends: bool) -> None:
        start = self._map.to_shown(Caret(page, run[0]))
        end = self._map.to_shown(Caret(page, run[1]))
        cursor = self.textCursor()
        keep = QTextCursor.MoveMode.KeepAnchor
        if extends and cursor.hasSelection():
            cursor.setPosition(end if steps > 0 else start, keep)
        else:
            cursor.setPosition(start)
            cursor.setPosition(end, keep)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        announcer().say(cursor.selectedText())

    def _on_moved(self) -> None:
        page = self._map.page_at(self.textCursor().position())
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)

    def _dress(self) -> None:
        look = theme()
        self.setFont(look.reading_font())
        ground, ink = look.colour("surface.surface").name(), look.colour("text.normal").name()
        self.setStyleSheet(
            f"QPlainTextEdit {{ background: {ground}; color: {ink}; border: 0; border-radius: 0; }}"
        )
        self._highlight()
        self._fit_measure()

    def _heading(self, page_index: int) -> QTextEdit.ExtraSelection:
        form = QTextCharFormat()
        form.setBackground(theme().colour("surface.sunken"))
        form.setForeground(theme().colour("text.muted"))
        form.setProperty(QTextFormat.Property.FullWidthSelection, True)  # noqa: FBT003 - Qt
        extra = QTextEdit.ExtraSelection()
        extra.cursor = QTextCursor(self.document())
        extra.cursor.setPosition(self._map.heading_at(page_index))
        extra.format = form
        return extra

    def _fit_measure(self) -> None:
        """Keep lines at the reading measure, centred."""
        measure = self.fontMetrics().averageCharWidth() * int(
            tokens.number("size.reading_measure_chars")
        )
        aside = max(theme().space("lg"), (self.width() - measure) // 2)
        self.setViewportMargins(aside, theme().space("lg"), aside, 0)

    def _highlight(self) -> None:
        look = theme()
        selections = [self._heading(page) for page in self._map.pages]
        for mark in self._marks:
            kind = mark.flags[0].kind
            form = QTextCharFormat()
            form.setBackground(look.colour(f"ksb.{kind.value}_tint"))
            form.setUnderlineStyle(_UNDERLINES[tokens.text(f"highlight.underline_{kind.value}")])
            form.setUnderlineColor(QColor(look.colour(f"ksb.{kind.value}")))
            for span in mark.spans:
                if span.start == span.end or span.page_index not in self._map.pages:
                    continue
                cursor = QTextCursor(self.document())
                cursor.setPosition(self._map.to_shown(Caret(span.page_index, span.start)))
                cursor.setPosition(
                    self._map.to_shown(Caret(span.page_index, span.end)),
                    QTextCursor.MoveMode.KeepAnchor,
                )
                extra = QTextEdit.ExtraSelection()
                extra.cursor = cursor
                extra.format = form
                selections.append(extra)
        solid = QTextCharFormat()
        solid.setBackground(look.colour("text.normal"))  # black would not show on a dark ground
        solid.setForeground(look.colour("surface.surface"))
        for begin, end in places(self._covers, self._map):
            extra = QTextEdit.ExtraSelection()
            extra.cursor = QTextCursor(self.document())
            extra.cursor.setPosition(begin)
            extra.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            extra.format = solid
            selections.append(extra)
        self.setExtraSelections(selections)
