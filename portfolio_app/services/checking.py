"""Check what came back: compared with the copy that was sent, and said line by line.

Whatever fails in checking is said to be "cannot be checked": never taken for no signature, never
for good.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portfolio_app.domain import filling, forms, party_words, signature_words, wire
from portfolio_app.domain.certificates import Noticed
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.days import day_words
from portfolio_app.domain.form_lines import of_party, party_of
from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.mail_addresses import bare_address
from portfolio_app.domain.observation import (
    ArrivalState,
    CheckRow,
    Observation,
    ObservationState,
    PartyWord,
    SignatureKind,
)
from portfolio_app.domain.returned import Answer, AnswerFrom, MatchedBy, Returned
from portfolio_app.domain.signature_words import SignatureWord
from portfolio_app.domain.signatures import Signature
from portfolio_app.domain.witness import Witness
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import certificates, return_reading, return_report
from portfolio_app.services.own_texts import others_accounts, own_texts
from portfolio_app.services.receiving import belong
from portfolio_app.services.return_case import CANNOT_BE_CHECKED, Case, is_name_of
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.store.queries.arrivals import Held
from portfolio_app.store.stamps import now
from portfolio_app.workroom.host import Workroom

_TOPICS = {Topic.OBSERVATIONS}
BY_HAND = "signature.by-hand"  # an answer by eye: the person saw a signature in ink
_LONGEST_ANSWER = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Report:
    """The check of one file that came back. ``hindrances`` are the lines that are wrong.

    While there are any it can only be attached marked incomplete. ``signature_words`` is the
    signature word.
    """

    changes: Changes
    rows: tuple[CheckRow, ...]
    signature: SignatureKind
    signature_words: str

    @property
    def hindrances(self) -> tuple[CheckRow, ...]:
        """Why it can only be attached marked incomplete; none when it can be attached."""
        return return_report.hindrances(self.rows)


@dataclass(frozen=True, slots=True)
class _Judged:
    returned: Returned
    rows: tuple[CheckRow, ...]
    signature: SignatureKind
    words: str
    parties: tuple[PartyWord, ...] = ()


def check(store: Store, room: Workroom, arrival_uid: str, *, progress: Progress = silent) -> Report:
    """Read a file that came back anew, compare it with the copy that was sent, and say all of it.

    The observation is *Checked* then. One step, none when everything is as it was last found.

    Raises:
        PortfolioError: there is no such file, it belongs to no request yet ("not-matched"), or its
            stored bytes are missing or damaged.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    held = queries.arrivals.held(store, arrival_uid)
    if held.observation is None or held.request is None:
        raise PortfolioError(
            f"It isn't known to which request {held.arrival.file_name} belongs. Nothing was "
            "changed.",
            hint="Say which one it belongs to first.",
            code="not-matched",
        )
    progress("Reading what came back", 0.1)
    returned = _read(store, room, held)
    progress("Comparing it", 0.8)
    judged = _judged(store, held, returned)
    step = _remember(store, held, returned, "")
    return _write(store, held, judged, verb="check return", step=step)


def judge(store: Store, arrival_uid: str) -> Report | None:
    """As ``check``, of what was read of the file already; None when that must be done first.

    The bytes are those that arrived: only what they are compared with may have changed since.
    """
    held = queries.arrivals.held(store, arrival_uid)
    if held.request is None or held.returned is None or held.returned.problem:
        return None
    if not held.arrival.report:
        return None
    return _write(store, held, _judged(store, held, held.returned), verb="check return")


def read_by_eye(
    store: Store,
    arrival_uid: str,
    answers: Mapping[str, str] | Sequence[Answer],
    *,
    signed_by_hand: bool = False,
) -> Report:
    """Write down what the person reads on a picture or in a mail, by field name; one step.

    It takes the place of what was read by eye before, and is said to be read by eye. Only they can
    say that a signature was made by hand: as an answer to BY_HAND (``of_party`` where several sign
    the one form), or ``signed_by_hand``, which is the first party's.

    Raises:
        PortfolioError: there is no such file, it belongs to no request yet ("not-matched"), it is
            attached already ("attached"), a name is no field of the form ("no-such-field"), or the
            file itself says it, otherwise or not at all ("read-already"), or it was not checked yet
            ("not-checked").
    """
    held = queries.arrivals.held(store, arrival_uid)
    if held.request is None:
        raise PortfolioError(
            "It isn't known to which request this belongs. Nothing was changed.",
            hint="Say which one it belongs to first.",
            code="not-matched",
        )
    if held.arrival.state in (ArrivalState.ATTACHED, ArrivalState.INCOMPLETE):
        raise PortfolioError(
            "This is in the portfolio as it was read. Nothing was changed.",
            hint="Take it out of the portfolio first.",
            code="attached",
        )
    if not isinstance(answers, Mapping):
        answers = {each.name: each.value for each in answers}
    seen_signed = {
        party_of(name)[0]
        for name, value in answers.items()
        if party_of(name)[1] == BY_HAND and value.strip()
    } | ({1} if signed_by_hand else set())
    signed = bool(seen_signed)
    answers = {name: value for name, value in answers.items() if party_of(name)[1] != BY_HAND}
    known = _fields_of(held)
    for name in answers:
        if name not in known:
            raise PortfolioError(
                f"The form has no field called {name}. Nothing was changed.", code="no-such-field"
            )
    _refuse_what_the_file_says(held, answers, signed=signed)
    seen = [
        Answer(name, value.strip()[:_LONGEST_ANSWER], AnswerFrom.EYE)
        for name, value in answers.items()
    ]
    seen += [
        Answer(of_party(BY_HAND, party), forms.ON, AnswerFrom.EYE) for party in sorted(seen_signed)
    ]
    read = replace(held, by_eye=tuple(seen))
    judged = _judged(store, read, held.returned or Returned())
    return _write(store, read, judged, verb="read by eye")


def _refuse_what_the_file_says(held: Held, answers: Mapping[str, str], *, signed: bool) -> None:
    """Refuse to read by eye what a file says by itself: nobody writes in the observer's part.

    A picture and a mail are read by eye, and so is ink on a form; what a field holds stays.
    """
    if held.written:
        return
    returned = held.returned
    if returned is None:
        raise PortfolioError(
            "This was not checked yet. Nothing was changed.",
            hint="Check it first: only what it doesn't say itself is read by eye.",
            code="not-checked",
        )
    otherwise = [
        name
        for name, value in answers.items()
        if (known := returned.answer(name)) and value.strip() and not _same(known, value)
    ]
    is_whole = not returned.is_picture and not signature_words.may_be_drawn_on(returned)
    nowhere = [
        name for name, value in answers.items() if value.strip() and not returned.answer(name)
    ]
    if otherwise or (is_whole and (nowhere or signed)):
        what = "Something else stands" if otherwise else "Nothing is written or drawn"
        raise PortfolioError(
            f"{what} there in the file itself, so it can't be read by eye. Nothing was changed.",
            hint="Ask for a correction if an answer or the signature is missing.",
            code="read-already",
        )


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def match_by_hand(store: Store, arrival_uid: str, observation_uid: str) -> Changes:
    """Say to which request a file belongs that was not known, or was known wrongly; one step.

    Raises:
        PortfolioError: there is no such file or request, the request has no form yet ("no-form"),
            or the file is attached already ("attached"). Nothing was changed.
    """
    held = queries.arrivals.held(store, arrival_uid)
    if held.arrival.state in (ArrivalState.ATTACHED, ArrivalState.INCOMPLETE):
        raise PortfolioError(
            "This is in the portfolio already. Nothing was changed.",
            hint="Take it out of the portfolio first.",
            code="attached",
        )
    observation = queries.observations.observation(store, observation_uid)
    if observation is None:
        raise PortfolioError("There is no such request.", code="no-such-request")
    if observation.newest is None:
        raise PortfolioError(
            f"{observation.ref} has no form yet, so nothing can have come back for it.",
            hint="Choose another request.",
            code="no-form",
        )
    told = f"{held.arrival.file_name} matched to {observation.ref}"
    with store.step("match", told, _TOPICS, focus=observation_uid) as step:
        row = _row(step.session, arrival_uid)
        left = row.observation_id
        belong(step.session, row, observation_uid, observation.newest.uid)
        row.matched_by = MatchedBy.BY_HAND.value
        row.returned, row.report, row.checked_at, row.by_eye = "", "[]", "", "[]"
        if left is not None and left != row.observation_id:
            _back_to_sent(step.session, left)
    return step.changes


def put_off(store: Store, arrival_uid: str) -> Changes:
    """Leave what came back for later, "Not now"; one step.

    Raises:
        PortfolioError: there is no such file, or it is attached already ("attached").
    """
    held = queries.arrivals.held(store, arrival_uid)
    if held.arrival.state in (ArrivalState.ATTACHED, ArrivalState.INCOMPLETE):
        raise PortfolioError("This is in the portfolio already.", code="attached")
    focus = held.observation.uid if held.observation else ""
    with store.step("put off", f"{held.arrival.file_name}: not now", _TOPICS, focus=focus) as step:
        _row(step.session, arrival_uid).state = ArrivalState.PUT_OFF.value
    return step.changes


def close(store: Store, arrival_uid: str) -> Changes:
    """Put away a file that belongs to no request; it is kept. As ``put_off``."""
    return put_off(store, arrival_uid)


def _read(store: Store, room: Workroom, held: Held) -> Returned:
    """Return what the file holds now; the bytes are those that were kept when it arrived."""
    content = store.vault.get(held.arrival.sha256)
    if held.written or held.request is None:
        return Returned(texts=(held.written,))
    sent = b""
    try:
        sent = store.vault.get(held.request.form_sha256)
    except PortfolioError as error:
        why = f"The copy that was sent can't be read. {error.message}"
        read = return_reading.returned(
            room, held.arrival.file_name, content, asked=held.request.content
        )
        return replace(read, differences=None, problem=read.problem or why)
    return return_reading.returned(
        room, held.arrival.file_name, content, sent=sent, asked=held.request.content
    )


def _judged(store: Store, held: Held, returned: Returned) -> _Judged:
    observation, request = held.observation, held.request
    if observation is None or request is None:
        raise PortfolioError("It belongs to no request yet.", code="not-matched")
    held = replace(held, returned=returned)
    witness = _witness(store, observation.witness_uid)
    content = request.content
    noticed = _noticed(store, held, returned)
    details = queries.portfolio.details(store)
    parties: tuple[PartyWord, ...] = ()
    if content.kind.is_record:
        parties = _party_words(store, held, returned, noticed, details.name)
        kind, words = party_words.whole(parties, content.parties)
        reasons = parties[0].reasons if len(parties) == 1 else ()
        words = parties[0].words if len(parties) == 1 else words
        signature = SignatureWord(kind, words, reasons)
    else:
        signature = _signature(held, returned, noticed, details.name)
    case = Case(
        held=held,
        observation=observation,
        request=request,
        returned=returned,
        answers=held.answers,
        details=details,
        portfolio_id=store.id,
        witness=witness,
        signature=signature.kind,
        signature_words=signature.words,
        signature_reasons=signature.reasons,
        arrived_on=_day_of(held.arrival.arrived_at),
        own=own_texts(store),
        others=others_accounts(store, observation.uid),
        certificates=tuple(
            row
            for each in noticed
            for row in each.rows(_asked_name(returned, content, each.signature))
        ),
        party_words=parties,
        party_emails=_emails(store, observation),
    )
    rows = return_report.rows(case)
    return _Judged(returned, rows, signature.kind, signature.words, parties)


def _write(store: Store, held: Held, judged: _Judged, *, verb: str, step: str = "") -> Report:
    observation = held.observation
    ref = observation.ref if observation else ""
    focus = observation.uid if observation else ""
    told = f"{ref} checked" if verb == "check return" else f"{ref} read by eye"
    with store.step(verb, told, _TOPICS, focus=focus, step=step) as this:
        row = _row(this.session, held.arrival.uid)
        before = _as_known(row)
        row.returned = _json(judged.returned)
        row.report = _json(judged.rows)
        row.by_eye = _json(held.by_eye)
        row.signature, row.signature_words = judged.signature.value, judged.words
        row.parties = _json(judged.parties)
        if before != _as_known(row):
            row.checked_at = now()
        owner = this.session.get_one(tables.ObservationRow, row.observation_id)
        if owner.state == ObservationState.RETURNED.value:
            owner.state = ObservationState.CHECKED.value
    return Report(this.changes, judged.rows, judged.signature, judged.words)


def _as_known(row: tables.ArrivalRow) -> tuple[str, ...]:
    return (
        row.returned, row.report, row.by_eye, row.signature, row.signature_words, row.parties,
    )  # fmt: skip


def _party_words(
    store: Store, held: Held, returned: Returned, noticed: Sequence[Noticed], own_name: str
) -> tuple[PartyWord, ...]:
    """Return the signature word of each party of a record: each part judged by itself."""
    if held.request is None or held.observation is None:
        return ()
    content = held.request.content
    sender = _sender_party(store, held)
    found = []
    for number, party in enumerate(content.parties, 1):
        if held.written and number != sender:
            found.append(PartyWord(number, SignatureKind.MISSING, SignatureKind.MISSING.words()))
            continue
        part = replace(
            held,
            by_eye=tuple(
                replace(each, name=party_of(each.name)[1])
                for each in held.by_eye
                if party_of(each.name)[0] == number
            ),
        )
        theirs = [
            each
            for each in noticed
            if party_words.owner_of(returned, content, each.signature) == number
        ]
        mine = "" if party.is_me else own_name
        word = _signature(part, party_words.part_of(returned, content, number), theirs, mine)
        found.append(PartyWord(number, word.kind, word.words, word.reasons))
    return tuple(found)


def _sender_party(store: Store, held: Held) -> int:
    """Return which party (from 1) wrote a mail that is the answer, as far as its sender says."""
    if held.observation is None or held.request is None:
        return 0
    address = bare_address(held.arrival.sender).casefold()
    for number, email in enumerate(_emails(store, held.observation), 1):
        if email and email.casefold() == address:
            return number
    return 1 if len(held.request.content.parties) == 1 else 0


def _emails(store: Store, observation: Observation) -> tuple[str, ...]:
    """Return the address that is kept of each party of a record, "" for none."""
    details = queries.portfolio.details(store)
    known = {each.uid: each.email.strip() for each in details.witnesses if each.uid}
    return tuple(
        details.email.strip() if each.is_me else known.get(each.witness_uid, "")
        for each in observation.asked.signers
    )


def _owner(held: Held, returned: Returned, signature: Signature) -> str:
    """Return the uid of whose certificate it is, as far as that is known; else ""."""
    observation, request = held.observation, held.request
    if observation is None or request is None:
        return ""
    if not request.content.kind.is_record:
        return observation.witness_uid
    signers = observation.asked.signers
    party = party_words.owner_of(returned, request.content, signature)
    is_known = 1 <= party <= len(signers) == len(request.content.parties)
    return signers[party - 1].witness_uid if is_known else ""


def _asked_name(returned: Returned, content: FormContent, signature: Signature) -> str:
    """Return the name of whoever was asked for a digital signature."""
    if not content.kind.is_record:
        return content.observer
    party = party_words.owner_of(returned, content, signature)
    return content.parties[party - 1].name if 1 <= party <= len(content.parties) else ""


def _signature(
    held: Held, returned: Returned, noticed: Sequence[Noticed], own_name: str
) -> SignatureWord:
    """Return the signature word of a return: the table of ``domain.signature_words`` decides.

    The apprentice's own name is no observer's signature, typed or in a certificate.
    """
    found = signature_words.judge(
        None if held.written else returned,
        by_hand=True if any(each.name == BY_HAND for each in held.by_eye) else None,
        confirmed={
            each.signature.fingerprint
            for each in noticed
            if each.confirmed_at and not is_name_of(each.signature.signer, own_name)
        },
        verified_on=_verified_on(held, noticed),
        address=bare_address(held.arrival.sender) or "an unknown address",
    )
    if found.kind is SignatureKind.MISSING and (returned.problem or returned.signatures.problem):
        return replace(found, words=CANNOT_BE_CHECKED)
    if found.kind is SignatureKind.TYPED and _is_typed_by(returned, own_name):
        kind = SignatureKind.MISSING
        return SignatureWord(kind, kind.words(), ("The name typed as a signature is yours.",))
    return found


def _is_typed_by(returned: Returned, name: str) -> bool:
    typed = [returned.answer(forms.TYPED_SIGNATURE)]
    typed += [each.text for each in returned.marks if each.in_signature]
    return bool(name) and any(is_name_of(each, name) for each in typed)


def _verified_on(held: Held, noticed: Sequence[Noticed]) -> str:
    """Return the day on which a digital certificate was verified, if it was, or ""."""
    confirmed = [each.confirmed_at for each in noticed if each.confirmed_at]
    return day_words(_day_of(max([*confirmed, held.arrival.arrived_at]))) if confirmed else ""


def _noticed(store: Store, held: Held, returned: Returned) -> tuple[Noticed, ...]:
    """Return what is known about the certificate of each signature, as before this file came."""
    found = []
    for each in returned.signatures.signatures:
        noticed = certificates.look(store, _owner(held, returned, each), each)
        known = noticed.known
        if (
            known is not None
            and known.first_seen_at >= held.arrival.arrived_at
            and (not known.confirmed_at)
        ):
            noticed = replace(noticed, known=None)  # it was this file with which it came first
        found.append(noticed)
    return tuple(found)


def _remember(store: Store, held: Held, returned: Returned, step: str) -> str:
    """Remember the certificates of a file for its observer; return the step that did it."""
    for each in returned.signatures.signatures:
        owner = _owner(held, returned, each)
        if owner and each.fingerprint:
            step = certificates.notice(store, owner, each, step=step).step or step
    return step


def _fields_of(held: Held) -> frozenset[str]:
    """Return the names of the fields that this form has."""
    names = {
        forms.FACTS_RIGHT, forms.FACTS_NOTE, forms.ACCOUNT, forms.DEVELOPMENT,
        forms.DEVELOPMENT_SHOWN, forms.PRODUCT, forms.SAW, forms.OWN_WORDS, forms.NOT_RELATED,
        forms.AGREED, forms.COMMENT, forms.NAME, forms.JOB_TITLE, forms.ORGANISATION,
        forms.RELATIONSHIP, forms.CONTACT, forms.SIGNED_ON,
    }  # fmt: skip
    if held.request is not None:
        for number in range(1, len(held.request.content.ksbs) + 1):
            names |= {forms.seen_field(number), forms.where_field(number)}
        for number in range(1, len(held.request.content.schedule) + 1):
            names.add(forms.whose_field(number))
        for number in range(1, len(held.request.content.parties) + 1):
            names |= set(filling.fields(held.request.content, number))
    return frozenset(names)


def _witness(store: Store, uid: str) -> Witness | None:
    known = queries.portfolio.details(store).witnesses
    return next((each for each in known if each.uid and each.uid == uid), None)


def _back_to_sent(session: Session, observation_id: int) -> None:
    """Put a request back to Sent when nothing that came back belongs to it any more."""
    session.flush()
    if session.query(tables.ArrivalRow.id).filter_by(observation_id=observation_id).first():
        return
    row = session.get_one(tables.ObservationRow, observation_id)
    if row.state in (ObservationState.RETURNED.value, ObservationState.CHECKED.value):
        row.state = ObservationState.SENT.value


def _row(session: Session, uid: str) -> tables.ArrivalRow:
    return session.query(tables.ArrivalRow).filter_by(uid=uid).one()


def _json(value: object) -> str:
    return json.dumps(wire.encode(value), ensure_ascii=False)


def _day_of(instant: str) -> str:
    """Return the person's own day of an instant."""
    try:
        return datetime.fromisoformat(instant).astimezone().date().isoformat()
    except ValueError:
        return instant[:10]
