"""The field for what stands in place of hidden words, with the labels used before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget
from typing_extensions import override

from portfolio_app.domain.hiding import LABEL_LIMIT


class LabelField(QComboBox):
    """A role ("Pupil A"): typed, or chosen from those used before. Enter or leaving takes it."""

    label_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(self.tr("Label that stands for the hidden words"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        edit = self.lineEdit()
        if edit is not None:
            edit.setMaxLength(LABEL_LIMIT)
            edit.setAccessibleName(self.accessibleName())
            edit.setPlaceholderText(self.tr("Role, such as Pupil A"))
            edit.editingFinished.connect(self._on_done)
        completer = self.completer()
        if completer is not None:
            completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.activated.connect(self._on_done)

    def show_label(self, label: str, used: Sequence[str]) -> None:
        """Show a label, and those used before to choose from; typing that goes on is kept."""
        typing = self.currentText() if self.hasFocus() and self.currentText() != self._shown else ""
        self._shown = label
        self.blockSignals(True)  # noqa: FBT003 - Qt's
        self.clear()
        self.addItems(list(used))
        self.setCurrentIndex(self.findText(label, Qt.MatchFlag.MatchExactly))
        self.setEditText(typing or label)
        edit = self.lineEdit()
        if edit is not None and not typing:
            edit.setCursorPosition(0)  # the beginning is what one reads
        self.blockSignals(False)  # noqa: FBT003 - Qt's

    @property
    def label(self) -> str:
        """What stands in the field."""
        return " ".join(self.currentText().split())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.currentText() != self._shown:
            self.setEditText(self._shown)
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # it takes the label; a dialog around it is not to close

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._on_done()

    def _on_done(self) -> None:
        if self.label != self._shown:
            self._shown = self.label
            self.label_chosen.emit(self._shown)
