"""Where on a page something stands, in the words one says aloud: "paragraph 1.2", "paragraph 2".

Said so that whoever looks at the same page finds it by eye: the number printed before a paragraph
where there is one; else the paragraph's count from the top, as far as anybody would count; else the
part of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from portfolio_app.domain.document import PageChars

MOST_COUNTED = 6  # paragraphs; nobody counts further while others wait
_LONG = 6  # lines; in a longer paragraph, or a list, its count says too little
_GAP = 1.45  # times the step from line to line: a new paragraph
_APART = 2.0  # times a line's height: however evenly they follow, no paragraph
_SHORT = 0.75  # of the lines below it: a heading that stands close above them
_TALLER = 1.2  # times the usual height: a heading, which nobody counts
_NUMBERED = re.compile(r"\s*\(?(\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}(?=[.)]\s))[.)]?\s+\S")
_PARTS = (
    (0.2, "at the top"),
    (0.4, "in the upper half"),
    (0.6, "in the middle"),
    (0.8, "in the lower half"),
    (1.0, "at the foot"),
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: its stretch of the text (code points), where it lies (points), its words."""

    start: int
    end: int
    top: float
    foot: float
    left: float
    right: float
    words: str


def spoken_place(chars: PageChars, start: int, is_own: Callable[[str], bool]) -> str:
    """Return where on its page the code point at ``start`` stands; "" where that is not known.

    ``is_own`` says of a line that it is the bundle's header, footer or flag, which nobody counts.
    """
    lines = [each for each in _lines(chars) if not is_own(each.words)]
    at = next((n for n, each in enumerate(lines) if each.start <= start < each.end), None)
    if at is None:
        return ""
    paragraphs = _paragraphs(lines)
    own = next(n for n, each in enumerate(paragraphs) if lines[at] in each)
    usual = median(each.foot - each.top for each in lines)
    number = _NUMBERED.match(paragraphs[own][0].words)
    if number is not None:
        return f"{_called(number[1], paragraphs[own], usual)} {number[1]}"
    if len(paragraphs[own]) > _LONG:
        return _part(lines, lines[at])
    counted = [n for n, each in enumerate(paragraphs) if not _is_heading(each, usual)]
    if own in counted and counted.index(own) < MOST_COUNTED and _is_even(paragraphs[: own + 1]):
        return f"paragraph {counted.index(own) + 1}"
    return _part(lines, lines[at])


def _lines(chars: PageChars) -> list[_Line]:
    found = []
    position = 0
    for words in chars.text.splitlines(keepends=True):
        end = position + len(words)
        boxes = [chars.boxes[4 * n : 4 * n + 4] for n in range(position, end)]
        boxes = [box for box in boxes if any(box)]
        if boxes and words.strip():
            lefts, tops, rights, feet = zip(*boxes, strict=True)
            place = (min(tops), max(feet), min(lefts), max(rights))
            found.append(_Line(position, end, *place, words.strip()))
        position = end
    return found


def _paragraphs(lines: list[_Line]) -> list[list[_Line]]:
    """Return lines together that follow one another at the usual step, in the page's order."""
    steps = sorted(b.foot - a.foot for a, b in pairwise(lines) if b.foot > a.foot)
    close = steps[len(steps) // 4] if steps else 0.0  # most lines follow one another closely
    widest = min(close * _GAP, median(each.foot - each.top for each in lines) * _APART)
    made = [[lines[0]]]
    for before, line in pairwise(lines):
        step = line.foot - before.foot
        same = 0 < step <= widest or abs(step) < 1
        if same and not _NUMBERED.match(line.words):
            made[-1].append(line)
        else:
            made.append([line])
    return made


def _called(number: str, paragraph: list[_Line], usual: float) -> str:
    """Return what a printed number belongs to: 1.2 a paragraph, 2 a section or a point."""
    if "." in number:
        return "paragraph"
    first, widest = paragraph[0], max(each.right for each in paragraph)
    is_short = first.right - first.left < (widest - first.left) * _SHORT
    is_alone = len(paragraph) == 1 and _is_heading(paragraph, usual)
    return (
        "section" if is_alone or is_short or first.foot - first.top > usual * _TALLER else "point"
    )


def _is_heading(paragraph: list[_Line], usual: float) -> bool:
    first = paragraph[0]
    words = first.words
    is_loud = words.isupper() or first.foot - first.top > usual * _TALLER
    return len(paragraph) == 1 and (
        is_loud or not words.rstrip().endswith((".", "!", "?", ":", ";"))
    )


def _is_even(paragraphs: list[list[_Line]]) -> bool:
    """Whether the paragraphs go down the page in one column, each below the one before."""
    return all(a[-1].foot <= b[0].top + 2 for a, b in pairwise(paragraphs))


def _part(lines: list[_Line], line: _Line) -> str:
    top = min(each.top for each in lines)
    foot = max(each.foot for each in lines)
    share = ((line.top + line.foot) / 2 - top) / max(foot - top, 1.0)
    return next(words for limit, words in _PARTS if share <= limit or limit == 1.0)
