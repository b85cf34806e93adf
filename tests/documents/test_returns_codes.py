"""The code by which a form is known again: in fields, words, bars and mails, never in a name."""

import io
import random
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from portfolio_app.documents.returned import codes
from portfolio_app.domain import request_code
from portfolio_app.domain.returned import MatchedBy
from portfolio_app.workroom.host import Workroom
from tests.documents import honest_returns as honest
from tests.documents.test_returns_honest import PLAIN, filled, form

CODE = PLAIN.code


def ways(data: bytes, name: str = "whatever.pdf") -> list[MatchedBy]:
    found = codes.find(data, name)
    assert {each.code for each in found} <= {CODE}
    return list(dict.fromkeys(each.by for each in found))


def test_a_form_says_its_code_in_every_way_the_surest_first() -> None:
    assert ways(form("plain")) == [
        MatchedBy.FIELD, MatchedBy.EMBEDDED, MatchedBy.HIDDEN_TEXT, MatchedBy.PRINTED,
    ]  # fmt: skip


def test_a_form_without_fields_is_known_by_its_words() -> None:
    flat = honest.scaled(filled("plain"), 0.9, 20, 30)

    assert ways(flat) == [MatchedBy.HIDDEN_TEXT, MatchedBy.PRINTED]


@pytest.mark.parametrize(("dpi", "degrees"), [(150, 0.0), (150, 2.0), (150, -5.0), (220, -2.0)])
def test_bars_are_read_from_a_scan_however_it_lies(dpi: int, degrees: float) -> None:
    paper = honest._paper(honest._drawn(filled("plain"), dpi)[0], degrees)

    for turn in (0, 90, 180, 270):
        out = io.BytesIO()
        paper.rotate(turn, expand=True).convert("L").save(out, "JPEG", quality=55)
        assert ways(out.getvalue(), "IMG_1.jpg") == [MatchedBy.BARCODE], turn


@pytest.mark.parametrize("form_of", ["PNG", "TIFF", "JPEG"])
def test_bars_are_read_from_every_kind_of_picture(form_of: str) -> None:
    back = honest.scanned(filled("plain"), form_of)

    assert ways(back, "a." + form_of.lower()) == [MatchedBy.BARCODE]


def test_bars_are_read_from_photographs_taken_from_an_angle() -> None:
    rng = random.Random(3)  # noqa: S311
    read = [ways(honest.photographed(filled("plain"), rng), "p.jpg") for _ in range(3)]

    assert read == [[MatchedBy.BARCODE]] * 3


def test_a_mail_is_known_by_its_words_and_by_the_form_in_it() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "b@example.org", "Re: observation"
    mail.set_content(f"Here you are.\n\n> Code {request_code.shown(CODE)} version 1\n")
    assert ways(mail.as_bytes(), "reply.eml") == [MatchedBy.PRINTED]

    mail.add_attachment(form("plain"), maintype="application", subtype="pdf", filename="x.pdf")
    assert MatchedBy.FIELD in ways(mail.as_bytes(), "reply.eml")


def test_a_code_after_a_word_of_four_letters_is_found() -> None:
    assert request_code.found_in(f"The Code {request_code.shown(CODE)} version 1") == (CODE,)


def test_a_name_of_a_file_says_nothing() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        blank = honest.saved(pdf)

    assert codes.find(blank, f"{CODE}.pdf") == ()
    assert codes.find(b"not much", f"{CODE}.txt") == ()


def test_two_codes_in_one_file_are_both_given() -> None:
    other = request_code.new_code("elsewhere")
    with pikepdf.open(io.BytesIO(form("plain"))) as pdf:
        for _, each, name in honest._widgets(pdf):
            if name == "code":
                each.V = pikepdf.String(other)
        both = honest.saved(pdf)

    assert {each.code for each in codes.find(both, "f.pdf")} == {CODE, other}


def test_many_plain_pages_are_looked_at_in_little_time() -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(300):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    document.close()
    wall = Image.effect_noise((3000, 2000), 90)
    picture = io.BytesIO()
    wall.save(picture, "JPEG")

    assert codes.find(out.getvalue(), "long.pdf") == ()
    assert codes.find(picture.getvalue(), "noise.jpg") == ()


def test_the_workroom_answers_which_codes_are_in_a_file(tmp_path: Path) -> None:
    with Workroom(tmp_path) as room:
        told = room.call("find_code", {"name": "a.pdf"}, [form("plain")]).result

    assert {each["code"] for each in told["codes"]} == {CODE}
