"""What was found on pages: numbers and addresses, listed names, markings."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.markings import Marking
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.personal import Whose


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A number or an address on a page: index from 0, code points ``start`` to ``end``.

    ``key`` is how it is compared (patterns.canonical), ``whose`` whose it is likely to be.
    """

    pattern: Pattern
    page_index: int
    start: int
    end: int
    words: str
    key: str
    whose: Whose


@dataclass(frozen=True, slots=True)
class NameHit:
    """A listed name on a page: index from 0, code points ``start`` to ``end``."""

    page_index: int
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class MarkingHit:
    """A marking on a page: index from 0, code points ``start`` to ``end``."""

    marking: Marking
    page_index: int
    start: int
    end: int
    is_mention: bool


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was found on the pages of one rendition; numbers and addresses of offices apart."""

    pages: int
    numbers: tuple[NumberHit, ...]
    markings: tuple[MarkingHit, ...]
