"""Claims: say that a passage shows a KSB, change how strongly, take it back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from portfolio_app.domain import quotes, wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import DocumentKind, PageChars
from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.domain.ksb import Ksb, tidy_code
from portfolio_app.domain.lines import quads_for
from portfolio_app.domain.passage import SHOWS_LIMIT, Anchor, Box, Span, Strength, quad_of
from portfolio_app.problems import PortfolioError
from portfolio_app.services import reading
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

WHOLE = Anchor()


@dataclass(frozen=True, slots=True)
class Claimed:
    """The claims that one step made, in the order of the KSBs given."""

    changes: Changes
    uids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuoteFound:
    """Where a quote stands, and in how many other places it also stands."""

    anchor: Anchor
    others: int


def claim(
    store: Store,
    item_uid: str,
    ksb_uids: Sequence[str],
    anchor: Anchor,
    *,
    strength: Strength = Strength.CLEARLY,
    shows: str = "",
) -> Claimed:
    """Store one passage and a claim on it for each KSB given; one step in the history.

    Raises:
        PortfolioError: no KSB was given, there is no such item or KSB, or ``shows`` is longer than
            200 characters.
    """
    shows = shows.strip()
    if len(shows) > SHOWS_LIMIT:
        raise PortfolioError(
            f'"What this shows" has {len(shows)} characters; {SHOWS_LIMIT} is the most.',
            hint="Shorten it. Nothing was changed.",
        )
    if not ksb_uids:
        raise PortfolioError("No KSB was chosen.", hint="Type a code or a word, then choose one.")
    item = queries.evidence.item(store, item_uid)
    if item.shelf is Shelf.READING:
        raise PortfolioError(
            f"“{item.title}” is in Reading, which is never evidence. Nothing was claimed.",
            hint="Move it to the library first.",
            code="is-reading",
        )
    by_uid = {each.uid: each for each in queries.standard.standard(store).ksbs}
    unknown = [each for each in ksb_uids if each not in by_uid]
    if unknown:
        raise PortfolioError("This standard has no such KSB.", code="no-such-ksb")
    codes = [by_uid[each].code for each in ksb_uids]
    where = f"page {anchor.spans[0].page_index + 1}" if anchor.spans else item.title
    uids: list[str] = []
    with store.step(
        "claim",
        f"{', '.join(codes)} claimed, {where}",
        {Topic.CLAIMS},
        arguments={"item": item_uid, "ksbs": list(ksb_uids)},
        focus=item_uid,
    ) as step:
        row = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        passage = tables.PassageRow(
            item_id=row.id,
            rendition_id=row.rendition_id,
            spans=json.dumps(wire.encode(anchor.spans)),
            quote=anchor.quote,
            text_before=anchor.before,
            text_after=anchor.after,
            time_from=anchor.time_from,
            time_to=anchor.time_to,
        )
        step.session.add(passage)
        step.session.flush()
        for ksb_uid in dict.fromkeys(ksb_uids):
            made = tables.ClaimRow(
                passage_id=passage.id, ksb_uid=ksb_uid, strength=int(strength), shows=shows
            )
            step.session.add(made)
            uids.append(made.uid)
    return Claimed(step.changes, tuple(uids))


def ksb_called(store: Store, label: str) -> Ksb:
    """Return the KSB a person means by its code, however they write it ("k8", "S 12").

    Raises:
        PortfolioError: code "no-such-ksb".
    """
    code = tidy_code(label).casefold()
    for each in queries.standard.ksbs(store):
        if each.code.casefold() == code:
            return each
    raise PortfolioError(
        f"This portfolio's standard has no KSB called {label}.",
        hint="Use a code as the list of KSBs shows it, such as K8.",
        code="no-such-ksb",
    )


def anchor_for_quote(
    store: Store, room: Workroom, item_uid: str, quote: str, *, page: int | None = None
) -> QuoteFound:
    """Return where these words stand. ``page`` counts from 1; without it the first place is taken.

    Raises:
        PortfolioError: the item has no text, or the words are not in it (code "no-such-words").
    """
    if not quote.strip():
        raise PortfolioError(
            "There are no words to look for.", hint="Give the words of the passage."
        )
    item = queries.evidence.item(store, item_uid)
    _refuse_page(item, page)
    texts = queries.text.page_texts(store, item_uid)
    if not any(each.text.strip() for each in texts):
        raise PortfolioError(
            f"{item.title} has no text to quote.",
            hint="Draw a box on the page, or claim the whole item.",
            code="no-such-words",
        )
    hits = quotes.search_pages(texts, quote, page - 1 if page else None)
    if not hits:
        where = f"on page {page} of {item.title}" if page else f"in {item.title}"
        raise PortfolioError(
            f"These words are not {where}. Nothing was stored.",
            hint="Copy them from the item's text, or leave out the part that differs.",
            code="no-such-words",
        )
    chosen = hits[0] if page else min(hits, key=lambda hit: (hit.page_index, hit.start))
    stretches = [(each.page_index, each.start, each.end) for each in chosen.stretches]
    return QuoteFound(anchor_for_stretches(store, room, item_uid, stretches), len(hits) - 1)


def anchor_for_stretches(
    store: Store, room: Workroom, item_uid: str, stretches: Sequence[tuple[int, int, int]]
) -> Anchor:
    """Return the anchor of runs of stored text: (page index from 0, start, end) each.

    The places come from the page copy, the words from the stored text.
    """
    spans: list[Span] = []
    words: list[str] = []
    before = after = ""
    for number, (page_index, start, end) in enumerate(stretches):
        chars = reading.chars(store, room, item_uid, page_index)
        spans.append(Span(page_index, start, end, quads_for(chars, start, end)))
        words.append(chars.text[start:end])
        leading, trailing = quotes.context(chars.text, start, end)
        before = leading if number == 0 else before
        after = trailing
    return Anchor(tuple(spans), quotes.tidy(" ".join(words)), before, after)


def anchor_for_chars(pages: Sequence[tuple[PageChars, int, int]]) -> Anchor:
    """Return the anchor of a selection whose characters the reader already holds."""
    first, start, _ = pages[0]
    last, _, end = pages[-1]
    return Anchor(
        tuple(Span(c.index, a, b, quads_for(c, a, b)) for c, a, b in pages),
        quotes.tidy(" ".join(c.text[a:b] for c, a, b in pages)),
        quotes.context(first.text, start, start)[0],
        quotes.context(last.text, end, end)[1],
    )


def anchor_for_box(store: Store, item_uid: str, page: int, box: Box) -> Anchor:
    """Return the anchor of a drawn box: page from 1, points from the page's top left corner.

    Raises:
        PortfolioError: there is no such page, or the box is empty or lies off the page.
    """
    item = queries.evidence.item(store, item_uid)
    _refuse_page(item, page)
    known = queries.text.page(store, item_uid, page - 1)
    if known is None:
        raise PortfolioError(f"{item.title} has no page {page}.", code="no-such-page")
    x0, x1 = sorted((box[0], box[2]))
    y0, y1 = sorted((box[1], box[3]))
    x0, y0 = max(x0, 0.0), max(y0, 0.0)
    x1, y1 = min(x1, known.width), min(y1, known.height)
    if not (isfinite(sum(box)) and x1 - x0 >= 1 and y1 - y0 >= 1):
        raise PortfolioError(
            f"This box is empty or lies off the page, which is {known.width:.0f} by "
            f"{known.height:.0f} points.",
            hint="Draw it again on the page.",
            code="no-such-place",
        )
    whole = (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))
    return Anchor((Span(page - 1, 0, 0, (quad_of(whole),)),))


def anchor_for_time(item: EvidenceItem, start: float, end: float) -> Anchor:
    """Return the anchor of a part of a recording, in seconds from its start.

    Raises:
        PortfolioError: the item is not a recording, or the range is empty.
    """
    if item.document is not DocumentKind.RECORDING:
        raise PortfolioError(f"{item.title} is not a recording.", hint="Use --quote or --box.")
    if not 0 <= start < end:
        raise PortfolioError("The time range is empty.", hint="Give the start, then the end.")
    return Anchor(time_from=start, time_to=end)


def change_claim(
    store: Store, claim_uid: str, *, strength: Strength | None = None, shows: str | None = None
) -> Changes:
    """Change how strongly a claim shows its KSB, or the words that say what it shows.

    Raises:
        PortfolioError: there is no such claim, or ``shows`` is longer than 200 characters.
    """
    if shows is not None and len(shows.strip()) > SHOWS_LIMIT:
        raise PortfolioError(
            f'"What this shows" has {len(shows.strip())} characters; {SHOWS_LIMIT} is the most.',
            hint="Shorten it. Nothing was changed.",
        )
    known = queries.claims.claim(store, claim_uid)
    with store.step(
        "change claim", f"{known.ksb_code} claim changed", {Topic.CLAIMS}, focus=known.item_uid
    ) as step:
        row = step.session.query(tables.ClaimRow).filter_by(uid=claim_uid).one()
        if strength is not None:
            row.strength = int(strength)
        if shows is not None:
            row.shows = shows.strip()
    return step.changes


def remove_claim(store: Store, claim_uid: str) -> Changes:
    """Remove a claim, and its passage when nothing else is claimed on it.

    Raises:
        PortfolioError: there is no such claim.
    """
    known = queries.claims.claim(store, claim_uid)
    with store.step(
        "remove claim", f"{known.ksb_code} claim removed", {Topic.CLAIMS}, focus=known.item_uid
    ) as step:
        row = step.session.query(tables.ClaimRow).filter_by(uid=claim_uid).one()
        passage = step.session.get_one(tables.PassageRow, row.passage_id)
        alone = step.session.query(tables.ClaimRow).filter_by(passage_id=passage.id).count() == 1
        step.session.delete(row)
        if alone:
            step.session.flush()
            step.session.delete(passage)
    return step.changes


def _refuse_page(item: EvidenceItem, page: int | None) -> None:
    if page is not None and not 1 <= page <= item.pages:
        pages = f"has {item.pages} pages" if item.pages else "has no pages here"
        raise PortfolioError(f"There is no page {page}: {item.title} {pages}.", code="no-such-page")
