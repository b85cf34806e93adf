"""The lines of a check report (ux.md 3.8): each says one thing of a file that came back.

Every line is worked out by itself: what can't be worked out says so, and is never taken for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portfolio_app.domain import forms, request_code
from portfolio_app.domain.copied_words import Copied, copied
from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import FormContent, FormKind, Seen, Whose
from portfolio_app.domain.names import folded
from portfolio_app.domain.observation import (
    CheckRow,
    Observation,
    ObservationState,
    Outcome,
    Request,
    SignatureKind,
)
from portfolio_app.domain.plausible import day_in, observed_day_doubts, signed_day_doubts
from portfolio_app.domain.portfolio import Details
from portfolio_app.domain.returned import Difference, MatchedBy, Part, Returned
from portfolio_app.domain.signatures import Signature
from portfolio_app.domain.witness import Witness
from portfolio_app.store.queries.arrivals import Held

CANNOT_BE_CHECKED = "Cannot be checked"  # in place of a signature word
_FEW_WORDS = 20  # of an account
_QUOTED_WORDS = 12  # of copied words, in the report
_MOST_DETAILS = 12

FINE, LOOK, WRONG, NOTE = Outcome.FINE, Outcome.LOOK, Outcome.WRONG, Outcome.NOTE

# Lines that keep a return from being attached as it is, where they are wrong.
HINDERS = frozenset(
    {
        "portfolio", "version", "part-1", "structure", "code", "answers", "digital", "signature",
        "readable", "checked",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """All that a report is made of. ``answers`` by field name, those read by eye included.

    ``own`` and ``others`` are texts to compare words with, by what they are called: the
    apprentice's own, and those of other observers. ``certificates`` are lines about certificates
    that are to be looked at, with what each comes to. ``arrived_on`` is a day.
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

    @property
    def content(self) -> FormContent:
        """What the form said that came back, as it was sent."""
        return self.request.content

    @property
    def is_written(self) -> bool:
        """Whether it is a reply written in a mail (D13)."""
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
        return self.answer(name).casefold() in _ON


_ON = frozenset({"yes", "on", "true", "1", "x", forms.ON.casefold()})


def rows(case: Case) -> tuple[CheckRow, ...]:
    """Return every line of the report, in the order in which it is read."""
    found: list[CheckRow] = []
    for rule, make in _RULES:
        try:
            found += make(case)
        except Exception:  # noqa: BLE001 - the border of one line: it can't be checked, and says so
            found.append(CheckRow("checked", WRONG, f"{_NAMES[rule]} can't be checked."))
    return tuple(found)


def hindrances(report: Sequence[CheckRow]) -> tuple[CheckRow, ...]:
    """Return the lines because of which it can only be attached marked incomplete."""
    return tuple(each for each in report if each.outcome is WRONG and each.rule in HINDERS)


def _portfolio(case: Case) -> Iterator[CheckRow]:
    ref, code = case.observation.ref, case.request.code
    known = f"code {request_code.shown(code)}, {ref}"
    others = [each for each in case.returned.codes if each.code != code]
    has_own = any(each.code == code for each in case.returned.codes)
    if case.held.arrival.matched_by in ("", MatchedBy.BY_HAND.value):
        if others and not has_own:
            told = request_code.shown(others[0].code)
            yield CheckRow(
                "portfolio", WRONG, f"You matched it to {ref}, but it carries another code: {told}."
            )
        elif not has_own:
            yield CheckRow("portfolio", LOOK, f"You matched it to {ref}: no code was found in it.")
        else:
            yield CheckRow("portfolio", FINE, f"Belongs to this portfolio ({known})")
        return
    by = MatchedBy(case.held.arrival.matched_by).words
    yield CheckRow("portfolio", FINE, f"Belongs to this portfolio ({known})", (f"Known {by}.",))
    if others and not case.is_written:
        told = ", ".join(sorted({request_code.shown(each.code) for each in others}))
        yield CheckRow("code", WRONG, f"It also carries the code of another form: {told}.")


def _version(case: Case) -> Iterator[CheckRow]:
    newest = case.observation.newest or case.request
    if case.request.version != newest.version:
        did = "sent" if newest.sent_at else "made"
        when = f" on {day_words(newest.sent_at[:10])}" if newest.sent_at else ""
        yield CheckRow(
            "version",
            WRONG,
            f"This is version {case.request.version}; you {did} version {newest.version}{when}.",
        )
    if case.observation.state is ObservationState.WITHDRAWN:
        yield CheckRow("withdrawn", LOOK, "You had withdrawn this request.")


def _part_1(case: Case) -> Iterator[CheckRow]:
    if case.is_written:
        yield CheckRow(
            "part-1", NOTE, "Written in an e-mail: there is no form to compare with the one sent."
        )
        return
    if case.returned.is_picture and not case.returned.differences:
        yield CheckRow(
            "part-1",
            LOOK,
            "This is a picture: your part can only be compared by eye.",
            ("Compare it with the form you sent, beside it.",),
        )
        return
    if case.returned.differences is None:
        yield CheckRow("part-1", WRONG, "Your part can't be compared with the form you sent.")
        return
    by_part: dict[Part, list[Difference]] = {}
    for each in case.returned.differences:
        by_part.setdefault(each.part, []).append(each)
    for part, rule, changed, same in _PARTS:
        if differences := by_part.get(part):
            yield CheckRow(rule, WRONG, changed, _told(differences))
        elif same:
            yield CheckRow(rule, FINE, same)


_PARTS = (
    (
        Part.PART_1,
        "part-1",
        "Your part is not as you sent it. Both versions are kept.",
        "Your part is unchanged",
    ),
    (
        Part.STRUCTURE,
        "structure",
        "The form is not built as you sent it.",
        "Nothing was added to the form or taken out",
    ),
    (Part.CODE, "code", "The form's code is not the one you sent.", ""),
    (Part.ANSWERS, "answers", "The answers can be read in more than one way.", ""),
)


def _told(differences: Sequence[Difference]) -> tuple[str, ...]:
    lines = []
    for each in differences[:_MOST_DETAILS]:
        where = f"Page {each.page_index + 1}: " if each.page_index is not None else ""
        change = ""
        if each.was or each.now:
            change = f" It was “{_short(each.was)}” and is “{_short(each.now)}”."
        lines.append(f"{where}{each.words}{change}")
    if len(differences) > _MOST_DETAILS:
        lines.append(f"and {len(differences) - _MOST_DETAILS} more")
    return tuple(lines)


def _holds(case: Case) -> Iterator[CheckRow]:
    if case.returned.holds:
        yield CheckRow(
            "holds",
            LOOK,
            "The file also holds what no answer needs. None of it was run, and none of it goes "
            "into the page copy.",
            tuple(case.returned.holds[:_MOST_DETAILS]),
        )


_WHO = (
    ("name", forms.NAME),
    ("job title", forms.JOB_TITLE),
    ("relationship", forms.RELATIONSHIP),
)


def _observer(case: Case) -> Iterator[CheckRow]:
    if case.is_written:
        yield _sender(case)
        return
    missing = [word for word, name in _WHO if not case.answer(name)]
    given = tuple(case.answer(name) for _, name in _WHO if case.answer(name))
    name = case.answer(forms.NAME)
    if missing:
        told = f"Observer's {_listed(missing)} not given"
        yield CheckRow("observer", LOOK, told, (", ".join(given),) if given else ())
    else:
        yield CheckRow(
            "observer", FINE, "Observer's name, job title, relationship", (", ".join(given),)
        )
    if name and folded(name) == folded(case.details.name):
        yield CheckRow("observer-name", WRONG, "The name given as the observer's is yours.")
    elif name and case.content.observer and not _same_person(name, case.content.observer):
        yield CheckRow(
            "observer-name",
            LOOK,
            f"You asked {case.content.observer}; the form gives the name {name}.",
        )
    if case.held.arrival.sender and (told_sender := _sender_doubt(case)):
        yield CheckRow("sender", LOOK, told_sender)


def _sender(case: Case) -> CheckRow:
    doubt = _sender_doubt(case)
    sender = case.held.arrival.sender or "an unknown sender"
    if doubt:
        return CheckRow("sender", LOOK, doubt)
    return CheckRow("sender", NOTE, f"From {sender}, as the e-mail says.")


def _sender_doubt(case: Case) -> str:
    """Say that a mail comes from another address than the observer's; "" when it does not."""
    known = case.witness.email if case.witness is not None else ""
    sender = case.held.arrival.sender
    if known and known.casefold() not in sender.casefold():
        return f"The e-mail says it is from {sender or 'nobody'}; you have {known} for them."
    return ""


def _same_person(one: str, other: str) -> bool:
    ours, theirs = set(folded(one).split()), set(folded(other).split())
    return bool(ours & theirs) and (ours <= theirs or theirs <= ours or len(ours & theirs) > 1)


def _facts(case: Case) -> Iterator[CheckRow]:
    if case.is_written or case.content.kind is not FormKind.OBSERVATION:
        return
    note = case.answer(forms.FACTS_NOTE)
    if case.answer(forms.FACTS_RIGHT).casefold() == forms.FACTS_NO:
        yield CheckRow(
            "facts", LOOK, "The observer says that part 1 isn't right.", (note,) if note else ()
        )
    elif note:
        yield CheckRow("facts", LOOK, "The observer wrote a remark on part 1.", (note,))


_DECLARED = {
    forms.SAW: "I saw this myself",
    forms.OWN_WORDS: "These are my own words",
    forms.NOT_RELATED: "I am not related to the apprentice",
    forms.AGREED: "I agree with this statement",
}
_ASKED_TO_DECLARE = {
    FormKind.OBSERVATION: (forms.SAW, forms.OWN_WORDS, forms.NOT_RELATED),
    FormKind.EMPLOYER_STATEMENT: (),
    FormKind.STATEMENT: (forms.AGREED,),
}


def _declarations(case: Case) -> Iterator[CheckRow]:
    asked = _ASKED_TO_DECLARE[case.content.kind]
    if not asked:
        return
    ticked = [_DECLARED[each] for each in asked if case.ticked(each)]
    missing = [_DECLARED[each] for each in asked if not case.ticked(each)]
    if missing:
        quoted = _listed([f"“{each}”" for each in missing])
        yield CheckRow("declarations", LOOK, f"Not ticked: {quoted}", tuple(ticked))
    else:
        quoted = _listed([f"“{each}”" for each in ticked])
        yield CheckRow("declarations", FINE, f"{quoted} ticked")


def _signed_day(case: Case) -> Iterator[CheckRow]:
    if case.is_written:
        return
    typed = case.answer(forms.SIGNED_ON)
    if not typed:
        yield CheckRow("signed-on", LOOK, "No date beside the signature")
        return
    day = day_in(typed)
    if not day:
        yield CheckRow("signed-on", LOOK, f"“{typed}” beside the signature is no whole date.")
        return
    doubts = tuple(
        signed_day_doubts(
            day,
            observed=case.content.day,
            made=case.content.made_on,
            arrived=case.arrived_on,
        )
    )
    for rule, words in doubts:
        yield CheckRow(rule, LOOK, words)
    if not doubts:
        yield CheckRow("signed-on", FINE, f"Signed on {day_words(day)}")


def _observed_day(case: Case) -> Iterator[CheckRow]:
    if case.content.kind is not FormKind.OBSERVATION or not case.content.day:
        return
    doubts = tuple(
        observed_day_doubts(
            case.content.day,
            start=case.details.start,
            gateway=case.details.gateway,
            arrived=case.arrived_on,
        )
    )
    for rule, words in doubts:
        yield CheckRow(rule, LOOK, words)
    if not doubts and case.details.start:
        yield CheckRow("observed-on", FINE, "Date is within your apprenticeship")


def _ksbs(case: Case) -> Iterator[CheckRow]:
    content = case.content
    if content.kind is FormKind.EMPLOYER_STATEMENT:
        yield _schedule(case)
        return
    if content.kind is not FormKind.OBSERVATION or not content.ksbs:
        return
    answers = [(each.code, case.answer(forms.seen_field(number)))
               for number, each in enumerate(content.ksbs, 1)]  # fmt: skip
    answered = [(code, _seen_words(value)) for code, value in answers if value]
    told = tuple(f"{code}: {words}" for code, words in answered)
    many = len(content.ksbs)
    open_ones = [code for code, value in answers if not value]
    if not open_ones:
        yield CheckRow("ksbs", FINE, f"{many} of {many} KSB rows answered", told)
    elif case.is_written or case.returned.is_picture:
        yield CheckRow(
            "ksbs", LOOK, f"{len(answered)} of {many} KSB rows read so far: tick what you see", told
        )
    else:
        yield CheckRow(
            "ksbs",
            LOOK,
            f"{len(answered)} of {many} KSB rows answered: {_listed(open_ones)} not",
            told,
        )


def _schedule(case: Case) -> CheckRow:
    answers = [case.answer(forms.whose_field(number))
               for number in range(1, len(case.content.schedule) + 1)]  # fmt: skip
    many, answered = len(answers), sum(map(bool, answers))
    told = [
        f"{_whose_words(value)}: {answers.count(value)}"
        for value in dict.fromkeys(filter(None, answers))
    ]
    outcome = FINE if answered == many else LOOK
    return CheckRow("schedule", outcome, f"{answered} of {many} pieces answered", tuple(told))


def _account(case: Case) -> Iterator[CheckRow]:
    if case.content.kind is not FormKind.OBSERVATION:
        return
    many = len(case.account.split())
    if not many and case.returned.is_picture:
        yield CheckRow("account", NOTE, "The account is on the picture: read it there.")
    elif not many:
        yield CheckRow("account", LOOK, "There is no account in the observer's own words.")
    elif many < _FEW_WORDS:
        yield CheckRow("account", LOOK, f"The account has {many} words: few to go by.")
    else:
        yield CheckRow("account", FINE, f"An account of {many} words")


def _own_words(case: Case) -> Iterator[CheckRow]:
    account = case.account
    if not account:
        return
    matched = copied(account, case.own)
    if matched:
        yield CheckRow(
            "copied-own",
            LOOK,
            "These words match your own notes. An observer's account should be in their words.",
            _told_copied(matched),
        )
    others = copied(account, case.others)
    if others:
        yield CheckRow(
            "copied-other",
            LOOK,
            "The same words stand in what another observer wrote.",
            _told_copied(others),
        )
    asked = copied(account, {"the form": "\n".join(_words_of_form(case.content))})
    if asked:
        yield CheckRow(
            "copied-form", LOOK, "The account repeats the form's own words.", _told_copied(asked)
        )
    if not (matched or others or asked):
        yield CheckRow("own-words", FINE, "Comments differ from your own notes")


def _words_of_form(content: FormContent) -> Iterator[str]:
    yield from (content.title, content.context, content.statement)
    for each in content.ksbs:
        yield from (each.text, each.plain)


def _told_copied(found: Sequence[Copied]) -> tuple[str, ...]:
    return tuple(
        f"{each.source[:1].upper()}{each.source[1:]}: “{_first_words(each.words)}”"
        for each in found[:_MOST_DETAILS]
    )


def _signature(case: Case) -> Iterator[CheckRow]:
    if case.signature_words == CANNOT_BE_CHECKED:
        yield CheckRow(
            "signature", WRONG, "The signature can't be checked.", case.signature_reasons
        )
    elif not case.signature.is_signed and any(
        not each.verdict.is_green for each in case.returned.signatures.signatures
    ):
        why, *details = case.signature_reasons or ("Its digital signature does not hold.",)
        yield CheckRow("signature", WRONG, why, tuple(details))
    elif case.signature is SignatureKind.MISSING:
        yield CheckRow(
            "signature",
            WRONG,
            "There's no signature on this proforma."
            if case.content.kind is FormKind.OBSERVATION
            else "There's no signature on this statement.",
            ("What it says has been read and kept. Send it back for signing, or attach it marked "
             "incomplete.",),
        )  # fmt: skip
    elif case.signature is SignatureKind.VERIFIED:
        yield CheckRow("signature", FINE, f"Signature: {case.signature_words}")
    else:
        # Never green: nothing but a certificate that was confirmed says who signed.
        yield CheckRow(
            "signature", NOTE, f"Signature: {case.signature_words}", case.signature_reasons
        )


def _digital(case: Case) -> Iterator[CheckRow]:
    found = case.returned.signatures
    if found.problem:
        yield CheckRow("digital", WRONG, "Digital signatures can't be checked.", (found.problem,))
        return
    for each in found.signatures:
        outcome = NOTE if each.verdict.is_green else WRONG
        yield CheckRow(
            "digital", outcome, f"Digital signature: {each.verdict.words}", _of_signature(each)
        )
    if not found.signatures:
        yield CheckRow(
            "no-digital",
            NOTE,
            "No digital signature: the answers are as they arrived.",
            (_how_it_came(case),),
        )


def _of_signature(each: Signature) -> tuple[str, ...]:
    signer = f"Signed by {each.signer}" if each.signer else "The signer's name can't be read"
    if each.short_fingerprint:
        signer += f", fingerprint {each.short_fingerprint}"
    lines = [signer, each.why, each.note, each.out_of_date]
    if each.changed_fields:
        lines.append(f"Changed after signing: {', '.join(each.changed_fields[:_MOST_DETAILS])}")
    return tuple(filter(None, lines))


def _certificates(case: Case) -> Iterator[CheckRow]:
    yield from case.certificates


def _how_it_came(case: Case) -> str:
    arrival = case.held.arrival
    if case.held.mail_sha256 or case.is_written:
        sent = f", {_moment_words(arrival.sent_at)}" if arrival.sent_at else ""
        return f"The e-mail it came in is kept as it arrived: from {arrival.sender}{sent}."
    return "It came as a file: keep the e-mail it was in too, if there is one."


def _arrival(case: Case) -> Iterator[CheckRow]:
    arrival = case.held.arrival
    details = [f"SHA-256 {arrival.sha256}"]
    if arrival.sender:
        details.append(f"From {arrival.sender}, as the e-mail says")
    if arrival.subject:
        details.append(f"Subject: {arrival.subject}")
    if arrival.message_id:
        details.append(f"Message {arrival.message_id}")
    yield CheckRow(
        "arrival",
        NOTE,
        f"Arrived on {_moment_words(arrival.arrived_at)}; kept byte for byte",
        tuple(details),
    )
    before = [
        each
        for each in case.observation.arrivals
        if each.uid != arrival.uid and each.arrived_at <= arrival.arrived_at
    ]
    if before:
        many = len(before)
        was = "Another file came back" if many == 1 else f"{many} other files came back"
        yield CheckRow("earlier", NOTE, f"{was} before, on {day_words(before[-1].arrived_at[:10])}")


def _read_by(case: Case) -> Iterator[CheckRow]:
    if case.returned.problem:
        yield CheckRow(
            "readable", WRONG, "The file can't be read, so it can't be checked.",
            (case.returned.problem,),
        )  # fmt: skip
    elif case.held.by_eye:
        yield CheckRow("read-by", NOTE, "Read by eye: you ticked what you see")
    elif case.is_written:
        yield CheckRow(
            "read-by",
            NOTE,
            "Written statement by e-mail. What the e-mail quoted is left out; the e-mail itself is "
            "kept.",
        )
    elif case.returned.is_picture:
        yield CheckRow("read-by", LOOK, "Fields can't be read from a picture: tick what you see")
    else:
        yield CheckRow("read-by", NOTE, "Read from the form automatically")


_Rule = Callable[[Case], Iterator[CheckRow]]
_RULES: tuple[tuple[str, _Rule], ...] = (
    ("readable", _read_by),
    ("portfolio", _portfolio),
    ("version", _version),
    ("part-1", _part_1),
    ("holds", _holds),
    ("observer", _observer),
    ("facts", _facts),
    ("declarations", _declarations),
    ("observed-on", _observed_day),
    ("signed-on", _signed_day),
    ("ksbs", _ksbs),
    ("account", _account),
    ("own-words", _own_words),
    ("signature", _signature),
    ("digital", _digital),
    ("certificate", _certificates),
    ("arrival", _arrival),
)
_NAMES = {
    "readable": "How it was read",
    "portfolio": "To which portfolio it belongs",
    "version": "Which version it is",
    "part-1": "Whether your part is unchanged",
    "holds": "What the file also holds",
    "observer": "Who the observer is",
    "facts": "What the observer says of part 1",
    "declarations": "What was ticked",
    "observed-on": "The date of the activity",
    "signed-on": "The date of the signature",
    "ksbs": "The KSB rows",
    "account": "The account",
    "own-words": "Whose words it is in",
    "signature": "The signature",
    "digital": "Digital signatures",
    "certificate": "The certificate",
    "arrival": "How it arrived",
}


def _seen_words(value: str) -> str:
    try:
        return Seen(value).words
    except ValueError:
        return f"“{_short(value)}”"


def _whose_words(value: str) -> str:
    try:
        return Whose(value).words
    except ValueError:
        return f"“{_short(value)}”"


def _moment_words(instant: str) -> str:
    """Return an instant as people say it: "4 December 2025, 10:02"."""
    try:
        day = day_words(instant[:10])
    except ValueError:
        return instant
    return f"{day}, {instant[11:16]}" if len(instant) >= 16 else day


def _short(words: str, most: int = 80) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[:most]}…"


def _first_words(words: str) -> str:
    listed = words.split()
    return " ".join(listed[:_QUOTED_WORDS]) + ("…" if len(listed) > _QUOTED_WORDS else "")


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
