"""Opening a locked item with its password, from the Reader."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from portfolio_app.domain.changes import Changes
from portfolio_app.problems import PortfolioError
from portfolio_app.services import intake
from portfolio_app.ui.evidence.whole_item_view import WholeItemView
from portfolio_app.ui.kit.workspace import Workspace


class Unlocking(QObject):
    """Takes the password typed to the verb, and its answer back."""

    unlocked = Signal(str)  # item uid

    def __init__(self, workspace: Workspace, view: WholeItemView, parent: QObject) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.view = view
        self._item_uid = ""

    def unlock(self, item_uid: str, title: str, password: str) -> None:
        """Unlock an item; the view says when the password is wrong."""
        self._item_uid = item_uid
        self.workspace.start(
            self.tr("Unlocking {0}").format(title),
            intake.unlock,
            item_uid,
            password,
            then=partial(self._on_unlocked, item_uid),
            failed=partial(self._on_failed, item_uid),
        )

    def _on_unlocked(self, item_uid: str, _: Changes) -> None:
        self.unlocked.emit(item_uid)

    def _on_failed(self, item_uid: str, error: BaseException) -> None:
        if item_uid == self._item_uid:
            told = isinstance(error, PortfolioError)
            self.view.say_wrong(str(error) if told else self.tr("It wasn't unlocked. Try again."))
