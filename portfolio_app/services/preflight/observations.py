"""Observations: signed, in the observer's own words, beside a dated piece of work.

A form that came back through the exchange has its check report: that is what is said here again. Of
any other file only so much can be told: a digital signature, words in the place of a signature, and
words that stand in the apprentice's own texts too. Nothing here verifies anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from portfolio_app.domain import copied_words
from portfolio_app.domain.evidence import EvidenceItem, EvidenceKind
from portfolio_app.domain.forms import OBSERVERS_WORDS
from portfolio_app.domain.hiding import pages_words
from portfolio_app.domain.names import folded
from portfolio_app.domain.observation import SIGNATURE_RULES, Outcome, SignatureKind
from portfolio_app.problems import Problem
from portfolio_app.services import development
from portfolio_app.services.observed import Observed, observed
from portfolio_app.services.possible_names import Covered
from portfolio_app.services.preflight.looking import Look
from portfolio_app.store import queries
from portfolio_app.store.queries.unsigned import MAIL_COUNTS

_DAYS_APART = 31  # between what was observed and the work that it was about
_SIGNED_BY = re.compile(
    r"\b(?:signature|signed|sign(?:ed)?\s+by|e-?signature)\b(?:\s*\([^)\n]{0,40}\))?[ \t:.…_–—-]*"
    r"(?P<who>[^\n]*)(?:\n(?P<next>[^\n]*))?",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^\W*(?:date|dated|name|print|printed|role|job|position|title|of|by|observer|witness|manager"
    r"|line\s+manager|the|and|in|on|for|off|here|block|capitals?|please|relationship|contact"
    r"|organisation|employer|apprentice|assessor|email|e-mail|tel|phone)\b",
    re.IGNORECASE,
)


def look(at: Look) -> Iterator[Problem]:
    """Yield what is to be said of each observation, in shortlist order."""
    observations = [each for each in at.items if each.kind is EvidenceKind.OBSERVATION]
    if not observations:
        return
    renditions = queries.text.renditions_of(at.store, [each.uid for each in observations])
    uids = {item: made.uid for item, made in renditions.items()}
    texts = queries.text.texts_of_renditions(at.store, tuple(uids.values()))
    own = _runs_of_own_words(at)
    came = observed(at.store)
    for item in observations:
        pages = [page.text for page in texts.get(uids.get(item.uid, ""), ())]
        returned = came.get(item.uid)
        if returned is None:
            yield from _signed(at, item, pages)
        else:
            yield from _as_checked(at, item, returned)
            yield from _development(at, item)
            # Part 1 of the form is the apprentice's own: only what the observer wrote is looked at.
            answers = queries.observations.answers(at.store, returned.arrival.uid)
            pages = [answers.get(name, "") for name in OBSERVERS_WORDS]
        yield from _own_words(at, item, pages, own, is_file=returned is None)
        yield from _work_product(at, item)


def is_signed_in_words(text: str) -> bool:
    """Whether something that may be a name stands where a signature is asked for."""
    return any(
        _is_name(hit["who"]) or (not hit["who"].strip(" _.…:-") and _is_name(hit["next"] or ""))
        for hit in _SIGNED_BY.finditer(text)
    )


def _is_name(words: str) -> bool:
    words = words.strip(" _.…:\t–—-")
    if _NO_NAME.match(words):
        return False
    first = re.split(r"\s{3,}|\bdated?\b", words, maxsplit=1, flags=re.IGNORECASE)[0].strip()
    letters = sum(each.isalpha() for each in first)
    return letters >= 3 and first[:1].isupper() and len(first.split()) <= 6


def _signed(at: Look, item: EvidenceItem, pages: Sequence[str]) -> Iterator[Problem]:
    if item.signed or any(is_signed_in_words(text) for text in pages):
        return
    if item.picture_pages or not any(text.strip() for text in pages):
        words = "is a picture, so this app can't see whether it is signed. Look at the signature."
    elif any(each.what == "comments and marks" for each in item.holds):
        words = (
            "carries marks but no name where it is to be signed. Look whether one is a signature."
        )
    else:
        words = "has no signature that this app can see. Ask the observer to sign it."
    yield at.piece(item, "item.unsigned-observation", words, detail=(item.sha256,))


def _as_checked(at: Look, item: EvidenceItem, came: Observed) -> Iterator[Problem]:
    """Yield what the check of a returned form found: no signature, or something else wrong."""
    arrival = came.arrival
    if arrival.signature is SignatureKind.MAIL:
        rule = at.epao.get(MAIL_COUNTS)
        if rule is None or rule.value != "yes":
            words = (
                f"is a statement written in an e-mail, not signed ({came.ref}). It counts only "
                "where your EPAO says so. Ask the observer for a signed form."
            )
            yield at.piece(item, "item.unsigned-observation", words, detail=(arrival.sha256,))
    elif not came.is_signed:
        words = f"is not signed ({came.ref}: {came.signature}). Ask the observer to sign it."
        yield at.piece(item, "item.unsigned-observation", words, detail=(arrival.sha256,))
    wrong = [
        f"{row.message.rstrip('.')}."
        for row in arrival.report
        if row.outcome is Outcome.WRONG and row.rule not in SIGNATURE_RULES
    ]
    if wrong or (came.is_incomplete and came.is_signed):
        words = f"({came.ref}) was checked when it came back, and something is wrong: "
        if came.is_incomplete:
            words = f"({came.ref}) was attached marked incomplete: "
        words += " ".join(wrong) or "what is claimed in it is only a start."
        yield at.piece(item, "item.observation-wrong", words, detail=wrong or (arrival.sha256,))
    if came.waiting:
        yield at.piece(
            item,
            "item.later-return",
            f"is what came back at first: a later return of {came.ref} waits to be checked.",
            detail=[each.uid for each in came.waiting],
        )


def _development(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    """Yield a row that ends any build where development points show that nobody agreed to show."""
    hides = at.hides.get(item.uid, ())
    covered = Covered(at.store, at.room, item.uid, hides)
    pages = development.shown_without_consent(
        at.store, item, hides, lambda page, start, end: any(covered(page, start, end))
    )
    if not pages:
        return
    where = f" on {pages_words(pages)}" if any(pages) else ""
    yield at.piece(
        item,
        "item.development-shown",
        f"holds development points{where} that its observer didn't agree to print. Hide them.",
        page=pages[0],
        stops=True,
    )


def _own_words(
    at: Look,
    item: EvidenceItem,
    pages: Sequence[str],
    own: frozenset[tuple[str, ...]],
    *,
    is_file: bool,
) -> Iterator[Problem]:
    words = copied_words.words("\n".join(pages))
    shared = next((run for run in copied_words.runs(words) if run in own), None)
    if shared is not None:
        yield at.piece(
            item,
            "item.learner-worded",
            f"says what you wrote yourself: “{' '.join(shared)}…”. An observer's words must be "
            "their own.",
            detail=shared,
        )
    elif is_file and item.author and folded(item.author) == folded(at.details.name):
        yield at.piece(
            item,
            "item.learner-worded",
            "names you as the author of its file. An observer's words must be their own.",
            detail=(item.sha256,),
        )


def _work_product(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    others = [each for each in at.items if each.kind is not EvidenceKind.OBSERVATION and each.date]
    if any(set(each.projects) & set(item.projects) for each in others):
        return
    if item.date:
        day = date.fromisoformat(item.date)
        if any(abs((date.fromisoformat(each.date) - day).days) <= _DAYS_APART for each in others):
            return
        words = f"has no dated piece of work beside it: none within {_DAYS_APART} days"
    else:
        words = "has no date, so no dated piece of work can be seen beside it: none"
    yield at.piece(
        item,
        "item.no-work-product",
        f"{words}, or of the same project. Add what it was about, such as the slides or the "
        "minutes.",
        detail=(item.date,),
    )


def _runs_of_own_words(at: Look) -> frozenset[tuple[str, ...]]:
    texts = [at.details.role]
    for item in at.items:
        if item.kind is EvidenceKind.OBSERVATION:
            texts.append(item.part)
            continue
        texts += [item.context, item.part]
    texts += [claim.shows for claim in at.every_claim]
    return copied_words.runs_of(texts)
