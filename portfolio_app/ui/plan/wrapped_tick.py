"""A tick box with a sentence beside it that wraps; a click on the sentence ticks it too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from portfolio_app.ui.kit.theme import theme


class WrappedTick(QWidget):
    """``toggled`` follows the person's ticking, not ``set_ticked``."""

    toggled = Signal(bool)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.box = QCheckBox()
        self.box.setAccessibleName(words)
        self.box.setMinimumSize(24, 24)
        self._label = _Sentence(words)
        self._label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space("sm"))
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self.setFocusProxy(self.box)
        self._label.pressed.connect(self.box.click)
        self.box.clicked.connect(self.toggled)

    @property
    def is_ticked(self) -> bool:
        """Whether it is ticked."""
        return self.box.isChecked()

    def set_ticked(self, *, ticked: bool) -> None:
        """Tick it or not, without telling."""
        self.box.setChecked(ticked)


class _Sentence(QLabel):
    pressed = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isEnabled() and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()
