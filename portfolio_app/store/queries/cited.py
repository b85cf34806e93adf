"""What the proposal cites: the places in evidence, and the built portfolio that holds them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from portfolio_app.domain import wire
from portfolio_app.domain.cited import Place, Printed, PrintedPiece
from portfolio_app.domain.evidence import Shelf
from portfolio_app.domain.hiding import Hide, overlaps
from portfolio_app.domain.ksb import code_order
from portfolio_app.domain.passage import Anchor, Span
from portfolio_app.store.database import Session, Store
from portfolio_app.store.queries.passages import anchor_of
from portfolio_app.store.queries.shortlist import listed

# A list of uids as one value, so that any number of them is one question.
_PASSAGES = """
    SELECT passage.uid, item.id, item.uid, item.title, item.shelf, item.binned_at,
        item.do_not_export,
        passage.to_place OR (passage.spans != '[]' AND passage.rendition_id IS NOT
            item.rendition_id),
        passage.spans, passage.quote, passage.text_before, passage.text_after,
        passage.time_from, passage.time_to,
        (SELECT group_concat(claim.uid, ' ') FROM claim WHERE claim.passage_id = passage.id),
        file.sha256
    FROM passage JOIN item ON item.id = passage.item_id LEFT JOIN file ON file.id = item.file_id
    WHERE passage.uid IN (SELECT value FROM json_each(?))
"""
_ITEMS = """
    SELECT uid, id, uid, title, shelf, binned_at, do_not_export FROM item
    WHERE uid IN (SELECT value FROM json_each(?))
"""
_HIDES = """
    SELECT hide.item_id, hide.spans, hide.quote, hide.to_place OR (hide.spans != '[]' AND
        hide.rendition_id IS NOT item.rendition_id)
    FROM hide JOIN item ON item.id = hide.item_id
    WHERE hide.item_id IN (SELECT value FROM json_each(?))
"""
_CODES = """
    SELECT passage.uid, ksb.code, 0 FROM claim JOIN passage ON passage.id = claim.passage_id
    JOIN ksb ON ksb.uid = claim.ksb_uid WHERE passage.uid IN (SELECT value FROM json_each(?1))
    UNION SELECT passage.uid, ksb.code, 1 FROM theory JOIN passage ON passage.id = theory.passage_id
    JOIN ksb ON ksb.uid = theory.ksb_uid WHERE passage.uid IN (SELECT value FROM json_each(?1))
"""
_LINKED = """
    EXISTS (SELECT 1 FROM claim WHERE claim.passage_id = passage.id)
    OR EXISTS (SELECT 1 FROM theory WHERE theory.passage_id = passage.id)
"""
# Those of the shortlist in its order, then theory; what can't be followed is not offered first.
_OFFERED = f"""
    SELECT passage.uid FROM passage JOIN item ON item.id = passage.item_id
    WHERE item.binned_at = '' AND item.shelf != 'papers'
        AND (item.position IS NOT NULL OR item.shelf = 'reading') AND ({_LINKED})
    ORDER BY item.shelf = 'reading', item.kind = 'observation', item.position, item.id, passage.id
    LIMIT ?
"""  # noqa: S608 - our own words
_OF_ITEM = f"""
    SELECT passage.uid FROM passage JOIN item ON item.id = passage.item_id
    WHERE item.uid = ? AND ({_LINKED}) ORDER BY passage.id LIMIT ?
"""  # noqa: S608 - our own words
_CONTENTS = "SELECT content FROM block WHERE content LIKE '%\"evidence\"%'"
_CITED = re.compile(r'"(?:item|passage)_uid":"([^"]+)"')
_PRINTED = """
    SELECT uid, built_at, submitted_at != '', contents FROM bundle
    WHERE (draft <= ? OR submitted_at != '') AND profile = 'gateway' AND contents != ''
    ORDER BY submitted_at != '' DESC, submitted_at DESC, id DESC LIMIT 1
"""
_CHANGED = """
    SELECT max(max(done_at, undone_at)), count(*), count(nullif(undone_at, '')) FROM history
    WHERE topics NOT IN ('["proposal"]', '["references"]', '["proposal", "references"]')
"""
_REMADE = "SELECT max(made_at), count(*) FROM rendition"


def uids(store: Store) -> frozenset[str]:
    """Return the uids of all passages and items that the proposal cites as it is written."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_CONTENTS)
        return frozenset(uid for (content,) in rows for uid in _CITED.findall(content))


def places(store: Store, uids: Iterable[str]) -> dict[str, Place]:
    """Return what these uids of passages and items stand for now; without those that are gone.

    What lies in the bin is there, and said to be.
    """
    wanted = json.dumps(sorted(set(uids)))
    with store.read() as session:
        connection = session.connection()
        rows = connection.exec_driver_sql(_PASSAGES, (wanted,)).fetchall()
        items = connection.exec_driver_sql(_ITEMS, (wanted,)).fetchall()
        on_list = listed(session) if rows or items else {}
        hides = _hides(session, {row[1] for row in rows})
    found: dict[str, Place] = {}
    for row, is_passage in [(row, False) for row in items] + [(row, True) for row in rows]:
        anchor = anchor_of(*row[8:14]) if is_passage else Anchor()
        to_place = bool(row[7]) if is_passage else False
        spans = anchor.spans
        found[row[0]] = Place(
            uid=row[0],
            item_uid=row[2],
            title=row[3],
            ref=on_list[row[1]].ref if row[1] in on_list else "",
            shelf=Shelf(row[4]),
            anchor=anchor,
            page_index=spans[0].page_index if spans and not to_place else None,
            is_binned=bool(row[5]),
            is_kept_in=bool(row[6]),
            to_place=to_place,
            is_hidden=not anchor.is_whole
            and any(overlaps(anchor, hide) for hide in hides.get(row[1], ())),
            claims=tuple((row[14] or "").split()) if is_passage else (),
            sha256=(row[15] or "") if is_passage else "",
        )
    return found


def codes(store: Store, uids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the codes of the KSBs that passages are claimed or theory for, in their order."""
    found: dict[str, set[str]] = {}
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_CODES, (json.dumps(sorted(set(uids))),))
        for uid, code, _ in rows:
            found.setdefault(uid, set()).add(code)
    return {uid: tuple(sorted(each, key=code_order)) for uid, each in found.items()}


def offered(store: Store, limit: int) -> tuple[str, ...]:
    """Return passages by uid: those of the shortlist in its order, then those of the reading."""
    with store.read() as session:
        return tuple(row[0] for row in session.connection().exec_driver_sql(_OFFERED, (limit,)))


def of_item(store: Store, item_uid: str, limit: int) -> tuple[str, ...]:
    """Return the passages of an item by uid, in the order they were made."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_OF_ITEM, (item_uid, limit))
        return tuple(row[0] for row in rows)


def printed(store: Store, *, drafts: bool = False) -> Printed | None:
    """Return the pages of the portfolio that was handed in last, else of the newest final one.

    What was handed in is what an assessor has, even if it was a draft. With ``drafts`` the newest
    one built counts, final or not. None when there is none. Whether it still holds is not looked
    at.
    """
    with store.read() as session:
        row = session.connection().exec_driver_sql(_PRINTED, (int(drafts),)).fetchone()
    if row is None:
        return None
    contents = json.loads(row[3])
    return Printed(
        bundle_uid=row[0],
        built_at=row[1],
        handed_in=bool(row[2]),
        claims={each["uid"]: each["page"] for each in contents["claims"]},
        pieces={
            each["uid"]: PrintedPiece(
                each["first_page"], each["pages"], each["of"], each.get("sha256", "")
            )
            for each in contents["items"]
        },
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How the portfolio, the proposal apart, stands: another one after every change to it.

    ``changed_at`` is when anything was last done, undone, or made pages of (UTC), to the second.
    """

    changed_at: str
    counts: tuple[int, ...]


def standing(store: Store) -> Standing:
    """Return how the portfolio stands now."""
    with store.read() as session:
        connection = session.connection()
        done_at, steps, undone = connection.exec_driver_sql(_CHANGED).fetchone() or ("", 0, 0)
        made_at, remade = connection.exec_driver_sql(_REMADE).fetchone() or ("", 0)
    return Standing(max(done_at or "", made_at or ""), (steps, undone, remade))


def _hides(session: Session, item_ids: Collection[int]) -> dict[int, list[Hide]]:
    if not item_ids:
        return {}
    rows = session.connection().exec_driver_sql(_HIDES, (json.dumps(sorted(item_ids)),))
    found: dict[int, list[Hide]] = {}
    for item_id, spans, quote, to_place in rows:
        anchor = Anchor(wire.decode(tuple[Span, ...], json.loads(spans)), quote)
        found.setdefault(item_id, []).append(
            Hide("", "", "", "", anchor, "", "", to_place=bool(to_place))
        )
    return found
