"""What is known of a returned copy before anything is decided: which is which, what is cited."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portfolio_app.domain.bringing_back import Lost
from portfolio_app.domain.copy_entries import (
    CAPTION,
    NUMBER,
    Came,
    Went,
    bare,
    entries,
    kind_of,
    went,
    without_number,
)
from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.domain.labels import Labels
from portfolio_app.domain.matching_paragraphs import Matched, New, Old, match, words_of
from portfolio_app.domain.printed import Printed
from portfolio_app.domain.recovering_citations import Target, locate, locate_elsewhere, target
from portfolio_app.domain.word_copy import Hand, WordCopy, accepted

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_NEARLY_ALL = 0.8  # of all styles: then those of single paragraphs were lost too
_FLAT = 0.5  # of the headings, or points, that lost their style: then a program did it


@dataclass(frozen=True, slots=True)
class Texts:
    """The three texts, and what citations print. ``seen`` is what the export printed.

    ``codes`` names KSBs by uid. ``base_uid`` is the restore point that the copy is compared with.
    """

    base: tuple[Block, ...]
    now: tuple[Block, ...]
    seen: Printed
    labels: Labels
    codes: Mapping[str, str]
    base_uid: str = ""


class Known:
    """The copy's own text beside the proposal: as it went out, as it came, as it is now.

    ``went`` and ``came`` are the paragraphs in order; ``matched`` says by their numbers which is
    which. ``targets`` are the copy's paragraphs with their citations found again, ``lost`` those
    that were not, by the number of the old paragraph, ``gone_on`` the words of those that went to
    another paragraph, by its number. ``flat`` are styles that the copy lost nearly everywhere.
    """

    def __init__(self, copy_uid: str, copy: WordCopy, texts: Texts) -> None:
        self._copy_uid = copy_uid
        self.copy = copy
        self.texts = texts
        self.reading = accepted(copy)
        self.went = went(texts.base, texts.seen, texts.labels)
        found = entries(self.reading, self.went, texts.seen)
        self.came, self.elsewhere, self.stray = found.came, found.elsewhere, found.stray
        self.now = {each.uid: each for each in texts.now}
        self.matched = self._match()
        self.targets: dict[int, Target] = {}
        self.lost: dict[int, list[Lost]] = {}
        self.gone_on: dict[int, list[str]] = {}
        self.flat: set[BlockKind] = self._flattened()
        self._recover()

    def _match(self) -> Matched:
        olds = [Old(each.text, each.sort, _stake(each, self.now)) for each in self.went]
        headings = {words_of(each.text) for each in self.went if each.sort == "heading"}
        known = {words_of(each.text) for each in self.went}
        news = []
        for each in self.came:
            text = each.text
            bare_text = NUMBER.sub("", text)  # some programs write a heading's number into it
            if words_of(bare_text) in headings and words_of(text) not in known:
                text = bare_text
            if each.sort in ("table", "figure"):
                text = f"{CAPTION.sub('', each.caption)}\n{text}"
            news.append(New(text, each.sort, each.said.came_from))
        return match(olds, news, self.reading.before if self.copy.is_tracked else ())

    def uid(self, number: int) -> str:
        """Return the uid of an entry's block: its own, or the one that it will have."""
        old = self.matched.news.get(number)
        if old is not None:
            return self.went[old].block.uid
        digest = hashlib.sha256(f"{self._copy_uid} {number}".encode()).digest()
        whole = int.from_bytes(digest, "big")
        return "".join(_CROCKFORD[(whole >> (5 * place)) & 31] for place in range(26))

    def _recover(self) -> None:
        """Find the citations of every known paragraph again."""
        news = self.matched.news
        joined: dict[int, list[int]] = {}
        for old, new in self.matched.joined.items():
            joined.setdefault(new, []).append(old)
        used: set[tuple[str, int]] = set()
        for number, each in enumerate(self.came):
            if each.sort in ("table", "figure"):
                continue
            pieces = each.said.pieces
            same = news.get(number)
            one = self.went[same] if same is not None else None
            if each.sort == "heading" or (one is not None and one.sort == "heading"):
                pieces = bare(pieces)
                if one is not None:
                    printed = self.texts.seen.numbers.get(one.block.uid, "")
                    pieces = without_number(pieces, one.text, printed.rpartition(" ")[2])
            self.targets[number] = target(pieces)
        for number, old in news.items():
            if number in self.targets:
                olds = sorted([old, *joined.get(number, ())])
                sources = [self.went[each].source for each in olds]
                locate(sources, self.targets[number], used)
        for number, old in self.matched.parts.items():
            if number in self.targets:
                locate([self.went[old].source], self.targets[number], used)
        known = [n for n in self.targets if n in news or n in self.matched.parts]
        went_to = locate_elsewhere(
            [each.source for each in self.went], [self.targets[n] for n in known], used
        )
        for (uid, cited), which in went_to.items():
            at = next(n for n, each in enumerate(self.went) if each.block.uid == uid)
            printed = self._printed(at, cited)
            self.gone_on.setdefault(known[which], []).append(printed)
        for at, went_out in enumerate(self.went):
            for quoted in went_out.source.cited:
                if (quoted.uid, quoted.number) not in used:
                    self.lost.setdefault(at, []).append(Lost(quoted.uid, quoted.printed))

    def _printed(self, old: int, number: int) -> str:
        return next(c.printed for c in self.went[old].source.cited if c.number == number)

    def _flattened(self) -> set[BlockKind]:
        """Return the styles that the copy has lost nearly everywhere: no person did that."""
        total: dict[BlockKind, int] = {}
        flat: dict[BlockKind, int] = {}
        for old, new in self.matched.same.items():
            kind = self.went[old].block.kind
            if kind.is_text and kind is not BlockKind.BODY:
                total[kind] = total.get(kind, 0) + 1
                flat[kind] = flat.get(kind, 0) + (kind_of(self.came[new])[0] is BlockKind.BODY)
        if sum(flat.values()) >= max(2, _NEARLY_ALL * sum(total.values())):
            return set(total)
        return {kind for kind, count in total.items() if flat[kind] >= max(2, _FLAT * count)}

    def style(self, each: Came, before: Block) -> tuple[BlockKind, int]:
        """Return the style and level that a block has in the copy, where a person gave it that."""
        kind, level = kind_of(each)
        headings = (BlockKind.HEADING_1, BlockKind.APPENDIX)
        if before.kind in headings and kind in headings:
            kind = before.kind
        if before.kind in self.flat and kind is BlockKind.BODY:
            return before.kind, before.level
        if kind in (BlockKind.BULLET, BlockKind.NUMBER) and self._is_levels_lost():
            level = before.level if before.kind is kind else level
        return kind, level

    def _is_levels_lost(self) -> bool:
        deep = [
            (self.went[old].block.level, kind_of(self.came[new])[1])
            for old, new in self.matched.same.items()
            if self.went[old].block.kind in (BlockKind.BULLET, BlockKind.NUMBER)
            and self.went[old].block.level
        ]
        return bool(deep) and not any(level for _, level in deep)

    def hands(self, numbers: Iterable[int]) -> tuple[Hand, ...]:
        """Return who tracked changes, by number."""
        known = self.copy.hands
        return tuple(known[n] for n in dict.fromkeys(numbers) if 0 <= n < len(known))


def together(blocks: Sequence[Block], sign: str = " ") -> tuple[Inline, ...]:
    """Return what several blocks say as one, a sign between them."""
    found: list[Inline] = []
    for number, block in enumerate(blocks):
        if number:
            found.append(Inline(text=sign))
        found += block.inlines
    return tuple(found)


def _stake(each: Went, now: Mapping[str, Block]) -> object:
    """Return what hangs on a paragraph, and what the person made of it since; None for nothing."""
    block = each.block
    hangs = (block.ksbs, each.source.cited, block.target, block.purpose, block.table, block.figure)
    here = now.get(block.uid)
    return (*hangs, here) if any(hangs) or here != block else None
