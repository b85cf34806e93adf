"""Hidden places, the names to hide, and what was found that may be somebody's name or number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain import quotes
from portfolio_app.domain.normalising import normalise
from portfolio_app.domain.passage import Anchor, Span
from portfolio_app.domain.patterns import Pattern

LABEL_LIMIT = 60  # characters of what stands in place of hidden words
BLOCK = "▢"  # stands for hidden words wherever only text is shown


class FoundKind(StrEnum):
    """What was found: a listed name, or one of the patterns."""

    NAME = "name"
    NHS = Pattern.NHS.value
    UPN = Pattern.UPN.value
    NI = Pattern.NI.value
    EMAIL = Pattern.EMAIL.value
    POSTCODE = Pattern.POSTCODE.value
    PHONE = Pattern.PHONE.value
    BIRTH = Pattern.BIRTH.value

    @property
    def words(self) -> str:
        """The words on its filter."""
        return {
            "name": "Listed names",
            "nhs": "NHS numbers",
            "upn": "UPN",
            "ni": "NI numbers",
            "email": "E-mails",
            "postcode": "Postcodes",
            "phone": "Phones",
            "birth": "Dates of birth",
        }[self.value]

    @property
    def one(self) -> str:
        """What one of them is called."""
        return {
            "name": "listed name",
            "nhs": "NHS number",
            "upn": "unique pupil number",
            "ni": "National Insurance number",
            "email": "e-mail address",
            "postcode": "postcode",
            "phone": "telephone number",
            "birth": "date of birth",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Hide:
    """A place that is removed from everything exported, and the label that stands there, or "".

    ``origin`` is "drawn", "words", "name", a pattern's id, or "development" for what is kept
    between observer and apprentice. ``to_place``: its words were not found in the item's newest
    version. Private: never in a plan, a manifest or an export.
    """

    uid: str
    item_uid: str
    item_title: str
    ref: str
    anchor: Anchor
    label: str
    origin: str
    to_place: bool = False

    @property
    def page(self) -> int:
        """The page on which it begins, counted from 1."""
        return self.anchor.spans[0].page_index + 1 if self.anchor.spans else 0

    @property
    def pages(self) -> tuple[int, ...]:
        """Every page it lies on, counted from 1, in order."""
        return tuple(sorted({span.page_index + 1 for span in self.anchor.spans}))


@dataclass(frozen=True, slots=True)
class NameToHide:
    """A name that is looked for, and the role that stands for it ("Pupil A"), or "".

    ``is_own``: it is the apprentice's or a witness's own name, looked for only after a separate
    yes.
    """

    uid: str
    text: str
    label: str = ""
    whole_word: bool = True
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Words that are to stay although they look like a name. ``item_uid`` "" means everywhere."""

    uid: str
    text: str
    item_uid: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PossibleName:
    """A possible name or number: code points ``start`` to ``end`` of a page's stored text.

    ``page_index`` counts from 0. ``words`` are those found on one line, ``before`` and ``after``
    what stands around them. ``label`` is the one these words have already, or "". ``left`` is the
    reason for which they were left alone, "" when they were not. ``is_under_area``: a drawn area
    hides it, whether or not it is hidden as words, too.
    """

    kind: FoundKind
    item_uid: str
    title: str
    ref: str
    page_index: int
    start: int
    end: int
    words: str
    before: str = ""
    after: str = ""
    label: str = ""
    name_uid: str = ""
    is_hidden: bool = False
    left: str = ""
    is_under_area: bool = False

    @property
    def key(self) -> str:
        """A name for this place that stays the same while the text does."""
        return f"{self.item_uid}:{self.page_index}:{self.start}:{self.end}"

    @property
    def page(self) -> int:
        """The page counted from 1."""
        return self.page_index + 1

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a choice."""
        return not self.is_hidden and not self.left


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """The pages of an item that hold pictures, counted from 1: only a person can look there."""

    item_uid: str
    title: str
    ref: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What one search found, and how much it read."""

    found: tuple[PossibleName, ...]
    to_look_at: tuple[ToLookAt, ...] = ()
    items: int = 0
    pages: int = 0


def words_key(text: str) -> str:
    """Return words as they are compared to be the same, whatever their line ends or case."""
    return normalise(quotes.tidy(text)).text.strip()


def pages_with(hides: Sequence[Hide]) -> tuple[int, ...]:
    """Return the pages, counted from 0, on which these places lie; those to place lie nowhere."""
    placed = [span for hide in hides if not hide.to_place for span in hide.anchor.spans]
    return tuple(sorted({span.page_index for span in placed}))


def pages_words(pages: Sequence[int]) -> str:
    """Return pages counted from 1 as "page 3" or "pages 3, 7 and 9"."""
    names = [str(page) for page in pages]
    if len(names) == 1:
        return f"page {names[0]}"
    return f"pages {', '.join(names[:-1])} and {names[-1]}"


def overlaps(anchor: Anchor, hide: Hide) -> bool:
    """Whether a passage and a hidden place share words or an area of a page.

    A whole item shares with every hidden place; one that waits to be placed is taken to share, too.
    """
    if anchor.time_from is not None:
        return False
    if anchor.is_whole or hide.to_place:
        return True
    return any(_share(one, other) for one in anchor.spans for other in hide.anchor.spans)


def stands_instead(hide: Hide) -> str:
    """Return what stands in place of hidden words wherever only text is shown."""
    return f"[{hide.label}]" if hide.label else BLOCK * 5


def masked(words: str, hides: Sequence[Hide]) -> str:
    """Return words with what is hidden in them replaced by its label, or by blocks.

    For lists and tables that leave the app. Hidden places are known by their words; an area that
    was drawn has none, so ask ``overlaps`` first and leave the whole quote out.
    """
    for hide in sorted(hides, key=lambda each: -len(each.anchor.quote)):
        if not hide.anchor.quote:
            continue
        for start, end in reversed(quotes.find_all(words, hide.anchor.quote)):
            words = words[:start] + stands_instead(hide) + words[end:]
    return words


def quote_to_export(anchor: Anchor, hides: Sequence[Hide]) -> str:
    """Return a passage's words for a list that leaves the app, without what is hidden in them.

    ``hides`` are those of its item. When a part of it lies under a drawn area, or what is hidden
    can't be told from the rest, nothing of the passage is given but blocks.
    """
    shared = [hide for hide in hides if overlaps(anchor, hide)]
    words = masked(anchor.quote, hides)
    for hide in shared:
        if not anchor.quote:
            break
        if (
            hide.to_place
            or not hide.anchor.quote
            or not quotes.find_all(anchor.quote, hide.anchor.quote)
        ):
            return BLOCK * 5
    return words


def _share(one: Span, other: Span) -> bool:
    if one.page_index != other.page_index:
        return False
    if one.start < one.end and other.start < other.end:
        return one.start < other.end and other.start < one.end
    if not one.quads or not other.quads:
        return True  # where it lies is not known: the safe answer
    return any(
        min(a[0::2]) < max(b[0::2])
        and min(b[0::2]) < max(a[0::2])
        and min(a[1::2]) < max(b[1::2])
        and min(b[1::2]) < max(a[1::2])
        for a in one.quads
        for b in other.quads
    )
