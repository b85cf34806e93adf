"""The columns of evidence lists, the drawing of KSB chips in them, and what a filter keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from portfolio_app.domain.days import day_words
from portfolio_app.domain.document import ReadStatus
from portfolio_app.domain.evidence import EvidenceItem, EvidenceKind
from portfolio_app.domain.ksb import KsbKind, code_order, tidy_code
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.chips import chip_size, paint_chip
from portfolio_app.ui.kit.tables import VALUE, Column, ListTable
from portfolio_app.ui.kit.theme import theme

Index = QModelIndex | QPersistentModelIndex


def tr(words: str) -> str:
    """Return words for the screen."""
    return QCoreApplication.translate("evidence_columns", words)


def date_words(item: EvidenceItem) -> str:
    """Return the day an item is from: "12 Nov 2025"; with "?" while it is to check (D2)."""
    if not item.date:
        return ""
    day, month, year = day_words(item.date).split()
    return f"{day} {month[:3]} {year}" + ("" if item.date_source == "typed" else " ?")


def _date_spoken(item: EvidenceItem) -> str:
    if not item.date:
        return tr("no date")
    to_check = "" if item.date_source == "typed" else tr(", to check")
    return day_words(item.date) + to_check


def _date_tip(item: EvidenceItem) -> str:
    if not item.date or item.date_source == "typed":
        return day_words(item.date)
    return tr("{0}, from: {1}. To check.").format(day_words(item.date), item.date_source)


def _title_tip(item: EvidenceItem) -> str:
    return f"{item.title} — {item.file_name}" + (f". {item.problem}" if item.problem else "")


def title_column() -> Column:
    """The title, with the file name in its tip."""
    return Column(tr("Title"), lambda item: item.title, stretch=True, tip=_title_tip)


def kind_column() -> Column:
    """What kind of work it is: minutes, report, photo."""
    return Column(tr("Kind"), lambda item: item.kind.words, width=96)


def date_column() -> Column:
    """The day it is from; those without one sort as oldest."""
    return Column(
        tr("Date"),
        date_words,
        width=112,
        spoken=_date_spoken,
        sort=lambda item: item.date,
        tip=_date_tip,
    )


def pages_column() -> Column:
    """How many pages; none for an item kept as a whole."""
    return Column(
        tr("Pages"),
        lambda item: str(item.pages) if item.pages else "–",
        width=60,
        right=True,
        sort=lambda item: item.pages,
    )


def ksbs_column() -> Column:
    """The codes claimed: drawn as chips, read out as words."""
    return Column(
        tr("KSBs"),
        lambda item: " ".join(item.ksb_codes),
        width=160,
        spoken=lambda item: ", ".join(item.ksb_codes) or tr("none yet"),
        sort=lambda item: (-len(item.ksb_codes), [code_order(c) for c in item.ksb_codes]),
        tip=lambda item: ", ".join(item.ksb_codes),
    )


def shortlist_column() -> Column:
    """The E-number of what is chosen for the bundle."""
    return Column(
        tr("Shortlist"),
        lambda item: item.ref,
        width=88,
        spoken=lambda item: item.ref or tr("not on the shortlist"),
        sort=lambda item: (item.position is None, item.position or 0),
        tip=lambda item: (
            tr("On the shortlist as {0}").format(item.ref)
            if item.ref
            else tr("Ctrl+D adds it to the shortlist")
        ),
    )


def fit_columns(table: ListTable, kind: int, pages: int) -> None:
    """Leave out the kind, then the pages, where there is no room: the details have both."""
    px, width = theme().px, table.width()
    table.setColumnHidden(kind, width < px(720))
    table.setColumnHidden(pages, width < px(600))


class ChipsDelegate(QStyledItemDelegate):
    """Draws as many chips as fit, then "+2". ``kinds`` says what kind a code is."""

    def __init__(self, kinds: Callable[[], Mapping[str, KsbKind]], parent: QObject) -> None:
        super().__init__(parent)
        self._kinds = kinds

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        rect: QRect = option.rect
        _paint_ground(painter, option)
        item: EvidenceItem = index.data(VALUE)
        kinds = self._kinds()
        font = look.font("caption")
        x, gap = rect.x() + look.space("sm"), look.space("xs")
        right = rect.right() - look.px(28)
        for number, code in enumerate(item.ksb_codes):
            size = chip_size(font, code)
            if x + size.width() > right:
                rest = f"+{len(item.ksb_codes) - number}"
                painter.setFont(font)
                painter.setPen(look.colour("text.muted"))
                painter.drawText(
                    QRect(x, rect.y(), look.px(28), rect.height()),
                    Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                    rest,
                )
                return
            height = min(size.height(), rect.height() - 2)
            chip = QRect(x, rect.center().y() - height // 2, size.width(), height)
            paint_chip(painter, chip, kinds.get(code, KsbKind.SKILL), code, font)
            x += size.width() + gap


class ShortlistDelegate(QStyledItemDelegate):
    """Draws a tick box with the E-number beside it."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        rect: QRect = option.rect
        _paint_ground(painter, option)
        item: EvidenceItem = index.data(VALUE)
        size = look.size("icon_small")
        box = QRect(rect.x() + look.space("sm"), rect.center().y() - size // 2, size, size)
        if item.ref:
            painter.fillRect(box, look.colour("accent.fill"))
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(box, icons.pixmap("check", size, "accent.on_fill", ratio))
        else:
            painter.setPen(look.colour("line.strong"))
            painter.setBrush(look.colour("surface.surface"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.setPen(look.colour("text.normal"))
        painter.setFont(look.font())
        words = QRect(box.right() + look.space("sm"), rect.y(), rect.width(), rect.height())
        painter.drawText(
            words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, item.ref
        )


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    state: QStyle.StateFlag = option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, theme().colour("surface.selected"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, theme().colour("surface.hover"))


@dataclass(frozen=True, slots=True)
class Filter:
    """What the library shows. ``words`` all stand somewhere in the item; a code means its KSB."""

    words: str = ""
    kind: EvidenceKind | None = None
    unmapped: bool = False
    not_shortlisted: bool = False
    not_readable: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it keeps everything."""
        return self == Filter()


class Searchable:
    """Items with the words they are found by, worked out once."""

    def __init__(self, items: Iterable[EvidenceItem] = ()) -> None:
        self.items = tuple(items)
        self._words = [_words_of(item) for item in self.items]

    def found(self, wanted: Filter) -> tuple[EvidenceItem, ...]:
        """Return the items the filter keeps, in their order."""
        if wanted.is_open:
            return self.items
        code = tidy_code(wanted.words)
        is_code = any(code in item.ksb_codes for item in self.items)
        words = [] if is_code else wanted.words.casefold().split()
        return tuple(
            item
            for item, has in zip(self.items, self._words, strict=True)
            if (code in item.ksb_codes if is_code else all(word in has for word in words))
            and (wanted.kind is None or item.kind is wanted.kind)
            and not (wanted.unmapped and item.claims)
            and not (wanted.not_shortlisted and item.ref)
            and not (wanted.not_readable and item.status is ReadStatus.READABLE)
        )


def newest_first(items: Sequence[EvidenceItem]) -> tuple[EvidenceItem, ...]:
    """Return items by their day, newest first; those without a day last, as they were added."""
    return tuple(sorted(items, key=lambda i: (i.date, i.added_at), reverse=True))


def _words_of(item: EvidenceItem) -> str:
    parts = (item.title, item.file_name, item.folder, item.context, item.part, item.confirm)
    return " ".join((*parts, item.kind.words, item.ref, *item.ksb_codes)).casefold()
