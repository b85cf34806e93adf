"""The Write tab: the outline, the text, and what is put into it; F6 goes round them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.ui.kit.tabs import stack_under, tab_bar
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal import plugs
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.held_dialogs import HeldDialogs
from portfolio_app.ui.proposal.keeping import Keeping
from portfolio_app.ui.proposal.proposal_state import State, read_labels, read_state

LABELS = frozenset({Topic.EVIDENCE, Topic.CLAIMS, Topic.SHORTLIST, Topic.BUNDLES, Topic.HIDING,
                    Topic.STANDARD, Topic.PROPOSAL})  # fmt: skip
SIDE = (
    ("evidence_panel", "EvidencePanel", "Evidence"),
    ("references_panel", "ReferencesPanel", "References"),
    ("ksbs_panel", "KsbsPanel", "KSBs"),
)


class WriteView(QWidget):
    """The editor with its panels. ``read`` follows when the text has been read."""

    read = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._must_read = True
        self._is_reading = False
        self._go_to = ""
        self._build()
        self._connect()

    @property
    def is_ready(self) -> bool:
        """Whether the text shown is what is stored."""
        return not self._must_read and not self._is_reading

    def go_to(self, block_uid: str) -> None:
        """Show a block, once the text has been read."""
        if self.is_ready:
            self.editor.go_to(block_uid)
        else:
            self._go_to = block_uid

    def flush(self) -> None:
        """Write what stands in the editor."""
        if self.is_ready:
            self.keeping.flush()

    def show_side(self, name: str) -> QWidget | None:
        """Show the panel "evidence", "references" or "ksbs" and return it; None if it is not."""
        panel = self.panels.get(f"{name}_panel")
        if panel is not None:
            self.side.show()
            self.side_tabs.setCurrentIndex(list(self.panels).index(f"{name}_panel"))
        return panel

    def _build(self) -> None:
        self.editor = ProposalEditor()
        self.editor.setReadOnly(self.workspace.readonly)
        self.keeping = Keeping(self.workspace, self.editor)
        self.held = HeldDialogs(self.workspace, self.editor)
        given = (self.workspace, self.editor)
        self.outline: QWidget | None = plugs.made("outline_panel", "OutlinePanel", *given)
        self.band: QWidget | None = plugs.made("band_line", "BandLine", *given)
        self.find_bar: QWidget | None = None
        middle = QWidget()
        self._column = QVBoxLayout(middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.editor, 1)
        self.panels: dict[str, QWidget] = {}
        titles: list[str] = []
        for module, name, title in SIDE:
            panel = plugs.made(module, name, *given)
            if panel is not None:
                self.panels[module] = panel
                titles.append(self.tr(title))
        self.side = QWidget()
        self.side_tabs = tab_bar(self.tr("Beside the text"), titles)
        if self.panels:
            stack_under(self.side_tabs, self.side, tuple(self.panels.values()))
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        if self.outline is not None:
            self._splitter.addWidget(self.outline)
        self._splitter.addWidget(middle)
        if self.panels:
            self._splitter.addWidget(self.side)
        self._splitter.setStretchFactor(self._splitter.indexOf(middle), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._splitter, 1)
        if self.band is not None:
            column.addWidget(self.band)

    def _connect(self) -> None:
        self.keeping.changed_elsewhere.connect(self._on_changed_elsewhere)
        self.workspace.changed.connect(self._on_changed)

    # finding

    def find(self) -> None:
        """Show the bar that finds and replaces, above the text."""
        if self.find_bar is None:
            self.find_bar = plugs.made(
                "find_replace_bar", "FindReplaceBar", self.workspace, self.editor
            )
            if self.find_bar is None:
                return
            self._column.insertWidget(0, self.find_bar)
        self.find_bar.show()
        self.find_bar.setFocus()

    # reading

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_if_seen()

    def _on_changed_elsewhere(self) -> None:
        self._must_read = True
        self._read_if_seen()

    def _on_changed(self, changes: Changes) -> None:
        if changes.topics & LABELS and self.is_ready:
            self.workspace.look(read_labels, then=self.editor.set_labels, key="proposal labels")

    def _read_if_seen(self) -> None:
        if self._must_read and self.isVisible():
            self._must_read = False
            self._is_reading = True
            self.workspace.look(read_state, then=self._on_read, key="proposal")

    def _on_read(self, state: State) -> None:
        self._is_reading = False
        self.editor.set_draft(state.blocks, state.labels, state.pictures)
        if self._go_to:
            self.editor.go_to(self._go_to)
            self._go_to = ""
        self.read.emit()
