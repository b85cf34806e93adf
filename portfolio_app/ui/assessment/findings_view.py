"""Findings before a build: must fix, should check, for information, and those accepted."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.problems import Level, Problem
from portfolio_app.ui.assessment.compile_state import CompileState
from portfolio_app.ui.assessment.finding_row import FindingRow
from portfolio_app.ui.assessment.going import Way, way_of
from portfolio_app.ui.kit.disclosure import Disclosure
from portfolio_app.ui.kit.theme import theme

FIRST = 8  # rows of one weight shown until all are asked for
AT_ONCE = 4  # rows made in one go: the window answers between them
ORDER = (Level.MUST_FIX, Level.SHOULD_CHECK, Level.INFORMATION)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A row as it is to be: what it shows, and where it leads."""

    finding: Problem
    way: Way | None
    is_piece: bool


class FindingsView(QWidget):
    """The rows. What is typed in a row, and where the focus is, outlive a new reading.

    ``after`` is what Tab leaves for the first row.
    """

    go_wanted = Signal(object)  # Problem
    remove_wanted = Signal(str)  # uid of the piece to take off
    accepted = Signal(object, str)  # Problem, because
    taken_back = Signal(object)  # Problem
    marking_answered = Signal(object, object, str, str)  # Problem, MarkingAnswer, by, day
    answer_taken_back = Signal(object)  # Problem
    focus_lost = Signal()  # the row that had it is gone, and so are all others

    def __init__(
        self, after: QWidget, parent: QWidget | None = None, *, readonly: bool = False
    ) -> None:
        super().__init__(parent)
        self._after = after
        self._readonly = readonly
        self._findings: tuple[Problem, ...] = ()
        self._state: CompileState | None = None
        self._shown_all: set[Level] = set()
        self._accepted_open = False
        self.rows: list[FindingRow] = []
        self._known: dict[_Wanted, FindingRow] = {}
        self._typed: dict[str, tuple[str, dict[str, str]]] = {}
        self._waiting: deque[tuple[QVBoxLayout, _Wanted | QWidget]] = deque()
        self._focus_at = -1
        self.setAccessibleName(self.tr("Findings"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        theme().changed.connect(self._on_look_changed)

    def show_findings(self, findings: Sequence[Problem], state: CompileState | None = None) -> None:
        """Show these findings, the heaviest first."""
        self._findings, self._state = tuple(findings), state
        self._arrange()

    def row_of(self, finding: Problem) -> FindingRow | None:
        """Return the row that shows a finding, None when it shows it no more."""
        return next((row for row in self.rows if row.finding.key == finding.key), None)

    @property
    def is_filling(self) -> bool:
        """Whether rows are still being made."""
        return bool(self._waiting)

    def first_button(self) -> QPushButton | None:
        """Return the first button of the heaviest row that must be fixed, None without one."""
        for row in self.rows:
            if row.finding.level is Level.MUST_FIX and not row.finding.accepted and row.buttons:
                return row.buttons[0]
        return None

    # arranging

    def _arrange(self, *, anew: bool = False) -> None:
        """Put the rows in order; one that is as it was stays, with what is typed in it."""
        plan = self._plan()
        wanted = {each for _, each in plan if isinstance(each, _Wanted)}
        kept = {} if anew else {key: row for key, row in self._known.items() if key in wanted}
        gone = [row for row in self.rows if row not in set(kept.values())]
        self._typed |= {row.finding.key: row.typed for row in gone if row.typed[0]}
        focus = self.window().focusWidget()
        for at, row in enumerate(self.rows):
            if row in gone and row.isAncestorOf(focus):
                self._focus_at = at
        for row in kept.values():
            row.setParent(self)  # out of the part of those accepted, which is made again
        self._clear(keep=set(kept.values()))
        for row in gone:
            row.hide()
            row.deleteLater()
        self._known, self.rows = kept, []
        self._column.setSpacing(theme().space("xs"))
        self._waiting = deque(plan)
        self._go_on()

    def _plan(self) -> list[tuple[QVBoxLayout, _Wanted | QWidget]]:
        plan: list[tuple[QVBoxLayout, _Wanted | QWidget]] = []
        for level in ORDER:
            these = [each for each in self._findings if each.level is level and not each.accepted]
            shown = these if level in self._shown_all else these[:FIRST]
            plan += [(self._column, self._wanted(finding)) for finding in shown]
            if len(these) > len(shown):
                more = QPushButton(self.tr("Show all {0}").format(len(these)))
                more.setProperty("look", "quiet")
                more.clicked.connect(lambda _=False, of=level: self._on_more(of))
                plan.append((self._column, more))
        these = [each for each in self._findings if each.accepted]
        if these:
            part = Disclosure(self.tr("{0} accepted").format(len(these)))
            if self._accepted_open:
                part.open()
            part.opened.connect(self._on_accepted_opened)
            plan.append((self._column, part))
            plan += [(part.column, self._wanted(finding)) for finding in these]
        return plan

    def _wanted(self, finding: Problem) -> _Wanted:
        state = self._state
        if state is None:
            return _Wanted(finding, None, is_piece=False)
        is_piece = any(each.uid == finding.about_uid for each in state.items)
        return _Wanted(finding, way_of(finding, state), is_piece)

    def _go_on(self) -> None:
        """Add what comes next; new rows a few at a time."""
        made = 0
        self._column.setEnabled(False)  # each row shown would lay out all of them again
        while self._waiting and made < AT_ONCE:
            column, each = self._waiting.popleft()
            if isinstance(each, QWidget):
                is_button = isinstance(each, QPushButton)
                side = Qt.AlignmentFlag.AlignLeft if is_button else Qt.AlignmentFlag(0)
                column.addWidget(each, 0, side)
                continue
            row = self._known.get(each)
            if row is None:
                row = self._known[each] = self._row(each)
                made += 1
            column.addWidget(row)
            row.show()
            self.rows.append(row)
            kind, words = self._typed.pop(row.finding.key, ("", {}))
            if kind:
                row.open_form(kind, words)
        self._column.setEnabled(True)
        self._column.invalidate()
        is_whole = not self._waiting
        if is_whole:
            self._typed.clear()
            self._order_tabs()
        else:
            self._timer.start(0)
        if self._focus_at >= 0 and (is_whole or self._open_rows(self._focus_at)):
            self._give_focus(self._focus_at)
            self._focus_at = -1

    def _row(self, wanted: _Wanted) -> FindingRow:
        row = FindingRow(
            wanted.finding, wanted.way, is_piece=wanted.is_piece, readonly=self._readonly
        )
        row.go_wanted.connect(self.go_wanted)
        row.remove_wanted.connect(self.remove_wanted)
        row.accepted.connect(self.accepted)
        row.taken_back.connect(self.taken_back)
        row.marking_answered.connect(self.marking_answered)
        row.answer_taken_back.connect(self.answer_taken_back)
        return row

    def _clear(self, keep: set[FindingRow]) -> None:
        """Take everything out of the column; what is not a kept row is made again."""
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget not in keep:
                widget.hide()
                widget.deleteLater()

    # focus

    def _order_tabs(self) -> None:
        """Let Tab go through the rows as they lie: one that stayed is older than a new one."""
        last = self._after
        for at in range(self._column.count()):
            item = self._column.itemAt(at)
            widget = item.widget() if item is not None else None
            for each in _tabs_in(widget) if widget is not None else ():
                QWidget.setTabOrder(last, each)
                last = each

    def _give_focus(self, at: int) -> None:
        """Go to the row that took the place of the one that had the focus."""
        if any(row.form is not None and row.isAncestorOf(self.window().focusWidget())
               for row in self.rows):  # fmt: skip
            return
        after, all_open = self._open_rows(at), self._open_rows(0)
        row = next(iter(after), all_open[-1] if all_open else None)
        if row is None:
            self.focus_lost.emit()
        else:
            row.buttons[0].setFocus()

    def _open_rows(self, at: int) -> list[FindingRow]:
        """Return the rows from this place on in which something can be done."""
        return [row for row in self.rows[at:] if row.buttons and not row.finding.accepted]

    # reacting

    def _on_more(self, level: Level) -> None:
        self._shown_all.add(level)
        shown = [at for at, row in enumerate(self.rows) if row.finding.level is level]
        self._focus_at = shown[-1] + 1 if shown else 0
        self._arrange()

    def _on_accepted_opened(self, is_open: bool) -> None:  # noqa: FBT001 - a slot
        self._accepted_open = is_open

    def _on_look_changed(self) -> None:
        self._arrange(anew=True)


def _tabs_in(widget: QWidget) -> list[QWidget]:
    """Return what Tab stops at in a row, a button or the part of those accepted."""
    if isinstance(widget, FindingRow):
        form = widget.form
        return [*widget.buttons, *(form.stops if form is not None else [])]
    if isinstance(widget, Disclosure):
        rows = (widget.column.itemAt(at) for at in range(widget.column.count()))
        inside = [row.widget() for row in rows if row is not None]
        return [widget.button, *(tab for row in inside if row is not None for tab in _tabs_in(row))]
    return [widget]
