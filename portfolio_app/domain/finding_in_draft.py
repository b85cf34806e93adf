"""Finds and replaces words of the proposal: in its text, tables and captions, never in citations.

One kind of apostrophe, quotation mark, hyphen and space finds every other, so that what was typed
is found however it was written down.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from portfolio_app.domain.draft import Block, Inline, InlineKind

MOST = 2_000  # places; a word that stands in more of them is not worth stepping through
OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"  # what stands for a citation in a block's words

_ALIKE = (
    "'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}",
    '"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}',
    "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}",
    " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}",
)
_CLASSES = {each: f"[{re.escape(group)}]" for group in _ALIKE for each in group}


@dataclass(frozen=True)
class Wanted:
    """What is looked for."""

    words: str
    match_case: bool = False
    whole_words: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.words.replace(OBJECT, "")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds it."""
        words = self.words.replace(OBJECT, "")
        found = "".join(_CLASSES.get(each) or re.escape(each) for each in words)
        if self.whole_words:
            found = rf"(?<!\w){found}(?!\w)"
        return re.compile(found, 0 if self.match_case else re.IGNORECASE)

    def places(self, text: str) -> list[tuple[int, int]]:
        """Return where it stands in a text, as code points from and to."""
        if self.is_empty:
            return []
        return [found.span() for found in self.pattern.finditer(text)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: in a block's words, or within its table or figure.

    ``start`` and ``end`` count code points of the block's words, a citation as one; both are 0 for
    a table or a figure, whose ``about`` says where in it: "row 2" or "caption".
    """

    block_uid: str
    start: int = 0
    end: int = 0
    about: str = ""


def words_of(block: Block) -> str:
    """Return a block's words with one character for each citation, note and cross-reference."""
    return "".join(each.text if each.kind is InlineKind.WORDS else OBJECT for each in block.inlines)


def find(blocks: Iterable[Block], wanted: Wanted) -> tuple[Place, ...]:
    """Return every place in order, at most 2,000."""
    found: list[Place] = []
    for block in blocks:
        for start, end in wanted.places(words_of(block)):
            found.append(Place(block.uid, start, end))
        for about, text in _held(block):
            found += [Place(block.uid, about=about) for _ in wanted.places(text)]
        if len(found) >= MOST:
            break
    return tuple(found[:MOST])


def replaced(block: Block, wanted: Wanted, by: str) -> tuple[Block, int]:
    """Return a block with every place replaced, and how many there were.

    New words look as the first of those they replace. Citations stay as and where they are.
    """
    count = 0

    def put(text: str) -> str:
        nonlocal count
        if wanted.is_empty:
            return text
        made, times = wanted.pattern.subn(lambda _: by, text)
        count += times
        return made

    made = replace(block, inlines=_replaced_words(block, wanted, by))
    count += len(wanted.places(words_of(block)))
    if block.table is not None:
        made = replace(
            made,
            table=replace(
                block.table,
                caption=put(block.table.caption),
                summary=put(block.table.summary),
                columns=tuple(map(put, block.table.columns)),
                rows=tuple(tuple(map(put, row)) for row in block.table.rows),
            ),
        )
    if block.figure is not None:
        figure = block.figure
        made = replace(
            made,
            figure=replace(
                figure,
                caption=put(figure.caption),
                alternative=put(figure.alternative),
                source=put(figure.source),
            ),
        )
    return (made, count) if count else (block, 0)


_FIGURE = ("caption", "alternative", "source")


def _held(block: Block) -> Iterable[tuple[str, str]]:
    """Yield the words within a table or a figure, with where they are."""
    if block.table is not None:
        yield "caption", block.table.caption
        yield "summary", block.table.summary
        for text in block.table.columns:
            yield "heads", text
        for number, row in enumerate(block.table.rows, 1):
            for text in row:
                yield f"row {number}", text
    if block.figure is not None:
        for name in _FIGURE:
            yield name, getattr(block.figure, name)


def _replaced_words(block: Block, wanted: Wanted, by: str) -> tuple[Inline, ...]:
    places = wanted.places(words_of(block))
    if not places:
        return block.inlines
    made: list[Inline] = []
    at = 0
    for inline in block.inlines:
        length = len(inline.text) if inline.kind is InlineKind.WORDS else 1
        if inline.kind is not InlineKind.WORDS:
            made.append(inline)
        else:
            text = _within(inline.text, at, places, by)
            if text:
                made.append(replace(inline, text=text))
        at += length
    return tuple(made)


def _within(text: str, at: int, places: list[tuple[int, int]], by: str) -> str:
    """Return a run's words, which begin at ``at``, with what is replaced of them."""
    parts: list[str] = []
    done = 0
    for start, end in places:
        low, high = start - at, end - at
        if high <= 0 or low >= len(text):
            continue
        parts.append(text[done : max(low, 0)])
        if low >= 0:
            parts.append(by)
        done = min(high, len(text))
    return "".join(parts) + text[done:]


def utf16(text: str) -> Callable[[int], int]:
    """Return what turns a place in a text, in code points, into one in UTF-16 units."""
    if text.isascii() or max(text) <= "\uffff":
        return lambda place: place
    units = [0]
    for each in text:
        units.append(units[-1] + (2 if each > "\uffff" else 1))
    return lambda place: units[place]
