"""Welcome: two pages to a first portfolio, and the way back into one that exists."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app import tokens
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import icons, messages
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.messages import Answer, Message
from portfolio_app.ui.kit.screen_room import fitting
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.shell.new_form import NewForm
from portfolio_app.ui.shell.one_page import OnePage
from portfolio_app.ui.shell.opening import Opener, sample_folder
from portfolio_app.ui.shell.restore_form import RestoreForm, when
from portfolio_app.ui.shell.unlock_form import UnlockForm


class Welcome(QWidget):
    """A window of its own; ``opened`` carries the store and whether it is the disposable sample."""

    opened = Signal(object, bool)
    observer_wanted = Signal()
    unexpected = Signal(object)

    def __init__(self, opener: Opener) -> None:
        super().__init__()
        self._opener = opener
        self._folder = Path()
        self._readonly = False
        self._given: dict[str, str] = {}  # the key that was typed, until it has opened something
        self._restoring = False
        self._restored: Any = None  # a services.backup.Restored: what opens next, if it is that
        self.setWindowTitle(self.tr("Senior Leader Portfolio"))
        self.setProperty("look", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        width, height = (int(each) for each in tokens.numbers("size.window_min"))
        self.setMinimumSize(width // 2, height // 2)
        self.resize(fitting(self, width, height))

    def open_folder(self, folder: Path, *, readonly: bool = False) -> None:
        """Open a portfolio; what it needs (a key, another way) is asked for here."""
        if self._restoring:
            return  # what runs is in view, with its Cancel
        self._folder, self._readonly, self._given = folder, readonly, {}
        self._try_to_open()

    def refuse(self, folder: Path, error: PortfolioError) -> None:
        """Say why a portfolio that seemed open cannot be used; damage leads to its backup."""
        self._folder, self._given = folder, {}
        self._on_failed(error)

    def _try_to_open(self) -> None:
        self._busy(self.tr("Opening {0}").format(self._folder.stem))
        self._opener.open(
            self._folder,
            self._on_opened,
            self._on_failed,
            passphrase=self._given.get("passphrase"),
            recovery=self._given.get("recovery"),
            readonly=self._readonly,
        )

    # building

    def _build(self) -> None:
        look = theme()
        self._pages = OnePage()
        self._new_form = NewForm(self._opener)
        self._unlock = UnlockForm()
        self._restore_form = RestoreForm(self._opener)
        self._choices = self._build_choices()
        self._waiting = self._build_waiting()
        for page in (
            self._choices, self._new_form, self._unlock, self._restore_form, self._waiting,
        ):  # fmt: skip
            self._pages.add(page)
        self._new_form.back.connect(self.show_choices)
        self._new_form.asked.connect(self._on_create)
        self._unlock.back.connect(self.show_choices)
        self._unlock.asked.connect(self._on_unlock)
        self._restore_form.back.connect(self._on_restore_left)
        self._restore_form.asked.connect(self._on_restore)
        card = QFrame()
        card.setProperty("look", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[look.space("xxl")] * 4)
        inside.addWidget(self._pages)
        card.setMaximumWidth(look.px(680))
        holder = QWidget()
        holder.setProperty("look", "window")
        across = QHBoxLayout(holder)
        across.setContentsMargins(*[look.space("xl")] * 4)
        across.addStretch(1)
        across.addWidget(card, 20)
        across.addStretch(1)
        scroll = scrolled(holder)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _build_choices(self) -> QWidget:
        look = theme()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("md"))
        column.addStretch(1)
        column.addWidget(label(self.tr("Build your senior leader portfolio"), "title", wrap=True))
        column.addWidget(
            label(
                self.tr("Your work stays on this computer. There is no account."),
                "muted",
                wrap=True,
            )
        )
        column.addSpacing(look.space("lg"))
        self._new = self._choice(
            self.tr("I'm an &apprentice"), self.tr("Start a portfolio"), "plus", primary=True
        )
        self._new.clicked.connect(self._on_new)
        self._open = self._choice(
            self.tr("&Open an existing portfolio"), self.tr("From a folder on this computer"),
            "folder-open",
        )  # fmt: skip
        self._open.clicked.connect(self._on_open)
        column.addWidget(self._new)
        column.addWidget(self._open)
        restore = self._choice(
            self.tr("&Restore from a backup"),
            self.tr("On a new computer, or when a portfolio was lost or damaged"),
            "rotate-ccw",
        )
        restore.clicked.connect(self.show_restore)
        column.addWidget(restore)
        observe = self._choice(
            self.tr("Open an obser&vation request"),
            self.tr("For a line manager or observer: fill in and sign what you were sent"),
            "file-text",
        )
        observe.clicked.connect(lambda _=False: self.observer_wanted.emit())
        column.addWidget(observe)
        sample = QPushButton(self.tr("&Look round a sample portfolio"))
        sample.setObjectName("welcome_sample")
        sample.setProperty("look", "link")
        sample.setToolTip(self.tr("Fictional, and thrown away when you close it"))
        sample.clicked.connect(self._on_sample)
        column.addSpacing(look.space("sm"))
        column.addWidget(sample, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)
        return page

    def _choice(self, words: str, below: str, icon: str, *, primary: bool = False) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"welcome_{icon}")
        button.setProperty("look", "first-choice" if primary else "choice")
        button.setAccessibleDescription(below)
        button.setToolTip(below)
        icons.put(button, icon, "accent.on_fill" if primary else "text.normal")
        return button

    def _build_waiting(self) -> QWidget:
        look = theme()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(look.space("md"))
        column.addStretch()
        self._wait_words = label("", "subtitle", wrap=True)
        self._wait_bar = QProgressBar()
        self._wait_bar.setTextVisible(False)
        self._wait_bar.setAccessibleName(self.tr("Progress"))
        self._wait_cancel = QPushButton(self.tr("Cancel"))
        self._wait_cancel.clicked.connect(self._opener.cancel)
        column.addWidget(self._wait_words)
        column.addWidget(self._wait_bar)
        column.addWidget(self._wait_cancel, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        return page

    # reacting

    def show_choices(self) -> None:
        """Go to the first page."""
        if self._restoring:
            return
        self._pages.show_page(self._choices)
        self._new.setFocus()

    def show_form(self) -> None:
        """Go to the second page: a new portfolio's form."""
        if self._restoring:
            return
        self._new_form.begin(date.today())  # noqa: DTZ011 - the person's own calendar
        self._pages.show_page(self._new_form)
        self._new_form.first.setFocus()

    def show_restore(self, *_checked: object, damaged: Path | None = None) -> None:
        """Go to the page that restores a backup, perhaps beside a ``damaged`` portfolio."""
        if self._restoring:
            return
        self._restore_form.begin(damaged)
        self._pages.show_page(self._restore_form)
        self._restore_form.first.setFocus()

    def news_of(self, folder: Path) -> str:
        """Return what to say in the window of a portfolio that was just restored, else ""."""
        done = self._restored
        if done is None or done.path != folder:
            return ""
        words = self.tr("Restored as it was on {0}, with {1} files.")
        if done.files == 1:
            words = self.tr("Restored as it was on {0}, with {1} file.")
        return words.format(when(done.made), done.files)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._opener.cancel()  # nothing half made is left of a sample or of what is restored
        self._restore_form.forget()
        super().closeEvent(event)

    def _on_new(self) -> None:
        self.show_form()

    def _on_open(self) -> None:
        messages.choose_folder(self, self.tr("Choose the portfolio's folder"), self._on_chosen)

    def _on_chosen(self, paths: list[Path]) -> None:
        self.open_folder(paths[0])

    def _on_sample(self) -> None:
        self._folder = sample_folder()
        self._busy(self.tr("Making the sample portfolio"), cancellable=True)
        self._opener.sample(
            self._folder, self._on_sample_made, self._on_sample_failed, self._on_progress
        )

    def _on_progress(self, message: str, fraction: float) -> None:
        self._wait_bar.setRange(0, 1000)
        self._wait_bar.setValue(round(fraction * 1000))
        self._wait_words.setText(message)

    def _on_sample_made(self, store: Store) -> None:
        self.opened.emit(store, True)  # noqa: FBT003 - a signal has no names

    def _on_sample_failed(self, error: BaseException) -> None:
        import shutil

        shutil.rmtree(self._folder, ignore_errors=True)
        self.show_choices()
        if not isinstance(error, Cancelled):
            self._tell(error)

    def _on_create(self) -> None:
        form = self._new_form
        self._folder = form.folder
        self._busy(self.tr("Making your portfolio"))
        self._opener.create(
            form.folder,
            form.facts(),
            self._on_opened,
            self._on_create_failed,
            passphrase=form.passphrase,
            backup_folder=form.backup_folder,
        )

    def _on_create_failed(self, error: BaseException) -> None:
        self._pages.show_page(self._new_form)
        if isinstance(error, PortfolioError):
            self._new_form.show_refusal(error)
        else:
            self._tell(error)

    def _on_restore_left(self) -> None:
        self._restore_form.forget()
        self.show_choices()

    def _on_restore(self) -> None:
        form = self._restore_form
        self._busy(self.tr("Restoring your portfolio"), cancellable=True)
        self._restoring = True
        self._opener.restore(
            form.backup,
            form.folder,
            self._on_restored,
            self._on_restore_failed,
            self._on_progress,
            secret=form.secret,
            copy=form.copy,
        )

    def _on_restored(self, done: Any) -> None:
        self._restoring = False
        self._restored = done
        self._folder, self._readonly = done.path, False
        self._given = self._restore_form.secret
        self._try_to_open()

    def _on_restore_failed(self, error: BaseException) -> None:
        self._restoring = False
        self._pages.show_page(self._restore_form)
        if isinstance(error, PortfolioError):
            self._restore_form.show_refusal(error)
            return
        self._restore_form.show_stopped()
        if not isinstance(error, Cancelled):
            self._tell(error)

    def _on_unlock(self, kind: str, secret: str) -> None:
        self._given = {kind: secret}
        self._try_to_open()

    def _on_opened(self, store: Store) -> None:
        self._given = {}
        self.opened.emit(store, False)  # noqa: FBT003 - a signal has no names

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            if error.code in ("key-needed", "wrong-key", "bad-recovery-key", "keychain"):
                self._unlock.ask(self._folder, error)
                self._pages.show_page(self._unlock)
                self._unlock.take_focus()
                return
            if error.code == "already-open":
                self._ask_to_read()
                return
            if error.code == "damaged":
                self._offer_backup(error)
                return
        self.show_choices()
        self._tell(error)

    def _offer_backup(self, error: PortfolioError) -> None:
        self.show_choices()
        messages.ask(
            self,
            Message(
                error.message,
                self.tr("The damaged portfolio is kept as it is."),
                self.tr("Restore your last backup into a new folder."),
                "danger",
            ),
            [
                Answer("restore", self.tr("Restore a backup"), "primary"),
                Answer("", self.tr("Not now")),
            ],
            self._on_backup_answer,
        )

    def _on_backup_answer(self, answer: str) -> None:
        if answer == "restore":
            self.show_restore(damaged=self._folder)

    def _ask_to_read(self) -> None:
        self.show_choices()
        messages.ask(
            self,
            Message(
                self.tr("This portfolio is already open on another computer or in another window."),
                self.tr("Nothing has been changed."),
                self.tr("Close it there, or open a copy you can look at but not change."),
                "warn",
            ),
            [Answer("read", self.tr("Open to read"), "primary"), messages.CANCEL],
            self._on_read_answer,
        )

    def _on_read_answer(self, answer: str) -> None:
        if answer == "read":
            self._readonly = True
            self._try_to_open()

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            messages.tell(self, messages.of_error(error))
        else:
            self.unexpected.emit(error)

    def _busy(self, words: str, *, cancellable: bool = False) -> None:
        self._wait_words.setText(words)
        self._wait_bar.setRange(0, 0 if not cancellable else 1000)
        self._wait_bar.setValue(0)
        self._wait_cancel.setVisible(cancellable)
        self._pages.show_page(self._waiting)
        if cancellable:
            self._wait_cancel.setFocus()
