"""The Proposal area: scope, text, references, sign-off; how far it is stands at the right."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.messages import Message
from portfolio_app.ui.kit.page import Page
from portfolio_app.ui.kit.places import PROPOSAL, Place
from portfolio_app.ui.kit.tabs import show_in, tab_bar, turn_by_keys
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.status_line import StatusLine
from portfolio_app.ui.proposal.write_view import WriteView

SCOPE, WRITE, REFERENCES, SIGN_OFF = TABS = ("scope", "write", "references", "sign-off")
ROOM_FOR_STATUS = 640  # pixels at 100 %


class ProposalPage(Page):
    """``Place(PROPOSAL, tab=…, block=uid)``; ``want`` is handed to the view of the tab."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._views: dict[str, QWidget] = {}
        self._build()
        self._connect()

    # what the shell asks for

    @override
    def show_place(self, place: Place) -> None:
        tab = place.tab if place.tab in TABS else WRITE if place.block else ""
        if tab:
            self.tabs.setCurrentIndex(TABS.index(tab))
        self._show_tab(self.tabs.currentIndex())
        if place.block:
            self.write.go_to(place.block)
        if place.tab == WRITE and place.want:
            self.write.show_side(place.want)
        show = getattr(self._stack.currentWidget(), "show_place", None)
        if callable(show):
            show(place)
        self.handlers_changed.emit()

    @override
    def handlers(self) -> Mapping[str, Handler]:
        found = getattr(self._stack.currentWidget(), "handlers", None)
        handlers = dict(found()) if callable(found) else {}
        handlers["export_proposal"] = self.export
        handlers["restore_points"] = self.restore_points
        handlers["proposal_weeks"] = self.status.open_weeks
        handlers["what_counts"] = self._on_what_counts
        if self.tab != WRITE:
            for name in ("insert_evidence", "insert_reference"):
                handlers.setdefault(name, self.tr("Go to the Write tab first."))
        return handlers

    def restore_points(self) -> None:
        """Show the restore points, once what is typed is stored."""
        from portfolio_app.ui.proposal.restore_points_dialog import RestorePointsDialog

        self._flush()
        RestorePointsDialog(self, self.workspace).open()

    def export(self) -> None:
        """Ask in which form the proposal is written, once what is typed is stored."""
        from portfolio_app.ui.proposal.export_panel import ExportDialog

        self._flush()
        keeping = self.write.keeping
        if keeping.is_quiet:
            ExportDialog(self, self.workspace).open()
        else:  # what it finds is to be found in what was just typed
            keeping.when_quiet(lambda: ExportDialog(self, self.workspace).open())

    @override
    def first_focus(self) -> QWidget | None:
        if self.tab == WRITE:
            return self.write.parts.first_focus()
        focus = getattr(self._stack.currentWidget(), "first_focus", None)
        return focus() if callable(focus) else None

    @override
    def can_leave(self) -> bool:
        if self.write.is_alone:
            self.write.toggle_alone()
        self._flush()
        self.write.leave()
        return True

    def _on_what_counts(self) -> None:
        self.write.band.open_counting()

    def _flush(self) -> None:
        self.write.flush()
        for view in self._views.values():
            flush = getattr(view, "flush", None)
            if callable(flush):
                flush()

    @override
    def can_close(self) -> bool:
        keeping = self.write.keeping
        self.write.leave()
        if keeping.is_quiet:
            return True
        if keeping.error is None:
            keeping.when_quiet(self._close_again)  # it is being written
        else:
            messages.tell(self.window(), self._not_saved(keeping.error))
        return False

    def _close_again(self) -> None:
        if self.write.keeping.error is None:
            self.window().close()
        else:
            messages.tell(self.window(), self._not_saved(self.write.keeping.error))

    def _not_saved(self, error: BaseException) -> Message:
        known = error if isinstance(error, PortfolioError) else None
        return Message(
            self.tr("What you typed last in the proposal isn't saved."),
            self.tr("It is still in the window, and can be copied from there. {0}").format(
                known.message if known else str(error)
            ),
            known.hint if known else self.tr("It is tried again every few seconds."),
            "error",
        )

    @override
    def panes(self) -> tuple[QWidget, ...]:
        return self.write.panes() if self.tab == WRITE else ()

    @property
    def tab(self) -> str:
        """The name of the tab in view."""
        return TABS[self.tabs.currentIndex()]

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        shown = self._stack.currentWidget()
        return bool(getattr(shown, "is_ready", True))

    # building

    def _build(self) -> None:
        look = theme()
        titles = ("Scope", "Write", "References", "Sign-off and presentation")
        self.tabs = tab_bar(self.tr("Proposal"), [self.tr(each) for each in titles])
        # Made where they belong: to move a view with all in it takes longer than to make it.
        self._stack = QStackedWidget(self)
        self.write = WriteView(self.workspace, self._stack)
        self.status = StatusLine(self.workspace, self.write.editor)
        self._views[WRITE] = self.write
        self._stack.addWidget(self.write)
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(look.space("lg"), look.space("sm"), look.space("lg"), 0)
        bar.addWidget(self.tabs)
        bar.addWidget(self.status, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("xs"))
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        self.tabs.setCurrentIndex(TABS.index(WRITE))
        turn_by_keys(self.tabs, self)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab)
        self.write.handlers_changed.connect(self.handlers_changed)
        self.write.dates_wanted.connect(self.status.open_weeks)
        self.write.focus_wanted.connect(self._on_focus_wanted)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The tabs' names first: how far it is stands under the text as well.
        words = "" if self.width() < theme().px(ROOM_FOR_STATUS) else self.tr("Weeks…")
        if self.status.weeks.text() != words:
            self.status.weeks.setText(words)
            self.status.weeks.setAccessibleName(self.tr("Weeks…"))
            self.status.fit()

    def _on_focus_wanted(self, alone: bool) -> None:  # noqa: FBT001 - a slot
        self._bar.setVisible(not alone)
        self.workspace.alone.emit(alone)

    def _on_tab(self, index: int) -> None:
        self.write.leave()
        self._show_tab(index)
        self.workspace.here(Place(PROPOSAL, tab=TABS[index]))
        self.handlers_changed.emit()

    def _made(self, name: str) -> QWidget:
        """Return the view of a tab, loaded when it is first gone to."""
        if name == SCOPE:
            from portfolio_app.ui.proposal.scope_view import ScopeView

            return ScopeView(self.workspace, self._stack)
        if name == REFERENCES:
            from portfolio_app.ui.proposal.references_view import ReferencesView

            return ReferencesView(self.workspace, self._stack)
        from portfolio_app.ui.proposal.signoff_view import SignoffView

        return SignoffView(self.workspace, self._stack)

    def _show_tab(self, index: int) -> None:
        name = TABS[index]
        view = self._views.get(name)
        if view is None:
            view = self._made(name)
            self._views[name] = view
            self._stack.addWidget(view)
        show_in(self._stack, view, self.first_focus)
