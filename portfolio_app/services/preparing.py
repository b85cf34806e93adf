"""Prepare for a review meeting: what changed, what is thin, what was agreed, what to raise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portfolio_app.domain import learning
from portfolio_app.domain import reviews as rules
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import Observation, ObservationState
from portfolio_app.domain.planned import Planned, PlannedKind, Review
from portfolio_app.domain.reviews import Gap, NewPiece, Point, Since
from portfolio_app.domain.typed_words import one_line
from portfolio_app.services import coverage, hours, observation_planner, programmes, reviews
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store

_OUT = (ObservationState.SENT,)
_EVEN = 60  # minutes behind that are not worth a word


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that a review meeting is prepared with. ``points`` are offered, ``raised`` were ticked.

    ``last`` are the actions of the time before and those still open; ``agreed`` this meeting's.
    ``hours`` are the words of off-the-job time; ``tutor`` what the provider's reviewer is called;
    ``owners`` who an action can be given to; ``coming`` requests for observations with a day ahead.
    ``following`` is the day that the next meeting of its kind may be planned for, or "".
    """

    row: Planned
    review: Review
    before: Planned | None
    since: Since
    gaps: tuple[Gap, ...]
    hours: str
    last: tuple[Planned, ...]
    agreed: tuple[Planned, ...]
    points: tuple[Point, ...]
    goals: tuple[Planned, ...]
    tutor: str
    owners: tuple[str, ...]
    coming: tuple[Observation, ...] = ()
    following: str = ""

    @property
    def raised(self) -> tuple[str, ...]:
        """What the person means to raise, in the order they chose it."""
        return self.review.raising


def prepare(store: Store, uid: str, today: date) -> Prepared:
    """Return all that a meeting is prepared with, as the portfolio stands now.

    Raises:
        PortfolioError: the review isn't there any more ("gone").
    """
    row = reviews.review(store, uid)
    rows = queries.plan.rows(store)
    every = [each for each in rows if each.kind is PlannedKind.REVIEW]
    before = rules.previous(every, row)
    goals = [each for each in rows if each.kind is PlannedKind.GOAL]
    asked = queries.observations.observations(store)
    found = _gaps(store, goals)
    last = rules.last_time(rows, every, row)
    agreed = rules.actions_of(rows, uid)
    position = hours.position(store, today.isoformat())
    behind = position.ahead is not None and position.ahead < -_EVEN
    waiting = sum(each.kind is FormKind.OBSERVATION and each.state in _OUT for each in asked)
    coming = [
        each for each in asked
        if each.kind is FormKind.OBSERVATION and each.asked.day >= today.isoformat()
        and each.state is not ObservationState.WITHDRAWN
    ]  # fmt: skip
    going = learning.in_order(each for each in goals if learning.is_open(each))
    content = rules.review_of(row)
    return Prepared(
        row,
        content,
        before,
        _since(store, rules.since_day(every, row)),
        found,
        position.words,
        last,
        agreed,
        rules.points(
            found, last, going, f"Off-the-job time: {position.words}" if behind else "",
            waiting, today,
        ),
        going,
        programmes.tutor(store),
        _owners(store, content),
        tuple(sorted(coming, key=lambda each: each.asked.day)),
        _following(store, every, row),
    )  # fmt: skip


def _gaps(store: Store, goals: Sequence[Planned]) -> tuple[Gap, ...]:
    suggested = observation_planner.suggested_ksbs(store)
    rows = [each for each in coverage.coverage(store, shortlist_only=False) if not each.ksb.retired]
    return rules.gaps(
        rows,
        seen={each.ksb.uid: each.why for each in suggested if each.why},
        asked=frozenset(each.ksb.uid for each in suggested if each.is_asked),
        planned=learning.about(goals),
    )


def _since(store: Store, since: str) -> Since:
    claims = queries.claims.claims(store)
    ksbs = [each for each in queries.standard.ksbs(store) if not each.retired]
    with store.read() as session:
        asked = session.query(tables.ClaimRow.uid, tables.ClaimRow.made_at)
        made = {row.uid: row.made_at for row in asked}
    then = frozenset(uid for uid, instant in made.items() if since and _day_of(instant) <= since)
    counted, newly = rules.counts(ksbs, claims, then)
    items = [
        each for each in queries.evidence.items(store)
        if each.is_evidence and _day_of(each.added_at) > since
    ]  # fmt: skip
    shown = [each for each in items if not each.do_not_export]
    shown.sort(key=lambda each: each.added_at, reverse=True)
    after = _next_day(since) if since else ""
    return Since(
        since,
        tuple(_pieces(store, shown)),
        len(items) - len(shown),
        counted,
        newly,
        queries.hours.total(store, after),
    )


def _pieces(store: Store, items: Sequence[EvidenceItem]) -> Iterable[NewPiece]:
    from portfolio_app.services.hidden_words import Masks

    masks = Masks(store)  # a title may hold a name that is hidden everywhere else
    for each in items:
        yield NewPiece(each.ref, masks.of_item(each)(each.title), each.kind.words, each.date)


def _owners(store: Store, content: Review) -> tuple[str, ...]:
    """Return who can own an action: me first, then roles; the apprentice is me."""
    found = [rules.ME]
    for role in (*content.participants, *programmes.roles(store), "line manager"):
        words = one_line(role)
        known = {each.casefold() for each in found}
        if words and words.casefold() not in {*known, "apprentice", "learner", "student"}:
            found.append(words)
    return tuple(found)


def _following(store: Store, every: Sequence[Planned], row: Planned) -> str:
    if not rules.is_last_of_its_kind(every, row):
        return ""
    name = rules.review_of(row).review or row.title
    known = next((each for each in reviews.kinds(store) if each.title == name), None)
    return rules.day_after(every, row, known.every_weeks if known else 0)


def _day_of(instant: str) -> str:
    """Return the person's own day of an instant; "" for none that can be read."""
    try:
        return datetime.fromisoformat(instant).astimezone().date().isoformat()
    except ValueError:
        return ""


def _next_day(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()
