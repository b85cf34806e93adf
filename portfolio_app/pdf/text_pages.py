"""Sets plain text on A4 pages as a reading copy: every character kept, nothing interpreted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from reportlab.lib.pagesizes import A4

from portfolio_app.pdf import fonts, letters
from portfolio_app.pdf.plain_canvas import plain_canvas

_MARGIN = 56.0
_SIZE = 10.5
_LEADING = 14.5
_TAB = 4
_LINES = int((A4[1] - 2 * _MARGIN) / _LEADING)
_ROOM = A4[0] - 2 * _MARGIN
_LINE_ENDS = "\n\r\f\v\x85\u2028\u2029"

Piece = tuple[str, float]  # a letter with its marks, and its width in points


def render(text: str, title: str) -> bytes:
    """Return a PDF of the text: A4, long lines wrapped, control characters made visible.

    Letters none of the fonts hold are drawn as an empty box and still read as themselves.
    The same text and title give the same bytes.
    """
    out = io.BytesIO()
    canvas = plain_canvas(out, title)
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
    return letters.mended(out.getvalue())


def _lines(text: str) -> Iterator[list[Piece]]:
    """Yield the text's lines as pieces, each line at most as wide as the page."""
    for line in text.replace("\r\n", "\n").translate(_ONE_LINE_END).split("\n"):
        if line.isascii() and line.isprintable() and fonts.width(line, _FACE, _SIZE) <= _ROOM:
            yield [(line, 0.0)] if line else []
            continue
        yield from _wrapped(line)


_FACE = fonts.REGULAR
_ONE_LINE_END = dict.fromkeys(map(ord, _LINE_ENDS), "\n")


def _wrapped(line: str) -> Iterator[list[Piece]]:
    """Yield one line's pieces cut to the page's width, between words where there are any."""
    row: list[Piece] = []
    wide = 0.0
    last_space = -1
    for cluster in letters.clusters(line.expandtabs(_TAB)):
        piece = _piece(cluster)
        if wide + piece[1] > _ROOM and row and not cluster.isspace():
            cut = last_space + 1 if last_space >= 0 else len(row)
            yield row[:cut]
            row = row[cut:]
            wide = sum(each[1] for each in row)
            last_space = -1
        if cluster.isspace():
            last_space = len(row)
        row.append(piece)
        wide += piece[1]
    yield row


@lru_cache(maxsize=8192)
def _piece(cluster: str) -> Piece:
    """Return how a cluster is drawn and how wide it is."""
    if len(cluster) == 1:
        cluster = letters.visible(cluster)
    return cluster, fonts.width(cluster, _FACE, _SIZE)


def _draw(canvas: Any, line: list[Piece], y: float) -> None:
    written = canvas.beginText(_MARGIN, y)
    words = "".join(drawn for drawn, _ in line)
    letters.write(written, words, _FACE, _SIZE)
    canvas.drawText(written)
