"""Cuts a TrueType font down to the letters used and puts it into a PDF, glyph numbers unchanged.

OpenType 1.9: the tables head, hhea, hmtx, maxp, cmap, loca, glyf. PDF: ISO 32000-2, 9.7 (composite
fonts with Identity-H, so that a code is a glyph number).
"""

from __future__ import annotations

import struct
from pathlib import Path

import pikepdf

_KEPT_TABLES = (b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep")
_ARGS_ARE_WORDS, _HAS_SCALE, _MORE, _HAS_XY_SCALE, _HAS_2X2 = 0x1, 0x8, 0x20, 0x40, 0x80
_SYMBOLIC = 4


class TrueType:
    """One of our own fonts, read once."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self._data = path.read_bytes()
        (count,) = struct.unpack_from(">H", self._data, 4)
        self._tables = {}
        for index in range(count):
            tag, _, at, length = struct.unpack_from(">4sIII", self._data, 12 + 16 * index)
            self._tables[tag] = self._data[at : at + length]
        head, hhea = self._tables[b"head"], self._tables[b"hhea"]
        self.units = struct.unpack_from(">H", head, 18)[0]
        self._long = bool(struct.unpack_from(">h", head, 50)[0])
        self._bounds = struct.unpack_from(">4h", head, 36)
        self.ascent, self.descent = struct.unpack_from(">2h", hhea, 4)
        (self._metrics,) = struct.unpack_from(">H", hhea, 34)
        (self._glyphs,) = struct.unpack_from(">H", self._tables[b"maxp"], 4)
        self._map = _character_map(self._tables[b"cmap"])

    def holds(self, letter: str) -> bool:
        """Return whether the font draws this letter."""
        return ord(letter) in self._map

    def glyph(self, letter: str) -> int:
        """Return the letter's glyph number, 0 (the box) when there is none."""
        return self._map.get(ord(letter), 0)

    def width(self, glyph: int) -> float:
        """Return a glyph's width in thousandths of the font's size."""
        at = 4 * min(glyph, self._metrics - 1)
        (width,) = struct.unpack_from(">H", self._tables[b"hmtx"], at)
        return float(width * 1000 / self.units)

    def embedded(self, pdf: pikepdf.Pdf, used: dict[int, str]) -> pikepdf.Dictionary:
        """Return the font as a PDF font that holds only these glyphs and what they read as."""
        name = pikepdf.Name(f"/PRTFLA+{self.name}")
        scale = 1000 / self.units
        program = pikepdf.Stream(pdf, self._subset(set(used)))
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=name,
            Flags=_SYMBOLIC,
            FontBBox=pikepdf.Array([round(each * scale) for each in self._bounds]),
            ItalicAngle=0,
            Ascent=round(self.ascent * scale),
            Descent=round(self.descent * scale),
            CapHeight=round(self.ascent * scale),
            StemV=80,
            FontFile2=pdf.make_indirect(program),
        )
        widths: list[int | pikepdf.Array] = []
        for glyph in sorted(used):
            widths += [glyph, pikepdf.Array([round(self.width(glyph))])]
        inner = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            W=pikepdf.Array(widths),
            CIDToGIDMap=pikepdf.Name.Identity,
        )
        return pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=name,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=pikepdf.Array([pdf.make_indirect(inner)]),
            ToUnicode=pikepdf.Stream(pdf, _to_unicode(used)),
        )

    def _subset(self, used: set[int]) -> bytes:
        places = self._places()
        glyf = self._tables[b"glyf"]
        waiting, kept = [0, *used], set()
        while waiting:
            glyph = waiting.pop()
            if glyph not in kept and glyph < self._glyphs:
                kept.add(glyph)
                waiting += _parts(glyf[places[glyph] : places[glyph + 1]])
        outlines, loca = bytearray(), []
        for glyph in range(self._glyphs):
            loca.append(len(outlines))
            if glyph in kept:
                outlines += glyf[places[glyph] : places[glyph + 1]]
                outlines += bytes(-len(outlines) % 4)
        loca.append(len(outlines))
        head = bytearray(self._tables[b"head"])
        struct.pack_into(">h", head, 50, 1)
        struct.pack_into(">I", head, 8, 0)
        tables = {tag: self._tables[tag] for tag in _KEPT_TABLES if tag in self._tables}
        tables |= {
            b"head": bytes(head),
            b"glyf": bytes(outlines),
            b"loca": struct.pack(f">{len(loca)}I", *loca),
        }
        return _font_file(tables)

    def _places(self) -> tuple[int, ...]:
        loca, count = self._tables[b"loca"], self._glyphs + 1
        if self._long:
            return struct.unpack_from(f">{count}I", loca)
        return tuple(2 * each for each in struct.unpack_from(f">{count}H", loca))


def _character_map(cmap: bytes) -> dict[int, int]:
    """Return code point to glyph, from the fullest Unicode subtable (formats 12 and 4)."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    best: dict[int, int] = {}
    for index in range(count):
        platform, encoding, at = struct.unpack_from(">HHI", cmap, 4 + 8 * index)
        if (platform, encoding) not in ((0, 3), (0, 4), (0, 6), (3, 1), (3, 10)):
            continue
        (form,) = struct.unpack_from(">H", cmap, at)
        found = _format_12(cmap, at) if form == 12 else _format_4(cmap, at) if form == 4 else {}
        if len(found) > len(best):
            best = found
    return best


def _format_12(cmap: bytes, at: int) -> dict[int, int]:
    (groups,) = struct.unpack_from(">I", cmap, at + 12)
    found: dict[int, int] = {}
    for index in range(groups):
        first, last, glyph = struct.unpack_from(">III", cmap, at + 16 + 12 * index)
        found.update(
            zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)
        )
    return found


def _format_4(cmap: bytes, at: int) -> dict[int, int]:
    segments = struct.unpack_from(">H", cmap, at + 6)[0] // 2
    shape = f">{segments}H"
    ends = struct.unpack_from(shape, cmap, at + 14)
    starts = struct.unpack_from(shape, cmap, at + 16 + 2 * segments)
    deltas = struct.unpack_from(shape, cmap, at + 16 + 4 * segments)
    offsets_at = at + 16 + 6 * segments
    offsets = struct.unpack_from(shape, cmap, offsets_at)
    found: dict[int, int] = {}
    for index in range(segments):
        for code in range(starts[index], ends[index] + 1):
            if code == 0xFFFF:
                continue
            glyph = code
            if offsets[index]:
                place = offsets_at + 2 * index + offsets[index] + 2 * (code - starts[index])
                (glyph,) = struct.unpack_from(">H", cmap, place)
                if not glyph:
                    continue
            glyph = (glyph + deltas[index]) & 0xFFFF
            if glyph:
                found[code] = glyph
    return found


def _parts(outline: bytes) -> list[int]:
    """Return the glyphs a composite glyph is put together from."""
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    found, at = [], 10
    while True:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        found.append(glyph)
        at += 4 + (4 if flags & _ARGS_ARE_WORDS else 2)
        at += 2 * bool(flags & _HAS_SCALE) + 4 * bool(flags & _HAS_XY_SCALE)
        at += 8 * bool(flags & _HAS_2X2)
        if not flags & _MORE:
            return found


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    header = struct.pack(
        ">IHHHH", 0x00010000, count, 16 << power, power, 16 * (count - (1 << power))
    )
    directory, body = [], bytearray()
    start = 12 + 16 * count
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory.append(struct.pack(">4sIII", tag, total, start + len(body), len(table)))
        body += padded
    return header + b"".join(directory) + bytes(body)


def _to_unicode(used: dict[int, str]) -> bytes:
    """Return a CMap from glyph numbers to text (ISO 32000-2, 9.10.3)."""
    lines = [
        f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for glyph, text in sorted(used.items())
    ]
    blocks = [
        f"{len(lines[at : at + 100])} beginbfchar\n"
        + "\n".join(lines[at : at + 100])
        + "\nendbfchar"
        for at in range(0, len(lines), 100)
    ]
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        + "\n".join(blocks)
        + "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
