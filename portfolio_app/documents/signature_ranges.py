"""Which bytes a digital signature covers, read from the raw file.

A signature covers the file but for one gap, which holds the signature itself as hexadecimal
digits (ISO 32000-2, 12.8.1). Most published forgeries live in that gap, behind the last covered
byte, or in a second dictionary that a reader takes for the first.
"""

from __future__ import annotations

import re
from binascii import Error as NotHex
from binascii import unhexlify
from collections import Counter
from collections.abc import Iterable, Sequence
from io import BytesIO

import pikepdf

_HEX = re.compile(rb"<[0-9A-Fa-f]*>\Z")
# A name may be written with #xx for any of its letters (ISO 32000-2, 7.3.5).
_RANGE_NAME = re.compile(
    rb"/" + b"".join(rb"(?:%c|#%x|#%X)" % (each, each, each) for each in b"ByteRange")
)
_NUMBERS = re.compile(rb"\s*\[([0-9\s]{1,400})\]")
_BLANK = b"\x00\t\n\x0c\r "

DOES_NOT_FIT = "The signature does not fit the file: it was saved anew after signing, or changed."

Range = tuple[int, int, int, int]


def as_range(numbers: Sequence[object]) -> Range | None:
    """Return a byte range as four whole numbers, None when it is not one."""
    if len(numbers) != 4 or not all(isinstance(each, int) for each in numbers):
        return None
    first, length, second, rest = (int(str(each)) for each in numbers)
    return first, length, second, rest


def wrong_with(content: bytes, covered: Range, signature: bytes) -> str:
    """Return why a range is not one that a signature may have, in plain words, or "".

    ``signature`` are the bytes that the reader took for the signature: the gap must hold them, as
    digits, and nothing besides.
    """
    first, length, second, rest = covered
    if first != 0 or length <= 0 or rest < 0 or second <= length or second + rest > len(content):
        return DOES_NOT_FIT
    gap = content[length:second]
    if not _HEX.match(gap):
        return "There is something in the file that the signature leaves out."
    try:
        held = unhexlify(gap[1:-1] + (b"0" if len(gap) % 2 else b""))
    except (NotHex, ValueError):
        return DOES_NOT_FIT
    if held != signature:
        return DOES_NOT_FIT
    if (
        not content[length - 400 if length > 400 else 0 : length]
        .rstrip(_BLANK)
        .endswith(b"/Contents")
    ):
        return DOES_NOT_FIT
    return ""


def end_of(covered: Range) -> int:
    """Return the number of bytes up to the end of what a range covers."""
    return covered[2] + covered[3]


def goes_on_cleanly(content: bytes, end: int, revisions: int) -> bool:
    """Whether what follows the covered bytes is so many further revisions, and nothing else.

    Each ends with the place of its own table and an end mark (ISO 32000-2, 7.5.6). More of those
    would be a revision that one reader follows and another does not.
    """
    rest = content[end:]
    if not revisions:
        return not rest.strip(_BLANK)
    return rest.count(b"startxref") == revisions and not rest[
        rest.rfind(b"%%EOF") + len(b"%%EOF") :
    ].strip(_BLANK)


def unseen(content: bytes, seen: Iterable[tuple[int, ...]]) -> int:
    """Return how many byte ranges the raw file holds beside those that were seen.

    What lies inside a stream (an attached file, for one) is not looked at.
    """
    left = Counter(seen)
    more: list[int] = []
    for hit in _RANGE_NAME.finditer(content):
        numbers = _NUMBERS.match(content, hit.end())
        found = tuple(int(each) for each in numbers.group(1).split()) if numbers else ()
        if numbers and left[found] > 0:
            left[found] -= 1
        else:
            more.append(hit.start())
    if not more:
        return 0
    streams = _streams_that_say_so(content)
    return sum(not any(start <= at < end for start, end in streams) for at in more)


def _streams_that_say_so(content: bytes) -> list[tuple[int, int]]:
    """Return where the streams lie, in bytes, that hold the name of a byte range themselves."""
    found = []
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            for each in pdf.objects:
                if isinstance(each, pikepdf.Stream):
                    held = each.read_raw_bytes()
                    if _RANGE_NAME.search(held) and (at := content.find(held)) >= 0:
                        found.append((at, at + len(held)))
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return []
    return found
