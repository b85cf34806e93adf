"""Sections that change places with all in them."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio_app.domain.draft import Block, Section, sections


def moved(
    blocks: tuple[Block, ...], heading_uid: str, by: int
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the blocks that change places when a section moves by so many: before, and after.

    Both are empty when it cannot move so far. What stands before the first heading stays there.
    """
    parts = list(sections(blocks))
    at = next((n for n, each in enumerate(parts) if _uid(each) == heading_uid), None)
    lowest = 1 if parts and parts[0].heading is None else 0
    if at is None or not lowest <= at + by < len(parts) or not by:
        return (), ()
    low, high = min(at, at + by), max(at, at + by) + 1
    before = _all(parts[low:high])
    parts.insert(at + by, parts.pop(at))
    return before, _all(parts[low:high])


def _uid(section: Section) -> str | None:
    return section.heading.uid if section.heading is not None else None


def _all(parts: Sequence[Section]) -> tuple[Block, ...]:
    return tuple(
        each for part in parts for each in (part.heading, *part.blocks) if each is not None
    )
