"""The outline that is offered: sections with their purposes and shares of the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.draft import Block, BlockKind, Inline

_ROUND = 10  # targets are round numbers: they are hints


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A section of the outline. ``share`` is its part of all words, in hundredths."""

    title: str
    purpose: str
    share: int = 0
    is_appendix: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """All sections in order, where they come from, and what to check them against."""

    sections: tuple[OutlineSection, ...]
    source: str
    confirmed: bool
    note: str

    @property
    def source_line(self) -> str:
        """Where it comes from and how sure that is."""
        sure = "" if self.confirmed else " Not confirmed."
        return f"{self.source}.{sure} {self.note}".strip()


def outline_of(data: Mapping[str, Any]) -> Outline:
    """Return the outline that data (TOML, already parsed) describes.

    Raises:
        ValueError: the data is of another schema.
    """
    if data.get("schema") != 1:
        raise ValueError("The outline is of a schema this version of the app can't read.")
    return Outline(
        tuple(
            OutlineSection(
                each["title"], each["purpose"], int(each.get("share", 0)), name == "appendices"
            )
            for name in ("sections", "appendices")
            for each in data.get(name, ())
        ),
        str(data.get("source", "")),
        bool(data.get("confirmed", False)),
        str(data.get("note", "")),
    )


def targets(outline: Outline, words: int) -> tuple[int, ...]:
    """Return each section's target for a proposal of so many words; they add up to it."""
    shares = [0 if each.is_appendix else each.share for each in outline.sections]
    whole = sum(shares)
    if not whole or words <= 0:
        return (0,) * len(shares)
    found = [round(words * share / whole / _ROUND) * _ROUND for share in shares]
    longest = max(range(len(shares)), key=lambda place: shares[place])
    found[longest] += words - sum(found)
    return tuple(found)


def missing(outline: Outline, blocks: Sequence[Block]) -> tuple[OutlineSection, ...]:
    """Return the sections whose titles no heading has yet."""
    there = {_key(each.text) for each in blocks if each.kind.level}
    return tuple(each for each in outline.sections if _key(each.title) not in there)


def begun(section: OutlineSection, uid: str, target: int) -> Block:
    """Return the heading that begins a section of the outline."""
    kind = BlockKind.APPENDIX if section.is_appendix else BlockKind.HEADING_1
    return Block(uid, kind, (Inline(text=section.title),), target=target, purpose=section.purpose)


def _key(title: str) -> str:
    return " ".join(title.casefold().split())
