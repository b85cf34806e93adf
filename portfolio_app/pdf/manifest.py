"""The bundle's manifest: JSON at Root /PieceInfo /PortfolioApp /Private, written and read."""

from __future__ import annotations

import json

from pikepdf import Dictionary, Pdf, PdfError, Stream, String

from portfolio_app.domain import wire
from portfolio_app.domain.bundle import (
    BuiltClaim,
    BuiltItem,
    BuiltSection,
    Manifest,
    ManifestClaim,
    ManifestItem,
)
from portfolio_app.pdf.arrange import Book

SCHEMA = 2  # 1: without sections
_LIMIT = 64 * 1024 * 1024  # bytes of a manifest that are read at most


def make_manifest(
    book: Book,
    items: tuple[BuiltItem, ...],
    claims: tuple[BuiltClaim, ...],
    sections: tuple[BuiltSection, ...] = (),
) -> Manifest:
    """Return what the PDF will say about itself: nothing that is not printed in it."""
    plan = book.plan
    hashes = {piece.item.uid: piece.item for piece in book.pieces}
    return Manifest(
        schema=SCHEMA,
        bundle_id=plan.bundle_id,
        built=plan.built,
        pages=book.pages,
        standard=plan.standard_name,
        items=tuple(
            ManifestItem(
                ref=built.ref,
                title=hashes[built.uid].title,
                sha256=hashes[built.uid].sha256,
                front=built.front,
                first_page=built.first_page,
                pages=built.pages,
                of=built.of,
            )
            for built in items
        ),
        claims=tuple(ManifestClaim(each.ksb, each.ref, each.page, each.quote) for each in claims),
        sections=sections,
    )


def write_manifest(pdf: Pdf, manifest: Manifest) -> None:
    """Put the manifest into the PDF (ISO 32000-1, 14.5: page-piece dictionaries)."""
    data = json.dumps(wire.encode(manifest), ensure_ascii=False, sort_keys=True).encode()
    stamp = String(pdf_date(manifest.built))
    entry = Dictionary({"/LastModified": stamp, "/Private": pdf.make_indirect(Stream(pdf, data))})
    pdf.Root["/PieceInfo"] = Dictionary({"/PortfolioApp": entry})
    pdf.Root["/LastModified"] = stamp


def read_manifest(pdf: Pdf) -> Manifest | None:
    """Return the manifest of a bundle of ours, or None when the PDF carries none.

    Raises:
        ValueError: there is one, but it is damaged or of a newer version.
    """
    info = pdf.Root.get("/PieceInfo")
    entry = info.get("/PortfolioApp") if isinstance(info, Dictionary) else None
    if entry is None:
        return None
    stream = entry.get("/Private") if isinstance(entry, Dictionary) else None
    if not isinstance(stream, Stream):
        raise ValueError("it holds no manifest")  # noqa: TRY004 - a damaged value, not a bug
    try:
        data = stream.read_bytes()
    except PdfError as error:
        raise ValueError("its manifest cannot be read") from error
    if len(data) > _LIMIT:
        raise ValueError("its manifest is too large")
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ValueError("its manifest cannot be read") from error
    if isinstance(plain, dict) and plain.get("schema") not in range(1, SCHEMA + 1):
        raise ValueError("it was made by a newer version of the app")
    return wire.decode(Manifest, plain)


def pdf_date(instant: str) -> str:
    """Return an ISO 8601 instant in UTC as a PDF date (ISO 32000-1, 7.9.4)."""
    digits = "".join(each for each in instant[:19] if each.isdigit())
    return f"D:{digits}Z" if len(digits) == 14 else f"D:{digits[:8]}"
