"""Compares the portfolio's list of KSBs with a pasted one: wording first, code second.

::

    comparison = compare(held, pasted)
    for row in comparison.rows:      # the pasted list's order, then what it lacks
        row.status, row.code_before, row.code_after, row.before_ranges, row.after_ranges

The same two lists always give the same comparison.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.normalising import normalise
from portfolio_app.domain.pasted import Pasted

Range = tuple[int, int]  # code points, the end is the one after the last

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an and as at by for from in into is it its of on or the their to with",
    )
)
_ALIKE = 0.5  # of the words that matter: less is not the same statement in other words


class RowStatus(StrEnum):
    """What became of one statement. A statement can be moved and reworded: then it is MOVED."""

    SAME = "same"
    REWORDED = "reworded"
    MOVED = "moved"
    MISSING = "missing"
    NEW = "new"


class Decision(StrEnum):
    """What the person says to one row.

    APART: the two are not the same statement, so the old one goes and the new one is added. LEAVE:
    the portfolio's own list stays as it is here, for now.
    """

    ACCEPT = "accept"
    APART = "apart"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Row:
    """One statement in both lists, or in one of them.

    ``uid`` is the portfolio's KSB, "" for a new statement. The ranges are the words of each text
    that the other does not have. ``by_code``: the words have so little in common that only the code
    speaks for the two being the same. ``returns``: an earlier list had it, it was retired since.
    """

    status: RowStatus
    uid: str = ""
    code_before: str = ""
    code_after: str = ""
    text_before: str = ""
    text_after: str = ""
    kind: KsbKind = KsbKind.KNOWLEDGE
    methods: tuple[str, ...] = ()
    before_ranges: tuple[Range, ...] = ()
    after_ranges: tuple[Range, ...] = ()
    by_code: bool = False
    returns: bool = False

    @property
    def key(self) -> str:
        """The name of the row in decisions: its KSB's uid, or "new" and the code."""
        return self.uid or f"new {self.code_after}"

    @property
    def is_reworded(self) -> bool:
        """Whether the words differ, beyond case, quotes, dashes and white space."""
        return bool(self.before_ranges or self.after_ranges)

    @property
    def differs(self) -> bool:
        """Whether there is anything to look at."""
        return self.status is not RowStatus.SAME


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every statement of both lists once: the pasted list's order, then what it lacks."""

    rows: tuple[Row, ...] = ()

    def count(self, status: RowStatus) -> int:
        """Return how many rows have this status."""
        return sum(row.status is status for row in self.rows)

    @property
    def differences(self) -> tuple[Row, ...]:
        """The rows that differ in any way."""
        return tuple(row for row in self.rows if row.differs)


def compare(held: Sequence[Ksb], pasted: Sequence[Pasted]) -> Comparison:
    """Pair the statements of two lists and say what differs.

    Pairs are made of equal words first, those under the same code before others; then of the words
    most alike; what is left by equal codes. Retired KSBs come back only by equal words.
    """
    active = [each for each in held if not each.retired]
    pairs = _pairs(active, pasted)
    returning = _returning([each for each in held if each.retired], pasted, pairs)
    rows = []
    for at, new in enumerate(pasted):
        old = pairs.get(at)
        if old is not None:
            rows.append(_row(old, new))
        else:
            rows.append(_new_row(new, returning.get(at)))
    paired = {each.uid for each in pairs.values()}
    rows += [
        Row(RowStatus.MISSING, k.uid, k.code, "", k.text, "", k.kind)
        for k in active
        if k.uid not in paired
    ]
    return Comparison(tuple(rows))


def first_decisions(comparison: Comparison) -> dict[str, Decision]:
    """Return what is offered for each row that differs, before the person says otherwise.

    Everything is to be accepted, but for statements that are missing where the pasted list has
    fewer than half of their kind: that is a paste of part of a list.
    """
    held = Counter(row.kind for row in comparison.rows if row.text_before)
    gone = Counter(row.kind for row in comparison.rows if row.status is RowStatus.MISSING)
    in_part = {kind for kind, count in gone.items() if count * 2 > held[kind]}
    return {
        row.key: Decision.LEAVE
        if row.status is RowStatus.MISSING and row.kind in in_part
        else Decision.ACCEPT
        for row in comparison.differences
    }


def word_differences(before: str, after: str) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """Return the ranges of words in each text that the other does not have, left to right.

    Words are compared whatever their case, quotes, hyphens and dashes. Neighbours join.
    """
    left, right = _tokens(before), _tokens(after)
    matcher = SequenceMatcher(
        None, [each[0] for each in left], [each[0] for each in right], autojunk=False
    )
    removed: list[Range] = []
    added: list[Range] = []
    for what, a0, a1, b0, b1 in matcher.get_opcodes():
        if what == "equal":
            continue
        if a1 > a0:
            removed.append((left[a0][1], left[a1 - 1][2]))
        if b1 > b0:
            added.append((right[b0][1], right[b1 - 1][2]))
    return tuple(removed), tuple(added)


def same_words(one: str, other: str) -> bool:
    """Whether two statements say the same, whatever their case, quotes, dashes and white space."""
    return plain_words(one) == plain_words(other)


def plain_words(text: str) -> str:
    """Return a statement as it is compared: its words only, in one spelling."""
    return " ".join(word for word, _, _ in _tokens(text))


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Return (word as compared, start, end) of every word; "values-based" is one word."""
    joined: list[tuple[str, int, int]] = []
    for found in _WORD.finditer(text):
        word = normalise(found[0]).text
        start = found.start()
        tie = text[joined[-1][2] : start] if joined else ""
        if joined and tie and tie in "-\u2010\u2011":
            joined[-1] = (joined[-1][0] + word, joined[-1][1], found.end())
        else:
            joined.append((word, start, found.end()))
    return joined


def _pairs(held: Sequence[Ksb], pasted: Sequence[Pasted]) -> dict[int, Ksb]:
    """Return the held KSB for each index of the pasted list that has one."""
    pairs: dict[int, Ksb] = {}
    left = dict(enumerate(held))

    def pair(new_at: int, old_at: int) -> None:
        pairs[new_at] = left.pop(old_at)

    plain_old = [plain_words(each.text) for each in held]
    plain_new = [plain_words(each.text) for each in pasted]
    for same_code in (True, False):
        for new_at, new in enumerate(pasted):
            if new_at in pairs:
                continue
            for old_at, old in list(left.items()):
                if plain_old[old_at] == plain_new[new_at] and (
                    not same_code or old.code == new.code
                ):
                    pair(new_at, old_at)
                    break
    weighed = [_weights(words) for words in plain_old]
    scored = sorted(
        (-score, old.code != new.code, new_at, old_at)
        for new_at, new in enumerate(pasted)
        if new_at not in pairs
        for new_weights in (_weights(plain_new[new_at]),)
        for old_at, old in left.items()
        if (score := _alike(weighed[old_at], new_weights)) >= _ALIKE
    )
    for _, _, new_at, old_at in scored:
        if new_at not in pairs and old_at in left:
            pair(new_at, old_at)
    for new_at, new in enumerate(pasted):
        if new_at in pairs:
            continue
        for old_at, old in list(left.items()):
            if old.code.casefold() == new.code.casefold():
                pair(new_at, old_at)
                break
    return pairs


def _returning(
    retired: Sequence[Ksb], pasted: Sequence[Pasted], pairs: dict[int, Ksb]
) -> dict[int, Ksb]:
    found: dict[int, Ksb] = {}
    left = list(retired)
    for at, new in enumerate(pasted):
        if at in pairs:
            continue
        old = next((each for each in left if same_words(each.text, new.text)), None)
        if old is not None:
            left.remove(old)
            found[at] = old
    return found


def _row(old: Ksb, new: Pasted) -> Row:
    removed, added = word_differences(old.text, new.text)
    is_same_code = old.code == new.code
    status = RowStatus.SAME if is_same_code else RowStatus.MOVED
    if is_same_code and (removed or added):
        status = RowStatus.REWORDED
    return Row(
        status,
        old.uid,
        old.code,
        new.code,
        old.text,
        new.text,
        new.kind,
        new.methods,
        removed,
        added,
        by_code=_alike(_weights(plain_words(old.text)), _weights(plain_words(new.text))) < _ALIKE,
    )


def _new_row(new: Pasted, returning: Ksb | None) -> Row:
    return Row(
        RowStatus.NEW,
        "" if returning is None else returning.uid,
        "" if returning is None else returning.code,
        new.code,
        "",
        new.text,
        new.kind,
        new.methods,
        returns=returning is not None,
    )


def _weights(plain: str) -> Counter[str]:
    words = plain.split()
    matter = [word for word in words if word not in _SMALL]
    return Counter(matter or words)


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """Return how alike two bags of words are: 0.0 nothing in common, 1.0 the same words."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
