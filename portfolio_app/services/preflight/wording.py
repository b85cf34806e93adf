"""The apprentice's own words: nothing reflective, "I" rather than "we", no longer than fits.

Kinds are looked at first; phrases only in what the apprentice wrote, never in the evidence itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from portfolio_app.domain import wording
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.wording import CONTEXT, PART
from portfolio_app.problems import Problem
from portfolio_app.services.preflight.looking import Look, listed

# A title that says so. Schools and colleges assess themselves as organisations: that is work.
_CALLED = re.compile(
    r"\b(?:reflective\s+(?:account|journal|log|diary|statement|essay|writing|commentary|piece"
    r"|practice\s+(?:log|journal))|reflections?\s+(?:on\s+my|log|journal|diary)|my\s+reflections?"
    r"|learning\s+(?:log|journal|diary)|(?:personal|my|own|leadership|individual)\s+"
    r"self[\s-]?(?:assessment|evaluation|appraisal|review)|skills?\s+(?:scan|audit|self[\s-]?check)"
    r"|self[\s-]?assessment\s+(?:against|of\s+my|ksbs?|questionnaire)"
    r"|^(?:\W*)self[\s-]?(?:assessment|reflection)(?:\W*)$)",
    re.IGNORECASE,
)


def look(at: Look) -> Iterator[Problem]:
    """Yield what is to be said of the apprentice's words, in shortlist order."""
    for item in at.items:
        yield from _kind(at, item)
        yield from _phrases(at, item)
        yield from _length(at, item)
    if at.items:
        yield from _role(at)


def _kind(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    if wording.reflection_rule(at.standard) is None:
        return
    if item.kind in wording.REFLECTIVE_KINDS:
        what = f"is a {item.kind.value}"
    elif named := _CALLED.search(item.title) or _CALLED.search(_plain(item.file_name)):
        what = f"is called “{_tidy(named[0])}”"
    else:
        return
    words = f"{what}: this may count as a reflective account; your EPAO decides."
    yield at.piece(item, "item.reflective-kind", words, detail=(item.kind.value, item.title))


def _phrases(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    """Yield one row for reflective wording, and one for "we", with where they stand."""
    reflective: list[tuple[str, str]] = []
    we: list[str] = []
    texts = [(CONTEXT, "What this is", item.context), (PART, "My part", item.part)]
    texts += [
        (CONTEXT, "What this shows", text)
        for text in dict.fromkeys(each.shows for each in at.claims[item.uid] if each.shows)
    ]
    for field, called, text in texts:
        for found in wording.text_findings(field, text, at.standard):
            words = _tidy(text[found.start : found.end])
            if found.rule == "wording.reflective":
                reflective.append((words, called))
            elif found.rule == "wording.we":
                we.append(words)
    if reflective:
        words = listed([f"“{words}” ({called})" for words, called in dict.fromkeys(reflective)], 4)
        yield at.piece(
            item,
            "item.reflective",
            f"has words that may read as a reflective account: {words}. Say what you did and what "
            "came of it.",
            detail=[words for words, _ in reflective],
        )
    if we:
        words = f"says “{we[0]}” under My part. Say what you did."
        yield at.piece(item, "item.we", words, detail=(item.part,))


def _length(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    for field, called, text in (
        (CONTEXT, "What this is", item.context),
        (PART, "My part", item.part),
    ):
        most, words = wording.limit_of(field, at.standard), wording.count_words(text)
        if words > most.words > 0:
            yield at.found(
                "item.words",
                item.ref,
                f"{item.ref} {item.title} has {words} words under {called}; {most.words} fit on "
                "its front sheet.",
                about_uid=item.uid,
                source=most.source,
                detail=(field, words),
            )


def _role(at: Look) -> Iterator[Problem]:
    found = [
        _tidy(at.details.role[each.start : each.end])
        for each in wording.text_findings(CONTEXT, at.details.role, at.standard)
        if each.rule == "wording.reflective"
    ]
    if found:
        words = listed([f"“{each}”" for each in dict.fromkeys(found)], 4)
        yield at.found(
            "role.reflective",
            "role",
            f"My role and organisation has words that may read as reflection: {words}. Keep to "
            "facts.",
            detail=found,
        )


def _plain(file_name: str) -> str:
    return re.sub(r"[_.+-]", " ", file_name)


def _tidy(words: str) -> str:
    return " ".join(words.split())
