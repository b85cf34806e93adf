"""Small real files, made as a test needs them."""

import io
from pathlib import Path

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


def pdf(path: Path, *pages: str) -> Path:
    """Write a PDF with one page for each text; a line of text is a line on the page."""
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for text in pages:
        for place, line in enumerate(text.splitlines()):
            canvas.drawString(72, 760 - 16 * place, line)
        canvas.showPage()
    canvas.save()
    return path


def png(path: Path, size: tuple[int, int] = (300, 200), colour: str = "navy") -> Path:
    """Write a picture of one colour."""
    held = io.BytesIO()
    Image.new("RGB", size, colour).save(held, "PNG")
    path.write_bytes(held.getvalue())
    return path
