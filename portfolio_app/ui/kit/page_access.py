"""The page view as assistive technology meets it: a document named "Page 4 of 14, E07"."""

from __future__ import annotations

import weakref

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

# Qt keeps only a bare pointer to what the factory returns: it must live as long as its widget.
_kept: weakref.WeakKeyDictionary[QWidget, QAccessibleInterface] = weakref.WeakKeyDictionary()
_documents: weakref.WeakSet[QWidget] = weakref.WeakSet()
_installed: list[bool] = []


def show_as_document(widget: QWidget) -> None:
    """Give a widget that draws pages the role of a document. Its name and description are Qt's."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_interface)
    _documents.add(widget)


def _interface(_class_name: str, owner: QObject) -> QAccessibleInterface | None:
    if not isinstance(owner, QWidget) or owner not in _documents:
        return None
    found = _kept.get(owner)
    if found is None:
        found = QAccessibleWidget(owner, QAccessible.Role.Document)
        _kept[owner] = found
    return found
