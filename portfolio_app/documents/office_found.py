"""What a reader of an Office format hands on: blocks, pictures, and what the pages do not show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from portfolio_app.domain.document import FoundHighlight, Holding
from portfolio_app.domain.simple import Block

MOST_PICTURES = 400
_MOST_BYTES = 160_000_000
_DETAIL = 200
MENDED = (
    "This file is damaged: only what could be read is shown. It has been kept whole. Ask for a "
    "fresh copy and add that."
)


@dataclass(slots=True)
class Found:
    """What was read. ``heading`` is its own first heading, None: look among the blocks.

    ``created`` and ``modified`` are days from the file's properties, or empty.

    ``notes`` are sentences for the person about what was left out; ``after`` are blocks that a
    page copy by another program does not have: the notes below slides.
    """

    blocks: list[Block] = field(default_factory=list)
    blobs: list[bytes] = field(default_factory=list)
    title: str = ""
    heading: str | None = None
    author: str = ""
    created: str = ""
    modified: str = ""
    holds: list[Holding] = field(default_factory=list)
    highlights: list[FoundHighlight] = field(default_factory=list)
    active: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    _picture_bytes: int = 0
    _known: dict[str, int] = field(default_factory=dict)

    def blob(self, key: str, data: bytes) -> int:
        """Keep a picture once and return its number; -1 when it is one too many."""
        if key in self._known:
            return self._known[key]
        if len(self.blobs) >= MOST_PICTURES or self._picture_bytes + len(data) > _MOST_BYTES:
            return -1
        self._picture_bytes += len(data)
        self.blobs.append(data)
        self._known[key] = len(self.blobs) - 1
        return self._known[key]

    def known_blob(self, key: str) -> int:
        """Return the number of a picture that was kept before, or -1."""
        return self._known.get(key, -1)

    def hold(self, what: str, count: int = 0, details: Iterable[str] = ()) -> None:
        """List something the pages do not show, if there is any of it."""
        told = in_short(details)
        if count or told:
            self.holds.append(Holding(what, count, told))


def in_short(details: Iterable[str]) -> str:
    """Return the most frequent of these words in order of first appearance, shortened."""
    counts = Counter(" ".join(each.split()) for each in details)
    told = ""
    for each in counts:
        if not each:
            continue
        each = each if len(each) <= 60 else each[:59].rstrip() + "…"
        longer = f"{told}, {each}" if told else each
        if len(longer) > _DETAIL:
            return told + " …"
        told = longer
    return told


def quoted(words: Iterable[str]) -> list[str]:
    """Return names in quotation marks, as they stand in a sentence."""
    return [f"“{each}”" for each in words if each.strip()]
