"""The summary of the proposal's title and scope: one page, as the EPAO signs it off at gateway."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from portfolio_app.domain.scope import TITLE, ScopePage
from portfolio_app.pdf import fonts
from portfolio_app.pdf.finishing import Identity
from portfolio_app.pdf.flow import Block, paginate, paragraph
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import BOTTOM, LEFT, TOP, WIDTH
from portfolio_app.pdf.own_document import HEADED, write
from portfolio_app.pdf.sheet import Node, Sheet
from portfolio_app.problems import PortfolioError

_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5)  # points: the largest that fits the page
_NAMES = 132.0  # points of the names of facts


def render(page: ScopePage, out: Path) -> None:
    """Write the page to ``out`` (A4).

    Raises:
        PortfolioError: it does not fit one page in the smallest size ("too-long").
    """
    apprentice = dict(page.facts).get("Apprentice", "")
    for size in _SIZES:
        blocks = _blocks(page, size)
        if len(paginate(blocks, first=TOP - BOTTOM - HEADED)) == 1:
            break
    else:
        raise PortfolioError(
            "The scope doesn't fit one page. Your text is saved; no page was made.",
            hint="Shorten it, or take out empty lines.",
            code="too-long",
        )
    identity = Identity(TITLE, apprentice, page.built)
    write(out, identity, blocks, header="Strategic business proposal", foot=page.built_words)


def _blocks(page: ScopePage, size: float) -> list[Block]:
    small = size - 1
    blocks = paragraph(page.title or "Title: …", face=BOLD, size=size + 3.5, tag="H2")
    for number, (name, value) in enumerate(page.facts):
        blocks.append(_fact(name, value, small, gap=6 if not number else 1))
    for title, text in page.parts:
        blocks += paragraph(title, face=BOLD, size=size, gap=9, tag="H2", keep=True)
        blocks += paragraph(text, size=size, gap=2)
    blocks += paragraph(page.counted, size=small, ink="print.muted", gap=10)
    if page.agreed:
        blocks += paragraph(page.agreed, face=BOLD, size=size, gap=8)
    else:
        blocks += _to_agree(size)
    return blocks


def _fact(name: str, value: str, size: float, *, gap: float) -> Block:
    node = Node("P")
    said = fonts.fit(fonts.clean(value or "…"), REGULAR, size, WIDTH - _NAMES)

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.mark(node):
            sheet.text(LEFT, y - size, name, REGULAR, size, "print.muted")
            sheet.text(LEFT + _NAMES, y - size, said, REGULAR, size)

    return Block(size * 1.38, draw, gap)


def _to_agree(size: float) -> list[Block]:
    """Return the lines on which the employer agrees by hand."""
    blocks = paragraph("Agreed for the employer", face=BOLD, size=size, gap=10, tag="H2", keep=True)

    def line(names: tuple[str, str]) -> Callable[[Sheet, float], None]:
        node = Node("P")

        def draw(sheet: Sheet, y: float) -> None:
            half = WIDTH / 2
            for number, name in enumerate(names):
                x = LEFT + number * half
                with sheet.mark(node):
                    sheet.text(x, y - 20, name, REGULAR, size - 1, "print.muted")
                with sheet.artifact():
                    sheet.rule(x + 58, y - 22, x + half - 12, "print.rule", 0.6)

        return draw

    for names in (("Name", "Job title"), ("Signature", "Date")):
        blocks.append(Block(26, line(names), keep=True))
    return blocks
