"""The styles of the proposal as a Word document, and where a person's own template has them.

Word knows its own styles by name whatever the language of the program is, so a template's style is
taken when its name fits; what it lacks is added. Sizes are half points, spaces twentieths of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from portfolio_app import tokens
from portfolio_app.docx.proposal_xml import SPACES

FONT = "Arial"
DEEPEST = 3  # list styles


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: ``name`` as Word calls it, ``size`` in half points, 0 for the body's."""

    id: str
    name: str
    size: int = 0
    before: int = 0
    after: int = 0
    line: int = 300  # at least so much from one line to the next, in twentieths of a point
    bold: bool = False
    italic: bool = False
    ink: str = ""
    keep_next: bool = False
    keep_lines: bool = False
    outline: int | None = None
    left: int = 0
    right: int = 0
    hanging: int = 0
    based: str = "Normal"
    next: str = ""
    tabs: tuple[tuple[str, str, int], ...] = ()
    rule: bool = False  # a line under it
    bar: bool = False  # a line beside it


_INK, _MUTED = "ink", "muted"
_LISTS = tuple(
    Style(f"List{kind}{number or ''}", f"List {kind} {number}".strip(), after=80,
          left=360 * depth, hanging=360)
    for kind in ("Bullet", "Number")
    for depth, number in ((1, ""), (2, 2), (3, 3))
)  # fmt: skip
STYLES = (
    Style("Title", "Title", size=60, before=2800, after=160, bold=True, ink=_INK, next="Subtitle",
          line=740),
    Style("Subtitle", "Subtitle", size=28, after=720, ink=_MUTED, next="TitlePage", line=400),
    Style("TitlePage", "Title Page", size=22, after=100, left=2840, hanging=2840,
          tabs=(("left", "", 2840),)),
    Style("Heading1", "heading 1", size=34, before=440, after=160, bold=True, ink=_INK,
          keep_next=True, keep_lines=True, outline=0, next="BodyText", line=430),
    Style("Heading2", "heading 2", size=26, before=320, after=120, bold=True, ink=_INK,
          keep_next=True, keep_lines=True, outline=1, next="BodyText", line=340),
    Style("Heading3", "heading 3", size=22, before=260, after=100, bold=True, ink=_INK,
          keep_next=True, keep_lines=True, outline=2, next="BodyText"),
    Style("AppendixHeading", "Appendix Heading", size=34, before=440, after=160, bold=True,
          ink=_INK, keep_next=True, keep_lines=True, outline=0, next="BodyText", line=430),
    Style("BodyText", "Body Text", after=140, line=300),
    Style("Quote", "Quote", before=60, after=160, left=510, right=510, next="BodyText",
          bar=True, line=300),
    *_LISTS,
    Style("Caption", "caption", size=19, before=160, after=100, bold=True, keep_lines=True,
          next="BodyText", line=260),
    Style("TableText", "Table Text", size=19, before=30, after=30, line=250),
    Style("TableHead", "Table Head", size=19, before=40, after=40, bold=True, keep_next=True,
          based="TableText", line=250),
    Style("TableNote", "Table Note", size=17, before=60, after=200, ink=_MUTED, line=230),
    Style("Figure", "Figure", before=200, after=60, keep_next=True, next="Caption"),
    Style("FigureSource", "Figure Source", size=17, after=200, ink=_MUTED, next="BodyText",
          line=230),
    Style("Bibliography", "Bibliography", after=120, left=510, hanging=510, line=300),
    Style("TOCHeading", "TOC Heading", size=34, after=200, bold=True, ink=_INK, keep_next=True,
          next="BodyText", line=430),
    Style("TOC1", "toc 1", before=120, after=40, bold=True, left=400, hanging=400, line=280),
    Style("TOC2", "toc 2", after=30, left=960, hanging=560, line=280),
    Style("TOC3", "toc 3", after=30, left=1680, hanging=720, line=280),
    Style("Header", "header", size=17, ink=_MUTED, rule=True, line=220),
    Style("Footer", "footer", size=17, ink=_MUTED, line=220),
    Style("FootnoteText", "footnote text", size=18, line=240),
)  # fmt: skip
_CHARACTERS = {
    "FootnoteReference": ("footnote reference", '<w:vertAlign w:val="superscript"/>'),
    "Hyperlink": ("Hyperlink", '<w:color w:val="{link}"/><w:u w:val="single"/>'),
}
# A role that a template need not have under its usual name.
_INSTEAD = {"BodyText": ("body text", "normal"), "Caption": ("caption",), "Quote": ("quote",)}


def ink(name: str) -> str:
    """Return a printing colour as Word writes it, six digits."""
    return tokens.text(f"print.{name}").lstrip("#")


def own() -> bytes:
    """Return the whole styles part of a document of our own."""
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        '<w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        "<w:unhideWhenUsed/></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        "<w:unhideWhenUsed/></w:style>"
    )
    inside = "".join((*map(_xml, STYLES), *map(_character, _CHARACTERS), _table()))
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:styles {SPACES}>{defaults}{inside}</w:styles>".encode()


class Named:
    """The ids of the styles of one document: ``named["Heading1"]``; added where there is none."""

    def __init__(self, styles: Any, *, is_own: bool) -> None:
        self._styles = styles
        self.is_own = is_own
        self._ids: dict[str, str] = {}
        self._by_name = {
            (each.get(qn("w:type")), str(name.get(qn("w:val"))).casefold()): each
            for each in styles.findall(qn("w:style"))
            if (name := each.find(qn("w:name"))) is not None and each.get(qn("w:styleId"))
        }
        self._taken = {each.get(qn("w:styleId")) for each in styles.findall(qn("w:style"))}
        self._normal = next(
            (
                each.get(qn("w:styleId"))
                for each in styles.findall(qn("w:style"))
                if each.get(qn("w:type")) == "paragraph"
                and each.get(qn("w:default")) in ("1", "true")
            ),
            "",
        )

    def __getitem__(self, role: str) -> str:
        if role not in self._ids:
            self._ids[role] = self._found(role)
        return self._ids[role]

    def element(self, role: str) -> Any:
        """Return the style's element."""
        wanted = self[role]
        return next(
            each
            for each in self._styles.findall(qn("w:style"))
            if each.get(qn("w:styleId")) == wanted
        )

    def name(self, role: str) -> str:
        """Return what a style is called in this document."""
        return str(self.element(role).find(qn("w:name")).get(qn("w:val")))

    def _found(self, role: str) -> str:
        names: tuple[str, ...]
        if role in _CHARACTERS:
            names, kind, made = (_CHARACTERS[role][0],), "character", _character(role)
        elif role == "ProposalTable":
            names, kind, made = ("Proposal Table",), "table", _table()
        else:
            style = next(each for each in STYLES if each.id == role)
            names, kind, made = _INSTEAD.get(role, (style.name,)), "paragraph", ""
        for name in names:
            found = self._by_name.get((kind, name.casefold()))
            if found is not None and not (name == "normal" and not self._is_spaced(found)):
                return str(found.get(qn("w:styleId")))
        return self._added(role, made)

    def _is_spaced(self, style: Any) -> bool:
        """Whether something is free below each paragraph of a template's usual style."""
        for held in (style, self._styles.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}")):
            found = held.find(f"{qn('w:pPr')}/{qn('w:spacing')}") if held is not None else None
            after = found.get(qn("w:after")) if found is not None else None
            if after is not None:
                return after.isdigit() and int(after) > 0
        return False

    def _added(self, role: str, made: str) -> str:
        """Add a style to a template: its fonts and colours are the template's own."""
        style = next((each for each in STYLES if each.id == role), None)
        if style is not None:
            based = self._normal
            if style.based != "Normal":
                based = self[style.based]
            elif role == "AppendixHeading":
                based = self["Heading1"]
            made = _xml(style, based=based, next_to=self._next(style), in_template=True)
        element = parse_xml(made.replace(">", f" {SPACES}>", 1))
        wanted, number = f"Proposal{role}" if role in self._taken else role, 1
        while wanted in self._taken:
            number += 1
            wanted = f"Proposal{role}{number}"
        element.set(qn("w:styleId"), wanted)
        self._taken.add(wanted)
        self._styles.append(element)
        return wanted

    def _next(self, style: Style) -> str:
        return self._ids.get(style.next, "") if style.next else ""


def _xml(
    style: Style, *, based: str = "Normal", next_to: str | None = None, in_template: bool = False
) -> str:
    """Return a paragraph style; in a template without the inks and the size of large letters."""
    own = f'<w:basedOn w:val="{style.based}"/>' if not in_template else ""
    if in_template and based:
        own = f'<w:basedOn w:val="{based}"/>'
    follows = style.next if next_to is None else next_to
    own += f'<w:next w:val="{follows}"/>' if follows else ""
    if in_template and style.id == "AppendixHeading":
        marks, looks = "", ""
        outline = f'<w:pPr><w:outlineLvl w:val="{style.outline}"/></w:pPr>'
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.id}">'
            f'<w:name w:val="{style.name}"/>{own}<w:qFormat/>{outline}</w:style>'
        )
    marks = _marks(style)
    looks = ""
    if style.bold:
        looks += "<w:b/><w:bCs/>"
    if style.italic:
        looks += "<w:i/><w:iCs/>"
    if style.ink and not in_template:
        looks += f'<w:color w:val="{ink(style.ink)}"/>'
    if style.size:
        looks += f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>'
    looks = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    is_ours = style.id in ("TitlePage", "AppendixHeading", "Figure") or style.id.startswith(
        ("Table", "FigureS")
    )
    custom = ' w:customStyle="1"' if is_ours else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f"{own}<w:qFormat/>{marks}{looks}</w:style>"
    )


def _marks(style: Style) -> str:
    marks = "<w:keepNext/>" if style.keep_next else ""
    marks += "<w:keepLines/>" if style.keep_lines else ""
    marks += "<w:widowControl/>"
    if style.bar:
        marks += (
            f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="10" w:color="{ink("rule")}"/>'
            "</w:pBdr>"
        )
    if style.rule:
        marks += (
            f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{ink("rule")}"/>'
            "</w:pBdr>"
        )
    if style.tabs:
        inside = "".join(f'<w:tab w:val="{kind}" w:pos="{at}"/>' for kind, _, at in style.tabs)
        marks += f"<w:tabs>{inside}</w:tabs>"
    marks += (
        f'<w:spacing w:before="{style.before}" w:after="{style.after}" '
        f'w:line="{style.line}" w:lineRule="atLeast"/>'
    )
    if style.left or style.right:
        far = f' w:right="{style.right}"' if style.right else ""
        hanging = f' w:hanging="{style.hanging}"' if style.hanging else ""
        marks += f'<w:ind w:left="{style.left}"{far}{hanging}/>'
    if style.outline is not None:
        marks += f'<w:outlineLvl w:val="{style.outline}"/>'
    return f"<w:pPr>{marks}</w:pPr>"


def _character(role: str) -> str:
    name, looks = _CHARACTERS[role]
    return (
        f'<w:style w:type="character" w:styleId="{role}"><w:name w:val="{name}"/>'
        f"<w:rPr>{looks.format(link=ink('link'))}</w:rPr></w:style>"
    )


def _table() -> str:
    """Return the style of a table: a firm line under its head, fine ones between its rows."""

    def line(side: str, size: int, colour: str) -> str:
        return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'

    fine, firm = ink("hairline"), ink("ink")
    borders = line("top", 8, firm) + line("bottom", 8, firm) + line("insideH", 4, fine)
    head = (
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr>'
        f"<w:tcPr><w:tcBorders>{line('bottom', 8, firm)}</w:tcBorders>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{ink("band")}"/></w:tcPr></w:tblStylePr>'
    )
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="ProposalTable">'
        '<w:name w:val="Proposal Table"/><w:tblPr>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr>{head}</w:style>"
    )
