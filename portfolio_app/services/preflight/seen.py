"""What stands on a piece's pages unseen, and answers of a form that its pages do not show."""

from __future__ import annotations

from collections.abc import Iterator

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.problems import Problem
from portfolio_app.services.preflight.looking import Look, count

_COVERED = "covered text"
_UNSEEN_TEXT = "unseen text"
_CUT_OFF = "cut-off text"
_UNSEEN = "answers not shown on the page"
_DIFFERENT = "answers whose field showed something else"


def look(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    """Yield what is to be said of one piece; what exactly was found is listed in its details."""
    holds = {each.what: each.count for each in item.holds} if item.pages else {}
    places = holds.get(_COVERED, 0)
    if places and not _all_hidden(at, item, _COVERED):
        are = "a box or picture lies" if places == 1 else "boxes or pictures lie"
        yield at.piece(
            item,
            "item.covered-text",
            f"has words in {count(places, 'place')} over which {are}. Nobody sees them, but they "
            "can be copied out of the bundle. Hide these words, so that they are taken out, or "
            "replace the file. Its details list them.",
            detail=(item.sha256, places),
        )
    places = holds.get(_UNSEEN_TEXT, 0)
    if places and not _all_hidden(at, item, _UNSEEN_TEXT):
        yield at.piece(
            item,
            "item.unseen-text",
            f"has words nobody sees in {count(places, 'place')}: of the page's own colour, or not "
            "drawn at all. They can be copied out of the bundle. Hide these words, so that they "
            "are taken out, or replace the file. Its details list them.",
            detail=(item.sha256, places),
        )
    places = holds.get(_CUT_OFF, 0)
    if places and not _all_hidden(at, item, _CUT_OFF):
        yield at.piece(
            item,
            "item.cut-off-text",
            f"has words in {count(places, 'place')} outside the part of the page that is shown. "
            "They can be copied out of the bundle. Its details list them. Where one of them is "
            "not for the assessor, replace the file.",
            detail=(item.sha256, places),
        )
    if answers := holds.get(_UNSEEN):
        are = "is" if answers == 1 else "are"
        yield at.piece(
            item,
            "item.unseen-answers",
            f"is a form with {count(answers, 'answer')} that {are} on none of its pages. Its "
            f"details list {'it' if answers == 1 else 'them'}; the original stays here.",
            detail=(item.sha256, answers),
        )
    if answers := holds.get(_DIFFERENT):
        other = "field showed" if answers == 1 else "fields showed"
        yield at.piece(
            item,
            "item.other-answers",
            f"is a form with {count(answers, 'answer')} whose {other} something else. The bundle "
            "shows what the form holds. Compare with whoever filled it in; its details list both.",
            detail=(item.sha256, answers),
        )


def _all_hidden(at: Look, item: EvidenceItem, what: str) -> bool:
    """Return whether the person hid all these words, so that they are taken out."""
    told = next(each.detail for each in item.holds if each.what == what)
    hidden = [" ".join(each.anchor.quote.split()) for each in at.hides.get(item.uid, ())]
    covered = [" ".join(each.partition(": ")[2].split()) for each in told.split("; ")]
    return all(words and any(words in each for each in hidden) for words in covered)
