"""The pages that a simple document flows over: where the next line goes, and how it is drawn."""

from __future__ import annotations

import re
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape

from portfolio_app import tokens
from portfolio_app.domain import bidi
from portfolio_app.pdf import fonts, letters
from portfolio_app.pdf.simple_lines import Line, Strip

MARGIN = 50.0
_SAFE_LINK = re.compile(r"(https?://|mailto:)[^\s<>\"]{1,1900}", re.IGNORECASE)


class Flow:
    """A canvas with a place on it: ``y`` is how far down the page is filled, in points from below.

    Pages are A4, upright unless :meth:`turn` asked for the wide way.
    """

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas
        self.is_wide = False
        self.y = 0.0
        self._is_fresh = True
        self._size = A4
        self._begin()

    @property
    def room(self) -> float:
        """The width between the margins in points."""
        return float(self._size[0]) - 2 * MARGIN

    @property
    def full(self) -> float:
        """The height between the margins of an empty page in points."""
        return float(self._size[1]) - 2 * MARGIN

    @property
    def left(self) -> float:
        """How many points are free on this page."""
        return self.y - MARGIN

    @property
    def is_fresh(self) -> bool:
        """Whether nothing has been drawn on this page yet."""
        return self._is_fresh

    def end_page(self) -> None:
        """Go on with a new page."""
        self.canvas.showPage()
        self._begin()

    def turn(self, *, wide: bool) -> None:
        """Go on with pages of this direction; begins a new page when that changes it."""
        if wide == self.is_wide:
            return
        self.is_wide = wide
        if self._is_fresh:
            self._begin()
        else:
            self.end_page()

    def _begin(self) -> None:
        self._size = landscape(A4) if self.is_wide else A4
        self.canvas.setPageSize(self._size)
        self.y = float(self._size[1]) - MARGIN
        self._is_fresh = True

    def take(self, height: float) -> float:
        """Use up so many points of the page; return where they begin, from below."""
        top = self.y
        self.y -= height
        self._is_fresh = False
        return top

    def lines(self, strips: list[Strip], *, keep: float = 0.0) -> None:
        """Draw a paragraph's lines; ``keep`` points of what follows belong to its last line.

        A single first line is never left at the foot of a page, unless it is all there is.
        """
        for number, strip in enumerate(strips):
            gap = 0.0 if self._is_fresh else strip.gap
            need = gap + strip.high
            if not number and len(strips) > 1:
                need += strips[1].high
            if number == len(strips) - 1:
                need += keep
            if need > self.left and not self._is_fresh:
                self.end_page()
                gap = 0.0
            top = self.take(gap + strip.high) - gap
            self.draw(strip, MARGIN, top, self.room)

    def draw(self, strip: Strip, x: float, top: float, room: float, *, right: bool = False) -> None:
        """Draw one line whose top is ``top`` points from below; ``room`` is its block's width."""
        base = top - strip.size
        canvas = self.canvas
        canvas.setFillColor(_ink(strip.ink))
        if strip.marker:
            self._words(strip.marker, fonts.REGULAR, strip.size, x + strip.marker_x, base)
        line = strip.line
        if not line:
            return
        text = "".join(piece.text for piece in line)
        at = x + strip.x
        wide = sum(piece.wide for piece in line)
        if right:
            at = x + room - wide
        if not text.isascii() and bidi.is_mixed(text):
            if bidi.runs_from_right(text):
                at = x + room - letters.drawn_width(text, line[0].face, strip.size)
            self._words(text, line[0].face, strip.size, at, base)
            return
        self._line(line, strip.size, at, base)

    def _line(self, line: Line, size: float, x: float, y: float) -> None:
        canvas = self.canvas
        for piece in line:
            self._words(piece.text, piece.face, size, x, y)
            if piece.underline or piece.link:
                canvas.setStrokeColor(_ink("print.ink"))
                canvas.setLineWidth(0.5)
                canvas.line(x, y - size * 0.14, x + piece.wide, y - size * 0.14)
            if piece.strike:
                canvas.setStrokeColor(_ink("print.ink"))
                canvas.setLineWidth(0.6)
                canvas.line(x, y + size * 0.28, x + piece.wide, y + size * 0.28)
            if piece.link and _SAFE_LINK.fullmatch(piece.link):
                area = (x, y - size * 0.25, x + piece.wide, y + size * 0.85)
                canvas.linkURL(piece.link, area, relative=0, thickness=0)
            x += piece.wide

    def _words(self, words: str, face: str, size: float, x: float, y: float) -> None:
        written = self.canvas.beginText(x, y)
        letters.write(written, words, face, size)
        self.canvas.drawText(written)


_INKS: dict[str, Any] = {}


def _ink(name: str) -> Any:
    if name not in _INKS:
        _INKS[name] = HexColor(tokens.text(name))
    return _INKS[name]


def ink(name: str) -> Any:
    """Return a colour of the tokens as reportlab takes it."""
    return _ink(name)
