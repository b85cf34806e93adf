"""Makes the finished proposal of the blocks as they are written: resolves, numbers, orders.

Appendices go behind the references wherever they were written; blocks that show nothing are left
out, and so are aims, purposes and tags.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from portfolio_app.domain.draft import (
    Block,
    BlockKind,
    Figure,
    Inline,
    InlineKind,
    Picture,
    Table,
    sections,
)
from portfolio_app.domain.finished import (
    FinishedFigure,
    FinishedTable,
    Heading,
    Line,
    Paragraph,
    Part,
    Words,
)
from portfolio_app.domain.labels import GONE, Labels
from portfolio_app.domain.working_tables import shown

_DEEPEST = 8  # of a list
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:)\]'’]")
_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\v": "\n", "\f": "\n", "\x85": "\n"})
# They show nothing, or only turn the direction of other letters: what is read is what was typed.
_UNSEEN = dict.fromkeys(
    map(ord, "\u00ad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067"
             "\u2068\u2069\ufeff\ufffc")
)  # fmt: skip
_NO_LETTERS = ("Cc", "Cs", "Co", "Cn")


@dataclass(frozen=True, slots=True)
class Finishing:
    """The parts, in order, and where things are. ``places`` are by block uid."""

    parts: tuple[Part, ...]
    appendices: tuple[Part, ...]
    notes: tuple[str, ...]
    places: Mapping[str, int] = field(default_factory=dict)


def clean(text: str) -> str:
    """Return the text as any document can hold it: no control characters, line feeds kept.

    Letters and the marks on them are put together (NFC); signs that show nothing are left out.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if text.isascii() and text.isprintable():
        return text
    text = text.translate(_BREAKS).translate(_UNSEEN)
    kept = "".join(
        each for each in text if each == "\n" or unicodedata.category(each) not in _NO_LETTERS
    )
    return unicodedata.normalize("NFC", kept)


def one_line(text: str) -> str:
    """Return the text cleaned, in one line."""
    return " ".join(clean(text).split())


def linked(line: Iterable[tuple[str, bool]]) -> Line:
    """Return a reference (words and whether they are italic) with its addresses as links."""
    found: list[Words] = []
    for text, emphasis in line:
        text, at = clean(text).replace("\n", " "), 0
        for match in _ADDRESS.finditer(text):
            found.append(Words(text[at : match.start()], emphasis=emphasis))
            found.append(Words(match[0], emphasis=emphasis, address=_safe(match[0])))
            at = match.end()
        found.append(Words(text[at:], emphasis=emphasis))
    return tuple(each for each in found if each.text)


def _safe(address: str) -> str:
    return address if address.isascii() and address.isprintable() else ""


def finish(
    blocks: Sequence[Block], labels: Labels, pictures: Mapping[str, Picture] | None = None
) -> Finishing:
    """Return what is printed of the blocks. ``pictures`` are those of figures, by uid."""
    body: list[Block] = []
    behind: list[Block] = []
    for section in sections(tuple(blocks)):
        into = behind if section.is_appendix else body
        into += [section.heading] if section.heading is not None else []
        into += section.blocks
    return _Finisher(labels, pictures or {}).finish(body, behind)


class _Finisher:
    def __init__(self, labels: Labels, pictures: Mapping[str, Picture]) -> None:
        self._labels = labels
        self._pictures = pictures
        self._notes: list[str] = []
        self._places: dict[str, int] = {}

    def finish(self, body: Sequence[Block], behind: Sequence[Block]) -> Finishing:
        printed = [[each for each in some if _shows(each)] for some in (body, behind)]
        for block in (*printed[0], *printed[1]):
            self._places[block.uid] = len(self._places) + 1
        parts, appendices = (tuple(self._parts(some)) for some in printed)
        return Finishing(parts, appendices, tuple(self._notes), self._places)

    def _parts(self, blocks: Sequence[Block]) -> Iterator[Part]:
        counts = [0] * (_DEEPEST + 1)
        for block in blocks:
            level = min(max(block.level, 0), _DEEPEST)
            if block.kind is BlockKind.NUMBER:
                counts[level] += 1
                counts[level + 1 :] = [0] * (_DEEPEST - level)
            elif block.kind is BlockKind.BULLET:
                counts[level:] = [0] * (_DEEPEST + 1 - level)
            else:
                counts = [0] * (_DEEPEST + 1)
            yield self._part(block, level, counts[level])

    def _part(self, block: Block, level: int, number: int) -> Part:
        place = self._places[block.uid]
        if block.kind.level:
            return Heading(
                block.kind.level,
                _one_line(self._line(block.inlines)),
                self._labels.numbers.get(block.uid, "").rpartition(" ")[2],
                block.kind is BlockKind.APPENDIX,
                place,
            )
        label = self._labels.numbers.get(block.uid, "")
        if block.table is not None:
            return _table(block.table, label, place)
        if block.figure is not None:
            return self._figure(block.figure, label, place)
        is_point = block.kind in (BlockKind.BULLET, BlockKind.NUMBER)
        return Paragraph(
            block.kind,
            _trimmed(self._line(block.inlines)),
            level if is_point else 0,
            number if block.kind is BlockKind.NUMBER else 0,
            place,
        )

    def _figure(self, figure: Figure, label: str, place: int) -> FinishedFigure:
        picture = self._pictures.get(figure.picture_uid)
        return FinishedFigure(
            label=label,
            caption=one_line(figure.caption),
            alternative=one_line(figure.alternative),
            source=one_line(figure.source),
            picture=picture.sha256 if picture is not None else "",
            width=min(max(figure.width, 0.1), 1.0),
            pixels=(picture.width, picture.height) if picture is not None else (0, 0),
            place=place,
        )

    def _line(self, inlines: Iterable[Inline]) -> Line:
        found: list[Words] = []
        for inline in inlines:
            if inline.kind is InlineKind.NOTE:
                if text := one_line(inline.text):
                    self._notes.append(text)
                    found.append(Words("", note=len(self._notes)))
                continue
            if inline.kind is InlineKind.SOURCE and self._labels.cite_runs is not None:
                found.extend(
                    Words(clean(text), inline.strong, italic or inline.emphasis)
                    for text, italic in self._labels.cite_runs(inline)
                )
                continue
            text = clean(self._labels.of(inline))
            to = 0
            if inline.kind is InlineKind.CROSS:
                to = self._places.get(inline.block_uid, 0)
                text = text if to else GONE
            if text:
                found.append(Words(text, inline.strong, inline.emphasis, to))
        return tuple(found)


def _table(table: Table, label: str, place: int) -> FinishedTable:
    made = shown(table)
    wide = len(made.columns)
    return FinishedTable(
        label=label,
        caption=one_line(table.caption),
        summary=one_line(table.summary),
        columns=tuple(map(one_line, made.columns)),
        rows=tuple(
            tuple(clean(cell).strip() for cell in (*row, *[""] * wide)[:wide]) for row in made.rows
        ),
        right=made.right,
        totals=made.totals,
        notes=tuple(filter(None, map(one_line, made.notes))),
        place=place,
    )


def _shows(block: Block) -> bool:
    if block.table is not None:
        return bool(shown(block.table).columns)
    if block.figure is not None:
        return True
    return block.kind.is_text and any(
        each.kind is not InlineKind.WORDS or clean(each.text).strip() for each in block.inlines
    )


def _one_line(line: Line) -> Line:
    return _trimmed(tuple(replace(each, text=each.text.replace("\n", " ")) for each in line))


def _trimmed(line: Line) -> Line:
    """Return a line without spaces at its ends; what is left empty is left out."""
    found = list(line)
    for place, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while found and not found[place].note:
            text = strip(found[place].text)
            if text:
                found[place] = replace(found[place], text=text)
                break
            found.pop(place)
    return tuple(found)
