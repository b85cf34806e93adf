"""What came back for a record, party by party: each with a signature word of their own.

Several files may come back for one form: it went round, or everybody signed a copy. Of each party
the file counts in which they signed what the form says now; nobody's signature covers for another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portfolio_app.domain import forms
from portfolio_app.domain.days import day_words
from portfolio_app.domain.form_lines import (
    FormLine,
    FormParty,
    LineKind,
    is_ticked,
    line_field,
    of_party,
)
from portfolio_app.domain.forms import FormContent, FormKind
from portfolio_app.domain.observation import (
    SIGNATURE_RULES,
    Arrival,
    ArrivalState,
    Observation,
    ObservationState,
    Outcome,
    PartyWord,
    SignatureKind,
)
from portfolio_app.domain.plausible import day_in

NOT_SIGNED = "Not signed"
NOTHING_BACK = "Nothing has come back"
TO_CHECK = "Came back, not checked yet"


class Stage(StrEnum):
    """How far a party's answer has come."""

    DRAFT = "draft"  # no form was sent
    ASKED = "asked"  # sent; nothing of theirs came back
    TO_CHECK = "to-check"  # a file came back that was not checked yet
    CAME = "came"  # came back and was checked
    KEPT = "kept"  # and is kept beside the row


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What a party said to a line; ``number`` counts the form's lines from 1.

    ``value`` is "yes" or "" for a tick, their words for a question.
    """

    number: int
    line: FormLine
    value: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a line that must be answered is not."""
        return self.line.must and not self.value.strip()


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """One party of one record. ``party`` counts from 1.

    ``given_name`` is the name on the form, ``signed_on`` a day (YYYY-MM-DD) or "".
    ``signature_words`` are what is said of their signature, never more than the file shows.
    ``why`` says, line by line, what keeps the file from counting: changed, another version.
    ``note`` says that another file with their signature answers otherwise, or is "".
    """

    observation_uid: str
    ref: str
    kind: FormKind
    party: int
    asked: FormParty
    stage: Stage
    signature: SignatureKind = SignatureKind.MISSING
    signature_words: str = NOTHING_BACK
    given_name: str = ""
    signed_on: str = ""
    lines: tuple[LineAnswer, ...] = ()
    arrival_uid: str = ""
    arrived_at: str = ""
    version: int = 0
    is_newest: bool = True
    is_incomplete: bool = False
    why: tuple[str, ...] = ()
    note: str = ""

    @property
    def role(self) -> str:
        """Their role, as the programme calls it."""
        return self.asked.role

    @property
    def words(self) -> str:
        """The signature word with what keeps it from counting: "Typed name, on version 1"."""
        told = self.signature_words
        if self.signature.is_signed and not self.is_newest:
            told = f"{told}, on version {self.version}"
        if self.signature.is_signed and self.why:
            told = f"{told}, but the file is not as it was sent"
        return told

    @property
    def is_signed(self) -> bool:
        """Whether they signed what the form says now, in a file that was found unchanged."""
        return (
            self.stage in (Stage.CAME, Stage.KEPT)
            and self.signature.is_signed
            and self.is_newest
            and not self.why
        )

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing of theirs, as far as they have to sign and to tick.

        It is checked and kept beside the row, not marked incomplete.
        """
        is_there = self.stage is Stage.KEPT and not self.is_incomplete and not self.why
        return (
            is_there
            and self.is_newest
            and (self.is_signed or not self.asked.must_sign)
            and not any(each.is_open for each in self.lines)
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One record that was asked for, with what every party answered so far, in their order."""

    observation: Observation
    parties: tuple[PartyAnswer, ...] = ()

    @property
    def content(self) -> FormContent | None:
        """What the newest form says, None while none was made."""
        newest = self.observation.newest
        return newest.content if newest else None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing of anybody."""
        return bool(self.parties) and all(each.is_whole for each in self.parties)

    @property
    def is_live(self) -> bool:
        """Whether it was not withdrawn."""
        return self.observation.state is not ObservationState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class _Found:
    arrival: Arrival
    version: int
    is_newest: bool
    word: PartyWord | None
    has_answers: bool
    why: tuple[str, ...]

    @property
    def rank(self) -> tuple[bool, ...]:
        signed = self.word is not None and self.word.signature.is_signed
        is_kept = self.arrival.state in (ArrivalState.ATTACHED, ArrivalState.INCOMPLETE)
        return (
            signed and self.is_newest and not self.why,
            signed,
            self.has_answers,
            self.word is not None,
            is_kept,
        )


def record(
    observation: Observation,
    answers: Mapping[str, Mapping[str, str]],
    hindering: frozenset[str],
    asked: Sequence[FormParty],
) -> Record:
    """Return what came back for a request, party by party.

    ``answers`` are those of each file that came back, by its uid and the field's name;
    ``hindering`` the rules of a check report because of which a file does not count; ``asked`` are
    the parties while no form is made.
    """
    newest = observation.newest
    parties = newest.content.parties if newest else tuple(asked)
    lines = newest.content.lines if newest else observation.asked.lines
    made = []
    for number, party in enumerate(parties, 1):
        found = _of_party(observation, number, lines, answers, hindering)
        one = _answer(observation, number, party, lines, found, answers)
        made.append(replace(one, note=_otherwise(observation, one, answers)))
    return Record(observation, tuple(made))


def _of_party(
    observation: Observation,
    number: int,
    lines: Sequence[FormLine],
    answers: Mapping[str, Mapping[str, str]],
    hindering: frozenset[str],
) -> _Found | None:
    """Return the file in which a party's answer stands: the last of those that say most."""
    newest = observation.newest
    best: _Found | None = None
    for arrival in observation.arrivals:
        request = next((e for e in observation.requests if e.uid == arrival.request_uid), None)
        if request is None or newest is None:
            continue
        told = answers.get(arrival.uid, {})
        one = _Found(
            arrival,
            request.version,
            request.version == newest.version,
            next((each for each in arrival.parties if each.party == number), None),
            any(told.get(each, "").strip() for each in party_fields(number, lines)),
            tuple(
                row.message
                for row in arrival.report
                if row.outcome is Outcome.WRONG and row.rule in hindering
            ),
        )
        if best is None or one.rank >= best.rank:
            best = one
    return best


def _otherwise(
    observation: Observation, one: PartyAnswer, answers: Mapping[str, Mapping[str, str]]
) -> str:
    """Say that an earlier file of the same form, signed by the same party, answers otherwise."""
    if not one.signature.is_signed or not one.lines:
        return ""
    for arrival in observation.arrivals:
        word = next((each for each in arrival.parties if each.party == one.party), None)
        if arrival.uid == one.arrival_uid or word is None or not word.signature.is_signed:
            continue
        told = answers.get(arrival.uid, {})
        was = [
            _value(each.line, told.get(of_party(line_field(each.number), one.party), ""))
            for each in one.lines
        ]
        if was != [each.value for each in one.lines]:
            when = day_words(arrival.arrived_at[:10])
            return f"The file that came back on {when} has another answer of theirs."
    return ""


def awaited(observation: Observation) -> tuple[str, ...]:
    """Return the roles of those who have to sign a record that went out, and have not yet."""
    newest = observation.newest
    if newest is None or not observation.kind.is_record:
        return ()
    signed = {
        word.party
        for arrival in observation.arrivals
        if arrival.request_uid == newest.uid and not _is_spoilt(arrival)
        for word in arrival.parties
        if word.signature.is_signed
    }
    return tuple(
        party.role
        for number, party in enumerate(newest.content.parties, 1)
        if party.must_sign and number not in signed
    )


def _is_spoilt(arrival: Arrival) -> bool:
    """Whether something but a missing signature is wrong with a file."""
    return any(
        row.outcome is Outcome.WRONG and row.rule not in SIGNATURE_RULES for row in arrival.report
    )


def signed_of(observation: Observation) -> str:
    """Return how many of those who must sign a record have, in words: "1 of 3 signed"."""
    newest = observation.newest
    asked = sum(party.must_sign for party in newest.content.parties) if newest else 0
    return f"{asked - len(awaited(observation))} of {asked} signed" if asked > 1 else ""


def party_fields(number: int, lines: Sequence[FormLine]) -> tuple[str, ...]:
    """Return the names of the fields in which a party (from 1) enters something of their own."""
    own = [forms.NAME, forms.SIGNED_ON, forms.TYPED_SIGNATURE]
    own += [line_field(n) for n, line in enumerate(lines, 1) if line.is_for(number)]
    return tuple(of_party(each, number) for each in own)


def _answer(
    observation: Observation,
    number: int,
    party: FormParty,
    lines: Sequence[FormLine],
    found: _Found | None,
    answers: Mapping[str, Mapping[str, str]],
) -> PartyAnswer:
    newest = observation.newest
    is_sent = newest is not None and bool(newest.sent_at)
    base = PartyAnswer(
        observation.uid, observation.ref, observation.kind, number, party,
        Stage.ASKED if is_sent else Stage.DRAFT,
        lines=_lines(number, lines, {}),
    )  # fmt: skip
    if found is None:
        return base
    arrival = found.arrival
    told = answers.get(arrival.uid, {})
    if found.word is None:
        stage, words = Stage.TO_CHECK, TO_CHECK
        signature = SignatureKind.MISSING
    else:
        stage, signature = Stage.CAME, found.word.signature
        words = found.word.words
        if signature is SignatureKind.MISSING and words == SignatureKind.MISSING.words():
            words = NOT_SIGNED
        if not (found.has_answers or signature is not SignatureKind.MISSING):
            return base  # somebody else's copy: nothing of this party stands in it
    is_kept = arrival.state in (ArrivalState.ATTACHED, ArrivalState.INCOMPLETE)
    return PartyAnswer(
        observation.uid, observation.ref, observation.kind, number, party,
        Stage.KEPT if is_kept and stage is Stage.CAME else stage,
        signature,
        words,
        _line(told.get(of_party(forms.NAME, number), "")),
        day_in(told.get(of_party(forms.SIGNED_ON, number), "")),
        _lines(number, lines, told),
        arrival.uid,
        arrival.arrived_at,
        found.version,
        found.is_newest,
        arrival.state is ArrivalState.INCOMPLETE,
        found.why,
    )  # fmt: skip


def _lines(
    number: int, lines: Sequence[FormLine], told: Mapping[str, str]
) -> tuple[LineAnswer, ...]:
    made = []
    for place, line in enumerate(lines, 1):
        if not line.is_for(number):
            continue
        value = told.get(of_party(line_field(place), number), "")
        made.append(LineAnswer(place, line, _value(line, value)))
    return tuple(made)


def _value(line: FormLine, told: str) -> str:
    if line.kind is LineKind.TICK:
        return "yes" if is_ticked(told) else ""
    return told.strip()


def _line(words: str) -> str:
    return " ".join(words.split())
