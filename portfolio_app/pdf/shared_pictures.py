"""Pictures that several pieces show are kept once in the bundle: the same bytes, the same look."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from portfolio_app.pdf.survey import inherited

_LEAST = 2_000  # bytes, below which there is nothing to win
_DEPTH = 8  # forms in forms


class SharedPictures:
    """The pictures met so far, each once. Two are the same if no byte of them differs."""

    def __init__(self) -> None:
        self._first: dict[str, Stream] = {}
        self._alike: dict[tuple[int, int, int], list[Stream]] = {}
        self._known: dict[tuple[int, int], Stream] = {}
        self._looked: set[tuple[int, int]] = set()

    def share(self, pages: Iterable[pikepdf.Object]) -> int:
        """Let all these pages of one document show the first of equal pictures; return how many."""
        shared = 0
        for page in pages:
            for things, name, image in self._pictures(inherited(page, "/Resources"), 0):
                try:
                    first = self._first_of(image)
                except (pikepdf.PdfError, ValueError):
                    continue  # a broken picture is not compared
                if first.objgen != image.objgen:
                    things[name] = first
                    shared += 1
        return shared

    def _pictures(self, resources: object, depth: int) -> Iterator[tuple[Dictionary, str, Stream]]:
        things = resources.get("/XObject") if isinstance(resources, Dictionary) else None
        if not isinstance(things, Dictionary) or depth > _DEPTH:
            return
        if things.is_indirect:
            if things.objgen in self._looked:
                return
            self._looked.add(things.objgen)
        for name, thing in list(things.items()):
            if not isinstance(thing, Stream):
                continue
            if thing.get("/Subtype") == Name.Image:
                if _length(thing) >= _LEAST:
                    yield things, name, thing
            elif thing.objgen not in self._looked:
                self._looked.add(thing.objgen)
                yield from self._pictures(thing.get("/Resources"), depth + 1)

    def _first_of(self, image: Stream) -> Stream:
        known = self._known.get(image.objgen)
        if known is not None:
            return known
        looks = (_length(image), _whole(image, "/Width"), _whole(image, "/Height"))
        alike = self._alike.setdefault(looks, [])
        alike.append(image)
        if len(alike) == 1:
            first = image  # nothing like it yet: it is not even read
        else:
            if len(alike) == 2:
                self._first.setdefault(_content(alike[0]), alike[0])
            first = self._first.setdefault(_content(image), image)
        self._known[image.objgen] = first
        return first


def _content(image: Stream) -> str:
    """Return what makes a picture the same as another: its bytes and all that says how to draw."""
    return hashlib.sha256("\0".join(_said(image, 0)).encode()).hexdigest()


def _said(value: object, depth: int) -> Iterator[str]:
    if depth > _DEPTH:
        raise ValueError("nested too deeply to be a picture")
    if isinstance(value, Stream):
        yield hashlib.sha256(value.read_raw_bytes()).hexdigest()
    if isinstance(value, Stream | Dictionary):
        for name, each in sorted(value.items()):
            if name != "/Length":
                yield name
                yield from _said(each, depth + 1)
    elif isinstance(value, Array):
        yield f"[{len(value)}"
        for each in value:
            yield from _said(each, depth + 1)
    else:
        yield f"{type(value).__name__} {value!r}"


def _length(image: Stream) -> int:
    return _whole(image, "/Length")


def _whole(image: Stream, name: str) -> int:
    value: object = image.get(name)
    return value if isinstance(value, int) else 0
