"""Two windows on one screen stand side by side."""

from PySide6.QtCore import QRect

from portfolio_app.ui.kit.screen_room import FRAME, beside


def test_two_windows_share_a_screen_without_leaving_it() -> None:
    for room in (QRect(0, 0, 1280, 800), QRect(1920, 40, 2560, 1400), QRect(0, 0, 900, 700)):
        left, right = beside(room, 420, 640)
        assert room.contains(left)
        assert room.contains(right)
        assert left.top() >= room.top() + FRAME[1] - FRAME[0]  # a title bar fits above
        assert (left.width() >= 420, right.width() >= 640) == (True, True)
        if room.width() >= 420 + 640 + 2 * FRAME[0]:
            assert not left.intersects(right)
