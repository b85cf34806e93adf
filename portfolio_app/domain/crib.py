"""Crib cards: the person's own prompts for one KSB. Private, never part of a submission."""

from __future__ import annotations

from dataclasses import dataclass

PROMPTS = 3


@dataclass(frozen=True, slots=True)
class Crib:
    """The person's own words on a card: at most three prompts and one figure or outcome."""

    prompts: tuple[str, ...] = ()
    figure: str = ""
