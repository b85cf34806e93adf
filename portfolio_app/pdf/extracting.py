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
_HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pages ``first`` to ``last`` (from 1) of the bundle, to be a PDF of this title at ``out``."""

    first: int
    last: int
    title: str
    out: Path


def extract(bundle: Path, stretches: Sequence[Stretch], built: str, progress: Progress) -> None:
    """Write each stretch as a PDF that keeps its page numbers, tags, and links to its own pages.

    Links to other pages are taken away; so are the manifest, names and bookmarks of the bundle.

    Args:
        bundle: a compiled portfolio.
        stretches: which pages, and where to.
        built: the UTC instant (ISO 8601) the bundle was built at.
        progress: called for each stretch; may raise Cancelled.
    """
    for number, stretch in enumerate(stretches):
        progress(f"Writing {stretch.title}", number / len(stretches))
        with pikepdf.open(bundle) as pdf:
            _extract(pdf, stretch, built)
        ua.declare(stretch.out)  # where the checker agrees


def _extract(pdf: Pdf, stretch: Stretch, built: str) -> None:
    author, app = str(pdf.docinfo.get("/Author", "")), str(pdf.docinfo.get("/Creator", ""))
    tree, outline = pdf.Root.get("/StructTreeRoot"), pdf.Root.get("/Outlines")
    every = [page.obj for page in pdf.pages]
    pages = every[stretch.first - 1 : stretch.last]
    kept = {page.objgen for page in pages}
    places = {page.objgen: number for number, page in enumerate(every, 1)}
    del pdf.pages[stretch.last :]
    del pdf.pages[: stretch.first - 1]
    links = [key for page in pages for key in _settle_links(page, kept)]
    finishing.describe(pdf, Identity(stretch.title, author, built, app))
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=stretch.first)]))
    if isinstance(tree, Dictionary):
        pages_keys = [int(page.StructParents) for page in pages if "/StructParents" in page]
        pruning = _Pruning(kept, places, stretch.first, stretch.last)
        pdf.Root.StructTreeRoot = pruning.tree(pdf, tree, {*pages_keys, *links})
        pdf.Root.MarkInfo = Dictionary(Marked=True)
    if isinstance(outline, Dictionary):
        pdf.Root.Outlines = _outline(pdf, outline, kept, stretch, pages[0])
        pdf.Root.PageMode = Name.UseOutlines
    pdf.save(
        stretch.out,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )


def _settle_links(page: Any, kept: set[tuple[int, int]]) -> list[int]:
    """Keep the links that lead into these pages or to the web; return their keys in the tree."""
    annotations = page.get("/Annots")
    if not isinstance(annotations, Array):
        return []
    staying = [each for each in annotations if _stays(each, kept)]
    page.Annots = Array(staying)
    return [int(each.StructParent) for each in staying if "/StructParent" in each]


def _stays(annotation: Any, kept: set[tuple[int, int]]) -> bool:
    if not isinstance(annotation, Dictionary):
        return False
    if "/A" in annotation:
        return bool(annotation.A.get("/S") == "/URI")
    place = annotation.get("/Dest")
    return (
        isinstance(place, Array)
        and len(place) > 0
        and isinstance(place[0], Dictionary)
        and place[0].objgen in kept
    )


class _Pruning:
    """Takes out of the structure tree what speaks of other pages than the kept ones."""

    def __init__(
        self, kept: set[tuple[int, int]], places: dict[tuple[int, int], int], first: int, last: int
    ) -> None:
        self._kept = kept
        self._places = places
        self._first = first
        self._last = last

    def tree(self, pdf: Pdf, tree: Dictionary, keys: set[int]) -> Dictionary:
        """Return the root of a tree that speaks of the kept pages and links only."""
        parents = pikepdf.NumberTree(tree.ParentTree)
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        below = self._pruned(tree.K, 0)
        if isinstance(below, Dictionary):
            below.P = root
            root.K = below
            _raise_headings(below)
        numbers = Array()
        for key in sorted(keys):
            if key in parents:
                numbers.append(key)
                numbers.append(parents[key])
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
        root.ParentTreeNextKey = max(keys, default=-1) + 1
        return root  # type: ignore[no-any-return] # pikepdf says Object

    def _pruned(self, element: Any, depth: int) -> Any:
        """Return an element without what lies on other pages; None when nothing is left of it."""
        if depth > _DEEPEST or not isinstance(element, Dictionary):
            return None
        if not self._may_reach(element):
            return None
        content = element.get("/K")
        kids = list(content) if isinstance(content, Array) else [content]
        page = element.get("/Pg")
        on_kept = isinstance(page, Dictionary) and page.objgen in self._kept
        staying: list[Any] = []
        for kid in kids:
            if not isinstance(kid, Dictionary):
                staying += [kid] if kid is not None and on_kept else []
            elif kid.get("/Type") in ("/MCR", "/OBJR"):
                staying += [kid] if self._is_kept(kid) else []
            elif self._pruned(kid, depth + 1) is not None:
                staying.append(kid)
        if not staying and not _is_blank(element):
            return None
        element.K = Array(staying)
        if isinstance(page, Dictionary) and not on_kept:
            del element["/Pg"]
        return element

    def _is_kept(self, reference: Any) -> bool:
        """Whether what a reference leads to stays: a mark on a kept page, or a kept link."""
        if reference.Pg.objgen not in self._kept:
            return False
        return "/Obj" not in reference or _stays(reference.Obj, self._kept)

    def _may_reach(self, element: Any) -> bool:
        """Whether a part of the tree may speak of kept pages: it is in the order of the pages."""
        begins, ends = self._page_at_end(element, 0), self._page_at_end(element, -1)
        if not begins or not ends:
            return True
        return begins <= self._last and ends >= self._first

    def _page_at_end(self, element: Any, end: int) -> int:
        """Return the page of the first (0) or last (-1) thing in a part of the tree, 0 if none."""
        for _ in range(_DEEPEST):
            if not isinstance(element, Dictionary):
                return 0
            content = element.get("/K")
            kid = content[end] if isinstance(content, Array) and len(content) else content
            if not isinstance(kid, Dictionary):
                page = element.get("/Pg")
                return self._places.get(page.objgen, 0) if isinstance(page, Dictionary) else 0
            element = kid
        return 0


def _raise_headings(top: Any) -> None:
    """Make the highest heading one of level 1: what stood above it is not in this file."""
    found: list[Any] = []
    waiting = [top]
    while waiting:
        element = waiting.pop()
        if element.get("/S") in _HEADINGS:
            found.append(element)
        kids = element.get("/K")
        if isinstance(kids, Array):
            waiting += [
                each
                for each in kids
                if isinstance(each, Dictionary) and each.get("/Type") == "/StructElem"
            ]
    levels = [_HEADINGS.index(str(each.S)) for each in found]
    for each, level in zip(found, levels, strict=True):
        each.S = Name(_HEADINGS[level - min(levels)])


def _is_blank(element: Any) -> bool:
    """Whether an element was put there without content: an empty cell of a table."""
    content = element.get("/K")
    is_empty = content is None or (isinstance(content, Array) and len(content) == 0)
    return is_empty and element.get("/S") in ("/TD", "/TH")


def _outline(
    pdf: Pdf, outline: Any, kept: set[tuple[int, int]], stretch: Stretch, first: Any
) -> Dictionary:
    """Return one bookmark for the piece, with the bundle's own that lead to its later pages."""
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    title = fonts.clean(stretch.title)
    top = pdf.make_indirect(Dictionary(Title=title, Parent=root, Dest=Array([first, Name.Fit])))
    marks = [
        pdf.make_indirect(Dictionary(Title=mark.Title, Parent=top, Dest=mark.Dest))
        for mark in _marks(outline)
        if _stays(mark, kept) and mark.Dest[0].objgen != first.objgen
    ]
    for before, after in pairwise(marks):
        before.Next, after.Prev = after, before
    if marks:
        top.First, top.Last, top.Count = marks[0], marks[-1], len(marks)
    root.First = root.Last = top
    root.Count = 1 + len(marks)
    return root  # type: ignore[no-any-return]


def _marks(outline: Any) -> list[Any]:
    """Return every bookmark of the bundle, in order."""
    found: list[Any] = []
    waiting = [outline.get("/First")]
    while waiting and len(found) < 100_000:
        mark = waiting.pop()
        if isinstance(mark, Dictionary):
            found.append(mark)
            waiting += [mark.get("/Next"), mark.get("/First")]
    return found
