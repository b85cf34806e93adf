"""Keys that are shortcuts of the whole window elsewhere, and here belong to what has the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


def keep_key(event: QEvent, *keys: Qt.Key) -> bool:
    """Keep one of these keys from becoming a shortcut; return whether the event was about that.

    For a widget's ``event``: Qt asks there first whether a key is the widget's own.
    """
    is_kept = (
        event.type() is QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.key() in keys
    )
    if is_kept:
        event.accept()
    return is_kept
