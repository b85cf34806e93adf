"""What an observer enters into a form, what is still to do before it is signed, and its checksum.

Answers are a mapping of a field's name (``domain.forms``) to its value: words, the value of an enum
for buttons, "yes" for a tick. What is not answered is not in it, or empty.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from portfolio_app.domain import forms
from portfolio_app.domain.form_lines import LineKind, line_field, of_party
from portfolio_app.domain.forms import FormContent, FormKind

TICKED = "yes"
_NAMED = 8  # words of a statement that is still to be ticked
MOST_STROKES, MOST_POINTS = 400, 20_000  # of a drawn signature, points of all its strokes

Stroke = tuple[tuple[float, float], ...]
Answers = Mapping[str, str]


class SignedBy(StrEnum):
    """How a form is signed in the observer's window."""

    DRAWN = "drawn"
    TYPED = "typed"
    PICTURE = "picture"
    CERTIFICATE = "certificate"

    @property
    def words(self) -> str:
        """The words on its tab."""
        return {
            "drawn": "Draw",
            "typed": "Type",
            "picture": "Picture",
            "certificate": "Certificate",
        }[self.value]

    @property
    def noun(self) -> str:
        """What such a signature is called once it was given."""
        return {
            "drawn": "drawn signature",
            "typed": "typed name",
            "picture": "picture of a signature",
            "certificate": "digital certificate",
        }[self.value]


@dataclass(frozen=True, slots=True)
class SignatureGiven:
    """A signature as it was given.

    ``typed`` is the full name for TYPED. ``strokes`` are for DRAWN: points as shares of the
    signature box, x from its left and y from its top, 0.0 to 1.0. The picture of PICTURE and the
    certificate of CERTIFICATE travel beside it, as bytes.
    """

    by: SignedBy
    typed: str = ""
    strokes: tuple[Stroke, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether there is anything to put into the box; what travels beside it is not known."""
        if self.by is SignedBy.TYPED:
            return bool(self.typed.strip())
        return self.by is not SignedBy.DRAWN or any(len(each) > 1 for each in self.strokes)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something still to do: ``field`` is where. One that ``stops`` has to be done to sign."""

    field: str
    words: str
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Filling:
    """What is put into a form. ``state`` is forms.DRAFT, forms.SIGNED, or "" for a sheet to print.

    ``is_locked``: no field takes an answer any more. ``at`` is the instant, ``checksum`` that of
    what is signed. ``heading`` says on pages that are added which form they belong to. ``paper`` is
    the name of a signed paper form that travels inside, "" for none. ``party`` counts from 1: whose
    part is filled in, signed and locked; what the others entered and signed stays. 0 is all of it.
    """

    answers: dict[str, str]
    party: int = 0
    state: str = ""
    is_locked: bool = False
    signature: SignatureGiven | None = None
    checksum: str = ""
    at: str = ""
    heading: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class FormRead:
    """What a form's file holds, for whoever fills it in.

    ``known`` are the names of its fields. ``state``, ``checksum`` and ``signed_by`` are what the
    observer's window wrote, "" without. ``is_marked``: somebody put ink, a stamp or a picture on
    it. ``has_signature``: it holds a digital signature. ``paper`` is the name of a signed paper
    form inside. ``marked`` are the parties (from 1) in whose box lies ink, a stamp or a digital
    signature, ``party`` whose part the observer's window filled in last, 0 for all of it.
    """

    content: FormContent
    answers: dict[str, str]
    known: frozenset[str] = frozenset()
    state: str = ""
    checksum: str = ""
    signed_by: str = ""
    is_marked: bool = False
    has_signature: bool = False
    paper: str = ""
    marked: tuple[int, ...] = ()
    party: int = 0


SIGNATURE = "signature"  # Missing.field of the signature itself


def fields(content: FormContent, party: int = 1) -> tuple[str, ...]:
    """Return the names of every field an observer fills, in the order of the form.

    ``party`` counts from 1 where several sign the one form.
    """
    who = (
        forms.NAME, forms.JOB_TITLE, forms.ORGANISATION, forms.RELATIONSHIP, forms.CONTACT,
        forms.SIGNED_ON,
    )  # fmt: skip
    if content.kind.is_record:
        asked = [
            line_field(number) for number, line in enumerate(content.lines, 1) if line.is_for(party)
        ]
        return tuple(of_party(each, party) for each in (*asked, *who))
    if content.kind is FormKind.STATEMENT:
        return (forms.AGREED, forms.COMMENT, *who)
    if content.kind is FormKind.EMPLOYER_STATEMENT:
        rows = tuple(forms.whose_field(n + 1) for n in range(len(content.schedule)))
        return (*rows, forms.AGREED, forms.COMMENT, *who)
    rows = tuple(
        name
        for n in range(len(content.ksbs))
        for name in (forms.seen_field(n + 1), forms.where_field(n + 1))
    )
    return (
        forms.FACTS_RIGHT, forms.FACTS_NOTE, forms.ACCOUNT, *rows, forms.DEVELOPMENT,
        forms.DEVELOPMENT_SHOWN, forms.PRODUCT, forms.SAW, forms.OWN_WORDS, forms.NOT_RELATED, *who,
    )  # fmt: skip


def missing(
    content: FormContent, answers: Answers, known: frozenset[str], party: int = 1
) -> tuple[Missing, ...]:
    """Return what is still to do before the form can be signed, in the order of the form.

    ``known`` are the fields this form has: what it does not ask is not missed. ``party`` counts
    from 1 where several sign the one form.
    """
    if content.kind.is_record:
        wanted = _of_record(content, party)
    else:
        wanted = {
            FormKind.OBSERVATION: _of_observation,
            FormKind.EMPLOYER_STATEMENT: _of_employer,
            FormKind.STATEMENT: _of_statement,
        }[content.kind](content, answers)
    wanted += [
        Missing(forms.NAME, "Your name"),
        Missing(forms.JOB_TITLE, "Your job title"),
        Missing(forms.ORGANISATION, "Your organisation", stops=False),
        Missing(forms.RELATIONSHIP, "Your relationship to the apprentice"),
        Missing(forms.CONTACT, "A work contact", stops=False),
        Missing(forms.SIGNED_ON, "The date on which you sign"),
    ]
    if content.kind.is_record:
        wanted = [replace(each, field=of_party(each.field, party)) for each in wanted]
    return tuple(
        each for each in wanted if each.field in known and not answers.get(each.field, "").strip()
    )


def _of_record(content: FormContent, party: int) -> list[Missing]:
    """A statement that isn't true stays open, so that no tick stops the signing."""
    told = []
    for number, line in enumerate(content.lines, 1):
        if line.is_for(party) and (line.must or line.kind is LineKind.TICK):
            words = f"“{_few_words(line.text)}”"
            is_tick = line.kind is LineKind.TICK
            stops = line.must and not is_tick
            told.append(
                Missing(
                    line_field(number), f"The tick at {words}" if is_tick else words, stops=stops
                )
            )
    return told


def _few_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:_NAMED]) + ("…" if len(words) > _NAMED else "")


def _of_observation(content: FormContent, answers: Answers) -> list[Missing]:
    wanted = [Missing(forms.FACTS_RIGHT, "Whether part 1 is right", stops=False)]
    if answers.get(forms.FACTS_RIGHT) == forms.FACTS_NO:
        wanted.append(Missing(forms.FACTS_NOTE, "What in part 1 needs a change"))
    wanted.append(Missing(forms.ACCOUNT, "What you saw, in your own words"))
    wanted += [
        Missing(
            forms.seen_field(number), f"{ksb.code}: seen, in part or not this time", stops=False
        )
        for number, ksb in enumerate(content.ksbs, 1)
    ]
    return [
        *wanted,
        Missing(forms.SAW, "The tick at “I saw this myself”"),
        Missing(forms.OWN_WORDS, "The tick at “These are my own words”"),
        Missing(forms.NOT_RELATED, "The tick at “I am not related to the apprentice”", stops=False),
    ]


def _of_employer(content: FormContent, _answers: Answers) -> list[Missing]:
    rows = [
        Missing(forms.whose_field(number), f"{row.ref}: whose work it is")
        for number, row in enumerate(content.schedule, 1)
    ]
    return [*rows, Missing(forms.AGREED, "The tick at “I agree with this statement”")]


def _of_statement(_content: FormContent, _answers: Answers) -> list[Missing]:
    return [Missing(forms.AGREED, "The tick at “I agree with this statement”")]


def checksum(content: FormContent, answers: Answers, by: SignedBy) -> str:
    """Return the SHA-256, in hexadecimal, of a form's code and every answer as it was signed.

    It shows a slip, not a forger: whoever changes an answer can write a new one.
    """
    told = {name: words for name in sorted(answers) if (words := answers[name].strip())}
    whole = {"code": content.code, "version": content.version, "by": by.value, "answers": told}
    plain = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
