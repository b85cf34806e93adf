"""A field with its name above and, below it, what doesn't fit in it."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import restyle, theme


class Named(QWidget):
    """A field between its name, which is its buddy, and the line of its faults."""

    def __init__(self, words: str, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self._hint = hint
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xxs"))
        name = label(words)
        name.setBuddy(field)
        field.setAccessibleName(words.replace("&", ""))
        field.setAccessibleDescription(hint)
        column.addWidget(name)
        column.addWidget(field)
        if hint:
            column.addWidget(label(hint, "caption", wrap=True))
        self.wrong = label("", "warn", wrap=True)
        self.wrong.hide()
        column.addWidget(self.wrong)

    def say(self, words: str, *, refuses: bool = False) -> None:
        """Say what doesn't fit; no words take it back."""
        self.wrong.setText(words)
        self.wrong.setProperty("role", "danger" if refuses else "warn")
        restyle(self.wrong)
        self.wrong.setVisible(bool(words))
        self.field.setAccessibleDescription(" ".join(filter(None, (words, self._hint))))
        self.field.setProperty("wrong", bool(words) and refuses)
        restyle(self.field)
