"""An area of tabs: each shows a view of its own, loaded when it is first gone to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.page import Page
from portfolio_app.ui.kit.places import Place
from portfolio_app.ui.kit.tab_order import in_reading_order
from portfolio_app.ui.kit.tabs import show_in, tab_bar, turn_by_keys
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: its name in places, its title, and what makes its view."""

    name: str
    title: str
    make: Callable[[Workspace, QWidget], QWidget]


class TabbedPage(Page):
    """``Place(area, tab=…)`` turns to a tab and hands the place on to its view.

    A view may offer what a Page does: ``show_place``, ``handlers``, ``first_focus``, ``panes``,
    ``can_leave``, ``can_close``, ``is_ready`` and the signal ``handlers_changed``.
    """

    def __init__(
        self,
        workspace: Workspace,
        area: str,
        title: str,
        tabs: tuple[Tab, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workspace, parent)
        self._area, self._tabs = area, tabs
        self._names = [each.name for each in tabs]
        self._views: dict[str, QWidget] = {}
        look = theme()
        self.tabs = tab_bar(title, [each.title for each in tabs])
        self._stack = QStackedWidget(self)
        bar = QHBoxLayout()
        bar.setContentsMargins(look.space("lg"), look.space("sm"), look.space("lg"), 0)
        bar.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("xs"))
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._on_tab)
        turn_by_keys(self.tabs, self)

    @property
    def tab(self) -> str:
        """The name of the tab in view."""
        return self._names[self.tabs.currentIndex()]

    @property
    def view(self) -> QWidget | None:
        """What the tab in view shows, None before it was first shown."""
        return self._views.get(self.tab)

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return bool(getattr(self.view, "is_ready", True))

    @override
    def show_place(self, place: Place) -> None:
        if place.tab in self._names:
            self.tabs.setCurrentIndex(self._names.index(place.tab))
        self._show_tab(self.tab)
        show = getattr(self.view, "show_place", None)
        if callable(show):
            show(place)
        self.handlers_changed.emit()

    @override
    def handlers(self) -> Mapping[str, Handler]:
        found = getattr(self.view, "handlers", None)
        return dict(found()) if callable(found) else {}

    @override
    def first_focus(self) -> QWidget | None:
        focus = getattr(self.view, "first_focus", None)
        return focus() if callable(focus) else None

    @override
    def focusNextPrevChild(self, next_: bool) -> bool:
        in_reading_order(self)  # what a view made anew came last
        return super().focusNextPrevChild(next_)

    @override
    def panes(self) -> tuple[QWidget, ...]:
        panes = getattr(self.view, "panes", None)
        return panes() if callable(panes) else ()

    @override
    def can_leave(self) -> bool:
        return self._may("can_leave")

    @override
    def can_close(self) -> bool:
        return self._may("can_close")

    def _may(self, name: str) -> bool:
        asked = [getattr(view, name, None) for view in self._views.values()]
        answers = [bool(may()) for may in asked if callable(may)]  # each writes down what it holds
        return all(answers)

    def _on_tab(self, index: int) -> None:
        self._show_tab(self._names[index])
        self.workspace.here(Place(self._area, tab=self._names[index]))
        self.handlers_changed.emit()

    def _show_tab(self, name: str) -> None:
        view = self._views.get(name)
        if view is None:
            view = self._tabs[self._names.index(name)].make(self.workspace, self._stack)
            self._views[name] = view
            self._stack.addWidget(view)
            changed = getattr(view, "handlers_changed", None)
            if changed is not None:
                changed.connect(self.handlers_changed)
        show_in(self._stack, view, self.first_focus)
