"""The sub-views at the top of an area, as tabs: left-aligned, scrolled when there is no room.

``stack_under`` makes a page of them: the bar at the top, below it what the tab shows. Ctrl+PgDown
and Ctrl+PgUp turn to the next and the one before, wherever in the page the focus is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.theme import theme


class _Tabs(QTabBar):
    """As QTabBar, without its wheel: that would turn the tabs while a page is scrolled."""

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def tab_bar(name: str, titles: Sequence[str]) -> QTabBar:
    """Return a bar of tabs. Titles stay whole: where there is no room, arrows scroll the bar."""
    bar = _Tabs()
    bar.setAccessibleName(name)
    bar.setExpanding(False)
    bar.setDrawBase(False)
    bar.setUsesScrollButtons(True)
    bar.setElideMode(Qt.TextElideMode.ElideNone)
    for index, title in enumerate(titles):
        bar.addTab(title)
        bar.setTabToolTip(index, plain_tip(title))
    return bar


def stack_under(tabs: QTabBar, page: QWidget, views: Sequence[QWidget]) -> None:
    """Fill a page with a bar of tabs and, below it, one view for each tab."""
    look = theme()
    stack = QStackedWidget()
    for view in views:
        stack.addWidget(view)
    bar = QHBoxLayout()
    bar.setContentsMargins(look.space("lg"), look.space("sm"), look.space("lg"), 0)
    bar.addWidget(tabs)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(look.space("xs"))  # room for the ring around what is below the tab's line
    column.addLayout(bar)
    column.addWidget(stack, 1)
    tabs.currentChanged.connect(stack.setCurrentIndex)
    turn_by_keys(tabs, page)


def show_in(
    stack: QStackedWidget, view: QWidget, first_focus: Callable[[], QWidget | None]
) -> None:
    """Show a view; where the focus was in the one before, it goes to what is first in this one."""
    before = stack.currentWidget()
    focus = QApplication.focusWidget()
    had_focus = before is not None and before is not view and before.isAncestorOf(focus or stack)
    stack.setCurrentWidget(view)
    first = first_focus() if had_focus else None
    if first is not None:
        first.setFocus()


def is_at_tabs() -> bool:
    """Return whether a bar of tabs has the focus: it keeps it, arrows go on from there."""
    return isinstance(QApplication.focusWidget(), QTabBar)


def turn_by_keys(tabs: QTabBar, page: QWidget) -> None:
    """Let Ctrl+PgDown and Ctrl+PgUp turn the tabs, round and round, from anywhere in the page."""
    for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
        shortcut = QShortcut(QKeySequence(keys), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(partial(_turn, tabs, step))


def _turn(tabs: QTabBar, step: int) -> None:
    tabs.setCurrentIndex((tabs.currentIndex() + step) % tabs.count())
