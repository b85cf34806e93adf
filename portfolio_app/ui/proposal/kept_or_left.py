"""What a dialog asks before Esc would drop what was changed in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog

from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.messages import Answer, Message


def ask(
    dialog: QDialog, said: str, *, keep: Callable[[], object], leave: Callable[[], object]
) -> None:
    """Ask whether changes are kept, beginning with what was changed; Cancel stays in the dialog."""

    def on_answer(answer: str) -> None:
        if answer == "keep":
            keep()
        elif answer == "leave":
            leave()

    messages.ask(
        dialog,
        Message(said, next=dialog.tr("Keep the changes, or leave the text as it was?")),
        [
            Answer("keep", dialog.tr("Keep the changes"), "primary"),
            Answer("leave", dialog.tr("Leave it as it was")),
            messages.CANCEL,
        ],
        on_answer,
    )
