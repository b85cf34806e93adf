"""Keeps what is typed into a request: the one who is asked in the register, then the draft."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import Asked
from portfolio_app.domain.witness import Witness
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit.autosave import Autosave
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.observer_fields import ObserverFields

_ALL = "all"  # everything is kept together


class DraftKeeping(QObject):
    """Writes 800 ms after the last key. ``kept`` follows; ``refused`` says what could not be kept.

    ``uid`` is the observation's, "" while nothing was worth keeping.
    """

    kept = Signal()
    refused = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        kind: FormKind,
        observer: ObserverFields,
        asked: Callable[[], Asked],
        parent: QObject,
        uid: str = "",
    ) -> None:
        super().__init__(parent)
        self.uid = uid
        self._workspace = workspace
        self._kind = kind
        self._observer = observer
        self._asked = asked
        self._written: tuple[Asked, str] | None = None
        self._tried: Witness | None = None  # what the register refused, or took, last
        self._is_busy = False
        self._again = False
        self._is_refused = False
        self._then: list[Callable[[], None]] = []
        self._autosave = Autosave(self._save, self)

    @property
    def is_refused(self) -> bool:
        """Whether the last thing typed could not be kept as it stands."""
        return self._is_refused

    @property
    def is_quiet(self) -> bool:
        """Whether everything typed has been written."""
        return not self._is_busy and not self._autosave.holds("draft", _ALL)

    def begin(self) -> None:
        """Take what stands in the fields now for what is written already."""
        self._written = (self._asked(), self._observer.uid)

    def note(self) -> None:
        """Something was typed or chosen."""
        self._autosave.note("draft", _ALL, True)  # noqa: FBT003 - a value

    def flush(self, then: Callable[[], None] | None = None) -> None:
        """Write what is held now; ``then`` follows when it has been written, not if refused."""
        if then is not None:
            self._then.append(then)
        if self._autosave.holds("draft", _ALL):
            self._autosave.flush()
        elif not self._is_busy:
            self._save("draft", {})

    # one thing after the other: the register, then the draft

    def _save(self, _uid: str, _fields: dict[str, str | bool]) -> None:
        self._is_refused = False
        if self._is_busy:
            self._again = True
            return
        witness = self._observer.witness
        if witness.name and self._observer.is_changed and witness != self._tried:
            self._keep_witness(witness)
        else:
            self._keep_draft()

    def _keep_witness(self, witness: Witness) -> None:
        from portfolio_app.services import witnesses

        self._is_busy = True
        self._tried = witness
        work = self._workspace
        if witness.uid:
            work.do(witnesses.change, witness.uid, witness, then=self._on_witness,
                    failed=self._on_no_witness)  # fmt: skip
        else:
            work.do(witnesses.add, witness, in_bundle=False, then=self._on_witness,
                    failed=self._on_no_witness)  # fmt: skip

    def _on_witness(self, changes: Changes) -> None:
        from portfolio_app.services import witnesses

        self._is_busy = False
        self._observer.learn(witnesses.witness(self._workspace.store, changes.focus))
        self._keep_draft()

    def _on_no_witness(self, error: BaseException) -> None:
        self._is_busy = False
        self._refuse(error)
        self._keep_draft()

    def _keep_draft(self) -> None:
        from portfolio_app.services import requests

        asked, who = self._asked(), self._observer.uid
        if (asked, who) == self._written or not asked.title:
            self._done()
            return
        self._is_busy = True
        work = self._workspace
        if self.uid:
            work.do(requests.change, self.uid, asked, who, then=self._on_draft,
                    failed=self._on_failed)  # fmt: skip
        else:
            work.do(requests.new, asked, who, kind=self._kind, then=self._on_draft,
                    failed=self._on_failed)  # fmt: skip
        self._written = (asked, who)

    def _on_draft(self, changes: Changes) -> None:
        self._is_busy = False
        self.uid = self.uid or changes.focus
        if self._again:
            self._again = False
            self._save("draft", {})
        else:
            self._done()

    def _on_failed(self, error: BaseException) -> None:
        self._is_busy = False
        self._written = None
        self._then.clear()
        self._refuse(error)

    def _refuse(self, error: BaseException) -> None:
        self._is_refused = True
        if isinstance(error, PortfolioError):
            self.refused.emit(str(error))
        else:
            self._workspace.trouble.emit(error)

    def _done(self) -> None:
        if not self._is_refused:
            self.kept.emit()
        then, self._then = self._then, []
        for each in then:
            each()
