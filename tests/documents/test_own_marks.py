"""A document's own marks for headers and footers are left out of its page copy, nothing else."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf

from portfolio_app.documents import page_copy
from tests.pdf.builders import font, write_pages

CONTENT = (
    b"/Artifact <</Type /Pagination /Subtype /Header>> BDC "
    b"BT /F1 9 Tf 72 800 Td (A header) Tj ET EMC "
    b"/P <</MCID 0>> BDC BT /F1 12 Tf 72 700 Td (See \\(/Artifact BMC\\) here) Tj ET EMC "
    b"/Artifact BMC q /P <</MCID 1>> BDC 0 0 9 9 re f EMC Q EMC /Inner Do"
)


def copied(tmp_path: Path) -> tuple[bytes, bytes, str]:
    """Return what a page and a form on it draw in the page copy, and the page's words."""
    with Pdf.open(write_pages(tmp_path / "one.pdf")) as pdf:
        page = pdf.pages[0]
        form = pdf.make_stream(b"/Artifact BMC BT /F1 9 Tf 72 20 Td (A footer) Tj ET EMC")
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = Array([0, 0, 595, 842])
        form.Resources = Dictionary(Font=Dictionary(F1=font(pdf)))
        page.Resources.XObject = Dictionary(Inner=form)
        page.Contents = pdf.make_stream(CONTENT)
        made, _ = page_copy.make(pdf, 10)
    (tmp_path / "copy.pdf").write_bytes(made)
    with pikepdf.open(tmp_path / "copy.pdf") as pdf:
        page = pdf.pages[0]
        drawn = page.Contents.read_bytes(), page.Resources.XObject.Inner.read_bytes()
    with pypdfium2.PdfDocument(made) as document:
        words = document[0].get_textpage().get_text_range()
    return *drawn, " ".join(words.split())


def test_the_marks_go_and_every_word_stays(tmp_path: Path) -> None:
    page, form, words = copied(tmp_path)

    assert words == "A header See (/Artifact BMC) here A footer"
    assert page.count(b"/Artifact") == 1, "the words of the page, which only look like a mark"
    assert b"/Artifact" not in form
    assert page.count(b"BDC") == page.count(b"EMC") == 2, "its other marks are still in pairs"
    assert page.count(b"/MCID") == 2


def test_content_that_cannot_be_parsed_stays_as_it_is(tmp_path: Path) -> None:
    from portfolio_app.documents import own_marks

    with Pdf.new() as pdf:
        bent = pdf.make_stream(b"/Artifact BMC EMC EMC ] >> (never closed")
        own_marks.take_out(bent)
        own_marks.take_out(None)
        assert b"(never closed" in bent.read_bytes()
