"""Widgets that assistive technology meets as something Qt has no widget for.

The page view is a document named "Page 4 of 14, E07"; the pen bar is a toolbar.
"""

from __future__ import annotations

import weakref

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

# Qt keeps only a bare pointer to what the factory returns: it must live as long as its widget.
_kept: weakref.WeakKeyDictionary[QWidget, QAccessibleInterface] = weakref.WeakKeyDictionary()
_roles: weakref.WeakKeyDictionary[QWidget, QAccessible.Role] = weakref.WeakKeyDictionary()
_installed: list[bool] = []


def show_as_document(widget: QWidget) -> None:
    """Give a widget that draws pages the role of a document. Its name and description are Qt's."""
    _show_as(widget, QAccessible.Role.Document)


def show_as_toolbar(widget: QWidget) -> None:
    """Give a row of buttons the role of a toolbar. Its name and description are Qt's."""
    _show_as(widget, QAccessible.Role.ToolBar)


def show_as_graphic(widget: QWidget) -> None:
    """Give a widget that is drawn, or drawn in, the role of a graphic."""
    _show_as(widget, QAccessible.Role.Graphic)


def _show_as(widget: QWidget, role: QAccessible.Role) -> None:
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_interface)
    _roles[widget] = role


def _interface(_class_name: str, owner: QObject) -> QAccessibleInterface | None:
    if not isinstance(owner, QWidget) or owner not in _roles:
        return None
    found = _kept.get(owner)
    if found is None:
        found = QAccessibleWidget(owner, _roles[owner])
        _kept[owner] = found
    return found
