"""Names to hide, found in a page's text in the forms in which people write them.

A name of several words ("Alex Exampleton") is found as it is listed and also as "Exampleton, Alex",
"Exampleton, A", "A. Exampleton", "A Exampleton" and "Mrs Exampleton"; one word is found as it is.
Case, accents, hyphens and apostrophes make no difference; "Exampleton's" is found without its "'s".
Positions are code points of the stored text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from portfolio_app.domain.normalising import Normalised, normalise

_TITLES = frozenset(
    {
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "cllr", "councillor", "rev",
        "sir", "dame", "lord", "lady", "sister", "nurse", "pc",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_](?:[\u0300-\u036f]*[^\W\d_])*[\u0300-\u036f]*|\d+")
_ASCII_WORD = re.compile(r"[a-z]+|[0-9]+")
_BETWEEN = re.compile(r"[ .'’-]{0,3}|, ?")  # what may stand between two words of a name
_RUN_ON = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_MARKS = re.compile("[\u0300-\u036f]")


class _Bases(dict[int, str]):
    """Code point to its letter without accents, where that is one letter. Fills itself."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFD", chr(code))
        rest = apart[1:]
        plain = bool(rest) and all(unicodedata.category(each) == "Mn" for each in rest)
        self[code] = apart[0] if plain else _NOT_APART.get(chr(code), chr(code))
        return self[code]


_NOT_APART = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "\u0131": "i"}
_BASES = _Bases()


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is looked for. ``uid`` is whatever the caller knows it by.

    ``in_forms``: also as "A. Exampleton" and so on, not only as it is written here.
    """

    uid: str
    text: str
    whole_word: bool = True
    in_forms: bool = True


@dataclass(frozen=True, slots=True)
class NameHit:
    """Code points ``start`` to ``end`` of the text; ``as_listed`` unless in another form."""

    uid: str
    start: int
    end: int
    as_listed: bool = True


@dataclass(frozen=True, slots=True)
class _Form:
    """Words in a row that are a name."""

    uid: str
    words: tuple[str, ...]
    as_listed: bool
    comma: int = -1  # the word after which a comma has to stand
    keeps: int = 0  # 1: the first word is a title, which is not hidden


def folded(text: str) -> str:
    """Return a name as it is compared: its words, without case, accents and punctuation."""
    return " ".join(_words(text))


class NameFinder:
    """Looks for many names at once; made once, used for every page."""

    def __init__(self, names: Sequence[Name], own: Sequence[str] = ()) -> None:
        """``own`` are names never matched: the apprentice's and the witnesses'.

        A longer name of theirs covers its parts: with "Sam Sampleton" as own, a listed "Sampleton"
        is not found in "Sam Sampleton". A listed name that is one of theirs is not found at all.
        """
        self._forms: dict[str, list[_Form]] = {}
        self._loose: list[tuple[str, str]] = []
        self._own: dict[str, list[_Form]] = {}
        owned = {folded(each) for each in own} - {""}
        for name in names:
            words = _words(name.text)
            if not words or " ".join(words) in owned:
                continue
            if not name.whole_word or _RUN_ON.search(name.text):
                self._loose.append((name.uid, _plain(normalise(name.text).text.strip())))
                continue
            for form in _forms(name.uid, name.text, plainly=not name.in_forms):
                self._forms.setdefault(form.words[0], []).append(form)
        for each in own:
            for form in _forms("", each):
                if len(form.words) - form.keeps > 1:  # a surname alone covers nothing
                    self._own.setdefault(form.words[0], []).append(form)
        # A page without any of these words has no name.
        self._needed = frozenset(
            max(form.words, key=len) for forms in self._forms.values() for form in forms
        )
        for by_first in (self._forms, self._own):
            for forms in by_first.values():
                forms.sort(key=lambda form: (-len(form.words), not form.as_listed))

    def find(self, text: str) -> tuple[NameHit, ...]:
        """Return every name of a page's text in reading order, none over another."""
        if not self._forms and not self._loose:
            return ()
        normal = normalise(text)
        page = _plain(normal.text)
        loose = [(uid, sought) for uid, sought in self._loose if sought in page]
        if not loose and not self._may_have_one(normal, page):
            return ()
        words = _tokens(normal, page)
        own = _spans(self._own, page, words)
        covers = [(start, end, form.as_listed) for start, end, form in own]
        found: list[_Found] = []
        for start, end, form in _spans(self._forms, page, words):
            if not _is_covered(start, end, covers):
                found.append((start, end, form.as_listed, form.uid, len(form.words) - form.keeps))
        for uid, sought in loose:
            start = page.find(sought)
            while start >= 0:
                end = start + len(sought)
                if not _is_covered(start, end, covers):
                    found.append((start, end, True, uid, sought.count(" ") + 1))
                start = page.find(sought, end)
        return _apart(normal, found)

    def _may_have_one(self, normal: Normalised, page: str) -> bool:
        """Whether the page has a word that some name needs: most pages are done with here."""
        found = (_ASCII_WORD if page.isascii() else _WORD).findall(page)
        if normal.joints:
            apart = page
            for place, _ in reversed(normal.joints):
                apart = f"{apart[:place]} {apart[place:]}"
            found += _WORD.findall(apart)
        if not page.isascii() and _MARKS.search(page):
            found = [_MARKS.sub("", word) for word in found]
        return not self._needed.isdisjoint(found)

    def own(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where the apprentice's and the witnesses' own whole names stand."""
        if not self._own:
            return ()
        normal = normalise(text)
        page = _plain(normal.text)
        spans = _spans(self._own, page, _tokens(normal, page))
        return tuple(normal.origin(start, end) for start, end, _ in spans)


_Found = tuple[int, int, bool, str, int]  # the last: of how many words


def _is_covered(start: int, end: int, covers: Sequence[tuple[int, int, bool]]) -> bool:
    # "P. Sampleton" may be an own name's short form and another's too: that is not left out.
    return any(
        low <= start and end <= high and (is_whole or (low, high) != (start, end))
        for low, high, is_whole in covers
    )


def _spans(
    by_first: Mapping[str, Sequence[_Form]], page: str, words: Sequence[_Token]
) -> Iterator[tuple[int, int, _Form]]:
    for at, token in enumerate(words):
        for form in by_first.get(token.text, ()):
            span = _match(page, words, at, form)
            if span is not None:
                yield (*span, form)


class _Token(NamedTuple):
    """A word of the page as it is compared, and where it stands there."""

    text: str
    start: int
    end: int


def _words(text: str) -> list[str]:
    return [_MARKS.sub("", each) for each in _WORD.findall(_plain(normalise(text).text))]


def _plain(text: str) -> str:
    return text if text.isascii() else text.translate(_BASES)


def _tokens(normal: Normalised, page: str) -> list[_Token]:
    found = [_Token(hit[0], *hit.span()) for hit in _WORD.finditer(page)]
    if not page.isascii() and _MARKS.search(page):
        found = [_Token(_MARKS.sub("", text), start, end) for text, start, end in found]
    if not normal.joints:
        return found
    # "Smith-" and "Jones" on the next line were put together; each may be a name of its own.
    joints = {place for place, _ in normal.joints}
    parts: list[_Token] = []
    for token in found:
        inside = [place for place in range(token.start + 1, token.end) if place in joints]
        for start, end in zip([token.start, *inside], [*inside, token.end], strict=True):
            if inside:
                parts.append(_Token(page[start:end], start, end))
    return sorted((*found, *parts), key=lambda token: (token.start, -token.end))


def _forms(uid: str, text: str, *, plainly: bool = False) -> Iterator[_Form]:
    """Yield the forms of a listed name: see the head of this module."""
    plain = _plain(normalise(text).text).strip()
    if plainly:
        given = [part for each in plain.split() if (part := _words(each))]
        if given:
            comma = next((n for n, each in enumerate(plain.split()) if each.endswith(",")), -1)
            for form in _joined(uid, given, as_listed=True):
                yield replace(form, comma=comma if len(form.words) > comma + 1 else -1)
        return
    surname_first = "," in plain
    if surname_first:
        last, _, first = plain.partition(",")
        plain = f"{first.strip()} {last.strip()}"
    parts = [part for each in plain.split() if (part := _words(each))]
    if len(parts) > 1 and len(parts[0]) == 1 and parts[0][0] in _TITLES:
        yield from _joined(uid, parts, as_listed=True)
        parts = parts[1:]
        if len(parts) == 1:  # "Mrs Exampleton": a surname, but not without a title
            for surname in _variants(parts[0]):
                for title in _TITLES:
                    yield _Form(uid, (title, *surname), as_listed=False, keeps=1)
            return
    if not parts:
        return
    yield from _joined(uid, parts, as_listed=not surname_first)
    if len(parts) < 2 or len(parts) > 5:
        return
    given, last_part = parts[:-1], parts[-1]
    if len("".join(last_part)) < 2 or last_part[-1].isdigit():
        return
    for surname in _variants(last_part):
        comma = len(surname) - 1
        every = [word for part in given for word in part]
        initials = [word[0] for word in every]
        known = {
            (*surname, *every): comma,
            (*surname, every[0]): comma,
            (*surname, initials[0]): comma,
            (*surname, *initials): comma,
            (*surname, "".join(initials)): comma,
        }
        for words, place in known.items():
            yield _Form(uid, words, surname_first, comma=place)
        if len(every[0]) > 1:
            yield _Form(uid, (*surname, *every), as_listed=False)  # "EXAMPLETON Alex"
        for lead in {(every[0],), (initials[0],), tuple(initials), ("".join(initials),)}:
            yield _Form(uid, (*lead, *surname), as_listed=False)
        for title in _TITLES:
            yield _Form(uid, (title, *surname), as_listed=False, keeps=1)


def _joined(uid: str, parts: Sequence[Sequence[str]], *, as_listed: bool) -> Iterator[_Form]:
    """Yield a name's words in a row; what has a hyphen or apostrophe also as one word."""
    rows: list[tuple[str, ...]] = [()]
    for part in parts:
        rows = [(*row, *variant) for row in rows for variant in _variants(part)][:8]
    for row in rows:
        yield _Form(uid, row, as_listed)


def _variants(part: Sequence[str]) -> list[tuple[str, ...]]:
    whole = "".join(part)
    return [tuple(part)] if len(part) == 1 else [tuple(part), (whole,)]


def _match(page: str, words: Sequence[_Token], at: int, form: _Form) -> tuple[int, int] | None:
    """Return where a form stands that begins with this word of the page; None when it does not."""
    token = words[at]
    start, end = token.start, token.end
    if form.keeps == 1:
        start = -1
    for number, wanted in enumerate(form.words[1:], start=1):
        following = _following(words, at, end)
        found = next((place for place in following if words[place].text == wanted), None)
        if found is None:
            return None
        gap = page[end : words[found].start]
        is_comma = number - 1 == form.comma
        if ("," in gap) is not is_comma or _BETWEEN.fullmatch(gap) is None:
            return None
        at, end = found, words[found].end
        start = words[found].start if start < 0 else start
    return start, end


def _following(words: Sequence[_Token], at: int, end: int) -> Iterator[int]:
    """Yield the words that begin first after a place: several where a line end joined two."""
    first = -1
    for place in range(at + 1, min(at + 6, len(words))):
        if words[place].start < end:
            continue
        if first < 0:
            first = words[place].start
        if words[place].start != first:
            return
        yield place


def _apart(normal: Normalised, found: Sequence[_Found]) -> tuple[NameHit, ...]:
    """Keep one where several lie over one another: more words, then as listed, then longer."""
    kept: list[_Found] = []
    for each in sorted(found, key=lambda hit: (-hit[4], not hit[2], hit[0] - hit[1], hit[0])):
        if not any(each[0] < other[1] and other[0] < each[1] for other in kept):
            kept.append(each)
    return tuple(
        NameHit(uid, *normal.origin(start, end), as_listed)
        for start, end, as_listed, uid, _ in sorted(kept)
    )
