"""Draws pages: pixels for the reader, small PNGs for lists."""

from __future__ import annotations

import ctypes
import math
import struct
import zlib

import pypdfium2
import pypdfium2.raw as pdfium

from portfolio_app.domain.document import PageImage

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 20_000
_WHITE = 0xFFFFFFFF


def fitted(width: float, height: float, scale: float) -> tuple[int, int]:
    """Return the pixels (width, height) of a page of that many points drawn at ``scale``.

    Never nothing, never more than MOST_PIXELS and never a side over LONGEST_SIDE: a huge page is
    drawn smaller.
    """
    wide, high = max(width * scale, 1.0), max(height * scale, 1.0)
    shrink = min(
        1.0, LONGEST_SIDE / wide, LONGEST_SIDE / high, math.sqrt(MOST_PIXELS / (wide * high))
    )
    return max(int(wide * shrink + 0.5), 1), max(int(high * shrink + 0.5), 1)


def draw(page: pypdfium2.PdfPage, scale: float) -> PageImage:
    """Return the page drawn on white at ``scale`` pixels a point, within the limits above.

    Raises:
        MemoryError: there is no room for the picture.
    """
    width, height = fitted(page.get_width(), page.get_height(), scale)
    return PageImage(width, height, width * 4, _pixels(page, width, height, pdfium.FPDFBitmap_BGRx))


def rgb(page: pypdfium2.PdfPage, scale: float) -> tuple[int, int, bytes]:
    """Return width, height and pixels (red, green, blue) of the page drawn on white, as ``draw``.

    Raises:
        MemoryError: there is no room for the picture.
    """
    width, height = fitted(page.get_width(), page.get_height(), scale)
    return width, height, _pixels(page, width, height, pdfium.FPDFBitmap_BGR)


def thumbnail(page: pypdfium2.PdfPage, longest: int) -> bytes:
    """Return a PNG of the page whose longer side has ``longest`` pixels."""
    longest = min(max(longest, 1), 2_000)
    points = max(page.get_width(), page.get_height(), 1e-6)
    width, height = fitted(page.get_width(), page.get_height(), longest / points)
    return _png(_pixels(page, width, height, pdfium.FPDFBitmap_BGR), width, height)


def _pixels(page: pypdfium2.PdfPage, width: int, height: int, form: int) -> bytes:
    stride = width * (4 if form == pdfium.FPDFBitmap_BGRx else 3)
    buffer = (ctypes.c_char * (stride * height))()
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, form, buffer, stride)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        flags = pdfium.FPDF_REVERSE_BYTE_ORDER if form == pdfium.FPDFBitmap_BGR else 0
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return bytes(buffer)


def _png(rgb: bytes, width: int, height: int) -> bytes:
    """Return a PNG (ISO/IEC 15948) of 8-bit RGB rows."""
    row = 3 * width
    rows = b"".join(b"\0" + rgb[at : at + row] for at in range(0, row * height, row))

    def chunk(name: bytes, data: bytes) -> bytes:
        checked = name + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"IDAT", zlib.compress(rows, 3)),
            chunk(b"IEND", b""),
        )
    )
