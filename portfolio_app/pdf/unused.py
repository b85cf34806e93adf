"""Takes out of a page's resources what the page never draws, so that nothing else stays behind.

Pages often share one list of resources. A picture that was drawn on one page only, which has since
been drawn anew without it, would stay in the file through the lists of the others.
"""

from __future__ import annotations

import re
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

from portfolio_app.pdf.survey import inherited

_KINDS = ("/XObject", "/Pattern", "/ExtGState", "/Shading", "/Font", "/ColorSpace", "/Properties")
_NAME = re.compile(rb"/([^\x00-\x20()<>\[\]{}/%]*)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_DEPTH = 40


class UnreadableContentError(ValueError):
    """What a page draws can't be told."""


def take_out(page: Any) -> None:
    """Give a page a list of resources of its own that holds only what it draws.

    Raises:
        UnreadableContentError: its content cannot be unpacked; the page was not changed.
    """
    resources = inherited(page, "/Resources")
    if not isinstance(resources, Dictionary):
        return
    names = _names(page.get("/Contents"), resources, 0)
    page["/Resources"] = _only(resources, names)
    _look_into(page["/Resources"], set(), 0)


def _only(resources: Any, names: set[str]) -> Dictionary:
    kept = Dictionary()
    for kind in _KINDS:
        held = resources.get(kind)
        if isinstance(held, Dictionary):
            some = {name: held[name] for name in held.keys() if name in names}  # noqa: SIM118
            if some:
                kept[kind] = Dictionary(some)
    return kept


def _look_into(resources: Any, seen: set[tuple[int, int]], depth: int) -> None:
    """Do the same for every form, pattern and drawn letter that has resources of its own."""
    if depth > _DEPTH:
        raise UnreadableContentError
    for thing in _drawn_things(resources):
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        own = thing.get("/Resources")
        if isinstance(own, Dictionary):
            thing["/Resources"] = _only(own, _own_names(thing, own, depth))
            _look_into(thing["/Resources"], seen, depth + 1)


def _own_names(thing: Any, resources: Any, depth: int) -> set[str]:
    if isinstance(thing, Stream):
        return _names(thing, resources, depth)
    names: set[str] = set()  # a font whose letters are drawn (Type3)
    letters = thing.get("/CharProcs")
    if isinstance(letters, Dictionary):
        for letter in letters.values():
            names |= _names(letter, resources, depth)
    return names


def _names(content: Any, resources: Any, depth: int) -> set[str]:
    """Return every name that is written in a content, and in what it draws without own resources.

    More names than are drawn may be found (in words, in pictures), never fewer.
    """
    if depth > _DEPTH:
        raise UnreadableContentError
    names: set[str] = set()
    for stream in content if isinstance(content, Array) else (content,):
        if not isinstance(stream, Stream):
            continue
        try:
            data = stream.read_bytes()
        except (pikepdf.PdfError, RuntimeError, ValueError) as error:
            raise UnreadableContentError from error
        names |= {_name(found) for found in _NAME.findall(data)}
    for thing in _drawn_things(_only(resources, names)):
        if not isinstance(thing.get("/Resources"), Dictionary):
            if isinstance(thing, Stream) and thing.get("/Subtype") == "/Image":
                continue
            names |= _own_names(thing, Dictionary(), depth + 1)
    return names


def _name(raw: bytes) -> str:
    plain = _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), raw)
    return "/" + plain.decode("utf-8", "surrogateescape")


def _drawn_things(resources: Any) -> list[Any]:
    """Return the forms, patterns, masks' groups and drawn fonts that a list of resources names."""
    found: list[Any] = []
    for kind in ("/XObject", "/Pattern"):
        held = resources.get(kind)
        if isinstance(held, Dictionary):
            found += [each for each in held.values() if isinstance(each, Stream)]
    fonts = resources.get("/Font")
    if isinstance(fonts, Dictionary):
        found += [
            each
            for each in fonts.values()
            if isinstance(each, Dictionary) and each.get("/Subtype") == "/Type3"
        ]
    states = resources.get("/ExtGState")
    if isinstance(states, Dictionary):
        for state in states.values():
            mask = state.get("/SMask") if isinstance(state, Dictionary) else None
            group = mask.get("/G") if isinstance(mask, Dictionary) else None
            if isinstance(group, Stream):
                found.append(group)
    return found
