"""Step 4: the bundle that was built, what was proven of it, and the ones before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from portfolio_app.problems import Problem
from portfolio_app.services.bundle import Built
from portfolio_app.ui.assessment.cards import Card
from portfolio_app.ui.assessment.compile_state import (
    CompileState,
    PastBundle,
    count,
    lasting,
    size,
    when,
)
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme

_MOST_ROWS = 6
STATES = {
    "there": "",
    "missing": "Not at its place any more",
    "replaced": "Replaced by a newer one",
}

COLUMNS = (
    Column("Built", lambda each: when(each.record.built_at), width=170, sortable=False),
    Column("File", lambda each: each.path.name, stretch=True, sortable=False,
           tip=lambda each: str(each.path)),
    Column("Pages", lambda each: str(each.record.pages), width=64, right=True, sortable=False),
    Column("Size", lambda each: size(each.record.bytes), width=80, right=True, sortable=False),
    Column("", lambda each: _remark(each), width=190, sortable=False),
)  # fmt: skip


class ResultCard(Card):
    """The newest bundle and the list of those before it."""

    open_wanted = Signal(object)  # Path
    folder_wanted = Signal(object)  # Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(4, "", parent)
        self.title.setText("4  " + self.tr("Result"))
        self.setAccessibleName(self.tr("Result"))
        self._built: Built | None = None
        self._path = Path()
        self._build()

    def show_built(self, built: Built) -> None:
        """Remember what a build of this sitting proved."""
        self._built = built

    def show_state(self, state: CompileState) -> None:
        """Show the newest bundle, whether it is out of date, and the ones before it."""
        last = state.last
        self._nothing.setVisible(last is None)
        self._last.setVisible(last is not None)
        if last is None:
            return
        record = last.record
        self._path = last.path
        self._name.setText(last.path.name)
        draft = self.tr("Draft · ") if record.is_draft else ""
        facts = self.tr("{0}{1} · {2} · {3} · {4} · built {5}").format(
            draft, size(record.bytes), count(record.pages, "page"), count(record.items, "piece"),
            count(record.claims, "claim"), when(record.built_at),
        )  # fmt: skip
        self._facts.setText(facts)
        self._show_proof(record.uid)
        self._show_age(state, last)
        is_there = last.state == "there"
        for button in (self.open, self.folder):
            button.setEnabled(is_there)
        earlier = state.bundles[1:]
        self._earlier.setVisible(bool(earlier))
        self.table.setVisible(bool(earlier))
        self.table.show_rows(earlier)
        rows = min(len(earlier), _MOST_ROWS)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + rows * theme().row_height + 4)

    def _show_proof(self, bundle_id: str) -> None:
        built = self._built
        if built is None or built.bundle_id != bundle_id:
            words = self.tr("Read back when it was built, and found as promised.")
            self._proof.setText(words)
            self._notes.hide()
            return
        found = built.inspection
        quotes = sum(bool(each.quote) for each in found.claims)
        words = self.tr(
            "Read back after building: {0:,} pages add up, {1:,} links lead where they say, "
            "{2} on their pages. It took {3}."
        ).format(
            found.pages,
            found.links,
            self.tr("1 quoted passage is") if quotes == 1
            else self.tr("{0:,} quoted passages are").format(quotes),
            lasting(built.seconds),
        )  # fmt: skip
        self._proof.setText(words)
        self._show_notes((*built.bundle.problems, *found.findings))

    def _show_notes(self, notes: tuple[Problem, ...]) -> None:
        self._notes.setText("\n".join(each.message for each in notes))
        self._notes.setVisible(bool(notes))

    def _show_age(self, state: CompileState, last: PastBundle) -> None:
        words = ""
        if last.state == "missing":
            words = self.tr("The file is not at its place any more. Build again to have it back.")
        elif state.is_out_of_date:
            words = self.tr(
                "Out of date: something was changed after it was built. Build again before you "
                "hand it in."
            )
        self._age_words.setText(words)
        self._age.setVisible(bool(words))

    def _build(self) -> None:
        look = theme()
        self._nothing = label(self.tr("No bundle has been built yet."), "muted", wrap=True)
        self._last = QWidget()
        column = QVBoxLayout(self._last)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        self._name = label("", "strong", wrap=True)
        self._facts = label("", wrap=True)
        self._proof = label("", "muted", wrap=True)
        self._notes = label("", "muted", wrap=True)
        self._age = QFrame()
        self._age.setProperty("look", "warning")
        inner = QVBoxLayout(self._age)
        self._age_words = label("", wrap=True)
        inner.addWidget(self._age_words)
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        self.open = QPushButton(self.tr("Open"))
        self.open.clicked.connect(lambda: self.open_wanted.emit(self._path))
        icons.put(self.open, "external-link")
        self.folder = QPushButton(self.tr("Show in folder"))
        self.folder.clicked.connect(lambda: self.folder_wanted.emit(self._path))
        icons.put(self.folder, "folder-open")
        for button in (self.open, self.folder):
            flow.addWidget(button)
        self._earlier = label(self.tr("Earlier bundles"), "strong")
        self.table = ListTable(
            COLUMNS,
            key=lambda each: each.record.uid,
            name=self.tr("Earlier bundles"),
            sortable=False,
            many=False,
        )
        self.table.opened.connect(self._on_earlier)
        parts = (self._name, self._facts, self._age, self._proof, self._notes, buttons)
        for widget in (*parts, self._earlier, self.table):
            column.addWidget(widget)
        self.column.addWidget(self._nothing)
        self.column.addWidget(self._last)
        self._last.hide()

    def _on_earlier(self, past: PastBundle) -> None:
        if past.state == "there":
            self.open_wanted.emit(past.path)


def _remark(past: PastBundle) -> str:
    draft = "Draft" if past.record.is_draft else ""
    return " · ".join(part for part in (draft, STATES[past.state]) if part)
