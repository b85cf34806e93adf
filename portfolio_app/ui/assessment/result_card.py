"""Step 4: the bundle that was built, what was proven of it, and what can be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.days import day_words
from portfolio_app.problems import Problem
from portfolio_app.ui.assessment.cards import Card
from portfolio_app.ui.assessment.compile_state import (
    CompileState,
    PastBundle,
    count,
    lasting,
    size,
    when,
)
from portfolio_app.ui.assessment.earlier_table import EarlierTable, remark
from portfolio_app.ui.assessment.handed_panel import take_out
from portfolio_app.ui.assessment.result_doings import ResultDoings
from portfolio_app.ui.kit import icons, opening
from portfolio_app.ui.kit.disclosure import Disclosure
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


class ResultCard(Card):
    """The newest bundle of the pack in view and the list of those before it."""

    choices_wanted = Signal()  # choose what to leave out

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(4, "", parent)
        self.workspace = workspace
        self.title.setText("4  " + self.tr("Result"))
        self.setAccessibleName(self.tr("Result"))
        self._made: Any = None
        self._path = Path()
        self._last_bundle: PastBundle | None = None
        self._out_of_date: frozenset[str] = frozenset()
        self._build()

    @property
    def table(self) -> Any:
        """The list of earlier bundles."""
        return self._earlier.table

    def show_built(self, made: Any) -> None:
        """Remember what a build of this sitting proved (a Built or a Pack)."""
        self._made = made

    def show_state(self, state: CompileState) -> None:
        """Show the newest bundle, whether it is out of date, and the ones before it."""
        last = self._last_bundle = state.last
        self._nothing.setVisible(last is None)
        self._last.setVisible(last is not None)
        if last is None:
            return
        record = last.record
        self._path = last.path
        self._name.setText(last.path.name)
        facts = self.tr("{0}{1} · {2} · {3} · {4} · built {5}").format(
            self.tr("Draft · ") if record.is_draft else "",
            size(record.bytes), count(record.pages, "page"), count(record.items, "piece"),
            count(record.claims, "claim"), when(record.built_at),
        )  # fmt: skip
        self._facts.setText(facts)
        self._show_folder(record.folder)
        self._show_handed_in(last)
        self._show_proof(record.uid)
        self._show_age(last)
        self._show_size(state, last)
        is_there = last.state == "there"
        for button in (self.open, self.folder):
            button.setEnabled(is_there)
        self.doings.show_state(state, last)
        self._earlier.show_state(state)

    def show_ages(self, out_of_date: frozenset[str]) -> None:
        """Say which bundles, by uid, show something else than the portfolio does now."""
        self._out_of_date = out_of_date
        if self._last_bundle is not None:
            self._show_age(self._last_bundle)
        self._earlier.show_ages(out_of_date)

    # building

    def _build(self) -> None:
        look = theme()
        self._nothing = label(self.tr("No bundle has been built yet."), "muted", wrap=True)
        self._last = QWidget()
        column = QVBoxLayout(self._last)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        self._name = label("", "strong", wrap=True)
        self._facts = label("", wrap=True)
        self._beside = label("", "muted", wrap=True)
        self._handed = label("", wrap=True)
        self._proof = label("", "muted", wrap=True)
        self._notes = Disclosure("")
        self._note_words = label("", "muted", wrap=True)
        self._notes.column.addWidget(self._note_words)
        self._age, self._age_words = _notice()
        self._over, self._over_words = _notice()
        self.leave_out = QPushButton(self.tr("Choose what to leave out"))
        self.leave_out.clicked.connect(lambda _=False: self.choices_wanted.emit())
        self.open = QPushButton(self.tr("Open"))
        self.open.clicked.connect(lambda _=False: self._open(self._path))
        icons.put(self.open, "external-link")
        self.folder = QPushButton(self.tr("Show in folder"))
        self.folder.clicked.connect(lambda _=False: self._show_in_folder())
        icons.put(self.folder, "folder-open")
        self.doings = ResultDoings(self.workspace)
        self.doings.smaller.built.connect(self.show_built)
        self.smaller = QPushButton(self.tr("Make smaller…"))
        self.smaller.clicked.connect(lambda _=False: self.doings.open(self.doings.smaller))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for button in (self.open, self.folder, *self.doings.buttons):
            flow.addWidget(button)
        self._over_row = QWidget()
        over = FlowLayout(self._over_row, look.space("sm"))
        over.addWidget(self.smaller)
        over.addWidget(self.leave_out)
        self._earlier = EarlierTable()
        self._earlier.opened.connect(self._on_earlier)
        self._earlier.copy_wanted.connect(self._on_copy_wanted)
        for widget in (
            self._name, self._facts, self._handed, self._beside, self._age, self._over,
            self._over_row, self._proof, self._notes, buttons, self.doings, self._earlier,
        ):  # fmt: skip
            column.addWidget(widget)
        self.column.addWidget(self._nothing)
        self.column.addWidget(self._last)
        self._last.hide()

    # showing

    def _show_folder(self, folder: str) -> None:
        words = self.tr("In the folder {0}, with the files beside it.").format(folder)
        self._beside.setText(words if folder else "")
        self._beside.setVisible(bool(folder))

    def _show_handed_in(self, last: PastBundle) -> None:
        handed = last.record.submitted_at
        words = self.tr("Handed in on {0}. A copy that can't be changed is kept in the portfolio.")
        self._handed.setText(words.format(day_words(handed)) if handed else "")
        self._handed.setVisible(bool(handed))

    def _show_proof(self, bundle_id: str) -> None:
        made = self._made
        if made is None or made.bundle_id != bundle_id:
            self._proof.setText(self.tr("Read back when it was built, and found as promised."))
            self._notes.hide()
            return
        found = made.inspection
        beside = getattr(made, "notes", ())  # a Pack also says what is about its folder
        self._show_notes((*made.bundle.problems, *found.findings, *beside))
        if not found.claims:  # a proposal: papers only
            words = self.tr("Read back after building: {0} add up. It took {1}.")
            self._proof.setText(words.format(count(found.pages, "page"), lasting(made.seconds)))
            return
        quotes = sum(bool(each.quote) for each in found.claims)
        words = self.tr(
            "Read back after building: {0:,} pages add up, {1:,} links lead where they say, "
            "{2} on their pages. It took {3}."
        ).format(
            found.pages,
            found.links,
            self.tr("1 quoted passage is") if quotes == 1
            else self.tr("{0:,} quoted passages are").format(quotes),
            lasting(made.seconds),
        )  # fmt: skip
        self._proof.setText(words)

    def _show_notes(self, notes: tuple[Problem, ...]) -> None:
        title = self.tr("{0} on the finished file").format(count(len(notes), "note"))
        self._notes.set_title(title)
        self._note_words.setText("\n".join(each.message for each in notes))
        self._notes.setVisible(bool(notes))

    def _show_age(self, last: PastBundle) -> None:
        words = ""
        if last.state == "missing":
            words = self.tr("The file is not at its place any more. Build again to have it back.")
        elif last.record.uid in self._out_of_date:
            words = self.tr(
                "Out of date: something was changed after it was built. Build again before you "
                "hand it in."
            )
        self._age_words.setText(words)
        self._age.setVisible(bool(words))

    def _show_size(self, state: CompileState, last: PastBundle) -> None:
        limit, is_theirs = state.limit
        is_over = bool(limit) and last.record.bytes > limit * 1_000_000
        words = self.tr(
            "The bundle is {0} and {1} limit is {2:g} MB. It has been built and works. Make "
            "pictures smaller, or leave out recordings and send them separately."
        ).format(
            size(last.record.bytes), self.tr("your EPAO's") if is_theirs else self.tr("your"), limit
        )
        self._over_words.setText(words if is_over else "")
        self._over.setVisible(is_over)
        self._over_row.setVisible(is_over)

    # opening

    def _on_earlier(self, past: PastBundle) -> None:
        if past.state == "there":
            self._open(past.path)
        elif past.record.submitted_at:
            self._on_copy_wanted(past)
        else:
            self.workspace.tell(remark(past))

    def _on_copy_wanted(self, past: PastBundle) -> None:
        take_out(self, self.workspace, past)

    def _open(self, path: Path) -> None:
        if not opening.open_file(path):
            words = self.tr("No program for PDFs was found. The file is {0}").format(path)
            self.workspace.tell(words)

    def _show_in_folder(self) -> None:
        if not opening.show_in_folder(self._path):
            self.workspace.tell(self.tr("The file is {0}").format(self._path))


def _notice() -> tuple[QFrame, Any]:
    frame = QFrame()
    frame.setProperty("look", "warning")
    inner = QVBoxLayout(frame)
    words = label("", wrap=True)
    inner.addWidget(words)
    return frame, words
