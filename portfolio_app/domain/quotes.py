"""Finding quoted words again: in a page's text, whatever its line ends, hyphens, quotes and case.

Positions are always code points of the text as it is stored; ``end`` is the one after the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from portfolio_app.domain.document import PageText
from portfolio_app.domain.normalising import normalise as normalise
from portfolio_app.domain.occurrences import occurrences, origin
from portfolio_app.domain.page_ends import Hit as Hit
from portfolio_app.domain.page_ends import Stretch as Stretch
from portfolio_app.domain.page_ends import search_across

_LINE_BREAK_IN_WORD = re.compile(r"[\x02\ufffe]\s*|\u00ad(?:[^\S\r\n]*[\r\n]+\s*(?=\w))?")
_HYPHEN_AT_LINE_END = re.compile(r"(?<=\w)[-\u2010]\s*[\r\n]+\s*(?=\w)")
CONTEXT = 32  # code points kept either side of a quote


def find_all(page_text: str, quote: str) -> list[tuple[int, int]]:
    """Return every place where the quote stands, in reading order.

    Places that cut a word ("port" in "report") are given only when there is no other.
    """
    page = normalise(page_text)
    found = occurrences(page, quote)
    whole = [hit for hit in found if is_whole_words(page.text, *hit)]
    return [origin(page, quote, *hit) for hit in whole or found]


def find(page_text: str, quote: str, near: tuple[str, str] = ("", "")) -> tuple[int, int] | None:
    """Return the place whose surroundings (before, after) match best; the first when none does."""
    found = find_all(page_text, quote)
    if len(found) < 2 or not any(near):
        return found[0] if found else None
    before, after = near
    return max(found, key=lambda hit: (likeness(page_text, hit[0], hit[1], before, after), -hit[0]))


def tidy(text: str) -> str:
    """Return stored words as they are shown and quoted: one line, words broken at line ends joined.

    A hyphen that the page shows at a line end is kept: "well-being" may be meant.
    """
    joined = _LINE_BREAK_IN_WORD.sub("", text)
    return " ".join(_HYPHEN_AT_LINE_END.sub("-", joined).split())


def context(page_text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a place, 32 code points at most on either side."""
    return page_text[max(0, start - CONTEXT) : start], page_text[end : end + CONTEXT]


def search_pages(
    pages: Iterable[PageText],
    quote: str,
    page_index: int | None = None,
    before: str = "",
    after: str = "",
    *,
    near_page: int | None = None,
) -> tuple[Hit, ...]:
    """Return every place where the quote stands, best first.

    ``page_index`` decides: only hits that lie on, or run on to, that page. ``near_page`` only
    prefers. Matching surroundings come first, then whole words, then the nearer page, then reading
    order. When no page holds the quote, places are looked for where it runs over a page end, with
    up to three short lines of page number, header and footer in between.
    """
    listed = sorted(pages, key=lambda page: page.index)
    ranked: list[tuple[tuple[int, bool, int, int, int], Hit]] = []
    for page in listed:
        if page_index is not None and page.index != page_index:
            continue
        normal = normalise(page.text)
        for found in occurrences(normal, quote):
            start, end = origin(normal, quote, *found)
            rank = (
                -likeness(page.text, start, end, before, after),
                not is_whole_words(normal.text, *found),
                abs(page.index - near_page) if near_page is not None else 0,
                page.index,
                start,
            )
            ranked.append((rank, Hit((Stretch(page.index, start, end),))))
    if ranked:
        return tuple(hit for _, hit in sorted(ranked, key=lambda each: each[0]))
    across = [
        hit
        for hit in search_across(listed, quote)
        if page_index is None or any(s.page_index == page_index for s in hit.stretches)
    ]
    if near_page is not None:
        across.sort(key=lambda hit: abs(hit.page_index - near_page))
    return tuple(across)


def is_whole_words(text: str, start: int, end: int) -> bool:
    """Return whether a place begins and ends between words rather than inside one."""
    cut_before = start > 0 and text[start].isalnum() and text[start - 1].isalnum()
    cut_after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not cut_before and not cut_after


def likeness(page_text: str, start: int, end: int, before: str, after: str) -> int:
    """Count the characters around a place that are as they should be, from the quote outwards."""
    if not before and not after:
        return 0
    left = normalise(page_text[max(0, start - 3 * CONTEXT) : start]).text.rstrip()
    right = normalise(page_text[end : end + 3 * CONTEXT]).text.lstrip()
    return _shared(reversed(left), reversed(normalise(before).text.rstrip())) + _shared(
        right, normalise(after).text.lstrip()
    )


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
