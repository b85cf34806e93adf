"""Splitting a document into parts: where it is cut, and what the parts are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.problems import PortfolioError


class CutSource(StrEnum):
    """How a place to cut was found."""

    BOOKMARK = "bookmark"
    TITLE = "title"  # of a page
    NOTE = "note"  # a page's title with a day below it, as notebooks export their pages
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a part begins: page index from 0, and the part's title."""

    page_index: int
    title: str = ""
    source: CutSource = CutSource.CHOSEN


@dataclass(frozen=True, slots=True)
class Part:
    """Pages ``start`` to ``end`` of a document (from 0, ``end`` is the one after the last)."""

    start: int
    end: int
    title: str

    @property
    def words(self) -> str:
        """Which pages they are, counted from 1: "pages 3 to 7"."""
        if self.end - self.start == 1:
            return f"page {self.start + 1}"
        return f"pages {self.start + 1} to {self.end}"


def parts(cuts: Iterable[Cut], pages: int, title: str) -> tuple[Part, ...]:
    """Return the parts that cuts make of a document; every page is in exactly one of them.

    Of several cuts on one page the first counts. Pages before the first cut are a part too. A part
    without a title is named after the document, ``title``, and its pages.

    Raises:
        PortfolioError: a cut is on no page ("no-such-page"), or there would be only one part.
    """
    by_page: dict[int, str] = {}
    for cut in cuts:
        if not 0 <= cut.page_index < pages:
            raise PortfolioError(
                f"There is no page {cut.page_index + 1}: {title} has {pages} pages.",
                hint="Nothing was split.",
                code="no-such-page",
            )
        if not by_page.get(cut.page_index):
            by_page[cut.page_index] = cut.title.strip()
    by_page.setdefault(0, "")
    starts = sorted(by_page)
    if len(starts) < 2:
        raise PortfolioError(
            "This would make one part only. Nothing was split.",
            hint="Choose at least one page, after the first, at which a part begins.",
            code="one-part",
        )
    made = []
    for start, end in zip(starts, [*starts[1:], pages], strict=True):
        part = Part(start, end, by_page[start])
        made.append(part if part.title else Part(start, end, f"{title}, {part.words}"))
    return tuple(made)
