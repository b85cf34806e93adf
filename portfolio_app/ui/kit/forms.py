"""Pages of facts: a scrolling column of titled sections, each label the buddy of its field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

MEASURE = 720  # pixels at 100 %: about 72 characters and a label


class Column(QScrollArea):
    """A page of sections that scrolls and keeps a readable width."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        look = theme()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("look", "window")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(*[look.space("xl")] * 4)
        self._column.setSpacing(look.space("md"))
        self._column.addStretch()
        self.setWidget(inside)
        inside.setMaximumWidth(look.px(MEASURE) + look.space("xl") * 2)
        if title:
            self.add(label(title, "title", wrap=True))

    def add(self, widget: QWidget) -> None:
        """Add a widget below the others."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def words(self, text: str, role: str = "") -> None:
        """Add a paragraph of plain text."""
        self.add(label(text, role, wrap=True))

    def heading(self, text: str) -> None:
        """Add a section's heading."""
        self._column.insertSpacing(self._column.count() - 1, theme().space("sm"))
        self.words(text, "subtitle")

    def form(self) -> QFormLayout:
        """Add a form and return it; rows added with ``field`` are buddies of their labels."""
        holder = QWidget()
        form = QFormLayout(holder)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme().space("md"))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.add(holder)
        return form


def field(form: QFormLayout, words: str, widget: QWidget, hint: str = "") -> None:
    """Add a labelled field; the hint stands below it and is its accessible description."""
    name = label(words)
    name.setBuddy(widget)
    name.setMinimumHeight(theme().size("control_height"))  # in line with the field beside it
    widget.setAccessibleName(words)
    if not hint:
        form.addRow(name, widget)
        return
    widget.setAccessibleDescription(hint)
    both = QWidget()  # a layout within the form's would be given too little height
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().space("xs"))
    column.addWidget(widget)
    column.addWidget(label(hint, "caption", wrap=True))
    form.addRow(name, both)
