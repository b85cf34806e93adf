"""The text between its panels: beside it where there is room, and else one of them over it.

A panel over the text is there while the focus is in it: Esc, its button, what it puts into the
text, and everything else that takes the focus away, closes it.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.ui.kit.own_keys import keep_key
from portfolio_app.ui.kit.theme import theme

OUTLINE, BESIDE = 230, 320  # pixels at 100 % of the panels
BACK = 50  # pixels at 100 % of the button that closes a panel over the text
TEXT = 330  # pixels at 100 % that the text keeps beside a panel
ROOM_FOR_SIDE, ROOM_FOR_OUTLINE = 1000, 640  # pixels at 100 % of a view that begins with them


class Panes(QWidget):
    """What it ``hold``s is made with ``splitter`` for a parent: to move it there takes time.

    ``arranged`` follows whenever it was worked out what is shown.
    """

    arranged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.over: QWidget | None = None  # the panel that lies over the text
        self.is_alone = False
        self._outline_chosen: bool | None = None
        self._side_chosen: bool | None = None
        self._wanted: QWidget | None = None  # asked for before there was a window
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)

    def hold(
        self, outline: QWidget, text: QWidget, side: QWidget, starts: Mapping[QWidget, QWidget]
    ) -> None:
        """Begin with these; ``starts`` has what takes the focus in each of the three."""
        self.outline, self.text, self.side = outline, text, side
        self._starts = starts
        for part in (outline, text, side):
            self.splitter.addWidget(part)
            part.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.splitter.setStretchFactor(self.splitter.indexOf(text), 1)
        theme().changed.connect(self.measure)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)
        self.measure()

    def measure(self) -> None:
        """Let the panels be as wide as the size of the text asks for."""
        for part, wide in ((self.outline, OUTLINE), (self.side, BESIDE)):
            part.setMinimumWidth(theme().px(wide) * 3 // 4)
        self.arrange()

    def show_outline(self, *, shown: bool) -> None:
        """Show the outline, or put it by."""
        self._outline_chosen = shown
        if shown and not self._fits(OUTLINE, BESIDE if self.side.isVisible() else 0):
            self._side_chosen = False
        self._show(self.outline, shown=shown)

    def show_side(self, *, shown: bool) -> None:
        """Show the panels at the right, or put them by."""
        self._side_chosen = shown
        self._show(self.side, shown=shown)

    def first_focus(self) -> QWidget:
        """Return what takes the focus first: in the panel over the text, or in the text."""
        return self._start(self.over or self.text)

    def show_alone(self, *, alone: bool) -> None:
        """Show the text alone, or what was beside it as well."""
        self.is_alone = alone
        self._put_back()
        self.arrange()

    def close_over(self) -> None:
        """Put the panel over the text back where it belongs; the text has the focus then."""
        if self.over is not None:
            self._put_back()
            self.arrange()

    def arrange(self) -> None:
        """Show what there is room for."""
        look, wide = theme(), self.width()
        if self.over is not None and self._fits(self._wide(self.over)) and not self.is_alone:
            self._put_back()
        side, outline = self._side_chosen, self._outline_chosen
        side = wide >= look.px(ROOM_FOR_SIDE) if side is None else side
        side = side and not self.is_alone and self._fits(BESIDE)
        outline = wide >= look.px(ROOM_FOR_OUTLINE) if outline is None else outline
        outline = outline and not self.is_alone and self._fits(OUTLINE, BESIDE if side else 0)
        left, right = look.px(OUTLINE) * outline, look.px(BESIDE) * side
        sizes = [wide - left - right]
        if self.over is not self.outline:
            sizes.insert(0, left)
            self._set_visible(self.outline, shown=outline)
        if self.over is not self.side:
            sizes.append(right)
            self._set_visible(self.side, shown=side)
        self.splitter.setSizes(sizes)
        self._place_over()
        self.arranged.emit()

    def _set_visible(self, part: QWidget, *, shown: bool) -> None:
        if not shown and part.isVisible() and part.isAncestorOf(self._focus()):
            self._start(self.text).setFocus(Qt.FocusReason.OtherFocusReason)  # or it goes anywhere
        part.setVisible(shown)

    def _start(self, part: QWidget) -> QWidget:
        return self._starts.get(part, part)

    def _focus_text(self) -> None:
        self._start(self.text).setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self

    def _wide(self, part: QWidget) -> int:
        return BESIDE if part is self.side else OUTLINE

    def _fits(self, *panels: int) -> bool:
        """Whether panels so wide, in pixels at 100 %, leave room for the text."""
        return self.width() >= theme().px(sum(panels) + TEXT)

    # over the text

    def _show(self, part: QWidget, *, shown: bool) -> None:
        if self.over is not None and not (shown and part is self.over):
            self._put_back()
        if shown:
            if self.isVisible():
                self._lay_over_if_needed(part)
            else:
                self._wanted = part
        self.arrange()

    def _lay_over_if_needed(self, part: QWidget) -> None:
        if self.over is part or (self._fits(self._wide(part)) and not self.is_alone):
            return
        self.over = part
        part.setParent(self)
        self._place_over()
        part.show()
        part.raise_()
        if not part.isAncestorOf(self._focus()):
            self._start(part).setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_over(self) -> None:
        """Let it be as wide as beside the text where there is room, else as wide as there is."""
        if self.over is None:
            return
        room = self.rect()
        if self._fits(self._wide(self.over)):
            wide = theme().px(self._wide(self.over) + BACK)
            room.setLeft(room.right() + 1 - wide if self.over is self.side else 0)
            room.setWidth(wide)
        self.over.setGeometry(room)

    def _put_back(self) -> None:
        part, self.over = self.over, None
        if part is None:
            return
        if part.isAncestorOf(self._focus()):
            self._focus_text()
        self.splitter.insertWidget(0 if part is self.outline else self.splitter.count(), part)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        over = self.over
        if over is None or new is None or not self.isAncestorOf(new):
            return
        if new is not over and not over.isAncestorOf(new):
            QTimer.singleShot(0, self, self.close_over)  # not while the focus is on its way

    @override
    def event(self, event: QEvent) -> bool:
        # While a panel lies over the text Esc is its own, whatever the window does with it.
        return (self.over is not None and keep_key(event, Qt.Key.Key_Escape)) or super().event(
            event
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        self.close_over()
        self._focus_text()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._show_wanted)  # when it has its size

    def _show_wanted(self) -> None:
        part, self._wanted = self._wanted, None
        if part is not None and self.isVisible():
            self._lay_over_if_needed(part)
            self.arrange()
