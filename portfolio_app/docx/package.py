"""The bare package that a Word document is written into: our own look, or a person's template.

A template gives its styles, numbers, theme, header, footer, page size and margins. Its own text,
macros, links to elsewhere, properties and everything else stay behind.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from portfolio_app.docx import proposal_styles
from portfolio_app.docx.proposal_numbering import EMPTY
from portfolio_app.docx.proposal_xml import SPACES, attribute, field_of, run

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STAMP = (1980, 1, 1, 0, 0, 0)  # of the parts in the package: says nothing about the computer
_WIDE, _HIGH, _SIDE = 11_906, 16_838, 1_304  # A4 and 23 mm in twentieths of a point
_IMAGES = {"png": "image/png", "jpeg": "image/jpeg", "jpg": "image/jpeg", "gif": "image/gif"}


@dataclass(frozen=True, slots=True)
class Edge:
    """A header or footer: ``kind`` "header" or "footer", ``when`` default, first or even.

    ``images`` are its pictures by relationship: the ending of the file's name, and its bytes.
    """

    kind: str
    when: str
    xml: bytes
    images: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shell:
    """What a document is written into. ``page`` is everything of a section but its edges.

    Sizes are twentieths of a point: width and height of the page, margins (top, right, bottom,
    left). ``settings`` are elements in the order of the schema.
    """

    styles: bytes
    numbering: bytes
    edges: tuple[Edge, ...]
    page: str
    size: tuple[int, int] = (_WIDE, _HIGH)
    margins: tuple[int, int, int, int] = (1_418, _SIDE, _SIDE, _SIDE)
    theme: bytes = b""
    settings: str = ""
    is_own: bool = True

    @property
    def wide(self) -> int:
        """The width of the text, in twentieths of a point."""
        return max(self.size[0] - self.margins[1] - self.margins[3], 1_000)

    @property
    def high(self) -> int:
        """The height of the text, in twentieths of a point."""
        return max(self.size[1] - self.margins[0] - self.margins[2], 1_000)


# Word 2013 and later; without it Word opens the document in compatibility mode.
COMPAT = (
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
)


def own(header: str, foot: str, pages: int) -> Shell:
    """Return the shell of a document of our own; ``pages`` are shown until Word has counted."""
    page = (
        f'<w:pgSz w:w="{_WIDE}" w:h="{_HIGH}"/>'
        f'<w:pgMar w:top="1418" w:right="{_SIDE}" w:bottom="{_SIDE}" w:left="{_SIDE}" '
        'w:header="680" w:footer="624" w:gutter="0"/><w:titlePg/>'
    )
    right = _WIDE - 2 * _SIDE
    return Shell(
        styles=proposal_styles.own(),
        numbering=EMPTY,
        edges=(
            Edge("header", "default", edge("header", "Header", run(header))),
            footer("Footer", foot, right, pages),
        ),
        page=page,
        settings=COMPAT,
    )


def footer(style: str, foot: str, right: int, pages: int) -> Edge:
    """Return our footer: words at the left, the page's number at the right."""
    tabs = (
        f'<w:tabs><w:tab w:val="clear" w:pos="4513"/><w:tab w:val="clear" w:pos="9026"/>'
        f'<w:tab w:val="right" w:pos="{right}"/></w:tabs>'
    )
    inside = run(f"{foot}\tPage ") + field_of("PAGE", "2") + run(" of ")
    inside += field_of("NUMPAGES", str(pages))
    return Edge("footer", "default", edge("footer", style, inside, tabs))


def edge(kind: str, style: str, inside: str, marks: str = "") -> bytes:
    """Return a header or footer of one paragraph."""
    tag = {"header": "hdr", "footer": "ftr"}[kind]
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = f"<w:pPr>{named}{marks}</w:pPr>"
    return f"{_HEAD}<w:{tag} {SPACES}><w:p>{look}{inside}</w:p></w:{tag}>".encode()


def bare(shell: Shell, notes: tuple[str, ...], note_styles: tuple[str, str], version: str) -> bytes:
    """Return the package with an empty body: what python-docx opens and writes on.

    ``note_styles`` are those of a footnote's text and of its number.
    """
    parts: dict[str, bytes] = {}
    relations = [
        ("styles", "styles.xml"), ("numbering", "numbering.xml"), ("settings", "settings.xml"),
    ]  # fmt: skip
    types = {
        "/word/document.xml": f"{_TYPES}.document.main+xml",
        "/word/styles.xml": f"{_TYPES}.styles+xml",
        "/word/numbering.xml": f"{_TYPES}.numbering+xml",
        "/word/settings.xml": f"{_TYPES}.settings+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    parts["word/styles.xml"], parts["word/numbering.xml"] = shell.styles, shell.numbering
    if shell.theme:
        parts["word/theme/theme1.xml"] = shell.theme
        relations.append(("theme", "theme/theme1.xml"))
        types["/word/theme/theme1.xml"] = "application/vnd.openxmlformats-officedocument.theme+xml"
    references = ""
    for number, each in enumerate(shell.edges, 1):
        name = f"{each.kind}{number}.xml"
        parts[f"word/{name}"] = each.xml
        types[f"/word/{name}"] = f"{_TYPES}.{each.kind}+xml"
        relations.append((each.kind, name))
        references += f'<w:{each.kind}Reference w:type="{each.when}" r:id="rId{len(relations)}"/>'
        if each.images:
            inside: list[tuple[str, str, str]] = []
            for relation, (ending, data) in each.images.items():
                image = f"media/edge{number}-{len(inside) + 1}.{ending}"
                parts[f"word/{image}"] = data
                inside.append((relation, f"{_REL}/image", image))
            parts[f"word/_rels/{name}.rels"] = _relations(inside)
    if notes:
        parts["word/footnotes.xml"] = _footnotes(notes, *note_styles)
        types["/word/footnotes.xml"] = f"{_TYPES}.footnotes+xml"
        relations.append(("footnotes", "footnotes.xml"))
    package = [
        ("rId1", f"{_REL}/officeDocument", "word/document.xml"),
        ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ]
    if version:
        parts["docProps/custom.xml"] = _custom(version)
        types["/docProps/custom.xml"] = (
            "application/vnd.openxmlformats-officedocument.custom-properties+xml"
        )
        package.append(("rId3", f"{_REL}/custom-properties", "docProps/custom.xml"))
    parts["word/document.xml"] = (
        f"{_HEAD}<w:document {SPACES}><w:body><w:sectPr>{references}{shell.page}</w:sectPr>"
        "</w:body></w:document>"
    ).encode()
    parts["word/settings.xml"] = _settings(shell.settings, has_notes=bool(notes))
    parts["docProps/core.xml"] = _core()
    parts["_rels/.rels"] = _relations(package)
    parts["word/_rels/document.xml.rels"] = _relations(
        [(f"rId{n}", f"{_REL}/{kind}", target) for n, (kind, target) in enumerate(relations, 1)]
    )
    parts["[Content_Types].xml"] = _content_types(types)
    return zipped(parts)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as a package, the list of its types first, without dates."""
    out = io.BytesIO()
    first = "[Content_Types].xml"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in (first, *(each for each in parts if each != first)):
            info = zipfile.ZipInfo(name, _STAMP)
            is_packed = name.rpartition(".")[2] in ("png", "jpg", "jpeg")
            kind = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            package.writestr(info, parts[name], kind)
    return out.getvalue()


def again(made: bytes) -> bytes:
    """Return a package written anew, without the dates of its parts."""
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return zipped({info.filename: package.read(info) for info in package.infolist()})


def _content_types(types: Mapping[str, str]) -> bytes:
    named = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items()
    )
    images = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in _IMAGES.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{images}{named}</Types>'
    ).encode()


def _relations(known: list[tuple[str, str, str]]) -> bytes:
    each = "".join(
        f'<Relationship Id="{attribute(name)}" Type="{kind}" Target="{attribute(target)}"/>'
        for name, kind, target in known
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'.encode()


def _core() -> bytes:
    return (
        f"{_HEAD}<cp:coreProperties "
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    ).encode()


def _custom(version: str) -> bytes:
    # The identifier of custom properties is fixed, numbers begin at 2 ([MS-OSHARED] 2.3.3.2.1).
    return (
        f"{_HEAD}<Properties "
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="ProposalVersion">'
        f"<vt:lpwstr>{attribute(version)}</vt:lpwstr></property></Properties>"
    ).encode()


def _settings(kept: str, *, has_notes: bool) -> bytes:
    """Return the settings: fields are worked out when Word opens it, which it asks about once."""
    notes = ""
    if has_notes:
        notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    before, compat, after = kept.partition("<w:compat")
    inside = f'{before}<w:updateFields w:val="true"/>{notes}{compat}{after}'
    return f"{_HEAD}<w:settings {SPACES}>{inside}</w:settings>".encode()


def _footnotes(notes: tuple[str, ...], text_style: str, number_style: str) -> bytes:
    tight = '<w:pPr><w:spacing w:after="0" w:line="120" w:lineRule="exact"/></w:pPr>'
    inside = (
        f'<w:footnote w:type="separator" w:id="-1"><w:p>{tight}<w:r><w:separator/></w:r></w:p>'
        f'</w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p>{tight}<w:r>'
        "<w:continuationSeparator/></w:r></w:p></w:footnote>"
    )
    number = f'<w:r><w:rPr><w:rStyle w:val="{number_style}"/></w:rPr><w:footnoteRef/></w:r>'
    for place, words in enumerate(notes, 1):
        inside += (
            f'<w:footnote w:id="{place}"><w:p><w:pPr><w:pStyle w:val="{text_style}"/></w:pPr>'
            f"{number}{run(' ' + words)}</w:p></w:footnote>"
        )
    return f"{_HEAD}<w:footnotes {SPACES}>{inside}</w:footnotes>".encode()
