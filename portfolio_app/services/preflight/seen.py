"""What stands on a piece's pages unseen, and answers of a form that its pages do not show."""

from __future__ import annotations

from collections.abc import Iterator

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.problems import Problem
from portfolio_app.services.preflight.looking import Look, count

_COVERED = "covered text"
_UNSEEN = "answers not shown on the page"
_DIFFERENT = "answers whose field showed something else"


def look(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    """Yield what is to be said of one piece; what exactly was found is listed in its details."""
    holds = {each.what: each.count for each in item.holds} if item.pages else {}
    places = holds.get(_COVERED, 0)
    if places and not _all_hidden(at, item):
        are = "a box or picture lies" if places == 1 else "boxes or pictures lie"
        yield at.piece(
            item,
            "item.covered-text",
            f"has words in {count(places, 'place')} over which {are}. Nobody sees them, but they "
            "can be copied out of the bundle. Hide these words, so that they are taken out, or "
            "replace the file. Its details list them.",
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


def _all_hidden(at: Look, item: EvidenceItem) -> bool:
    """Return whether the person hid all that lies under something, so that it is taken out."""
    told = next(each.detail for each in item.holds if each.what == _COVERED)
    hidden = [" ".join(each.anchor.quote.split()) for each in at.hides.get(item.uid, ())]
    covered = [" ".join(each.partition(": ")[2].split()) for each in told.split("; ")]
    return all(words and any(words in each for each in hidden) for words in covered)
