"""The passages of one document, page by page: the list beside the Reader's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QObject,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.ksb import Ksb, tidy_code
from portfolio_app.domain.passage import Claim
from portfolio_app.ui.evidence.claim_marks import kind_of, place_of, reading_order, spoken_claim
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.chips import chip_size, paint_chip
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.list_rows import Index, ListRows, draw_elided, draw_ground
from portfolio_app.ui.kit.own_keys import DELETE, keep_key
from portfolio_app.ui.kit.theme import theme


@dataclass(frozen=True, slots=True)
class Row:
    """A heading ("Page 4") or a claim."""

    heading: str
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Headings:
    """What stands above groups of passages; ``page`` is "Page {0}"."""

    to_place: str = "To place"
    whole: str = "Whole item"
    times: str = "Times"
    page: str = "Page {0}"

    def over(self, claim: Claim) -> str:
        """Return the heading a claim belongs under."""
        if claim.to_place:
            return self.to_place
        if claim.page:
            return self.page.format(claim.page)
        return self.whole if claim.anchor.time_from is None else self.times


def rows_of(claims: Sequence[Claim], headings: Headings) -> tuple[Row, ...]:
    """Return claims under headings: those to place first, the others in reading order."""
    rows: list[Row] = []
    last = ""
    for claim in sorted(claims, key=lambda each: (not each.to_place, reading_order(each))):
        heading = headings.over(claim)
        if heading != last:
            last = heading
            rows.append(Row(heading))
        rows.append(Row("", claim))
    return tuple(rows)


class _Model(ListRows[Row]):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.ksbs: Mapping[str, Ksb] = {}
        self.is_theory = False

    def strength_of(self, claim: Claim) -> str:
        """Return how strongly a passage shows its KSB, in words."""
        return "Theory" if self.is_theory else claim.strength.words

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()].claim is None:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if row.claim is None:
            return row.heading if role == Qt.ItemDataRole.DisplayRole else None
        words = spoken_claim(row.claim)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = [words, self.strength_of(row.claim)]
            if row.claim.page or row.claim.to_place:
                parts.insert(1, place_of(row.claim))
            if row.claim.was and not row.claim.to_place:
                parts.append("to check: its wording changed")
            if row.claim.note:
                parts.append("has a private note")
            return ", ".join(parts)
        if role == Qt.ItemDataRole.ToolTipRole:
            shown = row.claim.anchor.quote or words
            told = f" – {row.claim.shows}" if row.claim.shows else ""
            note = f" [Private note: {row.claim.note}]" if row.claim.note else ""
            return plain_tip(f"{self.strength_of(row.claim)}. {shown}{told}{note}")
        return None


class _Delegate(QStyledItemDelegate):
    """Draws a claim: chip and strength above, the quote below; a heading: its words."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        return QSize(120, row_height() if row.claim is not None else theme().px(30))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        look = theme()
        rect: QRect = option.rect
        pad = look.space("sm")
        inner = rect.adjusted(pad, 0, -pad, 0)
        if row.claim is None:
            painter.setFont(look.font("caption", strong=True))
            painter.setPen(look.colour("text.muted"))
            low = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(inner.adjusted(0, 0, 0, -look.space("xs")), low, row.heading)
            return
        draw_ground(painter, option)
        font = look.font()
        model = index.model()
        if not isinstance(model, _Model):
            return
        size = chip_size(font, row.claim.ksb_code)
        chip = QRect(inner.x(), inner.y() + look.space("xs"), size.width(), size.height())
        paint_chip(painter, chip, kind_of(row.claim, model.ksbs), row.claim.ksb_code, font)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text.muted"))
        beside = QRect(
            chip.right() + pad, chip.y(), inner.right() - chip.right() - pad, chip.height()
        )
        sign = look.size("icon_small")
        if row.claim.note:
            lock = icons.pixmap("lock", sign, "text.muted")
            left = beside.right() - sign
            painter.drawPixmap(left, beside.center().y() - sign // 2, lock)
            beside.setRight(left - look.space("xs"))
        if row.claim.to_place or row.claim.was:
            mark = icons.pixmap("triangle-alert", sign, "status.warn")
            painter.drawPixmap(beside.x(), beside.center().y() - sign // 2, mark)
            beside.setLeft(beside.x() + sign + look.space("xs"))
        words = model.strength_of(row.claim)
        if row.claim.to_place or row.claim.was:
            words = place_of(row.claim) if row.claim.to_place else "to check: new wording"
        draw_elided(painter, beside, words)
        painter.setFont(font)
        painter.setPen(look.colour("text.normal"))
        words = f"“{row.claim.anchor.quote}”" if row.claim.anchor.quote else row.claim.shows
        if not words:
            words = place_of(row.claim).capitalize() if not row.claim.page else "Box"
        below = QRect(inner.x(), chip.bottom(), inner.width(), rect.bottom() - chip.bottom())
        draw_elided(painter, below, words)


def row_height() -> int:
    """Return the height of a claim's row in pixels: the chip, and the quote below it."""
    look = theme()
    return look.size("target_min") + look.px(26) + look.space("xs")


class _Rows(QListView):
    """The list itself: Enter goes to the passage, Del removes it, [ and ] change its strength."""

    entered_row = Signal(str)
    removal_wanted = Signal(str)
    stronger_wanted = Signal(str, int)

    def claim_uid(self) -> str:
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return row.claim.uid if isinstance(row, Row) and row.claim is not None else ""

    @override
    def event(self, event: QEvent) -> bool:
        return keep_key(event, *DELETE) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        uid = self.claim_uid()
        if uid and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit(uid)
        elif uid and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_wanted.emit(uid)
        elif uid and event.text() in ("[", "]"):
            self.stronger_wanted.emit(uid, 1 if event.text() == "]" else -1)
        else:
            super().keyPressEvent(event)


class PassagesList(QFrame):
    """Passages with a filter. ``chosen`` follows the row; ``opened`` is Enter or a double click."""

    chosen = Signal(str)  # claim uid
    opened = Signal(str)
    removal_wanted = Signal(str)
    stronger_wanted = Signal(str, int)
    counted = Signal(int)  # how many claims there are, before any filter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._claims: tuple[Claim, ...] = ()
        self._ksbs: Mapping[str, Ksb] = {}
        self._is_quiet = False
        self._has_pages = True
        self._build()
        self._connect()

    def show_claims(
        self,
        claims: Sequence[Claim],
        ksbs: Mapping[str, Ksb],
        *,
        has_pages: bool = True,
        theory: bool = False,
    ) -> None:
        """Show these claims; what was chosen stays chosen if it is still there.

        ``theory``: they are tags of something read, without a strength.
        """
        self._model.is_theory = theory
        self._has_pages = has_pages
        self._claims, self._ksbs = tuple(claims), ksbs
        self.counted.emit(len(self._claims))
        self._show()

    def choose(self, claim_uid: str) -> None:
        """Make a claim's row the current one, without telling."""
        for number, row in enumerate(self._model.rows):
            if row.claim is not None and row.claim.uid == claim_uid:
                self._is_quiet = True
                self._rows.setCurrentIndex(self._model.index(number))
                self._is_quiet = False
                return
        self._rows.clearSelection()

    @property
    def rows(self) -> QListView:
        """The list itself."""
        return self._rows

    def _build(self) -> None:
        look = theme()
        self.setObjectName("passages")
        self.setProperty("look", "details")
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(self.tr("Filter by KSB or word"))
        self._filter.setAccessibleName(self.tr("Filter passages"))
        self._filter.setClearButtonEnabled(True)
        self._model = _Model(self)
        self._rows = _Rows()
        self._rows.setModel(self._model)
        self._rows.setItemDelegate(_Delegate(self._rows))
        self._rows.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows.setProperty("look", "plain")
        self._rows.setMouseTracking(True)
        self._rows.setAccessibleName(self.tr("Passages of this document"))
        self._empty = EmptyState(
            "highlighter", self.tr("No highlights yet. Drag over words, or press H.")
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._rows)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        pad = look.space("sm")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(pad)
        column.addWidget(self._filter)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._filter.textChanged.connect(self._show)
        self._rows.selectionModel().currentChanged.connect(self._on_current)
        self._rows.clicked.connect(self._on_current)
        self._rows.doubleClicked.connect(self._on_opened)
        self._rows.entered_row.connect(self.opened)
        self._rows.removal_wanted.connect(self.removal_wanted)
        self._rows.stronger_wanted.connect(self.stronger_wanted)
        theme().changed.connect(self._rows.scheduleDelayedItemsLayout)

    def _show(self) -> None:
        kept = self._rows.claim_uid()
        typed = self._filter.text().strip()
        code, word = tidy_code(typed), typed.casefold()
        found = [
            claim
            for claim in self._claims
            if not typed
            or claim.ksb_code == code
            or word in claim.anchor.quote.casefold()
            or word in claim.shows.casefold()
            or word in claim.note.casefold()
        ]
        headings = Headings(
            self.tr("To place"), self.tr("Whole item"), self.tr("Times"), self.tr("Page {0}")
        )
        rows = rows_of(found, headings)
        before = self._rows.currentIndex().row()
        had_focus = self._rows.hasFocus()
        self._is_quiet = True
        self._model.ksbs = self._ksbs
        self._model.show_rows(rows)
        self._is_quiet = False
        if kept:
            self.choose(kept)
            if not self._rows.claim_uid() and had_focus and rows:
                self._rows.setCurrentIndex(self._model.index(min(max(before, 1), len(rows) - 1)))
        self._filter.setVisible(len(self._claims) > 12 or bool(typed))
        if typed and self._claims:
            self._empty.show_words(self.tr("No passage matches."))
        else:
            self._empty.show_words(
                self.tr("No highlights yet. Drag over words, or press H.")
                if self._has_pages
                else self.tr("Nothing claimed yet. Claim the whole item.")
            )
        self._stack.setCurrentWidget(self._rows if rows else self._empty)

    def _on_current(self) -> None:
        uid = self._rows.claim_uid()
        if uid and not self._is_quiet:
            self.chosen.emit(uid)

    def _on_opened(self) -> None:
        uid = self._rows.claim_uid()
        if uid:
            self.opened.emit(uid)
