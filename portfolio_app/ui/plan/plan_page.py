"""The Plan area: timeline, off-the-job time, reviews, learning plan, modules, documents."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Topic
from portfolio_app.services import plan_damage
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import PLAN
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tabbed_page import Tab, TabbedPage
from portfolio_app.ui.kit.theme import theme
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
        self._said = label("", wrap=True)
        self.damaged = QFrame(self)
        self.damaged.setProperty("look", "warning")
        QVBoxLayout(self.damaged).addWidget(self._said)
        self.damaged.hide()
        look, box = theme(), QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(look.space("lg"), 0, look.space("lg"), 0)
        column.addWidget(self.damaged)
        cast("QVBoxLayout", self.layout()).insertWidget(1, box)
        self._seen = WhenSeen(self, self._look_for_damage)
        self._seen.listen(workspace, {Topic.PLAN, Topic.HOURS, Topic.PORTFOLIO})

    @property
    def damaged_words(self) -> str:
        """What is said of rows that were damaged where they are stored, "" for none."""
        return self._said.text()

    def _look_for_damage(self) -> None:
        self.workspace.look(plan_damage.told, then=self._on_damage, key="plan damage")

    def _on_damage(self, told: tuple[str, ...]) -> None:
        self._said.setText("\n".join(told))
        self.damaged.setVisible(bool(told))
