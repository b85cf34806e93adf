"""Reads one file: what it is, its facts, its pages and words. Never raises for what a file holds."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.documents import kinds
from portfolio_app.domain.document import DocumentKind, Facts, PageText, ReadStatus

MAKER = "pages/1"  # changes when the same file would give another page copy or other text
MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: facts, the words of each page, the page copy (PDF) and a PNG of page 1.

    A file that is kept as a whole has no pages, and empty bytes for both.
    """

    facts: Facts
    pages: tuple[PageText, ...] = ()
    page_copy: bytes = b""
    thumbnail: bytes = b""


def read(data: bytes, name: str, *, most_pages: int = MOST_PAGES, password: str = "") -> Reading:
    """Return what a file holds. ``name`` is the name it came with; ``password`` may be empty."""
    kind = kinds.tell(data, name)
    if kind.kind is DocumentKind.PDF:
        from portfolio_app.documents import pdf

        return pdf.read(data, name, most_pages=most_pages, password=password)
    return Reading(Facts(kind.kind, ReadStatus.KEPT))


def kept_as_a_whole(start: bytes, name: str) -> Facts:
    """Return the facts of a file of which only the start was sent, because it is too large."""
    kind = kinds.tell(start, name)
    return Facts(kind.kind, ReadStatus.KEPT, code="huge")
