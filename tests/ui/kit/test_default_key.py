"""What Enter does in a dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.ui.kit.default_key import press_by_ctrl_enter


def test_enter_in_a_field_presses_the_dialogs_button_and_no_earlier_one(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    pressed = []
    field, earlier, verb = QLineEdit(), QPushButton("Register"), QPushButton("Save")
    earlier.clicked.connect(lambda: pressed.append("earlier"))
    verb.clicked.connect(lambda: pressed.append("verb"))
    holder = QWidget()
    QVBoxLayout(holder).addWidget(verb)
    press_by_ctrl_enter(dialog, verb)  # before it is in the dialog, as dialogs do
    column = QVBoxLayout(dialog)
    for each in (field, earlier, holder):
        column.addWidget(each)
    with qtbot.waitExposed(dialog):
        dialog.show()
    field.setFocus()

    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert pressed == ["verb", "verb"]
    assert verb.parent() is holder  # where it was put
