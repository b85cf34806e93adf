"""Walks everything a page draws with and takes out what could act, fetch, hide or tell tales."""

from __future__ import annotations

from typing import Any

import pikepdf

from portfolio_app.documents import own_marks
from portfolio_app.documents.layers import Layers, without_hidden
from portfolio_app.documents.pdf_values import at, entries, identity, name

_DEEPEST = 60
_FORM_KEYS = frozenset(
    {
        "/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group",
        "/Length", "/Filter", "/DecodeParms",
        "/PatternType", "/PaintType", "/TilingType", "/XStep", "/YStep",
    }
)  # fmt: skip
_IMAGE_KEYS = frozenset(
    {
        "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent",
        "/ImageMask", "/Mask", "/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte",
        "/Length", "/Filter", "/DecodeParms",
    }
)  # fmt: skip
_PROPERTY_KEYS = frozenset({"/MCID", "/ActualText", "/Alt", "/E", "/Lang"})


class Cleaner:
    """Cleans resources in place, each shared object once."""

    def __init__(self, pdf: pikepdf.Pdf, layers: Layers) -> None:
        self._pdf = pdf
        self._layers = layers
        self._seen: set[tuple[int, int]] = set()

    def clean(self, resources: Any, depth: int = 0) -> None:
        """Clean a resource dictionary and all it leads to."""
        if self._was_here(resources) or depth > _DEEPEST:
            return
        objects = at(resources, "/XObject")
        for each, value in entries(objects):
            if not isinstance(value, pikepdf.Stream):
                continue
            if not self._layers.is_shown(value.get("/OC")) or _is_postscript(value):
                objects[each] = self._nothing()
            elif name(value.get("/Subtype")) == "/Image":
                self._clean_image(value)
            else:
                self._clean_form(value, resources, depth)
        for _, pattern in entries(at(resources, "/Pattern")):
            if isinstance(pattern, pikepdf.Stream):
                self._clean_form(pattern, resources, depth)
        for _, state in entries(at(resources, "/ExtGState")):
            mask = at(state, "/SMask", "/G")
            if isinstance(mask, pikepdf.Stream):
                self._clean_form(mask, resources, depth)
        for _, font in entries(at(resources, "/Font")):
            if name(at(font, "/Subtype")) == "/Type3":
                self._clean_drawn_font(font, resources, depth)
        properties = at(resources, "/Properties")
        for each, value in entries(properties):
            properties[each] = _plain_properties(value)

    def _clean_form(self, form: pikepdf.Stream, outer: Any, depth: int) -> None:
        if self._was_here(form):
            return
        own = form.get("/Resources")
        hidden = self._layers.hidden_properties(own if own is not None else outer)
        if hidden:
            form.write(without_hidden(form, hidden))
        own_marks.take_out(form)
        _keep_only(form, _FORM_KEYS)
        self.clean(own, depth + 1)

    def _clean_drawn_font(self, font: Any, outer: Any, depth: int) -> None:
        if self._was_here(font):
            return
        for _, glyph in entries(font.get("/CharProcs")):
            if isinstance(glyph, pikepdf.Stream):
                _keep_only(glyph, _FORM_KEYS)
        own = font.get("/Resources")
        self.clean(own if own is not None else outer, depth + 1)

    def _clean_image(self, image: pikepdf.Stream) -> None:
        if self._was_here(image):
            return
        _keep_only(image, _IMAGE_KEYS)
        for key in ("/SMask", "/Mask"):
            if isinstance(mask := image.get(key), pikepdf.Stream):
                self._clean_image(mask)

    def _was_here(self, value: Any) -> bool:
        key = identity(value)
        if key is None:
            return not isinstance(value, (pikepdf.Dictionary, pikepdf.Stream))
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    def _nothing(self) -> pikepdf.Stream:
        empty = pikepdf.Stream(self._pdf, b"")
        empty.Type, empty.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        empty.BBox = pikepdf.Array([0, 0, 0, 0])
        return empty


def _is_postscript(form: Any) -> bool:
    return "/PS" in (name(form.get("/Subtype")), name(form.get("/Subtype2")))


def _keep_only(stream: Any, kept: frozenset[str]) -> None:
    for each in [key for key in stream.keys() if key not in kept]:  # noqa: SIM118 - not a dict
        del stream[each]


def _plain_properties(value: Any) -> pikepdf.Dictionary:
    """Return a property list without layers, metadata or anything that leads elsewhere."""
    plain = pikepdf.Dictionary()
    for each, held in entries(value):
        simple = not isinstance(held, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array))
        if each in _PROPERTY_KEYS and simple:
            plain[each] = held
    return plain
