"""The proposal as strips: headings, paragraphs, lists, tables, figures, notes, references."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from portfolio_app.domain import bidi, finished
from portfolio_app.domain.draft import BlockKind
from portfolio_app.domain.finished import (
    FinishedFigure,
    FinishedProposal,
    FinishedTable,
    Heading,
    Paragraph,
    Part,
    Words,
    plain,
)
from portfolio_app.domain.finished import Line as Said
from portfolio_app.pdf import fonts, proposal_lines, proposal_pictures, proposal_tables
from portfolio_app.pdf.flow import Block
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.proposal_flow import LEFT, ROOM, WIDTH, Strip
from portfolio_app.pdf.proposal_lines import Ways, broken
from portfolio_app.pdf.proposal_tables import Grid, Linked
from portfolio_app.pdf.sheet import Node, Sheet, Target

REFERENCES, ANNEX = "references", "annex"
_BODY, _NOTE, _CAPTION = 10.5, 8.5, 9.5
_LEADING = 1.42
_HEADINGS = ((17.0, 24.0, 8.0), (13.0, 17.0, 5.0), (11.0, 13.0, 4.0))  # size, above, below
_STEP = 18.0  # of a list's depth
_QUOTE = 22.0
_HANGING = 24.0
_TALLEST = 0.8  # of the room: a picture with its caption


class Text:
    """Makes the strips. ``target`` says where a place is, by its name, once pages are numbered."""

    def __init__(
        self,
        proposal: FinishedProposal,
        pictures: Mapping[str, bytes],
        target: Callable[[str], Target | None],
    ) -> None:
        self._proposal = proposal
        self._pictures = pictures
        self._target = target
        self._ways = Ways(lambda place: target(str(place)), lambda note: target(f"note {note}"))
        self._notes: dict[int, list[Block]] = {}
        self._level = 1  # of the last heading; the proposal's title is one

    def strips(self) -> list[Block]:
        """Return everything but the annex."""
        proposal = self._proposal
        found = list(self._parts(proposal.parts))
        if proposal.references:
            found += self._bare_heading(finished.REFERENCES, REFERENCES)
            for line in proposal.references:
                found += self._lines(line, gap=6, hanging=_HANGING)
        behind = list(self._parts(proposal.appendices))
        if behind and isinstance(behind[0], Strip):
            behind[0].breaks = True
        return found + behind

    def note(self, number: int) -> list[Block]:
        """Return the lines of a footnote."""
        if number not in self._notes:
            self._notes[number] = self._note(number)
        return self._notes[number]

    def _note(self, number: int) -> list[Block]:
        said = (Words(self._proposal.notes[number - 1]),)
        node = Node("Note")
        node.name = f"note-{number}"
        label = Node("Lbl", node)
        found: list[Block] = []
        size = _NOTE
        lines = broken(said, size, WIDTH - 14)
        from_right = _from_right(plain(said))
        for index, line in enumerate(lines):

            def draw(
                sheet: Sheet, y: float, line: proposal_lines.Line = line, index: int = index
            ) -> None:
                if not index:
                    with sheet.mark(label):
                        sheet.text(LEFT, y - size + 2.4, str(number), REGULAR, size * 0.75)
                proposal_lines.draw(
                    sheet, line, node, (LEFT + 14, y - size), size, WIDTH - 14, self._ways,
                    from_right=from_right,
                )  # fmt: skip

            above = 2.0 if not index else 0.0
            name = f"note {number}" if not index else ""
            found.append(Strip(size * 1.3 + above, draw, name=name))
        return found

    def _parts(self, parts: Sequence[Part]) -> Iterator[Block]:
        lists = _Lists()
        for part in parts:
            if not (isinstance(part, Paragraph) and _is_point(part)):
                lists.close()
            match part:
                case Heading():
                    yield from self._heading(part)
                case Paragraph() if _is_point(part):
                    yield from self._point(part, lists)
                case Paragraph() if part.kind is BlockKind.QUOTE:
                    yield from self._quote(part)
                case Paragraph():
                    yield from self._lines(part.paragraph, gap=7, name=str(part.place))
                case FinishedTable():
                    yield from self._table(part)
                case FinishedFigure():
                    yield from self._figure(part)

    def _bare_heading(self, words: str, name: str) -> list[Block]:
        found = self._heading(Heading(1, (Words(words),)), name)
        found[0].breaks = True
        return list(found)

    def _heading(self, part: Heading, name: str = "") -> list[Strip]:
        size, above, below = _HEADINGS[part.level - 1]
        number = finished.number_words(part)
        aside = 0.0
        if number:
            aside = fonts.width(number, BOLD, size) + size * 0.7
            if not part.is_appendix:
                aside = max(aside, (28.0, 34.0, 36.0)[part.level - 1])
        lines = broken(part.heading, size, WIDTH - aside, face=BOLD) or [()]
        # No level may be left out (PDF/UA-1, 7.4.2), whatever was written.
        self._level = min(part.level, self._level + 1)
        node = Node(f"H{self._level}")
        from_right = _from_right(plain(part.heading))
        found: list[Strip] = []
        for index, line in enumerate(lines):

            def draw(
                sheet: Sheet, y: float, line: proposal_lines.Line = line, index: int = index
            ) -> None:
                if number and not index:
                    with sheet.mark(node):
                        sheet.text(LEFT, y - size, f"{number} ", BOLD, size)
                proposal_lines.draw(
                    sheet, line, node, (LEFT + aside, y - size), size, WIDTH - aside, self._ways,
                    from_right=from_right,
                )  # fmt: skip

            is_last = index == len(lines) - 1
            found.append(
                Strip(
                    size * 1.22 + (below if is_last else 0.0),
                    draw,
                    above if not index else 0.0,
                    keep=True,
                    name=(name or str(part.place)) if not index else "",
                    notes=_called(line),
                )
            )
        return found

    def _lines(
        self, said: Said, *, gap: float, name: str = "", left: float = 0.0, right: float = 0.0,
        hanging: float = 0.0, size: float = _BODY, node: Node | None = None, mark: str = "",
        label: Node | None = None, bar: bool = False, keep: bool = False, face: str = REGULAR,
        ink: str = "print.ink",
    ) -> list[Block]:  # fmt: skip
        """Return a paragraph's strips, ``left`` and ``right`` points within the margins.

        ``hanging``: further lines begin so far inside. ``mark`` is a list's, drawn before it.
        """
        node = node or Node("P")
        room = WIDTH - left - right
        lines = broken(said, size, room - hanging, face=face)
        if hanging and lines:  # the first line is longer than the others
            lines = _with_long_first(said, size, room, hanging, face)
        from_right = _from_right(plain(said))
        found: list[Block] = []
        high = size * _LEADING
        for index, line in enumerate(lines or [()]):
            aside = hanging if index else 0.0

            def draw(
                sheet: Sheet, y: float, line: proposal_lines.Line = line, aside: float = aside,
                index: int = index,
            ) -> None:  # fmt: skip
                base = y - size * 1.05
                if bar:
                    with sheet.artifact():
                        x = LEFT + left - 11
                        top = y + (1.5 if not index else 2.0)
                        sheet.rule(x, top, x, "print.rule", 2, y - high + 1)
                if mark and label is not None and not index:
                    at = LEFT + left - _STEP
                    with sheet.mark(label):
                        sheet.text(at, base, f"{mark} ", REGULAR, size)
                proposal_lines.draw(
                    sheet, line, node, (LEFT + left + aside, base), size, room - aside,
                    self._ways, ink, from_right=from_right,
                )  # fmt: skip

            alone = len(lines) > 1 and index in (0, len(lines) - 2)
            is_last = index >= len(lines) - 1
            found.append(
                Strip(
                    high,
                    draw,
                    gap if not index else 0.0,
                    keep=alone or (keep and is_last),
                    name=name if not index else "",
                    notes=_called(line),
                )
            )
        return found

    def _quote(self, part: Paragraph) -> list[Block]:
        quote = Node("BlockQuote")
        return self._lines(
            part.paragraph, gap=9, name=str(part.place), left=_QUOTE, right=_QUOTE,
            node=Node("P", quote), bar=True,
        )  # fmt: skip

    def _point(self, part: Paragraph, lists: _Lists) -> list[Block]:
        gap = 4.0 if lists.is_open else 7.0
        label, body = lists.item(part.level)
        mark = finished.list_mark(part)
        left = _STEP * (min(part.level, 6) + 1)
        return self._lines(
            part.paragraph, gap=gap, name=str(part.place), left=left, node=body, mark=mark,
            label=label,
        )  # fmt: skip

    def _table(self, part: FinishedTable) -> Iterator[Block]:
        node = Node("Table")
        if part.label or part.caption:
            yield from self._caption(part, Node("Caption", node), gap=14, keep=True, below=4)
        grid = Grid(part.columns, part.rows, part.right, part.totals, part.summary or part.caption)
        yield from proposal_tables.table(grid, node, keep=bool(part.notes))
        for number, each in enumerate(part.notes):
            is_last = number == len(part.notes) - 1
            yield from self._lines(
                (Words(each),), gap=5 if not number else 1, size=_NOTE, ink="print.muted",
                keep=not is_last,
            )  # fmt: skip
        yield Strip(7, _nothing)

    def _caption(
        self, part: FinishedTable | FinishedFigure, node: Node, *, gap: float, keep: bool,
        below: float = 0.0,
    ) -> list[Block]:  # fmt: skip
        said = tuple(
            each
            for each in (
                Words(f"{part.label}: " if part.caption else part.label, strong=True),
                Words(part.caption, strong=True),
            )
            if each.text
        )
        found = self._lines(
            said, gap=gap, size=_CAPTION, node=node, name=str(part.place), keep=keep, face=BOLD
        )
        for each in found[:-1]:
            each.keep = True
        found[-1].height += below
        return found

    def _figure(self, part: FinishedFigure) -> Iterator[Block]:
        source = finished.source_words(part)
        about = part.alternative or part.caption or part.label
        picture, (wide, high) = None, (0.0, 0.0)
        if all(part.pixels):
            wide, high = size_of(part)
            picture = proposal_pictures.ready(self._pictures.get(part.picture, b""), wide)
        if picture is None:
            words = f"[Picture missing: {about}]"
            yield from self._lines((Words(words),), gap=12, keep=True, ink="print.muted")
        else:
            node = Node("Figure", alt=about)

            def draw(sheet: Sheet, y: float) -> None:

                with sheet.mark(node):
                    sheet.picture((LEFT, y - high, LEFT + wide, y), picture)

            yield Strip(high + 5, draw, 14, keep=True)
        if part.label or part.caption:
            yield from self._caption(part, Node("Caption"), gap=2, keep=bool(source), below=0)
        if source:
            yield from self._lines((Words(source),), gap=1, size=_NOTE, ink="print.muted")
        yield Strip(8, _nothing)

    def annex(self, page: Callable[[str], int]) -> Iterator[Block]:
        """Yield the annex; ``page`` gives the number of a place's page."""
        yield from self._bare_heading(finished.ANNEX, ANNEX)
        yield from self._lines((Words(finished.ANNEX_ABOUT),), gap=4)
        yield Strip(8, _nothing, keep=True)
        rows = [
            (
                each.code,
                each.words,
                [
                    Linked(f"{at.words}, page {page(str(at.place))}", self._go(at.place))
                    for at in each.places
                ],
            )
            for each in self._proposal.annex
        ]
        grid = Grid(finished.ANNEX_HEAD, rows, about=finished.ANNEX_ABOUT)
        yield from proposal_tables.table(grid, Node("Table"), keep=bool(self._proposal.licence))
        if self._proposal.licence:
            said = (Words(self._proposal.licence),)
            yield from self._lines(said, gap=8, size=_NOTE, ink="print.muted")

    def _go(self, place: int) -> Callable[[], Target]:
        return lambda: self._target(str(place)) or Target(1)


class _Lists:
    """The lists that are open, one in another, as elements of the structure."""

    def __init__(self) -> None:
        self._open: list[tuple[int, Node, Node]] = []  # depth, list, the body of its last item

    @property
    def is_open(self) -> bool:
        """Whether a point came just before."""
        return bool(self._open)

    def close(self) -> None:
        """Begin a new list with the next point."""
        self._open.clear()

    def item(self, level: int) -> tuple[Node, Node]:
        """Return the elements of a new point: its mark, and its words."""
        while self._open and self._open[-1][0] > level:
            self._open.pop()
        if not self._open or self._open[-1][0] < level:
            up = self._open[-1][2] if self._open else None
            made = Node("L", up)
        else:
            made = self._open.pop()[1]
        item = Node("LI", made)
        label, body = Node("Lbl", item), Node("LBody", item)
        self._open.append((level, made, body))
        return label, body


def size_of(part: FinishedFigure) -> tuple[float, float]:
    """Return how wide and high a picture is drawn, in points."""
    wide, high = part.pixels
    scale = min(WIDTH * part.width / wide, ROOM * _TALLEST / high)
    return max(wide * scale, 1.0), max(high * scale, 1.0)


def _is_point(part: Paragraph) -> bool:
    return part.kind in (BlockKind.BULLET, BlockKind.NUMBER)


def _called(line: proposal_lines.Line) -> tuple[int, ...]:
    return tuple(each.note for each in line if each.note)


def _from_right(words: str) -> bool:
    return bidi.is_mixed(words) and bidi.runs_from_right(words)


def _with_long_first(
    said: Said, size: float, room: float, hanging: float, face: str
) -> list[proposal_lines.Line]:
    """Return lines of which the first has more room than the others."""
    first = broken(said, size, room, face=face)[0]
    rest = broken(_after(said, first), size, room - hanging, face=face)
    return [first, *rest]


def _after(said: Said, line: proposal_lines.Line) -> Said:
    """Return what is left of a paragraph after its first line."""
    done = sum(len(fonts.clean(each.text).replace(" ", "")) for each in line if not each.note)
    left: list[Words] = []
    for words in said:
        text, at = words.text, 0
        while done and at < len(text):
            done -= len(fonts.clean(text[at]).replace(" ", ""))
            at += 1
        if text[at:]:
            left.append(Words(text[at:].lstrip() if not left else text[at:], words.strong,
                              words.emphasis, words.to, words.note, words.address))  # fmt: skip
    return tuple(left)


def _nothing(_sheet: Sheet, _y: float) -> None:
    """Draw nothing: a gap that is never the first on a page by itself."""
