"""A panel beside the text: a column that scrolls when letters are large or the window is low."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.theme import theme


def scrolling_column(panel: QWidget) -> QVBoxLayout:
    """Fill a panel with a column that scrolls, and return the column."""
    look = theme()
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(*[look.space("sm")] * 4)
    column.setSpacing(look.space("sm"))
    scroll = scrolled(inside)
    around = QVBoxLayout(panel)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(scroll)
    return column
