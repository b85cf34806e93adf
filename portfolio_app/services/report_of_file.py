"""Lines of a check report about the file itself: whose it is, what changed, how it is signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portfolio_app.domain import forms, request_code
from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import CheckRow, ObservationState, Outcome, SignatureKind
from portfolio_app.domain.party_words import settled_all
from portfolio_app.domain.returned import Difference, MatchedBy, Part
from portfolio_app.domain.signatures import Signature
from portfolio_app.services.return_case import (
    CANNOT_BE_CHECKED,
    MOST_DETAILS,
    Case,
    is_name_of,
    moment_words,
    same_person,
)

FINE, LOOK, WRONG, NOTE = Outcome.FINE, Outcome.LOOK, Outcome.WRONG, Outcome.NOTE


def portfolio(case: Case) -> Iterator[CheckRow]:
    """Say to which request it belongs, and how that is known."""
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
    if has_own or case.is_written:
        yield CheckRow("portfolio", FINE, f"Belongs to this portfolio ({known})", (f"Known {by}.",))
    else:
        came = "the e-mail it came in" if case.held.mail_sha256 else "the form it came in"
        yield CheckRow(
            "portfolio", LOOK, f"No code was found in this file: {came} names {ref}.",
            ("Look whether it is that form.",),
        )  # fmt: skip
    if others and not case.is_written:
        told = ", ".join(sorted({request_code.shown(each.code) for each in others}))
        yield CheckRow("code", WRONG, f"It also carries the code of another form: {told}.")


def version(case: Case) -> Iterator[CheckRow]:
    """Say that it is not the newest version, or was withdrawn."""
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


def part_1(case: Case) -> Iterator[CheckRow]:
    """Say whether our part is as it was sent."""
    if case.is_written:
        yield CheckRow(
            "part-1", NOTE, "Written in an e-mail: there is no form to compare with the one sent."
        )
        return
    differences = case.returned.differences
    is_told = any(each.part is Part.PART_1 for each in differences or ())
    if case.returned.is_picture and not is_told:
        yield CheckRow(
            "part-1",
            LOOK,
            "This is a picture: your part can only be compared by eye.",
            ("Compare it with the form you sent, beside it.",),
        )
    elif differences is None or (case.returned.unchecked and not is_told):
        yield CheckRow("part-1", WRONG, "Your part can't be compared with the form you sent.")
    is_whole = not (case.returned.is_picture or case.returned.unchecked or differences is None)
    by_part: dict[Part, list[Difference]] = {}
    for each in differences or ():
        by_part.setdefault(each.part, []).append(each)
    for part, rule, changed, same in _PARTS:
        if found := by_part.get(part):
            yield CheckRow(rule, WRONG, changed, _told(found))
        elif same and is_whole:
            yield CheckRow(rule, FINE, same)


# What a note says that the person should look at.
_MATTERING = ("lies over", "in the margin", "may be cut off", "came back, as pictures")
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
    for each in differences[:MOST_DETAILS]:
        where = f"Page {each.page_index + 1}: " if each.page_index is not None else ""
        lines.append(each.words if each.words.startswith("Page ") else f"{where}{each.words}")
    if len(differences) > MOST_DETAILS:
        lines.append(f"and {len(differences) - MOST_DETAILS} more")
    return tuple(lines)


def holds(case: Case) -> Iterator[CheckRow]:
    """Say what the file also holds."""
    if case.returned.holds:
        yield CheckRow(
            "holds",
            LOOK,
            "The file also holds what no answer needs. None of it was run, and none of it goes "
            "into the page copy.",
            tuple(case.returned.holds[:MOST_DETAILS]),
        )


def noticed(case: Case) -> Iterator[CheckRow]:
    """Say what was found that is no change, but may matter to whoever reads it."""
    notes = case.returned.notes[:MOST_DETAILS]
    if notes:
        matters = any(any(sign in each for sign in _MATTERING) for each in notes)
        yield CheckRow("noticed", LOOK if matters else NOTE, "Also noticed on the pages", notes)


def signature(case: Case) -> Iterator[CheckRow]:
    """Say the signature word; those of a record are told party by party."""
    if case.content.kind.is_record:
        return
    if case.signature_words == CANNOT_BE_CHECKED:
        yield CheckRow(
            "signature", WRONG, "The signature can't be checked.", case.signature_reasons
        )
    elif not case.signature.is_signed and any(
        not each.verdict.is_green for each in case.returned.signatures.signatures
    ):
        why, *details = case.signature_reasons or ("Its digital signature does not hold.",)
        yield CheckRow("signature", WRONG, why, tuple(details))
    elif case.signature is SignatureKind.MISSING and case.is_unread:
        yield CheckRow(
            "signature",
            WRONG,
            "Nobody has said yet whether this picture shows a signature.",
            case.signature_reasons,
        )
    elif case.signature is SignatureKind.MISSING:
        yield CheckRow(
            "signature",
            WRONG,
            "There's no signature on this proforma."
            if case.content.kind is FormKind.OBSERVATION
            else "There's no signature on this statement.",
            ("What it says has been read and kept. Send it back for signing, or attach it marked "
             "incomplete.", *case.signature_reasons),
        )  # fmt: skip
    elif case.signature is SignatureKind.VERIFIED:
        yield CheckRow("signature", FINE, f"Signature: {case.signature_words}")
    else:
        # Never green: nothing but a certificate that was confirmed says who signed.
        yield CheckRow(
            "signature", NOTE, f"Signature: {case.signature_words}", case.signature_reasons
        )


def signed_by(case: Case) -> Iterator[CheckRow]:
    """Say that the names beside the signature and in it are not one person's, or are yours."""
    if any(each.is_me for each in case.content.parties):
        return  # theirs is one of the signatures that were asked for
    name, typed = case.answer(forms.NAME), case.answer(forms.TYPED_SIGNATURE)
    if case.signature is SignatureKind.TYPED and name and typed and not same_person(name, typed):
        yield CheckRow(
            "signature-name", LOOK, f"The form gives the name {name}, and is signed {typed}."
        )
    if any(
        is_name_of(each.signer, case.details.name) for each in case.returned.signatures.signatures
    ):
        yield CheckRow("signer-own", WRONG, "The certificate that signed it is made out to you.")


def digital(case: Case) -> Iterator[CheckRow]:
    """Say what the digital signatures say."""
    found = settled_all(case.returned, case.content)
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
        lines.append(f"Changed after signing: {', '.join(each.changed_fields[:MOST_DETAILS])}")
    return tuple(filter(None, lines))


def certificates(case: Case) -> Iterator[CheckRow]:
    """Say what is known of the certificates."""
    yield from case.certificates


def _how_it_came(case: Case) -> str:
    arrival = case.held.arrival
    if case.held.mail_sha256 or case.is_written:
        sent = f", {moment_words(arrival.sent_at)}" if arrival.sent_at else ""
        return f"The e-mail it came in is kept as it arrived: from {arrival.sender}{sent}."
    return "It came as a file: keep the e-mail it was in too, if there is one."


def arrival(case: Case) -> Iterator[CheckRow]:
    """Say how and when it arrived."""
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
        f"Arrived on {moment_words(arrival.arrived_at)}; kept byte for byte",
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


def read_by(case: Case) -> Iterator[CheckRow]:
    """Say how it was read."""
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
