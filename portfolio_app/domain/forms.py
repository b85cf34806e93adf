"""What a form that goes out says, and what its fields are called.

One kind of value for every form: the observation proforma, the employer's statement with schedule,
a general statement of one page to sign, and the records of ``form_lines``. It is drawn by ``pdf``,
travels inside the file as ``request.json``, and is kept with the copy that was sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.form_lines import FormLine, FormParty

MOST_KSBS = 6
SUGGESTED_KSBS = 4  # above: "each adds about two minutes" (decision D12)
MOST_CONTEXT_WORDS = 120
MINUTES = 10
MINUTES_A_KSB = 2  # for each above SUGGESTED_KSBS

EMBEDDED_NAME = "request.json"  # the file inside a form that holds its FormContent


class FormKind(StrEnum):
    """What a form is for."""

    OBSERVATION = "observation"
    EMPLOYER_STATEMENT = "employer-statement"
    STATEMENT = "statement"
    REVIEW_RECORD = "review-record"
    MANAGER_PAGE = "manager-page"
    DECLARATION = "declaration"  # the employer's, for the gateway
    SHARING = "sharing"  # what the employer agrees may be shared
    AGREEMENT = "agreement"  # of the workplace project

    @property
    def words(self) -> str:
        """The words on screen and on the form."""
        return {
            "observation": "Observation proforma",
            "employer-statement": "Employer's statement",
            "statement": "Statement",
            "review-record": "Review record",
            "manager-page": "Manager's page",
            "declaration": "Employer's declaration",
            "sharing": "Sharing agreement",
            "agreement": "Project agreement",
        }[self.value]

    @property
    def is_record(self) -> bool:
        """Whether it is made of lines and parties, and is kept beside a row, not as evidence."""
        return self not in (
            FormKind.OBSERVATION,
            FormKind.EMPLOYER_STATEMENT,
            FormKind.STATEMENT,
        )


class Seen(StrEnum):
    """The observer's answer for one KSB."""

    SEEN = "seen"
    IN_PART = "part"
    NOT_THIS_TIME = "not"

    @property
    def words(self) -> str:
        """The words on the form."""
        return {"seen": "Seen", "part": "In part", "not": "Not this time"}[self.value]


class Whose(StrEnum):
    """The employer's answer for one piece of the schedule."""

    THEIRS = "theirs"
    SHARED = "shared"
    CANNOT_SAY = "cannot-say"

    @property
    def words(self) -> str:
        """The words on the form and in the bundle."""
        return {
            "theirs": "Theirs",
            "shared": "Shared, part as described",
            "cannot-say": "Cannot say",
        }[self.value]


@dataclass(frozen=True, slots=True)
class FormKsb:
    """One KSB that the observer is asked to look for; never why it was chosen."""

    code: str
    short: str
    text: str
    plain: str = ""  # what it means, in one plain line; not official wording
    kind: str = ""  # domain.ksb.KsbKind, for its mark; "" where the code's letter says it


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One piece of the employer's schedule: what it was when the form was made.

    ``item_uid``, ``sha256`` (of the original) and ``part_hash`` bind the answer to the piece;
    ``pages`` says how many it has.
    """

    item_uid: str
    ref: str
    title: str
    date: str
    pages: int
    part: str
    sha256: str
    part_hash: str


@dataclass(frozen=True, slots=True)
class FormContent:
    """Everything the apprentice's side fixes on a form. ``ref`` is ``OBS-04`` or ``ST-02``.

    ``day`` is YYYY-MM-DD or "", ``time`` HH:MM or "", ``minutes`` how long it lasted or was planned
    to last, 0 unknown. ``statement`` holds the words to be signed, ``title`` the activity or what
    the statement is about. ``signature_field`` asks for the variant with a field for a digital
    signature. ``made_on`` is the day on which it was made.
    """

    kind: FormKind
    ref: str
    version: int
    code: str
    title: str
    apprentice: str = ""
    employer: str = ""
    provider: str = ""
    standard: str = ""  # "Senior leader, ST0480 version 1.2"
    day: str = ""
    time: str = ""
    minutes: int = 0
    place: str = ""
    present: str = ""  # who else was there: roles, not names
    observed_as: str = ""  # domain.observation.Role
    context: str = ""
    confidential: str = ""
    observer: str = ""
    job_title: str = ""
    organisation: str = ""
    relationship: str = ""
    ksbs: tuple[FormKsb, ...] = ()
    statement: str = ""
    schedule: tuple[ScheduleRow, ...] = ()
    signature_field: bool = False
    lines: tuple[FormLine, ...] = ()  # of a record
    parties: tuple[FormParty, ...] = ()  # of a record: one at least
    made_on: str = ""
    reply_to: str = ""  # the apprentice's address, as typed; "" prints none
    wording: str = ""  # whose wording the KSBs are, or that it was not compared


# --- Full names of fields: partial names joined by periods (ISO 32000-1, 12.7.3.2), so that a name
# is never the start of another one. Buttons hold the value of the enum named beside them; tick
# boxes are on (ON) or off. Part 1 has no fields: it is drawn.

ON = "Yes"  # the state of a tick box that is ticked

CODE = "code"  # read-only, holds FormContent.code
VERSION = "version"  # read-only

FACTS_RIGHT = "facts"  # buttons, FACTS_YES or FACTS_NO: is part 1 right?
FACTS_YES, FACTS_NO = "yes", "no"
FACTS_NOTE = "facts-note"
ACCOUNT = "account"  # "In your own words: what did you see and hear, and what came of it?"
DEVELOPMENT = "development"
DEVELOPMENT_SHOWN = "development-shown"  # tick: may be printed
PRODUCT = "product"  # the dated work product that was seen
SAW = "saw"  # tick: "I saw this myself"
OWN_WORDS = "own-words"  # tick: "These are my own words"
NOT_RELATED = "not-related"  # tick: "I am not related to the apprentice"
AGREED = "agreed"  # tick, general statement: "I agree with this statement"
COMMENT = "comment"  # general and employer's statement

NAME = "name"
JOB_TITLE = "job-title"
ORGANISATION = "organisation"
RELATIONSHIP = "relationship"
CONTACT = "contact"
SIGNED_ON = "signed-on"
TYPED_SIGNATURE = "signature.typed"  # "Type your full name"
DIGITAL_SIGNATURE = "signature.digital"  # a signature field, in the variant that has one
# A signature field that is added when somebody signs where there is none; the next ones end in -2,
# -3 … At the root of the form: an earlier signature allows a new field nowhere else.
ADDED_SIGNATURE = "digital-signature"

# What an observer writes in their own words, as far as it may be printed.
OBSERVERS_WORDS = (ACCOUNT, PRODUCT, FACTS_NOTE, COMMENT)


def added_signature(party: int = 0) -> str:
    """Return what a signature field is called that is added for a party counted from 1."""
    return f"{ADDED_SIGNATURE}-of-{party}" if party else ADDED_SIGNATURE


def seen_field(number: int) -> str:
    """Return the name of the buttons (Seen) of a KSB row counted from 1."""
    return f"ksb.{number}.seen"


def where_field(number: int) -> str:
    """Return the name of the optional "where in the above" of a KSB row counted from 1."""
    return f"ksb.{number}.where"


def whose_field(number: int) -> str:
    """Return the name of the buttons (Whose) of a schedule row counted from 1."""
    return f"row.{number}.whose"


# --- The signature's box, which is drawn and no field: it lies left of TYPED_SIGNATURE.

_POINTS_A_MM = 72 / 25.4
SIGNATURE_ACROSS, SIGNATURE_DOWN = 80 * _POINTS_A_MM, 22 * _POINTS_A_MM  # points
_BESIDE, _ABOVE = 21.0, 2.0  # points from the field's left edge and top


def signature_box(
    typed: tuple[float, float, float, float],
) -> tuple[float, float, float, float]:
    """Return the box to sign in, as left, bottom, right, top in points, by where the field is.

    ``typed`` is the rectangle of the field TYPED_SIGNATURE, in the same coordinates.
    """
    right, top = typed[0] - _BESIDE, typed[3] + _ABOVE
    return (right - SIGNATURE_ACROSS, top - SIGNATURE_DOWN, right, top)


# --- What the observer's window leaves in the PDF besides answers. It says what the window did and
# proves nothing: anybody can write it. ISO 32000-2, 14.5: in /PieceInfo under OBSERVER_PIECE lies
# a dictionary whose /Private names the /State; the catalogue's is DRAFT or SIGNED (with the
# /Checksum of ``filling.checksum``), that of a page it added is GOES_ON. Such pages come last, and
# hold nothing but questions and answers that are longer than their fields, each in full.

OBSERVER_PIECE = "PortfolioObserver"
DRAFT, SIGNED, GOES_ON = "Draft", "Signed", "Answers"
SIGNATURE_MARK = "portfolio-signature"  # /NM of the ink or stamp put into the signature's box
DRAWN_BY_HAND = "Signature, drawn by hand on the screen"  # what the ink says of itself
ADDED_AS_PICTURE = "Signature, added as a picture"  # what the stamp says of itself
PAPER_STEM = "signed-proforma"  # an embedded file so named is a paper form that was signed
PAPER_ENDINGS = ("pdf", "jpg", "jpeg", "png", "tif", "tiff", "heic", "webp")


# At the end of what a field shows of a longer answer: on a line of its own, where the direction in
# which an answer is written does not turn it round.
GOES_ON_SAID = "\n[in full at the end, answer {0}]"
_REMARK = re.compile(r"\s*(?:…|\.\.\.)?\s*(?:\[(?:in full at the end, answer )?\d{1,3}\])?\s*$")


def without_remark(shown: str) -> str:
    """Return what a field shows without the remark, at its end, that its answer goes on."""
    return _REMARK.sub("", shown)


def is_paper_name(name: str) -> bool:
    """Whether an embedded file's name is that of a signed paper form, attached by the observer."""
    stem, _, ending = name.rpartition(".")
    return stem == PAPER_STEM and ending.lower() in PAPER_ENDINGS
