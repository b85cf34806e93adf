"""What a picture file says beside its pixels: place, names, remarks, previews. Told, never copied.

EXIF: CIPA DC-008; IPTC: IIM 4.2; numbers of tags as they stand there.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Any

from PIL import Image, IptcImagePlugin
from PIL.ImageFile import ImageFile

from portfolio_app.documents.titles import one_line
from portfolio_app.domain.document import Holding

_EXIF_IFD, _GPS_IFD, _PREVIEW_IFD = 0x8769, 0x8825, 1
_ARTIST, _COPYRIGHT, _XP_AUTHOR, _OWNER = 0x013B, 0x8298, 0x9C9D, 0xA430
_SERIALS = (0xA431, 0xA435, 0xC62F)  # body, lens, camera
_DESCRIPTION, _XP_COMMENT, _XP_SUBJECT, _USER_COMMENT = 0x010E, 0x9C9C, 0x9C9F, 0x9286
_MAKE, _MODEL, _SOFTWARE = 0x010F, 0x0110, 0x0131
_IPTC_NAMES = ((2, 80), (2, 85), (2, 110), (2, 116), (2, 122))
_IPTC_PLACES = ((2, 90), (2, 92), (2, 95), (2, 101))
_XMP_NAMES = re.compile(
    rb"<(?:dc:creator|dc:rights|aux:OwnerName|photoshop:Credit|photoshop:AuthorsPosition)\b[^>]*>"
    rb"(.{1,2000}?)</",
    re.DOTALL,
)
_NO_REMARK = re.compile(r"xmp|^raw profile|date|time|software|^png:|^exif:", re.IGNORECASE)
_MARKUP = re.compile(rb"<[^>]{0,500}>")
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError,
    ZeroDivisionError, OverflowError, NotImplementedError, RuntimeError, struct.error,
    AssertionError,
)  # fmt: skip


def of(image: Image.Image) -> tuple[Holding, ...]:
    """Return what an open picture file also holds; whatever is broken in it is passed over."""
    found = _Found()
    for look in (_exif, _xmp, _iptc, _remarks, _frames):
        try:
            look(image, found)
        except _BROKEN:
            continue
    return tuple(found.holdings())


class _Found:
    """What was found so far."""

    def __init__(self) -> None:
        self.has_place = False
        self.place_words: list[str] = []
        self.names: list[str] = []
        self.remarks: list[str] = []
        self.camera = ""
        self.others: list[Holding] = []

    def holdings(self) -> Iterator[Holding]:
        """Yield them as they are listed for people."""
        if self.has_place:
            yield Holding("GPS position")
        if self.names:
            yield Holding("author name", 0, _listed(self.names))
        if self.place_words:
            yield Holding("place names", 0, _listed(self.place_words))
        if self.remarks:
            yield Holding("remarks", len(dict.fromkeys(self.remarks)), _listed(self.remarks))
        if self.camera:
            yield Holding("camera details", 0, self.camera)
        yield from self.others


def _listed(words: list[str]) -> str:
    return ", ".join(dict.fromkeys(each for each in words if each))[:200]


def _exif(image: Image.Image, found: _Found) -> None:
    exif = image.getexif()
    if not exif:
        return
    detail: Any = exif.get_ifd(_EXIF_IFD)
    place: Any = exif.get_ifd(_GPS_IFD)
    found.has_place |= any(key in place for key in (2, 4, 19, 21, 27, 28))
    for told in (exif.get(_ARTIST), exif.get(_COPYRIGHT), detail.get(_OWNER)):
        _add(found.names, told)
    _add(found.names, _wide(exif.get(_XP_AUTHOR)))
    for told in (exif.get(_DESCRIPTION), _comment(detail.get(_USER_COMMENT))):
        _add(found.remarks, told)
    for key in (_XP_COMMENT, _XP_SUBJECT):
        _add(found.remarks, _wide(exif.get(key)))
    found.camera = one_line(f"{_text(exif.get(_MAKE))} {_text(exif.get(_MODEL))}")
    serials = [_text(told) for key in _SERIALS if (told := detail.get(key) or exif.get(key))]
    if any(serials):
        found.others.append(Holding("camera serial number"))
    preview: Any = exif.get_ifd(_PREVIEW_IFD)
    if 0x0201 in preview or 0x0111 in preview:
        found.others.append(Holding("a small preview picture"))


def _xmp(image: Image.Image, found: _Found) -> None:
    told = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = told.encode("utf-8", "replace") if isinstance(told, str) else bytes(told)
    if not packet:
        return
    found.others.append(Holding("hidden metadata (XMP)"))
    found.has_place |= b"GPSLatitude" in packet or b"GPSPosition" in packet
    for name in _XMP_NAMES.finditer(packet[:2_000_000]):
        _add(found.names, _MARKUP.sub(b" ", name[1]).decode("utf-8", "replace"))


def _iptc(image: Image.Image, found: _Found) -> None:
    if not isinstance(image, ImageFile):
        return
    told: Any = IptcImagePlugin.getiptcinfo(image)
    if not told:
        return
    for keys, kept in ((_IPTC_NAMES, found.names), (_IPTC_PLACES, found.place_words)):
        for key in keys:
            value = told.get(key)
            for each in value if isinstance(value, list) else [value]:
                _add(kept, each)


def _remarks(image: Image.Image, found: _Found) -> None:
    _add(found.remarks, image.info.get("comment"))
    for key, told in (getattr(image, "text", None) or {}).items():
        if key.lower() in ("author", "copyright"):
            _add(found.names, told)
        elif not _NO_REMARK.search(key):
            _add(found.remarks, told)


def _frames(image: Image.Image, found: _Found) -> None:
    count = int(getattr(image, "n_frames", 1)) - 1
    if image.format in ("MPO", "GIF", "WEBP", "PNG") and count > 0:
        found.others.append(Holding("further pictures (only the first is shown)", count))


def _add(kept: list[str], told: Any) -> None:
    words = one_line(_text(told))
    if sum(each.isalnum() for each in words) > 1:
        kept.append(words)


def _text(told: Any) -> str:
    if isinstance(told, bytes):
        try:
            return told.decode("utf-8")
        except UnicodeDecodeError:
            return told.decode("latin-1")
    return told if isinstance(told, str) else ""


def _wide(told: Any) -> str:
    """Return what Windows writes: UTF-16 in bytes."""
    if isinstance(told, tuple):
        told = bytes(each & 0xFF for each in told if isinstance(each, int))
    return told.decode("utf-16-le", "replace").strip("\0") if isinstance(told, bytes) else ""


def _comment(told: Any) -> str:
    """Return a user comment: eight bytes name its character set."""
    if not isinstance(told, bytes):
        return _text(told)
    if told.startswith(b"UNICODE\0"):
        return told[8:].decode("utf-16-le", "replace").strip("\0 ")
    return _text(told[8:]).strip("\0 ")
