"""Puts drawn pages on paper: each fitted to the sheet, upright or wide as it is, never cropped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from portfolio_app.problems import PortfolioError
from portfolio_app.services.printing import DOTS, Sheet


class Paper:
    """The sheets of one print. Usable in any thread, by one at a time; ``close`` it at the end.

    Raises:
        PortfolioError: the printer did not begin ("printer").
    """

    def __init__(self, printer: QPrinter) -> None:
        self._printer = printer
        self._painter: QPainter | None = None
        self.sheets = 0

    @property
    def dots(self) -> int:
        """How finely pages should be drawn for this printer, in dots an inch."""
        return min(self._printer.resolution(), DOTS)

    def put(self, sheet: Sheet) -> None:
        """Put one page on the next sheet.

        Raises:
            PortfolioError: the printer takes none.
        """
        wide = sheet.width > sheet.height
        self._printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        )
        if self._painter is None:
            painter = QPainter()
            if not painter.begin(self._printer):
                raise _refused()
            self._painter = painter
        elif not self._printer.newPage():
            raise _refused()
        self.sheets += 1
        image = sheet.image
        picture = QImage(
            image.pixels, image.width, image.height, image.stride, QImage.Format.Format_RGB32
        )
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self._painter.viewport())
        self._painter.drawImage(fitted(sheet, room, self._printer.resolution()), picture)

    def close(self) -> None:
        """Send what was put, or nothing if nothing was."""
        if self._painter is not None:
            self._painter.end()
            self._painter = None

    def give_up(self) -> None:
        """Stop in the middle: what the printer has not begun is not printed."""
        self._printer.abort()
        self.close()


def a4_printer() -> QPrinter:
    """Return a printer set to A4 with the least margins it can do."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    return printer


def ask_printer(parent: QWidget, then: Callable[[QPrinter], None]) -> None:
    """Ask which printer, and hand it on."""
    printer = a4_printer()
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setModal(True)
    dialog.accepted.connect(lambda: then(printer))
    dialog.show()


def fitted(sheet: Sheet, room: QRectF, dots: int) -> QRectF:
    """Return where a page lies on a sheet: its own size if there is room, else smaller, centred."""
    across, down = sheet.width * dots / 72, sheet.height * dots / 72
    shrink = min(1.0, room.width() / across, room.height() / down)
    across, down = across * shrink, down * shrink
    return QRectF(
        room.x() + (room.width() - across) / 2,
        room.y() + (room.height() - down) / 2,
        across,
        down,
    )


def _refused() -> PortfolioError:
    return PortfolioError(
        "The printer didn't take the pages. Nothing was changed.",
        hint="Check the printer, or write the pages as a PDF and print that.",
        code="printer",
    )
