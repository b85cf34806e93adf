"""Reads a workbook (XLSX, XLSM, XLTX): each shown sheet as a table of what it last showed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from portfolio_app.documents import office_properties, sheet_formats
from portfolio_app.documents.office_drawings import Drawings, shape_paragraphs
from portfolio_app.documents.office_found import MENDED, Found, quoted
from portfolio_app.documents.ooxml import (
    Parts,
    Relation,
    UnreadableError,
    attribute,
    child,
    children,
    descendants,
    is_figure,
    local,
    opened,
    parse,
)
from portfolio_app.documents.sheet_grid import LONGEST, MOST_CELLS, Grid, Sheets
from portfolio_app.domain.simple import Block, Style, words

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_HEAD_CODES = re.compile(r'&(?:"[^"]*"|[0-9]+|K[0-9A-Fa-f]{6}|K[0-9]{2}[+-][0-9]{3}|[A-Za-z+\-])')
_PAGE_NUMBER = re.compile(r"(?:page\s*)?&P(?:\s*(?:of|/)\s*&N)?", re.IGNORECASE)
_MOST_SHEETS = 300
_MOST_STRINGS = 2_000_000


def read(data: bytes) -> Found:
    """Return what a workbook holds.

    Raises:
        UnreadableError: there is no workbook in it.
    """
    parts, main, root = opened(data, "xl/workbook.xml", "workbook")
    found = Found()
    office_properties.read(parts, found)
    relations = parts.relations(main)
    book = _Book(parts, root, relations, found)
    if not book.read():
        raise UnreadableError("no sheets")
    if parts.is_mended or book.is_mended:
        found.notes.append(MENDED)
    return found


class _Book:
    def __init__(
        self, parts: Parts, root: Any, relations: dict[str, Relation], found: Found
    ) -> None:
        self._parts = parts
        self._root = root
        self._relations = relations
        self._found = found
        self._comments = 0
        self.is_mended = False
        self._authors: list[str] = []
        self._strings = list(self._shared())
        self._formats = self._cell_formats()
        properties = child(root, "workbookPr")
        self._from_1904 = properties is not None and attribute(properties, "date1904") in (
            "1", "true",
        )  # fmt: skip

    def _part(self, kind: str) -> Any:
        target = next((r.target for r in self._relations.values() if r.kind == kind), "")
        return self._parts.xml(target) if target else None

    def _shared(self) -> Iterator[str]:
        """Yield the strings that cells share, without the readings above Japanese letters."""
        for number, each in enumerate(children(self._part("sharedStrings"))):
            if number >= _MOST_STRINGS:
                return
            yield _said(each)[:LONGEST].strip()

    def _cell_formats(self) -> list[str]:
        root = self._part("styles")
        own = {
            attribute(each, "numFmtId"): attribute(each, "formatCode")
            for each in descendants(child(root, "numFmts"), "numFmt")
        }
        found = []
        for each in children(child(root, "cellXfs")):
            uid = attribute(each, "numFmtId", "0")
            built_in = sheet_formats.BUILT_IN.get(int(uid), "General") if is_figure(uid) else ""
            found.append(own.get(uid, built_in or "General"))
        return found

    def read(self) -> bool:
        """Read every sheet; return whether there was one."""
        sheets = Sheets(self._found)
        hidden: list[str] = []
        count = 0
        for each in list(children(child(self._root, "sheets")))[:_MOST_SHEETS]:
            relation = self._relations.get(attribute(each, "id"))
            name = attribute(each, "name", "Sheet")
            if relation is None or relation.is_external or not self._parts.has(relation.target):
                continue
            if relation.kind == "macrosheet":
                self._found.active.add("macros")
            count += 1
            if attribute(each, "state", "visible") != "visible":
                hidden.append(name)
                continue
            if not sheets.is_full:
                sheets.add(self._sheet(name, relation.target))
        sheets.enter()
        found = self._found
        found.hold("hidden sheets", len(hidden), quoted(hidden))
        found.hold("comments", self._comments, [f"by {a}" for a in self._authors if a])
        names = [
            attribute(each, "name")
            for each in children(child(self._root, "definedNames"))
            if attribute(each, "hidden") in ("1", "true")
        ]
        found.hold("hidden names", len(names), quoted(names))
        if any(r.kind == "connections" for r in self._relations.values()):
            found.active.add("data connections")
            found.hold("data connections", 0, ["never followed by this app"])
        return count > 0

    def _sheet(self, name: str, target: str) -> Grid:
        grid = Grid(name)
        data = self._parts.read(target)
        heads = self._cells(data, grid)
        relations = self._parts.relations(target)
        grid.more += self._around(relations)
        if heads:
            grid.more += [words("Headers and footers of its pages", Style.LABEL), *heads]
        return grid

    def _cells(self, data: bytes, grid: Grid) -> list[Block]:
        """Read a sheet's cells one after the other; a damaged sheet as far as it goes."""
        heads: list[Block] = []
        try:
            self._stream(data, grid, heads, recover=False)
        except etree.XMLSyntaxError:
            grid.cells.clear()
            heads.clear()
            mended = parse(data)
            self.is_mended = True
            if mended is not None:
                self._stream(etree.tostring(mended), grid, heads, recover=True)
        return heads

    def _stream(self, data: bytes, grid: Grid, heads: list[Block], *, recover: bool) -> None:
        row, column = -1, -1
        walker = etree.iterparse(
            io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True,
            huge_tree=False, load_dtd=False, recover=recover,
        )  # fmt: skip
        for event, element in walker:
            if not isinstance(element.tag, str):
                continue
            name = element.tag.rpartition("}")[2]
            if event == "start":
                if name == "row":
                    told = element.get("r", "")
                    row = int(told) - 1 if is_figure(told) and told != "0" else row + 1
                    column = -1
                    if element.get("hidden") in ("1", "true"):
                        grid.hidden_rows.add(row)
                elif name == "col" and element.get("hidden") in ("1", "true"):
                    low, high = element.get("min", ""), element.get("max", "")
                    if is_figure(low) and is_figure(high):
                        grid.hidden_columns.update(range(int(low) - 1, min(int(high), 20_000)))
                continue
            if name == "c":
                column += 1
                place = _REFERENCE.fullmatch(element.get("r", ""))
                if place is not None:
                    column = _column(place[1])
                    row = int(place[2]) - 1
                self._cell(element, grid, row, column)
                if len(grid.cells) > MOST_CELLS * 2:
                    return
            elif name == "row":
                element.clear()
            elif name in ("oddHeader", "oddFooter", "evenHeader", "firstHeader",
                          "evenFooter", "firstFooter"):  # fmt: skip
                said = _PAGE_NUMBER.sub(" ", element.text or "")
                said = _HEAD_CODES.sub(" ", said).replace("&&", "&")
                if said.strip():
                    heads.append(words(" ".join(said.split())))

    def _cell(self, element: Any, grid: Grid, row: int, column: int) -> None:
        kind = element.get("t", "n")
        if kind == "inlineStr":
            grid.put(row, column, _said(child(element, "is")))
            return
        value = child(element, "v")
        if value is None or not value.text:
            return
        told = value.text
        match kind:
            case "s":
                at = int(told) if is_figure(told.strip()) else -1
                grid.put(row, column, self._strings[at] if 0 <= at < len(self._strings) else "")
            case "b":
                grid.put(row, column, "TRUE" if told.strip() == "1" else "FALSE")
            case "str" | "e" | "d":
                grid.put(row, column, told)
            case _:
                grid.put(row, column, self._number(told, element.get("s", "")), is_number=True)

    def _number(self, told: str, style: str) -> str:
        try:
            value = float(told)
        except ValueError:
            return told
        at = int(style) if is_figure(style) else -1
        form = self._formats[at] if 0 <= at < len(self._formats) else "General"
        return sheet_formats.number(value, form, from_1904=self._from_1904)

    def _around(self, relations: dict[str, Relation]) -> list[Block]:
        """Return the charts, pictures and boxes that lie on a sheet; count its comments."""
        found: list[Block] = []
        for relation in relations.values():
            if relation.is_external:
                continue
            if relation.kind in ("comments", "threadedComment"):
                root = self._parts.xml(relation.target)
                if relation.kind == "comments":
                    self._comments += sum(1 for _ in descendants(root, "comment"))
                    self._authors += [each.text or "" for each in descendants(root, "author")]
            elif relation.kind == "drawing":
                found += self._drawing(relation.target)
        return found

    def _drawing(self, target: str) -> list[Block]:
        root = self._parts.xml(target)
        drawings = Drawings(self._parts, self._parts.relations(target), self._found)
        found: list[Block] = []
        for anchor in children(root):
            for shape in descendants(anchor, "sp"):
                found += shape_paragraphs(child(shape, "txBody"))
            found += drawings.blocks(anchor)
        return found


def _said(element: Any) -> str:
    """Return the words of a string: its runs joined, readings left out."""
    parts = []
    for each in children(element):
        if local(each) == "t":
            parts.append(each.text or "")
        elif local(each) == "r":
            text = child(each, "t")
            parts.append(text.text or "" if text is not None else "")
    return "".join(parts)


def _column(letters: str) -> int:
    """Return a column's place from 0: A is 0, Z 25, AA 26."""
    found = 0
    for letter in letters.upper():
        found = found * 26 + ord(letter) - 64
    return found - 1
