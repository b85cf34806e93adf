"""A tagging canvas: draws our own pages with reportlab and remembers what each mark means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFObject, PDFPage
from reportlab.pdfgen.canvas import Canvas

from portfolio_app import tokens
from portfolio_app.pdf import fonts, shaped_font
from portfolio_app.shaping.words import Shaped

A4 = (595.28, 841.89)  # points, ISO 216
LANDSCAPE = (A4[1], A4[0])


@dataclass(frozen=True, slots=True)
class View:
    """How what is drawn lies on the paper: enlarged ``scale`` times, from ``left`` and ``low`` on.

    ``size`` is the paper's, in points; ``left`` and ``low`` are where its lower left corner lies in
    the coordinates that are drawn in.
    """

    size: tuple[float, float] = A4
    scale: float = 1.0
    left: float = 0.0
    low: float = 0.0

    @property
    def top(self) -> float:
        """Where the upper edge of the paper lies in the coordinates that are drawn in."""
        return self.low + self.size[1] / self.scale

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point lies on the paper, in points from its lower left corner."""
        return ((x - self.left) * self.scale, (y - self.low) * self.scale)


UPRIGHT = View()
TURNED = View(LANDSCAPE)


class Node:
    """One element of the structure tree (ISO 32000-1, 14.7).

    It is put into the tree when its first content is drawn, so that the order is reading order.
    Without ``up`` it goes into the element that is open at that moment.
    """

    __slots__ = (
        "about", "alt", "kids", "name", "number", "placed", "scope", "span", "tag", "up"
    )  # fmt: skip

    def __init__(
        self,
        tag: str,
        up: Node | None = None,
        *,
        alt: str = "",
        scope: str = "",
        span: int = 1,
    ) -> None:
        self.tag = tag
        self.up = up
        self.alt = alt
        self.scope = scope
        self.span = span  # columns of a table that a cell reaches over
        self.about = ""  # what a table shows, in words
        self.name = ""  # no other element has it: a footnote needs one
        self.kids: list[Node | tuple[int, int] | Link] = []
        self.placed = False
        self.number = 0


@dataclass(slots=True)
class Link:
    """A link over ``rect`` (points) of a page counted from 1, and its element in the tree."""

    page: int
    rect: tuple[float, float, float, float]
    words: str
    target: Target
    node: Node
    number: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a page counted from 1 (and how high on it, in points), or an address."""

    page: int = 0
    top: float | None = None
    uri: str = ""


@dataclass(slots=True)
class Bookmark:
    """One line of the outline with those below it."""

    title: str
    target: Target
    below: list[Bookmark] = field(default_factory=list)


@cache
def colour(token: str) -> str:
    """Return a colour token ("print.ink") as the three numbers of a PDF operator."""
    value = tokens.text(token).lstrip("#")
    return " ".join(f"{int(value[i : i + 2], 16) / 255:.4g}" for i in (0, 2, 4))


class Sheet:
    """Pages drawn one after another. Points, origin bottom left, pages counted from 1."""

    def __init__(self, usual: View = UPRIGHT) -> None:
        rl_config.useA85 = 0  # engineering notes 4: Base85 makes everything larger and slower
        rl_config.invariant = 1
        self._canvas = Canvas(
            "",
            pagesize=A4,
            pageCompression=1,
            lang="en-GB",
            pdfVersion=(1, 7),
            initialFontName=fonts.font_name(fonts.REGULAR),  # else Helvetica, which is not embedded
        )
        self._document = self._canvas._doc  # noqa: SLF001 - reportlab offers no tagging of its own
        self.root = Node("Document")
        self.root.placed = True
        self._open = [self.root]
        self.marks: list[list[Node]] = [[]]
        self.links: list[Link] = []
        self._encoded: dict[tuple[str, str, float], str] = {}
        self.page = 1
        self.usual = usual
        self.view = usual  # of this page; the next one is as usual again
        self._is_begun = False
        self.named: dict[str, Target] = {}
        self.bookmarks: list[Bookmark] = []

    # Structure

    @contextmanager
    def inside(self, tag: str, *, alt: str = "") -> Iterator[Node]:
        """Open an element that holds other elements."""
        node = Node(tag, alt=alt)
        self._place(node)
        self._open.append(node)
        try:
            yield node
        finally:
            self._open.pop()

    @contextmanager
    def within(self, node: Node) -> Iterator[None]:
        """Go on inside an element that was begun before."""
        self._place(node)
        self._open.append(node)
        try:
            yield
        finally:
            self._open.pop()

    @contextmanager
    def mark(self, node: Node) -> Iterator[None]:
        """What is drawn meanwhile belongs to this element."""
        self._place(node)
        marks = self.marks[-1]
        node.kids.append((self.page, len(marks)))
        self.raw(f"/{node.tag} <</MCID {len(marks)}>> BDC")
        marks.append(node)
        yield
        self.raw("EMC")

    def blank(self, node: Node) -> None:
        """Put an element without content into the tree: an empty cell of a table."""
        self._place(node)

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn meanwhile is decoration: rules, page numbers, tints."""
        self.raw("/Artifact BMC")
        yield
        self.raw("EMC")

    @contextmanager
    def link(
        self, rect: tuple[float, float, float, float], target: Target, words: str
    ) -> Iterator[None]:
        """What is drawn meanwhile is a link over ``rect`` (x0, y0, x1, y1) that says ``words``."""
        node = Node("Link")
        with self.mark(node):
            yield
        self._hook(node, rect, target, words)

    def bare_link(
        self,
        rect: tuple[float, float, float, float],
        target: Target,
        words: str,
        node: Node | None = None,
    ) -> None:
        """Lay a link over something that is drawn already, whose element ``node`` may be."""
        node = node or Node("Link")
        self._place(node)
        self._hook(node, rect, target, words)

    def _hook(
        self,
        node: Node,
        rect: tuple[float, float, float, float],
        target: Target,
        words: str,
    ) -> None:
        laid = (*self.view.point(rect[0], rect[1]), *self.view.point(rect[2], rect[3]))
        made = Link(self.page, laid, words, target, node)
        node.kids.append(made)
        self.links.append(made)

    def _place(self, node: Node) -> None:
        if node.placed:
            return
        up = node.up if node.up is not None else self._open[-1]
        self._place(up)
        node.up = up
        node.placed = True
        up.kids.append(node)

    # Drawing

    def raw(self, operators: str) -> None:
        """Put PDF operators on the page as they are."""
        if not self._is_begun:
            self._begin()
        self._canvas._code.append(operators)  # noqa: SLF001

    def text(
        self,
        x: float,
        y: float,
        text: str,
        face: str = fonts.REGULAR,
        size: float = 10.5,
        ink: str = "print.ink",
        stretch: float = 100,
    ) -> None:
        """Draw one line of text of any script, its base line at ``y``.

        ``stretch`` narrows it, in per cent.
        """
        shown = self._encode(text, face, size)
        if not shown:
            return
        squeeze = ("", "") if stretch == 100 else (f"{stretch:g} Tz ", " 100 Tz")
        drawn = f"BT {colour(ink)} rg {squeeze[0]}1 0 0 1 {x:.2f} {y:.2f} Tm {shown}{squeeze[1]} ET"
        if " 2 Tr " in shown:  # letters that a line makes bold
            drawn = f"q {colour(ink)} RG {drawn} Q"
        self.raw(drawn)

    def right(
        self,
        x: float,
        y: float,
        text: str,
        face: str = fonts.REGULAR,
        size: float = 10.5,
        ink: str = "print.ink",
    ) -> None:
        """Draw one line of text that ends at ``x``."""
        self.text(x - fonts.width(text, face, size), y, text, face, size, ink)

    def _encode(self, text: str, face: str, size: float) -> str:
        """Return the operators that show a line from where the text now stands, in any script."""
        found = self._encoded.get((text, face, size))
        if found is None:
            found = "\n".join(self._shown(text, face, size))
            if len(text) < 40:
                self._encoded[text, face, size] = found
        return found

    def _shown(self, text: str, face: str, size: float) -> Iterator[str]:
        now = ""
        for stretch in fonts.stretches(text, face):
            if isinstance(stretch, Shaped):
                is_bolder = face == fonts.BOLD and shaped_font.is_thin(stretch)
                drawn, now = shaped_font.operators(stretch, size, self._document, now, says=True)
                bolder = f"{shaped_font.line_width(size):.3f} w 2 Tr {drawn} 0 Tr"
                yield f" {bolder}" if is_bolder else drawn
                continue
            now = ""
            for font, part in fonts.runs(stretch.words, face):
                for subset, codes in font.splitString(part, self._document):
                    name = font.getSubsetInternalName(subset, self._document)
                    yield f"{name} {size:g} Tf {_string(codes)} Tj"

    def rule(
        self,
        x0: float,
        y: float,
        x1: float,
        ink: str = "print.hairline",
        weight: float = 0.5,
        y1: float | None = None,
    ) -> None:
        """Draw a straight line, level unless ``y1`` is given."""
        end = y if y1 is None else y1
        self.raw(f"{colour(ink)} RG {weight:g} w {x0:.2f} {y:.2f} m {x1:.2f} {end:.2f} l S")

    def box(
        self,
        rect: tuple[float, float, float, float],
        *,
        fill: str = "",
        line: str = "",
        weight: float = 0.5,
        radius: float = 0,
    ) -> None:
        """Draw a rectangle (x0, y0, x1, y1): filled, outlined or both; corners may be round."""
        x0, y0, x1, y1 = rect
        colours = (f"{colour(fill)} rg " if fill else "") + (
            f"{colour(line)} RG {weight:g} w " if line else ""
        )
        paint = "B" if fill and line else "f" if fill else "S"
        if not radius:
            path = f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re"
        else:
            path = _round(x0, y0, x1, y1, min(radius, (x1 - x0) / 2, (y1 - y0) / 2))
        self.raw(f"{colours}{path} {paint}")

    @contextmanager
    def like_ink(self) -> Iterator[None]:
        """What is drawn meanwhile lies over the page like a highlighter: the words show through."""
        self._canvas.setBlendMode("Multiply")
        yield
        self._canvas.setBlendMode("Normal")

    def picture(self, rect: tuple[float, float, float, float], picture: Any) -> None:
        """Draw a picture (a reportlab ImageReader) into a rectangle (x0, y0, x1, y1)."""
        if not self._is_begun:
            self._begin()
        x0, y0, x1, y1 = rect
        self._canvas.drawImage(picture, x0, y0, x1 - x0, y1 - y0)

    def see(self, view: View) -> None:
        """Draw this page in another view than the usual one: before anything is drawn on it."""
        if self._is_begun:
            raise AssertionError("a page that is begun stays as it is")
        self.view = view

    def _begin(self) -> None:
        self._is_begun = True
        view = self.view
        self._canvas.setPageSize(view.size)
        if view.scale != 1:
            x, y = view.point(0, 0)
            self.raw(f"q {view.scale:.6f} 0 0 {view.scale:.6f} {x:.4f} {y:.4f} cm")

    def end_page(self) -> None:
        """Finish the page; what follows is drawn on the next one."""
        if self.view.scale != 1:
            self.raw("Q")
        self._canvas.showPage()
        self.view = self.usual
        self._is_begun = False
        made = self._document.Pages.pages[-1]
        made.__NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs", "Group"]
        made.StructParents = self.page - 1
        made.Tabs = "/S"
        made.Rotate = made.Trans = None
        made.Annots = self._document.Reference(_Empty())
        if getattr(made, "ExtGState", None):
            made.Group = "<</S/Transparency/CS/DeviceRGB>>"
        self.marks.append([])
        self.page += 1

    def save(self, path: Path) -> None:
        """Write the pages, and let go of them. Links and meaning are appended later (tail.py)."""
        data = self._document.GetPDFData(self._canvas)
        path.write_bytes(data)
        self._canvas = self._document = None
        self._encoded.clear()


class _Empty(PDFObject):  # type: ignore[misc]
    """An empty array with a number of its own: what the links of a page will take the place of."""

    __RefOnly__ = 1

    def format(self, _document: Any) -> bytes:
        return b"[]"


_ESCAPES = {code: f"\\{code:03o}" for code in (*range(32), *range(127, 256))} | {
    ord("("): "\\(",
    ord(")"): "\\)",
    ord("\\"): "\\\\",
}


def _string(codes: bytes) -> str:
    return "(" + codes.decode("latin-1").translate(_ESCAPES) + ")"


def _round(x0: float, y0: float, x1: float, y1: float, r: float) -> str:
    k = r * 0.4477  # 1 - kappa: a quarter circle as a Bézier curve
    return (
        f"{x0 + r:.2f} {y0:.2f} m {x1 - r:.2f} {y0:.2f} l "
        f"{x1 - k:.2f} {y0:.2f} {x1:.2f} {y0 + k:.2f} {x1:.2f} {y0 + r:.2f} c "
        f"{x1:.2f} {y1 - r:.2f} l "
        f"{x1:.2f} {y1 - k:.2f} {x1 - k:.2f} {y1:.2f} {x1 - r:.2f} {y1:.2f} c "
        f"{x0 + r:.2f} {y1:.2f} l "
        f"{x0 + k:.2f} {y1:.2f} {x0:.2f} {y1 - k:.2f} {x0:.2f} {y1 - r:.2f} c "
        f"{x0:.2f} {y0 + r:.2f} l "
        f"{x0:.2f} {y0 + k:.2f} {x0 + k:.2f} {y0:.2f} {x0 + r:.2f} {y0:.2f} c h"
    )
