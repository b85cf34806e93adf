"""Compares the words of a page that came back with those that were sent, line by line.

Lines are compared as strings of letters, so that another program's spaces and fonts change nothing.
In part 1 nothing may be added; elsewhere what is added is an answer, and only what is gone counts.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from portfolio_app.documents.pdf_values import Box
from portfolio_app.documents.returned.letters import Letter, Word, folded, joined, lines, words
from portfolio_app.documents.returned.places import SentPage

_BESIDE_LINE = 0.34  # of the size of the letters: how far a line may stand from where it was
_IN_PLACE = 0.8  # points
_APART = 9  # letters that are the same between two changes of a line; fewer, and it is one
_MOST_LINES = 400
_LONGEST = 160  # letters of a piece that is told
_SIMPLE = ("LATIN", "GREEK", "CYRILLIC", "DIGIT")


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of a line that reads otherwise. ``box`` is where, in points on the sent page.

    ``was`` and ``now`` are the words there, ``line_was`` and ``line_now`` the whole line.
    ``simple`` is False when it concerns only letters that programs read back in different ways:
    then the drawing decides. ``jumbled``: the line has the same letters in another order.
    ``around`` are the words before and after it in the line. ``laid``: it was written over or
    beside a line that still stands whole.
    """

    box: Box
    was: str
    now: str
    line_was: str
    line_now: str
    start: int
    end: int
    back: tuple[int, int]
    simple: bool = True
    jumbled: bool = False
    around: tuple[str, str] = ("", "")
    laid: bool = False


@dataclass(slots=True)
class Read:
    """What a comparison of words found.

    ``added`` are letters in part 1 that stand in no line of ours, ``extra`` those elsewhere;
    ``share`` is which part of our letters stand where they stood (0 to 1).
    """

    changes: list[Change] = field(default_factory=list)
    added: list[Word] = field(default_factory=list)
    extra: list[Word] = field(default_factory=list)
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as its letters, folded, each with the letter it comes from."""

    letters: tuple[Letter, ...]
    text: str
    source: tuple[int, ...]


def compare(place: SentPage, sent: Sequence[Letter], back: Sequence[Letter]) -> Read:
    """Return how a page's letters differ; ``back`` are seen letters, moved to the sent page."""
    if _placed(sent) == _placed(back):
        return Read(share=1.0)
    ours = [each for each in sent if not place.is_answer(*each.middle)]
    theirs = [each for each in back if not place.is_answer(*each.middle)]
    found = Read()
    rows = _rows(ours)[:_MOST_LINES]
    taken, rest = _shared_out(rows, theirs)
    kept = total = 0
    for row, letters in zip(rows, taken, strict=True):
        one, other = _line(row), _line(letters)
        total += len(one.text)
        if one.text == other.text:
            kept += len(one.text)
            continue
        in_part_1 = place.is_part_1(_around(row))
        if (laid := _laid_over(row, letters)) is not None:
            kept += len(one.text)
            if in_part_1:
                found.changes.append(_overlay(one, other, laid))
            else:
                found.extra += words(laid)
            continue
        matcher = SequenceMatcher(None, one.text, other.text, autojunk=False)
        codes = matcher.get_opcodes()
        kept += sum(i1 - i0 for tag, i0, i1, _, _ in codes if tag == "equal")
        gone = [each for each in codes if each[0] in ("replace", "delete")]
        new = [each for each in codes if each[0] == "insert"]
        if gone or (new and in_part_1):
            found.changes += _changes(one, other, codes if in_part_1 else gone)
        elif new:
            extra = [other.letters[other.source[at]] for e in new for at in range(e[3], e[4])]
            found.extra += words(dict.fromkeys(extra))
    for each in words(rest):
        (found.added if place.is_part_1(each.box) else found.extra).append(each)
    found.share = kept / total if total else 1.0
    return found


def _placed(found: Sequence[Letter]) -> list[tuple[str, int, int]]:
    """Return letters with where they stand, to a tenth of a point."""
    return [(each.text, round(each.x0 * 10), round(each.base * 10)) for each in found]


def _rows(found: Sequence[Letter]) -> list[list[Letter]]:
    """Return letters by line, from the top, each line from left to right."""
    rows: list[list[Letter]] = []
    for letter in sorted(found, key=lambda each: -each.base):
        if rows and rows[-1][0].base - letter.base <= 1.2:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return [sorted(row, key=lambda each: each.x0) for row in rows]


def _shared_out(
    rows: Sequence[Sequence[Letter]], letters: Sequence[Letter]
) -> tuple[list[list[Letter]], list[Letter]]:
    """Return for each line the letters that stand on it, and those that stand on none."""
    taken: list[list[Letter]] = [[] for _ in rows]
    rest: list[Letter] = []
    bases = [row[0].base for row in rows]
    reach = [max(each.size for each in row) * _BESIDE_LINE for row in rows]
    upwards = bases[::-1]
    for letter in letters:
        at = len(bases) - bisect_left(upwards, letter.base)  # the first line below it
        near = [each for each in (at - 1, at) if 0 <= each < len(bases)]
        best = min(near, key=lambda each: abs(bases[each] - letter.base), default=None)
        if best is not None and abs(bases[best] - letter.base) <= reach[best]:
            taken[best].append(letter)
        else:
            rest.append(letter)
    return [sorted(each, key=lambda letter: letter.x0) for each in taken], rest


def _line(letters: Sequence[Letter]) -> _Line:
    text: list[str] = []
    source: list[int] = []
    for at, letter in enumerate(letters):
        for each in folded(letter.text):
            text.append(each)
            source.append(at)
    return _Line(tuple(letters), "".join(text), tuple(source))


_Code = tuple[str, int, int, int, int]


def _changes(one: _Line, other: _Line, codes: Sequence[_Code]) -> list[Change]:
    """Return the changes of a line, those close together as one."""
    groups: list[list[_Code]] = []
    for code in codes:
        if code[0] == "equal":
            continue
        if groups and code[1] - groups[-1][-1][2] <= _APART:
            groups[-1].append(code)
        else:
            groups.append([code])
    made = []
    for group in groups:
        start, end = group[0][1], group[-1][2]
        back = (group[0][3], group[-1][4])
        was = stretch(one.letters, one.source, start, end)
        now = stretch(other.letters, other.source, *back)
        letters = "".join(one.text[e[1] : e[2]] + other.text[e[3] : e[4]] for e in group)
        place = _place(one, other, start, end, back)
        made.append(
            Change(
                place, was, now, _told(one), _told(other), start, end, back, _is_simple(letters),
                sorted(one.text) == sorted(other.text), _around_words(one, start, end),
            )
        )  # fmt: skip
    return made


def stretch(letters: Sequence[Letter], source: Sequence[int], start: int, end: int) -> str:
    """Return the whole words that a stretch of a line's folded letters lies in."""
    if end <= start:
        return ""
    first, last = source[start], source[end - 1]
    row = lines(letters)
    chosen = []
    at = 0
    for word in (each for line in row for each in line):
        if at <= last and at + len(word.text) > first:
            chosen.append(word)
        at += len(word.text)
    return _short(joined(chosen))


def _laid_over(row: Sequence[Letter], letters: Sequence[Letter]) -> list[Letter] | None:
    """Return what was written over or beside a line that still stands whole; None if it does not.

    Under a white box with new words the old ones are still there, letter by letter in its place.
    """
    left = list(letters)
    for ours in row:
        there = next(
            (e for e in left if abs(e.x0 - ours.x0) < _IN_PLACE and e.text == ours.text), None
        )
        if there is None:
            return None
        left.remove(there)
    return left


def _overlay(one: _Line, other: _Line, laid: Sequence[Letter]) -> Change:
    """Return what was written over a line as a change of the words beneath it."""
    box = _around(laid)
    under = [
        at
        for at, source in enumerate(one.source)
        if box[0] - 1 <= one.letters[source].middle[0] <= box[2] + 1
    ]
    start = under[0] if under else sum(one.letters[s].x0 < box[0] for s in one.source)
    end = under[-1] + 1 if under else start
    was = stretch(one.letters, one.source, start, end)
    now = _short(joined(words(laid)))
    told = "".join(e for letter in laid for e in folded(letter.text))
    return Change(
        _around([*laid, *(one.letters[one.source[at]] for at in under)]), was, now, _told(one),
        f"{_told(one)} / {now}", start, end, (0, len(other.text)), _is_simple(told),
        around=_around_words(one, start, end), laid=True,
    )  # fmt: skip


def _around_words(line: _Line, start: int, end: int) -> tuple[str, str]:
    row = [word.text for each in lines(line.letters) for word in each]
    at = 0
    before, after = "", ""
    first = line.source[start] if start < len(line.source) else len(line.letters)
    last = line.source[end - 1] if end > start else first
    for word in row:
        if at + len(word) <= first:
            before = word
        elif at > last and not after:
            after = word
        at += len(word)
    return before, after


def _place(one: _Line, other: _Line, start: int, end: int, back: tuple[int, int]) -> Box:
    chosen = [one.letters[one.source[at]] for at in range(start, end)]
    chosen += [other.letters[other.source[at]] for at in range(*back)]
    return _around(chosen or one.letters)


def _around(letters: Sequence[Letter]) -> Box:
    return (
        min(each.x0 for each in letters), min(each.y0 for each in letters),
        max(each.x1 for each in letters), max(each.y1 for each in letters),
    )  # fmt: skip


def _told(line: _Line) -> str:
    return _short(joined(words(line.letters)))


def _short(told: str) -> str:
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"


def _is_simple(letters: str) -> bool:
    """Whether a stretch has letters that every program reads back as they were written."""
    return any(simple(each) for each in letters)


def simple(letter: str) -> bool:
    """Whether a letter is read back alike by every program: no joining, no stacking, no picture."""
    if letter.isdigit() and letter.isascii():
        return True
    return letter.isalpha() and unicodedata.name(letter, "").startswith(_SIMPLE)
