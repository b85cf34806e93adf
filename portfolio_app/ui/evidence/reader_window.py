"""A second window with one item in it, for two monitors: the same Reader, the same claims."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.ui.evidence.reader_page import ReaderPage
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.screen_room import fitting
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

FIRST_SIZE = (960, 860)


class ReaderWindow(QWidget):
    """One item. What is claimed here shows in the main window at once, and the other way round.

    It has no menus; the Reader's shortcuts, Undo and Redo work as in the main window.
    """

    closed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.workspace = workspace
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "window")
        self.reader = ReaderPage(workspace)
        self.reader.show_alone()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.reader)
        self._actions = Actions(self)
        for name in self._actions.of_page:
            self._actions[name].triggered.connect(partial(self._on_action, name))
        self._actions["undo"].triggered.connect(partial(self._on_undo, back=True))
        self._actions["redo"].triggered.connect(partial(self._on_undo, back=False))
        for name in (*self._actions.of_page, "undo", "redo"):
            self.addAction(self._actions[name])
        self.reader.title_changed.connect(self._on_title)
        self.reader.handlers_changed.connect(self._show_handlers)
        self.resize(fitting(self, *FIRST_SIZE))
        self.setMinimumSize(theme().px(480), 400)

    def open_item(self, item_uid: str, page_index: int = -1, claim_uid: str = "") -> None:
        """Show an item, and take the focus.

        Raises:
            PortfolioError: there is no such item.
        """
        self.reader.open_item(item_uid, page_index, claim_uid)
        self._show_handlers()
        self.show()
        self.raise_()
        self.activateWindow()
        self.reader.first_focus().setFocus()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.reader.leave()
        self.closed.emit()
        super().closeEvent(event)

    def _on_title(self, title: str) -> None:
        self.setWindowTitle(self.tr("{0} – Reader").format(title))

    def _show_handlers(self) -> None:
        handlers = self.reader.handlers()
        for name in self._actions.of_page:
            handler = handlers.get(name, self.tr("Not available here."))
            self._actions.allow(name, handler if isinstance(handler, str) else "")

    def _on_action(self, name: str, *_: object) -> None:
        handler = self.reader.handlers().get(name)
        if handler is not None and not isinstance(handler, str):
            handler()

    def _on_undo(self, *_: object, back: bool) -> None:
        if back:
            self.workspace.undo()
        else:
            self.workspace.redo()
