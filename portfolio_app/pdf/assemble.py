"""Builds the compiled portfolio: surveys page copies, draws our pages, joins, places, writes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path

import pikepdf

from portfolio_app.domain.bundle import (
    BuiltBundle,
    BuiltClaim,
    BuiltItem,
    BuiltSection,
    BundlePlan,
    Inspection,
)
from portfolio_app.domain.smaller import step_of
from portfolio_app.pdf import hindrances, ua
from portfolio_app.pdf.arrange import Book, Paper, Piece, make_book
from portfolio_app.pdf.drawing import Drawn, draw_book
from portfolio_app.pdf.evidence_forms import put_into_frames
from portfolio_app.pdf.finishing import Identity, finish
from portfolio_app.pdf.geometry import PageShape
from portfolio_app.pdf.inspect import inspect_bundle
from portfolio_app.pdf.manifest import make_manifest, write_manifest
from portfolio_app.pdf.opening import open_pdf
from portfolio_app.pdf.shared_pictures import SharedPictures
from portfolio_app.pdf.survey import page_shapes, unreadable
from portfolio_app.pdf.tail import append_tail
from portfolio_app.problems import Level, PortfolioError, Problem
from portfolio_app.progress import Progress, part


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
    with _removed_if_broken(out):
        written = _write(plan, sources, out, part(progress, 0.0, 0.97))
        progress("Checking the tags", 0.97)
        return _finished(written, out, None if written.found.sure else ua.declare(out))


def build_bundle(
    plan: BundlePlan, sources: dict[str, Path], out: Path, progress: Progress
) -> tuple[BuiltBundle, Inspection]:
    """Write the compiled portfolio, read it back, and return both where all is and what was found.

    As ``compile_bundle`` and then ``inspect_bundle``, but an independent checker looks at the tags
    while the rest is read back.
    """
    with _removed_if_broken(out):
        written = _write(plan, sources, out, part(progress, 0.0, 0.75))
        reading = part(progress, 0.75, 1.0)
        if written.found.sure:
            return _finished(written, out, None), inspect_bundle(out, reading)
        with ua.Declaring(out) as declaring:
            found = inspect_bundle(out, reading, declaring)
            return _finished(written, out, declaring.opinion()), found


@contextmanager
def _removed_if_broken(out: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(OSError):
            out.unlink()
        raise


@dataclass(slots=True)
class _Written:
    """A bundle that is whole but for the declaration that it is PDF/UA-1."""

    bundle: BuiltBundle
    found: hindrances.Survey
    places: list[hindrances.Place]


def _write(plan: BundlePlan, sources: dict[str, Path], out: Path, progress: Progress) -> _Written:
    ours = out.with_name(out.name + ".ours")
    merged = out.with_name(out.name + ".merged")
    try:
        return _compile(plan, sources, out, ours, merged, progress)
    finally:
        for passing in (ours, merged):
            with suppress(OSError):
                passing.unlink()


def _compile(
    plan: BundlePlan,
    sources: dict[str, Path],
    out: Path,
    ours: Path,
    merged: Path,
    progress: Progress,
) -> _Written:
    shapes = _survey(plan, sources, part(progress, 0.0, 0.15))
    book = make_book(plan, shapes)
    problems = tuple(_problems(book))
    drawn = draw_book(book, ours, part(progress, 0.15, 0.6))
    progress("Joining the pages", 0.6)
    _merge(drawn.framed, sources, ours, merged)
    sections = _sections(drawn, book)
    items, claims = _where(book)
    with open_pdf(merged) as pdf:
        laid = [each.shapes[index] for each in drawn.framed for index in each.shown]
        if step_of(plan.options) is not None:
            SharedPictures().share(page.obj for page in islice(pdf.pages, book.pages, None))
        put_into_frames(pdf, drawn.frames, laid, book.pages, part(progress, 0.65, 0.85))
        found = hindrances.survey(pdf, _places(book))
        title = f"Portfolio of evidence: {plan.standard_name}"
        finish(pdf, Identity(title, plan.apprentice, plan.built, plan.app))
        write_manifest(pdf, make_manifest(book, items, claims, sections))
        writing = part(progress, 0.85, 0.95)
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=False,
            progress=lambda percent: writing("Writing the portfolio", percent / 100),
        )
    progress("Linking the pages", 0.95)
    append_tail(out, drawn.sheet)
    built = BuiltBundle(
        pages=book.pages,
        bytes=out.stat().st_size,
        items=items,
        claims=claims,
        problems=problems,
        sections=sections,
    )
    return _Written(built, found, _places(book))


def _finished(written: _Written, out: Path, opinion: ua.Opinion | None) -> BuiltBundle:
    """Return the bundle with what the checker said of its tags, or with what is in the way."""
    found, places = written.found, written.places
    if opinion is not None and opinion.failures:
        with open_pdf(out) as pdf:
            hindering = hindrances.problems(found, opinion, pdf, places)
    else:
        hindering = hindrances.problems(found, opinion, None, places)
    return replace(
        written.bundle,
        peak_bytes=_peak_bytes(),
        problems=(*written.bundle.problems, *hindering),
        declared=opinion is not None and opinion.said is ua.Said.AGREED,
    )


def _places(book: Book) -> list[hindrances.Place]:
    return [
        hindrances.Place(
            each.label, each.uid, each.first_page, each.first_page + len(each.shown) - 1
        )
        for each in book.originals
        if each.shown and each.first_page
    ]


def _sections(drawn: Drawn, book: Book) -> tuple[BuiltSection, ...]:
    return tuple(
        BuiltSection(
            each.key,
            each.title or "Cover",
            book.sections[each.key],
            each.length,
            each.paper.plan.sha256 if each.paper is not None else "",
        )
        for each in drawn.sections
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
    for paper in plan.papers:
        path = sources.get(paper.uid)
        if path is not None:
            shapes[paper.uid] = page_shapes(path, paper.title)
        elif paper.pages:
            raise PortfolioError(
                f"The bundle wasn't built: the pages of “{paper.title}” are missing.",
                hint="Attach it again, or take it out.",
                code="missing-evidence",
            )
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


def _merge(
    framed: Sequence[Piece | Paper], sources: dict[str, Path], ours: Path, merged: Path
) -> None:
    """Append the shown pages of every page copy to our own, whatever their size in flat memory."""
    parts = [
        (each.label, [str(sources[each.uid]), _qpdf_range(each.shown)])
        for each in framed
        if each.shown
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


def _qpdf_range(shown: Sequence[int]) -> str:
    parts = []
    for _, run in groupby(enumerate(shown), key=lambda each: each[1] - each[0]):
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
            piece.item.title,
            piece.item.sha256,
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


def _peak_bytes() -> int:
    """Return the most memory this process ever used, in bytes; 0 where that cannot be asked."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak if sys.platform == "darwin" else peak * 1024)
