"""What the workroom reads from a file that came back: codes, answers, marks, and what differs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.signatures import Signatures


class MatchedBy(StrEnum):
    """How a returned form was known again (never by its file name)."""

    FIELD = "field"
    EMBEDDED = "embedded"  # the request.json inside it
    HIDDEN_TEXT = "hidden-text"
    PRINTED = "printed"  # the code in words, on a page or in a mail
    BARCODE = "barcode"
    BY_HAND = "by-hand"  # the person said so

    @property
    def words(self) -> str:
        """How it was known, in words."""
        return {
            "field": "by the code in the form",
            "embedded": "by the request inside the file",
            "hidden-text": "by the code in the page's text",
            "printed": "by the printed code",
            "barcode": "by the bar code on the page",
            "by-hand": "by you",
        }[self.value]


class AnswerFrom(StrEnum):
    """Where an answer was read."""

    FIELD = "field"
    LOOK = "look"  # drawn in the field's appearance only
    PAGE = "page"  # text on the page: flattened, printed to PDF
    FREE_TEXT = "free-text"  # a comment typed over the page
    EYE = "eye"  # a person read it


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, whole. ``name`` is a field name of domain.forms; a tick is "yes" or ""."""

    name: str
    value: str
    source: AnswerFrom = AnswerFrom.FIELD


class Part(StrEnum):
    """Where something differs from the copy that was sent."""

    PART_1 = "part 1"
    STRUCTURE = "structure"  # pages, layers, scripts, fields added or gone
    CODE = "code"
    ANSWERS = "answers"  # two sets of answers, a value that its look does not show


@dataclass(frozen=True, slots=True)
class Difference:
    """Something of our part that is not as it was sent. ``page_index`` from 0, None for no page."""

    part: Part
    words: str
    page_index: int | None = None
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class MarkFound:
    """Ink, a stamp, a picture or drawn marks in parts 2 or 3: an answer, never a change.

    ``kind`` is ink, stamp, picture, free text or drawing; ``box`` is left, bottom, right, top in
    points from the page's corner, as on the sent page; ``in_signature`` whether it lies in the
    signature box. ``near`` is the field it lies over ("account"), for buttons with the answer
    ("ksb.1.seen=seen"), or "": a suggestion for who reads it by eye, never an answer. ``party``
    counts from 1: in whose signature box it lies, where several sign the one form.
    """

    page_index: int
    kind: str
    box: tuple[float, float, float, float]
    in_signature: bool = False
    text: str = ""
    near: str = ""
    party: int = 1


@dataclass(frozen=True, slots=True)
class CodeFound:
    """A code in the file, where it was found, and the page (from 0; None for the file)."""

    code: str
    by: MatchedBy
    page_index: int | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """What a returned file holds.

    ``codes``: every code found, the surest way first. ``content`` is what the file's own
    request.json says (never trusted: the kept copy is). ``answers`` by field name. ``differences``
    is None when there was no sent copy to compare with or it can't be done on a picture
    (``is_picture``: a page of it is). ``notes`` say what was found fine but odd, and what could not
    be compared. ``unchecked``: not all of part 1 could be compared, so that no difference there
    says nothing. ``holds`` are scripts, layers and the like, in plain words. ``problem`` says
    why it can't be read, ``code`` the short word for that ("locked", "damaged" …).
    """

    codes: tuple[CodeFound, ...] = ()
    content: FormContent | None = None
    answers: tuple[Answer, ...] = ()
    marks: tuple[MarkFound, ...] = ()
    differences: tuple[Difference, ...] | None = None
    signatures: Signatures = field(default_factory=Signatures)
    is_picture: bool = False
    pages: int = 0
    holds: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    problem: str = ""
    code: str = ""
    notes: tuple[str, ...] = ()
    unchecked: bool = False

    def answer(self, name: str) -> str:
        """Return an answer by the name of its field, "" when there is none."""
        return next((each.value for each in self.answers if each.name == name), "")
