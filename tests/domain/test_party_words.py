"""Whose a digital signature is, and what each party's part of a file says by itself."""

from dataclasses import replace

from portfolio_app.domain import party_words, signature_words
from portfolio_app.domain.forms import TYPED_SIGNATURE
from portfolio_app.domain.observation import PartyWord, SignatureKind
from portfolio_app.domain.returned import Answer, MarkFound, Returned
from portfolio_app.domain.signatures import Signature, Signatures, Verdict
from tests.pdf.form_contents import DECLARATION, REVIEW

_TYPED = Answer(TYPED_SIGNATURE, "The apprentice")
_THEIRS = Answer(f"p2-{TYPED_SIGNATURE}", "The line manager")


def _words(returned: Returned) -> list[str]:
    return [
        signature_words.judge(party_words.part_of(returned, REVIEW, party)).kind.value
        for party in (1, 2, 3)
    ]


def test_a_name_or_ink_signs_for_the_party_in_whose_part_it_stands() -> None:
    assert _words(Returned(differences=(), answers=(_TYPED,))) == ["typed", "missing", "missing"]
    assert _words(Returned(differences=(), answers=(_THEIRS,))) == ["missing", "typed", "missing"]
    ink = MarkFound(0, "ink", (0, 0, 1, 1), in_signature=True, party=3)
    assert _words(Returned(differences=(), marks=(ink,))) == ["missing", "missing", "drawn"]


def test_a_certificate_signs_for_its_field_else_for_the_name_it_bears_else_for_nobody() -> None:
    signed = Signature("p2-signature.digital", Verdict.UNCHANGED, signer="Somebody Else")
    for field, signer, wanted in (
        ("p2-signature.digital", "Somebody Else", 2),
        ("digital-signature-of-3", "Somebody Else", 3),
        ("digital-signature-of-3-2", "", 3),
        ("digital-signature-of-9", "", 0),
        ("Signature1", "The practice tutor", 3),
        ("Signature1", "Somebody Else", 0),
        ("digital-signature", "", 0),
    ):
        one = replace(signed, field=field, signer=signer)
        assert party_words.owner_of(Returned(), REVIEW, one) == wanted, field
        told = _words(Returned(differences=(), signatures=Signatures((one,))))
        assert told == ["certificate" if n == wanted else "missing" for n in (1, 2, 3)], field
    assert party_words.owner_of(Returned(), DECLARATION, signed) == 1


def test_one_that_does_not_hold_spoils_the_file_unless_others_only_went_on() -> None:
    changed = Signature(
        "p2-signature.digital", Verdict.ANSWERS_CHANGED, changed_fields=("name", "p3-name")
    )
    returned = Returned(differences=(), answers=(_TYPED,), signatures=Signatures((changed,)))
    assert _words(returned) == ["typed", "certificate", "missing"]
    own = replace(changed, changed_fields=("name", "p2-name"))
    broken = replace(changed, verdict=Verdict.CHANGED_OR_UNVERIFIABLE)
    nobodys = replace(broken, field="Signature1", signer="Somebody Else")
    for spoilt in (own, broken, nobodys):
        assert _words(replace(returned, signatures=Signatures((spoilt,)))) == ["missing"] * 3


def test_a_file_is_called_by_the_weakest_who_signed_and_missing_when_nobody_did() -> None:
    words = [
        PartyWord(1, SignatureKind.VERIFIED, "Digital certificate, verified on a day"),
        PartyWord(2, SignatureKind.MISSING, "Missing"),
        PartyWord(3, SignatureKind.TYPED, "Typed name"),
    ]
    assert party_words.whole(words, REVIEW.parties) == (
        SignatureKind.TYPED,
        "Apprentice: Digital certificate, verified on a day; Line manager: Missing; "
        "Practice tutor: Typed name",
    )
    kind, _ = party_words.whole(words[:2], REVIEW.parties)
    assert kind is SignatureKind.CERTIFICATE  # green is for a file in which nobody is missing
    kind, _ = party_words.whole(words[:1], REVIEW.parties)
    assert kind is SignatureKind.VERIFIED
    kind, _ = party_words.whole([words[1]], REVIEW.parties)
    assert kind is SignatureKind.MISSING
    mailed = PartyWord(3, SignatureKind.MAIL, "Sent from tutor@example.ac.example, not signed")
    kind, told = party_words.whole([words[1], mailed], REVIEW.parties)
    assert kind is SignatureKind.MAIL
    assert not kind.is_signed
    assert told.endswith("Practice tutor: Sent from tutor@example.ac.example, not signed")


def test_a_certificates_name_is_one_partys_only_where_it_can_be_no_others() -> None:
    signed = Signature("Signature1", Verdict.UNCHANGED)
    names = {1: ("Sam Sampleton", ""), 2: ("Robin Sampleton", ""), 3: ("Robin Sampleton", "")}
    for signer, wanted in (
        ("Sam Sampleton", 1),
        ("SAMPLETON Sam", 1),
        ("Sam J. Sampleton", 1),
        ("Robin Sampleton", 0),  # two go by that name
        ("Sampleton", 0),
        ("Sam Other", 0),  # a first name alone is nobody's
        ("", 0),
    ):
        one = replace(signed, signer=signer)
        assert party_words.signs_for(one, names) == wanted, signer
