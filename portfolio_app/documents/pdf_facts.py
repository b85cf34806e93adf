"""What a PDF says about itself: title, author, day, signatures, restrictions, active content."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pikepdf

from portfolio_app.documents.active import ActiveContent, signed
from portfolio_app.documents.pdf_values import at, text
from portfolio_app.domain import dates
from portfolio_app.domain.document import DocumentKind, Facts, ReadStatus

_LONGEST = 200
_LARGEST_METADATA = 2_000_000
_FIRST_WORDS = 1_500  # a day further down the first page is seldom the document's own
_NO_TITLE = re.compile(
    r"^(microsoft (word|powerpoint|excel|office)\b.*|untitled\b.*|unbenannt\b.*|title|titel"
    r"|document ?\d*|doc ?\d*|presentation ?\d*|powerpoint presentation|slide ?\d*|book ?\d*"
    r"|sheet ?\d*|workbook ?\d*|scan(ned)?\b.*|image ?\d*|print(ed)?|about:blank|blank|null|none"
    r"|no title|default|temp|tmp|test|\d+|full page photo|crystal reports.*|layout ?\d*)$",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"\.(pdf|docx?|pptx?|xlsx?|rtf|odt|odp|ods|indd|qxd|qxp|ai|eps|ps|dvi|tex|pub|pmd|fm|html?|txt"
    r"|jpe?g|png|tiff?|vsdx?|cdr|wpd|pages|key)$",
    re.IGNORECASE,
)
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
    return Facts(
        DocumentKind.PDF,
        ReadStatus.READABLE,
        title=title,
        author=_one_line(text(at(information, "/Author"))),
        date=_property_date(information),
        date_source="document property",
        restricted=_is_restricted(pdf),
        signed=signed(pdf),
        active=active.found,
    )


def with_date(facts: Facts, name: str, first_words: str) -> Facts:
    """Return the facts with the most telling day: file name, first page, then property (D2)."""
    if found := dates.date_from_name(name):
        return replace(facts, date=found[0], date_source="file name")
    if found := dates.find_date(first_words[:_FIRST_WORDS]):
        return replace(facts, date=found[0], date_source="first page")
    return facts if facts.date else replace(facts, date_source="")


def sensible_title(title: str, name: str) -> str:
    """Return a document's own title if a person may have meant it, else nothing.

    A title that only repeats the file's name in one word says no more than the name does.
    """
    title = _one_line(title)
    if " " not in title and name.lower().startswith(title.lower()):
        return ""
    letters = sum(each.isalpha() for each in title)
    if letters < 3 or "\ufffd" in title or _NO_TITLE.match(title) or _FILE_NAME.search(title):
        return ""
    if "\\" in title or "://" in title:
        return ""
    return title


def needs_adobe_reader(pdf: pikepdf.Pdf) -> bool:
    """Return whether the pages are only a stand-in for a form made elsewhere (XFA)."""
    has_form = at(pdf.Root, "/AcroForm", "/XFA") is not None
    return has_form and at(pdf.Root, "/NeedsRendering") is True


def _one_line(words: str) -> str:
    kept = "".join(each if each.isprintable() else " " for each in words)
    return " ".join(kept.split())[:_LONGEST].strip()


def _property_date(information: object) -> str:
    for key in ("/CreationDate", "/ModDate"):
        found = _PDF_DATE.match(text(at(information, key)))
        day = dates.find_date("-".join(found.groups())) if found else None
        if day:
            return day[0]
    return ""


def _xmp_title(pdf: pikepdf.Pdf) -> str:
    metadata = at(pdf.Root, "/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return ""
    try:
        packet = metadata.read_bytes()
    except pikepdf.PdfError:
        return ""
    found = _XMP_TITLE.search(packet[:_LARGEST_METADATA])
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
