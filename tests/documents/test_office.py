"""Office files read by the app itself: words in order, what pages hide, highlights, bad input."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pikepdf
import pytest

from portfolio_app.documents.reading import Reading
from portfolio_app.domain.document import ReadStatus
from portfolio_app.domain.simple import NOTICE, note_pages
from tests.documents import office_files
from tests.documents.builders import read


def flat(reading: Reading) -> str:
    return " ".join(" ".join(page.text for page in reading.pages).split())


def held(reading: Reading) -> dict[str, tuple[int, str]]:
    return {each.what: (each.count, each.detail) for each in reading.facts.holds}


def test_a_word_file_gives_its_words_its_title_and_is_marked_as_a_text_copy() -> None:
    found = read(office_files.word(), "plan.docx")
    text = flat(found)
    assert found.facts.status is ReadStatus.READABLE
    assert found.facts.route == "simplified"
    assert found.facts.title == "Winter pressures plan"
    assert found.facts.author == "A Project Lead"
    assert text.startswith(NOTICE)
    assert "We chose to open twelve beds and to close one corridor." in text
    assert "1. First step 2. Second step" in text
    assert "Risk Owner Staffing Ward lead" in text
    assert "Header of every page" in text


def test_a_word_files_highlights_come_with_colour_and_comment() -> None:
    first, second = read(office_files.word(), "plan.docx").facts.highlights
    assert (first.quote, first.colour, first.comment) == (
        "to open twelve beds", "#ffff00", "My own idea",
    )  # fmt: skip
    assert (second.quote, second.colour, second.comment) == ("one corridor", "#00ff00", "")
    assert first.quads == ()


def test_what_a_word_files_pages_do_not_show_is_listed_and_not_shown() -> None:
    found = read(office_files.with_changes(office_files.word()), "plan.docx")
    text, holds = flat(found), held(found)
    assert "Kept added words" in text
    assert "secret sentence" not in text
    assert "unseen words" not in text
    assert holds["comments"] == (1, "by A Reviewer")
    assert holds["tracked changes"][0] == 2
    assert "a secret sentence" in holds["tracked changes"][1]
    assert "A Deputy" in holds["tracked changes"][1]
    assert "unseen words" in holds["hidden text"][1]
    assert holds["author name"] == (0, "A Project Lead")
    assert holds["name of who last changed it"] == (0, "A Deputy")


def test_slides_are_a_page_each_with_notes_after_and_hidden_ones_only_listed() -> None:
    found = read(office_files.slides(), "deck.pptx")
    pages = [" ".join(page.text.split()) for page in found.pages]
    assert len(pages) == 3
    assert "Slide 1 Why beds matter • Flow first • Then staffing" in pages[0]
    assert pages[2].endswith("Speaker notes Slide 1 Say this slowly")
    assert note_pages([page.text for page in found.pages]) == (2,)
    assert "Item Cost Beds £12,000" in pages[1]
    assert "Redundancies" not in flat(found)
    assert held(found)["hidden slides"] == (1, "“Redundancies”")
    assert held(found)["slides with speaker notes"][0] == 1
    assert found.facts.title == "Beds for the board"


def test_a_workbook_shows_numbers_as_its_formats_do_and_leaves_out_what_is_hidden() -> None:
    found = read(office_files.workbook(), "money.xlsx")
    text, holds = flat(found), held(found)
    assert "Staff £12,345.50 25% 12/03/2025" in text
    assert "Estates -70 0.5" in text
    assert "Hidden line" not in text
    assert "column E" not in text
    assert "Nobody should see this" not in text
    assert holds["hidden sheets"] == (1, "“Salaries”")
    assert holds["hidden rows"][0] == 1
    assert holds["hidden columns"][0] == 1
    assert holds["comments"] == (1, "by A Reviewer")


def test_a_table_of_text_keeps_its_columns_and_letters() -> None:
    found = read("Name;Höhe\r\nBrücke;12,5\r\n".encode("cp1252"), "bridges.csv")
    assert "Name Höhe Brücke 12,5" in flat(found)
    assert found.facts.route == "simplified"


def test_rich_text_gives_words_tables_and_hidden_parts() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Arial;}}"
        rb"{\colortbl;\red255\green255\blue0;}{\info{\title Shift plan}{\author A Lead}}"
        rb"\pard Caf\'e9 \u8211- {\b bold} and {\highlight1 marked} {\v unseen}\par"
        rb"\trowd\cellx100\cellx200\pard\intbl one\cell two\cell\row"
        rb"\pard {\deleted gone} {\field{\*\fldinst HYPERLINK x}{\fldrslt link}}\par"
        rb"{\footnote below}{\*\unknown never}}"
    )
    found = read(data, "plan.rtf")
    text = flat(found)
    assert "Café – bold and marked" in text
    assert "one two" in text
    assert "link" in text
    assert "below" in text
    for word in ("unseen", "gone", "HYPERLINK", "never", "Arial"):
        assert word not in text, word
    assert found.facts.title == "Shift plan"
    assert [(h.quote, h.colour) for h in found.facts.highlights] == [("marked", "#ffff00")]
    assert "unseen" in held(found)["hidden text"][1]


def test_open_documents_give_their_words() -> None:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        '<text:h text:outline-level="1">A plan for wards</text:h><text:p>Two<text:s text:c="2"/>'
        "words<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Below"
        "</text:p></text:note-body></text:note></text:p><text:list><text:list-item><text:p>Point"
        "</text:p></text:list-item></text:list></office:text></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
    found = read(out.getvalue(), "plan.odt")
    assert found.facts.title == "A plan for wards"
    assert "Two words[1] • Point Footnotes [1] Below" in flat(found)


def test_entities_are_neither_expanded_nor_fetched() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE w [<!ENTITY l0 "lol">{lol}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    data = office_files.changed(
        office_files.word(),
        word__document_xml=lambda xml: xml.replace("<w:document", f"{bomb}<w:document", 1).replace(
            "We chose ", "We chose &l9;&f; "
        ),
    )
    found = read(data, "bomb.docx")
    assert "lollol" not in flat(found)
    assert "What we decided" in flat(found)
    assert found.facts.code == "partial"
    assert "damaged" in found.facts.problem


def test_a_part_that_unpacks_to_far_too_much_is_not_unpacked() -> None:
    data = office_files.changed(office_files.word(), word__document_xml=b"<a>" + b" " * 120_000_000)
    found = read(data, "bomb.docx")
    assert found.facts.status is ReadStatus.KEPT
    assert found.facts.code == "huge"
    assert "300 MB" in found.facts.problem


@pytest.mark.parametrize("made", [office_files.word, office_files.slides, office_files.workbook])
def test_a_file_cut_off_anywhere_is_kept_or_read_and_never_stops_the_reader(made) -> None:  # type: ignore[no-untyped-def]
    data = made()
    name = {"word": "a.docx", "slides": "a.pptx", "workbook": "a.xlsx"}[made.__name__]
    for share in (0.01, 0.3, 0.6, 0.9, 0.99):
        found = read(data[: int(len(data) * share)], name)
        assert found.facts.status is ReadStatus.KEPT, share
        assert found.facts.code == "damaged", share


def test_a_very_long_document_is_shown_in_part_and_says_so() -> None:
    made = docx.Document()
    for number in range(200):
        made.add_paragraph(f"{number} " + "word " * 4_000)
    found = read(office_files.saved(made), "long.docx")
    assert found.facts.status is ReadStatus.READABLE
    assert found.facts.code == "partial"
    assert "0 word word" in flat(found)
    assert "kept whole" in found.facts.problem


def test_one_table_or_paragraph_that_is_far_too_long_shows_how_it_begins() -> None:
    rows = "".join(f"row{number},{'word ' * 20}\n" for number in range(20_000))
    found = read(rows.encode(), "export.csv")
    assert found.facts.status is ReadStatus.READABLE
    assert "kept whole" in found.facts.problem
    assert "row0" in flat(found)
    assert "row5000" in flat(found)
    made = docx.Document()
    made.add_paragraph("first " + "word " * 610_000)
    found = read(office_files.saved(made), "long.docx")
    assert found.facts.status is ReadStatus.READABLE
    assert "first word" in flat(found)


def test_pages_of_another_program_are_taken_when_the_words_are_on_them() -> None:
    from portfolio_app.documents import kinds, office
    from portfolio_app.pdf import simple_pages, text_pages

    data = office_files.word()
    told = kinds.tell(data, "plan.docx")
    own = read(data, "plan.docx")
    same = office.read(
        data, "plan.docx", told, simple_pages.render, office.Made(own.page_copy, "libreoffice 7.4")
    )
    assert same.facts.route == "libreoffice 7.4"
    assert held(same) == held(own)
    assert [each.quote for each in same.facts.highlights] == ["to open twelve beds", "one corridor"]
    wrong = text_pages.render("Something else entirely", "x")
    other = office.read(
        data, "plan.docx", told, simple_pages.render, office.Made(wrong, "libreoffice 7.4")
    )
    assert other.facts.route == "simplified"
    broken = office.read(
        data, "plan.docx", told, simple_pages.render, office.Made(b"%PDF-1.4 no", "libreoffice 7.4")
    )
    assert broken.facts.route == "simplified"


def test_words_that_a_drawn_shape_covers_are_told_of_another_programs_pages() -> None:
    from portfolio_app.documents import kinds, office
    from portfolio_app.pdf import simple_pages

    data = office_files.word()
    told = kinds.tell(data, "plan.docx")
    own = read(data, "plan.docx")
    with pikepdf.open(io.BytesIO(own.page_copy)) as pdf:
        pdf.pages[0].contents_add(b"0 g 0 300 600 500 re f")
        out = io.BytesIO()
        pdf.save(out)
    boxed = office.read(
        data, "plan.docx", told, simple_pages.render, office.Made(out.getvalue(), "libreoffice 7.4")
    )

    assert boxed.facts.route == "libreoffice 7.4"
    assert "We chose to open twelve beds" in held(boxed)["covered text"][1]
    assert "covered text" not in held(own)


def test_printed_sheets_that_cut_the_words_of_cells_are_not_taken() -> None:
    from portfolio_app.documents import kinds, office
    from portfolio_app.pdf import simple_pages, text_pages

    names = [f"measure{number}" for number in range(50)]
    data = "\n".join(names).encode()
    told = kinds.tell(data, "kpi.csv")

    def route(printed: list[str]) -> str:
        made = office.Made(text_pages.render("\n".join(printed), "x"), "libreoffice 7.4")
        return office.read(data, "kpi.csv", told, simple_pages.render, made).facts.route

    assert route(names) == "libreoffice 7.4"
    assert route([name[:5] if number % 5 == 0 else name for number, name in enumerate(names)]) == (
        "simplified"
    )


def test_the_cells_of_an_old_word_files_tables_stay_cells(corpus: Path) -> None:
    from portfolio_app.documents import old_office
    from portfolio_app.domain.simple import Table

    found = old_office.read_word((corpus / "word/testWORD_various.doc").read_bytes())
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    said = [[" ".join(p.text for p in each.paragraphs) for each in row] for row in table.rows]
    assert said[:2] == [[f"Row {row} Col {column}" for column in (1, 2, 3)] for row in (1, 2)]


def test_open_slides_show_notes_and_tables_without_page_numbers_and_previews() -> None:
    draw = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
    content = (
        '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        f'xmlns:draw="{draw}" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0">'
        '<office:body><office:presentation><draw:page draw:name="one"><draw:frame><draw:text-box>'
        "<text:p>Shown</text:p></draw:text-box></draw:frame><draw:frame><table:table><table:table-row>"
        "<table:table-cell><text:p>In a cell</text:p></table:table-cell></table:table-row>"
        '</table:table><draw:image xlink:href="preview.svm"/></draw:frame><presentation:notes>'
        '<draw:frame presentation:class="notes"><draw:text-box><text:p>Said aloud</text:p>'
        '</draw:text-box></draw:frame><draw:frame presentation:class="page-number"><draw:text-box>'
        "<text:p>&lt;number&gt;</text:p></draw:text-box></draw:frame></presentation:notes>"
        "</draw:page></office:presentation></office:body></office:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
        package.writestr("content.xml", content)
        package.writestr("preview.svm", b"VCLMTF")
    words = " ".join(page.text for page in read(out.getvalue(), "talk.odp").pages)
    assert "Said aloud" in words
    assert "<number>" not in words
    assert "In a cell" in words
    assert "Picture not shown" not in words
