"""Finds the request codes in a file: its fields, its request, its words, its bars; never its name.

Several different codes in one file are all given: whoever compares says which does not belong.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence

import pikepdf
import pypdfium2

from portfolio_app.documents import kinds, reply
from portfolio_app.documents.active import tree
from portfolio_app.documents.form_values import field_of
from portfolio_app.documents.kinds import Told
from portfolio_app.documents.pdf_values import BROKEN, at
from portfolio_app.documents.returned import barcodes, letters, request_inside
from portfolio_app.documents.returned.fields import full_name
from portfolio_app.documents.returned.opening import Opened, opened
from portfolio_app.documents.returned.pages import Page
from portfolio_app.domain import forms, request_code
from portfolio_app.domain.document import DocumentKind
from portfolio_app.domain.returned import CodeFound, MatchedBy

MOST_PAGES = 24  # whose words are read
_MOST_SCANS = 12  # whose bars are looked for, as nothing else names them
_SECONDS = 4.0
_FEW_LETTERS = 40  # a page with fewer is a picture
_ORDER = list(MatchedBy)


def find(data: bytes, name: str, seconds: float = _SECONDS) -> tuple[CodeFound, ...]:
    """Return every code in a file, the surest way first. ``name`` only tells what kind it is.

    ``seconds`` is how long bars are looked for before the next way of finding them is given up.
    PDFs, pictures and messages are looked at, and PDFs and pictures within messages; nothing is
    raised for what a file holds.
    """
    told = kinds.tell(data, name)
    if told.damaged or told.locked or not data:
        return ()
    until = time.monotonic() + seconds
    if told.kind is DocumentKind.PDF:
        with opened(data) as found:
            return ordered(of_pdf(found, until))
    if told.kind is DocumentKind.IMAGE:
        return ordered(of_picture(data, name, told, until))
    if told.kind is DocumentKind.MAIL:
        return ordered(_of_mail(data, name, until))
    return ()


def ordered(found: Iterable[CodeFound]) -> tuple[CodeFound, ...]:
    """Return codes once each for every way and page, the surest way first."""
    return tuple(sorted(dict.fromkeys(found), key=lambda each: _ORDER.index(each.by)))


def of_pdf(found: Opened, until: float) -> Iterator[CodeFound]:
    """Yield the codes in a PDF; ``until`` is a time.monotonic() after which bars wait."""
    if found.pdf is not None:
        try:
            yield from _of_fields(found.pdf)
            for content in request_inside.embedded(found.pdf):
                if code := request_code.read(content.code):
                    yield CodeFound(code, MatchedBy.EMBEDDED)
        except BROKEN:
            pass
    if found.document is not None:
        yield from _of_pages(found.document, found, until)


def _of_fields(pdf: pikepdf.Pdf) -> Iterator[CodeFound]:
    for field in tree(at(pdf.Root, "/AcroForm", "/Fields"), "/Kids"):
        named = full_name(field)
        # A program that merges forms renames fields: code+1, form1.code.
        if named.split(".")[-1].split("+")[0] == forms.CODE and (
            code := request_code.read(field_of(field).value)
        ):
            yield CodeFound(code, MatchedBy.FIELD)


def _of_pages(document: pypdfium2.PdfDocument, found: Opened, until: float) -> Iterator[CodeFound]:
    scans: list[int] = []
    for index in range(min(len(document), MOST_PAGES)):
        try:
            page = found.page(index)
        except pypdfium2.PdfiumError:
            continue
        yield from on_page(page)
        if len(page.seen) < _FEW_LETTERS or page.is_picture:
            scans.append(index)
    for index in scans[:_MOST_SCANS]:
        if time.monotonic() > until:
            return
        try:
            drawn = document[index]
            try:
                has_picture = bool(found.page(index).pictures)
                for code in (
                    barcodes.on_page(drawn, until)
                    if has_picture
                    else barcodes.quickly_on_page(drawn)
                ):
                    yield CodeFound(code, MatchedBy.BARCODE, index)
            finally:
                drawn.close()
        except pypdfium2.PdfiumError:
            continue


def on_page(page: Page) -> Iterator[CodeFound]:
    """Yield the codes in a page's words, those that are seen first."""
    for code in _in_lines(page.lines):
        yield CodeFound(code, MatchedBy.PRINTED, page.index)
    for code in _in_lines(letters.lines(each for each in page.letters if each.unseen)):
        yield CodeFound(code, MatchedBy.HIDDEN_TEXT, page.index)


def _in_lines(found: Iterable[Sequence[letters.Word]]) -> tuple[str, ...]:
    told: list[str] = []
    for line in found:
        told += request_code.found_in(" ".join(each.text for each in line))
    return tuple(dict.fromkeys(told))


def of_picture(data: bytes, name: str, told: Told, until: float) -> Iterator[CodeFound]:
    """Yield the codes in the bars of a picture: a scan or a photograph."""
    from portfolio_app.documents import image

    made = image.read(data, name, told).page_copy
    if not made:
        return
    with pypdfium2.PdfDocument(made) as document:
        for index in range(min(len(document), _MOST_SCANS)):
            page = document[index]
            try:
                for code in barcodes.on_page(page, until):
                    yield CodeFound(code, MatchedBy.BARCODE, index)
            finally:
                page.close()


def _of_mail(data: bytes, name: str, until: float) -> Iterator[CodeFound]:
    mail, files = reply.read(data, name)
    if mail is None:
        return
    for told, content in zip(mail.files, files, strict=True):
        if time.monotonic() > until:
            break
        kind = kinds.tell(content, told.name).kind
        if kind in (DocumentKind.PDF, DocumentKind.IMAGE):
            yield from find(content, told.name)
    for code in request_code.found_in(f"{mail.subject}\n{mail.words}"):
        yield CodeFound(code, MatchedBy.PRINTED)
