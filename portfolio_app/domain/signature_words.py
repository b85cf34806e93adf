"""Which signature word a returned form gets: one table, the first line that fits.

The word is what the portfolio, the bundle and every list say. It counts as signed or it does not
(``SignatureKind.is_signed``), and an unsigned form called signed is the worst this app could do.
So the first line of this table that fits decides:

======================================================  ==========================================
what came back                                          word
======================================================  ==========================================
a mail with the words in it, no form                    Sent from [address], not signed
any digital signature that does not hold (answers       Missing: the file itself says that it is
changed, or changed or cannot be checked)               not what was signed, typed name or not
a file that can't be read, or that can't be looked at   Missing: there may be one in it that does
for digital signatures (but for a scan, see below)      not hold
only digital signatures that hold, our part is          Digital certificate, verified on [day]
unchanged, and one of them has a certificate that was
compared with this observer and was not out of date
only digital signatures that hold, anything less        Digital certificate present, not verified
a picture of a page (a scan), and the person says       Signed by hand (scan)
that they see a signature
ink, a stamp or a picture lies in the box; or there is  Drawn signature
something drawn elsewhere on the form, or it could not
be compared, and the person says that they see one
a name typed into the field, or over the box            Typed name
anything else; a scan that nobody looked at; a box in   Missing
which the person says that there is no signature
======================================================  ==========================================

On a form that was read whole and on which nothing is drawn, nobody can see a signature. Ink that a
person sees on a scan is the same ink whatever else is in the file, so what can't be
looked at does not count against it; a digital signature that does not hold does.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from portfolio_app.domain.forms import TYPED_SIGNATURE
from portfolio_app.domain.observation import SignatureKind
from portfolio_app.domain.returned import AnswerFrom, MarkFound, Returned
from portfolio_app.domain.signatures import Signature

# What people type where a name is asked for, and is none: whole, or nothing but such words.
_NO_NAMES = frozenset(
    {
        "as above", "n.a", "n.k", "n/a", "n/k", "on behalf of", "p.p", "see above", "will follow",
    }
)  # fmt: skip
_NOT_NAMES = """
a an and attached available awaiting be been below blank box copy date declined digitally ditto
document draft due electronic electronically email e e-mail e-signed empty esigned follow
follows for form full given has have here i is it later left letter me missing my na name needed
nil no nobody none not of off on outstanding paper pdf pending please print provided received
refused required request see sign signature signatures signed signing soon space supplied tba
tbc tbd test testing the this to type typed unable unknown unsigned until void waiting willing
yes yet your
"""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d")
_OF_DAYS = """
january february march april may june july august september october november december jan feb
mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun monday tuesday wednesday
thursday friday saturday sunday am pm at on st nd rd th utc gmt bst obs
"""
_NO_WORDS, _TIMES = frozenset(_NOT_NAMES.split()), frozenset(_OF_DAYS.split())
_FEWEST_LETTERS = 2
_ON_THE_PAGE = (AnswerFrom.FIELD, AnswerFrom.LOOK, AnswerFrom.FREE_TEXT)
_FREE_TEXT, _PICTURE = "free text", "picture"


@dataclass(frozen=True, slots=True)
class SignatureWord:
    """A signature word, and in plain sentences what kept it from being a stronger one."""

    kind: SignatureKind
    words: str
    reasons: tuple[str, ...] = ()


def word(
    returned: Returned | None,
    *,
    by_hand: bool | None = None,
    confirmed: Collection[str] = (),
    verified_on: str = "",
    address: str = "",
) -> tuple[SignatureKind, str]:
    """Return the signature word and its words; see ``judge``."""
    found = judge(
        returned, by_hand=by_hand, confirmed=confirmed, verified_on=verified_on, address=address
    )
    return found.kind, found.words


def judge(
    returned: Returned | None,
    *,
    by_hand: bool | None = None,
    confirmed: Collection[str] = (),
    verified_on: str = "",
    address: str = "",
) -> SignatureWord:
    """Return the signature word of what came back, by the table above.

    ``returned`` is None for a reply written in the mail itself, sent from ``address``. ``by_hand``
    is what the person says that they see: a signature, none (False), or nothing yet (None).
    ``confirmed`` are the fingerprints that they compared with this observer; ``verified_on`` is the
    day of that or of this check, in words: without one nothing is verified.
    """
    if returned is None:
        words = SignatureKind.MAIL.words(address=address or "an unknown address")
        return SignatureWord(SignatureKind.MAIL, words)
    found = returned.signatures
    broken = [each for each in found.signatures if not each.verdict.is_green]
    if broken:
        return _told(SignatureKind.MISSING, *_about_broken(broken))
    if found.signatures and not found.problem:
        return _certificate(returned, confirmed, verified_on)
    unseen = f"It can't be looked at for digital signatures. {found.problem}"
    problems = [each for each in (returned.problem, unseen if found.problem else "") if each]
    if problems and not (by_hand and returned.is_picture):
        return _told(SignatureKind.MISSING, *problems)
    kind, *why = _without_certificate(returned, by_hand=by_hand)
    return _told(kind, *why, *problems)


def _certificate(returned: Returned, confirmed: Collection[str], verified_on: str) -> SignatureWord:
    signatures = returned.signatures.signatures
    reasons = []
    if returned.differences is None:
        reasons.append("Your part could not be compared with what was sent.")
    elif returned.differences:
        reasons.append("Your part is not as it was sent.")
    if returned.problem:
        reasons.append(returned.problem)
    known = [each for each in signatures if each.fingerprint and each.fingerprint in confirmed]
    if not known:
        reasons.append("Nobody has compared the certificate's fingerprint with this observer.")
    elif all(each.out_of_date for each in known):
        reasons.append(known[0].out_of_date)
    if reasons or not verified_on:
        return _told(SignatureKind.CERTIFICATE, *reasons)
    return SignatureWord(
        SignatureKind.VERIFIED, SignatureKind.VERIFIED.words(verified_on=verified_on)
    )


def _about_broken(broken: list[Signature]) -> list[str]:
    reasons = ["A digital signature in the file does not hold, so it does not count as signed."]
    for each in broken:
        who = f"{each.signer}: " if each.signer else ""
        reasons.append(f"{who}{each.verdict.words}. {each.why}".strip())
    return reasons


def _without_certificate(
    returned: Returned, *, by_hand: bool | None
) -> tuple[SignatureKind, *tuple[str, ...]]:
    if by_hand and returned.is_picture:
        return (SignatureKind.BY_HAND,)
    if by_hand and may_be_drawn_on(returned):
        return (SignatureKind.DRAWN,)
    if by_hand is not False and any(_is_drawn(each, returned) for each in returned.marks):
        return (SignatureKind.DRAWN,)
    if _has_typed_name(returned):
        return (SignatureKind.TYPED,)
    if returned.is_picture and by_hand is None:
        return (
            SignatureKind.MISSING,
            "It is a picture: look at it, and say whether you see a signature.",
        )
    return SignatureKind.MISSING, "There is no signature in its place."


def _is_drawn(mark: MarkFound, returned: Returned) -> bool:
    """Whether a mark is a signature in its box; a scanned page is no mark on itself."""
    if not mark.in_signature or mark.kind == _FREE_TEXT:
        return False
    return not (returned.is_picture and mark.kind == _PICTURE)


def _has_typed_name(returned: Returned) -> bool:
    for each in returned.answers:
        if each.name != TYPED_SIGNATURE:
            continue
        sure = each.source in _ON_THE_PAGE
        if (sure or (each.source is AnswerFrom.PAGE and not returned.is_picture)) and is_a_name(
            each.value
        ):
            return True
    return any(
        each.in_signature and each.kind == _FREE_TEXT and is_a_name(each.text)
        for each in returned.marks
    )


def may_be_drawn_on(returned: Returned) -> bool:
    """Whether there may be ink on a form that no program made out: it has marks, or is unread."""
    return returned.differences is None or any(e.kind != _FREE_TEXT for e in returned.marks)


def is_a_name(words: str) -> bool:
    """Whether what was typed may be a name.

    It has two letters at least, not all of them x, and is no "n/a", "to be signed", day, or the
    like.
    """
    plain = " ".join(words.casefold().strip(" .-–—_:*()[]<>{}\"'“”‘’").split())
    plain = plain.replace(" / ", "/")
    letters = [each for each in plain if each.isalpha()]
    if len(letters) < _FEWEST_LETTERS or set(letters) == {"x"} or plain in _NO_NAMES:
        return False
    known = _NO_WORDS | _TIMES if _NUMBER.search(plain) else _NO_WORDS
    found = _WORD.findall(plain)
    return not found or any(each not in known for each in found)


def _told(kind: SignatureKind, *reasons: str) -> SignatureWord:
    return SignatureWord(kind, kind.words(), tuple(each for each in reasons if each))
