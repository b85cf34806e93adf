"""The fewest coming meetings in which an observer would see most of what is still thin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portfolio_app.domain.best_set import Gives, best_set


@dataclass(frozen=True, slots=True)
class Meeting:
    """Something to come at which somebody could observe.

    ``day`` is YYYY-MM-DD, ``time`` HH:MM or "", ``minutes`` 0 when not known; ``present`` says who
    would be there (roles), ``witness_uid`` who could observe, or "". ``ksb_uids`` are what it would
    show, at most forms.MOST_KSBS.
    """

    uid: str
    title: str
    day: str
    time: str = ""
    minutes: int = 0
    place: str = ""
    present: str = ""
    witness_uid: str = ""
    ksb_uids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting to be observed: the KSBs to ask about there, and why this meeting."""

    meeting: Meeting
    ksb_uids: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask for. ``closed`` and ``left`` are the wanted KSBs that it does and doesn't reach.

    ``proven`` says that no fewer meetings reach as many.
    """

    meetings: tuple[Planned, ...] = ()
    closed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    proven: bool = True


def plan(
    meetings: Sequence[Meeting],
    wanted: Sequence[str],
    codes: Mapping[str, str],
    most: int = 0,
) -> Plan:
    """Return the fewest meetings that show most of the wanted KSBs; ``most`` 0 for any number.

    Among equally good sets, earlier meetings go first. A KSB that several of them show is asked
    about once, where fewest are asked about. ``codes`` name KSBs in the reasons. The same meetings
    give the same plan.
    """
    order = sorted(meetings, key=lambda each: (each.day, each.time, each.title, each.uid))
    bits = {uid: 1 << place for place, uid in enumerate(dict.fromkeys(wanted))}
    masks = [sum(bits[uid] for uid in set(each.ksb_uids) if uid in bits) for each in order]
    # Only the last of the search's wishes is used: most reached, then fewest, then first in order.
    found = best_set([Gives(0, 0, 0, mask) for mask in masks], most or len(order))
    chosen = list(found.items)
    reached = 0
    for number in chosen:
        reached |= masks[number]
    asked = _shared_out(chosen, masks, bits)
    return Plan(
        tuple(
            Planned(order[number], asked[number], _reason(number, masks, bits, codes))
            for number in chosen
        ),
        tuple(uid for uid, bit in bits.items() if reached & bit),
        tuple(uid for uid, bit in bits.items() if not reached & bit),
        found.proven,
    )


def _shared_out(
    chosen: Sequence[int], masks: Sequence[int], bits: Mapping[str, int]
) -> dict[int, tuple[str, ...]]:
    """Return for each chosen meeting what is asked there, every KSB in one of them."""
    given: dict[int, list[str]] = {number: [] for number in chosen}
    shown_in = {uid: [n for n in chosen if masks[n] & bit] for uid, bit in bits.items()}
    # What only one meeting shows first, so that the others can be shared out evenly.
    for uid in sorted(bits, key=lambda each: len(shown_in[each])):
        if shown_in[uid]:
            given[min(shown_in[uid], key=lambda number: len(given[number]))].append(uid)
    place = {uid: number for number, uid in enumerate(bits)}
    return {number: tuple(sorted(uids, key=place.__getitem__)) for number, uids in given.items()}


def _reason(
    own: int, masks: Sequence[int], bits: Mapping[str, int], codes: Mapping[str, str]
) -> str:
    others = 0
    for number, mask in enumerate(masks):
        if number != own:
            others |= mask
    only = [codes.get(uid, uid) for uid, bit in bits.items() if masks[own] & bit & ~others]
    also = [codes.get(uid, uid) for uid, bit in bits.items() if masks[own] & bit & others]
    if only and also:
        return f"The only one that shows {_listed(only)}; also {_listed(also)}"
    return f"The only one that shows {_listed(only)}" if only else f"Shows {_listed(also)}"


def _listed(codes: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(codes[:-1]), codes[-1]]))
