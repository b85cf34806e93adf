"""Draws any letter: with a font that holds it, else as an empty box that reads as itself."""

from __future__ import annotations

import io
import itertools
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import pikepdf
from reportlab.lib.colors import toColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from portfolio_app import assets
from portfolio_app.pdf import fonts, shaped_font, to_unicode
from portfolio_app.shaping import words as shaping
from portfolio_app.shaping.words import Shaped

# Characters that only change how others are shown, and could make words read as something else.
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MISSING = "\N{REPLACEMENT CHARACTER}"
_FILLED, _INVISIBLE = 0, 3  # text rendering modes, ISO 32000-2, 9.3.6
# No letters to a reader: PDF/UA-1 forbids to say that anything drawn means them (7.21.7).
_NONE = frozenset("\ufeff\ufffe\uffff")


def clusters(line: str) -> Iterator[str]:
    """Yield each letter with the marks that sit on it, and all that is drawn as one with it."""
    cluster = ""
    for letter in shaping.clusters(line):
        if cluster and _joins(letter[0]):
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
    """Yield letters that stand side by side as font, letters, and whether they leave a blank.

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


def write(written: Any, words: str, face: str, size: float) -> None:
    """Write one line of any script on a reportlab text object, from where it stands.

    A letter that no font holds is drawn as an empty box, and reads as itself.
    """
    canvas = written._canvas  # noqa: SLF001 - reportlab shapes nothing itself
    now = ""
    for stretch in fonts.stretches(words, face):
        if isinstance(stretch, Shaped):
            drawn, now = shaped_font.operators(stretch, size, canvas._doc, now)  # noqa: SLF001
            if face == fonts.BOLD and shaped_font.is_thin(stretch):
                drawn = _bolder(drawn, canvas, size)
            written._code.append(drawn)  # noqa: SLF001
            continue
        now = ""
        for font, part, is_blank in drawn_runs(stretch.words, face):
            written.setFont(font.fontName, size)
            if is_blank:
                written.setTextRenderMode(_INVISIBLE)
            written.textOut(part)
            if is_blank:
                written.setTextRenderMode(_FILLED)


def _bolder(drawn: str, canvas: Any, size: float) -> str:
    """Return the operators with a line round the letters, in their colour; then all as it was."""
    ink, before = canvas._fillColorObj, canvas._strokeColorObj  # noqa: SLF001
    inks = [" ".join(f"{part:.4g}" for part in toColor(each).rgb()) for each in (ink, before)]
    width = shaped_font.line_width(size)
    return (
        f"{inks[0]} RG {width:.3f} w 2 Tr {drawn} 0 Tr "
        f"{inks[1]} RG {canvas._lineWidth:.3f} w"  # noqa: SLF001
    )


def drawn_width(words: str, face: str, size: float) -> float:
    """Return how many points wide a line is just as it is drawn, letter by letter."""
    wide = 0.0
    for stretch in fonts.stretches(words, face):
        if isinstance(stretch, Shaped):
            wide += stretch.width * size
        else:
            runs = drawn_runs(stretch.words, face)
            wide += sum(font.stringWidth(part, size) for font, part, _ in runs)
    return wide


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
