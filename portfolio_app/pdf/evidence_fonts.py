"""What in a font of somebody else's keeps a document from being PDF/UA-1, as far as it is plain.

Only what a font's own entries tell; its program is never read. ISO 14289-1, 7.21.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_EMPTY_LETTERS = Fault(
    "tagging.letters", "the file says of some letters that they are no letters at all"
)
_MAYBE_EMPTY = Fault(_EMPTY_LETTERS.rule, _EMPTY_LETTERS.words, sure=False)
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
        is_asked = kind == "/Type0" or (kind == "/TrueType" and "/Encoding" not in font)
        found += _empty_letters(letters, is_asked=is_asked)
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


def _empty_letters(letters: Stream, *, is_asked: bool) -> Iterator[Fault]:
    """Yield a fault where a code is said to mean U+0000, U+FEFF or U+FFFE (7.21.7: none may).

    It is sure where nothing but this table says which letters a font draws (``is_asked``).
    """
    try:
        data = letters.read_bytes()
    except PdfError:
        yield _MAYBE_EMPTY
        return
    if _UNREADABLE.search(data) is None:
        return
    meanings = []
    for part in _MAPPED.finditer(data):
        width = 2 if part[1] == b"bfchar" else 3
        meanings += _CODE.findall(part[2])[width - 1 :: width]
    empty = [each for each in meanings if _UNREADABLE.search(each)]
    if empty:
        # Of those listed one by one only a letter that is drawn counts.
        is_sure = is_asked and any(each.startswith(b"<") for each in empty)
        yield _EMPTY_LETTERS if is_sure else _MAYBE_EMPTY
