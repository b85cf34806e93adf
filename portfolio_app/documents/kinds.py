"""Tells what a file really is: by its content first, then by its name."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath

from portfolio_app.documents import packages, text
from portfolio_app.domain.document import DocumentKind

# A file's header, an empty archive, and the marks of one that was once in several volumes.
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04", b"PK\x07\x08PK\x03\x04")
_ZIP_END = 65_557  # bytes at the end of a ZIP in which its directory's end must begin
_PDF_HEADER_WITHIN = 1024
_PDF_PARTS = (b"endobj", b"startxref", b"trailer")


@dataclass(frozen=True, slots=True)
class Told:
    """What a file is. ``form`` is the format in the way people name it: "docx", "jpeg", "mp3".

    ``locked``: the content is encrypted. ``damaged``: it should be this, but can't be. ``active``
    names active content seen from outside.
    """

    kind: DocumentKind
    form: str
    locked: bool = False
    damaged: bool = False
    active: tuple[str, ...] = ()


_BY_EXTENSION = {
    "pdf": DocumentKind.PDF,
    **dict.fromkeys(
        ("docx", "docm", "dotx", "dotm", "doc", "dot", "odt", "ott", "fodt", "rtf", "pages", "wpd"),
        DocumentKind.WORD,
    ),
    **dict.fromkeys(
        ("pptx", "pptm", "ppsx", "potx", "ppt", "pps", "odp", "otp", "key"), DocumentKind.SLIDES
    ),
    **dict.fromkeys(
        ("xlsx", "xlsm", "xltx", "xlsb", "xls", "xlt", "ods", "ots", "csv", "tsv", "numbers"),
        DocumentKind.SHEET,
    ),
    **dict.fromkeys(("eml", "msg", "mbox", "emlx", "oft"), DocumentKind.MAIL),
    **dict.fromkeys(
        ("jpg", "jpeg", "jpe", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "heif", "hif"),
        DocumentKind.IMAGE,
    ),
    **dict.fromkeys(
        ("jp2", "j2k", "avif", "ico", "psd", "svg", "dng", "cr2", "nef"), DocumentKind.IMAGE
    ),
    **dict.fromkeys(("txt", "md", "text", "log"), DocumentKind.TEXT),
    **dict.fromkeys(("html", "htm", "xhtml", "mht", "mhtml", "url", "webloc"), DocumentKind.WEB),
    **dict.fromkeys(
        ("mp3", "m4a", "wav", "aac", "ogg", "oga", "opus", "flac", "wma", "amr", "aiff"),
        DocumentKind.RECORDING,
    ),
    **dict.fromkeys(
        ("mp4", "mov", "m4v", "avi", "mkv", "webm", "wmv", "3gp", "mpg", "mpeg"),
        DocumentKind.RECORDING,
    ),
    **dict.fromkeys(("zip", "7z", "rar", "tar", "gz", "tgz", "bz2", "xz"), DocumentKind.ARCHIVE),
    **dict.fromkeys(("one", "onepkg", "onetoc2"), DocumentKind.NOTEBOOK),
}

_BY_START = (
    (b"\xff\xd8\xff", DocumentKind.IMAGE, "jpeg"),
    (b"\x89PNG\r\n\x1a\n", DocumentKind.IMAGE, "png"),
    (b"GIF87a", DocumentKind.IMAGE, "gif"),
    (b"GIF89a", DocumentKind.IMAGE, "gif"),
    (b"II*\0", DocumentKind.IMAGE, "tiff"),
    (b"MM\0*", DocumentKind.IMAGE, "tiff"),
    (b"II+\0", DocumentKind.IMAGE, "tiff"),
    (b"MM\0+", DocumentKind.IMAGE, "tiff"),
    (b"\0\0\0\x0cjP  ", DocumentKind.IMAGE, "jp2"),
    (b"\xff\x4f\xff\x51", DocumentKind.IMAGE, "jp2"),
    (b"8BPS", DocumentKind.IMAGE, "psd"),
    (b"{\\rtf", DocumentKind.WORD, "rtf"),
    (b"ID3", DocumentKind.RECORDING, "mp3"),
    (b"OggS", DocumentKind.RECORDING, "ogg"),
    (b"fLaC", DocumentKind.RECORDING, "flac"),
    (b"#!AMR", DocumentKind.RECORDING, "amr"),
    (b"\x1a\x45\xdf\xa3", DocumentKind.RECORDING, "webm"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", DocumentKind.RECORDING, "wmv"),
    (b"7z\xbc\xaf\x27\x1c", DocumentKind.ARCHIVE, "7z"),
    (b"Rar!\x1a\x07", DocumentKind.ARCHIVE, "rar"),
    (b"\x1f\x8b", DocumentKind.ARCHIVE, "gz"),
    # The first 16 bytes are a GUID: [MS-ONESTORE] 2.3.1.
    (bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3"), DocumentKind.NOTEBOOK, "one"),
    (bytes.fromhex("a12fff43d9ef764c9ee210ea5722765f"), DocumentKind.NOTEBOOK, "onetoc2"),
)
_BITMAP_HEADERS = (12, 16, 40, 52, 56, 64, 108, 124)
_HEIF_BRANDS = frozenset(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")
)
_ISO_ENDINGS = frozenset({"mov", "mp4", "m4v", "m4a", "3gp"})
_SOUND_BRANDS = frozenset((b"M4A ", b"M4B ", b"M4P "))
_HTML = re.compile(
    r"^(?:\s|<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->)*<(?:!doctype\s+html|html|head|body|title|meta)"
    r"[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_SHORTCUT = re.compile(
    r"\s*(?:\[DEFAULT\][^\[]{0,400})?\[InternetShortcut\]"
    r"|\s*\[Desktop Entry\](?=[^\[]{0,2000}^Type\s*=\s*Link\b)",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_HEADERS = frozenset(
    (
        "from", "to", "subject", "date", "received", "return-path", "message-id", "mime-version",
        "content-type", "delivered-to", "reply-to", "cc", "sender", "x-mailer", "dkim-signature",
        "authentication-results", "in-reply-to", "references", "content-transfer-encoding",
        "x-originating-ip", "envelope-to", "x-received",
    )
)  # fmt: skip
_HEADER = re.compile(r"^([!-9;-~]{1,80})[ \t]*:")


def extension(name: str) -> str:
    """Return a file name's extension in small letters without its dot; may be empty."""
    return PurePosixPath(name.replace("\\", "/").strip()).suffix.lstrip(".").lower()


def tell(data: bytes, name: str, *, is_whole: bool = True) -> Told:
    """Return what a file is. ``is_whole`` is False when ``data`` is only the file's start."""
    ends = extension(name)
    by_name = _BY_EXTENSION.get(ends)
    if not data:
        return Told(by_name or DocumentKind.UNKNOWN, ends, damaged=True)
    is_last_volume = ends == "zip" and b"PK\x05\x06" in data[-_ZIP_END:]
    if data.startswith(_ZIP_STARTS) or is_last_volume:
        return _told(packages.tell_zip(data, ends, is_whole=is_whole), by_name)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _told(packages.tell_compound(data, ends), by_name)
    if (found := _by_magic(data, ends)) is not None:
        return found
    if _looks_like_pdf(data):
        return Told(DocumentKind.PDF, "pdf")
    if (words := text.decode(data[:65536] if len(data) > 65536 else data)) is not None:
        return _textual(words, ends)
    if by_name is not None:
        return Told(by_name, ends, damaged=True)
    return Told(DocumentKind.UNKNOWN, ends)


def _told(package: packages.Package, by_name: DocumentKind | None) -> Told:
    kind = package.kind
    if kind is None:
        kind = by_name or DocumentKind.UNKNOWN
    return Told(kind, package.form, package.locked, package.damaged, package.active)


def _by_magic(data: bytes, ends: str) -> Told | None:
    for start, kind, form in _BY_START:
        if data.startswith(start):
            return Told(kind, form)
    if data[4:8] == b"ftyp":
        return _iso_media(data, ends)
    if data[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip") and ends in _ISO_ENDINGS:
        return Told(DocumentKind.RECORDING, ends)  # films of the time before ftyp
    if data.startswith(b"bplist00") and ends == "webloc":
        return Told(DocumentKind.WEB, "webloc")
    if data.startswith(b"RIFF") and len(data) >= 12:
        forms = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
        riff = forms.get(data[8:12])
        if riff:
            kind = DocumentKind.IMAGE if riff == "webp" else DocumentKind.RECORDING
            return Told(kind, riff)
    if data.startswith(b"BM") and len(data) >= 18:
        (header,) = struct.unpack_from("<I", data, 14)
        if header in _BITMAP_HEADERS or ends == "bmp":
            return Told(DocumentKind.IMAGE, "bmp")
    if data.startswith(b"MSCF") and ends == "onepkg":
        return Told(DocumentKind.NOTEBOOK, "onepkg")
    # An MPEG audio frame without a tag before it; UTF-16 text begins FF FE and is no frame.
    is_frame = data[:1] == b"\xff" and data[1:2] >= b"\xe0" and data[1:2] != b"\xfe"
    if is_frame and ends in ("mp3", "aac"):
        return Told(DocumentKind.RECORDING, ends)
    return None


def _iso_media(data: bytes, ends: str) -> Told:
    """Tell a picture, sound and film in ISO base media boxes apart (ISO/IEC 14496-12, 4.3)."""
    length = min(max(struct.unpack(">I", data[:4])[0], 16), 256)
    brands = {data[8:12]} | {data[at : at + 4] for at in range(16, min(length, len(data)), 4)}
    if data[8:12] in _HEIF_BRANDS or (brands & _HEIF_BRANDS and ends in ("heic", "heif", "hif")):
        return Told(DocumentKind.IMAGE, "heic")
    if b"avif" in brands:
        return Told(DocumentKind.IMAGE, "avif")
    if data[8:12] in _SOUND_BRANDS or ends == "m4a":
        return Told(DocumentKind.RECORDING, "m4a")
    return Told(DocumentKind.RECORDING, "mov" if data[8:12] == b"qt  " else "mp4")


def _looks_like_pdf(data: bytes) -> bool:
    """Return whether a PDF header comes early, or a PDF's parts are there without one."""
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return True
    if b" obj" not in data:
        return False
    return sum(part in data for part in _PDF_PARTS) >= 2


def _textual(words: str, ends: str) -> Told:
    start = words[:8192]
    if start.startswith("{\\rtf"):
        return Told(DocumentKind.WORD, "rtf")
    if _SHORTCUT.match(start):
        return Told(DocumentKind.WEB, "url")
    if ends == "webloc" and "<plist" in start:
        return Told(DocumentKind.WEB, "webloc")
    is_mail = _is_mail(start, ends)
    if is_mail and (ends in ("mht", "mhtml") or "snapshot-content-location:" in start.lower()):
        return Told(DocumentKind.WEB, "mht")
    if is_mail:
        return Told(DocumentKind.MAIL, "eml")
    if _HTML.match(start) or (ends in ("html", "htm", "xhtml") and "<" in start):
        return Told(DocumentKind.WEB, "html")
    if ends in ("csv", "tsv"):
        return Told(DocumentKind.SHEET, ends)
    if ends == "svg" or (start.lstrip().startswith("<") and "<svg" in start):
        return Told(DocumentKind.IMAGE, "svg")
    return Told(DocumentKind.TEXT, "txt" if ends in ("", "txt", "text") else ends)


def _is_mail(start: str, ends: str) -> bool:
    """Return whether the text begins with the headers of a message (RFC 5322, 2.2)."""
    lines = start.lstrip("\ufeff\r\n").splitlines()
    if lines and lines[0].startswith("From ") and len(lines) > 1:
        lines = lines[1:]  # an mbox file's own line before each message
    known = 0
    for line in lines:
        if line[:1] in (" ", "\t"):
            continue
        header = _HEADER.match(line)
        if header is None:
            break
        known += header[1].lower() in _MAIL_HEADERS
    wanted = 1 if ends in ("eml", "mbox", "emlx", "mht", "mhtml") else 3
    return known >= wanted
