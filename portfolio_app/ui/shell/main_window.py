"""The main window: sidebar, header, areas, details, status bar, and what holds them together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app import tokens
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries
from portfolio_app.ui.kit import adding, messages
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.page import Area, Page
from portfolio_app.ui.kit.places import (
    ASSESSMENT,
    EVIDENCE,
    HELP,
    HOME,
    KSBS,
    OBSERVATIONS,
    PLAN,
    SEARCH,
    SETTINGS,
    STANDARD,
    Place,
)
from portfolio_app.ui.kit.screen_room import fitting
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.closing import Closing
from portfolio_app.ui.shell.foot_bar import FootBar
from portfolio_app.ui.shell.header_bar import HeaderBar
from portfolio_app.ui.shell.menus import fill_menus
from portfolio_app.ui.shell.milestones import Milestones
from portfolio_app.ui.shell.notices import Notice, Notices, NoticesDialog
from portfolio_app.ui.shell.panes import first_field, others
from portfolio_app.ui.shell.reminding import Reminding
from portfolio_app.ui.shell.sidebar import Sidebar
from portfolio_app.ui.shell.toast import Toast
from portfolio_app.ui.shell.trouble_bar import TroubleBar
from portfolio_app.ui.shell.unread import read_what_waits

NARROW_BELOW = 1100  # pixels of window width
DETAILS_FROM = 1280
_SHOWN_IN_FOOT = frozenset(
    {Topic.PORTFOLIO, Topic.STANDARD, Topic.CLAIMS, Topic.SHORTLIST, Topic.HOURS}
)


class MainWindow(QMainWindow):
    """One open portfolio's window. ``ended`` follows its closing, when everything is written."""

    ended = Signal()
    unexpected = Signal(object)  # an exception nobody expected: to be reported
    new_wanted = Signal()
    open_wanted = Signal()
    restore_wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        areas: Sequence[Area],
        settings: QSettings | None = None,
    ) -> None:
        super().__init__()
        self.workspace = workspace
        self.actions_table: Actions = workspace.actions
        self._areas = {area.name: area for area in areas}
        self._pages: dict[str, Page] = {}
        self._settings = settings
        self._name = ""
        self._draft: dict[str, Any] = {}  # what was typed into Quick capture and not saved
        self._log_draft: dict[str, Any] = {}  # and into the quick log of off-the-job time
        self._narrow_chosen: bool | None = None
        self._details_chosen: bool | None = None
        self._closing = Closing(self, settings)
        self._milestones = Milestones(workspace)
        self._reminding = Reminding(workspace, self)
        self._notices = Notices()
        self._was_shown = False
        self._troubles: list[object] = []  # to be told when the window is seen again
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        self._restore_geometry()
        self._refresh()

    # what others ask for

    @property
    def page(self) -> Page | None:
        """The page in view."""
        found = self._stack.currentWidget()
        return found if isinstance(found, Page) else None

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that were made."""
        return tuple(self._pages.values())

    def page_of(self, name: str) -> Page:
        """Return an area's page, made when first asked for."""
        found = self._pages.get(name)
        if found is None:
            found = self._pages[name] = self._areas[name].make(self.workspace)
            found.title_changed.connect(partial(self._on_title_changed, name))
            found.handlers_changed.connect(self._show_handlers)
            found.details_changed.connect(self._show_details)
            self._stack.addWidget(found)
        return found

    def show_place(self, place: Place) -> None:
        """Show a place: its area comes forward and shows the rest."""
        if place.area not in self._areas:
            return
        before = self.page
        page = self.page_of(place.area)
        if before is not None and before is not page and not before.can_leave():
            return
        self._stack.setCurrentWidget(page)
        self._sidebar.show_area(place.area)
        self._on_title_changed(place.area, self._areas[place.area].title)
        page.show_place(place)
        self._show_details()
        self._show_handlers()
        self._show_trail()
        if before is not page:
            first = page.first_focus()
            if first is not None:
                first.setFocus()

    # building

    def _build(self) -> None:
        look = theme()
        self.setWindowTitle(self.tr("Senior Leader Portfolio"))
        fill_menus(self, self.actions_table, tuple(self._areas.values()), self._go_area)
        self._sidebar = Sidebar(tuple(self._areas.values()))
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(self.tr("Content"))
        self._stack.setProperty("look", "window")
        self._details = QScrollArea()
        self._details.setProperty("look", "details")
        self._details.setAccessibleName(self.tr("Details"))
        self._details.setWidgetResizable(True)
        self._details.setFrameShape(QFrame.Shape.NoFrame)
        self._details.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._details.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._foot = FootBar(self.workspace)
        self._trouble_bar = TroubleBar()
        self._header = HeaderBar(self.actions_table)
        self._content = QWidget()
        across = QHBoxLayout(self._content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._stack, 1)
        across.addWidget(self._details)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        if self.workspace.is_sample:
            column.addWidget(self._build_sample_bar())
        column.addWidget(self._trouble_bar)
        column.addWidget(self._content, 1)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._sidebar)
        middle.addLayout(column, 1)
        central = QWidget()
        whole = QVBoxLayout(central)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, 1)
        whole.addWidget(self._foot)
        self.setCentralWidget(central)
        self._toast = Toast(self)
        width, height = (int(each) for each in tokens.numbers("size.window_min"))
        self.setMinimumSize(width, height)
        self._details.setFixedWidth(look.size("details_width"))

    def _build_sample_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("look", "notice")
        row = QHBoxLayout(bar)
        words = self.tr("A sample portfolio: fictional, and thrown away when you close it.")
        row.addWidget(label(words, wrap=True))
        return bar

    def _connect(self) -> None:
        work = self.workspace
        work.changed.connect(self._on_changed)
        work.trouble.connect(self._on_trouble)
        work.went.connect(self.show_place)
        work.toasted.connect(self._on_toasted)
        work.foot_taken.connect(self._toast.lift)
        work.alone.connect(self._on_alone)
        work.undo_changed.connect(self._show_undo)
        work.facts_changed.connect(self._foot.refresh)
        work.details_wanted.connect(partial(self._on_details, shown=True))
        self._sidebar.chosen.connect(self._go_area)
        self._foot.key_wanted.connect(self._on_key_wanted)
        self._foot.backup_wanted.connect(self._on_back_up)
        self._foot.coverage_wanted.connect(partial(self._go_area, KSBS))
        self._foot.hours_wanted.connect(partial(work.go, Place(PLAN, tab="hours")))
        theme().changed.connect(self._on_look_changed)
        actions = self.actions_table
        for name, call in self._own_handlers().items():
            actions[name].triggered.connect(partial(_without_argument, call))
        actions["sidebar"].triggered.connect(self._on_sidebar)
        actions["details"].triggered.connect(self._on_details)
        for name in actions.of_page:
            actions[name].triggered.connect(partial(self._on_page_action, name))
        for name in ("focus_toast", "next_pane", "previous_pane"):
            self.addAction(actions[name])

    def _own_handlers(self) -> dict[str, Callable[[], None]]:
        work, look = self.workspace, theme()
        return {
            "new_portfolio": self.new_wanted.emit,
            "open_portfolio": self.open_wanted.emit,
            "restore_backup": self.restore_wanted.emit,
            "add_files": partial(adding.choose_and_add, work, self),
            "add_folder": partial(adding.choose_folder_and_add, work, self),
            "paste_evidence": partial(adding.paste, work, self),
            "capture": self._on_capture,
            "import_mapping": partial(work.go, Place(EVIDENCE, want="import_mapping")),
            "export_review_pack": partial(work.go, Place(PLAN, tab="reviews", want="prepare")),
            "export_hours": partial(work.go, Place(PLAN, tab="hours", want="save")),
            "export_mapping": partial(work.go, Place(EVIDENCE, want="export_mapping")),
            "make_pdfs": partial(work.go, Place(EVIDENCE, tab="shortlist", want="make_pdfs")),
            "take_pdfs": partial(work.go, Place(EVIDENCE, tab="shortlist", want="take_pdfs")),
            "buddy_pack": partial(work.go, Place(EVIDENCE, want="buddy_pack")),
            "buddy_comments": partial(work.go, Place(EVIDENCE, want="buddy_comments")),
            "back_up": self._on_back_up,
            "recovery_key": self._on_key_wanted,
            "check": self._on_check,
            "quit": self._on_quit,
            "undo": partial(self._on_undo, "undo", work.undo),
            "redo": partial(self._on_undo, "redo", work.redo),
            "names_to_hide": self._on_names_to_hide,
            "preferences": partial(self._go_area, SETTINGS),
            "back": partial(self._on_trail, back=True),
            "forward": partial(self._on_trail, back=False),
            "palette": self._on_palette,
            "search_all": partial(work.go, Place(SEARCH)),
            "text_larger": partial(look.step_scale, 1),
            "text_smaller": partial(look.step_scale, -1),
            "text_normal": partial(look.step_scale, 0),
            "new_request": partial(work.go, Place(OBSERVATIONS, want="new")),
            "new_statement": partial(work.go, Place(OBSERVATIONS, want="statement")),
            "employer_statement": partial(work.go, Place(OBSERVATIONS, want="employer")),
            "attach_returned": partial(work.go, Place(OBSERVATIONS, want="attach")),
            "plan_observations": partial(work.go, Place(OBSERVATIONS, tab="planner")),
            "chase_list": partial(work.go, Place(OBSERVATIONS, tab="chase")),
            "log_hours": self._on_log_hours,
            "import_hours": partial(work.go, Place(PLAN, tab="hours", want="import")),
            "programme": partial(work.go, Place(SETTINGS, tab="programme")),
            "add_module": partial(work.go, Place(PLAN, tab="modules", want="add:module")),
            "add_event": partial(work.go, Place(PLAN, tab="modules", want="add:event")),
            "plan_break": partial(work.go, Place(PLAN, tab="modules", want="break")),
            "additional_time": partial(work.go, Place(PLAN, tab="modules", want="additional")),
            "calendar_file": partial(work.go, Place(PLAN, tab="timeline", want="calendar")),
            "prepare_review": partial(work.go, Place(PLAN, tab="reviews", want="prepare")),
            "learning_plan": partial(work.go, Place(PLAN, tab="learning")),
            "weekly_reminder": partial(work.go, Place(HOME, want="reminder")),
            "gateway": partial(work.go, Place(ASSESSMENT, tab="gateway")),
            "gateway_checklist": partial(work.go, Place(ASSESSMENT, tab="gateway", want="save")),
            "compile": partial(work.go, Place(ASSESSMENT, tab="compile")),
            "results": partial(work.go, Place(ASSESSMENT, tab="results")),
            "export_everything": partial(work.go, Place(ASSESSMENT, tab="results", want="export")),
            "discussion": partial(work.go, Place(ASSESSMENT, tab="discussion", want="start")),
            "rehearse": partial(work.go, Place(ASSESSMENT, tab="rehearse")),
            "crib_cards": partial(work.go, Place(ASSESSMENT, tab="rehearse", want="cribs")),
            "shortcuts": partial(work.go, Place(HELP, tab="shortcuts")),
            "where_data": partial(work.go, Place(HELP, tab="data")),
            "compare_standard": partial(work.go, Place(STANDARD, tab="compare")),
            "standard_sources": partial(work.go, Place(HELP, tab="standard")),
            "about": partial(work.go, Place(HELP, tab="about")),
            "notices": self._on_notices,
            "focus_toast": self._on_focus_toast,
            "next_pane": partial(self._on_pane, 1),
            "previous_pane": partial(self._on_pane, -1),
        }

    # reacting

    def _on_changed(self, changes: Changes) -> None:
        self._foot.say(changes.summary)
        if changes.topics & _SHOWN_IN_FOOT:
            self._refresh()
        elif changes.topics & {Topic.EVIDENCE, Topic.OBSERVATIONS}:
            self._show_waiting()
        for words, action in self._milestones.passed():
            if action:
                call = self.actions_table[action].trigger
                self._notify(words, self.tr("Save the key"), call)
            else:
                self._notify(words)

    def _refresh(self) -> None:
        self._foot.refresh()
        self._show_undo()
        self._show_trail()
        readonly = self.tr("The portfolio is open to read: nothing can be changed.")
        for name in (
            "add_files",
            "add_folder",
            "paste_evidence",
            "capture",
            "log_hours",
            "import_hours",
            "add_module",
            "add_event",
            "plan_break",
            "additional_time",
            "buddy_pack",
            "buddy_comments",
            "new_request",
            "new_statement",
            "employer_statement",
            "attach_returned",
            "import_mapping",
            "take_pdfs",
            "back_up",
            "recovery_key",
        ):
            self.actions_table.allow(name, readonly if self.workspace.readonly else "")
        self._show_waiting()
        self._name = self.workspace.read(queries.portfolio.details).name
        self._show_title()

    def _show_waiting(self) -> None:
        waiting = self.workspace.read(queries.sorting.waiting)
        said = self.tr("{0} to sort").format(waiting) if waiting else ""
        self._sidebar.set_badge(EVIDENCE, waiting, said)
        came = self.workspace.read(queries.observations.to_check)
        said = self.tr("{0} came back").format(came) if came else ""
        self._sidebar.set_badge(OBSERVATIONS, came, said)

    def _on_trouble(self, error: object) -> None:
        if self.isHidden() and self._was_shown:
            self._troubles.append(error)  # put away while only the bundle is on the screen
        elif not isinstance(error, PortfolioError):
            self.unexpected.emit(error)
        elif error.code in ("disk-full", "read-only", "disk-error"):
            # Stays until it is solved: what is on screen may not be on the disk.
            self._trouble_bar.say(str(error))
        else:
            messages.tell(self, messages.of_error(error))

    def _on_toasted(self, text: str, step: str) -> None:
        if step:
            call = partial(self.workspace.undo, step)
            self._notify(text, self.tr("Undo"), call, partial(self.workspace.can_undo, step))
        else:
            self._notify(text)

    def _notify(
        self,
        text: str,
        action: str = "",
        call: Callable[[], None] | None = None,
        is_open: Callable[[], bool] | None = None,
    ) -> None:
        """Show a notice, and keep it for the bell's list."""
        self._notices.keep(Notice(text, datetime.now().astimezone(), action, call, is_open))
        self._toast.show_notice(text, action, call)

    def _on_notices(self) -> None:
        NoticesDialog(self, self._notices).open()

    def _on_alone(self, alone: bool) -> None:  # noqa: FBT001 - a slot
        for part in (self._sidebar, self._header, self._foot, self.menuBar()):
            part.setVisible(not alone)

    def _on_focus_toast(self) -> None:
        """Move to the notice in view; when it has gone, to all of them."""
        if self._toast.text:
            self._toast.take_focus()
        else:
            self._on_notices()

    def _on_page_action(self, name: str) -> None:
        page = self.page
        handler = page.handlers().get(name) if page is not None else None
        if handler is not None and not isinstance(handler, str):
            handler()

    def _show_handlers(self) -> None:
        page = self.page
        handlers = page.handlers() if page is not None else {}
        for name in self.actions_table.of_page:
            handler = handlers.get(name, self.tr("Not available here."))
            self.actions_table.allow(name, handler if isinstance(handler, str) else "")
        self._show_undo()

    def _show_undo(self) -> None:
        actions, work = self.actions_table, self.workspace
        handlers = self.page.handlers() if self.page is not None else {}
        for name, word, what in (
            ("undo", self.tr("&Undo"), work.undo_text),
            ("redo", self.tr("&Redo"), work.redo_text),
        ):
            actions[name].setText(f"{word}: {what}".replace("&&", "&") if what else word)
            actions.allow(name, "" if what else self.tr("There is nothing to do here yet."))
            if name in handlers:
                actions[name].setText(self.tr("{0} typing").format(word))
                actions.allow(name)
        self._show_trail()

    def _on_undo(self, name: str, otherwise: Callable[[], None]) -> None:
        """Let a page that undoes what is typed in it do so first."""
        handler = self.page.handlers().get(name) if self.page is not None else None
        if handler is not None and not isinstance(handler, str):
            handler()
        else:
            otherwise()

    def _show_trail(self) -> None:
        trail = self.workspace.trail
        nowhere = self.tr("There is nowhere to go yet.")
        self.actions_table.allow("back", "" if trail.can_go_back else nowhere)
        self.actions_table.allow("forward", "" if trail.can_go_forward else nowhere)

    def _on_trail(self, *, back: bool) -> None:
        trail = self.workspace.trail
        place = trail.back() if back else trail.forward()
        if place is not None:
            self.show_place(place)

    def _go_area(self, name: str) -> None:
        self.workspace.go(Place(name))

    def _on_title_changed(self, name: str, title: str) -> None:
        page = self.page
        if page is not None and self._pages.get(name) is page:
            self._header.show_title(title)
            self._show_title()

    def _show_title(self) -> None:
        name = self.tr("Sample portfolio") if self.workspace.is_sample else self._name
        parts = [self._header.title, name, self.tr("Senior Leader Portfolio")]
        self.setWindowTitle(" – ".join(part for part in parts if part))

    def _on_palette(self) -> None:
        from portfolio_app.ui.shell.palette import Palette

        Palette(self, self.workspace, tuple(self._areas.values())).open()

    def _on_capture(self) -> None:
        from portfolio_app.ui.evidence.capture_dialog import CaptureDialog

        CaptureDialog(self, self.workspace, self._draft).open()

    def _on_log_hours(self) -> None:
        from portfolio_app.ui.plan.log_dialog import LogDialog

        LogDialog(self, self.workspace, None, self._log_draft).open()

    def _on_pane(self, step: int) -> None:
        parts = self.page.panes() if self.page is not None else ()
        around = [each for each in (self._sidebar, self._header) if each.isVisible()]
        panes: list[QWidget] = [*around, *(parts or (self._stack,))]
        if self._details.isVisible():
            panes.append(self._details)
        if self._foot.isVisible():
            panes.append(self._foot)
        for number in others(panes, self.focusWidget(), step, len(around)):
            if self._enter(panes[number]):
                return

    def _enter(self, pane: QWidget) -> bool:
        if pane is self._sidebar:
            self._sidebar.take_focus()
            return True
        page = self.page
        first = page.first_focus() if pane is self._stack and page is not None else None
        first = first or first_field(pane)
        if first is None:
            return False
        first.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    # the panes

    def _show_details(self) -> None:
        page = self.page
        wanted = page.details() if page is not None else None
        shown = self._details.widget()
        if shown is not wanted:
            if shown is not None:
                put_by = self._details.takeWidget()
                put_by.hide()
                put_by.setParent(self)  # without one it would outlive the window
            if wanted is not None:
                self._details.setWidget(wanted)
                wanted.show()
        reason = "" if wanted is not None else self.tr("This screen has no details.")
        self.actions_table.allow("details", reason)
        self._arrange()

    def _on_details(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self._details_chosen = shown
        self._arrange()

    def _on_sidebar(self, wide: bool) -> None:  # noqa: FBT001 - a slot
        self._narrow_chosen = not wide
        self._arrange()

    def _on_look_changed(self) -> None:
        self._header.look_again()
        self._arrange()

    def _arrange(self) -> None:
        look = theme()
        narrow = self._narrow_chosen
        if narrow is None:
            narrow = self.width() < NARROW_BELOW or look.scale >= 150
        if self._sidebar.is_narrow != narrow:
            self._sidebar.set_narrow(narrow)
        self.actions_table["sidebar"].setChecked(not narrow)
        self._header.arrange(self.width())
        has_details = self._details.widget() is not None
        shown = self._details_chosen
        if shown is None:
            shown = self.width() >= look.px(DETAILS_FROM)
        beside = self.width() - look.size("sidebar_width_icons" if narrow else "sidebar_width")
        room = beside // 2 - look.space("md")  # large letters leave the list its half
        self._details.setFixedWidth(min(look.size("details_width"), room))
        self._details.setVisible(has_details and shown)
        self.actions_table["details"].setChecked(has_details and shown)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._was_shown = True
        troubles, self._troubles = self._troubles, []
        for each in troubles:
            self._on_trouble(each)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # dropping

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if adding.paths_of(event.mimeData()) and not self.workspace.readonly:
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if adding.paths_of(event.mimeData()) and not self.workspace.readonly:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        adding.add_paths(self.workspace, self, adding.paths_of(event.mimeData()))

    # keys, backups, checks

    def _on_key_wanted(self) -> None:
        from portfolio_app.ui.shell.recovery_dialog import RecoveryDialog

        RecoveryDialog(self, self.workspace).open()

    def _on_names_to_hide(self) -> None:
        from portfolio_app.ui.evidence.hiding_review import HidingReview

        HidingReview(self, self.workspace).open()

    def _on_back_up(self) -> None:
        self._closing.back_up_now()

    def _on_check(self) -> None:
        from portfolio_app.services import portfolio

        self.workspace.start(self.tr("Checking every file"), portfolio.check, then=self._on_checked)

    def _on_checked(self, report: object) -> None:
        from portfolio_app.ui.shell.reports import check_message

        messages.tell(self, check_message(report))

    # ending

    def _on_quit(self) -> None:
        self.close()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closing.may_close():
            event.ignore()
            return
        if self._settings is not None:
            self._settings.setValue("window/geometry", self.saveGeometry())
            self._settings.setValue("window/sidebar_narrow", _stored(self._narrow_chosen))
            self._settings.setValue("window/details_shown", _stored(self._details_chosen))
        event.accept()
        self.ended.emit()

    def _restore_geometry(self) -> None:
        width, height = (int(each) for each in tokens.numbers("size.window_first"))
        self.resize(fitting(self, width, height))
        if self._settings is None:
            return
        geometry = self._settings.value("window/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self._narrow_chosen = _read(self._settings.value("window/sidebar_narrow"))
        self._details_chosen = _read(self._settings.value("window/details_shown"))

    def begin(self) -> None:
        """Show Home, and look after the daily backup."""
        self.workspace.go(Place(HOME))
        QTimer.singleShot(0, self, self._focus_first)  # what was just built shows a moment later
        self._closing.watch_backups()
        if not (self.workspace.readonly or self.workspace.is_sample):
            self.workspace.recall()
        read_what_waits(self.workspace)

    def _focus_first(self) -> None:
        page = self.page
        first = page.first_focus() if page is not None else None
        if first is not None and not self._stack.isAncestorOf(self.focusWidget()):
            first.setFocus()


def _without_argument(call: Callable[[], None], *_checked: object) -> None:
    call()


def _stored(choice: bool | None) -> str:  # noqa: FBT001 - as it is kept
    return "" if choice is None else str(int(choice))


def _read(stored: object) -> bool | None:
    return None if stored in (None, "") else stored == "1"
