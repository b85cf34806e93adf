"""Appends to a finished PDF what its pages mean: links, structure tree, outline and named places.

An incremental update (ISO 32000-1, 7.5.6) written by hand: a large bundle has 60,000 such objects,
and a PDF library would hold each of them in memory at more than a kilobyte.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from pathlib import Path

from portfolio_app.pdf.opening import open_pdf
from portfolio_app.pdf.sheet import Bookmark, Link, Node, Sheet, Target

_PER_STREAM = 200  # objects in one object stream
_PER_LEAF = 500  # entries in one leaf of the parent tree


def append_tail(path: Path, sheet: Sheet) -> None:
    """Append links, structure tree, outline and named places to the bundle at ``path``.

    Its first pages must be the sheet's, each with an array of its own as /Annots, and its catalog
    must have a dictionary of its own under /StructTreeRoot, /Outlines and /Names.
    """
    with open_pdf(path) as pdf:
        objects = [page.obj for page in pdf.pages]
        tail = _Tail(
            sheet,
            pages=[page.objgen[0] for page in objects],
            first=int(pdf.trailer["/Size"]),
        )
        links = [page.Annots.objgen[0] for page in objects]
        root = pdf.Root
        catalog = root.objgen[0]
        info = pdf.trailer["/Info"].objgen[0]
        identity = b"".join(b"<%s>" % bytes(each).hex().encode() for each in pdf.trailer["/ID"])
        tail.add_links(links)
        tail.add_structure(root.StructTreeRoot.objgen[0])
        tail.add_outline(root.Outlines.objgen[0])
        tail.add_names(root.Names.objgen[0])
    with path.open("r+b") as file:
        start = file.seek(0, 2)
        file.seek(max(start - 64, 0))
        found = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", file.read())
        if found is None:
            raise AssertionError("a PDF that was just written has no end")
        file.seek(start)
        trailer = b"/Root %d 0 R/Info %d 0 R/Prev %s/ID[%s]" % (catalog, info, found[1], identity)
        file.write(tail.update(start, trailer))


def pdf_text(text: str) -> bytes:
    """Return a PDF text string, UTF-16 unless plain letters do."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return b"(" + escaped.encode("ascii") + b")"
    return b"<FEFF" + text.encode("utf-16-be", "replace").hex().encode("ascii") + b">"


class _Tail:
    """The objects of the update. ``pages`` are the object numbers of the sheet's pages."""

    def __init__(self, sheet: Sheet, pages: list[int], first: int) -> None:
        self._sheet = sheet
        self._pages = pages
        self._next = first
        self._objects: list[tuple[int, bytes]] = []

    def _number(self) -> int:
        self._next += 1
        return self._next - 1

    def _add(self, data: bytes) -> int:
        number = self._number()
        self._objects.append((number, data))
        return number

    def add_links(self, arrays: Sequence[int]) -> None:
        """Put every link into the array of its page."""
        by_page: list[list[bytes]] = [[] for _ in self._pages]
        for index, link in enumerate(self._sheet.links):
            link.number = self._add(b"")
            by_page[link.page - 1].append(b"%d 0 R" % link.number)
            data = _annotation(link, self._pages, len(self._pages) + index)
            self._objects[-1] = (link.number, data)
        for array, links in zip(arrays, by_page, strict=True):
            self._objects.append((array, b"[%s]" % b" ".join(links)))

    def add_structure(self, number: int) -> None:
        """Write the structure tree under its root and the parent tree that leads back into it."""
        root = self._sheet.root
        nodes: list[Node] = []
        waiting = [root]
        while waiting:
            node = waiting.pop()
            node.number = self._number()
            nodes.append(node)
            waiting.extend(kid for kid in reversed(node.kids) if isinstance(kid, Node))
        for node in nodes:
            self._objects.append((node.number, _element(node, self._pages, number)))
        entries = [
            b"%d [%s]" % (index, b" ".join(b"%d 0 R" % node.number for node in marks))
            for index, marks in enumerate(self._sheet.marks[: len(self._pages)])
        ]
        entries += [
            b"%d %d 0 R" % (len(entries) + index, link.node.number)
            for index, link in enumerate(self._sheet.links)
        ]
        leaves = []
        for start in range(0, len(entries), _PER_LEAF):
            some = entries[start : start + _PER_LEAF]
            leaf = b"<</Limits[%d %d]/Nums[%s]>>" % (
                start,
                start + len(some) - 1,
                b" ".join(some),
            )
            leaves.append(b"%d 0 R" % self._add(leaf))
        parents = self._add(b"<</Kids[%s]>>" % b" ".join(leaves))
        data = b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
        self._objects.append((number, data % (root.number, parents, len(entries))))

    def add_outline(self, number: int) -> None:
        """Write the bookmarks."""
        marks = self._sheet.bookmarks
        first, last = self._outline_level(marks, number)
        data = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>"
        self._objects.append((number, data % (first, last, len(marks))))

    def _outline_level(self, marks: list[Bookmark], up: int) -> tuple[int, int]:
        numbers = [self._number() for _ in marks]
        for index, (mark, number) in enumerate(zip(marks, numbers, strict=True)):
            where = _place(mark.target, self._pages)
            data = b"<</Title %s/Parent %d 0 R/Dest%s" % (pdf_text(mark.title), up, where)
            if index:
                data += b"/Prev %d 0 R" % numbers[index - 1]
            if index + 1 < len(numbers):
                data += b"/Next %d 0 R" % numbers[index + 1]
            if mark.below:
                first, last = self._outline_level(mark.below, number)
                # A negative count: shown closed (ISO 32000-1, 12.3.3).
                data += b"/First %d 0 R/Last %d 0 R/Count %d" % (first, last, -len(mark.below))
            self._objects.append((number, data + b">>"))
        return numbers[0], numbers[-1]

    def add_names(self, number: int) -> None:
        """Write the named places."""
        # The keys of a name tree are in order byte by byte (ISO 32000-1, 7.9.6).
        ordered = sorted(self._sheet.named.items(), key=lambda each: _name_bytes(each[0]))
        flat = b" ".join(pdf_text(name) + _place(where, self._pages) for name, where in ordered)
        self._objects.append((number, b"<</Dests<</Names[%s]>>>>" % flat))

    def update(self, start: int, trailer: bytes) -> bytes:
        """Return the update as bytes that follow byte ``start`` of the file."""
        out = bytearray(b"\n")
        where: dict[int, tuple[int, int, int]] = {}
        for begin in range(0, len(self._objects), _PER_STREAM):
            some = self._objects[begin : begin + _PER_STREAM]
            number = self._number()
            where[number] = (1, start + len(out), 0)
            offsets, at = [], 0
            for index, (each, data) in enumerate(some):
                where[each] = (2, number, index)
                offsets.append(b"%d %d" % (each, at))
                at += len(data) + 1
            head = b" ".join(offsets) + b"\n"
            body = zlib.compress(head + b"\n".join(data for _, data in some))
            out += b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\n" % (
                number,
                len(some),
                len(head),
                len(body),
            )
            out += b"stream\n" + body + b"\nendstream\nendobj\n"
        table = self._number()
        place = start + len(out)
        where[table] = (1, place, 0)
        numbers = sorted(where)
        rows = b"".join(
            b"%c%s%s" % (kind, offset.to_bytes(8), extra.to_bytes(2))
            for kind, offset, extra in (where[number] for number in numbers)
        )
        sections = b" ".join(b"%d %d" % run for run in _runs(numbers))
        body = zlib.compress(rows)
        out += b"%d 0 obj\n<</Type/XRef/W[1 8 2]/Index[%s]/Size %d%s/Filter/FlateDecode" % (
            table,
            sections,
            self._next,
            trailer,
        )
        out += b"/Length %d>>\nstream\n" % len(body) + body + b"\nendstream\nendobj\n"
        out += b"startxref\n%d\n%%%%EOF\n" % place
        return bytes(out)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and sum(runs[-1]) == number:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((number, 1))
    return runs


def _name_bytes(name: str) -> bytes:
    return name.encode() if name.isascii() else b"\xfe\xff" + name.encode("utf-16-be")


def _place(target: Target, pages: list[int]) -> bytes:
    number = pages[target.page - 1]
    if target.top is None:
        return b"[%d 0 R/Fit]" % number
    return b"[%d 0 R/XYZ 0 %d null]" % (number, round(target.top))


def _annotation(link: Link, pages: list[int], key: int) -> bytes:
    x0, y0, x1, y1 = link.rect
    if link.target.uri:
        where = b"/A<</S/URI/URI%s>>" % pdf_text(link.target.uri)
    else:
        where = b"/Dest" + _place(link.target, pages)
    return (
        b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/P %d 0 R/Rect[%.2f %.2f %.2f %.2f]"
        b"/StructParent %d/Contents%s%s>>"
        % (pages[link.page - 1], x0, y0, x1, y1, key, pdf_text(link.words), where)
    )


def _element(node: Node, pages: list[int], root: int) -> bytes:
    up = node.up.number if node.up is not None else root
    page = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), 0)
    data = b"<</Type/StructElem/S/%s/P %d 0 R" % (node.tag.encode("ascii"), up)
    if page:
        data += b"/Pg %d 0 R" % pages[page - 1]
    if node.alt:
        data += b"/Alt" + pdf_text(node.alt)
    if node.scope:
        data += b"/A<</O/Table/Scope/%s>>" % node.scope.encode("ascii")
    if node.about:
        data += b"/A<</O/Table/Summary" + pdf_text(node.about) + b">>"
    if node.name:
        data += b"/ID" + pdf_text(node.name)
    if node.span > 1:
        data += b"/A<</O/Table/ColSpan %d>>" % node.span
    kids: list[bytes] = []
    for kid in node.kids:
        if isinstance(kid, Node):
            kids.append(b"%d 0 R" % kid.number)
        elif isinstance(kid, Link):
            kids.append(b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>" % (kid.number, pages[kid.page - 1]))
        elif kid[0] == page:
            kids.append(b"%d" % kid[1])
        else:
            kids.append(b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (pages[kid[0] - 1], kid[1]))
    return data + b"/K[%s]>>" % b" ".join(kids)
