"""Makes the plan of a returned copy: which paragraph is which, and what became of each."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from portfolio_app.domain import copy_tables
from portfolio_app.domain.bringing_back import Change, Kind, Lost, Plan, Row
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
from portfolio_app.domain.draft import Block, BlockKind, Figure, Inline, InlineKind
from portfolio_app.domain.draft_compare import NOTE_SIGN, Run, text_of
from portfolio_app.domain.draft_compare import compare as side_by_side
from portfolio_app.domain.labels import Labels
from portfolio_app.domain.matching_paragraphs import Matched, New, Old, match, words_of
from portfolio_app.domain.printed import Printed
from portfolio_app.domain.recovering_citations import (
    Target,
    inlines,
    locate,
    locate_elsewhere,
    target,
)
from portfolio_app.domain.three_ways import merge, same_looks, same_words
from portfolio_app.domain.word_copy import Hand, Said, WordCopy, accepted

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_FEW = 0.4  # of the exported words that must be found in a copy of this proposal
_FLAT = 0.5  # of the headings, or points, that lost their style: then a program did it
PICTURE = "copy:"  # before the number of a picture that lies in the copy
_SHORT = 60  # characters of a paragraph by which it is named


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


def plan(copy_uid: str, copy: WordCopy, texts: Texts) -> Plan:
    """Return all that a copy says about the proposal. The same copy gives the same keys."""
    return _Planner(copy_uid, copy, texts).plan()


def likeness(
    copy: WordCopy, base: Sequence[Block], seen: Printed, labels: Labels
) -> tuple[int, int]:
    """Return how many words of these blocks stand in the copy in whole paragraphs, and don't."""
    reading = accepted(copy)
    there = {words_of(each) for each in reading.before}
    there |= {words_of(each.text) for each in reading.after}
    printed = [words_of(each.text) for each in went(base, seen, labels)]
    found = sum(len(words) for words in printed if words in there)
    return found, sum(map(len, printed)) - found


class _Planner:
    def __init__(self, copy_uid: str, copy: WordCopy, texts: Texts) -> None:
        self._copy_uid = copy_uid
        self._copy = copy
        self._texts = texts
        self._reading = accepted(copy)
        self._went = went(texts.base, texts.seen, texts.labels)
        found = entries(self._reading, self._went, texts.seen)
        self._came, self._elsewhere, self._stray = found.came, found.elsewhere, found.stray
        self._now = {each.uid: each for each in texts.now}
        self._matched = self._match()
        self._targets: dict[int, Target] = {}
        self._lost: dict[int, list[Lost]] = {}
        self._gone_on: dict[int, list[str]] = {}
        self._flat: set[BlockKind] = self._flattened()
        self._changes: dict[str, Change] = {}
        self._by_entry: dict[int, list[str]] = {}
        self._by_old: dict[int, list[str]] = {}
        self._result: dict[int, Block] = {}
        self._is_other = False

    def plan(self) -> Plan:
        self._recover()
        count = sum(len(words_of(each.text)) for each in self._went)
        found = sum(len(words_of(self._went[old].text)) for old in self._matched.same)
        found += sum(len(words_of(self._went[old].text)) for old in self._matched.joined)
        self._is_other = bool(count) and found < _FEW * count
        for number in range(len(self._came)):
            self._entry(number)
        self._removed()
        self._moved()
        changes = tuple(self._changes.values())
        return Plan(
            tuple(self._rows()),
            changes,
            self._copy.comments,
            tuple(self._uid(number) for number in range(len(self._came))),
            tuple(self._unmatched()),
            self._elsewhere,
            tuple(self._notes()),
            self._texts.base_uid,
            len(self._matched.same),
            {each.key: each for each in changes},
        )

    # which is which

    def _match(self) -> Matched:
        olds = [Old(each.text, each.sort, _stake(each)) for each in self._went]
        headings = {words_of(each.text) for each in self._went if each.sort == "heading"}
        known = {words_of(each.text) for each in self._went}
        news = []
        for each in self._came:
            text = each.text
            bare_text = NUMBER.sub("", text)  # some programs write a heading's number into it
            if words_of(bare_text) in headings and words_of(text) not in known:
                text = bare_text
            if each.sort in ("table", "figure"):
                text = f"{CAPTION.sub('', each.caption)}\n{text}"
            news.append(New(text, each.sort, each.said.came_from))
        return match(olds, news, self._reading.before if self._copy.is_tracked else ())

    def _uid(self, number: int) -> str:
        """Return the uid of an entry's block: its own, or the one that it will have."""
        old = self._matched.news.get(number)
        if old is not None:
            return self._went[old].block.uid
        digest = hashlib.sha256(f"{self._copy_uid} {number}".encode()).digest()
        whole = int.from_bytes(digest, "big")
        return "".join(_CROCKFORD[(whole >> (5 * place)) & 31] for place in range(26))

    def _recover(self) -> None:
        """Find the citations of every known paragraph again."""
        news = self._matched.news
        joined: dict[int, list[int]] = {}
        for old, new in self._matched.joined.items():
            joined.setdefault(new, []).append(old)
        used: set[tuple[str, int]] = set()
        for number, each in enumerate(self._came):
            if each.sort in ("table", "figure"):
                continue
            pieces = each.said.pieces
            old = news.get(number)
            if each.sort == "heading" or (old is not None and self._went[old].sort == "heading"):
                pieces = bare(pieces)
                if old is not None:
                    one = self._went[old]
                    printed = self._texts.seen.numbers.get(one.block.uid, "")
                    pieces = without_number(pieces, one.text, printed.rpartition(" ")[2])
            self._targets[number] = target(pieces)
        for number, old in news.items():
            if number in self._targets:
                olds = sorted([old, *joined.get(number, ())])
                sources = [self._went[each].source for each in olds]
                locate(sources, self._targets[number], used)
        for number, old in self._matched.parts.items():
            if number in self._targets:
                locate([self._went[old].source], self._targets[number], used)
        known = [n for n in self._targets if n in news or n in self._matched.parts]
        went_to = locate_elsewhere(
            [each.source for each in self._went], [self._targets[n] for n in known], used
        )
        for (uid, cited), which in went_to.items():
            at = next(n for n, each in enumerate(self._went) if each.block.uid == uid)
            printed = self._printed(at, cited)
            self._gone_on.setdefault(known[which], []).append(printed)
        for at, went_out in enumerate(self._went):
            for each in went_out.source.cited:
                if (each.uid, each.number) not in used:
                    self._lost.setdefault(at, []).append(Lost(each.uid, each.printed))

    def _printed(self, old: int, number: int) -> str:
        return next(c.printed for c in self._went[old].source.cited if c.number == number)

    def _flattened(self) -> set[BlockKind]:
        """Return the styles that the copy has lost nearly everywhere: no person did that."""
        total: dict[BlockKind, int] = {}
        flat: dict[BlockKind, int] = {}
        for old, new in self._matched.same.items():
            kind = self._went[old].block.kind
            if kind.is_text and kind is not BlockKind.BODY:
                total[kind] = total.get(kind, 0) + 1
                flat[kind] = flat.get(kind, 0) + (kind_of(self._came[new])[0] is BlockKind.BODY)
        return {kind for kind, count in total.items() if flat[kind] >= max(2, _FLAT * count)}

    # what became of each

    def _add(self, change: Change, *, entry: int | None = None, old: int | None = None) -> None:
        self._changes[change.key] = change
        if entry is not None:
            self._by_entry.setdefault(entry, []).append(change.key)
        if old is not None:
            self._by_old.setdefault(old, []).append(change.key)

    def _entry(self, number: int) -> None:
        old = self._matched.news.get(number)
        if old is None:
            if number not in self._matched.parts:
                self._inserted(number)
        elif self._went[old].sort == "table":
            self._table(number, old)
        elif self._went[old].sort == "figure":
            self._caption(number, old)
        else:
            self._text(number, old)

    def _inserted(self, number: int) -> None:
        each = self._came[number]
        if self._uid(number) in self._now:  # taken already
            self._result[number] = self._now[self._uid(number)]
            return
        notes: list[str] = []
        if each.said.table is not None:
            table = copy_tables.plain(each.said.table, CAPTION.sub("", each.caption))
            block = Block(self._uid(number), BlockKind.TABLE, table=table)
        elif each.sort == "figure":
            picture = each.said.pieces[0]
            figure = Figure(
                f"{PICTURE}{picture.picture}", CAPTION.sub("", each.caption), picture.alternative
            )
            block = Block(self._uid(number), BlockKind.FIGURE, figure=figure)
        else:
            kind, level = kind_of(each)
            block = Block(self._uid(number), kind, inlines(self._targets[number]), level)
            words = text_of(block, self._texts.labels)
            notes += [f"“{said}” stands here as words." for said in self._labels_in(words)]
        self._result[number] = block
        self._add(
            Change(f"inserted {block.uid}", Kind.INSERTED, (), (block,),
                   hands=self._hands(each.said.hands), notes=tuple(notes)),
            entry=number,
        )  # fmt: skip

    def _labels_in(self, words: str) -> list[str]:
        printed = {each.printed for one in self._went for each in one.source.cited}
        return sorted(each for each in printed if len(each) > 3 and each in words)

    def _text(self, number: int, old: int) -> None:
        each, before = self._came[number], self._went[old].block
        others = sorted(o for o, new in self._matched.joined.items() if new == number)
        parts = sorted(n for n, one in self._matched.parts.items() if one == old)
        olds = sorted([old, *others])
        base = _together([self._went[one].block for one in olds])
        theirs = _without_noise(base, inlines(self._targets[number]))
        here = [self._now[b.uid] for one in olds if (b := self._went[one].block).uid in self._now]
        kind, level = self._style(each, before)
        restyled = (kind, level) != (before.kind, before.level)
        reworded = not same_words(base, theirs)
        is_same = not reworded and not restyled and same_looks(base, theirs)
        if is_same and not parts and not others:
            self._result[number] = self._now.get(before.uid, before)
            return
        conflict, notes = "", []
        yours = self._now.get(before.uid)
        if yours is None:
            if not reworded and not parts and not others:
                return
            conflict = "You removed this after the export. Taking it puts it back."
            merged, yours = theirs, before
        else:
            mine = _together(here)
            both = merge(base, mine, theirs)
            merged = both.inlines
            if both.meets:
                conflict = "You changed the same words after the export. Taking it replaces yours."
            elif not same_words(base, mine):
                notes.append("What you wrote after the export is kept in it.")
        tags = tuple(dict.fromkeys(tag for one in (yours, *here) for tag in one.ksbs))
        block = replace(yours, inlines=merged, ksbs=tags)
        if restyled and yours.kind is before.kind:
            block = replace(block, kind=kind, level=level)
            notes.append(f"{before.kind.words} becomes {kind.words}." if kind is not before.kind
                         else f"Level {before.level + 1} becomes level {level + 1}.")  # fmt: skip
        new_parts = [self._part(n, before) for n in parts if self._uid(n) not in self._now]
        self._result[number] = block
        if block == self._now.get(before.uid) and not new_parts and len(here) < 2:
            return
        removes = tuple(b.uid for b in here if b.uid != before.uid)
        what = (
            Kind.STYLED if not reworded and restyled else Kind.REWORDED if reworded else Kind.LOOKS
        )
        what = Kind.DIVIDED if new_parts else Kind.JOINED if removes else what
        if new_parts and tags:
            notes.append("Its tags stay with the largest part.")
        if removes and tags:
            notes.append("It has the tags of all of them.")
        notes += [f"{said} came here with its words." for said in self._gone_on.get(number, ())]
        lost = [one for o in olds for one in self._still_lost(o)]
        change = Change(
            f"text {before.uid}", what, tuple(b.uid for b in here) or (before.uid,),
            (block, *new_parts), removes, hands=self._hands(each.said.hands),
            lost=tuple(lost), conflict=conflict, notes=tuple(notes),
        )  # fmt: skip
        self._add(change, entry=number)
        for n in parts:
            self._by_entry.setdefault(n, []).append(change.key)
        for o in others:
            self._by_old.setdefault(o, []).append(change.key)

    def _part(self, number: int, whole: Block) -> Block:
        kind, level = kind_of(self._came[number])
        if whole.kind is not BlockKind.BODY and kind is BlockKind.BODY and whole.kind in self._flat:
            kind, level = whole.kind, whole.level
        block = Block(self._uid(number), kind, inlines(self._targets[number]), level)
        self._result[number] = block
        return block

    def _still_lost(self, old: int) -> list[Lost]:
        """Return the citations that are not found again and that the proposal still has."""
        lost = self._lost.get(old, [])
        mine = self._now.get(self._went[old].block.uid)
        if mine is None:
            return []
        cited = {n: c.inline for c in self._went[old].source.cited for n in (c.printed,)}
        return [each for each in lost if cited[each.words] in mine.inlines]

    def _style(self, each: Came, before: Block) -> tuple[BlockKind, int]:
        kind, level = kind_of(each)
        headings = (BlockKind.HEADING_1, BlockKind.APPENDIX)
        if before.kind in headings and kind in headings:
            kind = before.kind
        if before.kind in self._flat and kind is BlockKind.BODY:
            return before.kind, before.level
        if kind in (BlockKind.BULLET, BlockKind.NUMBER) and self._is_levels_lost():
            level = before.level if before.kind is kind else level
        return kind, level

    def _is_levels_lost(self) -> bool:
        deep = [
            (self._went[old].block.level, kind_of(self._came[new])[1])
            for old, new in self._matched.same.items()
            if self._went[old].block.kind in (BlockKind.BULLET, BlockKind.NUMBER)
            and self._went[old].block.level
        ]
        return bool(deep) and not any(level for _, level in deep)

    def _table(self, number: int, old: int) -> None:
        before, copy = self._went[old].block, self._came[number].said.table
        yours = self._now.get(before.uid)
        if copy is None or before.table is None or yours is None or yours.table is None:
            return
        compared = copy_tables.compare(before.table, yours.table, copy)
        table = self._recaptioned(number, old, compared.table.caption)
        made = replace(compared.table, caption=table)
        self._result[number] = replace(yours, table=made)
        if made == yours.table and not compared.barred:
            return
        conflict = ""
        if before.table != yours.table and not compared.barred:
            conflict = "You changed this table after the export. Taking it replaces yours."
        only_caption = replace(made, caption=yours.table.caption) == yours.table
        kind = Kind.CAPTION if only_caption and not compared.barred else Kind.TABLE
        hands = dict.fromkeys(row.hand for row in copy.rows if row.hand >= 0)
        self._add(
            Change(f"table {before.uid}", kind, (before.uid,), (self._result[number],),
                   hands=self._hands(hands), conflict=conflict, barred=compared.barred),
            entry=number,
        )  # fmt: skip

    def _recaptioned(self, number: int, old: int, yours: str) -> str:
        """Return a caption as the copy has it, where it changed it and the person did not."""
        said = CAPTION.sub("", " ".join(self._came[number].caption.split()))
        was = self._went[old].caption
        if not said or words_of(said) == words_of(was) or words_of(yours) != words_of(was):
            return yours
        return said

    def _caption(self, number: int, old: int) -> None:
        before = self._went[old].block
        yours = self._now.get(before.uid)
        if yours is None or yours.figure is None:
            return
        caption = self._recaptioned(number, old, yours.figure.caption)
        said = self._came[number].said.pieces[0].alternative
        alternative = yours.figure.alternative
        was = before.figure.alternative if before.figure is not None else ""
        if said and words_of(said) != words_of(was):
            alternative = said
        made = replace(yours.figure, caption=caption, alternative=alternative)
        self._result[number] = replace(yours, figure=made)
        if made != yours.figure:
            self._add(
                Change(f"caption {before.uid}", Kind.CAPTION, (before.uid,),
                       (self._result[number],)),
                entry=number,
            )  # fmt: skip

    def _removed(self) -> None:
        for old, each in enumerate(self._went):
            yours = self._now.get(each.block.uid)
            if old in self._matched.same or old in self._matched.joined or yours is None:
                continue
            lost = [*self._lost_tags(yours), *self._still_lost(old)]
            conflict = ""
            if self._is_other:
                conflict = (
                    "Little of your proposal is in this copy: check that it is the right one."
                )
            elif yours != each.block and not _says_same(yours, each.block):
                conflict = "You changed this after the export, and the copy removed it."
            elif each.sort in ("table", "figure"):
                conflict = f"This {each.sort} isn't in the copy. Some programs leave them out."
            self._add(
                Change(f"removed {yours.uid}", Kind.REMOVED, (yours.uid,), (), (yours.uid,),
                       lost=tuple(lost), conflict=conflict),
                old=old,
            )  # fmt: skip

    def _lost_tags(self, block: Block) -> list[Lost]:
        codes = [self._texts.codes.get(uid, "?") for uid in block.ksbs]
        return [Lost(block.uid, ", ".join(codes))] if codes else []

    def _moved(self) -> None:
        pairs = [
            (new, old)
            for new, old in sorted(self._matched.news.items())
            if self._went[old].block.uid in self._now
        ]
        staying = _longest_rising([old for _, old in pairs])
        runs: list[list[tuple[int, int]]] = []
        rank = {old: place for place, old in enumerate(sorted(old for _, old in pairs))}
        last_place = -2
        for place, (new, old) in enumerate(pairs):
            if place in staying:
                continue
            is_next = runs and last_place == place - 1 and rank[old] == rank[runs[-1][-1][1]] + 1
            if is_next:
                runs[-1].append((new, old))
            else:
                runs.append([(new, old)])
            last_place = place
        for run in runs:
            uids = tuple(self._went[old].block.uid for _, old in run)
            if self._is_there(uids, [self._went[old].block.uid for _, old in pairs]):
                continue
            notes = [f"{len(run)} paragraphs together."] if len(run) > 1 else []
            before = run[0][1] - 1
            notes.append(
                f"It stood after “{_short(self._went[before].caption or self._went[before].text)}”."
                if before >= 0
                else "It stood at the beginning."
            )
            self._add(Change(f"moved {uids[0]}", Kind.MOVED, uids, moves=uids, notes=tuple(notes)))
            for new, _ in run:
                self._by_entry.setdefault(new, []).append(f"moved {uids[0]}")

    def _is_there(self, uids: Sequence[str], theirs: Sequence[str]) -> bool:
        """Return whether blocks stand in the proposal already where the copy has them."""
        known = set(theirs)
        mine = [each.uid for each in self._texts.now if each.uid in known]
        at, there = mine.index(uids[0]), theirs.index(uids[0])
        before = mine[at - 1] if at else ""
        return mine[at : at + len(uids)] == list(uids) and before == (
            theirs[there - 1] if there else ""
        )

    def _hands(self, numbers: Iterable[int]) -> tuple[Hand, ...]:
        known = self._copy.hands
        return tuple(known[n] for n in dict.fromkeys(numbers) if 0 <= n < len(known))

    # what is shown

    def _rows(self) -> list[Row]:
        rows: list[Row] = []
        stray: dict[int, list[int]] = {}
        for at, comment in self._stray:
            stray.setdefault(at, []).append(comment)
        behind = self._behind()
        rows += self._gone_rows(behind.get("", ()))
        for number, each in enumerate(self._came):
            extra = tuple(stray.get(number, ()))
            if number == len(self._came) - 1:
                extra += tuple(c for at, some in stray.items() if at > number for c in some)
            comments = tuple(dict.fromkeys((*extra, *each.comments)))
            rows.append(self._row(number, each, comments))
            rows += self._gone_rows(behind.get(self._uid(number), ()))
        if not self._came and stray:
            rows.append(
                Row("", BlockKind.BODY, comments=tuple(c for s in stray.values() for c in s))
            )
        return rows

    def _row(self, number: int, each: Came, comments: tuple[int, ...]) -> Row:
        old = self._matched.news.get(number)
        uid = self._went[old].block.uid if old is not None else ""
        yours = self._now.get(uid) if uid else None
        result = self._result.get(number)
        keys = tuple(self._by_entry.get(number, ()))
        changes = [self._changes[key] for key in keys]
        kind = (yours or result or Block("")).kind
        said = " ".join(dict.fromkeys(each.kind.words + "." for each in changes))
        labels = self._texts.labels
        if yours is not None and result is not None and any(c.kind != Kind.MOVED for c in changes):
            left = yours
            if len(changes[0].removes) and changes[0].kind is Kind.JOINED:
                whole = _together([self._now[u] for u in changes[0].uids])
                left = replace(yours, inlines=whole)
            if changes[0].kind is Kind.DIVIDED:
                parts = [b for b in changes[0].blocks if b.uid != uid]
                result = replace(result, inlines=_together([result, *parts], sign=" ¶ "))
            pair = side_by_side([left], [result], labels).rows[0]
            runs = pair.old, pair.new
            if changes[0].barred:
                runs = pair.old, (Run(each.text, is_marked=True),)
            return Row(uid, kind, runs[0], runs[1], keys, comments, said)
        if yours is None and result is not None:
            is_part = number in self._matched.parts
            text = text_of(result, labels)
            theirs = (Run(text, is_marked=not is_part),) if text else ()
            return Row("", kind, (), theirs, keys, comments, said)
        plain = (Run(text_of(yours, labels)),) if yours is not None else ()
        theirs = (Run(_plain(each.said) or each.text),) if each.said.table is None else plain
        return Row(uid, kind, plain, theirs, keys, comments, said)

    def _behind(self) -> dict[str, list[str]]:
        """Return, by the uid of a row, the blocks that are only on your side and stand after it."""
        rows = {self._uid(number) for number in range(len(self._came))}
        found: dict[str, list[str]] = {}
        last = ""
        for block in self._texts.now:
            if block.uid in rows:
                last = block.uid
            elif not block.is_empty:
                found.setdefault(last, []).append(block.uid)
        return found

    def _gone_rows(self, uids: Iterable[str]) -> list[Row]:
        old = {each.block.uid: n for n, each in enumerate(self._went)}
        rows = []
        for uid in uids:
            block = self._now[uid]
            text = text_of(block, self._texts.labels)
            keys = tuple(self._by_old.get(old[uid], ())) if uid in old else ()
            runs = (Run(text, is_marked=bool(keys)),) if text else ()
            said = " ".join(self._changes[key].kind.words + "." for key in keys)
            since = uid not in old
            rows.append(Row(uid, block.kind, runs, (), keys, (), said, written_since=since))
        return rows

    def _unmatched(self) -> list[Lost]:
        found = []
        for old, each in enumerate(self._went):
            if old in self._matched.same or old in self._matched.joined:
                continue
            hung = [self._texts.codes.get(uid, "?") for uid in each.block.ksbs]
            hung += [one.printed for one in each.source.cited]
            if hung:
                words = each.caption or each.text
                found.append(Lost(each.block.uid, f"“{_short(words)}”: {', '.join(hung)}"))
        return found

    def _notes(self) -> list[str]:
        notes = []
        if self._is_other:
            notes.append(
                "Little of your proposal was found in this copy. Check that it is the right file "
                "before you take anything from it."
            )
        if self._flat:
            names = ", ".join(sorted(kind.words.lower() for kind in self._flat))
            notes.append(f"The copy has lost these styles: {names}. Yours are kept.")
        if self._copy.notes:
            notes.append(f"Not read: {', '.join(self._copy.notes)}.")
        return notes


def _together(blocks: Sequence[Block], sign: str = " ") -> tuple[Inline, ...]:
    found: list[Inline] = []
    for number, block in enumerate(blocks):
        if number:
            found.append(Inline(text=sign))
        found += block.inlines
    return tuple(found)


def _without_noise(base: Sequence[Inline], theirs: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return the copy's words without looks that a style, not a person, gave to all of them."""
    words = [each for each in theirs if each.kind is InlineKind.WORDS and each.text.strip()]
    had = [each for each in base if each.kind is InlineKind.WORDS and each.text.strip()]
    strong = all(each.strong for each in words) and not any(each.strong for each in had)
    slanted = all(each.emphasis for each in words) and not any(each.emphasis for each in had)
    if not strong and not slanted:
        return theirs
    return tuple(
        replace(each, strong=each.strong and not strong, emphasis=each.emphasis and not slanted)
        if each.kind is InlineKind.WORDS
        else each
        for each in theirs
    )


def _stake(each: Went) -> object:
    cited = tuple(one.inline for one in each.source.cited)
    block = each.block
    return block.ksbs, cited, block.target, block.purpose, block.table, block.figure


def _says_same(one: Block, other: Block) -> bool:
    return (
        same_words(one.inlines, other.inlines)
        and one.table == other.table
        and one.figure == other.figure
    )


def _plain(said: Said) -> str:
    return " ".join("".join(p.text + (NOTE_SIGN if p.note else "") for p in said.pieces).split())


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…"


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the places of the most numbers that rise: those did not move."""
    ends: list[int] = []
    ending: list[int] = []
    before: dict[int, int] = {}
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        if at:
            before[place] = ending[at - 1]
        if at == len(ends):
            ends.append(number)
            ending.append(place)
        else:
            ends[at], ending[at] = number, place
    kept: set[int] = set()
    place_at: int | None = ending[-1] if ending else None
    while place_at is not None:
        kept.add(place_at)
        place_at = before.get(place_at)
    return kept
