"""Takes JPEG and PNG files apart without unpacking: the pixels stay as they are, the rest goes.

What is left out: camera data, place, author, comments, thumbnails, second pictures, anything after
the end. JPEG: ITU-T T.81, annex B. PNG: ISO/IEC 15948, clause 11.
"""

from __future__ import annotations

import re
import struct
import zlib

from portfolio_app.documents.pictures import Picture

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = {
    0xC0: 8,
    0xC1: 8,
    0xC2: 8,
}  # baseline, extended, progressive: what every PDF reader knows
_ADOBE = 0xEE
_KEPT_SEGMENTS = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xDA, _ADOBE})
_MARKER_AFTER_SCAN = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_COMPONENTS = {0: 1, 2: 3, 3: 1}
_PNG_BITS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8)}


class NotPlainError(Exception):
    """The file is whole, perhaps, but cannot be taken over as it is: decode it instead."""


def jpeg(data: bytes, orientation: int, profile: bytes = b"") -> Picture:
    """Return a JPEG as a picture: its own coefficients, none of its metadata.

    Raises:
        NotPlainError: it is cut off, or of a rare kind that PDF readers do not know.
    """
    if data[:2] != b"\xff\xd8":
        raise NotPlainError("no start")
    kept = [b"\xff\xd8"]
    at, frame, has_adobe = 2, None, False
    while True:
        marker, at = _next_marker(data, at)
        if marker == _END:
            break
        if marker in (0x01, *range(0xD0, 0xD9)):
            continue  # stands alone
        if at + 2 > len(data):
            raise NotPlainError("cut off")
        (length,) = struct.unpack_from(">H", data, at)
        segment = data[at : at + length]
        if length < 2 or len(segment) < length:
            raise NotPlainError("cut off")
        at += length
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if marker not in _FRAMES or frame is not None or length < 8:
                raise NotPlainError("a rare kind")
            frame = struct.unpack_from(">BHHB", segment, 2)
        if marker == _ADOBE:
            if not segment[2:].startswith(b"Adobe"):
                continue
            has_adobe = True
        if marker not in _KEPT_SEGMENTS:
            continue
        kept.append(bytes((0xFF, marker)) + segment)
        if marker == _SCAN:
            found = _MARKER_AFTER_SCAN.search(data, at)
            if found is None:
                raise NotPlainError("cut off")
            kept.append(data[at : found.start()])
            at = found.start()
    if frame is None or frame[0] != 8 or frame[3] not in (1, 3, 4) or 0 in frame[1:3]:
        raise NotPlainError("a rare kind")
    kept.append(b"\xff\xd9")
    return Picture(
        width=frame[2],
        height=frame[1],
        components=frame[3],
        bits=8,
        packed=b"".join(kept),
        jpeg=True,
        profile=profile,
        inverted=has_adobe and frame[3] == 4,
        orientation=orientation,
    )


def _next_marker(data: bytes, at: int) -> tuple[int, int]:
    """Return the marker at a place (fill bytes passed over) and where its segment begins."""
    if data[at : at + 1] != b"\xff":
        raise NotPlainError("no marker where one should be")
    while data[at : at + 1] == b"\xff":
        at += 1
    if at >= len(data):
        raise NotPlainError("cut off")
    return data[at], at + 1


def png(data: bytes, orientation: int, profile: bytes = b"") -> Picture:
    """Return a PNG as a picture: its own packed rows, none of its text.

    Raises:
        NotPlainError: it is cut off or damaged, interlaced, or has transparency.
    """
    header, palette, packed = None, b"", []
    for name, chunk in _png_chunks(data):
        if name == b"IHDR" and len(chunk) == 13:
            header = struct.unpack(">IIBBBBB", chunk)
        elif name == b"PLTE":
            palette = chunk
        elif name == b"IDAT":
            packed.append(chunk)
        elif name in (b"tRNS", b"acTL"):
            raise NotPlainError("transparent or moving")
    if header is None or not packed:
        raise NotPlainError("cut off")
    width, height, bits, kind, _, _, interlace = header
    if kind not in _PNG_COMPONENTS or interlace or bits not in _PNG_BITS[kind]:
        raise NotPlainError("interlaced or transparent")
    if (kind == 3) != bool(palette) and kind == 3:
        raise NotPlainError("no palette")
    if not width or not height or len(palette) % 3:
        raise NotPlainError("no pixels")
    stream = b"".join(packed)
    components = _PNG_COMPONENTS[kind]
    row = (width * components * bits + 7) // 8 + 1
    if not _unpacks_to(stream, row * height):
        raise NotPlainError("damaged")
    return Picture(
        width=width,
        height=height,
        components=components,
        bits=bits,
        packed=stream,
        palette=palette if kind == 3 else b"",
        profile=profile,
        orientation=orientation,
    )


def _png_chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    if not data.startswith(_PNG_START):
        raise NotPlainError("no start")
    chunks: list[tuple[bytes, bytes]] = []
    at = len(_PNG_START)
    while True:
        if at + 12 > len(data):
            raise NotPlainError("cut off")
        (length,) = struct.unpack_from(">I", data, at)
        name, chunk = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        checked = data[at + 8 + length : at + 12 + length]
        if len(checked) < 4 or zlib.crc32(name + chunk) != struct.unpack(">I", checked)[0]:
            raise NotPlainError("damaged")
        if name == b"IEND":
            return chunks
        chunks.append((name, chunk))
        at += 12 + length


def _unpacks_to(stream: bytes, length: int) -> bool:
    """Return whether a zlib stream holds exactly so many bytes, without keeping them."""
    unpack = zlib.decompressobj()
    total, rest = 0, stream
    try:
        while rest and total <= length and not unpack.eof:
            total += len(unpack.decompress(rest, 1 << 20))
            rest = unpack.unconsumed_tail
    except zlib.error:
        return False
    return total == length and unpack.eof
