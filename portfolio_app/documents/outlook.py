"""Reads Outlook's own messages (.msg): an OLE compound file with one stream a property.

The names of streams and properties: [MS-OXMSG] and [MS-OXPROPS].
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from typing import Any

from portfolio_app.documents import charsets, kept, letter, mail, rtf_mail
from portfolio_app.documents.kinds import Told
from portfolio_app.documents.letter import Attachment, Letter
from portfolio_app.documents.reading import Reading, SetPages
from portfolio_app.domain import dates

_MOST_ATTACHMENTS = 1_000
_MOST_RECIPIENTS = 500
_LARGEST_STREAM = 300_000_000
_DEEPEST = 8

_TOP, _EMBEDDED, _PART = 32, 24, 8  # bytes before the properties: [MS-OXMSG] 2.4.1
_SUBJECT, _BODY, _HTML, _RTF, _HEADERS = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_FOR_NAME, _FOR_ADDRESS = 0x0042, 0x0065
_TO, _CC, _BCC = 0x0E04, 0x0E03, 0x0E02
_SENT, _DELIVERED = 0x0039, 0x0E06
_MESSAGE_PAGE, _INTERNET_PAGE, _LANGUAGE = 0x3FFD, 0x3FDE, 0x3FF1
_LONG_NAME, _SHORT_NAME, _DATA, _METHOD, _CONTENT_ID = 0x3707, 0x3704, 0x3701, 0x3705, 0x3712
_SHOWN_NAME, _ADDRESS, _SMTP, _RECIPIENT_KIND, _CLASS = 0x3001, 0x3003, 0x39FE, 0x0C15, 0x001A
_RECEIPT = 0x0029
_MESSAGE_ID, _IN_REPLY_TO, _REFERENCES = 0x1035, 0x1042, 0x1039
_IS_A_MESSAGE = 5  # PidTagAttachMethod: afEmbeddedMessage

# Code pages of languages, for old messages that name none: [MS-LCID]; the commonest.
_OF_LANGUAGE = {
    1049: "cp1251", 1058: "cp1251", 1026: "cp1251", 1045: "cp1250", 1029: "cp1250", 1038: "cp1250",
    1032: "cp1253", 1055: "cp1254", 1037: "cp1255", 1025: "cp1256", 1041: "cp932", 1042: "cp949",
    2052: "cp936", 1028: "cp950", 1054: "cp874",
}  # fmt: skip


def read(data: bytes, _name: str, told: Told, set_pages: SetPages) -> Reading:
    """Return a message's facts, pages and words; a damaged one is kept as a whole."""
    found = open_letter(data)
    if found is None:
        return Reading(kept.as_a_whole(Told(told.kind, told.form, damaged=True)))
    return letter.reading(found, set_pages)


def open_letter(data: bytes) -> Letter | None:
    """Return the message in a file, or None when it cannot be opened."""
    import olefile

    try:
        ole = olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_FATAL)
        return _Message(_Folder(ole, ()), _TOP).letter()
    except (olefile.OleFileError, *_BROKEN):
        return None


_BROKEN = (
    OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError,
    struct.error, RecursionError, MemoryError,
)  # fmt: skip


class _Folder:
    """One storage of the file: its streams by property."""

    def __init__(self, ole: Any, path: tuple[str, ...]) -> None:
        self.ole = ole
        self.path = path

    def folders(self, begins: str, most: int) -> list[_Folder]:
        """Return the storages inside whose names begin so, in the order of their numbers."""
        depth = len(self.path)
        names = {
            each[depth]
            for each in self.ole.listdir(streams=True, storages=True)
            if len(each) > depth and tuple(each[:depth]) == self.path
        }
        chosen = sorted(name for name in names if name.lower().startswith(begins.lower()))[:most]
        return [_Folder(self.ole, (*self.path, name)) for name in chosen]

    def inner(self, name: str) -> _Folder | None:
        """Return the storage of this name."""
        path = (*self.path, name)
        return _Folder(self.ole, path) if self.ole.exists(list(path)) else None

    def stream(self, name: str) -> bytes | None:
        """Return a stream's bytes, or None when there is none or it is broken."""
        path = [*self.path, name]
        try:
            if not self.ole.exists(path) or self.ole.get_size(path) > _LARGEST_STREAM:
                return None
            return bytes(self.ole.openstream(path).read())
        except _BROKEN:
            return None

    def size(self, name: str) -> int:
        """Return how many bytes a stream holds."""
        try:
            return int(self.ole.get_size([*self.path, name]))
        except _BROKEN:
            return 0


class _Properties:
    """The properties of a message, a recipient or an attachment."""

    def __init__(self, folder: _Folder, header: int, page: str = "") -> None:
        self.folder = folder
        self._fixed: dict[int, bytes] = {}
        raw = folder.stream("__properties_version1.0") or b""
        for at in range(header, len(raw) - 15, 16):
            kind, number = struct.unpack_from("<HH", raw, at)
            if kind in (0x0003, 0x000B, 0x0040):
                self._fixed[number] = raw[at + 8 : at + 16]
        self.page = page or self._own_page()

    def _own_page(self) -> str:
        number = self.number(_MESSAGE_PAGE) or self.number(_INTERNET_PAGE)
        if number == 65001:
            return "utf-8"
        if number and (known := charsets.codec(f"cp{number}")):
            return known
        return _OF_LANGUAGE.get(self.number(_LANGUAGE), "cp1252")

    def number(self, property_id: int) -> int:
        """Return a whole number; 0 when it is not there."""
        raw = self._fixed.get(property_id)
        return int(struct.unpack_from("<I", raw)[0]) if raw else 0

    def moment(self, property_id: int) -> datetime | None:
        """Return a moment (UTC): tenths of microseconds since 1601."""
        raw = self._fixed.get(property_id)
        if not raw:
            return None
        (ticks,) = struct.unpack("<Q", raw)
        try:
            found = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
        except (OverflowError, ValueError):
            return None
        return found if dates.EARLIEST <= found.date() <= dates.LATEST else None

    def words(self, property_id: int) -> str:
        """Return a property's words, whichever way it is stored."""
        wide = self.folder.stream(f"__substg1.0_{property_id:04X}001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self.folder.stream(f"__substg1.0_{property_id:04X}001E")
        if narrow is None:
            return ""
        return _decoded(narrow.rstrip(b"\0"), self.page, _OF_LANGUAGE.get(self.number(_LANGUAGE)))

    def line(self, property_id: int) -> str:
        """Return a property's words on one line."""
        return mail.decoded_header(self.words(property_id))

    def bytes(self, property_id: int) -> bytes | None:
        """Return a property that is bytes."""
        return self.folder.stream(f"__substg1.0_{property_id:04X}0102")


def _decoded(data: bytes, page: str, of_language: str | None) -> str:
    """Return narrow words: UTF-8 where they can only be that, else the message's code page."""
    for codec in ("utf-8", page):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode(of_language or "cp1252", "replace")


class _Message:
    """A message, at the top or inside an attachment."""

    def __init__(self, folder: _Folder, header: int, depth: int = 0) -> None:
        self._told = _Properties(folder, header)
        self._folder = folder
        self._depth = depth

    def letter(self) -> Letter:
        """Return what the message says."""
        told = self._told
        headers = mail.open_letter(told.words(_HEADERS).encode("utf-8", "replace") + b"\r\n\r\n")
        name = told.line(_SENDER_NAME) or told.line(_FOR_NAME)
        address = told.line(_SENDER_SMTP) or told.line(_SENDER_ADDRESS) or told.line(_FOR_ADDRESS)
        found = Letter(
            subject=told.line(_SUBJECT),
            sender=_person(name, address),
            sender_name=name or address,
            is_encrypted="SMIME" in told.words(_CLASS).upper() and not told.words(_BODY),
            receipts=bool(told.number(_RECEIPT)),
            has_route=headers is not None and headers.has_route,
            message_id=told.line(_MESSAGE_ID),
            answers=" ".join(filter(None, (told.line(_IN_REPLY_TO), told.line(_REFERENCES)))),
        )
        self._people(found)
        self._when(found, headers)
        self._body(found)
        self._attachments(found)
        if headers is not None:
            found.subject = found.subject or headers.subject
            found.sender = found.sender or headers.sender
            found.sender_name = found.sender_name or headers.sender_name
            found.to, found.cc = found.to or headers.to, found.cc or headers.cc
            found.message_id = found.message_id or headers.message_id
            found.answers = found.answers or headers.answers
        return found

    def _when(self, found: Letter, headers: Letter | None) -> None:
        if headers is not None and headers.sent is not None:
            found.sent = headers.sent  # as the sender's own clock had it
            return
        found.sent = self._told.moment(_SENT) or self._told.moment(_DELIVERED)

    def _people(self, found: Letter) -> None:
        people: dict[int, list[str]] = {1: [], 2: [], 3: []}
        for each in self._folder.folders("__recip_version1.0_", _MOST_RECIPIENTS):
            one = _Properties(each, _PART, self._told.page)
            address = one.line(_SMTP) or one.line(_ADDRESS)
            person = _person(one.line(_SHOWN_NAME), address)
            if person:
                people.setdefault(one.number(_RECIPIENT_KIND) & 0xF, []).append(person)
        found.to = "; ".join(people[1]) or self._told.line(_TO)
        found.cc = "; ".join(people[2]) or self._told.line(_CC)
        found.bcc = "; ".join(people[3]) or self._told.line(_BCC)

    def _body(self, found: Letter) -> None:
        told = self._told
        found.plain = told.words(_BODY)
        found.html = told.words(_HTML)
        if not found.html and (raw := told.bytes(_HTML)):
            found.html = self._page_of(raw)
        if not found.html and (packed := told.bytes(_RTF)):
            words, what = rtf_mail.body(rtf_mail.unpacked(packed))
            if what == "html":
                found.html = words
            elif not found.plain.strip():
                found.plain = words

    def _page_of(self, raw: bytes) -> str:
        named = charsets.of_page(raw)
        number = self._told.number(_INTERNET_PAGE)
        if not named and number:
            named = "utf-8" if number == 65001 else f"cp{number}"
        return charsets.decode(raw, named or self._told.page)

    def _attachments(self, found: Letter) -> None:
        for each in self._folder.folders("__attach_version1.0_", _MOST_ATTACHMENTS):
            one = _Properties(each, _PART, self._told.page)
            name = mail.bare_name(
                one.line(_LONG_NAME) or one.line(_SHORT_NAME) or one.line(_SHOWN_NAME)
            )
            inner = each.inner("__substg1.0_3701000D")
            if inner is not None and one.number(_METHOD) in (0, _IS_A_MESSAGE):
                self._message_inside(found, inner, name)
                continue
            size = each.size("__substg1.0_37010102")
            known = Attachment(
                name or f"Part {len(found.attachments) + 1}", size, partial(_data, each)
            )
            if inner is not None or each.stream("__substg1.0_37010102") is None:
                known.note = "kept inside the e-mail only: it is no file of its own"
            if content_id := one.line(_CONTENT_ID).strip("<> "):
                found.pictures[content_id] = _shown(known, each)
            found.attachments.append(known)

    def _message_inside(self, found: Letter, inner: _Folder, name: str) -> None:
        if self._depth >= _DEEPEST:
            return
        message = _Message(inner, _EMBEDDED, self._depth + 1)
        subject = message._told.line(_SUBJECT)
        stem = mail.bare_name(subject.replace("/", "-")) or name.removesuffix(".msg") or "Message"
        known = Attachment(f"{stem}.eml", 0, partial(_as_mail, message), "a message")
        known.size = sum(
            inner.size(each[-1])
            for each in inner.ole.listdir()
            if tuple(each[: len(inner.path)]) == inner.path and len(each) == len(inner.path) + 1
        )
        found.attachments.append(known)


def _data(folder: _Folder) -> bytes:
    return folder.stream("__substg1.0_37010102") or b""


def _shown(known: Attachment, folder: _Folder) -> Callable[[], bytes]:
    def content() -> bytes:
        known.is_shown = True
        return _data(folder)

    return content


def _person(name: str, address: str) -> str:
    address = "" if address.startswith("/") else address  # a directory's path, no address
    if not name or name == address:
        return address or name
    return f"{name} <{address}>" if address else name


def _as_mail(message: _Message) -> bytes:
    """Return a message inside another in the Internet's format, so that it can be a file."""
    found = message.letter()
    made = EmailMessage()
    for name, value in (
        ("From", found.sender), ("To", found.to), ("Cc", found.cc), ("Subject", found.subject),
    ):  # fmt: skip
        if value:
            _set(made, name, value)
    if found.sent is not None:
        made["Date"] = format_datetime(found.sent)
    made.set_content(_storable(found.plain) or "\n")
    if found.html:
        made.add_alternative(_storable(found.html), subtype="html")
    for each in found.attachments:
        made.add_attachment(
            each.content(), maintype="application", subtype="octet-stream", filename=each.name
        )
    return made.as_bytes()


def _set(made: EmailMessage, name: str, value: str) -> None:
    try:
        made[name] = _storable(value)
    except (ValueError, IndexError, AttributeError, TypeError):  # an address that is none
        made[f"X-{name}"] = value.encode("ascii", "replace").decode("ascii").replace("@", " at ")


def _storable(words: str) -> str:
    return words.encode("utf-8", "replace").decode("utf-8")
