"""The text copies the app makes: every word there, tables over pages, pictures fitted."""

from __future__ import annotations

import io
import time

import pikepdf
import pypdfium2
from PIL import Image

from portfolio_app.domain import wire
from portfolio_app.domain.simple import (
    NOTICE,
    Break,
    Paragraph,
    Picture,
    Run,
    SimpleDocument,
    Style,
    Table,
    cell,
    heading,
    words,
)
from portfolio_app.pdf import simple_pages

LOREM = "The board read the register again and agreed what follows from it in every service. "


def pages_of(made: bytes) -> list[str]:
    with pypdfium2.PdfDocument(made) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def flat(made: bytes) -> str:
    return " ".join(" ".join(pages_of(made)).split())


def made(*blocks: object, blobs: tuple[bytes, ...] = ()) -> bytes:
    return simple_pages.render(SimpleDocument("A copy", tuple(blocks)), blobs)  # type: ignore[arg-type]


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [(round(page.get_width()), round(page.get_height())) for page in document]


def picture(width: int, height: int, orientation: int = 1) -> bytes:
    image = Image.new("RGB", (width, height), "white")
    image.paste("red", (0, 0, width, height // 4))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "CAMERAMAKER"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def test_page_one_begins_with_the_notice_and_only_page_one_says_it() -> None:
    found = pages_of(made(words("First"), Break(), words("Second")))
    assert found[0].startswith(NOTICE)
    assert "Second" in found[1]
    assert NOTICE not in found[1]


def test_words_of_several_looks_stay_one_word_and_every_look_keeps_its_letters() -> None:
    pdf = made(
        Paragraph((Run("im", bold=True), Run("port", italic=True), Run("ant"), Run(" and clear")))
    )
    assert "important and clear" in flat(pdf)


def test_letters_that_no_font_holds_are_kept_and_control_characters_are_written_out() -> None:
    text = flat(made(words("Thai ภาษาไทย, emoji \U0001f9d1, bell \x07, end")))
    assert "ภาษาไทย" in text
    assert "\U0001f9d1" in text
    assert "[U+0007]" in text
    assert text.endswith("end")


def test_half_a_character_pair_never_stops_the_copy() -> None:
    assert "before" in flat(made(words("before \ud800 after")))


def test_a_line_written_from_the_right_stays_inside_the_page() -> None:
    pdf = made(words("العربية نص طويل"))
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        boxes = [page.get_charbox(at) for at in range(page.count_chars())]
    assert max(box[2] for box in boxes) <= 595.3 - 45


def test_a_table_goes_on_over_pages_with_its_head_on_each() -> None:
    rows = [(cell("Risk"), cell("Owner")), *((cell(f"R{n}"), cell(LOREM * 3)) for n in range(60))]
    found = pages_of(made(Table(tuple(rows), 1)))
    assert len(found) > 2
    assert all("Risk" in page and "Owner" in page for page in found)
    text = " ".join(found)
    assert all(f"R{n}" in text for n in range(60))


def test_a_cell_longer_than_a_page_goes_on_and_loses_nothing() -> None:
    numbered = " ".join(f"w{n}" for n in range(3000))
    found = made(Table(((cell("left"), cell(numbered)),)))
    text = flat(found).split()
    assert [each for each in text if each.startswith("w")] == numbered.split()
    assert len(pages_of(found)) > 2


def test_a_wide_table_is_turned_and_a_very_wide_one_is_cut_into_groups() -> None:
    def table(columns: int) -> Table:
        head = tuple(cell(f"Measure{n}") for n in range(columns))
        row = tuple(cell(f"result{n}") for n in range(columns))
        return Table((head, *[row] * 3), 1)

    assert sizes(made(words("x"), table(6))) == [(595, 842)]
    turned = sizes(made(words("x"), table(14), words("y")))
    assert (842, 595) in turned
    assert turned[-1] == (595, 842)
    text = flat(made(table(60)))
    assert "Columns 1 to " in text
    assert all(f"result{n}" in text for n in range(60))


def test_a_wide_table_begins_on_the_page_of_its_heading_and_of_the_notice() -> None:
    head = tuple(cell(f"Measure{n}") for n in range(14))
    table = Table((head, *[tuple(cell(f"result{n}") for n in range(14))] * 3), 1)
    found = made(heading("Sheet one"), table, Break(), heading("Sheet two"), table, words("end"))
    assert sizes(found) == [(842, 595), (842, 595), (595, 842)]
    first, second, last = pages_of(found)
    assert all(each in first for each in (NOTICE, "Sheet one", "result13"))
    assert all(each in second for each in ("Sheet two", "result13"))
    assert last.strip() == "end"
    few = made(words("Risk register"), words("Spring"), table)
    assert sizes(few) == [(842, 595)]
    assert sizes(made(words(LOREM * 3), words("Spring"), table))[0] == (595, 842)


def test_a_column_is_as_wide_as_its_widest_word_not_its_longest() -> None:
    words_of_one_length = ("1111.11", "8888.88", "llllii", "WWWWWW", "brown", "yellow", "black")
    rows = [tuple(cell(each) for _ in range(9)) for each in words_of_one_length]
    text = flat(made(Table((*rows, (cell(LOREM * 9), *rows[0][1:])))))
    assert all(text.count(each) >= 8 for each in words_of_one_length)
    many = [tuple(cell(each) for _ in range(40)) for each in ("#NAME?i", "#VALUE!", "llllllll")]
    text = flat(made(Table(tuple(many))))
    assert text.count("#VALUE!") == 40


def test_cells_that_span_columns_keep_their_words_in_every_group() -> None:
    row = (cell("all of it", span=40), *(cell(f"unbroken{n}") for n in range(20)))
    text = flat(made(Table((row, tuple(cell(f"measure{n}") for n in range(60))))))
    assert text.count("all of it") == 1
    assert all(f"unbroken{n}" in text for n in range(20))


def test_pictures_are_upright_fit_the_page_and_carry_no_camera_data() -> None:
    pdf = made(Picture(0), Picture(1), blobs=(picture(4000, 1000), picture(40, 400, 6)))
    assert b"CAMERAMAKER" not in pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for each in opened.objects:
            if isinstance(each, pikepdf.Stream):
                assert b"CAMERAMAKER" not in each.read_raw_bytes()
    with pypdfium2.PdfDocument(pdf) as document:
        found = [o.get_bounds() for o in document[0].get_objects() if o.type == 3]
    (x0, y0, x1, y1), (a0, b0, a1, b1) = found
    assert x1 <= 595 - 49
    assert x1 - x0 > 3.9 * (y1 - y0)
    assert a1 - a0 > 9 * (b1 - b0)  # it was stored lying on its side


def test_a_picture_that_cannot_be_read_leaves_its_words() -> None:
    assert "[Picture: A flow chart]" in flat(made(Picture(0, alt="A flow chart"), blobs=(b"no",)))
    assert "[Picture not shown]" in flat(made(Picture(7)))


def test_headings_are_in_the_outline_and_stand_with_what_follows() -> None:
    filler = [words(f"line {n}") for n in range(34)]
    pdf = made(heading("One"), *filler, heading("Two", 2), words(LOREM * 8))
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        assert [each.title for each in outline.root] == ["One"]
        assert [each.title for each in outline.root[0].children] == ["Two"]
    page = next(page for page in pages_of(pdf) if "\nTwo" in page or page.startswith("Two"))
    assert "The board read" in page.split("Two", 1)[1]


def test_lists_keep_their_marks() -> None:
    text = flat(
        made(words("apples", Style.LIST, marker="2.1"), words("pears", Style.LIST, level=9))
    )
    assert "2.1 apples" in text
    assert "pears" in text


def test_links_lead_to_web_and_mail_addresses_only() -> None:
    runs = (
        Run("good", link="https://example.org/a"),
        Run(" bad", link="javascript:alert(1)"),
        Run(" local", link="file:///etc/passwd"),
    )
    with pikepdf.open(io.BytesIO(made(Paragraph(runs)))) as opened:
        found = [str(each.A.URI) for each in opened.pages[0].get("/Annots", [])]
    assert found == ["https://example.org/a"]


def test_five_thousand_paragraphs_take_seconds() -> None:
    began = time.process_time()
    pdf = made(*(words(f"{n} {LOREM * 4}") for n in range(5000)))
    assert time.process_time() - began < 10
    assert "4999 The board" in flat(pdf)


def test_the_same_document_gives_the_same_bytes_and_survives_the_wire() -> None:
    document = SimpleDocument(
        "A copy",
        (
            heading("H"),
            Table(((cell("a"), cell("b", right=True)),), 1),
            Break(),
            Picture(0, alt="x"),
        ),
    )
    again = wire.decode(SimpleDocument, wire.encode(document))
    assert again == document
    assert simple_pages.render(document) == simple_pages.render(again)


def test_an_empty_document_still_has_a_page() -> None:
    assert pages_of(made()) == [NOTICE]
