"""Finding a page of a built bundle by KSB, E-number, words or page: nothing but what is printed.

``BundleIndex`` is made once and asked at every key press.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial

from portfolio_app.domain import quotes
from portfolio_app.domain.bundle import Manifest, ManifestClaim, ManifestItem
from portfolio_app.domain.bundle_map import BundleMap, MapKsb
from portfolio_app.domain.ksb import tidy_code
from portfolio_app.domain.normalising import normalise

MOST = 12  # rows of a group that are shown at first
MOST_GROUPS = 12
_BEFORE, _AROUND = 16, 60  # code points shown before and after what was found on a page
_LEAST_TYPED = 2  # letters; one letter stands on every page
_PAGE = re.compile(r"(?:p|pg|pp|page)?\.?\s*(\d{1,5})")
_LOOSE_CODE = re.compile(r"([a-z]{1,3})[\s.\-_]*0*(\d{0,4})([a-z]?)")
_DIGITS = re.compile(r"\d+")
_STAMP = re.compile(r"[A-Z]\d{2,} (?:page \d+ of \d+|no pages)")  # as pdf.stamped_pages prints it
_GO = "Contents · Annex A · Index"  # the links in the bundle's header


class GroupKind(StrEnum):
    """What the places of a group have in common."""

    PAGE = "page"
    PIECE = "piece"
    KSB = "ksb"
    WORDS = "words"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Place:
    """One page to go to. ``page`` counts from 1.

    ``quote`` is what is to be marked on it, "" for nothing. ``words`` are shown beside it: the
    passage, or what stands around the words that were typed. ``codes`` are the KSBs that the
    passage shows.
    """

    page: int
    ref: str
    title: str
    quote: str = ""
    words: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Places under one heading. ``total`` is how many there are, shown or not."""

    kind: GroupKind
    key: str
    title: str
    places: tuple[Place, ...]
    total: int

    @property
    def heading(self) -> str:
        """The heading as it is shown: "K7  Competitive strategy · 4 places"."""
        if self.kind is GroupKind.KSB:
            name = f"{self.key}  {self.title}".strip()
            return f"{name} · {_count(self.total, 'place')}" if self.total else name
        if self.kind is GroupKind.WORDS:
            return f"{self.title} · {_count(self.total, 'page')}"
        return self.title


@dataclass(frozen=True, slots=True)
class Where:
    """Where a page of a bundle is. ``page`` of ``of`` pages; ``ref`` "" outside the pieces."""

    page: int
    of: int
    ref: str
    title: str

    def line(self, place: str = "") -> str:
        """Return what the screen shows: "Page 47 of 214 · E07 · paragraph 2"."""
        parts = [f"Page {self.page:,} of {self.of:,}", self.ref or self.title, place]
        return " · ".join(part for part in parts if part)

    def aloud(self, place: str = "") -> str:
        """Return what is said: "Page 47, E07, paragraph 2"."""
        return ", ".join(part for part in (f"Page {self.page}", self.ref, place) if part)


class BundleIndex:
    """A built bundle to look things up in. ``texts`` are the words of its pages, () until read."""

    def __init__(self, bundle: BundleMap, texts: Sequence[str] = ()) -> None:
        self.map = bundle
        self.manifest: Manifest = bundle.manifest
        self.texts = tuple(texts)
        codes = {each.code for each in bundle.ksbs}
        self._own = OwnLines(codes, self.manifest.pages)
        self._folded = [
            fold("\n".join(each for each in text.splitlines() if not self._own.has(each, number)))
            for number, text in enumerate(texts, 1)
        ]
        self._claims: dict[str, list[ManifestClaim]] = defaultdict(list)
        for claim in self.manifest.claims:
            self._claims[claim.ksb].append(claim)
        for ksb in bundle.ksbs:
            self._claims[ksb.code].sort(key=partial(_printed_order, ksb))
        self._quotes = [(claim, fold(claim.quote)) for claim in self.manifest.claims]

    @property
    def has_words(self) -> bool:
        """Whether the words of its pages were read."""
        return bool(self.texts)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self.manifest.pages

    @cached_property
    def _pieces(self) -> dict[str, ManifestItem]:
        return {each.ref: each for each in self.manifest.items}

    @cached_property
    def _pieces_pages(self) -> frozenset[int]:
        return frozenset(
            number
            for each in self.manifest.items
            for number in range(each.first_page, each.first_page + each.pages)
        )

    @cached_property
    def _starts(self) -> list[tuple[int, int, str, str]]:
        """The first and last page, E-number and title of every piece and section."""
        found = [
            (min(each.front, each.first_page), _last(each), each.ref, each.title)
            for each in self.manifest.items
        ]
        found += [
            (each.page, each.page + each.pages - 1, "", each.title)
            for each in self.manifest.sections
        ]
        return sorted(found, reverse=True)

    def is_own(self, line: str, page: int) -> bool:
        """Whether a line of a page (from 1) is the bundle's own header, footer or flag."""
        return self._own.has(line, page)

    # where

    def where(self, page: int) -> Where:
        """Return where a page (from 1) is."""
        for first, last, ref, title in self._starts:
            if first <= page <= last:
                return Where(page, self.pages, ref, title)
        return Where(page, self.pages, "", "")

    def flag_on(self, page: int, code: str) -> str:
        """Return the flag that is printed beside a KSB's passages on a page, "" for none."""
        text = self.texts[page - 1] if 1 <= page <= len(self.texts) else ""
        lines = (" ".join(each.split()) for each in text.splitlines())
        return f"flag {code}" if code and code in lines else ""

    def contents_page(self) -> int:
        """Return the first page of the contents, the first of all where there are none."""
        return next((s.page for s in self.manifest.sections if s.key == "contents"), 1)

    def claims_of(self, code: str) -> tuple[ManifestClaim, ...]:
        """Return the claims that are printed for a KSB, the best first."""
        return tuple(self._claims.get(code, ()))

    # finding

    def find(self, typed: str, most: int = MOST) -> tuple[Group, ...]:
        """Return what was typed, found: page, pieces, KSBs, then words; the likeliest group first.

        Nothing typed gives the sections and the pieces. At most ``most`` places a group.
        """
        wanted = " ".join(typed.split())
        if not wanted:
            return self._overview()
        groups = [*self._page(wanted), *self._by_code(wanted, most)]
        if len(wanted) >= _LEAST_TYPED and not self._is_named(wanted):
            sought = fold(wanted)
            named = self._by_name(sought, most)
            known = {each.key for each in (*groups, *named)}
            # What is claimed first; a KSB without a passage leads nowhere that helps, so last.
            groups += self._by_passage(sought, most, known)
            groups += [each for each in named if each.total]
            groups += self._by_title(sought, most)
            groups += self._by_words(wanted, sought, most)
            groups += [each for each in named if not each.total]
        return tuple(groups[:MOST_GROUPS])

    def _is_named(self, wanted: str) -> bool:
        """Whether it is just what a KSB, a piece or a page is called: no words are meant."""
        plain = _plain(wanted)
        found = _PAGE.fullmatch(wanted.casefold())
        names = (*(each.code for each in self.map.ksbs), *self._pieces)
        is_page = found is not None and 1 <= int(found[1]) <= self.pages
        return is_page or any(_plain(each) == plain for each in names)

    def _overview(self) -> tuple[Group, ...]:
        sections = [Place(each.page, "", each.title) for each in self.manifest.sections]
        pieces = [self._to_piece(each) for each in self.manifest.items]
        made = []
        if sections:
            made.append(Group(GroupKind.SECTION, "", "Sections", tuple(sections), len(sections)))
        if pieces:
            made.append(Group(GroupKind.PIECE, "", "Pieces", tuple(pieces), len(pieces)))
        return tuple(made)

    def _to_piece(self, item: ManifestItem) -> Place:
        kind = "Observation" if item.ref in self.map.observed else ""
        return Place(item.front or item.first_page, item.ref, item.title, words=kind)

    def _page(self, wanted: str) -> list[Group]:
        found = _PAGE.fullmatch(wanted.casefold())
        number = int(found[1]) if found else 0
        if not 1 <= number <= self.pages:
            return []
        place = Place(number, *self._named(number))
        return [Group(GroupKind.PAGE, "", f"Page {number:,}", (place,), 1)]

    def _named(self, page: int) -> tuple[str, str]:
        where = self.where(page)
        return where.ref, where.title

    def _by_code(self, wanted: str, most: int) -> list[Group]:
        """Return pieces by E-number and KSBs by code: those meant exactly, then those begun."""
        plain = _plain(wanted)
        if not plain:
            return []
        pieces = [each for each in self.manifest.items if _plain(each.ref) == plain]
        if plain.isdigit():  # "7" may well mean E07
            pieces = [each for each in self.manifest.items if _number(each.ref) == int(plain)]
        exact = [each for each in self.map.ksbs if _plain(each.code) == plain]
        begun = [
            each
            for each in self.map.ksbs
            if each not in exact and _plain(each.code).startswith(plain)
        ]
        groups = [
            Group(GroupKind.PIECE, each.ref, f"{each.ref}  {each.title}", places, len(places))
            for each in pieces
            if (places := self._of_piece(each)[:most])
        ]
        return [*(self._ksb_group(each, most) for each in exact), *groups,
                *(self._ksb_group(each, most) for each in begun)]  # fmt: skip

    def _of_piece(self, item: ManifestItem) -> tuple[Place, ...]:
        """Return a piece's first page and its passages, in page order."""
        claims = [each for each in self.manifest.claims if each.ref == item.ref]
        seen: dict[tuple[int, str], list[ManifestClaim]] = defaultdict(list)
        for each in claims:
            seen[(each.page, each.quote)].append(each)
        places = [self._to_piece(item)]
        for (page, quote), same in sorted(seen.items(), key=lambda each: each[0][0]):
            codes = tuple(dict.fromkeys(each.ksb for each in same))
            shown = quotes.tidy(quote) or "The whole item"
            places.append(Place(page, item.ref, item.title, quote, shown, codes))
        return tuple(places)

    def _ksb_group(self, ksb: MapKsb, most: int) -> Group:
        claims = self._claims.get(ksb.code, [])
        places = tuple(self._to_claim(each) for each in claims[:most])
        if not places and ksb.entry:
            # Nothing shows it: its entry in the index says so.
            words = "No passage in this bundle"
            places = (Place(ksb.entry, "", "Index by KSB", words=words),)
        return Group(GroupKind.KSB, ksb.code, ksb.words, places, len(claims))

    def _to_claim(self, claim: ManifestClaim) -> Place:
        item = self._pieces.get(claim.ref)
        title = item.title if item is not None else ""
        words = quotes.tidy(claim.quote) or "The whole item"
        return Place(claim.page, claim.ref, title, claim.quote, words, (claim.ksb,))

    def _by_name(self, sought: str, most: int) -> list[Group]:
        """Return KSBs whose short wording has the words."""
        words = sought.split()
        return [
            self._ksb_group(each, most)
            for each in self.map.ksbs
            if each.words and _all_begin(words, fold(each.words)) and not _is_code(sought, each)
        ]

    def _by_title(self, sought: str, most: int) -> list[Group]:
        """Return pieces whose title has the words."""
        words = sought.split()
        items = [
            self._to_piece(each)
            for each in self.manifest.items
            if _all_begin(words, fold(each.title))
        ]
        if not items:
            return []
        return [Group(GroupKind.PIECE, "titles", "Titles", tuple(items[:most]), len(items))]

    def _by_passage(self, sought: str, most: int, known: set[str]) -> list[Group]:
        """Return passages that hold the words, by KSB in the bundle's order."""
        hits: dict[str, list[ManifestClaim]] = defaultdict(list)
        for claim, words in self._quotes:
            if sought in words:
                hits[claim.ksb].append(claim)
        if not hits:
            return []
        groups = []
        for ksb in self.map.ksbs:
            claims = hits.get(ksb.code)
            if claims and ksb.code not in known:
                places = tuple(self._to_claim(each) for each in claims[:most])
                groups.append(Group(GroupKind.KSB, ksb.code, ksb.words, places, len(claims)))
        return groups

    def _by_words(self, wanted: str, sought: str, most: int) -> list[Group]:
        hits = self._pages_with(sought)
        if not hits:
            return []
        places = tuple(self._to_words(page, wanted) for page in hits[:most])
        return [Group(GroupKind.WORDS, "words", f"“{wanted}”", places, len(hits))]

    def _pages_with(self, sought: str) -> list[int]:
        """Return pages (from 1) that hold what is sought: as typed, else all its words; ours last.

        "Ours" are the pages that are no evidence: front sheets, annex, index.
        """
        found = [n for n, text in enumerate(self._folded, 1) if sought in text]
        words = sought.split()
        if not found and len(words) > 1:
            found = [
                n for n, text in enumerate(self._folded, 1) if all(word in text for word in words)
            ]
        return sorted(found, key=lambda n: (n not in self._pieces_pages, n))

    def _to_words(self, page: int, wanted: str) -> Place:
        text = self.texts[page - 1]
        at = quotes.find(text, wanted)
        quote = wanted
        if at is None:
            quote = wanted.split()[0]
            at = quotes.find(text, quote)
        if at is None:  # letters with accents are found without them, and then not marked
            return Place(page, *self._named(page))
        return Place(page, *self._named(page), quote, _snippet(text, *at))


def fold(text: str) -> str:
    """Return text as it is searched: no case, no accents, one space, words joined at line ends."""
    folded = normalise(text).text.casefold()
    if not folded.isascii():
        apart = unicodedata.normalize("NFD", folded)
        folded = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(folded.split())


class OwnLines:
    """Which lines of a page are the bundle's own header, footer and flags: no words of evidence."""

    def __init__(self, codes: Collection[str], pages: int) -> None:
        self._codes = {code for each in codes for code in each.split()}
        self._pages = pages

    def has(self, line: str, page: int) -> bool:
        """Whether a line of a page (from 1) is the bundle's own."""
        words = line.split()
        told = " ".join(words)
        is_flag = bool(words) and all(each in self._codes for each in words)
        is_edge = told.endswith((_GO, f"Page {page} of {self._pages}"))
        return is_flag or is_edge or _STAMP.match(told) is not None


def _printed_order(ksb: MapKsb, claim: ManifestClaim) -> tuple[int, int]:
    """Return where a claim comes in its KSB's entry of the index; last what is not there."""
    page, printed = claim.page, ksb.passages
    return (printed.index(page) if page in printed else len(printed)), page


def _last(item: ManifestItem) -> int:
    return max(item.first_page, item.front) if not item.pages else item.first_page + item.pages - 1


def _plain(code: str) -> str:
    """Return a code as people type it: "K 07" and "k-7" are both "k7"."""
    folded = fold(tidy_code(code))
    found = _LOOSE_CODE.fullmatch(folded)
    if found is not None:
        return f"{found[1]}{found[2]}{found[3]}"
    return "".join(each for each in folded if each.isalnum() or each == ".")


def _number(ref: str) -> int:
    found = _DIGITS.search(ref)
    return int(found[0]) if found else -1


def _is_code(sought: str, ksb: MapKsb) -> bool:
    plain = _plain(sought)
    return bool(plain) and _plain(ksb.code).startswith(plain)


def _all_begin(words: Sequence[str], title: str) -> bool:
    """Whether each word begins a word of a title."""
    told = f" {title}"
    return bool(words) and all(f" {word}" in told for word in words)


def _snippet(text: str, start: int, end: int) -> str:
    before = text[max(0, start - _BEFORE) : start]
    after = text[end : end + _AROUND]
    if start > _BEFORE:
        before = "…" + before[before.find(" ") + 1 :]
    if end + _AROUND < len(text):
        after = after[: after.rfind(" ")] + "…"
    return quotes.tidy(before + text[start:end] + after)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
