import io

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream, String

from portfolio_app.documents import positions
from tests.documents.builders import pdf_of, read, text_of, words_at


def _form(pdf: pikepdf.Pdf, content: bytes, **keys: object) -> Stream:
    form = Stream(pdf, content)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 200])
    for key, value in keys.items():
        form[f"/{key}"] = value
    return form


def _reopened(found) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(found.page_copy))


def _ink(page_copy: bytes, box: tuple[float, float, float, float]) -> int:
    """Return how dark the darkest pixel inside a box of page space is, 0 to 255."""
    with pypdfium2.PdfDocument(page_copy) as document:
        picture = document[0].render(scale=2).to_pil().convert("L")
    return 255 - picture.crop([int(each * 2) for each in box]).getextrema()[0]


def test_the_same_file_always_gives_the_same_page_copy():
    data = pdf_of(words_at("First"), words_at("Second"))

    assert read(data).page_copy == read(data).page_copy


def test_scripts_actions_attachments_and_private_data_are_left_out():
    def arm(pdf: pikepdf.Pdf) -> None:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.Root.OpenAction = script
        pdf.Root.AA = Dictionary(WC=script)
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        pdf.attachments["secret.txt"] = b"an attached secret"
        pdf.docinfo["/Author"] = "Someone"
        page = pdf.pages[0].obj
        page.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("calc.exe")))
        page.PieceInfo = Dictionary(App=Dictionary(Private=String("private words")))
        page.Annots = Array(
            [
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=Array([10, 10, 50, 50]),
                    A=Dictionary(S=Name.Launch, F=String("calc.exe")),
                ),
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=Array([10, 10, 50, 50]),
                    A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)")),
                ),
            ]
        )

    found = read(pdf_of(words_at("Harmless words"), change=arm))

    with _reopened(found) as copy:
        assert set(copy.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in copy.trailer
        assert set(copy.pages[0].obj.keys()) == {
            "/Type", "/Parent", "/Resources", "/Contents", "/MediaBox",
        }  # fmt: skip
        everything = b"".join(
            each.read_bytes() for each in copy.objects if isinstance(each, Stream)
        )
    for word in (b"secret", b"alert", b"calc.exe", b"private words", b"Someone"):
        assert word not in everything + found.page_copy
    assert "Harmless words" in text_of(found)
    assert set(found.facts.active) == {"JavaScript", "starting a program", "attached files"}


def test_links_to_the_web_and_inside_the_document_stay():
    def link(pdf: pikepdf.Pdf) -> None:
        second = pdf.pages[1].obj
        pdf.Root.Names = Dictionary(
            Dests=Dictionary(Names=Array([String("two"), Array([second, Name.XYZ, 0, 200, None])]))
        )
        pdf.pages[0].obj.Annots = Array(
            [
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]),
                    A=Dictionary(S=Name.URI, URI=String("https://example.org/a"), Next=Dictionary(
                        S=Name.JavaScript, JS=String("app.alert(1)"))),
                ),
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Link, Rect=Array([9, 9, 20, 20]),
                    Dest=String("two"),
                ),
            ]
        )  # fmt: skip

    found = read(pdf_of(words_at("One"), words_at("Two"), change=link))

    with _reopened(found) as copy:
        web, inside = copy.pages[0].obj.Annots
        assert str(web.A.URI) == "https://example.org/a"
        assert set(web.A.keys()) == {"/S", "/URI"}
        assert inside.Dest[0].objgen == copy.pages[1].obj.objgen
        assert inside.Dest[1] == Name.XYZ


def test_layers_that_are_switched_off_do_not_become_visible():
    def hide(pdf: pikepdf.Pdf) -> None:
        off = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))
        on = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Final")))
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([off, on]), D=Dictionary(OFF=Array([off]), ON=Array([on]))
        )
        resources = pdf.pages[0].obj.Resources
        member = Dictionary(Type=Name.OCMD, OCGs=Array([off]), P=Name.AllOn)
        resources.Properties = Dictionary(Off=off, On=on, Member=member)
        fonts = Dictionary(Font=resources.Font)
        resources.XObject = Dictionary(
            Hidden=_form(pdf, words_at("HiddenForm", 20, 20), Resources=fonts, OC=off),
            Shown=_form(
                pdf,
                words_at("ShownForm", 120, 20)
                + b"/OC /Off BDC " + words_at("HiddenInForm", 120, 40) + b"EMC",
                Resources=Dictionary(Font=resources.Font, Properties=Dictionary(Off=off)),
            ),
        )  # fmt: skip

    content = (
        b"/OC /Off BDC " + words_at("HiddenWords", 20, 150) + b"0 0 10 10 re f EMC\n"
        b"/OC /Member BDC " + words_at("HiddenMember", 20, 120) + b"EMC\n"
        b"/OC /On BDC " + words_at("ShownWords", 150, 150) + b"EMC /Hidden Do /Shown Do"
    )
    found = read(pdf_of(content, change=hide))

    words = text_of(found)
    assert "ShownWords" in words
    assert "ShownForm" in words
    assert "Hidden" not in words
    assert _ink(found.page_copy, (20, 35, 120, 60)) == 0
    assert _ink(found.page_copy, (0, 188, 12, 200)) == 0
    assert _ink(found.page_copy, (150, 35, 250, 60)) > 100


def test_a_filled_field_without_an_appearance_is_drawn_with_every_letter():
    def fill(pdf: pikepdf.Pdf) -> None:
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"),
                V=String("Siân Llŷr ŵy Ŵyn → Ελλάδα"), Rect=Array([20, 100, 280, 120]), F=4,
                DA=String("/Helv 12 Tf 0 g"),
            )
        )  # fmt: skip
        pdf.pages[0].obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))

    found = read(pdf_of(words_at("Name:", 20, 150), change=fill))

    assert "Siân Llŷr ŵy Ŵyn → Ελλάδα" in text_of(found)
    assert _ink(found.page_copy, (20, 80, 280, 100)) > 100
    with _reopened(found) as copy:
        assert "/Annots" not in copy.pages[0].obj
        assert "/AcroForm" not in copy.Root


def test_highlights_become_part_of_the_page_and_hidden_annotations_do_not():
    def mark(pdf: pikepdf.Pdf) -> None:
        look = _form(pdf, b"0 0 1 rg 0 0 300 200 re f")
        pdf.pages[0].obj.Annots = Array(
            [
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Highlight, Rect=Array([20, 100, 120, 115]),
                    C=Array([1, 1, 0]), QuadPoints=Array([20, 115, 120, 115, 20, 100, 120, 100]),
                ),
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([150, 20, 250, 60]), F=2,
                    AP=Dictionary(N=look),
                ),
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([150, 120, 250, 160]),
                    AP=Dictionary(N=look), Contents=String("a comment"),
                ),
            ]
        )  # fmt: skip

    found = read(pdf_of(words_at("Marked words"), change=mark))

    with pypdfium2.PdfDocument(found.page_copy) as document:
        picture = document[0].render().to_pil().convert("RGB")
    assert picture.getpixel((110, 90)) == (255, 255, 0)
    assert picture.getpixel((200, 160)) == (255, 255, 255)
    assert picture.getpixel((200, 60)) == (0, 0, 255)
    assert "Marked words" in text_of(found)
    assert b"a comment" not in found.page_copy


def test_content_that_leaves_its_state_behind_does_not_move_what_is_added():
    def stamp(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Annots = Array(
            [
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([200, 150, 220, 170]),
                    AP=Dictionary(N=_form(pdf, b"1 0 0 rg 0 0 300 200 re f")),
                )
            ]
        )  # fmt: skip

    found = read(pdf_of(b"Q q 0.1 0 0 0.1 50 50 cm " + words_at("Small"), change=stamp))

    with pypdfium2.PdfDocument(found.page_copy) as document:
        assert document[0].render().to_pil().convert("RGB").getpixel((210, 40)) == (255, 0, 0)
    with _reopened(found) as copy:
        operators = [str(op) for _, op in pikepdf.parse_content_stream(copy.pages[0], "q Q")]
    assert operators.count("q") == operators.count("Q")


def test_boxes_and_rotation_of_the_page_as_shown_are_kept():
    def crop(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.CropBox = Array([250, 150, 50, 50])
        pdf.pages[0].obj.Rotate = -90

    found = read(pdf_of(words_at("Turned", 100, 100), change=crop))

    assert (found.pages[0].width, found.pages[0].height) == (100, 200)
    with _reopened(found) as copy:
        assert [float(each) for each in copy.pages[0].obj.MediaBox] == [50, 50, 250, 150]
        assert copy.pages[0].obj.Rotate == 270
        assert "/CropBox" not in copy.pages[0].obj


def test_a_content_stream_shared_by_pages_keeps_each_pages_resources():
    def share(pdf: pikepdf.Pdf) -> None:
        first, second = pdf.pages[0].obj, pdf.pages[1].obj
        second.Contents = first.Contents
        second.Resources = Dictionary(
            Font=Dictionary(
                F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
            )
        )

    found = read(pdf_of(b"Q " + words_at("Shared"), b"", change=share))

    with pypdfium2.PdfDocument(found.page_copy) as document:
        widths = []
        for page in document:
            text, boxes = positions.characters(page)
            assert text == "Shared"
            widths.append(boxes[4 * 5 + 2] - boxes[0])
    assert widths[1] > widths[0] * 1.05  # Courier is wider than Helvetica
