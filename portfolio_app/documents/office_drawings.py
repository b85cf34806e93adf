"""The words of charts and diagrams, and pictures, as Office packages keep them beside the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portfolio_app.documents import sheet_formats
from portfolio_app.documents.office_found import Found
from portfolio_app.documents.ooxml import (
    Parts,
    Relation,
    TooLargeError,
    attribute,
    child,
    children,
    descendants,
    is_figure,
    local,
)
from portfolio_app.domain.simple import Block, Paragraph, Picture, Style, Table, cell, words

EMU_PER_POINT = 12_700
_LARGEST_PICTURE = 48_000_000
_MOST_POINTS = 400
_MOST_SERIES = 40


class Drawings:
    """What drawings of one part lead to. ``relations`` are the part's own links by id."""

    def __init__(self, parts: Parts, relations: dict[str, Relation], found: Found) -> None:
        self._parts = parts
        self._relations = relations
        self._found = found

    def blocks(self, element: Any) -> Iterator[Block]:
        """Yield the pictures, charts and diagrams anywhere below an element, in its order."""
        for each in descendants(element, "blip", "imagedata", "chart", "relIds"):
            match local(each):
                case "blip":
                    yield from self.picture(attribute(each, "embed"), element)
                case "imagedata":
                    yield from self.picture(attribute(each, "id"), element)
                case "chart":
                    yield from self._chart(attribute(each, "id"))
                case "relIds":
                    yield from self._diagram(attribute(each, "dm"))

    def picture(self, relation_id: str, around: Any) -> Iterator[Block]:
        """Yield the picture of a link, with the size and words that its surroundings give it."""
        relation = self._relations.get(relation_id)
        if relation is None or relation.is_external:
            return
        number = self._found.known_blob(relation.target)
        if number < 0:
            try:
                data = self._parts.read(relation.target, _LARGEST_PICTURE)
            except TooLargeError:
                return
            if not data:
                return
            number = self._found.blob(relation.target, data)
        if number < 0:
            return
        width, height = size_of(around)
        yield Picture(number, width, height, alternative(around))

    def _chart(self, relation_id: str) -> Iterator[Block]:
        relation = self._relations.get(relation_id)
        if relation is not None and not relation.is_external:
            yield from chart(self._parts.xml(relation.target))

    def _diagram(self, relation_id: str) -> Iterator[Block]:
        relation = self._relations.get(relation_id)
        if relation is None or relation.is_external:
            return
        root = self._parts.xml(relation.target)
        for point in descendants(root, "pt"):
            for line in descendants(point, "p"):
                said = "".join(each.text or "" for each in descendants(line, "t"))
                if said.strip():
                    yield words(said, Style.LIST, marker="•")


def size_of(around: Any) -> tuple[float, float]:
    """Return a drawing's width and height in points, zeros when it does not say."""
    for each in descendants(around, "extent", "ext"):
        try:
            wide, high = int(each.get("cx", "0")), int(each.get("cy", "0"))
        except ValueError:
            continue
        if wide > 0 and high > 0:
            return wide / EMU_PER_POINT, high / EMU_PER_POINT
    return 0.0, 0.0


def alternative(around: Any) -> str:
    """Return the words that stand for a drawing."""
    for each in descendants(around, "docPr", "cNvPr"):
        told = each.get("descr") or each.get("title") or ""
        if told.strip():
            return " ".join(str(told).split())[:300]
    return ""


def chart(root: Any) -> Iterator[Block]:
    """Yield a chart as its title and the table of figures it was last drawn from."""
    if root is None:
        return
    said = [
        "".join(t.text or "" for t in descendants(each, "t")) for each in descendants(root, "title")
    ]
    caption = "Chart: " + " · ".join(each for each in said if each.strip()) if any(said) else ""
    columns: list[tuple[str, dict[int, str]]] = []
    categories: dict[int, str] = {}
    for series in list(descendants(root, "ser"))[:_MOST_SERIES]:
        named = child(series, "tx")
        name = " ".join(_points(named).values()) or "".join(
            each.text or "" for each in descendants(named, "v")
        )
        for place in ("cat", "xVal"):
            categories = categories or _points(child(series, place))
        drawn = child(series, "val")
        drawn = drawn if drawn is not None else child(series, "yVal")
        form = next((each.text or "" for each in descendants(drawn, "formatCode")), "General")
        values = {at: _figure(value, form) for at, value in _points(drawn).items()}
        columns.append((name, values))
    if not columns:
        if caption:
            yield words(caption)
        return
    rows = sorted(set(categories).union(*(values for _, values in columns)))[:_MOST_POINTS]
    head = (cell(""), *(cell(name) for name, _ in columns))
    body = [
        (
            cell(categories.get(at, str(at + 1))),
            *(cell(values.get(at, ""), right=True) for _, values in columns),
        )
        for at in rows
    ]
    yield Table((head, *body), 1, caption or "Chart")


def _points(element: Any) -> dict[int, str]:
    found: dict[int, str] = {}
    for each in descendants(element, "pt"):
        at = each.get("idx", "")
        if is_figure(at) and len(found) < _MOST_POINTS:
            value = child(each, "v")
            said = (value.text or "") if value is not None else ""
            found[int(at)] = f"{found[int(at)]} {said}" if int(at) in found else said
    return found


def _figure(value: str, form: str) -> str:
    try:
        return sheet_formats.number(float(value), form)
    except (ValueError, OverflowError):
        return value


def shape_paragraphs(body: Any) -> Iterator[Paragraph]:
    """Yield the paragraphs of a drawing's text (DrawingML), without looks."""
    for each in children(body):
        if local(each) == "p":
            said = "".join(
                "\n" if local(part) == "br" else part.text or ""
                for part in descendants(each, "t", "br")
            )
            if said.strip():
                yield words(said)
