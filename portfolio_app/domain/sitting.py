"""A sitting of rehearsal: its parts, their minutes, and a clock that can be paused.

Time comes in from outside (seconds of a clock that never goes back), so nothing here waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.decks import Question


class RunKind(StrEnum):
    """What is practised in one sitting."""

    CARDS = "cards"  # a deck, question by question, without an end
    DISCUSSION = "discussion"
    PRESENTATION = "presentation"  # present, then questions
    BOTH = "both"  # the presentation with its questions, then the discussion


@dataclass(frozen=True, slots=True)
class Numbers:
    """How long the discussion is and how many questions are asked at least, with the source."""

    minutes: int
    questions: int
    source: str
    confirmed: bool
    seconds_each: int  # what is practised for one question


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sitting. ``minutes`` 0: no end. Without questions: one speaks (presents).

    ``least`` is the fewest questions that are asked, ``seconds_each`` the time to practise one.
    """

    title: str
    minutes: int
    questions: tuple[Question, ...] = ()
    least: int = 0
    seconds_each: int = 0


class Stopwatch:
    """Counts seconds while it runs. ``now`` is a monotonic time in seconds."""

    def __init__(self) -> None:
        self._done = 0.0
        self._since: float | None = None

    @property
    def is_running(self) -> bool:
        """Whether it counts now."""
        return self._since is not None

    def start(self, now: float) -> None:
        """Go on; nothing happens while it runs."""
        if self._since is None:
            self._since = now

    def pause(self, now: float) -> None:
        """Stand still."""
        self._done, self._since = self.spent(now), None

    def reset(self) -> None:
        """Stand still at nothing."""
        self._done, self._since = 0.0, None

    def spent(self, now: float) -> float:
        """Return the seconds that ran so far."""
        return self._done + (max(now - self._since, 0.0) if self._since is not None else 0.0)


class Sitting:
    """Where a run has got to: part by part, question by question. One clock for each part."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self.part_index = 0
        self.index = 0  # of the question within the part
        self.clock = Stopwatch()  # of the part
        self.done: list[tuple[str, float]] = []  # parts that are over: title and seconds

    @property
    def part(self) -> Part:
        """The part that is on."""
        return self.parts[self.part_index]

    @property
    def question(self) -> Question | None:
        """The question that is on; None while one presents, and when all were asked."""
        asked = self.part.questions
        return asked[self.index] if self.index < len(asked) else None

    @property
    def is_last_part(self) -> bool:
        """Whether nothing comes after this part."""
        return self.part_index + 1 >= len(self.parts)

    def left(self, now: float) -> float | None:
        """Return the seconds left of the part, below 0 when it is over; None without an end."""
        return self.part.minutes * 60 - self.clock.spent(now) if self.part.minutes else None

    def next_question(self) -> bool:
        """Go on to the next question; False when all of the part were asked."""
        if self.index < len(self.part.questions):
            self.index += 1
        return self.question is not None

    def next_part(self, now: float) -> bool:
        """Go on to the next part, its clock running if this one's ran; False when there is none."""
        ran = self.clock.is_running
        self.done.append((self.part.title, self.clock.spent(now)))
        if self.is_last_part:
            self.clock.pause(now)
            return False
        self.part_index, self.index, self.clock = self.part_index + 1, 0, Stopwatch()
        if ran:
            self.clock.start(now)
        return True
