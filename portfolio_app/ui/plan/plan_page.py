"""The Plan area: timeline, off-the-job time, reviews, learning plan, modules, documents."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from portfolio_app.ui.kit.places import PLAN
from portfolio_app.ui.kit.tabbed_page import Tab, TabbedPage
from portfolio_app.ui.kit.workspace import Workspace


def _timeline(workspace: Workspace, parent: QWidget) -> QWidget:
    from portfolio_app.ui.plan.timeline_view import TimelineView

    return TimelineView(workspace, parent)


def _hours(workspace: Workspace, parent: QWidget) -> QWidget:
    from portfolio_app.ui.plan.hours_view import HoursView

    return HoursView(workspace, parent)


def _reviews(workspace: Workspace, parent: QWidget) -> QWidget:
    from portfolio_app.ui.plan.reviews_view import ReviewsView

    return ReviewsView(workspace, parent)


def _learning(workspace: Workspace, parent: QWidget) -> QWidget:
    from portfolio_app.ui.plan.learning_view import LearningView

    return LearningView(workspace, parent)


def _modules(workspace: Workspace, parent: QWidget) -> QWidget:
    from portfolio_app.ui.plan.modules_view import ModulesView

    return ModulesView(workspace, parent)


def _documents(workspace: Workspace, parent: QWidget) -> QWidget:
    from portfolio_app.ui.plan.documents_view import DocumentsView

    return DocumentsView(workspace, parent)


TABS = (
    Tab("timeline", "Timeline", _timeline),
    Tab("hours", "Off-the-job", _hours),
    Tab("reviews", "Reviews", _reviews),
    Tab("learning", "Learning plan", _learning),
    Tab("modules", "Modules", _modules),
    Tab("documents", "Documents", _documents),
)


class PlanPage(TabbedPage):
    """``Place(PLAN, tab=…, row=uid)``; ``want`` is handed to the view of the tab."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, PLAN, "Plan", TABS, parent)
