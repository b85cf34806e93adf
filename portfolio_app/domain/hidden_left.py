"""What a finished file is searched for, and what was found left in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from portfolio_app.domain import quotes
from portfolio_app.domain.normalising import normalise
from portfolio_app.domain.redrawing import HiddenArea

ANY = -1  # as often as it likes
_REMEMBERED = 20_000  # a longer text is not kept in memory once it was looked through
_NO_LETTER = re.compile(r"[\W_]+")
FEWEST_IN_DATA = 4  # letters: shorter words stand by chance in any data
_MOST_IN_DATA = 160  # code points of words that are sought in data
_DIGITS = 6  # from so many on, a number is the same however its digits are set apart
_LONG, _MIDDLING = 10, 5  # letters: found with anything between them; with single spaces or hyphens


@dataclass(frozen=True, slots=True)
class Sought:
    """Hidden words, and where they may stand all the same because the person left them there.

    ``pages`` are pages of the file (from 1) with how often they may stand among the evidence, or
    ANY. ``in_own_words``: they may stand in what the app prints itself.
    """

    words: str
    pages: tuple[tuple[int, int], ...] = ()
    in_own_words: bool = False

    @property
    def is_gone(self) -> bool:
        """Whether they may stand nowhere."""
        return not self.pages and not self.in_own_words


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A page of the file (``number`` from 1) that must show a page that was drawn anew.

    ``picture`` is the name that its picture has there. ``width`` and ``height`` are points of the
    page of the piece as shown, in which the ``areas`` are counted.
    """

    number: int
    picture: str
    width: float
    height: float
    areas: tuple[HiddenArea, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """Everything to look for in one file."""

    words: tuple[Sought, ...]
    redrawn: tuple[Redrawn, ...] = ()


class Where(StrEnum):
    """In what something was left."""

    EVIDENCE = "evidence"  # the words of a page of evidence
    OWN = "own words"  # the words the app prints
    PICTURE = "picture"  # a hidden place shows something
    OLD_PAGE = "old page"  # the page was not drawn anew
    BOOKMARKS = "bookmarks"
    PROPERTIES = "properties"
    TAGS = "descriptions for screen readers"
    ATTACHMENTS = "attachments"
    NAMES = "names"
    DATA = "data"  # somewhere else in the file, unseen


@dataclass(frozen=True, slots=True)
class Left:
    """Something hidden that is still there. ``page`` counts from 1, 0 where it lies on no page.

    ``words`` is a place in the list that was sought, -1 for an area.
    """

    where: Where
    page: int = 0
    words: int = -1


def letters_of(text: str) -> str:
    """Return the letters and digits of a text as they are compared, without anything between."""
    return _remembered(text) if len(text) <= _REMEMBERED else _letters_of(text)


def _letters_of(text: str) -> str:
    return _NO_LETTER.sub("", normalise(text).text)


_remembered = lru_cache(maxsize=4096)(_letters_of)


def find_words(text: str, words: str) -> list[tuple[int, int]]:
    """Return where words stand, a number however its digits are set apart; none over another."""
    found = quotes.find_all(text, words)
    bare = [each for each in words if each.isalnum()]
    if len(bare) >= _DIGITS and all(each.isdigit() for each in bare):
        apart = r"[\s().\-]{0,3}".join(map(re.escape, bare))
        found += [each.span() for each in re.finditer(rf"(?<!\d){apart}(?!\d)", text)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(found), key=lambda each: (each[0], -each[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


class Finder:
    """Counts how often words stand in texts, also with their letters set apart. Made once each."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.letters = letters_of(words)
        self._apart: re.Pattern[str] | None = None
        if _MIDDLING <= len(self.letters) < _LONG:
            between = r"[\s\-]?".join(map(re.escape, self.letters))
            self._apart = re.compile(rf"(?<!\w){between}(?!\w)")

    def count(self, text: str, letters: str) -> int:
        """Return in how many places of a text they stand; ``letters`` are ``letters_of`` it."""
        if not self.letters or self.letters not in letters:
            return 0
        if len(self.letters) >= _LONG:
            return letters.count(self.letters)
        found = len([hit for hit in find_words(text, self.words) if _is_whole(text, *hit)])
        if self._apart is not None:
            found = max(found, len(self._apart.findall(normalise(text).text)))
        return found


def raw_pattern(words: str) -> re.Pattern[bytes]:
    """Return a pattern of words in lowered data: in every usual coding, and as hex digits.

    Of long words their beginning is sought: it is no less telling, and found in less time.
    """
    plain = " ".join(words.split())
    is_whole = len(plain) <= _MOST_IN_DATA
    plain = plain[:_MOST_IN_DATA]
    forms: list[bytes] = []
    # A coding that lacks some of the letters can't hold the words: the rest would be anything.
    single = [each for each in ("utf-8", "cp1252") if _can_hold(plain, each)]
    for coding in single:
        coded = plain.lower().encode(coding, "ignore")
        if coded:
            end = rb"(?![a-z0-9])" if is_whole else b""
            forms.append(rb"(?<![a-z0-9])" + re.escape(coded) + end)
    wide = [plain.lower().encode(coding, "ignore") for coding in ("utf-16-be", "utf-16-le")]
    forms += [re.escape(each) for each in wide]
    for coding in (*single, "utf-16-be", "utf-16-le"):
        forms += [_digits(each.encode(coding, "ignore")) for each in (plain.lower(), plain)]
    if "cp1252" in single:
        forms.append(_digits(plain.upper().encode("cp1252", "ignore")))
    return re.compile(b"|".join(dict.fromkeys(each for each in forms if each)))


def _can_hold(words: str, coding: str) -> bool:
    try:
        words.lower().encode(coding)
    except UnicodeEncodeError:
        return coding == "utf-8"  # half of a pair: the rest is still telling
    return True


def _digits(coded: bytes) -> bytes:
    """Return a pattern of bytes written as hex digits, "" for too few to tell from others."""
    pairs = [b"%02x" % each for each in coded]
    return rb"\s*".join(pairs) if len(pairs) > FEWEST_IN_DATA else b""


def any_of(finders: Iterable[Finder], text: str) -> bool:
    """Return whether any of these words stand in a text."""
    letters = letters_of(text)
    return any(each.count(text, letters) for each in finders)


def _is_whole(text: str, start: int, end: int) -> bool:
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not cut_before and not cut_after
