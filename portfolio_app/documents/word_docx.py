"""Reads a Word document (DOCX, DOCM, DOTX) as blocks: words in order, notes and headers last."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from portfolio_app.documents import office_properties, word_rows
from portfolio_app.documents.office_drawings import Drawings
from portfolio_app.documents.office_found import MENDED, Found
from portfolio_app.documents.ooxml import (
    Parts,
    UnreadableError,
    attribute,
    child,
    children,
    chosen,
    descendants,
    is_figure,
    is_on,
    local,
    opened,
)
from portfolio_app.documents.word_hidden import Hidden
from portfolio_app.documents.word_styles import Numbers, Styles, list_of
from portfolio_app.domain.simple import (
    Block,
    Break,
    Cell,
    Paragraph,
    Picture,
    Run,
    Style,
    Table,
    words,
)

_DEEPEST = 40  # boxes and tables within one another
_MOST_BLOCKS = 60_000
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "dir", "bdo", "ins", "moveTo"})
_SPACES = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": "\t"}


def read(data: bytes) -> Found:
    """Return what a Word document holds.

    Raises:
        UnreadableError: there is no document in it.
    """
    parts, main, root = opened(data, "word/document.xml", "document")
    body = child(root, "body")
    if body is None:
        raise UnreadableError("no document")
    found = Found()
    office_properties.read(parts, found)
    reader = _Reader(parts, main, found)
    found.blocks += reader.blocks(body)
    for kind, label in (("footnotes", "Footnotes"), ("endnotes", "Endnotes")):
        found.blocks += reader.notes(kind, label)
    found.blocks += reader.heads_and_feet()
    reader.hidden.enter(found)
    if parts.is_mended:
        found.notes.append(MENDED)
    if reader.is_cut:
        found.notes.append(
            "This document is very long: its beginning is shown. The file has been kept whole."
        )
    return found


class _Reader:
    def __init__(self, parts: Parts, main: str, found: Found) -> None:
        self._parts = parts
        self._main = main
        self._found = found
        self._relations = parts.relations(main)
        self._links = self._relations
        self._drawings = Drawings(parts, self._relations, found)
        self._styles = Styles(self._part("styles"))
        self._numbers = Numbers(self._part("numbering"))
        self.hidden = Hidden(self._part("comments"), self._part("settings"), self._part("people"))
        self._count = 0
        self._depth = 0
        self._deferred: list[Block] = []

    @property
    def is_cut(self) -> bool:
        """Whether there was more than is read."""
        return self._count >= _MOST_BLOCKS

    @contextlib.contextmanager
    def _inside(self, part: str) -> Iterator[None]:
        """While it lasts, links and drawings are those of another part."""
        before = self._links, self._drawings
        self._links = self._parts.relations(part)
        self._drawings = Drawings(self._parts, self._links, self._found)
        yield
        self._links, self._drawings = before

    def _part(self, kind: str) -> Any:
        target = next(
            (r.target for r in self._relations.values() if r.kind == kind and not r.is_external), ""
        )
        return self._parts.xml(target) if target else None

    def blocks(self, element: Any) -> list[Block]:
        """Return the blocks of a body, a cell, a box or a note."""
        if self._depth > _DEEPEST:
            return []
        self._depth += 1
        found: list[Block] = []
        for each in children(element):
            if self.is_cut:
                break
            match local(each):
                case "p":
                    self._count += 1
                    found += self._paragraph(each)
                case "tbl":
                    found += self._table(each)
                case "AlternateContent":
                    found += self.blocks(chosen(each))
                case "del" | "moveFrom":
                    self.hidden.deleted(each)
                case name if name in _WRAPPERS:
                    if name in ("ins", "moveTo"):
                        self.hidden.inserted(each)
                    found += self.blocks(each)
        self._depth -= 1
        return found

    def _paragraph(self, element: Any) -> Iterator[Block]:
        properties = child(element, "pPr")
        named = child(properties, "pStyle")
        look = self._styles.look(
            attribute(named, "val") if named is not None else self._styles.default
        )
        letters = _Letters(self, bold=bool(look.bold), italic=bool(look.italic),
                           hidden=bool(look.hidden))  # fmt: skip
        if child(properties, "rPr", "ins") is not None:
            self.hidden.inserted(child(properties, "rPr", "ins"))
        letters.walk(element)
        letters.end()
        before, self._deferred = self._deferred, []
        style, level, marker = Style.BODY, 0, ""
        uid, at = list_of(properties)
        if not uid and look.numbering:
            uid, at = look.numbering, look.level
        has_words = any(run.text.strip() for run in letters.runs)
        outline = child(properties, "outlineLvl")
        own = attribute(outline, "val") if outline is not None else ""
        heading = int(own) + 1 if is_figure(own) and int(own) < 9 else look.heading
        if uid and uid != "0" and has_words:
            marker = self._numbers.marker(uid, at)
            style, level = (Style.LIST, at) if marker else (style, 0)
        if heading and has_words:
            style, level = Style.HEADING, min(heading, 6)
        elif look.name in ("quote", "intense quote") and style is Style.BODY:
            style = Style.QUOTE
        if child(properties, "pageBreakBefore") is not None and is_on(
            child(properties, "pageBreakBefore")
        ):
            yield Break()
        if has_words:
            if heading and marker:
                runs = (Run(marker + " "), *letters.runs)
                yield Paragraph(tuple(runs), style, level)
            else:
                yield Paragraph(tuple(letters.runs), style, level, marker)
        yield from before

    def later(self, blocks: list[Block]) -> None:
        """Put what hangs in a paragraph, such as a picture, right after it."""
        self._deferred += blocks

    def drawing(self, element: Any) -> None:
        """Put a drawing's pictures, charts and boxes after the paragraph it hangs in."""
        boxes = list(descendants(element, "txbxContent"))
        waiting, self._deferred = self._deferred, []
        inner: list[Block] = []
        seen: set[int] = set()
        for box in boxes:
            if any(id(above) in seen for above in box.iterancestors()):
                continue
            seen.add(id(box))
            inner += self.blocks(box)
        self._deferred = waiting
        # A drawing inside a box was met while the box was read.
        if not boxes:
            self._deferred += self._drawings.blocks(element)
        else:
            self._deferred += [
                each
                for blip in descendants(element, "blip", "imagedata")
                if not any(id(above) in seen for above in blip.iterancestors())
                for each in self._drawings.picture(
                    attribute(blip, "embed") or attribute(blip, "id"), blip.getparent()
                )
            ]
        self._deferred += inner

    def link(self, relation_id: str) -> str:
        """Return the address a link leads to, or nothing."""
        relation = self._links.get(relation_id)
        return relation.target if relation is not None and relation.is_external else ""

    def _table(self, element: Any) -> list[Block]:
        rows: list[tuple[Cell, ...]] = []
        after: list[Block] = []
        headers = 0
        whole: list[Block] = []
        for row in word_rows.rows(element):
            properties = child(row, "trPr")
            if (removed := child(properties, "del")) is not None:
                self.hidden.deleted(removed, row)
                continue
            if (added := child(properties, "ins")) is not None:
                self.hidden.inserted(added)
            cells: list[Cell] = []
            skipped = word_rows.figure(child(properties, "gridBefore"))
            cells += [Cell()] * min(skipped, 60)
            for each in word_rows.cells(row):
                told = child(each, "tcPr")
                inner = self.blocks(each)
                whole = inner
                merge = child(told, "vMerge")
                is_rest = merge is not None and attribute(merge, "val", "continue") == "continue"
                span = max(word_rows.figure(child(told, "gridSpan")), 1)
                paragraphs = tuple(_flattened(inner))
                after += [block for block in inner if isinstance(block, Picture)]
                if is_rest and not any(p.text.strip() for p in paragraphs):
                    paragraphs = ()
                cells.append(Cell(paragraphs, min(span, 60)))
            if cells:
                is_head = child(properties, "tblHeader")
                if is_head is not None and is_on(is_head) and headers == len(rows):
                    headers += 1
                rows.append(tuple(cells))
        if len(rows) == 1 and len(rows[0]) == 1:
            return whole  # a frame around text, not a table
        if not any(cell.paragraphs for row in rows for cell in row):
            return after
        return [Table(tuple(rows), headers if headers < len(rows) else 0), *after]

    def notes(self, kind: str, label: str) -> list[Block]:
        """Return the foot or end notes, each with its number, under a label."""
        target = next((r.target for r in self._relations.values() if r.kind == kind), "")
        root = self._parts.xml(target) if target else None
        found: list[Block] = []
        with self._inside(target):
            for each in children(root):
                if attribute(each, "type") in ("separator", "continuationSeparator",
                                               "continuationNotice"):  # fmt: skip
                    continue
                uid = attribute(each, "id")
                for number, block in enumerate(self.blocks(each)):
                    if isinstance(block, Paragraph):
                        first = (Run(f"[{uid}] "),) if not number else ()
                        block = Paragraph((*first, *block.runs), Style.NOTE)
                    found.append(block)
        return [words(label, Style.LABEL), *found] if found else []

    def heads_and_feet(self) -> list[Block]:
        """Return the words of the pages' headers and footers, each once, under a label."""
        found: list[Block] = []
        said: set[str] = set()
        for relation in list(self._relations.values()):
            if relation.kind not in ("header", "footer") or relation.is_external:
                continue
            with self._inside(relation.target):
                for block in self.blocks(self._parts.xml(relation.target)):
                    told = repr(block)
                    if told not in said and not isinstance(block, Break):
                        said.add(told)
                        found.append(block)
        return [words("Headers and footers of its pages", Style.LABEL), *found] if found else []


class _Letters:
    """The runs of one paragraph, gathered while its elements are walked."""

    def __init__(self, reader: _Reader, *, bold: bool, italic: bool, hidden: bool) -> None:
        self.runs: list[Run] = []
        self._reader = reader
        self._usual = (bold, italic, hidden)
        self._link = ""
        self._depth = 0

    def walk(self, element: Any) -> None:
        """Read the elements of a paragraph, or of something that wraps a part of it."""
        if self._depth > _DEEPEST:
            return
        self._depth += 1
        hidden = self._reader.hidden
        for each in children(element):
            match local(each):
                case "r":
                    self._run(each)
                case "hyperlink":
                    before, self._link = self._link, self._reader.link(attribute(each, "id"))
                    self.walk(each)
                    self._link = before
                case "del" | "moveFrom":
                    hidden.deleted(each)
                case "ins" | "moveTo":
                    hidden.inserted(each)
                    self.walk(each)
                case "fldSimple":
                    hidden.field(attribute(each, "instr"))
                    self.walk(each)
                case "commentRangeStart":
                    hidden.begin_comment(attribute(each, "id"))
                case "commentRangeEnd":
                    hidden.end_comment(attribute(each, "id"))
                case "oMath" | "oMathPara":
                    said = "".join(part.text or "" for part in descendants(each, "t"))
                    self._add(said, None, italic=True)
                case "AlternateContent":
                    self.walk(chosen(each))
                case name if name in _WRAPPERS:
                    self.walk(each)
        self._depth -= 1

    def end(self) -> None:
        """Tell the highlights that the paragraph ends here."""
        self._reader.hidden.end_paragraph()

    def _run(self, element: Any) -> None:
        looks = child(element, "rPr")
        vanish = child(looks, "vanish")
        is_hidden = self._usual[2] if vanish is None else is_on(vanish)
        for each in children(element):
            match local(each):
                case "t":
                    said = each.text or ""
                    if is_hidden:
                        self._reader.hidden.vanished(said)
                    else:
                        self._add(said, looks)
                case "br":
                    if attribute(each, "type") != "page":
                        self._add("\n", looks)
                case "tab" | "cr" | "noBreakHyphen" | "ptab":
                    self._add(_SPACES[local(each)], looks)
                case "sym":
                    self._add(_symbol(attribute(each, "char")), looks)
                case "footnoteReference" | "endnoteReference":
                    self._add(f"[{attribute(each, 'id')}]", None)
                case "instrText":
                    self._reader.hidden.field(each.text or "")
                case "delText":
                    self._reader.hidden.deleted_words(each.text or "")
                case "drawing" | "pict" | "object":
                    self._reader.drawing(each)
                case "AlternateContent":
                    branch = chosen(each)
                    for part in children(branch):
                        if local(part) in ("drawing", "pict", "object"):
                            self._reader.drawing(part)

    def _add(self, said: str, looks: Any, *, italic: bool = False) -> None:
        if not said:
            return
        bold, slanted, _ = self._usual
        told = {local(each): each for each in children(looks)}
        run = Run(
            said,
            is_on(told["b"]) if "b" in told else bold,
            italic or (is_on(told["i"]) if "i" in told else slanted),
            "u" in told and is_on(told["u"]),
            ("strike" in told and is_on(told["strike"]))
            or ("dstrike" in told and is_on(told["dstrike"])),
            self._link,
        )
        self._reader.hidden.words(said, looks)
        if self.runs and _look(self.runs[-1]) == _look(run):
            last = self.runs.pop()
            run = Run(last.text + said, *_look(run))
        self.runs.append(run)


def _look(run: Run) -> tuple[bool, bool, bool, bool, str]:
    return run.bold, run.italic, run.underline, run.strike, run.link


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _flattened(blocks: list[Block]) -> Iterator[Paragraph]:
    """Yield what fits into a cell: paragraphs, and the rows of a table inside as lines."""
    for block in blocks:
        if isinstance(block, Paragraph):
            style = Style.BODY if block.style is Style.HEADING else block.style
            runs = block.runs
            if block.style is Style.HEADING:
                runs = tuple(Run(run.text, bold=True, italic=run.italic) for run in runs)
            yield Paragraph(runs, style, block.level, block.marker)
        elif isinstance(block, Table):
            for row in block.rows:
                said = [" ".join(p.text for p in cell.paragraphs) for cell in row]
                if any(said):
                    yield words(" | ".join(said))
