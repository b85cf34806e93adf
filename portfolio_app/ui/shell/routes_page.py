"""Preferences: how the pages of Office files are made here, and whether LibreOffice may help."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.services import conversion
from portfolio_app.ui.kit.forms import Column
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.workspace import Workspace


class RoutesPage(Column):
    """The ways in their order, what is there on this computer, and one switch."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.words(self.tr("Office files"), "title")
        self.words(
            self.tr(
                "Word, PowerPoint and Excel files get pages when they are added, in the first of "
                "these ways that is there. Which way was used is said with each item."
            ),
            "muted",
        )
        self.heading(self.tr("Ways to make pages, best first"))
        self._ways = label("", wrap=True)
        self.add(self._ways)
        self._use = QCheckBox(self.tr("Use &LibreOffice for files added from now on"))
        self._use.setEnabled(not workspace.readonly)
        self.add(self._use)
        self._use.clicked.connect(self._on_use)
        workspace.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Show what is so now; the program is asked for its version off this thread."""
        self._workspace.look(conversion.routes, then=self._show, key="routes")

    def _show(self, routes: tuple[conversion.Route, ...]) -> None:
        lines = [f"{number}. {way.name}. {way.told}" for number, way in enumerate(routes, 1)]
        self._ways.setText("\n".join(lines))
        wanted = any(way.is_wanted for way in routes if way.name == "LibreOffice")
        self._use.setChecked(wanted)

    def _on_use(self) -> None:
        self._workspace.do(conversion.use_libreoffice, wanted=self._use.isChecked())

    def _on_changed(self, changes: Changes) -> None:
        if Topic.PORTFOLIO in changes.topics:
            self.reload()
