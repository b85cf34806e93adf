"""Looks at the page copies before anything is drawn: how many pages, which shapes, which links."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf

from portfolio_app.pdf.geometry import PageShape, Rect, SafeLink, visible_box
from portfolio_app.pdf.opening import open_pdf
from portfolio_app.problems import PortfolioError

_DEPTH = 50  # parents of a page that are asked for what it inherits
_SCHEMES = ("http://", "https://", "mailto:")


def page_shapes(path: Path, ref: str) -> tuple[PageShape, ...]:
    """Return the shape of every page of a page copy.

    Raises:
        PortfolioError: the file cannot be read ("unreadable-evidence", decision D26).
    """
    try:
        with open_pdf(path) as pdf:
            pages = [page.obj for page in pdf.pages]
            places = {page.objgen: index for index, page in enumerate(pages)}
            named: dict[str, Any] | None = None
            shapes = []
            for page in pages:
                links: tuple[SafeLink, ...] = ()
                if "/Annots" in page:
                    if named is None:
                        named = _named(pdf)
                    links = _links(page, places, named)
                shapes.append(page_shape(page, links))
            return tuple(shapes)
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError) as error:
        raise unreadable(ref) from error


def unreadable(ref: str) -> PortfolioError:
    """Return the refusal to build with a piece whose page copy cannot be read."""
    return PortfolioError(
        f"The bundle wasn't built: {ref}'s pages can't be read.",
        hint=f"Open {ref} to replace it, or take it off the shortlist, then build again.",
        code="unreadable-evidence",
    )


def inherited(page: pikepdf.Object, key: str) -> Any:
    """Return what a page has, or inherits, under ``key``; None when there is nothing."""
    at: Any = page
    for _ in range(_DEPTH):
        if not isinstance(at, pikepdf.Dictionary):
            return None
        found = at.get(key)
        if found is not None:
            return found
        at = at.get("/Parent")
    return None


def page_shape(page: pikepdf.Object, links: tuple[SafeLink, ...] = ()) -> PageShape:
    """Return how a page is shown, with these links."""
    box = visible_box(inherited(page, "/MediaBox"), inherited(page, "/CropBox"))
    return PageShape(box, _turn(inherited(page, "/Rotate")), _unit(page.get("/UserUnit")), links)


def page_links(page: pikepdf.Object, places: dict[tuple[int, int], int]) -> tuple[SafeLink, ...]:
    """Return a page's links to the web, to mail or to a page of the piece (found in ``places``)."""
    return _links(page, places, {})


def _turn(value: Any) -> int:
    try:
        return round(float(value) / 90) * 90 % 360
    except (TypeError, ValueError, OverflowError):
        return 0


def _unit(value: Any) -> float:
    try:
        unit = float(value)
    except (TypeError, ValueError):
        return 1.0
    return unit if 0.01 <= unit <= 1000 else 1.0


def _links(
    page: pikepdf.Object, places: dict[tuple[int, int], int], named: dict[str, Any]
) -> tuple[SafeLink, ...]:
    annotations = page.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return ()
    found = []
    for annotation in annotations:
        if not isinstance(annotation, pikepdf.Dictionary) or annotation.get("/Subtype") != "/Link":
            continue
        rect = _rect(annotation.get("/Rect"))
        if rect is None:
            continue
        action = annotation.get("/A")
        place = annotation.get("/Dest")
        if isinstance(action, pikepdf.Dictionary):
            kind = action.get("/S")
            if kind == "/URI":
                uri = safe_uri(action.get("/URI"))
                if uri:
                    found.append(SafeLink(rect, uri=uri))
                continue
            if kind != "/GoTo":
                continue
            place = action.get("/D")
        index = _page_index(place, places, named)
        if index >= 0:
            found.append(SafeLink(rect, page_index=index))
    return tuple(found)


def safe_uri(value: Any) -> str:
    """Return an address that only opens a web page or a letter, in plain letters; else nothing."""
    if not isinstance(value, pikepdf.String | str):
        return ""
    uri = str(value).strip()
    if not uri.lower().startswith(_SCHEMES) or len(uri) > 2000:
        return ""
    if any(ord(each) < 33 or ord(each) == 127 for each in uri):
        return ""
    return "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in uri)


def _rect(value: Any) -> Rect | None:
    if not isinstance(value, pikepdf.Array) or len(value) != 4:
        return None
    try:
        a, b, c, d = (float(each) for each in value)
    except (TypeError, ValueError):
        return None
    return (min(a, c), min(b, d), max(a, c), max(b, d))


def _page_index(place: Any, places: dict[tuple[int, int], int], named: dict[str, Any]) -> int:
    if isinstance(place, pikepdf.String | pikepdf.Name):
        place = named.get(str(place))
    if isinstance(place, pikepdf.Dictionary):
        place = place.get("/D")
    if isinstance(place, pikepdf.Array) and len(place) and isinstance(place[0], pikepdf.Dictionary):
        return places.get(place[0].objgen, -1)
    return -1


def _named(pdf: pikepdf.Pdf) -> dict[str, Any]:
    found: dict[str, Any] = {}
    old = pdf.Root.get("/Dests")
    if isinstance(old, pikepdf.Dictionary):
        found.update((str(key), place) for key, place in old.items())
    names = pdf.Root.get("/Names")
    tree = names.get("/Dests") if isinstance(names, pikepdf.Dictionary) else None
    if isinstance(tree, pikepdf.Dictionary):
        try:
            found.update((str(key), place) for key, place in pikepdf.NameTree(tree).items())
        except (pikepdf.PdfError, RuntimeError, ValueError):
            return found  # a broken tree only means links that are left out
    return found
