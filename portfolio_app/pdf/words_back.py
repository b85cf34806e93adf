"""Checks that every claim's page carries its words, by reading the finished bundle with PDFium."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pypdfium2
from pypdfium2.raw import FPDF_PAGEOBJ_FORM

from portfolio_app.domain import quotes
from portfolio_app.domain.bundle import Manifest, ManifestClaim
from portfolio_app.domain.document import PageText
from portfolio_app.problems import Level, Problem
from portfolio_app.progress import Progress

# A control character is never a word; 0x02 is PDFium's hyphen at a line's end, which quotes joins.
_SPACES = {code: " " for code in (*range(32), 0x7F) if chr(code) not in "\t\n\r\x02"}
_RUNS_ON = 3  # pages after its first that a quote may run over
_AT_ONCE = 200  # pages read before PDFium's memory of them is let go


def missing(manifest: Manifest, path: Path, pages: int, progress: Progress) -> list[Problem]:
    """Return a finding for each claim whose words do not stand on its page.

    A claim without words (a whole item, an area of a picture) and a piece without pages have
    nothing to compare.
    """
    last = {item.ref: item.first_page + item.pages - 1 for item in manifest.items if item.pages}
    claims = [
        claim
        for claim in manifest.claims
        if claim.quote.strip() and claim.ref in last and 1 <= claim.page <= pages
    ]
    if not claims:
        return []
    findings = []
    reader = _Reader(path)
    try:
        for number, claim in enumerate(sorted(claims, key=lambda each: each.page)):
            if number % 10 == 0:
                progress("Reading the claimed passages", number / len(claims))
            if not _stands(reader, claim, min(last[claim.ref], pages)):
                findings.append(
                    Problem(
                        Level.MUST_FIX,
                        "quote-missing",
                        claim.ref,
                        f"Page {claim.page} does not hold the words claimed for {claim.ksb} in "
                        f"{claim.ref}: “{_short(claim.quote)}”.",
                    )
                )
    except pypdfium2.PdfiumError:
        findings.append(
            Problem(Level.MUST_FIX, "unreadable", "", "The pages can't be read back as text.")
        )
    finally:
        reader.close()
    return findings


def _stands(reader: _Reader, claim: ManifestClaim, last: int) -> bool:
    if " ".join(claim.quote.split()) in reader.words(claim.page):
        return True  # letter by letter: no need to fold cases, dashes and broken words
    if quotes.find(reader.text(claim.page), claim.quote) is not None:
        return True
    texts = [
        PageText(number, 0, 0, reader.evidence_text(number))
        for number in range(claim.page, min(claim.page + _RUNS_ON, last) + 1)
    ]
    # Its own page decides: the same words may also stand whole on the page it runs on to.
    found = quotes.search_pages(texts, claim.quote, claim.page)
    if any(hit.page_index == claim.page for hit in found):
        return True
    sought = _letters(claim.quote)
    own = _letters(reader.text(claim.page))
    if sought in own:
        return True  # also where it has no letter that could be compared
    first, *others = (_letters(each.text) for each in texts)
    if 0 <= "".join((first, *others)).find(sought) < len(first):
        return True
    return _runs_left(claim.quote) and all(each in own for each in _words(claim.quote))


def _letters(text: str) -> str:
    """Return letters and digits alone.

    The same letters at another size: PDFium may see a gap between two of them, or none. And what
    the file gives no meaning (notes of a score, boxes of a form) reads as another sign each time.
    """
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    folded = quotes.normalise(text).text
    return "".join(each if each.isalnum() else " " for each in folded.replace("-", "")).split()


def _runs_left(text: str) -> bool:
    """Whether words run from the right: PDFium then orders a line by how long it is."""
    return any(unicodedata.bidirectional(each) in ("R", "AL") for each in text)


def _short(quote: str) -> str:
    words = quote.split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


class _Reader:
    """The text of pages (counted from 1); the last one asked for is remembered."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pdf = pypdfium2.PdfDocument(path)
        self._read = 0
        self._last: tuple[int, str, str] = (0, "", "")

    def text(self, number: int) -> str:
        """Return all words of a page."""
        return self._page(number)[1].translate(_SPACES)

    def words(self, number: int) -> str:
        """Return all words of a page with one space between two."""
        return self._page(number)[2]

    def evidence_text(self, number: int) -> str:
        """Return the words where the evidence lies: not our header, stamp, flags and footer."""
        page = self._pdf[number - 1]
        words = page.get_textpage()
        forms = page.get_objects(filter=[FPDF_PAGEOBJ_FORM], max_depth=1)
        text = "\n".join(words.get_text_bounded(*each.get_bounds()) for each in forms)
        words.close()
        page.close()
        return text.translate(_SPACES)

    def close(self) -> None:
        """Let go of the file."""
        self._pdf.close()

    def _page(self, number: int) -> tuple[int, str, str]:
        if self._last[0] != number:
            if self._read == _AT_ONCE:
                # PDFium keeps what it unpacked for as long as the document is open.
                self._pdf.close()
                self._pdf, self._read = pypdfium2.PdfDocument(self._path), 0
            self._read += 1
            page = self._pdf[number - 1]
            words = page.get_textpage()
            text = words.get_text_range()
            words.close()
            page.close()
            self._last = (number, text, " ".join(text.split()))
        return self._last
