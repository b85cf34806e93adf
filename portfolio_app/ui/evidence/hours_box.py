"""The off-the-job time that was logged with a piece, beside its details: each entry leads there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.days import day_words
from portfolio_app.domain.hours import Entry
from portfolio_app.domain.minutes import hours_words
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import PLAN, Place
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

SHOWN = 3


class HoursBox(QFrame):
    """How long in all, and the newest three entries; hidden where there are none."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._entries: tuple[Entry, ...] = ()
        self.rows: list[QPushButton] = []
        self.setProperty("look", "well")
        self.setAccessibleName(self.tr("Off-the-job time"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme().space("sm")] * 4)
        column.setSpacing(theme().space("xs"))
        self.total = label("", "strong", wrap=True)
        column.addWidget(self.total)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme().space("xxs"))
        column.addLayout(self._column)
        self._more = label("", "caption", wrap=True)
        column.addWidget(self._more)
        self.hide()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these, which come by day."""
        if tuple(entries) == self._entries:
            return
        self._entries = tuple(entries)
        for each in self.rows:
            each.hide()
            each.deleteLater()
        self.rows = [self._row(each) for each in reversed(self._entries[-SHOWN:])]
        minutes = hours_words(sum(each.minutes for each in self._entries))
        self.total.setText(self.tr("Off-the-job time: {0}").format(minutes))
        more = len(self._entries) - len(self.rows)
        self._more.setText(self.tr("and {0} earlier").format(more))
        self._more.setVisible(more > 0)
        self.setVisible(bool(self._entries))

    def _row(self, entry: Entry) -> QPushButton:
        words = f"{day_words(entry.day)} · {hours_words(entry.minutes)}"
        row = QPushButton(words)
        row.setProperty("look", "link")
        row.setAccessibleDescription(entry.activity)
        row.setToolTip(self.tr("Show it in the plan"))
        row.clicked.connect(partial(self._go, entry.uid))
        self._column.addWidget(row, 0, Qt.AlignmentFlag.AlignLeft)
        return row

    def _go(self, uid: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        self._workspace.go(Place(PLAN, tab="hours", row=uid))
