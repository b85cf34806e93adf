"""Reads an Office file: facts, hidden parts, and its words set on simple pages.

When another program has made pages of it (LibreOffice), those become the page copy, if its words
are on them; else the app's own text copy is, marked as such.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import pikepdf

from portfolio_app.documents import covered, dating, headings, kept, pdf, titles
from portfolio_app.documents.kinds import Told
from portfolio_app.documents.office_found import Found
from portfolio_app.documents.ooxml import TooLargeError, UnreadableError
from portfolio_app.documents.page_reading import read_pages
from portfolio_app.documents.reading import Reading, SetPages
from portfolio_app.domain.document import DocumentKind, Facts, FoundHighlight, PageText, ReadStatus
from portfolio_app.domain.simple import NOTICE, Block, Paragraph, Run, SimpleDocument, Style, Table

SIMPLIFIED = "simplified"
_FIRST_WORDS = 3_000
_HEADINGS = 3  # that may be the title
_ENOUGH = 0.6  # of the words must be on pages that another program made
_ENOUGH_OF_SHEET = 0.9  # cells too narrow for their words are printed cut
_ENOUGH_OF_OLD = 0.3  # where we read only a part of it, or the words of masters too
_MANY_PAGES = 300  # of a sheet: that many, and far more than ours, are its cells torn apart
_FAR_MORE = 3
_MOST_LETTERS = 3_000_000  # about 1,000 pages; more would not be set in the time there is
_CELL_COSTS = 2  # times the work of a paragraph
_WORD = re.compile(r"\w{2,}")


def readers() -> dict[str, Callable[[bytes], Found]]:
    """Return what reads each format, by its form; imported when asked for."""
    from portfolio_app.documents import (
        old_office,
        open_document,
        rtf,
        sheet_csv,
        sheet_xls,
        sheet_xlsx,
        slides_pptx,
        word_docx,
    )

    return {
        **dict.fromkeys(("docx", "docm", "dotx", "dotm"), word_docx.read),
        **dict.fromkeys(("pptx", "pptm", "ppsx", "potx"), slides_pptx.read),
        **dict.fromkeys(("xlsx", "xlsm", "xltx"), sheet_xlsx.read),
        **dict.fromkeys(("odt", "ott", "fodt", "odp", "otp", "ods", "ots"), open_document.read),
        **dict.fromkeys(("csv", "tsv"), sheet_csv.read),
        **dict.fromkeys(("xls", "xlt"), sheet_xls.read),
        **dict.fromkeys(("doc", "dot"), old_office.read_word),
        **dict.fromkeys(("ppt", "pps"), old_office.read_slides),
        "rtf": rtf.read,
    }


@dataclass(frozen=True, slots=True)
class Made:
    """Pages that another program made of the file: the PDF, and the route ("libreoffice 7.4")."""

    pages: bytes
    route: str


def read(
    data: bytes, name: str, told: Told, set_pages: SetPages, made: Made | None = None
) -> Reading:
    """Return an Office file's facts and pages; what can't be opened is kept, with the reason."""
    reader = readers().get(told.form)
    found = None
    if reader is not None:
        try:
            found = reader(data)
        except TooLargeError:
            return Reading(kept.bomb(told))
        except UnreadableError:
            pass
    if found is None:
        return _unread(name, told, made, is_damaged=reader is not None)
    own = _on_own_pages(found, name, told, set_pages)
    if made is not None:
        theirs = _on_their_pages(made, found, name, set_pages, own)
        if theirs is not None:
            return theirs
    return own


def _unread(name: str, told: Told, made: Made | None, *, is_damaged: bool) -> Reading:
    """Return what is known of a file that only another program can show, if one did."""
    if made is not None:
        theirs = pdf.read(made.pages, name, most_pages=10_000, password="")
        if theirs.facts.status is ReadStatus.READABLE:
            facts = replace(theirs.facts, kind=told.kind, route=made.route, active=told.active,
                            title="", author="", holds=covered.among(theirs.facts.holds),
                            highlights=(), inside=())  # fmt: skip
            return replace(theirs, facts=facts)
    if is_damaged:
        told = replace(told, damaged=True)
    return Reading(kept.as_a_whole(told))


def _on_own_pages(found: Found, name: str, told: Told, set_pages: SetPages) -> Reading:
    blocks = _beginning(found)
    if not blocks:
        facts = kept.without_words(told)
        return Reading(replace(facts, holds=tuple(found.holds), active=_active(told, found)))
    copy = set_pages(SimpleDocument(titles.one_line(found.title) or name, blocks), found.blobs)
    pages = read_pages(copy)
    facts = _facts(found, name, told, pages.texts, copy)
    facts = replace(facts, route=SIMPLIFIED, picture_pages=tuple(pages.pictures))
    return Reading(facts, tuple(pages.texts), copy, pages.thumbnail)


def _beginning(found: Found) -> tuple[Block, ...]:
    """Return the blocks up to the most letters that are set on pages; says so when that cuts."""
    left = _MOST_LETTERS
    for number, block in enumerate(found.blocks):
        room, left = left, left - _letters(block)
        if left < 0:
            found.notes.append(
                "This file is very long: its beginning is shown. The file has been kept whole. "
                "Add the part that counts as a file of its own."
            )
            begun: tuple[Block, ...] = ()
            if isinstance(block, Table):
                begun = _begun(block, room)
            elif isinstance(block, Paragraph):
                begun = (replace(block, runs=(Run(block.text[:room]),)),)
            return (*found.blocks[:number], *begun)
    return tuple(found.blocks)


def _begun(table: Table, room: int) -> tuple[Table, ...]:
    """Return a table's first rows that hold at most so many letters; nothing if none does."""
    for number, row in enumerate(table.rows):
        room -= _letters(Table((row,)))
        if room < 0:
            return (replace(table, rows=table.rows[:number]),) if number else ()
    return (table,)


def _letters(block: Block) -> int:
    if isinstance(block, Paragraph):
        return 20 + sum(len(run.text) for run in block.runs)
    if isinstance(block, Table):
        return _CELL_COSTS * sum(
            20 + sum(_letters(each) for each in cell.paragraphs)
            for row in block.rows
            for cell in row
        )
    return 20


def _on_their_pages(
    made: Made, found: Found, name: str, set_pages: SetPages, own: Reading
) -> Reading | None:
    """Return the reading with another program's pages, or None when the words are not on them."""
    pages = made.pages
    if found.after:
        extra = SimpleDocument(found.title or name, tuple(found.after), notice="")
        pages = _joined(pages, set_pages(extra, found.blobs))
    theirs = pdf.read(pages, name, most_pages=10_000, password="")
    if theirs.facts.status is not ReadStatus.READABLE:
        return None
    if own.facts.status is ReadStatus.READABLE:
        enough = _ENOUGH_OF_SHEET if own.facts.kind is DocumentKind.SHEET else _ENOUGH
        if found.notes:
            enough = _ENOUGH_OF_OLD
        if _share(_content_words(found, own.facts.kind), theirs.pages) < enough:
            return None
        many = max(_MANY_PAGES, own.facts.pages * _FAR_MORE)
        if own.facts.kind is DocumentKind.SHEET and theirs.facts.pages > many:
            return None
    facts = replace(
        own.facts,
        status=ReadStatus.READABLE,
        pages=theirs.facts.pages,
        holds=(*own.facts.holds, *covered.among(theirs.facts.holds)),
        picture_pages=theirs.facts.picture_pages,
        problem=theirs.facts.problem,
        code=theirs.facts.code,
        route=made.route,
        headings=theirs.facts.headings or own.facts.headings,
        highlights=placed(own.facts, theirs.pages),
    )
    return Reading(facts, theirs.pages, theirs.page_copy, theirs.thumbnail)


def _joined(first: bytes, second: bytes) -> bytes:
    """Return the pages of both, or only the first when they can't be opened together."""
    try:
        with pikepdf.open(io.BytesIO(first)) as pages, pikepdf.open(io.BytesIO(second)) as more:
            pages.pages.extend(more.pages)
            out = io.BytesIO()
            pages.save(out)
            return out.getvalue()
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return first


def _facts(found: Found, name: str, told: Told, pages: Sequence[PageText], copy: bytes) -> Facts:
    title = titles.sensible_title(found.title, name)
    if not title:
        named = _headings(found.blocks) if found.heading is None else [found.heading]
        title = next(filter(None, map(titles.sensible_heading, named)), "")
    first = pages[0].text.replace(NOTICE, "", 1) if pages else ""
    date, source = dating.honest_day(
        name,
        first[:_FIRST_WORDS],
        otherwise=found.created or found.modified,
        is_table=told.kind is DocumentKind.SHEET,
    )
    with pikepdf.open(io.BytesIO(copy)) as opened:
        marks = headings.bookmarks(opened)
    facts = Facts(
        told.kind,
        ReadStatus.READABLE,
        pages=len(pages),
        title=title,
        author=titles.one_line(found.author),
        date=date,
        date_source=source,
        problem=" ".join(found.notes),
        code="partial" if found.notes else "",
        active=_active(told, found),
        holds=tuple(found.holds),
        highlights=tuple(found.highlights),
        headings=marks if len(marks) > 1 else (),
    )
    return replace(facts, highlights=placed(facts, pages))


def _active(told: Told, found: Found) -> tuple[str, ...]:
    return tuple(sorted({*told.active, *found.active}))


def _headings(blocks: Sequence[Block]) -> list[str]:
    """Return the first headings; of those that stand together at its head, the largest first."""
    named: list[Paragraph] = []
    together = 0
    is_head = True
    for block in blocks:
        if isinstance(block, Paragraph) and block.style is Style.HEADING:
            named.append(block)
            together += is_head
        elif named:
            is_head = False
        if len(named) == _HEADINGS:
            break
    head = sorted(named[:together], key=lambda each: each.level)
    return [each.text for each in (*head, *named[together:])]


def _content_words(found: Found, kind: DocumentKind) -> Counter[str]:
    """Return how often each word is in a file, without the app's labels and sheets' names."""
    counts: Counter[str] = Counter()
    for block in found.blocks:
        paragraphs: Iterable[Paragraph] = ()
        if isinstance(block, Paragraph):
            is_name = block.style is Style.HEADING and kind is DocumentKind.SHEET
            paragraphs = () if block.style is Style.LABEL or is_name else (block,)
        elif isinstance(block, Table):
            paragraphs = (p for row in block.rows for cell in row for p in cell.paragraphs)
        for each in paragraphs:
            counts.update(_WORD.findall(each.text.casefold()))
    return counts


def _share(wanted: Counter[str], pages: Sequence[PageText]) -> float:
    """Return how much of these words, from 0 to 1, are on pages; 1 when there are none."""
    if not wanted:
        return 1.0
    there: Counter[str] = Counter()
    for page in pages:
        there.update(_WORD.findall(page.text.casefold()))
    return (wanted & there).total() / wanted.total()


def placed(facts: Facts, pages: Sequence[PageText]) -> tuple[FoundHighlight, ...]:
    """Return the highlights with the page each is found on, in order; the first where unknown."""
    flat = ["".join(page.text.split()) for page in pages]
    found = []
    page, at = 0, 0
    for each in facts.highlights:
        wanted = "".join(each.quote.split())
        where = next(
            (
                (index, hit)
                for index in range(page, len(flat))
                if (hit := flat[index].find(wanted, at if index == page else 0)) >= 0
            ),
            None,
        )
        if where is None:
            where = next(
                (
                    (index, hit)
                    for index, text in enumerate(flat)
                    if (hit := text.find(wanted)) >= 0
                ),
                (page, at),
            )
        else:
            page, at = where[0], where[1] + len(wanted)
        found.append(replace(each, page_index=where[0]))
    return tuple(found)
