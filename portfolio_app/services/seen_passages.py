"""Where on the pages of a returned form its observed KSBs stand: the observer's own words first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portfolio_app.domain import forms, quotes
from portfolio_app.domain.document import PageChars, PageText
from portfolio_app.domain.forms import FormContent, Seen
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.lines import quads_for
from portfolio_app.domain.normalising import normalise
from portfolio_app.domain.page_ends import Stretch
from portfolio_app.domain.passage import Anchor, Box, Span, Strength, box_of, quad_of
from portfolio_app.problems import PortfolioError
from portfolio_app.services.page_characters import PageCopyCharacters

_FEWEST_WORDS = 3  # of a "where" that is looked for in the account
_SHORTEST_PART = 120  # characters of an account's beginning, where the whole is not found
_SENTENCE_END = re.compile(r"(?<=[.!?…।؟])\s+")
_AROUND = 4.0  # points round a KSB's row


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a returned form: their words, the copy they were read from, and its characters.

    ``sent`` are the words and characters of the form that was sent: where its rows are.
    """

    texts: tuple[PageText, ...]
    chars: PageCopyCharacters
    sent_texts: tuple[PageText, ...]
    sent_chars: PageCopyCharacters | None


@dataclass(frozen=True, slots=True)
class SeenClaim:
    """One observed KSB as a claim: where, and how strongly."""

    ksb: Ksb
    anchor: Anchor
    strength: Strength


@dataclass(frozen=True, slots=True)
class SeenClaims:
    """The claims of a return; ``left`` says of each other row why it is none."""

    claims: tuple[SeenClaim, ...]
    left: tuple[str, ...]


def claims_of(
    content: FormContent,
    answers: Mapping[str, str],
    written: str,
    ksbs: Sequence[Ksb],
    asked: Sequence[str],
    pages: Pages,
) -> SeenClaims:
    """Return a claim for each KSB that was seen (clearly shows) or seen in part (partly shows).

    It stands on the words that the row's "where" names in the account, else on the account, else
    on the row itself. "Not this time" and an open row claim nothing. ``asked`` are the uids of the
    KSBs the request was made for, which are preferred where codes have moved.
    """
    account = answers.get(forms.ACCOUNT, "").strip() or written.strip()
    whole = _words(pages, account)
    found: list[SeenClaim] = []
    left: list[str] = []
    for number, row in enumerate(content.ksbs, 1):
        try:
            seen = Seen(answers.get(forms.seen_field(number), "").strip())
        except ValueError:
            left.append(f"{row.code}: no answer")
            continue
        if seen is Seen.NOT_THIS_TIME:
            left.append(f"{row.code}: not this time")
            continue
        ksb = _ksb(row, ksbs, asked)
        if ksb is None:
            left.append(f"{row.code}: it is no longer in your list of KSBs")
            continue
        where = answers.get(forms.where_field(number), "").strip()
        anchor = _named(pages, where, account) or whole or _row(pages, row) or Anchor()
        strength = Strength.CLEARLY if seen is Seen.SEEN else Strength.PARTLY
        found.append(SeenClaim(ksb, anchor, strength))
    return SeenClaims(tuple(found), tuple(left))


def _ksb(row: forms.FormKsb, ksbs: Sequence[Ksb], asked: Sequence[str]) -> Ksb | None:
    """Return the KSB that a row asked about: by wording first, by code second."""
    live = [each for each in ksbs if not each.retired]
    wording = normalise(row.text).text
    same = [each for each in live if normalise(each.text).text == wording]
    by_code = [each for each in live if each.code == row.code]
    for some in (same, [each for each in by_code if each.uid in asked], by_code):
        if len(some) == 1:
            return some[0]
        if preferred := [each for each in some if each.uid in asked]:
            return preferred[0]
    return same[0] if same else None


def _named(pages: Pages, where: str, account: str) -> Anchor | None:
    """Return the place of the words that a row points to, where they stand in the account."""
    if len(where.split()) < _FEWEST_WORDS or not quotes.find_all(account, where):
        return None
    return _words(pages, where)


def _words(pages: Pages, words: str) -> Anchor | None:
    """Return the place of words on the pages; of a long account its beginning may do."""
    if not words:
        return None
    for wanted in _ways(words):
        if hits := quotes.search_pages(pages.texts, wanted):
            return anchor_of(pages.chars, hits[0].stretches)
    return None


def _ways(words: str) -> list[str]:
    """Return the words, then their paragraphs by length: one of them stands whole on a page.

    Then the sentences: where letters run both ways in a line, a page is read back in another order.
    """
    paragraphs = [each.strip() for each in words.splitlines() if each.strip()]
    longest = sorted(paragraphs, key=len, reverse=True)
    ways = [words, *longest]
    if len(words) > _SHORTEST_PART:
        ways.append(words[:_SHORTEST_PART].rsplit(" ", 1)[0])
    sentences = [each for each in _SENTENCE_END.split(words) if len(each.split()) >= _FEWEST_WORDS]
    ways += sorted(sentences, key=len, reverse=True)
    return list(dict.fromkeys(ways))


def _row(pages: Pages, row: forms.FormKsb) -> Anchor | None:
    """Return the place of a KSB's row: on the page where it is read, else as the form has it."""
    for wanted in (f"{row.code} {row.short}", row.short, row.text):
        if hits := quotes.search_pages(pages.texts, wanted):
            return anchor_of(pages.chars, hits[0].stretches)
    if pages.sent_chars is None:
        return None
    for wanted in (f"{row.code} {row.short}", row.short, row.text):
        if hits := quotes.search_pages(pages.sent_texts, wanted):
            place = anchor_of(pages.sent_chars, hits[0].stretches)
            return _moved(pages, place) if place is not None else None
    return None


def _moved(pages: Pages, place: Anchor) -> Anchor | None:
    """Return a place of the sent form as a box across the same page of what came back."""
    span = place.spans[0]
    if not span.quads:
        return None
    here = next((each for each in pages.texts if each.index == span.page_index), None)
    there = next((each for each in pages.sent_texts if each.index == span.page_index), None)
    if here is None or there is None or not there.height:
        return None
    _, top, _, bottom = box_of(span.quads)
    scale = here.height / there.height
    box: Box = (
        0.0,
        round(max((top - _AROUND) * scale, 0.0), 2),
        round(here.width, 2),
        round(min((bottom + _AROUND) * scale, here.height), 2),
    )
    return Anchor((Span(span.page_index, 0, 0, (quad_of(box),)),))


def anchor_of(chars: PageCopyCharacters, stretches: Sequence[Stretch]) -> Anchor | None:
    """Return words in places of pages as an anchor; None when a page can't be opened."""
    try:
        on = [(each, chars.page(each.page_index)) for each in stretches]
    except PortfolioError:
        return None
    spans = tuple(_span(stretch, page) for stretch, page in on)
    first, last = on[0], on[-1]
    return Anchor(
        spans,
        quotes.tidy(" ".join(page.text[s.start : s.end] for s, page in on)),
        quotes.context(first[1].text, first[0].start, first[0].start)[0],
        quotes.context(last[1].text, last[0].end, last[0].end)[1],
    )


def _span(stretch: Stretch, page: PageChars) -> Span:
    return Span(
        stretch.page_index,
        stretch.start,
        stretch.end,
        quads_for(page, stretch.start, stretch.end),
    )
