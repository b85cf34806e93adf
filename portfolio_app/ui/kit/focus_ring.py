"""The two-tone focus ring: one thin overlay that follows the focus, on every focusable thing.

It is drawn outside the control and is never clipped by the control's own parent; in lists and
tables it is drawn inside, around the current row or cell. ``app`` makes one for the application.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QMenuBar,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)
from typing_extensions import override

from portfolio_app import tokens
from portfolio_app.ui.kit.theme import theme

_MOVES = frozenset(
    {
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.LayoutRequest,
    }
)


class _Ring(QWidget):
    """The ring itself: only its frame is there, so nothing below it is drawn twice."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("focus_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.width_px = int(tokens.number("size.focus_ring"))

    def frame(self, rect: QRect, target: QWidget) -> None:
        """Lie around ``rect`` of the parent, where ``target`` is, both tones outside it."""
        both = self.width_px * 2
        outer = rect.adjusted(-both, -both, both, both)
        self.setGeometry(outer)
        whole = self.rect()
        self.setMask(QRegion(whole).subtracted(QRegion(whole.adjusted(both, both, -both, -both))))
        self.raise_()
        self.show()
        parent = self.parentWidget()
        for each in parent.children() if parent is not None else ():
            if not isinstance(each, QWidget) or each.property("look") != "toast":
                continue
            if not each.isAncestorOf(target):
                each.raise_()  # a notice lies over what has the focus, ring and all

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look, width = theme(), self.width_px
        painter.fillRect(self.rect(), look.colour("focus.outer"))
        inner = self.rect().adjusted(width, width, -width, -width)
        painter.fillRect(inner, look.colour("focus.inner"))


class FocusRing(QObject):
    """Follows the focus of the whole application."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._rings: dict[int, _Ring] = {}
        self._ring: _Ring | None = None
        self._watched: list[QObject] = []
        self._target: QWidget | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._place)
        application.focusChanged.connect(self._on_focus_changed)
        theme().changed.connect(self._soon)

    @property
    def rect(self) -> QRect | None:
        """What the ring surrounds now, in its window's pixels; None while there is no ring."""
        if self._ring is None or not shiboken6.isValid(self._ring) or self._ring.isHidden():
            return None
        both = self._ring.width_px * 2
        return self._ring.geometry().adjusted(both, both, -both, -both)

    def place_now(self) -> None:
        """Draw the ring at once rather than when the events are done: for pictures and tests."""
        self._place()

    def _soon(self, *_values: object) -> None:
        # Never connected to the timer itself: it would take a scroll bar's value for its delay.
        self._later.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._later.start()
        return False

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        for each in self._watched:
            if shiboken6.isValid(each):
                each.removeEventFilter(self)
        self._watched = []
        self._leave_view()
        self._target = new
        if new is not None:
            widget: QWidget | None = new
            while widget is not None:
                widget.installEventFilter(self)
                self._watched.append(widget)
                if widget.isWindow():
                    break
                widget = widget.parentWidget()
            if isinstance(new, QAbstractScrollArea):
                new.verticalScrollBar().valueChanged.connect(self._soon)
                new.horizontalScrollBar().valueChanged.connect(self._soon)
                selection = new.selectionModel() if isinstance(new, QAbstractItemView) else None
                if selection is not None:
                    selection.currentChanged.connect(self._soon)
        self._later.start()

    def _leave_view(self) -> None:
        old = self._target
        if isinstance(old, QAbstractScrollArea) and shiboken6.isValid(old):
            old.verticalScrollBar().valueChanged.disconnect(self._soon)
            old.horizontalScrollBar().valueChanged.disconnect(self._soon)

    def _place(self) -> None:
        target = self._target
        if target is None or not shiboken6.isValid(target) or not target.isVisible():
            self._hide()
            return
        window = target.window()
        is_menu = isinstance(target, QMenuBar) or window.windowType() is Qt.WindowType.Popup
        if is_menu or target is window:
            self._hide()  # menus show their own current row
            return
        rect = self._rect_of(target, window)
        if rect.isEmpty():
            self._hide()
            return
        ring = self._ring_of(window)
        if self._ring is not None and self._ring is not ring:
            self._hide()
        self._ring = ring
        ring.frame(rect, target)

    def _ring_of(self, window: QWidget) -> _Ring:
        found = window.findChild(_Ring, "focus_ring", Qt.FindChildOption.FindDirectChildrenOnly)
        return found or _Ring(window)

    def _hide(self) -> None:
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.hide()
        self._ring = None

    def _rect_of(self, target: QWidget, window: QWidget) -> QRect:
        both = int(tokens.number("size.focus_ring")) * 2
        inner = _current_rect(target)
        if inner is None:
            rect = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
            room = both
        else:
            rect = QRect(target.mapTo(window, inner.topLeft()), inner.size())
            rect.adjust(both, both, -both, -both)
            room = 0
        parent = target.parentWidget()
        while parent is not None and parent is not window:
            if isinstance(parent.parentWidget(), QAbstractScrollArea):
                seen = QRect(parent.mapTo(window, QPoint(0, 0)), parent.size())
                rect = rect.intersected(seen)
            parent = parent.parentWidget()
        inside = window.rect().adjusted(room, room, -room, -room)
        return rect.intersected(inside)


def _current_rect(target: QWidget) -> QRect | None:
    """Return where in a view or tab bar the current thing lies, in the target's own pixels."""
    if isinstance(target, QTabBar) and target.currentIndex() >= 0:
        return target.tabRect(target.currentIndex())
    if not isinstance(target, QAbstractItemView):
        return None
    index = target.currentIndex()
    view = target.viewport()
    if index.isValid():
        rect = target.visualRect(index)
        rows = QAbstractItemView.SelectionBehavior.SelectRows
        if isinstance(target, QTableView | QTreeView) and target.selectionBehavior() is rows:
            rect.setLeft(0)
            rect.setRight(view.width() - 1)
        rect = rect.intersected(view.rect())
        if not rect.isEmpty():
            return rect.translated(view.mapTo(target, QPoint(0, 0)))
    return target.rect()
