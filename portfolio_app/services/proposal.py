"""The proposal's text: kept as it is typed, block by block, as one step of the history a sitting.

The window's editor undoes key by key; the history undoes what was written since it was opened, and
a restore point of each day, kept before its first change, brings back how it was before.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.draft import Block
from portfolio_app.domain.placing_order import joined, places
from portfolio_app.services import details, restore_points
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.store.stamps import new_uid

WROTE = "Wrote in the proposal"


def keep(
    store: Store,
    changed: Sequence[Block],
    order: Sequence[str] | None = None,
    *,
    step: str = "",
    summary: str = WROTE,
    known: Collection[str] | None = None,
) -> Changes:
    """Write the blocks that changed; what else there is stays as it is.

    ``order`` is every block's uid in order, given when blocks came, went or moved; those that are
    not in it are removed, those of ``known`` alone if it is given: what somebody else put in since
    then stays. No words of ``changed`` are lost: a block that ``order`` forgot stays where it was,
    a new one stands last, and of two of one uid the second is a block of its own. ``step`` is that
    of an earlier call of the same sitting: both are then undone together.

    Raises:
        PortfolioError: "undone" when that step was undone meanwhile: keep it again without
            ``step``; "read-only", "disk-full" … Nothing was changed then.
    """
    with store.step("write proposal", summary, {Topic.PROPOSAL}, step=step) as doing:
        restore_points.keep_day(store, doing.session)
        if order is not None and known is not None:
            rows = doing.session.query(tables.BlockRow).order_by(tables.BlockRow.place)
            order = joined(order, [row.uid for row in rows], known)
        write(doing.session, changed, order)
    return doing.changes


def replace_all(session: Session, blocks: Sequence[Block]) -> None:
    """Within a step: let the proposal be these blocks, in this order."""
    write(session, blocks, [each.uid for each in blocks])


def remember_place(store: Store, block_uid: str, within: int) -> None:
    """Remember where the caret is: so many UTF-16 units into a block.

    A habit, so nothing to undo.
    """
    details.write(store, queries.proposal.PLACE, f"{block_uid} {within}")


def write(session: Session, changed: Sequence[Block], order: Sequence[str] | None) -> None:
    """Within a step: write blocks as ``keep`` does."""
    in_order = session.query(tables.BlockRow).order_by(tables.BlockRow.place)
    rows = {row.uid: row for row in in_order}
    changed, order = _whole(changed, list(order if order is not None else rows), list(rows))
    given = places(order, {uid: row.place for uid, row in rows.items()})
    for block in changed:
        content = _plain(block)
        row = rows.get(block.uid)
        if row is None and block.uid in given:
            session.add(
                tables.BlockRow(
                    uid=block.uid, place=given[block.uid], kind=block.kind.value, content=content
                )
            )
        elif row is not None and row.content != content:
            row.kind, row.content = block.kind.value, content
    for uid, row in rows.items():
        if uid not in given:
            session.delete(row)
        elif row.place != given[uid]:
            row.place = given[uid]


def _whole(
    changed: Sequence[Block], order: Sequence[str], stored: Sequence[str]
) -> tuple[list[Block], list[str]]:
    """Return the blocks, each of a uid of its own, and an order in which every one of them is."""
    wanted = Counter(order)
    held: dict[str, Block] = {}
    more: dict[str, list[str]] = {}  # by the uid that was given: those that came after the first
    kept = []
    for block in changed:
        told = block.uid
        if told in held or not told:
            is_said_twice = held.get(told) == block and wanted[told] <= 1 + len(more.get(told, ()))
            if is_said_twice:
                continue
            block = replace(block, uid=new_uid())
            more.setdefault(told, []).append(block.uid)
        else:
            held[told] = block
        kept.append(block)
    forgotten = {*held} & {*stored} - {*order}
    order = joined(order, stored, {*stored} - forgotten)
    found = [each for each in _each_once(order, more) if each]
    there = {*found}
    return kept, [*found, *(each.uid for each in kept if each.uid not in there)]


def _each_once(order: Sequence[str], more: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield an order with each uid once; others take the places where one was said again."""
    left = {uid: [*others] for uid, others in more.items()}
    last = {uid: at for at, uid in enumerate(order)}
    seen = set()
    for at, uid in enumerate(order):
        if uid not in seen:
            seen.add(uid)
            yield uid
        elif left.get(uid):
            yield left[uid].pop(0)
        if at == last[uid]:
            yield from left.pop(uid, ())


def _plain(block: Block) -> str:
    return json.dumps(wire.encode(block), ensure_ascii=False, separators=(",", ":"))
