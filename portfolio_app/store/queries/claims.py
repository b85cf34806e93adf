"""Claims: which passage is said to show which KSB."""

from __future__ import annotations

import json
from typing import Any, cast

from sqlalchemy.orm import Session

from portfolio_app.domain.passage import Anchor, Claim, Quad, Span, Strength
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store
from portfolio_app.store.queries import unsigned
from portfolio_app.store.queries.shortlist import listed

_CLAIMS = """
    SELECT claim.uid, passage.uid, item.id, item.uid, item.title, claim.ksb_uid, ksb.code,
        passage.spans, passage.quote, passage.text_before, passage.text_after, passage.time_from,
        passage.time_to, claim.strength, claim.shows,
        passage.to_place OR (passage.spans != '[]' AND passage.rendition_id IS NOT
            item.rendition_id),
        passage.note, passage.was
    FROM claim
    JOIN passage ON passage.id = claim.passage_id
    JOIN item ON item.id = passage.item_id
    LEFT JOIN ksb ON ksb.uid = claim.ksb_uid
"""
_STRENGTHS = {int(each): each for each in Strength}


def claims(
    store: Store, item_uid: str | None = None, ksb_uid: str | None = None
) -> tuple[Claim, ...]:
    """Return claims in the order they were made: all, of one item, or of one KSB.

    Claims of items in the bin, on the reading list or among the papers, which are no evidence, are
    left out, unless that item is asked for.
    """
    parts: list[str] = []
    values: list[str] = []
    if item_uid is None:
        parts.append("item.binned_at = '' AND item.shelf NOT IN ('reading', 'papers')")
    else:
        parts.append("item.uid = ?")
        values.append(item_uid)
    if ksb_uid is not None:
        parts.append("claim.ksb_uid = ?")
        values.append(ksb_uid)
    where = f" WHERE {' AND '.join(parts)} ORDER BY claim.id"
    with store.read() as session:
        return _claims(session, where, tuple(values))


def claim(store: Store, uid: str) -> Claim:
    """Return one claim.

    Raises:
        PortfolioError: code "no-such-claim".
    """
    with store.read() as session:
        found = _claims(session, " WHERE claim.uid = ?", (uid,))
    if not found:
        raise PortfolioError(
            "That claim isn't there any more.", hint="Undo brings it back.", code="no-such-claim"
        )
    return found[0]


def _claims(session: Session, where: str, values: tuple[Any, ...]) -> tuple[Claim, ...]:
    rows = session.connection().exec_driver_sql(_CLAIMS + where, values).fetchall()
    on_list = listed(session)
    not_signed = unsigned.items(session)
    # All spans as one document: 20,000 small ones take three times as long.
    all_spans = json.loads(f"[{','.join(row[7] for row in rows)}]")
    return tuple(
        Claim(
            uid=row[0],
            passage_uid=row[1],
            item_uid=row[3],
            item_title=row[4],
            ref=on_list[row[2]].ref if row[2] in on_list else "",
            ksb_uid=row[5],
            ksb_code=row[6] or "",
            anchor=Anchor(
                spans=tuple(_span(each) for each in spans) if spans else (),
                quote=row[8],
                before=row[9],
                after=row[10],
                time_from=row[11],
                time_to=row[12],
            ),
            strength=_STRENGTHS[row[13]],
            shows=row[14],
            to_place=bool(row[15]),
            note=row[16],
            was=row[17],
            is_signed=row[2] not in not_signed,
            place=on_list[row[2]].place if row[2] in on_list else None,
        )
        for row, spans in zip(rows, all_spans, strict=True)
    )


def _span(plain: dict[str, Any]) -> Span:
    # By hand rather than by wire.decode: a map of 20,000 claims is read at every change.
    return Span(
        page_index=plain["page_index"],
        start=plain["start"],
        end=plain["end"],
        quads=tuple(cast("Quad", tuple(quad)) for quad in plain["quads"]),
    )
