"""What counts as body text, which is not written before the twelve weeks (decisions D10).

Headings, tables, figures, and citations wherever they stand, are made at any time.
"""

from __future__ import annotations

from collections.abc import Iterable

from portfolio_app.domain.draft import Block, BlockKind, InlineKind

_WRITTEN = (InlineKind.WORDS, InlineKind.NOTE)


def takes_body_text(kind: BlockKind) -> bool:
    """Whether words of such a block are body text: paragraphs, quotations and lists."""
    return kind.is_text and not kind.level


def letters_of(block: Block) -> int:
    """Return how many letters of body text a block holds: without spaces, with its footnotes."""
    if not takes_body_text(block.kind):
        return 0
    texts = (each.text for each in block.inlines if each.kind in _WRITTEN)
    return sum(len("".join(text.split())) for text in texts)


def has_body_text(blocks: Iterable[Block]) -> bool:
    """Whether any of them holds body text."""
    return any(letters_of(each) for each in blocks)
