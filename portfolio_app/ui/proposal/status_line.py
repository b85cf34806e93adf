"""How far the proposal is, beside its tabs: the week, the due date, the words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from portfolio_app.domain.header_line import header_words
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.labels import ElidedLabel, plain_tip
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.live_count import live_count

SPARE = 24  # pixels at 100 % beside the words and the button
_BETWEEN = " · "


class StatusLine(QWidget):
    """One line at the right, and a button that opens the twelve weeks."""

    def __init__(
        self, workspace: Workspace, editor: ProposalEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._live = live_count(workspace, editor)
        self._said = ""
        self.words = ElidedLabel()
        self.words.setProperty("role", "muted")
        self.weeks = QPushButton(self.tr("Weeks…"))
        icons.put(self.weeks, "calendar")
        self.weeks.clicked.connect(lambda _=False: self.open_weeks())
        row = QHBoxLayout(self)
        row.setContentsMargins(theme().space("md"), 0, 0, 0)
        row.setSpacing(theme().space("sm"))
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        self.weeks.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self.weeks, 0, Qt.AlignmentFlag.AlignRight)
        self._live.counted.connect(self._show)
        self._show()

    def text(self) -> str:
        """Return the whole line."""
        return self._said

    def open_weeks(self) -> None:
        """Show the twelve weeks."""
        from portfolio_app.ui.proposal.weeks_dialog import WeeksDialog

        WeeksDialog(self, self._workspace).open()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Say as many parts of the line as there is room for, whole ones; the tip has them all."""
        room = self.width() - self.weeks.sizeHint().width() - theme().px(SPARE)
        parts = self._said.split(_BETWEEN)
        metrics = self.words.fontMetrics()
        while parts and metrics.horizontalAdvance(_BETWEEN.join(parts)) > room:
            parts.pop()
        said = _BETWEEN.join(parts)
        if self.words.text() != said:
            self.words.setText(said)
        self.words.setVisible(bool(said))

    def _show(self) -> None:
        if self._live.is_read:
            rules = self._live.rules
            said = header_words(rules.clock, rules.band, self._live.tally.counted)
            self._said = said
            self.fit()
            self.weeks.setAccessibleDescription(said)
            tip = self.tr("The dates of the twelve weeks, and what is to be done")
            self.weeks.setToolTip(plain_tip(f"{said}. {tip}"))
