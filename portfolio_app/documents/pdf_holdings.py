"""What a PDF also holds beside its pages: names, metadata, attachments, layers, comments, answers.

None of it is in the page copy, except what the pages show of comments and answers.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pikepdf

from portfolio_app.documents.active import tree
from portfolio_app.documents.mail import bare_name, decoded_header
from portfolio_app.documents.pdf_values import BROKEN, at, items, name, text
from portfolio_app.documents.titles import one_line
from portfolio_app.domain import wire
from portfolio_app.domain.document import OWN_REQUEST, Holding, Inside
from portfolio_app.domain.forms import EMBEDDED_NAME, FormContent

_MOST_ATTACHED = 500
_LARGEST_REQUEST = 1_000_000  # bytes
_LARGEST_METADATA = 2_000_000
_MOST_ANNOTATIONS = 20_000
_NO_COMMENT = frozenset(
    {"/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet", "/Watermark", ""}
)
_CREATORS = re.compile(
    rb"<(?:dc:creator|xmpRights:Owner|pdf:Author|pdfx:Author)\b[^>]*>(.{1,3000}?)"
    rb"</(?:dc:creator|xmpRights:Owner|pdf:Author|pdfx:Author)>",
    re.DOTALL,
)
_MARKUP = re.compile(rb"<[^>]{0,500}>")


def of(pdf: pikepdf.Pdf) -> tuple[tuple[Holding, ...], tuple[Inside, ...]]:
    """Return what the document also holds, and the files attached to it.

    The document must not have been changed yet (``page_copy.make`` does).
    """
    holds: list[Holding] = []
    packet = metadata(pdf)
    names = [one_line(text(at(pdf.trailer, "/Info", "/Author")))]
    names += [
        one_line(unescape(_MARKUP.sub(b" ", found[1]).decode("utf-8", "replace")))
        for found in _CREATORS.finditer(packet)
    ]
    if any(names):
        holds.append(Holding("author name", 0, _listed(names)))
    if packet:
        holds.append(Holding("hidden metadata (XMP)"))
    files = attached(pdf)
    inside = tuple(
        Inside(number, file_name, size) for number, (file_name, size, _) in enumerate(files, 1)
    )
    if len(files) == 1 and is_request(*files[0]) and _has_one_file(pdf):
        holds.append(Holding(OWN_REQUEST))
    elif inside:
        holds.append(Holding("attachments", len(inside), _listed([i.name for i in inside])))
    if layers := _hidden_layers(pdf):
        holds.append(Holding("hidden layers", len(layers), _listed(layers)))
    count, authors = _comments(pdf)
    if count:
        holds.append(Holding("comments and marks", count, _listed(authors)))
    if answers := _answers(pdf):
        holds.append(Holding("form answers", answers))
    return tuple(holds), inside


def is_request(file_name: str, size: int, stream: Any) -> bool:
    """Return whether an attached file is the request of a form of ours, and holds nothing else."""
    if file_name != EMBEDDED_NAME or size > _LARGEST_REQUEST:
        return False
    try:
        plain = json.loads(stream.read_bytes(), object_pairs_hook=_each_once)
        told = wire.encode(wire.decode(FormContent, plain))
    except (*BROKEN, RecursionError):
        return False
    return isinstance(told, dict) and all(told.get(key) == plain[key] for key in plain)


def _has_one_file(pdf: pikepdf.Pdf) -> bool:
    """Return whether no other file lies anywhere inside: pinned to a page, named, or left over."""
    if at(pdf.Root, "/Collection") is not None or len(_file_specs(pdf)) != 1:
        return False
    files = [e for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and "/EF" in e]
    streams = [
        each
        for each in pdf.objects
        if isinstance(each, pikepdf.Stream) and name(each.get("/Type")) == "/EmbeddedFile"
    ]
    return len(files) <= 1 and len(streams) <= 1


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands there twice")
    return made


def metadata(pdf: pikepdf.Pdf) -> bytes:
    """Return the document's XMP packet, or nothing."""
    stream = at(pdf.Root, "/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return b""
    try:
        return stream.read_bytes()[:_LARGEST_METADATA]
    except (pikepdf.PdfError, RuntimeError):
        return b""


def attached(pdf: pikepdf.Pdf) -> list[tuple[str, int, Any]]:
    """Return the attached files: name without folders, bytes, the stream that holds them.

    Those of the document, then those pinned to pages; one that cannot be unpacked is left out.
    """
    found: list[tuple[str, int, Any]] = []
    for spec in _file_specs(pdf):
        stream = at(spec, "/EF", "/UF") or at(spec, "/EF", "/F")
        if not isinstance(stream, pikepdf.Stream):
            continue
        try:
            size = len(stream.read_bytes())
        except BROKEN:
            continue
        told = text(at(spec, "/UF")) or text(at(spec, "/F"))
        file_name = bare_name(decoded_header(told)) or f"File {len(found) + 1}"
        found.append((file_name, size, stream))
        if len(found) == _MOST_ATTACHED:
            break
    return found


def _file_specs(pdf: pikepdf.Pdf) -> list[Any]:
    specs: list[Any] = []
    names = at(pdf.Root, "/Names", "/EmbeddedFiles")
    for node in tree(pikepdf.Array([names]) if names is not None else None, "/Kids"):
        pairs = list(items(at(node, "/Names")))[: 2 * _MOST_ATTACHED]
        specs += pairs[1::2]
    for page in pdf.pages:
        for annotation in items(at(page.obj, "/Annots")):
            if name(at(annotation, "/Subtype")) == "/FileAttachment":
                specs.append(at(annotation, "/FS"))
        if len(specs) > _MOST_ATTACHED:
            break
    return specs


def _hidden_layers(pdf: pikepdf.Pdf) -> list[str]:
    """Return the names of layers that are off when the document opens (ISO 32000-2, 8.11.4.3)."""
    properties = at(pdf.Root, "/OCProperties")
    usual = at(properties, "/D")
    off = list(items(at(usual, "/OFF")))[:1_000]
    if name(at(usual, "/BaseState")) == "/OFF":
        shown = {each.objgen for each in items(at(usual, "/ON")) if each.is_indirect}
        off = [each for each in items(at(properties, "/OCGs")) if each.objgen not in shown]
    return [one_line(text(at(each, "/Name"))) or "unnamed" for each in off]


def _comments(pdf: pikepdf.Pdf) -> tuple[int, list[str]]:
    """Return how many comments and marks the pages carry, and the names on them."""
    count, seen = 0, 0
    authors: list[str] = []
    for page in pdf.pages:
        for annotation in items(at(page.obj, "/Annots")):
            seen += 1
            if seen > _MOST_ANNOTATIONS:
                return count, authors
            if name(at(annotation, "/Subtype")) in _NO_COMMENT:
                continue
            count += 1
            if author := one_line(text(at(annotation, "/T"))):
                authors.append(author)
    return count, authors


def _answers(pdf: pikepdf.Pdf) -> int:
    """Return how many fields of a form are filled in."""
    filled = 0
    for field in tree(at(pdf.Root, "/AcroForm", "/Fields"), "/Kids"):
        value = at(field, "/V")
        if isinstance(value, pikepdf.Dictionary) or value is None:
            continue
        told = text(value)
        filled += bool(told.strip()) and told not in ("Off", "No")
    return filled


def _listed(words: list[str]) -> str:
    return ", ".join(dict.fromkeys(each for each in words if each))[:200]
