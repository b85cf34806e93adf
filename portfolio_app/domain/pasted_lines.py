"""Pasted text as lines and cells, without page numbers, repeated headers and the like.

Nothing is thrown away quietly: what is taken for furniture of the page is handed back by line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_NO_WIDTH = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u061c\u180e]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
)
_SOFT_AT_END = re.compile(r"[\u00ad\ufffe\x02]+[ \t]*(?:\r\n|[\n\r\x0b\u2028])[ \t]*")
_SOFT = re.compile("[\u00ad\ufffe\x02]")
_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x85\u2028\u2029]")
_RULING = re.compile(r"[\s|+\-=_:–—.·*~]*")
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|pg\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
    r"|\d{1,4}\s*(?:of|/)\s*\d{1,4}|[-–—|]\s*\d{1,4}\s*[-–—|]|\d{1,4}",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r".{0,90}\bpage\s+\d{1,4}\s+of\s+\d{1,4}\b.{0,60}"
    r"|https?://\S+(?:\s+\d+/\d+)?"
    r"|\d{1,2}/\d{1,2}/\d{2,4},?\s+\d{1,2}:\d{2}\b.*"
    r"|(?:©|\(c\)|crown copyright).{0,200}"
    r"|back to (?:duty|duties|top|contents)\.?"
    r"|.{0,40}\(?\bcontinued\)?\s*(?:…|\.\.\.)?",
    re.IGNORECASE,
)
_WIDE = re.compile(r"(?<=\S) {3,}(?=\S)")
_ENDS = (".", ";", ",", ":", "!", "?")
Keep = Callable[[str], bool]
_ZONE = 3  # lines at the head and foot of a page that may be its header and footer


@dataclass(frozen=True, slots=True)
class Line:
    """One line that holds words. ``number`` counts from 1 in the text as it was pasted.

    ``cells`` are the columns of a table, one for plain text, tidied and without empty ends;
    ``gap``: an empty line, or the end of a page, stood before it; ``indent`` counts spaces.
    """

    number: int
    cells: tuple[str, ...]
    gap: bool = False
    indent: int = 0

    @property
    def text(self) -> str:
        """The line as one run of words."""
        return " ".join(each for each in self.cells if each)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines that may matter, and those that belong to the page rather than to the list."""

    lines: tuple[Line, ...]
    furniture: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Borders:
    """What sets columns apart in this text, beside tabs: pipes, or three spaces and more."""

    pipes: bool
    wide: bool


def read_lines(text: str, keep: Keep) -> Lines:
    """Return the lines of pasted text. A line that ``keep`` wants is never taken for furniture.

    A form feed ends a page. Soft hyphens at a line end are joined; every kind of space is a space.
    """
    text = _SOFT.sub("", _SOFT_AT_END.sub("", text)).replace("\x00", "")
    text = _SPACES.sub(" ", _NO_WIDTH.sub("", text)).translate(_LIGATURES)
    raw_lines = _LINE_END.split(text)
    borders = _Borders(
        pipes=sum("|" in each for each in raw_lines) > 1,
        wide=sum(_WIDE.search(each) is not None for each in raw_lines) > 2,
    )
    pages: list[list[Line]] = [[]]
    furniture: list[Line] = []
    gap = False
    for number, raw in enumerate(raw_lines, start=1):
        *before, rest = raw.split("\f")
        for part in before:
            line = _line(number, part, gap=gap, borders=borders)
            if line is not None:
                pages[-1].append(line)
            pages.append([])
            gap = True
        line = _line(number, rest, gap=gap, borders=borders)
        if line is None:
            gap = gap or not rest.strip()
            continue
        if _PAGE_NUMBER.fullmatch(line.text):
            furniture.append(line)
            pages.append([])
            gap = True
            continue
        pages[-1].append(line)
        gap = False
    repeated = _repeated(pages, keep)
    between = _between(pages, keep)
    kept: list[Line] = []
    gap = False
    for page in pages:
        for line in page:
            is_known = _alike(line) in repeated or line.number in between
            if not keep(line.text) and (is_known or _FURNITURE.fullmatch(line.text)):
                furniture.append(line)
                gap = True
            else:
                kept.append(Line(line.number, line.cells, gap=line.gap or gap, indent=line.indent))
                gap = False
        gap = True
    return Lines(tuple(kept), tuple(sorted(furniture, key=lambda line: line.number)))


def _line(number: int, raw: str, *, gap: bool, borders: _Borders) -> Line | None:
    """Return a line of cells, None when there is nothing in it but spaces and ruling."""
    if _RULING.fullmatch(raw):
        return None
    indent = len(raw) - len(raw.lstrip(" \t"))
    body = raw.strip(" ").replace("**", "")
    if borders.pipes and "|" in body:
        parts = body.strip(" ").removeprefix("|").removesuffix("|").split("|")
    else:
        parts = (_WIDE.sub("\t", body) if borders.wide else body).split("\t")
    cells = [" ".join(each.split()) for each in parts]
    while cells and not cells[-1]:
        cells.pop()
    return Line(number, tuple(cells), gap=gap, indent=indent)


def _alike(line: Line) -> str:
    """Return a line as it is compared from page to page: whatever its numbers."""
    return re.sub(r"\d+", "#", line.text).casefold()


def _repeated(pages: Sequence[Sequence[Line]], keep: Keep) -> frozenset[str]:
    """Return the lines that stand again and again at the ends of pages, or alone between gaps."""
    counted: Counter[str] = Counter()
    for page in pages:
        edges = {id(each): each for each in [*page[:_ZONE], *page[-_ZONE:]]}
        if len(pages) > 1:
            counted.update({_alike(each) for each in edges.values() if _may_repeat(each, keep)})
    flat = [line for page in pages for line in page]
    alone: Counter[str] = Counter()
    for at, line in enumerate(flat):
        is_last = at + 1 == len(flat)
        if (line.gap or at == 0) and (is_last or flat[at + 1].gap) and _may_repeat(line, keep):
            alone[_alike(line)] += 1
    return frozenset(
        name for counter in (counted, alone) for name, times in counter.items() if times > 1
    )


def _between(pages: Sequence[Sequence[Line]], keep: Keep) -> frozenset[int]:
    """Return the numbers of lines that stand apart at a page end, in the middle of a sentence."""
    found = set()
    for page, following in pairwise(pages):
        if not page or not following:
            continue
        foot, head = page[-1], following[0]
        if foot.gap and _may_repeat(foot, keep) and head.text[:1].islower():
            found.add(foot.number)
        after = following[1] if len(following) > 1 else head
        if after is not head and after.gap and after.text[:1].islower() and _may_repeat(head, keep):
            found.add(head.number)
    return frozenset(found)


def _may_repeat(line: Line, keep: Keep) -> bool:
    text = line.text
    return (
        not keep(text) and not text[:1].islower() and not text.endswith(_ENDS) and len(text) < 160
    )
