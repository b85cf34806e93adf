"""Sets a simple document on A4 pages: the app's own text copy of an Office file, mail or web page.

Nothing is lost for its looks: a letter that no font holds is drawn as a box and reads as itself, a
wide table is turned or cut into groups of columns, a long cell goes on over the page's end.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from portfolio_app.domain.simple import (
    Block,
    Break,
    Paragraph,
    Picture,
    SimpleDocument,
    Style,
    Table,
    words,
)
from portfolio_app.pdf import letters
from portfolio_app.pdf.plain_canvas import plain_canvas
from portfolio_app.pdf.simple_flow import MARGIN, Flow, ink
from portfolio_app.pdf.simple_lines import shown, strips
from portfolio_app.pdf.simple_pictures import Pictures
from portfolio_app.pdf.simple_tables import Fitted, fitted, set_table

_OUTLINE_LEVELS = 3
_FEW, _SHORT = 6, 200  # blocks, and letters of each, that go on the wide page of their table


def render(document: SimpleDocument, blobs: Sequence[bytes] = ()) -> bytes:
    """Return a PDF of the document: A4, headings in its outline, its notice at the head of page 1.

    ``blobs`` are the pictures that its blocks name. The same document gives the same bytes.
    """
    out = io.BytesIO()
    canvas = plain_canvas(out, document.title)
    flow = Flow(canvas)
    tables = {
        at: fitted(each) for at, each in enumerate(document.blocks) if isinstance(each, Table)
    }
    turned = _turned(document.blocks, tables)
    flow.turn(wide=0 in turned)
    _notice(flow, document.notice)
    outline = _Outline(flow)
    pictures = Pictures(blobs)
    break_waits = has_begun = False
    for at, block in enumerate(document.blocks):
        if isinstance(block, Break):
            break_waits = has_begun  # the notice alone is no page
            continue
        has_begun = True
        if break_waits and not flow.is_fresh:
            flow.end_page()
        break_waits = False
        flow.turn(wide=at in turned)
        match block:
            case Paragraph():
                _paragraph(flow, block, outline)
            case Table():
                fit = tables[at]
                if fit is not None:
                    set_table(flow, fit)
            case Picture():
                pictures.set(flow, block)
    if not flow.is_fresh or canvas.getPageNumber() == 1:
        canvas.showPage()
    canvas.save()
    return letters.mended(out.getvalue())


def _turned(blocks: Sequence[Block], tables: Mapping[int, Fitted | None]) -> frozenset[int]:
    """Return which blocks go on a page of the wide way: wide tables, and the heads above them."""
    found = set()
    for at, fit in tables.items():
        if fit is None or not fit.wide:
            continue
        found.add(at)
        above = at - 1
        while above >= 0 and _belongs_to_what_follows(blocks[above]):
            found.add(above)
            above -= 1
        first = above
        while first >= 0 and at - first <= _FEW and _is_short(blocks[first]):
            first -= 1
        if first < 0 or isinstance(blocks[first], Break):  # else a page for a line or two
            found.update(range(first + 1, above + 1))
    return frozenset(found)


def _is_short(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(block.text) <= _SHORT


def _belongs_to_what_follows(block: Block) -> bool:
    if isinstance(block, Break):
        return True
    return isinstance(block, Paragraph) and (
        block.style in (Style.HEADING, Style.LABEL) or not block.text.strip()
    )


def _notice(flow: Flow, notice: str) -> None:
    if not notice:
        return
    flow.lines(strips(words(notice, Style.LABEL), flow.room))
    y = flow.take(10) - 3
    flow.canvas.setStrokeColor(ink("print.hairline"))
    flow.canvas.setLineWidth(0.8)
    flow.canvas.line(MARGIN, y, MARGIN + flow.room, y)


def _paragraph(flow: Flow, paragraph: Paragraph, outline: _Outline) -> None:
    lines = strips(paragraph, flow.room)
    if not lines:
        return
    is_head = paragraph.style in (Style.HEADING, Style.LABEL)
    flow.lines(lines, keep=36 if is_head else 0)
    if paragraph.style is Style.HEADING:
        outline.add(paragraph)


class _Outline:
    """The headings, as the entries that a PDF's readers show beside the pages."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._count = 0
        self._depth = -1

    def add(self, paragraph: Paragraph) -> None:
        """Enter a heading that was just drawn on this page."""
        title = " ".join(shown(paragraph.text).split())[:200]
        if not title or paragraph.level > _OUTLINE_LEVELS:
            return
        # A level may go down by one at a time only.
        self._depth = min(max(paragraph.level, 1) - 1, self._depth + 1)
        key = f"heading-{self._count}"
        self._count += 1
        self._flow.canvas.bookmarkPage(key)
        self._flow.canvas.addOutlineEntry(title, key, self._depth)
