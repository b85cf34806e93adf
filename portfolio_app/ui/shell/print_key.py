"""Prints the recovery key on one sheet of paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontDatabase, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

_NOTE = (
    "This key opens the portfolio, and its backups, with the Senior Leader Portfolio app. Keep it "
    "apart from the computer. Anyone who has it and the files can read the evidence."
)


def print_key(parent: QWidget, groups: Sequence[str]) -> None:
    """Ask for a printer, then print; nothing is kept of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setModal(True)
    dialog.accepted.connect(lambda: draw_key(printer, groups))
    dialog.show()


def draw_key(printer: QPrinter, groups: Sequence[str]) -> None:
    """Draw the sheet: a heading, the numbered groups, one note."""
    painter = QPainter(printer)
    point = printer.resolution() / 72
    painter.setFont(QFont(painter.font().family(), 18, QFont.Weight.DemiBold))
    painter.drawText(QRectF(0, 0, 460 * point, 40 * point), "Recovery key")
    mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    mono.setPointSize(18)
    painter.setFont(mono)
    for number, group in enumerate(groups):
        left, top = (number % 3) * 150 * point, (60 + (number // 3) * 40) * point
        painter.drawText(QRectF(left, top, 150 * point, 30 * point), f"{number + 1}. {group}")
    painter.setFont(QFont(painter.font().defaultFamily(), 11))
    wrap = int(Qt.TextFlag.TextWordWrap)
    painter.drawText(QRectF(0, 220 * point, 440 * point, 120 * point), wrap, _NOTE)
    painter.end()
