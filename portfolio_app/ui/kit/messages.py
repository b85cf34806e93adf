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

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from portfolio_app.problems import PortfolioError


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

    def files(
        self, parent: QWidget, title: str, then: Chosen, start: Path | None, filters: str
    ) -> None:
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


def choose_files(
    parent: QWidget, title: str, then: Chosen, start: Path | None = None, filters: str = ""
) -> None:
    """Let the person choose existing files.

    ``start`` is the folder to begin in, the person's own without one; ``filters`` as Qt has them:
    "Certificates (*.p12 *.pfx);;All files (*)".
    """
    way.files(parent, title, then, start, filters)


def choose_folder(parent: QWidget, title: str, then: Chosen, start: Path | None = None) -> None:
    """Let the person choose a folder, existing or new; ``then`` gets a list of one."""
    way.folder(parent, title, then, start)


def choose_save(parent: QWidget, title: str, then: Chosen, start: Path, filters: str) -> None:
    """Let the person say where to write a file; ``then`` gets a list of one.

    ``filters`` as Qt has them: "PDF documents (*.pdf)".
    """
    way.save(parent, title, then, start, filters)


class Dialogs:
    """The way for people: the dialogs themselves are made in message_dialog, when first needed."""

    def ask(
        self,
        parent: QWidget,
        message: Message,
        answers: Sequence[Answer],
        then: Callable[[str], None],
    ) -> None:
        """Show a MessageDialog."""
        from portfolio_app.ui.kit import message_dialog

        message_dialog.ask(parent, message, answers, then)

    def files(
        self, parent: QWidget, title: str, then: Chosen, start: Path | None, filters: str
    ) -> None:
        """Show the system's file chooser."""
        from portfolio_app.ui.kit import message_dialog

        message_dialog.choose_files(parent, title, then, start, filters)

    def folder(self, parent: QWidget, title: str, then: Chosen, start: Path | None) -> None:
        """Show the system's folder chooser."""
        from portfolio_app.ui.kit import message_dialog

        message_dialog.choose_folder(parent, title, then, start)

    def save(self, parent: QWidget, title: str, then: Chosen, start: Path, filters: str) -> None:
        """Show the system's chooser for a new file."""
        from portfolio_app.ui.kit import message_dialog

        message_dialog.choose_save(parent, title, then, start, filters)


class Recorder:
    """The way for tests: remembers what was told and asked, answers what it was given to answer.

    ``answers`` and ``paths`` are used up in order; asked with none left, the person "cancels".
    """

    def __init__(self) -> None:
        self.asked: list[Message] = []
        self.offered: list[tuple[str, ...]] = []
        self.choosers: list[str] = []
        self.begun: list[tuple[Path | None, str]] = []  # of ``files``: the folder, the filters
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

    def files(
        self, parent: QWidget, title: str, then: Chosen, start: Path | None, filters: str
    ) -> None:
        """Choose the next paths."""
        self.begun.append((start, filters))
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
