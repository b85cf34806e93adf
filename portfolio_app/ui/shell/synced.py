"""Asks before a portfolio is put into a folder that is synced to the cloud."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.messages import Answer, Message


def refuse_or_use(parent: QWidget, folder: Path, refused: Callable[[], None]) -> None:
    """Warn if ``folder`` is synced; ``refused`` is called unless the person uses it anyway."""
    from portfolio_app.store.lock import synced_with

    if not synced_with(folder):
        return
    messages.ask(
        parent,
        Message(
            parent.tr("This folder is synced to the cloud."),
            parent.tr(
                "Your portfolio would leave this computer, and syncing while open can damage it. "
                "Your files are untouched."
            ),
            parent.tr(
                "Choose a folder that isn't synced, or keep this one and check your employer's "
                "rules."
            ),
            "warn",
        ),
        [
            Answer("", parent.tr("Choose another folder"), "primary"),
            Answer("use", parent.tr("Use anyway")),
        ],
        lambda answer: None if answer == "use" else refused(),
    )
