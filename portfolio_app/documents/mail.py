"""Reads a message in the Internet's format (RFC 5322, MIME), however broken its headers are."""

from __future__ import annotations

import base64
import binascii
import email
import email.utils
import io
import quopri
import re
from datetime import datetime
from email.generator import BytesGenerator
from email.message import Message
from email.policy import Compat32
from functools import partial
from typing import Any

from typing_extensions import override

from portfolio_app.documents import charsets, kept, letter
from portfolio_app.documents.kinds import Told
from portfolio_app.documents.letter import Attachment, Letter
from portfolio_app.documents.reading import Reading, SetPages
from portfolio_app.documents.titles import one_line
from portfolio_app.domain import dates

_MOST_PARTS = 2_000
_DEEPEST = 40
_LONGEST_HEADER = 20_000
_SHOWN_HEADER = 4_000
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([BbQq])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(=\?[^?\s]{1,60}\?[BbQq]\?[^?]*\?=)\s+(?==\?[^?\s]{1,60}\?[BbQq]\?)")
_EXTENDED = re.compile(r"^([\w.\-]{1,40})'[^']{0,20}'(.*)$", re.DOTALL)
_HEADER_LINE = re.compile(rb"^([!-9;-~]{1,100})[ \t]*:")
_LONGEST_HEAD = 1_000_000  # bytes
_SIZE_LINE = re.compile(rb"^\d{1,12}\s*\r?\n")  # Apple Mail's files begin with their length
# What the email package raises on headers and parts that are nonsense.
_BROKEN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, LookupError, OverflowError,
    AssertionError, RecursionError,
)  # fmt: skip
_ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "application/pdf": "pdf",
    "text/calendar": "ics", "text/html": "html", "text/plain": "txt", "text/x-vcard": "vcf",
    "text/vcard": "vcf", "text/csv": "csv", "message/rfc822": "eml", "application/zip": "zip",
    "message/delivery-status": "txt", "text/rfc822-headers": "txt",
    "application/pkcs7-mime": "p7m", "application/pgp-encrypted": "asc",
}  # fmt: skip


class _AsWritten(Compat32):
    """Headers as they came, 8-bit letters too: ``decoded_header`` reads them."""

    @override
    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


def read(data: bytes, _name: str, told: Told, set_pages: SetPages) -> Reading:
    """Return a message's facts, pages and words; one without a single header is kept as a whole."""
    opened = open_letter(data)
    if opened is None:
        return Reading(kept.as_a_whole(Told(told.kind, told.form, damaged=True)))
    return letter.reading(opened, set_pages)


def open_letter(data: bytes) -> Letter | None:
    """Return the message in a file, or None when there is none."""
    data = _SIZE_LINE.sub(b"", data[:64], count=1) + data[64:]
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    data = _mended_head(data.lstrip(b"\r\n"))
    try:
        # The older policy never breaks on a header.
        message: Message[str, str] = email.message_from_bytes(data, policy=_AsWritten())
    except _BROKEN:
        return None
    if not message.keys():
        return None
    found = Letter(
        subject=header(message, "subject"),
        sender=header(message, "from") or header(message, "sender"),
        to=header(message, "to"),
        cc=header(message, "cc"),
        bcc=header(message, "bcc"),
        date_words=header(message, "date"),
        has_route=bool(message.get_all("received")) or "x-originating-ip" in message,
        receipts="disposition-notification-to" in message,
        message_id=header(message, "message-id"),
        answers=" ".join(filter(None, (header(message, k) for k in ("in-reply-to", "references")))),
    )
    found.sender_name = _name_of(found.sender)
    found.sent = _moment(found.date_words)
    if found.sent is None:
        found.day = _day(message, found.date_words)
    _Parts(found).look(message, 0)
    return found


def _mended_head(data: bytes) -> bytes:
    """Return a message whose header lines a parser knows: no space before a colon, no litter.

    RFC 5322, 4.5.1 has the space as an obsolete form; the parser takes it for the body's begin.
    """
    ends = [at for at in (data.find(b"\n\n"), data.find(b"\n\r\n")) if at >= 0]
    end = min(ends, default=len(data))
    if end > _LONGEST_HEAD:
        return data
    lines = data[:end].split(b"\n")
    kept = []
    for number, line in enumerate(lines):
        found = _HEADER_LINE.match(line)
        if found is not None:
            kept.append(found[1] + b":" + line[found.end() :])
        elif line[:1] in (b" ", b"\t") or (number == 0 and line.startswith(b"From ")):
            kept.append(line)
        elif not any(_HEADER_LINE.match(each) for each in lines[number + 1 : number + 50]):
            return data  # the body begins here, without a line between
    return b"\n".join(kept) + data[end:]


def header(message: Message[str, str], name: str) -> str:
    """Return a header's words on one line; of one that comes several times, all."""
    try:
        values = message.get_all(name) or []
    except _BROKEN:
        return ""
    return "; ".join(filter(None, (decoded_header(str(value)) for value in values[:20])))[
        :_SHOWN_HEADER
    ]


def decoded_header(raw: str) -> str:
    """Return a header's words: encoded words (RFC 2047) and bare 8-bit letters read."""
    raw = raw[:_LONGEST_HEADER]
    if any("\udc80" <= each <= "\udcff" for each in raw):
        packed = raw.encode("utf-8", "surrogateescape")
        raw = charsets.decode(packed)
    raw = " ".join(raw.split())
    if "=?" in raw:
        raw = _BETWEEN_WORDS.sub(r"\1", raw)
        raw = _joined_words(raw)
    return " ".join("".join(each if each.isprintable() else " " for each in raw).split())


def _joined_words(raw: str) -> str:
    """Return encoded words read; neighbours in one character set are read as one."""
    parts: list[str] = []
    waiting, charset, at = b"", "", 0
    for found in _WORD.finditer(raw):
        data = _word_bytes(found[2], found[3])
        named = found[1].split("*", 1)[0]
        if found.start() != at or (waiting and named.lower() != charset.lower()):
            parts.append(_words(waiting, charset))
            waiting = b""
        parts.append(raw[at : found.start()])
        waiting, charset, at = waiting + data, named, found.end()
    return "".join([*parts, _words(waiting, charset), raw[at:]])


def _words(data: bytes, charset: str) -> str:
    return charsets.decode(data, charset) if data else ""


def _word_bytes(way: str, packed: str) -> bytes:
    raw = packed.encode("ascii", "replace")
    if way in "Qq":
        return quopri.decodestring(raw.replace(b"_", b" "), header=False)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4), validate=False)
    except (binascii.Error, ValueError):
        return raw


def _name_of(address: str) -> str:
    """Return the name in an address, else the address itself."""
    try:
        name, bare = email.utils.parseaddr(address[:1000])
    except _BROKEN:
        return address
    return one_line(name.strip("'\" ")) or bare or address


def _moment(words: str) -> datetime | None:
    """Return the moment a Date header states, with its own offset."""
    if not words:
        return None
    try:
        found = email.utils.parsedate_to_datetime(words[:200])
        day = found.date()
    except _BROKEN:
        return None
    if not dates.EARLIEST <= day <= dates.LATEST:
        return None
    # "-0000" says that the zone is not known (RFC 5322, 3.3): the day stays as it is written.
    return found


def _day(message: Message[str, str], words: str) -> str:
    """Return the day of a message whose Date header cannot be read as a moment."""
    if stated := dates.find_date(words[:200]):
        return stated[0]
    for received in (message.get_all("received") or [])[-1:]:
        if (moment := _moment(str(received).rsplit(";", 1)[-1].strip())) is not None:
            return moment.date().isoformat()
    return ""


class _Parts:
    """Goes through a message's parts and puts each where it belongs."""

    def __init__(self, found: Letter) -> None:
        self._found = found
        self._count = 0

    def look(self, part: Message[str, str], depth: int, inside: str = "") -> None:
        """Look at one part and at those in it."""
        self._count += 1
        if self._count > _MOST_PARTS or depth > _DEEPEST:
            return
        kind = _kind(part)
        if kind in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
            self._sealed(part, kind, depth)
            return
        if kind == "multipart/signed":
            self._found.is_signed = True
        payload: Any = part.get_payload()
        if part.is_multipart() and not kind.startswith("message/"):
            for each in payload:
                if isinstance(each, Message):
                    self.look(each, depth + 1, kind)
            return
        if kind.startswith("multipart/"):
            kind = "text/plain"  # its parts cannot be told apart: better all of it than nothing
        self._leaf(part, kind, inside)

    def _sealed(self, part: Message[str, str], kind: str, depth: int) -> None:
        kept_sealed = "signed" not in str(_parameter(part, "smime-type")).lower()
        self._found.is_encrypted |= kept_sealed
        self._found.is_signed |= not kept_sealed
        if kind.startswith("multipart/") and part.is_multipart():
            payload: Any = part.get_payload()
            for each in payload:
                if isinstance(each, Message) and depth < _DEEPEST:
                    self._leaf(each, _kind(each), kind)
        else:
            self._leaf(part, kind, "")

    def _leaf(self, part: Message[str, str], kind: str, inside: str) -> None:
        name = file_name(part)
        way = _disposition(part)
        is_text = kind in ("text/plain", "text/html")
        if (
            is_text
            and way != "attachment"
            and (not name or not self._has(kind))
            and (not name or inside in ("multipart/alternative", "multipart/related"))
        ):
            self._body(part, kind)
            return
        if kind in ("text/enriched", "text/richtext") and inside == "multipart/alternative":
            return
        known = Attachment(
            name or _made_name(part, kind, len(self._found.attachments) + 1),
            len(content(part)),
            partial(content, part),
        )
        if kind.startswith("image/"):
            for key in ("content-id", "content-location"):
                if place := decoded_header(str(part.get(key, ""))).strip("<> "):
                    self._found.pictures[place] = partial(self._shown, known, part)
        if kind == "message/rfc822":
            known.note = "a message"
        self._found.attachments.append(known)

    def _shown(self, known: Attachment, part: Message[str, str]) -> bytes:
        known.is_shown = True
        return content(part)

    def _has(self, kind: str) -> bool:
        return bool(self._found.plain if kind == "text/plain" else self._found.html)

    def _body(self, part: Message[str, str], kind: str) -> None:
        words = letter.decoded(content(part), str(_parameter(part, "charset")))
        found = self._found
        if kind == "text/html":
            found.html = f"{found.html}<hr>{words}" if found.html else words
            return
        found.plain = f"{found.plain}\n\n{words}" if found.plain.strip() else words
        found.is_flowed |= str(_parameter(part, "format")).lower() == "flowed"


def _kind(part: Message[str, str]) -> str:
    try:
        return part.get_content_type()
    except _BROKEN:
        return "application/octet-stream"


def _parameter(part: Message[str, str], name: str) -> Any:
    try:
        found = part.get_param(name)
        return email.utils.collapse_rfc2231_value(found) if found else ""
    except _BROKEN:
        return ""


def _disposition(part: Message[str, str]) -> str:
    told = str(part.get("content-disposition", "")).strip().lower()
    return told.split(";", 1)[0].strip()


def file_name(part: Message[str, str]) -> str:
    """Return the name a part was sent under, without folders; empty when it has none."""
    for key, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        try:
            found: Any = part.get_param(parameter, None, key)
        except _BROKEN:
            continue
        if isinstance(found, tuple):  # RFC 2231: character set, language, words
            charset, _, raw = found
            packed = str(raw).encode("latin-1", "replace")
            found = charsets.decode(packed, charset or "utf-8")
        elif found and (extended := _EXTENDED.match(str(found))) and "%" in str(found):
            from urllib.parse import unquote_to_bytes

            found = charsets.decode(unquote_to_bytes(extended[2]), extended[1])
        if found and (bare := bare_name(decoded_header(str(found)))):
            return bare
    location = decoded_header(str(part.get("content-location", "")))
    if location and _kind(part).split("/", 1)[0] != "text" and "://" not in location[-200:]:
        return bare_name(location)
    return ""


def bare_name(name: str) -> str:
    """Return a file's name without folders, of at most 120 letters, its ending kept."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].strip().strip(". ")
    if len(last) > 120:
        stem, dot, ending = last.rpartition(".")
        last = f"{stem[:110]}.{ending[:9]}" if dot else last[:120]
    return last


def _made_name(part: Message[str, str], kind: str, number: int) -> str:
    ending = _ENDINGS.get(kind, "")
    if kind == "message/rfc822":
        inner: Any = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            subject = bare_name(header(inner[0], "subject").replace("/", "-"))
            return f"{subject or 'Message'}.eml"
        return "Message.eml"
    what = "Picture" if kind.startswith("image/") else "Part"
    return f"{what} {number}.{ending}" if ending else f"{what} {number}"


def content(part: Message[str, str]) -> bytes:
    """Return a part's bytes, unpacked; of a message, the message itself."""
    payload: Any = part.get_payload()
    if isinstance(payload, list):
        inner = payload[0] if payload and isinstance(payload[0], Message) else None
        if inner is None:
            return b""
        packing = str(part.get("content-transfer-encoding", "")).strip().lower()
        if packing == "base64" and not inner.keys():
            try:
                return base64.b64decode(str(inner.get_payload()), validate=False)
            except (binascii.Error, ValueError):
                pass
        return _as_bytes(inner)
    try:
        found: Any = part.get_payload(decode=True)
    except _BROKEN:
        found = None
    if isinstance(found, bytes):
        return found
    return str(payload or "").encode("utf-8", "surrogateescape")


def _as_bytes(message: Message[str, str]) -> bytes:
    out = io.BytesIO()
    try:
        BytesGenerator(out, mangle_from_=False).flatten(message)
    except _BROKEN:
        return str(message).encode("utf-8", "replace")
    return out.getvalue()
