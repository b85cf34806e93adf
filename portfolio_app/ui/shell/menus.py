"""The menu bar, built from the table of actions; Theme and Density are choices of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from portfolio_app.ui.kit.actions import EXPORTS, FILE, MENUS, TABLE, VIEW, Actions
from portfolio_app.ui.kit.page import Area
from portfolio_app.ui.kit.theme import Choice, theme

_FIRST_EXPORT = next(each.name for each in TABLE if each.menu == FILE and each.name in EXPORTS)


def fill_menus(
    window: QMainWindow,
    actions: Actions,
    areas: Sequence[Area],
    go: Callable[[str], None],
) -> None:
    """Build every menu; the areas head the View menu with their own shortcuts."""
    bar = window.menuBar()
    for title in MENUS:
        menu = bar.addMenu(window.tr(title))
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(partial(_show_icons, actions, title))
        if title == VIEW:
            _add_areas(menu, areas, go)
        for spec in TABLE:
            if spec.menu != title:
                continue
            if spec.menu == FILE and spec.name in EXPORTS:
                if spec.name == _FIRST_EXPORT:
                    _add_exports(menu, actions)
            elif spec.name == "-":
                menu.addSeparator()
            else:
                menu.addAction(actions[spec.name])
        if title == VIEW:
            menu.addSeparator()
            _add_choices(menu)


def _add_exports(menu: QMenu, actions: Actions) -> None:
    exports = menu.addMenu(menu.tr("E&xport"))
    exports.setToolTipsVisible(True)
    for name in EXPORTS:
        exports.addAction(actions[name])
    exports.aboutToShow.connect(partial(_show_export_icons, actions))


def _show_export_icons(actions: Actions) -> None:
    for name in EXPORTS:
        actions.show_icon(name)


def _show_icons(actions: Actions, title: str) -> None:
    for spec in TABLE:
        if spec.menu == title and spec.name != "-":
            actions.show_icon(spec.name)


def _add_areas(menu: QMenu, areas: Sequence[Area], go: Callable[[str], None]) -> None:
    for area in areas:
        if not area.in_sidebar:
            continue
        action = QAction(area.title, menu)
        if area.keys:
            action.setShortcut(QKeySequence(area.keys))
        action.triggered.connect(partial(_go, go, area.name))
        menu.addAction(action)


def _go(go: Callable[[str], None], name: str, *_checked: object) -> None:
    go(name)


def _add_choices(menu: QMenu) -> None:
    look = theme()
    themes = menu.addMenu(menu.tr("T&heme"))
    group = QActionGroup(themes)
    for choice, words in (
        (Choice.SYSTEM, menu.tr("As the &system")),
        (Choice.LIGHT, menu.tr("&Light")),
        (Choice.DARK, menu.tr("&Dark")),
        (Choice.CONTRAST, menu.tr("&High contrast")),
    ):
        action = group.addAction(words)
        action.setCheckable(True)
        action.setChecked(look.choice is choice)
        action.triggered.connect(partial(_choose_theme, choice))
        look.changed.connect(partial(_check, action, choice))
        themes.addAction(action)
    densities = menu.addMenu(menu.tr("D&ensity"))
    group = QActionGroup(densities)
    for density, words in (
        ("comfortable", menu.tr("&Comfortable")),
        ("compact", menu.tr("C&ompact")),
    ):
        action = group.addAction(words)
        action.setCheckable(True)
        action.setChecked(look.density == density)
        action.triggered.connect(partial(_choose_density, density))
        densities.addAction(action)


def _choose_theme(choice: Choice, *_checked: object) -> None:
    theme().choose(choice)


def _choose_density(density: str, *_checked: object) -> None:
    theme().choose(density=density)


def _check(action: QAction, choice: Choice) -> None:
    import shiboken6

    if shiboken6.isValid(action):
        action.setChecked(theme().choice is choice)
