"""Reads from a built bundle what is in it and how a reader gets there: bookmarks, annex A, index.

Nothing but the PDF is looked at. A bundle that says nothing of itself is refused; one whose
bookmarks or links are damaged gives what is left of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, NameTree, Pdf, PdfError

from portfolio_app.domain.bundle import Manifest
from portfolio_app.domain.bundle_map import BundleMap, MapCell, MapKsb
from portfolio_app.pdf.manifest import read_manifest
from portfolio_app.pdf.opening import open_pdf
from portfolio_app.problems import PortfolioError

_MOST_BOOKMARKS = 20_000
_DEEPEST = 4  # levels of bookmarks that a bundle of ours has, and one more
_PASSAGE = "Go to the passage"  # as pdf.ksb_index names its links
_CELL = re.compile(r"(.+) in (\S+), page \d+")  # as pdf.annex names its links


def read_map(path: Path) -> BundleMap:
    """Return what a built bundle says of itself.

    Raises:
        PortfolioError: it is no PDF that can be read ("unreadable"), is locked ("locked"), or was
            not built by this app ("not-a-bundle").
    """
    try:
        with open_pdf(path) as pdf:
            return _read(pdf, _manifest(pdf))
    except pikepdf.PasswordError as error:
        raise PortfolioError("This PDF is locked with a password.", code="locked") from error
    except ValueError as error:
        raise PortfolioError(
            "This PDF can't be shown as a bundle: it was not built by this app, or was changed "
            "since.",
            hint="Choose the PDF that was built here.",
            code="not-a-bundle",
        ) from error
    except (PdfError, OSError) as error:
        raise PortfolioError(
            "This file can't be read as a PDF.",
            hint="Choose the PDF that was built here.",
            code="unreadable",
        ) from error


@dataclass(slots=True)
class _Mark:
    """A bookmark: its title, page (from 1, 0 for nowhere), height on it, and those below."""

    title: str
    page: int
    top: float
    below: list[_Mark] = field(default_factory=list)


@dataclass(slots=True)
class _Entry:
    """A KSB's entry in the index, as far as it was read."""

    code: str
    words: str
    mark: _Mark
    row: int
    passages: list[int] = field(default_factory=list)


def _manifest(pdf: Pdf) -> Manifest:
    manifest = read_manifest(pdf)
    if manifest is None:
        raise ValueError("it says nothing of itself")
    return manifest


def _read(pdf: Pdf, manifest: Manifest) -> BundleMap:
    pages = [page.obj for page in pdf.pages]
    numbers = {page.objgen: number for number, page in enumerate(pages, 1)}
    marks = _marks(pdf, numbers)
    names = set(_names(pdf))
    names |= {each.ksb for each in manifest.claims}
    titles = {each.key: each.title for each in manifest.sections}
    entries = _entries(marks, titles.get("index", ""), names)
    for section in manifest.sections:
        if section.key == "index":
            _follow_index(
                pages, range(section.page, section.page + section.pages), numbers, entries
            )
    cells = _cells(pages, manifest, numbers)
    known = {each.code for each in entries}
    others = dict.fromkeys(each.ksb for each in manifest.claims if each.ksb not in known)
    ksbs = [
        MapKsb(
            each.code,
            each.words,
            each.mark.page,
            each.row,
            tuple(each.passages),
            tuple(cells.get(each.code, ())),
        )
        for each in entries
    ]
    ksbs += [MapKsb(code, cells=tuple(cells.get(code, ()))) for code in others]
    observed = [
        mark.title.split(" ")[0]
        for each in marks
        if each.title == titles.get("observations")
        for mark in each.below
    ]
    refs = {each.ref for each in manifest.items}
    return BundleMap(
        manifest,
        tuple(ksbs),
        tuple(each for each in observed if each in refs),
        tuple(each.title for each in marks),
    )


def _entries(marks: Sequence[_Mark], title: str, names: set[str]) -> list[_Entry]:
    """Return the KSBs that are named below the index's bookmark."""
    for row, mark in enumerate(marks, 1):
        if title and mark.title == title:
            return [
                _Entry(*_code_and_words(each.title, names), each, row + number)
                for number, each in enumerate(mark.below, 1)
            ]
    return []


def _code_and_words(title: str, names: set[str]) -> tuple[str, str]:
    """Divide "K7 Competitive strategy": the code is a name the PDF knows, the longest that fits."""
    if title in names:
        return title, ""
    at = title.rfind(" ")
    while at > 0:
        if title[:at] in names:
            return title[:at], title[at + 1 :]
        at = title.rfind(" ", 0, at)
    code, _, words = title.partition(" ")
    return code, words


def _follow_index(
    pages: Sequence[Any], numbers: range, known: dict[tuple[int, int], int], entries: list[_Entry]
) -> None:
    """Give each entry the pages its passages lead to, in the order in which they are printed."""
    heads = sorted(entries, key=lambda each: (each.mark.page, -each.mark.top))
    for number in numbers:
        if number > len(pages):
            return
        links = [
            (float(link["/Rect"][3]), to)
            for link, said, to in _links(pages[number - 1], known)
            if said == _PASSAGE
        ]
        for top, to in sorted(links, key=lambda each: -each[0]):
            before = [
                each
                for each in heads
                if (each.mark.page, -each.mark.top) <= (number, -top) and each.mark.page
            ]
            if before:
                before[-1].passages.append(to)


def _cells(
    pages: Sequence[Any], manifest: Manifest, known: dict[tuple[int, int], int]
) -> dict[str, list[MapCell]]:
    found: dict[str, list[MapCell]] = {}
    for section in manifest.sections:
        if section.key != "annex-a":
            continue
        for number in range(section.page, min(section.page + section.pages, len(pages) + 1)):
            for _link, said, to in _links(pages[number - 1], known):
                cell = _CELL.fullmatch(said)
                if cell is not None:
                    found.setdefault(cell[1], []).append(MapCell(number, to, cell[2]))
    return found


def _links(page: Any, known: dict[tuple[int, int], int]) -> Iterator[tuple[Any, str, int]]:
    """Yield the links of a page that lead to a page: the link, what it says, and where to."""
    annotations = page.get("/Annots")
    for link in annotations if isinstance(annotations, Array) else ():
        if not isinstance(link, Dictionary) or not isinstance(link.get("/Rect"), Array):
            continue
        to, _ = _target(link.get("/Dest"), known)
        if to and len(link["/Rect"]) == 4:
            yield link, str(link.get("/Contents", "")), to


def _target(place: Any, known: dict[tuple[int, int], int]) -> tuple[int, float]:
    """Return the page (from 1, 0 for nowhere) and the height on it of a place."""
    if not isinstance(place, Array) or not len(place) or not isinstance(place[0], Dictionary):
        return 0, 0.0
    top = 1e9  # a whole page begins above everything on it
    if len(place) > 3 and place[1] == "/XYZ":
        try:
            top = float(place[3])
        except (TypeError, ValueError):
            top = 1e9
    return known.get(place[0].objgen, 0), top


def _names(pdf: Pdf) -> Iterator[str]:
    names = pdf.Root.get("/Names")
    tree = names.get("/Dests") if isinstance(names, Dictionary) else None
    if isinstance(tree, Dictionary):
        try:
            yield from (str(name) for name in NameTree(tree))
        except (PdfError, RuntimeError, ValueError):
            return


def _marks(pdf: Pdf, known: dict[tuple[int, int], int]) -> list[_Mark]:
    outline = pdf.Root.get("/Outlines")
    seen: set[tuple[int, int]] = set()
    if not isinstance(outline, Dictionary):
        return []
    return _level(outline.get("/First"), known, seen, 1)


def _level(
    first: Any, known: dict[tuple[int, int], int], seen: set[Any], depth: int
) -> list[_Mark]:
    marks = []
    mark = first
    while isinstance(mark, Dictionary) and mark.objgen not in seen and len(seen) < _MOST_BOOKMARKS:
        seen.add(mark.objgen)
        page, top = _target(mark.get("/Dest"), known)
        below = _level(mark.get("/First"), known, seen, depth + 1) if depth < _DEEPEST else []
        marks.append(_Mark(str(mark.get("/Title", "")), page, top, below))
        mark = mark.get("/Next")
    return marks
