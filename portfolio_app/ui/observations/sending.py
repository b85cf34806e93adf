"""What is done with a request: written, saved, put into words, said to be sent, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import Observation
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled, Progress, silent
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import messages, opening
from portfolio_app.ui.kit.messages import Answer, Message
from portfolio_app.ui.kit.places import SETTINGS, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.next_steps import Step
from portfolio_app.ui.observations.observations_state import UNTITLED
from portfolio_app.ui.observations.suggesting import schedule, suggested

if TYPE_CHECKING:
    from portfolio_app.workroom.host import Workroom

PDF, MAIL, CALENDAR = "PDF documents (*.pdf)", "E-mail (*.eml)", "Calendar entries (*.ics)"


class Sending(QObject):
    """The doings on a request. ``parent`` is the page whose window dialogs belong to."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._page = parent
        self.dialog: QWidget | None = None  # the dialog that was opened last

    def begin(self, kind: FormKind, *, ksb_uid: str = "") -> None:
        """Ask for something new."""
        self._open(None, kind, ksb_uid=ksb_uid)

    def do(self, observation: Observation, step: Step) -> None:
        """Do a step that concerns the request itself."""
        from portfolio_app.services import requests

        work, uid = self._workspace, observation.uid
        if step is Step.CHANGE:
            self._open(observation, observation.kind)
        elif step in (Step.SAVE_FORM, Step.SAVE_REQUEST, Step.MESSAGE) and not _is_whole(
            observation
        ):
            self._open(observation, observation.kind, say_wrong=True)
        elif step is Step.SAVE_FORM:
            self._save(observation, "")
        elif step is Step.SAVE_REQUEST:
            self._save(observation, "_request")
        elif step is Step.MESSAGE:
            self._for_party(observation, partial(self.write, uid))
        elif step is Step.REMIND:
            self._for_party(observation, partial(self.remind, uid))
        elif step is Step.SENT:
            work.do(requests.sent, uid, toast=True)
        elif step is Step.WITHDRAW:
            work.do(requests.withdraw, uid, toast=True)
        elif step is Step.TAKE_UP:
            work.do(requests.take_up, uid, toast=True)
        elif step is Step.SUPPLEMENT:
            self.supplement(uid)
        elif step is Step.REMOVE:
            work.do(requests.remove, uid, toast=True)

    def supplement(self, statement_uid: str = "") -> None:
        """Ask about what changed since a statement; "" for the last one that was sent."""
        from portfolio_app.services import statements

        self._workspace.do(
            statements.supplement, statement_uid, toast=True, then=self._on_supplement,
            failed=self._on_no,
        )  # fmt: skip

    # the forms on screen

    def _open(
        self,
        observation: Observation | None,
        kind: FormKind,
        *,
        ksb_uid: str = "",
        say_wrong: bool = False,
    ) -> None:
        from portfolio_app.services import witnesses
        from portfolio_app.ui.observations.request_dialog import RequestDialog

        store = self._workspace.store
        people = witnesses.everyone(store)
        if kind is not FormKind.OBSERVATION:
            self._open_statement(observation, kind, people)
            return
        ksbs = self._workspace.read(queries.standard.ksbs)
        dialog = RequestDialog(
            self._page.window(), self._workspace, ksbs, people, observation, ksb_uid=ksb_uid
        )
        self._show(dialog)
        wrong = dialog.first_wrong() if say_wrong else None
        if wrong is not None:
            dialog.refuse(*wrong)
        self._workspace.look(suggested, then=dialog.suggest, key="ksbs to ask for")

    def _open_statement(self, observation: Observation | None, kind: FormKind, people: Any) -> None:
        from portfolio_app.ui.observations.statement_dialog import StatementDialog

        work = self._workspace
        if kind is FormKind.STATEMENT:
            self._show(StatementDialog(self._page.window(), work, kind, people, observation))
        else:
            work.look(schedule, observation, then=partial(self._on_schedule, observation, people))

    def _on_schedule(self, observation: Observation | None, people: Any, found: Any) -> None:
        from portfolio_app.ui.observations.statement_dialog import StatementDialog

        rows, hindrance = found
        self._show(
            StatementDialog(
                self._page.window(), self._workspace, FormKind.EMPLOYER_STATEMENT, people,
                observation, schedule=rows, hindrance=hindrance,
            )
        )  # fmt: skip

    def _show(self, dialog: Any) -> None:
        self.dialog = dialog
        dialog.handed.connect(self._on_handed)
        dialog.register_wanted.connect(self._on_register)
        dialog.open()

    def _on_handed(self, uid: str, step: Step) -> None:
        self._workspace.look(
            queries.observations.observation, uid, then=partial(self._on_found, step)
        )

    def _on_found(self, step: Step, found: Observation | None) -> None:
        if found is not None:
            self.do(found, step)

    def _on_register(self) -> None:
        self._workspace.go(Place(SETTINGS, tab="you", want="field:witnesses"))

    def _on_supplement(self, changes: Changes) -> None:
        self._workspace.look(
            queries.observations.observation, changes.focus,
            then=partial(self._on_found, Step.CHANGE),
        )  # fmt: skip

    # files

    def _save(self, observation: Observation, more: str) -> None:
        from portfolio_app.services import requests

        self._workspace.look(
            requests.name_to_save, observation.uid, then=partial(self._on_named, observation, more)
        )

    def _on_named(self, observation: Observation, more: str, name: str) -> None:
        name = name.replace(".pdf", f"{more}.pdf")
        title = self.tr("Save the form of {0}").format(observation.ref)
        messages.choose_save(
            self._page, title, partial(self._on_place, observation.uid), _home() / name, PDF
        )

    def _on_place(self, uid: str, paths: list[Path]) -> None:
        from portfolio_app.services import requests

        if paths:
            title = self.tr("Making the form")
            self._workspace.start(
                title,
                requests.save_form,
                uid,
                paths[0],
                then=partial(self._on_saved, uid),
                failed=self._on_no,
            )

    def save_version(self, uid: str, version: int) -> None:
        """Save a form again as it went out."""
        self._workspace.look(
            queries.observations.observation, uid, then=partial(self._on_version_found, version)
        )

    def _on_version_found(self, version: int, found: Observation | None) -> None:
        request = next((r for r in found.requests if r.version == version), None) if found else None
        if found is None or request is None:
            return
        from portfolio_app.domain.safe_names import file_name

        name = file_name(found.ref.replace("-", "_"), request.content.title, f"v{version}", "pdf")
        title = self.tr("Save version {0} of {1}").format(version, found.ref)
        then = partial(self._on_version_place, found.uid, version)
        messages.choose_save(self._page, title, then, _home() / name, PDF)

    def _on_version_place(self, uid: str, version: int, paths: list[Path]) -> None:
        from portfolio_app.services import form_copies

        if paths:
            self._workspace.do(
                form_copies.save_version, uid, version, paths[0], then=self._on_version,
                failed=self._on_no,
            )  # fmt: skip

    def _on_version(self, path: Path) -> None:
        self._workspace.tell(self.tr("Saved as {0}").format(path.name))

    def _on_saved(self, uid: str, saved: Any) -> None:
        message = Message(
            self.tr("The form is saved as {0}.").format(saved.path.name),
            self.tr("Nothing has been sent."),
            self.tr("Attach it to an e-mail, send that, then say here that you have sent it."),
        )
        answers = (
            Answer("message", self.tr("Draft email"), "primary"),
            Answer("show", self.tr("Show file")),
            Answer("", self.tr("Close")),
        )
        then = partial(self._on_saved_answer, saved.path, uid)
        messages.ask(self._page, message, answers, then)

    def _on_saved_answer(self, path: Path, uid: str, answer: str) -> None:
        if answer == "show":
            opening.show_in_folder(path)
        elif answer == "message":
            self.write(uid)

    def _on_no(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            return
        if isinstance(error, PortfolioError):
            messages.tell(self._page, messages.of_error(error))
        else:
            self._workspace.trouble.emit(error)

    # messages

    def _for_party(self, observation: Observation, then: Callable[[int], None]) -> None:
        """Ask for whom a message is, where several others sign the one form; else go on."""
        others = [
            (number, each.role)
            for number, each in enumerate(observation.asked.signers, 1)
            if not each.is_me
        ]
        if len(others) < 2:
            then(others[0][0] if others else 0)
            return
        message = Message(
            self.tr("Whom is the message for?"),
            self.tr("Each gets the same form, with a message of their own. Nothing is sent."),
        )
        answers = [messages.CANCEL, *(Answer(str(number), role) for number, role in others)]
        messages.ask(self._page, message, answers, partial(_on_party, then))

    def write(self, uid: str, party: int = 0) -> None:
        """Show the message that goes with the form, made anew where what it asks has changed."""
        self._workspace.start(
            self.tr("Writing the message"), written, uid, party, then=self.show_message,
            failed=self._on_no,
        )  # fmt: skip

    def remind(self, uid: str, party: int = 0) -> None:
        """Show a polite reminder."""
        self._workspace.look(reminded, uid, party, then=self.show_message, failed=self._on_no)

    def show_message(self, found: Written) -> None:
        """Show a message; that it was sent can be said until it was said of this version."""
        from portfolio_app.ui.observations import message_dialog as dialogs

        ref = found.observation.ref
        offers = [dialogs.COPY, dialogs.SHOW_FILE, dialogs.MAIL]
        if found.observation.asked.day and not found.is_reminder:
            offers.append(dialogs.CALENDAR)
        newest = found.observation.newest
        if not found.is_reminder and (newest is None or not newest.sent_at):  # else it was said
            offers.append(dialogs.SENT)
        title = self.tr("Reminder for {0}") if found.is_reminder else self.tr("Email for {0}")
        note = self.tr(
            "Nothing is sent by this app. The e-mail file opens in your own mail program with the "
            "form attached, ready for you to look at and send."
        )
        dialog = dialogs.MessageDialog(
            self._page.window(), title.format(ref), found.to, found.subject, found.text,
            tuple(offers), note=note,
        )  # fmt: skip
        self.dialog = dialog
        dialog.wanted.connect(partial(self._on_message_wanted, found))
        dialog.open()

    def _on_message_wanted(self, found: Written, what: str) -> None:
        from portfolio_app.services import requests
        from portfolio_app.ui.observations import message_dialog as dialogs

        known = found.observation
        parent = self.dialog if isinstance(self.dialog, QWidget) else self._page
        if what == dialogs.SHOW_FILE:
            self._save(known, "")
        elif what == dialogs.SENT:
            self._workspace.do(requests.sent, known.uid, toast=True)
        elif what == dialogs.MAIL:
            name = requests.usual_name(known, "eml")
            then = partial(self._on_mail_place, found)
            title = self.tr("Save as an e-mail file")
            messages.choose_save(parent, title, then, _home() / name, MAIL)
        elif what == dialogs.CALENDAR:
            name = requests.usual_name(known, "ics")
            then = partial(self._on_calendar_place, known.uid)
            title = self.tr("Save a calendar entry")
            messages.choose_save(parent, title, then, _home() / name, CALENDAR)

    def _on_mail_place(self, found: Written, paths: list[Path]) -> None:
        from portfolio_app.services import asking

        if paths:
            self._workspace.start(
                self.tr("Saving the e-mail"), asking.save_message, found.observation.uid, paths[0],
                remind=found.is_reminder, party=found.party, then=self._on_mail, failed=self._on_no,
            )  # fmt: skip

    def _on_mail(self, saved: Any) -> None:
        self._workspace.tell(
            self.tr("{0} is saved. Open it, look at it, send it.").format(saved.path.name)
        )

    def _on_calendar_place(self, uid: str, paths: list[Path]) -> None:
        from portfolio_app.services import asking

        if paths:
            self._workspace.do(
                asking.save_calendar, uid, paths[0], then=self._on_calendar, failed=self._on_no
            )

    def _on_calendar(self, path: Path) -> None:
        self._workspace.tell(self.tr("{0} is saved.").format(path.name))


@dataclass(frozen=True, slots=True)
class Written:
    """A message in words. ``changes`` made the form it goes with, or did nothing."""

    changes: Changes
    observation: Observation
    to: str
    subject: str
    text: str
    is_reminder: bool = False
    party: int = 0


def written(
    store: Store, room: Workroom, uid: str, party: int = 0, *, progress: Progress = silent
) -> Written:
    """Return the message of a request; its form is made first where it has to be.

    ``party`` says to whom it goes, as ``asking.message`` has it.
    """
    from portfolio_app.services import asking, requests

    made = requests.make(store, room, uid, progress=progress)
    message = asking.message(store, uid, party=party)
    known = requests.found(store, uid)
    return Written(made.changes, known, message.to, message.subject, message.text, party=party)


def reminded(store: Store, uid: str, party: int = 0) -> Written:
    """Return a reminder of a request that was sent; ``party`` as ``asking.message`` has it."""
    from portfolio_app.services import asking, requests

    message = asking.reminder(store, uid, party=party)
    nothing = Changes("", frozenset())
    known = requests.found(store, uid)
    return Written(
        nothing, known, message.to, message.subject, message.text, is_reminder=True, party=party
    )


def _on_party(then: Callable[[int], None], answer: str) -> None:
    if answer.isdigit():
        then(int(answer))


def _is_whole(observation: Observation) -> bool:
    """Return whether a form can be made of what is asked, as the dialog would allow it."""
    asked = observation.asked
    looked_for = bool(asked.ksb_uids) or observation.kind is not FormKind.OBSERVATION
    return bool(observation.witness_uid) and asked.title != UNTITLED and looked_for


def _home() -> Path:
    return Path.home()
