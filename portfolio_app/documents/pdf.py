"""Reads a PDF: facts, page copy, words of each page, a picture of the first."""

from __future__ import annotations

import io
import re
import time
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
import pypdfium2

from portfolio_app.documents import drawing, page_copy, positions
from portfolio_app.documents.active import ActiveContent, signed
from portfolio_app.documents.pdf_values import at, dictionary, text
from portfolio_app.documents.reading import Reading
from portfolio_app.domain import dates
from portfolio_app.domain.document import DocumentKind, Facts, PageText, ReadStatus

THUMBNAIL_PIXELS = 320


def read(data: bytes, name: str, *, most_pages: int, password: str) -> Reading:
    """Return what a PDF holds; damaged, locked and empty ones are explained."""
    pdf = pikepdf.open(io.BytesIO(data), password=password)
    active = ActiveContent()
    active.look_at_document(pdf)
    for page in pdf.pages:
        active.look_at_page(page.obj)
    facts = Facts(
        DocumentKind.PDF,
        ReadStatus.READABLE,
        len(pdf.pages),
        signed=signed(pdf),
        active=active.found,
    )
    made = page_copy.make(pdf, most_pages)
    doc = pypdfium2.PdfDocument(made)
    pages = []
    pictures = []
    thumb = b""
    for index in range(len(doc)):
        page = doc[index]
        words = positions.words(page)
        pages.append(PageText(index, page.get_width(), page.get_height(), words))
        if not words.strip() and positions.has_picture(page):
            pictures.append(index)
        if index == 0:
            thumb = drawing.thumbnail(page, THUMBNAIL_PIXELS)
        page.close()
    return Reading(replace(facts, picture_pages=tuple(pictures)), tuple(pages), made, thumb)
