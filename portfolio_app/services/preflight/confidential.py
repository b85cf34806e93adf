"""What may not be passed on: protective markings, listed names, personal numbers.

Only what the bundle shows is looked at: its pages, and what its own pages say of a piece. What is
hidden, and what was left alone with a reason, is done with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portfolio_app.domain import markings, patterns
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.hiding import FoundKind, pages_words
from portfolio_app.domain.markings import Answered, Marking, MarkingAnswer
from portfolio_app.domain.names import Name, NameFinder
from portfolio_app.domain.papers import Paper
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.personal import Whose, whose
from portfolio_app.problems import Problem
from portfolio_app.services.possible_names import Covered, Left
from portfolio_app.services.preflight.hits import NameHit, NumberHit
from portfolio_app.services.preflight.looking import Look, count, listed
from portfolio_app.services.preflight.scanning import named
from portfolio_app.store import queries


def look(at: Look) -> Iterator[Problem]:
    """Yield what is to be said of each piece and each paper, in their order."""
    if not at.items and not at.papers:
        return
    answers = queries.markings.answers(at.store)
    looking = _Looking(at)
    for item in at.items:
        yield from _marked(at, item, looking, answers.get(item.uid))
        yield from looking.names(item)
        yield from looking.numbers(item)
    for paper in at.papers.values():
        yield from _paper(at, paper, looking, answers.get(paper.item.uid))


def _marks_of(at: Look, item: EvidenceItem, looking: _Looking) -> _Marks:
    """Return the markings of a piece that are not hidden: on shown pages, in title and name."""
    marks = _Marks({}, {})
    shown = at.shown(item)
    for hit in at.scan(item.uid).markings:
        if hit.page_index not in shown or looking.is_hidden(
            item, hit.page_index, hit.start, hit.end
        ):
            continue
        where = marks.mentioned if hit.is_mention else marks.carried
        where.setdefault(hit.marking, []).append(hit.page_index + 1)
    for text, place in ((item.title, _TITLE), (item.file_name, _NAME)):
        for each in markings.in_line(text):
            where = marks.mentioned if each.is_mention else marks.carried
            where.setdefault(each.marking, []).append(place)
    return marks


_TITLE, _NAME = 0, -1  # in place of a page


@dataclass(frozen=True, slots=True)
class _Marks:
    """Markings with the pages they stand on, from 1; 0 is the title and -1 the file's name."""

    carried: dict[Marking, list[int]]
    mentioned: dict[Marking, list[int]]


def _marked(
    at: Look, item: EvidenceItem, looking: _Looking, answer: Answered | None
) -> Iterator[Problem]:
    marks = _marks_of(at, item, looking)
    carried = marks.carried
    if carried and _covers(at, item, answer, set(carried)):
        told = answer.words if answer is not None else ""
        yield at.piece(item, "item.sharing-agreed", f"is marked {_words(carried)}, {told}.")
    elif carried:
        yield at.piece(
            item,
            "item.marking",
            f"is marked {_words(carried)} {_places(carried)}. Hide what is confidential, take it "
            "off the shortlist, or say who agreed that it is shared.",
            page=_first_page(carried),
        )
    elif marks.mentioned:
        mentioned = marks.mentioned
        yield at.piece(
            item,
            "item.mentions-marking",
            f"speaks of {_words(mentioned)} {_places(mentioned)}. It doesn't seem to be marked "
            "itself; check that it may be shared.",
            page=_first_page(mentioned),
        )


def _covers(at: Look, item: EvidenceItem, answer: Answered | None, carried: set[Marking]) -> bool:
    if answer is None or not carried <= set(answer.markings):
        return False
    return answer.answer is not MarkingAnswer.HIDDEN or bool(at.hides.get(item.uid))


def _paper(at: Look, paper: Paper, looking: _Looking, answer: Answered | None) -> Iterator[Problem]:
    item, called = paper.item, paper.kind.words
    carried = _marks_of(at, item, looking).carried
    if carried and not _covers(at, item, answer, set(carried)):
        yield at.found(
            "paper.marking",
            paper.kind.value,
            f"{called} ({item.title}) is marked {_words(carried)} {_places(carried)}. Hide what is "
            "confidential, or say who agreed that it is shared.",
            about_uid=item.uid,
            page=_first_page(carried),
        )
    hits = [each for each in looking.open_numbers(item) if each.whose is Whose.PERSON]
    if hits:
        yield at.found(
            "paper.personal",
            paper.kind.value,
            f"{called} ({item.title}) shows {_counted(hits)} on {_on_pages(hits)}. Hide what need "
            "not be there.",
            about_uid=item.uid,
            page=hits[0].page_index + 1,
            detail=sorted({hit.key for hit in hits}),
        )


class _Looking:
    """What is hidden or left alone, and the listed names; made once for a look."""

    def __init__(self, at: Look) -> None:
        self._at = at
        self._left = Left(queries.names_to_hide.left_alone(at.store))
        self._own = queries.names_to_hide.own_names(at.store)
        self._finder: NameFinder | None = None
        self._named: dict[str, tuple[NameHit, ...]] = {}
        names = tuple(
            Name(each.uid, each.text, each.whole_word)
            for each in queries.names_to_hide.names(at.store)
        )
        if names:
            own = () if queries.names_to_hide.own_names_too(at.store) else self._own
            self._finder = NameFinder(names, own)
            uids = [each.uid for each in at.items]
            self._named = named(at.store, uids, names, own, progress=at.progress)
        self._own_finder = NameFinder([], self._own)
        # The witnesses' contacts are printed for the assessor, who is to reach them.
        self._contacts = {
            patterns.canonical(hit.pattern, witness.contact[hit.start : hit.end])
            for witness in at.details.witnesses
            for hit in patterns.find(witness.contact)
        }
        self._covered: dict[str, Covered] = {}

    def is_hidden(self, item: EvidenceItem, page_index: int, start: int, end: int) -> bool:
        """Whether a place is hidden, as words or under an area."""
        hides = self._at.hides.get(item.uid)
        if not hides:
            return False
        if item.uid not in self._covered:
            self._covered[item.uid] = Covered(self._at.store, self._at.room, item.uid, hides)
        return any(self._covered[item.uid](page_index, start, end))

    def open_numbers(self, item: EvidenceItem) -> list[NumberHit]:
        """Return the numbers and addresses that show; those of offices and one's own left out."""
        at = self._at
        hits = at.scan(item.uid).numbers
        shown = at.shown(item) if hits else ()
        return [
            hit
            for hit in hits
            if hit.page_index in shown
            and not self._is_own(hit)
            and not self._left.reason(FoundKind(hit.pattern.value), hit.words, item.uid)
            and not self.is_hidden(item, hit.page_index, hit.start, hit.end)
        ]

    def numbers(self, item: EvidenceItem) -> Iterator[Problem]:
        """Yield one row for what is a person's own, one for what may be a colleague's."""
        found = self.open_numbers(item)
        personal = [hit for hit in found if hit.whose is Whose.PERSON]
        said = self._said(item)
        personal_said = [each for each in said if whose(*each) is Whose.PERSON]
        if personal or personal_said:
            where = [_counted(personal) + f" on {_on_pages(personal)}"] if personal else []
            if personal_said:
                where.append(f"{_counted_words(personal_said)} on its front sheet")
            keys = [hit.key for hit in personal]
            keys += [patterns.canonical(*each) for each in personal_said]
            yield self._at.piece(
                item,
                "item.personal",
                f"shows {listed(where)}. Hide what is a person's own, or leave it with a reason.",
                page=personal[0].page_index + 1 if personal else 0,
                detail=sorted(set(keys)),
            )
        work = [hit for hit in found if hit.whose is Whose.WORK]
        if work:
            yield self._at.piece(
                item,
                "item.personal-contact",
                f"shows {_counted(work)} on {_on_pages(work)}. Hide those that are a person's own.",
                page=work[0].page_index + 1,
            )

    def names(self, item: EvidenceItem) -> Iterator[Problem]:
        """Yield one row for listed names that still show."""
        if self._finder is None:
            return
        at, shown = self._at, self._at.shown(item)
        pages: list[int] = []
        total = 0
        for hit in self._named.get(item.uid, ()):
            if hit.page_index not in shown:
                continue
            if self._left.reason(FoundKind.NAME, hit.words, item.uid):
                continue
            if self.is_hidden(item, hit.page_index, hit.start, hit.end):
                continue
            total += 1
            pages.append(hit.page_index + 1)
        plan = at.planned.get(item.uid)
        front = 0
        if plan is not None:
            said = (plan.title, plan.context, plan.part, plan.confirm, plan.confidentiality)
            shows = tuple(dict.fromkeys(each.shows for each in plan.claims))
            front = sum(
                not self._left.reason(FoundKind.NAME, text[hit.start : hit.end], item.uid)
                for text in (*said, *shows)
                for hit in self._finder.find(text)
            )
        if total or front:
            where = [pages_words(sorted(set(pages)))] if pages else []
            where += ["its front sheet"] if front else []
            yield at.piece(
                item,
                "item.names",
                f"shows {count(total + front, 'listed name')} on {listed(where)}. Review and hide.",
                page=pages[0] if pages else 0,
                detail=(total, front, *sorted(set(pages))),
            )

    def _said(self, item: EvidenceItem) -> list[tuple[Pattern, str]]:
        """Return the numbers and addresses in what is printed about a piece."""
        plan = self._at.planned.get(item.uid)
        if plan is None:
            return []
        texts = [plan.title, plan.context, plan.part, plan.confirm, plan.confidentiality]
        texts += [each.shows for each in plan.claims]
        joined = "\n\n".join(dict.fromkeys(each for each in texts if each))
        if not any(each.isdigit() or each == "@" for each in joined):
            return []
        return [
            (hit.pattern, joined[hit.start : hit.end])
            for hit in patterns.find(joined)
            if not self._left.reason(
                FoundKind(hit.pattern.value), joined[hit.start : hit.end], item.uid
            )
        ]

    def _is_own(self, hit: NumberHit) -> bool:
        """Whether it is the apprentice's or a witness's: sam.sampleton@…, a contact given."""
        if hit.key in self._contacts:
            return True
        return hit.pattern is Pattern.EMAIL and bool(self._own_finder.own(hit.words))


def _words(found: dict[Marking, list[int]]) -> str:
    return listed([each.words for each in Marking if each in found])


def _places(found: dict[Marking, list[int]]) -> str:
    places = {place for each in found.values() for place in each}
    told = []
    pages = sorted(place for place in places if place > 0)
    if pages:
        told.append(f"on {pages_words(pages)}")
    if _TITLE in places:
        told.append("in its title")
    elif _NAME in places:
        told.append("in the name of its file")
    return listed(told)


def _first_page(found: dict[Marking, list[int]]) -> int:
    pages = [place for each in found.values() for place in each if place > 0]
    return min(pages, default=0)


def _counted(hits: Sequence[NumberHit]) -> str:
    return _counted_words([(hit.pattern, hit.words) for hit in hits])


def _counted_words(found: Sequence[tuple[Pattern, str]]) -> str:
    counts = Counter(pattern for pattern, _ in found)
    told = []
    for pattern in Pattern:
        if number := counts[pattern]:
            one = FoundKind(pattern.value).one
            several = {"date of birth": "dates of birth"}.get(
                one, f"{one}es" if one.endswith("s") else f"{one}s"
            )
            told.append(count(number, one, several))
    return listed(told)


def _on_pages(hits: Sequence[NumberHit]) -> str:
    return pages_words(sorted({hit.page_index + 1 for hit in hits}))
