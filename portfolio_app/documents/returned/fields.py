"""The fields of a form that came back, each with its full name, its value, and what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pikepdf

from portfolio_app.documents import look_words
from portfolio_app.documents.form_values import field_of, inherited, on_state
from portfolio_app.documents.pdf_values import (
    Box,
    at,
    box,
    entries,
    items,
    name,
    shown_box,
    text,
    up_the_tree,
)

MOST = 2_000
READ_ONLY = 1
_OFF = "/Off"
_HIDDEN, _NOT_ON_SCREEN = 1 << 1, 1 << 5  # ISO 32000-2, 12.5.3


@dataclass(frozen=True, slots=True)
class Widget:
    """One place of a field. ``box`` is points from the page's corner: left, bottom, right, top.

    ``name`` is full, ``value`` the field's; ``on`` is the state of a button when it is on, and
    ``shows`` the state in which it is drawn ("" off); for words, ``shows`` is what its look says,
    None when it has none or it could not be read. ``options`` are a choice's; ``is_hidden``: it is
    not shown on screen.
    """

    name: str
    page_index: int
    box: Box
    kind: str
    flags: int
    value: str
    on: str = ""
    shows: str | None = None
    question: str = ""
    options: tuple[str, ...] = ()
    is_signed: bool = False
    is_hidden: bool = False

    @property
    def is_button(self) -> bool:
        """Whether it is a tick box or a radio button."""
        return self.kind == "/Btn"

    @property
    def is_fixed(self) -> bool:
        """Whether nobody is meant to change it."""
        return bool(self.flags & READ_ONLY)


def widgets(pdf: pikepdf.Pdf, *, with_looks: bool = True) -> list[Widget]:
    """Return every field that has a place on a page, in the order of the pages."""
    looks = look_words.LookWords(pdf)
    made: list[tuple[Widget, object]] = []
    for index, page in enumerate(pdf.pages):
        corner = shown_box(page.obj)
        for annotation in items(at(page.obj, "/Annots")):
            if name(at(annotation, "/Subtype")) != "/Widget" or len(made) >= MOST:
                continue
            each = _widget(annotation, index, corner)
            if each is None:
                continue
            key = len(made)
            if with_looks and each.kind in ("/Tx", "/Ch"):
                _take_look(looks, key, annotation)
            made.append((each, key))
    if not with_looks:
        return [each for each, _ in made]
    looks.read()
    return [
        replace(each, shows=looks.words(key)) if each.kind in ("/Tx", "/Ch") else each
        for each, key in made
    ]


def full_name(widget: Any) -> str:
    """Return a field's full name: its own and its parents', joined by periods."""
    parts = [text(each.get("/T")) for each in up_the_tree(widget) if each.get("/T") is not None]
    return ".".join(reversed(parts))


def by_name(found: Sequence[Widget]) -> dict[str, list[Widget]]:
    """Return fields by their full names, in the order of the file."""
    named: dict[str, list[Widget]] = {}
    for each in found:
        named.setdefault(each.name, []).append(each)
    return named


def _widget(annotation: Any, index: int, corner: Box) -> Widget | None:
    place = box(annotation.get("/Rect"))
    if place is None:
        place = (0.0, 0.0, 0.0, 0.0)
    else:
        place = (
            place[0] - corner[0], place[1] - corner[1], place[2] - corner[0], place[3] - corner[1],
        )  # fmt: skip
    field = field_of(annotation)
    shows, on = None, ""
    if field.kind == "/Btn":
        on = on_state(annotation).lstrip("/")
        state = name(annotation.get("/AS"))
        shows = "" if state in ("", _OFF) else state[1:]
    signature = inherited(annotation, "/V") if field.kind == "/Sig" else None
    return Widget(
        full_name(annotation), index, place, field.kind, field.flags, field.value, on, shows,
        field.question, _options(annotation), at(signature, "/Contents") is not None,
        _is_hidden(annotation),
    )  # fmt: skip


def _is_hidden(annotation: Any) -> bool:
    flags = at(annotation, "/F")
    return isinstance(flags, int) and bool(flags & (_HIDDEN | _NOT_ON_SCREEN))


def _options(annotation: Any) -> tuple[str, ...]:
    return tuple(
        text(each[0]) if isinstance(each, pikepdf.Array) and len(each) else text(each)
        for each in list(items(inherited(annotation, "/Opt")))[:200]
    )


def _take_look(looks: look_words.LookWords, key: object, annotation: Any) -> None:
    """Give a field's own look to be read, placed as a viewer places it (ISO 32000-2, 12.5.5)."""
    own = at(annotation, "/AP", "/N")
    rectangle = box(annotation.get("/Rect"))
    if not isinstance(own, pikepdf.Stream) or rectangle is None:
        return
    bounds = box(own.get("/BBox"))
    if bounds is None or not any(True for _ in entries(own)):
        return
    across = (rectangle[2] - rectangle[0]) / (bounds[2] - bounds[0])
    along = (rectangle[3] - rectangle[1]) / (bounds[3] - bounds[1])
    left, bottom = rectangle[0] - bounds[0] * across, rectangle[1] - bounds[1] * along
    placed = (across, 0.0, 0.0, along, left, bottom)
    looks.add(key, own, rectangle, placed)
