"""A picture made fit to be printed: upright, on white, its pixels and nothing else."""

from __future__ import annotations

import io
import warnings
from contextlib import suppress
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageFile, ImageOps

from portfolio_app.documents import kinds, opened
from portfolio_app.documents.kinds import Told
from portfolio_app.documents.levelled import levelled
from portfolio_app.documents.picture_kinds import BROKEN, FORMATS, LOSSY, can_read, work
from portfolio_app.domain.document import DocumentKind, PageImage
from portfolio_app.problems import PortfolioError

LONGEST_SIDE = 2400  # pixels: 150 mm of text at 400 an inch
PAGE_SIDE = 2000  # pixels of a page taken as a picture: A4 at 170 an inch
_MOST_PIXELS = 100_000_000
_MOST_WORK = 2_000_000_000  # pixels times passes of a progressive JPEG
_LARGEST_PNG = 3 << 20  # bytes: above it, a picture that a JPEG holds as well is one
_QUALITY = 90


@dataclass(frozen=True, slots=True)
class Clean:
    """A JPEG or PNG without a word about where, when, by whom or with what it was made."""

    content: bytes
    width: int
    height: int
    ending: str  # ".jpg" or ".png"


def clean(data: bytes, name: str) -> Clean:
    """Return a picture's pixels as a new file: turned upright, in sRGB, on white, not too large.

    Of a file with several pictures it is the first. Nothing else of the file is kept: no camera
    data, place, author, comment, thumbnail or colour profile.

    Raises:
        PortfolioError: it is no picture ("not-a-picture"), of a kind that isn't known
            ("unknown-picture"), damaged ("damaged-picture"), or too large ("huge-picture").
    """
    told = kinds.tell(data, name)
    if not can_read(told.form):
        raise _not_one(told)
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS // 2  # Pillow refuses above twice this number
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # below the limit Pillow only warns
            return _cleaned(data, told.form)
    except Image.DecompressionBombError as error:
        raise _huge() from error
    except BROKEN as error:
        raise _damaged() from error


def of_page(page_copy: bytes, page_index: int) -> Clean:
    """Return a page of a page copy as a picture.

    Raises:
        PortfolioError: there is no such page ("no-such-page"), or it can't be drawn
            ("page-damaged", "damaged").
    """
    key = "picture of a page"
    opened.open_document(key, page_copy)
    drawn = opened.thumbnail(key, page_index, PAGE_SIDE)
    with Image.open(io.BytesIO(drawn), formats=("PNG",)) as image:
        image.load()
        content, ending = _written(image, lossy=False)
        return Clean(content, image.width, image.height, ending)


def pixels(data: bytes, longest: int) -> PageImage:
    """Return what a file that ``clean`` made shows, its longer side at most so many pixels.

    Raises:
        PortfolioError: it can't be shown ("damaged-picture").
    """
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS // 2
    longest = min(max(longest, 16), LONGEST_SIDE)
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            image.draft(image.mode, (longest, longest))
            image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
            made = image.convert("RGB")
    except (Image.DecompressionBombError, *BROKEN) as error:
        raise _damaged() from error
    return PageImage(made.width, made.height, 4 * made.width, made.tobytes("raw", "BGRX"))


def _cleaned(data: bytes, form: str) -> Clean:
    with Image.open(io.BytesIO(data), formats=FORMATS[form]) as image:
        if work(data, form, image.width * image.height) > _MOST_WORK:
            raise _huge()
        if form == "jpeg":
            image.draft(image.mode, (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        upright = image if form == "heic" else ImageOps.exif_transpose(image)
        bare = _bare(upright)
    bare.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    content, ending = _written(bare, lossy=form in LOSSY)
    return Clean(content, bare.width, bare.height, ending)


def _bare(image: Image.Image) -> Image.Image:
    """Return the pixels on white, grey or in sRGB, in a picture that knows nothing else."""
    grey = image.mode in ("1", "L", "LA", "I", "F") or image.mode.startswith("I;16")
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        image = levelled(image)
    elif (profile := image.info.get("icc_profile")) and image.mode in ("RGB", "RGBA", "CMYK"):
        with suppress(ImageCms.PyCMSError, *BROKEN):
            image = _in_srgb(image, profile)
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        flat = Image.new("RGB", image.size, "white")
        flat.paste(layer, mask=layer.getchannel("A"))
        image = flat
    pixels = image.convert("L" if grey else "RGB")
    made = Image.new(pixels.mode, pixels.size)
    made.paste(pixels)
    return made


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    target = ImageCms.createProfile("sRGB")
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    made = ImageCms.profileToProfile(image, source, target, outputMode=mode)
    return image if made is None else made


def _written(image: Image.Image, *, lossy: bool) -> tuple[bytes, str]:
    """Return the file: a photo stays one, a drawing keeps its edges unless it grows too large."""
    out = io.BytesIO()
    if not lossy:
        image.save(out, "PNG", optimize=False, compress_level=6)
        if out.tell() <= _LARGEST_PNG:
            return out.getvalue(), ".png"
        out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, subsampling=0 if not lossy else 2)
    return out.getvalue(), ".jpg"


def _not_one(told: Told) -> PortfolioError:
    if told.kind is DocumentKind.IMAGE:
        return PortfolioError(
            "A picture of this kind can't be shown, so it wasn't added.",
            hint="Save it as PNG or JPEG and add that.",
            code="unknown-picture",
        )
    return PortfolioError(
        "This isn't a picture, so it wasn't added.",
        hint="Choose a PNG, JPEG, GIF, TIFF, WebP or HEIC. A page of a document is taken from "
        "your evidence: add the document there first.",
        code="not-a-picture",
    )


def _damaged() -> PortfolioError:
    return PortfolioError(
        "This picture is damaged and can't be shown whole, so it wasn't added.",
        hint="Open it in the program it comes from, save it again, and add that.",
        code="damaged-picture",
    )


def _huge() -> PortfolioError:
    return PortfolioError(
        "This picture has more than 100 million pixels, so it isn't opened.",
        hint="Save a smaller copy and add that.",
        code="huge-picture",
    )
