"""Bytes to words where a mail or a web page names its character set, rightly or not."""

from __future__ import annotations

import codecs
import re

from portfolio_app.documents import text

# Names that mails and old pages use and Python does not know, or knows as something narrower.
_ALIASES = {
    "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252", "latin-1": "cp1252",
    "latin1": "cp1252", "iso8859-1": "cp1252", "ansi": "cp1252", "windows-874": "cp874",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "x-windows-949": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932",
    "windows-31j": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "macintosh": "mac_roman", "x-mac-roman": "mac_roman", "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8", "utf8": "utf-8", "unicode": "utf-16", "ucs-2": "utf-16",
    "utf-16": "utf-16", "unicode-1-1-utf-7": "utf-7", "cp-850": "cp850", "x-user-defined": "cp1252",
}  # fmt: skip
_META = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([a-z0-9_:.\-]{2,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-z0-9_.\-]{2,40})", re.I)
_META_WITHIN = 8_192


def codec(name: str) -> str:
    """Return the codec that reads a named character set; empty when there is none."""
    wanted = name.strip().strip("\"'").lower().replace("windows_", "windows-")
    wanted = _ALIASES.get(wanted, wanted)
    try:
        found = codecs.lookup(wanted)
    except (LookupError, ValueError):
        return ""
    # "hex", "zip" and the like are codecs too, but no character sets.
    return found.name if getattr(found, "_is_text_encoding", True) else ""


def decode(data: bytes, named: str = "") -> str:
    """Return the words of some bytes, never raising.

    A byte order mark decides; else the named character set where the bytes fit it; else what
    ``text.decode`` tells; else the named one, or Windows-1252, with marks for what does not fit.
    """
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        known = codec(named)
        if known and not (known.startswith("utf-16") and b"\0" not in data[:200]):
            if known == "cp1252" and (as_utf8 := _utf8(data)) is not None:
                return as_utf8  # named narrowly, written as UTF-8: the usual mistake
            try:
                return data.decode(known)
            except UnicodeError:
                pass
    if (told := text.decode(data)) is not None:
        return told
    return data.decode(codec(named) or "cp1252", "replace")


def of_page(data: bytes) -> str:
    """Return the character set a web page names in its first bytes, or nothing."""
    start = data[:_META_WITHIN]
    found = _XML.match(start) or _META.search(start)
    return found[1].decode("ascii") if found else ""


def _utf8(data: bytes) -> str | None:
    if data.isascii():
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
