"""Tab goes as one reads: what a screen makes anew stands last in Qt's own order."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget


def in_reading_order(whole: QWidget) -> None:
    """Let Tab go through what is in ``whole`` as its layouts have it.

    To be called after a part was built again. What comes first in ``whole`` must not be new:
    the rest follows it.
    """
    before: QWidget | None = None
    for each in _stops(whole):
        if before is not None:
            QWidget.setTabOrder(before, each)
        before = each


def _stops(whole: QWidget) -> Iterator[QWidget]:
    if isinstance(whole, QScrollArea) and (inside := whole.widget()) is not None:
        yield from _stops(inside)
        return
    if isinstance(whole, QStackedWidget):
        shown = whole.currentWidget()
        yield from () if shown is None else _itself(shown)
        return
    if isinstance(whole, QSplitter):  # its children are in an order of their own
        for at in range(whole.count()):
            part = whole.widget(at)
            yield from () if part is None else _itself(part)
        return
    layout = whole.layout()
    if layout is not None:
        yield from _within(layout)
        return
    for child in whole.children():  # laid out by itself
        if isinstance(child, QWidget) and not child.isWindow():
            yield from _itself(child)


def _within(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _itself(widget)
        elif inner is not None:
            yield from _within(inner)


def _itself(widget: QWidget) -> Iterator[QWidget]:
    is_stop = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    if is_stop:
        yield widget
    if not is_stop or isinstance(widget, QScrollArea):  # inside a field it is the field's affair
        yield from _stops(widget)
