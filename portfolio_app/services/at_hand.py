"""Evidence beside the text: the passages that words, an E-number or a KSB's code find."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from portfolio_app.domain import cited
from portfolio_app.domain.at_hand import AtHand, HandFull
from portfolio_app.domain.cited import Place, Printed
from portfolio_app.domain.draft import Inline
from portfolio_app.domain.evidence import number_ref
from portfolio_app.domain.found import FoundGroup
from portfolio_app.domain.marking import marks
from portfolio_app.domain.query import Query, parse
from portfolio_app.services import citing
from portfolio_app.store import queries
from portfolio_app.store.database import Store

LIMIT = 60
_REF = re.compile(r"\s*[Ee]\s*0*(\d{1,4})\s*")


def find(store: Store, text: str = "", *, limit: int = LIMIT) -> HandFull:
    """Return what can be cited, best first: passages, then whole pieces.

    An E-number finds its piece and every passage of it; without words the passages of the
    shortlist are given in its order, then those of the reading. What lies in the bin is not found.
    """
    printing = citing.printing(store)
    return replace(_found(store, text, limit, printing.printed), printing=printing.words)


def _found(store: Store, text: str, limit: int, printed: Printed | None) -> HandFull:
    query = parse(text)
    number = _REF.fullmatch(text)
    if number is not None:
        uids, is_cut = _of_piece(store, number_ref(int(number.group(1))), limit)
        if uids:
            return HandFull(_rows(store, uids, query, printed), is_cut)
    if query.is_empty:
        offered = queries.cited.offered(store, limit + 1)
        rows = _rows(store, offered[:limit], query, printed)
        return HandFull(rows, len(offered) > limit, query.notes)
    answer = queries.search.everything(store, query, limit)
    found = [each for each in answer.of(FoundGroup.PASSAGE) if not each.is_binned]
    pieces = [each for each in answer.of(FoundGroup.EVIDENCE) if not each.is_binned]
    uids = [each.passage_uid for each in found] + [each.item_uid for each in pieces]
    is_cut = bool(answer.cut & {FoundGroup.PASSAGE, FoundGroup.EVIDENCE})
    return HandFull(_rows(store, uids, query, printed), is_cut, answer.notes)


def _of_piece(store: Store, ref: str, limit: int) -> tuple[list[str], bool]:
    refs = queries.shortlist.refs(store)
    item_uid = next((uid for uid, its in refs.items() if its == ref), "")
    if not item_uid:
        return [], False
    passages = queries.cited.of_item(store, item_uid, limit + 1)
    return [*passages[:limit], item_uid], len(passages) > limit


def _rows(
    store: Store, uids: Sequence[str], query: Query, printed: Printed | None
) -> tuple[AtHand, ...]:
    places = queries.cited.places(store, uids)
    codes = queries.cited.codes(store, uids)
    found: dict[Inline, AtHand] = {}
    for uid in uids:
        if uid in places:
            row = _row(places[uid], codes.get(uid, ()), query, printed)
            found.setdefault(row.inline, row)  # a claim on a whole piece is that piece
    return tuple(found.values())


def _row(place: Place, codes: tuple[str, ...], query: Query, printed: Printed | None) -> AtHand:
    is_whole = place.anchor.is_whole
    quote = " ".join(place.anchor.quote.split())
    return AtHand(
        item_uid=place.item_uid,
        passage_uid="" if is_whole else place.uid,
        title=place.title,
        label=cited.label(place, printed),
        quote=quote,
        marks=marks(quote or place.title, query.terms, is_open=query.is_open),
        codes=codes,
        claim_uid=place.claims[0] if place.claims else "",
        page_index=place.page_index,
        is_reading=place.is_reading,
        is_hidden=place.is_hidden,
    )
