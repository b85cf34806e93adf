"""The panels beside the text, and over it where there is no room beside."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.ui.kit.theme import Choice, Theme
from portfolio_app.ui.proposal.panes import BACK, BESIDE, OUTLINE, TEXT, Panes

FOCUS = Qt.FocusReason.OtherFocusReason


class Pane(QWidget):
    """A pane with one field in it."""

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        self.field = field
        QVBoxLayout(self).addWidget(field)


@pytest.fixture
def panes(qtbot: QtBot, look: Theme) -> Panes:
    """Return the three, in a window with room for all, the focus in the text."""
    outline, text, side = Pane(QLineEdit()), Pane(QTextEdit()), Pane(QLineEdit())
    made = Panes()
    made.hold(outline, text, side, {each: each.field for each in (outline, text, side)})
    qtbot.addWidget(made)
    made.resize(OUTLINE + BESIDE + TEXT + 120, 500)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    text.field.setFocus(FOCUS)
    return made


def _focus_in(panes: Panes, part: QWidget | None) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and part is not None and part.isAncestorOf(focus)


def _over(panes: Panes) -> QWidget | None:
    return panes.over  # asked again each time


def test_a_panel_lies_over_the_text_only_where_there_is_no_room_beside_it(
    panes: Panes, look: Theme
) -> None:
    assert _over(panes) is None
    assert panes.side.isVisible()
    look.choose(Choice.LIGHT, scale=200)
    assert not panes.side.isVisible()  # larger letters never put anything over what is written
    assert _over(panes) is None

    panes.show_side(shown=True)

    assert _over(panes) is panes.side
    assert panes.side.geometry() == panes.rect()
    assert _focus_in(panes, panes.side)
    look.choose(Choice.LIGHT, scale=100)
    assert _over(panes) is None
    assert panes.side.isVisible()
    assert panes.side.width() == BESIDE


def test_escape_the_text_or_the_other_panel_close_what_lies_over_the_text(
    panes: Panes, look: Theme, qtbot: QtBot
) -> None:
    look.choose(Choice.LIGHT, scale=200)
    panes.show_side(shown=True)

    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Escape)

    assert _over(panes) is None
    assert not panes.side.isVisible()
    assert _focus_in(panes, panes.text)
    panes.show_side(shown=True)
    assert isinstance(panes.text, Pane)
    panes.text.field.setFocus(FOCUS)  # as whatever is put into the text does
    qtbot.waitUntil(lambda: panes.over is None)
    panes.show_outline(shown=True)
    assert _over(panes) is panes.outline
    panes.show_side(shown=True)
    assert _over(panes) is panes.side
    assert not panes.outline.isVisible()


def test_with_the_text_alone_a_panel_that_is_asked_for_lies_at_its_side(panes: Panes) -> None:
    panes.show_alone(alone=True)
    assert not panes.side.isVisible()

    panes.show_side(shown=True)

    assert _over(panes) is panes.side
    assert panes.side.width() == BESIDE + BACK
    assert panes.side.geometry().right() == panes.rect().right()
    panes.show_alone(alone=False)
    assert _over(panes) is None
    assert panes.side.isVisible()


def test_a_panel_that_is_put_by_gives_its_focus_to_the_text(panes: Panes) -> None:
    assert isinstance(panes.side, Pane)
    panes.side.field.setFocus(FOCUS)

    panes.show_side(shown=False)

    assert _focus_in(panes, panes.text)
