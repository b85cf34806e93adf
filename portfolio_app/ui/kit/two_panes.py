"""A list with the details of its current row: beside it where there is room, else below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSplitter, QWidget
from typing_extensions import override

from portfolio_app.ui.kit.theme import theme

BESIDE_FROM = 900  # pixels at 100 %
_LIST, _DETAILS = 2, 1  # shares of the room
_LIST_HIGH, _DETAILS_HIGH, _BESIDE_HIGH = 200, 260, 160  # pixels at 100 %, at the least


class TwoPanes(QSplitter):
    """The list first, then the details."""

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setChildrenCollapsible(False)
        self.addWidget(first)
        self.addWidget(second)
        self.setStretchFactor(0, _LIST)
        self.setStretchFactor(1, _DETAILS)
        theme().changed.connect(self._turn)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        is_wide = self.width() >= theme().px(BESIDE_FROM)
        wanted = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        least = (_LIST_HIGH, _DETAILS_HIGH) if not is_wide else (_BESIDE_HIGH, _BESIDE_HIGH)
        for at, high in enumerate(least):
            pane = self.widget(at)
            if pane is not None:
                pane.setMinimumHeight(theme().px(high))
        if wanted is not self.orientation():
            self.setOrientation(wanted)
            self.setSizes([_LIST * 100, _DETAILS * 100])


class Scrolling(QScrollArea):
    """Scrolls its content down where letters are large and the window low; follows the focus."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside.setProperty("look", "window")
        self._inside = inside
        self.setWidget(inside)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isVisible() and self._inside.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, theme().space("sm"))
