"""The Reader's pens: which KSB each of the nine is loaded with, and which one is in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.ksb import Ksb
from portfolio_app.services import pens
from portfolio_app.store import queries
from portfolio_app.ui.evidence.pen_bar import PenBar
from portfolio_app.ui.evidence.pen_loader import PenLoader
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.reading_keys import PENS
from portfolio_app.ui.kit.workspace import Workspace


class Pens(QObject):
    """Pen 0 asks; pens 1 to 9 claim at once. They belong to the portfolio and are remembered.

    ``focus_wanted``: the person has done with the pens and goes on reading.
    """

    focus_wanted = Signal()

    def __init__(
        self, workspace: Workspace, bar: PenBar, loader: PenLoader, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.bar = bar
        self.loader = loader
        self.active = 0
        self._loaded: tuple[str, ...] = ("",) * PENS
        self._ksbs: Mapping[str, Ksb] = {}
        bar.chosen.connect(self._on_chosen)
        bar.load_wanted.connect(self.begin_loading)
        bar.emptied.connect(self._on_emptied)
        loader.loaded.connect(self._on_loaded)
        loader.closed.connect(self.focus_wanted)

    def set_ksbs(self, ksbs: Sequence[Ksb]) -> None:
        """Know these KSBs; pens loaded with others show as empty."""
        self._ksbs = {ksb.uid: ksb for ksb in ksbs}
        self.loader.set_ksbs(ksbs)
        self.reload()

    def reload(self) -> None:
        """Read again what the pens are loaded with."""
        self._loaded = queries.pens.pens(self.workspace.store)
        if self.active and not self.ksb_uid(self.active):
            self.active = 0
        self._show()

    def ksb_uid(self, number: int) -> str:
        """Return what a pen (1 to 9) is loaded with, "" for the asking pen and an empty one."""
        if not 1 <= number <= len(self._loaded):
            return ""
        uid = self._loaded[number - 1]
        return uid if uid in self._ksbs else ""

    def choose(self, number: int) -> None:
        """Take a pen up; an empty one is asked to be loaded first."""
        if number and not self.ksb_uid(number):
            self.begin_loading(number)
            return
        self.active = number
        self._show()
        announcer().say(self.bar.name_of(number))

    def begin_loading(self, number: int = 0) -> None:
        """Ask what to load a pen with: the one given, else the first that is empty."""
        empty = [each for each in range(1, PENS + 1) if not self.ksb_uid(each)]
        self.loader.begin(number or (empty[0] if empty else 1), self._held())

    def _held(self) -> dict[int, Ksb]:
        return {
            number: self._ksbs[uid]
            for number in range(1, PENS + 1)
            if (uid := self.ksb_uid(number))
        }

    def _show(self) -> None:
        self.bar.show_pens(self._held(), self.active)

    def _on_chosen(self, number: int) -> None:
        self.choose(number)
        if not (self.loader.isVisible() or self.bar.pen(number).hasFocus()):
            self.focus_wanted.emit()

    def _on_emptied(self, number: int) -> None:
        self._on_loaded(number, "")

    def _on_loaded(self, number: int, ksb_uid: str) -> None:
        then = partial(self._on_stored, number, ksb_uid)
        if ksb_uid:
            self.workspace.do(pens.load, number, ksb_uid, then=then)
        else:
            self.workspace.do(pens.unload, number, then=then)

    def _on_stored(self, number: int, ksb_uid: str, changes: Changes) -> None:
        self.reload()
        if ksb_uid:
            self.active = number
            self._show()
        announcer().say(changes.summary)
        if self.loader.isVisible():
            empty = [each for each in range(1, PENS + 1) if not self.ksb_uid(each)]
            following = next((each for each in empty if each > number), 0)
            self.loader.go_on(following or number, self._held())
