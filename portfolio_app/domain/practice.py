"""Rehearsal: questions that were practised and how they went. Private, never exported."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Rating(IntEnum):
    """How an answer went, by the person's own judgement; 0 while not rated."""

    NOT_RATED = 0
    WELL = 1
    NEARLY = 2
    AGAIN = 3


@dataclass(frozen=True, slots=True)
class Practised:
    """One practised question. ``seconds`` spoken, ``practised_at`` an instant (UTC).

    ``run_uid`` is the same for all questions of one run, "" for a single card.
    """

    uid: str
    question: str
    ksb_uid: str = ""
    rating: Rating = Rating.NOT_RATED
    seconds: int = 0
    practised_at: str = ""
    run_uid: str = ""
