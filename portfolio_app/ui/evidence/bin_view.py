"""The bin: what was taken out of the library, to be put back."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.days import day_words
from portfolio_app.services import emptying, evidence
from portfolio_app.store import queries
from portfolio_app.ui.evidence import evidence_columns as columns
from portfolio_app.ui.kit import icons, messages
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.messages import CANCEL, Answer, Message
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


class BinView(QWidget):
    """Items in the bin, newest first. Enter or Restore puts them back."""

    handlers_changed = Signal()
    current_changed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._seen = WhenSeen(self, self._load)
        self._build()
        self._seen.listen(workspace, {Topic.EVIDENCE})

    def handlers(self) -> Mapping[str, Handler]:
        """Return what can be done here, by action."""
        if self.workspace.readonly:
            return {"restore": self.tr("The portfolio is open to read.")}
        chosen = bool(self.table.selected_values())
        return {"restore": self._on_restore if chosen else self.tr("Choose an item first.")}

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        is_empty = self._stack.currentWidget() is self._empty
        return self._empty.buttons[0] if is_empty else self.table

    def _build(self) -> None:
        look = theme()
        self.table = ListTable(
            (
                columns.title_column(),
                columns.kind_column(),
                columns.date_column(),
                columns.pages_column(),
                Column(
                    self.tr("Binned"),
                    lambda item: day_words(item.binned_at[:10]),
                    width=150,
                    sort=lambda item: item.binned_at,
                ),
            ),
            key=lambda item: item.uid,
            name=self.tr("Bin"),
        )
        self.table.setObjectName("bin")
        self._restore = QPushButton(self.tr("Restore"))
        icons.put(self._restore, "rotate-ccw")
        self._empty_it = QPushButton(self.tr("Empty the bin"))
        icons.put(self._empty_it, "trash-2")
        self._count = label("", "caption")
        self._empty = EmptyState(
            "trash-2",
            self.tr("Nothing in the bin."),
            secondary=(self.tr("Open the library"), self._on_library),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        top = QHBoxLayout()
        words = label(
            self.tr("What is here is in no list and no bundle. Its files and claims are kept."),
            "muted",
            wrap=True,
        )
        top.addWidget(words, 1)
        top.addWidget(self._restore)
        top.addWidget(self._empty_it)
        column = QVBoxLayout(self)
        pad = look.space("md")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space("sm"))
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        column.addWidget(self._count)
        self.table.opened.connect(self._on_opened)
        self.table.selection_changed.connect(self._on_selection)
        self._restore.clicked.connect(self._on_restore)
        self._empty_it.clicked.connect(self._on_empty)

    def _on_library(self) -> None:
        self.workspace.go(Place(EVIDENCE, tab="library"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns.fit_columns(self.table, 1, 2, 3)

    def _load(self) -> None:
        items = queries.evidence.items(self.workspace.store, binned=True)
        items = tuple(sorted(items, key=lambda item: item.binned_at, reverse=True))
        self.table.show_rows(items)
        if items and self.table.current_value() is None:
            self.table.selectRow(0)
        self._stack.setCurrentWidget(self.table if items else self._empty)
        self._restore.setVisible(bool(items))
        self._empty_it.setVisible(bool(items))
        self._empty_it.setEnabled(not self.workspace.readonly)
        count = len(items)
        self._count.setText("" if not count else "1 item" if count == 1 else f"{count} items")
        self.handlers_changed.emit()

    def _on_selection(self) -> None:
        self._restore.setEnabled(bool(self.table.selected_values()) and not self.workspace.readonly)
        self.handlers_changed.emit()

    def _on_empty(self) -> None:
        count = len(self.table.rows_model.rows)
        what = self.tr("1 item") if count == 1 else self.tr("{0} items").format(count)
        message = Message(
            self.tr("Remove {0} from the bin?").format(what),
            self.tr("Everything outside the bin stays as it is."),
            self.tr(
                "What was claimed on them goes too. Undo works for 30 days; then their files are "
                "removed from this computer."
            ),
            "warn",
        )
        answers = [Answer("empty", self.tr("Empty the bin"), "danger"), CANCEL]
        messages.ask(self, message, answers, self._on_answer)

    def _on_answer(self, answer: str) -> None:
        if answer == "empty":
            self.workspace.start(self.tr("Emptying the bin"), emptying.empty_bin, toast=True)
        self.table.setFocus()

    def _on_opened(self, _: object) -> None:
        self._on_restore()

    def _on_restore(self) -> None:
        uids = [item.uid for item in self.table.selected_values()]
        if uids and not self.workspace.readonly:
            self.workspace.do(evidence.restore_items, uids, toast=True)
