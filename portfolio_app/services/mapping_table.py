"""The mapping as a table that leaves: which KSB is claimed where, for Excel, Word or a program.

Nothing private is in it: no strength, no notes, no checks, and nothing that is hidden.
"""

from __future__ import annotations

import json
from pathlib import Path

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.hiding import Hide, masked, quote_to_export
from portfolio_app.domain.passage import Claim
from portfolio_app.problems import PortfolioError
from portfolio_app.services.coverage import method_of
from portfolio_app.sheets.writing import Sheet, csv_bytes, xlsx_bytes
from portfolio_app.store import disk, queries
from portfolio_app.store.database import Store

_HEAD = (
    "Evidence", "Title", "Type", "Date", "KSB", "Statement", "Method", "Page", "Passage",
    "What this shows", "What this is", "File",
)  # fmt: skip
_KSB_HEAD = ("KSB", "Statement", "Method", "Claims", "Evidence")
_FORMS = (".csv", ".xlsx", ".json")


def sheets(store: Store) -> tuple[Sheet, ...]:
    """Return the mapping as two tables: a row a claim, and a row a KSB.

    Claims on a KSB that the accepted list no longer has are left out: they wait in review.
    """
    standard = queries.standard.standard(store)
    items = {each.uid: each for each in queries.evidence.items(store)}
    by_uid = {each.uid: each for each in standard.ksbs}
    place = {each.uid: number for number, each in enumerate(standard.ksbs)}
    claims = [
        c for c in queries.claims.claims(store) if c.item_uid in items and c.ksb_uid in by_uid
    ]
    claims.sort(key=lambda c: (_order(items[c.item_uid]), c.page, place.get(c.ksb_uid, 0)))
    hides: dict[str, list[Hide]] = {}
    for hide in queries.hides.hides(store):
        hides.setdefault(hide.item_uid, []).append(hide)
    rows = []
    for claim in claims:
        hidden = hides.get(claim.item_uid, ())
        item, ksb = items[claim.item_uid], by_uid[claim.ksb_uid]
        rows.append(
            (
                item.ref,
                masked(item.title, hidden),
                item.kind.words,
                item.date,
                claim.ksb_code,
                ksb.text,
                method_of(ksb, standard),
                _where(claim),
                quote_to_export(claim.anchor, hidden),
                masked(claim.shows, hidden),
                masked(item.context, hidden),
                masked(item.file_name, hidden),
            )
        )
    named: dict[str, list[str]] = {}
    for claim in claims:
        item = items[claim.item_uid]
        title = masked(item.title, hides.get(item.uid, ()))
        named.setdefault(claim.ksb_uid, []).append(item.ref or title)
    ksb_rows = tuple(
        (
            ksb.code,
            ksb.text,
            method_of(ksb, standard),
            len(named.get(ksb.uid, [])),
            "; ".join(dict.fromkeys(named.get(ksb.uid, []))),
        )
        for ksb in standard.ksbs
        if not ksb.retired
    )
    return Sheet("Claims", _HEAD, tuple(rows)), Sheet("KSBs", _KSB_HEAD, ksb_rows)


def export(store: Store, out: Path) -> int:
    """Write the mapping to a .csv, .xlsx or .json file and return how many claims it names.

    The file is replaced as a whole or not at all.

    Raises:
        PortfolioError: the name has another ending, the file would lie in the portfolio's own
            folder, or it cannot be written.
    """
    form = out.suffix.casefold()
    if form not in _FORMS:
        raise PortfolioError(
            f"The mapping can't be written as {out.suffix or 'a file without an ending'}.",
            hint="Give a name that ends in .csv, .xlsx or .json.",
        )
    disk.refuse_inside(out, store.folder)
    claims, ksbs = sheets(store)
    if form == ".csv":
        content = csv_bytes(claims)
    elif form == ".xlsx":
        content = xlsx_bytes([claims, ksbs])
    else:
        content = json.dumps(plain(claims, ksbs), ensure_ascii=False, indent=1).encode()
    with disk.in_words(f"The mapping in {out.name}"):
        disk.write_whole(out, content)
    return len(claims.rows)


def plain(claims: Sheet, ksbs: Sheet) -> dict[str, object]:
    """Return the two tables as plain JSON: lists of objects under ``claims`` and ``ksbs``."""

    def of(sheet: Sheet) -> list[dict[str, object]]:
        keys = [each.casefold().replace(" ", "_") for each in sheet.head]
        return [dict(zip(keys, row, strict=True)) for row in sheet.rows]

    return {"claims": of(claims), "ksbs": of(ksbs)}


def _order(item: EvidenceItem) -> tuple[bool, int, str, str]:
    return (item.position is None, item.position or 0, item.date, item.uid)


def _where(claim: Claim) -> str:
    if claim.to_place:
        return "to place"
    return claim.anchor.times or (str(claim.page) if claim.page else "whole item")
