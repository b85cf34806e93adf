"""What came back: taken in from a file or a drop, told in words, looked at, matched by hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from portfolio_app.domain.receiving import ReceivedAs, ReceivedFile
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.messages import Message
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.observations_state import Shown

MAIL = "E-mail (*.eml)"


class Receiving(QObject):
    """The doings on what came back. ``came`` carries the observation something came back for."""

    came = Signal(str)
    match_wanted = Signal(str)  # arrival uid
    settled = Signal()  # nothing is asked any more: the list has the person's attention again

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._page = parent
        self.dialog: QWidget | None = None  # the dialog that was opened last
        self.letter: QWidget | None = None  # the message over it

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
        dialog.attached.connect(self._on_attached)
        dialog.match_wanted.connect(self.match_wanted)
        dialog.correction_wanted.connect(self.correct)
        dialog.open()

    def _on_attached(self, observation_uid: str, result: Any) -> None:
        """Say what it became; offer it for the shortlist where it is evidence."""
        self.came.emit(observation_uid)
        count = len(result.claims)
        claims = self.tr("1 claim was made, on its exact page.")
        if count != 1:
            claims = self.tr("{0} claims were made, each on its exact page.").format(count)
        safe = " ".join((*([claims] if count else []), *result.left))
        if not result.to_shortlist:
            self._workspace.tell(f"{result.changes.summary}. {safe}".strip(), result.changes.step)
            self.settled.emit()
            return
        message = Message(
            f"{result.changes.summary}.", safe,
            self.tr("Add it to the shortlist, so that it goes into the bundle and counts there."),
        )  # fmt: skip
        answers = (
            messages.Answer("shortlist", self.tr("Add to shortlist"), "primary"),
            messages.Answer("open", self.tr("Open it")),
            messages.Answer("", self.tr("Not now")),
        )
        then = partial(self._on_attached_answer, result.item_uid)
        messages.ask(self._page, message, answers, then)

    def _on_attached_answer(self, item_uid: str, answer: str) -> None:
        from portfolio_app.services import shortlist

        if answer == "shortlist":
            self._workspace.do(shortlist.add, [item_uid], toast=True)
        elif answer == "open":
            self._workspace.go(Place(EVIDENCE, item=item_uid))
            return
        self.settled.emit()

    # asking for a correction

    def correct(self, arrival_uid: str) -> None:
        """Show the message that names exactly what is missing."""
        from portfolio_app.services import returns

        self._workspace.look(
            returns.correction, arrival_uid, then=partial(self._on_correction, arrival_uid),
            failed=self._on_no,
        )  # fmt: skip

    def _on_correction(self, arrival_uid: str, found: Any) -> None:
        from portfolio_app.ui.observations import message_dialog as dialogs

        message = found.message
        note = self.tr(
            "Nothing is sent by this app. Send it yourself, then say so here: the request counts "
            "as sent again."
        )
        parent = self.dialog if isinstance(self.dialog, QDialog) else None
        over = parent if parent is not None and is_there(parent) else self._page.window()
        dialog = dialogs.MessageDialog(
            over, self.tr("Ask for a correction"), message.to, message.subject, message.text,
            (dialogs.COPY, dialogs.MAIL, dialogs.SENT), note=note,
        )  # fmt: skip
        self.letter = dialog
        dialog.wanted.connect(partial(self._on_letter_wanted, arrival_uid, message.attachment))
        dialog.open()

    def _on_letter_wanted(self, arrival_uid: str, name: str, what: str) -> None:
        from portfolio_app.services import returns
        from portfolio_app.ui.observations import message_dialog as dialogs

        if what == dialogs.SENT:
            self._workspace.do(
                returns.ask_correction, arrival_uid, toast=True, then=self._on_asked,
                failed=self._on_no,
            )  # fmt: skip
        elif what == dialogs.MAIL and self.letter is not None:
            place = Path.home() / f"{Path(name).stem}_correction.eml"
            messages.choose_save(
                self.letter, self.tr("Save as an e-mail file"),
                partial(self._on_letter_place, arrival_uid), place, MAIL,
            )  # fmt: skip

    def _on_letter_place(self, arrival_uid: str, paths: list[Path]) -> None:
        from portfolio_app.services import returns

        if paths:
            self._workspace.do(
                returns.save_correction, arrival_uid, paths[0], then=self._on_letter,
                failed=self._on_no,
            )  # fmt: skip

    def _on_letter(self, path: Path) -> None:
        self._workspace.tell(
            self.tr("{0} is saved. Open it, look at it, send it.").format(path.name)
        )

    def _on_asked(self, _asked: Any) -> None:
        if isinstance(self.dialog, QDialog) and is_there(self.dialog):
            self.dialog.accept()

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
        if isinstance(error, Cancelled):
            return
        if isinstance(error, PortfolioError):
            messages.tell(self._page, messages.of_error(error))
        else:
            self._workspace.trouble.emit(error)


def is_there(widget: QWidget) -> bool:
    """Whether a window that may have been closed meanwhile still is."""
    import shiboken6

    return shiboken6.isValid(widget) and widget.isVisible()
