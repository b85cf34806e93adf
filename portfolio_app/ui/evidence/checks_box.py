"""The four usual questions about evidence, ticked by the apprentice; private."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain.evidence import Check, EvidenceItem
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.private_sign import PrivateSign
from portfolio_app.ui.kit.theme import theme


class ChecksBox(QFrame):
    """Valid, authentic, current, sufficient: each with its question in one line."""

    ticked = Signal(object, bool)  # Check, on or off

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.boxes: dict[Check, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("xs"))
        head = QHBoxLayout()
        words = self.tr("Checks, private and never exported")
        head.addWidget(PrivateSign(words))
        head.addWidget(label(words, "strong", wrap=True), 1)
        column.addLayout(head)
        for check in Check:
            box = QCheckBox(self.tr(check.words))
            box.setAccessibleDescription(self.tr(check.question))
            box.clicked.connect(lambda on, check=check: self.ticked.emit(check, on))
            self.boxes[check] = box
            question = label(self.tr(check.question), "caption", wrap=True)
            question.setContentsMargins(look.px(26), 0, 0, 0)
            column.addWidget(box)
            column.addWidget(question)

    def show_item(self, item: EvidenceItem, *, editable: bool) -> None:
        """Show what is ticked for an item."""
        for check, box in self.boxes.items():
            box.setChecked(check in item.checks)
            box.setEnabled(editable)
