"""Crib cards: the person's own prompts for each KSB, on screen and as a PDF of their own. Private.

They are never part of a bundle, a plan or an export of everything.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portfolio_app.domain import at_page, crib, decks, wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.coverage import coverage as work_out
from portfolio_app.domain.crib import Crib, CribCard, CribLayout, CribPages
from portfolio_app.domain.days import day_words
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.ordering import ksb_order
from portfolio_app.domain.practice import Rating
from portfolio_app.domain.typed_words import one_line
from portfolio_app.problems import PortfolioError
from portfolio_app.services import epao, placing, rehearsing
from portfolio_app.store import disk, queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

NAME = "Crib cards.pdf"
ALSO = 2  # further places on a card
_TOPICS = {Topic.PRACTICE}
_FORMS = {
    "cards": CribLayout.CARDS,
    "one A4 side": CribLayout.SIDE,
    "one A4 sheet": CribLayout.SHEET,
    "any": CribLayout.CARDS,
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What notes the EPAO allows. ``words`` say it with its source; ``layout`` is what fits it.

    ``is_none``: no notes are allowed, so that cards are for practice only.
    """

    words: str
    layout: CribLayout
    is_none: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A crib card with the KSB it is of."""

    ksb: Ksb
    crib: Crib
    card: CribCard
    rating: Rating


def allowed(store: Store) -> Allowed:
    """Return what notes the person's EPAO allows, by the rules they typed."""
    held = {each.key: each for each in epao.rules(store)}
    notes, form = held["notes_allowed"], held["notes_form"]
    layout = _FORMS.get(form.value, CribLayout.CARDS)
    if notes.value == "no" or form.value == "none":
        said = notes if notes.value == "no" else form
        words = f"Your EPAO allows no notes: cards are for practice only. {said.source_line}"
        return Allowed(words, layout, is_none=True)
    if form.value:
        words = f"Notes your EPAO allows: {form.value}. {form.source_line}"
        return Allowed(words, layout, is_none=False)
    if notes.value == "yes":
        words = f"Your EPAO allows notes; in which form is not known. {notes.source_line}"
        return Allowed(words, layout, is_none=False)
    return Allowed(
        "Whether notes are allowed is not known: ask your EPAO, and type it in Settings, EPAO.",
        layout,
        is_none=False,
    )


def cards(store: Store, ksb_uids: Sequence[str] = ()) -> tuple[Card, ...]:
    """Return a card for each KSB that the portfolio should show, in the order of annex A.

    With ``ksb_uids`` those alone, whatever method they are of.
    """
    standard = queries.standard.standard(store)
    wanted = set(ksb_uids)
    ksbs = [
        ksb
        for ksb in ksb_order(standard)
        if (ksb.uid in wanted if wanted else ksb.in_discussion and not ksb.retired)
    ]
    printed = queries.cited.printed(store, drafts=True)
    covered = work_out(ksbs, queries.claims.claims(store), shortlist_only=False)
    grouped = decks.groups(standard, ksbs)
    group_of = {uid: group.title for group in reversed(grouped) for uid in group.ksb_uids}
    typed = queries.practice.cribs(store)
    rated = {
        each.ksb.uid: each.rating
        for each in decks.stands(covered, queries.practice.practised(store))
    }
    theory: dict[str, list[str]] = {}
    for each in queries.theory.theory(store):
        (found,) = at_page.theory_places([each])
        theory.setdefault(each.ksb_uid, []).append(f"Theory: {found.words}")
    made = []
    for row in covered:
        ksb = row.ksb
        own = typed.get(ksb.uid, Crib())
        places = at_page.places(row.claims, printed)
        card = CribCard(
            code=ksb.code,
            kind=ksb.kind,
            short=ksb.short if ksb.short and ksb.short != ksb.code else ksb.text,
            text=ksb.text,
            place=places[0].place if places else "No evidence yet",
            also=tuple(each.place for each in places[1 : 1 + ALSO]),
            prompts=own.prompts,
            figure=own.figure,
            theory=tuple(theory.get(ksb.uid, ())[:ALSO]),
            group=group_of.get(ksb.uid, ""),
        )
        made.append(Card(ksb, own, card, rated[ksb.uid]))
    return tuple(made)


def write(store: Store, ksb_uid: str, prompts: Sequence[str], figure: str = "") -> Changes:
    """Keep the person's own words on a card, in place of those before; one step.

    Raises:
        PortfolioError: there is no such KSB ("no-such-ksb"), there are more than three prompts
            ("too-many"), or words are longer than a card has room for ("too-long"). Nothing was
            changed.
    """
    from portfolio_app.store import tables

    known = {each.uid: each for each in queries.standard.ksbs(store, retired=True)}
    if ksb_uid not in known:
        raise PortfolioError("This standard has no such KSB.", code="no-such-ksb")
    kept = Crib(_prompts(prompts), _fitting(figure, crib.LONGEST_FIGURE, "The figure"))
    code = known[ksb_uid].code
    with store.step(
        "write crib card", f"Crib card of {code} changed", _TOPICS, focus=ksb_uid
    ) as step:
        row = step.session.query(tables.CribRow).filter_by(ksb_uid=ksb_uid).one_or_none()
        if kept.is_empty:
            if row is not None:
                step.session.delete(row)
        else:
            if row is None:
                row = tables.CribRow(ksb_uid=ksb_uid)
                step.session.add(row)
            row.content = json.dumps(wire.encode(kept), ensure_ascii=False)
    return step.changes


def save_pdf(
    store: Store,
    room: Workroom,
    out: Path,
    *,
    ksb_uids: Sequence[str] = (),
    layout: CribLayout | None = None,
) -> int:
    """Write crib cards as a PDF for the person alone; return its pages. Nothing is sent.

    Without ``layout`` in the form that the EPAO allows. A file that is there is replaced whole or
    not at all.

    Raises:
        PortfolioError: there are no cards ("no-cards"), a list does not fit its sheet
            ("too-long"), or the file can't be written.
    """
    out = placing.refuse_place(store, out, ".pdf", "The crib cards")
    rule = allowed(store)
    found = cards(store, ksb_uids)
    if not found:
        raise PortfolioError("There are no KSBs to make cards of.", code="no-cards")
    now = datetime.now(UTC)
    pages = CribPages(
        layout=layout or rule.layout,
        cards=tuple(each.card for each in found),
        foot=crib.PRACTICE_ONLY if rule.is_none else crib.FOOT,
        about=rehearsing.pages(store).words,
        standard=queries.standard.standard(store).name,
        apprentice=queries.portfolio.details(store).name,
        built=now.isoformat(timespec="seconds"),
        built_words=day_words(now.astimezone().date().isoformat()),
    )
    passing = room.folder / f"cribs-{secrets.token_hex(6)}.pdf"
    try:
        arguments = {"pages": wire.encode(pages), "out": str(passing)}
        count = int(room.call("draw_cribs", arguments).result["pages"])
        with disk.in_words(f"The crib cards in {out.name}"):
            disk.write_whole(out, passing.read_bytes())
    finally:
        passing.unlink(missing_ok=True)
    return count


def _prompts(typed: Sequence[str]) -> tuple[str, ...]:
    kept = [_fitting(each, crib.LONGEST_PROMPT, "A prompt") for each in typed]
    while kept and not kept[-1]:
        kept.pop()
    if len(kept) > crib.PROMPTS:
        raise PortfolioError(
            f"A card has {crib.PROMPTS} prompts at most. Nothing was changed.", code="too-many"
        )
    return tuple(kept)


def _fitting(text: str, most: int, what: str) -> str:
    text = one_line(text)
    if len(text) > most:
        raise PortfolioError(
            f"{what} has {len(text)} characters; a card has room for {most}. Nothing was changed.",
            hint="Shorten it: a card is for a few words.",
            code="too-long",
        )
    return text
