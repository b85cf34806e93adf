"""A message as the app shows it, whatever format it came in: header block, body, attachments."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape

from portfolio_app.documents import charsets, markup
from portfolio_app.documents.markup import Found
from portfolio_app.documents.page_reading import read_pages
from portfolio_app.documents.reading import Reading, SetPages
from portfolio_app.documents.titles import one_line, subject_title
from portfolio_app.domain.document import DocumentKind, Facts, Holding, Inside, ReadStatus
from portfolio_app.domain.simple import Block, Paragraph, Run, SimpleDocument, Style

_MOST_LINES = 12_000
_QUOTED = re.compile(r"^((?:>[ \t]?)+)")
_WORDS_OF_HTML = 0.5  # of the plain part's: fewer, and the plain part says more
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SENT = "%A {0} %B %Y, %H:%M"
_SENTENCE_CUT = (
    "This e-mail is very long: its first {0:,} characters are shown. The file has been kept whole."
)
_ENCRYPTED = (
    "The words of this e-mail are encrypted, so only its header can be shown. The file has been "
    "kept. To highlight passages, open it in your mail program, print it to PDF and add that."
)


@dataclass(slots=True)
class Attachment:
    """A file within a message. ``content`` gives its bytes when they are wanted."""

    name: str
    size: int
    content: Callable[[], bytes]
    note: str = ""
    is_shown: bool = False


@dataclass(slots=True)
class Letter:
    """A message. Header values are as written, on one line; ``sent`` is None when not known.

    ``pictures`` gives the bytes of a picture by its Content-ID or Content-Location. ``notes`` are
    sentences about what is missing or odd. ``answers`` are the message ids it says it answers.
    """

    subject: str = ""
    sender: str = ""
    sender_name: str = ""
    to: str = ""
    cc: str = ""
    bcc: str = ""
    date_words: str = ""
    sent: datetime | None = None
    day: str = ""
    plain: str = ""
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    pictures: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    is_encrypted: bool = False
    is_signed: bool = False
    receipts: bool = False
    is_flowed: bool = False
    has_route: bool = False
    message_id: str = ""
    answers: str = ""


def reading(letter: Letter, set_pages: SetPages) -> Reading:
    """Return a message's facts, pages and words."""
    body, found = _body(letter)
    if letter.is_encrypted:
        letter.notes.append(_ENCRYPTED)
    elif not body:
        body = [Paragraph((Run("[This e-mail has no words.]", italic=True),), Style.NOTE)]
    if found is not None and found.is_cut:
        letter.notes.append(_SENTENCE_CUT.format(markup.MOST_CHARACTERS))
    title = subject_title(letter.subject)
    blocks = [*_header(letter), *body]
    document = SimpleDocument(title or "E-mail", tuple(blocks))
    copy = set_pages(document, found.pictures if found is not None else [])
    pages = read_pages(copy)
    day = letter.sent.date().isoformat() if letter.sent is not None else letter.day
    facts = Facts(
        DocumentKind.MAIL,
        ReadStatus.READABLE,
        pages=len(pages.texts),
        title=title,
        author=one_line(letter.sender_name or letter.sender),
        date=day,
        date_source="mail header" if day else "",
        problem=" ".join(letter.notes),
        code="partial" if letter.notes else "",
        holds=tuple(_holdings(letter, found)),
        inside=listed(letter),
        route="simplified",
    )
    return Reading(facts, tuple(pages.texts), copy, pages.thumbnail)


def listed(letter: Letter) -> tuple[Inside, ...]:
    """Return the attachments, numbered from 1 in the order of the message."""
    return tuple(
        Inside(
            number,
            each.name,
            each.size,
            each.note or ("shown in the message" if each.is_shown else ""),
        )
        for number, each in enumerate(letter.attachments, 1)
    )


def _header(letter: Letter) -> list[Block]:
    sent = letter.date_words
    if letter.sent is not None:
        offset = letter.sent.strftime("%z")
        sent = letter.sent.strftime(_SENT.format(letter.sent.day))
        sent = f"{sent} {offset[:3]}:{offset[3:5]}" if offset else f"{sent} (no time zone given)"
    rows = [
        ("From", letter.sender),
        ("To", letter.to),
        ("Cc", letter.cc),
        ("Bcc", letter.bcc),
        ("Date", sent),
        ("Subject", letter.subject),
    ]
    if letter.attachments:
        names = [f"{each.name} ({size_words(each.size)})" for each in letter.attachments]
        rows.append(("Attachments", "; ".join(names)))
    lines: list[Run] = []
    for name, value in rows:
        if value.strip() or name in ("From", "Date", "Subject"):
            shown = value.strip() or "(not given)"
            lines += [Run(f"{name}: ", bold=True), Run(f"{shown}\n")]
    lines[-1] = Run(lines[-1].text.rstrip("\n"))
    return [Paragraph(tuple(lines)), Paragraph((Run("\u2015" * 20),), Style.NOTE)]


def size_words(size: int) -> str:
    """Return a number of bytes as people say it."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _body(letter: Letter) -> tuple[list[Block], Found | None]:
    """Return the body's blocks: the marked-up part where it says as much as the plain one."""
    found = None
    if letter.html.strip():
        found = markup.read(letter.html, _finder(letter))
        if not found.blocks:
            bare = unescape(_TAG.sub(" ", letter.html[: markup.MOST_CHARACTERS]))
            found.blocks.extend(plain_blocks(bare) if bare.strip() else [])
        if found.blocks and len(found.text) >= len(letter.plain.strip()) * _WORDS_OF_HTML:
            return list(found.blocks), found
    if letter.plain.strip():
        return plain_blocks(letter.plain, is_flowed=letter.is_flowed), _without_pictures(found)
    return (list(found.blocks), found) if found is not None else ([], None)


def _without_pictures(found: Found | None) -> Found | None:
    if found is not None:
        found.pictures.clear()
        found.used.clear()
        found.is_cut = False
    return found


def _finder(letter: Letter) -> Callable[[str], bytes | None]:
    def find(name: str) -> bytes | None:
        if name.lower().startswith("data:image/"):
            return of_data_address(name)
        key = name.removeprefix("cid:").removeprefix("CID:").strip("<> ")
        content = letter.pictures.get(key) or letter.pictures.get(name)
        return content() if content is not None else None

    return find


def of_data_address(address: str) -> bytes | None:
    """Return the bytes that a data address holds (RFC 2397)."""
    import base64
    import binascii

    head, _, packed = address.partition(",")
    if not head.lower().endswith(";base64"):
        return None
    try:
        return base64.b64decode("".join(packed.split()) + "==", validate=False)
    except (binascii.Error, ValueError):
        return None


def plain_blocks(words: str, *, is_flowed: bool = False) -> list[Block]:
    """Return plain words as paragraphs: their line ends stay, quoted lines are quotes."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").expandtabs(8).split("\n")
    if is_flowed:
        lines = _unflowed(lines)
    blocks: list[Block] = []
    together: list[str] = []
    depth = 0
    cut = len(lines) > _MOST_LINES
    for line in [*lines[:_MOST_LINES], ""]:
        quoted = _QUOTED.match(line)
        level = quoted[1].count(">") if quoted else 0
        bare = line[quoted.end() :] if quoted else line
        if together and (not bare.strip() or level != depth):
            blocks.append(_paragraph(together, depth))
            together = []
        depth = level
        if bare.strip():
            together.append(bare.rstrip())
    if cut:
        blocks.append(
            Paragraph((Run("[The rest is left out here: the message is very long.]"),), Style.NOTE)
        )
    return blocks


def _paragraph(lines: Sequence[str], depth: int) -> Paragraph:
    text = "\n".join(lines)
    if depth:
        return Paragraph((Run(text),), Style.QUOTE, min(depth, 9) - 1)
    if any("   " in line.strip() for line in lines) and len(lines) > 1:
        return Paragraph((Run(text),), Style.FIXED)  # columns made with spaces
    return Paragraph((Run(text),))


def _unflowed(lines: Sequence[str]) -> list[str]:
    """Return lines joined where a space at the end says they go on (RFC 3676, 4.1)."""
    joined: list[str] = []
    goes_on = False
    for line in lines:
        stuffed = line[1:] if line.startswith(" ") else line
        if goes_on and joined and not stuffed.startswith(">"):
            joined[-1] += stuffed
        else:
            joined.append(stuffed)
        goes_on = stuffed.endswith(" ") and stuffed != "-- "
    return joined


def _holdings(letter: Letter, found: Found | None) -> list[Holding]:
    holds: list[Holding] = []
    if letter.attachments:
        names = ", ".join(each.name for each in letter.attachments[:5])
        holds.append(Holding("attachments", len(letter.attachments), names[:200]))
    if found is not None:
        holds += web_holdings(found)
    if letter.has_route:
        holds.append(Holding("the way it was sent (server names and addresses)"))
    if letter.bcc:
        holds.append(Holding("blind copy addresses", 0, letter.bcc[:200]))
    if letter.receipts:
        holds.append(Holding("a request for a read receipt"))
    if letter.is_signed:
        holds.append(Holding("a digital signature"))
    return holds


def web_holdings(found: Found) -> list[Holding]:
    """Return what a page's markup holds beyond its words, for the item's list."""
    holds: list[Holding] = []
    if found.remote_pictures:
        holds.append(Holding("remote pictures (not fetched)", found.remote_pictures))
    if found.tracking:
        holds.append(Holding("tracking pictures (not fetched)", found.tracking))
    if found.scripts:
        holds.append(Holding("scripts and embedded parts (never run)", found.scripts))
    if found.hidden:
        words = " ".join(found.hidden)
        holds.append(Holding("hidden words", len(found.hidden), one_line(words)[:200]))
    return holds


def decoded(data: bytes, charset: str) -> str:
    """Return a part's words; a page's own word about its characters is heard too."""
    return charsets.decode(data, charset or charsets.of_page(data))
