"""Why a piece has no pages in the bundle, said to the assessor rather than to the apprentice."""

from __future__ import annotations

from portfolio_app.domain.days import length_words
from portfolio_app.domain.document import DocumentKind
from portfolio_app.domain.evidence import EvidenceItem

_FORMS = {
    DocumentKind.WORD: "a word-processor document",
    DocumentKind.SLIDES: "a slide presentation",
    DocumentKind.SHEET: "a spreadsheet",
    DocumentKind.MAIL: "an e-mail message",
    DocumentKind.RECORDING: "a recording",
    DocumentKind.WEB: "a saved web page",
    DocumentKind.ARCHIVE: "a packed folder of files",
    DocumentKind.NOTEBOOK: "a notebook file",
    DocumentKind.PDF: "a PDF file whose pages can't be shown",
    DocumentKind.IMAGE: "a picture file that can't be shown",
    DocumentKind.TEXT: "a text file that can't be shown",
}


def slip_words(item: EvidenceItem) -> str:
    """Return the sentence printed on a slip page; empty for a piece that has pages."""
    if item.pages:
        return ""
    form = _FORMS.get(item.document, "a file of a kind that has no pages")
    if item.document is DocumentKind.RECORDING and item.duration:
        form = f"a recording of {length_words(item.duration)}"
    if item.locked:
        form = "a file that is locked with a password"
    return f"This piece is {form}, so it is listed here and claimed as a whole."
