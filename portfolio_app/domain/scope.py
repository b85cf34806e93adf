"""The summary of the proposal's title and scope that the EPAO signs off at gateway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portfolio_app.domain.word_count import words_in

TITLE = "Proposal: title and scope"  # of its PDF, by which an earlier page is known


@dataclass(frozen=True, slots=True)
class ScopePart:
    """A part that is asked for. ``prompt`` is a question; ``lines`` is the height of its field."""

    id: str
    title: str
    prompt: str
    counted: bool
    lines: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What was typed: ``texts`` by the id of the part. ``agreed_on`` is a day, "" if not agreed.

    ``agreed_by`` is a name or a role at the employer, as typed.
    """

    texts: dict[str, str] = field(default_factory=dict)
    agreed_by: str = ""
    agreed_on: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed into any part."""
        return not any(each.strip() for each in self.texts.values())


@dataclass(frozen=True, slots=True)
class ScopeCount:
    """How many words were counted, in which parts, and how many are allowed (0: no limit)."""

    words: int
    limit: int
    by_part: dict[str, int]

    @property
    def over(self) -> int:
        """How many words are too many."""
        return max(self.words - self.limit, 0) if self.limit else 0


@dataclass(frozen=True, slots=True)
class ScopePage:
    """What is drawn on the page: all of it plain words. ``parts`` are (title, text).

    ``built`` is a UTC instant, ``built_words`` what is printed of it.
    """

    title: str
    parts: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    counted: str
    agreed: str
    built: str
    built_words: str


def parts_of(data: Mapping[str, Any]) -> tuple[ScopePart, ...]:
    """Return the parts that a data file (TOML, already parsed) names.

    Raises:
        ValueError: it names none, or one of them twice.
    """
    found = tuple(
        ScopePart(
            id=str(each["id"]),
            title=str(each["title"]),
            prompt=str(each.get("prompt", "")),
            counted=bool(each.get("counted", True)),
            lines=int(each.get("lines", 4)),
        )
        for each in data.get("parts", ())
    )
    if not found or len({each.id for each in found}) < len(found):
        raise ValueError("The parts of a scope are named once each, and there is at least one.")
    return found


def count(scope: Scope, parts: tuple[ScopePart, ...], limit: int) -> ScopeCount:
    """Count the words of the parts that count, as those of the proposal are counted."""
    by_part = {each.id: words_in(scope.texts.get(each.id, "")) for each in parts}
    words = sum(by_part[each.id] for each in parts if each.counted)
    return ScopeCount(words, limit, by_part)
