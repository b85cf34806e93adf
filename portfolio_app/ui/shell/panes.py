"""The panes of a window that F6 goes through, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def others(panes: Sequence[QWidget], focus: QWidget | None, step: int, start: int) -> Iterator[int]:
    """Yield the panes' numbers from the one after the focus on, and that one last.

    ``step`` is 1 or -1; ``start`` is where the focus is taken to be when it is in none of them.
    """
    at = next((n for n, pane in enumerate(panes) if _holds(pane, focus)), start)
    for distance in range(1, len(panes) + 1):
        yield (at + step * distance) % len(panes)


def first_field(pane: QWidget) -> QWidget | None:
    """Return what F6 goes to in a pane, None when there is nothing the Tab key reaches.

    It is the widget whose property ``pane`` is "start", else the first one.
    """
    reached = [
        each
        for each in pane.findChildren(QWidget)
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    starts = [each for each in reached if each.property("pane") == "start"]
    return next(iter(starts or reached), None)


def _holds(pane: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (pane is focus or pane.isAncestorOf(focus))
