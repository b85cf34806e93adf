"""Puts the house together for a window; the one place that knows every area."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from portfolio_app import __version__, assets
from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import habits, messages
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.enter_key import EnterKey
from portfolio_app.ui.kit.focus_ring import FocusRing
from portfolio_app.ui.kit.jobs import Collection
from portfolio_app.ui.kit.page import Area, Page
from portfolio_app.ui.kit.places import (
    ASSESSMENT,
    EVIDENCE,
    HELP,
    HOME,
    KSBS,
    OBSERVATIONS,
    PLAN,
    PROPOSAL,
    SEARCH,
    SETTINGS,
    STANDARD,
)
from portfolio_app.ui.kit.theme import install
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.crash import Reporter
from portfolio_app.ui.shell.main_window import MainWindow
from portfolio_app.ui.shell.opening import Opener
from portfolio_app.ui.shell.warming import Warming

if TYPE_CHECKING:
    from portfolio_app.ui.observer.observer_window import ObserverWindow
    from portfolio_app.ui.shell.welcome import Welcome

NAME = "portfolio-app"
SHOWN_NAME = "Senior Leader Portfolio"
RECENT = 8


def _home(workspace: Workspace) -> Page:
    from portfolio_app.ui.home.home_page import HomePage

    return HomePage(workspace)


def _evidence(workspace: Workspace) -> Page:
    from portfolio_app.ui.evidence.evidence_page import EvidencePage

    return EvidencePage(workspace)


def _ksbs(workspace: Workspace) -> Page:
    from portfolio_app.ui.ksbs.ksbs_page import KsbsPage

    return KsbsPage(workspace)


def _observations(workspace: Workspace) -> Page:
    from portfolio_app.ui.observations.observations_page import ObservationsPage

    return ObservationsPage(workspace)


def _proposal(workspace: Workspace) -> Page:
    from portfolio_app.ui.proposal.proposal_page import ProposalPage

    return ProposalPage(workspace)


def _plan(workspace: Workspace) -> Page:
    from portfolio_app.ui.plan.plan_page import PlanPage

    return PlanPage(workspace)


def _assessment(workspace: Workspace) -> Page:
    from portfolio_app.ui.assessment.assessment_page import AssessmentPage

    return AssessmentPage(workspace)


def _settings(workspace: Workspace) -> Page:
    from portfolio_app.ui.shell.settings_page import SettingsPage

    return SettingsPage(workspace)


def _help(workspace: Workspace) -> Page:
    from portfolio_app.ui.shell.help_page import HelpPage

    return HelpPage(workspace, AREAS)


def _search(workspace: Workspace) -> Page:
    from portfolio_app.ui.shell.search_page import SearchPage

    return SearchPage(workspace)


def _standard(workspace: Workspace) -> Page:
    from portfolio_app.ui.shell.standard_page import StandardPage

    return StandardPage(workspace)


# What a first visit to an area would otherwise wait for, in the order it is needed.
LATER = (
    "portfolio_app.store.tables",
    "portfolio_app.services.intake",
    "portfolio_app.services.mapping",
    "portfolio_app.ui.kit.page_view",
    "portfolio_app.ui.evidence.details_pane",
    "portfolio_app.ui.evidence.library_view",
    "portfolio_app.ui.evidence.shortlist_view",
    "portfolio_app.ui.evidence.claiming",
    "portfolio_app.ui.evidence.inbox_view",
    "portfolio_app.ui.evidence.mapping_dialog",
    "portfolio_app.ui.evidence.conversion_dialog",
    "portfolio_app.ui.evidence.text_view",
    "portfolio_app.ui.evidence.hiding_list",
    "portfolio_app.ui.evidence.reader_offers",
    "portfolio_app.ui.evidence.reader_page",
    "portfolio_app.ui.evidence.evidence_page",
    "portfolio_app.ui.ksbs.matrix_view",
    "portfolio_app.ui.ksbs.ksbs_page",
    "portfolio_app.ui.observations.observations_page",
    "portfolio_app.services.citing",
    "portfolio_app.services.proposal",
    "portfolio_app.ui.proposal.outline_panel",
    "portfolio_app.ui.proposal.band_line",
    "portfolio_app.ui.proposal.evidence_panel",
    "portfolio_app.ui.proposal.references_panel",
    "portfolio_app.ui.proposal.ksbs_panel",
    "portfolio_app.ui.proposal.checks_panel",
    "portfolio_app.ui.proposal.proposal_page",
    "portfolio_app.domain.markings",
    "portfolio_app.ui.assessment.assessment_page",
    "portfolio_app.ui.assessment.compile_view",
    "portfolio_app.ui.shell.palette",
    "portfolio_app.ui.shell.search_page",
    "portfolio_app.ui.shell.settings_page",
    "portfolio_app.ui.shell.help_page",
)

# The numbers leave room for the area between Proposal and Assessment that is still to come.
AREAS = (
    Area(HOME, "Home", "house", "Ctrl+1", _home),
    Area(EVIDENCE, "Evidence", "layers", "Ctrl+2", _evidence),
    Area(KSBS, "KSBs", "grid-3x3", "Ctrl+3", _ksbs),
    Area(OBSERVATIONS, "Observations", "eye", "Ctrl+4", _observations),
    Area(PROPOSAL, "Proposal", "scroll-text", "Ctrl+5", _proposal),
    Area(PLAN, "Plan", "calendar", "Ctrl+6", _plan),
    Area(ASSESSMENT, "Assessment", "graduation-cap", "Ctrl+7", _assessment),
    Area(SETTINGS, "Settings", "settings", "", _settings, at_foot=True),
    Area(HELP, "Help", "circle-help", "F1", _help, at_foot=True),
    Area(SEARCH, "Search everything", "search", "", _search, in_sidebar=False),
    Area(STANDARD, "Standard", "scroll-text", "", _standard, in_sidebar=False),
)


class House(QObject):
    """The running app: a window a portfolio, Welcome while there is none, and what they share."""

    def __init__(self, application: QApplication, settings: QSettings) -> None:
        super().__init__(application)
        self._settings = settings
        self.opener = Opener(self)
        self.reporter = Reporter(self)
        self.windows: list[MainWindow] = []
        self.welcome: Welcome | None = None
        self.observer: ObserverWindow | None = None
        install(application, settings)
        habits.install(application, settings)
        FocusRing(application)
        EnterKey(application)

    def begin(self, folder: Path | None) -> None:
        """Open a portfolio: the one named, else the last one; Welcome when there is neither."""
        chosen = folder or self._last()
        if chosen is None:
            self.show_welcome()
            return
        self.opener.open(chosen, self._on_opened, partial(self._on_refused, chosen))

    def show_welcome(self, folder: Path | None = None) -> Welcome:
        """Show Welcome; with a folder it is opened from there, where its key can be asked for."""
        if self.welcome is None:
            from portfolio_app.ui.shell import welcome as room

            made = room.Welcome(self.opener)
            made.opened.connect(self._on_welcomed)
            made.unexpected.connect(self.reporter.report)
            made.observer_wanted.connect(self._on_observer_wanted)
            self.welcome = made
        welcome = self.welcome
        welcome.show()
        welcome.raise_()
        if folder is not None:
            welcome.open_folder(folder)
        else:
            welcome.show_choices()
        return welcome

    def open_window(self, store: Store, *, is_sample: bool = False) -> MainWindow:
        """Show a store's main window, and leave Welcome.

        Raises:
            PortfolioError: the portfolio turns out to be damaged; there is no window then.
        """
        for question in (queries.standard.ksbs, queries.counts.items, queries.shortlist.uids):
            question(store)  # what is damaged shows here, rather than behind an open window
        actions = Actions()
        workspace = Workspace(store, actions, is_sample=is_sample)
        try:
            window = MainWindow(workspace, AREAS, self._settings)
        except PortfolioError:
            workspace.close()
            raise
        actions.setParent(window)
        workspace.setParent(window)
        window.unexpected.connect(self.reporter.report)
        window.ended.connect(self._on_ended)
        window.new_wanted.connect(self._on_new_wanted)
        window.open_wanted.connect(self._on_open_wanted)
        window.restore_wanted.connect(self._on_restore_wanted)
        self.windows.append(window)
        if not is_sample:
            self._remember(store.folder)
        window.show()
        window.begin()
        Warming(LATER, window)
        if self.welcome is not None:
            self.welcome.close()
            self.welcome.deleteLater()
            self.welcome = None
        return window

    def show_observer(self, form: Path | None = None) -> ObserverWindow:
        """Show the observer's window, which knows no portfolio; with a form it opens that."""
        if self.observer is None:
            from portfolio_app.ui.observer.observer_window import ObserverWindow
            from portfolio_app.ui.shell.opening import data_folder

            made = ObserverWindow(self._settings, data_folder() / "observing")
            made.unexpected.connect(self.reporter.report)
            made.ended.connect(self._on_observer_ended)
            self.observer = made
        window = self.observer
        window.show()
        window.raise_()
        window.activateWindow()
        if form is not None:
            window.open_file(form)
        return window

    def is_idle(self) -> bool:
        """Whether nothing is on its way in any window."""
        if self.observer is not None and self.observer.desk.busy:
            return False
        return not any(window.workspace.busy for window in self.windows)

    # reacting

    def _on_opened(self, store: Store) -> None:
        self._show(store)

    def _on_welcomed(self, store: Store, is_sample: bool) -> None:  # noqa: FBT001 - a slot
        news = self.welcome.news_of(store.folder) if self.welcome is not None else ""
        window = self._show(store, is_sample=is_sample)
        if window is not None and news:
            window.workspace.tell(news)

    def _show(self, store: Store, *, is_sample: bool = False) -> MainWindow | None:
        """Open a store's window; what only shows when it is read (damage) is said on Welcome."""
        try:
            return self.open_window(store, is_sample=is_sample)
        except PortfolioError as error:
            for window in [each for each in self.windows if each.workspace.store is store]:
                self.windows.remove(window)
                window.hide()
                window.workspace.close()
                window.deleteLater()
            store.close()
            self.show_welcome().refuse(store.folder, error)
            return None

    def _on_refused(self, folder: Path, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            self.show_welcome(folder)  # asks for the key, or says what is wrong
        else:
            self.show_welcome()
            self.reporter.report(error)

    def _on_ended(self) -> None:
        window = self.sender()
        if isinstance(window, MainWindow):
            self.windows.remove(window)
            window.deleteLater()
            if window.workspace.is_sample:
                shutil.rmtree(window.workspace.store.folder, ignore_errors=True)

    def _on_observer_wanted(self) -> None:
        self.show_observer()
        if self.welcome is not None and not self.windows:
            self.welcome.close()
            self.welcome.deleteLater()
            self.welcome = None

    def _on_observer_ended(self) -> None:
        if self.observer is not None:
            self.observer.deleteLater()
            self.observer = None

    def _on_new_wanted(self) -> None:
        self.show_welcome().show_form()

    def _on_restore_wanted(self) -> None:
        self.show_welcome().show_restore()

    def _on_open_wanted(self) -> None:
        window = self.sender()
        if isinstance(window, MainWindow):
            title = self.tr("Choose the portfolio's folder")
            messages.choose_folder(window, title, self._on_folder_chosen)

    def _on_folder_chosen(self, paths: list[Path]) -> None:
        self.show_welcome(paths[0])

    # what is remembered

    def _last(self) -> Path | None:
        for each in self._recent():
            if (each / "portfolio.json").exists():
                return each
        return None

    def _recent(self) -> list[Path]:
        stored = self._settings.value("portfolios/recent", [])
        names = [stored] if isinstance(stored, str) else list(stored or [])  # type: ignore[call-overload] # a QSettings value
        return [Path(str(name)) for name in names if name]

    def _remember(self, folder: Path) -> None:
        recent = [folder, *(each for each in self._recent() if each != folder)]
        self._settings.setValue("portfolios/recent", [str(each) for each in recent[:RECENT]])


def settings() -> QSettings:
    """Return the window's habits on this computer, an INI file; nothing of a portfolio is in it."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, NAME, NAME)


def _has_screen() -> bool:
    """Return whether Qt will find a screen: without one it ends the process, saying little."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def _asked_for(arguments: Sequence[str]) -> tuple[Path | None, Path | None]:
    """Return the form, or else the folder, that the words of the command line name."""
    if arguments[:2] == ["observe", "open"]:
        return Path(arguments[2]).absolute(), None
    if len(arguments) == 1 and arguments[0] != "open":
        return Path(arguments[0]).absolute(), None
    return None, Path(arguments[1]).absolute() if len(arguments) > 1 else None


def main(arguments: Sequence[str]) -> int:
    """Open the window: ``open FOLDER`` on that portfolio, else the last one, else Welcome.

    ``observe open FORM``, or a form's file alone, opens the observer's window on it instead.
    """
    if not _has_screen():
        sys.stderr.write(
            "There is no screen here to open the window on. Every command works without one: "
            f"{NAME} --help lists them.\n"
        )
        return 2
    logging.basicConfig(level=logging.WARNING)
    form, folder = _asked_for(arguments)
    application = QApplication([sys.argv[0]])
    application.setApplicationName(NAME)
    application.setApplicationDisplayName(SHOWN_NAME)
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(NAME)
    application.setWindowIcon(QIcon(str(assets.path("app.png"))))
    house = House(application, settings())
    house.reporter.install()
    if form is not None:
        house.show_observer(form)
    else:
        house.begin(folder)
    Collection(house, house.is_idle)
    code = application.exec()
    house.opener.close()
    return code
