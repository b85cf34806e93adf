"""Rows and cells of a table in a Word document, those inside content controls too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portfolio_app.documents.ooxml import attribute, children, is_figure, local

_AROUND = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "dir", "bdo", "ins", "moveTo"})


def rows(table: Any) -> Iterator[Any]:
    """Yield the tr elements of a tbl."""
    return _inside(table, "tr")


def cells(row: Any) -> Iterator[Any]:
    """Yield the tc elements of a tr."""
    return _inside(row, "tc")


def figure(element: Any) -> int:
    """Return the number an element such as gridSpan says; 0 when it is missing or says none."""
    told = attribute(element, "val") if element is not None else ""
    return int(told) if is_figure(told) and len(told) < 6 else 0


def _inside(element: Any, name: str) -> Iterator[Any]:
    for each in children(element):
        if local(each) == name:
            yield each
        elif local(each) in _AROUND:
            yield from _inside(each, name)
