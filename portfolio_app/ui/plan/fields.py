"""A field with its name above and, below it, what doesn't fit in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from portfolio_app.domain.plan_faults import Fault
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import restyle, theme

RESTS_MS = 350


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


def say_faults(fields: Mapping[str, Named], faults: Sequence[Fault]) -> None:
    """Say beside each field the first thing that doesn't fit in it; nothing beside the others."""
    said: dict[str, Fault] = {}
    for each in faults:
        said.setdefault(each.field, each)
    for key, named in fields.items():
        fault = said.get(key)
        named.say(fault.words if fault else "", refuses=bool(fault and fault.refuses))


def resting(parent: QWidget, slot: Callable[[], None]) -> QTimer:
    """Return a timer that, started with each letter, calls when the typing rests."""
    rest = QTimer(parent)
    rest.setSingleShot(True)
    rest.setInterval(RESTS_MS)
    rest.timeout.connect(slot)
    return rest
