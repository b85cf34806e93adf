"""Every notice of this sitting, kept: the bell's list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.list_rows import Index, ListRows, draw_elided, draw_ground
from portfolio_app.ui.kit.theme import theme

MOST = 200  # notices; the oldest go first
VALUE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: what it said and when, the word of its action, and what that does.

    ``is_open`` says whether the action can still be done.
    """

    text: str
    at: datetime
    action: str = ""
    call: Callable[[], None] | None = None
    is_open: Callable[[], bool] | None = None

    @property
    def can_act(self) -> bool:
        """Whether there is an action, and it can still be done."""
        return self.call is not None and (self.is_open is None or self.is_open())

    @property
    def line(self) -> str:
        """The notice in one line with its time."""
        return f"{self.at:%H:%M}  {' '.join(self.text.split())}"


class Notices:
    """The notices of one window, newest first."""

    def __init__(self) -> None:
        self._kept: list[Notice] = []

    def keep(self, notice: Notice) -> None:
        """Add a notice."""
        self._kept.insert(0, notice)
        del self._kept[MOST:]

    @property
    def all(self) -> tuple[Notice, ...]:
        """Every notice that is kept, newest first."""
        return tuple(self._kept)


class _Model(ListRows[Notice]):
    """Notices as rows."""

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        notice = self.rows[index.row()]
        roles = Qt.ItemDataRole
        if role in (roles.DisplayRole, roles.AccessibleTextRole):
            return notice.line
        if role == roles.AccessibleDescriptionRole:
            return notice.action if notice.can_act else ""
        if role == roles.ToolTipRole:
            return plain_tip(notice.text)
        return notice if role == VALUE else None


class _Row(QStyledItemDelegate):
    """Draws the time and the words."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme().size("row_comfortable"))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        notice: Notice = index.data(VALUE)
        gap = look.space("md")
        painter.save()
        draw_ground(painter, option)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text.muted"))
        inner = option.rect.adjusted(gap, 0, -gap, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, f"{notice.at:%H:%M}")
        inner.setLeft(inner.left() + painter.fontMetrics().horizontalAdvance("00:00") + gap)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text.normal"))
        draw_elided(painter, inner, " ".join(notice.text.split()))
        painter.restore()


class _List(QListView):
    """Enter does what the button below does."""

    def __init__(self, act: Callable[[], None]) -> None:
        super().__init__()
        self._act = act

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act()
            return
        super().keyPressEvent(event)


class NoticesDialog(QDialog):
    """The list: choose a notice to do what it still offers. Esc closes."""

    def __init__(self, window: QWidget, notices: Notices) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Notices"))
        self.setModal(True)
        self._build(window, notices.all)
        self._on_current()

    @property
    def lines(self) -> tuple[str, ...]:
        """What is listed."""
        return tuple(each.line for each in self._model.rows)

    def _build(self, window: QWidget, kept: tuple[Notice, ...]) -> None:
        look = theme()
        self._model = _Model(self)
        self._model.show_rows(kept)
        self.list = _List(self._on_act)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.tr("Notices, newest first"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        nothing = EmptyState("bell", self.tr("No notices yet. What is said is kept here."))
        stack = QStackedWidget()
        stack.addWidget(self.list)
        stack.addWidget(nothing)
        stack.setCurrentIndex(0 if kept else 1)
        self.act = QPushButton()
        self.act.clicked.connect(self._on_act)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.act)
        row.addStretch()
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("md"))
        column.addWidget(stack, 1)
        column.addLayout(row)
        lines = max(min(len(kept), 10), 5)
        height = lines * look.size("row_comfortable") + 3 * look.size("control_height")
        width = max(look.px(520), QFontMetrics(look.font()).averageCharWidth() * 60)
        self.resize(min(width, window.width() - 40), min(height, window.height() - 40))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        if kept:
            self.list.setCurrentIndex(self._model.index(0))
            self.list.setFocus()
        else:
            close.setFocus()

    def _current(self) -> Notice | None:
        index = self.list.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def _on_current(self, *_: object) -> None:
        notice = self._current()
        can_act = notice is not None and notice.can_act
        self.act.setVisible(can_act)
        if notice is not None and can_act:
            self.act.setText(notice.action)
            self.act.setAccessibleDescription(notice.text)

    def _on_act(self) -> None:
        notice = self._current()
        if notice is not None and notice.can_act and notice.call is not None:
            self.accept()
            notice.call()
