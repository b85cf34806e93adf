"""Says things to screen readers, through one seam that a test can listen to."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication

REST = 0.5  # seconds in which the same words are not said twice


class Announcer(QObject):
    """The application's one announcer; ``said`` carries (text, is_urgent)."""

    said = Signal(str, bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last = ("", 0.0)

    def say(self, text: str, *, urgent: bool = False) -> None:
        """Announce a sentence: politely, or at once when it is urgent (errors)."""
        text = text.strip()
        now = time.monotonic()
        if not text or (text == self._last[0] and now - self._last[1] < REST):
            return
        self._last = (text, now)
        self.said.emit(text, urgent)
        window = QApplication.activeWindow() or next(iter(QApplication.topLevelWidgets()), None)
        if window is not None and QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(window, text)
            event.setPoliteness(
                QAccessible.AnnouncementPoliteness.Assertive
                if urgent
                else QAccessible.AnnouncementPoliteness.Polite
            )
            QAccessible.updateAccessibility(event)


def announcer() -> Announcer:
    """Return the application's announcer, made when first asked for."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("There is no application to announce in yet.")
    return application.findChild(Announcer) or Announcer(application)
