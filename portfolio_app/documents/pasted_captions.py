"""Captions in what was pasted: known as such, and moved into the table or picture beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from portfolio_app.domain.draft import Block, BlockKind, InlineKind

CAPTION = re.compile(
    r"^(table|figure|fig\.?|chart|exhibit|picture)\s+[0-9A-Z]{0,3}(?:[.-][0-9]{1,3})?\s*[:.–—-]?\s+",
    re.IGNORECASE,
)
_TYPED_CAPTION = re.compile(r"^(table|figure|fig\.?)\s+[0-9]{1,3}\s*[:.–—-]\s+\S", re.IGNORECASE)
_LONGEST_CAPTION = 250  # characters; a longer one is a paragraph


def typed_captions(blocks: list[Block]) -> dict[int, str]:
    """Return paragraphs that name themselves as captions ("Table 1: …") beside what they name."""
    found: dict[int, str] = {}
    for at, block in enumerate(blocks):
        if block.kind is not BlockKind.BODY or len(block.text) > _LONGEST_CAPTION:
            continue
        named = _TYPED_CAPTION.match(block.text)
        if named and any(each.kind is not InlineKind.WORDS for each in block.inlines):
            continue
        for beside in (at - 1, at + 1):
            if named and 0 <= beside < len(blocks):
                is_table = named.group(1).lower() == "table"
                if (blocks[beside].table if is_table else blocks[beside].figure) is not None:
                    found[at] = block.text
    return found


def with_captions(blocks: list[Block], captions: Mapping[int, str]) -> list[Block]:
    """Return blocks with captions moved into the table or picture beside them."""
    made: list[Block | None] = list(blocks)
    for at, text in captions.items():
        named = CAPTION.match(text)
        is_table = named is not None and named.group(1).lower() == "table"
        for beside in (at + 1, at - 1) if is_table else (at - 1, at + 1):
            block = made[beside] if 0 <= beside < len(made) else None
            words = CAPTION.sub("", text)
            if block is not None and block.table is not None and not block.table.caption:
                made[beside] = replace(block, table=replace(block.table, caption=words))
            elif block is not None and block.figure is not None and not block.figure.caption:
                made[beside] = replace(block, figure=replace(block.figure, caption=words))
            else:
                continue
            made[at] = None
            break
    return [each for each in made if each is not None]
