"""Words that two people changed from the same beginning, put together where they did not meet."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from portfolio_app.domain.draft import Inline, InlineKind
from portfolio_app.domain.recovering_citations import tidy

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_LONG = 6_000


@dataclass(frozen=True, slots=True)
class _Token:
    key: Hashable
    inline: Inline


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the words. ``meets``: both changed the same place, and nothing is merged."""

    inlines: tuple[Inline, ...]
    meets: bool = False


def same_words(one: Sequence[Inline], other: Sequence[Inline]) -> bool:
    """Return whether two paragraphs say the same, whatever is bold and whatever the spaces."""
    return [t.key for t in _tokens(one, looks=False) if t.key != " "] == [
        t.key for t in _tokens(other, looks=False) if t.key != " "
    ]


def same_looks(one: Sequence[Inline], other: Sequence[Inline]) -> bool:
    """Return whether the same words are bold and italic in two paragraphs of the same words."""
    return _looks(one) == _looks(other)


def merge(base: Sequence[Inline], yours: Sequence[Inline], theirs: Sequence[Inline]) -> Merged:
    """Return both people's changes to ``base`` together; ``theirs`` alone where they meet."""
    if same_words(base, yours) or same_words(yours, theirs):
        return Merged(tuple(theirs))
    if same_words(base, theirs):
        return Merged(tuple(yours))
    a, b, c = (_tokens(each) for each in (base, yours, theirs))
    mine, other = _edits(a, b), _edits(a, c)
    made: list[_Token] = []
    at = 0
    while mine or other:
        if mine and other and _meet(mine[0], other[0]):
            first, second = mine[0], other[0]
            same = (first[0], first[1]) == (second[0], second[1]) and [t.key for t in first[2]] == [
                t.key for t in second[2]
            ]
            if not same:
                return Merged(tuple(theirs), meets=True)
            mine.pop(0)
            begin, end, put = other.pop(0)
        elif not other or (mine and mine[0][0] < other[0][0]):
            begin, end, put = mine.pop(0)
        else:
            begin, end, put = other.pop(0)
        made += a[at:begin]
        made += put
        at = end
    made += a[at:]
    return Merged(tidy([each.inline for each in made]))


_Edit = tuple[int, int, list[_Token]]


def _edits(base: list[_Token], other: list[_Token]) -> list[_Edit]:
    old, new = [t.key for t in base], [t.key for t in other]
    rough = len(old) + len(new) > _LONG
    codes = SequenceMatcher(None, old, new, autojunk=rough).get_opcodes()
    return [(a, b, other[c:d]) for tag, a, b, c, d in codes if tag != "equal"]


def _meet(one: _Edit, other: _Edit) -> bool:
    """Return whether two changes touch: even side by side nobody can say which comes first."""
    return one[0] <= other[1] and other[0] <= one[1]


def _tokens(inlines: Sequence[Inline], *, looks: bool = True) -> list[_Token]:
    found: list[_Token] = []
    for each in inlines:
        if each.kind is not InlineKind.WORDS:
            key: Hashable = ("note", " ".join(each.text.split()))
            if each.kind is not InlineKind.NOTE:
                key = (each.kind, each.item_uid, each.passage_uid, each.cited, each.block_uid)
            found.append(_Token(key, each))
            continue
        for match in _TOKEN.finditer(each.text):
            text = match[0]
            key = " " if text.isspace() else text
            one = Inline(text=text, strong=each.strong, emphasis=each.emphasis)
            if looks and not text.isspace():
                key = (key, each.strong, each.emphasis)
            found.append(_Token(key, one))
    return found


def _looks(inlines: Sequence[Inline]) -> list[tuple[bool, bool]]:
    """Return the looks of words in order; signs and spaces take after their neighbours."""
    return [
        (each.inline.strong, each.inline.emphasis)
        for each in _tokens(inlines)
        if each.inline.kind is InlineKind.WORDS and each.inline.text.isalnum()
    ]
