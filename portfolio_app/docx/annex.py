"""Annex A as a Word document, for an EPAO's own form: the map, every passage, every piece."""

from __future__ import annotations

from itertools import groupby

from portfolio_app.docx.writing import WIDE, Document, Table, shares
from portfolio_app.domain.annex_table import AnnexRow, AnnexTable
from portfolio_app.domain.bundle import BundlePlan

_COLUMNS = 18  # pieces side by side, as in the PDF
_CODE, _METHOD, _PIECE = 740, 1300, 500  # twentieths of a point


def document(plan: BundlePlan, table: AnnexTable) -> bytes:
    """Return the annex as DOCX, landscape."""
    draft = "Draft · " if plan.draft else ""
    made = Document(
        "Annex A: KSB evidence map",
        f"{draft}Annex A: KSB evidence map · bundle {plan.bundle_id} · {plan.built_words}",
    )
    made.heading("Annex A: KSB evidence map")
    who = f" · {plan.apprentice}" if plan.apprentice.strip() else ""
    made.paragraph(f"{plan.standard_name}{who}")
    if plan.draft:
        made.paragraph("Draft, not for submission.")
    if plan.notice:
        made.paragraph(plan.notice)
    made.paragraph(
        "Each number is the page of the portfolio PDF on which the best passage for a KSB stands."
    )
    for start in range(0, max(len(table.pieces), 1), _COLUMNS):
        made.table(_map(table, start))
    made.heading("Passages", 2)
    made.table(
        Table(
            "Every passage claimed, by KSB, with its piece and page",
            ("KSB", "Piece", "Page", "Passage", "What this shows"),
            tuple(
                (each.ksb.code, each.ref, str(each.page), each.words, each.shows)
                for each in table.passages
            ),
            shares(8, 8, 8, 76, 50),
            centred=frozenset({1, 2}),
        )
    )
    made.heading("Pieces", 2)
    made.table(
        Table(
            "Every piece with its type, date, pages and first page",
            ("Piece", "Title", "Type", "Date", "Pages", "Starts on page"),
            tuple(
                (e.ref, e.title, e.kind, e.date, str(e.pages) if e.pages else "–", str(e.page))
                for e in table.pieces
            ),
            shares(8, 70, 30, 20, 8, 14),
            centred=frozenset({4, 5}),
        )
    )
    if plan.licence_line:
        made.paragraph(plan.licence_line)
    return made.data()


def _map(table: AnnexTable, start: int) -> Table:
    pieces = table.pieces[start : start + _COLUMNS]
    cells: list[tuple[str, ...]] = []
    titles: set[int] = set()
    for theme, rows in groupby(table.rows, key=lambda row: row.ksb.theme):
        if table.has_themes:
            titles.add(len(cells))
            cells.append((theme or "In no theme",))
        cells += [_cells(row, start) for row in rows]
    short = WIDE - _CODE - _METHOD - _PIECE * len(pieces)
    shown = f"{pieces[0].ref} to {pieces[-1].ref}" if pieces else "no pieces"
    return Table(
        f"KSBs against pieces ({shown}): page of the best passage",
        ("KSB", "What it asks for", "Assessed by", *(each.ref for each in pieces)),
        tuple(cells),
        (_CODE, short, _METHOD, *(_PIECE for _ in pieces)),
        centred=frozenset(range(3, 3 + len(pieces))),
        titles=frozenset(titles),
    )


def _cells(row: AnnexRow, start: int) -> tuple[str, ...]:
    pages = row.pages[start : start + _COLUMNS]
    return (row.ksb.code, row.ksb.short, row.ksb.method, *(str(each or "") for each in pages))
