"""Shaped words in files that reportlab makes: a font of its own for each of our shaped scripts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc

from portfolio_app.shaping.truetype import MOST_LETTERS, Letter, font, to_unicode
from portfolio_app.shaping.words import Shaped

_SYMBOLIC = 4  # ISO 32000-2, table 121
_BOLDER = 0.032  # of the size: how broad the line around letters is that have no bold font


def operators(
    words: Shaped, size: float, document: Any, now: str = "", *, says: bool = False
) -> tuple[str, str]:
    """Return what shows a shaped word from where the text now stands, and its font's name there.

    ``now`` is the font's name in that file if it is the one in use, at the same size: naming it
    again would end a stretch for some readers. ``says``: a word that is no row of single letters is
    told once more as a whole (/ActualText, ISO 32000-2, 14.9.4).
    """
    number = 1
    while (held := _font(words.font, number)).is_full(document, len(words.letters)):
        number += 1
    name, codes = held.codes(words.letters, document)
    shown = f"<{codes}> Tj"
    if says and words.actual:
        read = ("\ufeff" + words.actual).encode("utf-16-be", "replace").hex().upper()
        shown = f"/Span <</ActualText <{read}>>> BDC {shown} EMC"
    return (shown if name == now else f"{name} {size:g} Tf {shown}"), name


def is_thin(words: Shaped) -> bool:
    """Return whether a word's font has no bold letters, so that bold is drawn with a line."""
    return not words.font.endswith(("-Bold", "-SemiBold"))


def line_width(size: float) -> float:
    """Return how broad the line is, in points, that makes letters of a size bold."""
    return size * _BOLDER


class _ShapedFont:
    """One of our font files, as far as its letters are used in each document."""

    def __init__(self, name: str, number: int) -> None:
        self.fontName = f"Portfolio-Shaped-{name}-{number}"  # as reportlab calls a font's name
        self._held = font(name)
        self._used: WeakKeyDictionary[Any, dict[Letter, int]] = WeakKeyDictionary()

    def is_full(self, document: Any, more: int) -> bool:
        """Return whether a document's font can't take so many more letters."""
        return len(self._used.get(document, ())) + more > MOST_LETTERS

    def codes(self, letters: Iterable[Letter], document: Any) -> tuple[str, str]:
        """Return the font's name in a document, and the letters' codes as hexadecimal digits."""
        used = self._used.get(document)
        if used is None:
            used = self._used[document] = {}
            document.fontMapping[self.fontName] = f"/F{len(document.fontMapping) + 1}"
            document.delayedFonts.append(self)
        codes = "".join(f"{used.setdefault(each, len(used) + 1):04X}" for each in letters)
        return str(document.fontMapping[self.fontName]), codes

    def addObjects(self, document: Any) -> None:  # noqa: N802 - reportlab asks by this name
        """Put the font into the document: composite, with the letters used (ISO 32000-2, 9.7)."""
        letters = tuple(self._used.pop(document, {}))
        held, key = self._held, document.fontMapping[self.fontName][1:]
        name, scale = f"/PRTFLS+{held.name}", 1000 / held.units
        file = pdfdoc.PDFStream(content=held.only(letters))
        table = pdfdoc.PDFStream(content=to_unicode([each.text for each in letters]))
        if document.compression:
            file.filters = [pdfdoc.PDFZCompress]
            table.filters = [pdfdoc.PDFZCompress]
        described = {
            "Type": "/FontDescriptor", "FontName": name, "Flags": _SYMBOLIC, "ItalicAngle": 0,
            "FontBBox": pdfdoc.PDFArray([round(each * scale) for each in held.bounds]),
            "Ascent": round(held.ascent * scale), "Descent": round(held.descent * scale),
            "CapHeight": round(held.ascent * scale), "StemV": 80,
            "FontFile2": document.Reference(file, f"shapedFile:{self.fontName}"),
        }  # fmt: skip
        widths = pdfdoc.PDFArray([round(each.advance * scale) for each in letters])
        inner = {
            "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": name,
            "CIDSystemInfo": "<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>",
            "FontDescriptor": document.Reference(
                pdfdoc.PDFDictionary(described), f"shapedDescriptor:{self.fontName}"
            ),
            "W": pdfdoc.PDFArray([1, widths]), "CIDToGIDMap": "/Identity",
        }  # fmt: skip
        below = document.Reference(pdfdoc.PDFDictionary(inner), f"shapedLetters:{self.fontName}")
        whole = {
            "Type": "/Font", "Subtype": "/Type0", "BaseFont": name, "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([below]),
            "ToUnicode": document.Reference(table, f"shapedReads:{self.fontName}"),
        }  # fmt: skip
        made = document.Reference(pdfdoc.PDFDictionary(whole), f"shapedFont:{self.fontName}")
        document.idToObject["BasicFonts"].dict[key] = made


@cache
def _font(name: str, number: int) -> _ShapedFont:
    return _ShapedFont(name, number)
