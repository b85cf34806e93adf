"""Turns what annotations show into part of the page: filled fields, highlights, stamps, ink."""

from __future__ import annotations

from typing import Any

import pikepdf

from portfolio_app.documents import looks
from portfolio_app.documents.pdf_values import (
    Box,
    Matrix,
    at,
    box,
    entries,
    items,
    matrix,
    name,
    number,
)

_INVISIBLE_KINDS = frozenset(
    {"/Link", "/Popup", "/PrinterMark", "/TrapNet", "/FileAttachment", "/Sound"}
)
_HIDDEN, _NO_VIEW = 2, 32  # annotation flags, ISO 32000-2, table 167

Look = tuple[pikepdf.Object, Matrix]


def visible_looks(page: Any, fields: looks.Fields) -> list[Look]:
    """Return each visible annotation's appearance and the matrix that puts it on the page.

    In drawing order. Links, pop-ups and annotations flagged hidden are left out.
    """
    found = []
    for annotation in items(page.get("/Annots")):
        if not isinstance(annotation, pikepdf.Dictionary):
            continue
        flags = int(number(annotation.get("/F")) or 0)
        kind = name(annotation.get("/Subtype"))
        if kind in _INVISIBLE_KINDS or flags & (_HIDDEN | _NO_VIEW):
            continue
        rectangle = box(annotation.get("/Rect"))
        if rectangle is None or not fields.is_shown(annotation.get("/OC")):
            continue
        look = _own_look(annotation)
        if look is None or fields.must_be_drawn(annotation, look):
            drawn = fields.draw(annotation, kind, rectangle)
            look, rectangle = drawn or (look, rectangle)
        if look is not None and (placed := _placed(look, rectangle)) is not None:
            found.append((look, placed))
    return found


def _own_look(annotation: Any) -> Any:
    """Return the annotation's normal appearance stream in its present state, or None."""
    normal = at(annotation, "/AP", "/N")
    if isinstance(normal, pikepdf.Stream):
        return normal
    state = name(annotation.get("/AS"))
    if not state:
        state = next(
            (
                name(each.get("/V"))
                for each in (annotation, at(annotation, "/Parent"))
                if isinstance(each, pikepdf.Dictionary) and name(each.get("/V"))
            ),
            "/Off",
        )
    for each, look in entries(normal):
        if each == state and isinstance(look, pikepdf.Stream):
            return look
    return None


def _placed(look: Any, rectangle: Box) -> Matrix | None:
    """Return the matrix that fits an appearance into its rectangle (ISO 32000-2, 12.5.5)."""
    bounds = box(look.get("/BBox"))
    if bounds is None:
        return None
    a, b, c, d, e, f = matrix(look.get("/Matrix"))
    corners = [(x, y) for x in (bounds[0], bounds[2]) for y in (bounds[1], bounds[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if width <= 0 or height <= 0:
        return None
    across = (rectangle[2] - rectangle[0]) / width
    along = (rectangle[3] - rectangle[1]) / height
    return (
        across, 0.0, 0.0, along,
        rectangle[0] - min(xs) * across, rectangle[1] - min(ys) * along,
    )  # fmt: skip
