"""What stands on a piece's pages unseen, and answers of a form that its pages do not show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.problems import Problem
from portfolio_app.services.preflight.looking import Look, count


@dataclass(frozen=True, slots=True)
class _Seen:
    """A holding that is told: its check, and what is said of so many of it.

    ``can_hide``: it is words that can be hidden, and is not told once all of them are.
    """

    what: str
    check: str
    words: Callable[[int], str]
    can_hide: bool = False


def look(at: Look, item: EvidenceItem) -> Iterator[Problem]:
    """Yield what is to be said of one piece; what exactly was found is listed in its details."""
    holds = {each.what: each.count for each in item.holds} if item.pages else {}
    for seen in _ALL:
        found = holds.get(seen.what, 0)
        if found and not (seen.can_hide and _all_hidden(at, item, seen.what)):
            yield at.piece(item, seen.check, seen.words(found), detail=(item.sha256, found))


def _covered(places: int) -> str:
    are = "a box or picture lies" if places == 1 else "boxes or pictures lie"
    return (
        f"has words in {count(places, 'place')} over which {are}. Nobody sees them, but they "
        "can be copied out of the bundle. Hide these words, so that they are taken out, or "
        "replace the file. Its details list them."
    )


def _unseen(places: int) -> str:
    return (
        f"has words nobody sees in {count(places, 'place')}: of the page's own colour, or not "
        "drawn at all. They can be copied out of the bundle. Hide these words, so that they "
        "are taken out, or replace the file. Its details list them."
    )


def _cut_off(places: int) -> str:
    return (
        f"has words in {count(places, 'place')} outside the part of the page that is shown. "
        "They can be copied out of the bundle. Its details list them. Where one of them is "
        "not for the assessor, replace the file."
    )


def _not_shown(answers: int) -> str:
    are, them = ("is", "it") if answers == 1 else ("are", "them")
    return (
        f"is a form with {count(answers, 'answer')} that {are} on none of its pages. Its "
        f"details list {them}; the original stays here."
    )


def _different(answers: int) -> str:
    other = "field showed" if answers == 1 else "fields showed"
    return (
        f"is a form with {count(answers, 'answer')} whose {other} something else. The bundle "
        "shows what the form holds. Compare with whoever filled it in; its details list both."
    )


_ALL = (
    _Seen("covered text", "item.covered-text", _covered, can_hide=True),
    _Seen("unseen text", "item.unseen-text", _unseen, can_hide=True),
    _Seen("cut-off text", "item.cut-off-text", _cut_off, can_hide=True),
    _Seen("answers not shown on the page", "item.unseen-answers", _not_shown),
    _Seen("answers whose field showed something else", "item.other-answers", _different),
)


def _all_hidden(at: Look, item: EvidenceItem, what: str) -> bool:
    """Return whether the person hid all these words, so that they are taken out."""
    told = next(each.detail for each in item.holds if each.what == what)
    hidden = [" ".join(each.anchor.quote.split()) for each in at.hides.get(item.uid, ())]
    covered = [" ".join(each.partition(": ")[2].split()) for each in told.split("; ")]
    return all(words and any(words in each for each in hidden) for words in covered)
