"""Hidden places on pages: solid boxes with the label that stands for what is beneath them.

Paper is white in every theme, so a box is black in every theme. It is drawn over the page, the
passages and the selection. What it covers is still in the file here: it is removed from exports.

::

    pages.set_covers([Cover(hide.uid, hide.anchor.spans, hide.label, "Hidden, page 4: Pupil A")])
    pages.choose_cover(hide.uid)                   # ring and in view; "" for none
    pages.set_hide_mode(True)                      # drags draw an area; hide_wanted follows
    pages.hide_wanted.connect(...)                 # selection() or box() holds what to hide
    pages.cover_chosen.connect(...)                # a click on a box: its uid
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from portfolio_app.domain.passage import Box, Quad, Span, box_of
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.page_column import PageColumn
from portfolio_app.ui.kit.page_marks import draw_ring
from portfolio_app.ui.kit.theme import theme

LETTERS = (7.0, 15.0)  # pixels: smaller words on a box can't be read, larger ones shout
BLEED = 0.6  # points a box of words reaches over its letters on every side


@dataclass(frozen=True, slots=True)
class Cover:
    """One hidden place. ``name`` is what a screen reader says of it."""

    uid: str
    spans: tuple[Span, ...]
    label: str = ""
    name: str = ""

    def quads_on(self, page_index: int) -> tuple[Quad, ...]:
        """Return its corners on one page, points."""
        return tuple(q for s in self.spans if s.page_index == page_index for q in s.quads)


def draw_cover(painter: QPainter, quads: Sequence[Quad], label: str, scale: float) -> None:
    """Draw a hidden place; the painter's origin is the page's corner, ``scale`` pixels a point.

    The label stands on the first box that is wide enough for it, else cut on the widest; without a
    label "Hidden" stands there where it fits.
    """
    boxes = [_rect(box_of((quad,)), scale) for quad in quads]
    if not boxes:
        return
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour("highlight.hidden_fill"))
    for box in boxes:
        painter.drawRect(box)
    words = label or QCoreApplication.translate("PageHides", "Hidden")
    fitting = [(box, font) for box in boxes if (font := _font(box, words)) is not None]
    if fitting or label:
        box, font = fitting[0] if fitting else _cut(max(boxes, key=QRectF.width))
        painter.setFont(font)
        painter.setPen(theme().colour("highlight.hidden_text"))
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width() - 2)
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


class PageHides(QObject):
    """The hidden places of a document, the one that is chosen, and whether a drag hides."""

    mode_changed = Signal(bool)

    def __init__(self, column: PageColumn) -> None:
        super().__init__(column)
        self._column = column
        self._covers: tuple[Cover, ...] = ()
        self._by_page: dict[int, list[Cover]] = {}
        self._chosen = ""
        self._is_on = False

    @property
    def is_on(self) -> bool:
        """Whether what is marked is to be hidden."""
        return self._is_on

    @property
    def chosen(self) -> str:
        """The uid of the hidden place that is chosen, "" for none."""
        return self._chosen

    def set_on(self, on: bool) -> None:  # noqa: FBT001 - a setter
        """Hide what is marked from now on, or claim it again."""
        if on != self._is_on:
            self._is_on = on
            self.mode_changed.emit(on)
            self._column.viewport().update()

    def set_covers(self, covers: Sequence[Cover]) -> None:
        """Show these hidden places."""
        self._covers = tuple(covers)
        self._by_page = {}
        for cover in self._covers:
            for index in dict.fromkeys(span.page_index for span in cover.spans):
                self._by_page.setdefault(index, []).append(cover)
        if self._chosen not in {cover.uid for cover in self._covers}:
            self._chosen = ""
        self._column.viewport().update()

    def choose(self, uid: str, *, reveal: bool = True) -> None:
        """Choose a hidden place, say it, and bring it into view if wanted; "" for none."""
        found = next((cover for cover in self._covers if cover.uid == uid), None)
        self._chosen = found.uid if found is not None else ""
        if found is not None and found.spans:
            first = found.spans[0].page_index
            if reveal:
                self._column.show_passage(first, [box_of((q,)) for q in found.quads_on(first)])
            announcer().say(found.name)
        self._column.viewport().update()

    def at(self, page_index: int, x: float, y: float) -> str:
        """Return the uid of the hidden place at a point of a page, "" for none."""
        for cover in self._by_page.get(page_index, ()):
            for quad in cover.quads_on(page_index):
                x0, y0, x1, y1 = box_of((quad,))
                if x0 <= x <= x1 and y0 <= y <= y1:
                    return cover.uid
        return ""

    def draw(self, painter: QPainter, page_index: int, scale: float) -> None:
        """Draw the hidden places of a page; the painter's origin is the page's corner."""
        for cover in self._by_page.get(page_index, ()):
            quads = cover.quads_on(page_index)
            draw_cover(painter, quads, cover.label, scale)
            if cover.uid == self._chosen:
                draw_ring(painter, quads, scale)


def _rect(box: Box, scale: float) -> QRectF:
    bled = (box[0] - BLEED, box[1] - BLEED, box[2] + BLEED, box[3] + BLEED)
    x0, y0, x1, y1 = (each * scale for each in bled)
    return QRectF(x0, y0, x1 - x0, y1 - y0)


def _font(box: QRectF, words: str) -> QFont | None:
    """Return the largest font in which the words fit a box, None when they would be too small."""
    font = QFont(theme().font())
    least, most = LETTERS
    font.setPixelSize(int(max(min(box.height() * 0.72, most), least)))
    if box.height() < least:
        return None
    width = QFontMetricsF(font).horizontalAdvance(words)
    if width > box.width() - 2:
        smaller = font.pixelSize() * (box.width() - 2) / width
        if smaller < least:
            return None
        font.setPixelSize(int(smaller))
    return font


def _cut(box: QRectF) -> tuple[QRectF, QFont]:
    font = QFont(theme().font())
    font.setPixelSize(int(max(min(box.height() * 0.72, LETTERS[1]), LETTERS[0])))
    return box, font
