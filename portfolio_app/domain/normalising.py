"""Text as it is compared: whatever its line ends, hyphens, quotes, dashes, white space and case.

Positions are always code points of the text as it is stored; ``end`` is the one after the last.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"
SOFT = "\u00ad\ufffe\x02"  # a hyphen that is only there because a line ended (PDFium: U+FFFE, \x02)
_LINE_END = r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"
_UNSEEN = (
    "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
# What looks the same to a reader but not to NFKC, which makes spaces of some accents.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys(
            "\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd`\u00b4\u2039\u203a", "'"
        ),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u2036\u02ba\u301d\u301e\u00ab\u00bb", '"'),
        **dict.fromkeys(DASHES, "-"),
        "\u2044": "/",
    }
)
_MARKS_TOGETHER = (
    30  # as UAX #15 Stream-Safe Text: a longer run of marks is hostile, and sorts slowly
)
_REMEMBERED = 40_000  # a longer text is not kept in memory once it was searched


@dataclass(frozen=True, slots=True)
class Normalised:
    """Text as it is compared, and where each part of it came from.

    ``joints`` are the places (index into ``text``, position of the hyphen in the stored text) where
    a word was put together again at a line end. Whether a hyphen belongs there nobody can tell.
    """

    text: str
    joints: tuple[tuple[int, int], ...]
    _starts: tuple[int, ...]  # of each run, in text
    _origins: tuple[int, ...]  # of each run, in the stored text
    _ends: tuple[int, ...]  # in the stored text, of a run that stands for it as a whole; else -1

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]`` lies in the stored text. It must not be empty."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        begin = self._origins[first]
        if self._ends[first] < 0:
            begin += start - self._starts[first]
        stop = self._ends[last]
        if stop < 0:
            stop = self._origins[last] + end - self._starts[last]
        return begin, stop


def normalise(text: str) -> Normalised:
    r"""Return the text as it is compared.

    NFKC; soft hyphen, U+FFFE, \x02 and hyphen + line end joined; quotes and dashes folded; white
    space to one space; characters without width dropped; case folded.
    """
    return _remembered(text) if len(text) <= _REMEMBERED else _normalise(text)


class _Folded(dict[int, str]):
    """Code point to its compared form; itself when that is not one character. Fills itself."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _fold(character)
        self[code] = folded if len(folded) == 1 else character
        return self[code]


def _fold(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text.translate(_ALIKE))
    return unicodedata.normalize("NFKC", composed.casefold()).translate(_ALIKE)


_FOLDED = _Folded()


@lru_cache(maxsize=4096)
def _manner(character: str) -> str:
    """Say how a character must be treated: "mark" (joins the one before), "long", or ""."""
    if character.isspace() or character in SOFT:
        return ""
    first = unicodedata.normalize("NFKC", character)[:1]
    if unicodedata.category(first).startswith("M") or "\u1160" <= first <= "\u11ff":
        return "mark"
    return "long" if len(_fold(character)) != 1 else ""


@lru_cache(maxsize=128)
def _specials(marks: str, long: str) -> re.Pattern[str]:
    """Return a pattern of everything that is not compared character by character."""
    dashes = re.escape(DASHES)
    line_end = rf"[^\S\n\r]*{_LINE_END}[\s{_UNSEEN}]*"
    kinds = [
        rf"(?P<joint>[{SOFT}][{SOFT}{_UNSEEN}]*(?:{line_end}(?=\w))?"
        rf"|(?<=\w)[{dashes}]{line_end}(?=\w))",
        rf"(?P<space>[^\S ][\s{_UNSEEN}{SOFT}]*| [\s{_UNSEEN}{SOFT}]+)",
        rf"(?P<unseen>[{_UNSEEN}]+)",
    ]
    if marks:
        some = f"[{re.escape(marks)}]"
        kinds.append(rf"(?P<cluster>[^\s{re.escape(marks)}]?{some}{{1,{_MARKS_TOGETHER}}})")
    if long:
        kinds.append(rf"(?P<long>[{re.escape(long)}])")
    return re.compile("|".join(kinds))


def _normalise(text: str) -> Normalised:
    marks = long = ""
    if not text.isascii():
        rare = sorted(c for c in set(text) if c > "\x7f")
        marks = "".join(c for c in rare if _manner(c) == "mark")
        long = "".join(c for c in rare if _manner(c) == "long")
    folded = text.translate(_FOLDED)
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    ends: list[int] = []
    joints: list[tuple[int, int]] = []
    length = position = 0

    def add(piece: str, origin: int, end: int) -> None:
        nonlocal length
        pieces.append(piece)
        starts.append(length)
        origins.append(origin)
        ends.append(end)
        length += len(piece)

    for special in _specials(marks, long).finditer(text):
        begin, end = special.span()
        if begin > position:
            add(folded[position:begin], position, -1)
        position = end
        kind = special.lastgroup
        if kind == "space":
            add(" ", begin, end)
        elif kind == "joint":
            joints.append((length, begin))
        elif kind != "unseen":
            piece = _fold(special[0])
            if piece:
                add(piece, begin, end)
    if position < len(text):
        add(folded[position:], position, -1)
    return Normalised("".join(pieces), tuple(joints), tuple(starts), tuple(origins), tuple(ends))


_remembered = lru_cache(maxsize=1024)(_normalise)  # all pages of two long documents
