"""What stands beside the text: evidence, references, KSBs and checks, one at a time.

Each is made when it is first seen: the text does not wait for them.
"""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.tabs import tab_bar
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor

EVIDENCE, REFERENCES, KSBS, CHECKS = NAMES = ("evidence", "references", "ksbs", "checks")


class SidePanels(QWidget):
    """Panels by one of the ``NAMES``; ``back`` leads to the text, for when they lie over it."""

    def __init__(self, workspace: Workspace, editor: ProposalEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace, self._editor = workspace, editor
        self._panels: dict[str, QWidget] = {}
        self._build()

    def show_panel(self, name: str) -> QWidget:
        """Turn to a panel and return it."""
        self.tabs.setCurrentIndex(NAMES.index(name))
        return self._show(name)

    def _build(self) -> None:
        self.setProperty("look", "window")
        titles = ("Evidence", "References", "KSBs", "Checks")
        self.tabs = tab_bar(self.tr("Beside the text"), [self.tr(each) for each in titles])
        self.tabs.currentChanged.connect(self._show_if_seen)
        self._stack = QStackedWidget(self)
        self.back = QToolButton()
        self.back.setAccessibleName(self.tr("Back to the text"))
        self.back.setToolTip(self.tr("Back to the text (Esc)"))
        icons.put(self.back, "x")
        self.back.hide()
        column = QVBoxLayout(self)
        gap = theme().space("xs")
        column.setContentsMargins(gap, gap, 0, 0)
        column.setSpacing(gap)
        top = QHBoxLayout()
        top.addWidget(self.tabs, 1)
        top.addWidget(self.back)
        column.addLayout(top)
        column.addWidget(self._stack, 1)

    def _show(self, name: str) -> QWidget:
        panel = self._panels.get(name)
        if panel is None:
            panel = self._panels[name] = self._made(name)
            self._stack.addWidget(panel)
        self._stack.setCurrentWidget(panel)
        return panel

    def _made(self, name: str) -> QWidget:
        given = self._workspace, self._editor, self._stack
        if name == EVIDENCE:
            from portfolio_app.ui.proposal.evidence_panel import EvidencePanel

            return EvidencePanel(*given)
        if name == REFERENCES:
            from portfolio_app.ui.proposal.references_panel import ReferencesPanel

            return ReferencesPanel(*given)
        if name == KSBS:
            from portfolio_app.ui.proposal.ksbs_panel import KsbsPanel

            return KsbsPanel(*given)
        from portfolio_app.ui.proposal.checks_panel import ChecksPanel

        return ChecksPanel(*given)

    def _show_if_seen(self) -> None:
        if self.isVisible():
            self._show(NAMES[self.tabs.currentIndex()])

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_if_seen()
