"""The numbers of headings, tables, figures and appendices: worked out, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase

from portfolio_app.domain.draft import Block, BlockKind, InlineKind


def numbers(blocks: Iterable[Block]) -> dict[str, str]:
    """Return what each numbered block is called when it is referred to, by its uid.

    "Section 2.1", "Table 2", "Figure 1", "Appendix A", and "Appendix A.1" for a heading 2 in it.
    """
    written, found = list(blocks), {}
    for block, number in _numbered(written):
        match block.kind:
            case BlockKind.TABLE:
                found[block.uid] = f"Table {number}"
            case BlockKind.FIGURE:
                found[block.uid] = f"Figure {number}"
            case _:
                appendix = number[0].isalpha()
                found[block.uid] = f"{'Appendix' if appendix else 'Section'} {number}"
    return {block.uid: found[block.uid] for block in written if block.uid in found}


def heading_numbers(blocks: Iterable[Block]) -> dict[str, str]:
    """Return the number that stands before each heading, by its uid: "2", "2.1", "A", "A.1"."""
    return {block.uid: number for block, number in _numbered(blocks) if block.kind.level}


def is_blank(block: Block) -> bool:
    """Whether a block of text shows nothing: no words but spaces, no citation, no note.

    Signs that nobody sees, as a zero width space, are no words either: they are not printed.
    """
    if not block.kind.is_text:
        return False
    return all(each.kind is InlineKind.WORDS and not _is_seen(each.text) for each in block.inlines)


def _is_seen(text: str) -> bool:
    return any(each.isprintable() and each not in " \ufffc" for each in text)


def _numbered(blocks: Iterable[Block]) -> Iterable[tuple[Block, str]]:
    """Yield each numbered block with its number, as word processors count.

    A heading without words is no heading yet and takes no number. A level that was left out counts
    as one that was there: a heading 2 before the first heading 1 is 1.1, and the heading 1 is then
    2 (Microsoft knowledge base Q110380; LibreOffice does the same). Tables and figures count
    through, appendices too, in the order in which they are printed: appendices last.
    """
    counts = [0, 0, 0]
    appendices = tables = figures = 0
    was_in_appendix = False
    for block, in_appendix in _as_printed(blocks):
        if in_appendix and not was_in_appendix:
            counts, was_in_appendix = [0, 0, 0], True
        if block.kind is BlockKind.TABLE:
            tables += 1
            yield block, str(tables)
        elif block.kind is BlockKind.FIGURE:
            figures += 1
            yield block, str(figures)
        elif block.kind.level and not is_blank(block):
            level = block.kind.level
            if not in_appendix:
                counts[level - 1] += 1
            elif level == 1:
                appendices += 1
            else:
                counts[level - 1] += 1
                appendices = appendices or 1
            counts[level:] = [0] * (3 - level)
            counts[: level - 1] = [each or 1 for each in counts[: level - 1]]
            first = _letters(appendices) if in_appendix else str(counts[0])
            yield block, ".".join([first, *(str(each) for each in counts[1:level])])


def _as_printed(blocks: Iterable[Block]) -> Iterable[tuple[Block, bool]]:
    """Yield the blocks in the order in which they are printed, and whether in an appendix."""
    body: list[Block] = []
    behind: list[Block] = []
    into = body
    for block in blocks:
        if block.kind.level == 1:
            into = behind if block.kind is BlockKind.APPENDIX else body
        into.append(block)
    yield from ((block, False) for block in body)
    yield from ((block, True) for block in behind)


def _letters(number: int) -> str:
    """Return 1 as "A", 26 as "Z", 27 as "AA"."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters
