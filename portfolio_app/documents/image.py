"""Reads a picture: facts, and upright pages without camera data, place or author."""

from __future__ import annotations

import io
import time
import warnings
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageFile

from portfolio_app.documents import image_files, image_holdings, kept
from portfolio_app.documents.kinds import Told
from portfolio_app.documents.levelled import levelled
from portfolio_app.documents.page_reading import read_pages
from portfolio_app.documents.picture_kinds import BROKEN, FORMATS, LOSSY, can_read, work
from portfolio_app.documents.pictures import Picture, as_pdf
from portfolio_app.documents.reading import Reading
from portfolio_app.domain import dates
from portfolio_app.domain.document import DocumentKind, Facts, Holding, ReadStatus

MOST_PICTURES = 500
_MOST_PIXELS = 200_000_000
_MOST_WORK = 4_000_000_000  # pixels times passes of a progressive JPEG; a camera's has ten passes
_SECONDS = 12.0
_JPEG_QUALITY = 92
_EXIF_IFD, _ORIENTATION = 0x8769, 0x0112
_TAKEN, _DIGITISED, _CHANGED = 0x9003, 0x9004, 0x0132


@dataclass(slots=True)
class _Found:
    pictures: list[Picture] = field(default_factory=list)
    date: str = ""
    notes: list[str] = field(default_factory=list)
    holds: tuple[Holding, ...] = ()


def read(data: bytes, name: str, told: Told) -> Reading:
    """Return a picture's facts and pages; a broken, huge or unknown one is kept as a whole."""
    if not can_read(told.form):
        return Reading(kept.as_a_whole(told))
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS // 2  # Pillow refuses above twice this number
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # below the limit Pillow only warns
            found = _look(data, told.form)
    except Image.DecompressionBombError:
        return Reading(kept.too_many_pixels(told))
    if not found.pictures:
        return Reading(kept.as_a_whole(Told(told.kind, told.form, damaged=True)))
    copy = as_pdf(found.pictures)
    pages = read_pages(copy)
    date, source = found.date, "photo" if found.date else ""
    if not date and (in_name := dates.date_from_name(name)):
        date, source = in_name[0], "file name"
    facts = Facts(
        DocumentKind.IMAGE,
        ReadStatus.READABLE,
        pages=len(pages.texts),
        date=date,
        date_source=source,
        problem=" ".join(found.notes),
        code="partial" if found.notes else "",
        picture_pages=tuple(range(len(pages.texts))),
        holds=found.holds,
    )
    return Reading(facts, tuple(pages.texts), copy, pages.thumbnail)


def _look(data: bytes, form: str) -> _Found:
    """Return what is in the file: as it is where that can be, decoded where not.

    Raises:
        Image.DecompressionBombError: it has too many pixels.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    found = _Found()
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS[form]) as image:
            if work(data, form, image.width * image.height) > _MOST_WORK:
                return found  # hundreds of passes over the picture: made to keep a reader busy
            found.date = _taken_on(image)
            found.holds = image_holdings.of(image)
            if (plain := _taken_over(image, data, form)) is not None:
                found.pictures.append(plain)
                return found
            _decode(image, form, found)
    except BROKEN:
        pass
    if found.pictures:
        return found
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS[form]) as image:
            _decode(image, form, found)
    except BROKEN:
        found.pictures.clear()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    if found.pictures:
        found.notes.append(
            "This picture is damaged, so part of it may be missing. The file has been kept as it "
            "is. Ask for a fresh copy and add that."
        )
    return found


def _taken_over(image: Image.Image, data: bytes, form: str) -> Picture | None:
    """Return the file's own packed pixels as a picture, or None when it must be decoded."""
    profile = image.info.get("icc_profile")
    profile = profile if isinstance(profile, bytes) else b""
    try:
        if form == "png":
            return image_files.png(data, _orientation(image), profile)
        if form != "jpeg" or image.mode not in ("L", "RGB", "CMYK"):
            return None
        taken = image_files.jpeg(data, _orientation(image), profile)
    except image_files.NotPlainError:
        return None
    if (taken.width, taken.height) != image.size:
        return None
    # Reads all of its data at a small scale: raises when the file is damaged inside.
    image.draft(image.mode, (max(image.width // 8, 1), max(image.height // 8, 1)))
    image.load()
    return taken


def _decode(image: Image.Image, form: str, found: _Found) -> None:
    """Add every frame of a picture; only the first of a moving one.

    Raises:
        Image.DecompressionBombError: it has too many pixels.
    """
    deadline = time.process_time() + _SECONDS
    total = 0
    frames = MOST_PICTURES if form == "tiff" else 1
    for index in range(frames + 1):
        if index:
            try:
                image.seek(index)
            except EOFError:
                return
        if index == frames:
            break
        total += image.width * image.height
        if index and (total > _MOST_PIXELS or time.process_time() > deadline):
            break
        try:
            image.load()
        except BROKEN:
            if not index:
                raise
            found.notes.append(
                f"Picture {index + 1} of this file is damaged and is left out with those after it. "
                "The file has been kept as it is."
            )
            return
        found.pictures.append(_packed(image, form))
    if frames > 1:
        found.notes.append(
            f"Only the first {len(found.pictures)} pictures of this file are shown: it is very "
            "large. Add the part that counts as a file of its own."
        )


def _packed(image: Image.Image, form: str) -> Picture:
    orientation = 1 if form == "heic" else _orientation(image)
    profile = image.info.get("icc_profile") if image.mode in ("L", "RGB") else b""
    profile = profile if isinstance(profile, bytes) else b""
    flat = _flat(image)
    out = io.BytesIO()
    if form in LOSSY and flat.mode in ("L", "RGB"):
        flat.save(out, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
        return image_files.jpeg(out.getvalue(), orientation, profile)
    flat.save(out, "PNG", compress_level=4)
    return image_files.png(out.getvalue(), orientation, profile)


def _flat(image: Image.Image) -> Image.Image:
    """Return the picture on white, in a mode a PDF holds: 1, L, P or RGB."""
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        flat = Image.new("RGB", image.size, "white")
        flat.paste(layer, mask=layer.getchannel("A"))
        return flat
    if image.mode in ("1", "L", "RGB", "P"):
        return _bare(image)
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("I", "F"):
        return levelled(image)
    return image.convert("RGB")


def _bare(image: Image.Image) -> Image.Image:
    """Return only the pixels and colours, without what else the file said."""
    if image.mode != "P":
        bare = image.copy()
    else:
        bare = image.convert("RGB") if image.palette is None else image.copy()
    bare.info = {}
    return bare


def _orientation(image: Image.Image) -> int:
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except BROKEN:
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _taken_on(image: Image.Image) -> str:
    """Return the day the camera says, or nothing. The camera's clock knows no time zone."""
    try:
        exif = image.getexif()
        detail: Any = exif.get_ifd(_EXIF_IFD)
        told = [detail.get(_TAKEN), detail.get(_DIGITISED), exif.get(_CHANGED)]
    except BROKEN:
        return ""
    for each in told:
        if isinstance(each, str) and (found := dates.find_date(each[:10].replace(":", "-"))):
            return found[0]
    return ""
