"""What the Reviews tab shows, read at one moment, and its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.minutes import hours_words
from portfolio_app.domain.planned import Planned
from portfolio_app.domain.record_answers import PartyAnswer, Record
from portfolio_app.domain.reviews import Since, action_of, owner_words, review_of
from portfolio_app.problems import PortfolioError
from portfolio_app.services.preparing import Prepared
from portfolio_app.store.database import Store

MINE = frozenset(
    {
        Topic.PLAN, Topic.HOURS, Topic.CLAIMS, Topic.EVIDENCE, Topic.OBSERVATIONS, Topic.STANDARD,
        Topic.PORTFOLIO, Topic.HIDING, Topic.SHORTLIST,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewList:
    """Every review and every action; ``next_uid`` is the review to prepare for, or "".

    ``signed`` says how many signed the record of a review, by its uid: "2 of 3 signed".
    """

    reviews: tuple[Planned, ...]
    actions: tuple[Planned, ...]
    next_uid: str
    kinds: tuple[str, ...]
    tutor: str
    signed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """One review with all it is prepared with, and what came back of its papers."""

    prepared: Prepared
    records: tuple[Record, ...]
    answers: tuple[PartyAnswer, ...]


def read_list(store: Store, today: date) -> ReviewList:
    """Read the list."""
    from portfolio_app.services import programmes, records, review_actions, reviews

    signed = {}
    for each in records.records(store):
        if each.is_live and each.observation.kind is FormKind.REVIEW_RECORD:
            count = sum(party.is_signed for party in each.parties)
            words = f"{count} of {len(each.parties)} signed"
            signed[each.observation.asked.about_uid] = words
    coming = reviews.next_review(store, today)
    return ReviewList(
        reviews.reviews(store),
        review_actions.actions(store),
        coming.uid if coming else "",
        tuple(dict.fromkeys(each.title for each in reviews.kinds(store))),
        programmes.tutor(store),
        signed,
    )


def read_review(store: Store, uid: str, today: date) -> ReviewShown | None:
    """Read one review; None when it isn't there any more."""
    from portfolio_app.services import meeting_papers, preparing, records

    try:
        prepared = preparing.prepare(store, uid, today)
    except PortfolioError as error:
        if error.code == "gone":
            return None
        raise
    known = tuple(each for each in records.records(store, uid) if each.is_live)
    return ReviewShown(prepared, known, meeting_papers.answers(store, uid))


def when_words(row: Planned) -> str:
    """Return "14 November 2025, 14:00", or that there is no day yet."""
    return ", ".join(filter(None, (day_words(row.day), review_of(row).time))) or "No day yet"


def standing_words(row: Planned, today: date) -> str:
    """Return how far a review has come: held, planned, or to be held."""
    if review_of(row).held:
        return "Held"
    if row.day and row.day < today.isoformat():
        return "Not said whether held"
    return "Planned"


def since_words(since: Since) -> str:
    """Return "Since 12 July 2025: 9 new items, 3 KSBs newly covered, 21 h logged"."""
    head = f"Since {day_words(since.since)}" if since.since else "So far"
    items = len(since.pieces) + since.kept_back
    parts = [
        f"{items} new item{'' if items == 1 else 's'}",
        f"{len(since.newly)} KSB{'' if len(since.newly) == 1 else 's'} newly covered",
        f"{hours_words(since.minutes)} logged",
    ]
    return f"{head}: {', '.join(parts)}"


def counts_words(since: Since) -> str:
    """Return "Gap 12, now 9 · Started 4, now 6 …"."""
    return " · ".join(f"{each.status.words} {each.then}, now {each.now}" for each in since.counts)


def action_by(row: Planned) -> str:
    """Return by when an action is to be done, "–" for no day."""
    return day_words(row.day) or "–"


def action_owner(row: Planned) -> str:
    """Return whose an action is."""
    return owner_words(action_of(row).owner)


def action_standing(row: Planned) -> str:
    """Return how far an action came."""
    return action_of(row).standing.value.capitalize()


def answer_lines(answers: Sequence[PartyAnswer]) -> tuple[str, ...]:
    """Return what came back, one line each: who, the signature word, and what they said."""
    lines: list[str] = []
    for each in answers:
        name = f", {each.given_name}" if each.given_name else ""
        lines.append(f"{each.role}{name}: {each.words}")
        for line in each.lines:
            if each.arrival_uid:
                said = line.value if line.line.kind.value == "words" else line.value or "not ticked"
                if said:
                    lines.append(f"   {line.line.text} {said}")
    return tuple(lines)
