"""Tells the weekly reminder while the window is open: once, on its day, from its time on."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from portfolio_app.services import reminders
from portfolio_app.ui.kit.new_day import now
from portfolio_app.ui.kit.workspace import Workspace

LOOK_MS = 60_000


class Reminding(QObject):
    """Looks at the clock every minute, and tells once."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        if not workspace.readonly:
            self._timer.start()

    def look(self) -> None:
        """Look now."""
        self._workspace.look(reminders.due, now(), then=self._on_known, key="weekly reminder")

    def _on_known(self, is_due: bool) -> None:  # noqa: FBT001 - what a reading gives
        if not is_due or QApplication.activeModalWidget() is not None:
            return
        reminders.told(self._workspace.store, now().date())
        self._workspace.tell(self.tr("The weekly ten minutes: Home, This week."))
        window = self.parent()
        if hasattr(window, "activateWindow"):
            QApplication.alert(window)  # type: ignore[arg-type]
