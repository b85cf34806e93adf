"""Small real files, made as a test needs them."""

from pathlib import Path

import pikepdf
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

MINUTES = (
    "Minutes of the winter board\n"
    "\n"
    "The chair set out three options and the cost of each.\n"
    "The board negotiated an eight-week pilot with both teams.\n"
    "Nobody disagreed.",
    "Next steps\n\nThe pilot begins in March and is reviewed in May.\nThe chair thanked everyone.",
    "Annex\n\nFigures are in thousands of pounds.",
)


def pdf(path: Path, *pages: str) -> Path:
    """Write a PDF with one page for each text; a line of text is a line on the page."""
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for text in pages or MINUTES:
        for place, line in enumerate(text.splitlines()):
            canvas.drawString(72, 760 - 18 * place, line)
        canvas.showPage()
    canvas.save()
    return path


def locked_pdf(path: Path, password: str) -> Path:
    """Write a PDF that asks for a password."""
    pdf(path)
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        opened.save(path, encryption=pikepdf.Encryption(owner="owner", user=password))
    return path


def photo(path: Path, size: tuple[int, int] = (640, 480)) -> Path:
    """Write a picture of one colour."""
    Image.new("RGB", size, "#88aacc").save(path)
    return path


def scan(path: Path) -> Path:
    """Write a PDF of one page that holds a picture and no text."""
    picture = photo(path.with_suffix(".png"))
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    canvas.drawImage(str(picture), 72, 300, 400, 300)
    canvas.showPage()
    canvas.save()
    return path
