"""The signature word of each party of a record: one part of a form, judged as a form of its own.

Nobody's signature covers for another. What can't be said to be one party's is nobody's: a digital
signature counts for the party whose field it is in, else for the one whose name its certificate
bears. One that does not hold spoils the file for everybody, unless all that was changed since are
the parts of other parties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from portfolio_app.domain import forms
from portfolio_app.domain.form_lines import FormParty, of_party, party_of
from portfolio_app.domain.forms import ADDED_SIGNATURE, FormContent
from portfolio_app.domain.names import folded
from portfolio_app.domain.observation import PartyWord, SignatureKind
from portfolio_app.domain.returned import Returned
from portfolio_app.domain.signatures import Signature, Signatures, Verdict

_OF = f"{ADDED_SIGNATURE}-of-"
# From the weakest to the strongest, of those that count as signed.
_STRENGTH = (
    SignatureKind.TYPED, SignatureKind.DRAWN, SignatureKind.BY_HAND, SignatureKind.CERTIFICATE,
    SignatureKind.VERIFIED,
)  # fmt: skip


def part_of(returned: Returned, content: FormContent, party: int) -> Returned:
    """Return what a file holds of one party (from 1), named as if the form had one part only."""
    if len(content.parties) < 2:
        return returned
    names = _names(returned, content)
    signatures = [
        settled(each, party)
        for each in returned.signatures.signatures
        if signs_for(each, names) == party or (not signs_for(each, names) and _spoils(each))
    ]
    return replace(
        returned,
        answers=tuple(
            replace(each, name=party_of(each.name)[1])
            for each in returned.answers
            if party_of(each.name)[0] == party
        ),
        marks=tuple(
            each if each.party == party else replace(each, in_signature=False)
            for each in returned.marks
        ),
        signatures=Signatures(
            (*signatures, *_spoiling(returned.signatures.signatures, party, names)),
            returned.signatures.empty_fields,
            returned.signatures.problem,
        ),
    )


def settled_all(returned: Returned, content: FormContent) -> Signatures:
    """Return a file's digital signatures, each as ``settled`` for the party whose it is."""
    found = returned.signatures
    if len(content.parties) < 2:
        return found
    names = _names(returned, content)
    told = [
        settled(each, owner) if (owner := signs_for(each, names)) else each
        for each in found.signatures
    ]
    return replace(found, signatures=tuple(told))


def owner_of(returned: Returned, content: FormContent, signature: Signature) -> int:
    """Return whose a digital signature is, the party from 1; 0 where that can't be said."""
    if len(content.parties) < 2:
        return 1
    return signs_for(signature, _names(returned, content))


def _names(returned: Returned, content: FormContent) -> dict[int, tuple[str, ...]]:
    """Return the names each party goes by: as asked, and as they gave it."""
    return {
        number: (one.name, returned.answer(of_party(forms.NAME, number)))
        for number, one in enumerate(content.parties, 1)
    }


def by_party(answers: Mapping[str, str], party: int) -> dict[str, str]:
    """Return one party's answers, named as if the form had one part only."""
    return {party_of(n)[1]: value for n, value in answers.items() if party_of(n)[0] == party}


def settled(signature: Signature, party: int) -> Signature:
    """Return a party's signature; that others filled in their own parts since is no change to it.

    The form asks them to: where several sign one after the other, the first signature is never of
    the whole form.
    """
    changed = signature.changed_fields
    if signature.verdict is not Verdict.ANSWERS_CHANGED or not changed:
        return signature
    if any(party_of(each)[0] == party for each in changed):
        return signature
    note = "Others filled in their own parts after it."
    return replace(
        signature, verdict=Verdict.MORE_SIGNATURES_ONLY, changed_fields=(), why="", note=note
    )


def signs_for(signature: Signature, names: Mapping[int, Sequence[str]]) -> int:
    """Return whose a digital signature is, the party counted from 1; 0 where that can't be said.

    ``names`` are those that each party goes by: as asked, and as they gave it.
    """
    party, name = party_of(signature.field)
    if name == forms.DIGITAL_SIGNATURE:
        return party
    number = signature.field.removeprefix(_OF).partition("-")[0]
    if signature.field.startswith(_OF) and number.isdigit() and int(number) in names:
        return int(number)
    found = {
        each
        for each, known in names.items()
        if any(_is_one(signature.signer, one) for one in known)
    }
    return found.pop() if len(found) == 1 else 0


def whole(words: Sequence[PartyWord], parties: Sequence[FormParty]) -> tuple[SignatureKind, str]:
    """Return the signature word of a whole file: the weakest of those who signed, and all words.

    Nobody signed: missing, whatever else is in it. While one of those who must sign has not, it is
    no more than a certificate: "verified" is for a file of which nothing is left open.
    """
    signed = [each for each in words if each.signature.is_signed]
    told = "; ".join(f"{parties[each.party - 1].role}: {each.words}" for each in words)
    if not signed:
        mailed = [each for each in words if each.signature is SignatureKind.MAIL]
        return (SignatureKind.MAIL if mailed else SignatureKind.MISSING), told
    weakest = min((each.signature for each in signed), key=_STRENGTH.index)
    is_open = any(
        parties[each.party - 1].must_sign for each in words if not each.signature.is_signed
    )
    if weakest is SignatureKind.VERIFIED and is_open:
        weakest = SignatureKind.CERTIFICATE
    return weakest, told


def _spoils(signature: Signature) -> bool:
    return not signature.verdict.is_green


def _spoiling(
    found: Sequence[Signature], party: int, names: Mapping[int, Sequence[str]]
) -> list[Signature]:
    """Return the others' signatures that do not hold, as far as it is not that others went on."""
    others = []
    for each in found:
        owner = signs_for(each, names)
        if owner not in (0, party) and _spoils(settled(each, owner)):
            others.append(each)
    return others


def _is_one(signer: str, known: str) -> bool:
    ours, theirs = set(folded(signer).split()), set(folded(known).split())
    return bool(ours & theirs) and (ours <= theirs or theirs <= ours)
