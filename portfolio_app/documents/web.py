"""Reads saved web pages (HTML, MHT) and web addresses (.url, .webloc): nothing is ever fetched."""

from __future__ import annotations

import configparser
import email
import plistlib
import re
from collections.abc import Callable
from email.message import Message
from typing import Any
from urllib.parse import urljoin
from xml.parsers.expat import ExpatError

from portfolio_app.documents import charsets, dating, kept, letter, mail, markup, text
from portfolio_app.documents.kinds import Told
from portfolio_app.documents.markup import FindPicture, Found
from portfolio_app.documents.page_reading import read_pages
from portfolio_app.documents.reading import Reading, SetPages
from portfolio_app.documents.titles import one_line, sensible_heading, sensible_title
from portfolio_app.domain import dates
from portfolio_app.domain.document import DocumentKind, Facts, ReadStatus
from portfolio_app.domain.simple import (
    NOTICE,
    Paragraph,
    Run,
    SimpleDocument,
    Style,
    heading,
    words,
)
from portfolio_app.domain.web_address import ADDRESS_META, SEEN_META, is_address

_ADDRESS_NOTICE = "A web address, with what was typed or pasted beside it. Nothing was fetched."
_SAVED_FROM = re.compile(
    r"<!--\s*saved from url=\(\d+\)\s*(https?://[^\s>]{1,2000})", re.IGNORECASE
)
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued",
    "dcterms.issued", "dc.date", "dcterms.date", "date", "pubdate", "publish-date",
    "citation_publication_date", "dcterms.created", "dc.date.created", "govuk:first-published-at",
    "govuk:updated-at", "article:modified_time", "dcterms.modified", "last-modified",
)  # fmt: skip
_AUTHORS = ("author", "dc.creator", "dcterms.creator", "article:author", "citation_author")
_CUT = (
    "This web page is very long: its first {0:,} characters are shown. The file has been kept "
    "whole. Add the part that counts as a file of its own."
)
_MOST_PARTS = 2_000
_BROKEN_PLIST = (plistlib.InvalidFileException, ExpatError, ValueError, KeyError, TypeError,
                 IndexError, AttributeError, OverflowError, RecursionError)  # fmt: skip


def read(data: bytes, name: str, told: Told, set_pages: SetPages) -> Reading:
    """Return a page's facts and pages; what holds no words is kept as a whole."""
    if told.form in ("url", "webloc"):
        return _shortcut(data, name, told, set_pages)
    saved_on = address = ""
    find: FindPicture | None = None
    if told.form == "mht":
        archive = _Archive(data)
        source, find = archive.markup, archive.find
        address, saved_on = archive.address, archive.day
        subject = archive.title
    else:
        source = charsets.decode(data, charsets.of_page(data))
        subject = ""
    found = markup.read(source, find or _only_data)
    if saved := _SAVED_FROM.search(source[:4_000]):
        address = address or saved[1]
    if not found.text.strip() and not found.pictures:
        return Reading(kept.without_words(told))
    return _pages(found, name, set_pages, address=address, saved_on=saved_on, subject=subject)


def _pages(
    found: Found, name: str, set_pages: SetPages, *, address: str, saved_on: str, subject: str
) -> Reading:
    ours = found.meta.get(ADDRESS_META, "")
    address = ours or address or found.meta.get("og:url", "") or found.meta.get("canonical", "")
    address = address.strip() if is_address(address.strip()) else ""
    title = _title(found, name, subject)
    notice = _ADDRESS_NOTICE if ours else NOTICE
    copy = set_pages(SimpleDocument(title or name, tuple(found.blocks), notice), found.pictures)
    pages = read_pages(copy)
    day, source = _day(found, name, saved_on)
    problem = _CUT.format(markup.MOST_CHARACTERS) if found.is_cut else ""
    facts = Facts(
        DocumentKind.WEB,
        ReadStatus.READABLE,
        pages=len(pages.texts),
        title=title,
        author=one_line(next((found.meta[key] for key in _AUTHORS if key in found.meta), "")),
        date=day,
        date_source=source,
        problem=problem,
        code="partial" if problem else "",
        holds=tuple(letter.web_holdings(found)),
        address=address,
        route="simplified",
    )
    return Reading(facts, tuple(pages.texts), copy, pages.thumbnail)


def _title(found: Found, name: str, subject: str) -> str:
    if own := sensible_title(found.title, name) or sensible_title(subject, name):
        return own
    for block in found.blocks[:40]:
        if isinstance(block, Paragraph) and block.style is Style.HEADING:
            return sensible_heading(block.text)
    first = next((b for b in found.blocks[:3] if isinstance(b, Paragraph)), None)
    if first is not None and len(first.text) <= 80 and len(found.blocks) > 1:
        return "" if first.text.rstrip().endswith(".") else sensible_heading(first.text)
    return ""


def _day(found: Found, name: str, saved_on: str) -> tuple[str, str]:
    seen = dates.find_date(found.meta.get(SEEN_META, ""))
    if seen:
        return seen[0], "date seen"
    published = ""
    for key in _PUBLISHED:
        if stated := dates.find_date(found.meta.get(key, "")[:40]):
            published = stated[0]
            break
    day = dating.honest_day(name, found.text[:6_000], otherwise=published)
    return day if day[0] or not saved_on else (saved_on, "date saved")


def _only_data(address: str) -> bytes | None:
    return letter.of_data_address(address) if address.lower().startswith("data:image/") else None


class _Archive:
    """A page saved with its pictures in one file (RFC 2557)."""

    def __init__(self, data: bytes) -> None:
        self.markup = ""
        self.address = ""
        self._base = ""
        self._parts: dict[str, Message[str, str]] = {}
        opened = mail.open_letter(data)
        self.day = opened.day if opened is not None else ""
        self.title = opened.subject if opened is not None else ""
        if opened is not None and opened.sent is not None:
            self.day = opened.sent.date().isoformat()
        message: Message[str, str] = email.message_from_bytes(data.lstrip(b"\r\n"))
        snapshot = mail.header(message, "snapshot-content-location")
        page: Message[str, str] | None = None
        for number, part in enumerate(message.walk()):
            if number > _MOST_PARTS:
                break
            for key in ("content-location", "content-id"):
                place = mail.header(part, key).strip("<> ")
                if place:
                    self._parts.setdefault(place, part)
            if page is None and part.get_content_type() in ("text/html", "application/xhtml+xml"):
                page = part
        if page is not None:
            raw = mail.content(page)
            self.markup = letter.decoded(raw, str(page.get_param("charset") or ""))
            self._base = mail.header(page, "content-location")
        self.address = snapshot or (self._base if is_address(self._base) else "")

    def find(self, address: str) -> bytes | None:
        """Return the bytes of a picture that the page names, when they are in the file."""
        if address.lower().startswith("data:image/"):
            return letter.of_data_address(address)
        bare = address.removeprefix("cid:").strip("<> ")
        for key in (address, bare, _joined(self._base, address)):
            if (part := self._parts.get(key)) is not None:
                return mail.content(part)
        return None


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def _shortcut(data: bytes, name: str, told: Told, set_pages: SetPages) -> Reading:
    """Return the page of a shortcut: a title, the address, and that nothing else is known."""
    reader: Callable[[bytes], str] = _of_plist if told.form == "webloc" else _of_ini
    address = one_line_address(reader(data))
    if not address:
        return Reading(kept.as_a_whole(Told(told.kind, told.form, damaged=True)))
    title = dates.title_from_name(name) or address
    blocks = (
        heading(title),
        Paragraph((Run("Address: ", bold=True), Run(address, link=address))),
        words("A shortcut to a web page. What stood there is not kept in it.", Style.NOTE),
    )
    copy = set_pages(SimpleDocument(title, blocks, _ADDRESS_NOTICE), ())
    pages = read_pages(copy)
    day = dates.date_from_name(name)
    facts = Facts(
        DocumentKind.WEB,
        ReadStatus.READABLE,
        pages=len(pages.texts),
        date=day[0] if day else "",
        date_source="file name" if day else "",
        address=address,
        route="simplified",
    )
    return Reading(facts, tuple(pages.texts), copy, pages.thumbnail)


def one_line_address(found: str) -> str:
    """Return a web address if it is one, else nothing."""
    found = found.strip()
    return found if is_address(found) else ""


def _of_ini(data: bytes) -> str:
    """Return the address in a Windows shortcut, or in a Linux desktop entry."""
    reader = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        reader.read_string((text.decode(data[:65_536]) or "").lstrip("\ufeff"))
    except (configparser.Error, ValueError):
        return ""
    for section in ("InternetShortcut", "Desktop Entry"):
        if reader.has_option(section, "url"):
            return str(reader.get(section, "url") or "")
    return ""


def _of_plist(data: bytes) -> str:
    try:
        found: Any = plistlib.loads(data[:1_000_000])
        return str(found.get("URL", ""))
    except _BROKEN_PLIST:
        return ""
