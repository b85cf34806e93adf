"""Finding quoted words again: in a page's text, whatever its line ends, hyphens, quotes and case.

Positions are always code points of the text as it is stored; ``end`` is the one after the last.
The rules are those of architecture.md section 6, "Matching".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from portfolio_app.domain.document import PageText

_LINE_BREAK_IN_WORD = re.compile(r"[\x02\ufffe]\s*")
_HYPHEN_AT_LINE_END = re.compile(r"(?<=\w)[-\u2010]\s*[\r\n]+\s*(?=\w)")
CONTEXT = 32  # code points kept either side of a quote

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"
_SOFT = (
    "\u00ad\ufffe\x02"  # a hyphen that is only there because a line ended (PDFium: U+FFFE, \x02)
)
_LINE_END = r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"
_UNSEEN = (
    "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
# What looks the same to a reader but not to NFKC, which makes spaces of some accents.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys(
            "\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd`\u00b4\u2039\u203a", "'"
        ),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u2036\u02ba\u301d\u301e\u00ab\u00bb", '"'),
        **dict.fromkeys(_DASHES, "-"),
        "\u2044": "/",
    }
)
_MARKS_TOGETHER = (
    30  # as UAX #15 Stream-Safe Text: a longer run of marks is hostile, and sorts slowly
)
_REMEMBERED = 40_000  # a longer text is not kept in memory once it was searched


@dataclass(frozen=True, slots=True)
class Normalised:
    """Text as it is compared, and where each part of it came from.

    ``joints`` are the places (index into ``text``, position of the hyphen in the stored text) where
    a word was put together again at a line end. Whether a hyphen belongs there nobody can tell.
    """

    text: str
    joints: tuple[tuple[int, int], ...]
    _starts: tuple[int, ...]  # of each run, in text
    _origins: tuple[int, ...]  # of each run, in the stored text
    _ends: tuple[int, ...]  # in the stored text, of a run that stands for it as a whole; else -1

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]`` lies in the stored text. It must not be empty."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        begin = self._origins[first]
        if self._ends[first] < 0:
            begin += start - self._starts[first]
        stop = self._ends[last]
        if stop < 0:
            stop = self._origins[last] + end - self._starts[last]
        return begin, stop


def normalise(text: str) -> Normalised:
    r"""Return the text as it is compared.

    NFKC; soft hyphen, U+FFFE, \x02 and hyphen + line end joined; quotes and dashes folded; white
    space to one space; characters without width dropped; case folded.
    """
    return _remembered(text) if len(text) <= _REMEMBERED else _normalise(text)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Code points ``start`` to ``end`` of the page with this index (from 0)."""

    page_index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a quote stands: one stretch, or one for each page it runs over, in order.

    An anchor holds one span for each stretch. ``page_index``, ``start`` and ``end`` are those of
    the first.
    """

    stretches: tuple[Stretch, ...]

    @property
    def page_index(self) -> int:
        """The page on which the quote begins, counted from 0."""
        return self.stretches[0].page_index

    @property
    def start(self) -> int:
        """Where the quote begins on that page."""
        return self.stretches[0].start

    @property
    def end(self) -> int:
        """Where the quote, or its part on that page, ends."""
        return self.stretches[0].end

    @property
    def runs_over(self) -> bool:
        """Whether the quote runs over a page end."""
        return len(self.stretches) > 1


def find_all(page_text: str, quote: str) -> list[tuple[int, int]]:
    """Return every place where the quote stands, in reading order.

    Places that cut a word ("port" in "report") are given only when there is no other.
    """
    page = normalise(page_text)
    found = _find(page, quote)
    whole = [hit for hit in found if _is_whole_words(page.text, *hit)]
    return [_origin(page, quote, *hit) for hit in whole or found]


def find(page_text: str, quote: str, near: tuple[str, str] = ("", "")) -> tuple[int, int] | None:
    """Return the place whose surroundings (before, after) match best; the first when none does."""
    found = find_all(page_text, quote)
    if len(found) < 2 or not any(near):
        return found[0] if found else None
    before, after = near
    return max(
        found, key=lambda hit: (_likeness(page_text, hit[0], hit[1], before, after), -hit[0])
    )


def tidy(text: str) -> str:
    """Return stored words as they are shown and quoted: one line, words broken at line ends joined.

    A hyphen that the page shows at a line end is kept: "well-being" may be meant.
    """
    joined = _LINE_BREAK_IN_WORD.sub("", text.replace("\u00ad", ""))
    return " ".join(_HYPHEN_AT_LINE_END.sub("-", joined).split())


def context(page_text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a place, 32 code points at most on either side."""
    return page_text[max(0, start - CONTEXT) : start], page_text[end : end + CONTEXT]


def search_pages(
    pages: Iterable[PageText],
    quote: str,
    page_index: int | None = None,
    before: str = "",
    after: str = "",
    *,
    near_page: int | None = None,
) -> tuple[Hit, ...]:
    """Return every place where the quote stands, best first.

    ``page_index`` decides: only hits that lie on, or run on to, that page. ``near_page`` only
    prefers. Matching surroundings come first, then whole words, then the nearer page, then reading
    order. When no page holds the quote, places are looked for where it runs over a page end, with
    up to three short lines of page number, header and footer in between.
    """
    listed = sorted(pages, key=lambda page: page.index)
    ranked: list[tuple[tuple[int, bool, int, int, int], Hit]] = []
    for page in listed:
        if page_index is not None and page.index != page_index:
            continue
        normal = normalise(page.text)
        for found in _find(normal, quote):
            start, end = _origin(normal, quote, *found)
            rank = (
                -_likeness(page.text, start, end, before, after),
                not _is_whole_words(normal.text, *found),
                abs(page.index - near_page) if near_page is not None else 0,
                page.index,
                start,
            )
            ranked.append((rank, Hit((Stretch(page.index, start, end),))))
    if ranked:
        return tuple(hit for _, hit in sorted(ranked, key=lambda each: each[0]))
    across = [
        hit
        for hit in _search_across(listed, quote)
        if page_index is None or any(s.page_index == page_index for s in hit.stretches)
    ]
    if near_page is not None:
        across.sort(key=lambda hit: abs(hit.page_index - near_page))
    return tuple(across)


# Normalising


class _Folded(dict[int, str]):
    """Code point to its compared form; itself when that is not one character. Fills itself."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _fold(character)
        self[code] = folded if len(folded) == 1 else character
        return self[code]


def _fold(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text.translate(_ALIKE))
    return unicodedata.normalize("NFKC", composed.casefold()).translate(_ALIKE)


_FOLDED = _Folded()


@lru_cache(maxsize=4096)
def _manner(character: str) -> str:
    """Say how a character must be treated: "mark" (joins the one before), "long", or ""."""
    if character.isspace() or character in _SOFT:
        return ""
    first = unicodedata.normalize("NFKC", character)[:1]
    if unicodedata.category(first).startswith("M") or "\u1160" <= first <= "\u11ff":
        return "mark"
    return "long" if len(_fold(character)) != 1 else ""


@lru_cache(maxsize=128)
def _specials(marks: str, long: str) -> re.Pattern[str]:
    """Return a pattern of everything that is not compared character by character."""
    dashes = re.escape(_DASHES)
    line_end = rf"[^\S\n\r]*{_LINE_END}[\s{_UNSEEN}]*"
    kinds = [
        rf"(?P<joint>[{_SOFT}][{_SOFT}{_UNSEEN}]*(?:{line_end}(?=\w))?"
        rf"|(?<=[^\s{dashes}])[{dashes}]{line_end}(?=\w))",
        rf"(?P<space>[^\S ][\s{_UNSEEN}{_SOFT}]*| [\s{_UNSEEN}{_SOFT}]+)",
        rf"(?P<unseen>[{_UNSEEN}]+)",
    ]
    if marks:
        some = f"[{re.escape(marks)}]"
        kinds.append(rf"(?P<cluster>[^\s{re.escape(marks)}]?{some}{{1,{_MARKS_TOGETHER}}})")
    if long:
        kinds.append(rf"(?P<long>[{re.escape(long)}])")
    return re.compile("|".join(kinds))


def _normalise(text: str) -> Normalised:
    marks = long = ""
    if not text.isascii():
        rare = sorted(c for c in set(text) if c > "\x7f")
        marks = "".join(c for c in rare if _manner(c) == "mark")
        long = "".join(c for c in rare if _manner(c) == "long")
    folded = text.translate(_FOLDED)
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    ends: list[int] = []
    joints: list[tuple[int, int]] = []
    length = position = 0

    def add(piece: str, origin: int, end: int) -> None:
        nonlocal length
        pieces.append(piece)
        starts.append(length)
        origins.append(origin)
        ends.append(end)
        length += len(piece)

    for special in _specials(marks, long).finditer(text):
        begin, end = special.span()
        if begin > position:
            add(folded[position:begin], position, -1)
        position = end
        kind = special.lastgroup
        if kind == "space":
            add(" ", begin, end)
        elif kind == "joint":
            joints.append((length, begin))
        elif kind != "unseen":
            piece = _fold(special[0])
            if piece:
                add(piece, begin, end)
    if position < len(text):
        add(folded[position:], position, -1)
    return Normalised("".join(pieces), tuple(joints), tuple(starts), tuple(origins), tuple(ends))


_remembered = lru_cache(maxsize=256)(_normalise)


# Finding in one page


@dataclass(frozen=True, slots=True)
class _Bones:
    """Compared text without hyphens: how many stood before each place, and where one may stand."""

    text: str
    places: tuple[int, ...]  # of each character, in the compared text
    hyphens: dict[int, int]
    optional: frozenset[int]


def _bones(normal: Normalised, *, is_pasted: bool = False) -> _Bones:
    # A quote pasted from a program that made spaces of line ends has "nego- tiated".
    pattern = r"(?<=\w)- (?=\w)|-" if is_pasted else "-"
    hyphens: dict[int, int] = {}
    optional: set[int] = set()
    pieces: list[str] = []
    places: list[int] = []
    joints = [place for place, _ in normal.joints]
    next_joint = position = 0
    for hyphen in [*re.finditer(pattern, normal.text), None]:
        begin, end = hyphen.span() if hyphen else (len(normal.text), len(normal.text))
        while next_joint < len(joints) and joints[next_joint] <= begin:
            optional.add(len(places) + joints[next_joint] - position)
            next_joint += 1
        pieces.append(normal.text[position:begin])
        places.extend(range(position, begin))
        position = end
        if hyphen and end - begin == 1:
            hyphens[len(places)] = hyphens.get(len(places), 0) + 1
        elif hyphen:
            optional.add(len(places))
    return _Bones("".join(pieces), tuple(places), hyphens, frozenset(optional))


def _find(page: Normalised, quote: str) -> list[tuple[int, int]]:
    """Return (start, end) in the compared text of the page, in order, none overlapping another."""
    sought = normalise(quote)
    words = sought.text.strip()
    if not words:
        return []
    found = list(_occurrences(page.text, words))
    if sought.joints or ("-" in words and (page.joints or "- " in words)):
        is_pasted = [False, True] if "- " in words else [False]
        for each in is_pasted:
            found.extend(_find_hyphenated(page, sought, is_pasted=each))
        found = _apart(found)
    return found


def _occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + len(words))


def _apart(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(found)):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _find_hyphenated(
    page: Normalised, sought: Normalised, *, is_pasted: bool
) -> Iterator[tuple[int, int]]:
    """Find words that differ only in hyphens where a line ended, here or in the quote."""
    theirs = _bones(page)
    ours = _bones(sought, is_pasted=is_pasted)
    words = ours.text.strip()
    if not words:
        return
    lead = len(ours.text) - len(ours.text.lstrip())
    wanted = {place - lead: count for place, count in ours.hyphens.items()}
    free = {place - lead for place in ours.optional}
    places = sorted({*theirs.hyphens})
    start = theirs.text.find(words)
    while start >= 0:
        end = start + len(words)
        here = {
            place - start: theirs.hyphens[place]
            for place in places[bisect_right(places, start) : bisect_right(places, end - 1)]
        }
        # At the two ends a hyphen of the page matters only when the quote has one there.
        here.update(
            {
                edge: theirs.hyphens.get(start + edge, 0)
                for edge in (0, len(words))
                if edge in wanted
            }
        )
        fits = all(
            here.get(place, 0) == wanted.get(place, 0)
            or place in free
            or place + start in theirs.optional
            for place in {*here, *wanted}
        )
        if fits:
            yield theirs.places[start], theirs.places[end - 1] + 1
        start = theirs.text.find(words, end if fits else start + 1)


def _origin(page: Normalised, quote: str, start: int, end: int) -> tuple[int, int]:
    """Return the place in the stored text, with a line end's hyphen if the quote ends in one."""
    begin, stop = page.origin(start, end)
    if quote.rstrip()[-1:] in _DASHES + _SOFT and quote.strip():
        stop = next((raw + 1 for place, raw in page.joints if place == end and raw >= stop), stop)
    return begin, stop


def _is_whole_words(text: str, start: int, end: int) -> bool:
    cut_before = start > 0 and text[start].isalnum() and text[start - 1].isalnum()
    cut_after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not cut_before and not cut_after


def _likeness(page_text: str, start: int, end: int, before: str, after: str) -> int:
    """Count the characters around a place that are as they should be, from the quote outwards."""
    if not before and not after:
        return 0
    left = normalise(page_text[max(0, start - 3 * CONTEXT) : start]).text.rstrip()
    right = normalise(page_text[end : end + 3 * CONTEXT]).text.lstrip()
    return _shared(reversed(left), reversed(normalise(before).text.rstrip())) + _shared(
        right, normalise(after).text.lstrip()
    )


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


# Finding over a page end

_FURNITURE_LINES = 3  # of header or footer that may lie between
_FURNITURE_LENGTH = 120  # characters of such a line, at most


def _search_across(pages: Sequence[PageText], quote: str) -> list[Hit]:
    words = normalise(quote).text.split()
    if len(words) < 2:
        return []
    first = words[0].split("-")[0]
    reach = 3 * len(quote) + 200
    hits: list[Hit] = []
    for at, page in enumerate(pages):
        low = max(0, len(page.text) - reach - _FURNITURE_LINES * _FURNITURE_LENGTH)
        if first not in normalise(page.text[low:]).text:
            continue
        following = list(_following(pages, at, reach))
        if not following:
            continue
        hit = next(
            (hit for cut in _cuts() for hit in _across(page, low, following, quote, *cut)),
            None,
        )
        if hit:
            hits.append(hit)
    return hits


def _cuts() -> list[tuple[int, int]]:
    """Return how many lines to leave out at a page's foot and the next one's head, fewest first."""
    lines = range(_FURNITURE_LINES + 1)
    return sorted(((foot, head) for foot in lines for head in lines), key=lambda c: (sum(c), c))


def _following(pages: Sequence[PageText], at: int, reach: int) -> Iterator[PageText]:
    got = 0
    for step, page in enumerate(pages[at + 1 :], start=1):
        if page.index != pages[at].index + step or got > reach:
            return
        yield page
        got += len(page.text)


def _across(
    page: PageText, low: int, following: Sequence[PageText], quote: str, foot: int, head: int
) -> Iterator[Hit]:
    """Find the quote in the end of one page and those that follow, without these lines between."""
    parts: list[tuple[int, int, str]] = []  # page index, where the part begins there, the part
    for number, each in enumerate((page, *following)):
        begin = low if number == 0 else _without_head(each.text, head)
        if begin < 0 and number > 1:
            begin = 0
        end = _without_foot(each.text, foot)
        if begin < 0 or (number == 0 and end < begin):
            break
        is_last = number == len(following) or end < begin
        parts.append((each.index, begin, each.text[begin : None if is_last else end]))
        if is_last:
            break
    joined = normalise("\n".join(text for _, _, text in parts))
    for found in _find(joined, quote):
        start, end = joined.origin(*found)
        stretches: list[Stretch] = []
        offset = 0
        for index, begin, text in parts:
            low_end, high_end = max(start - offset, 0), min(end - offset, len(text))
            if low_end < high_end and text[low_end:high_end].strip():
                stretches.append(Stretch(index, begin + low_end, begin + high_end))
            offset += len(text) + 1
        if len(stretches) > 1 and stretches[0].page_index == page.index:
            yield Hit(tuple(_trimmed(stretches, (page, *following))))


def _trimmed(stretches: list[Stretch], pages: Sequence[PageText]) -> Iterator[Stretch]:
    texts = {page.index: page.text for page in pages}
    for stretch in stretches:
        text = texts[stretch.page_index][stretch.start : stretch.end]
        lead, tail = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
        yield Stretch(stretch.page_index, stretch.start + lead, stretch.end - tail)


def _without_foot(text: str, lines: int) -> int:
    """Return where the page ends without its last lines, blank ones apart; -1 if one is long."""
    end = len(text.rstrip())
    for _ in range(lines):
        begin = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
        if begin == 0 or end - begin > _FURNITURE_LENGTH:
            return -1
        end = len(text[:begin].rstrip())
    return end


def _without_head(text: str, lines: int) -> int:
    """Return where the page begins without its first lines, blank ones apart; -1 if one is long."""
    begin = len(text) - len(text.lstrip())
    for _ in range(lines):
        line_end = re.compile(r"[\n\r]").search(text, begin)
        if line_end is None or line_end.start() - begin > _FURNITURE_LENGTH:
            return -1
        begin = len(text) - len(text[line_end.end() :].lstrip())
    return begin
