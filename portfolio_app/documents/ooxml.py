"""Opens the parts of an Office package: sizes capped before unpacking, XML made harmless.

Names are told apart by their last part only, so that the strict and the usual form of the formats
(ISO/IEC 29500 part 1 and part 4) read alike. No entity is resolved and nothing is fetched.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

LARGEST_PART = 96_000_000  # bytes unpacked
_LARGEST_TOTAL = 320_000_000
_MOST_MEMBERS = 20_000
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
    ValueError, KeyError, struct.error,
)  # fmt: skip
_FORBIDDEN = re.compile(rb"&#([xX][0-9a-fA-F]{1,8}|[0-9]{1,9});")


class UnreadableError(Exception):
    """The package, or the part without which there is no document, can't be read."""


class TooLargeError(UnreadableError):
    """What is inside would unpack to more than is ever read."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A part's link to another: the last part of its type, where it leads, whether outside."""

    kind: str
    target: str
    is_external: bool = False


class Parts:
    """The parts of one package by name, whatever their capitals; each part is unpacked on request.

    ``is_mended``: a part was no well-formed XML, and only what could be made of it was read.

    Raises:
        UnreadableError: this is no package.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except _UNREADABLE as error:
            raise UnreadableError(str(error)) from error
        self._members: dict[str, zipfile.ZipInfo] = {}
        for info in infos[:_MOST_MEMBERS]:
            self._members.setdefault(_key(info.filename), info)
        self._unpacked = 0
        self.is_mended = False

    @property
    def names(self) -> list[str]:
        """Every part's name as the package has it, without repeats."""
        return [info.filename for info in self._members.values()]

    def has(self, name: str) -> bool:
        """Return whether there is such a part."""
        return _key(name) in self._members

    def size(self, name: str) -> int:
        """Return how many bytes a part says it unpacks to; 0 when it is not there."""
        info = self._members.get(_key(name))
        return info.file_size if info else 0

    def read(self, name: str, most: int = LARGEST_PART) -> bytes:
        """Return a part's bytes; nothing when it is missing or damaged.

        Raises:
            TooLargeError: it is larger than ``most``, or all that was read so far is too much.
        """
        info = self._members.get(_key(name))
        if info is None:
            return b""
        if info.file_size > most or self._unpacked + info.file_size > _LARGEST_TOTAL:
            raise TooLargeError(name)
        try:
            with self._zip.open(info) as member:
                found = member.read(most + 1)
        except _UNREADABLE:
            return b""
        self._unpacked += len(found)
        if len(found) > most:  # the directory told less than there is
            raise TooLargeError(name)
        return found

    def xml(self, name: str) -> Any:
        """Return a part's root element, or None when there is none to be read.

        Raises:
            TooLargeError: the part is too large.
        """
        data = self.read(name)
        root = parse(data, mend=False)
        if root is None and data.strip():
            root = parse(data)
            self.is_mended |= root is not None
        return root

    def main(self, usual: str) -> str:
        """Return the name of the main part: the one the package points at, else the usual one."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and self.has(relation.target):
                return relation.target
        return usual

    def relations(self, part: str) -> dict[str, Relation]:
        """Return a part's links by their id; an empty name means the package's own."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        found: dict[str, Relation] = {}
        for each in children(root):
            if local(each) != "Relationship":
                continue
            kind = each.get("Type", "").rsplit("/", 1)[-1]
            target = each.get("Target", "")
            if each.get("TargetMode") == "External":
                found[each.get("Id", "")] = Relation(kind, target, is_external=True)
            else:
                target = urllib.parse.unquote(target)
                found[each.get("Id", "")] = Relation(kind, _joined(folder, target))
        return found


def opened(data: bytes, usual: str, noun: str) -> tuple[Parts, str, Any]:
    """Return a package's parts, the name of its main part, and that part's root element.

    ``usual`` is the main part's usual name; ``noun`` says what is missing ("workbook").

    Raises:
        UnreadableError: there is no such part, or it cannot be read.
    """
    parts = Parts(data)
    main = parts.main(usual)
    root = parts.xml(main)
    if root is None:
        raise UnreadableError(f"no {noun}")
    return parts, main, root


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _joined(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/")


def parse(data: bytes, *, mend: bool = True) -> Any:
    """Return the root of an XML part; mended when it is not well formed, or None without that."""
    if not data.strip():
        return None
    for recover in (False, True) if mend else (False,):
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
            dtd_validation=False, remove_comments=True, remove_pis=True, recover=recover,
        )  # fmt: skip
        try:
            root = etree.fromstring(_FORBIDDEN.sub(_allowed, data) if recover else data, parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
        if root is not None:
            return root
    return None


def _allowed(found: re.Match[bytes]) -> bytes:
    """Leave out a reference to a character that XML has none of: mended, it ends every reading."""
    told = found[1]
    code = int(told[1:], 16) if told[:1] in b"xX" else int(told)
    is_one = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF
    return found[0] if is_one and code not in (0xFFFE, 0xFFFF) else b""


def local(element: Any) -> str:
    """Return an element's name without its namespace; nothing for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str, default: str = "") -> str:
    """Return an attribute by its name without namespace."""
    found = element.get(name)
    if found is not None:
        return str(found)
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return default


def children(element: Any) -> Iterator[Any]:
    """Yield an element's own elements; none for None."""
    if element is not None:
        for each in element:
            if isinstance(each.tag, str):
                yield each


def child(element: Any, *path: str) -> Any:
    """Return the first element down a path of names, or None."""
    for name in path:
        element = next((each for each in children(element) if local(each) == name), None)
        if element is None:
            return None
    return element


def descendants(element: Any, *names: str) -> Iterator[Any]:
    """Yield every element below with one of these names, in document order."""
    if element is not None:
        for each in element.iter():
            if isinstance(each.tag, str) and each.tag.rpartition("}")[2] in names:
                yield each


def chosen(element: Any) -> Any:
    """Return the branch of an AlternateContent that is read: the first that is not empty."""
    for each in children(element):
        if local(each) in ("Choice", "Fallback") and len(each):
            return each
    return None


def is_on(element: Any) -> bool:
    """Return whether a switch such as <b/> is on: present, and not said to be off."""
    return element is not None and attribute(element, "val", "1").lower() not in (
        "0", "false", "off", "none",
    )  # fmt: skip


def is_figure(told: str) -> bool:
    """Return whether an attribute is a whole number that can be counted with: "12", not "²"."""
    return told.isascii() and told.isdigit() and len(told) < 10
