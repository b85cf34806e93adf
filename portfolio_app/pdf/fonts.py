"""The fonts of our own pages: which one holds which letter, how wide words are, where lines end."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from portfolio_app import assets
from portfolio_app.shaping import words as shaping

REGULAR = "Regular"
BOLD = "Bold"
ITALIC = "Italic"

# Tried in order, letter by letter: the reading font has no ■ → ✓ and no other scripts.
_FILES = {
    REGULAR: ("AtkinsonHyperlegibleNext-Regular", "DejaVuSans", "DroidSansFallbackFull"),
    BOLD: ("AtkinsonHyperlegibleNext-SemiBold", "DejaVuSans-Bold", "DroidSansFallbackFull"),
    ITALIC: ("AtkinsonHyperlegibleNext-Italic", "DejaVuSans", "DroidSansFallbackFull"),
}
ELLIPSIS = "…"
_ALPHA = "\N{GREEK SMALL LETTER ALPHA}"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

Run = tuple[Any, str]  # a reportlab font and the letters it draws


@cache
def _font(name: str) -> Any:
    # Registered under our own name, so that a document's fonts never meet another part's fonts.
    font = TTFont(f"Portfolio-{name}", str(assets.path(f"fonts/{name}.ttf")))
    pdfmetrics.registerFont(font)
    return font


def font_name(face: str) -> str:
    """Return the name under which reportlab knows the first font of a face."""
    return str(_font(_FILES[face][0]).fontName)


@cache
def _letters(name: str) -> frozenset[str]:
    held = frozenset(map(chr, _font(name).face.charToGlyph))
    # A font with π and µ as signs of sums and no other Greek: a word wants one font.
    if _ALPHA in held:
        return held
    return frozenset(each for each in held if not "\u0370" <= each <= "\u03ff")


def clean(text: str) -> str:
    """Return the text on one line: white space folded, control characters left out.

    Unseen signs by which letters join, or emoji belong together, are kept.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    kept = "".join(
        " " if each.isspace() else each
        for each in shaping.kept(text)
        if each.isspace() or unicodedata.category(each) not in ("Cc", "Cs", "Co", "Cn")
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())


@lru_cache(maxsize=20_000)
def runs(text: str, face: str) -> tuple[Run, ...]:
    """Return letters that stand side by side cut into stretches, each with the first font for it.

    What has to be shaped comes from ``stretches``.
    """
    first, *others = _FILES[face]
    if _letters(first).issuperset(text):
        return ((_font(first), text),) if text else ()
    found: list[tuple[str, list[str]]] = []
    for letter in text:
        if letter in _letters(first):
            name = first
        else:
            name = next((n for n in others if letter in _letters(n)), "")
            if not name:
                name, letter = others[0], _REPLACEMENT
        if found and found[-1][0] == name:
            found[-1][1].append(letter)
        else:
            found.append((name, [letter]))
    return tuple((_font(name), "".join(letters)) for name, letters in found)


def stretches(text: str, face: str) -> tuple[shaping.Stretch, ...]:
    """Return one line's stretches from left to right as they are drawn, of any script."""
    if not shaping.is_needed(text):
        return (shaping.Plain(text),) if text else ()
    return shaping.line(text, _FILES[face])


@lru_cache(maxsize=50_000)
def _unit_width(text: str, face: str) -> float:
    if not shaping.is_needed(text):
        return _plain_width(text, face)
    return sum(
        each.width if isinstance(each, shaping.Shaped) else _plain_width(each.words, face)
        for each in stretches(text, face)
    )


def _plain_width(text: str, face: str) -> float:
    shown = runs(text, face)
    return float(sum(font.stringWidth(part, 1000) for font, part in shown)) / 1000


def width(text: str, face: str, size: float) -> float:
    """Return how wide the text is in points."""
    return _unit_width(text, face) * size


def fit(text: str, face: str, size: float, room: float) -> str:
    """Return the text, cut at the end with an ellipsis when it is wider than ``room`` points."""
    if width(text, face, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + ELLIPSIS, face, size) <= room:
            low = middle
        else:
            high = middle - 1
    return _whole(text, low).rstrip() + ELLIPSIS


def _whole(text: str, most: int) -> str:
    """Return at most so many letters from the start, none of them without its marks."""
    if text.isascii():
        return text[:most]
    kept = ""
    for cluster in shaping.clusters(text[: most + 40]):
        if len(kept) + len(cluster) > most:
            break
        kept += cluster
    return kept


def wrap(text: str, face: str, size: float, room: float) -> list[str]:
    """Return the text's lines, each at most ``room`` points wide; a word too long is cut."""
    space = width(" ", face, size)
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    for word in text.split():
        wide = width(word, face, size)
        if line and used + space + wide <= room:
            line.append(word)
            used += space + wide
            continue
        if line:
            lines.append(" ".join(line))
        rest = word
        while wide > room and len(rest) > 1:
            cut = _longest_start(rest, face, size, room)
            if cut >= len(rest):  # one sign, of several letters
                break
            lines.append(rest[:cut])
            rest = rest[cut:]
            wide = width(rest, face, size)
        line, used = [rest], wide
    if line:
        lines.append(" ".join(line))
    return lines


def _longest_start(word: str, face: str, size: float, room: float) -> int:
    if not word.isascii():
        return _longest_whole(word, face, size, room)
    cut = 1
    while cut < len(word) and width(word[: cut + 1], face, size) <= room:
        cut += 1
    return cut


def _longest_whole(word: str, face: str, size: float, room: float) -> int:
    """Return how many letters fit, none without its marks; at least one with its own."""
    cut, used = 0, 0.0
    for cluster in shaping.clusters(word):
        used += width(cluster, face, size)
        if cut and used > room:
            break
        cut += len(cluster)
    return cut


def short_lines(text: str, size: float, room: float, most: int, face: str = REGULAR) -> list[str]:
    """Return a text's lines, at most so many, the last one cut when there would be more."""
    lines = wrap(clean(text), face, size, room)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], fit(" ".join(lines[most - 1 :]), face, size, room)]


def first_words(text: str, limit: int) -> str:
    """Return the first words of a text, with an ellipsis when there are more than ``limit``."""
    words = clean(text).split()
    if len(words) <= limit:
        return " ".join(words)
    return " ".join(words[:limit]) + f" {ELLIPSIS}"
