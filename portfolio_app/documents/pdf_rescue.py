"""What PDFium can save of a PDF that qpdf cannot open."""

from __future__ import annotations

import io

import pypdfium2
import pypdfium2.raw as pdfium

from portfolio_app.documents import drawing, pictures

_MOST_DRAWN = 200
_DRAWN_SCALE = 150 / 72
_LONGEST_SIDE = 3_000


class LockedError(Exception):
    """The document wants a password that was not given."""


def saved_again(data: bytes, password: str) -> tuple[bytes, str]:
    """Return a PDF that PDFium wrote, and what the person should know about it.

    Its pages are taken over as they are; where that fails each is drawn as a picture.

    Raises:
        LockedError: it wants another password.
        pypdfium2.PdfiumError: PDFium cannot open it either, or no page can be drawn.
    """
    try:
        document = pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise LockedError from error
        raise
    with document:
        try:
            return _taken_over(document), ""
        except pypdfium2.PdfiumError:
            return _drawn(document)


def _taken_over(document: pypdfium2.PdfDocument) -> bytes:
    with pypdfium2.PdfDocument.new() as fresh:
        fresh.import_pages(document)
        out = io.BytesIO()
        fresh.save(out)
    return out.getvalue()


def _drawn(document: pypdfium2.PdfDocument) -> tuple[bytes, str]:
    drawn = []
    for index in range(min(len(document), _MOST_DRAWN)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            continue
        longest = max(page.get_width(), page.get_height(), 1.0)
        scale = min(_DRAWN_SCALE, _LONGEST_SIDE / longest)
        drawn.append(pictures.Drawn(drawing.draw(page, scale), page.get_width(), page.get_height()))
        page.close()
    if not drawn:
        raise pypdfium2.PdfiumError("no page can be drawn")
    left = len(document) - len(drawn)
    note = "This PDF is damaged, so its pages are shown as pictures and text can't be selected."
    if left:
        note += f" {left:,} of its pages could not be shown."
    return pictures.as_pdf(drawn), f"{note} Ask for a fresh copy and add that."
