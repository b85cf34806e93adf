"""Pictures become smaller as they are drawn; everything else of a page copy stays as it is."""

import io
import zlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageChops, ImageStat

from portfolio_app.domain.smaller import PictureStep
from portfolio_app.pdf import smaller
from portfolio_app.progress import silent

SCREEN = PictureStep(110, 75)
A4 = (0, 0, 595, 842)


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    soft = Image.effect_noise((width // 8, height // 8), 90).resize((width, height))
    return Image.merge(mode, [soft.point(lambda v, k=k: (v + 40 * k) % 256 if k else v)
                              for k in range(len(Image.new(mode, (1, 1)).getbands()))])  # fmt: skip


def photo(width: int = 2400, height: int = 1800, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    noise(width, height, mode).save(out, "JPEG", quality=95)
    return out.getvalue()


def picture(pdf: Pdf, data: bytes, width: int, height: int, space: object = Name.DeviceRGB,
            filter_: Name | None = Name.DCTDecode, **more: object) -> Stream:  # fmt: skip
    image = pikepdf.Stream(pdf, data)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent = width, height, 8
    image.ColorSpace = space
    if filter_ is not None:
        image.Filter = filter_
    for key, value in more.items():
        image[f"/{key}"] = value
    return image


def flate(pdf: Pdf, image: Image.Image, space: object, **more: object) -> Stream:
    data = zlib.compress(image.tobytes())
    return picture(pdf, data, *image.size, space, Name.FlateDecode, **more)


def page(pdf: Pdf, content: bytes, **things: Stream) -> pikepdf.Page:
    pdf.add_blank_page(page_size=(A4[2], A4[3]))
    added = pdf.pages[-1]
    added.obj.Resources = Dictionary(
        XObject=Dictionary({f"/{name}": thing for name, thing in things.items()})
    )
    added.obj.Contents = pikepdf.Stream(pdf, content)
    return added


def reduced(pdf: Pdf, folder: Path, step: PictureStep = SCREEN) -> Pdf | None:
    """Return the document with smaller pictures, None when none became smaller."""
    path, out = folder / "in.pdf", folder / "out.pdf"
    pdf.save(path)
    (made,) = smaller.reduce_copies([(path, out)], step, silent)
    return Pdf.open(out) if made else None


def drawn(path: Path, number: int = 0) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        found: Image.Image = document[number].render(scale=1.5).to_pil().convert("RGB")
    finally:
        document.close()
    return found


def looks_alike(folder: Path, most: float) -> bool:
    difference = ImageChops.difference(drawn(folder / "in.pdf"), drawn(folder / "out.pdf"))
    return max(ImageStat.Stat(difference).mean) < most


def test_a_photo_keeps_as_many_pixels_as_its_place_on_the_page_needs(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page(pdf, b"q 360 0 0 270 60 400 cm /Im Do Q", Im=picture(pdf, photo(), 2400, 1800))
        made = reduced(pdf, tmp_path)

    assert made is not None
    image = made.pages[0].Resources.XObject.Im
    # The page of 595 points is drawn at 527 / 595 of its size in the bundle: 4.43 inches.
    assert (image.Width, image.Height) == (488, 366)
    assert (tmp_path / "out.pdf").stat().st_size < (tmp_path / "in.pdf").stat().st_size / 10
    assert looks_alike(tmp_path, 8)


def test_a_page_as_large_as_its_photo_counts_as_the_bundle_draws_it(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        added = page(pdf, b"q 2400 0 0 1800 0 0 cm /Im Do Q", Im=picture(pdf, photo(), 2400, 1800))
        added.obj.MediaBox = Array([0, 0, 2400, 1800])
        made = reduced(pdf, tmp_path)

    assert made is not None
    assert made.pages[0].Resources.XObject.Im.Width == 1032  # 675 points at 110 dots an inch


def test_the_largest_place_counts_for_a_picture_used_twice_and_it_is_kept_once(
    tmp_path: Path,
) -> None:
    with Pdf.new() as pdf:
        shared = pdf.make_indirect(picture(pdf, photo(), 2400, 1800))
        form = pikepdf.Stream(pdf, b"q 500 0 0 375 0 0 cm /Im Do Q")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 600, 600])
        form.Resources = Dictionary(XObject=Dictionary(Im=shared))
        page(pdf, b"q 60 0 0 45 0 0 cm /Im Do Q", Im=shared)
        page(pdf, b"q 1 0 0 1 20 20 cm /Fm Do Q", Fm=form)
        made = reduced(pdf, tmp_path)

    assert made is not None
    first = made.pages[0].Resources.XObject.Im
    second = made.pages[1].Resources.XObject.Fm.Resources.XObject.Im
    assert first.objgen == second.objgen
    assert first.Width == 677  # for the 500 points of the second page


def test_words_lines_and_links_stay_as_they_are(tmp_path: Path) -> None:
    content = b"q 360 0 0 270 60 400 cm /Im Do Q BT /F1 12 Tf 60 60 Td (The board agreed) Tj ET"
    with Pdf.new() as pdf:
        added = page(pdf, content, Im=picture(pdf, photo(), 2400, 1800))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        added.obj.Resources.Font = Dictionary(F1=font)
        link = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([60, 60, 160, 75]),
            A=Dictionary(S=Name.URI, URI=pikepdf.String("https://example.org/")),
        )  # fmt: skip
        added.obj.Annots = Array([pdf.make_indirect(link)])
        made = reduced(pdf, tmp_path)

    assert made is not None
    assert made.pages[0].Contents.read_bytes() == content
    assert made.pages[0].Resources.Font.F1.BaseFont == Name.Helvetica
    assert made.pages[0].Annots[0].A.URI == "https://example.org/"


def test_transparency_stays_and_gets_smaller_without_loss(tmp_path: Path) -> None:
    alpha = Image.new("L", (2400, 1800), 0)
    alpha.paste(255, (600, 450, 1800, 1350))
    grain = noise(2400, 1800, "L").point(lambda v: v // 128)
    alpha = ImageChops.subtract(alpha, grain)
    with Pdf.new() as pdf:
        mask = flate(pdf, alpha, Name.DeviceGray)
        image = picture(pdf, photo(), 2400, 1800, SMask=pdf.make_indirect(mask))
        page(pdf, b"q 360 0 0 270 60 400 cm /Im Do Q", Im=image)
        made = reduced(pdf, tmp_path)

    assert made is not None
    small = made.pages[0].Resources.XObject.Im
    assert small.SMask.Filter == Name.FlateDecode
    assert small.SMask.Width == small.Width
    assert len(small.SMask.read_bytes()) == small.SMask.Width * small.SMask.Height
    assert looks_alike(tmp_path, 8)


@pytest.mark.parametrize("kind", ["stencil", "colour key", "matte", "one bit", "sixteen bits",
                                  "spot colour", "jpeg 2000", "tiny", "in a pattern"])  # fmt: skip
def test_kinds_that_cannot_be_mixed_or_are_not_sure_stay_byte_for_byte(
    kind: str, tmp_path: Path
) -> None:
    with Pdf.new() as pdf:
        image = _odd(pdf, kind)
        page(pdf, b"q 60 0 0 45 60 400 cm /Im Do Q", Im=image)
        if kind == "in a pattern":
            tile = pikepdf.Stream(pdf, b"q 600 0 0 450 0 0 cm /Im Do Q")
            tile.Resources = Dictionary(XObject=Dictionary(Im=image))
            tile.PatternType = 1
            pdf.pages[0].Resources.Pattern = Dictionary(P=pdf.make_indirect(tile))

        assert reduced(pdf, tmp_path) is None


def _odd(pdf: Pdf, kind: str) -> Stream:
    grey = noise(1600, 1200, "L")
    if kind == "stencil":
        image = flate(pdf, grey, Name.DeviceGray, ImageMask=True)
        del image["/ColorSpace"]
        return image
    if kind == "colour key":
        return flate(pdf, grey, Name.DeviceGray, Mask=Array([250, 255]))
    if kind == "matte":
        mask = flate(pdf, grey.resize((64, 48)), Name.DeviceGray, Matte=Array([0, 0, 0]))
        return picture(pdf, photo(1600, 1200), 1600, 1200, SMask=pdf.make_indirect(mask))
    if kind == "one bit":
        bits = grey.convert("1")
        image = flate(pdf, bits, Name.DeviceGray)
        image.BitsPerComponent = 1
        return image
    if kind == "sixteen bits":
        data = b"".join(bytes((v, 0)) for v in grey.tobytes())
        image = picture(pdf, zlib.compress(data), *grey.size, Name.DeviceGray, Name.FlateDecode)
        image.BitsPerComponent = 16
        return image
    if kind == "spot colour":
        space = Array([Name.Separation, Name.Spot, Name.DeviceCMYK, Dictionary()])
        return flate(pdf, grey, space)
    if kind == "jpeg 2000":
        return picture(pdf, photo(1600, 1200), 1600, 1200, filter_=Name.JPXDecode)
    if kind == "tiny":
        return picture(pdf, photo(160, 120), 160, 120)
    return pdf.make_indirect(picture(pdf, photo(1600, 1200), 1600, 1200))


@pytest.mark.parametrize("space", ["grey", "cmyk", "palette", "icc"])
def test_colours_come_out_as_they_went_in(space: str, tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        if space == "grey":
            image = flate(pdf, noise(1600, 1200, "L"), Name.DeviceGray)
        elif space == "cmyk":
            data = photo(1600, 1200, "CMYK")
            turned = Array([1, 0] * 4)
            image = picture(pdf, data, 1600, 1200, Name.DeviceCMYK, Decode=turned)
        elif space == "palette":
            counted = noise(1600, 1200).quantize(256)
            table = pikepdf.String(bytes(counted.getpalette() or []))
            image = flate(pdf, counted, Array([Name.Indexed, Name.DeviceRGB, 255, table]))
        else:
            profile = pikepdf.Stream(pdf, b"a profile nobody reads here")
            profile.N, profile.Alternate = 3, Name.DeviceRGB
            whole = Array([Name.ICCBased, pdf.make_indirect(profile)])
            image = picture(pdf, photo(1600, 1200), 1600, 1200, whole)
        page(pdf, b"q 180 0 0 135 60 400 cm /Im Do Q", Im=image)
        made = reduced(pdf, tmp_path)

    assert made is not None
    small = made.pages[0].Resources.XObject.Im
    assert small.Width == 244
    assert looks_alike(tmp_path, 2)
    if space == "icc":
        assert small.ColorSpace[1].N == 3


def test_letters_in_a_lossless_picture_stay_sharp(tmp_path: Path) -> None:
    from PIL import ImageDraw

    screen = Image.new("RGB", (2400, 1800), "white")
    pen = ImageDraw.Draw(screen)
    for row in range(0, 1800, 24):
        pen.text((20, row), f"Row {row} of the plan, owner, date and measure " * 6, fill="black")
    with Pdf.new() as pdf:
        image = flate(pdf, screen, Name.DeviceRGB)
        page(pdf, b"q 360 0 0 270 60 400 cm /Im Do Q", Im=image)
        made = reduced(pdf, tmp_path)

    assert made is not None
    assert str(made.pages[0].Resources.XObject.Im.Filter) == "/FlateDecode"


def test_a_picture_in_pieces_of_a_bomb_or_cut_off_stays_as_it_is(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        bomb = zlib.compress(bytes(200_000_000), 9)
        one = picture(pdf, bomb, 400, 300, Name.DeviceRGB, Name.FlateDecode)
        two = picture(pdf, photo()[:90_000], 2400, 1800)
        page(pdf, b"q 60 0 0 45 0 0 cm /One Do /Two Do Q", One=one, Two=two)

        assert reduced(pdf, tmp_path) is None


def test_a_page_made_to_keep_a_reader_busy_is_left_alone(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        image = pdf.make_indirect(picture(pdf, photo(1600, 1200), 1600, 1200))
        inner = image
        for _ in range(12):  # ten to the power of twelve drawings
            form = pikepdf.Stream(pdf, b"/X Do " * 10)
            form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 600, 600])
            form.Resources = Dictionary(XObject=Dictionary(X=inner))
            inner = pdf.make_indirect(form)
        page(pdf, b"q 60 0 0 45 0 0 cm /X Do Q", X=inner)

        assert reduced(pdf, tmp_path) is None


def test_a_harder_step_makes_a_smaller_file(tmp_path: Path) -> None:
    sizes = []
    for step in (PictureStep(200, 82), PictureStep(110, 75), PictureStep(72, 30)):
        with Pdf.new() as pdf:
            page(pdf, b"q 360 0 0 270 60 400 cm /Im Do Q", Im=picture(pdf, photo(), 2400, 1800))
            assert reduced(pdf, tmp_path, step) is not None
        sizes.append((tmp_path / "out.pdf").stat().st_size)

    assert sizes == sorted(sizes, reverse=True)
