"""Reads the old binary formats of Word and PowerPoint as plain words, by their documented records.

Only the words, and the cells of simple tables: looks and pictures of these formats are not read,
and the copy says so.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from portfolio_app.documents import office_properties
from portfolio_app.documents.office_found import Found
from portfolio_app.documents.ooxml import UnreadableError
from portfolio_app.domain.simple import Block, Break, Style, Table, cell, words

_MOST = 20_000_000  # bytes of one stream
_ONLY_WORDS = "Only the words of this old format are shown, without looks and pictures."
_MOST_COLUMNS = 63  # [MS-DOC] 2.9.355, TInfo: what a row of Word's may have


def _opened(data: bytes) -> Any:
    import olefile

    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except Exception as error:  # olefile raises many kinds for a damaged file
        raise UnreadableError(type(error).__name__) from error


def _stream(ole: Any, name: str) -> bytes:
    try:
        if ole.exists(name) and ole.get_size(name) <= _MOST:
            return bytes(ole.openstream(name).read())
    except Exception:  # noqa: BLE001 - a damaged chain of sectors raises many kinds
        return b""
    return b""


def properties(data: bytes, found: Found) -> None:
    """Enter what an old Office file says of itself ([MS-OLEPS] 3.1)."""
    try:
        ole = _opened(data)
        told = ole.get_metadata()
        is_active = any(
            part.lower() in ("macros", "_vba_project_cur") for part, *_ in ole.listdir()
        )
    except Exception:  # noqa: BLE001 - damaged properties are none
        return
    author, last = _words(told.author), _words(told.last_saved_by)
    found.title, found.author = _words(told.title), author
    found.created, found.modified = _day(told.create_time), _day(told.last_saved_time)
    office_properties.names(found, author, last)
    found.hold("company name", 0, [_words(told.company)])
    if is_active:
        found.active.add("macros")
        found.hold("macros", 0, ["never run by this app"])


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("cp1252", "replace")
    return value.strip("\0 ") if isinstance(value, str) else ""


def _day(value: Any) -> str:
    return office_properties.day(value.isoformat()) if isinstance(value, datetime) else ""


def read_word(data: bytes) -> Found:
    """Return the words of an old Word document ([MS-DOC] 2.4.1, the piece table).

    Raises:
        UnreadableError: it is encrypted, older than Word 97, or damaged.
    """
    ole = _opened(data)
    main = _stream(ole, "WordDocument")
    try:
        said = _pieces(main, ole)
    except (struct.error, IndexError, ValueError) as error:
        raise UnreadableError("no piece table") from error
    found = Found()
    properties(data, found)
    found.blocks += _blocks(said.replace("\x0b", "\n").replace("\x0c", "").replace("\x00", ""))
    if not found.blocks:
        raise UnreadableError("no words")
    found.notes.append(_ONLY_WORDS)
    return found


def _blocks(said: str) -> Iterator[Block]:
    """Yield the paragraphs, and the tables that the marks at the ends of cells and rows show.

    A cell ends with U+0007, and so does, with no words of its own, a row ([MS-DOC] 2.4.3).
    """
    cells: list[str] = []  # of the table that is being read, an empty one after each row
    lines: list[str] = []  # ended paragraphs: of the next cell, or after the table
    for part in re.findall(r"[^\r\x07]*[\r\x07]|[^\r\x07]+$", said):
        if not part.endswith("\x07"):
            lines.append(part.rstrip("\r"))
            continue
        if lines and (not cells or not cells[-1]):  # they stand between two tables
            yield from _table(cells)
            yield from _paragraphs(lines)
            cells, lines = [], []
        cells.append("\n".join([*lines, part[:-1]]).strip())
        lines = []
    yield from _table(cells)
    yield from _paragraphs(lines)


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    for line in lines:
        if line.strip("\t "):
            yield words(line.strip("\t "))


def _table(cells: list[str]) -> Iterator[Block]:
    rows = _rows(cells)
    if rows:
        yield Table(tuple(tuple(cell(each) for each in row) for row in rows))


def _rows(cells: list[str]) -> list[list[str]]:
    """Return the rows: of one length where that fits, else a row for what stands together."""
    for columns in range(1, min(len(cells), _MOST_COLUMNS + 1)):
        step = columns + 1
        ends = cells[columns::step]
        if len(cells) % step == 0 and not any(ends) and any(cells):
            return [cells[at : at + columns] for at in range(0, len(cells), step)]
    rows: list[list[str]] = [[]]
    for each in cells:
        if each:
            rows[-1].append(each)
        elif rows[-1]:
            rows.append([])
    return [row for row in rows if row]


def _pieces(main: bytes, ole: Any) -> str:
    ident, version = struct.unpack_from("<HH", main, 0)
    (flags,) = struct.unpack_from("<H", main, 10)
    if ident != 0xA5EC or version < 0xC1 or flags & 0x0100:
        raise ValueError("not an open document of Word 97 or later")
    table = _stream(ole, "1Table" if flags & 0x0200 else "0Table")
    lengths = struct.unpack_from("<8i", main, 76)  # ccpText, Ftn, Hdd, Mcr, Atn, Edn, Txbx, HdrTxbx
    start, size = struct.unpack_from("<II", main, 418)  # fcClx, lcbClx
    clx = table[start : start + size]
    at = 0
    while clx[at] == 1:  # a Prc, which only changes looks
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:
        raise ValueError("no Pcdt")
    (length,) = struct.unpack_from("<I", clx, at + 1)
    plc = clx[at + 5 : at + 5 + length]
    count = (length - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc, 0)
    parts: list[str] = []
    for number in range(count):
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)
        letters = ends[number + 1] - ends[number]
        if letters <= 0 or letters > _MOST:
            continue
        if place & 0x40000000:
            begin = (place & 0x3FFFFFFF) // 2
            parts.append(main[begin : begin + letters].decode("cp1252", "replace"))
        else:
            begin = place & 0x3FFFFFFF
            parts.append(main[begin : begin + 2 * letters].decode("utf-16-le", "replace"))
    said = "".join(parts)
    text, notes = max(lengths[0], 0), max(lengths[1], 0)
    comments_at = text + notes + max(lengths[2], 0) + max(lengths[3], 0)
    comments_end = comments_at + max(lengths[4], 0)
    return _without_codes(said[:comments_at] + "\r" + said[comments_end:])


def _without_codes(said: str) -> str:
    """Return the words without field codes ([MS-DOC] 2.8.25) and marks of objects."""
    kept: list[str] = []
    depth: list[bool] = []
    for letter in said:
        if letter == "\x13":
            depth.append(True)
        elif letter == "\x14" and depth:
            depth[-1] = False
        elif letter == "\x15" and depth:
            depth.pop()
        elif not any(depth) and (letter >= " " or letter in "\t\r\x07\x0b\x0c"):
            kept.append(letter)
        elif letter == "\x1e":
            kept.append("-")
    return "".join(kept)


def read_slides(data: bytes) -> Found:
    """Return the words of old slides in their order ([MS-PPT] 2.4.14, SlideListWithText).

    Raises:
        UnreadableError: it is encrypted or damaged, or holds no words.
    """
    ole = _opened(data)
    stream = _stream(ole, "PowerPoint Document")
    if not stream:
        raise UnreadableError("no slides")
    found = Found()
    properties(data, found)
    slides: list[list[str]] = []
    loose: list[list[str]] = []
    for kind, instance, body in _records(stream, 0, len(stream), 0):
        if kind == 0x0FF0 and instance == 0:  # SlideListWithText of the slides
            slides += _listed(body)
        elif kind == 0x03EE:  # SlideContainer: the words that lie in its own shapes
            loose.append(list(_text_in(body)))
    for number in range(max(len(slides), len(loose))):
        said = slides[number] if number < len(slides) else []
        own = loose[number] if number < len(loose) else []
        lines = [*said, *(each for each in own if each not in said)]
        found.blocks += _slide(number + 1, lines)
    if not any(slides) and not any(loose):
        raise UnreadableError("no words")
    found.notes.append(_ONLY_WORDS)
    return found


def _slide(number: int, lines: list[str]) -> Iterator[Block]:
    yield Break()
    yield words(f"Slide {number}", Style.LABEL)
    for line in lines:
        for part in line.replace("\x0b", "\n").split("\r"):
            if part.strip():
                yield words(part.strip(), Style.BODY)


def _records(stream: bytes, start: int, end: int, depth: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield the records on top and those in containers: kind, instance, content."""
    at = start
    while at + 8 <= end:
        head, kind, length = struct.unpack_from("<HHI", stream, at)
        stop = min(at + 8 + length, end)
        yield kind, head >> 4, stream[at + 8 : stop]
        if head & 0xF == 0xF and depth < 12 and kind not in (0x0FF0, 0x03EE):
            yield from _records(stream, at + 8, stop, depth + 1)
        at = stop if stop > at + 8 or not length else end


def _listed(body: bytes) -> list[list[str]]:
    found: list[list[str]] = []
    for kind, _, content in _records(body, 0, len(body), 0):
        if kind == 0x03F3:  # SlidePersistAtom: the next slide begins
            found.append([])
        elif found and (said := _text(kind, content)):
            found[-1].append(said)
    return found


def _text_in(body: bytes) -> Iterator[str]:
    for kind, _, content in _records(body, 0, len(body), 0):
        if said := _text(kind, content):
            yield said


def _text(kind: int, content: bytes) -> str:
    if kind == 0x0FA0:  # TextCharsAtom
        return content.decode("utf-16-le", "replace").strip()
    if kind == 0x0FA8:  # TextBytesAtom
        return content.decode("latin-1").strip()
    return ""
