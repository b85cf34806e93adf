"""Where a document may be split, and its page copy cut into parts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
import pypdfium2

from portfolio_app.documents import dating, headings, positions
from portfolio_app.documents.page_reading import read_pages
from portfolio_app.documents.pdf_values import BROKEN, at, items, name, text
from portfolio_app.domain.splitting import Cut, CutSource

_FEWEST_NOTES = 2  # titles with a day below them


def offers(original: bytes, page_copy: bytes) -> tuple[Cut, ...]:
    """Return where a document may be split: its bookmarks, then the titles its pages begin with.

    ``original`` is looked at for bookmarks, if it is a PDF. Titles with a day below them, as a
    notebook's exported pages have them, are told apart.
    """
    marked = _bookmarks(original)
    tops = read_pages(page_copy).tops
    notes = [(index, title) for index, title, has_day in tops if has_day]
    is_notebook = len(notes) >= _FEWEST_NOTES
    titles = notes if is_notebook else list(headings.places_to_split((), tops))
    source = CutSource.NOTE if is_notebook else CutSource.TITLE
    return (
        *(Cut(index, title, CutSource.BOOKMARK) for index, title in marked),
        *(Cut(index, title, source) for index, title in titles),
    )


def cut(page_copy: bytes, ranges: Sequence[tuple[int, int]]) -> Iterator[tuple[bytes, str, str]]:
    """Yield each part of a page copy, the day its first page states, and where that stands.

    Pages ``start`` to ``end`` (from 0, ``end`` is the one after the last) make a part. It holds
    nothing of the other pages: links to them go, and what only they draw. Words stay as they are.

    Raises:
        pikepdf.PdfError: the page copy is damaged.
    """
    with (
        pikepdf.open(io.BytesIO(page_copy)) as whole,
        pypdfium2.PdfDocument(page_copy) as document,
    ):
        for page in whole.pages:
            _keep_web_links(page.obj)
        for start, end in ranges:
            page = document[start]
            try:
                words = positions.words(page)
            finally:
                page.close()
            day, source = dating.honest_day("", words)
            with pikepdf.new() as part:
                part.pages.extend(list(whole.pages)[start:end])
                part.remove_unreferenced_resources()
                held = io.BytesIO()
                part.save(
                    held,
                    object_stream_mode=pikepdf.ObjectStreamMode.generate,
                    deterministic_id=True,
                    force_version="1.7",
                )
            yield held.getvalue(), day, source


def _bookmarks(original: bytes) -> tuple[tuple[int, str], ...]:
    try:
        with pikepdf.open(io.BytesIO(original)) as pdf:
            return headings.bookmarks(pdf)
    except BROKEN:  # not a PDF, or one that only PDFium can open: no bookmarks
        return ()


def _keep_web_links(page: Any) -> None:
    """Leave links that name their target by an address; the others would bring its page along."""
    kept = [
        each
        for each in items(page.get("/Annots"))
        if name(at(each, "/A", "/S")) == "/URI" and text(at(each, "/A", "/URI"))
    ]
    if kept:
        page.Annots = pikepdf.Array(kept)
    elif "/Annots" in page:
        del page["/Annots"]
