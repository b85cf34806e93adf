"""What pictures and PDFs hold beside their pages is listed, and the page copy has none of it."""

import io
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.documents.builders import pdf_of, read, words_at

SECRETS = (
    b"Secret",
    b"51.5",
    b"Photographer",
    b"exif",
    b"Exif",
    b"GPS",
    b"xmp",
    b"http://ns.adobe",
)


def _photo() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = "Secret Photographer"
    exif[0x0110] = "Secret Camera"
    exif[0x010E] = "Secret remark"
    detail = exif.get_ifd(0x8769)
    detail[0xA430] = "Secret Owner"
    detail[0xA431] = "Secret 12345"
    detail[0x9003] = "2025:03:12 23:59:00"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (51.5, 0.0, 0.0), "W", (0.0, 7.0, 0.0)
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(out, "JPEG", exif=exif, comment=b"Secret comment")
    return out.getvalue()


def test_a_photos_place_names_and_remarks_are_listed_and_left_out_of_its_page():
    data = _photo()

    found = read(data, "p.jpg")

    holds = {each.what: each.detail for each in found.facts.holds}
    assert b"Secret Photographer" in data
    assert "GPS position" in holds
    assert holds["author name"] == "Secret Photographer, Secret Owner"
    assert "Secret remark" in holds["remarks"]
    assert "camera serial number" in holds
    assert (found.facts.date, found.facts.date_source) == ("2025-03-12", "photo")
    with pikepdf.open(io.BytesIO(found.page_copy)) as copy:
        unpacked = b"".join(
            each.read_raw_bytes() for each in copy.objects if isinstance(each, Stream)
        )
    for secret in SECRETS:
        assert secret not in found.page_copy + unpacked, secret


def test_a_drawings_words_are_listed_and_left_out_of_its_page():
    told = PngInfo()
    told.add_text("Author", "Secret Painter")
    told.add_text("Description", "Secret words")
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(out, "PNG", pnginfo=told)

    found = read(out.getvalue(), "p.png")

    assert {each.what: each.detail for each in found.facts.holds} == {
        "author name": "Secret Painter",
        "remarks": "Secret words",
    }
    assert b"Secret" not in found.page_copy


def test_real_photos_say_that_they_hold_a_place(corpus: Path):
    for name in ("exif_gps.jpg", "testJPEG_GEO.jpg", "testJPEG_GEO_2.jpg", "testHEIF.heic"):
        found = read((corpus / "photos" / name).read_bytes(), name)
        assert "GPS position" in [each.what for each in found.facts.holds], name
        for secret in (b"GPS", b"Exif\0", b"xmpmeta"):
            assert secret not in found.page_copy, name


def test_what_a_pdf_also_holds_is_listed_and_left_out_of_its_pages():
    def fill(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Author"] = "Secret Author"
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
            told["dc:creator"] = ["Secret Second"]
        pdf.attachments["secret.txt"] = b"Secret words"
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Secret layer"))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=Array([1, 1, 9, 9]), T="Secret Reviewer",
            Contents="Secret remark",
        )  # fmt: skip
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
        field = pdf.make_indirect(Dictionary(FT=Name.Tx, T="name", V="Secret answer"))
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))

    found = read(pdf_of(words_at("Shown words"), change=fill))

    holds = {each.what: (each.count, each.detail) for each in found.facts.holds}
    assert holds == {
        "author name": (0, "Secret Author, Secret Second"),
        "hidden metadata (XMP)": (0, ""),
        "attachments": (1, "secret.txt"),
        "hidden layers": (1, "Secret layer"),
        "comments and marks": (1, "Secret Reviewer"),
        "form answers": (1, ""),
        "answers not shown on the page": (1, "name: Secret answer"),
    }
    assert [(each.name, each.bytes) for each in found.facts.inside] == [("secret.txt", 12)]
    with pikepdf.open(io.BytesIO(found.page_copy)) as copy:
        unpacked = b"".join(each.read_bytes() for each in copy.objects if isinstance(each, Stream))
    assert b"Secret" not in found.page_copy + unpacked
