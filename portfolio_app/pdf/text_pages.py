"""Sets plain text on A4 pages as a reading copy: every character kept, nothing interpreted."""

from __future__ import annotations

import io
import itertools
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import pikepdf
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from portfolio_app import assets
from portfolio_app.pdf import bidi, fonts

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

_FILLED, _INVISIBLE = 0, 3  # text rendering modes, ISO 32000-2, 9.3.6

Piece = tuple[str, float]  # a letter with its marks, and its width in points


def render(text: str, title: str) -> bytes:
    """Return a PDF of the text: A4, long lines wrapped, control characters made visible.

    Letters none of the fonts hold are drawn as an empty box and still read as themselves.
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
    return _mended(out.getvalue())


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
    for cluster in _clusters(line.expandtabs(_TAB)):
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
    """Return how a cluster is drawn and how wide it is."""
    if len(cluster) == 1 and (cluster in _DIRECTIONS or unicodedata.category(cluster) == "Cc"):
        cluster = f"[U+{ord(cluster):04X}]"
    return cluster, fonts.width(cluster, _FACE, _SIZE)


def _draw(canvas: Any, line: list[Piece], y: float) -> None:
    written = canvas.beginText(_MARGIN, y)
    words = "".join(drawn for drawn, _ in line)
    if not words.isascii():
        words = bidi.drawing_order(words)
    for font, part, is_blank in _runs(words):
        written.setFont(font.fontName, _SIZE)
        if is_blank:
            written.setTextRenderMode(_INVISIBLE)
        written.textOut(part)
        if is_blank:
            written.setTextRenderMode(_FILLED)
    canvas.drawText(written)


def _runs(words: str) -> Iterator[tuple[Any, str, bool]]:
    """Yield stretches as font, letters, and whether they leave a blank.

    A letter that no font holds is drawn as the font's empty box, which still reads as the letter;
    one that joins or marks others leaves a blank.
    """
    for is_missing, letters in itertools.groupby(words, _is_missing):
        part = "".join(letters)
        if not is_missing:
            yield from ((font, run, False) for font, run in fonts.runs(part, _FACE))
            continue
        for letter in part:
            is_blank = unicodedata.category(letter) in ("Mn", "Me", "Cf")
            yield _box(letter, is_blank=is_blank), letter, is_blank


def _box(letter: str, *, is_blank: bool) -> Any:
    """Return a font of its own kind that draws this letter as an empty box, or as nothing."""
    font = _box_font()
    code, box = ord(letter), ord(_MISSING)
    if code not in font.face.charToGlyph:
        font.face.charToGlyph[code] = font.face.charToGlyph[box]
        font.face.charWidths[code] = 0 if is_blank else font.face.charWidths[box]
    return font


@cache
def _box_font() -> Any:
    font = TTFont("Portfolio-Missing", str(assets.path("fonts/DejaVuSans-Bold.ttf")))
    # reportlab takes two fonts with one face name for one font, and bold words use this file too.
    font.face.name = b"DejaVuSans-Missing"
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=8192)
def _is_missing(letter: str) -> bool:
    return letter != _MISSING and any(_MISSING in run for _, run in fonts.runs(letter, _FACE))


def _mended(made: bytes) -> bytes:
    """Return the PDF with the letters beyond U+FFFF readable.

    reportlab writes them into its maps as five figures where UTF-16 is wanted, and maps unused
    codes to U+0000.
    """
    with pikepdf.open(io.BytesIO(made)) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and "/ToUnicode" in each:
                stream = each["/ToUnicode"]
                stream.write(_TO_UNICODE.sub(_utf16, stream.read_bytes()))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


_TO_UNICODE = re.compile(rb"(<[0-9A-F]{2}> <)([0-9A-F]{5,6})(>)")


def _utf16(found: re.Match[bytes]) -> bytes:
    letter = chr(int(found[2], 16))
    return found[1] + letter.encode("utf-16-be").hex().upper().encode("ascii") + found[3]
