"""Words that are not drawn and found like others, each letter where it lies on a picture of a page.

The font has one shape for every letter, two far corners and nothing between them, and a table says
which letter each code is (ISO 32000-2, 9.7.4 and 9.10.3; OpenType 1.9 for the font file). So every
script can be written, and the file grows by a kilobyte rather than by a font.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from portfolio_app.domain.passage import Box

_NAME = Name("/PRTFLB+Unseen")
_WIDTH, _BELOW = 0.5, 0.2  # of the font's size: every letter's width, and how far it reaches down
_MOST = 0xFFFE  # codes of two bytes


@dataclass(slots=True)
class Letters:
    """One or more letters in a row: their box in page space, turned by ``turn`` quarters.

    ``is_apart``: something was taken out before them, or they are a label.
    """

    text: str
    box: Box
    turn: int = 0
    is_apart: bool = False


class UnseenFont:
    """A font of one document. Codes are given out as letters are written."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._codes: dict[str, int] = {}
        self.object = pdf.make_indirect(Dictionary(Type=Name.Font))

    def code(self, letter: str) -> bytes:
        """Return the two bytes, as hexadecimal digits, that stand for a letter."""
        code = self._codes.get(letter)
        if code is None:
            if len(self._codes) >= _MOST:
                return b"0000"
            code = self._codes[letter] = len(self._codes) + 1
        return b"%04X" % code

    def finish(self) -> None:
        """Fill in the font once everything is written."""
        pdf, count = self._pdf, len(self._codes) + 1
        metrics = {"Ascent": 1000 * (1 - _BELOW), "Descent": -1000 * _BELOW}
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=_NAME,
            Flags=4,  # symbolic: its letters are its own
            FontBBox=Array([0, round(metrics["Descent"]), 500, round(metrics["Ascent"])]),
            ItalicAngle=0,
            Ascent=round(metrics["Ascent"]),
            Descent=round(metrics["Descent"]),
            CapHeight=round(metrics["Ascent"]),
            StemV=80,
            FontFile2=pdf.make_indirect(Stream(pdf, _font_file())),
        )
        inner = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=_NAME,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=round(1000 * _WIDTH),
            CIDToGIDMap=pdf.make_indirect(Stream(pdf, b"\0\0" + b"\0\1" * (count - 1))),
        )
        font = self.object
        font.Subtype = Name.Type0
        font.BaseFont = _NAME
        font.Encoding = Name("/Identity-H")
        font.DescendantFonts = Array([pdf.make_indirect(inner)])
        font.ToUnicode = pdf.make_indirect(Stream(pdf, self._to_unicode()))

    def _to_unicode(self) -> bytes:
        lines = [
            b"<%04X> <%s>" % (code, letter.encode("utf-16-be", "replace").hex().upper().encode())
            for letter, code in self._codes.items()
        ]
        blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]  # as Adobe note 5411
        return b"\n".join(
            (
                b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
                b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
                b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
                b"1 begincodespacerange <0000> <FFFF> endcodespacerange",
                *(b"%d beginbfchar\n%s\nendbfchar" % (len(b), b"\n".join(b)) for b in blocks),
                b"endcmap CMapName currentdict /CMap defineresource pop end end",
            )
        )


def written(font: UnseenFont, name: str, letters: list[Letters], height: float) -> bytes:
    """Return the operators that write these letters on a page ``height`` points high.

    ``name`` is the font's name among the page's resources.
    """
    if not letters:
        return b""
    lines = [b"BT 3 Tr"]  # text rendering mode 3: neither filled nor stroked
    size = 0.0
    for each in letters:
        placed = _placed(each, height)
        if placed is None:
            continue
        if placed[0] != size:
            size = placed[0]
            lines.append(b"/%s %s Tf" % (name.encode(), _number(size)))
        codes = b"".join(font.code(letter) for letter in each.text)
        lines.append(b"%s Tm <%s> Tj" % (b" ".join(map(_number, placed[1])), codes))
    return b"\n".join((*lines, b"ET"))


def _placed(each: Letters, height: float) -> tuple[float, tuple[float, ...]] | None:
    """Return the size of the letters, and the matrix that puts them into their box."""
    x0, y0, x1, y1 = each.box
    wide, high = (x1 - x0, y1 - y0) if each.turn % 2 == 0 else (y1 - y0, x1 - x0)
    if wide <= 0 or high <= 0 or not each.text:
        return None
    size = max(round(high, 2), 0.05)
    across = wide / (_WIDTH * size * _length(each.text))
    below = _BELOW * size
    top, foot = height - y0, height - y1
    return size, {
        0: (across, 0, 0, 1, x0, foot + below),
        1: (0, across, -1, 0, x1 - below, foot),
        2: (-across, 0, 0, -1, x1, top - below),
        3: (0, -across, 1, 0, x0 + below, top),
    }[each.turn % 4]


def _length(text: str) -> int:
    """Return how many letters share the box: spaces and marks at the end come after it."""
    bare = text.rstrip()
    while len(bare) > 1 and unicodedata.combining(bare[-1]):
        bare = bare[:-1]
    return max(len(bare), 1)


def _number(value: float) -> bytes:
    return (f"{value:.3f}".rstrip("0").rstrip(".") or "0").encode("ascii")


def _font_file() -> bytes:
    """Return a TrueType font of two glyphs, half as wide as high: one empty, one of two corners.

    PDFium leaves out words whose letters reach nowhere, so the corners are there to reach.
    """
    above, below, width = 1000 - round(1000 * _BELOW), -round(1000 * _BELOW), round(1000 * _WIDTH)
    corners = struct.pack(
        ">5h2HH2B4h", 2, 0, below, width, above, 0, 1, 0, 1, 1, 0, width, below, above - below
    )
    tables = {
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh",
            *(0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0b1011, 1000, 0, 0),
            *(0, below, width, above, 0, 8, 2, 0, 0),
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH",
            *(0x00010000, above, below, 0, width, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1),
        ),
        b"maxp": struct.pack(">IH13H", 0x00010000, 2, 2, 2, 0, 0, 1, *((0,) * 8)),
        b"hmtx": struct.pack(">Hhh", width, 0, 0),
        b"loca": struct.pack(">3H", 0, 0, len(corners) // 2),
        b"glyf": corners,
    }
    count = len(tables)
    power = count.bit_length() - 1
    start = 12 + 16 * count
    directory, body = [], bytearray()
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory.append(struct.pack(">4sIII", tag, total, start + len(body), len(table)))
        body += padded
    spread = (16 << power, power, 16 * (count - (1 << power)))
    return struct.pack(">IHHHH", 0x00010000, count, *spread) + b"".join(directory) + bytes(body)
