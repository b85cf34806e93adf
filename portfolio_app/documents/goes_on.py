"""Answers that go on at the end of a form: the pages that the observer's window added for them.

Such a page says so itself (``domain.forms.GOES_ON``), which anybody can write: what counts is that
an answer stands on it in full.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2

from portfolio_app.documents import positions
from portfolio_app.documents.answers import has_other_letters, holds
from portfolio_app.documents.pdf_values import BROKEN, at, name, text
from portfolio_app.domain import bidi, forms

_MOST = 200  # pages that are read


class GoesOn:
    """What the pages at the end of one document say, read when it is first asked for."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        pages = (index for index, page in enumerate(pdf.pages) if added_by_observer(page.obj))
        self._pages = list(pages)[:_MOST]
        self._said: str | None = None

    def has(self, shows: str | None, value: str) -> bool:
        """Return whether a field shows an answer's beginning, and a page at the end all of it.

        The order of letters is not compared where they run both ways: it depends on the reader.
        """
        shown = forms.without_remark(shows or "").strip()
        if not self._pages or not shows or len(shown) == len(shows.strip()):
            return False
        said = self._words()
        if bidi.is_mixed(value):
            return not has_other_letters(shown, value) and not has_other_letters(value, said)
        return holds(value, shown) and holds(said, value)

    def _words(self) -> str:
        if self._said is None:
            try:
                self._said = self._read()
            except (*BROKEN, pypdfium2.PdfiumError):
                self._said = ""
        return self._said

    def _read(self) -> str:
        out = io.BytesIO()
        with pikepdf.new() as apart:
            for index in self._pages:
                apart.pages.append(self._pdf.pages[index])
            apart.save(out)
        told = []
        with pypdfium2.PdfDocument(out.getvalue()) as document:
            for page in document:
                told.append(positions.characters(page)[0])
                page.close()
        return "\n".join(told)


def added_by_observer(page: Any) -> bool:
    """Return whether a page says that the observer's window added it, for long answers."""
    private = at(page, "/PieceInfo", f"/{forms.OBSERVER_PIECE}", "/Private")
    state = at(private, "/State") if private is not None else None
    return (text(state) or name(state).lstrip("/")) == forms.GOES_ON
