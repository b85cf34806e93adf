"""Reads a TrueType font of our own, and makes a smaller one that holds only what was drawn.

OpenType 1.9: the tables head, hhea, hmtx, maxp, cmap, loca, glyf.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portfolio_app import assets

_COPIED_TABLES = (b"cvt ", b"fpgm", b"prep")
_ARGS_ARE_WORDS, _ARGS_ARE_PLACES, _HAS_SCALE, _MORE = 0x1, 0x2, 0x8, 0x20
_HAS_XY_SCALE, _HAS_2X2 = 0x40, 0x80
MOST_LETTERS = 50_000  # of one font made: their parts need numbers, too, and there are 65,535
_WIDEST = 65_535  # units
_FURTHEST = 32_767  # units: what a part's place can say
_ALPHA, _GREEK = 0x3B1, range(0x370, 0x400)
_DEEPEST = 8  # parts of parts of parts


@dataclass(frozen=True, slots=True)
class Part:
    """A glyph of a font and how far from its letter's start it stands, in the font's units."""

    glyph: int
    x: int = 0
    y: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """What is drawn as one: a letter with its marks, a conjunct, a ligature, an emoji.

    ``advance`` is its width in the font's units; ``text`` is what it reads as.
    """

    parts: tuple[Part, ...]
    advance: int
    text: str


class TrueType:
    """One of our own fonts, read once."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.data = path.read_bytes()
        (count,) = struct.unpack_from(">H", self.data, 4)
        self.tables = {}
        for index in range(count):
            tag, _, at, length = struct.unpack_from(">4sIII", self.data, 12 + 16 * index)
            self.tables[tag] = self.data[at : at + length]
        head, hhea = self.tables[b"head"], self.tables[b"hhea"]
        self.units = struct.unpack_from(">H", head, 18)[0]
        self._long = bool(struct.unpack_from(">h", head, 50)[0])
        self.bounds = struct.unpack_from(">4h", head, 36)
        self.ascent, self.descent = struct.unpack_from(">2h", hhea, 4)
        (self._metrics,) = struct.unpack_from(">H", hhea, 34)
        (self._glyphs,) = struct.unpack_from(">H", self.tables[b"maxp"], 4)
        self._map = _character_map(self.tables[b"cmap"])
        if _ALPHA not in self._map:  # π and µ as signs of sums: a Greek word wants one font
            self._map = {code: glyph for code, glyph in self._map.items() if code not in _GREEK}

    def holds(self, letter: str) -> bool:
        """Return whether the font draws this letter."""
        return ord(letter) in self._map

    def glyph(self, letter: str) -> int:
        """Return the letter's glyph number, 0 (the box) when there is none."""
        return self._map.get(ord(letter), 0)

    def advance(self, glyph: int) -> int:
        """Return a glyph's width in the font's units."""
        at = 4 * min(glyph, self._metrics - 1)
        return int(struct.unpack_from(">H", self.tables[b"hmtx"], at)[0])

    def width(self, glyph: int) -> float:
        """Return a glyph's width in thousandths of the font's size."""
        return float(self.advance(glyph) * 1000 / self.units)

    def is_blank(self, glyph: int) -> bool:
        """Return whether a glyph leaves no ink."""
        return not self.outline(glyph)

    def only(self, letters: Sequence[Letter]) -> bytes:
        """Return a font file whose glyph 1 is the first of these letters, and so on; 0 is the box.

        A letter of several parts becomes one glyph put together from them.
        """
        return _Smaller(self, letters).file()

    def outline(self, glyph: int) -> bytes:
        """Return a glyph's outline as the font holds it; empty for one that leaves no ink."""
        if not 0 <= glyph < self._glyphs:
            return b""
        loca, glyf = self.tables[b"loca"], self.tables[b"glyf"]
        if self._long:
            start, end = struct.unpack_from(">2I", loca, 4 * glyph)
        else:
            start, end = (2 * each for each in struct.unpack_from(">2H", loca, 2 * glyph))
        return glyf[start:end]

    def bearing(self, glyph: int) -> int:
        """Return how far right of its start a glyph's ink begins, as the font says."""
        at = (
            4 * glyph + 2
            if glyph < self._metrics
            else 4 * self._metrics + 2 * (glyph - self._metrics)
        )
        hmtx = self.tables[b"hmtx"]
        return int(struct.unpack_from(">h", hmtx, at)[0]) if at + 2 <= len(hmtx) else 0


@cache
def font(name: str) -> TrueType:
    """Return a font of resources/fonts by its file's name without ".ttf"."""
    return TrueType(assets.path(f"fonts/{name}.ttf"))


class _Smaller:
    """A font being made: numbers given out anew, from 0 without a gap."""

    def __init__(self, whole: TrueType, letters: Sequence[Letter]) -> None:
        self._whole = whole
        self._letters = letters
        self._numbers: dict[int, int] = {}  # old glyph to new
        self._waiting: list[int] = []

    def file(self) -> bytes:
        tables = self._whole.tables
        box = self._whole.outline(0)
        made: list[bytes] = [b""] * (len(self._letters) + 1)
        metrics = [(self._whole.advance(0), _left(box))] * len(made)
        self._next = len(made)
        made[0] = self._renumbered(box)
        for number, letter in enumerate(self._letters, 1):
            made[number] = self._drawn(letter)
            left = _left(made[number])
            parts = letter.parts
            if len(parts) == 1 and not (parts[0].x or parts[0].y):
                left = self._whole.bearing(parts[0].glyph)
            metrics[number] = (min(max(letter.advance, 0), _WIDEST), left)
        done = 0
        while done < len(self._waiting):  # parts, and parts of parts
            glyph = self._waiting[done]
            outline = self._whole.outline(glyph)
            made.append(self._renumbered(outline))
            metrics.append((self._whole.advance(glyph), _left(outline)))
            done += 1
        outlines, loca = bytearray(), [0]
        for each in made:
            outlines += each + bytes(-len(each) % 4)
            loca.append(len(outlines))
        head, hhea = bytearray(tables[b"head"]), bytearray(tables[b"hhea"])
        struct.pack_into(">h", head, 50, 1)
        struct.pack_into(">I", head, 8, 0)
        struct.pack_into(">H", hhea, 34, len(made))
        kept = {tag: tables[tag] for tag in _COPIED_TABLES if tag in tables}
        return font_file(kept | {
            b"head": bytes(head),
            b"hhea": bytes(hhea),
            b"hmtx": b"".join(struct.pack(">Hh", *each) for each in metrics),
            b"maxp": self._limits(made),
            b"glyf": bytes(outlines),
            b"loca": struct.pack(f">{len(loca)}I", *loca),
        })  # fmt: skip

    def _limits(self, made: Sequence[bytes]) -> bytes:
        maxp = bytearray(self._whole.tables[b"maxp"])
        struct.pack_into(">H", maxp, 4, len(made))
        if len(maxp) >= 32:  # points and contours of a put-together glyph, its parts, its depth
            most = max((len(letter.parts) for letter in self._letters), default=1)
            for at in (6, 8):
                (simple,) = struct.unpack_from(">H", maxp, at)
                (several,) = struct.unpack_from(">H", maxp, at + 4)
                struct.pack_into(">H", maxp, at + 4, min(max(simple, several) * most, 0xFFFF))
            (parts,) = struct.unpack_from(">H", maxp, 28)
            struct.pack_into(">H", maxp, 28, max(parts, most))
            struct.pack_into(">H", maxp, 30, _DEEPEST)
        return bytes(maxp)

    def _drawn(self, letter: Letter) -> bytes:
        parts = [part for part in letter.parts if not self._whole.is_blank(part.glyph)]
        if not parts:
            return b""
        if len(letter.parts) == 1 and not (parts[0].x or parts[0].y):
            return self._renumbered(self._whole.outline(parts[0].glyph))
        body, boxes = [], []
        for index, part in enumerate(parts):
            outline = self._whole.outline(part.glyph)
            x0, y0, x1, y1 = struct.unpack_from(">4h", outline, 2)
            # A glyph stands where its bearing says, wherever its outline was drawn.
            x = _within(part.x + self._whole.bearing(part.glyph) - x0)
            y = _within(part.y)
            boxes.append((x0 + x, y0 + y, x1 + x, y1 + y))
            flags = _ARGS_ARE_WORDS | _ARGS_ARE_PLACES | (_MORE if index < len(parts) - 1 else 0)
            body.append(struct.pack(">HHhh", flags, self._number(part.glyph), x, y))
        around = (
            min(each[0] for each in boxes), min(each[1] for each in boxes),
            max(each[2] for each in boxes), max(each[3] for each in boxes),
        )  # fmt: skip
        return struct.pack(">h4h", -1, *map(_within, around)) + b"".join(body)

    def _number(self, glyph: int) -> int:
        if glyph not in self._numbers:
            self._numbers[glyph] = self._next
            self._next += 1
            self._waiting.append(glyph)
        return self._numbers[glyph]

    def _renumbered(self, outline: bytes) -> bytes:
        """Return an outline whose parts, if it is put together, have their new numbers."""
        if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
            return outline
        changed, at = bytearray(outline), 10
        while True:
            flags, glyph = struct.unpack_from(">HH", outline, at)
            struct.pack_into(">H", changed, at + 2, self._number(glyph))
            at += 4 + (4 if flags & _ARGS_ARE_WORDS else 2)
            at += 2 * bool(flags & _HAS_SCALE) + 4 * bool(flags & _HAS_XY_SCALE)
            at += 8 * bool(flags & _HAS_2X2)
            if not flags & _MORE:
                return bytes(changed)


def _left(outline: bytes) -> int:
    return int(struct.unpack_from(">h", outline, 2)[0]) if len(outline) >= 10 else 0


def _within(value: int) -> int:
    return max(-_FURTHEST, min(value, _FURTHEST))


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


def font_file(tables: dict[bytes, bytes]) -> bytes:
    """Return a font file of these tables."""
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


def to_unicode(texts: Sequence[str]) -> bytes:
    """Return a table (CMap) by which code 1 reads as the first of these, and so on.

    ISO 32000-2, 9.10.3; at most 100 lines in one go (Adobe technical note 5411).
    """
    lines = [
        f"<{code:04X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>"
        for code, text in enumerate(texts, 1)
        if text
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
