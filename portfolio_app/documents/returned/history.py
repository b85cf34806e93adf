"""Whether a file can be read in two ways: two catalogues, or objects that hide others.

A PDF may hold several versions of itself one after another (ISO 32000-2, 7.5.6). A file made to
deceive shows one reader the one, and another reader the other; so it is read in three ways: as
its last table says, as its bytes lie, and by two libraries.
"""

from __future__ import annotations

import io
import re

import pikepdf

from portfolio_app.documents.pdf_values import BROKEN, at, items, name

_ROOT = re.compile(rb"/Root[\s\0]{0,20}(\d{1,10})[\s\0]{1,20}(\d{1,5})[\s\0]{1,20}R")
_CATALOGUE = re.compile(
    rb"(?:^|[\s\0])(\d{1,10})[\s\0]{1,20}(\d{1,5})[\s\0]{1,20}obj\b.{0,400}?"
    rb"/Type[\s\0]{0,20}/Catalog\b",
    re.DOTALL,
)
_START = re.compile(rb"startxref")
_MOST_OBJECTS = 20_000
_MOST_PAGES = 60


def catalogues(data: bytes, pdf: pikepdf.Pdf) -> int:
    """Return how many different catalogues a file holds, whichever of them a reader takes."""
    found = {int(each[1]) for each in _ROOT.finditer(data)}
    found |= _raw_catalogues(data)
    for number, thing in enumerate(pdf.objects):
        if number > _MOST_OBJECTS:
            break
        if isinstance(thing, pikepdf.Dictionary) and name(thing.get("/Type")) == "/Catalog":
            found.add(thing.objgen[0])
    found.add(pdf.Root.objgen[0])
    return len(found)


def _raw_catalogues(data: bytes) -> set[int]:
    found = set()
    for each in _CATALOGUE.finditer(data):
        if b"endobj" not in each[0]:
            found.add(int(each[1]))
    return found


def reads_otherwise(data: bytes, pdf: pikepdf.Pdf) -> bool:
    """Return whether a reader that does not follow the file's tables sees other pages.

    The tables are made unreadable in a copy, so that the library gathers the objects as they lie,
    the last of each number; an honest file is the same that way.
    """
    blinded = _START.sub(b"startxxxx", data)
    try:
        with pikepdf.open(io.BytesIO(blinded)) as other:
            return _drawn(other) != _drawn(pdf)
    except BROKEN:
        return False  # it cannot be read that way at all: nobody is deceived


def _drawn(pdf: pikepdf.Pdf) -> list[tuple[bytes, int]]:
    """Return what the pages draw and how many things lie over each."""
    told = []
    for _, page in zip(range(_MOST_PAGES), pdf.pages, strict=False):
        told.append((_content(page.obj), sum(True for _ in items(at(page.obj, "/Annots")))))
    return told


def _content(page: pikepdf.Object) -> bytes:
    content = at(page, "/Contents")
    streams = [content] if isinstance(content, pikepdf.Stream) else list(items(content))
    return b"\n".join(
        each.read_bytes() for each in streams[:200] if isinstance(each, pikepdf.Stream)
    )
