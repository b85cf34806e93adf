"""Rehearsal: decks of practice questions, runs by the clock, ratings, and how it went. Private.

Nothing of it is ever part of a plan, a bundle or any other file that is handed on.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from portfolio_app import assets
from portfolio_app.domain import decks, salvage
from portfolio_app.domain.at_page import AtPage, TheoryAt, places, theory_places
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.coverage import KsbCoverage, KsbStatus
from portfolio_app.domain.coverage import coverage as work_out
from portfolio_app.domain.days import clock, day_words
from portfolio_app.domain.decks import Asked, DeckKind, KsbGroup, KsbPractice, Question
from portfolio_app.domain.ordering import ksb_order
from portfolio_app.domain.practice import Practised, Rating
from portfolio_app.domain.sitting import Numbers, Part, RunKind
from portfolio_app.domain.standard import Standard, portfolio_methods
from portfolio_app.domain.typed_words import one_line
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details, presentation
from portfolio_app.services.own_questions import LONGEST, OwnQuestion, QuestionList
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid

USUAL_COUNT = 8  # cards of a deck, where the standard states no number of questions
SHOWN = 3  # passages shown for a question
_LONGEST_ANSWER = 24 * 60 * 60  # seconds
_TOPICS = {Topic.PRACTICE}
_NUMBERS = "rehearsal numbers"
_MOST_MINUTES, _MOST_QUESTIONS = 600, 100
_OWN = QuestionList("rehearsal questions", Topic.PRACTICE)


@dataclass(frozen=True, slots=True)
class Pages:
    """Which bundle page numbers are of. ``words`` says so, or that none was built."""

    bundle_uid: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown for a question: passages with their pages, best first, and theory."""

    places: tuple[AtPage, ...]
    theory: tuple[TheoryAt, ...] = ()


@cache
def _questions() -> dict[str, Any]:
    return tomllib.loads(assets.text("rehearsal/questions.toml"))


@cache
def _runs() -> dict[str, Any]:
    return tomllib.loads(assets.text("rehearsal/runs.toml"))


def source() -> str:
    """Return whose questions they are, in words that stand beside every one of them."""
    return str(_questions()["questions"]["source"])


def is_ready(store: Store) -> bool:
    """Whether enough is mapped to ask about: five passages, or a question of one's own."""
    mapped = {each.passage_uid for each in queries.claims.claims(store)}
    return len(mapped) >= decks.FEWEST_PASSAGES or bool(own_questions(store))


def numbers(store: Store) -> Numbers:
    """Return how long the discussion is and how many questions it has at least.

    From the rules of the standard's methods that look at the portfolio; where it states none,
    usual ones that say whose they are.
    """
    standard = queries.standard.standard(store)
    methods = set(portfolio_methods(standard.methods)) or {"pd"}
    given = _runs()["discussion"]
    values = {"minutes": int(given["minutes"]), "questions": int(given["questions"])}
    said, sure = str(given["source"]), bool(given["confirmed"])
    ruled = [
        rule for rule in standard.rules if rule.applies_to in methods and rule.unit in values
        and 1 <= rule.value <= 600
    ]  # fmt: skip
    for rule in ruled:
        values[rule.unit] = int(rule.value)
    if ruled:
        said = standard.source_line(ruled[0])
        sure = all(each.may_block for each in ruled)
    else:
        said = f"{said}. Not confirmed: ask your EPAO."
    typed = salvage.read(tuple[int, int], queries.portfolio.detail(store, _NUMBERS) or "[]", (0, 0))
    if all(each >= 1 for each in typed):
        values["minutes"], values["questions"] = typed
        said, sure = "Set by you. Your EPAO's instructions come first.", False
    longest = int(_runs()["question"]["longest_minutes"])
    each = min(max(values["minutes"] // values["questions"], 1), longest)
    return Numbers(values["minutes"], values["questions"], said, sure, each * 60)


def set_times(
    store: Store, minutes: int, questions: int, presentation_minutes: int = 0, questioning: int = 0
) -> Changes:
    """Set the times to practise with: the discussion's minutes and fewest questions; one step.

    With ``presentation_minutes`` and ``questioning`` those of the presentation too.

    Raises:
        PortfolioError: minutes are not from 1 to 600 (of a presentation 240), or questions not from
            1 to 100 ("no-minutes"). Nothing was changed.
    """
    presents = bool(presentation_minutes or questioning)
    wrong = not 1 <= minutes <= _MOST_MINUTES or not 1 <= questions <= _MOST_QUESTIONS
    if presents and not all(1 <= each <= 240 for each in (presentation_minutes, questioning)):
        wrong = True
    if wrong:
        raise PortfolioError(
            "These times can't be practised. Nothing was changed.",
            hint="Give whole minutes from 1 on, and at least 1 question.",
            code="no-minutes",
        )
    told = f"Discussion {minutes} minutes, at least {questions} questions"
    topics = {Topic.PRACTICE, Topic.PROPOSAL}
    with store.step("set detail", told, topics, arguments={"key": _NUMBERS}) as step:
        details.enter(step.session, _NUMBERS, json.dumps([minutes, questions]))
        if presents:
            kept = json.dumps([presentation_minutes, questioning])
            details.enter(step.session, presentation.TIMES, kept)
    return step.changes


def reset_times(store: Store) -> Changes:
    """Let the times be as the standard's rules, or the usual ones, say; one step."""
    topics = {Topic.PRACTICE, Topic.PROPOSAL}
    told = "Times of rehearsal as the standard says"
    with store.step("set detail", told, topics, arguments={"key": _NUMBERS}) as step:
        for key in (_NUMBERS, presentation.TIMES):
            details.enter(step.session, key, "")
    return step.changes


def standings(store: Store) -> tuple[KsbPractice, ...]:
    """Return how each KSB that the portfolio should show stands in rehearsal.

    In the order of the themes when there are any, else knowledge, skills, behaviours.
    """
    return decks.stands(_coverage(store), queries.practice.practised(store))


def groups(store: Store) -> tuple[KsbGroup, ...]:
    """Return the themes, areas or kinds that a deck can be of."""
    standard = queries.standard.standard(store)
    return decks.groups(standard, [each.ksb for each in _coverage(store)])


def deck(
    store: Store,
    kind: DeckKind,
    *,
    group: str = "",
    ksb_uids: Sequence[str] = (),
    count: int = 0,
    seed: int | None = None,
    gaps_last: bool = False,
) -> tuple[Question, ...]:
    """Return the questions of a deck; ``count`` 0 asks once about each KSB.

    ``group`` is the id of a group, for DeckKind.GROUP. ``ksb_uids`` asks about these alone. One's
    own questions are the whole deck for DeckKind.OWN and in no other. With a ``seed`` chance gives
    the same order again. ``gaps_last`` asks first about KSBs for which something is claimed.

    Raises:
        PortfolioError: there is no such group ("no-such-group").
    """
    chance = random.Random(seed)  # noqa: S311 - the order of cards
    covered = _coverage(store)
    known = decks.stands(covered, queries.practice.practised(store))
    standard = queries.standard.standard(store)
    grouped = decks.groups(standard, [each.ksb for each in covered])
    own = _own_cards(store, standard, grouped)
    if kind is DeckKind.OWN:
        return own[: count or None]
    if kind is DeckKind.GROUP:
        chosen = next((each for each in grouped if each.id == group), None)
        if chosen is None:
            raise PortfolioError(
                "There is no such area or theme.",
                hint="Choose another deck.",
                code="no-such-group",
            )
        known = tuple(each for each in known if each.ksb.uid in chosen.ksb_uids)
    if ksb_uids:
        known = tuple(each for each in known if each.ksb.uid in ksb_uids)
    ordered = decks.order(kind, known, chance=chance)
    if gaps_last:
        ordered = tuple(sorted(ordered, key=lambda each: each.status is KsbStatus.GAP))
    asked = {
        row.ksb.uid: Asked(row.claims[0].item_title, row.claims[0].shows)
        for row in covered
        if row.claims
    }
    data = _questions()
    return decks.questions(
        ordered,
        asked,
        decks.templates_of(data),
        [str(each["text"]) for each in data.get("follow_ups", ())],
        grouped,
        count,
    )


def parts(
    store: Store, run: RunKind, *, deck_kind: DeckKind = DeckKind.WEAKEST, group: str = "",
    count: int = 0, seed: int | None = None,
) -> tuple[Part, ...]:  # fmt: skip
    """Return the parts of a run, with their questions.

    A full run asks at least as many questions as the standard does, and goes on with the rest of
    the deck while there is time; about KSBs without any claim last.

    Raises:
        PortfolioError: as ``deck``, or there is nothing to ask ("no-questions").
    """
    found = numbers(store)
    times = presentation.times(store)
    if run is RunKind.CARDS:
        asked = deck(store, deck_kind, group=group, count=count, seed=seed)
        made = [Part("Cards", 0, asked, len(asked), found.seconds_each)]
    else:
        made = []
        if run in (RunKind.PRESENTATION, RunKind.BOTH):
            made.append(Part("Presentation", times.presentation))
            made.append(_questioning(store, times.questioning, times.questions))
        if run in (RunKind.DISCUSSION, RunKind.BOTH):
            whole = deck(store, deck_kind, group=group, seed=seed, gaps_last=True)
            if len(whole) < found.questions and deck_kind is not DeckKind.OWN:
                many = found.questions
                whole = deck(store, deck_kind, group=group, count=many, seed=seed, gaps_last=True)
            made.append(
                Part("Discussion", found.minutes, whole, found.questions, found.seconds_each)
            )
    if not any(part.questions for part in made):
        raise PortfolioError(
            "There is nothing to ask in this deck.",
            hint="Choose another deck, or add a question of your own.",
            code="no-questions",
        )
    return tuple(made)


def has_presentation(store: Store) -> bool:
    """Whether a method of the standard says that one presents.

    Where the standard names no methods nobody knows, and it is offered.
    """
    titles = [each.title.casefold() for each in queries.standard.standard(store).methods]
    words = _runs()["presentation"]["words"]
    return not titles or any(word in title for title in titles for word in words)


def pages(store: Store) -> Pages:
    """Return which bundle the pages are of: the one handed in, else the newest that was built."""
    found = queries.cited.printed(store, drafts=True)
    if found is None:
        return Pages(
            "", "No bundle was built yet: E-numbers and the pages of the pieces are shown."
        )
    day = day_words(found.built_at[:10])
    if found.handed_in:
        return Pages(found.bundle_uid, f"Pages of the bundle you handed in, built on {day}.")
    built = {each.uid: each for each in queries.bundles.bundles(store)}
    record = built.get(found.bundle_uid)
    what = "draft" if record is not None and record.is_draft else "bundle"
    return Pages(found.bundle_uid, f"Pages of the {what} you built on {day}.")


def shown(store: Store, ksb_uid: str, *, most: int = SHOWN) -> Shown:
    """Return the top passages for a KSB with their pages, and its theory."""
    if not ksb_uid:
        return Shown(())
    ksbs = [each for each in queries.standard.ksbs(store) if each.uid == ksb_uid]
    claims = queries.claims.claims(store, ksb_uid=ksb_uid)
    found = work_out(ksbs[:1], claims, shortlist_only=False)
    if not found:
        return Shown(())
    printed = queries.cited.printed(store, drafts=True)
    return Shown(
        places(found[0].claims, printed)[:most],
        theory_places(queries.theory.theory(store, ksb_uid)[:most]),
    )


# ratings


def rate(
    store: Store,
    question: str,
    rating: Rating,
    *,
    ksb_uid: str = "",
    seconds: float = 0,
    run_uid: str = "",
) -> Changes:
    """Keep how an answer went and how long it took; one step. ``focus`` is its uid.

    Raises:
        PortfolioError: it is not rated ("not-rated"), there are no words of a question ("empty"),
            or the time is none ("no-time").
    """
    from portfolio_app.store import tables

    words = one_line(question)[:LONGEST]
    if rating is Rating.NOT_RATED:
        raise PortfolioError("Say how it went: Well, Nearly or Again.", code="not-rated")
    if not words:
        raise PortfolioError("There is no question to rate.", code="empty")
    if not 0 <= seconds <= _LONGEST_ANSWER:
        raise PortfolioError("That is no time an answer takes.", code="no-time")
    told = f"Rated {rating.name.capitalize()}"
    with store.step("rate answer", told, _TOPICS) as step:
        row = tables.PracticeRow(
            question=words,
            rating=int(rating),
            seconds=round(seconds),
            ksb_uid=ksb_uid,
            run_uid=run_uid,
        )
        step.session.add(row)
        step.session.flush()
        step.focus = row.uid
    return step.changes


def forget(store: Store, *, run_uid: str = "") -> Changes:
    """Forget what was practised: a run, or everything; one step that undo brings back.

    Raises:
        PortfolioError: nothing was practised ("nothing").
    """
    from portfolio_app.store import tables

    with store.step("forget practice", "Ratings removed", _TOPICS) as step:
        rows = step.session.query(tables.PracticeRow)
        found = (rows.filter_by(run_uid=run_uid) if run_uid else rows).all()
        if not found:
            raise PortfolioError("Nothing was rated, so nothing was removed.", code="nothing")
        for row in found:
            step.session.delete(row)
    return step.changes


def new_run() -> str:
    """Return a uid for the questions of one run."""
    return new_uid()


def of_run(store: Store, run_uid: str) -> tuple[Practised, ...]:
    """Return what was rated in a run, in its order."""
    return tuple(
        each for each in queries.practice.practised(store) if run_uid and each.run_uid == run_uid
    )


def result_words(found: Sequence[Practised]) -> str:
    """Return "8 questions in 52:10: 3 well, 4 nearly, 1 again.", counts and no judgement."""
    if not found:
        return "No question was rated."
    counts = decks.counted(found)
    said = ", ".join(f"{n} {rating.name.lower()}" for rating, n in counts.items() if n)
    some = "1 question" if len(found) == 1 else f"{len(found)} questions"
    return f"{some}, {clock(sum(each.seconds for each in found))} spoken: {said}."


# one's own questions


def own_questions(store: Store) -> tuple[OwnQuestion, ...]:
    """Return the person's own questions for the discussion, in the order they were typed."""
    return _OWN.read(store)


def add_question(store: Store, text: str, ksb_uid: str = "") -> Changes:
    """Add a question of one's own, as ``QuestionList.add``."""
    return _OWN.add(store, text, ksb_uid)


def change_question(store: Store, uid: str, text: str, ksb_uid: str = "") -> Changes:
    """Change a question of one's own, as ``QuestionList.change``."""
    return _OWN.change(store, uid, text, ksb_uid)


def remove_question(store: Store, uid: str) -> Changes:
    """Remove a question of one's own, as ``QuestionList.remove``."""
    return _OWN.remove(store, uid)


def _coverage(store: Store) -> tuple[KsbCoverage, ...]:
    standard = queries.standard.standard(store)
    ksbs = [ksb for ksb in ksb_order(standard) if not ksb.retired and ksb.in_discussion]
    return work_out(ksbs, queries.claims.claims(store), shortlist_only=False)


def _own_cards(
    store: Store, standard: Standard, grouped: Sequence[KsbGroup]
) -> tuple[Question, ...]:
    ksbs = {each.uid: each for each in standard.ksbs}
    group_of = {uid: group for group in reversed(grouped) for uid in group.ksb_uids}
    made = []
    for each in own_questions(store):
        group = group_of.get(each.ksb_uid)
        made.append(
            Question(
                each.text,
                ksbs.get(each.ksb_uid),
                group.title if group else "",
                group.passes if group else "",
                group.distinction if group else "",
                own=True,
                uid=each.uid,
            )
        )
    return tuple(made)


def _questioning(store: Store, minutes: int, least: int) -> Part:
    standard = queries.standard.standard(store)
    ksbs = {each.uid: each for each in standard.ksbs}
    asked = tuple(
        Question(card.question, ksbs.get(card.ksb_uid), own=card.own, uid=card.uid)
        for card in presentation.deck(store)
    )
    return Part("Questions", minutes, asked, least, max(minutes // max(least, 1), 1) * 60)
