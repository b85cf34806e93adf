"""Where the words of a query stand in a text that is shown: ranges to mark, never markup.

Words are told apart and compared as the search index does it: letters and figures make a word,
accents and case do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
_EXCERPT = 160  # code points of a longer text that are shown around its first match
_LEAD = 48

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of text in one line, and the ranges (start, end) in it that were looked for."""

    text: str
    marks: Marks = ()


def folded(word: str) -> str:
    """Return a word as words are compared: without accents, in lower case."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def marks(text: str, terms: Sequence[str], *, is_open: bool = False) -> Marks:
    """Return the ranges in which a term stands, in order; each at most once.

    A term of several words is a phrase. The last term need only be begun if ``is_open``.
    """
    words = [(folded(each.group()), each.start(), each.end()) for each in _WORD.finditer(text)]
    found: list[tuple[int, int]] = []
    for number, term in enumerate(terms):
        wanted = [folded(each) for each in _WORD.findall(term)]
        if not wanted:
            continue
        begun = is_open and number == len(terms) - 1
        length = len(wanted)
        found += [
            (words[at][1], words[at + length - 1][2])
            for at in range(len(words) - length + 1)
            if _fits(words[at : at + length], wanted, begun=begun)
        ]
    return _apart(found)


def has_all(text: str, terms: Sequence[str], *, is_open: bool = False) -> bool:
    """Return whether every term stands in a text."""
    last = len(terms) - 1
    return all(
        marks(text, [term], is_open=is_open and number == last) for number, term in enumerate(terms)
    )


def excerpt(text: str, terms: Sequence[str], *, is_open: bool = False) -> Excerpt:
    """Return the part of a text around the first term in it, in one line, with what is marked.

    A text of up to 160 code points is given whole.
    """
    line = " ".join(text.split())
    found = marks(line, terms, is_open=is_open)
    if len(line) <= _EXCERPT:
        return Excerpt(line, found)
    start = max(found[0][0] - _LEAD, 0) if found else 0
    start = line.find(" ", start) + 1 if start else 0
    end = min(start + _EXCERPT, len(line))
    if end < len(line) and line.rfind(" ", start, end) > start:
        end = line.rfind(" ", start, end)
    lead, tail = ("…" if start else ""), ("…" if end < len(line) else "")
    inside = [(a, b) for a, b in found if a >= start and b <= end]
    shift = len(lead) - start
    return Excerpt(
        f"{lead}{line[start:end]}{tail}", tuple((a + shift, b + shift) for a, b in inside)
    )


def together(text: str, marked: Marks) -> str:
    """Return the longest marked run of a text: marks with only white space between count as one.

    What to look for in the page itself, where one run of words can be found at a time.
    """
    runs: list[tuple[int, int]] = []
    for start, end in marked:
        if runs and not text[runs[-1][1] : start].strip():
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    longest = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    return text[longest[0] : longest[1]]


def _fits(here: Sequence[tuple[str, int, int]], wanted: Sequence[str], *, begun: bool) -> bool:
    *most, last = wanted
    if any(word != want for (word, _, _), want in zip(here, most, strict=False)):
        return False
    word = here[-1][0]
    return word.startswith(last) if begun else word == last


def _apart(found: list[tuple[int, int]]) -> Marks:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(found)):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)
