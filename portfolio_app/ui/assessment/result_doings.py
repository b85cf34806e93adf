"""What can be done with a finished bundle, each in a panel below its button."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.ui.assessment.changed_panel import ChangedPanel
from portfolio_app.ui.assessment.compile_state import CompileState, PastBundle
from portfolio_app.ui.assessment.doing import Doing
from portfolio_app.ui.assessment.handed_panel import HandedPanel
from portfolio_app.ui.assessment.print_panel import PrintPanel
from portfolio_app.ui.assessment.smaller_panel import SmallerPanel
from portfolio_app.ui.kit.workspace import Workspace


class ResultDoings(QWidget):
    """One panel at a time. ``buttons`` are put where the caller has its own."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.smaller = SmallerPanel(workspace)
        self.changed = ChangedPanel(workspace)
        self.paper = PrintPanel(workspace)
        self.handed = HandedPanel(workspace)
        self._panels: dict[QPushButton, Doing] = {
            QPushButton(self.tr("Make smaller…")): self.smaller,
            QPushButton(self.tr("What changed")): self.changed,
            QPushButton(self.tr("Print…")): self.paper,
            QPushButton(self.tr("Handed in…")): self.handed,
        }
        self.buttons = list(self._panels)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for button, panel in self._panels.items():
            button.clicked.connect(partial(self._on_clicked, button))
            panel.closed.connect(partial(self._on_closed, button))
            panel.hide()
            column.addWidget(panel)
        self.hide()

    def button_of(self, panel: Doing) -> QPushButton:
        """Return the button that opens a panel."""
        return next(button for button, each in self._panels.items() if each is panel)

    def open(self, panel: Doing) -> None:
        """Show a panel, put the others away, and go into it."""
        for other in self._panels.values():
            other.setVisible(other is panel)
        self.show()
        panel.begin()
        panel.first_focus().setFocus()

    def show_state(self, state: CompileState, last: PastBundle) -> None:
        """Look at the newest bundle of the pack in view."""
        for button, panel in self._panels.items():
            panel.show_state(state, last)
            button.setEnabled(self._may(panel, state, last))
            if not button.isEnabled() and not panel.isHidden():
                self._on_closed(button)

    def _may(self, panel: Doing, state: CompileState, last: PastBundle) -> bool:
        if panel is self.changed:
            return len(state.bundles) > 1
        if panel is self.smaller:
            return last.state == "there" and not self.workspace.readonly
        return last.state == "there" or bool(last.record.submitted_at)

    def _on_clicked(self, button: QPushButton, *_checked: object) -> None:
        panel = self._panels[button]
        if panel.isHidden():
            self.open(panel)
        else:
            self._on_closed(button)

    def _on_closed(self, button: QPushButton) -> None:
        panel = self._panels[button]
        had_focus = panel.isAncestorOf(self.window().focusWidget())
        panel.hide()
        self.hide()
        if had_focus:
            button.setFocus()
