"""How a table or a figure is to look in the text: its font, its number, whether it is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QStaticText, QTextOption, QTransform

from portfolio_app.ui.kit.theme import theme


@dataclass(frozen=True)
class HeldLook:
    """``font`` is that of body text; ``number`` is "Table 2"; ``is_chosen``: the caret is on it.

    ``tells``: it says beneath what is still to do.
    """

    font: QFont
    number: str = ""
    is_chosen: bool = False
    tells: bool = True

    @property
    def small(self) -> QFont:
        """The font of notes and sources."""
        font = QFont(self.font)
        font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    @property
    def strong(self) -> QFont:
        """The font of captions and heads."""
        font = QFont(self.font)
        font.setWeight(QFont.Weight.DemiBold)
        return font


def wrapped(
    text: str, font: QFont, width: float, *, right: bool = False, is_laid: bool = True
) -> QStaticText:
    """Return plain words broken over lines of a width in pixels; a long word breaks anywhere.

    Without ``is_laid`` that is left to the first drawing, and its size is not known before.
    """
    made = QStaticText()
    made.setTextFormat(Qt.TextFormat.PlainText)
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    made.setTextOption(option)
    made.setText(text)
    made.setTextWidth(max(width, 1.0))
    if is_laid:
        made.prepare(QTransform(), font)
    return made


def caption_words(number: str, caption: str, missing: str) -> str:
    """Return "Table 2: Options for discharge"; ``missing`` stands for a caption not typed yet."""
    return f"{number}: {caption.strip() or missing}" if number else caption.strip() or missing


def frame(painter: QPainter, rect: QRectF) -> None:
    """Draw the two-tone ring around what is chosen."""
    look = theme()
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inside = rect.adjusted(1, 1, -1, -1)
    painter.setPen(QPen(look.colour("focus.outer"), 2))
    painter.drawRect(inside)
    painter.setPen(QPen(look.colour("focus.inner"), 1))
    painter.drawRect(inside.adjusted(1.5, 1.5, -1.5, -1.5))
    painter.restore()
