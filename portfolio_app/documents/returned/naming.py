"""Says in words what differs, by the names a person knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from portfolio_app.documents.returned.facts import Fact
from portfolio_app.documents.returned.letters import folded
from portfolio_app.documents.returned.wording import Change
from portfolio_app.documents.titles import one_line
from portfolio_app.domain.returned import Difference, Part

_LONGEST = 110
_MOST = 12  # of one page that are told one by one


def of_change(change: Change, facts: Sequence[Fact], page: int) -> Difference:
    """Return a stretch that reads otherwise as a difference; ``page`` is the sent page's index."""
    line = folded(change.line_was)
    for fact in facts:
        at = line.find(fact.key)
        if at >= 0 and at <= change.start and change.end <= at + len(fact.key):
            if not change.was and change.start in (at, at + len(fact.key)) and len(fact.key) < 4:
                continue
            now = _put_in(fact.words, change.start - at, change.end - at, change.now)
            return _told(fact.name, fact.words, now, fact.part, page)
    for fact in facts:
        matcher = SequenceMatcher(None, line, fact.key, autojunk=False)
        same = matcher.find_longest_match()
        if same.size >= 6 and same.a <= change.start and change.end <= same.a + same.size:
            return _told(fact.name, change.line_was, change.line_now, fact.part, page)
    if not change.was:
        return added(change.now, page)
    return _told("a line", change.line_was, change.line_now, Part.PART_1, page)


def added(words: str, page: int) -> Difference:
    """Return words that stand in part 1 and were not sent."""
    return Difference(
        Part.PART_1,
        f"Page {page + 1}: “{_piece(words)}” was added to your part; you did not send that.",
        page, "", words,
    )  # fmt: skip


def _told(name: str, was: str, now: str, part: Part, page: int) -> Difference:
    if not now.strip():
        said = f"Page {page + 1}: {name} is gone; you sent “{_piece(was)}”."
    else:
        said = f"Page {page + 1}: {name} reads “{_piece(now)}”; you sent “{_piece(was)}”."
    return Difference(part, said, page, was, now)


def _put_in(words: str, start: int, end: int, now: str) -> str:
    """Return words in which the letters from ``start`` to ``end`` (white space not counted) differ.

    The change is widened to whole words, as ``now`` is.
    """
    places = [at for at, each in enumerate(words) for _ in folded(each)]
    if not places:
        return now
    first = places[min(start, len(places) - 1)]
    last = places[min(max(end - 1, start), len(places) - 1)]
    if end <= start and start >= len(places):
        return f"{words} {now}" if not now.startswith(words) else now
    while first > 0 and not words[first - 1].isspace():
        first -= 1
    while last + 1 < len(words) and not words[last + 1].isspace():
        last += 1
    return " ".join(f"{words[:first]} {now} {words[last + 1 :]}".split())


def together(found: Iterable[Difference]) -> list[Difference]:
    """Return differences without repeats: a name stands on every page, and is told once.

    Many of one page are told in one sentence after the first dozen.
    """
    made: list[Difference] = []
    known: set[tuple[str, str]] = set()
    count: dict[int | None, int] = {}
    for each in found:
        told = each.words.partition(": ")[2] if each.page_index is not None else ""
        key = (each.part.value, told or each.words)
        if key in known:
            continue
        known.add(key)
        count[each.page_index] = count.get(each.page_index, 0) + 1
        if count[each.page_index] <= _MOST:
            made.append(each)
        elif count[each.page_index] == _MOST + 1:
            where = "" if each.page_index is None else f"Page {each.page_index + 1}: "
            rest = "more is not as you sent it."
            made.append(Difference(each.part, f"{where}{rest}", each.page_index))
    return made


def _piece(words: str) -> str:
    short = one_line(words)
    return short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1]}…"
