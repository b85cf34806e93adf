"""Where words and sentences begin and end in a page's text: what the selecting keys step by.

A guide for the hand, not a grammar: positions are code points of the text as it is stored.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+(?:[-'\u2019.,]\w+)*")
_STOP = re.compile(r"[.!?\u2026]+[\"'\u2019\u201d)\]]*(?=\s)|\n[^\S\n]*\r?\n\s*|\r?\n|\r")
_SHORT_FORMS = frozenset(
    ("mr", "mrs", "ms", "dr", "prof", "st", "no", "nos", "p", "pp", "vs", "cf", "e.g", "i.e", "eg")
    + ("ie", "etc", "fig", "para", "approx", "ref", "dept", "inc", "ltd", "co")
)
_BULLET = re.compile(
    r"\s*(?:[-\u2022\u25cf\u25aa\u2023\u2013\u2014*\u00b7\uf0b7]|\(?(?:\d{1,3}|[a-z])[.)])\s"
)


def words(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of every word, in order; "Smith-Jones", "don't" and "4,000" are one."""
    return [found.span() for found in _WORD.finditer(text)]


def sentences(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of every sentence, in order, without the white space around it.

    A sentence ends at a full stop, question or exclamation mark (not after "e.g." or "Dr."), at an
    empty line, before a bullet or a numbered point, and after a heading: a line much shorter than
    the others, without a mark at its end, before a line that begins with a capital.
    """
    longest = max((len(line) for line in text.splitlines()), default=0)
    found: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _ends(text, start, stop, longest):
            _add(found, text, start, stop.end())
            start = stop.end()
    _add(found, text, start, len(text))
    return found


def _ends(text: str, start: int, stop: re.Match[str], longest: int) -> bool:
    mark = stop[0]
    if mark.strip():
        following = text[stop.end() :].lstrip()[:1]
        before = text[max(start, stop.start() - 8) : stop.start()].split()
        short = before[-1].strip("(\"'\u2018\u201c").casefold() if before else ""
        initial = len(short) == 1 and short.isalpha() and before[-1].isupper()
        numbers_a_point = short.isdigit() and not text[start : stop.start()].strip(
            " \t\r\n(0123456789"
        )
        is_short = mark[0] == "." and (short in _SHORT_FORMS or initial or numbers_a_point)
        return not is_short and not following.islower()
    if mark.count("\n") > 1:
        return True
    rest = text[stop.end() :]
    if _BULLET.match(rest[:12]):
        return True
    begin = max(text.rfind("\n", 0, stop.start()), text.rfind("\r", 0, stop.start())) + 1
    line = text[max(begin, start) : stop.start()].strip()
    capital = rest.lstrip()[:1]
    return (
        len(line) < 0.6 * longest
        and not line.endswith((",", ";", "-", "\u2013"))
        and (capital.isupper() or capital.isdigit())
    )


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(character.isalnum() for character in text[start:end]):
        found.append((start, end))
