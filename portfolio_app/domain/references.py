"""What the proposal refers to: a source, its fields, and what is missing of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class SourceKind(StrEnum):
    """What a source is; it decides how it is written and which fields it needs."""

    BOOK = "book"
    CHAPTER = "chapter"
    ARTICLE = "article"
    REPORT = "report"
    WEB_PAGE = "web-page"
    NEWS = "news"
    LAW = "law"
    CONFERENCE = "conference"
    THESIS = "thesis"
    INTERNAL = "internal"  # an organisation's own document
    OTHER = "other"

    @property
    def words(self) -> str:
        """The name on screen."""
        return {
            "book": "Book",
            "chapter": "Chapter in an edited book",
            "article": "Journal article",
            "report": "Report",
            "web-page": "Web page",
            "news": "Newspaper or magazine article",
            "law": "Law, regulation or statutory guidance",
            "conference": "Conference paper",
            "thesis": "Thesis or dissertation",
            "internal": "Document of my organisation",
            "other": "Other",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Person:
    """An author or editor. An organisation has ``family`` only and ``is_organisation``."""

    family: str
    given: str = ""
    is_organisation: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A reference. All fields are text as typed or imported; empty where not known.

    ``container`` is the journal, book, newspaper or site it is in. ``year`` is a year or "n.d.";
    ``day`` the whole date of a newspaper or a web page (YYYY-MM-DD). ``accessed`` is a day.
    ``raw`` is the entry as it was imported, kept for what could not be read; ``trouble`` says what
    that was. ``item_uid`` is the piece that holds the document itself, if it was dragged in.
    ``stands_for`` are the uids of references that were merged into it.
    """

    uid: str
    kind: SourceKind = SourceKind.OTHER
    authors: tuple[Person, ...] = ()
    editors: tuple[Person, ...] = ()
    year: str = ""
    day: str = ""
    title: str = ""
    container: str = ""
    edition: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    place: str = ""
    publisher: str = ""
    number: str = ""
    doi: str = ""
    address: str = ""
    accessed: str = ""
    note: str = ""
    key: str = ""
    raw: str = ""
    trouble: str = ""
    item_uid: str = ""
    more: dict[str, str] = field(default_factory=dict)
    stands_for: tuple[str, ...] = ()
