"""Packs the picture of a page into a PDF as small as it goes without looking worse."""

from __future__ import annotations

import io
import struct

from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageChops

_GREYS = 16  # of a page in black and white: enough for smooth letters
_COLOURS = 64  # of a page with some colours
_NEARLY = 6  # of 255: what a colour may differ from grey and still be taken for it
_QUALITY = 82


def pack(pdf: Pdf, picture: Image.Image) -> Stream:
    """Return an RGB picture as an image XObject: few greys or colours, or JPEG if that is smaller.

    Nothing of the picture is kept beside it: no metadata, no thumbnail, no earlier state.
    """
    is_grey = _is_grey(picture)
    plain = picture.convert("L") if is_grey else picture
    shades = _few_greys(plain) if is_grey else _few_colours(plain)
    indexed = _png_parts(shades, 4 if is_grey else 8)
    jpeg = io.BytesIO()
    plain.save(jpeg, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    if len(indexed[0]) <= len(jpeg.getvalue()):
        data, bits, palette = indexed
        image = Stream(pdf, data)
        image.Filter = Name.FlateDecode
        image.DecodeParms = Dictionary(
            Predictor=15, Colors=1, BitsPerComponent=bits, Columns=picture.width
        )
        last = len(palette) // 3 - 1
        image.ColorSpace = Array([Name.Indexed, Name.DeviceRGB, last, palette])
        image.BitsPerComponent = bits
    else:
        image = Stream(pdf, jpeg.getvalue())
        image.Filter = Name.DCTDecode
        image.ColorSpace = Name.DeviceGray if is_grey else Name.DeviceRGB
        image.BitsPerComponent = 8
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height = picture.size
    return image


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    return all(
        not any(ImageChops.difference(one, other).histogram()[_NEARLY + 1 :])
        for one, other in ((red, green), (green, blue))
    )


def _few_greys(picture: Image.Image) -> Image.Image:
    step = 255 / (_GREYS - 1)
    shades = picture.point([round(value / step) for value in range(256)])
    shades = Image.frombytes("P", picture.size, shades.tobytes())
    shades.putpalette([round(index * step) for index in range(_GREYS) for _ in range(3)])
    return shades


def _few_colours(picture: Image.Image) -> Image.Image:
    exact = picture.getcolors(256)
    if exact is not None:
        return picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=max(len(exact), 2))
    return picture.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def _png_parts(shades: Image.Image, bits: int) -> tuple[bytes, int, bytes]:
    """Return the packed rows, the bits a pixel and the palette, as PNG has them (ISO/IEC 15948)."""
    held = io.BytesIO()
    shades.save(held, "PNG", bits=bits, compress_level=6)
    png = held.getvalue()
    rows, palette, depth, at = bytearray(), b"", bits, 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            depth = data[8]
        elif kind == b"PLTE":
            palette = data
        elif kind == b"IDAT":
            rows += data
        at += 12 + length
    return bytes(rows), depth, palette
