"""Claims: say that a passage shows a KSB, change how strongly, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from portfolio_app.domain import quotes
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import DocumentKind, PageChars
from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.domain.ksb import Ksb, tidy_code
from portfolio_app.domain.lines import quads_for
from portfolio_app.domain.passage import Anchor, Box, Span, Strength, quad_of
from portfolio_app.problems import PortfolioError
from portfolio_app.services import reading
from portfolio_app.services.passage_rows import (
    add_claims,
    add_passage,
    codes_of,
    drop_if_alone,
    item_called,
    passage_called,
    tidy_shows,
)
from portfolio_app.services.shortlist import is_paper
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
        PortfolioError: no KSB was given, there is no such item or KSB, the item is on the reading
            list ("is-reading"), or ``shows`` is longer than 200 characters.
    """
    shows = tidy_shows(shows)
    # Everything is asked inside the step, by key: a loaded pen must have stored its claim at once.
    with store.step(
        "claim",
        "",
        {Topic.CLAIMS},
        arguments={"item": item_uid, "ksbs": list(ksb_uids)},
        focus=item_uid,
    ) as step:
        codes = codes_of(step.session, ksb_uids)
        item = item_called(step.session, item_uid)
        if item.shelf == Shelf.READING.value:
            raise PortfolioError(
                f"“{item.title}” is in Reading, which is never evidence. Nothing was claimed.",
                hint="Move it to the library first.",
                code="is-reading",
            )
        if item.shelf == Shelf.PAPERS.value:
            raise is_paper(item.title, "Nothing was claimed.")
        where = f"page {anchor.spans[0].page_index + 1}" if anchor.spans else item.title
        step.summary = f"{', '.join(codes.values())} claimed, {where}"
        passage = add_passage(step.session, item, anchor)
        uids = add_claims(step.session, passage, list(codes), strength, shows)
    return Claimed(step.changes, tuple(uids))


def add_ksbs(
    store: Store,
    passage_uid: str,
    ksb_uids: Sequence[str],
    *,
    strength: Strength = Strength.CLEARLY,
    shows: str = "",
) -> Claimed:
    """Claim a passage that is there already for more KSBs; one step. Those it has stay as they are.

    Raises:
        PortfolioError: no KSB was given, there is no such passage or KSB, it is claimed for all of
            them already ("already-claimed"), or it is theory ("is-reading").
    """
    shows = tidy_shows(shows)
    with store.step("claim", "", {Topic.CLAIMS}) as step:
        codes = codes_of(step.session, ksb_uids)
        passage = passage_called(step.session, passage_uid)
        item = step.session.get_one(tables.ItemRow, passage.item_id)
        if item.shelf == Shelf.READING.value:
            raise PortfolioError(
                f"“{item.title}” is in Reading, which is never evidence. Nothing was claimed.",
                hint="Move it to the library first.",
                code="is-reading",
            )
        if item.shelf == Shelf.PAPERS.value:
            raise is_paper(item.title, "Nothing was claimed.")
        has = {row.ksb_uid for row in step.session.query(tables.ClaimRow).filter_by(
            passage_id=passage.id)}  # fmt: skip
        fresh = [uid for uid in codes if uid not in has]
        if not fresh:
            raise PortfolioError(
                f"This passage is claimed for {', '.join(codes.values())} already.",
                code="already-claimed",
            )
        step.focus = item.uid
        step.summary = f"{', '.join(codes[uid] for uid in fresh)} claimed"
        uids = add_claims(step.session, passage, fresh, strength, shows)
    return Claimed(step.changes, tuple(uids))


def move_claim(store: Store, claim_uid: str, ksb_uid: str) -> Changes:
    """Make a claim show another KSB; its strength and words stay. One step.

    Raises:
        PortfolioError: there is no such claim or KSB, or the passage is claimed for that KSB
            already ("already-claimed").
    """
    known = queries.claims.claim(store, claim_uid)
    with store.step("move claim", "", {Topic.CLAIMS}, focus=known.item_uid) as step:
        code = codes_of(step.session, [ksb_uid])[ksb_uid]
        row = step.session.query(tables.ClaimRow).filter_by(uid=claim_uid).one()
        if row.ksb_uid != ksb_uid:
            others = step.session.query(tables.ClaimRow.id).filter_by(
                passage_id=row.passage_id, ksb_uid=ksb_uid
            )
            if others.first() is not None:
                raise PortfolioError(
                    f"This passage is claimed for {code} already. Nothing was changed.",
                    code="already-claimed",
                )
            row.ksb_uid = ksb_uid
        step.summary = f"{known.ksb_code} claim moved to {code}"
    return step.changes


def note(store: Store, passage_uid: str, text: str) -> Changes:
    """Write a passage's private note; one step. It is never exported.

    Raises:
        PortfolioError: there is no such passage.
    """
    with store.step("note", "Note changed", {Topic.CLAIMS}) as step:
        passage = passage_called(step.session, passage_uid)
        step.focus = step.session.get_one(tables.ItemRow, passage.item_id).uid
        passage.note = text.strip()
    return step.changes


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
    new_shows = None if shows is None else tidy_shows(shows)
    known = queries.claims.claim(store, claim_uid)
    with store.step(
        "change claim", f"{known.ksb_code} claim changed", {Topic.CLAIMS}, focus=known.item_uid
    ) as step:
        row = step.session.query(tables.ClaimRow).filter_by(uid=claim_uid).one()
        if strength is not None:
            row.strength = int(strength)
        if new_shows is not None:
            row.shows = new_shows
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
        step.session.delete(row)
        drop_if_alone(step.session, passage)
    return step.changes


def _refuse_page(item: EvidenceItem, page: int | None) -> None:
    if page is not None and not 1 <= page <= item.pages:
        pages = f"has {item.pages} pages" if item.pages else "has no pages here"
        raise PortfolioError(f"There is no page {page}: {item.title} {pages}.", code="no-such-page")
