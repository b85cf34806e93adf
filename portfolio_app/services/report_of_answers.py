"""Lines of a check report about what the observer answered: who, when, which KSBs, whose words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portfolio_app.domain import forms
from portfolio_app.domain.copied_words import Copied, copied
from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import FormContent, FormKind, Seen, Whose
from portfolio_app.domain.mail_addresses import bare_address
from portfolio_app.domain.observation import CheckRow, Outcome
from portfolio_app.domain.plausible import day_in, observed_day_doubts, signed_day_doubts
from portfolio_app.services.return_case import (
    MOST_DETAILS,
    Case,
    is_name_of,
    listed,
    same_person,
    short,
)

_FEW_WORDS = 20  # of an account
_QUOTED_WORDS = 12  # of copied words, in the report

FINE, LOOK, WRONG, NOTE = Outcome.FINE, Outcome.LOOK, Outcome.WRONG, Outcome.NOTE

_OWN_ADDRESS = "The e-mail comes from your own address, as it says."

_WHO = (
    ("name", forms.NAME),
    ("job title", forms.JOB_TITLE),
    ("relationship", forms.RELATIONSHIP),
)


def observer(case: Case) -> Iterator[CheckRow]:
    """Say who the observer is."""
    if case.content.kind.is_record and not case.is_written:
        yield from sender(case)
        return
    if case.is_written:
        yield _sender(case)
        return
    missing = [word for word, name in _WHO if not case.answer(name)]
    given = tuple(case.answer(name) for _, name in _WHO if case.answer(name))
    name = case.answer(forms.NAME)
    if missing:
        told = f"Observer's {listed(missing)} not {'read yet' if case.is_unread else 'given'}"
        rule = "observer-unread" if case.is_unread else "observer"
        yield CheckRow(rule, LOOK, told, (", ".join(given),) if given else ())
    else:
        yield CheckRow(
            "observer", FINE, "Observer's name, job title, relationship", (", ".join(given),)
        )
    if is_name_of(name, case.details.name):
        yield CheckRow("observer-name", WRONG, "The name given as the observer's is yours.")
    elif name and case.content.observer and not same_person(name, case.content.observer):
        yield CheckRow(
            "observer-name",
            LOOK,
            f"You asked {case.content.observer}; the form gives the name {name}.",
        )
    yield from sender(case)


def sender(case: Case) -> Iterator[CheckRow]:
    """Say that a mail may not come from whoever was asked."""
    if _is_own_address(case):
        yield CheckRow("sender-own", LOOK, _OWN_ADDRESS)
    elif case.held.arrival.sender and (told_sender := sender_doubt(case)):
        yield CheckRow("sender", LOOK, told_sender)


def _sender(case: Case) -> CheckRow:
    doubt = sender_doubt(case)
    sender = case.held.arrival.sender or "an unknown sender"
    if _is_own_address(case):
        return CheckRow("sender-own", WRONG, _OWN_ADDRESS)
    if doubt:
        return CheckRow("sender", LOOK, doubt)
    return CheckRow("sender", NOTE, f"From {sender}, as the e-mail says.")


def sender_doubt(case: Case) -> str:
    """Say that a mail comes from another address than the observer's; "" when it does not."""
    known = case.witness.email if case.witness is not None else ""
    sender = case.held.arrival.sender
    address = bare_address(sender).casefold()
    if any(each and each.casefold() == address for each in case.party_emails):
        return ""
    if known and known.strip().casefold() != bare_address(sender).casefold():
        return f"The e-mail says it is from {sender or 'nobody'}; you have {known} for them."
    return ""


def _is_own_address(case: Case) -> bool:
    own = case.details.email.strip().casefold()
    return bool(own) and own == bare_address(case.held.arrival.sender).casefold()


def facts(case: Case) -> Iterator[CheckRow]:
    """Say what the observer thinks of part 1."""
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


def declarations(case: Case) -> Iterator[CheckRow]:
    """Say what was ticked."""
    asked = _ASKED_TO_DECLARE.get(case.content.kind, ())
    if not asked:
        return
    ticked = [_DECLARED[each] for each in asked if case.ticked(each)]
    missing = [_DECLARED[each] for each in asked if not case.ticked(each)]
    if missing:
        quoted = listed([f"“{each}”" for each in missing])
        if case.is_unread:
            yield CheckRow("declarations-unread", LOOK, f"Not read yet: {quoted}")
            return
        yield CheckRow("declarations", LOOK, f"Not ticked: {quoted}", tuple(ticked))
    else:
        quoted = listed([f"“{each}”" for each in ticked])
        yield CheckRow("declarations", FINE, f"{quoted} ticked")


def signed_day(case: Case) -> Iterator[CheckRow]:
    """Say whether the day beside the signature can be right."""
    if case.is_written or case.content.kind.is_record:
        return
    typed = case.answer(forms.SIGNED_ON)
    if not typed:
        if case.is_unread:
            yield CheckRow("signed-on-unread", LOOK, "The date of signing isn't read yet")
            return
        yield CheckRow("signed-on", LOOK, "No date beside the signature")
        return
    yield from day_beside(case, typed)


def day_beside(case: Case, typed: str, whose: str = "") -> Iterator[CheckRow]:
    """Say whether a day that was typed beside a signature can be right."""
    day = day_in(typed)
    if not day:
        told = f"{whose}“{typed}” beside the signature is no whole date."
        yield CheckRow("signed-on", LOOK, told)
        return
    doubts = tuple(
        signed_day_doubts(
            day,
            observed="" if case.content.kind.is_record else case.content.day,
            made=case.content.made_on,
            arrived=case.arrived_on,
        )
    )
    for rule, words in doubts:
        yield CheckRow(rule, LOOK, f"{whose}{words}")
    if not doubts:
        said = f"Signed on {day_words(day)}"
        yield CheckRow("signed-on", FINE, f"{whose}{said[:1].lower()}{said[1:]}" if whose else said)


def observed_day(case: Case) -> Iterator[CheckRow]:
    """Say whether the day of the activity can be right."""
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


def ksbs(case: Case) -> Iterator[CheckRow]:
    """Say how many KSB rows, or pieces, were answered."""
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
            f"{len(answered)} of {many} KSB rows answered: {listed(open_ones)} not",
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


def account(case: Case) -> Iterator[CheckRow]:
    """Say whether there is an account."""
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


def own_words(case: Case) -> Iterator[CheckRow]:
    """Say whose words they are."""
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
        for each in found[:MOST_DETAILS]
    )


def _seen_words(value: str) -> str:
    try:
        return Seen(value).words
    except ValueError:
        return f"“{short(value)}”"


def _whose_words(value: str) -> str:
    try:
        return Whose(value).words
    except ValueError:
        return f"“{short(value)}”"


def _first_words(words: str) -> str:
    listed = words.split()
    return " ".join(listed[:_QUOTED_WORDS]) + ("…" if len(listed) > _QUOTED_WORDS else "")
