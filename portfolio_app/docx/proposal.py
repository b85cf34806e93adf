"""Writes the finished proposal as a Word document, in our own look or on a person's template."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from portfolio_app.docx import package, page_guess, template
from portfolio_app.docx.package import Shell
from portfolio_app.docx.page_guess import Guess
from portfolio_app.docx.proposal_numbering import Numbering
from portfolio_app.docx.proposal_styles import Named
from portfolio_app.docx.proposal_tables import Captions, Image, Room, figure, rows_of, table
from portfolio_app.docx.proposal_xml import (
    SPACES,
    Calls,
    Look,
    Marks,
    Reference,
    begins_right,
    field_of,
    mark_of,
    paragraph,
    run,
    runs,
)
from portfolio_app.domain import finished
from portfolio_app.domain.draft import BlockKind
from portfolio_app.domain.finished import (
    AnnexRow,
    Bookmark,
    FinishedFigure,
    FinishedProposal,
    FinishedTable,
    Heading,
    Paragraph,
    Part,
    plain,
)

_REFERENCES, _ANNEX = 900_001, 900_002  # places of what has none of its own


def write(
    proposal: FinishedProposal, pictures: Mapping[str, bytes], base: bytes | None = None
) -> bytes:
    """Return the proposal as DOCX. ``pictures`` are files by sha256, ``base`` a person's template.

    A picture that is missing, or is none that Word shows, leaves its words.

    Raises:
        PortfolioError: "bad-template": the template is no Word document, is locked, has macros,
            or holds more than is ever read.
    """
    first = (
        template.shell(base) if base is not None else package.own(proposal.header, proposal.foot, 1)
    )
    where = page_guess.guess(proposal, first)
    if base is None:
        shell = package.own(proposal.header, proposal.foot, where.pages)
    else:
        shell = template.with_footer(first, proposal.foot, where.pages)
    return _Writer(proposal, pictures, shell, where).data()


class _Writer:
    def __init__(
        self, proposal: FinishedProposal, pictures: Mapping[str, bytes], shell: Shell, where: Guess
    ) -> None:
        self._proposal = proposal
        self._shell = shell
        self._where = where
        made = package.bare(shell, proposal.notes, ("FootnoteText", "FootnoteReference"),
                            proposal.version)  # fmt: skip
        self._document = docx.Document(io.BytesIO(made))
        self._part: Any = self._document.part
        self._named = Named(self._related(RELATIONSHIP_TYPE.STYLES), is_own=shell.is_own)
        self._numbering = Numbering(self._related(RELATIONSHIP_TYPE.NUMBERING), self._named)
        self._numbering.set_headings()
        self._room = Room(shell.wide, shell.high)
        self._marks = Marks()
        self._images = self._added(pictures)
        self._drawn = 0
        leads = {
            words.to
            for part in (*proposal.parts, *proposal.appendices)
            for words in _line_of(part)
            if words.to
        }
        leads |= {each.place for row in proposal.annex for each in row.places}
        listed = {place for _, _, place in finished.in_contents(proposal)}
        self._wanted = frozenset(leads | listed)
        self._captions = Captions(self._marks, self._wanted)
        styles = self._named["FootnoteReference"], self._named["Hyperlink"]
        self._calls = Calls(self._references(), *styles, self._link)

    def _related(self, kind: str) -> Any:
        return self._part.part_related_by(kind).element

    def _references(self) -> dict[int, Reference]:
        """Return the fields of cross references: numbers of headings, labels of the others."""
        found = {}
        for part in (*self._proposal.parts, *self._proposal.appendices):
            if isinstance(part, Heading) and part.number:
                is_whole = part.is_appendix
                found[part.place] = Reference(f"REF {mark_of(part.place)} \\r \\h", not is_whole)
            elif isinstance(part, (FinishedTable, FinishedFigure)) and part.label:
                found[part.place] = Reference(f"REF {mark_of(part.place)} \\h")
        return found

    def _added(self, pictures: Mapping[str, bytes]) -> dict[str, Image]:
        found = {}
        for sha256 in self._proposal.pictures:
            data = pictures.get(sha256, b"")
            try:
                relation, image = self._part.get_or_add_image(io.BytesIO(data))
            except Exception:  # noqa: BLE001, S112 - whatever its reader makes of a broken file
                continue
            found[sha256] = Image(relation, (image.px_width, image.px_height))
        return found

    def _link(self, address: str) -> str:
        return str(self._part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    # The document

    def data(self) -> bytes:
        """Return the whole document."""
        body: Any = self._document.element.body
        section = body.find(qn("w:sectPr"))
        inside = "".join(self._stretches())
        # parse_xml gives a wrapper; its children go before the section's properties, in order.
        for each in list(parse_xml(f"<w:body {SPACES}>{inside}</w:body>")):
            section.addprevious(each)
        self._set_note_styles()
        self._describe()
        out = io.BytesIO()
        self._document.save(out)
        return package.again(out.getvalue())

    def _stretches(self) -> Iterator[str]:
        proposal = self._proposal
        yield from self._stretch(Bookmark.TITLE_PAGE, self._title_page())
        yield from self._stretch(Bookmark.CONTENTS, self._contents())
        yield from self._stretch(Bookmark.TEXT, self._parts(proposal.parts, breaks=True))
        yield from self._stretch(Bookmark.REFERENCES, self._reference_list())
        behind = self._parts(proposal.appendices, breaks=True)
        yield from self._stretch(Bookmark.APPENDICES, behind)
        yield from self._stretch(Bookmark.ANNEX, self._annex())

    def _stretch(self, name: Bookmark, inside: Iterator[str]) -> Iterator[str]:
        parts = list(inside)
        if parts:
            begin, end = self._marks.pair(name.value)
            yield begin
            yield from parts
            yield end

    def _title_page(self) -> Iterator[str]:
        proposal = self._proposal
        yield self._plain(proposal.title, "Title")
        if proposal.subtitle:
            yield self._plain(proposal.subtitle, "Subtitle")
        for fact in proposal.facts:
            inside = run(fact.name, strong=True) + run(f"\t{fact.words}")
            yield paragraph(inside, Look(self._named["TitlePage"]))

    def _plain(self, words: str, role: str) -> str:
        look = Look(self._named[role], from_right=begins_right(words))
        return paragraph(run(words), look)

    def _contents(self) -> Iterator[str]:
        """Yield the contents: one field, with the lines that it shows until it is worked out."""
        lines = list(finished.in_contents(self._proposal))
        if not lines:
            return
        name = self._named.name("AppendixHeading")
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
            f'<w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z \\t "{name},1" '
            "</w:instrText>"
            '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        yield (
            "<w:sdt><w:sdtPr><w:docPartObj>"
            '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
            "</w:sdtPr><w:sdtContent>"
        )
        look = Look(self._named["TOCHeading"], breaks=True)
        yield paragraph(run(finished.CONTENTS), look)
        others = iter(self._others())
        for number, (words, level, place) in enumerate(lines):
            at, page = (place, self._where.places.get(place, 0)) if place else next(others)
            shown = field_of(f"PAGEREF {mark_of(at)} \\h", str(page or 1))
            inside = f"{run(_with_tab(words))}<w:r><w:tab/></w:r>{shown}"
            linked = f'<w:hyperlink w:anchor="{mark_of(at)}" w:history="1">{inside}</w:hyperlink>'
            look = Look(self._named[f"TOC{level}"], tabs=(("right", "dot", self._shell.wide),))
            yield paragraph((begin if not number else "") + linked, look)
        end = paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>', Look())
        yield f"{end}</w:sdtContent></w:sdt>"

    def _others(self) -> Iterator[tuple[int, int]]:
        """Yield place and page of what has a line in the contents, but no number."""
        if self._proposal.references:
            yield _REFERENCES, self._where.references
        if self._proposal.annex:
            yield _ANNEX, self._where.annex

    def _parts(self, parts: tuple[Part, ...], *, breaks: bool = False) -> Iterator[str]:
        last: Part | None = None
        for number, part in enumerate(parts):
            begins_page = breaks and not number
            if begins_page and not isinstance(part, (Heading, Paragraph)):
                yield paragraph("", Look(self._named["BodyText"], breaks=True))
            match part:
                case Heading():
                    yield self._heading(part, breaks=begins_page)
                case Paragraph():
                    yield self._paragraph(part, last, breaks=begins_page)
                case FinishedTable():
                    yield table(part, self._named, self._captions, self._room)
                case FinishedFigure():
                    self._drawn += 1
                    yield figure(
                        part, self._images.get(part.picture), self._named, self._captions,
                        self._room, self._drawn,
                    )  # fmt: skip
            last = part

    def _heading(self, part: Heading, *, breaks: bool = False) -> str:
        role = "AppendixHeading" if part.is_appendix else f"Heading{part.level}"
        look = Look(self._named[role], breaks=breaks)
        look.from_right = begins_right(plain(part.heading))
        if part.level > 1 and part.number[:1].isalpha():
            look.number = (self._numbering.appendix, part.level - 1)
        elif not part.number:
            look.number, look.no_indent = (0, 0), True
        inside = self._marks.around(mark_of(part.place), runs(part.heading, self._calls))
        return paragraph(inside, look)

    def _paragraph(self, part: Paragraph, last: Part | None, *, breaks: bool = False) -> str:
        look = Look(breaks=breaks, from_right=begins_right(plain(part.paragraph)))
        match part.kind:
            case BlockKind.BULLET:
                look.style, look.number = self._numbering.bullet(part.level)
            case BlockKind.NUMBER:
                begins = part.number == 1 and not _goes_on(last, part)
                look.style, look.number = self._numbering.point(part.level, begins=begins)
            case BlockKind.QUOTE:
                look.style = self._named["Quote"]
            case _:
                look.style = self._named["BodyText"]
        inside = runs(part.paragraph, self._calls)
        if part.place in self._wanted:
            inside = self._marks.around(mark_of(part.place), inside)
        return paragraph(inside, look)

    def _reference_list(self) -> Iterator[str]:
        if not self._proposal.references:
            return
        yield self._bare_heading(finished.REFERENCES, _REFERENCES)
        for line in self._proposal.references:
            look = Look(self._named["Bibliography"], from_right=begins_right(plain(line)))
            yield paragraph(runs(line, self._calls), look)

    def _bare_heading(self, words: str, place: int) -> str:
        look = Look(self._named["Heading1"], breaks=True, number=(0, 0), no_indent=True)
        return paragraph(self._marks.around(mark_of(place), run(words)), look)

    def _annex(self) -> Iterator[str]:
        if not self._proposal.annex:
            return
        yield self._bare_heading(finished.ANNEX, _ANNEX)
        yield self._plain(finished.ANNEX_ABOUT, "BodyText")
        rows = tuple(
            (each.code, each.words, "\n".join(_where_words(each.places, self._where)))
            for each in self._proposal.annex
        )
        ready = {(n, 2): self._where_shown(e) for n, e in enumerate(self._proposal.annex)}
        about = finished.ANNEX_ABOUT
        made = FinishedTable("", finished.ANNEX, about, finished.ANNEX_HEAD, rows)
        yield rows_of(made, self._named, self._room, about, ready)
        yield self._plain(self._proposal.licence, "TableNote")

    def _where_shown(self, entry: AnnexRow) -> str:
        """Return the last cell of a row of the annex: sections, and fields for their pages."""
        inside = ""
        for number, place in enumerate(entry.places):
            page = self._where.places.get(place.place, 0)
            inside += run(("\n" if number else "") + f"{place.words}, page ")
            inside += field_of(f"PAGEREF {mark_of(place.place)} \\h", str(page or 1))
        return inside

    # What it says about itself

    def _set_note_styles(self) -> None:
        """Let the footnotes use the styles of the document, whatever they are called there."""
        if not self._proposal.notes:
            return
        part = self._part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
        data = part.blob
        for role in ("FootnoteText", "FootnoteReference"):
            wanted = self._named[role]
            data = data.replace(f'w:val="{role}"'.encode(), f'w:val="{wanted}"'.encode())
        part._blob = data  # noqa: SLF001 - python-docx has no footnotes of its own

    def _describe(self) -> None:
        proposal = self._proposal
        about = self._document.core_properties
        about.title = proposal.title[:255]
        if proposal.author:
            about.author = proposal.author[:255]
        about.language = "en-GB"
        if proposal.built:
            built = datetime.fromisoformat(proposal.built).replace(tzinfo=None)
            about.created = about.modified = built


def _line_of(part: Part) -> finished.Line:
    match part:
        case Heading():
            return part.heading
        case Paragraph():
            return part.paragraph
        case _:
            return ()


def _goes_on(last: Part | None, part: Paragraph) -> bool:
    """Whether a point that is the first at its depth stands right below one of a list above."""
    return (
        isinstance(last, Paragraph)
        and last.kind is BlockKind.NUMBER
        and part.kind is BlockKind.NUMBER
        and last.level < part.level
    )


def _with_tab(words: str) -> str:
    """Return a line of the contents with its number set apart, as Word does."""
    number, space, rest = words.partition(" ")
    is_number = bool(space) and number.replace(".", "").isalnum() and number[-1:].isdigit()
    return f"{number}\t{rest}" if is_number else words


def _where_words(places: tuple[finished.Place, ...], where: Guess) -> list[str]:
    return [f"{each.words}, page {where.places.get(each.place, 0) or 1}" for each in places]
