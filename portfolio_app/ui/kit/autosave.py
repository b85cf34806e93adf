"""Saves what is typed: 800 ms after the last key, at least every two seconds, and on leaving."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

REST_MS = 800
MOST_MS = 2000


class Autosave(QObject):
    """Holds changed fields of one thing and hands them over together.

    ``save(uid, fields)`` is called on this thread; whoever gets it writes through a verb.
    """

    def __init__(self, save: Callable[[str, dict[str, str | bool]], None], parent: QObject) -> None:
        super().__init__(parent)
        self._save = save
        self._uid = ""
        self._fields: dict[str, str | bool] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.flush)
        self._most = QTimer(self)
        self._most.setSingleShot(True)
        self._most.setInterval(MOST_MS)
        self._most.timeout.connect(self.flush)

    def note(self, uid: str, field: str, value: str | bool) -> None:  # noqa: FBT001 - a value
        """Remember a changed field; what is held of another thing is saved first."""
        if uid != self._uid:
            self.flush()
            self._uid = uid
        self._fields[field] = value
        self._rest.start()
        if not self._most.isActive():
            self._most.start()

    def holds(self, uid: str, field: str) -> bool:
        """Whether a change of this field is still to be saved."""
        return uid == self._uid and field in self._fields

    def drop(self) -> None:
        """Forget what is held: it was saved in another way, or is not wanted."""
        self.stop()
        self._fields = {}

    def stop(self) -> None:
        """Hold what there is until something is typed again, or ``flush`` is called."""
        self._rest.stop()
        self._most.stop()

    def flush(self) -> None:
        """Save what is held, now."""
        self.stop()
        fields, self._fields = self._fields, {}
        if fields:
            self._save(self._uid, fields)
