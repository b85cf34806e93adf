"""What the rows of papers ask for: attach, take away, open, who signed, ask somebody to sign."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from portfolio_app.domain.papers import PaperKind
from portfolio_app.ui.kit.papers_box import PaperRow, PapersBox
from portfolio_app.ui.kit.places import EVIDENCE, OBSERVATIONS, Place
from portfolio_app.ui.kit.row_answers import tell_row
from portfolio_app.ui.kit.workspace import Workspace

# What Observations is asked to begin for each paper that somebody signs.
_WANT = {
    PaperKind.EMPLOYER_STATEMENT: "employer",
    PaperKind.EMPLOYER_SUPPLEMENT: "supplement",
    PaperKind.SIGN_OFF: "statement",
}


class PaperDoings(QObject):
    """Does what the rows of a box ask for; what was typed in a row stays until it is kept."""

    def __init__(self, workspace: Workspace, papers: PapersBox) -> None:
        super().__init__(papers)
        self._workspace = workspace
        self._papers = papers
        papers.attach_wanted.connect(self._on_attach)
        papers.remove_wanted.connect(self._on_removed)
        papers.open_wanted.connect(self._on_opened)
        papers.ask_wanted.connect(self._on_ask)
        papers.signed.connect(self._on_signed)
        papers.unsigned.connect(self._on_unsigned)

    def _on_attach(self, kind: PaperKind, path: Path) -> None:
        from portfolio_app.services import papers

        title = self.tr("Attaching {0}").format(path.name)
        self._workspace.start(title, papers.attach, kind, path, toast=True)

    def _on_removed(self, uid: str) -> None:
        from portfolio_app.services import papers

        self._workspace.do(papers.remove, uid, toast=True)

    def _on_opened(self, uid: str) -> None:
        self._workspace.go(Place(EVIDENCE, item=uid))

    def _on_ask(self, kind: PaperKind) -> None:
        self._workspace.go(Place(OBSERVATIONS, want=_WANT[kind]))

    def _on_signed(self, uid: str, by: str, on: str) -> None:
        from portfolio_app.services import papers

        tell_row(self._workspace, partial(self._row, uid), papers.sign, uid, by, on)

    def _on_unsigned(self, uid: str) -> None:
        from portfolio_app.services import papers

        tell_row(self._workspace, partial(self._row, uid), papers.unsign, uid)

    def _row(self, uid: str) -> PaperRow | None:
        rows = self._papers.rows.values()
        return next((row for row in rows if row.paper is not None and row.paper.uid == uid), None)
