"""What a person chose about working is remembered on this computer, and acts at once."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from portfolio_app.ui.kit import reading_keys
from portfolio_app.ui.kit.habits import Habits, habits

HELD = Qt.KeyboardModifier


def pressed(text: str, held: Qt.KeyboardModifier = HELD.NoModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, 0, held, text)


def test_habits_are_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    file = str(tmp_path / "habits.ini")
    owner = QObject()
    first = Habits(owner, QSettings(file, QSettings.Format.IniFormat))
    with qtbot.waitSignal(first.changed):
        first.choose(single_keys=False, dim_pages=True)

    again = Habits(owner, QSettings(file, QSettings.Format.IniFormat))

    assert (again.single_keys, again.words_in_common, again.dim_pages) == (False, True, True)


@pytest.mark.parametrize(
    ("text", "held", "meant"),
    [
        ("h", HELD.NoModifier, reading_keys.ASK),
        ("N", HELD.ShiftModifier, reading_keys.PREVIOUS),
        ("3", HELD.NoModifier, "3"),
        ("3", HELD.KeypadModifier, "3"),
        ("1", HELD.ShiftModifier, "1"),  # where digits need Shift
        ("[", HELD.ControlModifier | HELD.AltModifier, reading_keys.WEAKER),  # AltGr
        ("h", HELD.ControlModifier, ""),
        ("1", HELD.AltModifier, ""),
        ("x", HELD.NoModifier, ""),
        ("\u0663", HELD.NoModifier, ""),  # another script's digit is no pen
    ],
)
def test_keys_of_one_letter_mean_the_same_in_every_view(
    qtbot: QtBot, text: str, held: Qt.KeyboardModifier, meant: str
) -> None:
    assert reading_keys.command(pressed(text, held)) == meant


def test_keys_of_one_letter_can_be_turned_off(qtbot: QtBot) -> None:
    habits().choose(single_keys=False)
    try:
        assert reading_keys.command(pressed("h")) == ""
    finally:
        habits().choose(single_keys=True)
