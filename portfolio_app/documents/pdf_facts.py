"""What a PDF says about itself: title, author, day, signatures, restrictions, active content."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pikepdf

from portfolio_app.documents import dating, headings, pdf_holdings
from portfolio_app.documents.active import ActiveContent, signed
from portfolio_app.documents.page_reading import PagesRead
from portfolio_app.documents.pdf_values import at, items, text
from portfolio_app.documents.pdf_values import name as name_of
from portfolio_app.documents.titles import one_line, sensible_title
from portfolio_app.domain import dates
from portfolio_app.domain.document import DocumentKind, Facts, ReadStatus

_PDF_DATE = re.compile(r"^\s*(?:D:)?\s*(\d{4})-?(\d{2})-?(\d{2})")
_XMP_TITLE = re.compile(
    rb"<dc:title>.{0,200}?<rdf:li[^>]{0,100}>([^<]{1,1000})</rdf:li>", re.DOTALL
)


def of(pdf: pikepdf.Pdf, name: str) -> Facts:
    """Return what the document says, before its pages are read. ``name`` is the file's name."""
    information = at(pdf.trailer, "/Info")
    active = ActiveContent()
    active.look_at_document(pdf)
    for page in pdf.pages:
        active.look_at_page(page.obj)
    title = sensible_title(text(at(information, "/Title")), name) or sensible_title(
        _xmp_title(pdf), name
    )
    holds, inside = pdf_holdings.of(pdf)
    return Facts(
        DocumentKind.PDF,
        ReadStatus.READABLE,
        title=title,
        author=one_line(text(at(information, "/Author"))),
        date=_property_date(information),
        date_source="document property",
        restricted=_is_restricted(pdf),
        signed=signed(pdf),
        active=active.found,
        headings=headings.bookmarks(pdf),
        holds=holds,
        inside=inside,
    )


def settled(facts: Facts, name: str, pages: PagesRead) -> Facts:
    """Return the facts with the title and day that mean most, once the pages are read."""
    first_words = pages.texts[0].text if pages.texts else ""
    day, source = dating.honest_day(name, first_words, otherwise=facts.date)
    return replace(
        facts,
        title=facts.title or pages.heading,
        date=day,
        date_source=source,
        headings=headings.places_to_split(facts.headings, pages.tops),
    )


def has_only_xfa(pdf: pikepdf.Pdf) -> bool:
    """Return whether this is an XFA form, and no page has a field of the usual kind."""
    if at(pdf.Root, "/AcroForm", "/XFA") is None:
        return False
    return not any(
        name_of(at(annotation, "/Subtype")) == "/Widget"
        for page in pdf.pages
        for annotation in items(at(page.obj, "/Annots"))
    )


def is_made_by_reader(pdf: pikepdf.Pdf) -> bool:
    """Return whether the document says that a program must make its pages (ISO 32000-1, 12.7.8)."""
    return at(pdf.Root, "/NeedsRendering") is True


def says_wait(words: str) -> bool:
    """Return whether a page is the one that such forms carry for all other programs."""
    told = " ".join(words[:2_000].casefold().split())
    return "please wait" in told and ("pdf viewer" in told or "adobe reader" in told)


def _property_date(information: object) -> str:
    for key in ("/CreationDate", "/ModDate"):
        found = _PDF_DATE.match(text(at(information, key)))
        day = dates.find_date("-".join(found.groups())) if found else None
        if day:
            return day[0]
    return ""


def _xmp_title(pdf: pikepdf.Pdf) -> str:
    found = _XMP_TITLE.search(pdf_holdings.metadata(pdf))
    return unescape(found[1].decode("utf-8", "replace")) if found else ""


def _is_restricted(pdf: pikepdf.Pdf) -> bool:
    """Return whether the owner asked readers not to copy, change or print."""
    if not pdf.is_encrypted or pdf.owner_password_matched:
        return False
    return not all(
        (
            pdf.allow.extract,
            pdf.allow.modify_annotation,
            pdf.allow.modify_assembly,
            pdf.allow.modify_other,
            pdf.allow.print_highres,
        )
    )
