"""References as they are typed: which fields each kind has, and names one a line."""

from __future__ import annotations

from portfolio_app.domain.references import Person, SourceKind
from portfolio_app.domain.references_read import person_of_line

_WEB = ("doi", "address", "accessed")
FIELDS: dict[SourceKind, tuple[str, ...]] = {
    SourceKind.BOOK: ("authors", "year", "title", "editors", "edition", "volume", "place",
                      "publisher", *_WEB),
    SourceKind.CHAPTER: ("authors", "year", "title", "editors", "container", "edition", "place",
                         "publisher", "pages", *_WEB),
    SourceKind.ARTICLE: ("authors", "year", "title", "container", "volume", "issue", "pages",
                         *_WEB),
    SourceKind.REPORT: ("authors", "year", "title", "number", "place", "publisher", *_WEB),
    SourceKind.WEB_PAGE: ("authors", "year", "title", "address", "accessed", "doi"),
    SourceKind.NEWS: ("authors", "year", "title", "container", "day", "pages", "address",
                      "accessed"),
    SourceKind.LAW: ("title", "year", "number", "authors", "publisher", "address", "accessed"),
    SourceKind.CONFERENCE: ("authors", "year", "title", "container", "venue", "held", "editors",
                            "place", "publisher", "pages", *_WEB),
    SourceKind.THESIS: ("authors", "year", "title", "type", "publisher", *_WEB),
    SourceKind.INTERNAL: ("authors", "year", "title", "type", "publisher", "number"),
    SourceKind.OTHER: ("authors", "year", "title", "editors", "container", "edition", "number",
                       "place", "publisher", "pages", *_WEB),
}  # fmt: skip
MORE = frozenset(("venue", "held", "type"))  # kept beside the fields that every kind has
PEOPLE = frozenset(("authors", "editors"))
DAYS = frozenset(("day", "accessed"))

_NAMES = {
    "authors": "Authors",
    "editors": "Editors",
    "year": "Year",
    "day": "Date",
    "title": "Title",
    "container": "In",
    "edition": "Edition",
    "volume": "Volume",
    "issue": "Issue",
    "pages": "Pages",
    "place": "Place",
    "publisher": "Publisher",
    "number": "Number",
    "doi": "DOI",
    "address": "Web address",
    "accessed": "Day you read it",
    "venue": "Where it was held",
    "held": "Days it was held",
    "type": "Kind",
}
_NAMED = {
    (SourceKind.CHAPTER, "container"): "Title of the book",
    (SourceKind.ARTICLE, "container"): "Journal",
    (SourceKind.NEWS, "container"): "Newspaper",
    (SourceKind.CONFERENCE, "container"): "Conference",
    (SourceKind.CONFERENCE, "place"): "Place of publication",
    (SourceKind.OTHER, "container"): "Part of",
    (SourceKind.CHAPTER, "editors"): "Editors of the book",
    (SourceKind.LAW, "number"): "Chapter or SI number",
    (SourceKind.REPORT, "number"): "Report number",
    (SourceKind.THESIS, "publisher"): "University",
    (SourceKind.INTERNAL, "publisher"): "Organisation",
}
HINTS = {
    "authors": "One a line: Family, Given. An organisation without a comma.",
    "editors": "One a line: Family, Given.",
    "year": "Leave it empty when there is none.",
    "doi": "Begins with 10.; then no day is needed.",
    "type": "",
}
_HINTED = {
    (SourceKind.LAW, "number"): "15 for chapter 15 of an Act, 2015/102 for an instrument.",
    (SourceKind.LAW, "authors"): "Statutory guidance has one; an Act has none.",
    (SourceKind.THESIS, "type"): "PhD thesis, MBA dissertation …",
    (SourceKind.INTERNAL, "type"): "Board paper, report, policy …",
    (SourceKind.INTERNAL, "publisher"): "Leave it empty where it may not be named.",
}


def name_of(kind: SourceKind, field: str) -> str:
    """Return what a field is called for a kind of source."""
    return _NAMED.get((kind, field), _NAMES[field])


def hint_of(kind: SourceKind, field: str) -> str:
    """Return what stands under a field; "" for nothing."""
    return _HINTED.get((kind, field), HINTS.get(field, ""))


def lines_of(people: tuple[Person, ...]) -> str:
    """Return people as they are typed, one a line."""
    return "\n".join(
        f"{each.family}, {each.given}" if each.given else
        each.family if each.is_organisation else f"{each.family},"
        for each in people
    )  # fmt: skip


def people_of(lines: str) -> tuple[Person, ...]:
    """Return the people that were typed, one a line; a comma tells a person."""
    found: list[Person | None] = []
    for line in lines.splitlines():
        text = " ".join(line.split())
        if text.endswith(",") and text.count(",") == 1:
            found.append(Person(text.rstrip(" ,")))
        else:
            found.append(person_of_line(text))
    return tuple(each for each in found if each is not None and (each.family or each.given))
