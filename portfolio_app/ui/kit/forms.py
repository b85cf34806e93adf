"""Pages of facts: a scrolling column of titled sections, each label the buddy of its field."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

MEASURE = 720  # pixels at 100 %: about 72 characters and a label
SETTLING_MS = 80
WORDS_BELOW = 96  # pixels at 100 %: five lines


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

    def clear(self) -> None:
        """Take everything away again."""
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def words(self, text: str, role: str = "") -> None:
        """Add a paragraph of plain text."""
        self.add(label(text, role, wrap=True))

    def heading(self, text: str) -> None:
        """Add a section's heading."""
        self._column.insertSpacing(self._column.count() - 1, theme().space("sm"))
        self.words(text, "subtitle")

    def form(self, *, stacked: bool = False) -> QFormLayout:
        """Add a form and return it; rows added with ``field`` are buddies of their labels.

        ``stacked`` puts every field below its name, for large letters in a narrow window.
        """
        holder = QWidget()
        form = QFormLayout(holder)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme().space("md"))
        wraps = QFormLayout.RowWrapPolicy
        form.setRowWrapPolicy(wraps.WrapAllRows if stacked else wraps.WrapLongRows)
        if stacked:
            form.setVerticalSpacing(theme().space("xs"))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.add(holder)
        return form


def above(words: str, widget: QWidget) -> QWidget:
    """Return a field with its name above it, which is its buddy."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().space("xxs"))
    name = label(words)
    name.setBuddy(widget)
    column.addWidget(name)
    column.addWidget(widget)
    return holder


def field(form: QFormLayout, words: str, widget: QWidget, hint: str = "") -> None:
    """Add a labelled field; the hint stands below it and is its accessible description."""
    name = label(words)
    name.setBuddy(widget)
    if form.rowWrapPolicy() is not QFormLayout.RowWrapPolicy.WrapAllRows:
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


def row(
    form: QFormLayout, words: str, buddy: QWidget | None, *parts: QWidget | QHBoxLayout
) -> None:
    """Add a labelled row of parts, one below the other."""
    name = label(words)
    name.setMinimumHeight(theme().size("control_height"))
    if buddy is not None:
        name.setBuddy(buddy)
    both = QWidget()  # a layout within the form's would be given too little height
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().space("sm"))
    for each in parts:
        if isinstance(each, QWidget):
            column.addWidget(each)
        else:
            column.addLayout(each)
    form.addRow(name, both)


def bring_into_view(field: QWidget, above: int = 0) -> None:
    """Scroll the page so that a field is seen, with the words that have just appeared below it.

    ``above``: with so many pixels at 100 % of what stands above it, such as its name.
    """
    # Not before those words have pushed the rest down.
    QTimer.singleShot(SETTLING_MS, field, partial(_scroll_to, field, above))


def _scroll_to(field: QWidget, above: int) -> None:
    around = field.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    inside = around.widget() if around is not None else None
    if around is None or inside is None:
        return
    top = field.mapTo(inside, field.rect().topLeft()).y()
    # ensureWidgetVisible looks at the caret only; what is said below has to be seen too.
    around.ensureVisible(0, top + field.height() + theme().px(WORDS_BELOW), 0, 0)
    around.ensureVisible(0, top - theme().space("sm") - theme().px(above), 0, 0)
