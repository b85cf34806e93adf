"""Puts pictures on PDF pages: one upright page a picture, one point a pixel, nothing but pixels."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pikepdf

from portfolio_app.domain.document import PageImage

_DEVICE_SPACES = {1: pikepdf.Name.DeviceGray, 3: pikepdf.Name.DeviceRGB, 4: pikepdf.Name.DeviceCMYK}
_ICC_SPACES = {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}  # ICC.1:2022, 7.2.6
_LARGEST_PROFILE = 4_000_000

# How each EXIF orientation (1 to 8) is put upright: the unit square times this, for an upright
# picture of width w and height h (a, b, c, d, e, f as factors of w and h).
_UPRIGHT: dict[int, Callable[[float, float], tuple[float, ...]]] = {
    1: lambda w, h: (w, 0, 0, h, 0, 0),
    2: lambda w, h: (-w, 0, 0, h, w, 0),
    3: lambda w, h: (-w, 0, 0, -h, w, h),
    4: lambda w, h: (w, 0, 0, -h, 0, h),
    5: lambda w, h: (0, -h, -w, 0, w, h),
    6: lambda w, h: (0, -h, w, 0, 0, h),
    7: lambda w, h: (0, h, w, 0, 0, 0),
    8: lambda w, h: (0, h, -w, 0, w, 0),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels as a PDF holds them: packed by ``filters``, ``components`` a pixel, ``bits`` each.

    ``palette`` holds RGB triples for one-component pictures that count colours. ``inverted``: 0
    is full colour (CMYK from Adobe programs). ``orientation`` is EXIF's, 1 to 8.
    """

    width: int
    height: int
    components: int
    bits: int
    packed: bytes
    jpeg: bool = False
    palette: bytes = b""
    profile: bytes = b""
    inverted: bool = False
    orientation: int = 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn page and the size in points that it should get back."""

    image: PageImage
    width: float
    height: float


def as_pdf(pictures: Sequence[Picture | Drawn]) -> bytes:
    """Return a PDF with one page for each picture; the same pictures give the same bytes."""
    with pikepdf.new() as pdf:
        for each in pictures:
            if isinstance(each, Drawn):
                _add(pdf, _drawn(each.image), each.width, each.height)
            else:
                turned = each.orientation >= 5
                size = (each.height, each.width) if turned else (each.width, each.height)
                _add(pdf, each, *size)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, fix_metadata_version=False, force_version="1.7")
    return out.getvalue()


def _add(pdf: pikepdf.Pdf, picture: Picture, width: float, height: float) -> None:
    image = pikepdf.Stream(pdf, picture.packed)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height = picture.width, picture.height
    image.BitsPerComponent = picture.bits
    image.ColorSpace = _colours(pdf, picture)
    if picture.jpeg:
        image.Filter = pikepdf.Name.DCTDecode
    else:
        image.Filter = pikepdf.Name.FlateDecode
        image.DecodeParms = pikepdf.Dictionary(
            Predictor=15,
            Colors=picture.components,
            BitsPerComponent=picture.bits,
            Columns=picture.width,
        )
    if picture.inverted:
        image.Decode = pikepdf.Array([1, 0] * picture.components)
    matrix = " ".join(f"{each:g}" for each in _UPRIGHT[picture.orientation](width, height))
    pdf.add_blank_page()  # refuses the sizes pictures can have
    page = pdf.pages[-1].obj
    page.MediaBox = pikepdf.Array([0, 0, _short(width), _short(height)])
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=image))
    page.Contents = pikepdf.Stream(pdf, f"q {matrix} cm /Picture Do Q".encode("ascii"))


def _short(value: float) -> float | int:
    return int(value) if value == int(value) else round(value, 3)


def _colours(pdf: pikepdf.Pdf, picture: Picture) -> pikepdf.Object:
    if picture.palette:
        last = len(picture.palette) // 3 - 1
        return pikepdf.Array(
            [
                pikepdf.Name.Indexed,
                pikepdf.Name.DeviceRGB,
                last,
                pikepdf.String(picture.palette),
            ]
        )
    device = _DEVICE_SPACES[picture.components]
    if not _fits(picture.profile, picture.components):
        return device
    profile = pikepdf.Stream(pdf, picture.profile)
    profile.N = picture.components
    profile.Alternate = device
    return pikepdf.Array([pikepdf.Name.ICCBased, pdf.make_indirect(profile)])


def _fits(profile: bytes, components: int) -> bool:
    """Return whether this is a colour profile for so many components."""
    return (
        132 <= len(profile) <= _LARGEST_PROFILE
        and profile[36:40] == b"acsp"
        and profile[16:20] == _ICC_SPACES[components]
        and struct.unpack(">I", profile[:4])[0] <= len(profile)
    )


def _drawn(image: PageImage) -> Picture:
    """Return a drawn page (BGRX) as an RGB picture."""
    count = image.width * image.height
    rgb = bytearray(3 * count)
    for channel in range(3):
        rgb[channel::3] = image.pixels[2 - channel :: 4]
    row = 3 * image.width
    rows = b"".join(b"\0" + rgb[at : at + row] for at in range(0, len(rgb), row))
    return Picture(image.width, image.height, 3, 8, zlib.compress(rows, 6))
