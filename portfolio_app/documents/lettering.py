"""Writes words into a PDF with fonts of our own that hold every letter they can."""

from __future__ import annotations

import unicodedata
from functools import cache

import pikepdf

from portfolio_app import assets
from portfolio_app.documents.truetype import TrueType

_FILES = ("AtkinsonHyperlegibleNext-Regular", "DejaVuSans", "DroidSansFallbackFull")
_MISSING = "\N{REPLACEMENT CHARACTER}"


@cache
def _font(name: str) -> TrueType:
    return TrueType(assets.path(f"fonts/{name}.ttf"))


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

        Stretches of right-to-left letters are turned round. A letter no font holds is drawn as a
        replacement mark and still read as itself.
        """
        out = []
        for name, letters, reads in self._runs(_left_to_right(words)):
            font = _font(name)
            codes = []
            used = self._used.setdefault(name, {})
            for letter in letters:
                glyph = font.glyph(letter)
                used.setdefault(glyph, letter)
                codes.append(f"{glyph:04X}")
            drawn = f"/{name} {size:g} Tf <{''.join(codes)}> Tj"
            if reads:
                text = ("\ufeff" + reads).encode("utf-16-be", "replace").hex().upper()
                drawn = f"/Span <</ActualText <{text}>>> BDC {drawn} EMC"
            out.append(drawn)
        return "\n".join(out).encode("ascii")

    def width(self, words: str, size: float) -> float:
        """Return how wide one line of words is, in points."""
        return sum(
            _font(name).width(_font(name).glyph(letter)) * size / 1000
            for name, letters, _ in self._runs(words)
            for letter in letters
        )

    def _runs(self, words: str) -> list[tuple[str, str, str]]:
        """Return stretches as font, letters drawn, and what they read as if not the same."""
        runs: list[tuple[str, str, str]] = []
        for letter in words:
            name = next((each for each in _FILES if _font(each).holds(letter)), "")
            if not name:
                runs.append(("DejaVuSans", _MISSING, letter))
            elif runs and runs[-1][0] == name and not runs[-1][2]:
                runs[-1] = (name, runs[-1][1] + letter, "")
            else:
                runs.append((name, letter, ""))
        return runs

    def wrapped(self, words: str, size: float, room: float) -> list[str]:
        """Return the lines of a text, each at most ``room`` points wide where it can be."""
        lines: list[str] = []
        for paragraph in words.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            line = ""
            for word in paragraph.split(" "):
                longer = f"{line} {word}" if line else word
                if line and self.width(longer, size) > room:
                    lines.append(line)
                    line = word
                else:
                    line = longer
                while self.width(line, size) > room and len(line) > 1:
                    cut = len(line) - 1
                    while cut > 1 and self.width(line[:cut], size) > room:
                        cut -= 1
                    lines.append(line[:cut])
                    line = line[cut:]
            lines.append(line)
        return lines


def _left_to_right(words: str) -> str:
    """Return the words in drawing order: stretches of right-to-left letters turned round."""
    if words.isascii():
        return words
    out: list[str] = []
    turned: list[str] = []
    for letter in words:
        if unicodedata.bidirectional(letter) in ("R", "AL", "NSM") and (
            turned or unicodedata.bidirectional(letter) != "NSM"
        ):
            turned.append(letter)
        else:
            out += turned[::-1]
            turned = []
            out.append(letter)
    return "".join(out + turned[::-1])
