"""The Learning plan tab: goals, what you will do, who helps, by when, and how far it came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.days import day_words
from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.learning import Offered, is_open
from portfolio_app.domain.planned import Goal, Standing
from portfolio_app.services import learning, plan
from portfolio_app.services.learning import GoalRow
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import icons, messages
from portfolio_app.ui.kit.chip_cells import ChipCells, Codes
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.new_day import now
from portfolio_app.ui.kit.places import OBSERVATIONS, Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.tabs import is_at_tabs
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.action_table import refuser
from portfolio_app.ui.plan.goal_dialog import GoalDialog, OfferedDialog

MINE = frozenset({Topic.PLAN, Topic.STANDARD, Topic.CLAIMS, Topic.SCANS})
ABOUT, GOAL, ACTIVITY, WHO, BY, STANDS = range(6)
LOW = 330  # pixels at 100 %: a view lower than that needs its room for rows
FILTERS = "CSV (*.csv);;Excel workbook (*.xlsx)"


@dataclass(frozen=True, slots=True)
class Learning:
    """What the tab shows. ``helpers`` are roles that can help."""

    rows: tuple[GoalRow, ...]
    ksbs: tuple[Ksb, ...]
    helpers: tuple[str, ...]
    has_scan: bool


def read_learning(store: Store) -> Learning:
    """Read the plan and what its rows can name."""
    from portfolio_app.services import programmes

    roles = (programmes.tutor(store), "line manager", *programmes.roles(store))
    return Learning(
        learning.goals(store),
        queries.standard.ksbs(store),
        tuple(dict.fromkeys(each for each in roles if each)),
        bool(queries.scans.scans(store)),
    )


class LearningView(QWidget):
    """``Place(PLAN, tab="learning", row=uid)`` chooses a row; ``want="change"`` opens it."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.known: Learning | None = None
        self._kinds: dict[str, KsbKind] = {}
        self._wanted = Place("")
        self._seen = WhenSeen(self, self._read_again)
        self.dialog: QWidget | None = None
        self._build()
        self._connect()

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self.known is not None and not self._seen.is_due

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self.table if self.table.rows_model.rows else self.nothing.buttons[0]

    def show_place(self, place: Place) -> None:
        """Choose the row that is asked for."""
        self._wanted = place
        if place.row:
            self._seen.ask()
        else:
            self._seen.if_seen()

    # building

    def _build(self) -> None:
        look = theme()
        self.offer = QPushButton(self.tr("Add KSBs…"))
        self.offer.setProperty("look", "primary")
        icons.put(self.offer, "plus", "accent.on_fill")
        self.add = QPushButton(self.tr("Add a goal…"))
        self.change = QPushButton(self.tr("Change"))
        self.start = QPushButton(self.tr("Started"))
        self.done = QPushButton(self.tr("Done"))
        self.ask = QPushButton(self.tr("Ask for an observation"))
        self.save = QPushButton(self.tr("Save table…"))
        icons.put(self.save, "download")
        self.remove = QPushButton(self.tr("Remove"))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for button in (self.offer, self.add, self.change, self.start, self.done, self.ask,
                       self.save, self.remove):  # fmt: skip
            flow.addWidget(button)
        self._rarer = (self.add, self.change, self.start, self.done, self.ask, self.save,
                       self.remove)  # fmt: skip
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.more = QPushButton(self.tr("More"))
        self.more.setMenu(self._menu)
        self.more.hide()
        flow.addWidget(self.more)
        self.table = ListTable(
            (
                Column(self.tr("KSB or area"), lambda row: row.about, width=130,
                       spoken=lambda row: ", ".join(row.codes) or row.goal.area or "none"),
                Column(self.tr("Goal"), lambda row: row.row.title, stretch=True),
                Column(self.tr("Activity"), lambda row: row.goal.activity, width=210),
                Column(self.tr("With"), lambda row: row.goal.with_whom, width=130),
                Column(self.tr("By"), lambda row: day_words(row.row.day), width=150,
                       sort=lambda row: row.row.day or "9999"),
                Column(self.tr("Stands at"), lambda row: row.goal.standing.value.capitalize(),
                       width=96),
            ),
            key=lambda row: row.row.uid,
            name=self.tr("Learning plan"),
            many=False,
        )  # fmt: skip
        self.table.setObjectName("goals")
        self._chips = ChipCells(lambda: self._kinds, self._cell, self.table)
        self.table.setItemDelegateForColumn(ABOUT, self._chips)
        self.nothing = EmptyState(
            "list",
            self.tr(
                "Goals for what you still need to learn: what you will do, who helps, by when. "
                "Begin with the KSBs that are thin, or with a goal of your own."
            ),
            primary=(self.tr("Add KSBs"), self._on_offer),
            secondary=(self.tr("Add a goal"), self._on_add),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("sm"))
        column.addWidget(buttons)
        column.addWidget(self._stack, 1)
        self.foot = label(
            self.tr("No mark and no note of a skills scan is part of this plan."), "caption",
            wrap=True,
        )  # fmt: skip
        column.addWidget(self.foot)

    def _connect(self) -> None:
        for button, slot in (
            (self.offer, self._on_offer), (self.add, self._on_add), (self.change, self._on_change),
            (self.start, partial(self._on_stand, Standing.STARTED)), (self.done, self._on_done),
            (self.ask, self._on_ask), (self.save, self._on_save), (self.remove, self._on_remove),
        ):  # fmt: skip
            button.clicked.connect(_plainly(slot))
        self.table.opened.connect(lambda _: self._on_change())
        self.table.current_changed.connect(lambda _: self._show_allowed())
        self._seen.listen(self.workspace, MINE)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px, width = theme().px, self.width()
        self.table.setColumnHidden(ACTIVITY, width < px(900))
        self.table.setColumnHidden(WHO, width < px(760))
        self.table.setColumnHidden(BY, width < px(560))
        is_low = 0 < self.height() < px(LOW)
        self.foot.setVisible(not is_low)
        self.more.setVisible(is_low)
        for button in self._rarer:
            button.setVisible(not is_low)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for button in self._rarer:
            action = self._menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)

    # reading

    def _read_again(self) -> None:
        self.workspace.look(read_learning, then=self._on_read, key="learning plan")

    def _on_read(self, known: Learning) -> None:
        is_first, self.known = self.known is None, known
        self._kinds = {ksb.code: ksb.kind for ksb in known.ksbs}
        self._chips.forget()
        self.table.show_rows(known.rows)
        place, self._wanted = self._wanted, Place("")
        if place.row:
            self.table.select_keys({place.row})
        elif known.rows and self.table.current_value() is None:
            self.table.selectRow(0)
        focus = QApplication.focusWidget()
        had = focus is not None and self.nothing.isAncestorOf(focus)
        self._stack.setCurrentWidget(self.table if known.rows else self.nothing)
        self._show_allowed()
        if (had or is_first) and self.isVisible() and not is_at_tabs():
            self.first_focus().setFocus()
        if place.row and self.table.current_value() is not None:
            self.table.setFocus()
            if place.want == "change":
                self._on_change()

    def _cell(self, row: GoalRow) -> Codes:
        return row.codes, ()

    def _show_allowed(self) -> None:
        writes = not self.workspace.readonly
        row = self._row
        has = writes and row is not None
        for button in (self.offer, self.add):
            button.setEnabled(writes)
        for button in self.nothing.buttons:
            button.setEnabled(writes)
        for button in (self.change, self.done, self.remove):
            button.setEnabled(has)
        is_started = row is not None and row.goal.standing is Standing.STARTED
        self.start.setEnabled(has and not is_started)
        self.done.setText(
            self.tr("Not done") if row is not None and not is_open(row.row) else self.tr("Done")
        )
        names = row is not None and bool(row.goal.ksb_uids)
        self.ask.setEnabled(has and names)
        self.ask.setToolTip("" if names else self.tr("Choose a row that names a KSB"))
        self.save.setEnabled(bool(self.known and self.known.rows))

    @property
    def _row(self) -> GoalRow | None:
        found = self.table.current_value()
        return found if isinstance(found, GoalRow) else None

    # doing

    def _on_offer(self) -> None:
        if not self.workspace.readonly:
            self.workspace.look(learning.offered, then=self._on_offered, key="offered")

    def _on_offered(self, offered: tuple[Offered, ...]) -> None:
        has_scan = self.known is not None and self.known.has_scan
        dialog = OfferedDialog(self.window(), offered, has_scan=has_scan)
        dialog.done_with.connect(partial(self._on_ksbs, dialog))
        self.dialog = dialog
        dialog.open()

    def _on_ksbs(self, dialog: OfferedDialog, uids: tuple[str, ...]) -> None:
        self.workspace.do(
            learning.add_ksbs, uids, toast=True, then=dialog.kept,
            failed=dialog.failed(self.workspace),
        )  # fmt: skip

    def _on_add(self) -> None:
        self._open(None)

    def _on_change(self) -> None:
        if self._row is not None:
            self._open(self._row)

    def _open(self, row: GoalRow | None) -> None:
        if self.workspace.readonly or self.known is None:
            return
        dialog = GoalDialog(
            self.window(), self.known.ksbs, self.known.helpers, row.row if row else None
        )
        dialog.done_with.connect(partial(self._on_given, dialog))
        self.dialog = dialog
        dialog.open()

    def _on_given(self, dialog: GoalDialog, given: tuple[str, str, Goal, str]) -> None:
        uid, title, goal, by = given
        verb: Callable[..., Changes] = learning.change if uid else learning.add
        ids = (uid,) if uid else ()
        self.workspace.do(
            verb, *ids, title, goal, by, toast=True, then=dialog.kept,
            failed=dialog.failed(self.workspace),
        )  # fmt: skip

    def _on_done(self) -> None:
        row = self._row
        if row is not None:
            self._on_stand(Standing.DONE if is_open(row.row) else Standing.OPEN)

    def _on_stand(self, standing: Standing) -> None:
        if self._row is not None:
            self.workspace.do(
                learning.stand, self._row.row.uid, standing, _today(), toast=True,
                failed=refuser(self, self.workspace),
            )  # fmt: skip

    def _on_ask(self) -> None:
        if self._row is not None:
            self.workspace.do(
                learning.ask_for_observation, self._row.row.uid, toast=True, then=self._on_asked,
                failed=refuser(self, self.workspace),
            )  # fmt: skip

    def _on_asked(self, changes: Changes) -> None:
        self.workspace.go(Place(OBSERVATIONS, item=changes.focus))

    def _on_remove(self) -> None:
        if self._row is not None:
            self.workspace.do(
                plan.remove, self._row.row.uid, toast=True, failed=refuser(self, self.workspace)
            )

    def _on_save(self) -> None:
        start = Path.home() / "Learning_plan.csv"
        messages.choose_save(
            self, self.tr("Save the learning plan"), self._on_place, start, FILTERS
        )

    def _on_place(self, paths: list[Path]) -> None:
        if paths:
            self.workspace.start(
                self.tr("Saving"), learning.save_table, paths[0],
                then=partial(self._on_saved, paths[0]), failed=refuser(self, self.workspace),
            )  # fmt: skip

    def _on_saved(self, out: Path, _: object) -> None:
        self.workspace.tell(self.tr("Saved: {0}").format(out.name))


def _plainly(slot: Callable[[], None]) -> Callable[..., None]:
    def call(*_checked: object) -> None:
        slot()

    return call


def _today() -> date:
    return now().date()
