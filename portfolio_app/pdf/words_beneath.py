"""Lays words that a machine read under the picture of their page: unseen, and found like others."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pikepdf
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from portfolio_app.domain.recognised import ReadPage, ReadWord
from portfolio_app.pdf import fonts, letters
from portfolio_app.pdf.geometry import PageShape, to_user_space, visible_box

_LEVEL = 0.45  # of the letters' height: less is what letters below the line make
_STEEPEST = 0.35
_INVISIBLE = 3  # text rendering mode, ISO 32000-2, 9.3.6


def lay(page_copy: bytes, pages: Sequence[ReadPage]) -> bytes:
    """Return the page copy with these words on its pages; its pages look as they did.

    The same pages and words give the same bytes.

    Raises:
        pikepdf.PdfError: the page copy cannot be opened.
    """
    wanted = {each.index: each for each in pages if each.words}
    with pikepdf.open(io.BytesIO(page_copy)) as pdf:
        shapes = {index: _shape(pdf.pages[index].obj) for index in wanted if index < len(pdf.pages)}
        if not shapes:
            return page_copy
        drawn = _drawn([(shapes[index], wanted[index].words) for index in sorted(shapes)])
        with pikepdf.open(io.BytesIO(drawn)) as under:
            for source, index in zip(under.pages, sorted(shapes), strict=True):
                form = pdf.copy_foreign(source.as_form_xobject())
                _put_under(pdf, pdf.pages[index].obj, form, shapes[index])
        out = io.BytesIO()
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return out.getvalue()


def _shape(page: Any) -> PageShape:
    turn = int(page.get("/Rotate", 0)) % 360
    return PageShape(visible_box(page.get("/MediaBox"), page.get("/CropBox")), turn)


def _drawn(pages: Sequence[tuple[PageShape, Sequence[ReadWord]]]) -> bytes:
    """Return a PDF with one page of unseen words for each page, as large as it is shown."""
    rl_config.useA85 = 0
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1, lang="en-GB")
    canvas.setTitle("")
    canvas.setAuthor("")
    for shape, read in pages:
        canvas.setPageSize(shape.size)
        written = canvas.beginText()
        written.setTextRenderMode(_INVISIBLE)
        for _, line in groupby(read, key=lambda word: word.line):
            _line(written, list(line), shape.size[1])
        canvas.drawText(written)
        canvas.showPage()
    canvas.save()
    return letters.mended(out.getvalue())


def _line(written: Any, line: list[ReadWord], height: float) -> None:
    """Write one line's words, each as wide as it is on the picture, all on one base line.

    The base line of a crooked scan rises or falls with the words.
    """
    tall = max(max(word.y1 - word.y0 for word in line), 1.0)
    rise = _rise(line)
    above, below = pdfmetrics.getAscentDescent(fonts.font_name(fonts.REGULAR), 1.0)
    size = tall / (above - below)
    x, foot = line[0].x0, _foot(line, rise)
    for word in line:
        runs = list(fonts.runs(word.text, fonts.REGULAR))
        wide = sum(pdfmetrics.stringWidth(part, font.fontName, size) for font, part in runs)
        if wide <= 0:
            continue
        written.setHorizScale(100.0 * (word.x1 - word.x0) / wide)
        y = height - foot - rise * (word.x0 - x) - below * size
        written.setTextTransform(1.0, -rise, rise, 1.0, word.x0, y)
        for font, part in runs:
            written.setFont(font.fontName, size)
            written.textOut(part)


def _rise(line: list[ReadWord]) -> float:
    """Return how far a line's foot goes down a point to the right; 0 for a line that is level."""
    first, last = line[0], line[-1]
    across = last.x0 - first.x0
    tallest = max(word.y1 - word.y0 for word in line)
    spread = max(word.y1 for word in line) - min(word.y1 for word in line)
    if across < 4 * tallest or spread < _LEVEL * tallest:
        return 0.0
    middle_x = sum(word.x0 for word in line) / len(line)
    middle_y = sum(word.y1 for word in line) / len(line)
    over = sum((word.x0 - middle_x) * (word.y1 - middle_y) for word in line)
    under = sum((word.x0 - middle_x) ** 2 for word in line)
    found = over / under if under else 0.0
    return found if abs(found) < _STEEPEST else 0.0


def _foot(line: list[ReadWord], rise: float) -> float:
    """Return the foot of a line at its first word, lowest over all of its words."""
    return max(word.y1 - rise * (word.x0 - line[0].x0) for word in line)


def _put_under(pdf: pikepdf.Pdf, page: Any, form: Any, shape: PageShape) -> None:
    """Draw the words first, then the page as it was."""
    resources = _own(page, "/Resources")
    _own(resources, "/XObject")["/WordsBeneath"] = pdf.make_indirect(form)
    a, b, c, d, e, f = to_user_space(shape)
    six = " ".join(f"{each:.4f}".rstrip("0").rstrip(".") for each in (a, b, c, d, e, f))
    first = pikepdf.Stream(pdf, f"q {six} cm /WordsBeneath Do Q\n".encode("ascii"))
    contents = page.get("/Contents")
    rest = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    page.Contents = pikepdf.Array(
        [pdf.make_indirect(first), *(each for each in rest if each is not None)]
    )


def _own(holder: Any, name: str) -> Any:
    """Return a dictionary in another, a copy that nothing else shares; made if need be."""
    made = pikepdf.Dictionary()
    held = holder.get(name)
    if isinstance(held, pikepdf.Dictionary):
        for key in list(held.keys()):
            made[key] = held[key]
    holder[name] = made
    return holder[name]
