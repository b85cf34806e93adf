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
    """One finding: its weight, the rule behind it, what it concerns, and a plain sentence.

    ``about`` is what the person calls it (an E-number, a KSB's code), ``about_uid`` the item or KSB
    itself, ``page`` a page of the item counted from 1, 0 for none. ``source`` says where the rule
    comes from and how sure it is. ``stops``: no build, not even a draft, while it holds.
    ``accepted`` is the person's reason for leaving it as it is, where ``may_accept``. ``detail``
    tells apart findings of one rule about one thing, and changes with what was found: what was
    accepted then has to be looked at again. It is not shown.
    """

    level: Level
    rule: str
    about: str
    message: str
    about_uid: str = ""
    page: int = 0
    source: str = ""
    stops: bool = False
    may_accept: bool = False
    accepted: str = ""
    detail: str = ""

    @property
    def key(self) -> str:
        """A name that stays the same for the same finding about the same thing."""
        key = f"{self.rule}:{self.about_uid or self.about}"
        return f"{key}:{self.detail}" if self.detail else key


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
