"""Reads what a buddy wrote into a pack that came back: its fields, and notes on its pages."""

from __future__ import annotations

from portfolio_app.documents import marks
from portfolio_app.documents.form_entries import fields_of
from portfolio_app.documents.form_filling import opened
from portfolio_app.domain import request_code
from portfolio_app.domain.buddy import CODE, LONGEST, MOST, PREFIX, PageNote, ReadPack

MOST_PAGES = 3_000


def read(content: bytes) -> ReadPack:
    """Return the code, the answers by the names of their fields, and the notes on pages.

    A file that is no pack has the code "".

    Raises:
        PortfolioError: it is locked ("locked") or too damaged ("damaged") to be opened.
    """
    with opened(content) as pdf:
        fields = fields_of(pdf)
        code = request_code.read(fields[CODE].value) if CODE in fields else ""
        answers = tuple(
            (name, each.value[:LONGEST])
            for name, each in fields.items()
            if name.startswith(f"{PREFIX}.") and name != CODE and each.value.strip()
        )
        notes = tuple(
            PageNote(each.page_index, each.comment)
            for each in marks.marks(pdf, MOST_PAGES)
            if each.comment.strip()
        )
        return ReadPack(code, answers[:MOST], notes[:MOST], len(pdf.pages))
