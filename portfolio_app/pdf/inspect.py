"""Reads a compiled portfolio back and says, in plain words, whether it is as promised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Pdf, Stream

from portfolio_app.domain.bundle import Inspection, Manifest
from portfolio_app.pdf import ua, words_back
from portfolio_app.pdf.active_content import Search
from portfolio_app.pdf.bundle_links import Links
from portfolio_app.pdf.manifest import read_manifest
from portfolio_app.pdf.opening import open_pdf
from portfolio_app.problems import Level, Problem
from portfolio_app.progress import Cancelled, Progress, part

# Pages looked at before the library's memory of their 10,000 links is let go.
_AT_ONCE = 700
_LOOK_EVERY = 0.1  # seconds between two looks at the wish to stop
_MOST = 20  # findings of one kind that are listed one by one


def inspect_bundle(
    path: Path, progress: Progress, declaring: ua.Declaring | None = None
) -> Inspection:
    """Return what is in a compiled portfolio and every way in which it is not as promised.

    Only the PDF is needed. A file that cannot be read is a finding, not an error. ``declaring``
    says that it is still being decided whether it may be declared PDF/UA-1.

    Raises:
        Cancelled: the person asked to stop.
    """
    progress("Opening the PDF", 0.0)
    try:
        found = _open(path)
        with _Beside(found.manifest, path, found.pages) as words:
            _follow(path, found, part(progress, 0.0, 0.6))
            found.findings += words.missing(part(progress, 0.6, 0.9))
    except pikepdf.PasswordError:
        return _unread("The PDF is locked with a password, so it can't be checked.")
    except (pikepdf.PdfError, OSError):
        return _unread("The file can't be read as a PDF.")
    manifest = found.manifest
    if declaring is not None:
        progress("Checking the tags", 0.9)
        found.declared = declaring.opinion().said is ua.Said.AGREED
    elif found.declared:
        progress("Checking the tags", 0.9)
        found.findings += _truly_declared(path, found.objects)
    progress("Checked", 1.0)
    return Inspection(
        pages=found.pages,
        items=manifest.items if manifest else (),
        claims=manifest.claims if manifest else (),
        links=found.links.count,
        findings=tuple(_shortened(found.findings)),
        bundle_id=manifest.bundle_id if manifest else "",
        declared=found.declared,
        sections=manifest.sections if manifest else (),
    )


@dataclass(slots=True)
class _Found:
    """What the document's objects told, before its words are read."""

    pages: int
    manifest: Manifest | None
    findings: list[Problem]
    declared: bool
    objects: int
    links: Links
    search: Search


class _Beside:
    """The claims' words, read with PDFium in a thread of its own while the links are followed."""

    def __init__(self, manifest: Manifest | None, path: Path, pages: int) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._stop = False
        self._done = 0.0
        self._asked = (
            self._thread.submit(words_back.missing, manifest, path, pages, self._report)
            if manifest is not None
            else None
        )

    def __enter__(self) -> _Beside:
        return self

    def __exit__(self, *ended: object) -> None:
        self._stop = True
        self._thread.shutdown()

    def missing(self, progress: Progress) -> list[Problem]:
        """Wait for what was found."""
        while self._asked is not None:
            progress("Reading the claimed passages", self._done)
            with suppress(FutureTimeout):
                return self._asked.result(_LOOK_EVERY)
        return []

    def _report(self, _message: str, fraction: float) -> None:
        self._done = fraction
        if self._stop:
            raise Cancelled


def _unread(message: str) -> Inspection:
    return Inspection(0, (), (), 0, (Problem(Level.MUST_FIX, "unreadable", "", message),))


def _open(path: Path) -> _Found:
    with open_pdf(path) as pdf:
        pages = [page.obj for page in pdf.pages]
        manifest, findings = _read_manifest(pdf)
        links = Links()
        links.follow_bookmarks(pdf, pages)
        search = Search({page.objgen for page in pages})
        search.look(pdf.trailer)
        if manifest is not None:
            findings += _adds_up(manifest, pages)
            findings += _is_described(pdf)
            findings += _unembedded(pages)
        declared, objects = ua.is_declared(pdf), ua.objects_of(pdf)
        return _Found(len(pages), manifest, findings, declared, objects, links, search)


def _follow(path: Path, found: _Found, progress: Progress) -> None:
    """Follow every link, and look for active content, a stretch of pages after the other."""
    for start in range(0, found.pages, _AT_ONCE):
        progress("Following the links", start / found.pages)
        with open_pdf(path) as pdf:
            pages = [page.obj for page in pdf.pages]
            end = min(start + _AT_ONCE, found.pages)
            found.links.follow(pdf, pages, range(start + 1, end + 1))
            for page in pages[start:end]:
                found.search.look(page)
            del pages
    found.findings += found.links.findings + found.search.findings()


def _read_manifest(pdf: Pdf) -> tuple[Manifest | None, list[Problem]]:
    try:
        manifest = read_manifest(pdf)
    except ValueError as error:
        message = f"The manifest of this bundle is damaged: {error}."
        return None, [_must("manifest-damaged", "", message)]
    if manifest is None:
        message = "This PDF was not made by this app: it has no manifest."
        return None, [_must("not-a-bundle", "", message)]
    return manifest, []


def _must(rule: str, about: str, message: str) -> Problem:
    return Problem(Level.MUST_FIX, rule, about, message)


@dataclass(frozen=True, slots=True)
class _Part:
    """Pages that belong together, counted from 1: from ``evidence`` on they are of the original."""

    name: str
    ref: str
    first: int
    last: int
    evidence: int


def _parts(manifest: Manifest) -> Iterator[_Part]:
    for item in manifest.items:
        last = item.first_page + max(item.pages, 1) - 1
        evidence = item.first_page if item.pages else last + 1
        # A front sheet comes first; without one the pages do not follow what is before them.
        first = item.front if item.first_page > item.front else 0
        yield _Part(item.ref, item.ref, first, last, evidence)
    for each in manifest.sections:
        last = each.page + each.pages - 1
        yield _Part(each.title, "", each.page, last, each.page if each.sha256 else last + 1)


def _adds_up(manifest: Manifest, pages: Sequence[pikepdf.Object]) -> Iterator[Problem]:
    """Sections and pieces follow one another without a gap, and their pages are really there."""
    if manifest.pages != len(pages):
        yield _must(
            "page-count",
            "",
            f"The bundle should have {manifest.pages} pages and has {len(pages)}.",
        )
    after = 1 if manifest.sections else min((i.front for i in manifest.items), default=1)
    for part_of in sorted(_parts(manifest), key=lambda each: each.first):
        if part_of.first != after:
            yield _must(
                "page-count",
                part_of.ref,
                f"The pages of {part_of.name} do not follow those before them.",
            )
        after = part_of.last + 1
        for number in range(part_of.evidence, min(part_of.last, len(pages)) + 1):
            if not _holds_evidence(pages[number - 1]):
                yield _must(
                    "page-missing",
                    part_of.ref,
                    f"Page {number} should show a page of {part_of.name} and does not.",
                )
    if manifest.sections and after != len(pages) + 1:
        yield _must("page-count", "", f"Nothing is said of the pages from {after} on.")
    refs = {item.ref for item in manifest.items}
    for claim in manifest.claims:
        if claim.ref not in refs or not 1 <= claim.page <= len(pages):
            yield _must(
                "claim-page",
                claim.ref,
                f"{claim.ksb} points to page {claim.page} of {claim.ref}, which is not there.",
            )


def _holds_evidence(page: pikepdf.Object) -> bool:
    resources = page.get("/Resources")
    forms = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    return isinstance(forms, Dictionary) and isinstance(forms.get("/Ev"), Stream)


def _is_described(pdf: Pdf) -> Iterator[Problem]:
    """Language, title, bookmarks, page labels and tags are there."""
    root = pdf.Root
    if str(root.get("/Lang", "")).lower() != "en-gb":
        yield _must("language", "", "The PDF does not say that its language is British English.")
    preferences = root.get("/ViewerPreferences")
    shown = isinstance(preferences, Dictionary) and bool(preferences.get("/DisplayDocTitle", False))
    if not shown or not str(pdf.docinfo.get("/Title", "")).strip():
        yield _must("title", "", "The PDF does not show a title.")
    outline = root.get("/Outlines")
    if not isinstance(outline, Dictionary) or "/First" not in outline:
        yield _must("bookmarks", "", "The PDF has no bookmarks.")
    if not isinstance(root.get("/PageLabels"), Dictionary):
        yield _must("page-labels", "", "The PDF has no page labels.")
    tree = root.get("/StructTreeRoot")
    if not isinstance(tree, Dictionary) or "/K" not in tree:
        yield _must("tags", "", "The PDF is not tagged for screen readers.")


def _truly_declared(path: Path, objects: int) -> Iterator[Problem]:
    """What is declared is what an independent checker says."""
    opinion = ua.opinion_of(path, objects)
    if opinion.said is ua.Said.BROKEN:
        rules = ", ".join(dict.fromkeys(each.rule for each in opinion.failures[:5]))
        message = f"The PDF says that it is PDF/UA-1, and the checker disagrees: {rules}."
        yield _must("declared-wrongly", "", message)
    elif opinion.said is not ua.Said.AGREED:
        yield Problem(
            Level.SHOULD_CHECK,
            "declared-unchecked",
            "",
            "The PDF says that it is PDF/UA-1, which was not checked here.",
        )


def _unembedded(pages: Sequence[pikepdf.Object]) -> Iterator[Problem]:
    """Fonts that our own pages draw with but that are not in the file."""
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pages, 1):
        resources = page.get("/Resources")
        fonts = resources.get("/Font") if isinstance(resources, Dictionary) else None
        if not isinstance(fonts, Dictionary) or (fonts.is_indirect and fonts.objgen in seen):
            continue
        seen.add(fonts.objgen)
        for font in fonts.values():
            if not _is_embedded(font):
                name = str(font.get("/BaseFont", "?")).lstrip("/")
                message = f"The font {name} on page {number} is not in the file."
                yield _must("font-missing", "", message)


def _is_embedded(font: pikepdf.Object) -> bool:
    if not isinstance(font, Dictionary) or font.get("/Subtype") == "/Type3":
        return True
    inner = font.get("/DescendantFonts")
    if isinstance(inner, pikepdf.Array) and len(inner):
        font = inner[0]
    descriptor = font.get("/FontDescriptor")
    return isinstance(descriptor, Dictionary) and any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )


def _shortened(findings: list[Problem]) -> Iterator[Problem]:
    """Name the first findings of each rule, and count the rest."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.rule] = counts.get(finding.rule, 0) + 1
        if counts[finding.rule] <= _MOST:
            yield finding
    for rule, count in counts.items():
        if count > _MOST:
            yield _must(rule, "", f"And {count - _MOST} more of the same kind.")
