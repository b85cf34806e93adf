"""Follows every link of a finished bundle: each must lead to one of its pages or a safe address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, NameTree, Pdf, PdfError, String

from portfolio_app.pdf.survey import safe_uri
from portfolio_app.problems import Level, Problem

_DEEPEST = 20  # levels of bookmarks
_MOST_BOOKMARKS = 100_000


class Links:
    """Follows the links of a bundle. ``count`` says how many there were, bookmarks not counted."""

    def __init__(self) -> None:
        self.count = 0
        self.findings: list[Problem] = []

    def follow(self, pdf: Pdf, pages: Sequence[Any], numbers: range) -> None:
        """Follow the links on the pages with these numbers (from 1); ``pages`` are all pages."""
        known = {page.objgen for page in pages}
        named = _named(pdf)
        for number in numbers:
            annotations = pages[number - 1].get("/Annots")
            if not isinstance(annotations, Array):
                continue
            for annotation in annotations:
                if isinstance(annotation, Dictionary):
                    self._check(annotation, number, known, named)

    def _check(
        self,
        annotation: Dictionary,
        number: int,
        known: set[tuple[int, int]],
        named: dict[str, Any],
    ) -> None:
        where = f"page {number}"
        if annotation.get("/Subtype") != "/Link":
            kind = str(annotation.get("/Subtype", "?")).lstrip("/")
            message = f"Page {number} carries an annotation of kind {kind}, which is not ours."
            self.findings.append(_must("annotation", where, message))
            return
        self.count += 1
        if not _leads_somewhere(annotation, known, named):
            message = f"A link on page {number} leads nowhere."
            self.findings.append(_must("link-broken", where, message))

    def follow_bookmarks(self, pdf: Pdf, pages: Sequence[Any]) -> None:
        """Follow the bookmarks."""
        known = {page.objgen for page in pages}
        self.findings += _bookmarks(pdf, known, _named(pdf))


def _must(rule: str, about: str, message: str) -> Problem:
    return Problem(Level.MUST_FIX, rule, about, message)


def _leads_somewhere(
    holder: Dictionary, known: set[tuple[int, int]], named: dict[str, Any]
) -> bool:
    action = holder.get("/A")
    if isinstance(action, Dictionary):
        if action.get("/S") == "/URI":
            return bool(safe_uri(action.get("/URI")))
        place = action.get("/D") if action.get("/S") == "/GoTo" else None
    else:
        place = holder.get("/Dest")
    if isinstance(place, String | Name):
        place = named.get(str(place))
    if isinstance(place, Dictionary):
        place = place.get("/D")
    return (
        isinstance(place, Array)
        and len(place) > 0
        and isinstance(place[0], Dictionary)
        and place[0].objgen in known
    )


def _named(pdf: Pdf) -> dict[str, Any]:
    names = pdf.Root.get("/Names")
    tree = names.get("/Dests") if isinstance(names, Dictionary) else None
    if not isinstance(tree, Dictionary):
        return {}
    try:
        return {str(name): place for name, place in NameTree(tree).items()}
    except (PdfError, RuntimeError, ValueError):
        return {}


def _bookmarks(pdf: Pdf, known: set[tuple[int, int]], named: dict[str, Any]) -> list[Problem]:
    findings = []
    seen: set[tuple[int, int]] = set()
    outline = pdf.Root.get("/Outlines")
    waiting = [(outline.get("/First"), 0)] if isinstance(outline, Dictionary) else []
    while waiting and len(seen) < _MOST_BOOKMARKS:
        mark, depth = waiting.pop()
        if not isinstance(mark, Dictionary) or mark.objgen in seen or depth > _DEEPEST:
            continue
        seen.add(mark.objgen)
        if not _leads_somewhere(mark, known, named):
            title = str(mark.get("/Title", "?"))[:80]
            findings.append(_must("link-broken", "", f"The bookmark “{title}” leads nowhere."))
        waiting += [(mark.get("/Next"), depth), (mark.get("/First"), depth + 1)]
    return findings
