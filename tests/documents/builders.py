"""Small PDFs for tests, made by hand so that each holds exactly one thing."""

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from portfolio_app.documents import reading
from portfolio_app.documents.reading import Reading
from portfolio_app.pdf import simple_pages, text_pages


def pdf_of(
    *contents: bytes,
    change: Callable[[pikepdf.Pdf], None] | None = None,
    box: tuple[float, ...] = (0, 0, 300, 200),
) -> bytes:
    """Return a PDF with one page a content stream; /F1 is Helvetica."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name.Helvetica,
                Encoding=Name.WinAnsiEncoding,
            )
        )
        for content in contents:
            pdf.add_blank_page(page_size=(300, 200))
            page = pdf.pages[-1].obj
            page.MediaBox = Array(list(box))
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.Contents = Stream(pdf, content)
        if change is not None:
            change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def words_at(words: str, x: float = 20, y: float = 100, size: float = 12) -> bytes:
    """Return content that writes words at a place."""
    return f"BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET\n".encode("latin-1")


def read(data: bytes, name: str = "paper.pdf", password: str = "") -> Reading:
    """Return what the reading room makes of a file, in this process."""
    return reading.read(data, name, text_pages.render, simple_pages.render, password=password)


def text_of(found: Reading) -> str:
    """Return all words of a reading."""
    return "\n".join(page.text for page in found.pages)
