"""How large a window may be when it is first shown: never larger than the screen it stands on."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME = (16, 40)  # pixels of border and title bar, not known before a window is shown


def fitting(window: QWidget, width: int, height: int) -> QSize:
    """Return the size wanted, in pixels, or as much of it as the screen has room for."""
    room = window.screen().availableGeometry()
    return QSize(min(width, room.width() - FRAME[0]), min(height, room.height() - FRAME[1]))
