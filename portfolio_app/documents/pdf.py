"""Reads a PDF: facts, page copy, words of each page, a picture of the first."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2

from portfolio_app.documents import kept, marks, page_copy, pdf_facts, pdf_rescue, positions
from portfolio_app.documents.kinds import Told
from portfolio_app.documents.page_reading import PagesRead, read_pages
from portfolio_app.documents.pdf_values import BROKEN
from portfolio_app.documents.reading import Reading
from portfolio_app.domain.document import DocumentKind, Facts, ReadStatus

_LARGEST_UNPACKED = 400_000_000  # bytes of one stream; more is a bomb, not a page

_LARGE = 60_000_000  # bytes
_MOST_COMPARED = 50  # pages

_KEPT = "The file has been kept and can be mapped as a whole."


def read(data: bytes, name: str, *, most_pages: int, password: str) -> Reading:
    """Return what a PDF holds. Damaged, locked and empty ones are kept, with the reason."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_LARGEST_UNPACKED,
        png_max_memory=_LARGEST_UNPACKED,
        run_length_max_memory=_LARGEST_UNPACKED,
        tiff_max_memory=_LARGEST_UNPACKED,
    )
    try:
        found = _opened(data, name, most_pages=most_pages, password=password)
    except BROKEN:
        return _rescued(data, name, most_pages=most_pages, password=password)
    if found.was_mended and _has_more_words(data, password, found):
        rescued = _rescued(data, name, most_pages=most_pages, password=password)
        return rescued if rescued.page_copy else found
    return found


def _has_more_words(data: bytes, password: str, found: Reading) -> bool:
    """Return whether PDFium finds words in a damaged file that its page copy has lost.

    qpdf treats a stream whose end it cannot find as empty; PDFium reads on.
    """
    try:
        with pypdfium2.PdfDocument(data, password=password or None) as document:
            count = min(len(document), _MOST_COMPARED)
            words = sum(len(positions.words(document[index]).strip()) for index in range(count))
    except pypdfium2.PdfiumError:
        return False
    return words > sum(len(page.text.strip()) for page in found.pages[:_MOST_COMPARED])


def _opened(data: bytes, name: str, *, most_pages: int, password: str, note: str = "") -> Reading:
    """Return what a PDF holds.

    Raises:
        BROKEN: one of the two libraries cannot open it, or found nonsense.
    """
    with pikepdf.open(io.BytesIO(data), password=password) as pdf:
        total = len(pdf.pages)
        facts = pdf_facts.of(pdf, name)
        if total == 0:
            return Reading(_without_pages(facts))
        only_xfa, is_made = pdf_facts.has_only_xfa(pdf), pdf_facts.is_made_by_reader(pdf)
        marked = marks.marks(pdf, most_pages)
        made, answers = page_copy.make(pdf, most_pages, packs=len(data) < _LARGE)
        try:
            pages = read_pages(made, answers.fields)
        except pypdfium2.PdfiumError:  # the document is too odd to be kept, its pages may not be
            made = page_copy.rebuilt(pdf)
            pages = read_pages(made, answers.fields)
        answers.checked(made)
        was_mended = bool(pdf.get_warnings())  # some only come when a stream is read
    shown = len(pages.texts)
    if only_xfa and shown and pdf_facts.says_wait(pages.texts[0].text):
        return Reading(_for_adobe_reader(facts))
    problems = [note] if note else []
    if only_xfa and is_made:
        problems.append(
            "This form shows its questions only in Adobe Reader; here you see the page it carries "
            "for other programs. Print it to PDF there and add that."
        )
    problems += answers.problems()
    if total > most_pages:
        problems.append(
            f"This PDF has {total:,} pages; the first {most_pages:,} are shown. Add the part that "
            "counts as a PDF of its own."
        )
    problems += _page_problems(pages)
    facts = pdf_facts.settled(
        replace(
            facts,
            pages=shown,
            holds=(*facts.holds, *answers.holdings(), *pages.covered.holdings()),
            picture_pages=tuple(pages.pictures),
            problem=" ".join(problems),
            code="partial" if problems else "",
            highlights=marks.highlights(marked, made),
        ),
        name,
        pages,
    )
    if len(pages.broken) == shown:
        return Reading(replace(_damaged(), title=facts.title, author=facts.author))
    return Reading(facts, tuple(pages.texts), made, pages.thumbnail, was_mended)


def _rescued(data: bytes, name: str, *, most_pages: int, password: str) -> Reading:
    """Return what PDFium can save of a PDF that the usual way could not open."""
    try:
        saved, note = pdf_rescue.saved_again(data, password)
    except pdf_rescue.LockedError:
        return Reading(_locked(was_tried=bool(password)))
    except pypdfium2.PdfiumError:
        if _asks_for_a_certificate(data):
            return Reading(_locked_for_recipients())
        return Reading(_damaged())
    try:
        return _opened(saved, name, most_pages=most_pages, password="", note=note)
    except BROKEN:
        return Reading(_damaged())


def _asks_for_a_certificate(data: bytes) -> bool:
    """Return whether the file is encrypted for named recipients (ISO 32000-2, 7.6.5)."""
    return b"/Adobe.PubSec" in data or b"/Recipients" in data


def _page_problems(pages: PagesRead) -> list[str]:
    problems = []
    if pages.broken:
        numbers = [index + 1 for index in pages.broken]
        first, last = numbers[0], numbers[-1]
        if len(numbers) == 1:
            what = f"Page {first} of this PDF can't be shown."
        elif numbers == list(range(first, last + 1)):
            what = f"Pages {first} to {last} of this PDF can't be shown."
        else:
            what = f"{len(numbers)} pages of this PDF, from page {first} on, can't be shown."
        problems.append(
            f"{what} The other pages work, and the file has been kept. Ask for a fresh copy and "
            "add that."
        )
    if pages.no_words_from is not None and pages.no_words_from < len(pages.texts):
        problems.append(
            f"From page {pages.no_words_from + 1:,} on the words were not read, because it "
            "would have taken too long. Use Box there, or add the part that counts as a PDF of "
            "its own."
        )
    return problems


def _damaged() -> Facts:
    return kept.as_a_whole(Told(DocumentKind.PDF, "pdf", damaged=True))


def _without_pages(facts: Facts) -> Facts:
    return replace(
        facts,
        status=ReadStatus.KEPT,
        pages=0,
        problem=f"This PDF has no pages. {_KEPT} Ask for a fresh copy and add that.",
        code="empty",
    )


def _for_adobe_reader(facts: Facts) -> Facts:
    return replace(
        facts,
        status=ReadStatus.KEPT,
        pages=0,
        problem="This is a form whose pages only Adobe Reader can make: a PDF of it holds one page "
        f"that says to wait. {_KEPT} To show it and highlight passages, open it in Adobe Reader, "
        "print it to PDF and add that.",
        code="unsupported",
    )


def _locked(*, was_tried: bool) -> Facts:
    if was_tried:
        problem = (
            "That password doesn't open this PDF. It is kept, still locked, and can be mapped as "
            "a whole. Check capital letters and try again, or ask whoever sent it."
        )
    else:
        problem = (
            "This PDF is locked with a password. It has been added but can't be read yet. Enter "
            "the password to make an unlocked copy for your portfolio; the original stays locked."
        )
    return Facts(
        DocumentKind.PDF,
        ReadStatus.KEPT,
        problem=problem,
        code="wrong-password" if was_tried else "locked",
        locked=True,
    )


def _locked_for_recipients() -> Facts:
    return Facts(
        DocumentKind.PDF,
        ReadStatus.KEPT,
        problem="This PDF is locked for named people with their certificates, so a password can't "
        f"open it. {_KEPT} To highlight passages, ask whoever sent it for an unlocked PDF.",
        code="locked",
        locked=True,
    )
