"""Reads a plain text file: its words set on pages as a reading copy."""

from __future__ import annotations

from collections.abc import Callable

from portfolio_app.documents import kept, text
from portfolio_app.documents.kinds import Told
from portfolio_app.documents.page_reading import read_pages
from portfolio_app.documents.reading import Reading
from portfolio_app.domain import dates
from portfolio_app.domain.document import DocumentKind, Facts, ReadStatus

MOST_CHARACTERS = 400_000  # about 200 pages of prose: what a person reads, not a machine's log
_MOST_LINES = 12_000
_FIRST_WORDS = 1_500

SetText = Callable[[str, str], bytes]  # text and title to a PDF


def read(data: bytes, name: str, told: Told, set_text: SetText) -> Reading:
    """Return a text file's facts and pages; what is not text after all is kept as a whole."""
    words = text.decode(data)
    if words is None:
        return Reading(kept.as_a_whole(Told(told.kind, told.form, damaged=True)))
    if not words.strip():
        return Reading(kept.without_words(told))
    shown = _start(words)
    note = ""
    if len(shown) < len(words):
        note = (
            f"This text file is very long: the first {len(shown):,} of its {len(words):,} "
            "characters are shown. The file has been kept whole. Add the part that counts as a "
            "file of its own."
        )
        shown += f"\n\n[{note}]\n"
    copy = set_text(shown, name)
    pages = read_pages(copy)
    day = dates.date_from_name(name)
    source = "file name" if day else "first page"
    day = day or dates.find_date(words[:_FIRST_WORDS])
    facts = Facts(
        DocumentKind.TEXT,
        ReadStatus.READABLE,
        pages=len(pages.texts),
        date=day[0] if day else "",
        date_source=source if day else "",
        problem=note,
        code="partial" if note else "",
    )
    return Reading(facts, tuple(pages.texts), copy, pages.thumbnail)


def _start(words: str) -> str:
    """Return as much of a text as is set on pages, ending at a line's end where there is one."""
    shown = words[:MOST_CHARACTERS]
    at = -1
    for _ in range(_MOST_LINES):
        at = shown.find("\n", at + 1)
        if at < 0:
            break
    if at >= 0:
        return shown[: at + 1]
    if len(shown) < len(words) and (end := shown.rfind("\n")) > MOST_CHARACTERS // 2:
        return shown[: end + 1]
    return shown
