"""The four steps of compiling as cards: a numbered title, and what belongs to the step."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class Card(QFrame):
    """One step. Widgets are added to ``column``."""

    def __init__(self, number: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.title = label(f"{number}  {title}", "subtitle")
        self.column.addWidget(self.title)
        theme().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        look = theme()
        pad = look.space("lg")
        self.column.setContentsMargins(pad, look.space("md"), pad, pad)
        self.column.setSpacing(look.space("sm"))
