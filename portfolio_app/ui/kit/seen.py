"""What is shown is read again after a change: at once while it is seen, else when it next is."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.ui.kit.workspace import Workspace


class WhenSeen(QObject):
    """Calls ``read`` for a widget that is in view; until then it only remembers that it must.

    ``is_due`` says whether something changed since the last reading; it begins True. While the
    widget is in view, changes may rest for ``rest_ms`` milliseconds first: one reading for many.
    """

    def __init__(self, widget: QWidget, read: Callable[[], object], *, rest_ms: int = 0) -> None:
        super().__init__(widget)
        self.is_due = True
        self._widget = widget
        self._read = read
        self._topics: frozenset[Topic] = frozenset()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(rest_ms)
        self._rest.timeout.connect(self.now)
        widget.installEventFilter(self)

    def listen(self, workspace: Workspace, topics: Collection[Topic] = ()) -> None:
        """Ask at every change of these topics; of any, and of none, when no topics are given."""
        self._topics = frozenset(topics)
        workspace.changed.connect(self._on_changed)

    def ask(self) -> None:
        """What is shown is old: have it read."""
        self.is_due = True
        if self._widget.isVisible():
            self.soon()

    def if_seen(self) -> None:
        """Read now if it is due and in view."""
        if self.is_due and self._widget.isVisible():
            self.now()

    def soon(self) -> None:
        """Read once there was rest for long enough, due or not."""
        if self._rest.interval():
            self._rest.start()
        else:
            self.now()

    def now(self) -> None:
        """Read now, due and in view or not."""
        self._rest.stop()
        self.is_due = False
        self._read()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            self.if_seen()
        return False

    def _on_changed(self, changes: Changes) -> None:
        if not self._topics or changes.topics & self._topics:
            self.ask()
