"""Walks a window as a screen reader does: by accessible children, and by Tab."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolBar, QToolButton, QWidget

from portfolio_app.ui.kit.tabbed_page import TabbedPage
from portfolio_app.ui.shell.main_window import MainWindow

DEEPEST = 40
WIDEST = 400  # children looked at in one table or list
NO_ROLES = {QAccessible.Role.NoRole, QAccessible.Role.Client}


@dataclass(frozen=True)
class Seen:
    """One accessible thing. ``kind`` is the class of its widget, "" for a cell or an item."""

    name: str
    description: str
    role: QAccessible.Role
    is_focusable: bool
    kind: str
    path: str


def shown_view(window: MainWindow) -> QWidget | None:
    """Return what the window shows: its page, or the view of the tab where it is one of tabs."""
    page = window.page
    return page.view if isinstance(page, TabbedPage) else page


def walk(window: QWidget) -> Iterator[Seen]:
    """Yield everything visible below a window, by child index, as an assistive program meets it."""
    yield from _walk(QAccessible.queryAccessibleInterface(window), "", 0)


def problems(window: QWidget) -> list[str]:
    """Return what is wrong with names and roles: empty names of what can take the focus."""
    found = []
    for seen in walk(window):
        if not seen.is_focusable:
            continue
        if not seen.name.strip():
            found.append(f"{seen.path}: no name")
        elif seen.name == seen.kind:
            found.append(f"{seen.path}: named after its class, {seen.kind}")
        if seen.role in NO_ROLES:
            found.append(f"{seen.path}: no role")
    found += _same_names(window)
    return found


def small_targets(window: QWidget, least: int = 24) -> list[str]:
    """Return the visible buttons that are smaller than a target may be (pixels)."""
    return [
        f"{button.objectName() or button.text() or type(button).__name__} {button.size().toTuple()}"
        for button in window.findChildren(QAbstractButton)
        if button.isVisible() and button.focusPolicy() and min(button.size().toTuple()) < least
    ]


def tab_order(window: QWidget, most: int = 300) -> list[QWidget]:
    """Return what Tab reaches, in order, starting from the widget that has the focus now."""
    order: list[QWidget] = []
    for _ in range(most):
        focus = window.focusWidget()
        if focus is None or focus in order:
            break
        order.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return order


def unreached(window: QWidget, order: list[QWidget]) -> list[QWidget]:
    """Return the visible, enabled widgets Tab should reach but did not."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.window() is window
        and widget not in order
        and not _is_in_group_of(widget, order)
    ]


def clipped(window: QWidget) -> list[str]:
    """Return the labels and buttons whose words have less room than they need."""
    found = []
    for widget in window.findChildren(QLabel):
        if not widget.isVisible() or not widget.text():
            continue
        wanted = widget.heightForWidth(widget.width()) if widget.wordWrap() else 0
        too_narrow = not widget.wordWrap() and widget.sizeHint().width() > widget.width() + 1
        if too_narrow or wanted > widget.height() + 1:
            found.append(f"{widget.text()[:60]!r} {widget.size().toTuple()}")
    found += [
        f"button {button.text()[:60]!r} {button.size().toTuple()}"
        for button in window.findChildren(QAbstractButton)
        if button.isVisible()
        and button.text()
        and not _shows_only_its_icon(button)
        and button.sizeHint().width() > button.width() + 1
    ]
    return found


def _walk(interface: QAccessibleInterface | None, path: str, depth: int) -> Iterator[Seen]:
    if interface is None or not interface.isValid() or depth > DEEPEST:
        return
    state = interface.state()
    if state.invisible:  # type: ignore[attr-defined] # bit fields are missing in the stubs
        return
    thing = interface.object()
    kind = type(thing).__name__ if isinstance(thing, QWidget) else ""
    name = interface.text(QAccessible.Text.Name)
    here = f"{path}/{kind or interface.role().name}"
    if isinstance(thing, QWidget) and thing.objectName():
        here += f"#{thing.objectName()}"
    yield Seen(
        name,
        interface.text(QAccessible.Text.Description),
        interface.role(),
        bool(state.focusable) and not state.disabled,  # type: ignore[attr-defined]
        kind,
        here,
    )
    for index in range(min(interface.childCount(), WIDEST)):
        yield from _walk(interface.child(index), here, depth + 1)


def _same_names(window: QWidget) -> list[str]:
    found = []
    for bar in window.findChildren(QToolBar):
        names = [
            each.accessibleName() or each.text()
            for each in bar.findChildren(QAbstractButton)
            if each.isVisible()
        ]
        found += [f"toolbar has two of {name!r}" for name in set(names) if names.count(name) > 1]
    return found


def _shows_only_its_icon(button: QAbstractButton) -> bool:
    only_icon = Qt.ToolButtonStyle.ToolButtonIconOnly
    return isinstance(button, QToolButton) and button.toolButtonStyle() is only_icon


def _is_in_group_of(widget: QWidget, order: list[QWidget]) -> bool:
    """Whether arrow keys reach it: radio buttons of one group take Tab once."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and any(
        isinstance(each, QAbstractButton) and each.group() is group for each in order
    )
