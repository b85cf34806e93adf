"""Turns merged evidence pages into form XObjects inside our frames, and leaves all else behind."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from portfolio_app.pdf import bare_pictures
from portfolio_app.pdf.geometry import PageShape
from portfolio_app.pdf.survey import inherited
from portfolio_app.progress import Progress

# What a content stream may draw with (ISO 32000-1, table 33). Nothing else of a page comes along.
_RESOURCES = (
    "/Font",
    "/XObject",
    "/ExtGState",
    "/ColorSpace",
    "/Pattern",
    "/Shading",
    "/Properties",
)
# Ways for a picture or a form to point outside the file, run PostScript or carry private data.
_UNWANTED = (
    "/OPI",
    "/Ref",
    "/PS",
    "/Alternates",
    "/Metadata",
    "/PieceInfo",
    "/StructParent",
    "/StructParents",
    "/AF",
    "/Measure",
    "/PtData",
    "/AA",
    "/A",
)
_DEPTH = 60
_SMALL = 4_000  # bytes of a form that is looked into


class Forms:
    """Makes one form XObject of each evidence page, reusing the page's own content stream."""

    def __init__(self, pdf: Pdf, pages: Sequence[Any]) -> None:
        self._pdf = pdf
        self._seen: set[tuple[int, int]] = set()
        self._made: set[tuple[int, int]] = set()
        self._bared: set[tuple[int, int]] = set()
        contents = (page.get("/Contents") for page in pages)
        self._uses = Counter(
            each.objgen for each in contents if isinstance(each, Stream) and each.is_indirect
        )

    def form(self, page: Any, shape: PageShape) -> Stream:
        """Return the form XObject that draws this page within its visible box."""
        form = self._stream(page.get("/Contents"))
        resources = self._clean_resources(inherited(page, "/Resources"), 0)
        for key in list(form.keys()):
            if key not in ("/Length", "/Filter", "/DecodeParms"):
                del form[key]
        form.Type = Name.XObject
        form.Subtype = Name.Form
        form.BBox = Array([round(each, 4) for each in shape.box])
        form.Resources = resources
        group = page.get("/Group")
        if isinstance(group, Dictionary) and group.get("/S") == "/Transparency":
            form.Group = Dictionary({k: group[k] for k in ("/S", "/CS", "/I", "/K") if k in group})
        return form

    def _stream(self, contents: Any) -> Stream:
        if isinstance(contents, Stream) and contents.is_indirect:
            unshared = self._uses[contents.objgen] <= 1 and contents.objgen not in self._seen
            if unshared and "/F" not in contents:
                self._seen.add(contents.objgen)
                return contents
        parts: list[bytes] = []
        for each in contents if isinstance(contents, Array) else (contents,):
            # A stream may name an outside file as its data (/F): never followed.
            if isinstance(each, Stream) and "/F" not in each:
                try:
                    parts.append(each.read_bytes())
                except pikepdf.PdfError:
                    parts.append(b"")  # what cannot be decoded draws nothing
        return self._pdf.make_stream(b"\n".join(parts))

    def _clean_resources(self, resources: Any, depth: int) -> Dictionary:
        if not isinstance(resources, Dictionary) or depth > _DEPTH:
            return Dictionary()
        kept = Dictionary({key: resources[key] for key in _RESOURCES if key in resources})
        self._clean(kept, depth)
        return kept

    def _clean(self, resources: Dictionary, depth: int) -> None:
        forms = resources.get("/XObject")
        if isinstance(forms, Dictionary):
            for name, thing in list(forms.items()):
                if not self._clean_xobject(thing, depth):
                    del forms[name]
        patterns = resources.get("/Pattern")
        if isinstance(patterns, Dictionary):
            for thing in patterns.values():
                self._clean_thing(thing, depth)
        fonts = resources.get("/Font")
        if isinstance(fonts, Dictionary):
            for thing in fonts.values():
                if isinstance(thing, Dictionary) and thing.get("/Subtype") == "/Type3":
                    self._clean_thing(thing, depth)
                elif isinstance(thing, Dictionary):
                    _drop_lists(thing)
        states = resources.get("/ExtGState")
        if isinstance(states, Dictionary):
            for state in states.values():
                mask = state.get("/SMask") if isinstance(state, Dictionary) else None
                if isinstance(mask, Dictionary):
                    self._clean_thing(mask.get("/G"), depth)
        spaces = resources.get("/ColorSpace")
        if isinstance(spaces, Dictionary):
            for space in spaces.values():
                for part in space if isinstance(space, Array) else ():
                    _drop_metadata(part)
        properties = resources.get("/Properties")
        if isinstance(properties, Dictionary):
            # Hidden layers were taken out of the page copy; a property list may hold anything.
            resources["/Properties"] = Dictionary(
                {name: Dictionary() for name, _ in properties.items()}
            )

    def _clean_xobject(self, thing: Any, depth: int) -> bool:
        if not isinstance(thing, Stream) or "/F" in thing or thing.get("/Subtype") == "/PS":
            return False
        self._clean_thing(thing, depth)
        if thing.get("/Subtype") == "/Image":
            self._bare(thing)
        else:
            _end_well(thing)
        for key in ("/SMask", "/Mask"):
            mask = thing.get(key)
            if isinstance(mask, Stream):
                self._clean_thing(mask, depth)
                self._bare(mask)
        return True

    def _bare(self, image: Stream) -> None:
        """Take out what a camera or a program wrote into a picture's own packed data."""
        key = image.objgen
        if key in self._bared:
            return
        self._bared.add(key)
        bare_pictures.make_bare(image)

    def _clean_thing(self, thing: Any, depth: int) -> None:
        if not isinstance(thing, Dictionary | Stream):
            return
        if thing.is_indirect:
            if thing.objgen in self._made:
                return
            self._made.add(thing.objgen)
        for key in _UNWANTED:
            if key in thing:
                del thing[key]
        resources = thing.get("/Resources")
        if isinstance(resources, Dictionary) and depth < _DEPTH:
            self._clean(resources, depth + 1)


def _end_well(form: Stream) -> None:
    """Pack a small form anew whose packed data has no end, of which poppler would complain.

    Programs that fill in forms leave such looks behind. Nothing that cannot be unpacked is changed.
    """
    if form.get("/Filter") != "/FlateDecode" or "/DecodeParms" in form:
        return
    raw = form.read_raw_bytes()
    if len(raw) > _SMALL:
        return
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(raw, _SMALL * 50)
    except zlib.error:
        return
    if not unpacking.eof and not unpacking.unconsumed_tail:
        form.write(data)


def _drop_lists(font: Dictionary) -> None:
    """Drop what a font says of itself that is often wrong, and its metadata.

    PDF 2.0 has no lists of letters (9.8.1, 9.8.3); a weight that is none of the nine makes
    poppler complain.
    """
    inner = font.get("/DescendantFonts")
    each = inner[0] if isinstance(inner, Array) and len(inner) else font
    descriptor = each.get("/FontDescriptor") if isinstance(each, Dictionary) else None
    if not isinstance(descriptor, Dictionary):
        return
    for key in ("/CIDSet", "/CharSet", "/FontWeight"):
        if key in descriptor:
            del descriptor[key]
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        _drop_metadata(descriptor.get(key))


def _drop_metadata(thing: Any) -> None:
    if isinstance(thing, Stream) and "/Metadata" in thing:
        del thing["/Metadata"]


def put_into_frames(
    pdf: Pdf, frames: Sequence[int], shapes: Sequence[PageShape], own: int, progress: Progress
) -> None:
    """Make each evidence page the ``/Ev`` of its frame and take it out of the page tree.

    Args:
        pdf: our own pages followed by all evidence pages in the order of ``frames``.
        frames: page indexes (from 0) of the frames.
        shapes: the shape of each evidence page.
        own: how many pages are ours.
        progress: called now and then.
    """
    pages = [page.obj for page in pdf.pages]
    evidence = pages[own:]
    forms = Forms(pdf, evidence)
    for number, (frame, page, shape) in enumerate(zip(frames, evidence, shapes, strict=True)):
        if number % 25 == 0:
            progress("Placing pages", number / len(shapes))
        target = pages[frame].Resources
        if "/XObject" not in target:
            target.XObject = Dictionary()
        form = forms.form(page, shape)
        target.XObject["/Ev"] = form
    del pdf.pages[own:]
