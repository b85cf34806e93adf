"""Each piece by itself: can it be read, what is claimed, what it is, and what its pages are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from portfolio_app.domain.days import day_words, length_words
from portfolio_app.domain.document import (
    ATTACHED_FILES,
    OWN_REQUEST,
    DocumentKind,
    ReadStatus,
)
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.hiding import pages_words
from portfolio_app.domain.limits import RECORDING, rule_in_force
from portfolio_app.domain.options import FrontSheets
from portfolio_app.problems import Problem
from portfolio_app.services.preflight import seen as seen_on_pages
from portfolio_app.services.preflight.looking import Look, count, listed
from portfolio_app.store import queries

_OFFICE = frozenset({DocumentKind.WORD, DocumentKind.SLIDES, DocumentKind.SHEET})
_HIDDEN_PARTS = ("comment", "tracked", "hidden", "speaker notes", "embedded")


def look(at: Look) -> Iterator[Problem]:
    """Yield what is to be said of single pieces, in shortlist order."""
    if not at.items:
        return
    waiting = queries.passages.waiting(at.store)
    lost = Counter(each.item_uid for each in waiting if each.to_place)
    reworded = Counter(each.item_uid for each in waiting if each.was and not each.to_place)
    seen: dict[str, EvidenceItem] = {}
    for item in at.items:
        yield from _pages(at, item)
        yield from _claims(at, item)
        yield from _claimed_much(at, item)
        yield from _moved(at, item, lost[item.uid], reworded[item.uid])
        if not item.context.strip() and at.options.front_sheets is not FrontSheets.CLAIMS:
            words = "doesn't say what it is. Write a sentence for its front sheet."
            yield at.piece(item, "item.no-context", words)
        yield from _date(at, item)
        yield from _recording(at, item)
        yield from _hidden_parts(at, item)
        yield from seen_on_pages.look(at, item)
        yield from _pictures(at, item)
        yield from _twice(at, item, seen)


def _pages(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    if item.status is ReadStatus.WAITING:
        words = "has not been read yet, so it would be without its pages."
        yield at.piece(item, "item.unread", words)
    elif item.locked and not item.pages:
        yield at.piece(
            item,
            "item.locked",
            "is locked with a password, so nobody can read it. Enter the password to make an "
            "unlocked copy.",
        )
    elif not item.pages and item.code == "damaged":
        words = "can't be read. Replace it with a copy that can be opened."
        yield at.piece(item, "item.unreadable", words)
    elif not item.pages and item.code == "empty":
        words = "has nothing to show, so it gets a slip page. Replace it, or take it off."
        yield at.piece(item, "item.empty", words, detail=(item.sha256,))
    elif not item.pages:
        yield at.piece(item, "item.slip-page", "has no pages here and gets a slip page.")
    if item.pages and item.code == "partial":
        words = f"can be shown only in part. {item.problem}".rstrip()
        yield at.piece(item, "item.partial", words, detail=(item.sha256,))
    if item.restricted:
        yield at.piece(
            item,
            "item.restricted",
            "was restricted by its author (printing, copying or changing). Check that you may "
            "hand it in.",
            detail=(item.sha256,),
        )
    if item.signed:
        yield at.piece(
            item,
            "item.signed",
            "carries a digital signature. Its pages are shown as they look; only its original can "
            "be checked.",
        )
    own = any(each.what == OWN_REQUEST for each in item.holds)  # nothing else is attached to it
    active = [each for each in item.active if not (own and each == ATTACHED_FILES)]
    if active:
        words = f"has active parts ({', '.join(active)}). None is run, and none is in the bundle."
        yield at.piece(item, "item.active", words)
    if item.pages and item.route.partition(" ")[0] == "simplified":
        words = "is shown as a text copy made by the app, and each of its pages says so."
        if item.document in _OFFICE:
            words += " Make a PDF in the program it was written with, and take that back."
            yield at.piece(item, "item.text-copy", words, detail=(item.sha256,))
        else:
            yield at.piece(item, "item.text-pages", words)


def _claims(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    if at.claims[item.uid]:
        return
    if item.candidates:
        words = f"is only noted for {listed(item.candidates)}. Choose a passage, or take it off."
        yield at.piece(item, "item.candidates-only", words)
    else:
        yield at.piece(item, "item.no-claims", "is not claimed for any KSB.")


def _claimed_much(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    claims = at.claims[item.uid]
    shown = {each.ksb_uid for each in claims}
    if len(shown) > at.limits.item_ksbs:
        yield at.piece(
            item,
            "item.many-ksbs",
            f"is claimed for {len(shown)} KSBs; more than {at.limits.item_ksbs} may look like "
            "padding. Keep those it shows best.",
            detail=(len(shown),),
        )
    on_passage = Counter(
        uid for uid, _ in {(each.passage_uid, each.ksb_uid) for each in claims if each.is_exact}
    )
    most = at.limits.passage_ksbs
    for claim in {each.passage_uid: each for each in claims}.values():
        if on_passage[claim.passage_uid] > most:
            where = f" on page {claim.page}" if claim.page else ""
            yield at.piece(
                item,
                "item.passage-ksbs",
                f"has a passage{where} claimed for {on_passage[claim.passage_uid]} KSBs; more than "
                f"{most} may look like padding.",
                page=claim.page,
                detail=(claim.passage_uid, on_passage[claim.passage_uid]),
            )


def _moved(at: Look, item: EvidenceItem, lost: int, reworded: int) -> Iterator[Problem]:
    if lost:
        are = "was" if lost == 1 else "were"
        yield at.piece(
            item,
            "item.to-place",
            f"has {count(lost, 'passage')} that {are} not found in its newest version and "
            f"{'is' if lost == 1 else 'are'} left out. Place {'it' if lost == 1 else 'them'} in "
            "the reader.",
            detail=(lost, item.sha256),
        )
    if reworded:
        yield at.piece(
            item,
            "item.reworded",
            f"has {count(reworded, 'passage')} worded differently in its newest version. Check "
            f"{'it' if reworded == 1 else 'them'} in the reader.",
            detail=(reworded, item.sha256),
        )


def _date(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    """Look whether a piece is of the apprenticeship, where its days and the piece's are known."""
    if not item.date:
        words = "has no date. Type one where you know it; an assessor looks whether it is current."
        yield at.piece(item, "item.undated", words)
        return
    today = datetime.now(UTC).astimezone().date().isoformat()
    start, gateway = at.details.start, at.details.gateway
    told = ""
    if start and item.date < start:
        told = f"before your apprenticeship began ({day_words(start)})"
    elif item.date > today:
        told = "a day that lies ahead"
    elif gateway and item.date > gateway:
        told = f"after your gateway ({day_words(gateway)})"
    if told:
        found = f" The date comes from: {item.date_source}." if item.date_source != "typed" else ""
        yield at.piece(
            item,
            "item.date-outside",
            f"is dated {day_words(item.date)}, {told}. Correct the date, or leave it out.{found}",
            detail=(item.date, start, gateway),
        )


def _recording(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    rule = rule_in_force(at.standard, RECORDING)
    most = at.limits.recording_minutes * 60
    if rule is None or most <= 0 or item.document is not DocumentKind.RECORDING:
        return
    if round(item.duration) > most:
        yield at.piece(
            item,
            "item.long-recording",
            f"is {length_words(item.duration)}; the usual limit is {length_words(most)}. Cut it in "
            "your phone or video program, then replace it.",
            detail=(item.sha256, most),
        )
    elif not item.duration:
        yield at.piece(
            item,
            "item.unknown-length",
            "is a recording whose length this app can't read. Check that it is "
            f"{length_words(most)} at most.",
            detail=(item.sha256,),
        )


def _hidden_parts(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    if item.document not in _OFFICE:
        return
    plan = at.planned.get(item.uid)
    notes = sorted(at.shown(item) & set(plan.note_pages)) if plan is not None else []
    if notes:
        where = pages_words([index + 1 for index in notes])
        yield at.piece(
            item,
            "item.notes-shown",
            f"shows speaker notes on {where}, as you chose or claimed. Check that they may be "
            "handed in.",
            page=notes[0] + 1,
            detail=(item.sha256, *notes),
        )
    parts = [
        f"{each.what} ({each.count})" if each.count else each.what
        for each in item.holds
        if any(word in each.what for word in _HIDDEN_PARTS)
        and not (notes and "speaker notes" in each.what)
    ]
    if not parts:
        return
    if item.route.partition(" ")[0] == "word" and any("tracked" in each for each in parts):
        yield at.piece(
            item,
            "item.changes-shown",
            f"holds {listed(parts)}. Its pages were made in the program it was written with and "
            "may show changes and comments: look at them.",
            detail=(item.sha256, *parts),
        )
    else:
        words = f"also holds {listed(parts)}. None of it is in the bundle; its original stays here."
        yield at.piece(item, "item.hidden-parts", words)


def _pictures(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    """Say which pages are pictures: names, numbers and markings can't be looked for on them."""
    pages = sorted(index + 1 for index in at.shown(item) & set(item.picture_pages))
    if pages:
        are = "is a picture" if len(pages) == 1 else "are pictures"
        yield at.piece(
            item,
            "item.pictures",
            f"has pages this app can't search: {pages_words(pages)} {are}. Look for names and "
            "markings yourself.",
            page=pages[0],
        )


def _twice(at: Look, item: EvidenceItem, seen: dict[str, EvidenceItem]) -> Iterator[Problem]:
    """Look whether a piece is there already, as the same file or as another version of it."""
    for key, what in (
        (f"{item.sha256} {item.part_of}", "the same file as"),
        (item.version_group, "grouped as another version of"),
    ):
        if not key:
            continue
        first = seen.setdefault(key, item)
        if first is not item:
            yield at.piece(
                item,
                "item.twice",
                f"is {what} {first.ref} {first.title}. Keep the better one.",
                detail=(first.uid,),
            )
            return
