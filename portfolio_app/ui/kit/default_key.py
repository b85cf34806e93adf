"""Ctrl+Enter does what a dialog is for, wherever in it the focus is."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPushButton


def press_by_ctrl_enter(dialog: QDialog, button: QPushButton) -> None:
    """Make ``button`` the dialog's default, pressed by Ctrl+Enter too while it is enabled.

    May be called before the button, or the row it stands in, is in the dialog's layout.
    """
    if button.window() is not dialog:  # in no dialog it is no default: the first one there would be
        button.window().setParent(dialog)
    button.setDefault(True)
    button.setToolTip("Ctrl+Enter")
    for keys in ("Ctrl+Return", "Ctrl+Enter"):
        QShortcut(QKeySequence(keys), dialog).activated.connect(button.click)
