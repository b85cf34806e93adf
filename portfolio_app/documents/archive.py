"""Looks into a ZIP file: lists what is in it and takes one file out, never writing by its names."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass

from portfolio_app.documents import kept
from portfolio_app.documents.kinds import Told
from portfolio_app.documents.mail import bare_name
from portfolio_app.documents.reading import Reading
from portfolio_app.domain import dates
from portfolio_app.domain.document import DocumentKind, Facts, Inside, ReadStatus
from portfolio_app.problems import PortfolioError

_MOST_LISTED = 2_000
LARGEST_TAKEN = 300_000_000  # bytes, unpacked
_MOST_RATIO = 400  # of a file larger than the next number: pictures and text never pack so well
_RATIO_FROM = 20_000_000
_PIECE = 1 << 20
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
    struct.error, RuntimeError, MemoryError, KeyError, IndexError, OverflowError,
)  # fmt: skip

_LOCKED = "locked with a password"
_BOMB = "would unpack to far more than it should: not taken"
_TOO_LARGE = "larger than 300 MB: not taken"
_OVERLAPS = "lies over another file in the ZIP: not taken"
_LINK = "a link, not a file: not taken"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a ZIP. ``refusal`` says why it is not taken out; empty when it can be."""

    info: zipfile.ZipInfo
    name: str
    note: str = ""
    refusal: str = ""


def read(data: bytes, name: str, told: Told) -> Reading:
    """Return the facts of an archive: what is in it. It has no pages of its own."""
    if told.form != "zip":
        return Reading(kept.as_a_whole(told))
    try:
        found = members(data)
    except BROKEN:
        return Reading(kept.as_a_whole(Told(told.kind, told.form, damaged=True)))
    if not found:
        return Reading(kept.without_files(told))
    if all(each.refusal == _LOCKED for each in found):
        return Reading(kept.as_a_whole(Told(told.kind, told.form, locked=True)))
    count = "1 file" if len(found) == 1 else f"{len(found):,} files"
    problem = (
        f"This ZIP file holds {count}. Choose those that count: each becomes an item of its own. "
        "The ZIP file has been kept as it is."
    )
    if refused := sum(bool(each.refusal) for each in found):
        which = "One of them" if refused == 1 else f"{refused:,} of them"
        problem += f" {which} can't be taken out; the list says why."
    if len(found) > _MOST_LISTED:
        problem += f" Only the first {_MOST_LISTED:,} are listed."
    day = dates.date_from_name(name)
    facts = Facts(
        DocumentKind.ARCHIVE,
        ReadStatus.KEPT,
        date=day[0] if day else "",
        date_source="file name" if day else "",
        problem=problem,
        code="holds-files",
        inside=listed(found),
    )
    return Reading(facts)


def listed(found: list[Member]) -> tuple[Inside, ...]:
    """Return the files for people, numbered from 1 in the archive's own order."""
    return tuple(
        Inside(number, each.name, each.info.file_size, each.refusal or each.note)
        for number, each in enumerate(found[:_MOST_LISTED], 1)
    )


def members(data: bytes) -> list[Member]:
    """Return the files in a ZIP, folders and the litter of file managers left out.

    Raises:
        BROKEN: its directory cannot be read.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        infos = [info for info in package.infolist() if _is_file(info)]
    covered = _overlapping(infos)
    seen: set[str] = set()
    found = []
    for info in infos:
        name = _name(info)
        note = _note(info, name, seen)
        seen.add(name.casefold())
        found.append(Member(info, _shown(name), note, _refusal(info, covered)))
    return found


def content(data: bytes, number: int) -> tuple[str, bytes]:
    """Return a file's name (without folders) and its bytes, unpacked.

    Raises:
        PortfolioError: there is no such file, or it cannot be taken out ("not-taken").
    """
    try:
        found = members(data)
    except BROKEN:
        found = []
    if not 1 <= number <= len(found):
        raise PortfolioError("There is no such file in this ZIP.", code="no-such-file")
    member = found[number - 1]
    name = bare_name(member.name) or f"File {number}"
    if member.refusal:
        raise PortfolioError(
            f"{name} was not taken out of the ZIP: {member.refusal.removesuffix(': not taken')}.",
            hint="Unpack it with another program, and add what you need.",
            code="not-taken",
        )
    return name, _unpacked(data, member, name)


def _unpacked(data: bytes, member: Member, name: str) -> bytes:
    """Return a member's bytes; more than it said there would be are never made.

    Raises:
        PortfolioError: it is damaged, or says less than it holds.
    """
    limit = min(member.info.file_size, LARGEST_TAKEN)
    parts: list[bytes] = []
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(member.info) as packed:
            while piece := packed.read(_PIECE):
                total += len(piece)
                if total > limit:
                    break
                parts.append(piece)
    except BROKEN as error:
        raise PortfolioError(
            f"{name} is damaged inside the ZIP, so it was not taken out. The ZIP is kept.",
            hint="Ask for a fresh copy and add that.",
            code="damaged",
        ) from error
    if total > limit:
        raise PortfolioError(
            f"{name} holds more than the ZIP says it does, so it was not taken out.",
            hint="Ask whoever sent it for the file itself.",
            code="not-taken",
        )
    return b"".join(parts)


def _is_file(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.replace("\\", "/").split("/")
    last = parts[-1]
    return bool(last) and parts[0] != "__MACOSX" and last.lower() not in _LITTER


def _refusal(info: zipfile.ZipInfo, covered: set[int]) -> str:
    if info.flag_bits & 1:
        return _LOCKED
    if stat.S_ISLNK(info.external_attr >> 16):
        return _LINK
    if info.header_offset in covered:
        return _OVERLAPS
    if info.file_size > _RATIO_FROM and info.file_size > _MOST_RATIO * max(info.compress_size, 1):
        return _BOMB
    if info.file_size > LARGEST_TAKEN:
        return _TOO_LARGE
    return ""


def _note(info: zipfile.ZipInfo, name: str, seen: set[str]) -> str:
    parts = name.split("/")
    if ".." in parts or name.startswith("/") or (len(name) > 1 and name[1] == ":"):
        return "its path leads out of the ZIP: only its name is used"
    if name.casefold() in seen:
        return "another file here has the same name"
    return "empty" if not info.file_size else ""


def _overlapping(infos: list[zipfile.ZipInfo]) -> set[int]:
    """Return where files begin that share their bytes with another: the sign of a bomb."""
    covered: set[int] = set()
    end = -1
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset < end:
            covered.add(info.header_offset)
        end = max(end, info.header_offset + 30 + len(info.orig_filename) + info.compress_size)
    return covered


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's path, read in the character set it was most likely written in."""
    name = info.filename.replace("\\", "/")
    if info.flag_bits & 0x800 or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for codec in ("utf-8", "cp932", "gb18030"):
        try:
            words = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec == "utf-8" or all(each.isascii() or _is_eastern(each) for each in words):
            return words
    return name


def _is_eastern(letter: str) -> bool:
    """Return whether a letter is Chinese or Japanese; half-width kana are a sign of misreading."""
    return "\u3000" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff" or letter > "\uffef"


def _shown(name: str) -> str:
    """Return a path without what could mislead: control characters, letters that turn others."""
    clean = "".join(each if each.isprintable() else "\ufffd" for each in name)
    return clean[-240:]
