"""What in a font of somebody else's keeps a document from being PDF/UA-1, as far as it is plain.

Only what a font's own entries tell; its program is never read. ISO 14289-1, 7.21.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, PdfError, Stream

_KNOWN = frozenset({"/WinAnsiEncoding", "/MacRomanEncoding"})
_NAMED = frozenset({*_KNOWN, "/MacExpertEncoding", "/StandardEncoding"})
_SYMBOLIC = 4  # bit 3 of a font descriptor's flags (ISO 32000-1, table 123)
_IDENTITY = ("/Identity-H", "/Identity-V")
_UNREADABLE = re.compile(rb"<(?:0000|FEFF|FFFE)>", re.IGNORECASE)
_MAPPED = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CODE = re.compile(rb"<[0-9A-Fa-f\s]*>|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a font. ``sure``: it is wrong wherever the font draws visible words."""

    rule: str
    words: str
    sure: bool = True


_NOT_IN_FILE = Fault("tagging.fonts", "a font is not in the file")
_NO_LETTERS = Fault("tagging.letters", "the file does not say which letters a font draws")
_EMPTY_LETTERS = Fault(  # only where such a letter is drawn
    "tagging.letters", "the file says of some letters that they are no letters at all", sure=False
)
_MAYBE_LETTERS = Fault(_NO_LETTERS.rule, _NO_LETTERS.words, sure=False)
_TABLE = Fault("tagging.encoding", "a font's table of letters is not as the standard asks")
_MAYBE_TABLE = Fault(_TABLE.rule, _TABLE.words, sure=False)


def faults(font: Any) -> tuple[Fault, ...]:
    """Return what is wrong with a font dictionary, whatever it holds."""
    if not isinstance(font, Dictionary):
        return ()
    found = []
    kind = font.get("/Subtype")
    inner = descendant(font) if kind == "/Type0" else font
    descriptor = inner.get("/FontDescriptor")
    if kind != "/Type3" and not _is_embedded(descriptor):
        return (_NOT_IN_FILE,)  # what else is wrong follows from it
    if kind == "/Type0":
        if inner.get("/Subtype") == "/CIDFontType2" and not _has_glyph_map(inner):
            found.append(_TABLE)
    elif kind == "/TrueType":
        found += _true_type(font, descriptor)
    letters = font.get("/ToUnicode")
    if isinstance(letters, Stream):
        if _says_nothing(letters):
            found.append(_EMPTY_LETTERS)
    elif kind == "/Type0":
        is_ours = font.get("/Encoding") in _IDENTITY and _is_identity(inner)
        found.append(_NO_LETTERS if is_ours else _MAYBE_LETTERS)
    elif not _is_named(font.get("/Encoding")):
        found.append(_MAYBE_LETTERS)
    return tuple(found)


def descendant(font: Dictionary) -> Dictionary:
    """Return the font that a composite font is made of; an empty one for any other."""
    inner = font.get("/DescendantFonts")
    if isinstance(inner, Array) and len(inner) and isinstance(inner[0], Dictionary):
        return inner[0]
    return Dictionary()


def _is_embedded(descriptor: Any) -> bool:
    return isinstance(descriptor, Dictionary) and any(
        isinstance(descriptor.get(key), Stream) for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )


def _has_glyph_map(inner: Dictionary) -> bool:
    found = inner.get("/CIDToGIDMap")
    return isinstance(found, Stream) or found == Name.Identity


def _is_identity(inner: Dictionary) -> bool:
    info = inner.get("/CIDSystemInfo")
    return isinstance(info, Dictionary) and str(info.get("/Ordering", "")) == "Identity"


def _true_type(font: Dictionary, descriptor: Any) -> list[Fault]:
    encoding = font.get("/Encoding")
    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    try:
        flags = int(descriptor.get("/Flags", 0))
    except (TypeError, ValueError):
        flags = 0
    if flags & _SYMBOLIC:
        return [_TABLE] if encoding is not None else []
    if base is None or str(base) not in _KNOWN:
        return [_TABLE]
    return [_MAYBE_TABLE] if isinstance(encoding, Dictionary) and "/Differences" in encoding else []


def _is_named(encoding: Any) -> bool:
    return isinstance(encoding, Name) and str(encoding) in _NAMED


def _says_nothing(letters: Stream) -> bool:
    """Whether a code is said to mean U+0000, U+FEFF or U+FFFE (7.21.7)."""
    try:
        data = letters.read_bytes()
    except PdfError:
        return True
    if _UNREADABLE.search(data) is None:
        return False
    for part in _MAPPED.finditer(data):
        width = 2 if part[1] == b"bfchar" else 3
        codes = _CODE.findall(part[2])
        for meaning in codes[width - 1 :: width]:
            if _UNREADABLE.search(meaning):
                return True
    return False
