"""Which bytes a digital signature covers, read from the raw file: no library is asked.

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

_HEX = re.compile(rb"<[0-9A-Fa-f]*>\Z")
# A name may be written with #xx for any of its letters (ISO 32000-2, 7.3.5).
_RANGE_NAME = re.compile(
    rb"/" + b"".join(rb"(?:%c|#%x|#%X)" % (each, each, each) for each in b"ByteRange")
)
_NUMBERS = re.compile(rb"\s*\[([0-9\s]{1,400})\]")
_STREAM = re.compile(rb"\bstream\r?\n|\bendstream\b")
_BLANK = b"\x00\t\n\x0c\r "

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
        return "The signature does not cover the file in the way it has to."
    gap = content[length:second]
    if not _HEX.match(gap):
        return "There is something in the file that the signature leaves out."
    try:
        held = unhexlify(gap[1:-1] + (b"0" if len(gap) % 2 else b""))
    except (NotHex, ValueError):
        return "The signature does not cover the file in the way it has to."
    if held != signature:
        return "The signature that is checked is not the one that stands in the file."
    if (
        not content[length - 400 if length > 400 else 0 : length]
        .rstrip(_BLANK)
        .endswith(b"/Contents")
    ):
        return "The signature that is checked is not the one that stands in the file."
    return ""


def end_of(covered: Range) -> int:
    """Return the number of bytes up to the end of what a range covers."""
    return covered[2] + covered[3]


def ends_cleanly(content: bytes) -> bool:
    """Whether nothing but white space stands after the file's last end mark."""
    at = content.rfind(b"%%EOF")
    return at >= 0 and not content[at + 5 :].strip(_BLANK)


def unseen(content: bytes, seen: Iterable[tuple[int, ...]]) -> int:
    """Return how many byte ranges the raw file holds beside those that were seen.

    What lies inside a stream (an attached file, for one) is not looked at.
    """
    left = Counter(seen)
    more = 0
    for hit in _RANGE_NAME.finditer(content):
        numbers = _NUMBERS.match(content, hit.end())
        found = tuple(int(each) for each in numbers.group(1).split()) if numbers else ()
        if numbers and left[found] > 0:
            left[found] -= 1
        elif not _in_stream(content, hit.start()):
            more += 1
    return more


def _in_stream(content: bytes, at: int) -> bool:
    start = 0
    inside = False
    # Looks back in steps: the nearest mark before the place says whether a stream is open there.
    for reach in (1 << 12, 1 << 16, 1 << 20, len(content)):
        start = max(0, at - reach)
        marks = list(_STREAM.finditer(content, start, at))
        if marks:
            inside = not marks[-1].group().startswith(b"end")
            break
        if start == 0:
            break
    return inside
