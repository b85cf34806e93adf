"""On which page everything of a Word document will probably stand: what its contents show at first.

Word works the numbers out itself when it opens the document; other programs show what is written.
Lines are filled with the widths of Arial's letters (those of Helvetica are the same, Adobe's core
font metrics); other letters count as middling ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from portfolio_app.docx.package import Shell
from portfolio_app.docx.proposal_styles import DEEPEST, STYLES, Style
from portfolio_app.docx.proposal_tables import Room, size_of
from portfolio_app.domain import finished
from portfolio_app.domain.column_widths import shares
from portfolio_app.domain.draft import BlockKind
from portfolio_app.domain.finished import (
    FinishedFigure,
    FinishedProposal,
    FinishedTable,
    Heading,
    Paragraph,
    Part,
    plain,
    source_words,
)

# Thousandths of the size, from the space to the tilde.
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLDER = 1.055
_OTHER, _BROAD = 556, 1000
_SEPARATOR = 1.5  # points above the first footnote of a page
_KEPT = 8  # rows of a table that is never divided
# A line can end after a dash within a word.
_WORDS = re.compile(r"[^\s–-]*[–-]+(?=\w)|\S+")
_STYLES = {each.id: each for each in STYLES}


@dataclass(frozen=True, slots=True)
class _Strip:
    """A stretch that is not divided. ``place``: what begins here; ``keep``: with what follows."""

    high: float
    gap: float = 0.0
    keep: bool = False
    place: int = 0
    again: float = 0.0  # what is repeated above it at the head of a page
    foot: float = 0.0
    breaks: bool = False
    below: float = 0.0  # of its height: free below it, and nothing at the foot of a page


@dataclass(slots=True)
class Guess:
    """Pages from 1: by place, of the references and the annex, and how many there are."""

    places: dict[int, int] = field(default_factory=dict)
    references: int = 0
    annex: int = 0
    pages: int = 1


_REFERENCES, _ANNEX = -1, -2


def guess(proposal: FinishedProposal, shell: Shell) -> Guess:
    """Return where everything will probably stand."""
    wide, high = shell.wide / 20, shell.high / 20
    lines = list(finished.in_contents(proposal))
    contents = 1 + int(sum(_in_contents(*each[:2], wide) for each in lines) + 32) // int(high)
    made = _Guesser(proposal, wide, high)
    found = made.pages(1 + contents)
    found.places.pop(0, None)
    found.references = found.places.pop(_REFERENCES, 0)
    found.annex = found.places.pop(_ANNEX, 0)
    return found


def _closer(strips: Iterator[_Strip]) -> Iterator[_Strip]:
    """Yield strips with what is free between two paragraphs: the larger of both, as Word has it."""
    below = 0.0
    for each in strips:
        yield replace(each, gap=max(each.gap - below, 0.0)) if below and each.gap else each
        below = each.below


def _in_contents(words: str, level: int, wide: float) -> float:
    """Return how high a line of the contents is, in points."""
    lines = len(_lines(words, 11.0, wide - (20, 48, 84)[level - 1] - 30, bold=level == 1))
    return lines * 14.0 + (8.0, 1.5, 1.5)[level - 1]


class _Guesser:
    def __init__(self, proposal: FinishedProposal, wide: float, high: float) -> None:
        self._proposal = proposal
        self._wide = wide
        self._high = high

    def pages(self, before: int) -> Guess:
        found = Guess(pages=before + 1)
        strips = list(_closer(self._strips()))
        free, at, is_fresh, has_foot = self._high, 0, True, False
        while at < len(strips):
            end = at
            while end + 1 < len(strips) and strips[end].keep and not strips[end + 1].breaks:
                end += 1
            group = strips[at : end + 1]
            need = sum(each.gap + each.high + each.foot for each in group)
            need -= group[-1].below + (group[0].gap if is_fresh else 0)
            if not has_foot and any(each.foot for each in group):
                need += _SEPARATOR
            if (need > free or group[0].breaks) and not is_fresh:
                found.pages += 1
                free, is_fresh, has_foot = self._high - group[0].again, True, False
            for each in group:
                gap = 0.0 if is_fresh else each.gap
                if each.high - each.below + gap > free and not is_fresh:
                    found.pages += 1
                    free, gap, has_foot = self._high - each.again, 0.0, False
                if each.foot and not has_foot:
                    free, has_foot = free - _SEPARATOR, True
                free -= each.high + gap + each.foot
                is_fresh = False
                if each.place:
                    found.places.setdefault(each.place, found.pages)
            at = end + 1
        return found

    def _strips(self) -> Iterator[_Strip]:
        proposal = self._proposal
        yield from self._parts(proposal.parts)
        if proposal.references:
            yield from self._text(finished.REFERENCES, "Heading1", place=_REFERENCES, breaks=True)
            for line in proposal.references:
                yield from self._text(plain(line), "Bibliography")
        for number, strip in enumerate(self._parts(proposal.appendices)):
            yield strip if number else replace(strip, breaks=True)
        if proposal.annex:
            yield from self._text(finished.ANNEX, "Heading1", place=_ANNEX, breaks=True)
            yield from self._text(finished.ANNEX_ABOUT, "BodyText")
            rows = [
                (each.code, each.words, "\n".join(f"{p.words}, page 00" for p in each.places))
                for each in proposal.annex
            ]
            yield from self._rows(finished.ANNEX_HEAD, rows, keep=False)

    def _parts(self, parts: Sequence[Part]) -> Iterator[_Strip]:
        for part in parts:
            match part:
                case Heading():
                    role = "AppendixHeading" if part.is_appendix else f"Heading{part.level}"
                    yield from self._text(
                        finished.heading_words(part), role, place=part.place,
                        less=0 if part.is_appendix else (25, 34, 40)[part.level - 1],
                    )  # fmt: skip
                case Paragraph():
                    yield from self._paragraph(part)
                case FinishedTable():
                    yield from self._table(part)
                case FinishedFigure():
                    yield from self._figure(part)

    def _paragraph(self, part: Paragraph) -> Iterator[_Strip]:
        depth = min(part.level, DEEPEST - 1) + 1
        role = {
            BlockKind.QUOTE: "Quote",
            BlockKind.BULLET: f"ListBullet{depth if depth > 1 else ''}",
            BlockKind.NUMBER: f"ListNumber{depth if depth > 1 else ''}",
        }.get(part.kind, "BodyText")
        feet, at = [], 0
        for each in part.paragraph:
            at += len(each.text)
            if each.note:
                lines = _lines(self._proposal.notes[each.note - 1], 9.0, self._wide)
                feet.append((at, len(lines) * 12.0))
        yield from self._text(plain(part.paragraph), role, place=part.place, feet=feet)

    def _table(self, part: FinishedTable) -> Iterator[_Strip]:
        if part.label or part.caption:
            words = finished.captioned(part)
            yield from self._text(words, "Caption", place=part.place, keep=True)
        yield from self._rows(part.columns, part.rows, keep=len(part.rows) <= _KEPT)
        for each in part.notes or ("",):
            yield from self._text(each or " ", "TableNote")

    def _rows(
        self, columns: Sequence[str], rows: Sequence[Sequence[str]], *, keep: bool
    ) -> Iterator[_Strip]:
        widths = [each * self._wide - 8.5 for each in shares(columns, rows)]

        def high(cells: Sequence[str], *, bold: bool) -> float:
            most = max(
                (
                    len(_lines(each, 9.5, wide, bold=bold))
                    for each, wide in zip(cells, widths, strict=True)
                ),
                default=1,
            )
            return most * 12.5 + 6.3

        head = high(columns, bold=True) + 1
        yield _Strip(head, keep=True)
        for number, cells in enumerate(rows):
            stays = keep and number < len(rows) - 1
            yield _Strip(high(cells, bold=False), keep=stays, again=head)

    def _figure(self, part: FinishedFigure) -> Iterator[_Strip]:
        room = Room(round(self._wide * 20), round(self._high * 20))
        high = size_of(part, part.pixels, room)[1] / 20 if all(part.pixels) else 14.0
        yield _Strip(high, gap=10, keep=True, place=part.place)
        yield from self._text(finished.captioned(part), "Caption", keep=bool(part.source))
        if part.source:
            yield from self._text(source_words(part), "FigureSource")

    def _text(
        self, words: str, role: str, *, place: int = 0, less: float = 0, keep: bool = False,
        feet: Sequence[tuple[int, float]] = (), breaks: bool = False,
    ) -> Iterator[_Strip]:  # fmt: skip
        style: Style = _STYLES[role]
        size = (style.size or 22) / 2
        high = style.line / 20
        room = self._wide - (style.left + style.right) / 20 - less
        bold = style.bold
        count = sum(max(len(_lines(part, size, room, bold=bold)), 1) for part in words.split("\n"))
        keep = keep or style.keep_next
        below_page = [0.0] * count
        for at, foot in feet:
            below_page[min(at * count // max(len(words), 1), count - 1)] += foot
        for number in range(count):
            alone = count > 1 and number in (0, count - 2)
            is_last = number == count - 1
            below = style.after / 20 if is_last else 0.0
            yield _Strip(
                high + below,
                gap=style.before / 20 if not number else 0.0,
                keep=keep or style.keep_lines or alone if not is_last else keep,
                place=place if not number else 0,
                foot=below_page[number],
                breaks=breaks and not number,
                below=below,
            )


def _width(word: str, *, bold: bool) -> float:
    wide = 0.0
    for each in word:
        code = ord(each)
        if 32 <= code < 127:
            wide += _REGULAR[code - 32]
        else:
            wide += _BROAD if code >= 0x2E80 else _OTHER
    return wide / 1000 * (_BOLDER if bold else 1.0)


def _lines(words: str, size: float, room: float, *, bold: bool = False) -> list[float]:
    """Return how wide each line of a text is, in points."""
    space = 0.278 * size
    found: list[float] = []
    for part in words.split("\n"):
        used = -1.0
        between = 0.0
        for word in _WORDS.findall(part):
            wide = _width(word, bold=bold) * size
            if used >= 0 and used + between + wide <= room:
                used += between + wide
            else:
                if used >= 0:
                    found.append(used)
                while wide > room > size:
                    found.append(room)
                    wide -= room
                used = wide
            between = 0.0 if word.endswith(("-", "–")) else space
        found.append(max(used, 0.0))
    return found
