"""A document of our own that is not the bundle: pages of blocks under a plain frame, tagged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pikepdf

from portfolio_app.pdf import fonts, ua
from portfolio_app.pdf.finishing import Identity, finish
from portfolio_app.pdf.flow import Block, paginate
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import BOTTOM, LEFT, RIGHT, TOP, heading
from portfolio_app.pdf.sheet import Bookmark, Sheet, Target
from portfolio_app.pdf.tail import append_tail

_HEADER, _HEADER_RULE, _FOOTER, _FOOTER_RULE = 817.0, 810.5, 17.0, 27.0
HEADED = 50.0  # points that the title takes at the head of page 1
_SMALL = 8.0


def write(out: Path, identity: Identity, blocks: Sequence[Block], *, header: str, foot: str) -> int:
    """Write the blocks under a title to ``out`` and return the number of pages.

    ``header`` stands at the head of every page, ``foot`` at its foot beside the page number.
    """
    passing = out.with_name(out.name + ".ours")
    try:
        sheet = Sheet()
        pages = paginate(blocks, first=TOP - BOTTOM - HEADED)
        with sheet.inside("Sect"):
            for number, some in enumerate(pages):
                top = TOP
                if not number:
                    heading(sheet, identity.title)
                    top -= HEADED
                _draw(sheet, some, top)
                _frame(sheet, header, foot, len(pages))
        sheet.bookmarks.append(Bookmark(identity.title, Target(1)))
        sheet.save(passing)
        with pikepdf.open(passing) as pdf:
            finish(pdf, identity)
            pdf.Root.PageMode = pikepdf.Name.UseNone
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        append_tail(out, sheet)
        ua.declare(out)
    finally:
        passing.unlink(missing_ok=True)
    return len(pages)


def _draw(sheet: Sheet, blocks: Sequence[Block], y: float) -> None:
    for number, block in enumerate(blocks):
        y -= block.gap if number else 0
        block.draw(sheet, y)
        y -= block.height


def _frame(sheet: Sheet, header: str, foot: str, pages: int) -> None:
    with sheet.artifact():
        words = fonts.fit(fonts.clean(header), REGULAR, _SMALL, RIGHT - LEFT)
        sheet.text(LEFT, _HEADER, words, REGULAR, _SMALL, "print.muted")
        sheet.rule(LEFT, _HEADER_RULE, RIGHT, "print.rule", 0.6)
        sheet.rule(LEFT, _FOOTER_RULE, RIGHT, "print.hairline", 0.5)
        sheet.text(LEFT, _FOOTER, fonts.clean(foot), REGULAR, _SMALL, "print.muted")
        number = f"Page {sheet.page} of {pages}"
        sheet.right(RIGHT, _FOOTER, number, BOLD, _SMALL, "print.ink")
    sheet.end_page()
