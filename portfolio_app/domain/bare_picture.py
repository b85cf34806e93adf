"""Takes out of a packed picture what it says besides its pixels: camera, place, notes, thumbnails.

The packed pixels stay byte for byte. For pictures inside documents, which nobody packs anew.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

_END, _SCAN, _JFIF, _PROFILE, _ADOBE, _NOTE = 0xD9, 0xDA, 0xE0, 0xE2, 0xEE, 0xFE
_ONE_AFTER_ANOTHER = frozenset({0xC0, 0xC1})  # frames that are not progressive
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
# In packed pixels FF is followed by 00 or a restart marker; anything else begins a segment
# (ITU-T T.81, B.1.1.5).
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_JFIF_LENGTH = 16
_TOLD = frozenset({b"xml ", b"uuid", b"uinf"})  # boxes with words (ISO 15444-1, annex I.7)


def bare_jpeg(data: bytes) -> bytes:
    """Return a JPEG without what it tells: only its pixels, size and colours (ITU-T T.81, annex B).

    What follows a place that cannot be understood is kept as it is, for readers that can.
    """
    if data[:2] != b"\xff\xd8":
        return data
    kept = [data[:2], *_kept(data, 2)]
    return data if sum(map(len, kept)) == len(data) else b"".join(kept)


def _kept(data: bytes, at: int) -> Iterator[bytes | memoryview]:
    view = memoryview(data)  # the pixels are not copied
    components = 0  # of the picture, as long as all of them may lie in one scan
    while at + 2 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1  # a fill byte
            continue
        if marker == _END:
            yield data[at : at + 2]  # what follows is another picture, or a camera's own data
            return
        if marker in _ALONE:
            yield data[at : at + 2]
            at += 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4])
        if length < 2:
            break
        segment = data[at : at + 2 + length]
        yield _segment(marker, segment)
        at += 2 + length
        if marker in _ONE_AFTER_ANOTHER:
            components = int.from_bytes(segment[9:10])
        if marker == _SCAN:
            is_only = components > 0 and segment[4:5] == bytes((components,))
            end = _end_of_scan(data, at, is_only=is_only)
            yield view[at:end]
            at = end
    yield view[at:]


def _end_of_scan(data: bytes, at: int, *, is_only: bool) -> int:
    """Return where the packed pixels from ``at`` end; a search by marker takes 10 ms a megabyte."""
    if is_only and data.find(b"\xff\xd9", at) == len(data) - 2:
        return len(data) - 2
    found = _AFTER_SCAN.search(data, at)
    return found.start() if found is not None else len(data)


def _segment(marker: int, segment: bytes) -> bytes:
    """Return what is kept of a segment of a JPEG, marker and length with it."""
    if marker == _JFIF:
        if not segment[4:].startswith(b"JFIF\0"):
            return b""
        if len(segment) <= 2 + _JFIF_LENGTH:
            return segment
        return b"\xff\xe0" + struct.pack(">H", _JFIF_LENGTH) + segment[4:16] + b"\0\0"
    if marker == _PROFILE:
        return segment if segment[4:].startswith(b"ICC_PROFILE\0") else b""
    if marker == _ADOBE:
        return segment if segment[4:].startswith(b"Adobe") else b""
    return b"" if _JFIF < marker <= 0xEF or marker == _NOTE else segment


def bare_jpeg_2000(data: bytes) -> bytes:
    """Return a JPEG 2000 file without its boxes of words (ISO 15444-1, annex I)."""
    if data[4:8] != b"jP  ":
        return data  # the bare codes
    kept, at = [], 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if length == 1 and at + 16 <= len(data):
            (length,) = struct.unpack_from(">Q", data, at + 8)
        end = len(data) if length == 0 else at + length
        if end < at + 8:
            kept.append(data[at:])
            break
        if kind not in _TOLD:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)
