"""Suggest a set: which items together show most, with the reason for each; one step to use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.selection import Suggestion
from portfolio_app.services import shortlist
from portfolio_app.store import queries
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the suggestion: kept, added or dropped, and why."""

    uid: str
    what: str
    title: str
    why: str


def rows_of(suggestion: Suggestion, items: Sequence[EvidenceItem]) -> tuple[Row, ...]:
    """Return what the suggestion keeps, adds and drops, in that order."""
    by_uid = {item.uid: item for item in items}
    why = dict(suggestion.reasons)
    chosen = [by_uid[uid] for uid in suggestion.chosen if uid in by_uid]
    kept = [Row(i.uid, "Keep", f"{i.ref}  {i.title}", why.get(i.uid, "")) for i in chosen if i.ref]
    fresh = [Row(i.uid, "Add", i.title, why.get(i.uid, "")) for i in chosen if not i.ref]
    going = set(suggestion.chosen)
    dropped = [
        Row(i.uid, "Drop", f"{i.ref}  {i.title}", _why_dropped(i))
        for i in sorted(items, key=lambda i: i.position or 0)
        if i.ref and i.uid not in going
    ]
    return (*kept, *fresh, *dropped)


def _why_dropped(item: EvidenceItem) -> str:
    if item.claims or item.candidates:
        return "What it shows is shown by the others"
    return "It isn't mapped to any KSB yet"


class SuggestionPanel(QFrame):
    """Nothing changes until *Use this set*."""

    closed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._suggestion: Suggestion | None = None
        self._asked_for = 0
        self._build()
        self.hide()

    def begin(self, pieces: int) -> None:
        """Ask for a set of about this many pieces and show it."""
        self._pieces.setText(str(pieces))
        self.show()
        self._ask()
        self.table.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancel()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        look = theme()
        self.setProperty("look", "card")
        self.setObjectName("suggestion")
        self.setAccessibleName(self.tr("Suggest a set"))
        self._title = label(self.tr("Cover as many KSBs as possible with at most"), "strong")
        self._pieces = QLineEdit()
        self._pieces.setValidator(QIntValidator(1, 200, self))
        self._pieces.setFixedWidth(look.px(56))
        self._pieces.setAccessibleName(self.tr("Pieces"))
        self._title.setBuddy(self._pieces)
        self.table = ListTable(
            (
                Column(self.tr("Step"), lambda row: row.what, width=72),
                Column(self.tr("Item"), lambda row: row.title, width=300),
                Column(self.tr("Why"), lambda row: row.why, stretch=True),
            ),
            key=lambda row: row.uid,
            name=self.tr("Suggested set"),
            sortable=False,
            many=False,
        )
        self._why = label("", "muted", wrap=True)
        self._left = label("", wrap=True)
        self._use = QPushButton(self.tr("Use this set"))
        self._use.setProperty("look", "primary")
        self._cancel = QPushButton(self.tr("Cancel"))
        top = QHBoxLayout()
        top.setSpacing(look.space("sm"))
        top.addWidget(self._title)
        top.addWidget(self._pieces)
        top.addWidget(label(self.tr("pieces")))
        top.addStretch()
        foot = QHBoxLayout()
        foot.setSpacing(look.space("sm"))
        foot.addWidget(self._left, 1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._use)
        column = QVBoxLayout(self)
        pad = look.space("md")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space("sm"))
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self._why)
        column.addLayout(foot)
        self.table.current_changed.connect(self._on_current)
        self._pieces.editingFinished.connect(self._on_pieces)
        self._use.clicked.connect(self._on_use)
        self._cancel.clicked.connect(self._on_cancel)

    def _ask(self) -> None:
        typed = self._pieces.text()
        if self.isVisible() and typed.isdigit() and int(typed) > 0:
            self._asked_for = int(typed)
            self._use.setEnabled(False)
            self._left.setText(self.tr("Working it out…"))
            self.workspace.look(
                shortlist.suggest, self._asked_for, then=self._on_suggested, key="suggest"
            )

    def _on_pieces(self) -> None:
        if self._pieces.text() != str(self._asked_for):
            self._ask()

    def _on_suggested(self, suggestion: Suggestion) -> None:
        self._suggestion = suggestion
        store = self.workspace.store
        items = queries.evidence.items(store)
        rows = rows_of(suggestion, items)
        self.table.show_rows(rows)
        if rows:
            self.table.selectRow(0)
        codes = {ksb.uid: ksb.code for ksb in queries.standard.standard(store).ksbs}
        self._left.setText(self._left_words(suggestion, codes))
        changes = any(row.what != "Keep" for row in rows)
        self._use.setEnabled(bool(suggestion.chosen) and changes and not self.workspace.readonly)
        self._use.setToolTip("" if changes else self.tr("This is your shortlist already"))

    def _on_current(self, row: Row | None) -> None:
        self._why.setText(f"{row.why}." if row is not None and row.why else "")

    def _left_words(self, suggestion: Suggestion, codes: Mapping[str, str]) -> str:
        if not suggestion.chosen:
            return self.tr("Claim some passages first: a set is chosen by what its items show.")
        left = ", ".join(codes.get(uid, "") for uid in suggestion.uncovered)
        if not left:
            return self.tr("Every KSB is covered by this set.")
        return self.tr("Left uncovered: {0}").format(left)

    def _on_use(self) -> None:
        if self._suggestion is not None:
            self.workspace.do(shortlist.use, self._suggestion, toast=True)
            self._on_cancel()

    def _on_cancel(self) -> None:
        self.hide()
        self.closed.emit()
