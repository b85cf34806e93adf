"""What is done with the form in view: kept as it is typed, saved, printed, signed, left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain import forms
from portfolio_app.domain.filling import SIGNATURE, Missing, SignedBy
from portfolio_app.domain.form_lines import of_party
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit import messages, opening
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.messages import CANCEL, Answer, Message
from portfolio_app.ui.observer.desk import Desk
from portfolio_app.ui.observer.form_page import FormPage
from portfolio_app.ui.observer.keeping import Keeper

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from portfolio_app.services.observing import OpenForm, SignedCopy
    from portfolio_app.ui.kit.paper import Paper

_PDF = "PDF documents (*.pdf)"
_PAPERS = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif"
_NAMED = 3  # of what is still to do, at the foot


class FormWork(QObject):
    """One form that was opened. ``saved`` carries it as it now stands, ``trouble`` what went wrong.

    ``left`` follows the wish to see all requests, ``party_wanted`` that to answer as another party.
    """

    saved = Signal(object)
    left = Signal()
    party_wanted = Signal(int)
    trouble = Signal(object)

    def __init__(
        self, window: QWidget, desk: Desk, form: OpenForm, before: OpenForm | None, aside: Path
    ) -> None:
        """``before`` has words that were typed earlier and are in no draft yet."""
        from portfolio_app.services import observing

        words = observing.words(form.content.kind)
        self.page = FormPage(form.content, words, form.known, form.party, form.signed_parties)
        super().__init__(self.page)
        self._window = window
        self._desk = desk
        self._paper: Paper | None = None
        self._is_signing = False
        self.keeper = Keeper(desk, form, self.page.entries.answers, aside, self)
        self.page.signing.folder = self._folder
        self._connect()
        self._show(form, before)

    @property
    def form(self) -> OpenForm:
        """The form as it was opened or last saved."""
        return self.keeper.form

    @property
    def is_locked(self) -> bool:
        """Whether a signed copy is in view, to be read."""
        return self.page.is_locked

    def _connect(self) -> None:
        page = self.page
        page.edited.connect(self._on_edited)
        page.leave_wanted.connect(self.left)
        page.party_wanted.connect(self.party_wanted)
        page.draft_wanted.connect(self.save_draft)
        page.print_wanted.connect(self.print_form)
        page.sign_wanted.connect(self._on_sign)
        page.paper_wanted.connect(self._on_paper_wanted)
        page.paper_unwanted.connect(self._on_paper_unwanted)
        page.signing.picture_chosen.connect(self._on_picture)
        self.keeper.kept.connect(self._on_kept)
        self.keeper.failed.connect(self._on_not_kept)

    def _show(self, form: OpenForm, before: OpenForm | None) -> None:
        page = self.page
        page.entries.fill((before or form).answers)
        typed = of_party(forms.TYPED_SIGNATURE, form.party)
        page.signing.typed.setText(form.answers.get(typed, ""))
        if page.signing.typed.text():
            page.signing.show_way(SignedBy.TYPED)
        page.show_paper(form.paper)
        page.lock(is_locked=form.is_signed)
        if form.is_signed:
            self._show_locked(form)
        elif before is not None:
            page.notice.show_words(
                self.tr("These are the words you typed before. They aren't in a draft yet."),
                self.tr("Save a draft, or begin again with the form as it came."),
                [
                    (self.tr("Save draft…"), self.save_draft),
                    (self.tr("Begin again"), self._on_begin_again),
                ],
            )
        self._say_state()
        if form.is_draft:
            self.page.say(self.tr("Draft, not signed yet · {0}").format(form.path.name))

    # keeping

    def _on_edited(self, name: str) -> None:
        self.keeper.note(name)
        self.page.notice.pass_by()
        if not self.keeper.has_failed:
            self.page.say(self.tr("Typing…") if self.form.is_draft else self._not_chosen())

    def _not_chosen(self) -> str:
        return self.tr(
            "Kept for now on this computer only. Choose “Save draft” to say where it should be."
        )

    def _say_state(self) -> None:
        form = self.form
        if form.is_signed and self.is_locked:
            told = self.tr("Signed and locked: {0}").format(form.path.name)
            self.page.say(f"{told} · {form.signed_by.noun}" if form.signed_by else told)
        elif form.is_draft:
            name = form.path.name
            self.page.say(self.tr("Draft saved {0} · {1}").format(_clock(), name))
        elif form.is_signed:
            self.page.say(self.tr("New version, not signed yet."))
        elif self.keeper.is_aside:
            self.page.say(self._not_chosen())
        else:
            self.page.say(self.tr("Nothing typed yet. Your draft is saved where you choose."))

    def _on_kept(self) -> None:
        self._say_state()
        if self.page.notice.property("look") == "danger":
            self.page.notice.put_away()

    def _on_not_kept(self, error: BaseException) -> None:
        if not isinstance(error, PortfolioError):
            self.trouble.emit(error)
            return
        self.page.say(self.tr("Not saved. What you typed is still here."), "danger")
        self.page.notice.show_words(
            self.tr("Your last words aren't saved."),
            str(error),
            [(self.tr("Save the draft elsewhere…"), self._choose_draft)],
            "danger",
        )
        announcer().say(str(error), urgent=True)

    def save_draft(self) -> None:
        """Save the draft: where it is, else where the person says."""
        if self.is_locked:
            return
        if self.form.is_draft and not self.keeper.has_failed:
            self.keeper.save_again()
            announcer().say(self.tr("Draft saved"))
        else:
            self._choose_draft()

    def _choose_draft(self, then: Callable[[], None] | None = None) -> None:
        from portfolio_app.services import observing

        start = observing.free_place(self._folder(), self.form.content, "draft")
        title = self.tr("Where to keep your draft")
        messages.choose_save(self._window, title, partial(self._on_draft_place, then), start, _PDF)

    def _on_draft_place(self, then: Callable[[], None] | None, paths: list[Path]) -> None:
        had_paper = self.keeper.paper is not None
        self.keeper.save_to(paths[0])
        self.keeper.settle(then or partial(self._on_draft_saved, had_paper=had_paper))

    def _on_draft_saved(self, *, had_paper: bool) -> None:
        form = self.form
        self.saved.emit(form)
        self.page.show_paper(form.paper)
        if had_paper:
            self.page.notice.show_words(
                self.tr("Saved, with the signed paper form inside: {0}").format(form.path.name),
                self.tr("Email this file back to whoever asked you. Nothing has been sent."),
                [self._show_file(form.path)],
            )
        else:
            self.page.notice.show_words(
                self.tr("Draft saved: {0}").format(form.path.name),
                self.tr("It is saved as you type from now on. It isn't signed yet."),
                [self._show_file(form.path)],
                is_passing=True,
            )
        announcer().say(self.tr("Draft saved"))

    def _on_begin_again(self) -> None:
        self.page.entries.fill(self.form.answers)
        self.keeper.forget()
        self.page.notice.put_away()
        self._say_state()
        self.page.take_focus()

    def leave(self, then: Callable[[], None]) -> None:
        """Keep what is still to be kept, ask where if nobody said, then go on.

        A signature that was given and is in no signed copy is asked about first: it is kept in no
        draft, and whoever gave it may think the form signed.
        """
        if not self.is_locked and self.page.signing.is_given:
            self._ask_unsigned(then)
        else:
            self._leave(then)

    def _ask_unsigned(self, then: Callable[[], None]) -> None:
        message = Message(
            self.tr("You gave a signature, and no signed copy is saved yet."),
            self.tr(
                "Nothing has been sent. Your answers are still here; a draft has no signature."
            ),
            self.tr("Choose “Save signed copy” to have a file that you can send back."),
            "warn",
        )
        answers = [
            Answer("leave", self.tr("Leave it unsigned")),
            CANCEL,
            Answer("sign", self.tr("Save signed copy…"), "primary"),
        ]
        messages.ask(self._window, message, answers, partial(self._on_unsigned_answer, then))

    def _on_unsigned_answer(self, then: Callable[[], None], answer: str) -> None:
        if answer == "sign":
            self._on_sign()
        elif answer == "leave":
            self._leave(then)

    def _leave(self, then: Callable[[], None]) -> None:
        if self.is_locked or not (self.keeper.is_changed or self.keeper.is_aside):
            self.keeper.settle(then)
        elif self.form.is_draft and not self.keeper.has_failed:
            self.keeper.save_again()
            self.keeper.settle(then)
        else:
            message = Message(
                self.tr("What you typed isn't in a draft of yours yet."),
                self.tr("Nothing has been sent, and the file you opened is as it came."),
                self.tr("Save a draft to go on later."),
                "warn",
            )
            answers = [
                Answer("discard", self.tr("Don't keep it")),
                CANCEL,
                Answer("save", self.tr("Save draft…"), "primary"),
            ]
            messages.ask(self._window, message, answers, partial(self._on_leave_answer, then))

    def _on_leave_answer(self, then: Callable[[], None], answer: str) -> None:
        if answer == "save":
            self._choose_draft(then)
        elif answer == "discard":
            self.keeper.settle(lambda: None)
            self.keeper.forget()
            then()

    # the paper form

    def _on_paper_wanted(self) -> None:
        title = self.tr("Choose a scan or photo of the signed paper form")
        filters = self.tr("PDF documents and pictures ({0});;All files (*)").format(_PAPERS)
        messages.choose_files(self._window, title, self._on_paper, self._folder(), filters)

    def _on_paper(self, paths: list[Path]) -> None:
        self.keeper.paper = paths[0]
        self.page.show_paper(paths[0].name)
        if self.form.is_draft:
            self.keeper.save_again()
            self.keeper.settle(partial(self._on_draft_saved, had_paper=True))
        else:
            self.page.notice.show_words(
                self.tr("The signed paper form goes into the file when you save it."),
                self.tr("Choose “Save draft” if everything is on paper, and email that file back."),
                [(self.tr("Save draft…"), self.save_draft)],
            )

    def _on_paper_unwanted(self) -> None:
        self.keeper.paper, self.keeper.keeps_paper = None, False
        self.page.show_paper("")
        self.page.attach_paper.setFocus()
        if self.form.is_draft:
            self.keeper.save_again()

    # printing

    def print_form(self) -> None:
        """Ask for a printer and print the form with what was entered."""
        from portfolio_app.ui.kit import paper

        paper.ask_printer(self._window, self._on_printer)

    def _on_printer(self, printer: QPrinter) -> None:
        from portfolio_app.services import observing
        from portfolio_app.ui.kit.paper import Paper

        self._paper = paper = Paper(printer)
        self.page.say(self.tr("Printing…"))
        self._desk.do(
            observing.print_form,
            self.form,
            self.page.entries.answers(),
            paper.put,
            dots=paper.dots,
            then=self._on_printed,
            failed=self._on_not_printed,
        )

    def _on_printed(self, pages: int) -> None:
        if self._paper is not None:
            self._paper.close()
            self._paper = None
        words = self.tr("{0} pages went to the printer.").format(pages)
        self.page.say(words)
        announcer().say(words)

    def _on_not_printed(self, error: BaseException) -> None:
        if self._paper is not None:
            self._paper.give_up()
            self._paper = None
        self._say_state()
        self.trouble.emit(error)

    # signing

    def _on_picture(self, path: Path) -> None:
        from portfolio_app.services import observing

        self._desk.do(
            observing.preview, path, then=self.page.signing.show_preview, failed=self._on_no_picture
        )

    def _on_no_picture(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            self.page.signing.say_wrong(str(error))
        else:
            self.trouble.emit(error)

    def _on_sign(self) -> None:
        from portfolio_app.services import observing

        if self._is_signing:
            return
        missing = observing.still_to_do(self.form, self.page.entries.answers())
        stops = [each for each in missing if each.stops]
        if wanted := self.page.signing.missing():
            stops.append(Missing(SIGNATURE, wanted))
        self.page.show_missing(stops)
        if stops:
            self.page.say(self._still_to_do([each.words for each in stops]), "danger")
            return
        left = [each.words for each in missing]
        if left:
            self._ask_to_sign(left)
        else:
            self._choose_signed()

    def _still_to_do(self, words: list[str]) -> str:
        """Return what to say at the foot: the first few of what the head of the form lists."""
        told = "; ".join(words[:_NAMED])
        if len(words) > _NAMED:
            told = self.tr("{0}; and {1} more").format(told, len(words) - _NAMED)
        return self.tr("Not signed. Still to do: {0}. A draft can be saved as it is.").format(told)

    def _ask_to_sign(self, left: list[str]) -> None:
        message = Message(
            self.tr("Sign it as it is?"),
            self.tr("Left open: {0}.").format("; ".join(left)),
            self.tr("These may stay open. Once it is signed, the copy is locked."),
        )
        answers = [
            Answer("", self.tr("Go back")),
            Answer("sign", self.tr("Sign and save…"), "primary"),
        ]
        messages.ask(self._window, message, answers, self._on_sign_answer)

    def _on_sign_answer(self, answer: str) -> None:
        if answer == "sign":
            self._choose_signed()

    def _choose_signed(self) -> None:
        from portfolio_app.services import observing

        start = observing.free_place(self._folder(), self.form.content, "signed")
        title = self.tr("Where to save the signed copy")
        messages.choose_save(self._window, title, self._on_signed_place, start, _PDF)

    def _on_signed_place(self, paths: list[Path]) -> None:
        from portfolio_app.services import observing

        signing = self.page.signing
        certificate = None
        if signing.certificate is not None and signing.by is SignedBy.CERTIFICATE:
            certificate = observing.Certificate(signing.certificate, signing.password)
        self._is_signing = True
        self.page.sign.setEnabled(False)
        self.page.say(self.tr("Signing…"))
        self._desk.do(
            observing.save_signed,
            self.form,
            self.page.entries.answers(),
            signing.given,
            paths[0],
            certificate=certificate,
            picture=signing.picture,
            paper=self.keeper.paper,
            keep_paper=self.keeper.keeps_paper,
            then=self._on_signed,
            failed=self._on_not_signed,
        )

    def _on_signed(self, copy: SignedCopy) -> None:
        self._is_signing = False
        self.keeper.forget()
        self.keeper.form, self.keeper.paper = copy.form, None
        self.page.signing.forget()
        self.page.lock(is_locked=True)
        self.saved.emit(copy.form)
        self._say_state()
        lost = "\n" + self.tr(
            "Look through these answers in the signed copy: not every letter was read back: {0}"
        ).format("; ".join(copy.form.lost))
        words = self.tr(
            "Email this file back to whoever asked you: attach it to a reply. Nothing has been "
            "sent. Its check number (SHA-256) is {0}"
        ).format(copy.sha256)
        self.page.notice.show_words(
            self.tr("Signed copy saved: {0}").format(copy.path.name),
            words + (lost if copy.form.lost else ""),
            [self._show_file(copy.path), (self.tr("Change my answers…"), self._on_change)],
        )
        if self.page.notice.buttons:
            self.page.notice.buttons[0].setFocus()
        announcer().say(self.tr("Signed copy saved"))

    def _on_not_signed(self, error: BaseException) -> None:
        self._is_signing = False
        self.page.sign.setEnabled(True)
        self.page.signing.forget_password()
        self._say_state()
        if not isinstance(error, PortfolioError):
            self.trouble.emit(error)
            return
        self.page.say(self.tr("Not signed. Your answers are still here."), "danger")
        self.page.signing.say_wrong(str(error))
        self.page.signing.go_to()
        announcer().say(str(error), urgent=True)

    def _show_locked(self, form: OpenForm) -> None:
        ways = [(self.tr("Change my answers…"), self._on_change), self._show_file(form.path)]
        if form.is_as_signed:
            self.page.notice.show_words(
                self.tr("This copy is signed and locked."),
                self.tr("You can read and print it. A change makes a new version, not signed yet."),
                ways,
            )
        else:
            self.page.notice.show_words(
                self.tr("The answers in this file are not those that were signed."),
                self.tr("Somebody changed them since. Look through them, then sign a new copy."),
                ways,
                "warning",
            )

    def _on_change(self) -> None:
        message = Message(
            self.tr("Change a signed form?"),
            self.tr("{0} stays as it is, signed.").format(self.form.path.name),
            self.tr("You go on with a new version that has no signature, and sign it anew."),
            "warn",
        )
        answers = [CANCEL, Answer("change", self.tr("Change my answers"), "primary")]
        messages.ask(self._window, message, answers, self._on_change_answer)

    def _on_change_answer(self, answer: str) -> None:
        if answer != "change":
            return
        self.page.lock(is_locked=False)
        self.page.notice.show_words(
            self.tr("New version, not signed."),
            self.tr("Save it as a draft, or sign it when you are done."),
            is_passing=True,
        )
        self.page.signing.forget()
        self._say_state()
        self.page.take_focus()

    # both

    def _show_file(self, path: Path) -> tuple[str, Callable[[], None]]:
        return self.tr("Show file"), partial(_show_in_folder, path)

    def _folder(self) -> Path:
        """Return where files are best put: beside the form, unless that is no place to keep any."""
        beside = self.form.path.parent
        place = QStandardPaths.StandardLocation
        passing = Path(QStandardPaths.writableLocation(place.TempLocation))
        if beside.is_dir() and not beside.is_relative_to(passing):
            return beside
        return Path(QStandardPaths.writableLocation(place.DocumentsLocation) or Path.home())


def _show_in_folder(path: Path) -> None:
    opening.show_in_folder(path)


def _clock() -> str:
    return datetime.now().astimezone().strftime("%H:%M")
