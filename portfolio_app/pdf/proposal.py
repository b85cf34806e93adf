"""Writes the finished proposal as a PDF: title page, contents, text and what is behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pikepdf

from portfolio_app.domain import finished
from portfolio_app.domain.finished import FinishedProposal
from portfolio_app.pdf import fonts, ua
from portfolio_app.pdf.finishing import Identity, finish
from portfolio_app.pdf.flow import Block
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.proposal_flow import (
    BOTTOM,
    FOOT_GAP,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Page,
    Strip,
    paginate,
    places,
)
from portfolio_app.pdf.proposal_text import ANNEX, REFERENCES, Text
from portfolio_app.pdf.sheet import Bookmark, Node, Sheet, Target
from portfolio_app.pdf.tail import append_tail

_HEADER, _HEADER_RULE, _FOOTER, _FOOTER_RULE = 812.0, 805.0, 26.0, 38.0
_SMALL = 8.0
_TITLE, _SUBTITLE, _FACT = 28.0, 14.0, 10.5
_TITLE_AT, _FACTS_AT = 640.0, 132.0  # how high the title stands; where the facts' words begin


def write(proposal: FinishedProposal, pictures: Mapping[str, bytes], out: Path) -> int:
    """Write the proposal to ``out`` (A4, tagged) and return the number of pages.

    ``pictures`` are files by sha256; one that is missing or broken leaves its words.
    """
    passing = out.with_name(out.name + ".ours")
    try:
        book = _Book(proposal, pictures)
        sheet = Sheet()
        book.draw(sheet)
        sheet.save(passing)
        identity = Identity(proposal.title, proposal.author, proposal.built)
        with pikepdf.open(passing) as pdf:
            finish(pdf, identity)
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        append_tail(out, sheet)
        ua.declare(out)
    finally:
        passing.unlink(missing_ok=True)
    return book.count


class _Book:
    """The proposal laid out: which page everything is on is known before anything is drawn."""

    def __init__(self, proposal: FinishedProposal, pictures: Mapping[str, bytes]) -> None:
        self._proposal = proposal
        self._where: dict[str, tuple[int, float]] = {}
        self._lines = list(finished.in_contents(proposal))
        text = Text(proposal, pictures, self._target)
        contents = paginate(list(self._contents(str)), text.note)
        self._first = 2 + (len(contents) if self._lines else 0)
        strips = text.strips()
        pages = paginate(strips, text.note)
        self._where = places(pages, self._first)
        if proposal.annex:
            # Its cells name pages, which are those of what stands before it.
            pages = paginate([*strips, *text.annex(self._page)], text.note)
            self._where = places(pages, self._first)
        self._pages = pages if any(page.strips for page in pages) else []
        self._contents_pages = paginate(list(self._contents(self._page_words)), text.note)
        self.count = self._first - 1 + len(self._pages)

    def _target(self, name: str) -> Target | None:
        found = self._where.get(name)
        return Target(found[0], found[1] + 6) if found is not None else None

    def _page(self, name: str) -> int:
        found = self._where.get(name)
        return found[0] if found is not None else 0

    def _page_words(self, name: str) -> str:
        return str(self._page(name))

    def draw(self, sheet: Sheet) -> None:
        """Draw every page."""
        with sheet.inside("Sect"):
            self._title_page(sheet)
            sheet.end_page()
        if self._lines:
            with sheet.inside("Sect"):
                heading, *lines = self._contents_pages[0].strips
                heading.draw(sheet, TOP)
                self._contents_pages[0].strips = lines
                with sheet.inside("TOC"):
                    for number, page in enumerate(self._contents_pages):
                        self._draw(sheet, page, TOP if number else TOP - heading.height)
        with sheet.inside("Sect"):
            for page in self._pages:
                self._draw(sheet, page)
        sheet.bookmarks += self._bookmarks()
        sheet.named["title"] = Target(1)
        if self._lines:
            sheet.named["contents"] = Target(2)
        for name in (REFERENCES, ANNEX):
            if (target := self._target(name)) is not None:
                sheet.named[name] = target

    def _draw(self, sheet: Sheet, page: Page, y: float = TOP) -> None:
        for number, block in enumerate(page.strips):
            y -= block.gap if number else 0
            block.draw(sheet, y)
            y -= block.height
        if page.foot:
            y = BOTTOM + page.foot_height - FOOT_GAP
            with sheet.artifact():
                sheet.rule(LEFT, y + FOOT_GAP * 0.4, LEFT + 110, "print.rule", 0.6)
            for block in page.foot:
                block.draw(sheet, y)
                y -= block.height
        self._frame(sheet)
        sheet.end_page()

    def _frame(self, sheet: Sheet) -> None:
        proposal = self._proposal
        with sheet.artifact():
            words = fonts.fit(fonts.clean(proposal.header), REGULAR, _SMALL, WIDTH)
            sheet.text(LEFT, _HEADER, words, REGULAR, _SMALL, "print.muted")
            sheet.rule(LEFT, _HEADER_RULE, RIGHT, "print.rule", 0.5)
            sheet.rule(LEFT, _FOOTER_RULE, RIGHT, "print.hairline", 0.5)
            number = f"Page {sheet.page} of {self.count}"
            wide = WIDTH - fonts.width(number, REGULAR, _SMALL) - 12
            foot = fonts.fit(fonts.clean(proposal.foot), REGULAR, _SMALL, wide)
            sheet.text(LEFT, _FOOTER, foot, REGULAR, _SMALL, "print.muted")
            sheet.right(RIGHT, _FOOTER, number, REGULAR, _SMALL, "print.ink")

    # Title page

    def _title_page(self, sheet: Sheet) -> None:
        proposal = self._proposal
        lines = fonts.wrap(fonts.clean(proposal.title), BOLD, _TITLE, WIDTH)
        size = _TITLE
        while len(lines) > 7 and size > 14:
            size -= 2
            lines = fonts.wrap(fonts.clean(proposal.title), BOLD, size, WIDTH)
        y = _TITLE_AT
        node = Node("H1")
        for line in lines[:18]:
            with sheet.mark(node):
                sheet.text(LEFT, y, line, BOLD, size)
            y -= size * 1.2
        if proposal.subtitle:
            y -= 6
            with sheet.mark(Node("P")):
                sheet.text(
                    LEFT, y, fonts.clean(proposal.subtitle), REGULAR, _SUBTITLE, "print.muted"
                )
            y -= _SUBTITLE
        with sheet.artifact():
            sheet.rule(LEFT, y - 8, LEFT + 72, "print.ink", 2.4)
        y = y - 54
        for fact in proposal.facts:
            y = _fact(sheet, fact, y)

    # Contents

    def _contents(self, page: Callable[[str], str]) -> Iterator[Block]:
        """Yield the contents' strips; ``page`` gives the number of a place by its name."""
        title = Node("H1")

        def draw(sheet: Sheet, y: float) -> None:
            with sheet.mark(title):
                sheet.text(LEFT, y - 18, finished.CONTENTS, BOLD, 18)

        yield Strip(38, draw, keep=True)
        others = iter((*([REFERENCES] if self._proposal.references else []), ANNEX))
        for words, level, place in self._lines:
            name = str(place) if place else next(others)
            yield from self._line(words, level, name, page)

    def _line(
        self, words: str, level: int, name: str, page: Callable[[str], str]
    ) -> Iterator[Block]:
        face, size = (BOLD, 10.5) if level == 1 else (REGULAR, 10.0)
        left, aside = ((0.0, 20.0), (20.0, 28.0), (48.0, 36.0))[level - 1]
        number, _, rest = words.partition(" ")
        if not (rest and number[-1:].isdigit() and number.replace(".", "").isalnum()):
            number, rest = "", words
        aside = max(aside, fonts.width(f"{number} ", face, size)) if number else 0.0
        lines = fonts.wrap(rest, face, size, WIDTH - left - aside - 40) or [""]
        entry = Node("TOCI")
        for index, line in enumerate(lines):
            is_last = index == len(lines) - 1
            shown = page(name) if is_last else ""
            begins = (number if not index else "", LEFT + left)

            def draw(
                sheet: Sheet, y: float, line: str = line, shown: str = shown,
                begins: tuple[str, float] = begins,
            ) -> None:  # fmt: skip
                self._draw_line(sheet, (LEFT + left + aside, y - size), line, entry,
                                (face, size), (name, words, shown), begins)  # fmt: skip

            gap = (6.0 if level == 1 else 1.5) if not index else 0.0
            yield Strip(size * 1.3, draw, gap, keep=not is_last)

    def _draw_line(
        self, sheet: Sheet, at: tuple[float, float], line: str, entry: Node,
        look: tuple[str, float], leads: tuple[str, str, str], begins: tuple[str, float],
    ) -> None:  # fmt: skip
        (x, y), (face, size), (name, words, page) = at, look, leads
        target = self._target(name) or Target(1)
        number = fonts.width(page, face, size)
        rect = (begins[1] - 1, y - size * 0.3, RIGHT + 1, y + size * 0.95)
        link = Node("Link")
        with sheet.within(entry), sheet.within(_kept(entry)):
            with sheet.mark(link):
                if begins[0]:
                    sheet.text(begins[1], y, f"{begins[0]} ", face, size)
                sheet.text(x, y, f"{line} " if page else line, face, size)
            if page:
                self._dots(sheet, x + fonts.width(line, face, size) + 5, RIGHT - number - 5, y)
                with sheet.mark(link):
                    sheet.right(RIGHT, y, page, face, size)
            sheet.bare_link(rect, target, f"Go to {words}", link)

    def _dots(self, sheet: Sheet, start: float, end: float, y: float) -> None:
        dots = int((end - start) // 4)
        with sheet.artifact():
            for each in range(dots):
                sheet.text(end - 4 * (dots - each), y, ".", REGULAR, 10.0, "print.muted")

    def _bookmarks(self) -> list[Bookmark]:
        found = [Bookmark(self._proposal.title, Target(1))]
        if self._lines:
            found.append(Bookmark(finished.CONTENTS, Target(2)))
        others = iter((*([REFERENCES] if self._proposal.references else []), ANNEX))
        for words, level, place in self._lines:
            target = self._target(str(place) if place else next(others)) or Target(1)
            made = Bookmark(words, target)
            into = found
            for _ in range(level - 1):
                if len(into) > (2 if into is found else 0):
                    into = into[-1].below
            into.append(made)
        return found


def _kept(entry: Node) -> Node:
    """Return the reference of a line of the contents: one, however many lines it takes."""
    for kid in entry.kids:
        if isinstance(kid, Node):
            return kid
    return Node("Reference", entry)


def _fact(sheet: Sheet, fact: finished.Fact, y: float) -> float:
    node = Node("P")
    with sheet.mark(node):
        sheet.text(LEFT, y, f"{fact.name} ", BOLD, _FACT)
    for line in fonts.wrap(fonts.clean(fact.words), REGULAR, _FACT, WIDTH - _FACTS_AT) or [""]:
        with sheet.mark(node):
            sheet.text(LEFT + _FACTS_AT, y, line, REGULAR, _FACT)
        y -= _FACT * 1.45
    return y - 3
