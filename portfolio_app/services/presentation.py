"""The presentation: its times, and practice questions from the tagged KSBs and of one's own."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from functools import cache
from typing import Any

from portfolio_app import assets
from portfolio_app.domain import salvage
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.draft import sections
from portfolio_app.domain.draft_numbers import heading_numbers
from portfolio_app.domain.ksb import Ksb, code_order
from portfolio_app.domain.rehearsal import Card, Times, cards, templates_of
from portfolio_app.domain.standard import Standard, portfolio_methods
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.services.own_questions import OwnQuestion, QuestionList
from portfolio_app.store import queries
from portfolio_app.store.database import Store

TIMES, QUESTIONS = "proposal times", "proposal questions"
_MOST_MINUTES = 240
_OWN = QuestionList(QUESTIONS, Topic.PROPOSAL)
_TOPICS = {Topic.PROPOSAL}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(assets.text("proposal/presentation.toml"))


def questions_source() -> str:
    """Return whose questions the made ones are."""
    return str(_data()["questions"]["source"])


def times(store: Store) -> Times:
    """Return the times to practise with: the person's own, else the data's with its source."""
    given = _data()["times"]
    found = Times(
        presentation=int(given["presentation_minutes"]),
        questioning=int(given["questioning_minutes"]),
        questions=int(given["minimum_questions"]),
        source=f"{given['source']}. {given['note']}",
        confirmed=bool(given["confirmed"]),
    )
    typed = salvage.read(tuple[int, int], queries.portfolio.detail(store, TIMES) or "[]", (0, 0))
    if all(1 <= each <= _MOST_MINUTES for each in typed):
        presentation, questioning = typed
        found = replace(
            found,
            presentation=presentation,
            questioning=questioning,
            source="Set by you. Your EPAO's instructions come first.",
        )
    return found


def set_times(store: Store, presentation: int, questioning: int) -> Changes:
    """Set the minutes to practise with.

    Raises:
        PortfolioError: one is not between 1 and 240 ("no-minutes"). Nothing was changed.
    """
    for minutes in (presentation, questioning):
        if not 1 <= minutes <= _MOST_MINUTES:
            raise PortfolioError(
                f"{minutes} minutes can't be practised. Nothing was changed.",
                hint=f"Give 1 to {_MOST_MINUTES} minutes.",
                code="no-minutes",
            )
    told = f"Presentation {presentation} minutes, questions {questioning} minutes"
    return _keep(store, TIMES, [presentation, questioning], told)


def own_questions(store: Store) -> tuple[OwnQuestion, ...]:
    """Return the person's own questions in the order they were typed."""
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


def deck(store: Store) -> tuple[Card, ...]:
    """Return the practice questions: one for each KSB of the proposal, then one's own."""
    standard = queries.standard.standard(store)
    where = tagged_sections(store)
    made = cards(_ksbs(standard, where), where, templates_of(_data()))
    codes = {ksb.uid: ksb.code for ksb in standard.ksbs}
    own = tuple(
        Card(
            each.text,
            each.ksb_uid,
            codes.get(each.ksb_uid, ""),
            tuple(where.get(each.ksb_uid, ())),
            own=True,
            uid=each.uid,
        )
        for each in own_questions(store)
    )
    return (*made, *own)


def tagged_sections(store: Store) -> dict[str, list[str]]:
    """Return the sections with a paragraph that is tagged with a KSB, by its uid, in order.

    A section is called by its number and title: "3 Options appraisal". A heading without words
    begins none: it is not printed.
    """
    blocks = queries.proposal.blocks(store)
    numbers = heading_numbers(blocks)
    found: dict[str, list[str]] = {}
    reached = {False: "the opening", True: "an appendix"}
    for section in sections(blocks):
        heading = section.heading
        if heading is not None and heading.uid in numbers:
            title = f"{numbers[heading.uid]} {heading.text.strip()}".strip()
            reached[section.is_appendix] = title
        name = reached[section.is_appendix]
        for block in (*((heading,) if heading else ()), *section.blocks):
            for uid in block.ksbs:
                names = found.setdefault(uid, [])
                if name not in names:
                    names.append(name)
    return found


def _ksbs(standard: Standard, where: dict[str, list[str]]) -> list[Ksb]:
    """Return the KSBs to ask about: those of a method without the portfolio, and those tagged."""
    shown_by_portfolio = set(portfolio_methods(standard.methods))
    others = {each.id for each in standard.methods} - shown_by_portfolio
    asked = [
        ksb
        for ksb in standard.ksbs
        if not ksb.retired and (others.intersection(ksb.methods) or ksb.uid in where)
    ]
    return sorted(asked, key=lambda ksb: code_order(ksb.code))


def _keep(store: Store, key: str, plain: object, told: str, focus: str = "") -> Changes:
    with store.step("set detail", told, _TOPICS, arguments={"key": key}, focus=focus) as step:
        details.enter(step.session, key, json.dumps(plain, ensure_ascii=False))
    return step.changes
