"""The standard's own screens: compare, review, methods, themes, rules, another standard."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from portfolio_app.ui.kit.page import Page
from portfolio_app.ui.kit.places import STANDARD, Place
from portfolio_app.ui.kit.tabs import stack_under, tab_bar
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.compare_view import CompareView
from portfolio_app.ui.shell.methods_view import MethodsView
from portfolio_app.ui.shell.other_standard_view import OtherStandardView
from portfolio_app.ui.shell.review_view import ReviewView
from portfolio_app.ui.shell.rules_view import RulesView
from portfolio_app.ui.shell.themes_view import ThemesView

TABS = ("compare", "review", "methods", "themes", "rules", "other")


class StandardPage(Page):
    """``Place(STANDARD, tab="compare")`` shows one of them."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        titles = (
            self.tr("Compare"),
            self.tr("Review"),
            self.tr("Methods"),
            self.tr("Themes"),
            self.tr("Rules"),
            self.tr("Other"),
        )
        self.tabs = tab_bar(self.tr("Standard"), titles)
        self.compare = CompareView(workspace)
        self.review = ReviewView(workspace)
        self.methods = MethodsView(workspace)
        self.themes = ThemesView(workspace)
        self.rules = RulesView(workspace)
        self.other = OtherStandardView(workspace)
        self._views = (
            self.compare, self.review, self.methods, self.themes, self.rules, self.other,
        )  # fmt: skip
        stack_under(self.tabs, self, self._views)
        self.tabs.currentChanged.connect(self._on_tab)

    @override
    def show_place(self, place: Place) -> None:
        if place.tab in TABS:
            self.tabs.setCurrentIndex(TABS.index(place.tab))

    @override
    def first_focus(self) -> QWidget | None:
        return self._views[self.tabs.currentIndex()].first_focus()

    def _on_tab(self, index: int) -> None:
        self.workspace.here(Place(STANDARD, tab=TABS[index]))
