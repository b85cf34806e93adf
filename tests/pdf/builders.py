"""Plans and evidence to build bundles from, without a store and without other rooms."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from portfolio_app.domain.bundle import BundlePlan, PlanClaim, PlanItem, PlanKsb, PlanMark
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.passage import quad_of

KINDS = (
    ("K", KsbKind.KNOWLEDGE, 20),
    ("S", KsbKind.SKILL, 21),
    ("B", KsbKind.BEHAVIOUR, 5),
)


def ksbs() -> tuple[PlanKsb, ...]:
    """Return 46 statements; S2 and S3 are assessed by the proposal alone."""
    return tuple(
        PlanKsb(
            uid=f"ksb-{letter}{number}",
            code=f"{letter}{number}",
            kind=kind,
            text=f"Full statement of {letter}{number}, as the standard words it.",
            short=f"Short wording of {letter}{number}",
            method="Proposal" if letter == "S" and number in (2, 3) else "Discussion",
            in_discussion=not (letter == "S" and number in (2, 3)),
        )
        for letter, kind, count in KINDS
        for number in range(1, count + 1)
    )


def lines_of(page: int) -> list[str]:
    """Return the twenty lines that page ``page`` (from 1) of :func:`write_pages` carries."""
    return [f"page {page} line {line} of the minutes about winter" for line in range(1, 21)]


def font(pdf: Pdf) -> Dictionary:
    """Return a plain font."""
    made = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        Encoding=Name.WinAnsiEncoding,
    )
    return pdf.make_indirect(made)


def content(page: int, left: float = 72, top: float = 770) -> bytes:
    """Return a content stream with twenty lines of 12 point text, 30 points apart."""
    shown = "".join(
        f"1 0 0 1 {left} {top - 30 * index} Tm ({line}) Tj "
        for index, line in enumerate(lines_of(page))
    )
    return f"BT /F1 12 Tf {shown}ET".encode()


def write_pages(
    path: Path,
    count: int = 1,
    *,
    media: Sequence[float] = (0, 0, 595, 842),
    **keys: object,
) -> Path:
    """Write a PDF of text pages. ``keys`` go into each page dictionary: Rotate=90, CropBox=…"""
    pdf = Pdf.new()
    letters = font(pdf)
    for number in range(1, count + 1):
        top = media[3] - 72
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array(list(media)),
            Resources=Dictionary(Font=Dictionary(F1=letters)),
            Contents=pdf.make_stream(content(number, media[0] + 72, top)),
        )
        for key, value in keys.items():
            page[f"/{key}"] = Array(list(value)) if isinstance(value, tuple) else value
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    pdf.save(path)
    return path


def mark(page: int, line: int) -> PlanMark:
    """Return the mark over a line (from 1) of page ``page`` (from 1) of an A4 page."""
    base = 842 - (770 - 30 * (line - 1))
    return PlanMark(page - 1, (quad_of((72, base - 10, 330, base + 3)),))


def claim(ksb: str, page: int = 1, line: int = 1, **keys: object) -> PlanClaim:
    """Return a claim of one line of text."""
    values = {
        "quote": lines_of(page)[line - 1],
        "shows": "Chairs the board",
        "marks": (mark(page, line),),
        **keys,
    }
    return PlanClaim(f"claim-{ksb}-{page}-{line}", f"ksb-{ksb}", **values)  # type: ignore[arg-type]


def item(number: int, pages: int = 1, **keys: object) -> PlanItem:
    """Return a piece with E-number ``number``."""
    values = {
        "title": f"Minutes number {number}",
        "kind": "Minutes",
        "date": "12 November 2025",
        "file_name": f"minutes-{number}.pdf",
        "bytes": 1234,
        "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
        "context": "Minutes of the board I chair.",
        **keys,
    }
    return PlanItem(uid=f"item-{number}", ref=f"E{number:02d}", pages=pages, **values)  # type: ignore[arg-type]


def plan(*items: PlanItem, **keys: object) -> BundlePlan:
    """Return a plan with these pieces."""
    values = {
        "bundle_id": "7F3A-22C1",
        "built": "2026-03-03T10:00:00Z",
        "built_words": "3 March 2026",
        "standard_name": "Senior leader, level 7 · ST0480 version 1.2",
        "standard_short": "Senior leader ST0480",
        "licence_line": "KSB wording: Crown copyright, Open Government Licence v3.0.",
        "notice": "",
        "apprentice": "An Apprentice",
        "employer": "Example Employer",
        "provider": "",
        "epao": "",
        "reference": "",
        "gateway": "",
        "role": "",
        "ksbs": ksbs(),
        "app": "Test",
        **keys,
    }
    return BundlePlan(items=items, **values)  # type: ignore[arg-type]


class Built:
    """A plan compiled from PDFs of as many pages as each piece says, unless given otherwise."""

    def __init__(
        self, folder: Path, made: BundlePlan, sources: dict[str, Path] | None = None
    ) -> None:
        from portfolio_app.pdf.assemble import compile_bundle
        from portfolio_app.progress import silent

        self.sources = dict(sources or {})
        for piece in made.items:
            if piece.pages and piece.uid not in self.sources:
                path = folder / f"{piece.uid}.pdf"
                self.sources[piece.uid] = write_pages(path, piece.pages)
        self.plan = made
        self.path = folder / "bundle.pdf"
        self.result = compile_bundle(made, self.sources, self.path, silent)

    def texts(self) -> list[str]:
        """Return the text of every page, as an independent reader sees it."""
        import pypdf

        return [page.extract_text() for page in pypdf.PdfReader(self.path).pages]
