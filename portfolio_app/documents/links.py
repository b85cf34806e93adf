"""Keeps the links of a page that are safe: web and mail addresses, and places inside the document.

Everything else an annotation can do (run, launch, submit, open other files) is left out.
"""

from __future__ import annotations

from typing import Any

import pikepdf

from portfolio_app.documents.pdf_values import at, box, dictionary, identity, items, name, number

_SCHEMES = (b"http://", b"https://", b"mailto:")
_LONGEST_ADDRESS = 2_000
_FITS = frozenset({"/XYZ", "/Fit", "/FitH", "/FitV", "/FitR", "/FitB", "/FitBH", "/FitBV"})
_MOST_NAMES = 50_000


class Links:
    """Makes clean link annotations for one document; resolves its named places once."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.Root
        self._pages = {page.obj.objgen: page.obj for page in pdf.pages}
        self._names: dict[bytes, Any] | None = None
        self._old_dests = dictionary(at(self._root, "/Dests"))
        self._name_tree = at(self._root, "/Names", "/Dests")

    def clean(self, annotation: Any) -> pikepdf.Dictionary | None:
        """Return a new annotation for a link that may stay, or None."""
        rectangle = box(at(annotation, "/Rect"))
        if rectangle is None:
            return None
        action = at(annotation, "/A")
        address = safe_address(at(action, "/URI")) if name(at(action, "/S")) == "/URI" else b""
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=pikepdf.Array([round(each, 3) for each in rectangle]),
            Border=pikepdf.Array([0, 0, 0]),
        )
        if address:
            link.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
            return link
        place = at(annotation, "/Dest")
        if place is None and name(at(action, "/S")) == "/GoTo":
            place = at(action, "/D")
        explicit = self._explicit(place)
        if explicit is None:
            return None
        link.Dest = explicit
        return link

    def _explicit(self, place: Any) -> pikepdf.Array | None:
        """Return a place as an array that names its page itself, or None."""
        for _ in range(8):  # a name may lead to a dictionary with /D, and that to a name
            if isinstance(place, pikepdf.Name):
                place = self._old_dests.get(str(place))
            elif isinstance(place, pikepdf.String):
                place = self._named(bytes(place))
            elif isinstance(place, pikepdf.Dictionary):
                place = place.get("/D")
            else:
                break
        if not isinstance(place, pikepdf.Array) or not len(place):
            return None
        page = self._page(place[0])
        if page is None:
            return None
        rest = [place[index] for index in range(1, min(len(place), 6))]
        if not rest or name(rest[0]) not in _FITS:
            return pikepdf.Array([page, pikepdf.Name.Fit])
        plain = [number(each) for each in rest[1:]]
        return pikepdf.Array([page, rest[0], *(None if n is None else round(n, 3) for n in plain)])

    def _page(self, target: Any) -> Any:
        if isinstance(target, int) and not isinstance(target, bool):
            return self._pdf.pages[target].obj if 0 <= target < len(self._pages) else None
        key = identity(target)
        return self._pages.get(key) if key is not None else None

    def _named(self, wanted: bytes) -> Any:
        if self._names is None:
            self._names = _names(self._name_tree)
        return self._names.get(wanted)


def safe_address(value: Any) -> bytes:
    """Return a web or mail address that may stay in a document; empty for any other.

    Control characters and anything outside ASCII are percent-encoded or refused.
    """
    if not isinstance(value, pikepdf.String):
        return b""
    raw = bytes(value).strip()
    if not raw.lower().startswith(_SCHEMES) or len(raw) > _LONGEST_ADDRESS:
        return b""
    if any(each < 0x20 or each == 0x7F for each in raw):
        return b""
    return b"".join(bytes([each]) if 0x20 < each < 0x7F else b"%%%02X" % each for each in raw)


def _names(tree: Any) -> dict[bytes, Any]:
    """Return a name tree (ISO 32000-2, 7.9.6) as a dictionary, however it loops."""
    found: dict[bytes, Any] = {}
    waiting, seen = [tree], set()
    while waiting and len(found) < _MOST_NAMES:
        node = waiting.pop()
        key = identity(node)
        if not isinstance(node, pikepdf.Dictionary) or (key is not None and key in seen):
            continue
        seen.add(key)
        pairs = list(items(node.get("/Names")))
        for each, value in zip(pairs[::2], pairs[1::2], strict=False):
            if isinstance(each, pikepdf.String):
                found.setdefault(bytes(each), value)
        waiting.extend(items(node.get("/Kids")))
    return found
