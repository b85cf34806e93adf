"""Names the active content of a PDF: what could run, send, fetch or play. Nothing is ever run."""

from __future__ import annotations

from typing import Any

import pikepdf

from portfolio_app.documents.pdf_values import at, entries, identity, items, name, text

_ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "starting a program",
    "/SubmitForm": "sending a form",
    "/ImportData": "fetching form data",
    "/GoToR": "links to other files",
    "/GoToE": "links to other files",
    "/Rendition": "sound or video",
    "/Movie": "sound or video",
    "/Sound": "sound or video",
    "/RichMediaExecute": "sound or video",
    "/GoTo3DView": "3D models",
}
_ANNOTATIONS = {
    "/FileAttachment": "attached files",
    "/Movie": "sound or video",
    "/Sound": "sound or video",
    "/Screen": "sound or video",
    "/RichMedia": "sound or video",
    "/3D": "3D models",
}
_DEEPEST = 64
_MOST_FIELDS = 20_000


class ActiveContent:
    """Collects what it is shown; ``found`` is in a fixed order, without repeats."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._seen: set[tuple[int, int]] = set()

    @property
    def found(self) -> tuple[str, ...]:
        """Return plain words for what was found."""
        return tuple(sorted(self._words))

    def look_at_document(self, pdf: pikepdf.Pdf) -> None:
        """Look at what belongs to the whole document: names, opening actions, forms, outlines."""
        root = pdf.Root
        self.look_at_action(at(root, "/OpenAction"))
        self._look_at_triggers(at(root, "/AA"))
        names = at(root, "/Names")
        if at(names, "/JavaScript") is not None:
            self._words.add("JavaScript")
        if at(names, "/EmbeddedFiles") is not None or at(root, "/Collection") is not None:
            self._words.add("attached files")
        form = at(root, "/AcroForm")
        if at(form, "/XFA") is not None:
            self._words.add("an XFA form")
        for field in tree(at(form, "/Fields"), "/Kids"):
            self._look_at_triggers(at(field, "/AA"))
            self.look_at_action(at(field, "/A"))
        for entry in _outline(at(root, "/Outlines")):
            self.look_at_action(at(entry, "/A"))

    def look_at_page(self, page: Any) -> None:
        """Look at a page's own triggers and at its annotations."""
        self._look_at_triggers(at(page, "/AA"))
        for annotation in items(at(page, "/Annots")):
            kind = name(at(annotation, "/Subtype"))
            if kind in _ANNOTATIONS:
                self._words.add(_ANNOTATIONS[kind])
            self.look_at_action(at(annotation, "/A"))
            self._look_at_triggers(at(annotation, "/AA"))

    def look_at_action(self, action: Any, depth: int = 0) -> None:
        """Look at an action and at those it leads to."""
        if not isinstance(action, pikepdf.Dictionary) or depth > _DEEPEST:
            return
        if (key := identity(action)) is not None:
            if key in self._seen:
                return
            self._seen.add(key)
        kind = name(at(action, "/S"))
        if kind in _ACTIONS:
            self._words.add(_ACTIONS[kind])
        if kind == "/URI" and text(at(action, "/URI")).strip().lower().startswith("javascript:"):
            self._words.add("JavaScript")
        following = at(action, "/Next")
        self.look_at_action(following, depth + 1)
        for each in items(following):
            self.look_at_action(each, depth + 1)

    def _look_at_triggers(self, triggers: Any) -> None:
        for _, action in entries(triggers):
            self.look_at_action(action)


def signed(pdf: pikepdf.Pdf) -> bool:
    """Return whether a signature field holds a signature value.

    ISO 32000-2, 12.8: a value with /Contents and /ByteRange. An empty field is not a signature,
    whatever /SigFlags claims. Whether the signature is any good is not looked at.
    """
    for field in tree(at(pdf.Root, "/AcroForm", "/Fields"), "/Kids"):
        value = at(field, "/V")
        if at(value, "/ByteRange") is not None and at(value, "/Contents") is not None:
            return True
    return False


def tree(top: Any, branch: str) -> list[Any]:
    """Return the dictionaries of a tree, however it loops, up to a limit."""
    waiting = list(items(top))
    found: list[Any] = []
    seen: set[tuple[int, int] | None] = set()
    while waiting and len(found) < _MOST_FIELDS:
        each = waiting.pop()
        key = identity(each)
        if not isinstance(each, pikepdf.Dictionary) or (key is not None and key in seen):
            continue
        seen.add(key)
        found.append(each)
        waiting.extend(items(each.get(branch)))
    return found


def _outline(top: Any) -> list[Any]:
    waiting = [at(top, "/First")]
    found: list[Any] = []
    seen: set[tuple[int, int] | None] = set()
    while waiting and len(found) < _MOST_FIELDS:
        each = waiting.pop()
        key = identity(each)
        if not isinstance(each, pikepdf.Dictionary) or key is None or key in seen:
            continue
        seen.add(key)
        found.append(each)
        waiting += [each.get("/Next"), each.get("/First")]
    return found
