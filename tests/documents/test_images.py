import io
import struct
import zlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps, ImageStat

from portfolio_app.documents import image as image_module
from portfolio_app.domain.document import ReadStatus
from tests.documents.builders import read


def _picture(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Return a picture without any symmetry: a light ground, a dark corner, a stripe."""
    picture = Image.new("RGB", size, (230, 200, 60))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 19, 9), fill=(20, 20, 120))
    draw.rectangle((40, 20, 49, 39), fill=(200, 30, 30))
    return picture.convert(mode)


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def _drawn(page_copy: bytes, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(page_copy) as document:
        return document[page].render(scale=1).to_pil().convert("RGB")


def _difference(one: Image.Image, other: Image.Image) -> float:
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_whatever_its_camera_noted(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = _saved(_picture(size=(64, 40)), "JPEG", exif=exif, quality=95)

    found = read(data, "photo.jpg")

    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    assert _difference(_drawn(found.page_copy), upright) < 3
    assert (found.pages[0].width, found.pages[0].height) == upright.size


@pytest.mark.parametrize(
    ("form", "mode", "options"),
    [
        ("PNG", "RGB", {}),
        ("PNG", "L", {}),
        ("PNG", "P", {}),
        ("PNG", "1", {}),
        ("PNG", "RGBA", {}),
        ("BMP", "RGB", {}),
        ("GIF", "P", {}),
        ("TIFF", "RGB", {}),
        ("TIFF", "1", {"compression": "group4"}),
        ("TIFF", "CMYK", {}),
        ("WEBP", "RGB", {"lossless": True}),
        ("JPEG", "L", {"quality": 95}),
        ("JPEG", "CMYK", {"quality": 95}),
        ("JPEG", "RGB", {"quality": 95, "progressive": True}),
    ],
)
def test_every_kind_of_picture_looks_as_it_is(form, mode, options):
    data = _saved(_picture(mode), form, **options)

    found = read(data, "picture")

    assert found.facts.problem == ""
    shown = Image.open(io.BytesIO(data)).convert("RGB")
    # Printing inks have no one true colour on screen: PDFium and Pillow differ a little.
    most = 40 if (form, mode) == ("JPEG", "CMYK") else 6
    assert _difference(_drawn(found.page_copy), shown) < most
    assert found.facts.picture_pages == (0,)


def test_sixteen_bit_greys_keep_their_tones():
    picture = Image.new("I;16", (40, 40))
    picture.putdata([256 * (index % 40) * 6 for index in range(1600)])

    found = read(_saved(picture, "PNG"), "grey.png")

    drawn = _drawn(found.page_copy)
    assert drawn.getpixel((0, 20))[0] < 12
    assert 100 < drawn.getpixel((20, 20))[0] < 140
    assert drawn.getpixel((39, 20))[0] > 220


def test_transparent_parts_are_white():
    picture = Image.new("RGBA", (30, 30), (0, 0, 0, 0))

    found = read(_saved(picture, "PNG"), "clear.png")

    assert _drawn(found.page_copy).getpixel((15, 15)) == (255, 255, 255)


def test_a_scan_of_several_pages_gives_as_many():
    pages = [_picture("L"), _picture("1"), _picture("RGB")]
    data = _saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])

    found = read(data, "scan.tif")

    assert found.facts.pages == 3
    assert _difference(_drawn(found.page_copy, 2), _picture()) < 3


def test_a_moving_picture_shows_its_first_frame():
    frames = [_picture("P"), Image.new("P", (60, 40), 0)]
    data = _saved(frames[0], "GIF", save_all=True, append_images=frames[1:])

    found = read(data, "moving.gif")

    assert found.facts.pages == 1
    first = Image.open(io.BytesIO(data)).convert("RGB")
    assert _difference(_drawn(found.page_copy), first) < 3


def test_place_camera_and_comments_never_reach_the_page_copy():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8769)[0x9003] = "2025:03:12 10:20:30"
    data = _saved(_picture(), "JPEG", exif=exif, comment=b"SecretComment")
    data += b"SecretTail"

    found = read(data, "photo.jpg")

    with pikepdf.open(io.BytesIO(found.page_copy)) as copy:
        stored = b"".join(
            each.read_raw_bytes() for each in copy.objects if isinstance(each, pikepdf.Stream)
        )
    for word in (b"Secret", b"Exif", b"2025:03"):
        assert word not in stored
    assert (found.facts.date, found.facts.date_source) == ("2025-03-12", "photo")


def test_real_photos_give_no_metadata_away_and_stand_upright(corpus: Path):
    looked_at = 0
    for path in sorted((corpus / "photos").glob("*.jpg")):
        data = path.read_bytes()
        found = read(data, path.name)
        assert found.facts.status is ReadStatus.READABLE, path.name
        with pikepdf.open(io.BytesIO(found.page_copy)) as copy:
            for each in copy.objects:
                if isinstance(each, pikepdf.Stream):
                    raw = each.read_raw_bytes()
                    assert b"Exif\0" not in raw, path.name
                    assert b"xap/1.0" not in raw, path.name
                    assert b"Photoshop 3.0" not in raw, path.name
        if found.facts.problem == "" and len(data) < 400_000:
            with Image.open(path) as opened:
                upright = ImageOps.exif_transpose(opened).convert("RGB")
            assert _difference(_drawn(found.page_copy), upright) < 8, path.name
            looked_at += 1
    assert looked_at > 10


def test_adobe_cmyk_photos_are_not_negatives(corpus: Path):
    data = (corpus / "scans/baiona_cmyk.jpg").read_bytes()

    drawn = _drawn(read(data, "cmyk.jpg").page_copy)

    shown = Image.open(io.BytesIO(data)).convert("RGB")
    assert _difference(drawn, shown) < 20


def test_a_picture_cut_short_is_shown_with_a_word_of_warning():
    data = _saved(Image.effect_noise((200, 200), 90), "JPEG")

    found = read(data[: len(data) // 2], "cut.jpg")

    assert found.facts.status is ReadStatus.READABLE
    assert found.facts.code == "partial"
    assert "damaged" in found.facts.problem


def test_a_picture_of_too_many_pixels_is_not_unpacked():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b""))
    )

    found = read(b"\x89PNG\r\n\x1a\n" + chunks, "bomb.png")

    assert found.facts.code == "huge"
    assert found.page_copy == b""
    assert "200 million pixels" in found.facts.problem


def test_a_photo_that_needs_hundreds_of_passes_is_refused(monkeypatch):
    monkeypatch.setattr(image_module, "_MOST_WORK", 1000)
    data = _saved(_picture(), "JPEG", progressive=True)

    assert read(data, "slow.jpg").facts.code == "damaged"
