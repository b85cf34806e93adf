"""The columns of evidence lists, the drawing of KSB chips in them, and what a filter keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    QRect,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from portfolio_app.domain.days import day_words
from portfolio_app.domain.document import ReadStatus
from portfolio_app.domain.evidence import Check, EvidenceItem, EvidenceKind, ref_number
from portfolio_app.domain.ksb import KsbKind, code_order, tidy_code
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.chip_cells import ChipCells, Codes
from portfolio_app.ui.kit.list_rows import Index, draw_ground
from portfolio_app.ui.kit.tables import VALUE, Column, ListTable
from portfolio_app.ui.kit.theme import theme

_order = cache(code_order)


def tr(words: str) -> str:
    """Return words for the screen."""
    return QCoreApplication.translate("evidence_columns", words)


def date_words(item: EvidenceItem) -> str:
    """Return the day an item is from: "12 Nov 2025"; with "?" while it is to check."""
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
    """The codes claimed, then the candidates: drawn as chips and hollow ones, read out as words."""
    return Column(
        tr("KSBs"),
        lambda item: " ".join((*item.ksb_codes, *_candidates(item))),
        width=160,
        spoken=lambda item: _ksb_words(item) or tr("none yet"),
        sort=lambda item: (-len(item.ksb_codes), [_order(c) for c in item.ksb_codes]),
        tip=_ksb_words,
    )


def _candidates(item: EvidenceItem) -> tuple[str, ...]:
    """Return the codes it may show that no claim of it names yet."""
    return tuple(code for code in item.candidates if code not in item.ksb_codes)


def _ksb_words(item: EvidenceItem) -> str:
    candidates = ", ".join(_candidates(item))
    said = tr("needs a passage for {0}").format(candidates) if candidates else ""
    return "; ".join(filter(None, (", ".join(item.ksb_codes), said)))


def checks_column() -> Column:
    """How many of the four private questions are ticked, and which."""
    return Column(
        tr("Checks"),
        lambda item: tr("{0} of {1}").format(len(item.checks), len(Check)) if item.checks else "–",
        width=72,
        spoken=lambda item: ", ".join(each.words for each in item.checks) or tr("none ticked"),
        sort=lambda item: len(item.checks),
        tip=lambda item: ", ".join(each.words for each in item.checks),
    )


def shortlist_column() -> Column:
    """The E-number of what is chosen for the bundle."""
    return Column(
        tr("Shortlist"),
        lambda item: item.ref,
        width=88,
        spoken=lambda item: item.ref or tr("not on the shortlist"),
        sort=lambda item: (not item.ref, ref_number(item.ref)),
        tip=lambda item: (
            tr("On the shortlist as {0}").format(item.ref)
            if item.ref
            else tr("Ctrl+D adds it to the shortlist")
        ),
    )


def fit_columns(table: ListTable, kind: int, date: int, pages: int) -> None:
    """Leave out the kind, the pages, then the date, where there is no room."""
    px, width = theme().px, table.width()
    table.setColumnHidden(kind, width < px(720))
    table.setColumnHidden(pages, width < px(600))
    table.setColumnHidden(date, width < px(500))


class ChipsDelegate(ChipCells):
    """Draws an item's codes as chips, its candidates hollow. ``kinds`` says what kind a code is."""

    def __init__(self, kinds: Callable[[], Mapping[str, KsbKind]], parent: QObject) -> None:
        super().__init__(kinds, _codes, parent)


def _codes(item: EvidenceItem) -> Codes:
    return item.ksb_codes, _candidates(item)


class ShortlistDelegate(QStyledItemDelegate):
    """Draws a tick box with the E-number beside it."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        rect: QRect = option.rect
        draw_ground(painter, option)
        item: EvidenceItem = index.data(VALUE)
        size, gap = look.size("icon_small"), look.space("sm")
        box = QRect(rect.x() + gap, rect.center().y() - size // 2, size, size)
        if item.ref:
            painter.fillRect(box, look.colour("accent.fill"))
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(box, icons.pixmap("check", size, "accent.on_fill", ratio))
            painter.setPen(look.colour("text.normal"))
            words = QRect(box.right() + gap, rect.y(), rect.width(), rect.height())
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(words, align, item.ref)
        else:
            painter.setPen(look.colour("line.strong"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0, 0, -1, -1))


@dataclass(frozen=True, slots=True)
class Filter:
    """What the library shows. ``words`` all stand somewhere in the item; a code means its KSB."""

    words: str = ""
    kind: EvidenceKind | None = None
    project: str = ""
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
        is_code = any(code in (*item.ksb_codes, *item.candidates) for item in self.items)
        words = [] if is_code else wanted.words.casefold().split()
        return tuple(
            item
            for item, has in zip(self.items, self._words, strict=True)
            if (
                code in (*item.ksb_codes, *item.candidates)
                if is_code
                else all(word in has for word in words)
            )
            and (wanted.kind is None or item.kind is wanted.kind)
            and (not wanted.project or wanted.project in item.projects)
            and not (wanted.unmapped and item.claims)
            and not (wanted.not_shortlisted and item.ref)
            and not (wanted.not_readable and item.status is ReadStatus.READABLE)
        )


def newest_first(items: Sequence[EvidenceItem]) -> tuple[EvidenceItem, ...]:
    """Return items by their day, newest first; those without a day last, as they were added."""
    return tuple(sorted(items, key=lambda i: (i.date, i.added_at), reverse=True))


def _words_of(item: EvidenceItem) -> str:
    parts = (item.title, item.file_name, item.folder, item.context, item.part, item.confirm)
    return " ".join((*parts, item.kind.words, item.ref, *item.ksb_codes, *item.projects)).casefold()
