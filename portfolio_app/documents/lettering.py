"""Writes words of any script into a PDF with fonts of our own: ``Lettering.shown`` draws a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

import pikepdf

from portfolio_app.shaping import words as shaping
from portfolio_app.shaping.truetype import (
    MOST_LETTERS,
    Letter,
    Part,
    TrueType,
    font,
    to_unicode,
)

_FILES = ("AtkinsonHyperlegibleNext-Regular", "DejaVuSans", "DroidSansFallbackFull")
_BOXES = "DejaVuSans"  # draws what no font holds
_MISSING = "\N{REPLACEMENT CHARACTER}"
_SYMBOLIC = 4
_LONGEST = 400  # letters measured in one go
# Scripts written without spaces may go on in the next line after any letter.
_PIECES = re.compile(
    "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"
    "|[^\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+"
)


@cache
def _placed(letter: str) -> tuple[str, Letter, float]:
    """Return the font that draws a letter, what it draws, its width at size 1."""
    name = next((each for each in _FILES if font(each).holds(letter)), "")
    held = font(name or _BOXES)
    glyph = held.glyph(letter if name else _MISSING)
    drawn = Letter((Part(glyph),), held.advance(glyph), letter)
    return name or _BOXES, drawn, drawn.advance / held.units


@cache
def _is_drawable(letter: str) -> bool:
    return any(font(each).holds(letter) for each in _FILES)


def clean(words: str) -> str:
    """Return the words as they can be written: letters composed, unseen signs left out.

    Line ends are kept as a line feed, tabs and other spaces become a space. Unseen signs by which
    letters join, or emoji belong together, are kept.
    """
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    if words.isascii() and words.isprintable():
        return words
    found = []
    for letter in shaping.kept(unicodedata.normalize("NFC", words.replace("\u2029", "\n"))):
        kind = unicodedata.category(letter)
        if letter == "\n" or letter.isprintable() or kind == "Cf":
            found.append(letter)
        else:
            found.append(_MISSING if kind == "Cs" else " ")
    return "".join(found)


def undrawable(words: str) -> str:
    """Return the letters of the words that none of our fonts can draw, each once."""
    if words.isascii():
        return ""
    lacking: list[str] = []
    for line in words.splitlines():
        for stretch in _stretches(line):
            if isinstance(stretch, shaping.Shaped):
                lacking += stretch.missing
            else:
                lacking += [
                    each for each in stretch.words if not each.isspace() and not _is_drawable(each)
                ]
    return "".join(dict.fromkeys(lacking))


def _stretches(words: str) -> Sequence[shaping.Stretch]:
    if not shaping.is_needed(words):
        return (shaping.Plain(words),)
    return shaping.line(words, _FILES)


class Lettering:
    """The words drawn in one document; call ``finish`` once all are drawn."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._used: dict[str, dict[Letter, int]] = {}  # by font: what is drawn, and its code
        self._plain: dict[str, tuple[str, bytes]] = {}  # font and code of letters drawn before
        self._fonts = pikepdf.Dictionary()

    def resources(self) -> pikepdf.Dictionary:
        """Return the resources a stream with such words needs; filled in at the end."""
        for name in self._used:
            if (key := f"/{name}") not in self._fonts:
                self._fonts[key] = self._pdf.make_indirect(pikepdf.Dictionary())
        return pikepdf.Dictionary(Font=self._fonts)

    def finish(self) -> None:
        """Put the letters used into the document."""
        for name, used in self._used.items():
            place = self._fonts.get(f"/{name}")
            if place is not None:
                made = _embedded(self._pdf, font(name.partition(".")[0]), tuple(used))
                for key in made.keys():  # noqa: SIM118 - a PDF dictionary
                    place[key] = made[key]

    def shown(self, words: str, size: float) -> bytes:
        """Return the operators that show one line of words from where the text now stands.

        Put them between BT and ET, in a stream whose resources are ``resources()``. Any script:
        letters are shaped, and put in the order in which they are drawn; PDFium, poppler and pypdf
        read them back as they were written. A letter no font holds is drawn as a replacement mark
        and still read as itself.
        """
        drawn: list[bytes] = []
        now = ""
        for key, codes in self._runs(words):
            if key != now:  # said again it would end a stretch for some readers
                drawn.append(b"/%s %s Tf" % (key.encode("ascii"), b"%g" % size))
                now = key
            drawn.append(b"<%s> Tj" % codes)
        return b"\n".join(drawn)

    def _key(self, name: str, more: int) -> str:
        """Return under which name a font takes more letters: "A", and "A.2" once "A" is full."""
        key, number = name, 1
        while len(self._used.setdefault(key, {})) + more > MOST_LETTERS:
            number += 1
            key = f"{name}.{number}"
        return key

    def width(self, words: str, size: float) -> float:
        """Return how wide one line of words is, in points."""
        if not shaping.is_needed(words):
            return sum(_placed(letter)[2] for letter in words) * size
        if len(words) > _LONGEST:
            return sum(self.width(each, size) for each in _short(words))
        wide = 0.0
        for stretch in _stretches(words):
            if isinstance(stretch, shaping.Shaped):
                wide += stretch.width
            else:
                wide += sum(_placed(letter)[2] for letter in stretch.words)
        return wide * size

    def _runs(self, words: str) -> Iterator[tuple[str, bytes]]:
        """Yield stretches as a font's name in the resources, and the codes of what is drawn."""
        for stretch in _stretches(words):
            if isinstance(stretch, shaping.Shaped):
                key = self._key(stretch.font, len(stretch.letters))
                yield key, b"".join(self._code(key, each) for each in stretch.letters)
                continue
            now = ""
            codes: list[bytes] = []
            for letter in stretch.words:
                key, code = self._plain.get(letter) or self._first(letter)
                if key != now and codes:
                    yield now, b"".join(codes)
                    codes = []
                now = key
                codes.append(code)
            if codes:
                yield now, b"".join(codes)

    def _first(self, letter: str) -> tuple[str, bytes]:
        name, drawn, _ = _placed(letter)
        key = self._key(name, 1)
        found = self._plain[letter] = (key, self._code(key, drawn))
        return found

    def _code(self, key: str, letter: Letter) -> bytes:
        used = self._used[key]
        return b"%04X" % used.setdefault(letter, len(used) + 1)

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
        parts, part, used = [], "", 0.0
        for cluster in shaping.clusters(piece):
            wide = self.width(cluster, 1.0)
            if part and used + wide > room:
                parts.append(part)
                part, used = "", 0.0
            part += cluster
            used += wide
        return [*parts, part]


def _short(words: str) -> Iterator[str]:
    """Yield a long line in parts that are measured by themselves, spaces with what is before."""
    for word in re.findall(r"\S*\s*", words):
        for start in range(0, len(word), _LONGEST):
            yield word[start : start + _LONGEST]


def _embedded(pdf: pikepdf.Pdf, held: TrueType, letters: Sequence[Letter]) -> pikepdf.Dictionary:
    """Return a composite font whose codes 1 and on are these letters (ISO 32000-2, 9.7)."""
    name = pikepdf.Name(f"/PRTFLA+{held.name}")
    scale = 1000 / held.units
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=name,
        Flags=_SYMBOLIC,
        FontBBox=pikepdf.Array([round(each * scale) for each in held.bounds]),
        ItalicAngle=0,
        Ascent=round(held.ascent * scale),
        Descent=round(held.descent * scale),
        CapHeight=round(held.ascent * scale),
        StemV=80,
        FontFile2=pdf.make_indirect(pikepdf.Stream(pdf, held.only(letters))),
    )
    widths = pikepdf.Array([round(each.advance * scale) for each in letters])
    inner = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        W=pikepdf.Array([1, widths]),
        CIDToGIDMap=pikepdf.Name.Identity,
    )
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=name,
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=pikepdf.Array([pdf.make_indirect(inner)]),
        ToUnicode=pikepdf.Stream(pdf, to_unicode([each.text for each in letters])),
    )
