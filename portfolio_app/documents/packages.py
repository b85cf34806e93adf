"""Looks into the two containers office files come in: ZIP packages and OLE compound files."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from portfolio_app.domain.document import DocumentKind

_MOST_MEMBERS = 20_000
_SMALL = 4_000_000  # bytes of a member that is looked into
_ZIP_ERRORS = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error)
_OLD_OFFICE = {
    "doc": DocumentKind.WORD,
    "ppt": DocumentKind.SLIDES,
    "xls": DocumentKind.SHEET,
}
_OPEN_DOCUMENT = {
    "text": (DocumentKind.WORD, "odt"),
    "presentation": (DocumentKind.SLIDES, "odp"),
    "spreadsheet": (DocumentKind.SHEET, "ods"),
}
_APPLE = {
    "pages": DocumentKind.WORD,
    "key": DocumentKind.SLIDES,
    "numbers": DocumentKind.SHEET,
}


@dataclass(frozen=True, slots=True)
class Package:
    """What a container holds; ``kind`` is None when only the file's name can tell."""

    kind: DocumentKind | None
    form: str
    locked: bool = False
    damaged: bool = False
    active: tuple[str, ...] = ()


def tell_zip(data: bytes, ends: str, *, is_whole: bool) -> Package:
    """Return what a ZIP holds, told by its members' names. Nothing is unpacked."""
    members = _listed(data)
    is_damaged = members is None and is_whole
    if members is None:
        members = _scanned(data)
    names = [name for name, _ in members]
    active = _active_members(names)
    found = _office(data, names, ends)
    if found is not None:
        kind, form = found
        is_locked = kind is not None and _is_locked_open_document(data, names)
        return Package(kind, form, is_locked, is_damaged, active)
    if is_damaged and ends not in ("zip", ""):
        return Package(None, ends, damaged=True)
    files = [flags for name, flags in members if not name.endswith("/")]
    is_locked = bool(files) and all(flags & 1 for flags in files)
    return Package(DocumentKind.ARCHIVE, "zip", is_locked, is_damaged)


def _office(data: bytes, names: list[str], ends: str) -> tuple[DocumentKind | None, str] | None:
    tops = {name.split("/", 1)[0].lower() for name in names}
    if "[content_types].xml" in tops or "_rels" in tops:
        for top, kind, form in (
            ("word", DocumentKind.WORD, "docx"),
            ("ppt", DocumentKind.SLIDES, "pptx"),
            ("xl", DocumentKind.SHEET, "xlsx"),
        ):
            if top in tops:
                return kind, ends if ends.startswith(form[:2]) else form
        if "[content_types].xml" in tops:
            return None, ends
    # The member "mimetype" comes first and is stored as it is: OpenDocument 1.3 part 2, 3.3.
    start = data[30 : 30 + 8 + 100]
    mark = b"application/vnd.oasis.opendocument."
    if start.startswith(b"mimetype") and mark in start:
        rest = start.split(mark, 1)[1]
        for name, found in _OPEN_DOCUMENT.items():
            if rest.startswith(name.encode("ascii")):
                return found
    # Packed anew by other programs, the mark may be missing: then the manifest says it (3.2).
    if {"content.xml", "META-INF/manifest.xml"} <= set(names):
        said = _member(data, "META-INF/manifest.xml")
        for name, found in _OPEN_DOCUMENT.items():
            if mark + name.encode("ascii") in said:
                return found
    if ends in _APPLE and tops & {"index", "index.zip", "index.xml", "index.apxl"}:
        return _APPLE[ends], ends
    return None


def _is_locked_open_document(data: bytes, names: list[str]) -> bool:
    if "META-INF/manifest.xml" not in names:
        return False
    return b"encryption-data" in _member(data, "META-INF/manifest.xml")


def _member(data: bytes, name: str) -> bytes:
    """Return a small member's bytes; nothing when it is large, damaged or not there."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            info = package.getinfo(name)
            return package.read(info) if info.file_size <= _SMALL else b""
    except (*_ZIP_ERRORS, KeyError, RuntimeError, EOFError, zlib.error):
        return b""


def _active_members(names: Iterable[str]) -> tuple[str, ...]:
    found = set()
    for name in names:
        lower = name.lower()
        if lower.endswith("vbaproject.bin") or lower.startswith(("basic/", "scripts/")):
            found.add("macros")
        elif "/externallinks/" in lower:
            found.add("links to other files")
        elif "/embeddings/" in lower:
            found.add("attached files")
        elif "/activex/" in lower:
            found.add("ActiveX controls")
    return tuple(sorted(found))


def _listed(data: bytes) -> list[tuple[str, int]] | None:
    """Return each member's name and flags from the directory at the end; None without one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return [(i.filename, i.flag_bits) for i in package.infolist()[:_MOST_MEMBERS]]
    except _ZIP_ERRORS:
        return None


def _scanned(data: bytes) -> list[tuple[str, int]]:
    """Return the members' names and flags from their own headers, for a file without its end."""
    found: list[tuple[str, int]] = []
    at = data.find(b"PK\x03\x04")
    while at >= 0 and len(found) < _MOST_MEMBERS:
        if at + 30 > len(data):
            break
        (flags,) = struct.unpack_from("<H", data, at + 6)
        (length,) = struct.unpack_from("<H", data, at + 26)
        name = data[at + 30 : at + 30 + min(length, 300)].decode("utf-8", "replace")
        found.append((name, flags))
        at = data.find(b"PK\x03\x04", at + 30)
    return found


def tell_compound(data: bytes, ends: str) -> Package:
    """Return what an OLE compound file holds, told by its streams' names ([MS-CFB] 2.6)."""
    names = _streams(data)
    active = ("macros",) if names & {"_VBA_PROJECT", "VBA", "Macros", "_VBA_PROJECT_CUR"} else ()
    if "EncryptedPackage" in names:
        return Package(None, ends, locked=True)
    if any(name.startswith("__substg1.0_") for name in names) or "__nameid_version1.0" in names:
        return Package(DocumentKind.MAIL, "msg")
    for stream, form in (
        ("WordDocument", "doc"),
        ("PowerPoint Document", "ppt"),
        ("Workbook", "xls"),
        ("Book", "xls"),
    ):
        if stream in names:
            return Package(
                _OLD_OFFICE[form], form, _is_locked_old(data, form, stream), active=active
            )
    return Package(None, ends, damaged=ends in ("doc", "ppt", "xls", "msg", "docx", "pptx", "xlsx"))


def _streams(data: bytes) -> set[str]:
    """Return the names in the directory, found entry by entry wherever its sectors lie."""
    wanted = (
        "WordDocument", "PowerPoint Document", "Workbook", "Book", "EncryptedPackage",
        "__nameid_version1.0", "_VBA_PROJECT", "VBA", "Macros", "_VBA_PROJECT_CUR",
    )  # fmt: skip
    found = {name for name in wanted if _has_entry(data, name)}
    if "__substg1.0_".encode("utf-16-le") in data:
        found.add("__substg1.0_")
    return found


def _has_entry(data: bytes, name: str) -> bool:
    return _entry(data, name) is not None


def _entry(data: bytes, name: str) -> int | None:
    """Return where a directory entry of this name lies: 128-byte aligned, length at 64."""
    packed = (name + "\0").encode("utf-16-le")
    at = data.find(packed)
    while at >= 0:
        if at % 128 == 0 and at + 128 <= len(data):
            (length,) = struct.unpack_from("<H", data, at + 64)
            if length == len(packed):
                return at
        at = data.find(packed, at + 2)
    return None


def _stream_start(data: bytes, name: str) -> bytes:
    """Return the first bytes of a large stream, up to the end of its first sector."""
    entry = _entry(data, name)
    if entry is None:
        return b""
    (shift,) = struct.unpack_from("<H", data, 30)
    (sector,) = struct.unpack_from("<I", data, entry + 116)
    if shift not in (9, 12):
        return b""
    start = (sector + 1) << shift
    return data[start : start + (1 << shift)]


def _is_locked_old(data: bytes, form: str, stream: str) -> bool:
    """Return whether an old Office file is encrypted, where its main stream says so.

    Word: fEncrypted in the FIB ([MS-DOC] 2.5.1); Excel: a FilePass record near the start
    ([MS-XLS] 2.4.117). PowerPoint says it elsewhere and counts as open.
    """
    start = _stream_start(data, stream)
    if form == "doc" and start.startswith(b"\xec\xa5") and len(start) > 12:
        return bool(start[11] & 0x01)
    if form != "xls" or not start.startswith(b"\x09\x08"):
        return False
    at = 0
    while at + 4 <= len(start):
        record, length = struct.unpack_from("<HH", start, at)
        if record == 0x002F:
            return True
        at += 4 + length
    return False
