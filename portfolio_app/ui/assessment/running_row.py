"""How far a long job of a panel is, and its Cancel; hidden while there is none."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.workspace import Workspace


class RunningRow(QWidget):
    """Follows one job at a time, by its token."""

    def __init__(
        self, workspace: Workspace, cancelling: str, parent: QWidget | None = None
    ) -> None:
        """``cancelling`` says what Cancel leaves as it was."""
        super().__init__(parent)
        self._workspace = workspace
        self.token = 0
        self._words = label("", wrap=True)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleDescription(cancelling)
        self.cancel.clicked.connect(lambda _=False: self._on_cancel())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(self.cancel)
        workspace.jobs_changed.connect(self._on_jobs_changed)
        self.hide()

    def follow(self, token: int) -> None:
        """Show a job that was started; 0 when it has ended."""
        self.token = token
        self.setVisible(bool(token))
        self._on_jobs_changed()

    def _on_jobs_changed(self) -> None:
        job = next((each for each in self._workspace.jobs if each.token == self.token), None)
        if self.token and job is not None:
            said = self.tr("Cancelling") if job.stopping else job.message or job.title
            self._words.setText(said)

    def _on_cancel(self) -> None:
        if self.token:
            self._workspace.cancel(self.token)
