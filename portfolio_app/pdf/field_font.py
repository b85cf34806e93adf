"""The font that fields are typed in: the reading font, whole, so that any letter it has shows."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from portfolio_app import assets

NAME = "PortfolioText"  # in the form's resources
_FILE = "AtkinsonHyperlegibleNext-Regular"
_FIRST, _LAST = 32, 255
_NON_SYMBOLIC = 1 << 5  # ISO 32000-1, table 123


def make(pdf: Pdf) -> Object:
    """Add the font to a PDF and return it: TrueType, embedded whole, with Windows' letters.

    A letter that this encoding lacks stays in the field's value, which is Unicode; a reader shows
    it with a font of its own, and we draw values with all of our fonts.
    """
    from reportlab.pdfbase.ttfonts import TTFontFile

    path = assets.path(f"fonts/{_FILE}.ttf")
    face = TTFontFile(str(path))
    letters = _letters()
    file = Stream(pdf, path.read_bytes())
    file.Length1 = path.stat().st_size
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/" + _FILE), Flags=_NON_SYMBOLIC,
        FontBBox=Array([round(each) for each in face.bbox]), ItalicAngle=0,
        Ascent=round(face.ascent), Descent=round(face.descent), CapHeight=round(face.capHeight),
        StemV=round(face.stemV), FontFile2=pdf.make_indirect(file),
    )  # fmt: skip
    widths = [round(face.charWidths.get(ord(each), face.defaultWidth)) for each in letters]
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/" + _FILE), FirstChar=_FIRST,
            LastChar=_LAST, Widths=Array(widths), Encoding=Name.WinAnsiEncoding,
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )  # fmt: skip


def _letters() -> list[str]:
    """Return the letter of every code; a bullet where Windows has none (ISO 32000-1, D.2)."""
    return [
        bytes([code]).decode("cp1252", "replace").replace("\N{REPLACEMENT CHARACTER}", "•")
        for code in range(_FIRST, _LAST + 1)
    ]
