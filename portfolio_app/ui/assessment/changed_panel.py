"""What is different in the newest bundle since an earlier one, with old and new page numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.days import day_words
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.assessment.compile_state import CompileState, PastBundle, count, size, when
from portfolio_app.ui.assessment.doing import Doing
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

_MOST_ROWS = 9


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    name: str
    what: str
    old_page: int
    new_page: int


_CHANGE = 1  # the column that gives way where letters are large
_COLUMNS = (
    Column("What", lambda each: _called_whole(each), stretch=True, sortable=False),
    Column("Change", lambda each: each.what, width=200, sortable=False),
    Column("Page then", lambda each: str(each.old_page or "–"), 92, right=True, sortable=False),
    Column("Now", lambda each: str(each.new_page or "–"), 56, right=True, sortable=False),
)


class ChangedPanel(Doing):
    """The list of changes, since the build before or since any earlier one of the pack."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("What changed"))
        self._since = ChoiceBox()
        self._since.setAccessibleName(self.tr("Compared with"))
        self._since.activated.connect(lambda _: self._ask())
        self._sum = label("", wrap=True)
        self._hold = label("", "muted", wrap=True)
        self.table = ListTable(
            _COLUMNS,
            key=lambda each: each.key,
            name=self.tr("What changed"),
            sortable=False,
            many=False,
        )
        row = QHBoxLayout()
        row.setSpacing(theme().space("sm"))
        name = label(self.tr("Compared &with"))
        name.setBuddy(self._since)
        row.addWidget(name)
        row.addWidget(self._since)
        row.addStretch()
        self.column.addLayout(row)
        for widget in (self._sum, self._hold, self.table):
            self.column.addWidget(widget)
        theme().changed.connect(self._measure)

    @override
    def show_state(self, state: CompileState, last: PastBundle) -> None:
        chosen = self._since.currentData(Qt.ItemDataRole.UserRole)
        self._since.clear()
        for past in state.bundles[1:]:
            self._since.addItem(_called(past), past.record.uid)
        at = self._since.findData(chosen)
        same = self.last is not None and self.last.record.uid == last.record.uid
        self._since.setCurrentIndex(at if same and at >= 0 else 0)
        super().show_state(state, last)

    @override
    def begin(self) -> None:
        self._ask()

    @override
    def first_focus(self) -> QWidget:
        return self._since if self._since.count() else self.close_button

    def _ask(self) -> None:
        from portfolio_app.services import what_changed

        since = self._since.currentData()
        if self.last is None or not since:
            return
        self.workspace.look(
            what_changed.what_changed,
            self.last.record.uid,
            since,
            then=self._on_told,
            failed=self._on_refused,
            key="what changed",
        )

    def _on_told(self, told: Any) -> None:
        changes = told.changes
        if changes.are_none:
            self._sum.setText(self.tr("Every piece, claim and part is where it was."))
        else:
            self._sum.setText(
                self.tr("{0} · {1} · {2}").format(
                    count(len(_rows(changes)), "change"),
                    _then_now(count(changes.old_pages, "page"), count(changes.new_pages, "page")),
                    _then_now(size(changes.old_bytes), size(changes.new_bytes)),
                )
            )
        self._hold.setText(
            self.tr("Every page number that somebody noted down still leads to the same place.")
            if changes.page_numbers_hold
            else self.tr(
                "Some page numbers lead elsewhere now: whoever noted them needs this list."
            )
        )
        self._hold.setVisible(not changes.are_none)
        self._show(_rows(changes))

    def _on_refused(self, error: BaseException) -> None:
        if not isinstance(error, PortfolioError):
            self.workspace.trouble.emit(error)
            return
        self._sum.setText(str(error))
        self._hold.hide()
        self._show(())

    def _show(self, rows: tuple[_Row, ...]) -> None:
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self._measure()

    def _measure(self) -> None:
        rows = min(len(self.table.rows_model.rows), _MOST_ROWS)
        self.table.setColumnHidden(_CHANGE, _is_large())
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + rows * theme().row_height + 4)


def _called(past: PastBundle) -> str:
    record = past.record
    if record.submitted_at:
        return f"handed in {day_words(record.submitted_at)} (built {when(record.built_at)})"
    return f"{'draft ' if record.is_draft else ''}built {when(record.built_at)}"


def _then_now(then: str, now: str) -> str:
    return now if now == then else f"{now}, was {then}"


def _is_large() -> bool:
    return theme().scale >= 150


def _called_whole(row: _Row) -> str:
    return f"{row.name}: {row.what}" if _is_large() else row.name


def _rows(changes: Any) -> tuple[_Row, ...]:
    """Return one row for each piece, claim and part: its name, and what its sentence says of it."""
    rows: list[_Row] = []
    for each in (*changes.items, *changes.parts, *changes.claims):
        name, _, what = each.words.rpartition(": ")
        said = [part for part in what.split("; ") if not part.startswith("page ")]
        said = [part.split(", page")[0].split(", was page")[0] for part in said]
        words = "; ".join(said) or "another page"
        rows.append(_Row(f"{len(rows)}", name, words, each.old_page, each.new_page))
    return tuple(rows)
