"""Review meetings: what changed since the last one, what may be raised, and what was agreed.

Rules that can be read: coverage counts the whole library; what was there "then" is told from the
days on which pieces were added and claims made. What was taken away since leaves no trace in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portfolio_app.domain.coverage import KsbCoverage, KsbStatus, coverage
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.passage import Claim
from portfolio_app.domain.planned import Action, Planned, PlannedKind, Review, Standing

ME = "me"  # the apprentice as the owner of an action
LONGEST_POINT = 200  # characters of a point to raise
MOST_POINTS = 24
CLOSED = (Standing.DONE, Standing.DROPPED)

RULE = (
    "Counts the whole library, by the days pieces were added and claims made. What was removed "
    "since isn't counted as lost. It can't say whether that is enough."
)


@dataclass(frozen=True, slots=True)
class NewPiece:
    """A piece that was added: its E-number or "", title, kind in words and own day (or "")."""

    ref: str
    title: str
    kind: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many KSBs stand so, then and now."""

    status: KsbStatus
    then: int
    now: int


@dataclass(frozen=True, slots=True)
class Since:
    """What changed after ``since`` (YYYY-MM-DD, "" for the beginning).

    ``newly`` are KSBs with a passage chosen now that had none then; ``minutes`` off-the-job time
    logged for the days after it. ``kept_back`` counts new pieces that are marked never to be
    exported: they are among no list.
    """

    since: str
    pieces: tuple[NewPiece, ...] = ()
    kept_back: int = 0
    counts: tuple[StatusCount, ...] = ()
    newly: tuple[Ksb, ...] = ()
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """A KSB that is still thin, how it stands, and the next step that a rule suggests."""

    ksb: Ksb
    status: KsbStatus
    step: str


@dataclass(frozen=True, slots=True)
class Point:
    """Something that may be raised. ``key`` says which rule offered it, "own" for a typed one."""

    key: str
    words: str


def counts(
    ksbs: Sequence[Ksb], claims: Sequence[Claim], then: frozenset[str]
) -> tuple[tuple[StatusCount, ...], tuple[Ksb, ...]]:
    """Return the counts then and now, and the KSBs newly covered; ``then`` are uids of claims."""
    now = coverage(ksbs, claims, shortlist_only=False)
    before = coverage(ksbs, [each for each in claims if each.uid in then], shortlist_only=False)
    chosen = (KsbStatus.COVERED, KsbStatus.STRONG)
    newly = tuple(
        one.ksb
        for one, was in zip(now, before, strict=True)
        if one.status in chosen and was.status not in chosen
    )
    made = tuple(
        StatusCount(
            status,
            sum(row.status is status for row in before),
            sum(row.status is status for row in now),
        )
        for status in KsbStatus
    )
    return made, newly


def next_step(
    row: KsbCoverage, *, why_seen: str = "", is_asked: bool = False, planned: str = ""
) -> str:
    """Return what to do next for a thin KSB, by the first rule that fits.

    ``why_seen`` says why somebody else usually sees it best, ``planned`` is its learning plan row.
    """
    if is_asked:
        return "Observation asked for: wait, or ask again"
    if planned:
        return f"In the learning plan: {planned}"
    if row.status is KsbStatus.GAP:
        return "Ask someone to watch you" if why_seen else "Find or do one piece of work"
    if row.status is KsbStatus.STARTED:
        return "Mark the exact passage that shows it"
    return "Look for a second source"


def gaps(
    rows: Iterable[KsbCoverage],
    *,
    seen: Mapping[str, str],
    asked: frozenset[str],
    planned: Mapping[str, str],
) -> tuple[Gap, ...]:
    """Return gaps, then those started; what the discussion needs comes first in each.

    ``seen`` and ``planned`` are words by KSB uid, as for ``next_step``.
    """
    thin = [row for row in rows if row.status in (KsbStatus.GAP, KsbStatus.STARTED)]
    thin.sort(key=lambda row: (row.status is KsbStatus.STARTED, not row.ksb.in_discussion))
    return tuple(
        Gap(
            row.ksb,
            row.status,
            next_step(
                row,
                why_seen=seen.get(row.ksb.uid, ""),
                is_asked=row.ksb.uid in asked,
                planned=planned.get(row.ksb.uid, ""),
            ),
        )
        for row in thin
    )


def previous(reviews: Iterable[Planned], review: Planned) -> Planned | None:
    """Return the last review that was held before this one, None where there was none."""
    held = [
        each
        for each in reviews
        if each.uid != review.uid
        and isinstance(each.content, Review)
        and each.content.held
        and each.day
        and (not review.day or each.day < review.day)
    ]
    return max(held, key=lambda each: each.day, default=None)


def since_day(reviews: Iterable[Planned], review: Planned) -> str:
    """Return the day from which changes are told: of the last review that was held, "" for none.

    An annual review looks back to the annual one before it, without any to the beginning.
    """
    rows = tuple(reviews)
    if review_of(review).is_annual:
        rows = tuple(each for each in rows if review_of(each).is_annual)
    before = previous(rows, review)
    return before.day if before is not None else ""


def next_one(reviews: Iterable[Planned], today: date) -> Planned | None:
    """Return the review to prepare for: the nearest not held; one overdue before none at all.

    A review without a day comes last.
    """
    waiting = [
        each for each in reviews if isinstance(each.content, Review) and not each.content.held
    ]
    day = today.isoformat()
    coming = [each for each in waiting if each.last_day >= day]
    if coming:
        return min(coming, key=lambda each: each.day)
    past = [each for each in waiting if each.day]
    if past:
        return max(past, key=lambda each: each.day)
    return waiting[0] if waiting else None


def day_after(reviews: Iterable[Planned], review: Planned, weeks: int) -> str:
    """Return the day so many weeks after a review, "" when it has none or none is known.

    Without ``weeks``: as long after it as it came after the one before of the same title.
    """
    if not review.day:
        return ""
    day = date.fromisoformat(review.day)
    if weeks > 0:
        return (day + timedelta(weeks=weeks)).isoformat()
    same = [
        each.day for each in reviews
        if each.title == review.title and each.day and each.day < review.day
    ]  # fmt: skip
    if not same:
        return ""
    return (day + (day - date.fromisoformat(max(same)))).isoformat()


def is_last_of_its_kind(reviews: Iterable[Planned], review: Planned) -> bool:
    """Whether no later review of the same title is planned."""
    return not any(
        each.uid != review.uid
        and each.title == review.title
        and (not each.day or each.day > review.day)
        for each in reviews
    )


def actions_of(rows: Iterable[Planned], review_uid: str) -> tuple[Planned, ...]:
    """Return the actions agreed at one review, in their order."""
    return tuple(
        each for each in rows
        if each.kind is PlannedKind.ACTION and each.parent_uid == review_uid
    )  # fmt: skip


def last_time(
    rows: Iterable[Planned], reviews: Iterable[Planned], review: Planned
) -> tuple[Planned, ...]:
    """Return the actions of the review before, after those of earlier ones that are still open."""
    rows, reviews = tuple(rows), tuple(reviews)
    before = previous(reviews, review)
    if before is None:
        return ()
    earlier = {
        each.uid for each in reviews if each.uid not in (before.uid, review.uid)
        and (not each.day or each.day < before.day)
    }  # fmt: skip
    still = [
        each for each in rows
        if each.kind is PlannedKind.ACTION and each.parent_uid in earlier and is_open(each)
    ]  # fmt: skip
    return (*still, *actions_of(rows, before.uid))


def is_open(row: Planned) -> bool:
    """Whether an action or a goal is neither done nor dropped."""
    return getattr(row.content, "standing", Standing.DONE) not in CLOSED


def owner_words(owner: str) -> str:
    """Return who does an action: "me" is the apprentice."""
    return "Me" if owner in ("", ME) else owner[:1].upper() + owner[1:]


def told(rows: Sequence[Planned]) -> str:
    """Return "3 actions: 2 done, 1 open", "" for none."""
    if not rows:
        return ""
    done = sum(getattr(r.content, "standing", None) is Standing.DONE for r in rows)
    dropped = sum(getattr(r.content, "standing", None) is Standing.DROPPED for r in rows)
    left = len(rows) - done - dropped
    parts = [f"{done} done" if done else "", f"{left} open" if left else "",
             f"{dropped} dropped" if dropped else ""]  # fmt: skip
    head = "1 action" if len(rows) == 1 else f"{len(rows)} actions"
    return f"{head}: {', '.join(filter(None, parts))}"


def points(
    found: Sequence[Gap],
    actions: Sequence[Planned],
    goals: Sequence[Planned],
    behind: str,
    waiting: int,
    today: date,
) -> tuple[Point, ...]:
    """Return what may be raised, by rules in this order; one sentence each, none over another.

    KSBs without any evidence; actions past their day; hours behind plan (in the words given);
    requests for an observation that nobody answered; open rows of the learning plan that somebody
    else is needed for.
    """
    made: list[Point] = []
    empty = [each.ksb.code for each in found if each.status is KsbStatus.GAP and
             each.ksb.in_discussion]  # fmt: skip
    if empty:
        shown = ", ".join(empty[:6])
        more = f" and {len(empty) - 6} more" if len(empty) > 6 else ""
        has = "has" if len(empty) == 1 else "have"
        made.append(Point("gaps", f"{shown}{more} {has} no evidence"))
    day = today.isoformat()
    late = [each for each in actions if is_open(each) and each.day and each.day < day]
    made += [Point(f"action {each.uid}", f"Past its day: {each.title}") for each in late]
    if behind:
        made.append(Point("hours", behind))
    if waiting:
        what = "1 observation request is" if waiting == 1 else f"{waiting} observation requests are"
        made.append(Point("waiting", f"{what} still out"))
    for each in goals:
        with_whom = getattr(each.content, "with_whom", "")
        if is_open(each) and with_whom:
            made.append(Point(f"goal {each.uid}", f"{each.title}, with {with_whom}"))
    return tuple(made[:MOST_POINTS])


def action_of(row: Planned) -> Action:
    """Return what an action row holds."""
    return row.content if isinstance(row.content, Action) else Action()


def review_of(row: Planned) -> Review:
    """Return what a review row holds."""
    return row.content if isinstance(row.content, Review) else Review()
