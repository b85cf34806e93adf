"""A tagging canvas: draws our own pages with reportlab and writes what each mark means beside it."""

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
from portfolio_app.pdf import fonts

A4 = (595.28, 841.89)  # points, ISO 216


class Node:
    """One element of the structure tree (ISO 32000-1, 14.7).

    It is put into the tree when its first content is drawn, so that the order is reading order.
    Without ``up`` it goes into the element that is open at that moment.
    """

    __slots__ = ("alt", "kids", "number", "placed", "scope", "tag", "up")

    def __init__(self, tag: str, up: Node | None = None, *, alt: str = "", scope: str = "") -> None:
        self.tag = tag
        self.up = up
        self.alt = alt
        self.scope = scope
        self.kids: list[Node | tuple[int, int] | _Link] = []
        self.placed = False
        self.number = 0


@dataclass(slots=True)
class _Link:
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


class _Raw(PDFObject):  # type: ignore[misc]
    """An object whose bytes we write ourselves."""

    def __init__(self) -> None:
        self.data = b""

    def format(self, document: Any) -> bytes:
        return self.data


@cache
def colour(token: str) -> str:
    """Return a colour token ("print.ink") as the three numbers of a PDF operator."""
    value = tokens.text(token).lstrip("#")
    return " ".join(f"{int(value[i : i + 2], 16) / 255:.4g}" for i in (0, 2, 4))


def pdf_text(text: str) -> bytes:
    """Return a PDF text string, UTF-16 unless plain letters do."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return b"(" + escaped.encode("ascii") + b")"
    return b"<FEFF" + text.encode("utf-16-be", "replace").hex().encode("ascii") + b">"


class Sheet:
    """Pages drawn one after another. Points, origin bottom left, pages counted from 1."""

    def __init__(self) -> None:
        rl_config.useA85 = 0  # engineering notes 4: Base85 makes everything larger and slower
        rl_config.invariant = 1
        self._canvas = Canvas("", pagesize=A4, pageCompression=1, lang="en-GB", pdfVersion=(1, 7))
        self._document = self._canvas._doc  # noqa: SLF001 - reportlab offers no tagging of its own
        self._root = Node("Document")
        self._root.placed = True
        self._open = [self._root]
        self._marks: list[list[Node]] = [[]]
        self._links: list[_Link] = []
        self._encoded: dict[tuple[str, str], list[tuple[str, bytes]]] = {}
        self.page = 1
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
        marks = self._marks[-1]
        node.kids.append((self.page, len(marks)))
        self.raw(f"/{node.tag} <</MCID {len(marks)}>> BDC")
        marks.append(node)
        yield
        self.raw("EMC")

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
        self, rect: tuple[float, float, float, float], target: Target, words: str
    ) -> None:
        """Lay a link over something that is drawn already."""
        node = Node("Link")
        self._place(node)
        self._hook(node, rect, target, words)

    def _hook(
        self,
        node: Node,
        rect: tuple[float, float, float, float],
        target: Target,
        words: str,
    ) -> None:
        made = _Link(self.page, rect, words, target, node)
        node.kids.append(made)
        self._links.append(made)

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
        """Draw one line of text, its base line at ``y``. ``stretch`` narrows it, in per cent."""
        parts = self._encode(text, face)
        if not parts:
            return
        shown = "\n".join(f"{name} {size:g} Tf {string} Tj" for name, string in parts)
        squeeze = ("", "") if stretch == 100 else (f"{stretch:g} Tz ", " 100 Tz")
        self.raw(
            f"BT {colour(ink)} rg {squeeze[0]}1 0 0 1 {x:.2f} {y:.2f} Tm {shown}{squeeze[1]} ET"
        )

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

    def _encode(self, text: str, face: str) -> list[tuple[str, str]]:
        found = self._encoded.get((text, face))
        if found is None:
            found = []
            for font, part in fonts.runs(text, face):
                for subset, codes in font.splitString(part, self._document):
                    name = font.getSubsetInternalName(subset, self._document)
                    found.append((name, _string(codes)))
            if len(text) < 40:
                self._encoded[text, face] = found
        return found

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
        """Draw a rectangle (x0, y0, x1, y1), filled, outlined or both, with round corners or not."""
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

    def multiply(self, begin: bool) -> None:  # noqa: FBT001 - a switch
        """Lay what follows over the page like ink of a highlighter, or stop doing so."""
        self._canvas.setBlendMode("Multiply" if begin else "Normal")

    def end_page(self) -> None:
        """Finish the page; what follows is drawn on the next one."""
        self._canvas.showPage()
        made = self._document.Pages.pages[-1]
        made.__NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs", "Group"]
        made.StructParents = self.page - 1
        made.Tabs = "/S"
        if getattr(made, "ExtGState", None):
            made.Group = "<</S/Transparency/CS/DeviceRGB>>"
        self._marks.append([])
        self.page += 1

    # Writing

    def save(self, path: Path) -> None:
        """Write all pages with links, structure tree, outline and named places."""
        pages = [self._number(page) for page in self._document.Pages.pages]
        by_page: dict[int, list[_Link]] = {}
        for link in self._links:
            by_page.setdefault(link.page, []).append(link)
        for index, link in enumerate(self._links):
            raw, link.number = self._object()
            raw.data = _annotation(link, pages, len(pages) + index)
        for page_number, links in by_page.items():
            references = b" ".join(b"%d 0 R" % link.number for link in links)
            self._document.Pages.pages[page_number - 1].Annots = _Plain(b"[" + references + b"]")
        catalog = self._document.Catalog
        catalog.StructTreeRoot = self._structure(pages)
        catalog.MarkInfo = self._filled(b"<</Marked true>>")[0]
        catalog.ViewerPreferences = self._filled(b"<</DisplayDocTitle true>>")[0]
        catalog.Names = self._names(pages)
        catalog.setPageMode("UseOutlines")
        self._outline(pages)
        path.write_bytes(self._document.GetPDFData(self._canvas))

    def _number(self, made: Any) -> int:
        reference = self._document.Reference(made)
        return int(self._document.idToObjectNumberAndVersion[reference.name][0])

    def _object(self) -> tuple[_Raw, int]:
        raw = _Raw()
        return raw, self._number(raw)

    def _filled(self, data: bytes) -> tuple[_Raw, int]:
        raw, number = self._object()
        raw.data = data
        return raw, number

    def _structure(self, pages: list[int]) -> _Raw:
        root, root_number = self._object()
        parents, parents_number = self._object()
        nodes: list[tuple[Node, _Raw]] = []
        waiting = [self._root]
        while waiting:
            node = waiting.pop()
            raw, node.number = self._object()
            nodes.append((node, raw))
            waiting.extend(kid for kid in reversed(node.kids) if isinstance(kid, Node))
        for node, raw in nodes:
            raw.data = _element(node, pages, root_number)
        entries: list[bytes] = []
        for index, marks in enumerate(self._marks[: len(pages)]):
            found = b" ".join(b"%d 0 R" % node.number for node in marks)
            entries.append(b"%d [%s]" % (index, found))
        for index, link in enumerate(self._links):
            entries.append(b"%d %d 0 R" % (len(pages) + index, link.node.number))
        # A number tree of leaves of 500: one array of 20,000 entries is legal but slow to search.
        leaves: list[bytes] = []
        for start in range(0, len(entries), 500):
            last = min(start + 500, len(entries)) - 1
            leaf = b"<</Limits [%d %d]/Nums [%s]>>" % (
                start,
                last,
                b"\n".join(entries[start : last + 1]),
            )
            leaves.append(b"%d 0 R" % self._filled(leaf)[1])
        parents.data = b"<</Kids [%s]>>" % b" ".join(leaves)
        root.data = b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>" % (
            self._root.number,
            parents_number,
            len(entries),
        )
        return root

    def _names(self, pages: list[int]) -> _Raw:
        ordered = sorted((pdf_text(name), target) for name, target in self.named.items())
        flat = b" ".join(name + b" " + _place(target, pages) for name, target in ordered)
        return self._filled(b"<</Dests <</Names [%s]>>>>" % flat)[0]

    def _outline(self, pages: list[int]) -> None:
        root, root_number = self._object()
        first, last, _ = self._outline_level(self.bookmarks, root_number, pages)
        root.data = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (
            first,
            last,
            len(self.bookmarks),
        )
        # reportlab asks its outline to prepare itself and whether it is ready.
        root.prepare = lambda *_: None  # type: ignore[attr-defined]
        root.ready = 1  # type: ignore[attr-defined]
        self._document.Outlines = self._document.outline = self._document.Catalog.Outlines = root

    def _outline_level(
        self, marks: list[Bookmark], up: int, pages: list[int]
    ) -> tuple[int, int, int]:
        made = [self._object() for _ in marks]
        for index, (mark, (raw, number)) in enumerate(zip(marks, made, strict=True)):
            data = b"<</Title %s/Parent %d 0 R/Dest %s" % (
                pdf_text(mark.title),
                up,
                _place(mark.target, pages),
            )
            if index:
                data += b"/Prev %d 0 R" % made[index - 1][1]
            if index + 1 < len(made):
                data += b"/Next %d 0 R" % made[index + 1][1]
            if mark.below:
                first, last, count = self._outline_level(mark.below, number, pages)
                # A negative count: shown closed (ISO 32000-1, 12.3.3).
                data += b"/First %d 0 R/Last %d 0 R/Count %d" % (first, last, -count)
            raw.data = data + b">>"
        return made[0][1], made[-1][1], len(made)


class _Plain(PDFObject):  # type: ignore[misc]
    """A value written as it is inside another object."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __bool__(self) -> bool:
        return bool(self.data)

    def format(self, document: Any) -> bytes:
        return self.data


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


def _place(target: Target, pages: list[int]) -> bytes:
    number = pages[target.page - 1]
    if target.top is None:
        return b"[%d 0 R/Fit]" % number
    return b"[%d 0 R/XYZ 0 %d null]" % (number, round(target.top))


def _annotation(link: _Link, pages: list[int], key: int) -> bytes:
    x0, y0, x1, y1 = link.rect
    if link.target.uri:
        where = b"/A<</S/URI/URI %s>>" % pdf_text(link.target.uri)
    else:
        where = b"/Dest " + _place(link.target, pages)
    return (
        b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/P %d 0 R/Rect[%.2f %.2f %.2f %.2f]"
        b"/StructParent %d/Contents %s%s>>"
        % (pages[link.page - 1], x0, y0, x1, y1, key, pdf_text(link.words), where)
    )


def _element(node: Node, pages: list[int], root: int) -> bytes:
    up = node.up.number if node.up is not None else root
    page = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), 0)
    data = b"<</Type/StructElem/S/%s/P %d 0 R" % (node.tag.encode("ascii"), up)
    if page:
        data += b"/Pg %d 0 R" % pages[page - 1]
    if node.alt:
        data += b"/Alt " + pdf_text(node.alt)
    if node.scope:
        data += b"/A<</O/Table/Scope/%s>>" % node.scope.encode("ascii")
    kids: list[bytes] = []
    for kid in node.kids:
        if isinstance(kid, Node):
            kids.append(b"%d 0 R" % kid.number)
        elif isinstance(kid, tuple):
            if kid[0] == page:
                kids.append(b"%d" % kid[1])
            else:
                kids.append(b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (pages[kid[0] - 1], kid[1]))
        else:
            kids.append(b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>" % (kid.number, pages[kid.page - 1]))
    return data + b"/K[%s]>>" % b" ".join(kids)
