"""Whether the mark of a later signature lies over something that an earlier signer had signed.

A signature may be added to a signed file, with a picture of its own ("sneaky signature", published
2021): a mark that hides words is no mere further signature.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

_LETTERS_IN_A_BOX = 40  # a box that was there to be signed may say so
_LARGEST_PART = 0.3  # of a page
_HIDDEN = 2 | 32  # annotation flags: hidden, no view. ISO 32000-2, table 167
_DEEPEST = 60

_Box = tuple[float, float, float, float]


def hidden_by(content: bytes, end: int, later: Collection[str], *, new: Collection[str]) -> str:
    """Return in plain words what later signatures cover, or "".

    ``end`` is where the signed state of the file ends, in bytes. ``later`` are the names of the
    signature fields signed or made since, ``new`` those that were not there at all.

    Raises:
        Exception: a page can't be read; whoever asks takes that as "cannot be checked".
    """
    marks: list[tuple[int, _Box, str]] = []
    with pikepdf.open(BytesIO(content)) as pdf:
        for index, page in enumerate(pdf.pages):
            others = []
            here = []
            for annotation in _annotations(page):
                place = _place(annotation)
                if place is None:
                    continue
                name, kind = _field(annotation)
                if kind == "/Sig":
                    if name in later:
                        here.append((place, name))
                elif kind:
                    others.append(place)
            room = _area(tuple(float(each) for each in page.mediabox))  # type: ignore[arg-type]
            for place, name in here:
                if name in new and _area(place) > room * _LARGEST_PART:
                    return "A mark that was added after it was signed covers much of a page."
                if any(_overlap(place, other) for other in others):
                    return "A mark that was added after it was signed lies over an answer."
                marks.append((index, place, name))
    if marks and _words_beneath(content[:end], marks, new):
        return "A mark that was added after it was signed lies over words of the page."
    return ""


def _words_beneath(signed: bytes, marks: list[tuple[int, _Box, str]], new: Collection[str]) -> bool:
    document = pypdfium2.PdfDocument(signed)
    try:
        for index, (left, bottom, right, top), name in marks:
            page = document[index]
            text = page.get_textpage()
            found = text.get_text_bounded(left + 1, bottom + 1, right - 1, top - 1)
            letters = sum(each.isalnum() for each in found)
            text.close()
            page.close()
            if letters > (0 if name in new else _LETTERS_IN_A_BOX):
                return True
    finally:
        document.close()
    return False


def _annotations(page: Any) -> Iterator[Any]:
    found = page.obj.get("/Annots")
    if isinstance(found, pikepdf.Array):
        yield from (each for each in found if isinstance(each, pikepdf.Dictionary))


def _place(annotation: Any) -> _Box | None:
    """Return the place of an annotation that can be seen, in points of the page; None for none."""
    rect = annotation.get("/Rect")
    if not isinstance(rect, pikepdf.Array) or len(rect) != 4 or "/AP" not in annotation:
        return None
    if int(annotation.get("/F", 0)) & _HIDDEN:
        return None
    x0, y0, x1, y1 = (float(each) for each in rect)
    place = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return place if _area(place) > 1 else None


def _field(annotation: Any) -> tuple[str, str]:
    """Return the whole name and the kind of the field that a widget belongs to, or two ""."""
    names: list[str] = []
    kind = ""
    node = annotation
    for _ in range(_DEEPEST):
        if not isinstance(node, pikepdf.Dictionary):
            break
        if "/T" in node:
            names.append(str(node["/T"]))
        kind = kind or str(node.get("/FT", ""))
        node = node.get("/Parent")
    return ".".join(reversed(names)), kind


def _area(box: _Box) -> float:
    return abs(box[2] - box[0]) * abs(box[3] - box[1])


def _overlap(one: _Box, other: _Box) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 1 and high > 1
