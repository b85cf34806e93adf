"""Findings before a build: must fix, should check, for information, each with where to go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from portfolio_app.problems import Level, Problem
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

STACK_FROM = 150  # per cent of text size from which buttons lie below the words
FIRST = 8  # rows of one weight shown until all are asked for
ORDER = (Level.MUST_FIX, Level.SHOULD_CHECK, Level.INFORMATION)
LOOKS = {
    Level.MUST_FIX: ("circle-x", "status.danger", "Must fix"),
    Level.SHOULD_CHECK: ("triangle-alert", "status.warn", "Should check"),
    Level.INFORMATION: ("info", "status.info", "For information"),
}
TAKE_OFF = frozenset(
    {"item.do-not-export", "item.file-missing", "item.damaged", "item.hidden-places"}
)


class FindingsView(QWidget):
    """The rows. ``go_wanted`` carries the finding, ``removed`` the E-number to take off."""

    go_wanted = Signal(object)  # Problem
    remove_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, readonly: bool = False) -> None:
        super().__init__(parent)
        self._readonly = readonly
        self._findings: tuple[Problem, ...] = ()
        self._shown_all: set[Level] = set()
        self.setAccessibleName(self.tr("Findings"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._rows = QWidget()
        self._column.addWidget(self._rows)
        theme().changed.connect(self._build_rows)

    def show_findings(self, findings: Sequence[Problem]) -> None:
        """Show these findings, the heaviest first."""
        if tuple(findings) != self._findings:
            self._findings = tuple(findings)
            self._build_rows()

    def first_button(self) -> QPushButton | None:
        """Return the first button of the heaviest finding that stops a build, None without one."""
        if not any(each.level is Level.MUST_FIX for each in self._findings):
            return None
        return next(iter(self._rows.findChildren(QPushButton)), None)

    def _build_rows(self) -> None:
        look = theme()
        self._column.removeWidget(self._rows)
        self._rows.deleteLater()
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.space("sm"))
        grid.setVerticalSpacing(look.space("sm"))
        grid.setColumnStretch(2, 1)
        at = 0
        for level in ORDER:
            these = [each for each in self._findings if each.level is level]
            shown = these if level in self._shown_all else these[:FIRST]
            for finding in shown:
                self._add_row(grid, at, finding)
                at += 2  # large text puts the buttons below the words
            if len(these) > len(shown):
                more = QPushButton(self.tr("Show all {0}").format(len(these)))
                more.setProperty("look", "quiet")
                more.clicked.connect(lambda _=False, of=level: self._on_more(of))
                grid.addWidget(more, at, 2, Qt.AlignmentFlag.AlignLeft)
                at += 1
        self._column.addWidget(self._rows)

    def _add_row(self, grid: QGridLayout, at: int, finding: Problem) -> None:
        look = theme()
        icon, colour, word = LOOKS[finding.level]
        sign = QLabel()
        sign.setPixmap(icons.pixmap(icon, look.size("icon_small"), colour))
        weight = label(self.tr(word), "strong")
        words = label(finding.message, wrap=True)
        beside = look.scale < STACK_FROM
        across = Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag.AlignTop
        for column, widget in enumerate((sign, weight)):
            grid.addWidget(widget, at, column, across)
        grid.addWidget(words, at, 2)
        row = QHBoxLayout()
        row.setSpacing(look.space("sm"))
        for button in self._buttons(finding):
            button.setAccessibleDescription(finding.message)
            row.addWidget(button)
        if beside:
            grid.addLayout(row, at, 3, across)
        else:
            row.addStretch()
            grid.addLayout(row, at + 1, 2)

    def _buttons(self, finding: Problem) -> list[QPushButton]:
        found = []
        if finding.rule in TAKE_OFF and finding.about and not self._readonly:
            off = QPushButton(self.tr("Take {0} off").format(finding.about))
            off.setToolTip(self.tr("Takes it off the shortlist; it stays in the library"))
            off.clicked.connect(lambda _=False, ref=finding.about: self.remove_wanted.emit(ref))
            found.append(off)
        words = self._go_words(finding)
        if words:
            go = QPushButton(words)
            go.clicked.connect(lambda _=False, row=finding: self.go_wanted.emit(row))
            found.append(go)
        return found

    def _go_words(self, finding: Problem) -> str:
        if finding.rule.startswith("item."):
            return self.tr("Go to {0}").format(finding.about)
        if finding.rule == "cover.blank":
            return self.tr("Fill in")
        return self.tr("Compare") if finding.rule == "standard.wording" else ""

    def _on_more(self, level: Level) -> None:
        self._shown_all.add(level)
        self._build_rows()
