"""Words that a machine read off a picture of a page, and where they stand on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadWord:
    """One word: its box (page space points), the number of its line on the page, how sure (0-100).

    Words come in reading order; ``line`` grows by one from line to line.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    line: int
    sure: float = 0.0


@dataclass(frozen=True, slots=True)
class ReadPage:
    """The words of one page; ``index`` counts from 0."""

    index: int
    words: tuple[ReadWord, ...]
