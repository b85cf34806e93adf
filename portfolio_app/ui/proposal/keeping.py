"""Keeps what is written in the editor, one step of the history a sitting; a failure is told.

A sitting is over when the text is left, when something else is done, and after a rest.
The text stays in the editor whatever happens to the disk: what could not be written is written
with the next change, or when it is tried again.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.draft import Block
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor

WROTE = "Wrote in the proposal"  # as services.proposal says it
AGAIN_MS = 5000  # after a failure it is tried again
SITTING_MS = 10 * 60 * 1000  # without typing: then a sitting is over


class Keeping(QObject):
    """Writes what the editor says has changed. ``kept`` follows; ``refused`` says why not."""

    kept = Signal()
    refused = Signal(object)  # the error
    changed_elsewhere = Signal()  # the proposal, by something that was not written here

    def __init__(self, workspace: Workspace, editor: ProposalEditor) -> None:
        super().__init__(editor)
        self._workspace = workspace
        self._editor = editor
        self._step = ""  # of this sitting, while nothing else was done
        self._changed: dict[str, Block] = {}  # to be written
        self._order: tuple[str, ...] | None = None
        self._on_its_way: tuple[dict[str, Block], tuple[str, ...] | None] | None = None
        self.error: BaseException | None = None
        self.times = 0  # that something was written: what was read before it is old
        self._unsure: list[Changes] = []  # announced just now: ours, or somebody else's
        self._waiting: list[Callable[[], None]] = []
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._write)
        self._left = 0  # what is to be written still of a sitting that is over
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(SITTING_MS)
        self._rest.timeout.connect(self.end_sitting)
        editor.written.connect(self._on_written)
        workspace.changed.connect(self._on_changed)

    @property
    def is_quiet(self) -> bool:
        """Whether all that the editor handed over has been written."""
        return self._on_its_way is None and not self._changed and self._order is None

    def flush(self) -> None:
        """Write what stands in the editor now."""
        self._editor.flush()
        self._write()

    def end_sitting(self) -> None:
        """Write what stands in the editor; what is written after it is a step of its own."""
        self.flush()
        self._rest.stop()
        is_waiting = bool(self._changed) or self._order is not None
        self._left = (self._on_its_way is not None) + is_waiting
        if not self._left:
            self._step = ""

    def _on_written(self, _uids: object) -> None:
        changed, order = self._editor.handed_over()
        self._changed.update({each.uid: each for each in changed})
        self._order = order if order is not None else self._order
        self._rest.start()
        self._write()

    def _write(self) -> None:
        from portfolio_app.services import proposal

        if self._on_its_way is not None or (not self._changed and self._order is None):
            self._tell_waiting()
            return
        self._on_its_way = self._changed, self._order
        self._changed, self._order = {}, None
        changed, order = self._on_its_way
        if order is not None:  # what could not be written and was taken out since is not kept
            there = {*order}
            changed = {uid: each for uid, each in changed.items() if uid in there}
        self._workspace.do(
            proposal.keep,
            tuple(changed.values()),
            order,
            step=self._step,
            known=self._editor.known,
            then=self._on_kept,
            failed=self._on_failed,
        )

    def is_ours(self, changes: Changes) -> bool:
        """Whether a change is what was just written here. To be asked while it is announced."""
        return self._on_its_way is not None and changes.summary == WROTE

    def when_quiet(self, then: Callable[[], None]) -> None:
        """Call something once everything handed over has been written, or could not be."""
        self._waiting.append(then)

    def _on_changed(self, changes: Changes) -> None:
        # Ours are known by what follows at once: the result of the verb is the same object.
        self._unsure.append(changes)
        QTimer.singleShot(0, self, self._on_foreign)

    def _on_foreign(self) -> None:
        foreign, self._unsure = self._unsure, []
        if foreign:
            self._step = ""  # something else was done: what follows is another step
        if any(Topic.PROPOSAL in each.topics for each in foreign):
            self.changed_elsewhere.emit()

    def _on_kept(self, changes: Changes) -> None:
        self._unsure = [each for each in self._unsure if each is not changes]
        self._step = changes.step or self._step
        self._on_its_way = None
        self.times += 1
        self.error = None
        self._again.stop()
        if self._left:
            self._left -= 1
            self._step = self._step if self._left else ""
        self._write()
        self.kept.emit()
        self._tell_waiting()

    def _tell_waiting(self) -> None:
        if self.is_quiet or self.error is not None:
            waiting, self._waiting = self._waiting, []
            for then in waiting:
                then()

    def _on_failed(self, error: BaseException) -> None:
        changed, order = self._on_its_way or ({}, None)
        self._on_its_way = None
        self._left = min(self._left, 1)  # what waited joins it
        self._changed = {**changed, **self._changed}
        self._order = self._order if self._order is not None else order
        if isinstance(error, PortfolioError) and error.code == "undone" and self._step:
            self._step = ""
            self._write()
            return
        is_told = self.error is not None
        self.error = error
        self._again.start()
        if not is_told:
            self.refused.emit(error)
        self._tell_waiting()
