"""The body Outlook keeps as packed RTF: unpacked, and the web page inside it taken out again."""

from __future__ import annotations

import re
import struct
from typing import Any

_PACKED, _PLAIN = 0x75465A4C, 0x414C454D  # "LZFu", "MELA": [MS-OXRTFCP] 2.1.3.1.1
_LARGEST = 20_000_000  # bytes
# What the dictionary begins with: [MS-OXRTFCP] 2.1.2.1.
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])", re.S)
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
# Destinations whose words are no part of the body ([MS-OXRTFEX] 2.1.3).
_NO_WORDS = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer",
     b"listtable", b"listoverridetable", b"rsidtbl", b"generator", b"xmlnstbl", b"themedata"}
)  # fmt: skip


def unpacked(data: bytes) -> bytes:
    """Return the RTF in PidTagRtfCompressed; nothing when the bytes are not that."""
    if len(data) < 16:
        return b""
    _, length, kind = struct.unpack_from("<III", data)
    if kind == _PLAIN:
        return data[16 : 16 + length]
    if kind != _PACKED or length > _LARGEST:
        return b""
    window = bytearray(_START.ljust(4096, b"\0"))
    write = len(_START)
    out = bytearray()
    at, end = 16, len(data)
    while at < end and len(out) < length:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= end or len(out) >= length:
                break
            if not control >> bit & 1:
                window[write] = data[at]
                out.append(data[at])
                write = (write + 1) % 4096
                at += 1
                continue
            if at + 1 >= end:
                return bytes(out)
            (reference,) = struct.unpack_from(">H", data, at)
            at += 2
            offset, count = reference >> 4, (reference & 0xF) + 2
            if offset == write:
                return bytes(out)
            for step in range(count):
                each = window[(offset + step) % 4096]
                window[write] = each
                out.append(each)
                write = (write + 1) % 4096
    return bytes(out[:length])


def body(rtf: bytes) -> tuple[str, str]:
    """Return the words of a body and what they are: "html" or "text"."""
    if b"\\fromhtml1" in rtf[:2000]:
        return _taken_out(rtf), "html"
    if b"\\fromtext" in rtf[:2000]:
        return _taken_out(rtf), "text"
    from striprtf.striprtf import rtf_to_text

    try:
        words: Any = rtf_to_text(rtf.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
        return str(words), "text"
    except (ValueError, IndexError, KeyError, LookupError, TypeError, RecursionError):
        return "", "text"


class _Group:
    """One pair of braces: what holds inside it."""

    __slots__ = ("drops", "in_tag", "skip")

    def __init__(self, drops: bool, in_tag: bool, skip: int) -> None:  # noqa: FBT001 - a record
        self.drops = drops
        self.in_tag = in_tag
        self.skip = skip


def _taken_out(rtf: bytes) -> str:
    """Return the page or text that was put into RTF ([MS-OXRTFEX] 2.1.3.1)."""
    named = _CODE_PAGE.search(rtf[:2000])
    codec = _codec(named[1].decode("ascii") if named else "1252")
    parts: list[str] = []
    raw = bytearray()
    groups = [_Group(drops=False, in_tag=False, skip=1)]
    at, leave_out, is_aside = 0, False, False

    def flush() -> None:
        if raw:
            parts.append(raw.decode(codec, "replace"))
            raw.clear()

    def takes() -> bool:
        here = groups[-1]
        return not here.drops and (here.in_tag or not leave_out) and len(groups) > 1

    left_over = 0  # letters to pass over after a Unicode one
    for found in _TOKEN.finditer(rtf):
        if takes() and found.start() > at:
            plain = rtf[at : found.start()].replace(b"\r", b"").replace(b"\n", b"")
            raw += plain[left_over:]
            left_over = max(left_over - len(plain), 0)
        at = found.end()
        word, number, packed, symbol, brace = found.groups()
        here = groups[-1]
        if brace == b"{":
            if len(groups) > 500:
                break
            groups.append(_Group(here.drops, here.in_tag, here.skip))
            is_aside = False
        elif brace == b"}":
            if len(groups) > 1:
                groups.pop()
            is_aside = False
        elif symbol == b"*":
            is_aside = True
        elif packed is not None:
            if left_over:
                left_over -= 1
            elif takes():
                raw.append(int(packed, 16))
        elif symbol is not None:
            if takes():
                raw += {b"~": b"\xa0" if codec == "cp1252" else b" ", b"_": b"-"}.get(
                    symbol, symbol if symbol in b"\\{}" else b""
                )
        elif word == b"htmltag":
            here.in_tag, here.drops = True, False
            is_aside = False
        elif word == b"htmlrtf":
            leave_out = number != b"0"
        elif word in _NO_WORDS or (is_aside and word != b"mhtmltag") or word == b"mhtmltag":
            here.drops = True
            is_aside = False
        elif word == b"uc":
            here.skip = min(int(number or 1), 8)
        elif word == b"u" and number is not None and takes():
            flush()
            code = int(number) % 0x10000
            parts.append(chr(code))
            left_over = here.skip
        elif takes():
            raw += {
                b"par": b"\r\n", b"line": b"\r\n", b"tab": b"\t", b"lquote": b"&lsquo;",
                b"rquote": b"&rsquo;", b"ldblquote": b"&ldquo;", b"rdblquote": b"&rdquo;",
                b"bullet": b"&bull;", b"endash": b"&ndash;", b"emdash": b"&mdash;",
            }.get(word or b"", b"")  # fmt: skip
    flush()
    joined = "".join(parts)
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _codec(code_page: str) -> str:
    import codecs

    name = {"65001": "utf-8", "10000": "mac_roman", "874": "cp874"}.get(code_page, f"cp{code_page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
