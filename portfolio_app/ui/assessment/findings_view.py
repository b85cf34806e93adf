"""Findings before a build: must fix, should check, for information, and those accepted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.problems import Level, Problem
from portfolio_app.ui.assessment.compile_state import CompileState
from portfolio_app.ui.assessment.finding_row import FindingRow
from portfolio_app.ui.assessment.going import way_of
from portfolio_app.ui.kit.disclosure import Disclosure
from portfolio_app.ui.kit.theme import theme

FIRST = 8  # rows of one weight shown until all are asked for
ORDER = (Level.MUST_FIX, Level.SHOULD_CHECK, Level.INFORMATION)


class FindingsView(QWidget):
    """The rows. What is typed in a row, and where the focus is, outlive a new reading."""

    go_wanted = Signal(object)  # Problem
    remove_wanted = Signal(str)  # uid of the piece to take off
    accepted = Signal(object, str)  # Problem, because
    taken_back = Signal(object)  # Problem
    marking_answered = Signal(object, object, str, str)  # Problem, MarkingAnswer, by, day
    answer_taken_back = Signal(object)  # Problem
    focus_lost = Signal()  # the row that had it is gone, and so are all others

    def __init__(self, parent: QWidget | None = None, *, readonly: bool = False) -> None:
        super().__init__(parent)
        self._readonly = readonly
        self._findings: tuple[Problem, ...] = ()
        self._state: CompileState | None = None
        self._shown_all: set[Level] = set()
        self._accepted_open = False
        self.rows: list[FindingRow] = []
        self.setAccessibleName(self.tr("Findings"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inside = QWidget()
        self._column.addWidget(self._inside)
        theme().changed.connect(self._build_rows)

    def show_findings(self, findings: Sequence[Problem], state: CompileState | None = None) -> None:
        """Show these findings, the heaviest first."""
        ways_differ = _ways_of(state) != _ways_of(self._state)
        self._state = state
        if tuple(findings) != self._findings or ways_differ:
            self._findings = tuple(findings)
            self._build_rows()

    def first_button(self) -> QPushButton | None:
        """Return the first button of the heaviest row that must be fixed, None without one."""
        for row in self.rows:
            if row.finding.level is Level.MUST_FIX and not row.finding.accepted and row.buttons:
                return row.buttons[0]
        return None

    # building

    def _build_rows(self) -> None:
        typed = {row.finding.key: row.typed for row in self.rows if row.typed[0]}
        focused = self._focused_row()
        self._column.removeWidget(self._inside)
        self._inside.hide()
        self._inside.deleteLater()
        self._inside = QWidget()
        self.rows = []
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        for level in ORDER:
            these = [each for each in self._findings if each.level is level and not each.accepted]
            shown = these if level in self._shown_all else these[:FIRST]
            for finding in shown:
                column.addWidget(self._row(finding))
            if len(these) > len(shown):
                more = QPushButton(self.tr("Show all {0}").format(len(these)))
                more.setProperty("look", "quiet")
                more.clicked.connect(lambda _=False, of=level: self._on_more(of))
                column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_accepted(column)
        self._column.addWidget(self._inside)
        for row in self.rows:
            kind, words = typed.get(row.finding.key, ("", {}))
            if kind:
                row.open_form(kind, words)
        if focused >= 0 and not typed:
            self._give_focus(focused)

    def _row(self, finding: Problem) -> FindingRow:
        state = self._state
        way = way_of(finding, state) if state is not None else None
        uids = {each.uid for each in state.items} if state is not None else set()
        row = FindingRow(finding, way, is_piece=finding.about_uid in uids, readonly=self._readonly)
        row.go_wanted.connect(self.go_wanted)
        row.remove_wanted.connect(self.remove_wanted)
        row.accepted.connect(self.accepted)
        row.taken_back.connect(self.taken_back)
        row.marking_answered.connect(self.marking_answered)
        row.answer_taken_back.connect(self.answer_taken_back)
        self.rows.append(row)
        return row

    def _add_accepted(self, column: QVBoxLayout) -> None:
        these = [each for each in self._findings if each.accepted]
        if not these:
            return
        part = Disclosure(self.tr("{0} accepted").format(len(these)))
        for finding in these:
            part.column.addWidget(self._row(finding))
        if self._accepted_open:
            part.open()
        part.opened.connect(self._on_accepted_opened)
        column.addWidget(part)

    # focus

    def _focused_row(self) -> int:
        focus = self.window().focusWidget()
        for at, row in enumerate(self.rows):
            if row.isAncestorOf(focus):
                return at
        return -1

    def _give_focus(self, at: int) -> None:
        """Go to the row that took the place of the one that had the focus."""
        with_buttons = [row for row in self.rows if row.buttons and not row.finding.accepted]
        after = [row for row in with_buttons if self.rows.index(row) >= at]
        row = next(iter(after), with_buttons[-1] if with_buttons else None)
        if row is None:
            self.focus_lost.emit()
        else:
            row.buttons[0].setFocus()

    def _on_more(self, level: Level) -> None:
        self._shown_all.add(level)
        shown = [row for row in self.rows if row.finding.level is level]
        key = shown[-1].finding.key if shown else ""
        self._build_rows()
        keys = [row.finding.key for row in self.rows]
        if key in keys:
            self._give_focus(keys.index(key) + 1)

    def _on_accepted_opened(self, is_open: bool) -> None:  # noqa: FBT001 - a slot
        self._accepted_open = is_open


def _ways_of(state: CompileState | None) -> object:
    """Return what the rows' buttons depend on."""
    if state is None:
        return None
    return (
        tuple(each.uid for each in state.items),
        state.papers,
        state.options.profile,
        tuple(each.ksb.uid for each in state.rows),
    )
