"""Files that bring references: imported, or asked what they say of themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.references import Source
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.workspace import Workspace

IMPORTED = (".ris", ".bib", ".bibtex", ".txt", ".enw", ".nbib")


class ReferenceFiles(QObject):
    """``added`` carries a file's first reference, ``suggested`` a Source to check and its file.

    A RIS or BibTeX file is imported; of any other file it is asked what it says of itself.
    """

    added = Signal(str)
    suggested = Signal(object, object)

    def __init__(self, workspace: Workspace, over: QWidget) -> None:
        super().__init__(over)
        self._workspace = workspace
        self._over = over

    def choose(self) -> None:
        """Ask for files, then take them."""
        filters = self.tr("References (*.ris *.bib *.bibtex *.txt);;All files (*)")
        messages.choose_files(self._over, self.tr("Import references"), self.take, filters=filters)

    def take(self, paths: Sequence[Path]) -> None:
        """Import files, or read what they suggest."""
        from portfolio_app.services import references

        for path in paths:
            if path.suffix.lower() in IMPORTED:
                self._workspace.start(
                    self.tr("Importing {0}").format(path.name),
                    references.import_file,
                    path,
                    then=lambda found: self._on_imported(found.words, found.uids),
                    failed=self._on_refused,
                )
            else:
                self.ask(path, partial(self._on_suggested, path))

    def ask(self, path: Path, then: Callable[[Source], None]) -> None:
        """Read what a file says of itself; ``then`` is called with the Source to check."""
        from portfolio_app.services import references

        self._workspace.start(
            self.tr("Reading {0}").format(path.name),
            references.suggest,
            path,
            then=then,
            failed=self._on_refused,
        )

    def keep(self, source_uid: str, path: Path) -> None:
        """Keep a document in Reading, opened from its reference."""
        from portfolio_app.services import reference_documents

        self._workspace.start(
            self.tr("Keeping {0}").format(path.name),
            reference_documents.keep,
            source_uid,
            path,
            failed=self._on_refused,
        )

    def _on_suggested(self, path: Path, source: Source) -> None:
        self.suggested.emit(source, path)

    def _on_imported(self, words: str, uids: Sequence[str]) -> None:
        self._workspace.tell(words)
        announcer().say(words)
        if uids:
            self.added.emit(uids[0])

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            messages.tell(self._over, messages.of_error(error))
