"""Reads a sound or film recording: how long it is, its title and day. It is never played."""

from __future__ import annotations

import io
import math
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from portfolio_app.documents.kinds import Told
from portfolio_app.documents.reading import Reading
from portfolio_app.documents.titles import one_line, sensible_title
from portfolio_app.domain import dates
from portfolio_app.domain.days import length_words
from portfolio_app.domain.document import DocumentKind, Facts, Holding, ReadStatus

_LONGEST = 100 * 3600.0  # seconds; more is nonsense in a header
_MOST_BOXES = 5_000
_ISO = frozenset({"mp4", "mov", "m4a", "m4v", "3gp", "m4b"})
_TAGGED = frozenset(
    {"mp3", "m4a", "wav", "ogg", "oga", "opus", "flac", "wma", "wmv", "aiff", "mp4"}
)
_HELD = "The file has been kept and can be mapped as a whole or by times."


@dataclass(slots=True)
class _Found:
    seconds: float = 0.0
    title: str = ""
    author: str = ""
    day: str = ""
    source: str = ""
    holds: list[Holding] = field(default_factory=list)


def read(data: bytes, name: str, told: Told) -> Reading:
    """Return a recording's facts: seconds, title, day. It has no pages."""
    found = _Found()
    if told.form in _ISO:
        _look_at_boxes(data, found)
    elif told.form in ("webm", "mkv"):
        found.seconds = _seconds_of_matroska(data)
    elif told.form == "avi":
        found.seconds = _seconds_of_avi(data)
    if told.form in _TAGGED:
        _look_at_tags(data, name, found)
    if not (math.isfinite(found.seconds) and 0 < found.seconds < _LONGEST):
        found.seconds = 0.0
    day, source = found.day, found.source
    if not day and (in_name := dates.date_from_name(name)):
        day, source = in_name[0], "file name"
    facts = Facts(
        DocumentKind.RECORDING,
        ReadStatus.KEPT,
        title=sensible_title(found.title, name),
        author=one_line(found.author),
        date=day,
        date_source=source if day else "",
        problem=_words(found.seconds, told.form),
        code="recording",
        holds=tuple(found.holds),
        duration=round(found.seconds, 2),
    )
    return Reading(facts)


def _words(seconds: float, form: str) -> str:
    if not seconds:
        what = f".{form} recording" if form.isalnum() and len(form) < 6 else "recording"
        return (
            f"This app can't tell how long this {what} is. {_HELD} Play it in your own player to "
            "find the times at which the part that counts begins and ends."
        )
    return (
        f"This recording is {length_words(seconds)} long. {_HELD} Play it in your own player to "
        "find the times at which the part that counts begins and ends."
    )


def _look_at_tags(data: bytes, name: str, found: _Found) -> None:
    from tinytag import TinyTag, TinyTagException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tag: Any = TinyTag.get(filename=name, file_obj=io.BytesIO(data), image=False)
    except (TinyTagException, *_BROKEN):
        return
    found.seconds = found.seconds or float(tag.duration or 0.0)
    found.title = found.title or str(tag.title or "")
    found.author = found.author or str(tag.artist or "")
    year = dates.find_date(str(tag.year or "")[:10].replace(":", "-"))
    if year and not found.day:
        found.day, found.source = year[0], "recording"
    if tag.artist or tag.albumartist or tag.composer:
        names = ", ".join(str(x) for x in (tag.artist, tag.albumartist, tag.composer) if x)
        found.holds.append(Holding("author name", 0, one_line(names)))
    if tag.comment:
        found.holds.append(Holding("a comment", 0, one_line(str(tag.comment))))


_BROKEN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, struct.error,
    EOFError, OSError, ZeroDivisionError, UnicodeError, RecursionError, MemoryError, AssertionError,
)  # fmt: skip


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the boxes in a stretch of an ISO file: kind, begin and end of what is inside."""
    at = start
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", data, at)
        inside = at + 8
        if size == 1 and at + 16 <= end:
            (size,) = struct.unpack_from(">Q", data, at + 8)
            inside = at + 16
        elif size == 0:
            size = end - at
        if size < inside - at:
            return
        yield kind, inside, min(at + size, end)
        at += size


def _look_at_boxes(data: bytes, found: _Found) -> None:
    """Read the length, day and place that a film says of itself (ISO/IEC 14496-12, 8.2.2)."""
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind != b"moov":
            continue
        for inner, begin, stop in _boxes(data, start, end):
            if inner == b"mvhd":
                _movie_header(data[begin : begin + 40], found)
            elif inner == b"udta":
                _user_data(data, begin, stop, found)
            elif inner == b"meta" and b"location" in data[begin : min(stop, begin + 4_000)]:
                _add_place(found)


def _movie_header(head: bytes, found: _Found) -> None:
    if len(head) < 36:
        return
    if head[0] == 1:
        made, scale, length = struct.unpack_from(">Q8xIQ", head, 4)
    else:
        made, scale, length = struct.unpack_from(">I4xII", head, 4)
    if scale and length not in (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF):
        found.seconds = length / scale
    try:
        moment = datetime(1904, 1, 1, tzinfo=UTC) + timedelta(seconds=made)
    except OverflowError:
        return
    if dates.EARLIEST <= moment.date() <= dates.LATEST:
        found.day, found.source = moment.date().isoformat(), "recording"


def _user_data(data: bytes, start: int, end: int, found: _Found) -> None:
    for kind, begin, _ in _boxes(data, start, end):
        if kind in (b"\xa9xyz", b"loci"):
            _add_place(found)
        elif kind == b"\xa9nam" and begin + 4 < len(data):
            (length,) = struct.unpack_from(">H", data, begin)
            found.title = data[begin + 4 : begin + 4 + min(length, 300)].decode("utf-8", "replace")
        elif kind in (b"\xa9mak", b"\xa9mod"):
            continue


def _add_place(found: _Found) -> None:
    if not any(each.what == "GPS position" for each in found.holds):
        found.holds.append(Holding("GPS position"))


def _seconds_of_avi(data: bytes) -> float:
    """Return an AVI's length: microseconds a frame times frames (AVIMAINHEADER)."""
    at = data.find(b"avih", 0, 4_096)
    if at < 0 or at + 28 > len(data):
        return 0.0
    (each,) = struct.unpack_from("<I", data, at + 8)
    (frames,) = struct.unpack_from("<I", data, at + 24)
    return float(each * frames) / 1e6


def _seconds_of_matroska(data: bytes) -> float:
    """Return a Matroska film's length: Info's Duration times its scale (RFC 9559, 5.1.2)."""
    info = data.find(b"\x15\x49\xa9\x66", 0, 1 << 20)
    if info < 0:
        return 0.0
    stretch = data[info : info + 4_096]
    scale = 1_000_000
    at = stretch.find(b"\x2a\xd7\xb1")
    if at >= 0 and at + 4 < len(stretch):
        length = stretch[at + 3] & 0x7F
        scale = int.from_bytes(stretch[at + 4 : at + 4 + min(length, 8)], "big") or scale
    at = stretch.find(b"\x44\x89")
    if at < 0 or at + 11 > len(stretch):
        return 0.0
    form = {0x84: ">f", 0x88: ">d"}.get(stretch[at + 2])
    if form is None:
        return 0.0
    (length_in_scale,) = struct.unpack_from(form, stretch, at + 3)
    return float(length_in_scale) * scale / 1e9
