"""What of a returned copy is the person's own text, and what every export makes anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from portfolio_app.domain import finished
from portfolio_app.domain.copy_tables import grid, printed, said
from portfolio_app.domain.draft import Block, BlockKind, sections
from portfolio_app.domain.labels import Labels
from portfolio_app.domain.matching_paragraphs import words_of
from portfolio_app.domain.printed import Printed
from portfolio_app.domain.recovering_citations import Source, source
from portfolio_app.domain.word_copy import Manner, Piece, Reading, Said, Stretch
from portfolio_app.domain.working_tables import shown

NUMBER = re.compile(r"^(?:\d+(?:\.\d+){0,4}\.?|Appendix [A-Z]{1,2}\b:?)\s+")
CAPTION = re.compile(r"^(?:Table|Figure)\s+(?:\d+|[A-Z]\d*)\s*[:.–—-]?\s*")
_PAGE = re.compile(r"[\s.…]+\d{1,3}\s*$")
_ALIKE = 0.6  # of the words of a paragraph around the text that was changed a little
_TELLING = 5  # words
_OURS = (Manner.TITLE, Manner.SUBTITLE, Manner.BIBLIOGRAPHY, Manner.NOTE)


@dataclass(frozen=True, slots=True)
class Went:
    """A block as it was exported: what was printed of it."""

    block: Block
    sort: str
    text: str
    source: Source
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """A paragraph, table or picture of the copy that belongs to the person's text.

    ``number`` is its place in ``Reading.after``.
    """

    number: int
    said: Said
    sort: str
    text: str
    caption: str = ""
    comments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """The copy's own text in order, and what stands around it.

    ``elsewhere`` are changed paragraphs of what every export makes. ``stray`` are comments on what
    is not part of the text, by the number of the entry before which they stand.
    """

    came: tuple[Came, ...]
    elsewhere: tuple[str, ...]
    stray: tuple[tuple[int, int], ...]


def went(blocks: Sequence[Block], seen: Printed, labels: Labels) -> tuple[Went, ...]:
    """Return the blocks as they were exported, in the order in which they were printed."""
    body: list[Block] = []
    behind: list[Block] = []
    for section in sections(tuple(blocks)):
        into = behind if section.is_appendix else body
        into += [section.heading] if section.heading is not None else []
        into += section.blocks
    found = []
    for block in (*body, *behind):
        one = _went(block, seen, labels)
        if one is not None:
            found.append(one)
    return tuple(found)


def _went(block: Block, seen: Printed, labels: Labels) -> Went | None:
    if block.table is not None:
        cells = f"{block.table.caption}\n{said(printed(block.table))}"
        return Went(block, "table", cells, Source(), block.table.caption)
    if block.figure is not None:
        words = f"{block.figure.caption}\n{block.figure.alternative}"
        return Went(block, "figure", words, Source(), block.figure.caption)
    cited = [each for each in block.inlines if each.kind != "words"]
    shown_as = seen.citations.get(block.uid, ())
    if len(shown_as) != len(cited):
        shown_as = tuple(labels.of(each) for each in cited)
    made = source(block.uid, block.inlines, shown_as)
    text = "".join(atom.text for atom in made.atoms).strip()
    if not text and not cited:
        return None
    return Went(block, "heading" if block.kind.level else "text", text, made)


def entries(
    reading: Reading, base: Sequence[Went], seen: Printed, *, is_whole: bool = False
) -> Entries:
    """Return what of the copy is the person's own text; ``is_whole``: all of it is."""
    return _Sorter(reading, base, seen, is_whole=is_whole).sort()


class _Sorter:
    def __init__(
        self, reading: Reading, base: Sequence[Went], seen: Printed, *, is_whole: bool
    ) -> None:
        self._reading = reading
        self._is_whole = is_whole
        self._around = {words_of(each) for each in seen.around}
        self._around_words = [words for words in self._around if len(words) >= _TELLING]
        self._own = {words_of(each.text) for each in base if each.sort in ("text", "heading")}
        self._headings = {words_of(each.text) for each in base if each.sort == "heading"}
        self._headless = {words_of(NUMBER.sub("", each.text)) for each in base}
        notes = (
            note for each in base if each.block.table for note in shown(each.block.table).notes
        )
        sources = (each.block.figure.source for each in base if each.block.figure)
        self._notes = {words_of(each) for each in (*notes, *sources)}
        self._notes |= {words_of(f"Source: {each.block.figure.source}") for each in base
                        if each.block.figure}  # fmt: skip
        self._elsewhere: list[str] = []
        self._stray: list[tuple[int, int]] = []
        self._came: list[Came] = []

    def sort(self) -> Entries:
        for number, each in enumerate(self._reading.after):
            if not self._is_whole and self._is_around(each):
                self._stray += [(len(self._came), comment) for comment in each.comments]
            else:
                self._came += self._entries(number, each)
        for comment, after in self._reading.gone:
            at = sum(1 for each in self._came if each.number <= after)
            self._stray.append((at, comment))
        return Entries(
            tuple(self._captioned()), tuple(dict.fromkeys(self._elsewhere)), tuple(self._stray)
        )

    def _is_around(self, each: Said) -> bool:
        """Return whether every export makes this anew; a changed one is told."""
        if each.table is not None:
            heads = tuple(map(words_of, finished.ANNEX_HEAD))
            first = grid(each.table)[:1]
            is_annex = bool(first) and tuple(map(words_of, first[0])) == heads
            return is_annex or each.stretch.is_ours
        words = words_of(each.text)
        if not words:
            return each.stretch.is_ours
        if words in self._own and not (each.stretch.is_ours and words in self._around):
            return False
        if each.manner is Manner.HEADING and words_of(NUMBER.sub("", each.text)) in self._headless:
            return False
        if each.manner is Manner.CONTENTS or words in self._around or words in self._notes:
            return True
        if self._is_line_of_contents(each):
            return True
        is_ours = each.stretch.is_ours or each.manner in _OURS
        if is_ours or self._is_nearly_around(words):
            self._elsewhere.append(" ".join(each.text.split()))
            return True
        return False

    def _is_line_of_contents(self, each: Said) -> bool:
        """Return whether this is a heading with a page number, as contents have them."""
        line = _PAGE.search(each.text)
        if line is None:
            return False
        words = words_of(each.text[: line.start()])
        bare_words = words_of(NUMBER.sub("", each.text[: line.start()]))
        return (
            each.stretch is Stretch.CONTENTS
            or bare_words in self._headings
            or (bool(self._around) and words in self._around)
        )

    def _is_nearly_around(self, words: tuple[str, ...]) -> bool:
        if len(words) < _TELLING:
            return False
        mine = set(words)
        for other in self._around_words:
            theirs = set(other)
            if len(mine & theirs) >= _ALIKE * max(len(mine), len(theirs)):
                return True
        return False

    def _entries(self, number: int, each: Said) -> list[Came]:
        if each.table is not None:
            cells = grid(each.table)
            return [Came(number, each, "table", said(cells), comments=each.comments)]
        found: list[Came] = []
        words = [piece for piece in each.pieces if piece.picture < 0]
        if any(piece.text.strip() or piece.note for piece in words):
            only = replace(each, pieces=tuple(words))
            sort = "text"
            if each.manner is Manner.CAPTION or CAPTION.match(each.text):
                sort = "caption" if words_of(each.text) not in self._own else "text"
            elif each.manner in (Manner.HEADING, Manner.APPENDIX):
                sort = "heading"
            found.append(Came(number, only, sort, only.text.strip(), comments=each.comments))
        for piece in each.pieces:
            if piece.picture >= 0:
                alone = replace(each, pieces=(piece,))
                comments = () if found else each.comments
                found.append(Came(number, alone, "figure", piece.alternative, comments=comments))
        return found

    def _captioned(self) -> list[Came]:
        """Give captions to the table after them, or to the picture before them."""
        made: list[Came] = []
        waiting: Came | None = None
        for each in self._came:
            if each.sort == "caption":
                if waiting is not None:
                    made.append(replace(waiting, sort="text"))
                    waiting = None
                last = made[-1] if made else None
                if last is not None and last.sort == "figure" and not last.caption:
                    made[-1] = replace(
                        last, caption=each.text, comments=(*last.comments, *each.comments)
                    )
                else:
                    waiting = each
                continue
            if waiting is not None:
                if each.sort == "table":
                    each = replace(
                        each, caption=waiting.text, comments=(*waiting.comments, *each.comments)
                    )
                else:
                    made.append(replace(waiting, sort="text"))
                waiting = None
            made.append(each)
        if waiting is not None:
            made.append(replace(waiting, sort="text"))
        return made


def kind_of(each: Came) -> tuple[BlockKind, int]:
    """Return the style that a paragraph of the copy has here, and a list point's level."""
    match each.said.manner:
        case Manner.HEADING:
            return BlockKind(f"heading-{min(max(each.said.level, 1), 3)}"), 0
        case Manner.APPENDIX:
            return BlockKind.APPENDIX, 0
        case Manner.QUOTE:
            return BlockKind.QUOTE, 0
        case Manner.BULLET:
            return BlockKind.BULLET, min(each.said.level, 8)
        case Manner.NUMBER:
            return BlockKind.NUMBER, min(each.said.level, 8)
        case _:
            return BlockKind.BODY, 0


def bare(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces without bold and italic, as headings have none."""
    return tuple(replace(each, strong=False, emphasis=False) for each in pieces)


def without_number(pieces: Sequence[Piece], expected: str, number: str) -> tuple[Piece, ...]:
    """Return a heading without the number that a program wrote into it.

    ``expected`` is what it said when it went out, ``number`` the one it was printed with.
    """
    text = "".join(each.text for each in pieces)
    match = NUMBER.match(text)
    if match is None or words_of(text) == words_of(expected):
        return tuple(pieces)
    is_its_own = bool(number) and match[0].strip(" .:").endswith(number)
    if not is_its_own and words_of(text[match.end() :]) != words_of(expected):
        return tuple(pieces)
    left = match.end()
    made: list[Piece] = []
    for each in pieces:
        cut = min(left, len(each.text))
        left -= cut
        if not each.text or each.text[cut:]:
            made.append(replace(each, text=each.text[cut:]))
    return tuple(made)
