"""Our form with something laid over it, hidden or cut off; boxes that only seem to be signed."""

import io
import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from portfolio_app.documents.returned import reading
from portfolio_app.domain import forms, signature_words
from portfolio_app.domain.observation import SignatureKind
from portfolio_app.domain.returned import Part, Returned
from tests.documents import attacked_returns as attacked
from tests.documents import honest_returns as honest
from tests.documents.test_returns_honest import ANSWERS, PLAIN

CONTENT = replace(PLAIN, version=2)
SENT = attacked.drawn(CONTENT)
Rectangle = tuple[float, float, float, float]


@cache
def filled(*, signed: bool = True) -> bytes:
    answers = {k: v for k, v in ANSWERS.items() if signed or k != forms.TYPED_SIGNATURE}
    return honest.by_pdfium(SENT, answers)


def edited(data: bytes, change: Callable[[Pdf], Any]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        return honest.saved(pdf)


def read(data: bytes) -> Returned:
    return reading.read(data, SENT, name="form.pdf", content=CONTENT)


def look(pdf: Pdf, content: str, where: Rectangle) -> Any:
    made = Stream(pdf, content.encode())
    made.Type, made.Subtype = Name.XObject, Name.Form
    made.BBox = Array([0, 0, where[2] - where[0], where[3] - where[1]])
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    made.Resources = Dictionary(Font=Dictionary(F1=font))
    return pdf.make_indirect(made)


def saying(pdf: Pdf, words: str, where: Rectangle) -> Any:
    wide, high = where[2] - where[0], where[3] - where[1]
    return look(pdf, f"1 g 0 0 {wide} {high} re f 0 g BT /F1 10 Tf 1 2 Td ({words}) Tj ET", where)


def laid(pdf: Pdf, page: int, kind: str, where: Rectangle, **more: Any) -> Any:
    made = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array(list(where)), **more)
    held = pdf.make_indirect(made)
    pdf.pages[page].obj.Annots.append(held)
    return held


def as_field(pdf: Pdf, page: int, name: str, where: Rectangle, **more: Any) -> None:
    made = laid(pdf, page, "Widget", where, T=String(name), **more)
    pdf.Root.AcroForm.Fields.append(made)


def the_day() -> Rectangle:
    x0, y0, x1, y1 = attacked.spot(SENT, "2 December 2025")
    return x0 - 2, y0 - 2, x1 + 2, y1 + 2


def box() -> tuple[int, Rectangle]:
    page, typed, _ = honest.places(SENT)[forms.TYPED_SIGNATURE][0]
    x0, y0, x1, y1 = forms.signature_box(typed)  # type: ignore[arg-type]
    return page, (x0 + 10, y0 + 10, x1 - 10, y1 - 10)


@pytest.mark.parametrize(
    ("kind", "flags"),
    [("Link", 4), ("Popup", 4), ("FileAttachment", 4), ("TrapNet", 4), ("PrinterMark", 4),
     ("Stamp", 32 | 4), ("FreeText", 32 | 4), ("Watermark", 4), ("Square", 0)],
)  # fmt: skip
def test_whatever_lies_over_our_part_is_told_on_screen_or_in_print(kind: str, flags: int) -> None:
    where = the_day()

    def change(pdf: Pdf) -> None:
        shown = saying(pdf, "9 December 2025", where)
        laid(pdf, 0, kind, where, F=flags, AP=Dictionary(N=shown))

    found = read(edited(filled(), change))

    assert [each.part for each in found.differences or ()] == [Part.PART_1]


def test_a_link_and_a_sign_for_an_attached_file_are_nothing_over_our_part() -> None:
    x0, y0, _, _ = the_day()
    small = (x0, y0, x0 + 18, y0 + 18)

    def change(pdf: Pdf) -> None:
        laid(pdf, 0, "Link", the_day(), F=4)
        laid(pdf, 0, "FileAttachment", small, F=4, AP=Dictionary(N=saying(pdf, "", small)))

    found = read(edited(filled(), change))

    assert not [each for each in found.differences or () if each.part is Part.PART_1]


@pytest.mark.parametrize("flags", [2, 32])
def test_a_field_that_was_hidden_is_told(flags: int) -> None:
    def change(pdf: Pdf) -> None:
        for _, widget, name in honest._widgets(pdf):
            if name == forms.NOT_RELATED:
                widget.F = flags

    found = read(edited(filled(), change))

    assert [each.words for each in found.differences or ()] == [
        "Page 2: the field “I am not related to the apprentice” is hidden."
    ]


def test_the_field_of_a_digital_signature_over_our_part_is_told_and_elsewhere_is_none() -> None:
    def change(pdf: Pdf, page: int, where: Rectangle) -> None:
        shown = Dictionary(N=saying(pdf, "9 December 2025", where))
        as_field(pdf, page, "Sig9", where, F=4, FT=Name.Sig, AP=shown)

    over = read(edited(filled(), lambda pdf: change(pdf, 0, the_day())))
    assert [each.part for each in over.differences or ()] == [Part.PART_1]

    page, where = box()
    assert read(edited(filled(), lambda pdf: change(pdf, page, where))).differences == ()
    at, account, _ = honest.places(SENT)[forms.ACCOUNT][0]
    hiding = read(edited(filled(), lambda pdf: change(pdf, at, account)))  # type: ignore[arg-type]
    assert [each.part for each in hiding.differences or ()] == [Part.ANSWERS]


def test_a_second_place_of_a_field_is_told_wherever_it_is() -> None:
    at, place, _ = honest.places(SENT)[forms.ACCOUNT][0]
    said = "Nothing was decided at all."

    def on_top(pdf: Pdf) -> None:
        shown = Dictionary(N=saying(pdf, said, place))  # type: ignore[arg-type]
        as_field(pdf, at, forms.ACCOUNT, place, F=4, FT=Name.Tx, V=String(said),  # type: ignore[arg-type]
                 Ff=1 << 12, AP=shown)  # fmt: skip

    def over_the_day(pdf: Pdf) -> None:
        shown = saying(pdf, "9 December 2025", the_day())
        as_field(pdf, 0, forms.SAW, the_day(), F=4, FT=Name.Btn, V=Name.Yes, AS=Name.Yes,
                 AP=Dictionary(N=Dictionary(Yes=shown, Off=shown)))  # fmt: skip

    for change in (on_top, over_the_day):
        found = read(edited(filled(), change))
        told = [each.words for each in found.differences or () if each.part is Part.STRUCTURE]
        assert len(told) == 1
        assert told[0].endswith("is there more than once.")


def test_the_fields_of_code_and_version_are_not_to_be_seen() -> None:
    def change(pdf: Pdf) -> None:
        for _, widget, name in honest._widgets(pdf):
            if name == forms.VERSION:
                widget.Rect, widget.F = Array(list(the_day())), 4
                widget.AP = Dictionary(N=saying(pdf, "9 December 2025", the_day()))

    found = read(edited(filled(), change))

    told = [each.words for each in found.differences or ()]
    assert any("is seen, and is not in yours" in each for each in told)


@pytest.mark.parametrize("key", ["/CropBox", "/MediaBox"])
def test_a_page_that_was_cut_off_is_told(key: str) -> None:
    low = the_day()[1]
    back = edited(
        filled(), lambda pdf: pdf.pages[0].obj.__setitem__(key, Array([0, 0, 595, low - 2]))
    )

    found = read(back)

    (told,) = [each for each in found.differences or () if each.part is Part.PART_1]
    assert told.words.startswith("Page 1 is cut off: ")
    assert "Chairing" in told.words or "Observation" in told.words


def curve(where: Rectangle) -> Array:
    x0, y0, _, y1 = where
    middle = (y0 + y1) / 2
    points = [(x0 + 20 + 2 * at, middle + 10 * math.sin(at / 3)) for at in range(60)]
    return Array([Array([value for point in points for value in point])])


@pytest.mark.parametrize(
    ("kind", "more"),
    [("Ink", {"InkList": [[100, 100]]}), ("Stamp", {}), ("Highlight", {"C": [1, 1, 0]}),
     ("Text", {"Contents": "Please sign here"}), ("Square", {"C": [1, 0, 0]}), ("Caret", {}),
     ("Underline", {}), ("Circle", {}), ("Ink", {"InkList": None, "CA": 0})],
)  # fmt: skip
def test_what_nobody_sees_or_nobody_signs_with_is_no_signature(
    kind: str, more: dict[str, Any]
) -> None:
    page, where = box()
    plain = {key: Array([Array(e) for e in v]) if key == "InkList" and v else v
             for key, v in more.items()}  # fmt: skip
    if plain.get("InkList", 1) is None:
        plain["InkList"] = curve(where)
    values = {
        key: Array(value) if isinstance(value, list) else String(value)
        if isinstance(value, str) else value
        for key, value in plain.items()
    }  # fmt: skip
    back = edited(filled(signed=False), lambda pdf: laid(pdf, page, kind, where, F=4, **values))

    assert signature_words.word(read(back))[0] is SignatureKind.MISSING


@pytest.mark.parametrize(("grey", "alpha"), [(255, None), (0, 0), (255, 0)])
def test_a_picture_that_shows_nothing_in_the_box_is_no_signature(
    grey: int, alpha: int | None
) -> None:
    page, (x0, y0, x1, y1) = box()

    def one_dot(pdf: Pdf, value: int) -> Any:
        made = Stream(pdf, bytes([value]))
        made.Type, made.Subtype, made.Width, made.Height = Name.XObject, Name.Image, 1, 1
        made.ColorSpace, made.BitsPerComponent = Name.DeviceGray, 8
        return pdf.make_indirect(made)

    def change(pdf: Pdf) -> None:
        picture = one_dot(pdf, grey)
        if alpha is not None:
            picture.SMask = one_dot(pdf, alpha)
        it = pdf.pages[page]
        it.obj.Resources = Dictionary(it.obj.Resources)
        it.obj.Resources.XObject = Dictionary(IM=picture)
        it.contents_add(b"q", prepend=True)
        it.contents_add(f"Q q {x1 - x0} 0 0 {y1 - y0} {x0} {y0} cm /IM Do Q".encode())

    found = read(edited(filled(signed=False), change))

    assert signature_words.word(found)[0] is SignatureKind.MISSING


def test_ink_without_a_look_of_its_own_is_a_drawn_signature() -> None:
    page, where = box()
    back = edited(
        filled(signed=False),
        lambda pdf: laid(pdf, page, "Ink", where, F=4, InkList=curve(where)),
    )

    assert signature_words.word(read(back))[0] is SignatureKind.DRAWN


def painted(content: str) -> bytes:
    def change(pdf: Pdf) -> None:
        page = pdf.pages[0]
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj.Resources = Dictionary(page.obj.Resources)
        page.obj.Resources.Font = Dictionary(page.obj.Resources.Font)
        page.obj.Resources.Font["/ZZ"] = pdf.make_indirect(font)
        page.contents_add(b"q", prepend=True)
        page.contents_add(f"Q {content}".encode())

    return edited(filled(), change)


def test_the_least_that_is_done_to_a_word_of_our_part_is_told() -> None:
    x0, y0, x1, y1 = attacked.spot(SENT, "2 December 2025")
    time = attacked.spot(SENT, "14:00")
    struck = f"0.5 w {x0} {(y0 + y1) / 2} m {x1} {(y0 + y1) / 2} l S"
    tiny = f"BT /ZZ 1 Tf {x1 + 10:.1f} {y0} Td (This was cancelled and never took place) Tj ET"
    nine = f"0.8 w {time[2] - 6} {time[1] + 2} m {time[2] - 1} {time[1] + 5} l S"  # 0 is made an 8

    for content in (struck, tiny, nine):
        found = read(painted(content))
        assert Part.PART_1 in {each.part for each in found.differences or ()}, content
