"""Two states of the proposal side by side, paragraph by paragraph and word by word.

Paragraphs are paired by their uid, then by their words. What is shown is exact: the runs of a side,
one after the other, are that side's paragraph letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from portfolio_app.domain.draft import Block, InlineKind
from portfolio_app.domain.labels import Labels
from portfolio_app.domain.working_tables import shown

_TOKEN = re.compile(r"\s+|\w+(?:['’\-]\w+)*|[^\w\s]")
_WORDS = re.compile(r"\w+(?:['’\-]\w+)*")
_ALIKE = 0.5  # share of words in common from which two paragraphs are one that was reworded
_RARE = 0.3  # share of words that stay, below which a paragraph is shown as wholly rewritten
_MOST = 20_000_000  # pairs of words: one paragraph of a book is shown whole, not word by word
NOTE_SIGN = "†"  # stands where a footnote is called; its words follow the paragraph


class Change(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED_FROM = "moved-from"  # it stood here; the old side alone is filled
    MOVED_TO = "moved-to"  # it stands here now; ``old`` is empty where it was not changed


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one side. ``is_marked``: added on the new side, removed on the old one."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of both states, or of one. ``said`` names what changed besides its words."""

    change: Change
    old: tuple[Run, ...] = ()
    new: tuple[Run, ...] = ()
    old_block: Block | None = None
    new_block: Block | None = None
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows in the order of the new state; what was removed stands where it was."""

    rows: tuple[Row, ...]
    words_added: int
    words_removed: int

    @property
    def changes(self) -> int:
        """How many rows are not the same."""
        return sum(1 for each in self.rows if each.change is not Change.SAME)

    @property
    def words(self) -> str:
        """What changed, in one line."""
        if not self.changes:
            return "Nothing differs."
        rows = f"{self.changes:,} {'difference' if self.changes == 1 else 'differences'}"
        return f"{rows}: {_many(self.words_added)} added, {_many(self.words_removed)} removed."


def compare(
    old: Sequence[Block],
    new: Sequence[Block],
    labels: Labels | None = None,
    codes: Mapping[str, str] | None = None,
) -> Comparison:
    """Return two states side by side.

    ``labels`` is what citations print, the same on both sides; ``codes`` names KSBs by uid.
    """
    labels = labels or Labels()
    pairs = _paired(old, new, labels)
    back = {new_at: old_at for old_at, new_at in pairs.items()}
    staying = _staying(pairs)
    rows: list[Row] = []
    at = 0
    for new_at, block in enumerate(new):
        old_at = back.get(new_at)
        if old_at is not None and old_at in staying:
            rows += _gone(old[at:old_at], at, pairs, labels)
            at = old_at + 1
            rows.append(_both(old[old_at], block, labels, codes or {}, moved=False))
        elif old_at is not None:
            rows.append(_both(old[old_at], block, labels, codes or {}, moved=True))
        else:
            rows.append(Row(Change.ADDED, new=_whole(block, labels), new_block=block))
    rows += _gone(old[at:], at, pairs, labels)
    rows = [each for each in rows if each.old or each.new or each.said]  # empty lines say nothing
    return Comparison(
        tuple(rows),
        sum(_marked(each.new) for each in rows if each.change is not Change.MOVED_FROM),
        sum(_marked(each.old) for each in rows if each.change is not Change.MOVED_FROM),
    )


def text_of(block: Block, labels: Labels) -> str:
    """Return what a block says, citations as they print, tables as lines, footnotes at its end."""
    return "".join(_tokens(block, labels))


# pairing


def _paired(old: Sequence[Block], new: Sequence[Block], labels: Labels) -> dict[int, int]:
    """Return which old block is which new one, by their places."""
    at = {each.uid: place for place, each in enumerate(new)}
    pairs = {place: at[each.uid] for place, each in enumerate(old) if each.uid in at}
    taken = set(pairs.values())
    left = [place for place in range(len(old)) if place not in pairs]
    free = [place for place in range(len(new)) if place not in taken]
    if not left or not free:
        return pairs
    words = {("old", p): _key_words(old[p], labels) for p in left}
    words |= {("new", p): _key_words(new[p], labels) for p in free}
    scored = [
        (score, -abs(o - n), o, n)
        for o in left
        for n in free
        if old[o].kind.is_text is new[n].kind.is_text
        and (score := _alike(words["old", o], words["new", n])) >= _ALIKE
    ]
    for _score, _near, o, n in sorted(scored, reverse=True):
        if o not in pairs and n not in taken:
            pairs[o] = n
            taken.add(n)
    return pairs


def _key_words(block: Block, labels: Labels) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text_of(block, labels).casefold()))


def _alike(old: frozenset[str], new: frozenset[str]) -> float:
    both = len(old) + len(new)
    return 2 * len(old & new) / both if both else 1.0


def _staying(pairs: Mapping[int, int]) -> set[int]:
    """Return the old places of the longest run of pairs that are in one order on both sides."""
    order = [(o, pairs[o]) for o in sorted(pairs)]
    best: list[tuple[int, int]] = []  # length, and the place of the one before
    ends: list[int] = []  # of the best run of each length, the place in order
    for place, (_, new_at) in enumerate(order):
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            if order[ends[middle]][1] < new_at:
                low = middle + 1
            else:
                high = middle
        best.append((low, ends[low - 1] if low else -1))
        ends[low : low + 1] = [place]
    found: set[int] = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        found.add(order[place][0])
        place = best[place][1]
    return found


# rows


def _gone(
    blocks: Iterable[Block], first: int, pairs: Mapping[int, int], labels: Labels
) -> list[Row]:
    return [
        Row(
            Change.MOVED_FROM if place in pairs else Change.REMOVED,
            old=_whole(block, labels),
            old_block=block,
        )
        for place, block in enumerate(blocks, start=first)
    ]


def _both(old: Block, new: Block, labels: Labels, codes: Mapping[str, str], *, moved: bool) -> Row:
    left, right = _tokens(old, labels), _tokens(new, labels)
    said = _besides(old, new, codes)
    if left == right:
        old_runs = new_runs = _joined([("".join(left), False)])
    else:
        old_runs, new_runs = _runs(left, right)
    change = Change.SAME if left == right and not said else Change.CHANGED
    if moved:
        change = Change.MOVED_TO
        old_runs = () if left == right else old_runs
    return Row(change, old_runs, new_runs, old, new, said)


def _runs(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    first = _alike_from_start(old, new)
    last = _alike_from_start(old[first:][::-1], new[first:][::-1])
    was, now = old[first : len(old) - last], new[first : len(new) - last]
    left: list[tuple[str, bool]] = [("".join(old[:first]), False)]
    right = list(left)
    kept = _letters(old[:first]) + _letters(old[len(old) - last :])
    if len(was) * len(now) > _MOST:
        left.append(("".join(was), True))
        right.append(("".join(now), True))
    else:
        for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
            left.append(("".join(was[a:b]), tag != "equal"))
            right.append(("".join(now[c:d]), tag != "equal"))
            kept += _letters(was[a:b]) if tag == "equal" else 0
    if kept < _RARE * max(_letters(old), _letters(new), 1):
        return _joined([("".join(old), True)]), _joined([("".join(new), True)])
    end = ("".join(old[len(old) - last :]), False)
    return _joined([*left, end]), _joined([*right, end])


def _alike_from_start(old: Sequence[str], new: Sequence[str]) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )


def _joined(parts: Iterable[tuple[str, bool]]) -> tuple[Run, ...]:
    """Return runs, none of them empty, no two alike beside each other."""
    found: list[Run] = []
    for text, is_marked in parts:
        if not text:
            continue
        if found and found[-1].is_marked is is_marked:
            found[-1] = Run(found[-1].text + text, is_marked)
        else:
            found.append(Run(text, is_marked))
    return tuple(found)


def _whole(block: Block, labels: Labels) -> tuple[Run, ...]:
    text = text_of(block, labels)
    return (Run(text, is_marked=True),) if text else ()


def _besides(old: Block, new: Block, codes: Mapping[str, str]) -> tuple[str, ...]:
    """Return what changed of a paragraph besides its words."""
    found = []
    if old.kind is not new.kind:
        found.append(f"Style: {old.kind.words} to {new.kind.words}")
    if old.level != new.level:
        found.append(f"Level {old.level + 1} to {new.level + 1}")
    came = [codes.get(uid, "?") for uid in new.ksbs if uid not in old.ksbs]
    went = [codes.get(uid, "?") for uid in old.ksbs if uid not in new.ksbs]
    if came:
        found.append(f"Tagged {', '.join(came)}")
    if went:
        found.append(f"Not tagged {', '.join(went)} any more")
    if _looks(old) != _looks(new) and old.text == new.text:
        found.append("Bold or italic")
    if old.target != new.target:
        found.append(f"Target {old.target:,} to {new.target:,} words")
    if old.figure and new.figure:
        pairs: tuple[tuple[str, Callable[[Block], object]], ...] = (
            ("Picture", lambda b: b.figure and b.figure.picture_uid),
            ("Alternative text", lambda b: b.figure and b.figure.alternative),
            ("Width", lambda b: b.figure and b.figure.width),
        )
        found += [what for what, of in pairs if of(old) != of(new)]
    if old.table and new.table and old.table.summary != new.table.summary:
        found.append("Summary of the table")
    return tuple(found)


def _looks(block: Block) -> list[tuple[bool, bool]]:
    return [
        (each.strong, each.emphasis)
        for each in block.inlines
        if each.kind is InlineKind.WORDS
        for _letter in each.text
    ]


def _tokens(block: Block, labels: Labels) -> list[str]:
    """Return what a block says as words, spaces and signs; a citation is one token."""
    if block.table is not None:
        seen = shown(block.table)
        lines = [block.table.caption, *(" | ".join(row) for row in (seen.columns, *seen.rows))]
        return _TOKEN.findall("\n".join([*lines, *seen.notes]).strip("\n"))
    if block.figure is not None:
        figure = block.figure
        source = f"\nSource: {figure.source}" if figure.source else ""
        return _TOKEN.findall(f"{figure.caption}{source}")
    found: list[str] = []
    notes: list[str] = []
    for inline in block.inlines:
        if inline.kind is InlineKind.WORDS:
            found += _TOKEN.findall(inline.text)
        elif inline.kind is InlineKind.NOTE:
            found.append(NOTE_SIGN)
            notes.append(inline.text)
        else:
            found.append(labels.of(inline))
    for text in notes:
        found += ["\n", NOTE_SIGN, " ", *_TOKEN.findall(text)]
    return found


def _letters(tokens: Iterable[str]) -> int:
    return sum(len(each) for each in tokens if not each.isspace())


def _marked(runs: Iterable[Run]) -> int:
    return sum(len(_WORDS.findall(each.text)) for each in runs if each.is_marked)


def _many(words: int) -> str:
    return f"{words:,} {'word' if words == 1 else 'words'}"
