"""The Discussion tab, the bundle alone on the screen, and the colleague's questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from portfolio_app.services import discussion
from portfolio_app.ui.assessment.discussion_view import DiscussionView
from portfolio_app.ui.kit.places import ASSESSMENT, Place
from tests.ui.walk import shown_view

if TYPE_CHECKING:
    from tests.ui.pictured import Room

WAIT = 30_000  # milliseconds
PLACE = Place(ASSESSMENT, tab="discussion")


def tab(room: Room) -> QWidget:
    """Return the window with the tab; a bundle was built."""
    _view(room)
    return room.window


def asked(room: Room) -> QWidget:
    """Return the window while it is asked whether the screen is allowed."""
    _view(room)._ask()
    return room.window


def not_asked(room: Room) -> None:
    """Put the question away."""
    view = _view(room)
    assert view.form.other is not None
    view.form.put_away.emit()


def page(room: Room) -> QWidget:
    """Return the bundle's own window with a page that was found, in the size of the main one."""
    if discussion.allowed(room.window.workspace.store) is None:
        discussion.allow(room.window.workspace.store, is_allowed=False)
        _view(room)._read()
        room.settle()
    view = _view(room)
    size = room.window.size()
    view.start()
    room.qtbot.waitUntil(lambda: view.window_shown is not None, timeout=WAIT)
    window = view.window_shown
    assert window is not None
    room.qtbot.waitUntil(lambda: window.index.has_words, timeout=WAIT)
    window.showNormal()
    window.resize(size)
    QTest.keyClicks(window.field, "k8")
    QTest.keyClick(window.field, Qt.Key.Key_Return)
    room.settle()
    return window


def facing(room: Room) -> QWidget:
    """Return the same with two pages side by side, found by words."""
    window = page(room)
    view = _shown(room)
    assert view.window_shown is not None
    view.window_shown.facing.setChecked(True)
    view.window_shown.field.setText("board")
    QTest.keyClick(view.window_shown.field, Qt.Key.Key_Return)
    room.settle()
    return window


def mock(room: Room) -> QWidget:
    """Return the colleague's window."""
    view = _view(room)
    view.start_mock()
    room.qtbot.waitUntil(lambda: view.colleague is not None, timeout=WAIT)
    assert view.colleague is not None
    view.colleague.turn(1)
    room.settle()
    return view.colleague


def left(room: Room) -> None:
    """Close the bundle's window, and the colleague's with it."""
    view = _shown(room)
    if view.window_shown is not None:
        view.window_shown.close()
    room.settle()


def _view(room: Room) -> DiscussionView:
    room.go(PLACE)
    return _shown(room)


def _shown(room: Room) -> DiscussionView:
    view = shown_view(room.window)
    assert isinstance(view, DiscussionView)
    return view
