"""Reads slides (PPTX, PPSX, PPTM): one page a slide, its words in order, then its notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portfolio_app.documents import office_properties
from portfolio_app.documents.office_drawings import Drawings
from portfolio_app.documents.office_found import MENDED, Found, quoted
from portfolio_app.documents.ooxml import (
    Parts,
    Relation,
    attribute,
    child,
    children,
    chosen,
    descendants,
    is_figure,
    local,
    opened,
)
from portfolio_app.domain.document import FoundHighlight
from portfolio_app.domain.simple import (
    SPEAKER_NOTES,
    Block,
    Break,
    Cell,
    Paragraph,
    Run,
    Style,
    Table,
    heading,
    words,
)

_MOST_SLIDES = 1_500
_DEEPEST = 20
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"sldNum", "sldImg"})


def read(data: bytes) -> Found:
    """Return what a presentation holds.

    Raises:
        UnreadableError: there is no presentation in it.
    """
    parts, main, root = opened(data, "ppt/presentation.xml", "presentation")
    found = Found()
    office_properties.read(parts, found)
    relations = parts.relations(main)
    listed = [
        relations[uid].target
        for each in descendants(root, "sldId")
        if (uid := _relation_id(each)) in relations and not relations[uid].is_external
    ]
    if not listed:
        listed = _by_number(parts)
    deck = _Deck(parts, relations, found)
    for number, target in enumerate(listed[:_MOST_SLIDES], 1):
        deck.slide(number, target)
    deck.enter()
    if parts.is_mended:
        found.notes.append(MENDED)
    if len(listed) > _MOST_SLIDES:
        found.notes.append(
            f"This presentation has {len(listed):,} slides; the first {_MOST_SLIDES:,} are shown."
        )
    return found


def _relation_id(element: Any) -> str:
    """Return the id of a slide's link: the one in the namespace of relationships."""
    for key, value in element.attrib.items():
        if key.startswith("{") and key.endswith("}id"):
            return str(value)
    return ""


def _by_number(parts: Parts) -> list[str]:
    """Return the slides by their names where the list of slides is lost."""
    found = []
    for name in parts.names:
        lower = name.lower()
        figure = lower.removeprefix("ppt/slides/slide").removesuffix(".xml")
        if lower.startswith("ppt/slides/slide") and is_figure(figure):
            found.append((int(figure), name))
    return [name for _, name in sorted(found)]


class _Deck:
    def __init__(self, parts: Parts, relations: dict[str, Relation], found: Found) -> None:
        self._parts = parts
        self._found = found
        self._hidden: list[str] = []
        self._with_notes: list[int] = []
        self._comments = 0
        self._authors = self._comment_authors(relations)

    def _comment_authors(self, relations: dict[str, Relation]) -> list[str]:
        for relation in relations.values():
            if relation.kind in ("commentAuthors", "authors") and not relation.is_external:
                root = self._parts.xml(relation.target)
                return [attribute(each, "name") for each in children(root)]
        return []

    def slide(self, number: int, target: str) -> None:
        """Read one slide; a hidden one is only listed."""
        root = self._parts.xml(target)
        if root is None:
            return
        relations = self._parts.relations(target)
        for relation in relations.values():
            if relation.kind in ("comments", "comment") and not relation.is_external:
                comments = self._parts.xml(relation.target)
                self._comments += sum(1 for _ in descendants(comments, "cm"))
        shapes = _Shapes(Drawings(self._parts, relations, self._found), self._found, relations)
        shapes.walk(child(root, "cSld", "spTree"))
        title = " ".join(shapes.title.split())
        if attribute(root, "show", "1") in ("0", "false"):
            self._hidden.append(title or f"slide {number}")
            return
        if self._found.heading is None:
            self._found.heading = title
        page: list[Block] = [words(f"Slide {number}", Style.LABEL)]
        if title:
            page.append(heading(title, 2))
        page += shapes.blocks
        notes = self._notes(relations)
        self._found.blocks += [Break(), *page]
        if notes:
            self._with_notes.append(number)
            if not self._found.after:
                self._found.after += [heading(SPEAKER_NOTES, 1)]
            self._found.after += [words(f"Slide {number}", Style.LABEL), *notes]

    def _notes(self, relations: dict[str, Relation]) -> list[Block]:
        for relation in relations.values():
            if relation.kind == "notesSlide" and not relation.is_external:
                root = self._parts.xml(relation.target)
                shapes = _Shapes(None, self._found, {})
                shapes.walk(child(root, "cSld", "spTree"))
                return [each for each in shapes.blocks if isinstance(each, Paragraph)]
        return []

    def enter(self) -> None:
        """List what the slides do not show."""
        found = self._found
        if found.after:
            found.blocks += [Break(), *found.after]
        if self._with_notes:
            told = ", ".join(map(str, self._with_notes))
            found.hold(
                "slides with speaker notes",
                len(self._with_notes),
                [f"slide {told}, shown after the slides"],
            )
        found.hold("hidden slides", len(self._hidden), quoted(self._hidden))
        found.hold("comments", self._comments, [f"by {each}" for each in self._authors if each])


class _Shapes:
    """The words of a slide's shapes in their order; its title apart."""

    def __init__(
        self, drawings: Drawings | None, found: Found, relations: dict[str, Relation]
    ) -> None:
        self.title = ""
        self.blocks: list[Block] = []
        self._drawings = drawings
        self._found = found
        self._relations = relations

    def walk(self, element: Any, depth: int = 0) -> None:
        """Read the shapes below an element."""
        if depth > _DEEPEST:
            return
        for each in children(element):
            match local(each):
                case "sp" | "cxnSp":
                    self._shape(each)
                case "grpSp":
                    self.walk(each, depth + 1)
                case "graphicFrame":
                    self._frame(each)
                case "pic":
                    self._draw(each)
                case "AlternateContent":
                    self.walk(chosen(each), depth + 1)

    def _draw(self, element: Any) -> None:
        if self._drawings is not None:
            self.blocks += self._drawings.blocks(element)

    def _frame(self, element: Any) -> None:
        tables = list(descendants(element, "tbl"))
        for table in tables:
            rows = [
                tuple(self._cell(each) for each in children(row) if local(each) == "tc")
                for row in children(table)
                if local(row) == "tr"
            ]
            rows = [row for row in rows if row]
            looks = child(table, "tblPr")
            is_headed = looks is not None and attribute(looks, "firstRow") in ("1", "true")
            if any(cell.paragraphs for row in rows for cell in row):
                self.blocks.append(Table(tuple(rows), 1 if is_headed and len(rows) > 1 else 0))
        if not tables:
            self._draw(element)

    def _cell(self, element: Any) -> Cell:
        span = attribute(element, "gridSpan", "1")
        if attribute(element, "hMerge") in ("1", "true"):
            return Cell()  # its words, if any, are in the cell that spans it
        paragraphs = tuple(self._paragraphs(child(element, "txBody"), is_list=False))
        count = int(span) if is_figure(span) else 1
        # The cells it spans follow as empty ones of their own: it stays one column wide.
        return Cell(paragraphs, 1 if count > 1 else count)

    def _shape(self, element: Any) -> None:
        place = child(element, "nvSpPr", "nvPr", "ph")
        kind = attribute(place, "type", "obj") if place is not None else ""
        if kind in _FURNITURE:
            return
        body = child(element, "txBody")
        is_list = kind in ("obj", "body") and self._drawings is not None
        paragraphs = list(self._paragraphs(body, is_list=is_list))
        if kind in _TITLES and not self.title:
            self.title = " ".join(each.text for each in paragraphs)
            return
        self.blocks += paragraphs
        self._draw(child(element, "spPr"))

    def _paragraphs(self, body: Any, *, is_list: bool) -> Iterator[Paragraph]:
        for each in children(body):
            if local(each) != "p":
                continue
            runs = list(self._runs(each))
            if not any(run.text.strip() for run in runs):
                continue
            properties = child(each, "pPr")
            told = attribute(properties, "lvl", "0") if properties is not None else "0"
            level = int(told) if is_figure(told) else 0
            is_plain = properties is not None and child(properties, "buNone") is not None
            is_marked = properties is not None and (
                child(properties, "buChar") is not None
                or child(properties, "buAutoNum") is not None
            )
            if (is_list and not is_plain) or is_marked or level:
                marker = "" if is_plain else "•"
                yield Paragraph(tuple(runs), Style.LIST, min(level, 8), marker)
            else:
                yield Paragraph(tuple(runs))

    def _runs(self, paragraph: Any) -> Iterator[Run]:
        for each in children(paragraph):
            name = local(each)
            if name == "br":
                yield Run("\n")
            elif name in ("r", "fld"):
                text = child(each, "t")
                said = text.text or "" if text is not None else ""
                looks = child(each, "rPr")
                if not said:
                    continue
                if looks is None:
                    yield Run(said)
                    continue
                self._highlight(said, looks)
                click = child(looks, "hlinkClick")
                link = self._relations.get(_relation_id(click)) if click is not None else None
                yield Run(
                    said,
                    bold=attribute(looks, "b") in ("1", "true"),
                    italic=attribute(looks, "i") in ("1", "true"),
                    underline=attribute(looks, "u", "none") != "none",
                    strike=attribute(looks, "strike", "noStrike") != "noStrike",
                    link=link.target if link is not None and link.is_external else "",
                )
            elif name in ("m", "oMath", "oMathPara", "AlternateContent"):
                part = chosen(each) if name == "AlternateContent" else each
                yield Run("".join(t.text or "" for t in descendants(part, "t")), italic=True)

    def _highlight(self, said: str, looks: Any) -> None:
        colour = child(looks, "highlight", "srgbClr")
        if colour is not None and said.strip() and self._drawings is not None:
            told = attribute(colour, "val").lower()
            if len(told) == 6 and told != "ffffff":
                self._found.highlights.append(FoundHighlight(0, (), said.strip(), f"#{told}"))
