"""The signature word: every combination of what can come back, against the rule said again."""

import itertools
from dataclasses import replace

import pytest

from portfolio_app.domain.forms import TYPED_SIGNATURE
from portfolio_app.domain.observation import SignatureKind
from portfolio_app.domain.returned import (
    Answer,
    AnswerFrom,
    Difference,
    MarkFound,
    Part,
    Returned,
)
from portfolio_app.domain.signature_words import is_a_name, judge, word
from portfolio_app.domain.signatures import Signature, Signatures, Verdict

FINGERPRINT = "7b78" * 16
DAY = "2 December 2026"
BOX = (60.0, 100.0, 286.0, 162.0)
INK = MarkFound(1, "ink", BOX, in_signature=True)
TYPED = Answer(TYPED_SIGNATURE, "Ann Example")
CHANGED = Difference(Part.PART_1, "The activity is another one.")


def _signature(verdict: Verdict, *, expired: bool = False) -> Signature:
    return Signature(
        "signature.digital",
        verdict,
        signer="Line Manager",
        fingerprint=FINGERPRINT,
        signed_at="2026-12-02T14:00:00Z",
        not_before="2026-01-01T00:00:00Z",
        not_after="2026-06-01T00:00:00Z" if expired else "2027-01-01T00:00:00Z",
    )


DIGITAL: dict[str, Signatures] = {
    "none": Signatures(),
    "problem": Signatures(problem="The file is damaged."),
    **{each.value: Signatures((_signature(each),)) for each in Verdict},
    "expired": Signatures((_signature(Verdict.UNCHANGED, expired=True),)),
    "one of two broken": Signatures(
        (
            _signature(Verdict.UNCHANGED),
            replace(_signature(Verdict.CHANGED_OR_UNVERIFIABLE), fingerprint="00" * 32),
        )
    ),
    "green, and a problem": Signatures((_signature(Verdict.UNCHANGED),), problem="Damaged."),
}
BROKEN = {"answers-changed", "changed-or-unverifiable", "one of two broken"}
GREEN = {"unchanged", "more-signatures-only"}
OURS: dict[str, tuple[Difference, ...] | None] = {
    "unchanged": (),
    "changed": (CHANGED,),
    "unknown": None,
}


def _expected(
    digital: str,
    ours: str,
    *,
    confirmed: bool,
    typed: bool,
    ink: bool,
    picture: bool,
    by_hand: bool | None,
) -> SignatureKind:
    if digital in BROKEN:
        return SignatureKind.MISSING
    if digital in GREEN | {"expired"}:
        sure = digital in GREEN and ours == "unchanged" and confirmed
        return SignatureKind.VERIFIED if sure else SignatureKind.CERTIFICATE
    if "problem" in digital:
        return SignatureKind.BY_HAND if picture and by_hand else SignatureKind.MISSING
    if by_hand and picture:
        return SignatureKind.BY_HAND
    if by_hand and ours == "unknown":
        return SignatureKind.DRAWN
    if ink and by_hand is not False:
        return SignatureKind.DRAWN
    return SignatureKind.TYPED if typed else SignatureKind.MISSING


def test_every_combination_gets_the_word_of_the_table() -> None:
    kinds = set()
    yes_no = (False, True)
    everything = itertools.product(
        DIGITAL, OURS, yes_no, yes_no, yes_no, yes_no, (None, False, True)
    )
    for digital, ours, confirmed, typed, ink, picture, by_hand in everything:
        returned = Returned(
            answers=(TYPED,) if typed else (),
            marks=(INK,) if ink else (),
            differences=OURS[ours],
            signatures=DIGITAL[digital],
            is_picture=picture,
        )

        kind, words = word(
            returned,
            by_hand=by_hand,
            confirmed={FINGERPRINT} if confirmed else (),
            verified_on=DAY,
        )

        expected = _expected(
            digital,
            ours,
            confirmed=confirmed,
            typed=typed,
            ink=ink,
            picture=picture,
            by_hand=by_hand,
        )
        case = (digital, ours, confirmed, typed, ink, picture, by_hand)
        assert kind is expected, case
        assert words == kind.words(verified_on=DAY), case
        if digital in BROKEN:
            assert not kind.is_signed, case
        if "problem" in digital:
            assert kind is not SignatureKind.VERIFIED, case
        kinds.add(kind)

    assert kinds == set(SignatureKind) - {SignatureKind.MAIL}


def test_a_form_with_nothing_in_it_is_missing_and_says_why() -> None:
    found = judge(Returned())

    assert (found.kind, found.words) == (SignatureKind.MISSING, "Missing")
    assert found.reasons == ("There is no signature in its place.",)


def test_a_scan_is_signed_by_hand_only_when_a_person_says_so() -> None:
    scan = Returned(is_picture=True, marks=(MarkFound(0, "picture", BOX, in_signature=True),))

    assert judge(scan).kind is SignatureKind.MISSING
    assert "say whether you see a signature" in judge(scan).reasons[0]
    assert judge(scan, by_hand=False).kind is SignatureKind.MISSING
    assert judge(scan, by_hand=True).words == "Signed by hand (scan)"


def test_words_recognised_on_a_scan_are_no_typed_name() -> None:
    for source, is_picture, kind in (
        (AnswerFrom.PAGE, True, SignatureKind.MISSING),
        (AnswerFrom.EYE, True, SignatureKind.MISSING),
        (AnswerFrom.EYE, False, SignatureKind.MISSING),
        (AnswerFrom.PAGE, False, SignatureKind.TYPED),
        (AnswerFrom.LOOK, False, SignatureKind.TYPED),
        (AnswerFrom.FREE_TEXT, True, SignatureKind.TYPED),
    ):
        answer = Answer(TYPED_SIGNATURE, "Ann Example", source)
        returned = Returned(answers=(answer,), is_picture=is_picture)

        assert judge(returned).kind is kind, (source, is_picture)


def test_a_name_typed_over_the_box_is_typed_and_not_drawn() -> None:
    over = MarkFound(1, "free text", BOX, in_signature=True, text="Ann Example")

    assert judge(Returned(marks=(over,))).kind is SignatureKind.TYPED
    assert judge(Returned(marks=(replace(over, text=" "),))).kind is SignatureKind.MISSING
    assert judge(Returned(marks=(replace(over, in_signature=False),))).kind is (
        SignatureKind.MISSING
    )


def test_nobody_sees_a_signature_on_a_form_that_was_read_whole_and_has_nothing_drawn_on_it() -> (
    None
):
    whole = Returned(differences=())
    beside = replace(INK, in_signature=False)
    words_only = MarkFound(1, "free text", BOX, text="by the window")

    assert judge(whole, by_hand=True).kind is SignatureKind.MISSING
    assert judge(replace(whole, marks=(words_only,)), by_hand=True).kind is SignatureKind.MISSING
    assert judge(replace(whole, marks=(beside,)), by_hand=True).kind is SignatureKind.DRAWN
    assert judge(Returned(), by_hand=True).kind is SignatureKind.DRAWN


def test_ink_beside_the_box_is_no_signature() -> None:
    assert judge(Returned(marks=(replace(INK, in_signature=False),))).kind is SignatureKind.MISSING


@pytest.mark.parametrize(
    "words",
    ["", "   ", "—", "...", "x", "N/A", "n/a.", "None", " not  signed ", "TBC", "See e-mail",
     "Type your full name", "\u200b\u200b", "12345", "_______", "n / a", "N.A.", "xx", "X X",
     "3 December 2025", "03/12/2025 at 10:00", "Please sign", "to be signed later", "will follow",
     "not signed yet", "[signature]", "<Signature>", "Type your full name here", "unsigned copy",
     "signed electronically", "I have not signed this", "left blank", "refused", "OBS-04", "p.p.",
     "awaiting signature", "none given", "on behalf of"],
)  # fmt: skip
def test_what_is_typed_and_is_no_name_is_missing(words: str) -> None:
    assert not is_a_name(words)
    assert judge(Returned(answers=(Answer(TYPED_SIGNATURE, words),))).kind is SignatureKind.MISSING


@pytest.mark.parametrize(
    "words",
    [
        "Ann Example",
        "Siân Llŷr",
        "Zoë",
        "Łukasz Wójcik",
        "أحمد",
        "अनीता",
        "Ng",
        "A. Noe",
        "Will May",
        "April Day",
        "Ann Example 3/12/2025",
        "Oo",
        "J. K.",
        "D’Arcy",
        "Li-Na",
        "Print, Ann",
    ],
)
def test_names_in_every_script_are_names(words: str) -> None:
    assert is_a_name(words)


def test_a_reply_in_the_mail_is_never_signed() -> None:
    kind, words = word(None, address="manager@example.org", by_hand=True, confirmed={FINGERPRINT})

    assert (kind, words) == (SignatureKind.MAIL, "Sent from manager@example.org, not signed")
    assert not kind.is_signed
    assert word(None)[1] == "Sent from an unknown address, not signed"


def test_an_altered_form_says_what_was_altered_and_does_not_count_as_signed() -> None:
    broken = replace(
        _signature(Verdict.ANSWERS_CHANGED), why="Answers were changed after it was signed."
    )
    returned = Returned(answers=(TYPED,), marks=(INK,), signatures=Signatures((broken,)))

    found = judge(returned, by_hand=True, confirmed={FINGERPRINT}, verified_on=DAY)

    assert found.kind is SignatureKind.MISSING
    assert found.reasons == (
        "A digital signature in the file does not hold, so it does not count as signed.",
        "Line Manager: Answers changed after signing. Answers were changed after it was signed.",
    )


def test_a_certificate_that_is_not_verified_says_why() -> None:
    signed = Returned(differences=(), signatures=DIGITAL["unchanged"])

    unknown = judge(signed, verified_on=DAY)
    other = judge(signed, confirmed={"00" * 32}, verified_on=DAY)
    expired = judge(
        replace(signed, signatures=DIGITAL["expired"]), confirmed={FINGERPRINT}, verified_on=DAY
    )
    altered = judge(replace(signed, differences=(CHANGED,)), confirmed={FINGERPRINT},
                    verified_on=DAY)  # fmt: skip

    assert unknown.reasons == other.reasons
    assert "Nobody has compared" in unknown.reasons[0]
    assert "expired" in expired.reasons[0]
    assert altered.reasons == ("Your part is not as it was sent.",)
    for each in (unknown, other, expired, altered):
        assert each.words == "Digital certificate present, not verified"


def test_without_a_day_nothing_is_verified() -> None:
    signed = Returned(differences=(), signatures=DIGITAL["unchanged"])

    assert judge(signed, confirmed={FINGERPRINT}).kind is SignatureKind.CERTIFICATE


def test_a_file_that_cannot_be_looked_at_is_not_signed_and_says_so() -> None:
    unchecked = judge(Returned(answers=(TYPED,), marks=(INK,), signatures=DIGITAL["problem"]))
    unread = judge(Returned(answers=(TYPED,), problem="The file is locked."))

    assert unchecked.kind is unread.kind is SignatureKind.MISSING
    assert unchecked.reasons == (
        "It can't be looked at for digital signatures. The file is damaged.",
    )
    assert unread.reasons == ("The file is locked.",)


def test_a_file_that_was_not_read_whole_is_never_verified_however_good_its_signature() -> None:
    good = Returned(
        differences=(),
        signatures=Signatures((_signature(Verdict.UNCHANGED),)),
        problem="Its second page can't be read.",
    )

    found = judge(good, confirmed={FINGERPRINT}, verified_on=DAY)

    assert found.kind is SignatureKind.CERTIFICATE
    assert found.reasons == ("Its second page can't be read.",)
    whole = judge(replace(good, problem=""), confirmed={FINGERPRINT}, verified_on=DAY)
    assert whole.kind is SignatureKind.VERIFIED


def test_what_could_not_be_looked_at_is_never_as_good_as_the_signatures_beside_it() -> None:
    both = Signatures((_signature(Verdict.UNCHANGED),), problem="The file is damaged.")

    assert both.verdict is Verdict.CHANGED_OR_UNVERIFIABLE
    assert Signatures(problem="The file is damaged.").verdict is Verdict.CHANGED_OR_UNVERIFIABLE
    assert Signatures((_signature(Verdict.UNCHANGED),)).verdict is Verdict.UNCHANGED
    assert Signatures().verdict is None
