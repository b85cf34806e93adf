"""The Assessment area: gateway, compile, rehearse, and the discussion with what comes after it."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from PySide6.QtWidgets import QWidget

from portfolio_app.ui.kit.places import ASSESSMENT
from portfolio_app.ui.kit.tabbed_page import Tab, TabbedPage
from portfolio_app.ui.kit.workspace import Workspace


def _later(module: str, kind: str, workspace: Workspace, parent: QWidget) -> QWidget:
    path = f"portfolio_app.ui.assessment.{module}"
    if find_spec(path) is None:  # while the area is being built
        return QWidget(parent)
    made: QWidget = getattr(import_module(path), kind)(workspace, parent)
    return made


TABS = (
    Tab("gateway", "Gateway", lambda w, p: _later("gateway_view", "GatewayView", w, p)),
    Tab("compile", "Compile", lambda w, p: _later("compile_view", "CompileView", w, p)),
    Tab("rehearse", "Rehearse", lambda w, p: _later("rehearse_view", "RehearseView", w, p)),
    Tab("discussion", "Discussion", lambda w, p: _later("discussion_view", "DiscussionView", w, p)),
    Tab("results", "Results", lambda w, p: _later("results_view", "ResultsView", w, p)),
)


class AssessmentPage(TabbedPage):
    """``Place(ASSESSMENT, tab=…)``; ``want`` is handed to the view of the tab."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, ASSESSMENT, "Assessment", TABS, parent)
        self.tabs.setCurrentIndex(1)
