"""The two sides of a returned copy, line by line: how it is now, and how the copy has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from portfolio_app.domain.bringing_back import Change, Kind, Row
from portfolio_app.domain.copy_entries import Came
from portfolio_app.domain.copy_known import Known, together
from portfolio_app.domain.draft import Block, BlockKind
from portfolio_app.domain.draft_compare import NOTE_SIGN, Run, text_of
from portfolio_app.domain.draft_compare import compare as side_by_side
from portfolio_app.domain.word_copy import Said


@dataclass(slots=True)
class Found:
    """The changes that were found, by key, and what they are about.

    ``by_entry`` are the keys by the number of the copy's paragraph, ``by_old`` by that of the old
    one; ``result`` is the block that stands at a paragraph of the copy when all is taken.
    """

    changes: dict[str, Change] = field(default_factory=dict)
    by_entry: dict[int, list[str]] = field(default_factory=dict)
    by_old: dict[int, list[str]] = field(default_factory=dict)
    result: dict[int, Block] = field(default_factory=dict)


def rows(known: Known, found: Found) -> list[Row]:
    """Return the lines in the copy's order; what is only on your side stands where you have it."""
    return _Rows(known, found).rows()


class _Rows:
    def __init__(self, known: Known, found: Found) -> None:
        self._known = known
        self._found = found

    def rows(self) -> list[Row]:
        """Return all rows."""
        rows: list[Row] = []
        stray: dict[int, list[int]] = {}
        for at, comment in self._known.stray:
            stray.setdefault(at, []).append(comment)
        behind = self._behind()
        rows += self._gone_rows(behind.get("", ()))
        for number, each in enumerate(self._known.came):
            extra = tuple(stray.get(number, ()))
            if number == len(self._known.came) - 1:
                extra += tuple(c for at, some in stray.items() if at > number for c in some)
            comments = tuple(dict.fromkeys((*extra, *each.comments)))
            rows.append(self._row(number, each, comments))
            rows += self._gone_rows(behind.get(self._known.uid(number), ()))
        if not self._known.came and stray:
            rows.append(
                Row("", BlockKind.BODY, comments=tuple(c for s in stray.values() for c in s))
            )
        return rows

    def _row(self, number: int, each: Came, comments: tuple[int, ...]) -> Row:
        old = self._known.matched.news.get(number)
        uid = self._known.went[old].block.uid if old is not None else ""
        yours = self._known.now.get(uid) if uid else None
        result = self._found.result.get(number)
        keys = tuple(self._found.by_entry.get(number, ()))
        changes = [self._found.changes[key] for key in keys]
        kind = (yours or result or Block("")).kind
        said = " ".join(dict.fromkeys(each.kind.words + "." for each in changes))
        labels = self._known.texts.labels
        if yours is not None and result is not None and any(c.kind != Kind.MOVED for c in changes):
            left = yours
            if len(changes[0].removes) and changes[0].kind is Kind.JOINED:
                whole = together([self._known.now[u] for u in changes[0].uids])
                left = replace(yours, inlines=whole)
            if changes[0].kind is Kind.DIVIDED:
                parts = [b for b in changes[0].blocks if b.uid != uid]
                result = replace(result, inlines=together([result, *parts], sign=" ¶ "))
            pair = side_by_side([left], [result], labels).rows[0]
            runs = pair.old, pair.new
            if changes[0].barred:
                runs = pair.old, (Run(each.text, is_marked=True),)
            return Row(uid, kind, runs[0], runs[1], keys, comments, said)
        if yours is None and result is not None:
            is_part = number in self._known.matched.parts
            text = text_of(result, labels)
            theirs = (Run(text, is_marked=not is_part),) if text else ()
            return Row("", kind, (), theirs, keys, comments, said)
        plain = (Run(text_of(yours, labels)),) if yours is not None else ()
        theirs = (Run(_plain(each.said) or each.text),) if each.said.table is None else plain
        return Row(uid, kind, plain, theirs, keys, comments, said)

    def _behind(self) -> dict[str, list[str]]:
        """Return, by the uid of a row, the blocks that are only on your side and stand after it."""
        rows = {self._known.uid(number) for number in range(len(self._known.came))}
        found: dict[str, list[str]] = {}
        last = ""
        for block in self._known.texts.now:
            if block.uid in rows:
                last = block.uid
            elif not block.is_empty:
                found.setdefault(last, []).append(block.uid)
        return found

    def _gone_rows(self, uids: Iterable[str]) -> list[Row]:
        old = {each.block.uid: n for n, each in enumerate(self._known.went)}
        rows = []
        for uid in uids:
            block = self._known.now[uid]
            text = text_of(block, self._known.texts.labels)
            keys = tuple(self._found.by_old.get(old[uid], ())) if uid in old else ()
            runs = (Run(text, is_marked=bool(keys)),) if text else ()
            said = " ".join(self._found.changes[key].kind.words + "." for key in keys)
            since = uid not in old
            rows.append(Row(uid, block.kind, runs, (), keys, (), said, written_since=since))
        return rows


def _plain(said: Said) -> str:
    return " ".join("".join(p.text + (NOTE_SIGN if p.note else "") for p in said.pieces).split())
