"""Breaks paragraphs of a simple document into lines: faces, sizes, indents, links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from portfolio_app.domain.simple import Paragraph, Run, Style
from portfolio_app.pdf import fonts, letters
from portfolio_app.pdf.fonts import BOLD, ITALIC, REGULAR

_HEADINGS = (18.0, 15.0, 13.0, 11.5, 11.0, 11.0)
_LEADING = 1.36
_INDENT = 16.0
_MOST_INDENTS = 6
_TOKENS = re.compile(r"\n|[^\S\n]+|\S+")
# They mark where a word may break, or where a file begins, and show nothing.
_NOTHING = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"))
# What Word's Symbol and Wingdings fonts use for list marks and ticks ([MS-UCODEREF] has no names).
_SYMBOLS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "▫", 0xF06F: "□", 0xF071: "❑", 0xF076: "❖", 0xF0D8: "➢",
    0xF0FC: "✓", 0xF0FE: "☑", 0xF0FB: "✗", 0xF0E0: "→", 0xF0DF: "←", 0xF02D: "–", 0xF0B0: "°",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one look on a line, spaces before them included; ``wide`` in points."""

    text: str
    face: str
    wide: float
    underline: bool = False
    strike: bool = False
    link: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """One line with its place: ``x`` from the block's left, ``gap`` above, ``high`` in all."""

    line: Line
    size: float
    x: float = 0.0
    high: float = 0.0
    gap: float = 0.0
    ink: str = "print.ink"
    marker: str = ""
    marker_x: float = 0.0


@lru_cache(maxsize=4096)
def shown(text: str) -> str:
    """Return the text with every character that could vanish made visible; line ends stay."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    text = text.translate(_NOTHING).translate(_SYMBOLS)
    text = unicodedata.normalize("NFC", text)
    return "".join(each if each.isprintable() or each.isspace() else _mark(each) for each in text)


def _mark(letter: str) -> str:
    if unicodedata.category(letter) == "Cs":  # half of a pair: no letter, and no text can hold it
        return "\N{REPLACEMENT CHARACTER}"
    return letters.visible(letter)


def strips(
    paragraph: Paragraph, room: float, *, size: float = 10.5, bold: bool = False
) -> list[Strip]:
    """Return a paragraph's lines for a block ``room`` points wide; none when it has no words."""
    style = paragraph.style
    gap, x, ink = size * 0.55, 0.0, "print.ink"
    if style is Style.HEADING:
        level = min(max(paragraph.level, 1), len(_HEADINGS)) - 1
        size, bold = max(_HEADINGS[level] * size / 10.5, size), True
        gap = size * 0.9
    elif style is Style.LABEL:
        size, bold, ink = size * 0.86, True, "print.muted"
        gap = size
    elif style is Style.NOTE:
        size *= 0.88
    marker = shown(paragraph.marker) if paragraph.marker else ""
    if style in (Style.LIST, Style.QUOTE):
        x = min(max(paragraph.level, 0), _MOST_INDENTS) * _INDENT
        gap = size * 0.3
    if style is Style.QUOTE:
        x += _INDENT
    x = min(x, room * 0.4)
    marker_x, need = x, 0.0
    if marker:
        need = fonts.width(marker + " ", REGULAR, size)
        x += max(_INDENT if style is Style.LIST else 0.0, need + 2)
        if x > room * 0.6:
            marker_x, x = 0.0, room * 0.1 + need if need < room * 0.4 else room * 0.1
    found = list(_lines(paragraph, size, max(room - x, size * 2), bold=bold))
    if not any(found) and not marker:
        return []
    high = size * (1.25 if style is Style.HEADING else _LEADING)
    return [
        Strip(
            line, size, x, high, gap if not number else 0.0, ink,
            marker if not number else "", marker_x,
        )
        for number, line in enumerate(found)
    ]  # fmt: skip


def _lines(paragraph: Paragraph, size: float, room: float, *, bold: bool) -> Iterator[Line]:
    fixed = paragraph.style is Style.FIXED
    runs = paragraph.runs
    if len(runs) == 1 and not fixed and _is_plain(runs[0]):
        face = _face(runs[0], bold=bold)
        for part in shown(runs[0].text).split("\n"):
            lines = fonts.wrap(part, face, size, room) or [""]
            for line in lines:
                yield (Piece(line, face, fonts.width(line, face, size)),) if line else ()
        return
    yield from _filled(_tokens(runs, bold=bold, fixed=fixed), size, room, fixed=fixed)


def _is_plain(run: Run) -> bool:
    return not (run.underline or run.strike or run.link)


def _face(run: Run, *, bold: bool) -> str:
    if bold or run.bold:
        return BOLD
    return ITALIC if run.italic else REGULAR


Token = tuple[str, str, Run]  # letters, face, look


def _tokens(runs: tuple[Run, ...], *, bold: bool, fixed: bool) -> Iterator[Token]:
    for run in runs:
        face = _face(run, bold=bold)
        text = shown(run.text)
        if fixed:
            text = text.expandtabs(4)
        for token in _TOKENS.findall(text):
            yield token, face, run


def _filled(tokens: Iterator[Token], size: float, room: float, *, fixed: bool) -> Iterator[Line]:
    """Yield lines no wider than ``room``; letters of several looks can be one word."""
    line: list[Piece] = []
    word: list[Token] = []
    used = 0.0
    space: Token | None = None

    def put() -> Iterator[Line]:
        """Set the word that is complete now."""
        nonlocal line, used, word, space
        pieces = [_piece(text, face, run, size) for text, face, run in word]
        wide = sum(piece.wide for piece in pieces)
        between: list[Piece] = []
        if space is not None and (line or fixed):
            text = space[0] if fixed else " "
            between = [_piece(text, space[1], space[2], size)]
        word, space = [], None
        extra = sum(piece.wide for piece in between)
        if line and used + extra + wide > room:
            yield tuple(line)
            line, used, between, extra = [], 0.0, [], 0.0
        line += between
        used += extra
        for piece in pieces:
            if used + piece.wide <= room:
                line.append(piece)
                used += piece.wide
                continue
            for part in _cut(piece, size, room, room - used):
                if line and used + part.wide > room:
                    yield tuple(line)
                    line, used = [], 0.0
                line.append(part)
                used += part.wide

    for token in tokens:
        if token[0] == "\n":
            yield from put()
            yield tuple(line)
            line, used, space = [], 0.0, None
        elif token[0].isspace():
            yield from put()
            space = token
        else:
            word.append(token)
    yield from put()
    if line:
        yield tuple(line)


def _piece(text: str, face: str, run: Run, size: float) -> Piece:
    wide = fonts.width(text, face, size)
    return Piece(text, face, wide, run.underline, run.strike, run.link)


def _cut(piece: Piece, size: float, room: float, first: float) -> Iterator[Piece]:
    """Yield a word too long for a line in parts; the first no wider than ``first`` points."""
    part, wide, free = "", 0.0, first
    for cluster in letters.clusters(piece.text):
        need = fonts.width(cluster, piece.face, size)
        if part and wide + need > free:
            yield Piece(part, piece.face, wide, piece.underline, piece.strike, piece.link)
            part, wide, free = "", 0.0, room
        part += cluster
        wide += need
    if part:
        yield Piece(part, piece.face, wide, piece.underline, piece.strike, piece.link)
