"""Word documents brought to the proposal: a copy that came back, or one to be the proposal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.messages import Answer, Message
from portfolio_app.ui.kit.workspace import Workspace

WORD = "Word documents (*.docx);;All files (*)"


class Bringing(QObject):
    """The doings; ``flush`` writes what stands in the editor first."""

    def __init__(self, workspace: Workspace, page: QWidget, flush: Callable[[], None]) -> None:
        super().__init__(page)
        self._workspace = workspace
        self._page = page
        self._flush = flush
        self.dialog: QWidget | None = None  # the dialog that was opened last

    def handlers(self) -> Mapping[str, Handler]:
        """Return what can be done, by name of action."""
        if self._workspace.readonly:
            readonly = self.tr("The portfolio is open to read: nothing can be changed.")
            return {"bring_back": readonly, "import_word": readonly}
        return {"bring_back": self.choose, "import_word": self.choose_import}

    def choose(self) -> None:
        """Ask for the copy that came back."""
        title = self.tr("Choose the Word copy that came back")
        messages.choose_files(self._page, title, self.receive, filters=WORD)

    def receive(self, paths: list[Path]) -> None:
        """Keep the first of these files, and show what it would change."""
        from portfolio_app.services import word_copies

        if not paths:
            return
        self._flush()
        self._workspace.start(
            self.tr("Reading {0}").format(paths[0].name), word_copies.receive, paths[0],
            then=self._on_received, failed=self._on_failed,
        )  # fmt: skip

    def _on_received(self, received: Any) -> None:
        if received.trouble:
            message = Message(received.trouble, next=received.hint, level="warn")
            messages.tell(self._page, message)
            return
        self.open(received.uid)

    def open(self, copy_uid: str) -> None:
        """Show what a copy would change."""
        from portfolio_app.ui.proposal.bring_back_view import BringBackView

        dialog = BringBackView(self._page, self._workspace, copy_uid)
        self.dialog = dialog
        dialog.open()

    def choose_import(self) -> None:
        """Ask for a document that is to be the proposal."""
        title = self.tr("Choose a Word document to be your proposal")
        messages.choose_files(self._page, title, self.ask_import, filters=WORD)

    def ask_import(self, paths: list[Path]) -> None:
        """Ask whether what is written may make room, where something is."""
        from portfolio_app.store import queries

        if not paths:
            return
        self._flush()
        path = paths[0]
        if not any(each.text or not each.is_empty
                   for each in queries.proposal.blocks(self._workspace.store)):  # fmt: skip
            self.do_import(path)
            return
        messages.ask(
            self._page,
            Message(
                self.tr("{0} takes the place of what is written now.").format(path.name),
                self.tr("What is written now is kept as a restore point, and Undo brings it back."),
                self.tr("To take single changes from a copy, bring it back instead."),
            ),
            [Answer("import", self.tr("Import"), "primary"), messages.CANCEL],
            lambda answer: self.do_import(path) if answer == "import" else None,
        )

    def do_import(self, path: Path) -> None:
        """Let a document be the proposal; what was kept and what was not is told."""
        from portfolio_app.services import word_copies

        self._workspace.start(
            self.tr("Importing {0}").format(path.name), word_copies.import_document, path,
            then=self._on_imported, failed=self._on_failed,
        )  # fmt: skip

    def _on_imported(self, imported: Any) -> None:
        left = self.tr("Left out: {0}.").format("; ".join(imported.dropped))
        message = Message(
            imported.changes.summary + ".",
            self.tr("Kept: {0}. Citations and references are words.").format(imported.kept),
            left,
        )
        messages.tell(self._page, message)

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            return
        if isinstance(error, PortfolioError):
            messages.tell(self._page, messages.of_error(error))
        else:
            self._workspace.trouble.emit(error)
