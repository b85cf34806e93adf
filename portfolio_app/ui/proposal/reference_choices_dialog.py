"""How references are written, where universities differ: said whose rules they are, and chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.reference_style import Choice, Style
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.forms import Column, field
from portfolio_app.ui.kit.screen_room import fitting
from portfolio_app.ui.kit.theme import theme

WIDTH, HEIGHT = 620, 600  # pixels at 100 %
LARGE = 150  # per cent: from there on a field stands below its name


class ReferenceChoicesDialog(QDialog):
    """``chosen`` carries the id of a choice and its value, at once."""

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget, style: Style, *, readonly: bool = False) -> None:
        super().__init__(parent)
        look = theme()
        self.setWindowTitle(self.tr("How references are written"))
        self.boxes: dict[str, ChoiceBox] = {}
        column = Column(style.name)
        column.words(style.about)
        column.words(self.tr("Source: {0}.").format(style.source), "caption")
        form = column.form(stacked=theme().scale >= LARGE)
        for choice in style.choices:
            box = self._box(choice)
            box.setEnabled(not readonly)
            self.boxes[choice.id] = box
            field(form, choice.words, box)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(*[look.space("lg")] * 4)
        foot.addStretch()
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(column, 1)
        whole.addLayout(foot)
        self.resize(fitting(self, look.px(WIDTH), look.px(HEIGHT)))

    def _box(self, choice: Choice) -> ChoiceBox:
        box = ChoiceBox()
        for option in choice.options:
            box.addItem(option.words)
        box.setCurrentIndex([each.value for each in choice.options].index(choice.value))
        box.currentIndexChanged.connect(partial(self._on_chosen, choice))
        return box

    def _on_chosen(self, choice: Choice, at: int) -> None:
        self.chosen.emit(choice.id, choice.options[at].value)
