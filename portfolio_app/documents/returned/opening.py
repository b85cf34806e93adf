"""Opens a PDF that came back with both libraries, and says plainly why it can't be looked at."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from portfolio_app.documents.pdf_values import BROKEN
from portfolio_app.documents.returned import pages
from portfolio_app.documents.returned.pages import Page

LARGEST = 100_000_000  # bytes; a form with a signature is a thousandth of it
MOST_PAGES = 60  # that are looked at
_LARGEST_UNPACKED = 200_000_000  # bytes of one stream

_KEPT = "The file is kept as it came."
_AGAIN = "Ask for the form again, saved as a PDF without a password."


@dataclass(frozen=True, slots=True)
class Opened:
    """A PDF as both libraries have it. Either may be None: ``problem`` says why, in a sentence.

    ``code`` is the short word for it: "locked", "damaged", "empty", "huge".
    """

    data: bytes
    pdf: pikepdf.Pdf | None
    document: pypdfium2.PdfDocument | None
    problem: str = ""
    code: str = ""
    _read: dict[int, Page] = field(default_factory=dict)

    def page(self, index: int) -> Page:
        """Return a page as it is compared, read once.

        Raises:
            pypdfium2.PdfiumError: it cannot be read.
        """
        if index not in self._read:
            if self.document is None:
                raise pypdfium2.PdfiumError("PDFium could not open the file.")
            self._read[index] = pages.read(self.document, index)
        return self._read[index]

    @property
    def pages(self) -> int:
        """How many pages it has."""
        if self.document is not None:
            return len(self.document)
        return len(self.pdf.pages) if self.pdf is not None else 0


@contextmanager
def opened(data: bytes) -> Iterator[Opened]:
    """Give a PDF opened by both libraries; closed at the end. Nothing is raised for its content."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_LARGEST_UNPACKED,
        png_max_memory=_LARGEST_UNPACKED,
        run_length_max_memory=_LARGEST_UNPACKED,
        tiff_max_memory=_LARGEST_UNPACKED,
    )
    if len(data) > LARGEST:
        yield Opened(data, None, None, f"This file is too large for a form. {_KEPT}", "huge")
        return
    pdf, locked = _pikepdf(data)
    document, locked_there = _pdfium(data)
    try:
        yield Opened(data, pdf, document, *_problem(pdf, document, locked=locked or locked_there))
    finally:
        if document is not None:
            document.close()
        if pdf is not None:
            pdf.close()


def _pikepdf(data: bytes) -> tuple[pikepdf.Pdf | None, bool]:
    try:
        return pikepdf.open(io.BytesIO(data)), False
    except pikepdf.PasswordError:
        return None, True
    except BROKEN:
        return None, False


def _pdfium(data: bytes) -> tuple[pypdfium2.PdfDocument | None, bool]:
    try:
        return pypdfium2.PdfDocument(data), False
    except pypdfium2.PdfiumError as error:
        return None, getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD


def _problem(
    pdf: pikepdf.Pdf | None, document: pypdfium2.PdfDocument | None, *, locked: bool
) -> tuple[str, str]:
    if pdf is None and document is None:
        if locked:
            return f"This PDF is locked with a password, so it can't be checked. {_AGAIN}", "locked"
        return f"This PDF is damaged and can't be opened. {_KEPT} {_AGAIN}", "damaged"
    if pdf is None or document is None:
        return (
            f"This PDF is damaged, so it can't be checked in full. {_KEPT} {_AGAIN}",
            "damaged",
        )
    try:
        pages = len(pdf.pages)
    except BROKEN:
        return f"This PDF is damaged and can't be checked. {_KEPT} {_AGAIN}", "damaged"
    if not pages or not len(document):
        return f"This PDF has no pages. {_KEPT} {_AGAIN}", "empty"
    return "", ""
