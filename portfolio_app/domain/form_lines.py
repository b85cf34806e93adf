"""What a record to sign is made of: titled words, ticks, questions, and the parties who sign.

Review record, manager's page, employer's declaration, sharing agreement and project agreement are
all forms of such lines. Each party has fields of their own in the one form: it can go round, signed
by one after the other, or each signs a copy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MOST_LINES = 60
MOST_PARTIES = 6
LONGEST_LINE_TITLE = 160  # characters
MOST_LINE_WORDS = 400
MOST_ASKED_WORDS = 120  # of a statement to tick or a question: it stands on one page
_TICKED = frozenset({"yes", "on", "true", "1", "x"})
_OF_PARTY = re.compile(r"p([2-9])-(.+)")


class LineKind(StrEnum):
    """What a line of a record is."""

    SAID = "said"  # the apprentice's own words, fixed
    TICK = "tick"  # a statement that a party ticks
    WORDS = "words"  # a question that a party answers in words


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line: ``text`` is what is said, stated or asked; ``title`` stands above it, for SAID.

    ``party`` counts from 1, 0 for all: who ticks or answers. ``must``: a tick without which what
    came back is not whole; a question may stay open unless it is a ``must``.
    """

    kind: LineKind
    text: str
    title: str = ""
    party: int = 0
    must: bool = True

    def is_for(self, party: int) -> bool:
        """Whether a party (from 1) is asked this."""
        return self.kind is not LineKind.SAID and self.party in (0, party)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who is asked to sign, as the request keeps it: a ``role`` as the programme calls it.

    ``witness_uid`` is of the register, "" for the apprentice (``is_me``). ``must_sign``: without
    their signature the record is not whole.
    """

    role: str
    witness_uid: str = ""
    is_me: bool = False
    must_sign: bool = True


@dataclass(frozen=True, slots=True)
class FormParty:
    """A party as the form names them; the fields of the first one have the plain names."""

    role: str
    name: str = ""
    job_title: str = ""
    organisation: str = ""
    relationship: str = ""
    is_me: bool = False
    must_sign: bool = True

    @property
    def words(self) -> str:
        """Role and name: "Line manager: R. Example"."""
        return f"{self.role}: {self.name}" if self.role and self.name else self.role or self.name


def line_field(number: int) -> str:
    """Return the name of the field of a line counted from 1, for the first party."""
    return f"line.{number}"


def of_party(name: str, party: int) -> str:
    """Return what a field is called for a party counted from 1.

    No field's last partial name is another's whole name: some programs fill every field that has
    the partial name they look for.
    """
    return name if party <= 1 else f"p{party}-{name}"


def party_of(name: str) -> tuple[int, str]:
    """Return whose a field is, counted from 1, and what it is called for the first party."""
    found = _OF_PARTY.fullmatch(name)
    return (int(found[1]), found[2]) if found else (1, name)


def is_ticked(value: str) -> bool:
    """Whether what a tick box holds means that it is ticked."""
    return value.strip().casefold() in _TICKED
