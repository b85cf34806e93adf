"""What came back: taken in from a file or a drop, told in words, looked at, matched by hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.receiving import ReceivedAs, ReceivedFile
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.messages import Message
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.observations_state import Shown


class Receiving(QObject):
    """The doings on what came back. ``came`` carries the observation something came back for."""

    came = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._page = parent
        self.dialog: QWidget | None = None  # the dialog that was opened last

    # taking in

    def choose(self) -> None:
        """Ask for the file that came back."""
        if self._workspace.readonly:
            self._refuse_readonly()
            return
        title = self.tr("Choose what came back: a PDF, a scan, a photo or an e-mail")
        messages.choose_files(self._page, title, self.take)

    def take(self, paths: Sequence[Path]) -> None:
        """Take files in; what became of each is told at the end."""
        from portfolio_app.services import receiving

        if not paths:
            return
        if self._workspace.readonly:
            self._refuse_readonly()
            return
        self._workspace.start(
            self.tr("Reading what came back"), receiving.receive, list(paths),
            then=self._on_received, failed=self._on_no,
        )  # fmt: skip

    def _on_received(self, received: Any) -> None:
        results: tuple[ReceivedFile, ...] = received.results
        matched = [each for each in results if each.outcome.is_match]
        others = [each for each in results if not each.outcome.is_match]
        shown = [*matched, *(each for each in others if each.observation_uid)]
        if shown:
            self.came.emit(shown[0].observation_uid)
        if len(results) == 1 and matched:
            self.check(matched[0].arrival_uid)
            return
        if len(results) == 1:
            self._tell_of(others[0])
            return
        self._workspace.tell(received.changes.summary, received.changes.step)
        for each in others[:1]:
            self._tell_of(each)

    def _tell_of(self, result: ReceivedFile) -> None:
        """Say what one file turned out to be, and offer what can be done about it."""
        message = Message(result.message, next=result.hint, level="warn")
        answers = [messages.Answer("", self.tr("Close"))]
        if result.outcome is ReceivedAs.DUPLICATE and result.arrival_uid:
            answers.insert(0, messages.Answer("check", self.tr("See its check"), "primary"))
        messages.ask(self._page, message, answers, partial(self._on_told, result))

    def _on_told(self, result: ReceivedFile, answer: str) -> None:
        if answer == "check":
            self.check(result.arrival_uid)

    def _refuse_readonly(self) -> None:
        words = self.tr("The portfolio is open to read: nothing was added.")
        self._workspace.trouble.emit(PortfolioError(words))

    # looking

    def check(self, arrival_uid: str) -> None:
        """Show a file that came back beside what its check found."""
        from portfolio_app.ui.observations.check_dialog import CheckDialog

        dialog = CheckDialog(self._page.window(), self._workspace, arrival_uid)
        self.dialog = dialog
        dialog.attached.connect(self.came)
        dialog.open()

    def look_at(self, arrival_uid: str) -> None:
        """Show a file that belongs to no request: the same, with nothing to attach it to."""
        self.check(arrival_uid)

    # what belongs to no request

    def match(self, arrival_uid: str, rows: Sequence[Shown]) -> None:
        """Let the person say which request it belongs to."""
        from portfolio_app.ui.observations.match_dialog import MatchDialog

        dialog = MatchDialog(self._page.window(), rows)
        self.dialog = dialog
        dialog.chosen.connect(partial(self._on_matched, arrival_uid))
        dialog.open()

    def _on_matched(self, arrival_uid: str, observation_uid: str) -> None:
        from portfolio_app.services import returns

        self._workspace.do(
            returns.match_by_hand, arrival_uid, observation_uid, toast=True,
            then=partial(self._on_known, arrival_uid, observation_uid), failed=self._on_no,
        )  # fmt: skip

    def _on_known(self, arrival_uid: str, observation_uid: str, _changes: Any) -> None:
        self.came.emit(observation_uid)
        self.check(arrival_uid)

    def close_unmatched(self, arrival_uid: str) -> None:
        """Put away what belongs to nothing here; it is kept."""
        from portfolio_app.services import returns

        self._workspace.do(returns.close, arrival_uid, toast=True, failed=self._on_no)

    def _on_no(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            messages.tell(self._page, messages.of_error(error))
        else:
            self._workspace.trouble.emit(error)
