"""Where words and sentences begin and end in a page's text: what the selecting keys step by.

A guide for the hand, not a grammar. Positions are code points of the text as it is stored; ``end``
is the one after the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Letters, digits, the marks on them and (of scripts that write vowels as marks) their whole blocks.
_LETTER = (
    "[\\w\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f"
    "\u0900-\u0963\u0966-\u0dff\u0e01-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)
# What may stand inside a word: "don't", "long-term", "3.5", "1,200", a hyphen at a line end.
_INSIDE = "(?:['’\\-\u2010\u2011\u00ad\ufffe\x02]+(?:[ \t]*[\n\r]+[ \t]*)?|[.,:](?=[0-9]))"
_WORD = re.compile(f"{_LETTER}+(?:{_INSIDE}{_LETTER}+)*")

_MARKER = re.compile(
    r"[ \t]*(?:[•●○◦▪■□◆–—*‣·➢✓✔\-\uf0b7\uf0a7](?=[ \t])"
    r"|\(?(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,4}|[a-zA-Z]|[ivxIVX]{1,5})[.)](?=[ \t]|$)"
    r"|[0-9]{1,2}(?:\.[0-9]{1,3}){1,4}(?=[ \t]+\S))"
)
_END = re.compile(r"[.!?…]+[\"'’”)\]]*(?=\s|$)|[\u3002\uff01\uff1f]+[\u300d\u300f”\uff09]*")
_WIDE_ENDS = "\u3002\uff01\uff1f"
_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_LETTERS = re.compile(r"[^\W_]")
_SEEN = re.compile(r"\S")
_SHORT_FORM = re.compile(r"[\w.]+$")
# fmt: off
_NEVER_LAST = frozenset({
    "e.g", "i.e", "eg", "ie", "cf", "vs", "viz", "mr", "mrs", "ms", "mx", "dr", "prof", "st", "rev",
    "hon", "cllr", "sir", "messrs", "approx", "ca", "fig", "figs", "ref", "refs", "para", "paras",
    "sec", "sect", "dept", "p", "pp", "vol",
})
# fmt: on
# "No. 5", but also "No. We".
_SELDOM_LAST = frozenset({"no", "nos", "ed", "eds", "art", "ch", "app", "min", "max"})
_OPENERS = "\"'‘“([«"


def words(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of every word, in order: "long-term", "don't" and "4,000" are one.

    A word divided at a line end is one word.
    """
    return [found.span() for found in _WORD.finditer(text)]


def sentences(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of every sentence, in order, without the white space around it.

    A sentence ends at a full stop, question or exclamation mark (not after "e.g." or "Dr."), at an
    empty line, before a bullet or a numbered point, and after a heading: a line well short of the
    others, without a mark at its end, before a line that begins with a capital. Every letter and
    digit is in exactly one sentence; what has neither is left out.
    """
    return [sentence for block in _blocks(text) for sentence in _sentences_of(text, *block)]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs, list entries and headings, as far as line ends tell."""
    lines = [found.span() for found in _LINE.finditer(text)]
    usual = _usual_length([end - start for start, end in lines])
    begin = None
    for number, (start, end) in enumerate(lines):
        if not text[start:end].strip():
            continue
        if begin is None:
            begin = start
        following = lines[number + 1] if number + 1 < len(lines) else None
        if following is None or _ends_block(text, (start, end), following, usual):
            yield begin, end
            begin = None


def _usual_length(lengths: list[int]) -> int:
    """Return the length that full lines have: nine lines in ten are not longer."""
    return sorted(lengths)[len(lengths) * 9 // 10] if lengths else 0


def _ends_block(text: str, line: tuple[int, int], following: tuple[int, int], usual: int) -> bool:
    between = text[line[1] : following[0]].replace("\r\n", "\n")
    beyond = text[following[0] : following[1]]
    if len(between) > 1 or not beyond.strip():
        return True  # a blank line
    shown = text[line[0] : line[1]].rstrip()
    if _MARKER.match(beyond) or not _LETTERS.search(shown) or not _LETTERS.search(beyond):
        return True
    first = beyond.lstrip()[0]
    # A line well short of the others, without a sentence end, before a capital: a heading or alone.
    is_short = len(shown) < 0.7 * usual or len(shown) < 30
    return is_short and shown[-1] not in ",;-–—" and not first.islower() and first not in ")]"


def _sentences_of(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    marker = _MARKER.match(text, begin, end)
    searched = marker.end() if marker else begin
    start = begin
    while found := _END.search(text, searched, end):
        searched = found.end()
        if _is_end(text, start, found, end):
            yield from _trimmed(text, start, found.end())
            start = found.end()
    yield from _trimmed(text, start, end)


def _is_end(text: str, start: int, found: re.Match[str], end: int) -> bool:
    if found[0][0] in _WIDE_ENDS:
        return True
    after = _SEEN.search(text, found.end(), end)
    if after is None:
        return True
    first = after[0]
    opened = text[after.start() + 1 : after.start() + 2] if first in _OPENERS else first
    if opened.islower():
        return False
    if found[0] != ".":
        return True
    # No short form is longer than this, and a page may be one long line.
    before = _SHORT_FORM.search(text[max(start, found.start() - 12) : found.start()])
    if before is None:
        return True
    word = before[0].lower()
    if word in _NEVER_LAST or (word in _SELDOM_LAST and first.isdigit()):
        return False
    return not (len(word) == 1 and before[0].isupper() and word != "i")  # an initial: "A. Chair"


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if any(character.isalnum() for character in part):
        yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())
