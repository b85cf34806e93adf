"""The hidden places of one document: the list beside the Reader's page. For the apprentice only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.hiding import Hide
from portfolio_app.ui.evidence.label_field import LabelField
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.list_rows import Index, ListRows, draw_elided, draw_ground
from portfolio_app.ui.kit.own_keys import DELETE, keep_key
from portfolio_app.ui.kit.theme import theme

ROOM_FOR_WORDS = 330  # pixels at 100 % of a list that also explains itself


def hide_words(hide: Hide) -> str:
    """Return what is hidden there, in words."""
    return f"“{hide.anchor.quote}”" if hide.anchor.quote else "Area"


def hide_name(hide: Hide) -> str:
    """Return what a screen reader says of a hidden place."""
    what = hide.anchor.quote or "an area"
    where = "to place again" if hide.to_place else f"page {hide.page}"
    told = f"Hidden, {where}: {what}"
    return f"{told}, shown as {hide.label}" if hide.label else told


class _Model(ListRows[Hide]):
    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        hide = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return hide
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return hide_name(hide)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(hide_name(hide))
        return None


class _Delegate(QStyledItemDelegate):
    """Draws the page and the label above, the hidden words below."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, row_height())

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hide: Hide = index.data(Qt.ItemDataRole.UserRole)
        look = theme()
        draw_ground(painter, option)
        rect: QRect = option.rect
        pad, gap = look.space("sm"), look.space("xs")
        inner = rect.adjusted(pad, gap, -pad, -gap)
        half = inner.height() // 2
        where = self.tr("To place") if hide.to_place else self.tr("Page {0}").format(hide.page)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text.muted"))
        top = QRect(inner.x(), inner.y(), inner.width(), half)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(top, align, where)
        used = painter.fontMetrics().horizontalAdvance(where) + pad
        if hide.label:
            painter.setFont(look.font("caption", strong=True))
            painter.setPen(look.colour("text.normal"))
            draw_elided(painter, top.adjusted(used, 0, 0, 0), hide.label)
        painter.setFont(look.font())
        painter.setPen(look.colour("text.normal"))
        below = QRect(inner.x(), inner.y() + half, inner.width(), inner.height() - half)
        draw_elided(painter, below, hide_words(hide))


def row_height() -> int:
    """Return the height of a row in pixels: two lines."""
    look = theme()
    return look.px(44) + look.space("sm")


class _Rows(QListView):
    """The list itself: Enter shows the place, Del unhides it."""

    entered_row = Signal()
    removal_wanted = Signal()

    @override
    def event(self, event: QEvent) -> bool:
        return keep_key(event, *DELETE) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit()
        elif event.key() in DELETE:
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)


class HidingList(QFrame):
    """The hidden places, and what can be done with the chosen one."""

    chosen = Signal(str)  # uid of the hidden place the row is about
    show_wanted = Signal(str)
    unhide_wanted = Signal(str)
    label_chosen = Signal(str, str)  # uid, label
    review_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_quiet = False
        self._used: tuple[str, ...] = ()
        self._readonly = False
        self._build()
        self._connect()
        self.show_hides((), ())

    def show_hides(
        self, hides: Sequence[Hide], used: Sequence[str], *, readonly: bool = False
    ) -> None:
        """Show these places in reading order; ``used`` are the labels to choose from."""
        kept, row = self.current_uid, self._rows.currentIndex().row()
        self._used, self._readonly = tuple(used), readonly
        ordered = sorted(hides, key=lambda hide: (hide.page, not hide.to_place))
        self._is_quiet = True
        self._model.show_rows(ordered)
        if kept:
            self.choose(kept)
            if not self.current_uid and ordered:
                self._rows.setCurrentIndex(self._model.index(min(row, len(ordered) - 1)))
        self._is_quiet = False
        self._stack.setCurrentWidget(self._rows if ordered else self._empty)
        self._show_current()

    def choose(self, uid: str) -> None:
        """Make a place's row the current one, without telling."""
        was_quiet, self._is_quiet = self._is_quiet, True
        rows = self._model.rows
        at = next((number for number, hide in enumerate(rows) if hide.uid == uid), -1)
        self._rows.setCurrentIndex(self._model.index(at))
        self._is_quiet = was_quiet
        self._show_current()

    @property
    def current_uid(self) -> str:
        """The uid of the place whose row is the current one, "" for none."""
        hide = self._current()
        return hide.uid if hide is not None else ""

    @property
    def rows(self) -> QListView:
        """The list itself."""
        return self._rows

    def _build(self) -> None:
        look = theme()
        self.setObjectName("hidden_places")
        self.setProperty("look", "details")
        self._lock = QLabel()
        self._private = label(
            self.tr("Only you see these words. They are never exported."), "caption", wrap=True
        )
        self._model = _Model(self)
        self._rows = _Rows()
        self._rows.setModel(self._model)
        self._rows.setItemDelegate(_Delegate(self._rows))
        self._rows.setUniformItemSizes(True)
        self._rows.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows.setProperty("look", "plain")
        self._rows.setMouseTracking(True)
        self._rows.setAccessibleName(self.tr("Hidden places of this document"))
        self._empty = EmptyState(
            "eye-off",
            self.tr(
                "Nothing is hidden here. Select words and press Ctrl+Shift+X, or choose Hide and "
                "draw an area."
            ),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._rows)
        self._stack.addWidget(self._empty)
        # In a low window the list gives way, never what changes a place.
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._stack.setMinimumHeight(look.px(28))
        self.label = LabelField()
        self._name = label(
            self.tr("Label, the same wherever these words are hidden"), "caption", wrap=True
        )
        self._name.setBuddy(self.label)
        self.show_button = QPushButton(self.tr("Show"))
        self.show_button.setToolTip(self.tr("Go to the place on the page (Enter)"))
        self.unhide_button = QPushButton(self.tr("Unhide"))
        self.unhide_button.setToolTip(self.tr("Let these words be seen again (Del)"))
        self.review_button = QPushButton(self.tr("Find names…"))
        self.review_button.setProperty("look", "quiet")
        self.review_button.setToolTip(
            self.tr("Look for names, numbers and addresses to hide in this document")
        )
        self._choices = QWidget()
        inside = QVBoxLayout(self._choices)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.space("xs"))
        inside.addWidget(self._name)
        inside.addWidget(self.label)
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for each in (self.show_button, self.unhide_button):
            flow.addWidget(each)
        inside.addWidget(buttons)
        column = QVBoxLayout(self)
        pad = look.space("sm")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(pad)
        private = QHBoxLayout()
        private.setSpacing(look.space("xs"))
        private.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignTop)
        private.addWidget(self._private, 1)
        column.addLayout(private)
        column.addWidget(self._stack, 1)
        column.addWidget(self._choices)
        column.addWidget(self.review_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        self._rows.selectionModel().currentChanged.connect(self._on_current)
        self._rows.clicked.connect(self._on_show)
        self._rows.entered_row.connect(self._on_show)
        self._rows.removal_wanted.connect(self._on_unhide)
        self.show_button.clicked.connect(self._on_show)
        self.unhide_button.clicked.connect(self._on_unhide)
        self.review_button.clicked.connect(self._on_review)
        self.label.label_chosen.connect(self._on_label)
        theme().changed.connect(self._rows.scheduleDelayedItemsLayout)
        theme().changed.connect(self._tint)
        self._tint()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        # Large letters in a low window: the list and what changes a place come first.
        roomy = self.height() >= theme().px(ROOM_FOR_WORDS)
        for each in (self._lock, self._private, self._name, self.show_button, self.review_button):
            each.setVisible(roomy)

    def _tint(self) -> None:
        self._arrange()
        size = theme().size("icon_small")
        self._lock.setPixmap(icons.pixmap("lock", size, "text.muted"))

    def _current(self) -> Hide | None:
        found = self._rows.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Hide) else None

    def _show_current(self) -> None:
        hide = self._current()
        self._choices.setVisible(hide is not None)
        for each in (self.label, self.unhide_button):
            each.setEnabled(not self._readonly)
        if hide is not None:
            self.label.show_label(hide.label, self._used)
            self.show_button.setEnabled(bool(hide.anchor.spans) and not hide.to_place)

    def _on_current(self) -> None:
        self._show_current()
        if self.current_uid and not self._is_quiet:
            self.chosen.emit(self.current_uid)

    def _on_show(self) -> None:
        if self.current_uid:
            self.show_wanted.emit(self.current_uid)

    def _on_unhide(self) -> None:
        if self.current_uid and not self._readonly:
            self.unhide_wanted.emit(self.current_uid)

    def _on_review(self) -> None:
        self.review_wanted.emit()

    def _on_label(self, words: str) -> None:
        if self.current_uid:
            self.label_chosen.emit(self.current_uid, words)
