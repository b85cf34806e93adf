"""What is copied out of the proposal for other programs: plain words, and markup of its styles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from portfolio_app.domain.draft import Block, BlockKind, InlineKind, Table
from portfolio_app.domain.labels import Labels
from portfolio_app.domain.working_tables import shown

_LISTS = {BlockKind.BULLET: "ul", BlockKind.NUMBER: "ol"}


def as_text(blocks: Iterable[Block], labels: Labels) -> str:
    """Return blocks as lines of words; citations as they print now, tables by tabs."""
    return "\n".join(line for block in blocks for line in _lines(block, labels))


def as_markup(blocks: Iterable[Block], labels: Labels) -> str:
    """Return blocks as HTML without any look: headings, lists, quotations, tables."""
    parts: list[str] = []
    lists: list[str] = []  # that are open, the outermost first
    for block in blocks:
        wanted = block.level + 1 if block.kind in _LISTS else 0
        while len(lists) > wanted or (
            wanted and len(lists) == wanted and lists[-1] != _LISTS[block.kind]
        ):
            parts.append(f"</{lists.pop()}>")
        while len(lists) < wanted:
            lists.append(_LISTS[block.kind])
            parts.append(f"<{lists[-1]}>")
        parts.append(_markup(block, labels))
    parts += [f"</{each}>" for each in reversed(lists)]
    return "".join(parts)


def _lines(block: Block, labels: Labels) -> Iterator[str]:
    if block.table is not None:
        if block.table.caption:
            yield block.table.caption
        for row in _rows(block.table):
            yield "\t".join(row)
    elif block.figure is not None:
        yield from filter(None, (block.figure.caption,))
    else:
        sign = "\t" * block.level + "• " if block.kind is BlockKind.BULLET else ""
        yield sign + "".join(labels.of(each) for each in block.inlines)


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    made = shown(table)
    if any(made.columns):
        yield made.columns
    yield from made.rows


def _markup(block: Block, labels: Labels) -> str:
    if block.table is not None:
        caption = f"<caption>{escape(block.table.caption)}</caption>" if block.table.caption else ""
        heads = 1 if any(block.table.columns) else 0
        lines = []
        for number, row in enumerate(_rows(block.table)):
            tag = "th" if number < heads else "td"
            lines.append("".join(f"<{tag}>{escape(each)}</{tag}>" for each in row))
        return f"<table>{caption}{''.join(f'<tr>{each}</tr>' for each in lines)}</table>"
    if block.figure is not None:
        return f"<p>{escape(block.figure.caption)}</p>" if block.figure.caption else ""
    words = ""
    for each in block.inlines:
        said = escape(labels.of(each))
        if each.kind is InlineKind.WORDS and each.emphasis:
            said = f"<em>{said}</em>"
        if each.kind is InlineKind.WORDS and each.strong:
            said = f"<strong>{said}</strong>"
        words += said
    tag = {BlockKind.QUOTE: "blockquote", BlockKind.BODY: "p"}.get(block.kind, "li")
    if block.kind.level:
        tag = f"h{block.kind.level}"
    return f"<{tag}>{words}</{tag}>"
