"""The Plan area: timeline, off-the-job time, reviews, learning plan, modules, documents."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from PySide6.QtWidgets import QWidget

from portfolio_app.ui.kit.places import PLAN
from portfolio_app.ui.kit.tabbed_page import Tab, TabbedPage
from portfolio_app.ui.kit.workspace import Workspace


def _later(module: str, kind: str, workspace: Workspace, parent: QWidget) -> QWidget:
    path = f"portfolio_app.ui.plan.{module}"
    if find_spec(path) is None:  # while the area is being built
        return QWidget(parent)
    made: QWidget = getattr(import_module(path), kind)(workspace, parent)
    return made


TABS = (
    Tab("timeline", "Timeline", lambda w, p: _later("timeline_view", "TimelineView", w, p)),
    Tab("hours", "Off-the-job", lambda w, p: _later("hours_view", "HoursView", w, p)),
    Tab("reviews", "Reviews", lambda w, p: _later("reviews_view", "ReviewsView", w, p)),
    Tab("learning", "Learning plan", lambda w, p: _later("learning_view", "LearningView", w, p)),
    Tab("modules", "Modules", lambda w, p: _later("modules_view", "ModulesView", w, p)),
    Tab("documents", "Documents", lambda w, p: _later("documents_view", "DocumentsView", w, p)),
)


class PlanPage(TabbedPage):
    """``Place(PLAN, tab=…, row=uid)``; ``want`` is handed to the view of the tab."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, PLAN, "Plan", TABS, parent)
