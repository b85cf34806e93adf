"""Draws any letter: with a font that holds it, else as an empty box that reads as itself."""

from __future__ import annotations

import io
import itertools
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import pikepdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from portfolio_app import assets
from portfolio_app.pdf import fonts, to_unicode

# Characters that only change how others are shown, and could make words read as something else.
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MISSING = "\N{REPLACEMENT CHARACTER}"
# No letters to a reader: PDF/UA-1 forbids to say that anything drawn means them (7.21.7).
_NONE = frozenset("\ufeff\ufffe\uffff")


def clusters(line: str) -> Iterator[str]:
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
    if letter < "\u0300" or letter in DIRECTIONS or letter in _NONE:
        return False
    return unicodedata.category(letter) in ("Mn", "Me", "Mc", "Cf")


def visible(letter: str) -> str:
    """Return how a control character is written out, "[U+0007]"; other letters as they are."""
    if letter in DIRECTIONS or letter in _NONE or unicodedata.category(letter) in ("Cc", "Cs"):
        return f"[U+{ord(letter):04X}]"
    return letter


def drawn_runs(words: str, face: str) -> Iterator[tuple[Any, str, bool]]:
    """Yield stretches as font, letters, and whether they leave a blank.

    A letter that no font holds is drawn as the font's empty box, which still reads as the letter;
    one that joins or marks others leaves a blank.
    """
    if words.isascii():
        yield from ((font, run, False) for font, run in fonts.runs(words, face))
        return
    for is_missing, letters in itertools.groupby(words, lambda each: _is_missing(each, face)):
        part = "".join(letters)
        if not is_missing:
            yield from ((font, run, False) for font, run in fonts.runs(part, face))
            continue
        for letter in part:
            is_blank = unicodedata.category(letter) in ("Mn", "Me", "Cf")
            yield _box(letter, is_blank=is_blank), letter, is_blank


def drawn_width(words: str, face: str, size: float) -> float:
    """Return how many points wide the words are just as they are drawn, letter by letter."""
    return float(sum(font.stringWidth(part, size) for font, part, _ in drawn_runs(words, face)))


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
def _is_missing(letter: str, face: str) -> bool:
    return letter != _MISSING and any(_MISSING in run for _, run in fonts.runs(letter, face))


def mended(made: bytes) -> bytes:
    """Return the PDF with letters beyond U+FFFF readable, and none that is U+0000."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and "/ToUnicode" in each:
                stream = each["/ToUnicode"]
                stream.write(to_unicode.mended(stream.read_bytes()))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()
