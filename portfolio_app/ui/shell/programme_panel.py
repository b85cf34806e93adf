"""What another programme, other days or a shorter length would do to the plan, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from portfolio_app.domain.days import day_words
from portfolio_app.domain.programme_change import ProgrammeChange
from portfolio_app.domain.programme_rows import MOST_ROWS, days_words
from portfolio_app.services.programme_change import Answer
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.shell.standard_parts import button, buttons_row, hide_when_large

_MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the plan in the change. ``takes``: whether it is done; None where it can't be."""

    key: str
    what: str
    title: str
    days: str
    takes: bool | None

    @property
    def does(self) -> str:
        """What happens to it, in a word."""
        if self.takes is None:
            return "Stays"
        if self.takes:
            return {"add": "Added", "move": "Moves", "go": "Goes"}[self.what]
        return {"add": "Left out", "move": "Stays there", "go": "Stays"}[self.what]


class ProgrammePanel(QFrame):
    """Shows a change and asks; ``agreed`` carries the Answer, ``put_away`` follows Cancel."""

    agreed = Signal(object)
    put_away = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.setProperty("look", "well")
        self.setAccessibleName(self.tr("What would change"))
        self._found: ProgrammeChange | None = None
        self._rows: tuple[Row, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("md")] * 4)
        column.setSpacing(look.space("sm"))
        self._head = label("", "subtitle", wrap=True)
        column.addWidget(self._head)
        self._says = label("", wrap=True)
        column.addWidget(self._says)
        self._faults = label("", "warn", wrap=True)
        column.addWidget(self._faults)
        self.table = ListTable(
            (
                Column("What happens", lambda each: each.does, width=120),
                Column("Row of the plan", lambda each: each.title, stretch=True),
                Column("Days", lambda each: each.days, width=300),
            ),
            key=lambda each: each.key,
            name=self.tr("Rows of the plan that would change"),
            sortable=False,
        )
        hide_when_large(self.table, 2)
        column.addWidget(self.table)
        self._row = label("", wrap=True)
        column.addWidget(self._row)
        self._hint = label(
            self.tr(
                "Days are suggestions, worked out from what the programme says, until you type the "
                "real ones. Space takes a row out of the change, or puts it back. Rows with "
                "anything you recorded always stay."
            ),
            "caption",
            wrap=True,
        )
        column.addWidget(self._hint)
        self.take = button(self.tr("Do this"), self._on_agreed, "primary")
        self.turn = button(self.tr("Leave out or put back"), self._on_turn)
        self.only = button(self.tr("Without the rows"), self._on_only)
        self.cancel = button(self.tr("Cancel"), self.put_away.emit, "quiet")
        column.addWidget(buttons_row(self.take, self.only, self.turn, self.cancel))
        self.table.looked_at.connect(lambda _: self._on_turn())
        self.table.current_changed.connect(lambda _: self._show_row())
        self.table.opened.connect(lambda _: self._on_turn())
        look.changed.connect(self._measure)

    def show_change(
        self, found: ProgrammeChange, standard: str = "", faults: Sequence[str] = ()
    ) -> None:
        """Show a change, with what is to be said of the standard, and faults of a file."""
        self._found = found
        self._rows = _rows(found)
        title = found.programme.title if found.programme else self.tr("No programme")
        self._head.setText(title or self.tr("A programme without a title"))
        self._says.setText("\n".join(filter(None, (_summary(found), standard))))
        self._faults.setText("\n".join(faults))
        self._faults.setVisible(bool(faults))
        self.table.show_rows(self._rows)
        self._show_row()
        for each in (self.table, self._hint, self.turn, self.only):
            each.setVisible(bool(self._rows))
        self.take.setEnabled(not found.is_nothing)
        days = (found.start, found.gateway) != (found.start_before, found.gateway_before)
        self.only.setEnabled(found.is_other or days)
        self._measure()

    @property
    def answer(self) -> Answer:
        """What would be done as it stands."""
        taken = {each.what: set[str]() for each in self._rows}
        for each in self._rows:
            if each.takes:
                taken[each.what].add(each.key)
        return Answer(
            *(frozenset(taken.get(what, ())) for what in ("add", "move", "go")),
        )

    def _on_turn(self) -> None:
        picked = {each.key for each in self.table.selected_values() if each.takes is not None}
        self._rows = tuple(
            replace(each, takes=not each.takes) if each.key in picked else each
            for each in self._rows
        )
        self.table.show_rows(self._rows)
        self._show_row()

    def _show_row(self) -> None:
        row: Row | None = self.table.current_value()
        self._row.setText(f"{row.does}: {row.title}. {row.days}" if row else "")
        self._row.setVisible(row is not None)

    def _on_agreed(self) -> None:
        self.agreed.emit(self.answer)

    def _on_only(self) -> None:
        nothing = frozenset[str]()
        self.agreed.emit(Answer(nothing, nothing, nothing))

    def _measure(self) -> None:
        rows = min(len(self._rows), _MOST_ROWS)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + rows * theme().row_height + 4)


def _rows(found: ProgrammeChange) -> tuple[Row, ...]:
    adding = [
        Row(each.key, "add", each.row.title, days_words(each.row), takes=True)
        for each in found.adding
    ]
    moving = [
        Row(
            each.before.uid,
            "move",
            each.before.title,
            f"{days_words(each.before)} → {days_words(each.after)}",
            takes=not each.offered,
        )
        for each in (*found.moving, *found.drawn)
    ]
    going = [Row(each.uid, "go", each.title, days_words(each), takes=True) for each in found.going]
    may_go = [
        Row(each.uid, "go", each.title, days_words(each), takes=False) for each in found.may_go
    ]
    staying = [
        Row(each.uid, "stay", each.title, days_words(each), takes=None) for each in found.staying
    ]
    return (*adding, *moving, *going, *may_go, *staying)


def _summary(found: ProgrammeChange) -> str:
    lines = []
    for words, before, after in (
        ("Start date", found.start_before, found.start),
        ("Planned gateway", found.gateway_before, found.gateway),
    ):
        if before != after:
            was = day_words(before) or "no day"
            lines.append(f"{words}: {was} → {day_words(after) or 'no day'}.")
    counts = (
        (len(found.adding), "added"),
        (len([m for m in (*found.moving, *found.drawn) if not m.offered]), "moved"),
        (len(found.going), "taken away"),
        (len(found.staying) + len(found.may_go), "kept as they are"),
    )
    if len(found.adding) >= MOST_ROWS:
        lines.append(f"The programme gives more rows than {MOST_ROWS:,}: these are the first.")
    told = ", ".join(f"{count} {word}" for count, word in counts if count)
    if told:
        lines.append(f"Rows of the plan: {told}.")
    elif found.is_nothing:
        lines.append("Nothing would change.")
    else:
        lines.append("No row of the plan changes.")
    return " ".join(lines)
