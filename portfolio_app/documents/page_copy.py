"""Makes the page copy of a PDF: its pages as they look, and nothing that acts or hides.

What comes out: the shown area is the MediaBox; one content stream a page; visible annotations and
filled fields are part of the page; hidden layers are gone; links lead to the web, to mail or inside
the document; no scripts, actions, attachments, forms, metadata, names or private data. The same
input always gives the same bytes.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections import Counter
from typing import Any

import pikepdf

from portfolio_app.documents import own_marks
from portfolio_app.documents.annotations import Look, Looks
from portfolio_app.documents.answers import Answers
from portfolio_app.documents.layers import Layers, without_hidden
from portfolio_app.documents.links import Links
from portfolio_app.documents.pdf_values import identity, items, name, shown_box, turned
from portfolio_app.documents.resources import Cleaner

_PAGE_KEYS = frozenset({"/Type", "/Parent", "/Resources", "/Contents", "/Group"})
_LONG_CONTENT = 200_000  # bytes of one page's content as it is stored


def make(pdf: pikepdf.Pdf, most_pages: int, *, packs: bool = True) -> tuple[bytes, Answers]:
    """Return the page copy of the first ``most_pages`` pages, and what became of a form's answers.

    ``pdf`` is changed on the way. Answers too long for their fields stand on pages added at the
    end. ``packs``: streams that came unpacked are packed, which takes a second for 20 MB.

    Raises:
        pikepdf.PdfError: the document is too damaged to be written again.
    """
    while len(pdf.pages) > most_pages:
        del pdf.pages[-1]
    layers = Layers(pdf.Root)
    found = Looks(pdf, layers)
    links = Links(pdf)
    cleaner = Cleaner(pdf, layers)
    used = Counter(identity(page.obj.get("/Contents")) for page in pdf.pages)
    looks = [found.of_page(page.obj, index) for index, page in enumerate(pdf.pages)]
    found.finish()
    looks += [[] for _ in range(len(pdf.pages) - len(looks))]
    for page, page_looks in zip(pdf.pages, looks, strict=True):
        kept = [
            pdf.make_indirect(link)
            for annotation in items(page.obj.get("/Annots"))
            if name(_subtype(annotation)) == "/Link"
            and layers.is_shown(annotation.get("/OC"))
            and (link := links.clean(annotation)) is not None
        ]
        _settle(pdf, page, layers)
        own_marks.take_out(page.obj.Contents)
        if page_looks or _is_unbalanced(pdf, page):
            is_shared = used[identity(page.obj.get("/Contents"))] > 1
            _wrap(pdf, page.obj, page_looks, is_shared=is_shared)
        cleaner.clean(page.obj.get("/Resources"))
        if kept:
            page.obj.Annots = pikepdf.Array(kept)
    return _saved(pdf, packs=packs), found.answers


def rebuilt(pdf: pikepdf.Pdf) -> bytes:
    """Return the page copy once more, its pages moved into a new document.

    For documents that qpdf can write and PDFium cannot open. Links inside the document are lost.

    Raises:
        pikepdf.PdfError: the document is too damaged to be written again.
    """
    with pikepdf.new() as fresh:
        for page in pdf.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        fresh.pages.extend(pdf.pages)
        return _saved(fresh, packs=True)


def _subtype(annotation: Any) -> Any:
    return annotation.get("/Subtype") if isinstance(annotation, pikepdf.Dictionary) else None


def _settle(pdf: pikepdf.Pdf, page: pikepdf.Page, layers: Layers) -> None:
    """Give a page one content stream, its shown area as its only box, and no other entries."""
    obj = page.obj
    shown, rotation = shown_box(obj), turned(obj)
    resources = obj.get("/Resources")
    if not isinstance(resources, pikepdf.Dictionary):
        obj.Resources = resources = pikepdf.Dictionary()
    contents = obj.get("/Contents")
    if isinstance(contents, pikepdf.Array):
        obj.Contents = _joined(pdf, contents)
    elif not isinstance(contents, pikepdf.Stream):
        obj.Contents = pikepdf.Stream(pdf, b"")
    hidden = layers.hidden_properties(resources)
    if hidden:
        obj.Contents = pikepdf.Stream(pdf, without_hidden(page, hidden))
    for key in [each for each in obj.keys() if each not in _PAGE_KEYS]:  # noqa: SIM118
        del obj[key]
    obj.MediaBox = pikepdf.Array([_short(each) for each in shown])
    if rotation:
        obj.Rotate = rotation


def _joined(pdf: pikepdf.Pdf, contents: pikepdf.Array) -> pikepdf.Stream:
    """Return the streams of a page as one; a stream that cannot be unpacked is left out."""
    parts = []
    for each in items(contents):
        if isinstance(each, pikepdf.Stream):
            with contextlib.suppress(pikepdf.PdfError, RuntimeError):
                parts.append(each.read_bytes())
    return pikepdf.Stream(pdf, b"\n".join(parts))


def _short(value: float) -> float | int:
    return int(value) if value == int(value) else round(value, 4)


def _is_unbalanced(pdf: pikepdf.Pdf, page: pikepdf.Page) -> bool:
    """Return whether q and Q do not match, or cannot be counted, or not in good time.

    A Q that ends nothing is taken out: readers pass over it, and poppler complains of it.
    """
    if len(page.obj.Contents.read_raw_bytes()) > _LONG_CONTENT:
        return True  # drawing it as a form is always right, and counting would take seconds
    depth = 0
    try:
        for instruction in pikepdf.parse_content_stream(page, "q Q"):
            depth += 1 if str(instruction.operator) == "q" else -1
            if depth < 0:
                page.obj.Contents = pikepdf.Stream(pdf, _without_surplus(page))
                return True
    except (pikepdf.PdfError, TypeError, ValueError):
        return True
    return depth != 0


def _without_surplus(page: pikepdf.Page) -> bytes:
    kept = []
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        depth += {"q": 1, "Q": -1}.get(str(instruction.operator), 0)
        if depth < 0:
            depth = 0
        else:
            kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)


def _wrap(pdf: pikepdf.Pdf, page: Any, looks: list[Look], *, is_shared: bool) -> None:
    """Draw the page's content as one form, whatever state it leaves, and the looks over it."""
    content = page.Contents
    if is_shared:  # another page draws it with other resources
        copy = pikepdf.Stream(pdf, content.read_raw_bytes())
        for key in ("/Filter", "/DecodeParms"):
            if key in content:
                copy[key] = content[key]
        content = copy
    for key in list(content.keys()):
        if key not in ("/Length", "/Filter", "/DecodeParms"):
            del content[key]
    content.Type, content.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    content.BBox = page.MediaBox
    content.Resources = page.Resources
    drawn = pikepdf.Dictionary()
    drawn["/Page"] = content
    lines = [b"q /Page Do Q"]
    for number, (look, placed) in enumerate(looks):
        drawn[f"/Look{number}"] = look
        six = " ".join(f"{each:.5f}".rstrip("0").rstrip(".") for each in placed)
        lines.append(f"q {six} cm /Look{number} Do Q".encode("ascii"))
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    page.Resources = pikepdf.Dictionary(XObject=drawn)
    page.Contents = pikepdf.Stream(pdf, b"\n".join(lines))


def _saved(pdf: pikepdf.Pdf, *, packs: bool) -> bytes:
    root = pdf.Root
    for key in [each for each in root.keys() if each not in ("/Type", "/Pages")]:  # noqa: SIM118
        del root[key]
    root.Type = pikepdf.Name.Catalog
    for key in ("/Info", "/Metadata"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    # qpdf writes /Size only where the trailer it read had one, and no reader opens a file without.
    pdf.trailer.Size = 0
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PikepdfWarning)  # of form fields: they are gone
        pdf.save(
            out,
            compress_streams=packs,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            encryption=False,
            force_version="1.7",
            fix_metadata_version=False,
        )
    return out.getvalue()
