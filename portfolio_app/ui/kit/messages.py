"""Telling and asking, in one place: a test puts a ``Recorder`` where people would answer.

Dialogs are shown, never waited for: the answer comes to a callback. Words are plain text always.

::

    messages.tell(self, Message(what="…isn't saved.", safe="Everything up to 14:02 is safe.",
                                next="Free some space, then try again."))
    messages.ask(self, Message(...), [Answer("read", "Open to read"), CANCEL], self._on_answer)
    messages.choose_files(self, self.tr("Add evidence files"), self._on_files)

Use them sparingly: a toast (``workspace.tell``) or words in place come first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.theme import theme


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, what is safe, what to do next. ``level`` is info, warn or danger."""

    what: str
    safe: str = ""
    next: str = ""
    level: str = "info"
    title: str = ""

    @property
    def rest(self) -> str:
        """What is safe and what to do next, as one paragraph."""
        return f"{self.safe} {self.next}".strip()


@dataclass(frozen=True, slots=True)
class Answer:
    """A button: the value the callback gets, its words, its look ("primary" is the default)."""

    value: str
    text: str
    look: str = ""


CANCEL = Answer("", "Cancel")
Chosen = Callable[[list[Path]], None]


class Way(Protocol):
    """How telling and asking is done: dialogs for people, a Recorder for tests."""

    def ask(
        self,
        parent: QWidget,
        message: Message,
        answers: Sequence[Answer],
        then: Callable[[str], None],
    ) -> None:
        """Show the message with its buttons; call ``then`` with the value ("" for Esc)."""

    def files(self, parent: QWidget, title: str, then: Chosen, start: Path | None) -> None:
        """Let the person choose existing files; call ``then`` only if they did."""

    def folder(self, parent: QWidget, title: str, then: Chosen, start: Path | None) -> None:
        """Let the person choose a folder; call ``then`` with one path only if they did."""

    def save(self, parent: QWidget, title: str, then: Chosen, start: Path, filters: str) -> None:
        """Let the person say where to write; call ``then`` with one path only if they did."""


def of_error(error: PortfolioError) -> Message:
    """Return the message of a refusal."""
    return Message(error.message, next=error.hint, level="warn")


def tell(parent: QWidget, message: Message, then: Callable[[], None] | None = None) -> None:
    """Show a message with one button."""
    close = QCoreApplication.translate("messages", "Close")
    way.ask(
        parent, message, [Answer("close", close, "primary")], lambda _: then() if then else None
    )


def ask(
    parent: QWidget, message: Message, answers: Sequence[Answer], then: Callable[[str], None]
) -> None:
    """Ask with verbs on the buttons; ``then`` gets the answer's value, "" for Esc or Cancel."""
    way.ask(parent, message, answers, then)


def choose_files(parent: QWidget, title: str, then: Chosen, start: Path | None = None) -> None:
    """Let the person choose existing files."""
    way.files(parent, title, then, start)


def choose_folder(parent: QWidget, title: str, then: Chosen, start: Path | None = None) -> None:
    """Let the person choose a folder, existing or new; ``then`` gets a list of one."""
    way.folder(parent, title, then, start)


def choose_save(parent: QWidget, title: str, then: Chosen, start: Path, filters: str) -> None:
    """Let the person say where to write a file; ``then`` gets a list of one.

    ``filters`` as Qt has them: "PDF documents (*.pdf)".
    """
    way.save(parent, title, then, start, filters)


class MessageDialog(QDialog):
    """A message with verbs on its buttons: Esc and the last answer without a value cancel."""

    def __init__(self, parent: QWidget, message: Message, answers: Sequence[Answer]) -> None:
        super().__init__(parent)
        self.answer = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(message.title or self.tr("Senior Leader Portfolio"))
        self.setAccessibleDescription(f"{message.what} {message.rest}".strip())
        self._build(message, answers)

    def _build(self, message: Message, answers: Sequence[Answer]) -> None:
        look = theme()
        sign = QLabel()
        name, colour = {
            "warn": ("triangle-alert", "status.warn"),
            "danger": ("circle-x", "status.danger"),
        }.get(message.level, ("info", "status.info"))
        sign.setPixmap(icons.pixmap(name, look.px(24), colour))
        sign.setAccessibleName(message.level)
        words = QVBoxLayout()
        words.setSpacing(look.space("sm"))
        for text, role in ((message.what, "subtitle"), (message.rest, "body")):
            if text:
                label = QLabel()
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setText(text)
                label.setProperty("role", role)
                label.setWordWrap(True)
                label.setMinimumWidth(look.px(380))
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                words.addWidget(label)
        top = QHBoxLayout()
        top.setSpacing(look.space("lg"))
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.space("sm"))
        buttons.addStretch()
        for answer in answers:
            button = QPushButton(answer.text)
            button.setProperty("look", answer.look)
            button.setDefault(answer.look == "primary")
            button.setAutoDefault(answer.look == "primary")
            button.setObjectName(f"answer_{answer.value or 'cancel'}")
            button.clicked.connect(lambda _=False, value=answer.value: self._on_answer(value))
            buttons.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.space("xl")] * 4)
        outer.setSpacing(look.space("xl"))
        outer.addLayout(top)
        outer.addLayout(buttons)
        outer.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)

    def _on_answer(self, value: str) -> None:
        self.answer = value
        if value:
            self.accept()
        else:
            self.reject()


class Dialogs:
    """The way for people."""

    def ask(
        self,
        parent: QWidget,
        message: Message,
        answers: Sequence[Answer],
        then: Callable[[str], None],
    ) -> None:
        """Show a MessageDialog."""
        dialog = MessageDialog(parent.window(), message, answers)
        dialog.finished.connect(lambda _: then(dialog.answer))
        dialog.open()

    def files(self, parent: QWidget, title: str, then: Chosen, start: Path | None) -> None:
        """Show the system's file chooser."""
        dialog = QFileDialog(parent.window(), title, str(start or Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._open(dialog, then)

    def folder(self, parent: QWidget, title: str, then: Chosen, start: Path | None) -> None:
        """Show the system's folder chooser."""
        dialog = QFileDialog(parent.window(), title, str(start or Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open(dialog, then)

    def save(self, parent: QWidget, title: str, then: Chosen, start: Path, filters: str) -> None:
        """Show the system's chooser for a new file."""
        dialog = QFileDialog(parent.window(), title, str(start.parent), filters)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(start.name)
        dialog.setDefaultSuffix(start.suffix.lstrip("."))
        self._open(dialog, then)

    def _open(self, dialog: QFileDialog, then: Chosen) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
        dialog.open()


class Recorder:
    """The way for tests: remembers what was told and asked, answers what it was given to answer.

    ``answers`` and ``paths`` are used up in order; asked with none left, the person "cancels".
    """

    def __init__(self) -> None:
        self.asked: list[Message] = []
        self.offered: list[tuple[str, ...]] = []
        self.choosers: list[str] = []
        self.answers: list[str] = []
        self.paths: list[list[Path]] = []

    def ask(
        self,
        parent: QWidget,
        message: Message,
        answers: Sequence[Answer],
        then: Callable[[str], None],
    ) -> None:
        """Remember the message and give the next answer."""
        self.asked.append(message)
        self.offered.append(tuple(answer.value for answer in answers))
        then(self.answers.pop(0) if self.answers else "")

    def files(self, parent: QWidget, title: str, then: Chosen, start: Path | None) -> None:
        """Choose the next paths."""
        self._choose(title, then)

    def folder(self, parent: QWidget, title: str, then: Chosen, start: Path | None) -> None:
        """Choose the next path."""
        self._choose(title, then)

    def save(
        self,
        parent: QWidget,
        title: str,
        then: Chosen,
        start: Path,
        filters: str,
    ) -> None:
        """Choose the next path."""
        self._choose(title, then)

    def _choose(self, title: str, then: Chosen) -> None:
        self.choosers.append(title)
        if self.paths:
            then(self.paths.pop(0))


way: Way = Dialogs()
