"""What a run came to: each question with its rating and time, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.days import clock
from portfolio_app.domain.practice import Practised, Rating
from portfolio_app.ui.assessment.rehearse_start import RATINGS
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column as FormColumn
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme

ROWS = 12  # before the list scrolls


class ResultPage(QWidget):
    """Counts and a list, never a mark."""

    again_wanted = Signal(object)  # list[str]: KSB uids
    cribs_wanted = Signal(object)  # list[str]: KSB uids
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes: dict[str, str] = {}
        self._again: list[str] = []
        self._build()

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self.done

    def show_times(self, words: str) -> None:
        """Say how long the parts of the run took, "" where none was timed."""
        self._times.setText(words)
        self._times.setVisible(bool(words))

    def show_run(self, found: tuple[Practised, ...], words: str, codes: dict[str, str]) -> None:
        """Show what was rated in a run, in its order."""
        self._codes = codes
        self._words.setText(words)
        self.table.show_rows(found)
        self.table.setVisible(bool(found))
        rows = min(len(found), ROWS) + 1
        self.table.setFixedHeight(rows * theme().row_height + theme().space("md"))
        self._again = [
            each.ksb_uid
            for each in found
            if each.ksb_uid and each.rating in (Rating.NEARLY, Rating.AGAIN)
        ]
        for button in (self.again, self.cribs):
            button.setEnabled(bool(self._again))
        self._none.setVisible(bool(found) and not self._again)

    def _build(self) -> None:
        look = theme()
        self._words = label("", "subtitle", wrap=True)
        self._times = label("", wrap=True)
        self._none = label(
            self.tr("Nothing was rated Nearly or Again in this run."), "muted", wrap=True
        )
        self.table = ListTable(
            (
                Column(self.tr("KSB"), lambda row: self._codes.get(row.ksb_uid, "–"), width=70),
                Column(self.tr("Question"), _asked, stretch=True,
                       tip=lambda row: row.question),
                Column(self.tr("How it went"), lambda row: self.tr(RATINGS[row.rating]),
                       width=120),
                Column(self.tr("Spoken"), lambda row: clock(row.seconds), width=90, right=True),
            ),
            key=lambda row: row.uid,
            name=self.tr("Questions of this run"),
            many=False,
            sortable=False,
        )  # fmt: skip
        self.done = QPushButton(self.tr("Done"))
        self.again = QPushButton(self.tr("Practise these again"))
        self.cribs = QPushButton(self.tr("Make crib cards of these"))
        self.done.setProperty("look", "primary")
        self.done.clicked.connect(lambda _=False: self.left.emit())
        self.again.clicked.connect(lambda _=False: self.again_wanted.emit(self._again))
        self.cribs.clicked.connect(lambda _=False: self.cribs_wanted.emit(self._again))
        row = QWidget()
        flow = FlowLayout(row, look.space("sm"))
        for each in (self.done, self.again, self.cribs):
            flow.addWidget(each)
        page = FormColumn()
        for part in (self._words, self._times, self._none, row, self.table):
            page.add(part)
        page.words(self.tr("Private: never exported. Undo takes the last rating back."), "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)


def _asked(row: Practised) -> str:
    """Return what was asked, without the statement that it begins with."""
    quoted, _, asked = row.question.partition("” ")
    return asked if quoted.startswith("“") and asked else row.question
