"""What is made up for when the window opens: files left unread, pages an earlier version made."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from portfolio_app.store import queries
from portfolio_app.ui.kit.workspace import Workspace


def read_what_waits(workspace: Workspace) -> None:
    """Read in the background what an add that was cut off (a crash, a full disk) left unread.

    Then make the pages again that an earlier version of the app made. Nothing happens when nothing
    waits.
    """
    if workspace.readonly:
        return
    if queries.evidence.unread(workspace.store):
        from portfolio_app.services import waiting  # not needed at start

        title = QCoreApplication.translate("unread", "Reading what was added before")
        workspace.start(title, waiting.read_all)
    if queries.renditions.outdated(workspace.store):
        from portfolio_app.services import renewing  # not needed at start

        title = QCoreApplication.translate("unread", "Making pages as this version shows them")
        workspace.start(title, renewing.renew)
