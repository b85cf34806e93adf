"""The dialogs behind messages.py, imported when the first of them is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.messages import Answer, Chosen, Message
from portfolio_app.ui.kit.theme import theme


def ask(
    parent: QWidget, message: Message, answers: Sequence[Answer], then: Callable[[str], None]
) -> None:
    """Show a message with its buttons; ``then`` gets the answer's value, "" for Esc."""
    dialog = MessageDialog(parent.window(), message, answers)
    dialog.finished.connect(lambda _: then(dialog.answer))
    dialog.open()


def choose_files(
    parent: QWidget, title: str, then: Chosen, start: Path | None, filters: str
) -> None:
    """Let the person choose existing files; ``filters`` as Qt has them, "" for every file."""
    dialog = QFileDialog(parent.window(), title, str(start or Path.home()), filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    _open(dialog, then)


def choose_folder(parent: QWidget, title: str, then: Chosen, start: Path | None) -> None:
    """Let the person choose a folder."""
    dialog = QFileDialog(parent.window(), title, str(start or Path.home()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, then)


def choose_save(parent: QWidget, title: str, then: Chosen, start: Path, filters: str) -> None:
    """Let the person say where to write; ``filters`` as Qt has them."""
    dialog = QFileDialog(parent.window(), title, str(start.parent), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(start.name)
    dialog.setDefaultSuffix(start.suffix.lstrip("."))
    _open(dialog, then)


def _open(dialog: QFileDialog, then: Chosen) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.open()


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
