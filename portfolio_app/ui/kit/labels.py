"""Labels that never take words for markup: wrapped, or elided with the whole text in the tip."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a plain-text label; roles: caption muted strong subtitle title display danger warn."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


class ElidedLabel(QWidget):
    """One line of plain text that ends in "…" when there is no room; the tip has it whole."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, middle: bool = False
    ) -> None:
        super().__init__(parent)
        self._text = ""
        self._strong = False
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def setText(self, text: str) -> None:  # noqa: N802 - as QLabel has it
        """Show another text."""
        self._text = " ".join(text.split())
        self.setAccessibleName(self._text)
        self._look_again()

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 6, metrics.height() + 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), align, self._shown())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._look_again()

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(self._text, self._mode, self.width())

    def _look_again(self) -> None:
        # Qt takes a tip that looks like markup for markup: escaped, it is shown as it is.
        whole = self._shown() == self._text
        self.setToolTip("" if whole else plain_tip(self._text))
        self.updateGeometry()
        self.update()


def plain_tip(text: str) -> str:
    """Return a tooltip that shows words as they are, never as markup, and wraps when long."""
    return f"<qt>{escape(text)}</qt>"
