"""Reading: articles, policies and notes that are never evidence; opened, tagged, moved back."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.services import evidence, sorting
from portfolio_app.store import queries
from portfolio_app.ui.evidence import evidence_columns as columns
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

_AUTHOR, _DATE = 1, 2


class ReadingView(QWidget):
    """What is read, newest first. Enter opens it."""

    handlers_changed = Signal()
    current_changed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._seen = WhenSeen(self, self._load)
        self._tags: Mapping[str, int] = {}
        self._build()
        self._connect()

    def select(self, item_uid: str) -> None:
        """Make an item the current row, if it is here."""
        if self._seen.is_due:
            self._seen.now()
        self.table.select_keys({item_uid}, item_uid)

    def handlers(self) -> Mapping[str, Handler]:
        """Return what can be done here, by action."""
        nothing = "" if self.table.selected_values() else self.tr("Choose an item first.")
        readonly = self.tr("The portfolio is open to read.") if self.workspace.readonly else ""
        never = self.tr("What is read is never evidence. Move it to the library first.")
        return {
            "open_item": nothing or self._on_open_current,
            "bin": readonly or nothing or self._on_bin,
            "shortlist": never,
            "claim": never,
        }

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        is_empty = self._stack.currentWidget() is self._empty
        return self._empty.buttons[0] if is_empty else self.table

    def _build(self) -> None:
        look = theme()
        self.table = ListTable(
            (
                columns.title_column(),
                Column(self.tr("Author"), lambda item: item.author, width=160),
                columns.date_column(),
                Column(
                    self.tr("Theory"),
                    self._tag_words,
                    width=80,
                    right=True,
                    sort=lambda item: self._tags.get(item.uid, 0),
                    spoken=lambda item: self.tr("{0} theory tags").format(
                        self._tags.get(item.uid, 0)
                    ),
                ),
            ),
            key=lambda item: item.uid,
            name=self.tr("Reading"),
        )
        self.table.setObjectName("reading")
        self._move = QPushButton(self.tr("Move to the library"))
        icons.put(self._move, "layers")
        words = self.tr(
            "Never evidence and never in the bundle. What you mark in it can be theory for a KSB."
        )
        top = QHBoxLayout()
        top.addWidget(label(words, "muted", wrap=True), 1)
        top.addWidget(self._move)
        self._empty = EmptyState(
            "book-open",
            self.tr("Nothing to read here yet. R moves an article or a policy here from a card."),
            secondary=(self.tr("Open the inbox"), self._on_inbox),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._count = label("", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("md")] * 4)
        column.setSpacing(look.space("sm"))
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        column.addWidget(self._count)

    def _connect(self) -> None:
        self.table.opened.connect(self._on_open)
        self.table.current_changed.connect(self.current_changed)
        self.table.selection_changed.connect(self._on_selection)
        self._move.clicked.connect(self._on_move)
        self._seen.listen(self.workspace, {Topic.EVIDENCE, Topic.CLAIMS})

    def _on_inbox(self) -> None:
        self.workspace.go(Place(EVIDENCE, tab="inbox"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px, width = theme().px, self.table.width()
        self.table.setColumnHidden(_AUTHOR, width < px(560))
        self.table.setColumnHidden(_DATE, width < px(320))

    def _load(self) -> None:
        self._tags = queries.sorting.theory_counts(self.workspace.store)
        items = queries.evidence.on_shelves(self.workspace.store, Shelf.READING)
        self.table.show_rows(columns.newest_first(items))
        if items and self.table.current_value() is None:
            self.table.selectRow(0)
        self._stack.setCurrentWidget(self.table if items else self._empty)
        self._move.setVisible(bool(items))
        count = len(items)
        self._count.setText("" if not count else "1 item" if count == 1 else f"{count} items")
        self.handlers_changed.emit()

    def _tag_words(self, item: EvidenceItem) -> str:
        return str(self._tags.get(item.uid, "") or "–")

    def _on_selection(self) -> None:
        can = bool(self.table.selected_values()) and not self.workspace.readonly
        self._move.setEnabled(can)
        self.handlers_changed.emit()

    def _chosen(self) -> list[str]:
        return [item.uid for item in self.table.selected_values()]

    def _on_open(self, item: EvidenceItem) -> None:
        self.workspace.go(Place(EVIDENCE, item=item.uid))

    def _on_open_current(self) -> None:
        item = self.table.current_value()
        if item is not None:
            self._on_open(item)

    def _on_move(self) -> None:
        if self._chosen() and not self.workspace.readonly:
            self.workspace.do(sorting.to_library, self._chosen(), toast=True)

    def _on_bin(self) -> None:
        self.workspace.do(evidence.bin_items, self._chosen(), toast=True)
