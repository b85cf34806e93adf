"""Sets out the whole bundle, numbers its pages, and draws all that is ours in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from portfolio_app.domain.options import AnnexPlace
from portfolio_app.domain.papers import PaperKind
from portfolio_app.pdf import (
    annex,
    contents,
    cover,
    declarations,
    fonts,
    front_sheet,
    how_to_read,
    ksb_index,
    observations,
    paper_pages,
    record_pages,
    roles,
    slip_page,
    stamped_pages,
    supplied_list,
)
from portfolio_app.pdf.arrange import Book, Paper, Piece
from portfolio_app.pdf.flow import Block, places
from portfolio_app.pdf.frame import UNDER_HEADING
from portfolio_app.pdf.sheet import Bookmark, Sheet, Target
from portfolio_app.progress import Progress, part

Pages = list[list[Block]]

_STATEMENTS = (PaperKind.EMPLOYER_STATEMENT, PaperKind.EMPLOYER_SUPPLEMENT)


@dataclass(slots=True)
class Section:
    """A part of the bundle that is no piece, before it is drawn. ``title`` is "" if not listed."""

    key: str
    title: str
    length: int
    draw: Callable[[Sheet], None]
    paper: Paper | None = None


@dataclass(slots=True)
class _Parts:
    """The bundle set out but not drawn: before, among and after the pieces."""

    before: list[Section]
    among: list[Section]  # before the first observation
    after: list[Section]
    fronts: list[Pages]
    index: Pages

    def sections(self) -> list[Section]:
        """Return all sections in the order of their pages."""
        return [*self.before, *self.among, *self.after]


@dataclass(slots=True)
class Drawn:
    """Our own pages: the sheet they were drawn on, and the frames that evidence goes into.

    ``frames`` are page indexes from 0. ``framed`` are the pieces and papers whose shown pages, one
    after another, go into them. ``sections`` are all that is no piece.
    """

    sheet: Sheet
    frames: list[int] = field(default_factory=list)
    framed: list[Piece | Paper] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def draw_book(book: Book, ours: Path, progress: Progress) -> Drawn:
    """Number everything, and draw our own pages to ``ours``."""
    parts = _set_out(book, part(progress, 0.0, 0.2))
    _number(book, parts)
    drawn = Drawn(Sheet(book.view), sections=parts.sections())
    _draw(drawn, book, parts, part(progress, 0.2, 0.9))
    sheet = drawn.sheet
    if sheet.page - 1 != book.pages:
        raise AssertionError(f"{sheet.page - 1} pages were drawn and {book.pages} were numbered")
    _set_places(sheet, book, parts)
    progress("Drawing", 0.9)
    sheet.save(ours)
    return drawn


def _set_out(book: Book, progress: Progress) -> _Parts:
    fronts = []
    for number, piece in enumerate(book.pieces):
        progress(f"Setting out {piece.item.ref}", number / len(book.pieces))
        fronts.append(front_sheet.compose_front(book, piece))
    index = ksb_index.compose(book)
    apart = supplied_list.compose(book)
    record = record_pages.compose(book)
    opening = how_to_read.compose(book)
    maps = annex.compose(book)
    declared = declarations.compose(book)
    statements = [each for kind in _STATEMENTS for each in book.papers_of(kind)]
    apart_from = {PaperKind.CHART.value, *(each.value for each in _STATEMENTS)}
    rest = [each for each in book.papers if each.shapes and each.plan.kind not in apart_from]

    before = [
        Section("cover", "", 1, lambda sheet: cover.draw(sheet, book)),
        Section(
            "how-to-read",
            how_to_read.TITLE,
            len(opening),
            lambda sheet: how_to_read.draw(sheet, book, opening),
        ),
        *_role(book),
    ]
    following = _papers(book, statements)
    map_of = Section("annex-a", annex.TITLE, len(maps), lambda sheet: annex.draw(sheet, book, maps))
    among = []
    if book.observations:
        observed = observations.compose(book)
        among.append(
            Section(
                "observations",
                observations.TITLE,
                len(observed),
                lambda sheet: observations.draw(sheet, book, observed),
            )
        )
    after = [
        Section(
            "index",
            ksb_index.TITLE,
            len(index),
            lambda sheet: ksb_index.draw(sheet, book, index),
        ),
        Section(
            "declarations",
            declarations.TITLE,
            len(declared),
            lambda sheet: declarations.draw(sheet, book, declared),
        ),
        *_papers(book, rest),
    ]
    if apart:
        after.append(
            Section(
                "apart",
                how_to_read.apart_title(book),
                len(apart),
                lambda sheet: supplied_list.draw(sheet, book, apart),
            )
        )
    if book.plan.options.annex is AnnexPlace.END:
        after.append(map_of)
    else:
        following.append(map_of)
    after.append(
        Section(
            "record",
            record_pages.TITLE,
            len(record),
            lambda sheet: record_pages.draw(sheet, book, record),
        )
    )
    listed = [
        (each.key, _title_in_contents(each))
        for each in (*before, *following, *among, *after)
        if each.title
    ]
    pages = contents.compose(book, listed)
    before.append(
        Section(
            "contents",
            contents.TITLE,
            len(pages),
            lambda sheet: contents.draw(sheet, book, pages),
        )
    )
    return _Parts([*before, *following], among, after, fronts, index)


def _role(book: Book) -> list[Section]:
    """Return what says who the apprentice is: role, chart, witnesses; each where it is given."""
    charts = book.papers_of(PaperKind.CHART)
    whole = roles.compose_with_chart(book, charts[0]) if len(charts) == 1 else None
    if whole is not None:
        blocks, has_witnesses = whole
        return _role_with_chart(book, charts[0], blocks) + (
            [] if has_witnesses else _witnesses(book)
        )
    role = roles.compose_role(book, with_witnesses=not charts)
    found = []
    if role:
        title = roles.title(book, with_witnesses=not charts)
        found.append(
            Section("role", title, len(role), lambda sheet: roles.draw(sheet, book, title, role))
        )
    found += _papers(book, charts)
    return [*found, *_witnesses(book)] if charts else found


def _role_with_chart(book: Book, chart: Paper, blocks: list[Block]) -> list[Section]:
    return [
        Section(
            "role",
            roles.ROLE,
            1,
            lambda sheet: roles.draw(sheet, book, roles.ROLE, [blocks]),
            chart,
        )
    ]


def _witnesses(book: Book) -> list[Section]:
    pages = roles.compose_witnesses(book)
    if not pages:
        return []
    return [
        Section(
            "witnesses",
            roles.WITNESSES,
            len(pages),
            lambda sheet: roles.draw(sheet, book, roles.WITNESSES, pages),
        )
    ]


def _papers(book: Book, papers: list[Paper]) -> list[Section]:
    def section(paper: Paper, number: int) -> Section:
        return Section(
            paper.plan.kind + (f"-{number + 1}" if number else ""),
            paper.name,
            len(paper.shown),
            lambda sheet: paper_pages.draw(sheet, book, paper),
            paper,
        )

    kinds: dict[str, int] = {}
    found = []
    for paper in papers:
        found.append(section(paper, kinds.get(paper.plan.kind, 0)))
        kinds[paper.plan.kind] = kinds.get(paper.plan.kind, 0) + 1
    return found


def _title_in_contents(section: Section) -> str:
    paper = section.paper
    if paper is None or not paper_pages.wants_signature(paper):
        return section.title
    return f"{section.title} · {paper_pages.signed_words(paper)}"


def _number(book: Book, parts: _Parts) -> None:
    page = 1

    def count(sections: list[Section]) -> None:
        nonlocal page
        for section in sections:
            book.sections[section.key] = page
            if section.paper is not None:
                section.paper.first_page = page
            page += section.length

    count(parts.before)
    observed = set(map(id, book.observations))
    waiting = list(parts.among)
    for piece, front in zip(book.pieces, parts.fronts, strict=True):
        if id(piece) in observed:
            count(waiting)
            waiting.clear()
        piece.front = page
        piece.first_page = page + len(front)
        page = piece.first_page + piece.length
    count(parts.after)
    book.pages = page - 1
    book.entries = places(parts.index, book.sections["index"], UNDER_HEADING)


def _draw(drawn: Drawn, book: Book, parts: _Parts, progress: Progress) -> None:
    sheet = drawn.sheet
    _draw_sections(drawn, parts.before)
    waiting = list(parts.among)
    for number, (piece, front) in enumerate(zip(book.pieces, parts.fronts, strict=True)):
        progress(f"Drawing {piece.item.ref}", number / len(book.pieces))
        if piece.item.observation and waiting:
            _draw_sections(drawn, waiting)
            waiting.clear()
        with sheet.inside("Sect"):
            front_sheet.draw_front(sheet, book, piece, front)
            if piece.shown:
                _frames(drawn, piece)
                stamped_pages.draw_pages_of(sheet, book, piece)
            else:
                slip_page.draw_slip(sheet, book, piece)
    _draw_sections(drawn, parts.after)


def _draw_sections(drawn: Drawn, sections: list[Section]) -> None:
    for section in sections:
        with drawn.sheet.inside("Sect"):
            if section.paper is not None:
                _frames(drawn, section.paper)
            section.draw(drawn.sheet)


def _frames(drawn: Drawn, framed: Piece | Paper) -> None:
    first = drawn.sheet.page - 1
    drawn.frames.extend(range(first, first + len(framed.shown)))
    drawn.framed.append(framed)


def _set_places(sheet: Sheet, book: Book, parts: _Parts) -> None:
    """Set the named places and the outline: sections, pieces, KSBs."""
    others: list[Bookmark] = []
    observed: list[Bookmark] = []
    for piece in book.pieces:
        mark = Bookmark(piece.name, Target(piece.front))
        (observed if piece.item.observation else others).append(mark)
        sheet.named[piece.item.ref] = mark.target
    ksbs = []
    for uid, ksb in book.ksbs.items():
        words = fonts.clean(ksb.short)
        title = ksb.code if not words or words == ksb.code else f"{ksb.code} {words}"
        ksbs.append(Bookmark(title, book.entry(uid)))
        sheet.named.setdefault(ksb.code, book.entry(uid))
    below = {"index": ksbs, "observations": observed}
    for section in parts.sections():
        target = sheet.named[section.key] = Target(book.sections[section.key])
        if section.paper is not None and section.paper.name != section.title:
            below[section.key] = [Bookmark(section.paper.name, target)]

    def marks(sections: list[Section]) -> list[Bookmark]:
        return [
            Bookmark(
                each.title or "Cover", Target(book.sections[each.key]), below.get(each.key, [])
            )
            for each in sections
        ]

    sheet.bookmarks += marks(parts.before)
    if others:
        sheet.bookmarks.append(Bookmark("Evidence", others[0].target, others))
    sheet.bookmarks += [*marks(parts.among), *marks(parts.after)]
