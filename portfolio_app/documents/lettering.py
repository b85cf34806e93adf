"""Writes words into a PDF with fonts of our own that hold every letter they can."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import pikepdf

from portfolio_app import assets
from portfolio_app.documents.truetype import TrueType
from portfolio_app.domain import bidi

_FILES = ("AtkinsonHyperlegibleNext-Regular", "DejaVuSans", "DroidSansFallbackFull")
_MISSING = "\N{REPLACEMENT CHARACTER}"
# Scripts written without spaces may go on in the next line after any letter.
_PIECES = re.compile(
    "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"
    "|[^\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+"
)


@cache
def _font(name: str) -> TrueType:
    return TrueType(assets.path(f"fonts/{name}.ttf"))


@cache
def _placed(letter: str) -> tuple[str, int, float]:
    """Return the font that draws a letter ("" for none), its glyph, its width at size 1."""
    name = next((each for each in _FILES if _font(each).holds(letter)), "")
    font = _font(name or "DejaVuSans")
    glyph = font.glyph(letter if name else _MISSING)
    return name, glyph, font.width(glyph) / 1000


def clean(words: str) -> str:
    """Return the words as they can be written: letters composed, unseen signs left out.

    Line ends are kept as a line feed, tabs and other spaces become a space.
    """
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    if words.isascii() and words.isprintable():
        return words
    kept = []
    for letter in unicodedata.normalize("NFC", words.replace("\u2029", "\n")):
        kind = unicodedata.category(letter)
        if letter == "\n" or letter.isprintable():
            kept.append("" if "\ufe00" <= letter <= "\ufe0f" else letter)
        elif kind != "Cf":
            kept.append("\N{REPLACEMENT CHARACTER}" if kind == "Cs" else " ")
    return "".join(kept)


def undrawable(words: str) -> str:
    """Return the letters of the words that none of our fonts can draw, each once."""
    if words.isascii():
        return ""
    return "".join(
        dict.fromkeys(
            each for each in bidi.joined(words) if not each.isspace() and not _placed(each)[0]
        )
    )


class Lettering:
    """The words drawn in one document; call ``finish`` once all are drawn."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._used: dict[str, dict[int, str]] = {}
        self._fonts = pikepdf.Dictionary()

    def resources(self) -> pikepdf.Dictionary:
        """Return the resources a stream with such words needs; filled in at the end."""
        for name in _FILES:
            key = f"/{name}"
            if name in self._used and key not in self._fonts:
                self._fonts[key] = self._pdf.make_indirect(pikepdf.Dictionary())
        return pikepdf.Dictionary(Font=self._fonts)

    def finish(self) -> None:
        """Put the letters used into the document."""
        for name, used in self._used.items():
            place = self._fonts.get(f"/{name}")
            if place is not None:
                made = _font(name).embedded(self._pdf, used)
                for key in made.keys():  # noqa: SIM118 - a PDF dictionary
                    place[key] = made[key]

    def shown(self, words: str, size: float) -> bytes:
        """Return the operators that show one line of words from where the text now stands.

        Right-to-left letters are joined and put in the order in which they are drawn; PDFium and
        poppler turn what they read of them round. A letter no font holds is drawn as a replacement
        mark and still read as itself.
        """
        drawn = []
        for name, glyphs, reads in self._runs(bidi.drawing_order(bidi.joined(words))):
            codes = "".join(f"{each:04X}" for each in glyphs)
            shown = f"/{name} {size:g} Tf <{codes}> Tj".encode("ascii")
            if reads:
                shown = b"/Span <</ActualText <%s>>> BDC %s EMC" % (_read_as(reads), shown)
            drawn.append(shown)
        return b"\n".join(drawn)

    def width(self, words: str, size: float) -> float:
        """Return how wide one line of words is, in points."""
        shown = words if words.isascii() else bidi.joined(words)
        return sum(_placed(letter)[2] for letter in shown) * size

    def _runs(self, words: str) -> list[tuple[str, list[int], str]]:
        """Return stretches as font, glyphs drawn, and what they read as if not the same."""
        runs: list[tuple[str, list[int], str]] = []
        for letter in words:
            name, glyph, _ = _placed(letter)
            reads = "" if name else letter
            name = name or "DejaVuSans"
            plain = _plain(letter)
            said = self._used.setdefault(name, {}).setdefault(glyph, _MISSING if reads else plain)
            if not reads and said != plain:  # one drawing for two letters
                reads = letter
            if runs and runs[-1][0] == name and not runs[-1][2] and not reads:
                runs[-1][1].append(glyph)
            else:
                runs.append((name, [glyph], reads))
        return runs

    def wrapped(self, words: str, size: float, room: float) -> list[str]:
        """Return the lines of a text, each at most ``room`` points wide where it can be."""
        lines: list[str] = []
        for paragraph in words.split("\n"):
            lines += self._paragraph(paragraph, room / size)
        return lines

    def _paragraph(self, words: str, room: float) -> Iterator[str]:
        """Yield the lines of a paragraph; ``room`` in units of the letters' size."""
        space = self.width(" ", 1.0)
        line, used = "", 0.0
        for number, word in enumerate(words.split(" ")):
            for place, piece in enumerate(_PIECES.findall(word) or [""]):
                gap = " " if number and not place else ""
                wide = self.width(piece, 1.0)
                if line and used + (space if gap else 0.0) + wide > room:
                    yield line
                    line, used, gap = "", 0.0, ""
                if wide > room:
                    *whole, piece = self._cut(piece, room)
                    yield from whole
                    wide = self.width(piece, 1.0)
                line += gap + piece
                used += (space if gap else 0.0) + wide
        yield line

    def _cut(self, piece: str, room: float) -> list[str]:
        """Return a word that is too long for a line as parts that are not, a letter at least."""
        parts, start, used = [], 0, 0.0
        for at, letter in enumerate(piece):
            wide = _placed(letter)[2]
            if at > start and used + wide > room:
                parts.append(piece[start:at])
                start, used = at, 0.0
            used += wide
        return [*parts, piece[start:]]


def _plain(letter: str) -> str:
    """Return what a drawn letter reads as: that of a joined shape, two in the order drawn."""
    return unicodedata.normalize("NFKC", letter)[::-1] if bidi.is_mixed(letter) else letter


def _read_as(words: str) -> bytes:
    return ("\ufeff" + words).encode("utf-16-be", "replace").hex().upper().encode("ascii")
