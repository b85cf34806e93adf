"""Review meetings: planned, changed, held, and what to raise at them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from portfolio_app.domain import reviews as rules
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.planned import Planned, PlannedKind, Review
from portfolio_app.domain.programme import ProgrammeReview
from portfolio_app.domain.typed_words import one_line, some_lines
from portfolio_app.problems import PortfolioError
from portfolio_app.services import plan, programmes
from portfolio_app.services.typed_days import past_day
from portfolio_app.store import queries
from portfolio_app.store.database import Store


def reviews(store: Store) -> tuple[Planned, ...]:
    """Return every review by its day, those without one last."""
    found = queries.plan.rows(store, PlannedKind.REVIEW)
    return tuple(sorted(found, key=lambda each: (not each.day, each.day)))


def review(store: Store, uid: str) -> Planned:
    """Return one review.

    Raises:
        PortfolioError: it isn't there any more, or is none ("gone").
    """
    row = queries.plan.row(store, uid)
    if row.kind is not PlannedKind.REVIEW:
        raise PortfolioError(
            "That isn't a review. Nothing was changed.", hint="Choose one.", code="gone"
        )
    return row


def next_review(store: Store, today: date) -> Planned | None:
    """Return the review to prepare for next, None where none is planned that was not held."""
    return rules.next_one(reviews(store), today)


def kinds(store: Store) -> tuple[ProgrammeReview, ...]:
    """Return the kinds of review that the programme names, none where it names none."""
    programme = programmes.current(store)
    return programme.reviews if programme is not None else ()


def called(store: Store, words: str) -> Planned:
    """Return the review a person means: "next", its uid, its day (YYYY-MM-DD) or title.

    Raises:
        PortfolioError: none is called so ("no-such-review"), or several are ("ambiguous").
    """
    wanted = one_line(words).casefold()
    if wanted == "next":
        coming = next_review(store, datetime.now().astimezone().date())
        found = [coming] if coming is not None else []
    else:
        found = [
            each for each in reviews(store)
            if wanted and wanted in (each.uid.casefold(), each.day, each.title.casefold())
        ]  # fmt: skip
    if len(found) == 1:
        return found[0]
    if found:
        raise PortfolioError(
            f"{len(found)} reviews are called {words}.", hint="Give its day.", code="ambiguous"
        )
    raise PortfolioError(
        f"There is no review called {words}. Nothing was changed.",
        hint="Give its day as YYYY-MM-DD, its title, or “next”.",
        code="no-such-review",
    )


def add(store: Store, title: str, day: str = "", content: Review | None = None) -> Changes:
    """Add a review; ``focus`` is its uid. Who comes is the programme's, where it says so.

    Raises:
        PortfolioError: as ``plan.add``.
    """
    made = content or Review()
    if "annual" in title.casefold():
        made = replace(made, is_annual=True)
    if not made.participants:
        known = next((each for each in kinds(store) if each.title == title), None)
        usual = known.participants if known is not None else ()
        made = replace(
            made,
            review=made.review or (known.title if known else ""),
            participants=usual or ("apprentice", programmes.tutor(store)),
            minutes=made.minutes or (known.minutes if known else 0),
            needs_signatures=made.needs_signatures or bool(known and known.needs_signatures),
        )
    return plan.add(store, Planned(PlannedKind.REVIEW, title, day, content=_tidied(made)))


def change(store: Store, uid: str, title: str, day: str, content: Review) -> Changes:
    """Put other facts in place of a review's.

    Raises:
        PortfolioError: as ``plan.change``.
    """
    known = review(store, uid)
    return plan.change(store, replace(known, title=title, day=day, content=_tidied(content)))


def write(
    store: Store, uid: str, *, summary: str | None = None, notes: str | None = None
) -> Changes:
    """Write what was discussed (the record says it), or the private notes; None leaves either.

    Raises:
        PortfolioError: it is too long ("too-long"), or isn't there any more ("gone").
    """
    known = review(store, uid)
    was = rules.review_of(known)
    made = replace(
        was,
        summary=was.summary if summary is None else some_lines(summary),
        notes=was.notes if notes is None else some_lines(notes),
    )
    return plan.change(store, replace(known, content=made), f"{known.title}: words")


def raise_points(store: Store, uid: str, words: Iterable[str]) -> Changes:
    """Let these be the points to raise, in this order; one step.

    Raises:
        PortfolioError: a point is too long or there are too many ("too-long"), or the review isn't
            there any more ("gone"). Nothing was changed.
    """
    known = review(store, uid)
    wanted = tuple(dict.fromkeys(filter(None, map(one_line, words))))
    if any(len(each) > rules.LONGEST_POINT for each in wanted):
        raise PortfolioError(
            f"A point has more than {rules.LONGEST_POINT} characters. Nothing was changed.",
            hint="Shorten it. The review's notes have room for more.",
            code="too-long",
        )
    if len(wanted) > rules.MOST_POINTS:
        raise PortfolioError(
            f"{len(wanted)} points are more than one meeting takes. Nothing was changed.",
            hint=f"Raise {rules.MOST_POINTS} at most.",
            code="too-long",
        )
    made = replace(rules.review_of(known), raising=wanted)
    return plan.change(store, replace(known, content=made), f"To raise at {known.title}")


def hold(store: Store, uid: str, on: str = "") -> Changes:
    """Say that a review was held: on its own day, or another that has come (YYYY-MM-DD).

    Raises:
        PortfolioError: that day is none or lies ahead ("no-day"), or the review isn't there any
            more ("gone"). Nothing was changed.
    """
    known = review(store, uid)
    day = past_day(on or known.day or _today(), "A review can't have been held on a day ahead.")
    until = known.until if known.until >= day else ""
    made = replace(rules.review_of(known), held=True)
    told = f"{known.title}: held"
    return plan.change(store, replace(known, day=day, until=until, content=made), told)


def not_held(store: Store, uid: str) -> Changes:
    """Say that a review was not held after all.

    Raises:
        PortfolioError: it isn't there any more ("gone").
    """
    known = review(store, uid)
    made = replace(rules.review_of(known), held=False)
    return plan.change(store, replace(known, content=made), f"{known.title}: not held")


def plan_following(store: Store, uid: str, day: str) -> Changes:
    """Plan the next meeting of a review's kind, with the same people; ``focus`` is its uid.

    Raises:
        PortfolioError: as ``plan.add``, or the review isn't there any more ("gone").
    """
    known = review(store, uid)
    was = rules.review_of(known)
    made = Review(
        review=was.review,
        time=was.time,
        minutes=was.minutes,
        place=was.place,
        participants=was.participants,
        is_annual=was.is_annual,
        needs_signatures=was.needs_signatures,
    )
    return plan.add(store, Planned(PlannedKind.REVIEW, known.title, day, content=made))


def _tidied(content: Review) -> Review:
    return replace(
        content,
        time=one_line(content.time),
        place=one_line(content.place),
        participants=tuple(dict.fromkeys(filter(None, map(one_line, content.participants)))),
        raising=tuple(dict.fromkeys(filter(None, map(one_line, content.raising)))),
        notes=some_lines(content.notes),
        summary=some_lines(content.summary),
    )


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()
