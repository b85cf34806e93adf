"""Brings in what the other areas need, a little at a time, while nobody is waiting."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QObject, QTimer

# After Home is up, and then between two modules: each takes some tens of milliseconds.
_FIRST_MS = 1_500
_NEXT_MS = 100


class Warming(QObject):
    """Imports modules by name, one a turn of the event loop, so that a first visit is quick."""

    def __init__(self, names: Iterable[str], parent: QObject) -> None:
        super().__init__(parent)
        self._names: Iterator[str] = iter(names)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_turn)
        self._timer.start(_FIRST_MS)

    def _on_turn(self) -> None:
        name = next(self._names, None)
        if name is None:
            self.deleteLater()
            return
        importlib.import_module(name)
        self._timer.start(_NEXT_MS)
