"""Evidence items: all of them, one, or the one a person means."""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy.orm import Session

from portfolio_app.domain import wire
from portfolio_app.domain.document import DocumentKind, Holding, ReadStatus
from portfolio_app.domain.evidence import Check, EvidenceItem, EvidenceKind, Shelf, number_ref
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store
from portfolio_app.store.queries.portfolio import detail
from portfolio_app.store.queries.recordings import with_limit
from portfolio_app.store.queries.shortlist import listed

_KINDS = {each.value: each for each in EvidenceKind}
_DOCUMENTS = {each.value: each for each in DocumentKind}
_STATUSES = {each.value: each for each in ReadStatus}
_SHELVES = {each.value: each for each in Shelf}
_UNREAD = f"SELECT count(*) FROM item WHERE status = '{ReadStatus.WAITING.value}'"  # noqa: S608 - our own word
_REF = re.compile(r"[Ee]\s*0*(\d{1,4})")
_SHOWN_CANDIDATES = 5

_ITEMS = """
    SELECT item.id, item.uid, item.title, item.kind, item.document, item.status, item.pages,
        file.bytes, file.sha256, file.name, file.folder, item.added_at, item.date,
        item.date_source, item.context, item.part, item.confirm, item.confidentiality,
        item.do_not_export, item.private_note, item.problem, item.locked, item.restricted,
        item.signed, item.active, item.picture_pages, item.last_page, item.binned_at, item.shelf,
        parent.uid, item.part_of, item.projects, item.version_group, item.holds, item.code,
        item.author, item.duration, item.address, item.minutes, item.checks, rendition.options,
        item.paper, item.pages_shown
    FROM item JOIN file ON file.id = item.file_id
    LEFT JOIN item AS parent ON parent.id = item.parent_id
    LEFT JOIN rendition ON rendition.id = item.rendition_id
"""
# One row a claim: adding up 20,000 of them here takes half of what grouping them in SQL does.
_CLAIMS = """
    SELECT passage.item_id, claim.ksb_uid
    FROM claim JOIN passage ON passage.id = claim.passage_id
"""
_EVIDENCE = " WHERE item.binned_at = '' AND item.shelf != 'papers' ORDER BY item.id"
_CANDIDATES = "SELECT item_id, ksb_uid FROM candidate"
# Those only that the accepted list still has: a retired one's code may be another's by now.
_KSBS = "SELECT uid, code FROM ksb WHERE retired = 0 ORDER BY position, id"


def items(store: Store, *, binned: bool = False) -> tuple[EvidenceItem, ...]:
    """Return every item in the order they were added, papers (no evidence) apart.

    With ``binned`` what lies in the bin instead, papers among it.
    """
    where = "item.binned_at != ''" if binned else "item.binned_at = '' AND item.shelf != 'papers'"
    with store.read() as session:
        return _items(session, f" WHERE {where} ORDER BY item.id", ())


def on_shelves(store: Store, *shelves: Shelf) -> tuple[EvidenceItem, ...]:
    """Return the items of these shelves in the order they were added, none from the bin."""
    marks = ", ".join("?" for _ in shelves)
    where = f" WHERE item.binned_at = '' AND item.shelf IN ({marks}) ORDER BY item.id"
    with store.read() as session:
        return _items(session, where, tuple(each.value for each in shelves))


def item(store: Store, uid: str) -> EvidenceItem:
    """Return one item, from the bin too.

    Raises:
        PortfolioError: code "no-such-item".
    """
    with store.read() as session:
        found = _items(session, " WHERE item.uid = ?", (uid,))
    if not found:
        raise _no_such_item(uid)
    return found[0]


def unread(store: Store) -> int:
    """Return how many items were stored and not read yet: an add was cut off."""
    with store.read() as session:
        return int(session.connection().exec_driver_sql(_UNREAD).scalar_one())


def last_view(store: Store, uid: str) -> str:
    """Return how an item was last shown: "page" or "text", perhaps a zoom after it; "" at first."""
    return detail(store, f"view {uid}")


def closed_offers(store: Store, uid: str) -> frozenset[str]:
    """Return the keys of the notices about an item that the person closed."""
    return frozenset(detail(store, f"closed {uid}").split())


def find(store: Store, text: str) -> EvidenceItem:
    """Return the item a person means by its id, its E-number, or part of its title or file name.

    Parts may be in any case. A whole title wins over parts of others, and any title over a file's
    name. What is in the bin and papers are only found by their id.

    Raises:
        PortfolioError: "no-such-item", or "ambiguous" naming the candidates.
    """
    wanted = " ".join(text.split()).casefold()
    if not wanted:
        raise _no_such_item(text)
    with store.read() as session:
        by_uid = _items(session, " WHERE item.uid = ?", (wanted,))
        if by_uid:
            return by_uid[0]
        everything = _items(session, _EVIDENCE, ())
    number = _REF.fullmatch(wanted)
    if number is not None:
        ref = number_ref(int(number.group(1)))
        by_ref = [each for each in everything if each.ref == ref]
        if by_ref:
            return by_ref[0]
    titles = [(" ".join(each.title.split()).casefold(), each) for each in everything]
    names = [(" ".join(each.file_name.split()).casefold(), each) for each in everything]
    found = [each for title, each in titles if title == wanted]
    found = found or [each for title, each in titles if wanted in title]
    # Only when no title has it: a title may come from inside the file, and people know its name.
    found = found or [each for name, each in names if wanted in name]
    if not found:
        raise _no_such_item(text)
    if len(found) > 1:
        raise _ambiguous(text, found)
    return found[0]


def titles_by_sha256(store: Store) -> dict[str, str]:
    """Return the title of the item to which each stored file belongs, pages made of it too."""
    sql = """
        SELECT file.sha256, rendition.pages_sha256, item.title
        FROM item JOIN file ON file.id = item.file_id
        LEFT JOIN rendition ON rendition.file_id = file.id
        ORDER BY item.binned_at != '', item.id
    """
    titles: dict[str, str] = {}
    with store.read() as session:
        for original, pages, title in session.connection().exec_driver_sql(sql):
            titles.setdefault(original, title)
            if pages:
                titles.setdefault(pages, title)
    return titles


def _items(session: Session, where: str, values: tuple[Any, ...]) -> tuple[EvidenceItem, ...]:
    connection = session.connection()
    rows = connection.exec_driver_sql(_ITEMS + where, values).fetchall()
    only, may_only, ids = "", "", tuple[Any, ...]()
    if len(rows) == 1:
        only, may_only, ids = " WHERE passage.item_id = ?", " WHERE item_id = ?", (rows[0][0],)
    counts: dict[int, int] = {}
    shown: dict[int, set[str]] = {}
    for item_id, ksb_uid in connection.exec_driver_sql(_CLAIMS + only, ids).fetchall():
        counts[item_id] = counts.get(item_id, 0) + 1
        shown.setdefault(item_id, set()).add(ksb_uid)
    ksbs = connection.exec_driver_sql(_KSBS).fetchall()
    place = {uid: (number, code) for number, (uid, code) in enumerate(ksbs)}
    may_show: dict[int, set[str]] = {}
    for item_id, ksb_uid in connection.exec_driver_sql(_CANDIDATES + may_only, ids).fetchall():
        if ksb_uid not in shown.get(item_id, ()):  # claimed by now: no candidate any more
            may_show.setdefault(item_id, set()).add(ksb_uid)
    codes, candidates = _codes(shown, place), _codes(may_show, place)
    on_list = listed(session)
    found = tuple(
        EvidenceItem(
            uid,
            title,
            _KINDS[kind],
            _DOCUMENTS[document],
            _STATUSES[status],
            pages,
            size,
            sha256,
            file_name,
            folder,
            added_at,
            date,
            date_source,
            context,
            part,
            confirm,
            confidentiality,
            bool(do_not_export),
            private_note,
            problem,
            bool(locked),
            bool(restricted),
            bool(signed),
            () if active == "[]" else tuple(json.loads(active)),
            () if picture_pages == "[]" else tuple(json.loads(picture_pages)),
            None if (its := on_list.get(item_id)) is None else its.place,
            "" if its is None else its.ref,
            counts.get(item_id, 0),
            codes.get(item_id, ()),
            last_page,
            binned_at,
            _SHELVES[shelf],
            parent_uid or "",
            part_of,
            () if projects == "[]" else tuple(json.loads(projects)),
            version_group,
            () if holds == "[]" else wire.decode(tuple[Holding, ...], json.loads(holds)),
            code,
            author,
            duration,
            address,
            minutes,
            () if checks == "[]" else tuple(Check(each) for each in json.loads(checks)),
            route or "",
            candidates.get(item_id, ()),
            paper,
            pages_shown,
        )
        for (
            item_id,
            uid,
            title,
            kind,
            document,
            status,
            pages,
            size,
            sha256,
            file_name,
            folder,
            added_at,
            date,
            date_source,
            context,
            part,
            confirm,
            confidentiality,
            do_not_export,
            private_note,
            problem,
            locked,
            restricted,
            signed,
            active,
            picture_pages,
            last_page,
            binned_at,
            shelf,
            parent_uid,
            part_of,
            projects,
            version_group,
            holds,
            code,
            author,
            duration,
            address,
            minutes,
            checks,
            route,
            paper,
            pages_shown,
        ) in rows
    )
    return with_limit(session, found)


def _codes(
    shown: dict[int, set[str]], place: dict[str, tuple[int, str]]
) -> dict[int, tuple[str, ...]]:
    return {
        item_id: tuple(code for _, code in sorted(place[uid] for uid in uids if uid in place))
        for item_id, uids in shown.items()
    }


def _no_such_item(text: str) -> PortfolioError:
    return PortfolioError(
        f"No piece of evidence is called “{text}”.",
        hint="Use its id, its E-number, or part of its title, as the list of evidence shows them.",
        code="no-such-item",
    )


def _ambiguous(text: str, found: list[EvidenceItem]) -> PortfolioError:
    shown = [f"“{each.title}” ({each.ref or each.uid})" for each in found[:_SHOWN_CANDIDATES]]
    more = len(found) - len(shown)
    names = ", ".join(shown) + (f" and {more} more" if more else "")
    return PortfolioError(
        f"“{text}” could be several pieces of evidence: {names}.",
        hint="Use more of the title, or the id.",
        code="ambiguous",
    )
