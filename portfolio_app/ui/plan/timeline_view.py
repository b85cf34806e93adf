"""Plan, Timeline: everything dated, drawn in lanes or as its equal list, with what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.day_spans import short_span, span_words
from portfolio_app.domain.planned import PlannedKind
from portfolio_app.domain.timeline import NO_DAY, Lane, Mark, Source
from portfolio_app.services import hours
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.new_day import new_day
from portfolio_app.ui.kit.places import Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.plan_doings import PlanDoings
from portfolio_app.ui.plan.timeline_chart import TimelineChart
from portfolio_app.ui.plan.timeline_layout import Zoom
from portfolio_app.ui.plan.timeline_state import State, read_state, today

MINE = frozenset(
    {Topic.PLAN, Topic.HOURS, Topic.OBSERVATIONS, Topic.PORTFOLIO, Topic.PROPOSAL, Topic.STANDARD,
     Topic.EVIDENCE}
)  # fmt: skip
FILTER_MS = 120
ZOOMS = (Zoom.MONTH, Zoom.TERM, Zoom.WHOLE)
LANE, HOW, WHERE = 2, 3, 4
LOW = 330  # pixels of height at 100 %, below which the timeline needs the room


class TimelineView(QWidget):
    """``Place(PLAN, tab="timeline", row=uid)`` chooses a row; ``want``: "list", "chart",
    "add:module" (assignment, event, milestone), "break", "additional", "calendar".
    """  # noqa: D205 - one thought

    handlers_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.state: State | None = None
        self.doings = PlanDoings(self, workspace)
        self._want = ""
        self._row = ""
        self._is_reading = False
        self._was_focused = False
        self._seen = WhenSeen(self, self._read_again)
        self._build()
        self._connect()

    # what the page asks for

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self.state is not None and not self._is_reading and not self._seen.is_due

    @property
    def shows_list(self) -> bool:
        """Whether the list is in view rather than the drawing."""
        return self._stack.currentWidget() is not self.chart

    @property
    def current(self) -> Mark | None:
        """The mark that is chosen, in the drawing or in the list."""
        if self.shows_list:
            found = self.table.current_value()
            return found if isinstance(found, Mark) else None
        return self.chart.current

    def show_place(self, place: Place) -> None:
        """Choose a row, and do what is wanted once all is read."""
        self._want, self._row = place.want, place.row
        self._seen.if_seen()
        if self.is_ready:
            self._do_wanted()

    def handlers(self) -> Mapping[str, Handler]:
        """Return what is done here for actions of the table."""
        if self.shows_list:
            return {"find": self.focus_filter}
        return {
            "find": self.focus_filter,
            "zoom_in": partial(self._zoom_by, -1),
            "zoom_out": partial(self._zoom_by, 1),
            "zoom_reset": partial(self.chart.set_zoom, Zoom.WHOLE),
        }

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        shown = self._stack.currentWidget()
        return self.none.buttons[0] if shown is self.none else shown or self.chart

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts F6 goes to."""
        return (self.first_focus(), *([] if self.foot.isHidden() else [self.foot]))

    def focus_filter(self) -> None:
        """Go to the field that filters the list."""
        self.show_list(is_list=True)
        self.filter.setFocus()
        self.filter.selectAll()

    def show_list(self, *, is_list: bool) -> None:
        """Show the list, or the drawing; what is chosen stays."""
        mark = self.current
        had_focus = self._stack.isAncestorOf(QApplication.focusWidget() or self)
        self.as_list.setChecked(is_list)
        self.as_chart.setChecked(not is_list)
        self._zoom_box.setVisible(not is_list)
        self.filter.setVisible(is_list)
        self._fit()
        self._show()
        if mark is not None:
            self._select(mark.key)
        if had_focus:
            self.first_focus().setFocus()
        self._show_current()
        QTimer.singleShot(0, self.table, self._show_row)  # once it has its height
        self.handlers_changed.emit()

    def _show_row(self) -> None:
        self.table.scrollTo(self.table.currentIndex(), ListTable.ScrollHint.PositionAtCenter)

    # building

    def _build(self) -> None:
        look = theme()
        may = not self.workspace.readonly
        self.as_chart = QPushButton(self.tr("Chart"))
        self.as_list = QPushButton(self.tr("List"))
        for button, name in ((self.as_chart, "calendar"), (self.as_list, "list")):
            button.setCheckable(True)
            icons.put(button, name)
        self._zoom_box = ChoiceBox()
        self._zoom_box.setAccessibleName(self.tr("How much is in view"))
        for zoom in ZOOMS:
            self._zoom_box.addItem(self.tr(zoom.words), zoom)
        self._zoom_box.setCurrentIndex(ZOOMS.index(Zoom.WHOLE))
        self.now = QPushButton(self.tr("Today"))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter: word, kind"))
        self.filter.setAccessibleName(self.tr("Filter the list"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(look.px(146))
        self.add = QPushButton(self.tr("Add"))
        self.add.setProperty("look", "primary")
        icons.put(self.add, "plus", "accent.on_fill")
        self.add.setMenu(self._add_menu())
        self.add.setEnabled(may)
        self.calendar = QPushButton(self.tr("Calendar file…"))
        icons.put(self.calendar, "download")
        doings = QWidget()
        flow = FlowLayout(doings, look.space("sm"))
        for each in (
            self.as_chart, self.as_list, self._zoom_box, self.now, self.filter, self.add,
            self.calendar,
        ):  # fmt: skip
            flow.addWidget(each)
        self.said = label("", "caption", wrap=True)
        self.chart = TimelineChart(readonly=self.workspace.readonly)
        self.table = ListTable(
            _columns(self), key=lambda mark: mark.key, name=self.tr("Timeline as a list"),
            many=False,
        )  # fmt: skip
        self.table.setObjectName("timeline list")
        self.none = EmptyState(
            "search", self.tr("Nothing matches."), primary=(self.tr("Show all"), self._clear)
        )
        self._stack = QStackedWidget()
        for widget in (self.chart, self.table, self.none):
            self._stack.addWidget(widget)
        self.where = label("", wrap=True)
        self.wrong = label("", "warn", wrap=True)
        self.open = QPushButton(self.tr("Open…"))
        self.keep = QPushButton(self.tr("Keep this date"))
        self.dates = QPushButton(self.tr("Change date…"))
        self.leave = QPushButton(self.tr("Not for me"))
        self.remove = QPushButton(self.tr("Remove"))
        self.foot = QWidget()
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space("sm"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.where)
        words.addWidget(self.wrong)
        row.addLayout(words, 1)
        for each in (self.keep, self.open, self.dates, self.leave, self.remove):
            row.addWidget(each)
        column = QVBoxLayout(self)
        pad = look.space("md")
        column.setContentsMargins(pad, look.space("sm"), pad, pad)
        column.setSpacing(look.space("sm"))
        column.addWidget(doings)
        column.addWidget(self._stack, 1)
        column.addWidget(self.said)
        column.addWidget(self.foot)
        self._signs = tuple(
            (each, each.text()) for each in (self.as_chart, self.as_list, self.add, self.calendar)
        )
        self._menu = QMenu(self)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._filter_rest = QTimer(self)
        self._filter_rest.setSingleShot(True)
        self._filter_rest.setInterval(FILTER_MS)
        starts_as_list = (
            QAccessible.isActive()
        )  # a screen reader is there: begin with what it reads
        self.as_list.setChecked(starts_as_list)
        self.as_chart.setChecked(not starts_as_list)
        self.filter.setVisible(starts_as_list)
        self._zoom_box.setVisible(not starts_as_list)
        self.now.setVisible(not starts_as_list)

    def _add_menu(self) -> QMenu:
        menu = QMenu(self)
        for kind in (
            PlannedKind.MODULE, PlannedKind.ASSIGNMENT, PlannedKind.EVENT, PlannedKind.MILESTONE,
        ):  # fmt: skip
            menu.addAction(f"{kind.words}…").triggered.connect(partial(self._on_add, kind))
        menu.addSeparator()
        menu.addAction(self.tr("Break in learning…")).triggered.connect(
            partial(self._on_break, extra=False)
        )
        menu.addAction(self.tr("Additional time…")).triggered.connect(
            partial(self._on_break, extra=True)
        )
        menu.addSeparator()
        self.keep_all = menu.addAction(self.tr("Keep every suggested date of the programme"))
        self.keep_all.triggered.connect(lambda _=False: self._on_keep_all())
        return menu

    def _connect(self) -> None:
        self._seen.listen(self.workspace, MINE)
        new_day().came.connect(self._seen.ask)
        self.as_chart.clicked.connect(lambda _=False: self.show_list(is_list=False))
        self.as_list.clicked.connect(lambda _=False: self.show_list(is_list=True))
        self._zoom_box.activated.connect(lambda at: self.chart.set_zoom(ZOOMS[at]))
        self.chart.zoomed.connect(lambda zoom: self._zoom_box.setCurrentIndex(ZOOMS.index(zoom)))
        self.chart.list_wanted.connect(lambda: self.show_list(is_list=True))
        self.chart.current_changed.connect(lambda _: self._show_current())
        self.chart.opened.connect(self.doings.open_mark)
        self.chart.removal_wanted.connect(lambda _: self._on_remove())
        self.chart.moved.connect(self._on_moved)
        self.chart.menu_wanted.connect(self._on_menu)
        self.table.customContextMenuRequested.connect(
            lambda where: self._on_menu(self.table.viewport().mapToGlobal(where))
        )
        self.now.clicked.connect(lambda _=False: self.chart.go_to_today())
        self.filter.textChanged.connect(self._filter_rest.start)
        self._filter_rest.timeout.connect(self._show)
        self.table.current_changed.connect(lambda _: self._show_current())
        self.table.opened.connect(self.doings.open_mark)
        self.calendar.clicked.connect(lambda _=False: self.doings.save_calendar())
        self.keep.clicked.connect(lambda _=False: self._on_keep())
        self.open.clicked.connect(lambda _=False: self._on_open())
        self.dates.clicked.connect(lambda _=False: self._on_dates())
        self.leave.clicked.connect(lambda _=False: self._on_leave())
        self.remove.clicked.connect(lambda _=False: self._on_remove())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = theme().px
        width = event.size().width()
        self.table.setColumnHidden(HOW, width < px(640))
        self.table.setColumnHidden(WHERE, width < px(900))
        self.table.setColumnHidden(LANE, width < px(620))
        self._fit()

    def _fit(self) -> None:
        """Give the room to the dates where there is little: a menu has what else can be done."""
        is_low = 0 < self.height() < theme().px(LOW)
        for button, words in self._signs:
            button.setText("" if is_low else words)
            button.setToolTip(words if is_low else "")
            button.setAccessibleName(words)
        self.now.setVisible(not is_low and self.as_chart.isChecked())
        self.said.setVisible(bool(self.said.text()) and not is_low)
        self.foot.setVisible(not is_low)

    # reading and showing

    def _read_again(self) -> None:
        self._is_reading = True
        self.workspace.look(read_state, today(), then=self._on_read, key="timeline")

    def _on_read(self, state: State) -> None:
        self._is_reading = False
        self.state = self.doings.state = state
        found = state.timeline
        self.chart.show_timeline(found, state.hours_words)
        self._show()
        self.keep_all.setEnabled(any(each.worked_out for each in found.marks))
        said = []
        if any(each.worked_out for each in found.marks):
            said.append(self.tr("Suggested dates follow from your programme: check them."))
        undated = sum(not each.day for each in found.marks)
        if undated:
            said.append(self.tr("{0} without a date: in the list.").format(undated))
        if found.beyond:
            said.append(self.tr("{0} too far away to draw: in the list.").format(found.beyond))
        if any(each.source is Source.SUGGESTED for each in found.marks):
            said.append(self.tr("Suggested milestones: {0}").format(state.usual_source))
        if found.hours:
            said.append(self.tr("Off-the-job: {0}").format(hours.rules().record))
        self.said.setText(" ".join(said))
        self._fit()
        self._do_wanted()

    def _show(self) -> None:
        if self.state is None:
            return
        marks = self.state.timeline.marks
        wanted = self.filter.text().casefold().split()
        rows = [
            each
            for each in marks
            if all(word in f"{each.words} {each.lane.value}".casefold() for word in wanted)
        ]
        self.table.show_rows(rows)
        if rows and self.table.current_value() is None:
            coming = next(
                (each for each in rows if each.last_day >= self.state.timeline.today), None
            )
            self.table.select_keys({(coming or rows[-1]).key}, (coming or rows[-1]).key)
        shown: QWidget = self.chart
        if self.as_list.isChecked():
            shown = self.table if rows else self.none
        self._stack.setCurrentWidget(shown)
        if wanted:
            announcer().say(self.tr("{0} of {1}").format(len(rows), len(marks)))
        self._show_current()

    def _show_current(self) -> None:
        mark, state = self.current, self.state
        row = state.row_of(mark) if state is not None and mark is not None else None
        may = not self.workspace.readonly
        if mark is None:
            words = self.tr("Choose something to see it here. T shows the same as a list.")
        else:
            words = f"{mark.lane.value}: {mark.words}"
        self.where.setText(words)
        faults = state.faults.get(row.uid, ()) if state is not None and row is not None else ()
        self.wrong.setText(" ".join(each.words for each in faults))
        self.wrong.setVisible(bool(faults))
        suggested = mark is not None and mark.source is Source.SUGGESTED
        keeps = mark is not None and mark.worked_out and mark.source is Source.ROW and may
        self.keep.setVisible(keeps)
        self.open.setText(self.tr("Keep…") if suggested else self.tr("Open…"))
        self.open.setVisible(mark is not None and (may or row is None))
        self.dates.setVisible(bool(mark is not None and mark.may_move and may))
        self.leave.setVisible(suggested and may)
        self.remove.setVisible(row is not None and may and mark is not None and mark.may_move)
        for button in (self.keep, self.open, self.dates, self.leave, self.remove):
            button.setAccessibleDescription(mark.title if mark is not None else "")

    def _select(self, key: str) -> None:
        self.chart.select(key)
        self.table.select_keys({key}, key)

    def _clear(self) -> None:
        self.filter.clear()
        self._filter_rest.stop()
        self._show()
        self.table.setFocus()

    # doing

    def _do_wanted(self) -> None:
        want, row = self._want, self._row
        self._want = self._row = ""
        if row and self.state is not None:
            key = next((each.key for each in self.state.timeline.marks if each.uid == row), "")
            if key:
                self._select(key)
        if want in ("list", "chart"):
            self.show_list(is_list=want == "list")
        elif want.startswith("add:") and want[4:] in set(PlannedKind):
            self._on_add(PlannedKind(want[4:]))
        elif want in ("break", "additional"):
            self._on_break(extra=want == "additional")
        elif want == "calendar":
            self.doings.save_calendar()

    def _on_add(self, kind: PlannedKind, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's own
        self.doings.add(kind)

    def _on_break(self, _checked: bool = False, *, extra: bool) -> None:  # noqa: FBT001, FBT002 - Qt's own
        self.doings.open_break(extra=extra)

    def _on_menu(self, where: QPoint) -> None:
        self._menu.clear()
        for button in (self.keep, self.open, self.dates, self.leave, self.remove):
            if not button.isHidden():
                self._menu.addAction(button.text()).triggered.connect(button.click)
        if not self._menu.isEmpty():
            self._menu.popup(where)

    def _on_keep(self) -> None:
        mark = self.current
        if mark is not None and mark.worked_out:
            self.doings.confirm(mark.uid)

    def _on_keep_all(self) -> None:
        marks = self.state.timeline.marks if self.state is not None else ()
        of_rows = [each for each in marks if each.source is Source.ROW]
        self.doings.confirm(*(each.uid for each in of_rows if each.worked_out))

    def _on_open(self) -> None:
        mark = self.current
        if mark is not None:
            self.doings.open_mark(mark)

    def _on_dates(self) -> None:
        mark, state = self.current, self.state
        row = state.row_of(mark) if state is not None and mark is not None else None
        if row is not None:
            self.doings.open_row(row, only_dates=True)

    def _on_moved(self, mark: Mark, day: str) -> None:
        row = self.state.row_of(mark) if self.state is not None else None
        if row is not None:
            self.doings.move(row, day)

    def _on_leave(self) -> None:
        mark = self.current
        if mark is not None and mark.source is Source.SUGGESTED:
            self.doings.leave_suggestion(mark)

    def _on_remove(self) -> None:
        mark, state = self.current, self.state
        row = state.row_of(mark) if state is not None and mark is not None else None
        if row is not None and mark is not None and mark.may_move:
            self.doings.remove(row)

    def _zoom_by(self, step: int) -> None:
        at = ZOOMS.index(self.chart.zoom) + step
        self.chart.set_zoom(ZOOMS[min(max(at, 0), len(ZOOMS) - 1)])


def _columns(view: QWidget) -> tuple[Column, ...]:
    lanes = list(Lane)
    return (
        Column(
            view.tr("When"), lambda mark: short_span(mark.day, mark.until) or NO_DAY, width=214,
            spoken=lambda mark: span_words(mark.day, mark.until) or NO_DAY,
            sort=lambda mark: (not mark.day, mark.day, mark.last_day),
        ),
        Column(view.tr("What"), lambda mark: mark.label, stretch=True),
        Column(
            view.tr("Lane"), lambda mark: mark.lane.value, width=120,
            sort=lambda mark: (lanes.index(mark.lane), not mark.day, mark.day),
        ),
        Column(
            view.tr("How it stands"), lambda mark: mark.state, width=190,
            spoken=lambda mark: mark.state or view.tr("nothing noted"),
        ),
        Column(
            view.tr("Time and place"), _time_and_place, width=150,
            spoken=lambda mark: _time_and_place(mark) or view.tr("none"),
        ),
    )  # fmt: skip


def _time_and_place(mark: Mark) -> str:
    return " ".join(filter(None, (mark.time, mark.where)))
