"""How large a window may be when it is first shown: never larger than the screen it stands on."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

FRAME = (16, 40)  # pixels of border and title bar, not known before a window is shown


def fitting(window: QWidget, width: int, height: int) -> QSize:
    """Return the size wanted, in pixels, or as much of it as the screen has room for."""
    room = window.screen().availableGeometry()
    return QSize(min(width, room.width() - FRAME[0]), min(height, room.height() - FRAME[1]))


def beside(room: QRect, left: int, right: int) -> tuple[QRect, QRect]:
    """Return where two windows stand side by side: a third of the room, and the rest.

    ``left`` and ``right`` are the least widths in pixels; where both do not fit, the second
    stands over the first. Rectangles are within the frames.
    """
    side, top = FRAME[0] // 2, FRAME[1] - FRAME[0] // 2
    height = room.height() - FRAME[1]
    first = max(room.width() // 3 - FRAME[0], left)
    second = max(room.width() - first - 2 * FRAME[0], right)
    last = room.right() + 1 - side - second
    return (
        QRect(room.left() + side, room.top() + top, first, height),
        QRect(last, room.top() + top, second, height),
    )
