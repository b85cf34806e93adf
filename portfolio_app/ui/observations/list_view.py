"""The list of observations: filter by status and words, what is next for the one chosen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.observation import ObservationState
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.chip_cells import ChipCells
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import ListTable
from portfolio_app.ui.kit.tabs import tab_bar
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.observations import observation_columns as columns
from portfolio_app.ui.observations.next_steps import Step, next_steps, where_it_is
from portfolio_app.ui.observations.observations_state import TABS, Shown, State, kept
from portfolio_app.ui.observations.unmatched_box import UnmatchedBox

FILTER_MS = 120
LARGE = 150  # per cent of text size


class ListView(QWidget):
    """Every observation and statement, whatever has become of it."""

    current_changed = Signal(object)  # Shown or None
    wanted = Signal(str, object)  # observation uid, Step
    new_wanted = Signal()
    attach_wanted = Signal()
    planner_wanted = Signal()
    chase_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, readonly: bool = False) -> None:
        super().__init__(parent)
        self._readonly = readonly
        self._state: State | None = None
        self._kinds: dict[str, KsbKind] = {}
        self._select_later = ""
        self._build()
        self._connect()

    # what others ask for

    def show_state(self, state: State) -> None:
        """Show what there is now."""
        first = self._state is None
        self._state = state
        if state.kinds != self._kinds:
            self._kinds = state.kinds
            self._chips.forget()
        for at, each in enumerate(TABS):
            words = each.words if each is not None else self.tr("All")
            self.tabs.setTabText(at, f"{words} {state.counts.get(each, 0)}")
        self.unmatched.show_arrivals(state.unmatched, state.today)
        self._name_views()
        self._show()
        if first and self.table.current_value() is None and state.rows:
            self.table.selectRow(0)

    def select(self, uid: str) -> None:
        """Make an observation the current row; a filter that hides it is cleared."""
        self._select_later = uid
        self._take_later()

    def filter_by(self, state: ObservationState | None) -> None:
        """Show the observations in one state; None for every one."""
        if state in TABS:
            self.tabs.setCurrentIndex(TABS.index(state))

    def focus_filter(self) -> None:
        """Go to the field that filters by words."""
        self.filter.setFocus()
        self.filter.selectAll()

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        if self._stack.currentWidget() is self.table:
            return self.table
        shown = self._stack.currentWidget()
        return self.nothing.buttons[0] if shown is self._drop else self.none.buttons[0]

    @property
    def current(self) -> Shown | None:
        """The observation that is chosen."""
        found = self.table.current_value()
        return found if isinstance(found, Shown) else None

    # building

    def _build(self) -> None:
        look = theme()
        self.tabs = tab_bar(
            self.tr("Status"),
            [each.words if each is not None else self.tr("All") for each in TABS],
        )
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter: word, KSB"))
        self.filter.setAccessibleName(self.tr("Filter the observations"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(look.px(146))
        self.new = QPushButton(self.tr("New request"))
        self.new.setProperty("look", "primary")
        icons.put(self.new, "plus", "accent.on_fill")
        self.attach = QPushButton(self.tr("Attach returned…"))
        icons.put(self.attach, "paperclip")
        self.planner = QPushButton(self.tr("Plan meetings"))
        icons.put(self.planner, "calendar")
        self.chase = QPushButton(self.tr("To chase"))
        icons.put(self.chase, "clock")
        self.new.setEnabled(not self._readonly)
        self.attach.setEnabled(not self._readonly)
        doings = QWidget()
        flow = FlowLayout(doings, look.space("sm"))
        for each in (self.filter, self.new, self.attach, self.planner, self.chase):
            flow.addWidget(each)
        self.unmatched = UnmatchedBox(readonly=self._readonly)
        self.table = ListTable(
            columns.columns(), key=lambda row: row.uid, name=self.tr("Observations"), many=False
        )
        self.table.setObjectName("observations")
        self._chips = ChipCells(self._ksb_kinds, columns.codes_of, self.table)
        self.table.setItemDelegateForColumn(columns.KSBS, self._chips)
        self.nothing = EmptyState(
            "eye",
            self.tr(
                "Ask someone to watch you chair, present or negotiate. Behaviours are hardest to "
                "show on paper."
            ),
            primary=(self.tr("New request"), self.new_wanted.emit),
            secondary=(self.tr("Plan meetings"), self.planner_wanted.emit),
        )
        self.none = EmptyState(
            "search",
            self.tr("No observation matches."),
            primary=(self.tr("Show all"), self._clear),
        )
        self._drop = QFrame()
        self._drop.setProperty("look", "drop")
        QVBoxLayout(self._drop).addWidget(self.nothing)
        self._stack = QStackedWidget()
        for widget in (self.table, self._drop, self.none):
            self._stack.addWidget(widget)
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._stack.setMinimumHeight(look.size("row_comfortable"))
        self.where = label("", wrap=True)
        self.next = QPushButton()
        foot = QHBoxLayout()
        foot.setSpacing(look.space("sm"))
        foot.addWidget(self.where, 1)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        pad = look.space("md")
        column.setContentsMargins(pad, look.space("sm"), pad, pad)
        column.setSpacing(look.space("sm"))
        column.addWidget(self.tabs)
        column.addWidget(doings)
        column.addWidget(self.unmatched)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(FILTER_MS)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show)
        self.filter.textChanged.connect(self._rest.start)
        self._rest.timeout.connect(self._show)
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(self._on_opened)
        for button, signal in (
            (self.new, self.new_wanted),
            (self.attach, self.attach_wanted),
            (self.planner, self.planner_wanted),
            (self.chase, self.chase_wanted),
        ):
            button.clicked.connect(partial(_emit, signal))
        theme().changed.connect(self._on_look)
        self.next.clicked.connect(lambda _=False: self._on_next())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the room to the rows: with large letters the words on buttons go first."""
        columns.fit_columns(self.table, self.width() - 2 * theme().space("md"))
        is_large = theme().scale >= LARGE
        self.attach.setText(self.tr("Attach…") if is_large else self.tr("Attach returned…"))
        self.attach.setAccessibleName(self.tr("Attach returned…"))
        self._name_views()

    def _name_views(self) -> None:
        """Name the other two views; with large letters by their signs, which say it when asked."""
        due = self._state.due if self._state is not None else 0
        chase = self.tr("To chase {0}").format(due) if due else self.tr("To chase")
        is_large = theme().scale >= LARGE
        for button, words in ((self.planner, self.tr("Plan meetings")), (self.chase, chase)):
            button.setText("" if is_large else words)
            button.setToolTip(words if is_large else "")
            button.setAccessibleName(words)

    # showing

    def _ksb_kinds(self) -> Mapping[str, KsbKind]:
        return self._kinds

    def _show(self, *_: object) -> None:
        state = self._state
        if state is None:
            return
        wanted = TABS[self.tabs.currentIndex()]
        rows = kept(state.rows, wanted, self.filter.text())
        is_filtered = len(rows) != len(state.rows)
        self.table.show_rows(rows)
        self._take_later()
        if rows and self.table.current_value() is None:
            self.table.selectRow(0)
        empty = self.none if state.rows else self._drop
        self._stack.setCurrentWidget(self.table if rows else empty)
        if is_filtered:
            announcer().say(self.tr("{0} of {1}").format(len(rows), len(state.rows)))
        self._on_current()

    def _take_later(self) -> None:
        uid, state = self._select_later, self._state
        row = state.row(uid) if state is not None and uid else None
        if row is None:
            return
        uid = row.uid
        if not self.table.select_keys({uid}, uid):
            self._select_later = ""
            self._clear()
            self.table.select_keys({uid}, uid)
        self._select_later = ""

    def _clear(self) -> None:
        self.filter.clear()
        self.tabs.setCurrentIndex(0)
        self._rest.stop()
        self._show()
        if self.isVisible() and self._stack.currentWidget() is self.table:
            self.table.setFocus()

    def _on_current(self, *_: object) -> None:
        row, state = self.current, self._state
        steps = next_steps(row, readonly=self._readonly) if row is not None else ()
        # With large letters the rows need the room: Enter and the menu do the same.
        is_large = theme().scale >= LARGE
        self.where.setVisible(row is not None and not is_large)
        self.next.setVisible(bool(steps) and not is_large)
        if row is not None and state is not None:
            self.where.setText(where_it_is(row, state.today))
        if steps:
            self.next.setText(self.tr(steps[0].words))
            self.next.setAccessibleDescription(self.where.text())
        self.current_changed.emit(row)

    def _on_look(self) -> None:
        self._fit()
        self._on_current()

    def _on_opened(self, row: Shown) -> None:
        steps = next_steps(row, readonly=self._readonly)
        if steps:
            self.wanted.emit(row.uid, _opens(steps[0].step))

    def _on_next(self) -> None:
        row = self.current
        if row is not None:
            self.wanted.emit(row.uid, next_steps(row, readonly=self._readonly)[0].step)


def _opens(step: Step) -> Step:
    """Return what Enter does where this step is the likeliest: it never says that it was sent."""
    return Step.MESSAGE if step is Step.SENT else step


def _emit(signal: SignalInstance, *_: object) -> None:
    signal.emit()
