"""The threads behind the window: one lane each for short verbs, long jobs and page drawing.

Nothing of Qt is made, called or freed in a lane but one bare signal that says "something came
home"; results themselves travel in a queue that only the window's thread empties.

``Lanes`` belongs to the workspace. Screens never meet it: they call ``workspace.do``, ``start``
and ``look``.
"""

from __future__ import annotations

import gc
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from portfolio_app.progress import Cancelled

REPORT_EVERY = 0.05  # seconds between two reports of progress that reach the window


@dataclass(frozen=True, slots=True)
class Work:
    """One thing a lane does. Whom to tell is kept on the window's thread under ``token``.

    ``takes_progress``: ``run`` gets a progress callable, and can be told to stop through it.
    ``key``: newer work with the same key takes the place of this one while it waits.
    """

    token: int
    run: Callable[..., Any]
    takes_progress: bool = False
    key: str = ""
    stopping: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Ask it to stop: its next report of progress raises Cancelled."""
        self.stopping.set()


class Outcome(StrEnum):
    """What a piece of news from a lane is about."""

    REPORTED = "reported"
    DONE = "done"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class News:
    """Something that came home from a lane: a result, an error, or (message, fraction)."""

    token: int
    outcome: Outcome
    value: Any = None


class Lane:
    """One thread that does what it is given, one after the other."""

    def __init__(self, name: str, bring_home: Callable[[News], None]) -> None:
        self._bring_home = bring_home
        self._waiting: deque[Work] = deque()
        self._wake = threading.Condition()
        self._closing = False
        self._current: Work | None = None
        self._thread = threading.Thread(target=self._live, name=f"portfolio {name}", daemon=True)
        self._started = False

    def give(self, work: Work) -> None:
        """Queue some work; what waits under the same key is dropped."""
        with self._wake:
            if self._closing:
                self._bring_home(News(work.token, Outcome.DROPPED))
                return
            if work.key:
                self._drop(lambda each: each.key == work.key)
            self._waiting.append(work)
            if not self._started:
                self._started = True
                self._thread.start()
            self._wake.notify()

    def forget(self, prefix: str) -> None:
        """Drop what waits under keys that begin with ``prefix``."""
        with self._wake:
            self._drop(lambda each: each.key.startswith(prefix))

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits."""
        with self._wake:
            return self._current is not None or bool(self._waiting)

    def stop(self, token: int) -> None:
        """Ask one piece of work to stop; if it only waits, it is dropped."""
        with self._wake:
            self._drop(lambda each: each.token == token)
            if self._current is not None and self._current.token == token:
                self._current.stop()

    def stop_all(self) -> None:
        """Ask what runs to stop, and drop what waits."""
        with self._wake:
            self._drop(lambda each: True)  # noqa: ARG005 - all of them
            if self._current is not None:
                self._current.stop()

    def close(self, seconds: float) -> bool:
        """Finish what was queued and end the thread; False when it did not end in time."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        if self._started:
            self._thread.join(seconds)
        return not self._started or not self._thread.is_alive()

    def _drop(self, unwanted: Callable[[Work], bool]) -> None:
        kept: deque[Work] = deque()
        for each in self._waiting:
            if unwanted(each):
                self._bring_home(News(each.token, Outcome.DROPPED))
            else:
                kept.append(each)
        self._waiting = kept

    def _live(self) -> None:
        while True:
            with self._wake:
                while not self._waiting and not self._closing:
                    self._wake.wait()
                if not self._waiting:
                    return
                self._current = work = self._waiting.popleft()
            self._do(work)
            with self._wake:
                self._current = None

    def _do(self, work: Work) -> None:
        last = 0.0

        def report(message: str, fraction: float) -> None:
            nonlocal last
            if work.stopping.is_set():
                raise Cancelled
            now = time.monotonic()
            if now - last >= REPORT_EVERY or fraction >= 1.0:
                last = now
                self._bring_home(News(work.token, Outcome.REPORTED, (message, fraction)))

        try:
            result = work.run(progress=report) if work.takes_progress else work.run()
        except BaseException as error:  # noqa: BLE001 - explained or reported on the window's thread
            self._bring_home(News(work.token, Outcome.FAILED, error))
        else:
            self._bring_home(News(work.token, Outcome.DONE, result))


@dataclass(slots=True)
class Listener:
    """Whom to tell about a piece of work; lives on the window's thread only."""

    done: Callable[[Any], None]
    failed: Callable[[BaseException], None]
    reported: Callable[[str, float], None] | None = None
    dropped: Callable[[], None] | None = None


class Lanes(QObject):
    """All three lanes, and the long-lived object that brings their results home."""

    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._news: queue.SimpleQueue[News] = queue.SimpleQueue()
        self._listeners: dict[int, Listener] = {}
        self._last_token = 0
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self.verbs = Lane("verbs", self._bring_home)
        self.jobs = Lane("jobs", self._bring_home)
        self.drawing = Lane("drawing", self._bring_home)

    def give(
        self,
        lane: Lane,
        run: Callable[..., Any],
        listener: Listener,
        *,
        takes_progress: bool = False,
        key: str = "",
    ) -> int:
        """Queue some work in a lane and return its token. The listener hears on this thread."""
        self._last_token += 1
        token = self._last_token
        self._listeners[token] = listener
        lane.give(Work(token, run, takes_progress, key))
        return token

    @property
    def busy(self) -> bool:
        """Whether any lane works, or a result is still on its way."""
        lanes = (self.verbs, self.jobs, self.drawing)
        return any(lane.busy for lane in lanes) or not self._news.empty()

    def close(self, seconds: float = 10.0) -> bool:
        """End all threads: what was written is finished, drawing is dropped. False if one hangs."""
        self.drawing.stop_all()
        self.jobs.stop_all()
        ended = [lane.close(seconds) for lane in (self.drawing, self.verbs, self.jobs)]
        self._on_arrived()
        return all(ended)

    def _bring_home(self, news: News) -> None:
        self._news.put(news)
        self._arrived.emit()

    def _on_arrived(self) -> None:
        while True:
            try:
                news = self._news.get_nowait()
            except queue.Empty:
                return
            self._tell(news)

    def _tell(self, news: News) -> None:
        if news.outcome is Outcome.REPORTED:
            listener = self._listeners.get(news.token)
            if (
                listener is not None
                and listener.reported is not None
                and is_there(listener.reported)
            ):
                listener.reported(*news.value)
            return
        listener = self._listeners.pop(news.token, None)
        if listener is None:
            return
        if news.outcome is Outcome.DONE:
            listener.done(news.value)
        elif news.outcome is Outcome.FAILED:
            listener.failed(news.value)
        elif listener.dropped is not None:
            listener.dropped()


def is_there(call: Callable[..., Any] | None) -> bool:
    """Whether a callback can be called: if it is a widget's method, the widget still exists."""
    if call is None:
        return False
    if isinstance(call, partial):
        return is_there(call.func)
    owner = getattr(call, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


class Collection(QObject):
    """Python's cycle collector, on the window's thread only.

    By default it runs in whichever thread happens to allocate, and could free something of Qt in
    a lane. Young generations are looked at every second; the oldest after ten seconds, once
    ``is_idle`` says that nothing is on its way.
    """

    def __init__(self, parent: QObject, is_idle: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._is_idle = is_idle
        gc.disable()
        gc.freeze()
        self._quiet = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._on_second)
        self._timer.start()

    def _on_second(self) -> None:
        self._quiet += 1
        young, middle, old = gc.get_count()
        limits = gc.get_threshold()
        if self._quiet >= 10 and old > 0 and self._is_idle():
            gc.collect(2)
            self._quiet = 0
        elif middle > limits[1]:
            gc.collect(1)
        elif young > limits[0]:
            gc.collect(0)
