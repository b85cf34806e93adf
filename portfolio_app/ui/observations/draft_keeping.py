"""Keeps what is typed into a request: the one who is asked in the register, then the draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import Asked
from portfolio_app.domain.witness import Witness
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit.autosave import Autosave
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.observer_fields import ObserverFields

_DRAFT, _ALL = "draft", "all"  # everything is kept together


@dataclass(frozen=True, slots=True)
class _Typed:
    """What stood in the fields at one moment; nothing of the window is needed to write it."""

    asked: Asked
    witness: Witness
    is_changed: bool


class DraftKeeping(QObject):
    """Writes 800 ms after the last key. ``kept`` follows; ``refused`` says what could not be kept.

    ``uid`` is the observation's, "" while nothing was worth keeping. It outlives the dialog until
    what was typed last is written: ``end`` lets it go then.
    """

    kept = Signal()
    refused = Signal(str)
    learned = Signal(object)  # Witness: what the register has now of the one in the fields

    def __init__(
        self,
        workspace: Workspace,
        kind: FormKind,
        observer: ObserverFields,
        asked: Callable[[], Asked],
        uid: str = "",
    ) -> None:
        super().__init__(workspace)
        self.uid = uid
        self._workspace = workspace
        self._kind = kind
        self._observer = observer
        self._asked = asked
        self._written: tuple[Asked, str] | None = None
        self._tried: Witness | None = None  # what the register refused, or took, last
        self._added = ""  # the uid of somebody who was new
        self._is_busy = False
        self._is_refused = False
        self._is_over = False
        self._pending: _Typed | None = None
        self._then: list[Callable[[], None]] = []
        self._autosave = Autosave(self._on_rest, self)
        observer.destroyed.connect(self._autosave.drop)  # no fields are left to be read
        self.learned.connect(observer.learn)

    @property
    def is_refused(self) -> bool:
        """Whether the last thing typed could not be kept as it stands."""
        return self._is_refused

    @property
    def is_quiet(self) -> bool:
        """Whether everything typed has been written."""
        return not self._is_busy and not self._autosave.holds(_DRAFT, _ALL)

    def begin(self) -> None:
        """Take what stands in the fields now for what is written already."""
        self._written = (self._asked(), self._observer.uid)

    def note(self) -> None:
        """Something was typed or chosen."""
        self._autosave.note(_DRAFT, _ALL, True)  # noqa: FBT003 - a value

    def flush(self, then: Callable[[], None] | None = None) -> None:
        """Write what is held now; ``then`` follows when it has been written, not if refused."""
        if then is not None:
            self._then.append(then)
        if self._autosave.holds(_DRAFT, _ALL):
            self._autosave.flush()
        else:
            self._take()

    def end(self) -> None:
        """Write what is held, then be gone: the window is closing."""
        self._is_over = True
        self.flush()

    # one thing after the other: the register, then the draft

    def _on_rest(self, _uid: str, _fields: dict[str, str | bool]) -> None:
        self._take()

    def _take(self) -> None:
        observer = self._observer
        typed = _Typed(self._asked(), observer.witness, observer.is_changed)
        if self._is_busy:
            self._pending = typed
        else:
            self._write(typed)

    def _write(self, typed: _Typed) -> None:
        self._is_refused = False
        witness = typed.witness
        if not witness.uid and self._added:
            witness = replace(witness, uid=self._added)  # typed while they were being added
            typed = replace(typed, witness=witness)
        if witness.name and typed.is_changed and witness != self._tried:
            self._write_witness(typed)
        else:
            self._write_draft(typed)

    def _write_witness(self, typed: _Typed) -> None:
        from portfolio_app.services import witnesses

        self._is_busy = True
        self._tried = typed.witness
        work, then = self._workspace, partial(self._on_witness, typed)
        failed = partial(self._on_no_witness, typed)
        if typed.witness.uid:
            uid = typed.witness.uid
            work.do(witnesses.change, uid, typed.witness, then=then, failed=failed)
        else:
            work.do(witnesses.add, typed.witness, in_bundle=False, then=then, failed=failed)

    def _on_witness(self, typed: _Typed, changes: Changes) -> None:
        from portfolio_app.services import witnesses

        self._is_busy = False
        if not typed.witness.uid:
            self._added = changes.focus
        known = witnesses.witness(self._workspace.store, changes.focus)
        self._tried = known
        self.learned.emit(known)
        self._write_draft(replace(typed, witness=known))

    def _on_no_witness(self, typed: _Typed, error: BaseException) -> None:
        self._is_busy = False
        self._refuse(error)
        self._write_draft(typed)

    def _write_draft(self, typed: _Typed) -> None:
        from portfolio_app.services import requests

        asked, who = typed.asked, typed.witness.uid
        if (asked, who) == self._written or not asked.title:
            self._go_on()
            return
        self._is_busy = True
        self._written = (asked, who)
        work, uid = self._workspace, self.uid
        then, failed = self._on_draft, self._on_failed
        if uid:
            work.do(requests.change, uid, asked, who, then=then, failed=failed)
        else:
            work.do(requests.new, asked, who, kind=self._kind, then=then, failed=failed)

    def _on_draft(self, changes: Changes) -> None:
        self._is_busy = False
        self.uid = self.uid or changes.focus
        self._go_on()

    def _on_failed(self, error: BaseException) -> None:
        self._is_busy = False
        self._written = None
        self._refuse(error)
        self._go_on()

    def _refuse(self, error: BaseException) -> None:
        self._is_refused = True
        self._then.clear()
        if isinstance(error, PortfolioError):
            self.refused.emit(str(error))
        else:
            self._workspace.trouble.emit(error)

    def _go_on(self) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            self._write(pending)
            return
        then, self._then = self._then, []
        if not self._is_refused:
            self.kept.emit()
            for each in then:
                each()
        if self._is_over:
            self.deleteLater()
