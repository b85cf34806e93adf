"""Each piece by itself: can it be read, what is claimed, what is said of it, what its pages are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from portfolio_app.domain.days import length_words
from portfolio_app.domain.document import DocumentKind, ReadStatus
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.limits import RECORDING, source_of
from portfolio_app.domain.options import FrontSheets
from portfolio_app.problems import Level, Problem
from portfolio_app.services.preflight.looking import Look, about, count, level_of, listed
from portfolio_app.store import queries

_OFFICE = frozenset({DocumentKind.WORD, DocumentKind.SLIDES, DocumentKind.SHEET})
_UNREADABLE = frozenset({"damaged", "empty"})


def look(at: Look) -> Iterator[Problem]:
    """Yield what is to be said of single pieces, in shortlist order."""
    waiting = queries.passages.waiting(at.store)
    lost = Counter(each.item_uid for each in waiting if each.to_place)
    reworded = Counter(each.item_uid for each in waiting if each.was and not each.to_place)
    for item in at.items:
        yield from _pages(item)
        yield from _claims(at, item)
        yield from _claimed_much(at, item)
        yield from _moved(item, lost[item.uid], reworded[item.uid])
        if not item.context.strip() and at.options.front_sheets is not FrontSheets.CLAIMS:
            yield about(
                item, "no-context", "doesn't say what it is. Write a sentence for its front sheet."
            )
        yield from _recording(at, item)


def _pages(item: EvidenceItem) -> Iterator[Problem]:
    must, note = Level.MUST_FIX, Level.INFORMATION
    if item.status is ReadStatus.WAITING:
        yield about(item, "unread", "has not been read yet, so it would be without its pages.")
    elif item.locked and not item.pages:
        yield about(
            item,
            "locked",
            "is locked with a password, so nobody can read it. Enter the password to make an "
            "unlocked copy.",
            must,
        )
    elif not item.pages and item.code in _UNREADABLE:
        yield about(
            item, "unreadable", "can't be read. Replace it with a copy that can be opened.", must
        )
    elif not item.pages:
        yield about(item, "slip-page", "has no pages here and gets a slip page.", note)
    if item.pages and item.code == "partial":
        yield about(item, "partial", f"can be shown only in part. {item.problem}".rstrip())
    if item.restricted:
        yield about(
            item,
            "restricted",
            "was restricted by its author (printing, copying or changing). Check that you may "
            "hand it in.",
        )
    if item.signed:
        yield about(
            item,
            "signed",
            "carries a digital signature. Its pages are shown as they look; only its original can "
            "be checked.",
            note,
        )
    if item.route.partition(" ")[0] == "simplified":
        words = "is shown as a text copy made by the app, and each of its pages says so."
        if item.document in _OFFICE:
            words += " Make a PDF in the program it was written with, and take that back."
            yield about(item, "text-copy", words)
        else:
            yield about(item, "text-copy", words, note)


def _claims(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    if at.claims[item.uid]:
        return
    if item.candidates:
        yield about(
            item,
            "candidates-only",
            f"is only noted for {listed(item.candidates)}. Choose a passage, or take it off.",
            Level.MUST_FIX,
        )
    else:
        yield about(item, "no-claims", "is not claimed for any KSB.", Level.MUST_FIX)


def _claimed_much(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    claims = at.claims[item.uid]
    shown = {each.ksb_uid for each in claims}
    if len(shown) > at.limits.item_ksbs:
        yield about(
            item,
            "many-ksbs",
            f"is claimed for {len(shown)} KSBs; more than {at.limits.item_ksbs} may look like "
            "padding. Keep those it shows best.",
            source=at.source("own.item_ksbs"),
        )
    on_passage = Counter(
        uid for uid, _ in {(each.passage_uid, each.ksb_uid) for each in claims if each.is_exact}
    )
    most = at.limits.passage_ksbs
    for claim in {each.passage_uid: each for each in claims}.values():
        if on_passage[claim.passage_uid] > most:
            where = f" on page {claim.page}" if claim.page else ""
            yield about(
                item,
                "passage-ksbs",
                f"has a passage{where} claimed for {on_passage[claim.passage_uid]} KSBs; more than "
                f"{most} may look like padding.",
                source=at.source("own.passage_ksbs"),
                page=claim.page,
            )


def _moved(item: EvidenceItem, lost: int, reworded: int) -> Iterator[Problem]:
    if lost:
        are = "was" if lost == 1 else "were"
        yield about(
            item,
            "to-place",
            f"has {count(lost, 'passage')} that {are} not found in its newest version and "
            f"{'is' if lost == 1 else 'are'} left out. Place {'it' if lost == 1 else 'them'} in "
            "the reader.",
        )
    if reworded:
        yield about(
            item,
            "reworded",
            f"has {count(reworded, 'passage')} worded differently in its newest version. Check "
            f"{'it' if reworded == 1 else 'them'} in the reader.",
        )


def _recording(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    rule = at.rule(RECORDING)
    most = at.limits.recording_minutes * 60
    if rule is not None and 0 < most < item.duration:
        yield about(
            item,
            "long-recording",
            f"is {length_words(item.duration)}; the usual limit is {length_words(most)}. Cut it in "
            "your phone or video program, then replace it.",
            level_of(rule),
            source=source_of(at.standard, rule),
        )
