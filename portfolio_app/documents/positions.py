"""The words of a page copy and where each character lies, in page space.

Page space: the page as shown (after CropBox and /Rotate), origin top left, points. Text and boxes
come from PDFium; ``words`` and ``characters`` give the same text for the same page, always.
"""

from __future__ import annotations

import ctypes
import sys
from array import array
from collections.abc import Callable, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

_HIGH_SURROGATES, _LOW_SURROGATES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
_LONE_SURROGATES = range(0xD800, 0xE000)
_REPLACEMENT = 0xFFFD
_LAST_CODE_POINT = 0x10FFFF
# A control character is never a word, but it may stand between two. PDFium writes 0x02 for a hyphen
# at a line's end, which quotes.py joins, so that one stays.
_SPACES = {code: " " for code in range(32) if chr(code) not in "\t\n\r\x02"} | {0x7F: " "}
_NOT_STORABLE = {0: "�"} | dict.fromkeys(_LONE_SURROGATES, "�")
_CLEAN = _SPACES | _NOT_STORABLE

_BoxOf = Callable[..., tuple[float, float, float, float] | None]
_UNSEEN_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_TALLEST = 3.0  # a loose box higher than this many times the font's size is a broken font's


def words(page: pypdfium2.PdfPage) -> str:
    """Return the page's text, code point by code point as PDFium finds them.

    NUL and half a surrogate pair become U+FFFD, other control characters a space.

    Raises:
        pypdfium2.PdfiumError: the page's text cannot be read.
    """
    text_page = page.get_textpage()
    try:
        return _text(text_page)[0]
    finally:
        text_page.close()


def words_and_top(page: pypdfium2.PdfPage, most: int) -> tuple[str, tuple[str, array[float]]]:
    """Return the page's text as ``words`` does, and its first ``most`` code points with places.

    Raises:
        pypdfium2.PdfiumError: the page's text cannot be read.
    """
    text_page = page.get_textpage()
    try:
        text, indexes = _text(text_page)
        return text, (text[:most], _boxes(page, text_page, indexes[:most]))
    finally:
        text_page.close()


def characters(page: pypdfium2.PdfPage) -> tuple[str, array[float]]:
    """Return the page's text and four numbers a code point: x0, y0, x1, y1 in page space.

    All four are zero for a character without a place (a line end PDFium put in).

    Raises:
        pypdfium2.PdfiumError: the page's text cannot be read.
    """
    text_page = page.get_textpage()
    try:
        text, indexes = _text(text_page)
        return text, _boxes(page, text_page, indexes)
    finally:
        text_page.close()


def letters(
    page: pypdfium2.PdfPage,
) -> tuple[str, array[float], array[float], list[float], bytes]:
    """Return what ``characters`` does, and more of each code point: shape's box, angle, unseen.

    A shape's box reaches as far as the letter's ink, four numbers as the others; angles are
    radians, anticlockwise in the page's own coordinates; unseen letters (1, else 0) are not drawn,
    as those that lie on a scan.

    Raises:
        pypdfium2.PdfiumError: the page's text cannot be read.
    """
    text_page = page.get_textpage()
    try:
        text, indexes = _text(text_page)
        boxes = _boxes(page, text_page, indexes)
        inks = _boxes(page, text_page, indexes, _ink)
        angles = [max(pdfium.FPDFText_GetCharAngle(text_page, index), 0.0) for index in indexes]
        unseen = bytes(_is_unseen(text_page, index) for index in indexes)
        return text, boxes, inks, angles, unseen
    finally:
        text_page.close()


def _is_unseen(text_page: pypdfium2.PdfTextPage, index: int) -> bool:
    thing = pdfium.FPDFText_GetTextObject(text_page, index)
    return bool(thing) and pdfium.FPDFTextObj_GetTextRenderMode(thing) in _UNSEEN_MODES


def has_picture(page: pypdfium2.PdfPage) -> bool:
    """Return whether a picture is drawn on the page."""
    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=6))


def _text(text_page: pypdfium2.PdfTextPage) -> tuple[str, Sequence[int]]:
    """Return the text, and PDFium's number of the character behind each code point."""
    count = text_page.count_chars()
    if count <= 0:
        return "", ()
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    # Counts UTF-16 units with the closing zero; leaves characters out that have no Unicode.
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    units = bytes(buffer)[: 2 * max(written - 1, 0)]
    text = units.decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text.translate(_CLEAN), range(count)
    return _text_one_by_one(text_page, count)


def _text_one_by_one(text_page: pypdfium2.PdfTextPage, count: int) -> tuple[str, list[int]]:
    letters: list[str] = []
    indexes: list[int] = []
    high = 0
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if high and code in _LOW_SURROGATES:  # the second half of one character
            letters[-1] = chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
            high = 0
            continue
        high = code if code in _HIGH_SURROGATES else 0
        letters.append(chr(code if code <= _LAST_CODE_POINT else _REPLACEMENT))
        indexes.append(index)
    return "".join(letters).translate(_CLEAN), indexes


def _boxes(
    page: pypdfium2.PdfPage,
    text_page: pypdfium2.PdfTextPage,
    indexes: Sequence[int],
    box_of: _BoxOf | None = None,
) -> array[float]:
    a, b, c, d, e, f = to_page_space(page)
    boxes = array("f", bytes(16 * len(indexes)))
    loose = pdfium.FS_RECTF()
    tight = tuple(ctypes.c_double() for _ in range(4))
    for place, index in enumerate(indexes):
        box = (box_of or _box)(text_page, index, loose, tight)
        if box is None:
            continue
        x0, y0, x1, y1 = box
        xa, ya = a * x0 + c * y0 + e, b * x0 + d * y0 + f
        xb, yb = a * x1 + c * y1 + e, b * x1 + d * y1 + f
        at = 4 * place
        boxes[at], boxes[at + 2] = (xa, xb) if xa <= xb else (xb, xa)
        boxes[at + 1], boxes[at + 3] = (ya, yb) if ya <= yb else (yb, ya)
    return boxes


def _box(
    text_page: pypdfium2.PdfTextPage,
    index: int,
    loose: pdfium.FS_RECTF,
    tight: tuple[ctypes.c_double, ...],
) -> tuple[float, float, float, float] | None:
    """Return a character's box in the page's own coordinates: as high as its font where known."""
    if not pdfium.FPDFText_GetLooseCharBox(text_page, index, loose):
        return None
    x0, y0, x1, y1 = loose.left, loose.bottom, loose.right, loose.top
    size = max(pdfium.FPDFText_GetFontSize(text_page, index), x1 - x0, 1.0)
    if x0 < x1 and y0 < y1 <= y0 + _TALLEST * size:
        return x0, y0, x1, y1
    return _ink(text_page, index, loose, tight)


def _ink(
    text_page: pypdfium2.PdfTextPage,
    index: int,
    _loose: pdfium.FS_RECTF,
    tight: tuple[ctypes.c_double, ...],
) -> tuple[float, float, float, float] | None:
    """Return the box of a character's own shape in the page's own coordinates."""
    left, right, bottom, top = tight
    if not pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
        return None
    return left.value, bottom.value, right.value, top.value


def to_page_space(page: pypdfium2.PdfPage) -> tuple[float, float, float, float, float, float]:
    """Return the matrix from the page's own coordinates to page space (ISO 32000-2, 8.3.2.3)."""
    left, bottom, right, top = page.get_bbox()
    turned = page.get_rotation()
    if turned == 90:
        return 0, 1, 1, 0, -bottom, -left
    if turned == 180:
        return -1, 0, 0, 1, right, -bottom
    if turned == 270:
        return 0, -1, -1, 0, top, right
    return 1, 0, 0, -1, -left, top


def little_endian(boxes: array[float]) -> bytes:
    """Return the numbers as 32-bit little-endian floats, whatever this machine uses."""
    if sys.byteorder == "big":
        boxes = array("f", boxes)
        boxes.byteswap()
    return boxes.tobytes()
