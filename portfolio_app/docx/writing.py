"""A Word document of headings, paragraphs and tables, written as OOXML (ECMA-376) by hand.

Headings are headings, the first row of a table is repeated on each page and said to be its head,
the language is British English, and nothing names who or what wrote it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LONG, _SHORT, _MARGIN = 16838, 11906, 1021  # A4 and 18 mm in twentieths of a point
_STAMP = (1980, 1, 1, 0, 0, 0)  # of the parts in the package: says nothing about the computer

WIDE = _LONG - 2 * _MARGIN  # twentieths of a point: the room for a table


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``widths`` in twentieths of a point, ``about`` says what it is to a screen reader.

    Columns in ``centred`` are; ``titles`` are rows (from 0) that reach over all columns.
    """

    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    centred: frozenset[int] = frozenset()
    titles: frozenset[int] = frozenset()


@dataclass(slots=True)
class Document:
    """What is written, in order. ``foot`` stands at the foot of each page beside its number."""

    title: str
    foot: str = ""
    _body: list[str] = field(default_factory=list)

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading of level 1 or 2."""
        self._body.append(_paragraph(text, f"Heading{level}"))

    def paragraph(self, text: str) -> None:
        """Add a paragraph."""
        self._body.append(_paragraph(text))

    def table(self, table: Table) -> None:
        """Add a table, and the empty paragraph that Word wants between two of them."""
        self._body += [_table(table), _paragraph("", "Note")]

    def data(self) -> bytes:
        """Return the document as DOCX."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self._parts():
                package.writestr(
                    zipfile.ZipInfo(name, _STAMP), _HEAD + content, zipfile.ZIP_DEFLATED
                )
        return out.getvalue()

    def _parts(self) -> list[tuple[str, str]]:
        section = (
            '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>'
            f'<w:pgSz w:w="{_LONG}" w:h="{_SHORT}" w:orient="landscape"/>'
            f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" '
            f'w:left="{_MARGIN}" w:header="510" w:footer="510" w:gutter="0"/></w:sectPr>'
        )
        body = f"<w:body>{''.join(self._body)}{section}</w:body>"
        return [
            ("[Content_Types].xml", _content_types()),
            ("_rels/.rels", _package_relations()),
            ("word/document.xml", f'<w:document xmlns:w="{_W}" xmlns:r="{_R}">{body}</w:document>'),
            ("word/_rels/document.xml.rels", _document_relations()),
            ("word/styles.xml", _styles()),
            ("word/settings.xml", _settings()),
            ("word/footer1.xml", _footer(self.foot)),
            ("docProps/core.xml", _core(self.title)),
        ]


def shares(*parts: int) -> tuple[int, ...]:
    """Return the room for a table divided in these proportions."""
    whole = sum(parts)
    return tuple(WIDE * part // whole for part in parts)


def plain(text: str) -> str:
    """Return text as XML may hold it, in one line, special signs escaped."""
    kept = "".join(
        each
        for each in " ".join(text.split())
        if (each >= " " and not "\ud800" <= each <= "\udfff" and each < "\ufffe") or each > "\uffff"
    )
    return escape(kept)


def _paragraph(text: str, style: str = "", across: str = "") -> str:
    marks = f'<w:pStyle w:val="{style}"/>' if style else ""
    marks += f'<w:jc w:val="{across}"/>' if across else ""
    marks = f"<w:pPr>{marks}</w:pPr>" if marks else ""
    run = f'<w:r><w:t xml:space="preserve">{plain(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{marks}{run}</w:p>"


def _table(table: Table) -> str:
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in table.widths)
    properties = (
        '<w:tblPr><w:tblStyle w:val="Ruled"/>'
        f'<w:tblW w:w="{sum(table.widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="06A0" w:firstRow="1" w:firstColumn="1" w:lastRow="0" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{_attribute(table.about)}"/></w:tblPr>'
    )
    rows = [_row(table, table.head, is_head=True)]
    for number, cells in enumerate(table.rows):
        if number in table.titles:
            rows.append(_title_row(table, cells[0]))
        else:
            rows.append(_row(table, cells))
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _row(table: Table, cells: Sequence[str], *, is_head: bool = False) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(text, 'Cell', 'center' if place in table.centred else '')}</w:tc>"
        for place, (text, wide) in enumerate(zip(cells, table.widths, strict=True))
    )
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{made}</w:tr>"


def _title_row(table: Table, text: str) -> str:
    return (
        "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>"
        f'<w:tcPr><w:tcW w:w="{sum(table.widths)}" w:type="dxa"/>'
        f'<w:gridSpan w:val="{len(table.widths)}"/>'
        '<w:shd w:val="clear" w:color="auto" w:fill="E8E8E8"/></w:tcPr>'
        f"{_paragraph(text, 'CellTitle')}</w:tc></w:tr>"
    )


def _attribute(text: str) -> str:
    return plain(text).replace('"', "&quot;")


def _content_types() -> str:
    parts = {
        "/word/document.xml": f"{_TYPES}.document.main+xml",
        "/word/styles.xml": f"{_TYPES}.styles+xml",
        "/word/settings.xml": f"{_TYPES}.settings+xml",
        "/word/footer1.xml": f"{_TYPES}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    named = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _package_relations() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return _relations((f"{_REL}/officeDocument", "word/document.xml"), (core, "docProps/core.xml"))


def _document_relations() -> str:
    return _relations(
        (f"{_REL}/styles", "styles.xml"),
        (f"{_REL}/footer", "footer1.xml"),
        (f"{_REL}/settings", "settings.xml"),
    )


def _relations(*known: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(known, start=1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{each}</Relationships>'


def _core(title: str) -> str:
    return (
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{plain(title)}</dc:title><dc:language>en-GB</dc:language>"
        "</cp:coreProperties>"
    )


def _settings() -> str:
    # Word 2013 and later; without it Word opens the document in compatibility mode.
    mode = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    return f'<w:settings xmlns:w="{_W}">{mode}<w:themeFontLang w:val="en-GB"/></w:settings>'


def _footer(foot: str) -> str:
    def number(name: str) -> str:
        return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    def words(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{WIDE}"/></w:tabs>'
    return (
        f'<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Footer"/>{tabs}</w:pPr>'
        f"{words(plain(foot))}<w:r><w:tab/></w:r>{words('Page ')}{number('PAGE')}"
        f"{words(' of ')}{number('NUMPAGES')}</w:p></w:ftr>"
    )


def _styles() -> str:
    rule = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    borders = "".join(
        rule.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    bold_head = (
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>'
        '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E8E8E8"/></w:tcPr></w:tblStylePr>'
        '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
    )
    return (
        f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/>'
        '<w:sz w:val="21"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="100" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "</w:style>"
        + _paragraph_style("Heading1", "heading 1", size=36, is_bold=True, outline=0, after=160)
        + _paragraph_style("Heading2", "heading 2", size=26, is_bold=True, outline=1, after=100)
        + _paragraph_style("Cell", "Table text", size=17, after=0)
        + _paragraph_style("CellTitle", "Table theme", size=17, is_bold=True, after=0, keep=True)
        + _paragraph_style("Note", "Table end", size=10, after=0)
        + _paragraph_style("Footer", "footer", size=16, after=0)
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/></w:style>'
        '<w:style w:type="table" w:styleId="Ruled"><w:name w:val="Ruled"/>'
        '<w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders>"
        '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
        '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr>{bold_head}</w:style></w:styles>"
    )


def _paragraph_style(
    style: str,
    name: str,
    *,
    size: int,
    after: int,
    is_bold: bool = False,
    outline: int | None = None,
    keep: bool = False,
) -> str:
    """Return a style; ``size`` in half points, ``after`` in twentieths of a point."""
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    next_to = "<w:keepNext/>" if keep or outline is not None else ""
    bold = "<w:b/>" if is_bold else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>'
        f'<w:pPr>{next_to}<w:spacing w:before="0" w:after="{after}" w:line="240" '
        f'w:lineRule="auto"/>{level}</w:pPr>'
        f'<w:rPr>{bold}<w:sz w:val="{size}"/></w:rPr></w:style>'
    )
