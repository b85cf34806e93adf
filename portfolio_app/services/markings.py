"""Answers to protective markings: hidden, agreed by whom and when, or public."""

from __future__ import annotations

import json
from collections.abc import Iterable

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.markings import Marking, MarkingAnswer, in_line
from portfolio_app.problems import PortfolioError
from portfolio_app.services.preflight.scanning import scanned
from portfolio_app.services.typed_days import past_day
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store

LONGEST = 200  # characters of a role or an address
_TOPICS = {Topic.EVIDENCE, Topic.BUNDLES}


def answer(
    store: Store,
    item_uid: str,
    answer: MarkingAnswer = MarkingAnswer.AGREED,
    *,
    by: str = "",
    on: str = "",
) -> Changes:
    """Record the answer to an item's markings, as they are now. One step.

    ``by`` is the role that agreed, or the web address of what is public; ``on`` the day of the
    agreement (YYYY-MM-DD). A marking that appears later asks again.

    Raises:
        PortfolioError: the item has no marking ("no-marking"), nothing is hidden in it though that
            is the answer ("nothing-hidden"), nobody is named ("nobody"), or the day is none or lies
            ahead ("no-day"). Nothing was changed.
    """
    item = queries.evidence.item(store, item_uid)
    by, day = " ".join(by.split())[:LONGEST], ""
    if answer is MarkingAnswer.HIDDEN:
        by = ""
        if not queries.hides.hides(store, item_uid):
            raise PortfolioError(
                f"Nothing is hidden in {item.title} yet. Nothing was changed.",
                hint="Hide what is confidential in the reader first.",
                code="nothing-hidden",
            )
    elif not by:
        agreed = answer is MarkingAnswer.AGREED
        raise PortfolioError(
            "Nobody is named. Nothing was changed." if agreed else "There is no address.",
            hint="Say which role agreed to the sharing." if agreed else "Give where it is public.",
            code="nobody",
        )
    if answer is MarkingAnswer.AGREED:
        day = past_day(on)
    there = _markings_of(store, item)
    if not there:
        raise PortfolioError(
            f"{item.title} has no marking that shows. Nothing was changed.", code="no-marking"
        )
    told = f"{item.title}: {answer.words.lower()}"
    with store.step("answer marking", told, _TOPICS, focus=item_uid) as step:
        row_id = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one().id
        for row in step.session.query(tables.MarkingRow).filter_by(item_id=row_id):
            step.session.delete(row)
        step.session.add(
            tables.MarkingRow(
                item_id=row_id,
                answer=answer.value,
                by=by,
                day=day,
                markings=json.dumps([each.value for each in Marking if each in there]),
            )
        )
    return step.changes


def unanswer(store: Store, item_uid: str) -> Changes:
    """Take the answer to an item's markings back. One step.

    Raises:
        PortfolioError: there is no answer ("no-answer").
    """
    item = queries.evidence.item(store, item_uid)
    if item_uid not in queries.markings.answers(store):
        raise PortfolioError(f"{item.title} has no such answer.", code="no-answer")
    told = f"{item.title}: its marking waits for an answer"
    with store.step("answer marking", told, _TOPICS, focus=item_uid) as step:
        row_id = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one().id
        for row in step.session.query(tables.MarkingRow).filter_by(item_id=row_id):
            step.session.delete(row)
    return step.changes


def are_open(store: Store, item_uids: Iterable[str]) -> tuple[str, ...]:
    """Return those of the items that carry a marking which was not answered, by uid.

    Whether each answer still holds is for the check before a bundle to say.
    """
    answers = queries.markings.answers(store)
    return tuple(
        uid
        for uid in item_uids
        if not _markings_of(store, queries.evidence.item(store, uid))
        <= frozenset(answers[uid].markings if uid in answers else ())
    )


def _markings_of(store: Store, item: EvidenceItem) -> frozenset[Marking]:
    """Return every marking an item carries, on whichever page, in its title or its file's name."""
    found = {each.marking for text in (item.title, item.file_name) for each in in_line(text)
             if not each.is_mention}  # fmt: skip
    for scan in scanned(store, [item.uid]).values():
        found |= {each.marking for each in scan.markings if not each.is_mention}
    return frozenset(found)
