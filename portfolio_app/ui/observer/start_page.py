"""Where an observer begins: open a request, or go on with one that was opened here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.days import day_words
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.observer.notice import Notice
from portfolio_app.ui.observer.recent import Opened
from portfolio_app.ui.observer.view_button import ViewButton

_MEASURE = 720  # pixels at 100 %


class StartPage(QWidget):
    """``open_wanted`` asks for a file, ``chosen`` carries one of the list, ``forgotten`` too."""

    open_wanted = Signal()
    chosen = Signal(object)  # Path
    forgotten = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        inside = QWidget()
        inside.setMaximumWidth(look.px(_MEASURE))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("md"))
        column.addWidget(label(self.tr("Observation requests"), "title", wrap=True))
        words = self.tr(
            "Someone asked you to say what you saw, or to confirm their work. Save the file from "
            "their mail, then open it here. It takes about 10 minutes. Nothing is sent: you save "
            "a file and email it back."
        )
        column.addWidget(label(words, wrap=True))
        self.notice = Notice()
        column.addWidget(self.notice)
        self.open = QPushButton(self.tr("Open request…"))
        self.open.setProperty("look", "primary")
        icons.put(self.open, "folder-open", "accent.on_fill")
        holder = QWidget()
        row = FlowLayout(holder, look.space("sm"))
        row.addWidget(self.open)
        row.addWidget(ViewButton())
        column.addWidget(holder)
        self._title = label(self.tr("Opened here"), "subtitle", wrap=True)
        column.addWidget(self._title)
        self.list = _List()
        self.list.setAccessibleName(self.tr("Requests opened here"))
        column.addWidget(self.list, 20)
        self._none = label(
            self.tr("Requests that you open are listed here, so that you can go on later."),
            "muted",
            wrap=True,
        )
        column.addWidget(self._none)
        self._note = label(
            self.tr("Only where these files lie is remembered. Delete takes one off the list."),
            "caption",
            wrap=True,
        )
        column.addWidget(self._note)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.space("xl")] * 4)
        outer.addWidget(inside, 1)
        self.open.clicked.connect(lambda _=False: self.open_wanted.emit())
        self.list.itemActivated.connect(self._on_activated)
        self.list.deleted.connect(self.forgotten)

    def show_opened(self, opened: Sequence[Opened]) -> None:
        """Show what was opened here, newest first."""
        self.list.clear()
        for each in opened:
            item = QListWidgetItem(_said(each))
            item.setToolTip(plain_tip(each.path))
            item.setData(Qt.ItemDataRole.UserRole, each.path)
            item.setSizeHint(QSize(0, theme().row_height))
            self.list.addItem(item)
        self.list.setMaximumHeight(theme().row_height * max(len(opened), 1) + theme().space("sm"))
        for widget in (self.list, self._note, self._title):
            widget.setVisible(bool(opened))
        self._none.setVisible(not opened)
        if opened:
            self.list.setCurrentRow(0)

    def take_focus(self) -> None:
        """Go to the button."""
        self.open.setFocus()

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(Path(str(item.data(Qt.ItemDataRole.UserRole))))


class _List(QListWidget):
    deleted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.selectedItems():
            super().keyPressEvent(event)
            return
        item = self.selectedItems()[0]
        if event.key() == Qt.Key.Key_Delete:
            self.deleted.emit(str(item.data(Qt.ItemDataRole.UserRole)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.itemActivated.emit(item)
        else:
            super().keyPressEvent(event)


def _said(each: Opened) -> str:
    state = {"draft": "Draft", "signed": "Signed"}.get(each.state, "Request")
    day = day_words(each.on) if each.on else ""
    parts = [Path(each.path).name, state, f"opened {day}" if day else ""]
    if not each.is_there:
        parts.append("no longer there")
    return " · ".join(part for part in parts if part)
