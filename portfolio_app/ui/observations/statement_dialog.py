"""Statements to sign: a general one of one page, and the employer's with its schedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget
from typing_extensions import override

from portfolio_app.domain.asking import MOST_STATEMENT_WORDS, minutes_for_pieces
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.forms import FormKind, ScheduleRow
from portfolio_app.domain.observation import Asked, Observation
from portfolio_app.domain.witness import Witness
from portfolio_app.domain.wording import count_words
from portfolio_app.services.statements import EMPLOYER_TITLE
from portfolio_app.ui.kit.counted_edit import LineField, WordsField
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import restyle, theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.asking_dialog import AskingDialog
from portfolio_app.ui.observations.observations_state import UNTITLED, short_day

ROWS = 6
LARGE = 150  # per cent of text size: only the number and the piece have room
DATE, PAGES, PART = 2, 3, 4


class StatementDialog(AskingDialog):
    """Ask somebody to sign a statement. ``schedule`` is what the employer's is asked about."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        kind: FormKind,
        witnesses: Sequence[Witness],
        observation: Observation | None = None,
        *,
        schedule: Sequence[ScheduleRow] = (),
        hindrance: str = "",
    ) -> None:
        """``hindrance`` says why the employer's statement can't be made now, "" when it can."""
        self._schedule = tuple(schedule)
        self._hindrance = hindrance
        super().__init__(parent, workspace, kind, observation)
        uid = observation.witness_uid if observation is not None else ""
        self.observer.show_known(witnesses, uid)
        self.keeping.begin()
        self._name_it()
        (self.about if kind is FormKind.STATEMENT else self.observer.who).setFocus()

    @property
    def _is_employers(self) -> bool:
        return self.kind is FormKind.EMPLOYER_STATEMENT

    @override
    def build(self) -> None:
        look = theme()
        self.about = LineField()
        self.about.setPlaceholderText(self.tr("For example: sign-off of the proposal"))
        self.words = WordsField()
        lines = 7 * self.words.fontMetrics().lineSpacing() + look.space("lg")
        self.words.setFixedHeight(lines)
        self.count = label("", "caption")
        self.table: ListTable | None = None
        if self._is_employers:
            self._build_schedule()
        else:
            self.column.addWidget(above(self.tr("What it is &about"), self.about))
            self.column.addWidget(above(self.tr("The &statement they would sign"), self.words))
            self.column.addWidget(self.count)
            self.column.addWidget(
                label(
                    self.tr(
                        "You write these words, and the form says so. They can agree or not, and "
                        "add a comment of their own."
                    ),
                    "caption",
                    wrap=True,
                )
            )
        self.column.addWidget(self.observer)
        self.signature = QCheckBox(self.tr("Add a field for a digital signature"))
        self.column.addWidget(self.signature)
        self.column.addStretch()
        self.about.textEdited.connect(self.note_typed)
        self.words.textChanged.connect(self._on_words)
        self.signature.clicked.connect(self.note_typed)

    def _build_schedule(self) -> None:
        count = len(self._schedule)
        pieces = self.tr("1 piece") if count == 1 else self.tr("{0} pieces").format(count)
        self.column.addWidget(
            label(
                self.tr(
                    "For each piece they say whose work it is: theirs, shared with the part you "
                    "describe, or that they cannot say. {0}: about {1} minutes."
                ).format(pieces, minutes_for_pieces(count)),
                wrap=True,
            )
        )
        self.hindrance = label(self._hindrance, "warn", wrap=True)
        self.hindrance.setVisible(bool(self._hindrance))
        self.column.addWidget(self.hindrance)
        self.fix = QPushButton(self.tr("Fix numbering"))
        self.fix.setAutoDefault(False)
        self.fix.setVisible(bool(self._hindrance) and bool(self._schedule))
        self.fix.setToolTip(
            self.tr("The E-numbers stay as they are now; Undo lets them follow the order again")
        )
        self.fix.clicked.connect(lambda _=False: self._on_fix())
        self.column.addWidget(self.fix, 0, Qt.AlignmentFlag.AlignLeft)
        self.table = ListTable(
            (
                Column(self.tr("No."), lambda row: row.ref, width=60),
                Column(self.tr("Piece"), lambda row: row.title, stretch=True),
                Column(self.tr("Date"), lambda row: short_day(row.date), width=110),
                Column(self.tr("Pages"), lambda row: str(row.pages), width=60, right=True),
                Column(self.tr("Your part, as you say it"),
                       lambda row: row.part or self.tr("not said"), width=220),
            ),
            key=lambda row: row.item_uid,
            name=self.tr("The schedule"),
            sortable=False,
            many=False,
        )  # fmt: skip
        self.table.show_rows(self._schedule)
        for column in (DATE, PAGES, PART) if theme().scale >= LARGE else ():
            self.table.setColumnHidden(column, True)  # noqa: FBT003 - Qt's
        height = theme().size("row_comfortable") * (min(max(count, 1), ROWS) + 1)
        self.table.setMinimumHeight(height)
        self.table.setMaximumHeight(height + theme().space("md"))
        self.column.addWidget(self.table)

    def _name_it(self) -> None:
        known, newest = self.observation, self.observation.newest if self.observation else None
        words = (
            self.tr("Employer's statement") if self._is_employers else self.tr("Statement to sign")
        )
        if known is not None:
            words = f"{words}, {known.ref}"
        if newest is not None:
            words += self.tr(": version {0}").format(newest.version + 1)
        self.setWindowTitle(words)
        self.note.setText(self.tr("They sign it. You can't fill in their part."))
        self._show_allowed()

    def _show_allowed(self) -> None:
        for button in (self.save_form, self.save_request, self.message):
            button.setEnabled(not self._hindrance)
            button.setToolTip(self._hindrance)

    def _on_fix(self) -> None:
        from portfolio_app.services import numbering

        self.workspace.do(numbering.fix, toast=True, then=self._on_fixed)

    def _on_fixed(self, _changes: Changes) -> None:
        self._hindrance = ""
        self.hindrance.hide()
        self.observer.who.setFocus()
        self.fix.hide()
        self._show_allowed()

    @override
    def fill(self, asked: Asked) -> None:
        self.about.setText("" if asked.title == UNTITLED or self._is_employers else asked.title)
        self.words.blockSignals(True)  # noqa: FBT003 - Qt's
        self.words.setPlainText(asked.statement)
        self.words.blockSignals(False)  # noqa: FBT003
        self.signature.setChecked(asked.signature_field)
        self._count()

    @override
    def asked(self) -> Asked:
        known = self.observation.asked if self.observation is not None else Asked()
        return replace(
            known,
            title=self.about.text().strip() or self._usual_title(),
            statement=self.words.toPlainText(),
            signature_field=self.signature.isChecked(),
        )

    def _usual_title(self) -> str:
        if self._is_employers:
            known = self.observation.asked.title if self.observation is not None else ""
            return known or EMPLOYER_TITLE
        return UNTITLED if self.words.toPlainText().strip() else ""

    @override
    def first_wrong(self) -> tuple[str, QWidget] | None:
        if self._is_employers and self._hindrance:
            return self._hindrance, self.observer.who
        if not self._is_employers and not self.about.text().strip():
            return self.tr("Say what it is about."), self.about
        if not self._is_employers and not self.words.toPlainText().strip():
            return self.tr("Write the statement."), self.words
        if not self._is_employers and count_words(self.words.toPlainText()) > MOST_STATEMENT_WORDS:
            return self.tr("Shorten the statement: it has to fit one page."), self.words
        if not self.observer.witness.name:
            return self.tr("Say who signs: a name."), self.observer.fields["name"]
        return None

    def _on_words(self) -> None:
        self._count()
        self.note_typed()

    def _count(self) -> None:
        words = count_words(self.words.toPlainText())
        self.count.setText(self.tr("{0} of {1} words").format(words, MOST_STATEMENT_WORDS))
        role = "warn" if words > MOST_STATEMENT_WORDS else "caption"
        if self.count.property("role") != role:
            self.count.setProperty("role", role)
            restyle(self.count)
