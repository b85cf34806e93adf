"""What an add that was cut off (a crash, a full disk) left unread is read when the window opens."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from portfolio_app.store import queries
from portfolio_app.ui.kit.workspace import Workspace


def read_what_waits(workspace: Workspace) -> None:
    """Read in the background what was stored and never read; nothing happens when nothing waits."""
    if workspace.readonly or not queries.evidence.unread(workspace.store):
        return
    from portfolio_app.services import waiting  # not needed at start

    title = QCoreApplication.translate("unread", "Reading what was added before")
    workspace.start(title, waiting.read_all)
