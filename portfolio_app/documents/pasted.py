"""Reads what was pasted into the proposal: markup, Rich Text, plain words; whichever says most."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from portfolio_app.documents import pasted_html, rtf
from portfolio_app.documents.ooxml import UnreadableError
from portfolio_app.domain import simple
from portfolio_app.domain.draft import Block, BlockKind, Figure, Inline, Table, TableKind
from portfolio_app.domain.pasted_draft import (
    MOST_BLOCKS,
    LeftOut,
    Pasted,
    clean,
    divided,
    from_plain,
    letters,
)

_MOST_RTF = 80_000_000  # bytes
_FEWEST = 0.5  # of the plain words; markup that holds fewer lost them


def read(markup: str, text: str, rich: bytes) -> tuple[Pasted, tuple[bytes, ...]]:
    """Return what was pasted, and the bytes of the pictures that its figures name by number.

    ``markup`` is HTML, ``text`` plain words, ``rich`` Rich Text; each may be empty. Pictures that
    lay in files beside the markup are taken from the Rich Text, if all of them are there. Markup in
    which most of the plain words are missing is not gone by.
    """
    if markup.strip():
        found = pasted_html.read(markup)
        _take_from(rich, found)
        if letters(found.blocks) >= _FEWEST * len("".join(text.split())):
            return _pasted(found)
    if rich and not text.strip():
        taken = _of_rich(rich)
        if taken is not None:
            return _pasted(taken)
    return from_plain(text), ()


def _pasted(found: pasted_html.Read) -> tuple[Pasted, tuple[bytes, ...]]:
    names = tuple(f"Picture {number + 1}" for number in range(len(found.pictures)))
    return Pasted(tuple(found.blocks), names, found.left.words(), found.left.changes()), tuple(
        found.pictures
    )


def _take_from(rich: bytes, found: pasted_html.Read) -> None:
    """Give figures whose pictures lay in files those of the Rich Text, or leave them out."""
    if not found.beside:
        return
    pictures: list[bytes] = []
    if rich and len(rich) <= _MOST_RTF:
        with suppress(UnreadableError):
            read = rtf.read(rich)
            shown = (each for each in read.blocks if isinstance(each, simple.Picture))
            pictures = [read.blobs[each.blob] for each in shown]
    matched = len(pictures) == found.beside
    first = len(found.pictures)
    if matched:
        found.pictures += pictures
    else:
        found.left.absent_pictures += found.beside
    kept: list[Block] = []
    for block in found.blocks:
        figure = block.figure
        if figure is None or not figure.picture_uid.startswith("?"):
            kept.append(block)
        elif matched:
            name = str(first + int(figure.picture_uid[1:]))
            kept.append(replace(block, figure=replace(figure, picture_uid=name)))
        elif figure.caption:  # its words stay
            kept.append(Block("", BlockKind.BODY, (Inline(text=figure.caption),)))
    found.blocks = kept


def _of_rich(rich: bytes) -> pasted_html.Read | None:
    if len(rich) > _MOST_RTF:
        return None
    try:
        read = rtf.read(rich)
    except UnreadableError:
        return None
    made = pasted_html.Read(pictures=list(read.blobs))
    for block in read.blocks:
        if len(made.blocks) >= MOST_BLOCKS:
            break
        if isinstance(block, simple.Paragraph):
            made.blocks += _paragraph(block)
        elif isinstance(block, simple.Table):
            made.blocks += _table(block)
        elif isinstance(block, simple.Picture):
            figure = Figure(str(block.blob), alternative=block.alt)
            made.blocks.append(Block("", BlockKind.FIGURE, figure=figure))
    made.left = LeftOut(looks=bool(made.blocks), is_full=len(made.blocks) >= MOST_BLOCKS)
    made.blocks = list(divided(made.blocks, made.left))
    return made


def _paragraph(found: simple.Paragraph) -> list[Block]:
    inlines = tuple(
        Inline(text=words, strong=run.bold, emphasis=run.italic)
        for run in found.runs
        if (words := clean(run.text))
    )
    if not "".join(each.text for each in inlines).strip():
        return []
    if found.style is simple.Style.HEADING:
        heading = BlockKind(f"heading-{min(max(found.level, 1), 3)}")
        return [Block("", heading, tuple(replace(each, strong=False) for each in inlines))]
    if found.style is simple.Style.LIST:
        numbered = found.marker[:1].isalnum()
        kind = BlockKind.NUMBER if numbered else BlockKind.BULLET
        return [Block("", kind, inlines, min(found.level, 3))]
    quoted = found.style is simple.Style.QUOTE
    return [Block("", BlockKind.QUOTE if quoted else BlockKind.BODY, inlines)]


def _table(found: simple.Table) -> list[Block]:
    rows = [
        tuple(clean(" ".join(each.text for each in cell.paragraphs)).strip() for cell in row)
        for row in found.rows
    ]
    width = max(map(len, rows), default=0)
    full = [(*row, *[""] * (width - len(row))) for row in rows if any(row)]
    if width < 2 or len(full) < 2:
        return [
            Block("", BlockKind.BODY, (Inline(text=words),))
            for row in full
            for words in row
            if words
        ]
    table = Table(TableKind.PLAIN, columns=full[0], rows=tuple(full[1:]))
    return [Block("", BlockKind.TABLE, table=table)]
