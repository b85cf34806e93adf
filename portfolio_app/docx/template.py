"""What is taken of a person's own Word template, hostile or broken as it may be.

Only parts that are known by name are read, each up to a size, as XML without entities; of them,
elements that lead elsewhere or run something are left out.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from portfolio_app.docx import package
from portfolio_app.docx.package import COMPAT, Edge, Shell
from portfolio_app.docx.proposal_numbering import EMPTY
from portfolio_app.docx.proposal_styles import own
from portfolio_app.problems import PortfolioError

LARGEST = 60_000_000  # bytes of a template
_LARGEST_PART = 20_000_000  # bytes unpacked
_LARGEST_IMAGE = 10_000_000
_MOST_MEMBERS = 5_000
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
    ValueError, KeyError, struct.error, etree.XMLSyntaxError,
)  # fmt: skip
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PICTURES = {"png": b"\x89PNG", "jpeg": b"\xff\xd8", "jpg": b"\xff\xd8", "gif": b"GIF8"}
# The strict form of the format (ISO/IEC 29500 part 1) has other names for the same things.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _R.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main",
     b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
     b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    (b"http://purl.oclc.org/ooxml/drawingml/picture",
     b"http://schemas.openxmlformats.org/drawingml/2006/picture"),
)  # fmt: skip
# Fields of a header or footer that only say what the document itself knows.
_FIELDS = frozenset(
    ("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TITLE", "SUBJECT", "STYLEREF", "DATE",
     "SAVEDATE", "CREATEDATE", "PRINTDATE", "TIME")
)  # fmt: skip
_LEFT_OUT = (
    "altChunk", "subDoc", "object", "control", "dataBinding", "movie", "bookmarkStart",
    "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "permStart",
    "permEnd", "proofErr",
)  # fmt: skip
_ADDRESSES = frozenset({"href", "src", "althref", "hrefraw"})
# Kept of the settings, in the order of the schema (ECMA-376 part 1, 17.15.1.78).
_SETTINGS_BEFORE = ("mirrorMargins", "gutterAtTop", "defaultTabStop", "autoHyphenation",
                    "evenAndOddHeaders", "characterSpacingControl")  # fmt: skip
_SETTINGS_AFTER = ("themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator")
_PAGE = ("pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType", "vAlign", "titlePg", "bidi",
         "rtlGutter", "docGrid")  # fmt: skip
_KINDS = {"headerReference": "header", "footerReference": "footer"}


def shell(data: bytes) -> Shell:
    """Return what is taken of a template.

    Raises:
        PortfolioError: "bad-template".
    """
    try:
        return _Reader(data).shell()
    except _UNREADABLE as error:
        raise _refused(
            "This template can't be read: it is damaged, locked, or no Word document."
        ) from error


def with_footer(made: Shell, foot: str, pages: int) -> Shell:
    """Return the shell with our own footer where the template has neither header nor footer."""
    if made.edges:
        return made
    return replace(made, edges=(package.footer("", foot, made.wide, pages),))


def _refused(words: str) -> PortfolioError:
    return PortfolioError(
        f"{words} Nothing was written.",
        hint="Save it in Word as .docx or .dotx without a password, or export without a template.",
        code="bad-template",
    )


class _Reader:
    def __init__(self, data: bytes) -> None:
        if len(data) > LARGEST:
            raise _refused("This template is larger than any that is read.")
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        infos = self._zip.infolist()
        if len(infos) > _MOST_MEMBERS:
            raise _refused("This template has more parts than any that is read.")
        self._members = {each.filename.lstrip("/").casefold(): each for each in reversed(infos)}
        if any("vbaproject" in name for name in self._members):
            raise _refused("This template holds macros, which are never taken over.")
        self._main = self._found_main()
        self._related = self._relations(self._main)

    def _read(self, name: str, most: int = _LARGEST_PART) -> bytes:
        info = self._members.get(name.lstrip("/").casefold())
        if info is None:
            return b""
        if info.file_size > most:
            raise _refused("This template holds more than is ever read.")
        with self._zip.open(info) as member:
            found = member.read(most + 1)
        if len(found) > most:  # the directory told less than there is
            raise _refused("This template holds more than is ever read.")
        return found

    def _xml(self, data: bytes) -> Any:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data:
            raise ValueError("no Word document has a document type")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        return etree.fromstring(data, parser)

    def _relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Return a part's links within the package: kind and target by id."""
        folder, _, file = name.rpartition("/")
        data = self._read(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        if not data:
            return {}
        found = {}
        for each in self._xml(data).iter(_RELATED):
            if each.get("TargetMode", "").casefold() == "external":
                continue
            target = str(each.get("Target", ""))
            path = target.lstrip("/") if target.startswith("/") else _joined(folder, target)
            found[str(each.get("Id", ""))] = (str(each.get("Type", "")).rpartition("/")[2], path)
        return found

    def _found_main(self) -> str:
        for kind, target in self._relations("").values():
            if kind == "officeDocument":
                return target
        raise ValueError("the package names no document")

    def _part(self, kind: str) -> bytes:
        for each, target in self._related.values():
            if each == kind:
                return self._read(target)
        return b""

    def shell(self) -> Shell:
        document = self._xml(self._read(self._main))
        if document.tag != f"{{{_W}}}document":
            raise ValueError("this is no Word document")
        sections = list(document.iter(f"{{{_W}}}sectPr"))
        sections = [each for each in sections if not _is_old(each)]
        last = sections[-1] if sections else None
        size, margins, page = _page(last)
        theme = self._part("theme")
        return Shell(
            styles=self._styles(),
            numbering=self._numbering(),
            edges=self._edges(sections),
            page=page,
            size=size,
            margins=margins,
            theme=_bytes(self._xml(theme)) if theme else b"",
            settings=self._settings(),
            is_own=False,
        )

    def _styles(self) -> bytes:
        data = self._part("styles")
        if not data:
            return own()
        root = self._xml(data)
        if root.tag != f"{{{_W}}}styles":
            raise ValueError("the styles are none")
        for each in list(root.iter(f"{{{_W}}}lang")):
            each.set(f"{{{_W}}}val", "en-GB")
        return _bytes(root)

    def _numbering(self) -> bytes:
        data = self._part("numbering")
        if not data:
            return EMPTY
        root = self._xml(data)
        if root.tag != f"{{{_W}}}numbering":
            return EMPTY
        for name, uid in (("abstractNum", "abstractNumId"), ("num", "numId")):
            for each in root.findall(f"{{{_W}}}{name}"):
                if not re.fullmatch(r"[0-9]{1,9}", each.get(f"{{{_W}}}{uid}", "")):
                    _remove(each)
        for each in list(root.iter(f"{{{_W}}}abstractNumId")):
            if not re.fullmatch(r"[0-9]{1,9}", each.get(f"{{{_W}}}val", "")):
                _remove(each.getparent())
        for name in ("numPicBullet", "lvlPicBulletId", "numIdMacAtCleanup"):
            for each in list(root.iter(f"{{{_W}}}{name}")):
                _remove(each)
        return _bytes(root)

    def _settings(self) -> str:
        data = self._part("settings")
        root = self._xml(data) if data else None

        def kept(names: tuple[str, ...]) -> str:
            if root is None:
                return ""
            held = (root.find(f"{{{_W}}}{name}") for name in names)
            return "".join(_text(each) for each in held if each is not None)

        return kept(_SETTINGS_BEFORE) + COMPAT + kept(_SETTINGS_AFTER)

    def _edges(self, sections: list[Any]) -> tuple[Edge, ...]:
        """Return the headers and footers of the last section; it takes over those before it."""
        named: dict[tuple[str, str], str] = {}
        for section in sections:
            for each in section:
                kind = (
                    _KINDS.get(etree.QName(each).localname) if isinstance(each.tag, str) else None
                )
                if kind is not None:
                    when = each.get(f"{{{_W}}}type", "default")
                    named[kind, when] = each.get(f"{{{_R}}}id", "")
        found = []
        for (kind, when), relation in named.items():
            held, target = self._related.get(relation, ("", ""))
            data = self._read(target) if held == kind else b""
            if data and when in ("default", "first", "even"):
                found.append(self._edge(kind, when, data, target))
        return tuple(found)

    def _edge(self, kind: str, when: str, data: bytes, name: str) -> Edge:
        root = self._xml(data)
        images = self._images(name)
        used: set[str] = set()
        for each in list(root.iter()):
            if not isinstance(each.tag, str):
                continue
            if etree.QName(each).localname in _LEFT_OUT:
                _remove(each)
                continue
            for attribute, value in list(each.attrib.items()):
                if etree.QName(attribute).localname.casefold() in _ADDRESSES:
                    del each.attrib[attribute]  # of drawings in VML: fetched when it is opened
                if etree.QName(attribute).namespace != _R:
                    continue
                if value in images:
                    used.add(value)
                else:
                    del each.attrib[attribute]
                    _remove_picture(each)
        _remove_fields(root)
        kept = {relation: image for relation, image in images.items() if relation in used}
        return Edge(kind, when, _bytes(root), kept)

    def _images(self, name: str) -> Mapping[str, tuple[str, bytes]]:
        found = {}
        for relation, (kind, target) in self._relations(name).items():
            ending = target.rpartition(".")[2].casefold()
            if kind != "image" or ending not in _PICTURES:
                continue
            data = self._read(target, _LARGEST_IMAGE)
            if data.startswith(_PICTURES[ending]):
                found[relation] = (ending, data)
        return found


def _joined(folder: str, target: str) -> str:
    parts = folder.split("/") if folder else []
    for each in target.split("/"):
        if each == "..":
            parts = parts[:-1]
        elif each not in (".", ""):
            parts.append(each)
    return "/".join(parts)


def _is_old(section: Any) -> bool:
    """Whether these are properties as they were before a tracked change."""
    up = section.getparent()
    return up is not None and etree.QName(up).localname == "sectPrChange"


def _page(section: Any) -> tuple[tuple[int, int], tuple[int, int, int, int], str]:
    """Return size, margins and everything of a section but its edges."""
    usual = Shell(b"", b"", (), "")
    size, margins = usual.size, usual.margins
    kept: dict[str, Any] = {}
    for each in section if section is not None else ():
        if isinstance(each.tag, str) and etree.QName(each).localname in _PAGE:
            kept[etree.QName(each).localname] = each
    if (held := kept.get("pgSz")) is not None:
        size = (_number(held, "w", size[0]), _number(held, "h", size[1]))
    if (held := kept.get("pgMar")) is not None:
        names = ("top", "right", "bottom", "left")
        margins = tuple(  # type: ignore[assignment]
            abs(_number(held, name, was)) for name, was in zip(names, margins, strict=True)
        )
        margins = (margins[0], margins[1], margins[2], margins[3] + _number(held, "gutter", 0))
    if size[0] - margins[1] - margins[3] < 2_000 or size[1] - margins[0] - margins[2] < 2_000:
        return usual.size, usual.margins, package.own("", "", 1).page
    inside = "".join(_text(kept[name]) for name in _PAGE if name in kept)
    if "pgSz" not in kept or "pgMar" not in kept:
        return usual.size, usual.margins, package.own("", "", 1).page
    return size, margins, inside


def _number(element: Any, name: str, instead: int) -> int:
    value = element.get(f"{{{_W}}}{name}", "")
    found = re.fullmatch(r"-?\d{1,6}", value)
    return int(value) if found else instead


def _remove(element: Any) -> None:
    up = element.getparent()
    if up is not None:
        up.remove(element)


def _remove_picture(element: Any) -> None:
    """Remove the drawing whose picture is not taken over; a link just loses where it led."""
    for up in (element, *element.iterancestors()):
        if etree.QName(up).localname in ("drawing", "pict", "AlternateContent"):
            _remove(up)
            return


def _remove_fields(root: Any) -> None:
    """Leave of fields that could fetch or run something only what they show.

    An instruction can be cut into several runs: it is read whole, and blanked whole.
    """
    for each in list(root.iter(f"{{{_W}}}fldSimple")):
        if not _is_harmless(each.get(f"{{{_W}}}instr", "")):
            each.set(f"{{{_W}}}instr", " QUOTE ")
    open_fields: list[list[Any]] = []
    for each in list(root.iter(f"{{{_W}}}fldChar", f"{{{_W}}}instrText")):
        if etree.QName(each).localname == "instrText":
            if open_fields:
                open_fields[-1].append(each)
            else:
                each.text = ""
            continue
        kind = each.get(f"{{{_W}}}fldCharType", "")
        if kind == "begin":
            open_fields.append([])
        elif open_fields and kind in ("separate", "end"):
            _blank_unless_harmless(open_fields[-1])
            open_fields[-1] = []
            if kind == "end":
                open_fields.pop()
    for parts in open_fields:
        _blank_unless_harmless(parts)


def _blank_unless_harmless(parts: list[Any]) -> None:
    if parts and not _is_harmless("".join(each.text or "" for each in parts)):
        for each in parts:
            each.text = ""
        parts[0].text = " QUOTE "


def _is_harmless(instruction: str) -> bool:
    first = instruction.split()
    return bool(first) and first[0].upper() in _FIELDS


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def _text(element: Any) -> str:
    return str(etree.tostring(element, encoding="unicode", with_tail=False))
