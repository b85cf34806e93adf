"""Observations: what is asked of whom, the states a request goes through, and signature words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.form_lines import FormLine, Signer
from portfolio_app.domain.forms import FormContent, FormKind


class Role(StrEnum):
    """As what somebody observes (domain.md e: line manager, mentor, coach and others)."""

    LINE_MANAGER = "line manager"
    MENTOR = "mentor"
    CHAIR = "chair"
    PARTNER = "partner"
    COACH = "coach"
    PEER = "peer"
    OTHER = "other witness"

    @property
    def words(self) -> str:
        """The words on screen and on the form."""
        return self.value.capitalize()


class ObservationState(StrEnum):
    """Where a request has got to."""

    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    CHECKED = "checked"
    IN_PORTFOLIO = "in-portfolio"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """The words on screen."""
        return {
            "draft": "Draft",
            "sent": "Sent",
            "returned": "Returned",
            "checked": "Checked",
            "in-portfolio": "In portfolio",
            "withdrawn": "Withdrawn",
        }[self.value]


class SignatureKind(StrEnum):
    """What kind of signature a returned form carries, in these words and no others."""

    TYPED = "typed"
    DRAWN = "drawn"
    BY_HAND = "by-hand"
    CERTIFICATE = "certificate"
    VERIFIED = "verified"
    MAIL = "mail"
    MISSING = "missing"

    @property
    def is_signed(self) -> bool:
        """Whether it counts as signed for coverage."""
        return self not in (SignatureKind.MAIL, SignatureKind.MISSING)

    def words(self, *, verified_on: str = "", address: str = "") -> str:
        """Return the signature word: ``verified_on`` is a day in words, ``address`` who sent it."""
        return {
            "typed": "Typed name",
            "drawn": "Drawn signature",
            "by-hand": "Signed by hand (scan)",
            "certificate": "Digital certificate present, not verified",
            "verified": f"Digital certificate, verified on {verified_on}",
            "mail": f"Sent from {address}, not signed",
            "missing": "Missing",
        }[self.value]


class ArrivalState(StrEnum):
    """What was decided about a file that came back."""

    NEW = "new"
    PUT_OFF = "put-off"
    CORRECTION = "correction"  # a correction was asked for
    ATTACHED = "attached"
    INCOMPLETE = "incomplete"  # attached, marked incomplete
    EARLIER = "earlier"  # a later return took its place


class Outcome(StrEnum):
    """What one line of the check report comes to."""

    FINE = "fine"
    LOOK = "look"  # the person should look at it
    WRONG = "wrong"  # changed, missing, of someone else
    NOTE = "note"  # good to know


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line of the check report; ``rule`` is a steady id, ``details`` lines beneath it."""

    rule: str
    outcome: Outcome
    message: str
    details: tuple[str, ...] = ()


SIGNATURE_RULES = frozenset({"signature"})  # rows of a report that say whether it is signed


@dataclass(frozen=True, slots=True)
class Asked:
    """What the apprentice says in a request; FormContent is made of it for each version.

    ``title`` is the activity (or what a statement is about); ``ksb_uids`` at most
    forms.MOST_KSBS; ``context`` facts, at most forms.MOST_CONTEXT_WORDS words; ``present`` roles.
    ``item_uids`` are the only pieces of an employer's schedule, none for all on the shortlist;
    ``supplement_to`` is the uid of the statement that a supplement belongs to. ``about_uid``,
    ``lines`` and ``signers`` are of a record: the planned row (or gateway row's id) it is about.
    """

    title: str = ""
    day: str = ""
    time: str = ""
    minutes: int = 0
    place: str = ""
    present: str = ""
    observed_as: Role = Role.LINE_MANAGER
    ksb_uids: tuple[str, ...] = ()
    context: str = ""
    confidential: str = ""
    statement: str = ""
    signature_field: bool = False
    item_uids: tuple[str, ...] = ()
    supplement_to: str = ""
    about_uid: str = ""
    lines: tuple[FormLine, ...] = ()
    signers: tuple[Signer, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One version of a request, as it was made into a form. The form is kept byte for byte.

    ``sent_at`` is the instant at which the person said that they sent it, or "".
    """

    uid: str
    version: int
    code: str
    content: FormContent
    form_sha256: str
    form_bytes: int
    made_at: str
    sent_at: str = ""


@dataclass(frozen=True, slots=True)
class PartyWord:
    """The signature word of one party in one file; ``party`` counts from 1."""

    party: int
    signature: SignatureKind
    words: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that came back, or a reply in a mail. The original is kept byte for byte.

    ``sender``, ``sent_at``, ``subject`` and ``message_id`` are as the mail claims, "" without one.
    ``matched_by`` says how it was known (returned.MatchedBy), "" when it was matched by hand or not
    at all. ``signature`` and ``signature_words`` are the signature word's kind and the words.
    ``report`` is the check as it was last made. ``by_eye`` is whether fields were read by eye.
    ``item_uid`` is the piece of evidence (or paper) it became, or "". ``parties`` has a word for
    each party of a record; ``signature`` is then the weakest of those who signed.
    """

    uid: str
    request_uid: str
    file_name: str
    sha256: str
    bytes: int
    arrived_at: str
    state: ArrivalState
    matched_by: str = ""
    sender: str = ""
    sent_at: str = ""
    subject: str = ""
    message_id: str = ""
    signature: SignatureKind = SignatureKind.MISSING
    signature_words: str = ""
    report: tuple[CheckRow, ...] = ()
    by_eye: bool = False
    checked_at: str = ""
    item_uid: str = ""
    parties: tuple[PartyWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """One observation (or statement to sign): what is asked, every version, everything that came.

    ``requests`` and ``arrivals`` are oldest first. ``item_uid`` is the piece it became, or "".
    """

    uid: str
    ref: str
    kind: FormKind
    state: ObservationState
    asked: Asked
    witness_uid: str
    witness: str
    role: str
    requests: tuple[Request, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    item_uid: str = ""
    made_at: str = ""

    @property
    def newest(self) -> Request | None:
        """The version that counts, None for a draft."""
        return self.requests[-1] if self.requests else None


def observation_ref(number: int) -> str:
    """Return the name of an observation by its number from 1: OBS-01."""
    return f"OBS-{number:02d}"


def statement_ref(number: int) -> str:
    """Return the name of a statement to sign by its number from 1: ST-01."""
    return f"ST-{number:02d}"
