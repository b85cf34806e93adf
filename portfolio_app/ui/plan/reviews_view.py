"""The Reviews tab: every review meeting and what was agreed; one of them at a time to prepare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.planned import Planned, Review
from portfolio_app.domain.reviews import is_open
from portfolio_app.services import plan, review_actions, reviews
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.new_day import new_day, now
from portfolio_app.ui.kit.places import PLAN, Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.tabs import is_at_tabs
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.action_table import LARGE, ActionTable, refuser
from portfolio_app.ui.plan.review_dialogs import ActionDialog, ReviewDialog
from portfolio_app.ui.plan.review_page import ReviewPage
from portfolio_app.ui.plan.reviews_state import (
    MINE,
    ReviewList,
    ReviewShown,
    read_list,
    read_review,
    standing_words,
    when_words,
)

TAB = "reviews"
MOST_ROWS = 8
PREPARE = "prepare"  # what a place wants: the next review, made ready


class ReviewsView(QWidget):
    """``Place(PLAN, tab="reviews", row=uid)`` opens one; ``want="prepare"`` the next one."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.listed: ReviewList | None = None
        self._uid = ""  # the review that is open
        self._wants_next = False
        self._wants_focus = False
        self._reading = 0
        self._seen = WhenSeen(self, self._read_again)
        self.dialog: QWidget | None = None
        self._build()
        self._connect()

    # what the page asks for

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self.listed is not None and not self._seen.is_due and not self._reading

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        if self._stack.currentWidget() is self.page:
            return self.page.first_focus()
        if self.listed is not None and self.listed.reviews:
            return self.table
        return self.nothing.buttons[0]

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the menus can do here."""
        return {}

    def can_leave(self) -> bool:
        """Write down what is typed."""
        self.page.flush()
        return True

    can_close = can_leave

    def show_place(self, place: Place) -> None:
        """Open the review that is asked for, else the list."""
        self.page.flush()
        self._wants_next = place.want == PREPARE and not place.row
        self._uid = place.row
        self._wants_focus = bool(place.row or place.want)
        if not place.row:
            self._stack.setCurrentWidget(self._list)
        self._seen.ask()

    # building

    def _build(self) -> None:
        look = theme()
        self.prepare = QPushButton(self.tr("Prepare for meeting"))
        self.prepare.setProperty("look", "primary")
        icons.put(self.prepare, "calendar", "accent.on_fill")
        self.add = QPushButton(self.tr("Plan a review…"))
        icons.put(self.add, "plus")
        self.change = QPushButton(self.tr("Change"))
        self.remove = QPushButton(self.tr("Remove"))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for button in (self.prepare, self.add, self.change, self.remove):
            flow.addWidget(button)
        self.table = ListTable(
            (
                Column(self.tr("When"), when_words, width=210, sortable=False),
                Column(self.tr("Review"), lambda row: row.title, stretch=True, sortable=False),
                Column(self.tr("Stands at"), self._stands, width=230, sortable=False),
            ),
            key=lambda row: row.uid,
            name=self.tr("Reviews"),
            sortable=False,
            many=False,
        )  # fmt: skip
        self.table.setObjectName("reviews")
        self.nothing = EmptyState(
            "calendar",
            self.tr(
                "Plan the meetings with your training provider here. You then see what changed "
                "since the last one, and save two pages to bring along."
            ),
            primary=(self.tr("Plan a review"), self._on_add),
        )
        self.actions_title = label(self.tr("Open actions"), "subtitle")
        self.open_actions = ActionTable(self.workspace, self.tr("Open actions"))
        inside = QWidget()
        inside.setProperty("look", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("sm"))
        column.addWidget(buttons)
        column.addWidget(self.table)
        column.addWidget(self.nothing, 1)
        column.addSpacing(look.space("sm"))
        column.addWidget(self.actions_title)
        column.addWidget(self.open_actions)
        column.addStretch()
        self._list = QScrollArea()
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setWidget(inside)
        self.page = ReviewPage(self.workspace)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        self._stack.addWidget(self.page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.prepare.clicked.connect(lambda _=False: self._on_prepare())
        self.add.clicked.connect(lambda _=False: self._on_add())
        self.change.clicked.connect(lambda _=False: self._on_change(self.table.current_value()))
        self.remove.clicked.connect(lambda _=False: self._on_remove())
        self.table.opened.connect(lambda row: self._go(row.uid))
        self.table.current_changed.connect(lambda _: self._show_allowed())
        self.open_actions.change_wanted.connect(self._on_change_action)
        self.page.back_wanted.connect(self._on_back)
        self.page.change_wanted.connect(self._on_change)
        self._seen.listen(self.workspace, MINE)
        new_day().came.connect(self._seen.ask)
        theme().changed.connect(self._measure)

    # reading

    def _read_again(self) -> None:
        self._look(read_list, _today(), then=self._on_list, key="reviews")

    def _look(self, read: Callable[..., object], *given: object, then: object, key: str) -> None:
        self._reading += 1
        self.workspace.look(read, *given, then=then, failed=self._on_failed, key=key)  # type: ignore[arg-type]

    def _on_failed(self, error: BaseException) -> None:
        self._reading = 0
        self.workspace.trouble.emit(error)

    def _on_list(self, found: ReviewList) -> None:
        self._reading = 0
        focus = QApplication.focusWidget()
        had = self.listed is None or (focus is not None and self.nothing.isAncestorOf(focus))
        self.listed = found
        self.table.show_rows(found.reviews)
        if found.reviews and self.table.current_value() is None:
            self.table.select_keys({found.next_uid or found.reviews[0].uid})
        has_any = bool(found.reviews)
        self.table.setVisible(has_any)
        self.nothing.setVisible(not has_any)
        still = tuple(each for each in found.actions if is_open(each))
        self.open_actions.show_rows(still)
        self.actions_title.setVisible(bool(still))
        self._measure()
        self._show_allowed()
        if self._wants_next:
            self._wants_next = False
            self._uid = found.next_uid
        if self._uid:
            self._look(read_review, self._uid, _today(), then=self._on_review, key="review")
        elif self._wants_focus or (had and self.isVisible() and not is_at_tabs()):
            self._wants_focus = False
            self.first_focus().setFocus()

    def _on_review(self, found: ReviewShown | None) -> None:
        self._reading = 0
        if found is None:
            self._uid = ""
            self._stack.setCurrentWidget(self._list)
            return
        if found.prepared.row.uid != self._uid:
            return
        is_new = self._stack.currentWidget() is not self.page
        self.page.show_review(found)
        self._stack.setCurrentWidget(self.page)
        if is_new or self._wants_focus:
            self._wants_focus = False
            self.page.first_focus().setFocus()

    def _stands(self, row: Planned) -> str:
        signed = self.listed.signed.get(row.uid, "") if self.listed is not None else ""
        return ", ".join(filter(None, (standing_words(row, _today()), signed)))

    def _measure(self) -> None:
        rows = min(max(len(self.table.rows_model.rows), 2), MOST_ROWS)
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(theme().row_height * rows + header + 4)
        self.table.setColumnHidden(2, theme().scale >= LARGE)

    def _show_allowed(self) -> None:
        writes = not self.workspace.readonly
        has = self.table.current_value() is not None
        is_next = self.listed is not None and bool(self.listed.next_uid)
        self.prepare.setEnabled(is_next)
        self.prepare.setToolTip("" if is_next else self.tr("Plan a review first"))
        self.add.setEnabled(writes)
        self.change.setEnabled(writes and has)
        self.remove.setEnabled(writes and has)
        self.nothing.buttons[0].setEnabled(writes)

    # doing

    def _go(self, uid: str) -> None:
        self.workspace.go(Place(PLAN, tab=TAB, row=uid))

    def _on_prepare(self) -> None:
        if self.listed is not None and self.listed.next_uid:
            self._go(self.listed.next_uid)

    def _on_back(self) -> None:
        self.workspace.go(Place(PLAN, tab=TAB))
        self.table.setFocus()

    def _on_add(self) -> None:
        self._open(None)

    def _on_change(self, row: Planned | None) -> None:
        if row is not None:
            self._open(row)

    def _open(self, row: Planned | None) -> None:
        if self.workspace.readonly or self.listed is None:
            return
        dialog = ReviewDialog(self.window(), row, self.listed.kinds, self.listed.tutor)
        dialog.done_with.connect(partial(self._on_given, dialog))
        self.dialog = dialog
        dialog.open()

    def _on_given(self, dialog: ReviewDialog, given: tuple[str, str, str, Review]) -> None:
        uid, title, day, content = given
        verb: Callable[..., Changes] = reviews.change if uid else reviews.add
        ids = (uid,) if uid else ()
        self.workspace.do(
            verb, *ids, title, day, content, toast=True, then=dialog.kept,
            failed=dialog.failed(self.workspace),
        )  # fmt: skip

    def _on_change_action(self, row: Planned) -> None:
        owners = ("me", self.listed.tutor if self.listed else "", "line manager")
        dialog = ActionDialog(self.window(), row, tuple(filter(None, owners)))
        dialog.done_with.connect(partial(self._on_action, dialog, row.uid))
        self.dialog = dialog
        dialog.open()

    def _on_action(self, dialog: ActionDialog, uid: str, given: tuple[str, str, str]) -> None:
        self.workspace.do(
            review_actions.change_action, uid, *given, then=dialog.kept,
            failed=dialog.failed(self.workspace),
        )  # fmt: skip

    def _on_remove(self) -> None:
        row = self.table.current_value()
        if row is not None:
            self.workspace.do(
                plan.remove, row.uid, toast=True, failed=refuser(self, self.workspace)
            )


def _today() -> date:
    return now().date()
