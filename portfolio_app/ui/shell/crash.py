"""What nobody expected: a plain report to copy. Nothing is sent, and what was saved stays saved."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QApplication, QDialog

from portfolio_app import __version__

_log = logging.getLogger(__name__)


class Reporter(QObject):
    """Shows a report for an unexpected exception, from whichever thread; one dialog at a time."""

    caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dialog: QDialog | None = None
        self.caught.connect(self.report, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Catch what nobody catches in this process."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def report(self, error: object) -> None:
        """Show the report of an exception; while one is shown, others are only logged."""
        if not isinstance(error, BaseException):
            return
        _log.error("unexpected", exc_info=error)
        if self._dialog is not None:
            return
        from portfolio_app.ui.shell.crash_dialog import CrashDialog

        window = QApplication.activeWindow()
        self._dialog = CrashDialog(window, report_text(error))
        self._dialog.finished.connect(self._on_finished)
        self._dialog.open()

    @property
    def dialog(self) -> QDialog | None:
        """The dialog that is open now."""
        return self._dialog

    def _on_finished(self) -> None:
        self._dialog = None

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            QApplication.quit()
            return
        self.caught.emit(error)

    def _on_thread_exception(self, given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None:
            self.caught.emit(given.exc_value)


def report_text(error: BaseException) -> str:
    """Return what a report says: versions and the way to the error; no content of the portfolio.

    The lines name the program's own functions. Messages of errors may name a file.
    """
    lines = [
        f"Senior Leader Portfolio {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        "",
        *traceback.format_exception(error),
    ]
    return "\n".join(line.rstrip("\n") for line in lines)
