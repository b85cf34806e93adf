"""The font that fields are typed in: the reading font, whole, so that any letter it has shows."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from portfolio_app import assets

# In the form's resources. Every viewer finds the font by it, whatever it is; PDFium (Chrome, Edge)
# writes Welsh letters, curly quotes and dashes with the form's own font only if it is called so.
NAME = "Wingdings"
_FILE = "AtkinsonHyperlegibleNext-Regular"
_FIRST, _LAST = 1, 255
# Beyond Windows' letters: Welsh, Polish, Romanian, Turkish, by the names of their glyphs (Adobe
# Glyph List). They take codes that mean nothing in Windows' encoding: no code changes its meaning.
_MORE = (
    *("wcircumflex", "ycircumflex", "Wcircumflex", "Ycircumflex"),
    *("wgrave", "wacute", "wdieresis", "ygrave"),
    *("aogonek", "cacute", "eogonek", "lslash", "nacute", "sacute", "zacute", "zdotaccent"),
    *("Aogonek", "Cacute", "Eogonek", "Lslash", "Nacute", "Sacute", "Zacute", "Zdotaccent"),
    *("abreve", "uni0219", "uni021B", "uni0218", "Abreve"),
    *("gbreve", "dotlessi", "scedilla", "Idotaccent"),
)
_MORE_LETTERS = "ŵŷŴŶẁẃẅỳąćęłńśźżĄĆĘŁŃŚŹŻășțȘĂğışİ"
_FREE = [code for code in range(1, 32) if code not in (9, 10, 13)] + [0x81, 0x8D, 0x8F, 0x90, 0x9D]
_NON_SYMBOLIC = 1 << 5  # ISO 32000-1, table 123


def make(pdf: Pdf) -> Object:
    """Add the font to a PDF and return it: TrueType, embedded whole, with 250 letters in reach.

    A letter that this encoding lacks stays in the field's value, which is Unicode; a reader shows
    it with a font of its own, and we draw values with all of our fonts.
    """
    from reportlab.pdfbase.ttfonts import TTFontFile

    path = assets.path(f"fonts/{_FILE}.ttf")
    face = TTFontFile(str(path))
    letters = _letters()
    named = dict(zip(_FREE, _MORE, strict=True))
    file = Stream(pdf, path.read_bytes())
    file.Length1 = path.stat().st_size
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/" + _FILE), Flags=_NON_SYMBOLIC,
        FontBBox=Array([round(each) for each in face.bbox]), ItalicAngle=0,
        Ascent=round(face.ascent), Descent=round(face.descent), CapHeight=round(face.capHeight),
        StemV=round(face.stemV), FontFile2=pdf.make_indirect(file),
    )  # fmt: skip
    codes = range(_FIRST, _LAST + 1)
    widths = [
        round(face.charWidths.get(ord(letters[code]), face.defaultWidth)) if code in letters else 0
        for code in codes
    ]
    differences = Array(
        [part for code in sorted(named) for part in (code, Name("/" + named[code]))]
    )
    encoding = Dictionary(
        Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=differences
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/" + _FILE), FirstChar=_FIRST,
            LastChar=_LAST, Widths=Array(widths), Encoding=pdf.make_indirect(encoding),
            FontDescriptor=pdf.make_indirect(descriptor), ToUnicode=_to_unicode(pdf, letters),
        )
    )  # fmt: skip


def _letters() -> dict[int, str]:
    """Return the letter of every code that has one (ISO 32000-1, D.2, and those above)."""
    letters = dict(zip(_FREE, _MORE_LETTERS, strict=True))
    for code in range(32, _LAST + 1):
        letter = bytes([code]).decode("cp1252", "ignore")
        if letter and code != 127:
            letters[code] = letter
    return letters


def _to_unicode(pdf: Pdf, letters: dict[int, str]) -> Object:
    """Return the table that says which letter a code means (ISO 32000-1, 9.10.3)."""
    rows = [f"<{code:02X}> <{ord(letters[code]):04X}>" for code in sorted(letters)]
    parts = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    mapped = "\n".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts
    )
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{mapped}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )
    return pdf.make_indirect(Stream(pdf, table.encode("ascii")))
