"""Searches everything a PDF holds besides what its pages show for hidden words.

Strings and names of every object, whether or not anything points to it, and every stream unpacked:
words as they are, in UTF-16, as hexadecimal digits, and put together from the strings of a content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from portfolio_app.domain.hidden_left import (
    FEWEST_IN_DATA,
    Finder,
    Left,
    Sought,
    Where,
    letters_of,
    raw_pattern,
)
from portfolio_app.domain.own_words import are_own

_DEPTH = 60
_AT_ONCE = 4_000  # strings looked through together
_FONT_KEYS = frozenset(("/BaseFont", "/FontName", "/FontFamily", "/CharSet", "/Differences"))
_IMAGE_FILTERS = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")
_STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f\s]{2,})>", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_NO_LETTER = re.compile(r"[\W_]+")
_A_NAME = re.compile(rb"/[^\x00-\x20()<>\[\]{}/%]*")
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True, slots=True)
class _Wanted:
    index: int
    finder: Finder
    raw: re.Pattern[bytes]


class DataSearch:
    """One search through one open PDF."""

    def __init__(self, pdf: Pdf, words: Sequence[Sought]) -> None:
        self._pdf = pdf
        self._strings = [
            _Wanted(index, Finder(each.words), raw_pattern(each.words))
            for index, each in enumerate(words)
            if not each.in_own_words
            and len(letters_of(each.words)) >= FEWEST_IN_DATA
            and not are_own(each.words)  # "table", "figure": PDF itself is made of such words
        ]
        gone = {index for index, each in enumerate(words) if each.is_gone}
        self._streams = [each for each in self._strings if each.index in gone]
        self._found: list[Left] = []
        self._places = _places(pdf)

    def look(self) -> list[Left]:
        """Return what is left, each kind of place once for each of the words."""
        if not self._strings:
            return []
        texts: list[tuple[str, Where]] = []
        for thing in self._pdf.objects:
            where = self._places.get(thing.objgen, Where.DATA)
            texts += [(text, where) for text in _texts(thing, 0)]
            if len(texts) > _AT_ONCE:
                self._look_at(texts)
                texts = []
            if isinstance(thing, Stream) and self._streams:
                self._look_into(thing, where)
        info = self._pdf.trailer.get("/Info")
        texts += [(text, Where.PROPERTIES) for text in _texts(info, 0)]
        self._look_at(texts)
        return list(dict.fromkeys(self._found))

    def _look_at(self, texts: Sequence[tuple[str, Where]]) -> None:
        together = letters_of("\n".join(text for text, _ in texts))
        for wanted in self._strings:
            if wanted.finder.letters not in together:
                continue
            for text, where in texts:
                if wanted.finder.count(text, letters_of(text)):
                    self._found.append(Left(where, 0, wanted.index))

    def _look_into(self, stream: Stream, where: Where) -> None:
        if any(key in stream for key in ("/Length1", "/Length2", "/Length3")):
            return  # a font program
        if stream.get("/Subtype") == "/Image":
            packed = str(stream.get("/Filter", ""))
            if not any(each in packed for each in _IMAGE_FILTERS):
                return
            self._compare(stream.read_raw_bytes(), where, is_text=False)
            return
        try:
            data = stream.read_bytes()
        except pikepdf.PdfError:
            data = stream.read_raw_bytes()
        self._compare(data, where, is_text=True)

    def _compare(self, data: bytes, where: Where, *, is_text: bool) -> None:
        lowered = data.lower()
        bare = _A_NAME.sub(b" ", lowered) if is_text and where is Where.DATA else lowered
        strings = _strings_of(data) if is_text else ""
        roughly = _NO_LETTER.sub("", strings.casefold())  # much faster than folding all of it
        for wanted in self._streams:
            if wanted.raw.search(bare) or (
                wanted.finder.letters in roughly
                and wanted.finder.count(strings, letters_of(strings))
            ):
                self._found.append(Left(where, 0, wanted.index))


def _places(pdf: Pdf) -> dict[tuple[int, int], Where]:
    """Return what the objects of the catalogue's branches are, by object."""
    found: dict[tuple[int, int], Where] = {}
    root = pdf.Root
    names = root.get("/Names")
    branches = [
        (root.get("/Outlines"), Where.BOOKMARKS),
        (root.get("/Metadata"), Where.PROPERTIES),
        (root.get("/PieceInfo"), Where.PROPERTIES),
        (pdf.trailer.get("/Info"), Where.PROPERTIES),
        (root.get("/StructTreeRoot"), Where.TAGS),
        (root.get("/AF"), Where.ATTACHMENTS),
    ]
    if isinstance(names, Dictionary):
        branches.append((names.get("/EmbeddedFiles"), Where.ATTACHMENTS))
        branches.append((names, Where.NAMES))
    for start, where in branches:
        waiting = [start]
        while waiting:
            thing = waiting.pop()
            if not isinstance(thing, Dictionary | Array | Stream):
                continue
            if isinstance(thing, Dictionary) and thing.get("/Type") in ("/Page", "/Pages"):
                continue
            if thing.is_indirect:
                if thing.objgen in found:
                    continue
                found[thing.objgen] = where
            waiting.extend(thing if isinstance(thing, Array) else thing.values())
    return found


def _texts(thing: Any, depth: int) -> Iterator[str]:
    """Yield the strings and the names of one object, not those of objects it points to."""
    if depth > _DEPTH:
        return
    if isinstance(thing, String):
        yield str(thing)
    elif isinstance(thing, Name):
        yield str(thing).lstrip("/")
    elif isinstance(thing, Array):
        for each in thing:
            if not _is_elsewhere(each):
                yield from _texts(each, depth + 1)
    elif isinstance(thing, Dictionary | Stream):
        for key, value in thing.items():
            if key in _FONT_KEYS or _is_elsewhere(value):
                continue
            yield from _texts(value, depth + 1)


def _is_elsewhere(thing: Any) -> bool:
    return isinstance(thing, Dictionary | Array | Stream) and thing.is_indirect


def _strings_of(data: bytes) -> str:
    """Return the strings of a content, put together: what is broken between two is found, too."""
    parts = []
    for plain, digits in _STRING.findall(data):
        if digits:
            tidy = b"".join(digits.split())
            raw = bytes.fromhex((tidy + b"0" * (len(tidy) % 2)).decode("ascii"))
        else:
            raw = _ESCAPE.sub(_unescaped, plain)
        if raw.startswith(b"\xfe\xff"):
            parts.append(raw[2:].decode("utf-16-be", "replace"))
        else:
            parts.append(raw.decode("cp1252", "replace"))
    return "".join(parts)


def _unescaped(found: re.Match[bytes]) -> bytes:
    each = found[1]
    if each[:1] in b"01234567":
        return bytes((int(each, 8) & 0xFF,))
    if each in (b"\n", b"\r", b"\r\n"):
        return b""
    return _PLAIN.get(each, each)
