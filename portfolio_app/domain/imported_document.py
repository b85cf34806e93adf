"""A Word document taken over as the proposal: what becomes of each of its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from portfolio_app.domain import copy_tables
from portfolio_app.domain.copy_entries import CAPTION, Came, bare, entries, kind_of
from portfolio_app.domain.draft import Block, BlockKind, Figure, InlineKind
from portfolio_app.domain.printed import Printed
from portfolio_app.domain.recovering_citations import inlines, target
from portfolio_app.domain.word_copy import Manner, Stretch, WordCopy, accepted

_DROPPED = "fonts, sizes and colours"
_DEEPEST_HEADING = 3


@dataclass(frozen=True, slots=True)
class Imported:
    """The blocks of a document. ``pictures`` says which block shows which picture of the file.

    ``kept`` and ``dropped`` say in words what was taken over and what was not.
    """

    blocks: tuple[Block, ...]
    pictures: dict[str, int]
    kept: str
    dropped: tuple[str, ...]


def imported(copy: WordCopy, new_uid: Callable[[], str]) -> Imported:
    """Return a document as blocks. Citations and references are words; tables are plain ones."""
    reading = accepted(copy)
    found = entries(reading, (), Printed(), is_whole=True)
    blocks: list[Block] = []
    pictures: dict[str, int] = {}
    dropped: dict[str, None] = {}
    for each in found.came:
        if each.said.manner is Manner.CONTENTS or each.said.stretch is Stretch.CONTENTS:
            dropped.setdefault("the list of contents (every export makes it anew)")
            continue
        block = _block(each, new_uid())
        if each.said.manner is Manner.HEADING and each.said.level > _DEEPEST_HEADING:
            dropped.setdefault("headings deeper than 3 (they are headings 3 now)")
        if block.figure is not None:
            pictures[block.uid] = each.said.pieces[0].picture
        blocks.append(block)
    if copy.is_tracked:
        dropped.setdefault("tracked changes (they are taken as if accepted)")
    if copy.comments:
        count = len(copy.comments)
        dropped.setdefault("1 comment" if count == 1 else f"{count} comments")
    dropped |= dict.fromkeys(copy.notes)
    dropped.setdefault(_DROPPED)
    return Imported(tuple(blocks), pictures, kept_words(blocks), tuple(dropped))


def _block(each: Came, uid: str) -> Block:
    if each.said.table is not None:
        caption = CAPTION.sub("", " ".join(each.caption.split()))
        return Block(uid, BlockKind.TABLE, table=copy_tables.plain(each.said.table, caption))
    if each.sort == "figure":
        piece = each.said.pieces[0]
        caption = CAPTION.sub("", " ".join(each.caption.split()))
        figure = Figure("", caption, piece.alternative)
        return Block(uid, BlockKind.FIGURE, figure=figure)
    kind, level = kind_of(each)
    pieces = bare(each.said.pieces) if kind.level else each.said.pieces
    return Block(uid, kind, inlines(target(pieces)), level)


def kept_words(blocks: list[Block]) -> str:
    """Return how much of what there is: "3 headings, 12 paragraphs, 1 table"."""
    counts: Counter[str] = Counter()
    for block in blocks:
        if block.kind.level:
            counts["heading"] += 1
        elif block.table is not None:
            counts["table"] += 1
        elif block.figure is not None:
            counts["picture"] += 1
        else:
            counts["paragraph"] += 1
        counts["footnote"] += sum(each.kind is InlineKind.NOTE for each in block.inlines)
    told = [
        f"{counts[noun]:,} {noun}{'' if counts[noun] == 1 else 's'}"
        for noun in ("heading", "paragraph", "table", "picture", "footnote")
        if counts[noun]
    ]
    return ", ".join(told)
