"""What a check report is made of, and how its lines say days and lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portfolio_app.domain import forms
from portfolio_app.domain.days import day_words
from portfolio_app.domain.form_lines import is_ticked
from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.names import folded
from portfolio_app.domain.observation import (
    CheckRow,
    Observation,
    PartyWord,
    Request,
    SignatureKind,
)
from portfolio_app.domain.portfolio import Details
from portfolio_app.domain.returned import Returned
from portfolio_app.domain.witness import Witness
from portfolio_app.store.queries.arrivals import Held

CANNOT_BE_CHECKED = "Cannot be checked"  # in place of a signature word
MOST_DETAILS = 12


@dataclass(frozen=True, slots=True)
class Case:
    """All that a report is made of. ``answers`` by field name, those read by eye included.

    ``own`` and ``others`` are texts to compare words with, by what they are called: the
    apprentice's own, and those of other observers. ``certificates`` are lines about certificates
    that are to be looked at, with what each comes to. ``arrived_on`` is a day. ``party_words`` and
    ``party_emails`` are of a record: for each party.
    """

    held: Held
    observation: Observation
    request: Request
    returned: Returned
    answers: Mapping[str, str]
    details: Details
    portfolio_id: str
    witness: Witness | None
    signature: SignatureKind
    signature_words: str
    arrived_on: str
    own: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    certificates: Sequence[CheckRow] = ()
    signature_reasons: tuple[str, ...] = ()
    party_words: tuple[PartyWord, ...] = ()
    party_emails: tuple[str, ...] = ()

    @property
    def content(self) -> FormContent:
        """What the form said that came back, as it was sent."""
        return self.request.content

    @property
    def is_unread(self) -> bool:
        """Whether it is a picture of which nobody said yet what is on it."""
        return self.returned.is_picture and not self.held.by_eye

    @property
    def is_written(self) -> bool:
        """Whether it is a reply written in a mail."""
        return bool(self.held.written)

    @property
    def account(self) -> str:
        """The observer's own words."""
        told = [self.answers.get(name, "") for name in forms.OBSERVERS_WORDS]
        told += [self.answers.get(forms.DEVELOPMENT, ""), self.held.written]
        return "\n\n".join(each.strip() for each in told if each.strip())

    def answer(self, name: str) -> str:
        """Return an answer, closed up; "" when there is none."""
        return " ".join(self.answers.get(name, "").split())

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return is_ticked(self.answer(name))


def same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's: more than one word in common, or all of one."""
    ours, theirs = set(folded(one).split()), set(folded(other).split())
    return bool(ours & theirs) and (ours <= theirs or theirs <= ours or len(ours & theirs) > 1)


def is_name_of(name: str, known: str) -> bool:
    """Whether a name is that of somebody who is known, whatever the order of its words."""
    words = sorted(folded(name).replace(",", " ").split())
    return bool(words) and words == sorted(folded(known).split())


def moment_words(instant: str) -> str:
    """Return an instant as people say it: "4 December 2025, 10:02"."""
    try:
        day = day_words(instant[:10])
    except ValueError:
        return instant
    return f"{day}, {instant[11:16]}" if len(instant) >= 16 else day


def short(words: str, most: int = 80) -> str:
    """Return words on one line, cut after so many characters."""
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[:most]}…"


def listed(words: Sequence[str]) -> str:
    """Return a list as people say it: "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
