"""Words read off pictures by machine: offered where a page has none, when a recogniser is found."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from portfolio_app.services import recognising
from portfolio_app.services.recognising import Recognised
from portfolio_app.ui.evidence.reader_bars import PictureNotice
from portfolio_app.ui.kit.workspace import Workspace


class Recognition(QObject):
    """Asks once which recogniser this computer has, and lets it read when the person wants that."""

    done = Signal(str)  # item uid: it has words now

    def __init__(self, workspace: Workspace, notice: PictureNotice, parent: QObject) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.notice = notice
        self.item_uid = ""
        self.item_title = ""
        self._is_asked = False
        notice.shown.connect(self._on_shown)
        notice.read_wanted.connect(self._on_wanted)

    def _on_shown(self) -> None:
        if not self._is_asked:
            self._is_asked = True
            self.workspace.look(recognising.available, then=self._on_known, failed=self._on_none)

    def _on_known(self, program: str) -> None:
        self.notice.offer_reading(program)

    def _on_none(self, _: BaseException) -> None:
        self.notice.offer_reading("")

    def _on_wanted(self) -> None:
        self.workspace.start(
            self.tr("Reading the words of {0}").format(self.item_title),
            recognising.recognise,
            self.item_uid,
            then=partial(self._on_done, self.item_uid),
        )

    def _on_done(self, item_uid: str, done: Recognised) -> None:
        self.workspace.tell(done.changes.summary, done.changes.step)
        self.done.emit(item_uid)
