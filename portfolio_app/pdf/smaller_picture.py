"""One picture of a PDF with fewer pixels or packed harder: kinds it cannot be sure of stay.

Left alone: stencils and colour keys, mattes, fewer than 8 or more than 8 bits, JPEG 2000, JBIG2 and
fax pictures, spot colours, and whatever would not become clearly smaller.
"""

from __future__ import annotations

import io
import math
import struct
import zlib
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

_SMALL = 30_000  # stored bytes, below which there is little to win
_MOST_PIXELS = 120_000_000
_MOST_BYTES = 250_000_000  # of unpacked pixels held at once
_STRIP = 4_000_000  # pixels unpacked into Pillow's form at once
_CLEARLY = 0.9  # of the old size, where there are fewer pixels
_MUCH = 0.75  # where there are as many: every packing of a JPEG costs a little of what is seen
_FEWER = 0.85  # of the pixels a side: less of a difference is not worth it
_LETTERS_KEPT = 0.5  # JPEG blurs letters, so a lossless picture becomes one only for half the size
_DRAWN = 0.2  # of its unpacked bytes: what packs as well is drawn, not a photo
_HARD = 70  # a quality below which drawn pictures may be blurred too
_FLATE, _JPEG = "/FlateDecode", "/DCTDecode"


@dataclass(frozen=True, slots=True)
class Source:
    """A picture as it is stored, taken out of the document so that any thread can work on it.

    ``wanted`` is the pixels across and down it is enough to keep. ``components`` a pixel.
    """

    data: bytes
    jpeg: bool
    width: int
    height: int
    components: int
    palette: bytes
    wanted: tuple[int, int]
    stored: int


@dataclass(frozen=True, slots=True)
class Packed:
    """A smaller picture; ``components`` differ from before where a palette was resolved."""

    data: bytes
    width: int
    height: int
    components: int
    jpeg: bool = False


def source_of(
    image: Stream, inches: tuple[float, float], dots: int, *, mask: bool
) -> Source | None:
    """Return a picture ready to be made smaller, or None when it is to stay as it is.

    ``inches`` is how large it is drawn; ``mask`` says that it is the alpha of another one.
    """
    width, height = _whole(image.get("/Width")), _whole(image.get("/Height"))
    if not 0 < width * height <= _MOST_PIXELS or _is_odd(image, mask=mask):
        return None
    if _whole(image.get("/Length")) < (_SMALL // 4 if mask else _SMALL):
        return None
    filters = _filters(image)
    components, palette = _colours(image.get("/ColorSpace"))
    if filters is None or not components or _whole(image.get("/BitsPerComponent")) != 8:
        return None
    jpeg = filters[-1:] == [_JPEG]
    if palette and (jpeg or "/Decode" in image):
        return None
    if filters == [_JPEG]:
        data = image.read_raw_bytes()
    elif filters in ([_FLATE], ["/LZWDecode"], ["/RunLengthDecode"], []):
        data = _unpacked(image, width * height * components, filters)
    elif filters == [_FLATE, _JPEG]:
        data = _inflated(image.read_raw_bytes(), _MOST_BYTES)
    else:
        return None
    stored = len(data) if filters == [_JPEG] else _whole(image.get("/Length"))
    wanted = (
        min(max(math.ceil(inches[0] * dots), 1), width),
        min(max(math.ceil(inches[1] * dots), 1), height),
    )
    return Source(data, jpeg, width, height, components, palette, wanted, stored) if data else None


def packed(source: Source, quality: int, *, lossless: bool) -> Packed | None:
    """Return the picture with fewer pixels, or packed harder; None when little would be won.

    ``lossless``: JPEG is not for it (the alpha of another picture). Safe in any thread.
    """
    share = max(source.wanted[0] / source.width, source.wanted[1] / source.height)
    is_fewer = share <= _FEWER
    if not is_fewer and (source.palette or lossless):
        return None
    size = (source.width, source.height)
    if is_fewer:
        size = (max(round(source.width * share), 1), max(round(source.height * share), 1))
    picture = _jpeg_pixels(source, size) if source.jpeg else _plain_pixels(source, size)
    if picture is None:
        return None
    components = len(picture.getbands())
    most = source.stored * (_CLEARLY if is_fewer else _MUCH)
    found: Packed | None = None
    is_drawn = not source.jpeg and source.stored < _DRAWN * len(source.data)
    if not lossless and not (is_drawn and quality >= _HARD):
        data = _as_jpeg(picture, quality)
        found = Packed(data, *picture.size, components, jpeg=True)
    if not source.jpeg and components in (1, 3) and (is_fewer or lossless):
        rows = _as_rows(picture)
        if found is None or len(found.data) > _LETTERS_KEPT * len(rows):
            found = Packed(rows, *picture.size, components)
    if found is None or len(found.data) > most:
        return None
    if not source.jpeg and found.jpeg and len(found.data) > _LETTERS_KEPT * source.stored:
        return None
    return found


def put(image: Stream, new: Packed, was: Source) -> None:
    """Write the smaller picture in the place of the old one; all its other entries stay."""
    parms: Any = None
    if not new.jpeg:
        parms = Dictionary(
            Predictor=15, Colors=new.components, BitsPerComponent=8, Columns=new.width
        )
    if "/DecodeParms" in image:
        del image["/DecodeParms"]
    image.write(new.data, filter=Name(_JPEG if new.jpeg else _FLATE), decode_parms=parms)
    image.Width, image.Height = new.width, new.height
    if was.palette:
        image.ColorSpace = image.ColorSpace[1]


def _is_odd(image: Stream, *, mask: bool) -> bool:
    """Return whether there is more to the picture than its pixels, so that it is to stay."""
    if "/F" in image or bool(image.get("/ImageMask", False)) or "/SMaskInData" in image:
        return True
    if isinstance(image.get("/Mask"), Array):  # colours that are not drawn: mixing would lose them
        return True
    if mask:
        return "/Matte" in image or "/SMask" in image
    alpha = image.get("/SMask")
    return isinstance(alpha, Stream) and "/Matte" in alpha


def _filters(image: Stream) -> list[str] | None:
    found = image.get("/Filter")
    parms = image.get("/DecodeParms")
    names = list(found) if isinstance(found, Array) else [] if found is None else [found]
    if not all(isinstance(each, Name) for each in names):
        return None
    filters = [str(each) for each in names]
    if filters[-1:] == [_JPEG] and _says_something(parms):
        return None  # colours turned in a way that only this entry tells
    return filters


def _says_something(parms: Any) -> bool:
    each = list(parms) if isinstance(parms, Array) else [parms]
    return any(isinstance(one, Dictionary) and len(one) for one in each)


def _colours(space: Any) -> tuple[int, bytes]:
    """Return the components of a pixel (0: a kind to leave alone) and the palette's RGB triples."""
    plain = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4, "/G": 1, "/RGB": 3, "/CMYK": 4}
    if isinstance(space, Name):
        return plain.get(str(space), 0), b""
    if not isinstance(space, Array) or not len(space) or not isinstance(space[0], Name):
        return 0, b""
    kind = str(space[0])
    if kind in ("/CalGray", "/CalRGB"):
        return {"/CalGray": 1, "/CalRGB": 3}[kind], b""
    if kind == "/ICCBased" and len(space) > 1 and isinstance(space[1], Stream):
        count = _whole(space[1].get("/N"))
        return (count if count in (1, 3, 4) else 0), b""
    if kind in ("/Indexed", "/I") and len(space) == 4:
        components, inner = _colours(space[1])
        if components != 3 or inner:
            return 0, b""
        table = space[3]
        colours = table.read_bytes() if isinstance(table, Stream) else bytes(table)
        return 1, colours[:768].ljust(768, b"\0")
    return 0, b""


def _unpacked(image: Stream, expected: int, filters: list[str]) -> bytes:
    if expected > _MOST_BYTES:
        return b""
    if filters == [_FLATE] and not _inflates_within(image.read_raw_bytes(), 4 * expected + 65_536):
        return b""
    data = image.read_bytes()
    return data[:expected] if len(data) >= expected else b""


def _inflates_within(packed_data: bytes, most: int) -> bool:
    """Return whether a stream unpacks to at most so many bytes; it is not kept."""
    if len(packed_data) * 1032 <= most:  # deflate packs no tighter
        return True
    unpack, total, rest = zlib.decompressobj(), 0, packed_data
    try:
        while rest and total <= most and not unpack.eof:
            total += len(unpack.decompress(rest, 1 << 20))
            rest = unpack.unconsumed_tail
    except zlib.error:
        return False
    return total <= most


def _inflated(packed_data: bytes, most: int) -> bytes:
    unpack = zlib.decompressobj()
    try:
        data = unpack.decompress(packed_data, most)
    except zlib.error:
        return b""
    return data if unpack.eof else b""


def _jpeg_pixels(source: Source, size: tuple[int, int]) -> Image.Image | None:
    modes = {1: "L", 3: "RGB", 4: "CMYK"}
    with Image.open(io.BytesIO(source.data), formats=["JPEG"]) as opened:
        fits = opened.size == (source.width, source.height)
        if not fits or opened.mode != modes[source.components]:
            return None
        if opened.mode == "CMYK" and "adobe_transform" not in opened.info:
            return None  # without Adobe's mark nobody knows which way round its colours are
        opened.draft(opened.mode, size)
        opened.load()
        picture: Image.Image = opened.copy() if opened.size == size else _resized(opened, size)
    return picture


def _plain_pixels(source: Source, size: tuple[int, int]) -> Image.Image | None:
    """Return unpacked pixels at a smaller size, strip by strip: Pillow's own form is larger."""
    mode = {1: "L", 3: "RGB", 4: "CMYK"}[source.components]
    if mode == "CMYK":
        return None
    final = "RGB" if source.palette else mode
    factor = max(min(source.width // size[0], source.height // size[1]), 1)
    row = source.width * source.components
    rows = max(_STRIP // source.width // factor, 1) * factor
    small = (-(-source.width // factor), -(-source.height // factor))
    whole = Image.new(final, small)
    for top in range(0, source.height, rows):
        high = min(rows, source.height - top)
        part = source.data[top * row : (top + high) * row]
        strip = Image.frombytes(mode, (source.width, high), part)
        if source.palette:
            strip.putpalette(source.palette)
            strip = strip.convert("RGB")
        whole.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    return whole if whole.size == size else _resized(whole, size)


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture.resize(size, Image.Resampling.BICUBIC)


def _as_jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.info.clear()  # no camera data, no comment, no profile: the PDF has its own
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _as_rows(picture: Image.Image) -> bytes:
    """Return the pixels as a PDF's Flate stream with PNG's predictors (ISO 32000-1, 7.4.4.4)."""
    out = io.BytesIO()
    picture.info.clear()
    picture.save(out, "PNG", compress_level=6)
    data = out.getvalue()
    parts, at = [], 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if data[at + 4 : at + 8] == b"IDAT":
            parts.append(data[at + 8 : at + 8 + length])
        at += length + 12
    return b"".join(parts)


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError, ArithmeticError):
        return 0
