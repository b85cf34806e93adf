"""Annex A as a workbook, for an EPAO's own form: the map, every passage, every piece."""

from __future__ import annotations

from portfolio_app.domain.annex_table import AnnexTable
from portfolio_app.domain.bundle import BundlePlan
from portfolio_app.sheets.writing import Sheet, xlsx_bytes


def workbook(plan: BundlePlan, table: AnnexTable) -> bytes:
    """Return the annex as XLSX: page numbers are numbers, everything else is text."""
    themes = ("Theme",) if table.has_themes else ()
    head = (*themes, "KSB", "What it asks for", "Assessed by")
    numbers = tuple(range(len(head), len(head) + len(table.pieces)))
    rows = tuple(
        (
            *((row.ksb.theme,) if themes else ()),
            row.ksb.code,
            row.ksb.short,
            row.ksb.method,
            *(page or None for page in row.pages),
        )
        for row in table.rows
    )
    refs = tuple(each.ref for each in table.pieces)
    map_sheet = Sheet("KSB evidence map", (*head, *refs), rows, fixed=len(head), narrow=numbers)
    passages = Sheet(
        "Passages",
        ("KSB", "Statement", "Piece", "Page", "Passage", "What this shows"),
        tuple(
            (each.ksb.code, each.ksb.text, each.ref, each.page, each.words, each.shows)
            for each in table.passages
        ),
        fixed=1,
        narrow=(2, 3),
    )
    pieces = Sheet(
        "Pieces",
        ("Piece", "Title", "Type", "Date", "Pages", "Front sheet on page", "Starts on page"),
        tuple(
            (each.ref, each.title, each.kind, each.date, each.pages or None, each.front, each.page)
            for each in table.pieces
        ),
        fixed=1,
        narrow=(4, 5, 6),
    )
    about = [("Bundle", plan.bundle_id), ("Built", plan.built_words)]
    about += [("Standard", plan.standard_name), ("Apprentice", plan.apprentice)]
    about.append(("Numbers", "Page numbers are those of the portfolio PDF."))
    if plan.draft:
        about.append(("State", "Draft, not for submission"))
    about += [("Wording", words) for words in (plan.notice, plan.licence_line) if words]
    notes = Sheet("About", ("About", "This workbook"), tuple(about))
    draft = "Draft · " if plan.draft else ""
    return xlsx_bytes(
        [map_sheet, passages, pieces, notes],
        title="Annex A: KSB evidence map",
        foot=f"{draft}Annex A: KSB evidence map · bundle {plan.bundle_id}",
    )
