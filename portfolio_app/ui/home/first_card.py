"""The one card of an empty portfolio: add something you already have."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.ui.kit import adding, icons
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import restyle, theme
from portfolio_app.ui.kit.workspace import Workspace


class FirstCard(QWidget):
    """A drop area with a button that does the same."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.setAcceptDrops(True)
        self._build()
        theme().changed.connect(self._tint)

    def _build(self) -> None:
        look = theme()
        self._area = QFrame()
        self._area.setProperty("look", "drop")
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = label(self.tr("Add something you already have"), "subtitle", wrap=True)
        words = label(
            self.tr(
                "Minutes you chaired, a paper you wrote, a slide deck. Drop files here, anywhere "
                "in this window, or choose them."
            ),
            "muted",
            wrap=True,
        )
        safe = label(
            self.tr("They are copied into your portfolio; your own files stay as they are."),
            "muted",
            wrap=True,
        )
        for each in (title, words, safe):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton(self.tr("Add evidence"))
        self.button.setProperty("look", "primary")
        self.button.setObjectName("first_add")
        icons.put(self.button, "plus", "accent.on_fill")
        self.button.clicked.connect(self._on_add)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.button)
        row.addStretch()
        column = QVBoxLayout(self._area)
        column.setContentsMargins(*[look.space("xxl")] * 4)
        column.setSpacing(look.space("lg"))
        column.addStretch(2)
        column.addWidget(self._sign)
        column.addWidget(title)
        column.addWidget(words)
        column.addLayout(row)
        column.addWidget(safe)
        column.addStretch(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self._tint()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if adding.paths_of(event.mimeData()):
            event.acceptProposedAction()
            self._show_over(is_over=True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over(is_over=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(is_over=False)
        event.acceptProposedAction()
        adding.add_paths(self._workspace, self, adding.paths_of(event.mimeData()))

    def _show_over(self, *, is_over: bool) -> None:
        self._area.setProperty("over", is_over)
        restyle(self._area)

    def _on_add(self) -> None:
        adding.choose_and_add(self._workspace, self)

    def _tint(self) -> None:
        self._sign.setPixmap(icons.pixmap("file-text", theme().px(40), "text.muted"))
