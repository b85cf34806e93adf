"""A look of the tests' own over every object of a finished PDF: only what is allowed may be there.

Nothing here is shared with the app. What the app says of itself is not asked.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

SCHEMES = ("http://", "https://", "mailto:")
ACTIONS = {"/URI"}
# Names that mean something that acts, is attached or tells of its maker, wherever they stand.
NEVER = {
    "/3D", "/AA", "/AcroForm", "/AF", "/Alternates", "/Collection", "/EF", "/EmbeddedFile",
    "/EmbeddedFiles", "/FileAttachment", "/Filespec", "/GoToE", "/GoToR", "/GoTo3DView", "/Hide",
    "/ImportData", "/JavaScript", "/JS", "/Launch", "/Movie", "/OCProperties", "/OCGs", "/OPI",
    "/OpenAction", "/PS", "/Ref", "/RichMedia", "/RichMediaContent", "/Rendition", "/ResetForm",
    "/Screen", "/SetOCGState", "/Sig", "/Sound", "/SubmitForm", "/Thumb", "/Trans", "/Threads",
    "/Widget", "/XFA", "/Popup", "/Perms", "/DSS", "/Legal", "/Measure", "/PtData", "/LastModified",
    "/Author", "/Producer", "/Subject", "/Keywords", "/SpiderInfo", "/WebCapture", "/Encrypt",
}  # fmt: skip
CATALOG = {
    "/Type", "/Pages", "/Lang", "/PageMode", "/ViewerPreferences", "/MarkInfo", "/StructTreeRoot",
    "/Outlines", "/Names", "/PageLabels", "/Metadata", "/PieceInfo", "/LastModified",
}  # fmt: skip
INFO = {"/Title", "/Author", "/Creator", "/CreationDate", "/ModDate"}
PAGE = {
    "/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Annots", "/StructParents",
    "/Tabs", "/Rotate", "/Group",
}  # fmt: skip
LINK = {
    "/Type", "/Subtype", "/Rect", "/Border", "/Contents", "/Dest", "/A", "/F", "/StructParent",
    "/QuadPoints", "/P",
}  # fmt: skip
PICTURE = {
    "/Type", "/Subtype", "/Length", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent",
    "/Filter", "/DecodeParms", "/ImageMask", "/Mask", "/SMask", "/SMaskInData", "/Matte",
    "/Decode", "/Interpolate", "/Intent", "/Name",
}  # fmt: skip
FORM = {
    "/Type", "/Subtype", "/Length", "/Filter", "/DecodeParms", "/BBox", "/Matrix", "/Resources",
    "/Group", "/FormType", "/Name",
}  # fmt: skip
_JPEG_ALLOWED = {0xE0, 0xE2, 0xEE}  # JFIF, colour profile, Adobe's colour transform


def wrongs(path: Path, *, author: str = "") -> list[str]:
    """Return everything in a bundle that has no business there, in words; empty when all is well.

    ``author``: the only name that the document may give for its own author.
    """
    found: dict[str, None] = {}
    with pikepdf.open(path) as pdf:
        found |= dict.fromkeys(_of_document(pdf, path, author))
        info, metadata = pdf.trailer.Info.objgen, pdf.Root.Metadata.objgen
        manifest = pdf.Root.PieceInfo
        own = {manifest.objgen} if manifest.is_indirect else set()
        for each in pdf.objects:
            if each.objgen == info or each.objgen == pdf.Root.objgen:
                continue
            for part in _parts(each):
                found |= dict.fromkeys(_of_part(part, metadata, own))
    return list(found)


def _of_document(pdf: pikepdf.Pdf, path: Path, author: str) -> Iterator[str]:
    for key in pdf.Root.keys() - CATALOG:
        yield f"the catalog holds {key}"
    for key in pdf.Root.Names.keys() - {"/Dests"}:
        yield f"the names hold {key}"
    for key in pdf.Root.PieceInfo.keys() - {"/PortfolioApp"}:
        yield f"the document holds private data of {key}"
    for page in pdf.pages:
        yield from (f"a page holds {key}" for key in page.obj.keys() - PAGE)
    for key in pdf.trailer.Info.keys() - INFO:
        yield f"the document says {key}"
    if str(pdf.trailer.Info.get("/Author", "")) != author:
        yield "another author"
    if pdf.is_encrypted:
        yield "encrypted"
    packet = pdf.Root.Metadata.read_bytes().decode("utf-8")
    tags = set(re.findall(r"<([a-z]\w*:\w+)", packet, re.IGNORECASE))
    known = re.compile(
        r"x:xmpmeta|rdf:\w+|dc:(title|creator|language)|xmp:(CreateDate|CreatorTool)"
        r"|pdfuaid:part|pdfa(Extension|Schema|Property):\w+"
    )
    for tag in tags:
        if not known.fullmatch(tag):
            yield f"the metadata say {tag}"
    creators = re.findall(r"<dc:creator>.*?<rdf:li>(.*?)</rdf:li>", packet, re.DOTALL)
    if creators != ([author] if author else []):
        yield "the metadata name somebody"
    raw = path.read_bytes()
    if raw.count(b"<x:xmpmeta") != 1:
        yield "more than one packet of metadata"
    # The pages as they were written, then what they mean: two parts, and no revision before them.
    if len(re.findall(rb"startxref\s+\d+\s+%%EOF", raw)) != 2:
        yield "revisions"


def _parts(thing: Any) -> Iterator[Any]:
    """Yield an object and every object written inside it, without following references."""
    waiting = [thing]
    while waiting:
        each = waiting.pop()
        yield each
        if isinstance(each, Array):
            inner = list(each)
        elif isinstance(each, Dictionary | Stream):
            inner = [each[key] for key in each.keys()]  # noqa: SIM118
        else:
            continue
        waiting += [one for one in inner if isinstance(one, pikepdf.Object) and not one.is_indirect]


def _of_part(part: Any, metadata: Any, own: set[Any]) -> Iterator[str]:
    if isinstance(part, Name):
        if str(part) in NEVER:
            yield f"the name {part}"
        return
    if not isinstance(part, Dictionary | Stream):
        return
    keys = set(part.keys())
    yield from (f"the key {key}" for key in keys & NEVER)
    kind, sort = part.get("/Type"), part.get("/Subtype")
    if "/Metadata" in keys:
        yield "metadata of its own"
    if kind == "/Metadata" and part.objgen != metadata:
        yield "metadata of its own"
    if "/PieceInfo" in keys and part.objgen not in own:
        yield "private data"
    if "/S" in keys and ("/URI" in keys or "/D" in keys or "/N" in keys or kind == "/Action"):
        yield from _of_action(part)
    if isinstance(part, Stream):
        yield from _of_stream(part, keys, kind, sort)
    elif sort == "/Link":
        yield from (f"a link holds {key}" for key in keys - LINK)
    elif kind == "/Annot":
        yield f"a note of the kind {sort}"


def _of_action(part: Any) -> Iterator[str]:
    if str(part.S) in ("/D", "/r", "/R", "/A", "/a"):
        return  # a page label's style
    if str(part.S) not in ACTIONS:
        yield f"an action {part.S}"
    elif not str(part.URI).lower().startswith(SCHEMES):
        yield f"an address {str(part.URI)[:20]}"
    elif "/Next" in part:
        yield "an action after an action"


def _of_stream(part: Stream, keys: set[str], kind: Any, sort: Any) -> Iterator[str]:
    if "/F" in keys or "/FFilter" in keys:
        yield "data from outside the file"
    if sort == "/Image":
        yield from (f"a picture holds {key}" for key in keys - PICTURE)
        yield from _of_picture(part)
    elif sort == "/Form":
        yield from (f"a form holds {key}" for key in keys - FORM)


def _of_picture(part: Stream) -> Iterator[str]:
    last = part.get("/Filter")
    if isinstance(last, Array):
        last = last[-1] if len(last) else None
    if last not in ("/DCTDecode", "/JPXDecode"):
        return
    data = part.read_raw_bytes()
    if isinstance(part.get("/Filter"), Array) and len(part.Filter) > 1:
        unpacked = Stream(pikepdf.new(), data)
        unpacked.Filter = Array(list(part.Filter)[:-1])
        try:
            data = unpacked.read_bytes()
        except pikepdf.PdfError:
            return
    if b"Exif\0\0" in data[:200_000] or b"ns.adobe.com/xap" in data or b"Photoshop 3.0" in data:
        yield "a picture tells of its camera"
    yield from _of_jpeg(data) if last == "/DCTDecode" else _of_jpx(data)


def _of_jpeg(data: bytes) -> Iterator[str]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in (0xDA, 0xD9):
            break
        if 0xD0 <= marker <= 0xD7 or marker == 0x01:
            at += 2
            continue
        size = struct.unpack(">H", data[at + 2 : at + 4])[0]
        body = data[at + 4 : at + 2 + size]
        if marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in _JPEG_ALLOWED):
            yield f"a picture holds a segment {marker:X}"
        if marker == 0xE0 and (not body.startswith(b"JFIF\0") or body[12:14] not in (b"", b"\0\0")):
            yield "a picture holds a small picture of itself"
        at += 2 + size
    end = data.rfind(b"\xff\xd9")
    if end >= 0 and len(data) - end - 2 > 16:
        yield "a picture goes on after its end"


def _of_jpx(data: bytes) -> Iterator[str]:
    at = 0
    if data[:4] == b"\xff\x4f\xff\x51":
        return
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind in (b"xml ", b"uuid", b"uinf"):
            yield f"a picture holds a box {kind.decode()}"
        if size < 8:
            break
        at += size
