"""The Assessment area: gateway, compile, rehearse, the discussion, and the results after it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from portfolio_app.ui.kit.places import ASSESSMENT
from portfolio_app.ui.kit.tabbed_page import Tab, TabbedPage
from portfolio_app.ui.kit.workspace import Workspace

COMPILE = 1


def _gateway(workspace: Workspace, parent: QWidget) -> QWidget:
    from portfolio_app.ui.assessment.gateway_view import GatewayView

    return GatewayView(workspace, parent)


def _compile(workspace: Workspace, parent: QWidget) -> QWidget:
    from portfolio_app.ui.assessment.compile_view import CompileView

    return CompileView(workspace, parent)


def _rehearse(workspace: Workspace, parent: QWidget) -> QWidget:
    from portfolio_app.ui.assessment.rehearse_view import RehearseView

    return RehearseView(workspace, parent)


def _discussion(workspace: Workspace, parent: QWidget) -> QWidget:
    from portfolio_app.ui.assessment.discussion_view import DiscussionView

    return DiscussionView(workspace, parent)


def _results(workspace: Workspace, parent: QWidget) -> QWidget:
    from portfolio_app.ui.assessment.results_view import ResultsView

    return ResultsView(workspace, parent)


TABS = (
    Tab("gateway", "Gateway", _gateway),
    Tab("compile", "Compile", _compile),
    Tab("rehearse", "Rehearse", _rehearse),
    Tab("discussion", "Discussion", _discussion),
    Tab("results", "Results", _results),
)


class AssessmentPage(TabbedPage):
    """``Place(ASSESSMENT, tab=…)``; ``want`` is handed to the view of the tab."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, ASSESSMENT, "Assessment", TABS, parent)
        self.tabs.setCurrentIndex(COMPILE)
