"""Builds the compiled portfolio: surveys page copies, draws our pages, joins, places, writes."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from portfolio_app.domain.bundle import BuiltBundle, BuiltClaim, BuiltItem, BundlePlan
from portfolio_app.pdf import annex, back_matter, fonts, front_matter, piece_pages
from portfolio_app.pdf.arrange import Book, Piece, make_book
from portfolio_app.pdf.evidence_forms import put_into_frames
from portfolio_app.pdf.flow import places
from portfolio_app.pdf.frame import TOP
from portfolio_app.pdf.geometry import PageShape
from portfolio_app.pdf.manifest import make_manifest, pdf_date, write_manifest
from portfolio_app.pdf.sheet import Bookmark, Sheet, Target
from portfolio_app.pdf.survey import page_shapes, unreadable
from portfolio_app.pdf.tail import append_tail
from portfolio_app.problems import Level, PortfolioError, Problem
from portfolio_app.progress import Progress, part

_UNDER_HEADING = TOP - 50


def compile_bundle(
    plan: BundlePlan, sources: dict[str, Path], out: Path, progress: Progress
) -> BuiltBundle:
    """Write the compiled portfolio to ``out`` and return where everything is.

    Args:
        plan: what to print, in order.
        sources: the page copy of each piece that has pages, by the piece's uid.
        out: a new file, in a folder where two passing files may lie beside it.
        progress: called often; may raise Cancelled.

    Raises:
        PortfolioError: a page copy cannot be read ("unreadable-evidence"), or a piece that should
            have pages has no page copy ("missing-evidence").
        Cancelled: the person asked to stop; nothing is left behind.
    """
    ours = out.with_name(out.name + ".ours")
    merged = out.with_name(out.name + ".merged")
    done = False
    try:
        built = _compile(plan, sources, out, ours, merged, progress)
        done = True
    finally:
        for passing in (ours, merged) if done else (ours, merged, out):
            with suppress(OSError):
                passing.unlink()
    return built


def _compile(
    plan: BundlePlan,
    sources: dict[str, Path],
    out: Path,
    ours: Path,
    merged: Path,
    progress: Progress,
) -> BuiltBundle:
    shapes = _survey(plan, sources, part(progress, 0.0, 0.15))
    book = make_book(plan, shapes)
    problems = tuple(_problems(book))
    sheet, frames = _draw(book, ours, part(progress, 0.15, 0.6))
    progress("Joining the pages", 0.6)
    _merge(book, sources, ours, merged)
    items, claims = _where(book)
    with pikepdf.open(merged) as pdf:
        laid = [piece.shapes[index] for piece in book.pieces for index in piece.shown]
        put_into_frames(pdf, frames, laid, book.pages, part(progress, 0.65, 0.85))
        _finish(pdf, book)
        write_manifest(pdf, make_manifest(book, items, claims))
        writing = part(progress, 0.85, 0.95)
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=False,
            progress=lambda percent: writing("Writing the portfolio", percent / 100),
        )
    progress("Linking the pages", 0.95)
    append_tail(out, sheet)
    return BuiltBundle(
        pages=book.pages,
        bytes=out.stat().st_size,
        items=items,
        claims=claims,
        peak_bytes=_peak_bytes(),
        problems=problems,
    )


def _survey(
    plan: BundlePlan, sources: dict[str, Path], progress: Progress
) -> dict[str, tuple[PageShape, ...]]:
    shapes = {}
    for number, item in enumerate(plan.items):
        progress(f"Looking at {item.ref}", number / len(plan.items))
        path = sources.get(item.uid)
        if path is None:
            if item.pages:
                raise PortfolioError(
                    f"The bundle wasn't built: {item.ref}'s pages are missing.",
                    hint=f"Open {item.ref} to replace it, or take it off the shortlist.",
                    code="missing-evidence",
                )
            continue
        shapes[item.uid] = page_shapes(path, item.ref)
    return shapes


def _problems(book: Book) -> list[Problem]:
    return [
        Problem(
            Level.SHOULD_CHECK,
            "page-count",
            piece.item.ref,
            f"{piece.item.ref} was expected to have {piece.item.pages} pages and has "
            f"{len(piece.shapes)}.",
        )
        for piece in book.pieces
        if piece.shapes and piece.item.pages != len(piece.shapes)
    ]


# Numbering and drawing


def _draw(book: Book, ours: Path, progress: Progress) -> tuple[Sheet, list[int]]:
    """Number everything, draw our own pages to ``ours``; return also the indexes of the frames."""
    plan = book.plan
    apart = back_matter.compose_apart(book)
    titles = [("how-to-read", "How to read this portfolio")]
    if plan.role.strip() or plan.witnesses:
        titles.append(("role", "My role and organisation" if plan.role.strip() else "Witnesses"))
    titles += [("annex-a", annex.TITLE), ("index", back_matter.INDEX)]
    titles.append(("declarations", back_matter.DECLARATIONS))
    if apart:
        titles.append(("apart", back_matter.APART))
    titles.append(("record", back_matter.RECORD))

    role = front_matter.compose_role(book)
    contents = front_matter.compose_contents(book, titles)
    maps = annex.compose(book)
    fronts = []
    for number, piece in enumerate(book.pieces):
        progress(f"Setting out {piece.item.ref}", 0.2 * number / len(book.pieces))
        fronts.append(piece_pages.compose_front(book, piece))
    index = back_matter.compose_index(book)
    record = back_matter.compose_record(book)

    page = 1
    for key, length in (
        ("cover", 1),
        ("how-to-read", 1),
        ("role", len(role)),
        ("contents", len(contents)),
        ("annex-a", len(maps)),
    ):
        book.sections[key] = page
        page += length
    for piece, front in zip(book.pieces, fronts, strict=True):
        piece.front = page
        piece.first_page = page + len(front)
        page = piece.first_page + piece.length
    for key, length in (
        ("index", len(index)),
        ("declarations", 1),
        ("apart", len(apart)),
        ("record", len(record)),
    ):
        book.sections[key] = page
        page += length
    book.pages = page - 1
    book.entries = places(index, book.sections["index"], _UNDER_HEADING)

    sheet = Sheet()
    frames: list[int] = []
    with sheet.inside("Sect"):
        front_matter.draw_cover(sheet, book)
    with sheet.inside("Sect"):
        front_matter.draw_how_to_read(sheet, book)
    if role:
        with sheet.inside("Sect"):
            front_matter.draw_role(sheet, book, role)
    with sheet.inside("Sect"):
        front_matter.draw_contents(sheet, book, contents)
    with sheet.inside("Sect"):
        annex.draw(sheet, book, maps)
    for number, (piece, front) in enumerate(zip(book.pieces, fronts, strict=True)):
        progress(f"Drawing {piece.item.ref}", 0.25 + 0.6 * number / len(book.pieces))
        with sheet.inside("Sect"):
            piece_pages.draw_front(sheet, book, piece, front)
            first = sheet.page - 1
            laid = piece_pages.draw_pages_of(sheet, book, piece)
            frames.extend(range(first, first + len(laid)))
    with sheet.inside("Sect"):
        back_matter.draw_index(sheet, book, index)
    with sheet.inside("Sect"):
        back_matter.draw_declarations(sheet, book)
    if apart:
        with sheet.inside("Sect"):
            back_matter.draw_apart(sheet, book, apart)
    with sheet.inside("Sect"):
        back_matter.draw_record(sheet, book, record)
    if sheet.page - 1 != book.pages:
        raise AssertionError(f"{sheet.page - 1} pages were drawn and {book.pages} were numbered")
    _places(sheet, book, titles)
    progress("Drawing", 0.9)
    sheet.save(ours)
    return sheet, frames


def _places(sheet: Sheet, book: Book, titles: Sequence[tuple[str, str]]) -> None:
    """Set the named places and the outline: sections, pieces, KSBs."""
    pieces = Bookmark("Evidence", Target(book.pieces[0].front if book.pieces else 1))
    for piece in book.pieces:
        pieces.below.append(Bookmark(piece_pages.section_name(piece), Target(piece.front)))
        sheet.named[piece.item.ref] = Target(piece.front)
    ksbs = []
    for uid, ksb in book.ksbs.items():
        words = fonts.clean(ksb.short)
        title = ksb.code if not words or words == ksb.code else f"{ksb.code} {words}"
        ksbs.append(Bookmark(title, book.entry(uid)))
        sheet.named.setdefault(ksb.code, book.entry(uid))
    for key, page in book.sections.items():
        sheet.named[key] = Target(page)
    named = dict(titles)
    order = ["how-to-read", "role", "contents", "annex-a", "evidence", "index", "declarations"]
    named["contents"] = "Contents"
    sheet.bookmarks.append(Bookmark("Cover", Target(1)))
    for key in [*order, "apart", "record"]:
        if key == "evidence":
            if book.pieces:
                sheet.bookmarks.append(pieces)
        elif key in named:
            mark = Bookmark(named[key], Target(book.sections[key]))
            if key == "index":
                mark.below = ksbs
            sheet.bookmarks.append(mark)


# Joining and finishing


def _merge(book: Book, sources: dict[str, Path], ours: Path, merged: Path) -> None:
    """Append the shown pages of every page copy to our own, whatever their size in flat memory."""
    parts = [
        (piece.item.ref, [str(sources[piece.item.uid]), _qpdf_range(piece)])
        for piece in book.pieces
        if piece.shown
    ]
    try:
        _join(ours, [word for _, words in parts for word in words], merged)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        for ref, words in parts:  # which one was it?
            try:
                _join(ours, words, merged)
            except (pikepdf.PdfError, pikepdf.PasswordError) as error:
                raise unreadable(ref) from error
        raise


def _join(ours: Path, parts: Sequence[str], merged: Path) -> None:
    quiet = ["--no-warn", "--warning-exit-0"]
    pages = ["--pages", ".", "1-z", *parts, "--"]
    pikepdf.Job(["qpdf", str(ours), *quiet, *pages, str(merged)]).run()


def _qpdf_range(piece: Piece) -> str:
    parts = []
    for _, run in groupby(enumerate(piece.shown), key=lambda each: each[1] - each[0]):
        stretch = [index + 1 for _, index in run]
        parts.append(f"{stretch[0]}-{stretch[-1]}" if len(stretch) > 1 else str(stretch[0]))
    return ",".join(parts)


def _where(book: Book) -> tuple[tuple[BuiltItem, ...], tuple[BuiltClaim, ...]]:
    items = tuple(
        BuiltItem(
            piece.item.uid,
            piece.item.ref,
            piece.front,
            piece.first_page,
            len(piece.shown),
            len(piece.shapes),
        )
        for piece in book.pieces
    )
    claims = tuple(
        BuiltClaim(
            claim.uid,
            book.ksbs[claim.ksb_uid].code,
            piece.item.ref,
            piece.page_of(claim),
            claim.quote,
        )
        for piece in book.pieces
        for claim in piece.item.claims
        if claim.ksb_uid in book.ksbs
    )
    return items, claims


def _finish(pdf: Pdf, book: Book) -> None:
    plan = book.plan
    for key in list(pdf.Root.keys()):
        if key not in ("/Type", "/Pages", "/Lang"):
            del pdf.Root[key]
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    for key in ("/StructTreeRoot", "/Outlines", "/Names"):
        pdf.Root[key] = pdf.make_indirect(Dictionary())  # append_tail fills them
    title = f"Portfolio of evidence: {fonts.clean(plan.standard_name)}"
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    pdf.Root.Metadata = Stream(pdf, _xmp(title, plan))
    pdf.Root.Metadata.Type = Name.Metadata
    pdf.Root.Metadata.Subtype = Name.XML
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo.Title = title
    if plan.apprentice.strip():
        pdf.docinfo.Author = fonts.clean(plan.apprentice)
    if plan.app:
        pdf.docinfo.Creator = plan.app
    pdf.docinfo.CreationDate = pdf.docinfo.ModDate = pdf_date(plan.built)
    _mend_to_unicode(pdf)


def _xmp(title: str, plan: BundlePlan) -> bytes:
    author = fonts.clean(plan.apprentice)
    creator = (
        f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>"
        if author
        else ""
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt>'
        "</dc:title>"
        f"{creator}"
        "<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>"
        f"<xmp:CreateDate>{escape(plan.built)}</xmp:CreateDate>"
        f"<xmp:CreatorTool>{escape(plan.app)}</xmp:CreatorTool>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="r"?>'
    ).encode()


_BFCHAR = re.compile(rb"(\d+) beginbfchar\n(.*?)endbfchar", re.DOTALL)


def _mend_to_unicode(pdf: Pdf) -> None:
    """Leave out that unused codes mean U+0000, which reportlab writes (engineering notes 5)."""
    seen: set[tuple[int, int]] = set()
    fonts_used = pdf.pages[0].obj.Resources.get("/Font")
    if not isinstance(fonts_used, Dictionary):
        return
    for font in fonts_used.values():
        if not isinstance(font, Dictionary) or font.objgen in seen:
            continue
        seen.add(font.objgen)
        stream = font.get("/ToUnicode")
        if isinstance(stream, Stream):
            stream.write(_BFCHAR.sub(_without_nought, stream.read_bytes()))


_BEYOND = re.compile(
    rb"(?<= <)[0-9A-F]{5,6}(?=>)"
)  # letters beyond U+FFFF, for which UTF-16 is due


def _utf16(found: re.Match[bytes]) -> bytes:
    return chr(int(found[0], 16)).encode("utf-16-be").hex().upper().encode("ascii")


def _without_nought(found: re.Match[bytes]) -> bytes:
    lines = [
        _BEYOND.sub(_utf16, line) for line in found[2].splitlines() if not line.endswith(b"<0000>")
    ]
    parts = []
    for start in range(0, len(lines), 100):  # at most 100 in one go (Adobe technical note 5411)
        some = lines[start : start + 100]
        parts.append(b"%d beginbfchar\n%s\nendbfchar" % (len(some), b"\n".join(some)))
    return b"\n".join(parts)


def _peak_bytes() -> int:
    """Return the most memory this process ever used, in bytes; 0 where that cannot be asked."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak if sys.platform == "darwin" else peak * 1024)
