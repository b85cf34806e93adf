"""The papers of a review: the line manager's page, and the record that the parties sign.

Both go out as records (services.records) about the review, and what comes back is told by party.
Nothing private is in them: no quoted evidence, no private note, no mark of a skills scan.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from portfolio_app import assets
from portfolio_app.domain import meeting_papers as words
from portfolio_app.domain import reviews as rules
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.days import day_words
from portfolio_app.domain.form_lines import FormLine, Signer
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.meeting_papers import PaperWords
from portfolio_app.domain.record_answers import PartyAnswer, Record
from portfolio_app.problems import PortfolioError
from portfolio_app.services import preparing, records, reviews, witnesses
from portfolio_app.services.preparing import Prepared
from portfolio_app.store import queries
from portfolio_app.store.database import Store

MANAGER = "line manager"
PROVIDER_COUNTS = "The training provider's record of these hours is the one that counts."
_ME = ("apprentice", "learner", "student", "me")
_PARTS = {FormKind.MANAGER_PAGE: "manager", FormKind.REVIEW_RECORD: "record"}


@dataclass(frozen=True, slots=True)
class MeetingPaper:
    """What a paper would say if it were made now, and who would be asked to sign it."""

    kind: FormKind
    title: str
    lines: tuple[FormLine, ...]
    signers: tuple[Signer, ...]


def paper(
    store: Store, kind: FormKind, uid: str, today: date, signers: Sequence[Signer] = ()
) -> MeetingPaper:
    """Return a paper of a review as it would be made now; without ``signers`` the likely ones.

    Raises:
        PortfolioError: the review isn't there any more ("gone"), or the kind is none of the two
            ("not-a-record").
    """
    if kind not in _PARTS:
        raise PortfolioError(
            f"{kind.words} is no paper of a review. Nothing was changed.", code="not-a-record"
        )
    known = preparing.prepare(store, uid, today)
    from portfolio_app.services.hidden_words import Masks

    told = _words(kind)
    who = tuple(signers) or likely(store, kind, uid)
    lines = _manager(store, known) if kind is FormKind.MANAGER_PAGE else _record(known)
    mask = Masks(store).anywhere  # names that are hidden elsewhere
    title = told.title.format(meeting=known.row.title, day=day_words(known.row.day)).rstrip(", ")
    fixed = [replace(each, text=mask(each.text)) for each in lines]
    return MeetingPaper(kind, mask(title), (*fixed, *told.lines()), who)


def likely(store: Store, kind: FormKind, uid: str) -> tuple[Signer, ...]:
    """Return who would sign: the line manager, or those who take part in the review.

    Somebody of the register whose relationship is the role is named; a role without one is not.

    Raises:
        PortfolioError: the review isn't there any more ("gone").
    """
    roles: Sequence[str] = (MANAGER,)
    if kind is FormKind.REVIEW_RECORD:
        content = rules.review_of(reviews.review(store, uid))
        roles = content.participants or ("apprentice", MANAGER)
    people = witnesses.everyone(store)
    made: list[Signer] = []
    for role in roles:
        folded = role.casefold()
        is_me = folded in _ME
        taken = {each.witness_uid for each in made}
        fits = [
            each.uid for each in people
            if each.uid not in taken
            and (each.relationship.casefold() in (folded, f"my {folded}"))
        ]  # fmt: skip
        named = "" if is_me or not fits else fits[0]
        must = kind is FormKind.REVIEW_RECORD
        made.append(Signer(role[:1].upper() + role[1:], named, is_me=is_me, must_sign=must))
    return tuple(made)


def ask(
    store: Store, kind: FormKind, uid: str, today: date, signers: Sequence[Signer] = ()
) -> Changes:
    """Draft a paper of a review, or bring the open one up to date; ``focus`` is its request.

    ``requests.save_form``, ``asking.save_message`` and ``requests.sent`` go on from there.

    Raises:
        PortfolioError: as ``paper`` and ``records.draft``. Nothing was changed.
    """
    made = paper(store, kind, uid, today, signers)
    known = open_one(store, kind, uid)
    if known is not None:
        asked = known.observation.asked
        who = made.signers if signers else asked.signers
        if (asked.title, asked.lines, asked.signers) == (made.title, made.lines, who):
            return Changes("", frozenset(), focus=known.observation.uid)
        return records.change(
            store, known.observation.uid, made.title, made.lines, who, day=asked.day
        )
    day = reviews.review(store, uid).day if kind is FormKind.REVIEW_RECORD else ""
    return records.draft(store, kind, uid, made.title, made.lines, made.signers, day=day)


def open_one(store: Store, kind: FormKind, uid: str) -> Record | None:
    """Return the newest paper of a review of which something is still to come, None without."""
    found = [
        each for each in records.records(store, uid)
        if each.observation.kind is kind and records.is_open(each.observation)
    ]  # fmt: skip
    return found[-1] if found else None


def answers(store: Store, uid: str) -> tuple[PartyAnswer, ...]:
    """Return what came back of a review's papers, by party, with each one's signature word."""
    return tuple(each for each in records.answers(store, uid) if each.kind in _PARTS)


def _manager(store: Store, known: Prepared) -> tuple[FormLine, ...]:
    gateway = queries.portfolio.details(store).gateway
    until = f"Planned gateway: {day_words(gateway)}." if gateway else ""
    hours = known.hours[:1].upper() + known.hours[1:]
    coming = [f"{day_words(each.asked.day)}: {each.asked.title}" for each in known.coming]
    return (
        words.changed(known.since, len(known.since.pieces)),
        words.said("What I need from you", known.raised or ["Nothing is asked for this time."]),
        words.said("Off-the-job time", (f"{hours}.", PROVIDER_COUNTS)),
        words.said("Observations ahead", coming or ["None is planned."]),
        *((words.said("Gateway", [until]),) if until else ()),
    )


def _record(known: Prepared) -> tuple[FormLine, ...]:
    review = known.review
    who = ", ".join(review.participants)
    where = f" at {review.place}" if review.place else ""
    on = "Held on" if review.held else "Planned for"
    held = f"{on} {day_words(known.row.day)}{where}." if known.row.day else ""
    hours = known.hours[:1].upper() + known.hours[1:]
    return (
        words.said("The review", (held, f"Taking part: {who}." if who else "")),
        words.changed(known.since, len(known.since.pieces)),
        words.said("Off-the-job time", (f"{hours}.", PROVIDER_COUNTS)),
        *((words.said("What was discussed", [review.summary]),) if review.summary else ()),
        *(
            (words.said("Actions from last time", words.action_lines(known.last, standing=True)),)
            if known.last
            else ()
        ),
        words.said("Agreed actions", words.action_lines(known.agreed, standing=False)),
    )


def _words(kind: FormKind) -> PaperWords:
    data = tomllib.loads(assets.text("plan/review-papers.toml"))
    return words.paper_words(data, _PARTS[kind])
