"""Looks through every object of a finished bundle for what could act: scripts, launches, files."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from pikepdf import Array, Dictionary, Stream

from portfolio_app.problems import Level, Problem

_ACTIONS = {
    "/JavaScript": "a script",
    "/Launch": "an action that starts a program",
    "/SubmitForm": "an action that sends a form",
    "/ImportData": "an action that imports data",
    "/GoToR": "a link into another file",
    "/GoToE": "a link into an embedded file",
    "/Rendition": "media",
    "/Movie": "a film",
    "/Sound": "a sound",
    "/Trans": "a page transition action",
    "/GoTo3DView": "a 3D action",
    "/RichMediaExecute": "media",
    "/Named": "a named action",
    "/SetOCGState": "an action that switches layers",
    "/Hide": "an action that hides something",
    "/ResetForm": "an action that resets a form",
}
_KEYS = {
    "/JS": "a script",
    "/OpenAction": "an action on opening",
    "/AA": "an action that runs by itself",
    "/EF": "an embedded file",
    "/EmbeddedFiles": "an embedded file",
    "/JavaScript": "a script",
    "/XFA": "a form with scripts",
    "/RichMediaContent": "media",
    "/OPI": "a picture from outside the file",
    "/AcroForm": "a form",
    "/Collection": "a collection of files",
}
_TELLING = frozenset({"/S", "/F", *_KEYS})
_BACKWARDS = frozenset({"/Parent", "/P", "/StructTreeRoot", "/Prev"})
# What lies under these is called as its maker liked: a glyph or a font may well be named /AA.
_NAMED = frozenset(
    {
        "/CharProcs", "/ColorSpace", "/Colorants", "/ExtGState", "/Font", "/Pattern", "/Properties",
        "/Shading", "/XObject",
    }
)  # fmt: skip


class Search:
    """Walks through a PDF from several places, each object once.

    The structure tree is left out: it cannot act, and it is the larger half of a bundle. Pages in
    ``pages`` (object numbers) are only walked when they are asked for.
    """

    def __init__(self, pages: Set[tuple[int, int]]) -> None:
        self._pages = pages
        self._seen: set[tuple[int, int]] = set()
        self._kinds: dict[str, None] = {}

    def look(self, start: Any) -> None:
        """Look at a value and everything that can be reached from it."""
        waiting: list[Any] = [start]
        while waiting:
            thing = waiting.pop()
            if thing.is_indirect:
                number = thing.objgen
                if number in self._seen or (number in self._pages and thing is not start):
                    continue
                self._seen.add(number)
            if isinstance(thing, Array):
                waiting += [each for each in thing if isinstance(each, Dictionary | Stream | Array)]
                continue
            keys = thing.keys()
            if not keys.isdisjoint(_TELLING):
                for kind in _kinds(thing, keys):
                    self._kinds.setdefault(kind)
            waiting += [
                value
                for key in keys - _BACKWARDS
                for value in _under(key, thing[key])
                if isinstance(value, Dictionary | Stream | Array)
            ]

    def findings(self) -> list[Problem]:
        """Return one finding for each kind of active content."""
        return [
            Problem(Level.MUST_FIX, "active-content", "", f"The PDF holds {kind}.")
            for kind in self._kinds
        ]


def _under(key: str, value: Any) -> list[Any]:
    """Return what lies under a key: the value, or all that a list of names stands for."""
    if key in _NAMED and isinstance(value, Dictionary):
        return [value[each] for each in value.keys()]  # noqa: SIM118 - not a dict
    return [value]


def _kinds(thing: Any, keys: Set[str]) -> Iterator[str]:
    for key in keys & _KEYS.keys():
        yield _KEYS[key]
    if "/S" in keys and thing.get("/Type") != "/Trans":
        kind = _ACTIONS.get(str(thing["/S"]))
        if kind is not None:
            yield kind
    if isinstance(thing, Stream) and "/F" in keys:
        yield "data from outside the file"
