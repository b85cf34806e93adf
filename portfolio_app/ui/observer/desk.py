"""Where the observer's window has its work done: beside the window, with a workroom of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from portfolio_app.progress import Progress
from portfolio_app.ui.kit.jobs import Lanes, Listener, is_there

if TYPE_CHECKING:
    from portfolio_app.workroom.host import Workroom

Then = Callable[[Any], None]
Failed = Callable[[BaseException], None]


class Desk(QObject):
    """Runs verbs that take a workroom first, one after the other; answers come on this thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = Lanes(self)
        self._room: Workroom | None = None

    @property
    def busy(self) -> bool:
        """Whether anything is on its way."""
        return self._lanes.busy

    def do(
        self,
        verb: Callable[..., Any],
        /,
        *args: Any,
        then: Then,
        failed: Failed,
        reports: bool = False,
        **named: Any,
    ) -> None:
        """Run ``verb(room, *args, **named)``. With ``reports`` it gets a progress callable."""

        def run(progress: Progress | None = None) -> Any:
            given = dict(named) if progress is None else {**named, "progress": progress}
            return verb(self._workroom(), *args, **given)

        listener = Listener(partial(_call, then), partial(_call, failed))
        self._lanes.give(self._lanes.jobs, run, listener, takes_progress=reports)

    def close(self) -> bool:
        """End the thread and the child process; False if the thread did not end in time."""
        ended = self._lanes.close()
        if self._room is not None:
            self._room.close()
            self._room = None
        return ended

    def _workroom(self) -> Workroom:
        if self._room is None:
            from portfolio_app.workroom.host import Workroom

            self._room = Workroom(with_programs=False)
        return self._room


def _call(back: Callable[[Any], None], value: Any) -> None:
    if is_there(back):
        back(value)
