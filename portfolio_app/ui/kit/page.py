"""What an area gives the shell: a Page, and an Area that says how to make it when first needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.places import Place
from portfolio_app.ui.kit.workspace import Workspace


class Page(QWidget):
    """One area's screen. It is made once, when first gone to, and stays.

    A subclass overrides what it needs. It listens to ``self.workspace.changed`` itself and reloads
    when one of its topics changed; while hidden it should only remember that it must.
    """

    title_changed = Signal(str)  # what the header says: "Evidence", or an item's title
    details_changed = Signal()  # it has a details pane now, or has none: look at ``details`` again
    handlers_changed = Signal()  # what this page can do changed: look at ``handlers`` again

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace

    def show_place(self, place: Place) -> None:
        """Show what the place names: a tab, an item, a page. Called at each going there."""

    def handlers(self) -> Mapping[str, Handler]:
        """Return what this page does for actions of the table, by name; a sentence says why not."""
        return {}

    def details(self) -> QWidget | None:
        """Return the widget for the details pane (F8), the same one each time; None for no pane."""
        return None

    def first_focus(self) -> QWidget | None:
        """Return what should have the focus when the page is shown; None leaves it to Tab order."""
        return None

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts of the page that F6 goes to one by one; none: it is one pane."""
        return ()

    def can_leave(self) -> bool:
        """Write down what is only on screen (text being typed); return whether it is safe to go."""
        return True

    def can_close(self) -> bool:
        """Return whether the window may close now, as far as this page goes, in view or not.

        Where not, it says why, or closes the window itself once what it holds is written.
        """
        return True


@dataclass(frozen=True, slots=True)
class Area:
    """An area. ``make`` imports its page only when it is first gone to.

    One that is not ``in_sidebar`` is reached by an action.
    """

    name: str
    title: str
    icon: str
    keys: str
    make: Callable[[Workspace], Page]
    at_foot: bool = False
    in_sidebar: bool = True
