"""A bar at the foot of a page that says how much room it takes, so that notices stand above it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override


class FootFrame(QFrame):
    """``resized`` carries its height in pixels, 0 while it is closed."""

    resized = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "foot")

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.resized.emit(self.height())

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.resized.emit(0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self.resized.emit(self.height())
