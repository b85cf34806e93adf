"""Crib cards: the person's own prompts for one KSB. Private, never part of a submission."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.ksb import KsbKind

PROMPTS = 3
LONGEST_PROMPT = 140  # characters, as are all below
LONGEST_FIGURE = 90
FOOT = "Private. Not part of the submission. Check whether notes are allowed."
PRACTICE_ONLY = "Private. Not part of the submission. For practice only: no notes are allowed."


class CribLayout(StrEnum):
    """How crib cards are printed."""

    CARDS = "cards"  # A6, four to an A4 sheet, front and back
    SIDE = "side"  # a list on one side of A4
    SHEET = "sheet"  # a list on one A4 sheet, both sides

    @property
    def words(self) -> str:
        """What it is called."""
        return {
            "cards": "Cards, A6, four to a sheet",
            "side": "A list on one side of A4",
            "sheet": "A list on one A4 sheet, both sides",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Crib:
    """The person's own words on a card: at most three prompts and one figure or outcome."""

    prompts: tuple[str, ...] = ()
    figure: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.prompts) and not self.figure


@dataclass(frozen=True, slots=True)
class CribCard:
    """One card as it is printed. ``place`` is "Page 47 · E07", ``also`` further places.

    ``short`` is this project's or the list's short wording, ``text`` the statement; ``group`` the
    title of its theme or area. ``theory`` is what was read, as a card prints it.
    """

    code: str
    kind: KsbKind
    short: str
    text: str
    place: str
    also: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    figure: str = ""
    theory: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class CribPages:
    """Crib cards to be printed. ``built`` is a UTC instant (ISO 8601); ``foot`` is on every card.

    ``about`` says which bundle the pages are of.
    """

    layout: CribLayout
    cards: tuple[CribCard, ...]
    foot: str
    about: str
    standard: str
    apprentice: str
    built: str
    built_words: str
    app: str = ""
