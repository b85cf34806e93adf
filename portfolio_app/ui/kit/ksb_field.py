"""A field that finds KSBs by code or words and holds those chosen as chips; keys alone work.

Type "k8" and Enter: chosen. Enter again, with nothing typed: ``submitted``. Backspace in the empty
field takes the last chip back. Esc closes the list first; the next Esc belongs to whoever holds
the field.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.ksb import Ksb, tidy_code
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.chips import KsbChip, ksb_name, mark_size, paint_mark
from portfolio_app.ui.kit.list_over import ListOver
from portfolio_app.ui.kit.list_rows import Index, ListRows, draw_elided, draw_ground
from portfolio_app.ui.kit.theme import theme

ROWS = 8


def matching(ksbs: Iterable[Ksb], typed: str) -> tuple[Ksb, ...]:
    """Return the KSBs that fit what was typed: exact code, codes that begin so, then words.

    Every word typed must begin a word of the short wording, or stand in the statement.
    """
    typed = typed.strip()
    if not typed:
        return tuple(ksbs)
    code = tidy_code(typed).casefold()
    words = typed.casefold().split()
    found: list[tuple[int, int, Ksb]] = []
    for order, ksb in enumerate(ksbs):
        label, short = ksb.code.casefold(), ksb.short.casefold()
        starts = short.replace("-", " ").split()
        if label == code:
            rank = 0
        elif label.startswith(code):
            rank = 1
        elif all(any(start.startswith(word) for start in starts) for word in words):
            rank = 2
        elif all(word in short or word in ksb.text.casefold() for word in words):
            rank = 3
        else:
            continue
        found.append((rank, order, ksb))
    return tuple(ksb for _, _, ksb in sorted(found, key=lambda each: each[:2]))


class KsbListModel(ListRows[Ksb]):
    """KSBs as rows: code and short wording; the whole statement in the tip."""

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        ksb = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return f"{ksb.code}  {ksb.short}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ksb_name(ksb)
        if role == Qt.ItemDataRole.UserRole:
            return ksb
        return None


class KsbDelegate(QStyledItemDelegate):
    """Draws a KSB row: mark, code in semibold, short wording."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(320), theme().size("row_compact"))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        ksb: Ksb = index.data(Qt.ItemDataRole.UserRole)
        look = theme()
        rect: QRect = option.rect
        draw_ground(painter, option)
        ink, mark, gap = look.colour(f"ksb.{ksb.kind.value}"), mark_size(), look.space("sm")
        top = rect.center().y() - mark / 2 + 0.5
        paint_mark(painter, QRectF(rect.x() + gap, top, mark, mark), ksb.kind, ink)
        painter.save()
        strong = QFont(look.font(strong=True))
        painter.setFont(strong)
        painter.setPen(ink)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        code_width = look.px(40)
        code = rect.adjusted(gap * 2 + mark, 0, 0, 0)
        painter.drawText(code, align, ksb.code)
        painter.setFont(look.font())
        painter.setPen(look.colour("text.normal"))
        words = rect.adjusted(gap * 2 + mark + code_width, 0, -gap, 0)
        draw_elided(painter, words, ksb.short)
        painter.restore()


class KsbField(QWidget):
    """Chosen KSBs as chips, then the field. ``changed`` follows every choosing and taking back."""

    changed = Signal()
    submitted = Signal()  # Enter with nothing typed
    dismissed = Signal()  # Esc with nothing typed and no list open

    def __init__(self, ksbs: Sequence[Ksb] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Ksb, ...] = tuple(ksbs)
        self._chosen: list[Ksb] = []
        self._chips: list[KsbChip] = []
        self._build()
        self._connect()

    def set_ksbs(self, ksbs: Sequence[Ksb]) -> None:
        """Offer these KSBs; chosen ones that are no longer among them go."""
        self._all = tuple(ksbs)
        uids = {ksb.uid for ksb in self._all}
        self.choose([ksb.uid for ksb in self._chosen if ksb.uid in uids])

    @property
    def uids(self) -> tuple[str, ...]:
        """The uids of the chosen KSBs, in the order they were chosen."""
        return tuple(ksb.uid for ksb in self._chosen)

    @property
    def chosen(self) -> tuple[Ksb, ...]:
        """The chosen KSBs, in the order they were chosen."""
        return tuple(self._chosen)

    def choose(self, uids: Iterable[str]) -> None:
        """Hold exactly these."""
        by_uid = {ksb.uid: ksb for ksb in self._all}
        self._chosen = [by_uid[uid] for uid in dict.fromkeys(uids) if uid in by_uid]
        self._show_chips()
        self.changed.emit()

    def clear(self) -> None:
        """Hold none, and nothing typed."""
        self.edit.clear()
        self.choose(())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._list.close_list()
        elif watched is self.edit and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                return self._on_key(event)
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._list.close_list()

    def _build(self) -> None:
        self.edit = QLineEdit()
        self.edit.setAccessibleName(self.tr("Which KSB does this show?"))
        self.edit.setPlaceholderText(self.tr("Type a code or word"))
        self.edit.setMinimumWidth(theme().px(180))
        self._list = ListOver(self.edit, ROWS)
        self._model = KsbListModel(self._list)  # it must not go before its list does
        self._list.setObjectName("ksb_list")
        self._list.setModel(self._model)
        self._list.setItemDelegate(KsbDelegate(self._list))
        self._list.setAccessibleName(self.tr("Matching KSBs"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().space("xs"))
        self._row.addWidget(self.edit, 1)
        self.setFocusProxy(self.edit)

    def _connect(self) -> None:
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._on_typed)
        self._list.clicked.connect(self._on_picked)

    def _on_typed(self, typed: str) -> None:
        found = self._found(typed)
        self._model.show_rows(found)
        if not typed.strip() or not found:
            self._list.close_list()
            if typed.strip():
                announcer().say(self.tr("No KSB matches"))
            return
        self._list.open_at(max(self.edit.width(), theme().px(420)))
        announcer().say(self.tr("{0} KSBs, first: {1}").format(len(found), ksb_name(found[0])))

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if self._list.take_key(event):
            announcer().say(ksb_name(self._current()))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self._list.isVisible():
                self._pick(self._current())
            elif self.edit.text().strip():
                self._pick_first()
            else:
                self.submitted.emit()
        elif key == Qt.Key.Key_Escape:
            if self._list.isVisible():
                self._list.close_list()
            elif self.edit.text():
                self.edit.clear()
            else:
                self.dismissed.emit()
        elif key == Qt.Key.Key_Backspace and not self.edit.text() and self._chosen:
            self.choose([ksb.uid for ksb in self._chosen[:-1]])
        elif key == Qt.Key.Key_Down and not self.edit.text():
            self._model.show_rows(self._found(""))
            self._list.open_at(theme().px(420))
        else:
            return False
        return True

    def _current(self) -> Ksb:
        return self._model.rows[self._list.currentIndex().row()]

    def _found(self, typed: str) -> tuple[Ksb, ...]:
        held = {ksb.uid for ksb in self._chosen}
        return tuple(ksb for ksb in matching(self._all, typed) if ksb.uid not in held)

    def _pick_first(self) -> None:
        found = self._found(self.edit.text())
        if found:
            self._pick(found[0])
        else:
            announcer().say(self.tr("No KSB matches"))

    def _on_picked(self, index: Index) -> None:
        self._pick(self._model.rows[index.row()])

    def _pick(self, ksb: Ksb) -> None:
        self._list.close_list()
        self.edit.clear()
        self.choose([*self.uids, ksb.uid])
        announcer().say(self.tr("{0} chosen").format(ksb_name(ksb)))

    def _show_chips(self) -> None:
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for ksb in self._chosen:
            chip = KsbChip(ksb, removable=True, with_words=len(self._chosen) == 1)
            chip.removed.connect(self._on_removed)
            self._row.insertWidget(len(self._chips), chip)
            self._chips.append(chip)

    def _on_removed(self) -> None:
        chip = self.sender()
        if isinstance(chip, KsbChip):
            self.edit.setFocus()
            self.choose([ksb.uid for ksb in self._chosen if ksb.uid != chip.ksb.uid])
