"""Decks of practice questions: which KSBs are asked about, in which order, and in which words.

Questions are made from the standard's own wording and from what the person claims; never an answer.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portfolio_app.domain.coverage import KsbCoverage, KsbStatus
from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.practice import Practised, Rating
from portfolio_app.domain.standard import Standard

FEWEST_PASSAGES = 5  # mapped, before questions about them make sense
WEAKEST_RULE = (
    "What you rated Again comes first, then Nearly, then what was not practised, then Well. "
    "Within each: gaps before what has one passage, and that before two sources; then what was "
    "practised longest ago."
)


class DeckKind(StrEnum):
    """What a deck is chosen by."""

    WEAKEST = "weakest"
    RANDOM = "random"
    GROUP = "group"  # an area, a theme, or a kind of KSB
    OWN = "own"


@dataclass(frozen=True, slots=True)
class QuestionTemplate:
    """A question with gaps. ``kinds`` empty: for every kind. ``needs``: "claim", "shows", "gap"."""

    id: str
    text: str
    needs: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question may name: the piece that comes first for a KSB, and the person's words."""

    title: str
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One card of a deck. ``uid`` names a question of one's own, and is "" for one that was made.

    ``group`` is the title of the KSB's area or theme, ``passes`` and ``distinction`` the theme's
    descriptors where they were pasted. ``follow_up`` is what may be asked next.
    """

    text: str
    ksb: Ksb | None = None
    group: str = ""
    passes: str = ""
    distinction: str = ""
    follow_up: str = ""
    own: bool = False
    uid: str = ""

    @property
    def parted(self) -> tuple[str, str]:
        """The statement that it begins with, "" where it quotes none, and what is asked of it."""
        if self.ksb is None or self.own:
            return "", self.text
        quoted = f"“{_statement(self.ksb)}”"
        rest = self.text.removeprefix(quoted)
        return (quoted, rest.strip()) if rest != self.text and rest.strip() else ("", self.text)


@dataclass(frozen=True, slots=True)
class KsbGroup:
    """KSBs that are practised together: a theme, an area or a kind; uids in the listed order."""

    id: str
    title: str
    ksb_uids: tuple[str, ...]
    passes: str = ""
    distinction: str = ""


@dataclass(frozen=True, slots=True)
class KsbPractice:
    """How a KSB stands in rehearsal. ``rating`` is the last; ``last`` an instant (UTC), "" never.

    ``times`` how often it was practised, ``seconds`` how long in all.
    """

    ksb: Ksb
    status: KsbStatus
    rating: Rating = Rating.NOT_RATED
    times: int = 0
    seconds: int = 0
    last: str = ""


def templates_of(data: Mapping[str, Any]) -> tuple[QuestionTemplate, ...]:
    """Return the templates that a data file (TOML, already parsed) holds.

    Raises:
        ValueError: the data is of another schema.
    """
    if data.get("schema") != 1:
        raise ValueError("These questions are of a schema this version of the app can't read.")
    return tuple(
        QuestionTemplate(
            str(each["id"]), str(each["text"]), str(each["needs"]), tuple(each.get("kinds", ()))
        )
        for each in data.get("templates", ())
    )


def stands(
    coverage: Iterable[KsbCoverage], practised: Iterable[Practised]
) -> tuple[KsbPractice, ...]:
    """Return how every KSB of the coverage stands in rehearsal, in its order.

    What was practised is given oldest first; the last rating holds.
    """
    by_ksb: dict[str, list[Practised]] = {}
    for each in practised:
        if each.ksb_uid:
            by_ksb.setdefault(each.ksb_uid, []).append(each)
    return tuple(
        KsbPractice(
            row.ksb,
            row.status,
            found[-1].rating if found else Rating.NOT_RATED,
            len(found),
            sum(each.seconds for each in found),
            found[-1].practised_at if found else "",
        )
        for row in coverage
        for found in (by_ksb.get(row.ksb.uid, []),)
    )


_FIRST = {Rating.AGAIN: 0, Rating.NEARLY: 1, Rating.NOT_RATED: 2, Rating.WELL: 3}
_STATUSES = tuple(KsbStatus)


def weakest(standings: Iterable[KsbPractice]) -> tuple[KsbPractice, ...]:
    """Return them weakest first, by ``WEAKEST_RULE``; otherwise the order given holds."""
    return tuple(
        sorted(standings, key=lambda s: (_FIRST[s.rating], _STATUSES.index(s.status), s.last))
    )


def groups(standard: Standard, ksbs: Sequence[Ksb]) -> tuple[KsbGroup, ...]:
    """Return the groups that these KSBs fall into: by theme when the standard has themes, else by
    area where areas are named, else by kind. One without a theme or area is in "Others".
    None where the standard has one kind alone: it need not know kinds.
    """  # noqa: D205 - one thought
    here = [ksb.uid for ksb in ksbs]
    if standard.themes:
        made = [
            KsbGroup(
                theme.id,
                theme.title,
                tuple(uid for uid in theme.ksb_uids if uid in here),
                theme.passes,
                theme.distinction,
            )
            for theme in standard.themes
        ]
    else:
        titles = dict(standard.areas)
        if any(ksb.area in titles for ksb in ksbs):
            named = [(area, title) for area, title in standard.areas]
            made = [
                KsbGroup(area, title, tuple(ksb.uid for ksb in ksbs if ksb.area == area))
                for area, title in named
            ]
        elif len({ksb.kind for ksb in standard.ksbs}) < 2:
            return ()
        else:
            words = {"knowledge": "Knowledge", "skill": "Skills", "behaviour": "Behaviours"}
            made = [
                KsbGroup(
                    kind.value,
                    words[kind.value],
                    tuple(ksb.uid for ksb in ksbs if ksb.kind is kind),
                )
                for kind in KsbKind
            ]
    found = {uid for group in made for uid in group.ksb_uids}
    others = tuple(uid for uid in here if uid not in found)
    if others:
        made.append(KsbGroup("others", "Others", others))
    return tuple(group for group in made if group.ksb_uids)


def order(
    kind: DeckKind, standings: Sequence[KsbPractice], *, chance: random.Random
) -> tuple[KsbPractice, ...]:
    """Return the order in which KSBs are asked about; by chance for a random deck."""
    if kind is DeckKind.RANDOM:
        return tuple(chance.sample(standings, len(standings)))
    return weakest(standings)


def questions(
    standings: Sequence[KsbPractice],
    asked: Mapping[str, Asked],
    templates: Sequence[QuestionTemplate],
    follow_ups: Sequence[str],
    grouped: Sequence[KsbGroup],
    count: int,
) -> tuple[Question, ...]:
    """Return so many questions, KSB by KSB in the order given; 0: one for each KSB.

    Where there are fewer KSBs than questions it begins again, in other words. A KSB is asked about
    in other words each time it is practised; no two neighbours are asked in the same words where
    that can be helped. ``asked`` holds what may be named, by KSB uid; none for a gap.
    """
    if not standings or not templates:
        return ()
    group_of = {uid: group for group in reversed(grouped) for uid in group.ksb_uids}
    made: list[Question] = []
    taken: dict[str, set[str]] = {}
    before = ""
    for number in range(count or len(standings)):
        stand = standings[number % len(standings)]
        known = asked.get(stand.ksb.uid)
        fitting = [each for each in templates if _fits(each, stand.ksb, known)]
        if not fitting:
            continue
        turn = stand.times % len(fitting)
        used = taken.setdefault(stand.ksb.uid, set())
        if len(used) == len(fitting):
            used.clear()
        fitting = fitting[turn:] + fitting[:turn]
        chosen = min(fitting, key=lambda each: (each.id in used, each.id == before))
        used.add(chosen.id)
        before = chosen.id
        group = group_of.get(stand.ksb.uid)
        made.append(
            Question(
                _filled(chosen.text, stand.ksb, known),
                stand.ksb,
                group.title if group else "",
                group.passes if group else "",
                group.distinction if group else "",
                follow_ups[(stand.times + number) % len(follow_ups)] if follow_ups else "",
            )
        )
    return tuple(made)


def counted(practised: Iterable[Practised]) -> dict[Rating, int]:
    """Return how many answers were rated Well, Nearly and Again."""
    found = [each.rating for each in practised]
    return {rating: found.count(rating) for rating in Rating if rating is not Rating.NOT_RATED}


def _fits(template: QuestionTemplate, ksb: Ksb, known: Asked | None) -> bool:
    if template.kinds and ksb.kind.value not in template.kinds:
        return False
    if template.needs == "gap":
        return known is None
    if template.needs == "shows":
        return known is not None and bool(known.shows)
    return known is not None


def _filled(text: str, ksb: Ksb, known: Asked | None) -> str:
    gaps = {"{statement}": _statement(ksb)}
    if known is not None:
        gaps |= {"{title}": _line(known.title), "{shows}": _closed(known.shows)}
    # Piece by piece: what is filled in is never looked at for gaps of its own.
    made, rest = "", text
    while rest:
        at, gap = min(((rest.find(g), g) for g in gaps if g in rest), default=(len(rest), ""))
        made += rest[:at] + (gaps[gap] if gap else "")
        rest = rest[at + len(gap) :]
    return made


def _statement(ksb: Ksb) -> str:
    return _closed(ksb.text or ksb.short or ksb.code)


def _line(text: str) -> str:
    return " ".join(text.split())


def _closed(text: str) -> str:
    text = _line(text)
    return text if not text or text.endswith((".", "?", "!", "…")) else f"{text}."
