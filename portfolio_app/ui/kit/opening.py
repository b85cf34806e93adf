"""Shows a finished file: in the program that opens PDFs, or in its folder."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def open_file(path: Path) -> bool:
    """Open a file in the system's own program for it; False when there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_in_folder(path: Path) -> bool:
    """Show a file in its folder, selected where the system can do that."""
    if sys.platform == "win32":
        started, _ = QProcess.startDetached("explorer", ["/select,", str(path)])
        return started
    if sys.platform == "darwin":
        started, _ = QProcess.startDetached("open", ["-R", str(path)])
        return started
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
