"""Reads the words of OpenDocument files: paragraphs, lists, tables, frames, notes and comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portfolio_app.documents.office_found import Found, quoted
from portfolio_app.documents.ooxml import (
    Parts,
    TooLargeError,
    attribute,
    child,
    children,
    descendants,
    is_figure,
    local,
)
from portfolio_app.domain.document import FoundHighlight
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

_DEEPEST = 40
_MOST_BLOCKS = 60_000
_UNITS = {"cm": 28.3465, "mm": 2.83465, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
_LARGEST_PICTURE = 48_000_000


class Reader:
    """Reads one file; what its pages do not show is listed in ``found`` by ``enter``."""

    def __init__(self, parts: Parts | None, content: Any, styles: Any, found: Found) -> None:
        self._parts = parts
        self._found = found
        self._count = 0
        self._depth = 0
        self._notes: list[Block] = []
        self._comments: list[str] = []
        self._comment_count = 0
        self._deleted: list[str] = []
        self._changes = 0
        self._people: set[str] = set()
        self._hidden: list[str] = []
        self._outside: list[str] = []
        self._looks: dict[str, Any] = {}
        self._bullets: dict[str, dict[int, bool]] = {}
        for root in dict.fromkeys((styles, content)):
            for each in descendants(root, "style"):
                self._looks[attribute(each, "name")] = each
            for each in descendants(root, "list-style"):
                self._bullets[attribute(each, "name")] = {
                    int(attribute(level, "level", "1") or 1): local(level).endswith("number")
                    for level in children(each)
                    if is_figure(attribute(level, "level", "1"))
                }

    def look(self, name: str, area: str, attribute_name: str, depth: int = 0) -> str:
        """Return what a style, or one it is based on, says of one thing."""
        style = self._looks.get(name)
        if style is None or depth > 12:
            return ""
        told = child(style, area)
        value = attribute(told, attribute_name) if told is not None else ""
        parent = attribute(style, "parent-style-name")
        return value or self.look(parent, area, attribute_name, depth + 1)

    def blocks(self, element: Any, level: int = 0, marks: _Marks | None = None) -> list[Block]:
        """Return the blocks of a body, a section, a cell, a box or a list."""
        if self._depth > _DEEPEST:
            return []
        self._depth += 1
        found: list[Block] = []
        for each in children(element):
            if self._count > _MOST_BLOCKS:
                break
            self._count += 1
            match local(each):
                case "p" | "h":
                    found += self.paragraph(each, level, marks)
                case "list":
                    own = attribute(each, "style-name")
                    numbered = self._bullets.get(own or (marks.style if marks else ""), {})
                    inner = _Marks(own or (marks.style if marks else ""),
                                   is_numbered=numbered.get(level + 1, False))  # fmt: skip
                    found += self.blocks(each, level + 1, inner)
                case "list-item" | "list-header":
                    if marks is not None:
                        marks.begin()
                    found += self.blocks(each, level, marks)
                case "table":
                    found += self.table(each)
                case "tracked-changes":
                    self._tracked(each)
                case "section":
                    if attribute(each, "display") == "none":
                        self._hidden.append(_plain(each))
                    else:
                        found += self.blocks(each)
                case "frame" | "custom-shape" | "rect" | "ellipse" | "g" | "line" | "a":
                    found += self.frame(each)
                case (
                    "index-body" | "table-of-content" | "alphabetical-index" | "illustration-index"
                ):
                    found += self.blocks(each)
        self._depth -= 1
        return found

    def paragraph(self, element: Any, level: int, marks: _Marks | None) -> list[Block]:
        """Return a paragraph and what hangs in it."""
        name = attribute(element, "style-name")
        runs: list[Run] = []
        after: list[Block] = []
        self._runs(element, name, "", runs, after)
        found: list[Block] = []
        before = self.look(name, "paragraph-properties", "break-before")
        if before == "page":
            found.append(Break())
        if self.look(name, "text-properties", "display") == "none":
            self._hidden.append(_plain(element))
            return after
        if any(run.text.strip() for run in runs):
            if local(element) == "h":
                told = attribute(element, "outline-level", "1")
                found.append(Paragraph(tuple(runs), Style.HEADING,
                                       min(int(told) if is_figure(told) else 1, 6)))  # fmt: skip
            elif marks is not None:
                found.append(Paragraph(tuple(runs), Style.LIST, level - 1, marks.take()))
            elif "title" in self._named(name):
                found.append(Paragraph(tuple(runs), Style.HEADING, 1))
            else:
                found.append(Paragraph(tuple(runs)))
        return [*found, *after]

    def _named(self, name: str) -> tuple[str, ...]:
        style = self._looks.get(name)
        parent = attribute(style, "parent-style-name") if style is not None else ""
        return name.lower(), parent.lower()

    def _runs(
        self, element: Any, style: str, link: str, runs: list[Run], after: list[Block]
    ) -> None:
        if self._depth > _DEEPEST:
            return
        self._depth += 1
        self._add(element.text, style, link, runs)
        for each in element:
            if isinstance(each.tag, str):
                self._inline(each, style, link, runs, after)
            self._add(each.tail, style, link, runs)
        self._depth -= 1

    def _inline(
        self, each: Any, style: str, link: str, runs: list[Run], after: list[Block]
    ) -> None:
        match local(each):
            case "span":
                own = attribute(each, "style-name") or style
                if self.look(own, "text-properties", "display") == "none":
                    self._hidden.append(_plain(each))
                    return
                colour = self.look(own, "text-properties", "background-color").lower()
                said = _plain(each).strip()
                if said and len(colour) == 7 and colour != "#ffffff":
                    self._found.highlights.append(FoundHighlight(0, (), said, colour))
                self._runs(each, own, link, runs, after)
            case "a":
                self._runs(each, style, attribute(each, "href"), runs, after)
            case "s":
                told = attribute(each, "c", "1")
                self._add(" " * min(int(told) if is_figure(told) else 1, 200), style, link, runs)
            case "tab":
                self._add("\t", style, link, runs)
            case "line-break":
                runs.append(Run("\n"))
            case "note":
                cite, body = child(each, "note-citation"), child(each, "note-body")
                mark = _plain(cite).strip() if cite is not None else "*"
                runs.append(Run(f"[{mark}]"))
                for number, block in enumerate(self.blocks(body)):
                    if isinstance(block, Paragraph):
                        first = (Run(f"[{mark}] "),) if not number else ()
                        self._notes.append(Paragraph((*first, *block.runs), Style.NOTE))
            case "annotation":
                self._comment_count += 1
                who = child(each, "creator")
                if who is not None and who.text:
                    self._people.add(who.text)
            case "frame" | "custom-shape" | "rect" | "ellipse" | "g" | "line":
                after += self.frame(each)
            case "annotation-end" | "bookmark" | "bookmark-start" | "bookmark-end":
                pass
            case "change" | "change-start" | "change-end" | "soft-page-break":
                pass
            case "hidden-text" | "hidden-paragraph":
                self._hidden.append(attribute(each, "string-value") or _plain(each))
            case _:
                self._runs(each, style, link, runs, after)

    def _add(self, said: str | None, style: str, link: str, runs: list[Run]) -> None:
        if not said:
            return
        if "\n" in said or "  " in said:  # white space in the file is one space
            tail = " " if said[-1].isspace() else ""
            said = (" " if said[0].isspace() else "") + " ".join(said.split()) + tail
            if not said.strip():
                said = " "
        area = "text-properties"
        runs.append(
            Run(
                said,
                bold=self.look(style, area, "font-weight") in ("bold", "600", "700", "800", "900"),
                italic=self.look(style, area, "font-style") in ("italic", "oblique"),
                underline=self.look(style, area, "text-underline-style") not in ("", "none"),
                strike=self.look(style, area, "text-line-through-style") not in ("", "none"),
                link=link,
            )
        )

    def frame(self, element: Any) -> list[Block]:
        """Return what a frame or shape holds: its picture, its box, its words."""
        found: list[Block] = []
        # Beside a table there is only a picture of it, for programs that can't draw tables.
        has_picture = child(element, "table") is not None
        for each in children(element):
            match local(each):
                case "image":
                    if not has_picture:  # further ones are other forms of the same
                        picture = self._picture(element, attribute(each, "href"))
                        found += picture
                        has_picture = bool(picture)
                case "text-box":
                    found += self.blocks(each)
                case "p" | "h" | "list":
                    found += self.blocks(element)
                    return found
                case "table":
                    found += self.table(each)
                case "frame" | "custom-shape" | "rect" | "ellipse" | "g" | "line":
                    found += self.frame(each)
                case "object":
                    found += self._object(attribute(each, "href"))
        return found

    def _picture(self, frame: Any, href: str) -> list[Block]:
        name = href.removeprefix("./")
        if self._parts is None or not self._parts.has(name):
            if href and not href.startswith("#"):
                self._outside.append(href)
            return []
        number = self._found.known_blob(name)
        if number < 0:
            try:
                data = self._parts.read(name, _LARGEST_PICTURE)
            except TooLargeError:
                return []
            number = self._found.blob(name, data) if data else -1
        if number < 0:
            return []
        title = child(frame, "title")
        alt = child(frame, "desc")
        said = (
            _plain(alt if alt is not None else title)
            if (alt is not None or title is not None)
            else ""
        )
        return [Picture(number, _points(attribute(frame, "width")),
                        _points(attribute(frame, "height")), said[:300])]  # fmt: skip

    def _object(self, href: str) -> list[Block]:
        """Return the words of an embedded chart or formula."""
        name = href.removeprefix("./").rstrip("/")
        if self._parts is None or not name or not self._parts.has(f"{name}/content.xml"):
            return []
        root = self._parts.xml(f"{name}/content.xml")
        found: list[Block] = []
        found += [
            words(said)
            for title in descendants(root, "title", "subtitle")
            if (said := _plain(title).strip())
        ]
        for table in descendants(root, "table"):
            found += self.table(table)
        if not found:
            said = " ".join(_plain(root).split()) if root is not None else ""
            if said:
                found.append(words(said[:2000]))
        return found

    def table(self, element: Any) -> list[Block]:
        """Return a table of text; rows and columns that repeat without end are cut."""
        rows: list[tuple[Cell, ...]] = []
        after: list[Block] = []
        headers = 0
        whole: list[Block] = []
        for row, is_head in table_rows(element):
            cells: list[Cell] = []
            for each in children(row):
                if local(each) not in ("table-cell", "covered-table-cell"):
                    continue
                inner = self.blocks(each)
                whole = inner
                after += [block for block in inner if isinstance(block, Picture)]
                repeats = repeats_of(each, "number-columns-repeated")
                # Cells a wide one covers follow as covered cells of their own.
                cells += [Cell(tuple(_flat(inner)))] * min(repeats, 100)
            if cells:
                if is_head and headers == len(rows):
                    headers += 1
                rows += [tuple(cells)] * min(repeats_of(row, "number-rows-repeated"), 50)
        if len(rows) == 1 and len(rows[0]) == 1:
            return whole
        if not any(cell.paragraphs for row in rows for cell in row):
            return after
        return [Table(tuple(rows), headers if headers < len(rows) else 0), *after]

    def notes(self) -> list[Block]:
        """Return the foot and end notes under a label."""
        return [words("Footnotes", Style.LABEL), *self._notes] if self._notes else []

    def heads_and_feet(self, styles: Any) -> list[Block]:
        """Return the words of the pages' headers and footers, each once, under a label."""
        found: list[Block] = []
        for master in descendants(styles, "master-page"):
            for each in children(master):
                if local(each).startswith(("header", "footer")):
                    for block in self.blocks(each):
                        if block not in found and not isinstance(block, Break):
                            found.append(block)
                    for region in children(each):
                        if local(region).startswith("region-"):
                            found += [b for b in self.blocks(region) if b not in found]
        return [words("Headers and footers of its pages", Style.LABEL), *found] if found else []

    def _tracked(self, element: Any) -> None:
        for region in children(element):
            self._changes += 1
            for who in descendants(region, "creator"):
                self._people.add(who.text or "")
            for deletion in descendants(region, "deletion"):
                said = " ".join(_plain(each) for each in descendants(deletion, "p", "h"))
                if said.strip():
                    self._deleted.append(said)

    def add_comments(self, count: int) -> None:
        """Count comments that were met elsewhere."""
        self._comment_count += count

    def enter(self) -> None:
        """List what the pages do not show."""
        found = self._found
        people = sorted(self._people - {""})
        found.hold("comments", self._comment_count, [f"by {each}" for each in people])
        told = [f"by {each}" for each in people]
        if self._deleted:
            told.append("deleted: " + ", ".join(quoted(self._deleted[:3])))
        found.hold("tracked changes", self._changes, told if self._changes else [])
        hidden = [each for each in self._hidden if each.strip()]
        found.hold("hidden text", len(hidden), quoted(hidden))
        if self._outside:
            found.active.add("links to other files")
            found.hold("links to other files", len(self._outside), self._outside)


class _Marks:
    """The markers of one list: a bullet, or the numbers from 1."""

    def __init__(self, style: str, *, is_numbered: bool) -> None:
        self.style = style
        self._is_numbered = is_numbered
        self._count = 0
        self._is_new = False

    def begin(self) -> None:
        """The next entry begins."""
        self._count += 1
        self._is_new = True

    def take(self) -> str:
        """Return the marker for an entry's first paragraph, nothing for its others."""
        if not self._is_new:
            return ""
        self._is_new = False
        return f"{self._count}." if self._is_numbered else "•"


def _flat(blocks: list[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                said = [" ".join(p.text for p in cell.paragraphs) for cell in row]
                if any(said):
                    yield words(" | ".join(said))


def table_rows(element: Any, *, is_head: bool = False) -> Iterator[tuple[Any, bool]]:
    """Yield the rows of a table, and whether each stands in its head."""
    for each in children(element):
        if local(each) == "table-row":
            yield each, is_head
        elif local(each) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from table_rows(each, is_head=is_head or local(each) == "table-header-rows")


def repeats_of(element: Any, name: str) -> int:
    """Return how many times a cell, row or column stands there; once where nothing is said."""
    told = attribute(element, name, "1")
    return max(int(told), 1) if is_figure(told) and len(told) < 9 else 1


def _plain(element: Any) -> str:
    if element is None:
        return ""
    return "".join(each for each in element.itertext() if isinstance(each, str))


def _points(length: str) -> float:
    for unit, factor in _UNITS.items():
        if length.endswith(unit):
            try:
                return max(float(length.removesuffix(unit)) * factor, 0.0)
            except ValueError:
                return 0.0
    return 0.0
