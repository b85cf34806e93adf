"""A button that shows what lies below it, and puts it away again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.theme import theme


class Disclosure(QWidget):
    """A titled part that is closed at first. What belongs into it is added to ``column``."""

    opened = Signal(bool)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.button = QPushButton(title)
        self.button.setProperty("look", "part")
        self.button.clicked.connect(self._on_clicked)
        self.inside = QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row)
        whole.addWidget(self.inside)
        whole.setSpacing(theme().space("xs"))
        self.column.setSpacing(theme().space("sm"))
        self._show(is_open=False)

    @property
    def is_open(self) -> bool:
        """Whether what is inside is shown."""
        return not self.inside.isHidden()

    def set_title(self, title: str) -> None:
        """Give it another title."""
        self._title = title
        self.button.setText(title)
        self._show(is_open=self.is_open)

    def open(self) -> None:
        """Show what is inside."""
        self._show(is_open=True)

    def close_up(self) -> None:
        """Put what is inside away."""
        self._show(is_open=False)

    def _on_clicked(self) -> None:
        self._show(is_open=not self.is_open)
        self.opened.emit(self.is_open)

    def _show(self, *, is_open: bool) -> None:
        icons.put(self.button, "chevron-down" if is_open else "chevron-right")
        said = self.tr("{0}, open") if is_open else self.tr("{0}, closed")
        self.button.setAccessibleName(said.format(self._title))
        self.inside.setVisible(is_open)
