"""Sets plain text on A4 pages as a reading copy: every character kept, nothing interpreted."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from portfolio_app.pdf import fonts

_MARGIN = 56.0
_SIZE = 10.5
_LEADING = 14.5
_TAB = 4
_LINES = int((A4[1] - 2 * _MARGIN) / _LEADING)
_ROOM = A4[0] - 2 * _MARGIN
_LINE_ENDS = "\n\r\f\v\x85\u2028\u2029"
# Characters that only change how others are shown, and could make words read as something else.
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MISSING = "\N{REPLACEMENT CHARACTER}"

Piece = tuple[str, str, float]  # what is drawn, what is read (empty: the same), width in points


def render(text: str, title: str) -> bytes:
    """Return a PDF of the text: A4, long lines wrapped, control characters made visible.

    Letters none of the fonts hold are drawn as a replacement mark and still read as themselves.
    The same text and title give the same bytes.
    """
    rl_config.useA85 = 0
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, lang="en-GB")
    canvas.setTitle(fonts.clean(title))
    canvas.setAuthor("")
    used = 0
    for line in _lines(text):
        if used == _LINES:
            canvas.showPage()
            used = 0
        if line:
            _draw(canvas, line, A4[1] - _MARGIN - _SIZE - used * _LEADING)
        used += 1
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _lines(text: str) -> Iterator[list[Piece]]:
    """Yield the text's lines as pieces, each line at most as wide as the page."""
    for line in text.replace("\r\n", "\n").translate(_ONE_LINE_END).split("\n"):
        if line.isascii() and line.isprintable() and fonts.width(line, _FACE, _SIZE) <= _ROOM:
            yield [(line, "", 0.0)] if line else []
            continue
        yield from _wrapped(line)


_FACE = fonts.REGULAR
_ONE_LINE_END = dict.fromkeys(map(ord, _LINE_ENDS), "\n")


def _wrapped(line: str) -> Iterator[list[Piece]]:
    """Yield one line's pieces cut to the page's width, between words where there are any."""
    row: list[Piece] = []
    wide = 0.0
    last_space = -1
    for cluster in _clusters(line.expandtabs(_TAB)):
        piece = _piece(cluster)
        if wide + piece[2] > _ROOM and row and not cluster.isspace():
            cut = last_space + 1 if last_space >= 0 else len(row)
            yield row[:cut]
            row = row[cut:]
            wide = sum(each[2] for each in row)
            last_space = -1
        if cluster.isspace():
            last_space = len(row)
        row.append(piece)
        wide += piece[2]
    yield row


def _clusters(line: str) -> Iterator[str]:
    """Yield each letter with the marks that sit on it."""
    cluster = ""
    for letter in line:
        if cluster and _joins(letter):
            cluster += letter
            continue
        if cluster:
            yield cluster
        cluster = letter
    if cluster:
        yield cluster


def _joins(letter: str) -> bool:
    if letter < "\u0300" or letter in _DIRECTIONS:
        return False
    return unicodedata.category(letter) in ("Mn", "Me", "Mc", "Cf")


@lru_cache(maxsize=8192)
def _piece(cluster: str) -> Piece:
    """Return how a cluster is drawn, how it reads, and how wide it is."""
    shown = cluster
    if len(cluster) == 1 and (cluster in _DIRECTIONS or unicodedata.category(cluster) == "Cc"):
        shown = f"[U+{ord(cluster):04X}]"
        return shown, "", fonts.width(shown, _FACE, _SIZE)
    drawn = _drawable(shown)
    reads = "" if drawn == cluster else cluster
    return drawn, reads, fonts.width(drawn, _FACE, _SIZE)


def _drawable(cluster: str) -> str:
    """Return the cluster, or the part of it that can be drawn: at least a replacement mark."""
    kept = "".join(
        letter
        for letter in cluster
        if letter <= "\uffff"
        and letter != "\xad"
        and not any(_MISSING in part for _, part in fonts.runs(letter, _FACE))
    )
    return kept if kept and not unicodedata.combining(kept[0]) else _MISSING


def _draw(canvas: Any, line: list[Piece], y: float) -> None:
    written = canvas.beginText(_MARGIN, y)
    plain: list[str] = []

    def flush() -> None:
        if plain:
            _write(written, "".join(plain))
            plain.clear()

    for drawn, reads, _ in _in_drawing_order(line):
        if not reads:
            plain.append(drawn)
            continue
        flush()
        # ISO 32000-2, 14.9.4: what a reader takes instead of the glyphs inside.
        packed = ("\ufeff" + reads).encode("utf-16-be", "replace").hex().upper()
        operators: list[str] = written._code  # noqa: SLF001 - reportlab has no door for it
        operators.append(f"/Span <</ActualText <{packed}>>> BDC")
        _write(written, drawn)
        operators.append("EMC")
    flush()
    canvas.drawText(written)


def _write(written: Any, words: str) -> None:
    for font, part in fonts.runs(words, _FACE):
        written.setFont(font.fontName, _SIZE)
        written.textOut(part)


def _in_drawing_order(line: list[Piece]) -> list[Piece]:
    """Return the pieces left to right: stretches of right-to-left letters are turned round."""
    if len(line) == 1:
        return line
    ordered: list[Piece] = []
    turned: list[Piece] = []
    for piece in line:
        direction = unicodedata.bidirectional((piece[1] or piece[0])[0])
        if direction in ("R", "AL"):
            turned.append(piece)
            continue
        ordered += turned[::-1]
        turned = []
        ordered.append(piece)
    return ordered + turned[::-1]
