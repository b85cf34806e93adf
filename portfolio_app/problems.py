"""What goes wrong, in words: a Problem is a finding to list, a PortfolioError a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from typing_extensions import override


class Level(StrEnum):
    """How much a finding weighs. Only ``MUST_FIX`` makes a command exit with 1."""

    MUST_FIX = "must-fix"
    SHOULD_CHECK = "should-check"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: its weight, the rule behind it, what it concerns, and a plain sentence."""

    level: Level
    rule: str
    about: str
    message: str


class PortfolioError(Exception):
    """Something the person can put right.

    The message says what happened and what is safe; ``hint`` says what to do next; ``code`` is a
    short stable word for programs (``"wrong-key"``, ``"damaged"``, ``"newer-version"`` …).
    """

    def __init__(self, message: str, *, hint: str = "", code: str = "refused") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code

    @override
    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()
