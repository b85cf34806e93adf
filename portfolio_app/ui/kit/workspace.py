"""The open portfolio as screens see it: read from ``store``, act through ``do`` and ``start``.

::

    workspace.do(mapping.claim, item_uid, [ksb.uid], anchor, strength, shows, then=self._on_claimed)
    workspace.start(self.tr("Adding 3 files"), intake.add, paths, then=self._on_added)
    workspace.look(reading.draw, item_uid, page, scale, then=self._on_drawn, key=f"page {page}")
    workspace.go(Place(EVIDENCE, item=item_uid, page=3))
    workspace.changed.connect(self._on_changed)      # if changes.topics & MINE: reload

A verb is called with what it asks for by name: leading ``store`` and ``room``, and ``progress``,
are filled in; the other arguments are yours. Callbacks are called on the window's thread, and not
at all when the widget whose method they are has gone. Reads (``store.queries``) may be called
directly when they take less than 10 ms; ``workspace.read(queries.claims.claims)`` shares the
answer until something changes.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from portfolio_app.domain.changes import Changes
from portfolio_app.progress import Cancelled
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.jobs import Lanes, Listener, is_there
from portfolio_app.ui.kit.places import Place, Trail

if TYPE_CHECKING:
    from portfolio_app.workroom.host import Workroom

UNDO_LIMIT = 200
T = TypeVar("T")
Then = Callable[[Any], None]
Failed = Callable[[BaseException], None]


class Rooms:
    """The two workrooms, made when first asked for: ``reader`` draws, ``job`` reads and builds."""

    def __init__(self) -> None:
        self._reader: Workroom | None = None
        self._job: Workroom | None = None

    @property
    def reader(self) -> Workroom:
        """The room that stays up and draws pages."""
        if self._reader is None:
            from portfolio_app.workroom.host import Workroom

            self._reader = Workroom()
        return self._reader

    @property
    def job(self) -> Workroom:
        """The room of long work: reading what was added, compiling, inspecting."""
        if self._job is None:
            from portfolio_app.workroom.host import Workroom

            self._job = Workroom()
        return self._job

    def close(self) -> None:
        """End the child processes that were started."""
        for room in (self._reader, self._job):
            if room is not None:
                room.close()
        self._reader = self._job = None


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A long job as the status bar shows it; ``fraction`` is 0.0 to 1.0."""

    token: int
    title: str
    message: str = ""
    fraction: float = 0.0
    stopping: bool = field(default=False)


class Workspace(QObject):
    """One open portfolio, which screens touch through these methods and signals only."""

    changed = Signal(object)  # Changes: a verb did something
    trouble = Signal(object)  # an exception: a PortfolioError is told, anything else is reported
    went = Signal(object)  # Place: go there
    toasted = Signal(str, str)  # text, step uid that Undo takes back ("" for no Undo)
    jobs_changed = Signal()  # look at ``jobs``
    undo_changed = Signal()  # look at ``undo_text`` and ``redo_text``
    saved = Signal()  # look at ``saved_at``
    details_wanted = Signal()  # show the details pane
    added = Signal(object)  # services.intake.Added: what became of each file of an add
    foot_taken = Signal(int)  # pixels at the foot of the page that a notice must leave free
    alone = Signal(bool)  # show the page and nothing around it, or everything again
    facts_changed = Signal()  # the age of the backup, or where the key is: not a step, no undo

    def __init__(
        self,
        store: Store,
        actions: Actions,
        parent: QObject | None = None,
        *,
        is_sample: bool = False,
    ) -> None:
        super().__init__(parent)
        self.store = store
        self.is_sample = is_sample  # fictional and disposable: no backup, no recovery key
        self.actions = actions
        self.rooms = Rooms()
        self.trail = Trail()
        self.saved_at: datetime = datetime.now(UTC)
        self._lanes = Lanes(self)
        self._jobs: dict[int, RunningJob] = {}
        self._known: dict[tuple[Any, ...], Any] = {}
        self.facts_changed.connect(self._known.clear)
        self._undo: list[Changes] = []
        self._redo: list[Changes] = []

    # acting

    @property
    def readonly(self) -> bool:
        """Whether the portfolio was opened to read: no verb will be accepted."""
        return self.store.readonly

    def do(
        self,
        verb: Callable[..., Any],
        /,
        *args: Any,
        then: Then | None = None,
        failed: Failed | None = None,
        toast: bool = False,
        **kwargs: Any,
    ) -> None:
        """Run a short verb off this thread; ``changed`` follows, then ``then(result)``.

        ``failed(error)`` is called instead of ``trouble`` when it is given. ``toast`` shows the
        summary with Undo for eight seconds; without it the summary goes to the status line.
        """
        run, progress = self._filled(verb, args, kwargs, reader=True)
        listener = Listener(partial(self._on_done, then, toast), partial(self._on_failed, failed))
        self._lanes.give(self._lanes.verbs, run, listener, takes_progress=progress)

    def start(
        self,
        title: str,
        verb: Callable[..., Any],
        /,
        *args: Any,
        then: Then | None = None,
        failed: Failed | None = None,
        toast: bool = False,
        **kwargs: Any,
    ) -> int:
        """Queue a long verb with progress and Cancel in the status bar; return its token.

        A cancelled job calls ``failed(Cancelled())`` if given, and is no trouble.
        """
        run, progress = self._filled(verb, args, kwargs, reader=False)
        listener = Listener(
            lambda result: self._on_job_done(token, then, toast, result),
            lambda error: self._on_job_failed(token, failed, error),
            lambda message, fraction: self._on_job_reported(token, message, fraction),
            lambda: self._on_job_failed(token, failed, Cancelled()),
        )
        token = self._lanes.give(self._lanes.jobs, run, listener, takes_progress=progress)
        self._jobs[token] = RunningJob(token, title)
        self.jobs_changed.emit()
        return token

    def cancel(self, token: int) -> None:
        """Ask a job to stop. It ends when it next reports; what was there before is as it was."""
        job = self._jobs.get(token)
        if job is not None:
            self._jobs[token] = replace(job, stopping=True)
            self._lanes.jobs.stop(token)
            self.jobs_changed.emit()

    def get_ready(self) -> None:
        """Let the room of long work load what building takes, while nothing else is asked of it."""
        if not self._jobs:
            unheard = Listener(lambda _: None, lambda _: None)
            self._lanes.give(self._lanes.jobs, self.rooms.job.get_ready, unheard, key="get ready")

    def look(
        self,
        what: Callable[..., Any],
        /,
        *args: Any,
        then: Then,
        failed: Failed | None = None,
        key: str = "",
        **kwargs: Any,
    ) -> None:
        """Ask the reader's workroom something (draw a page, its characters) off this thread.

        Newer work with the same ``key`` takes the place of what still waits under it.
        """
        run, progress = self._filled(what, args, kwargs, reader=True)
        listener = Listener(partial(self._on_looked, then), partial(self._on_failed, failed))
        self._lanes.give(self._lanes.drawing, run, listener, takes_progress=progress, key=key)

    def forget(self, prefix: str) -> None:
        """Drop what waits to be drawn under keys that begin with ``prefix``."""
        self._lanes.drawing.forget(prefix)

    @property
    def jobs(self) -> tuple[RunningJob, ...]:
        """Long work, the running one first."""
        return tuple(self._jobs.values())

    @property
    def busy(self) -> bool:
        """Whether anything is on its way in any lane."""
        return self._lanes.busy

    def read(self, query: Callable[..., T], *args: Any) -> T:
        """Return what a query of ``store.queries`` answers now, asked once until something changes.

        For what several screens need at the same time: items, claims, the standard, details.
        """
        key = (query, args)
        if key not in self._known:
            self._known[key] = query(self.store, *args)
        found: T = self._known[key]
        return found

    # telling and going

    def tell(self, text: str, step: str = "") -> None:
        """Show a toast; with a step uid it offers Undo."""
        self.toasted.emit(text, step)

    def go(self, place: Place) -> None:
        """Show a place, and remember it for Back."""
        self.trail.visit(place)
        self.went.emit(place)

    def here(self, place: Place) -> None:
        """Remember where the person got to by themselves (an item opened, a tab turned)."""
        self.trail.visit(place)
        self.undo_changed.emit()

    # undo

    @property
    def undo_text(self) -> str:
        """What Undo would take back, empty when there is nothing."""
        return self._undo[-1].summary if self._undo else ""

    @property
    def redo_text(self) -> str:
        """What Redo would bring back, empty when there is nothing."""
        return self._redo[-1].summary if self._redo else ""

    def recall(self) -> None:
        """Let Undo reach back into earlier sittings: the last steps that were not undone."""
        self.look(_past_changes, then=self._on_recalled, key="history")

    def _on_recalled(self, past: tuple[Changes, ...]) -> None:
        done_since = {each.step for each in self._undo}
        self._undo[:0] = [each for each in past if each.step not in done_since]
        del self._undo[:-UNDO_LIMIT]
        self.undo_changed.emit()

    def undo(self, step: str = "") -> None:
        """Take back the last step of this sitting, or the one named (a toast's Undo)."""
        from portfolio_app.services import history

        found = [each for each in self._undo if not step or each.step == step]
        if found:
            self._travel(history.undo, found[-1], self._on_undone)

    def can_undo(self, step: str) -> bool:
        """Return whether a step can still be taken back."""
        return any(each.step == step for each in self._undo)

    def redo(self) -> None:
        """Bring back what was last undone."""
        from portfolio_app.services import history

        if self._redo:
            self._travel(history.redo, self._redo[-1], self._on_redone)

    # ending

    def close(self, seconds: float = 10.0) -> bool:
        """Stop long work, finish short verbs, end the child processes, close the store.

        Returns False when a thread would not end in time; the store is then left to the system.
        """
        self._lanes.drawing.stop_all()
        ended = self._lanes.close(seconds)
        self.rooms.close()
        if ended:
            self.store.close()
        return ended

    # inside

    def _filled(
        self,
        verb: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        reader: bool,
    ) -> tuple[Callable[..., Any], bool]:
        wanted = inspect.signature(verb).parameters
        given: dict[str, Any] = {}
        leading: list[Any] = []
        for name in wanted:
            if name == "store":
                leading.append(self.store)
            elif name == "room":
                leading.append(self.rooms.reader if reader else self.rooms.job)
            else:
                break
        return partial(verb, *leading, *args, **kwargs, **given), "progress" in wanted

    def _on_done(self, then: Then | None, toast: bool, result: Any) -> None:  # noqa: FBT001
        self._known.clear()
        changes = result if isinstance(result, Changes) else getattr(result, "changes", None)
        if isinstance(changes, Changes):
            self.saved_at = datetime.now(UTC)
            if changes.step:
                if self._undo and self._undo[-1].step == changes.step:
                    self._undo.pop()  # the verb went on with that step
                self._undo.append(changes)
                del self._undo[:-UNDO_LIMIT]
                self._redo.clear()
            self.changed.emit(changes)
            self.saved.emit()
            self.undo_changed.emit()
            if toast:
                self.tell(changes.summary, changes.step)
        if then is not None and is_there(then):
            then(result)

    def _on_looked(self, then: Then, result: Any) -> None:
        if is_there(then):
            then(result)

    def _on_failed(self, failed: Failed | None, error: BaseException) -> None:
        if failed is not None:
            if is_there(failed):
                failed(error)
        elif not isinstance(error, Cancelled):
            self.trouble.emit(error)

    def _on_job_done(self, token: int, then: Then | None, toast: bool, result: Any) -> None:  # noqa: FBT001
        self._jobs.pop(token, None)
        self.jobs_changed.emit()
        self._on_done(then, toast, result)

    def _on_job_failed(self, token: int, failed: Failed | None, error: BaseException) -> None:
        job = self._jobs.pop(token, None)
        self.jobs_changed.emit()
        if job is not None and isinstance(error, Cancelled):
            self.tell(self.tr("{0}: cancelled. Nothing was left half done.").format(job.title))
        self._on_failed(failed, error)

    def _on_job_reported(self, token: int, message: str, fraction: float) -> None:
        job = self._jobs.get(token)
        if job is not None:
            self._jobs[token] = replace(job, message=message, fraction=fraction)
            self.jobs_changed.emit()

    def _travel(
        self, verb: Callable[..., Any], step: Changes, then: Callable[[Changes, Changes], None]
    ) -> None:
        run, _ = self._filled(verb, (step.step,), {}, reader=True)
        listener = Listener(partial(then, step), partial(self._on_failed, None))
        self._lanes.give(self._lanes.verbs, run, listener)

    def _on_undone(self, step: Changes, result: Changes) -> None:
        self._undo = [each for each in self._undo if each.step != step.step]
        self._redo.append(step)
        self._announce_travel(result, self.tr("Undone: {0}").format(step.summary))

    def _on_redone(self, step: Changes, result: Changes) -> None:
        self._redo = [each for each in self._redo if each.step != step.step]
        self._undo.append(step)
        self._announce_travel(result, self.tr("Done again: {0}").format(step.summary))

    def _announce_travel(self, result: Changes, words: str) -> None:
        self._known.clear()
        self.saved_at = datetime.now(UTC)
        self.changed.emit(result)
        self.saved.emit()
        self.undo_changed.emit()
        self.tell(words)


def _past_changes(store: Store) -> tuple[Changes, ...]:
    """Return the steps that can be undone, oldest first; reading a file again is nobody's step."""
    return tuple(
        Changes(each.summary, each.topics, each.uid, each.focus)
        for each in reversed(queries.history.last_steps(store, UNDO_LIMIT))
        if not each.is_undone and each.verb != "read"
    )
