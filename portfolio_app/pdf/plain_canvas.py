"""The canvas of pages that are made of words: the same words give the same bytes."""

from __future__ import annotations

import io

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from portfolio_app.pdf import fonts


def plain_canvas(out: io.BytesIO, title: str) -> Canvas:
    """Return a canvas of A4 pages that writes to ``out``, with a title and no author."""
    rl_config.useA85 = 0
    canvas = Canvas(
        out,
        pagesize=A4,
        invariant=1,
        pageCompression=1,
        lang="en-GB",
        initialFontName=fonts.font_name(fonts.REGULAR),  # else Helvetica, which is not embedded
    )
    canvas.setTitle(fonts.clean(title))
    canvas.setAuthor("")
    return canvas
