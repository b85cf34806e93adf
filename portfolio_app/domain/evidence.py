"""Evidence items: one piece of work each, the shortlist, and the E-numbers that follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.document import DocumentKind, Holding, ReadStatus


class EvidenceKind(StrEnum):
    """What kind of work product an item is, in the words people use for it."""

    DOCUMENT = "document"
    MINUTES = "minutes"
    REPORT = "report"
    PLAN = "plan"
    POLICY = "policy"
    SLIDES = "slides"
    SPREADSHEET = "spreadsheet"
    EMAIL = "e-mail"
    LETTER = "letter"
    PHOTO = "photo"
    FEEDBACK = "feedback"
    OBSERVATION = "observation"
    NOTES = "notes"
    RECORDING = "recording"
    LEARNING_LOG = "learning log"
    SELF_ASSESSMENT = "self-assessment"
    ASSIGNMENT = "module assignment"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The word on screen and in the bundle."""
        return self.value.capitalize()


class Shelf(StrEnum):
    """Where an item lies. Reading is never evidence: it is not claimed, listed or exported.

    Papers belong to a pack (domain.papers) and are no evidence either.
    """

    INBOX = "inbox"  # to be sorted
    LATER = "later"  # in the inbox, put off
    LIBRARY = "library"
    READING = "reading"
    PAPERS = "papers"


class Check(StrEnum):
    """The four usual questions about evidence, ticked by the apprentice. Private."""

    VALID = "valid"
    AUTHENTIC = "authentic"
    CURRENT = "current"
    SUFFICIENT = "sufficient"

    @property
    def words(self) -> str:
        """The word on the tick box."""
        return self.value.capitalize()

    @property
    def question(self) -> str:
        """The one-line prompt beside it."""
        return {
            "valid": "Does it show what I claim?",
            "authentic": "Is it mine, and who can confirm?",
            "current": "Is it inside my apprenticeship?",
            "sufficient": "Is it enough to discuss for five minutes?",
        }[self.value]


USUAL_KIND = {
    DocumentKind.PDF: EvidenceKind.DOCUMENT,
    DocumentKind.WORD: EvidenceKind.DOCUMENT,
    DocumentKind.SLIDES: EvidenceKind.SLIDES,
    DocumentKind.SHEET: EvidenceKind.SPREADSHEET,
    DocumentKind.MAIL: EvidenceKind.EMAIL,
    DocumentKind.IMAGE: EvidenceKind.PHOTO,
    DocumentKind.TEXT: EvidenceKind.NOTES,
    DocumentKind.RECORDING: EvidenceKind.RECORDING,
}


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One piece of evidence with all that lists and details show of it.

    ``date`` is a day or empty and ``date_source`` says where it was found ("typed" once touched).
    ``position`` is its place on the shortlist counted from 0, None when it is not there; ``ref`` is
    its E-number, which need not follow the places once numbers are fixed. ``pages`` is 0 for a
    piece without pages. ``bytes`` and ``sha256`` are the original's. ``claims`` counts claims,
    ``ksb_codes`` lists them in order without repeats. ``candidates`` are codes it may show, said
    while sorting. ``parent_uid`` is the item it came out of and ``part_of`` which part ("pages 3 to
    7", "attachment"). ``version_group`` is shared by versions of one another. ``route`` says how
    its pages were made (domain.document.ROUTES), ``duration`` is seconds, ``minutes`` off-the-job
    minutes noted with it. ``code`` is the short word for ``problem`` ("locked", "damaged" …).
    ``paper`` says what it is in a pack (domain.papers.PaperKind), "" for evidence; ``pages_shown``
    which of its pages a bundle shows ("all", "claimed", "" as the bundle's own choice).
    """

    uid: str
    title: str
    kind: EvidenceKind
    document: DocumentKind
    status: ReadStatus
    pages: int
    bytes: int
    sha256: str
    file_name: str
    folder: str
    added_at: str
    date: str = ""
    date_source: str = ""
    context: str = ""
    part: str = ""
    confirm: str = ""
    confidentiality: str = ""
    do_not_export: bool = False
    private_note: str = ""
    problem: str = ""
    locked: bool = False
    restricted: bool = False
    signed: bool = False
    active: tuple[str, ...] = ()
    picture_pages: tuple[int, ...] = ()
    position: int | None = None
    ref: str = ""
    claims: int = 0
    ksb_codes: tuple[str, ...] = ()
    last_page: int = 0
    binned_at: str = ""
    shelf: Shelf = Shelf.LIBRARY
    parent_uid: str = ""
    part_of: str = ""
    projects: tuple[str, ...] = ()
    version_group: str = ""
    holds: tuple[Holding, ...] = ()
    code: str = ""
    author: str = ""
    duration: float = 0.0
    address: str = ""
    minutes: int = 0
    checks: tuple[Check, ...] = ()
    route: str = ""
    candidates: tuple[str, ...] = ()
    paper: str = ""
    pages_shown: str = ""

    @property
    def is_evidence(self) -> bool:
        """Whether it may be claimed and shortlisted: not read, no paper, not in the bin."""
        return self.shelf not in (Shelf.READING, Shelf.PAPERS) and not self.binned_at


def number_ref(number: int) -> str:
    """Return a piece's number as people read it: E01 … E99, E100."""
    return f"E{number:02d}"


def ref_number(ref: str) -> int:
    """Return the number in an E-number, for sorting: 7 of "E07"; 0 where there is none."""
    digits = ref.removeprefix("E")
    return int(digits) if digits.isdecimal() else 0


def is_in_sequence(refs: Sequence[str], *, any_start: bool = False) -> bool:
    """Return whether E-numbers count up one by one: from E01, or with ``any_start`` from any."""
    numbers = [ref_number(ref) for ref in refs]
    start = numbers[0] if numbers and any_start else 1
    return numbers == list(range(start, start + len(numbers)))


def evidence_ref(position: int) -> str:
    """Return the E-number that a place on the shortlist, counted from 0, gives by itself."""
    return number_ref(position + 1)
