"""Tables and figures of a Word document, with their captions, notes and words for readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portfolio_app.docx.proposal_styles import Named
from portfolio_app.docx.proposal_xml import (
    Look,
    Marks,
    attribute,
    begins_right,
    field_of,
    mark_of,
    paragraph,
    run,
    text,
)
from portfolio_app.domain.column_widths import shares
from portfolio_app.domain.finished import FinishedFigure, FinishedTable, source_words

_POINT = 12_700  # English metric units
_TOGETHER = 8  # rows of a table that is never divided
_WHOLE = 1_200  # letters of a row that is never divided
_ROOM = 0.8  # of the page's height, for a picture and its caption


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in the package: its relationship, and its size in pixels."""

    relation: str
    pixels: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Room:
    """The room for text on a page, in twentieths of a point."""

    wide: int
    high: int


class Captions:
    """Numbers tables and figures by fields, as Word does; where a number jumps, it is told so."""

    def __init__(self, marks: Marks, wanted: frozenset[int]) -> None:
        self._marks = marks
        self._wanted = wanted
        self._last: dict[str, int] = {}

    def of(self, label: str, words: str, place: int) -> str:
        """Return the runs of a caption, its label in a bookmark where something leads there."""
        kind, space, number = label.partition(" ")
        inside = run(label)
        if space and number.isdigit():
            expected = self._last.get(kind, 0) + 1
            self._last[kind] = int(number)
            anew = "" if int(number) == expected else f" \\r {number}"
            inside = run(f"{kind} ") + field_of(f"SEQ {kind} \\* ARABIC{anew}", number)
        if place in self._wanted:
            inside = self._marks.around(mark_of(place), inside)
        told = words.strip()
        return inside + run(f": {told}" if label and told else told)


def table(made: FinishedTable, named: Named, captions: Captions, room: Room) -> str:
    """Return a caption, the table with a head that is repeated, and its notes."""
    above = ""
    if made.label or made.caption:
        inside = captions.of(made.label, made.caption, made.place)
        above = paragraph(inside, Look(named["Caption"], keep_next=True))
    about = made.summary or made.caption or made.label
    grid = rows_of(made, named, room, about)
    notes = "".join(paragraph(run(each), Look(named["TableNote"])) for each in made.notes)
    # Word wants a paragraph between two tables, and at the end of a document.
    return above + grid + (notes or paragraph("", Look(named["TableNote"])))


def rows_of(
    made: FinishedTable,
    named: Named,
    room: Room,
    about: str,
    ready: Mapping[tuple[int, int], str] | None = None,
) -> str:
    """Return the table itself. ``ready`` are cells (row and column, from 0) that are runs."""
    parts = shares(made.columns, made.rows)
    widths = [round(room.wide * each) for each in parts]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    stay = len(made.rows) <= _TOGETHER
    heads = tuple(run(each, strong=True) for each in made.columns)
    rows = [_row(made, made.columns, heads, widths, named, is_head=True, keep=True)]
    for number, cells in enumerate(made.rows):
        is_last = number == len(made.rows) - 1
        keep = bool(made.notes) if is_last else stay
        is_total = number in made.totals
        inside = tuple(
            (ready or {}).get((number, place)) or run(words, strong=is_total)
            for place, words in enumerate(cells)
        )
        rows.append(_row(made, cells, inside, widths, named, keep=keep, is_total=is_total))
    title = attribute(made.caption or made.label or about)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{named["ProposalTable"]}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val="{title}"/>'
        f'<w:tblDescription w:val="{attribute(about)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    made: FinishedTable,
    cells: tuple[str, ...],
    inside: tuple[str, ...],
    widths: list[int],
    named: Named,
    *,
    is_head: bool = False,
    keep: bool = False,
    is_total: bool = False,
) -> str:
    found = []
    firm = ""
    if is_total:
        firm = (
            '<w:tcBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="151A21"/>'
            "</w:tcBorders>"
        )
    for place, (words, wide) in enumerate(zip(cells, widths, strict=True)):
        look = Look(
            named["TableHead" if is_head else "TableText"],
            keep_next=keep,
            from_right=begins_right(words),
            right=place in made.right,
        )
        marks = f'<w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{firm}</w:tcPr>'
        found.append(f"<w:tc>{marks}{paragraph(inside[place], look)}</w:tc>")
    whole = "<w:cantSplit/>" if sum(map(len, cells)) <= _WHOLE else ""
    head = "<w:tblHeader/>" if is_head else ""
    marks = f"<w:trPr>{whole}{head}</w:trPr>" if whole or head else ""
    return f"<w:tr>{marks}{''.join(found)}</w:tr>"


def figure(
    made: FinishedFigure, image: Image | None, named: Named, captions: Captions, room: Room,
    number: int,
) -> str:  # fmt: skip
    """Return a picture, its caption and where it is from; a missing one leaves its words."""
    source = source_words(made)
    if image is None:
        inside = run(f"[Picture missing: {made.alternative or made.caption or made.label}]")
    else:
        inside = _drawing(made, image, room, number)
    found = paragraph(inside, Look(named["Figure"], keep_next=True))
    caption = captions.of(made.label, made.caption, made.place)
    found += paragraph(caption, Look(named["Caption"], keep_next=bool(source)))
    if source:
        found += paragraph(run(source), Look(named["FigureSource"]))
    return found


def size_of(made: FinishedFigure, pixels: tuple[int, int], room: Room) -> tuple[int, int]:
    """Return how wide and high a picture is drawn, in twentieths of a point."""
    wide, high = max(pixels[0], 1), max(pixels[1], 1)
    scale = min(room.wide * made.width / wide, room.high * _ROOM / high)
    return max(round(wide * scale), 20), max(round(high * scale), 20)


def _drawing(made: FinishedFigure, image: Image, room: Room, number: int) -> str:
    wide, high = (each * _POINT // 20 for each in size_of(made, image.pixels, room))
    about = attribute(made.alternative or made.caption or made.label)
    name = attribute(made.label or f"Figure {number}")
    return (
        "<w:r><w:drawing>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="{name}" descr="{about}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        "<a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}" descr="{about}"/>'
        "<pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{text(image.relation)}"/><a:stretch><a:fillRect/>'
        "</a:stretch></pic:blipFill><pic:spPr>"
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
