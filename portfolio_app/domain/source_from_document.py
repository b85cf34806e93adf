"""What a document says of itself, as a reference to be checked: its title, who wrote it, when."""

from __future__ import annotations

import re

from portfolio_app.domain.references import Person, Source, SourceKind
from portfolio_app.domain.references_read import cut, day_of, person_of_line

_DOI = re.compile(r"(?:doi\.org/|doi:?\s*)(10\.\d{4,9}/[^\s\"<>]{1,200})", re.I)
_JOURNAL = re.compile(
    r"(?i)\bvol(?:ume)?\.? ?(\d{1,4})\b[,;: ]{0,3}(?:no|issue|number)\.? ?(\d{1,4})"
)
_YEAR = re.compile(r"(?:©|\(c\)|copyright|published|january|february|march|april|may|june|july|"
                   r"august|september|october|november|december)[^\n]{0,40}?\b((?:19|20)\d\d)\b",
                   re.I)  # fmt: skip
_NO_NAME = re.compile(r"(?i)^(?:untitled|microsoft word|document\d*|powerpoint|adobe|user|admin"
                      r"|owner|unknown|author)\b|\.(?:docx?|pptx?|pdf|indd|qxd)$")  # fmt: skip
_LONGEST_TITLE = 200
_LOOKED_AT = 6_000


def suggestion(text: str, *, title: str = "", author: str = "", name: str = "") -> Source:
    """Return what could be told from a document's own facts and its first pages' words.

    Every field is a guess: ``more["check"]`` says so until somebody looked.
    """
    start = text[:_LOOKED_AT]
    doi = _DOI.search(start)
    volume = _JOURNAL.search(start)
    year = _YEAR.search(start)
    told = title if title and not _NO_NAME.search(title.strip()) else ""
    kind = SourceKind.ARTICLE if doi and volume else SourceKind.REPORT
    return Source(
        uid="",
        kind=kind,
        authors=_authors(author),
        year=year[1] if year else day_of(start[:1_500])[0],
        title=cut(told or _first_line(start) or re.sub(r"\.\w{1,5}$", "", name))[:_LONGEST_TITLE],
        volume=volume[1] if volume and kind is SourceKind.ARTICLE else "",
        issue=volume[2] if volume and kind is SourceKind.ARTICLE else "",
        doi=doi[1].rstrip(".,;)") if doi else "",
        more={"check": "document"},
    )


def _authors(said: str) -> tuple[Person, ...]:
    if not said.strip() or _NO_NAME.search(said.strip()):
        return ()
    parts = (
        re.split(r"\s*;\s*|\s+and\s+|\s*&\s*", said) if ";" in said or " and " in said else [said]
    )
    found = (person_of_line(each) for each in parts[:20])
    return tuple(each for each in found if each is not None)


def _first_line(text: str) -> str:
    for line in text.splitlines()[:20]:
        words = line.split()
        if len(words) >= 2 and sum(map(str.isalpha, line)) > len(line) / 2:
            return " ".join(words)
    return ""
