"""Lines of a check report about a record: what each party answered, and how each one signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from portfolio_app.domain import forms
from portfolio_app.domain.form_lines import FormParty, LineKind, is_ticked, line_field
from portfolio_app.domain.observation import CheckRow, Outcome, PartyWord, SignatureKind
from portfolio_app.domain.party_words import by_party
from portfolio_app.services.report_of_answers import day_beside
from portfolio_app.services.return_case import (
    CANNOT_BE_CHECKED,
    MOST_DETAILS,
    Case,
    is_name_of,
    listed,
    same_person,
    short,
)

FINE, LOOK, WRONG, NOTE = Outcome.FINE, Outcome.LOOK, Outcome.WRONG, Outcome.NOTE


def parties(case: Case) -> Iterator[CheckRow]:
    """Say of each party what they answered and how they signed; nothing of other forms."""
    if not case.content.kind.is_record:
        return
    is_anybody = any(each.signature.is_signed for each in case.party_words)
    is_one = len(case.content.parties) == 1
    must = any(each.must_sign for each in case.content.parties)
    if not (is_one or is_anybody or case.is_written) and must:
        words = "Nobody has said yet whether this picture shows a signature."
        told = words if case.is_unread else "Nobody signed this file."
        yield CheckRow("signature", WRONG, told, (_KEPT,))
    for word in case.party_words:
        party = case.content.parties[word.party - 1]
        answers = by_party(case.answers, word.party)
        whose = "" if is_one else f"{party.role}: "
        is_empty = not any(value.strip() for value in answers.values())
        if not is_one and is_empty and word.signature is SignatureKind.MISSING:
            if word.words == CANNOT_BE_CHECKED:
                yield from _signature(case, word, party, whose, is_anybody=is_anybody)
            else:
                yield CheckRow("party", NOTE, f"{whose}nothing in this file")
            continue
        if not case.is_written:
            yield from _name(case, answers, party, whose)
        yield from _lines(case, answers, word.party, whose)
        yield from _day(case, answers, word, whose)
        yield from _signature(case, word, party, whose, is_anybody=is_anybody)


_KEPT = (
    "What it says has been read and kept. Send it back for signing, or keep it marked incomplete."
)


def _name(
    case: Case, answers: Mapping[str, str], party: FormParty, whose: str
) -> Iterator[CheckRow]:
    name = _line(answers.get(forms.NAME, ""))
    title = _line(answers.get(forms.JOB_TITLE, ""))
    if not name:
        told = "name not read yet" if case.is_unread else "no name is given"
        rule = "observer-unread" if case.is_unread else "observer"
        yield CheckRow(rule, LOOK, _begun(f"{whose}{told}"))
    elif is_name_of(name, case.details.name) and not party.is_me:
        yield CheckRow("observer-name", WRONG, _begun(f"{whose}the name given is yours."))
    elif party.name and not same_person(name, party.name):
        yield CheckRow(
            "observer-name", LOOK,
            _begun(f"{whose}you asked {party.name}; the form gives the name {name}."),
        )  # fmt: skip
    else:
        yield CheckRow("observer", FINE, _begun(f"{whose}{_told(name, title)}"))


def _lines(case: Case, answers: Mapping[str, str], party: int, whose: str) -> Iterator[CheckRow]:
    asked = [
        (line, answers.get(line_field(number), ""))
        for number, line in enumerate(case.content.lines, 1)
        if line.is_for(party)
    ]
    ticks = [(line, is_ticked(value)) for line, value in asked if line.kind is LineKind.TICK]
    if ticks and case.is_unread:
        yield CheckRow("declarations-unread", LOOK, _begun(f"{whose}ticks not read yet"))
    elif ticks:
        left = [f"“{short(line.text)}”" for line, is_on in ticks if not is_on]
        done = [f"“{short(line.text)}”" for line, is_on in ticks if is_on]
        must = any(line.must and not is_on for line, is_on in ticks)
        many = len(ticks)
        if left:
            told = f"not ticked: {listed(left)}" if len(left) < 3 else (
                f"{len(done)} of {many} statements ticked"
            )  # fmt: skip
            details = tuple(f"Not ticked: {each}" for each in left[:MOST_DETAILS])
            rule = "declarations" if must else "choices"
            yield CheckRow(rule, LOOK if must else NOTE, _begun(f"{whose}{told}"), details)
        else:
            told = f"{many} of {many} statements ticked"
            yield CheckRow("declarations", FINE, _begun(f"{whose}{told}"), tuple(done))
    for line, value in asked:
        if line.kind is LineKind.WORDS and value.strip():
            yield CheckRow("question", NOTE, _begun(f"{whose}{short(line.text)}"), (value.strip(),))
        elif line.kind is LineKind.WORDS and line.must:
            told = f"no answer to “{short(line.text)}”"
            yield CheckRow("question", LOOK, _begun(f"{whose}{told}"))


def _day(case: Case, answers: Mapping[str, str], word: PartyWord, whose: str) -> Iterator[CheckRow]:
    typed = _line(answers.get(forms.SIGNED_ON, ""))
    if typed:
        yield from day_beside(case, typed, whose)
    elif word.signature.is_signed:
        yield CheckRow("signed-on", LOOK, _begun(f"{whose}no date beside the signature"))


def _signature(
    case: Case, word: PartyWord, party: FormParty, whose: str, *, is_anybody: bool
) -> Iterator[CheckRow]:
    kind = word.signature
    if word.words == CANNOT_BE_CHECKED:
        told = _begun(f"{whose}the signature can't be checked.")
        yield CheckRow("signature", WRONG, told, word.reasons)
    elif kind is SignatureKind.VERIFIED:
        yield CheckRow("signature", FINE, _begun(f"{whose}signature: {word.words}"))
    elif kind is not SignatureKind.MISSING:
        yield CheckRow("signature", NOTE, _begun(f"{whose}signature: {word.words}"), word.reasons)
    elif not party.must_sign:
        yield CheckRow("signature", NOTE, _begun(f"{whose}not signed: it doesn't have to be."))
    elif case.is_unread and not is_anybody:
        told = "Nobody has said yet whether this picture shows a signature."
        yield CheckRow("signature", WRONG, told, word.reasons)
    else:
        told = f"{whose}not signed in this file" if whose else "There's no signature on this form."
        outcome = LOOK if is_anybody else WRONG
        yield CheckRow("signature", outcome, told, (_KEPT, *word.reasons))


def _told(name: str, title: str) -> str:
    return ", ".join(each for each in (name, title) if each)


def _line(words: str) -> str:
    return " ".join(words.split())


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
