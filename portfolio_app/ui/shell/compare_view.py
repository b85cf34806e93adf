"""Compare with the official text: paste it, look at what differs, accept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.comparing import Decision, Row, RowStatus, first_decisions
from portfolio_app.store import queries
from portfolio_app.ui.kit.forms import bring_into_view
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column as TableColumn
from portfolio_app.ui.kit.tables import ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.standard_parts import (
    MarkedText,
    PasteBox,
    Says,
    SourceForm,
    WideColumn,
    button,
    buttons_row,
    hide_when_large,
    note_lines,
)

if TYPE_CHECKING:
    from portfolio_app.services.standards import Compared

STATUS_WORDS = {
    RowStatus.SAME: "Same",
    RowStatus.REWORDED: "Reworded",
    RowStatus.MOVED: "Another code",
    RowStatus.MISSING: "Not in the paste",
    RowStatus.NEW: "New",
}
COUNTED = {RowStatus.MOVED: "under another code"}  # after a number
DECISION_WORDS = {
    Decision.ACCEPT: "Accept",
    Decision.APART: "Not the same statement",
    Decision.LEAVE: "Leave as it is",
}

SHORT_DECISION = {Decision.ACCEPT: "Accept", Decision.APART: "Apart", Decision.LEAVE: "Leave"}


class CompareView(WideColumn):
    """The page. ``compared`` is what is on it now, None before anything was compared."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.compared: Compared | None = None
        self._decisions: dict[str, Decision] = {}
        self._build()
        workspace.changed.connect(self._on_changed)
        self.reload()

    @property
    def decisions(self) -> dict[str, Decision]:
        """What is decided for each row that differs, by its key."""
        return dict(self._decisions)

    def reload(self) -> None:
        """Show whether the list was compared already."""
        held = queries.standard.standard(self._workspace.store)
        if held.wording_accepted:
            self._state.setText(self.tr("Compared: {0}.").format(held.wording_accepted))
        else:
            self._state.setText(held.notice)
        page = held.official_page
        self._page.setText(self.tr("Official page to look for: {0}").format(page) if page else "")
        self._page.setVisible(bool(page))

    def first_focus(self) -> QWidget:
        """Where to begin."""
        return self.paste.edit

    # building

    def _build(self) -> None:
        self.words(self.tr("Compare with the official text"), "title")
        self._state = label("", "strong", wrap=True)
        self.add(self._state)
        self.words(
            self.tr(
                "Copy the list of KSBs from the official page, or from a PDF or Word copy, and "
                "paste it here. Nothing changes until you accept."
            )
        )
        self._page = label("", "caption", wrap=True)
        self.add(self._page)
        self.paste = PasteBox(
            self._workspace,
            self.tr("The official list"),
            self.tr("K1: …, K2: …, or the whole page: what is not part of the list is left out."),
        )
        self.compare_button = self.paste.add_button(self.tr("Compare"), self.compare, "primary")
        self.add(self.paste)
        self.says = Says()
        self.add(self.says)
        self._result = QWidget()
        self.add(self._result)
        self._build_result()
        self._result.hide()

    def _build_result(self) -> None:
        from PySide6.QtWidgets import QVBoxLayout

        look = theme()
        column = QVBoxLayout(self._result)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("md"))
        self._summary = label("", "subtitle", wrap=True)
        column.addWidget(self._summary)
        self._notes = label("", "caption", wrap=True)
        column.addWidget(self._notes)
        self.only = QCheckBox(self.tr("Only differences"))
        self.only.setChecked(True)
        self.only.toggled.connect(self._show_rows)
        self._all = button(self.tr("Accept all"), partial(self._decide_all, Decision.ACCEPT))
        self._none = button(self.tr("Leave all"), partial(self._decide_all, Decision.LEAVE))
        column.addWidget(buttons_row(self.only, self._all, self._none))
        self.table = ListTable(
            (
                TableColumn(self.tr("What"), what, width=150, tip=spoken),
                TableColumn(self.tr("Yours"), lambda row: row.code_before, width=70),
                TableColumn(self.tr("Pasted"), lambda row: row.code_after, width=78),
                TableColumn(self.tr("Difference"), difference, stretch=True, tip=difference),
                TableColumn(self.tr("Decision"), self._decision_words, width=110),
            ),
            lambda row: row.key,
            self.tr("Statements"),
            sortable=False,
            many=True,
        )
        self.table.current_changed.connect(self._on_current)
        self.table.setMinimumHeight(look.px(240))
        hide_when_large(self.table, 3)
        column.addWidget(self.table)
        self._before_title = label(self.tr("Yours (what goes is struck through)"), "strong")
        self._after_title = label(self.tr("Pasted (what is new is underlined)"), "strong")
        self.before = MarkedText(self.tr("Yours"), struck=True)
        self.after = MarkedText(self.tr("Pasted"))
        for each in (self._before_title, self.before, self._after_title, self.after):
            column.addWidget(each)
        self._hint = label("", "caption", wrap=True)
        column.addWidget(self._hint)
        self._group = QButtonGroup(self)
        self.choices: dict[Decision, QRadioButton] = {}
        for decision, words in DECISION_WORDS.items():
            choice = QRadioButton(words)
            choice.clicked.connect(partial(self._decide, decision))
            self._group.addButton(choice)
            self.choices[decision] = choice
        self._choices = buttons_row(*self.choices.values())
        column.addWidget(self._choices)
        self.with_methods = QCheckBox(self.tr("Take the assessment methods in the list too"))
        column.addWidget(self.with_methods)
        self.source = SourceForm(
            self.tr("Source"), self.tr("for example: Skills England page, version 1.2")
        )
        column.addWidget(self.source)
        self.accept_button = button(self.tr("Accept"), self.accept, "primary")
        self.accept_button.setEnabled(not self._workspace.readonly)
        self._left = label("", "caption", wrap=True)
        column.addWidget(self._left)
        column.addWidget(buttons_row(self.accept_button))

    # comparing

    def compare(self) -> None:
        """Compare what was pasted."""
        from portfolio_app.services import standards

        self.says.say("")
        self._workspace.look(
            standards.compare, self.paste.text, then=self._on_compared, failed=self._on_refused,
            key="compare",
        )  # fmt: skip

    def accept(self) -> None:
        """Accept as decided."""
        from portfolio_app.services import standards

        if self.compared is None:
            return
        self._workspace.do(
            standards.accept,
            self.compared,
            self._decisions,
            source=self.source.source,
            date=self.source.day,
            with_methods=self.with_methods.isVisibleTo(self) and self.with_methods.isChecked(),
            then=self._on_accepted,
            failed=self._on_refused,
            toast=True,
        )

    def _on_compared(self, compared: Compared) -> None:
        self.compared = compared
        comparison = compared.comparison
        self._decisions = first_decisions(comparison)
        counts = {each: comparison.count(each) for each in RowStatus}
        parts = [
            self.tr("{0} the same").format(counts[RowStatus.SAME]),
            *(
                f"{count} {COUNTED.get(status, STATUS_WORDS[status].lower())}"
                for status, count in counts.items()
                if count and status is not RowStatus.SAME
            ),
        ]
        self._summary.setText(" · ".join(parts))
        self._notes.setText(note_lines(compared.notes))
        self._notes.setVisible(bool(compared.notes))
        self.with_methods.setVisible(any(row.methods for row in comparison.rows))
        self.only.setChecked(bool(comparison.differences))
        self._result.show()
        self._show_rows()
        from portfolio_app.ui.kit.announcer import announcer

        announcer().say(self._summary.text())
        self.table.setFocus()
        bring_into_view(self.table)

    def _on_refused(self, error: BaseException) -> None:
        self.says.refuse(self._workspace, error)
        if self.compared is not None and not self.source.source:
            self.source.source_edit.setFocus()
        bring_into_view(self.says)

    def _on_accepted(self, changes: Changes) -> None:
        self.compared = None
        self._result.hide()
        self.paste.edit.clear()
        waiting = len(queries.reviews.reviews(self._workspace.store))
        words = changes.summary + "."
        if waiting:
            words += " " + self.tr("{0} to look at under To review.").format(waiting)
        self.says.say(words, "ok")
        self.paste.edit.setFocus()

    def _on_changed(self, changes: Changes) -> None:
        if Topic.STANDARD in changes.topics:
            self.reload()

    # rows

    def _show_rows(self) -> None:
        if self.compared is None:
            return
        comparison = self.compared.comparison
        rows = comparison.differences if self.only.isChecked() else comparison.rows
        self.table.show_rows(rows)
        if rows and self.table.current_value() is None:
            self.table.selectRow(0)
        self._on_current(self.table.current_value())
        self._say_left()

    def _on_current(self, row: Row | None) -> None:
        self.before.show_text(row.text_before if row else "", row.before_ranges if row else ())
        self.after.show_text(row.text_after if row else "", row.after_ranges if row else ())
        self._hint.setText(hint(row) if row else "")
        self._hint.setVisible(bool(self._hint.text()))
        self._choices.setVisible(row is not None and row.differs)
        if row is not None and row.differs:
            self.choices[self._decisions[row.key]].setChecked(True)
            both = bool(row.text_before and row.text_after)
            self.choices[Decision.APART].setVisible(both)

    def _decide(self, decision: Decision, *_checked: object) -> None:
        rows = [row for row in self.table.selected_values() if row.differs]
        for row in rows:
            both = bool(row.text_before and row.text_after)
            if decision is not Decision.APART or both:
                self._decisions[row.key] = decision
        self._repaint()

    def _decide_all(self, decision: Decision) -> None:
        self._decisions = dict.fromkeys(self._decisions, decision)
        self._on_current(self.table.current_value())
        self._repaint()

    def _repaint(self) -> None:
        self.table.viewport().update()
        self._say_left()

    def _say_left(self) -> None:
        left = sum(each is Decision.LEAVE for each in self._decisions.values())
        self._left.setText(
            self.tr("{0} left as they are, so the list stays “not compared” for now.").format(left)
            if left
            else self.tr("Claims follow the wording. What changed under a claim waits in review.")
        )

    def _decision_words(self, row: Row) -> str:
        decision = self._decisions.get(row.key)
        return SHORT_DECISION[decision] if decision is not None and row.differs else ""


def what(row: Row) -> str:
    """Return what became of a statement, in words."""
    if row.status is RowStatus.MOVED and row.is_reworded:
        return "Another code, reworded"
    if row.returns:
        return "Back again"
    return STATUS_WORDS[row.status]


def spoken(row: Row) -> str:
    """Return what became of a statement and the words that differ."""
    return f"{what(row)}: {difference(row)}"


def difference(row: Row) -> str:
    """Return the words that differ, yours first: "mission → purpose"."""
    before = " … ".join(row.text_before[a:b] for a, b in row.before_ranges)
    after = " … ".join(row.text_after[a:b] for a, b in row.after_ranges)
    if before or after:
        return f"{before or '–'} → {after or '–'}"
    return row.text_after or row.text_before


def hint(row: Row) -> str:
    """Return what accepting a row does, in a sentence."""
    if row.by_code and row.text_before and row.text_after:
        return (
            "Only the code is the same. If this is another statement, choose “Not the same "
            "statement”: what you claimed then waits for you to move it."
        )
    return {
        RowStatus.SAME: "",
        RowStatus.REWORDED: "The old wording is kept; a claim on it waits for you to look at.",
        RowStatus.MOVED: "Your claims stay with this statement and get its new code.",
        RowStatus.MISSING: "It goes from every list. Claims on it are kept and wait in review.",
        RowStatus.NEW: "It is added without any claim.",
    }[row.status]
