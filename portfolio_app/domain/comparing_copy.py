"""Makes the plan of a returned copy: which paragraph is which, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from portfolio_app.domain import copy_tables
from portfolio_app.domain.bringing_back import Change, Kind, Lost, Plan
from portfolio_app.domain.copy_entries import CAPTION, kind_of, went
from portfolio_app.domain.copy_known import Known, Texts, together
from portfolio_app.domain.copy_rows import Found, rows
from portfolio_app.domain.draft import Block, BlockKind, Figure, Inline, InlineKind
from portfolio_app.domain.draft_compare import text_of
from portfolio_app.domain.labels import Labels
from portfolio_app.domain.matching_paragraphs import words_of
from portfolio_app.domain.printed import Printed
from portfolio_app.domain.recovering_citations import inlines
from portfolio_app.domain.rising import longest_rising
from portfolio_app.domain.three_ways import merge, same_looks, same_words
from portfolio_app.domain.word_copy import WordCopy, accepted

__all__ = ["PICTURE", "Texts", "likeness", "plan"]

_FEW = 0.4  # of the exported words that must be found in a copy of this proposal
PICTURE = "copy:"  # before the number of a picture that lies in the copy
_OTHER = "Little of your proposal is in this copy: check that it is the right one."
_SHORT = 60  # characters of a paragraph by which it is named


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
        self._known = Known(copy_uid, copy, texts)
        self._went, self._came = self._known.went, self._known.came
        self._now, self._matched = self._known.now, self._known.matched
        self._found = Found()
        self._is_other = False

    def plan(self) -> Plan:
        count = sum(len(words_of(each.text)) for each in self._went)
        found = sum(len(words_of(self._went[old].text)) for old in self._matched.same)
        found += sum(len(words_of(self._went[old].text)) for old in self._matched.joined)
        self._is_other = bool(count) and found < _FEW * count
        for number in range(len(self._came)):
            self._entry(number)
        self._removed()
        self._moved()
        changes = tuple(self._found.changes.values())
        return Plan(
            tuple(rows(self._known, self._found)),
            changes,
            self._known.copy.comments,
            tuple(self._known.uid(number) for number in range(len(self._came))),
            tuple(self._unmatched()),
            self._known.elsewhere,
            tuple(self._notes()),
            self._known.texts.base_uid,
            len(self._matched.same),
            {each.key: each for each in changes},
        )

    # what became of each

    def _add(self, change: Change, *, entry: int | None = None, old: int | None = None) -> None:
        self._found.changes[change.key] = change
        if entry is not None:
            self._found.by_entry.setdefault(entry, []).append(change.key)
        if old is not None:
            self._found.by_old.setdefault(old, []).append(change.key)

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
        if self._known.uid(number) in self._now:  # taken already
            self._found.result[number] = self._now[self._known.uid(number)]
            return
        notes: list[str] = []
        if each.said.table is not None:
            table = copy_tables.plain(each.said.table, CAPTION.sub("", each.caption))
            block = Block(self._known.uid(number), BlockKind.TABLE, table=table)
        elif each.sort == "figure":
            picture = each.said.pieces[0]
            figure = Figure(
                f"{PICTURE}{picture.picture}", CAPTION.sub("", each.caption), picture.alternative
            )
            block = Block(self._known.uid(number), BlockKind.FIGURE, figure=figure)
        else:
            kind, level = kind_of(each)
            block = Block(
                self._known.uid(number), kind, inlines(self._known.targets[number]), level
            )
            words = text_of(block, self._known.texts.labels)
            notes += [f"“{said}” stands here as words." for said in self._labels_in(words)]
        self._found.result[number] = block
        self._add(
            Change(f"inserted {block.uid}", Kind.INSERTED, (), (block,),
                   hands=self._known.hands(each.said.hands), notes=tuple(notes),
                   conflict=_OTHER if self._is_other else ""),
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
        base = together([self._went[one].block for one in olds])
        theirs = _without_noise(base, inlines(self._known.targets[number]))
        here = [self._now[b.uid] for one in olds if (b := self._went[one].block).uid in self._now]
        kind, level = self._known.style(each, before)
        restyled = (kind, level) != (before.kind, before.level)
        reworded = not same_words(base, theirs)
        is_same = not reworded and not restyled and same_looks(base, theirs)
        if is_same and not parts and not others:
            self._found.result[number] = self._now.get(before.uid, before)
            return
        conflict, notes = "", []
        yours = self._now.get(before.uid)
        if yours is None:
            if not reworded and not parts and not others:
                return
            conflict = "You removed this after the export. Taking it puts it back."
            merged, yours = theirs, before
        else:
            mine = together(here)
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
        new_parts = [self._part(n, before) for n in parts if self._known.uid(n) not in self._now]
        self._found.result[number] = block
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
        notes += [
            f"{said} came here with its words." for said in self._known.gone_on.get(number, ())
        ]
        lost = [one for o in olds for one in self._still_lost(o)]
        change = Change(
            f"text {before.uid}", what, tuple(b.uid for b in here) or (before.uid,),
            (block, *new_parts), removes, hands=self._known.hands(each.said.hands),
            lost=tuple(lost), conflict=conflict, notes=tuple(notes),
        )  # fmt: skip
        self._add(change, entry=number)
        for n in parts:
            self._found.by_entry.setdefault(n, []).append(change.key)
        for o in others:
            self._found.by_old.setdefault(o, []).append(change.key)

    def _part(self, number: int, whole: Block) -> Block:
        kind, level = kind_of(self._came[number])
        if (
            whole.kind is not BlockKind.BODY
            and kind is BlockKind.BODY
            and whole.kind in self._known.flat
        ):
            kind, level = whole.kind, whole.level
        block = Block(self._known.uid(number), kind, inlines(self._known.targets[number]), level)
        self._found.result[number] = block
        return block

    def _still_lost(self, old: int) -> list[Lost]:
        """Return the citations that are not found again and that the proposal still has."""
        lost = self._known.lost.get(old, [])
        mine = self._now.get(self._went[old].block.uid)
        if mine is None:
            return []
        cited = {n: c.inline for c in self._went[old].source.cited for n in (c.printed,)}
        return [each for each in lost if cited[each.words] in mine.inlines]

    def _table(self, number: int, old: int) -> None:
        before, copy = self._went[old].block, self._came[number].said.table
        yours = self._now.get(before.uid)
        if copy is None or before.table is None or yours is None or yours.table is None:
            return
        compared = copy_tables.compare(before.table, yours.table, copy)
        table = self._recaptioned(number, old, compared.table.caption)
        made = replace(compared.table, caption=table)
        self._found.result[number] = replace(yours, table=made)
        if made == yours.table and not compared.barred:
            return
        conflict = ""
        if before.table != yours.table and not compared.barred:
            conflict = "You changed this table after the export. Taking it replaces yours."
        only_caption = replace(made, caption=yours.table.caption) == yours.table
        kind = Kind.CAPTION if only_caption and not compared.barred else Kind.TABLE
        hands = dict.fromkeys(row.hand for row in copy.rows if row.hand >= 0)
        self._add(
            Change(f"table {before.uid}", kind, (before.uid,), (self._found.result[number],),
                   hands=self._known.hands(hands), conflict=conflict, barred=compared.barred),
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
        self._found.result[number] = replace(yours, figure=made)
        if made != yours.figure:
            self._add(
                Change(f"caption {before.uid}", Kind.CAPTION, (before.uid,),
                       (self._found.result[number],)),
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
                conflict = _OTHER
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
        codes = [self._known.texts.codes.get(uid, "?") for uid in block.ksbs]
        return [Lost(block.uid, ", ".join(codes))] if codes else []

    def _moved(self) -> None:
        pairs = [
            (new, old)
            for new, old in sorted(self._matched.news.items())
            if self._went[old].block.uid in self._now
        ]
        staying = longest_rising([old for _, old in pairs])
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
            where = "at the beginning"
            if before >= 0:
                one = self._went[before]
                where = f"after “{_short(one.caption or one.text)}”"
            notes.append(f"It stood {where}.")
            self._add(Change(f"moved {uids[0]}", Kind.MOVED, uids, moves=uids, notes=tuple(notes)))
            for new, _ in run:
                self._found.by_entry.setdefault(new, []).append(f"moved {uids[0]}")

    def _is_there(self, uids: Sequence[str], theirs: Sequence[str]) -> bool:
        """Return whether blocks stand in the proposal already where the copy has them."""
        known = set(theirs)
        mine = [each.uid for each in self._known.texts.now if each.uid in known]
        at, there = mine.index(uids[0]), theirs.index(uids[0])
        before = mine[at - 1] if at else ""
        return mine[at : at + len(uids)] == list(uids) and before == (
            theirs[there - 1] if there else ""
        )

    def _unmatched(self) -> list[Lost]:
        found = []
        for old, each in enumerate(self._went):
            if old in self._matched.same or old in self._matched.joined:
                continue
            hung = [self._known.texts.codes.get(uid, "?") for uid in each.block.ksbs]
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
        if self._known.flat:
            names = ", ".join(sorted(kind.words.lower() for kind in self._known.flat))
            notes.append(f"The copy has lost these styles: {names}. Yours are kept.")
        if self._known.copy.notes:
            notes.append(f"Not read: {', '.join(self._known.copy.notes)}.")
        return notes


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


def _says_same(one: Block, other: Block) -> bool:
    return (
        same_words(one.inlines, other.inlines)
        and one.table == other.table
        and one.figure == other.figure
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…"
