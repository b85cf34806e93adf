"""Suggest a set: the smallest strong shortlist, with the reason for each piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portfolio_app.domain.best_set import Gives, best_set, counts
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.passage import Claim, Strength

_CODES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A set of items, and why.

    ``chosen`` lists uids: those on the shortlist already in their order, then the newest first.
    ``reasons`` has a sentence for each of them, in the same order. ``uncovered`` lists the uids of
    KSBs that the set leaves without a passage that clearly shows them. ``covered``, ``twice`` and
    ``best`` count KSBs: covered, covered by two items, with a best example. ``proven`` says that no
    better set can exist; without it, this is the best that was found in reasonable time.
    """

    chosen: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    uncovered: tuple[str, ...]
    covered: int = 0
    twice: int = 0
    best: int = 0
    proven: bool = True


def suggest(
    ksbs: Iterable[Ksb],
    items: Iterable[EvidenceItem],
    claims: Iterable[Claim],
    n: int,
    candidates: Iterable[tuple[str, str]] = (),
) -> Suggestion:
    """Return the best set of at most ``n`` items.

    Only KSBs in the discussion or without a method count. Best is: most KSBs covered (a passage
    that clearly shows it); then covered by two items; then with a best example; then with any
    claim at all, so that a piece claimed as a whole is not forgotten; then claimed or a candidate
    (decision D1); then fewer items; then newer ones, compared one by one; then the lower uid.
    Reading, and items in the bin or marked not to be exported, are never chosen. The same library
    gives the same set. ``candidates`` are pairs of an item's uid and a KSB's; they cover nothing.
    """
    wanted = [ksb for ksb in ksbs if ksb.in_discussion]
    usable = [item for item in items if item.is_evidence and not item.do_not_export]
    # Newest first, then the lower uid; Python's sorting keeps what is equal in its order.
    usable.sort(key=lambda item: item.uid)
    usable.sort(key=lambda item: item.date, reverse=True)
    gives = _what_items_give(wanted, usable, claims, candidates)
    found = best_set(gives, n)
    numbers = sorted(found.items, key=lambda i: _order(usable[i], i))
    reached = counts(gives, numbers)
    covered = 0
    for number in numbers:
        covered |= gives[number].covers
    return Suggestion(
        chosen=tuple(usable[i].uid for i in numbers),
        reasons=tuple((usable[i].uid, _reason(wanted, gives, numbers, i)) for i in numbers),
        uncovered=tuple(ksb.uid for bit, ksb in enumerate(wanted) if not covered >> bit & 1),
        covered=reached[0],
        twice=reached[1],
        best=reached[2],
        proven=found.proven,
    )


def _order(item: EvidenceItem, number: int) -> tuple[bool, int, int]:
    return (item.position is None, item.position or 0, number)


def _what_items_give(
    wanted: Sequence[Ksb],
    usable: Sequence[EvidenceItem],
    claims: Iterable[Claim],
    candidates: Iterable[tuple[str, str]],
) -> list[Gives]:
    bits = {ksb.uid: 1 << bit for bit, ksb in enumerate(wanted)}
    given = {item.uid: [0, 0, 0, 0] for item in usable}
    may_show = False
    for item_uid, ksb_uid in candidates:
        if item_uid in given and ksb_uid in bits:
            given[item_uid][3] |= bits[ksb_uid]
            may_show = True
    for claim in claims:
        bit = bits.get(claim.ksb_uid, 0)
        item = given.get(claim.item_uid)
        if not bit or item is None:
            continue
        item[2] |= bit
        if claim.counts:
            item[0] |= bit
            if claim.strength is Strength.BEST:
                item[1] |= bit
    if may_show:  # a claim says more than a candidate: what is claimed needs no other candidate
        for item in given.values():
            item[3] |= item[2]
    return [Gives(*given[item.uid]) for item in usable]


def _reason(wanted: Sequence[Ksb], gives: Sequence[Gives], chosen: Sequence[int], own: int) -> str:
    """Say what would be lost without this item, the weightiest first."""
    library = elsewhere = twice = best = some = maybe = 0
    for number, item in enumerate(gives):
        if number != own:
            library |= item.covers
    for number in chosen:
        if number != own:
            twice |= elsewhere & gives[number].covers
            elsewhere |= gives[number].covers
            best |= gives[number].best
            some |= gives[number].some
            maybe |= gives[number].maybe
    item = gives[own]
    only = item.covers & ~library
    here = item.covers & ~elsewhere & ~only
    second = item.covers & elsewhere & ~twice
    example = item.best & ~best
    claimed = item.some & ~item.covers & ~some
    possible = item.maybe & ~item.some & ~maybe
    parts = [
        (only, "the only item showing {}"),
        (here, "shows {} in this set"),
        (second, "second source for {}"),
        (example, "best example of {}"),
        (claimed, "claimed for {}, which needs a clear passage"),
        (possible, "candidate for {}: needs a passage"),
    ]
    said = [words.format(_codes(wanted, mask)) for mask, words in parts if mask]
    sentence = "; ".join(said[:2])
    return sentence[:1].upper() + sentence[1:]


def _codes(wanted: Sequence[Ksb], mask: int) -> str:
    codes = [ksb.code for bit, ksb in enumerate(wanted) if mask >> bit & 1]
    if len(codes) > _CODES_SHOWN + 1:
        return f"{', '.join(codes[:_CODES_SHOWN])} and {len(codes) - _CODES_SHOWN} more"
    return " and ".join(filter(None, [", ".join(codes[:-1]), codes[-1]]))
