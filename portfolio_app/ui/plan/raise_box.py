"""What to raise at a review: points the rules offer, to tick, and one's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.reviews import LONGEST_POINT
from portfolio_app.services.preparing import Prepared
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.plan.wrapped_tick import WrappedTick


class RaiseBox(QWidget):
    """``chosen`` carries the points that are ticked, in their order."""

    chosen = Signal(object)  # tuple[str, ...]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.boxes: list[WrappedTick] = []
        self._words: list[str] = []
        self._readonly = False
        self._rows = QVBoxLayout()
        self._rows.setSpacing(look.space("xs"))
        self.own = LineField()
        self.own.setMaxLength(LONGEST_POINT)
        self.own.setAccessibleName(self.tr("Something else to raise"))
        self.own.setPlaceholderText(self.tr("Something else to raise"))
        self.add = QPushButton(self.tr("Add"))
        self.add.setAccessibleName(self.tr("Add what to raise"))
        line = QHBoxLayout()
        line.setSpacing(look.space("sm"))
        line.addWidget(self.own, 1)
        line.addWidget(self.add)
        self.nothing = label(
            self.tr("The rules find nothing to raise. Add what you want to talk about."),
            "muted", wrap=True,
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        column.addWidget(self.nothing)
        column.addLayout(self._rows)
        column.addLayout(line)
        self.add.clicked.connect(lambda _=False: self._on_add())
        self.own.returnPressed.connect(self._on_add)

    def show_points(self, prepared: Prepared, *, readonly: bool) -> None:
        """Offer the points; those chosen before that no rule offers now come first."""
        self._readonly = readonly
        offered = [each.words for each in prepared.points]
        words = [*(each for each in prepared.raised if each not in offered), *offered]
        if words != self._words:
            self._make(words)
        for box, each in zip(self.boxes, words, strict=True):
            box.set_ticked(ticked=each in prepared.raised)
            box.setEnabled(not readonly)
        self.nothing.setVisible(not words)
        self.own.setEnabled(not readonly)
        self.add.setEnabled(not readonly)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The points that are ticked."""
        return tuple(
            words for box, words in zip(self.boxes, self._words, strict=True) if box.is_ticked
        )

    def first(self) -> QWidget:
        """Return what should have the focus."""
        return self.boxes[0].box if self.boxes else self.own

    def _make(self, words: list[str]) -> None:
        had = next((n for n, box in enumerate(self.boxes) if box.box.hasFocus()), -1)
        for box in self.boxes:
            self._rows.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._words, self.boxes = words, []
        before: QWidget | None = None
        for each in words:
            box = WrappedTick(each)
            box.toggled.connect(lambda _: self.chosen.emit(self.ticked))
            self._rows.addWidget(box)
            self.boxes.append(box)
            if before is not None:
                QWidget.setTabOrder(before, box.box)
            before = box.box
        if before is not None:
            QWidget.setTabOrder(before, self.own)
        if had >= 0 and self.boxes:
            self.boxes[min(had, len(self.boxes) - 1)].box.setFocus()

    def _on_add(self) -> None:
        words = " ".join(self.own.text().split())
        if words:
            self.own.clear()
            self.chosen.emit((*self.ticked, words))
