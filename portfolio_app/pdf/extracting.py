"""PDFs out of a built bundle: the pages of one piece, and nothing of any other in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from portfolio_app.pdf import finishing, fonts, ua
from portfolio_app.pdf.finishing import Identity
from portfolio_app.progress import Progress

_DEEPEST = 60  # levels of the structure tree
_MOST_MARKS = 100_000
_HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
_KEPT = ("/S", "/Alt", "/A", "/Lang", "/ActualText")  # of an element of the tree

_Number = tuple[int, int]  # of an object in its file


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pages ``first`` to ``last`` (from 1) of the bundle, to be a PDF of this title at ``out``."""

    first: int
    last: int
    title: str
    out: Path


def extract(bundle: Path, stretches: Sequence[Stretch], built: str, progress: Progress) -> None:
    """Write each stretch as a PDF that keeps its page numbers, tags, and links to its own pages.

    Links to other pages are taken away; manifest, names and other bookmarks are not in it. PDF/UA-1
    is declared where the checker agrees.

    Args:
        bundle: a compiled portfolio.
        stretches: which pages, none in two of them, and where to.
        built: the UTC instant (ISO 8601) the bundle was built at.
        progress: called for each stretch; may raise Cancelled.
    """
    with pikepdf.open(bundle) as pdf:
        whole = _Whole(pdf)
        for number, stretch in enumerate(stretches):
            progress(f"Writing {stretch.title}", number / len(stretches))
            with pikepdf.new() as made:
                _fill(made, whole, stretch, built)
                made.save(
                    stretch.out,
                    object_stream_mode=pikepdf.ObjectStreamMode.generate,
                    deterministic_id=True,
                )
            ua.declare(stretch.out)


class _Whole:
    """The bundle as it is read once for all stretches."""

    def __init__(self, pdf: Pdf) -> None:
        self.pages = list(pdf.pages)
        self.places = {page.obj.objgen: number for number, page in enumerate(self.pages, 1)}
        self.author = str(pdf.docinfo.get("/Author", ""))
        self.app = str(pdf.docinfo.get("/Creator", ""))
        tree = pdf.Root.get("/StructTreeRoot")
        self.tree = self.parents = None
        if isinstance(tree, Dictionary):
            self.tree, self.parents = tree, pikepdf.NumberTree(tree.ParentTree)
        self.marks = _marks(pdf.Root.get("/Outlines"), self.places)
        self._reaches: dict[_Number, tuple[int, int]] = {}

    def reach(self, element: Any) -> tuple[int, int]:
        """Return the first and last page of a part of the tree; 0 where that cannot be told."""
        number = element.objgen
        if number not in self._reaches:
            self._reaches[number] = (self._page_at(element, 0), self._page_at(element, -1))
        return self._reaches[number]

    def _page_at(self, element: Any, end: int) -> int:
        for _ in range(_DEEPEST):
            if not isinstance(element, Dictionary):
                return 0
            content = element.get("/K")
            kid = content[end] if isinstance(content, Array) and len(content) else content
            if not isinstance(kid, Dictionary):
                return self.place(element.get("/Pg"))
            element = kid
        return 0

    def place(self, page: Any) -> int:
        """Return the number of a page, 0 for what is none of the bundle."""
        return self.places.get(page.objgen, 0) if isinstance(page, Dictionary) else 0


def _fill(made: Pdf, whole: _Whole, stretch: Stretch, built: str) -> None:
    """Put pages, links, tags and bookmarks of a stretch into a new PDF."""
    links: list[tuple[int, _Number, int]] = []  # the page, the old link, the page it leads to or 0
    for number in range(stretch.first, stretch.last + 1):
        links += _settle_links(whole, number, stretch)
        made.pages.append(whole.pages[number - 1])
    pages = {stretch.first + place: page.obj for place, page in enumerate(made.pages)}
    new_links = _turn_links(pages, links)
    finishing.describe(made, Identity(stretch.title, whole.author, built, whole.app))
    made.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=stretch.first)]))
    if whole.tree is not None and whole.parents is not None:
        copying = _Copying(made, whole, pages, new_links)
        made.Root.StructTreeRoot = copying.tree(whole.tree, whole.parents)
        made.Root.MarkInfo = Dictionary(Marked=True)
    made.Root.Outlines = _outline(made, whole, stretch, pages)
    made.Root.PageMode = Name.UseOutlines


def _settle_links(whole: _Whole, number: int, stretch: Stretch) -> list[tuple[int, _Number, int]]:
    """Keep the links of a page that lead into the stretch or to the web; return them in order."""
    page = whole.pages[number - 1].obj
    kept, told = [], []
    annotations = page.get("/Annots")
    for link in annotations if isinstance(annotations, Array) else ():
        if not isinstance(link, Dictionary):
            continue
        if "/A" in link:
            leads_to = 0 if link.A.get("/S") == "/URI" else -1
        else:
            place = link.get("/Dest")
            leads_to = whole.place(place[0]) if isinstance(place, Array) and len(place) else -1
        if leads_to == 0 and "/A" not in link:
            continue
        if leads_to == 0 or stretch.first <= leads_to <= stretch.last:
            kept.append(link)
            told.append((number, link.objgen, leads_to))
    page.Annots = Array(kept)
    return told


def _turn_links(
    pages: dict[int, Any], links: Sequence[tuple[int, _Number, int]]
) -> dict[_Number, Any]:
    """Let the copied links lead to copied pages; return them by what they were copied from."""
    found: dict[_Number, Any] = {}
    at: dict[int, int] = {}
    for number, old, leads_to in links:
        page = pages[number]
        link = page.Annots[at.get(number, 0)]
        at[number] = at.get(number, 0) + 1
        link.P = page
        if leads_to:
            link.Dest[0] = pages[leads_to]
        found[old] = link
    return found


class _Copying:
    """Copies what the structure tree says of the copied pages and links, and nothing else."""

    def __init__(
        self, made: Pdf, whole: _Whole, pages: dict[int, Any], links: dict[_Number, Any]
    ) -> None:
        self._made = made
        self._whole = whole
        self._pages = pages
        self._links = links
        self._first, self._last = min(pages), max(pages)
        self._copies: dict[_Number, Any] = {}
        self._headings: list[Any] = []

    def tree(self, tree: Any, parents: pikepdf.NumberTree) -> Any:
        """Return the root of a tree of the new PDF."""
        root = self._made.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        below = self._copied(tree.get("/K"), root, 0)
        if below is not None:
            root.K = below
        self._raise_headings()
        root.ParentTree, root.ParentTreeNextKey = self._parents(parents)
        return root

    def _copied(self, element: Any, up: Any, depth: int) -> Any:
        """Return a copy without what lies on other pages; None when nothing would be left."""
        if depth > _DEEPEST or not isinstance(element, Dictionary):
            return None
        begins, ends = self._whole.reach(element)
        if begins and ends and (begins > self._last or ends < self._first):
            return None
        copy = self._made.make_indirect(Dictionary(Type=Name.StructElem, P=up))
        content = element.get("/K")
        is_blank = content is None or (isinstance(content, Array) and len(content) == 0)
        kids = list(content) if isinstance(content, Array) else [content]
        page = self._pages.get(self._whole.place(element.get("/Pg")))
        staying = [kept for kid in kids if (kept := self._kid(kid, copy, page, depth)) is not None]
        if not staying and not (is_blank and element.get("/S") in ("/TD", "/TH")):
            return None
        for key in _KEPT:
            if key in element:
                copy[key] = _value(element[key])
        copy.K = Array(staying)
        if page is not None:
            copy.Pg = page
        if copy.get("/S") in _HEADINGS:
            self._headings.append(copy)
        self._copies[element.objgen] = copy
        return copy

    def _kid(self, kid: Any, copy: Any, page: Any, depth: int) -> Any:
        if not isinstance(kid, Dictionary):
            return kid if kid is not None and page is not None else None
        kind = kid.get("/Type")
        if kind not in ("/MCR", "/OBJR"):
            return self._copied(kid, copy, depth + 1)
        on = self._pages.get(self._whole.place(kid.get("/Pg")))
        if on is None:
            return None
        if kind == "/MCR":
            return Dictionary(Type=Name.MCR, Pg=on, MCID=int(kid.MCID))
        link = self._links.get(kid.Obj.objgen)
        return None if link is None else Dictionary(Type=Name.OBJR, Pg=on, Obj=link)

    def _raise_headings(self) -> None:
        """Make the highest heading one of level 1: what stood above it is not in this file."""
        levels = [_HEADINGS.index(str(each.S)) for each in self._headings]
        for each, level in zip(self._headings, levels, strict=True):
            each.S = Name(_HEADINGS[level - min(levels)])

    def _parents(self, parents: pikepdf.NumberTree) -> tuple[Any, int]:
        """Return the tree that leads from pages and links back to their elements."""
        entries: dict[int, Any] = {}
        for page in self._pages.values():
            key = int(page.get("/StructParents", -1))
            if key in parents:
                entries[key] = Array([self._copies.get(each.objgen) for each in parents[key]])
        for link in self._links.values():
            key = int(link.get("/StructParent", -1))
            if key in parents and parents[key].objgen in self._copies:
                entries[key] = self._copies[parents[key].objgen]
        numbers = Array()
        for key in sorted(entries):
            numbers.append(key)
            numbers.append(entries[key])
        return self._made.make_indirect(Dictionary(Nums=numbers)), max(entries, default=-1) + 1


def _value(value: Any) -> Any:
    """Return a name, a text or attributes as they may stand in another file."""
    if isinstance(value, Dictionary):
        return Dictionary({key: _value(value[key]) for key in value.keys()})  # noqa: SIM118
    if isinstance(value, Array):
        return Array([_value(each) for each in value])
    return value


def _outline(made: Pdf, whole: _Whole, stretch: Stretch, pages: dict[int, Any]) -> Any:
    """Return one bookmark for the piece, with the bundle's own that lead to its later pages."""
    root = made.make_indirect(Dictionary(Type=Name.Outlines))
    first = pages[stretch.first]
    top = made.make_indirect(
        Dictionary(Title=fonts.clean(stretch.title), Parent=root, Dest=Array([first, Name.Fit]))
    )
    marks = [
        made.make_indirect(Dictionary(Title=title, Parent=top, Dest=Array([pages[page], Name.Fit])))
        for title, page in whole.marks
        if stretch.first < page <= stretch.last
    ]
    for before, after in pairwise(marks):
        before.Next, after.Prev = after, before
    if marks:
        top.First, top.Last, top.Count = marks[0], marks[-1], len(marks)
    root.First = root.Last = top
    root.Count = 1 + len(marks)
    return root


def _marks(outline: Any, places: dict[_Number, int]) -> list[tuple[str, int]]:
    """Return every bookmark of the bundle with its page, in order."""
    found: list[tuple[str, int]] = []
    waiting = [outline.get("/First")] if isinstance(outline, Dictionary) else []
    while waiting and len(found) < _MOST_MARKS:
        mark = waiting.pop()
        if isinstance(mark, Dictionary):
            place = mark.get("/Dest")
            if isinstance(place, Array) and len(place):
                found.append((str(mark.get("/Title", "")), places.get(place[0].objgen, 0)))
            waiting += [mark.get("/Next"), mark.get("/First")]
    return found
