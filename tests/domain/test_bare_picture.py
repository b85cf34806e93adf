"""What a camera says of a picture is cut out of it, and not one packed pixel is touched."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portfolio_app.domain.bare_picture import bare_jpeg, bare_jpeg_2000

PICTURE = Image.effect_noise((96, 64), 90).convert("RGB")


def jpeg(**keys: object) -> bytes:
    out = io.BytesIO()
    PICTURE.save(out, "JPEG", **keys)  # type: ignore[arg-type]
    return out.getvalue()


def pixels(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).tobytes()


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("subsampling", [0, 2])
def test_notes_places_and_packets_go_and_the_pixels_stay(
    progressive: bool, subsampling: int
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    how = {"progressive": progressive, "subsampling": subsampling}
    told = jpeg(exif=exif, comment=b"SecretNote", xmp=b"<x>SecretPacket</x>", **how)
    plain = jpeg(**how)

    bare = bare_jpeg(told + b"SecretTail" * 20)

    assert b"Secret" not in bare
    assert b"Exif" not in bare
    assert pixels(bare) == pixels(told) == pixels(plain)
    assert bare_jpeg(bare) == bare
    assert bare_jpeg(plain) == plain


def test_a_small_picture_in_the_first_segment_goes() -> None:
    plain = jpeg()
    assert plain[2:4] == b"\xff\xe0"
    small = b"\xff\xe0\x00\x13" + plain[6:18] + b"\x01\x01" + b"\x07\x07\x07"
    more = b"\xff\xe0\x00\x0cJFXX\0\x10abcd"

    bare = bare_jpeg(plain[:2] + small + more + plain[20:])

    assert bare == plain


def test_colours_stay_as_they_were() -> None:
    out = io.BytesIO()
    Image.new("CMYK", (16, 16), (9, 80, 7, 60)).save(out, "JPEG", icc_profile=b"\0" * 200)
    data = out.getvalue()
    assert b"Adobe" in data
    assert bare_jpeg(data) == data


@given(st.binary(max_size=60), st.integers(0, 4000))
def test_whatever_it_is_given_it_gives_something_no_longer(noise: bytes, cut: int) -> None:
    whole = jpeg(comment=b"note")
    for data in (noise, b"\xff\xd8" + noise, whole[:cut], whole[:cut] + noise):
        assert len(bare_jpeg(data)) <= len(data)
        assert len(bare_jpeg_2000(data)) <= len(data)


def test_a_picture_that_breaks_off_keeps_what_it_has() -> None:
    whole = jpeg(comment=b"note")
    cut = whole[:-500]

    assert bare_jpeg(cut) == bare_jpeg(whole)[:-500]


def test_boxes_of_words_leave_a_jpeg_2000() -> None:
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "navy").save(out, "JPEG2000")
    plain = out.getvalue()
    boxes = b"\0\0\0\x12xml SecretWord" + b"\0\0\0\x1auuid" + b"\1" * 16 + b"Se"
    told = plain[:12] + boxes + plain[12:]

    assert bare_jpeg_2000(told) == plain
    assert bare_jpeg_2000(plain) == plain
    assert bare_jpeg_2000(b"\xff\x4f\xff\x51abc") == b"\xff\x4f\xff\x51abc"
