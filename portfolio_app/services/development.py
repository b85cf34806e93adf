"""Development points: kept between observer and apprentice unless both agree.

They are hidden on the pages of an observation when it is attached, like anything else that is
hidden: truly taken out of the page copy, and the original stays. The observer agrees on the form;
the apprentice agrees by showing them again, which they may only where the observer has agreed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from portfolio_app.domain import forms, quotes
from portfolio_app.domain.document import PageText
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.form_words import FormWords
from portfolio_app.domain.hidden_left import find_words, letters_of
from portfolio_app.domain.hiding import Hide
from portfolio_app.domain.page_ends import Stretch
from portfolio_app.domain.passage import Anchor, Box, Span, box_of, quad_of
from portfolio_app.services import seen_passages
from portfolio_app.services.hide_rows import add_hide
from portfolio_app.services.page_characters import PageCopyCharacters
from portfolio_app.services.seen_passages import Pages
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store

ORIGIN = "development"  # of its hidden places
LABEL = "Kept between observer and apprentice"
KEPT = "Development points are kept between observer and apprentice"

_ON = frozenset({"yes", "on", "true", "1", "x"})
_EDGE = 6.0  # points left of a label at which its field may begin
_SKEWED = 14.0  # points by which a place may lie off on a page that was scanned
_USUAL_HIGH = 150.0  # points of the field, where what stands below it is not found
_FEWEST_LETTERS = 16  # of words that are looked for wherever they stand
# The heading of an answer on a page that was added (documents.answer_pages).
_HEADING = re.compile(
    r"^[ \t]*(\d{1,3})\.[ \t].{3,200}?\(page[ \t]\d{1,3}\)[ \t]*\r?$", re.M | re.S
)


def observer_agrees(answers: Mapping[str, str]) -> bool:
    """Whether the observer ticked that their development points may be printed."""
    return answers.get(forms.DEVELOPMENT_SHOWN, "").strip().casefold() in _ON


def may_show(store: Store, item_uid: str) -> bool:
    """Whether the apprentice may show the development points of a piece: the observer agrees.

    Or there are none: what is hidden on a scan is the field, whatever is in it.
    """
    answers = _answers_of(store, queries.evidence.item(store, item_uid))
    if answers is None:
        return False  # a part of one: whether the observer agreed can't be told from it
    return observer_agrees(answers) or not answers.get(forms.DEVELOPMENT, "").strip()


def places(
    answers: Mapping[str, str], words: FormWords, pages: Pages, *, is_picture: bool
) -> tuple[Anchor, ...]:
    """Return where the development points stand on the pages of a return; none where none do.

    The field's area, whatever lies in it, and their words wherever they stand besides. On a picture
    nobody can tell whether there are any: the field's area it is.
    """
    told = answers.get(forms.DEVELOPMENT, "").strip()
    if not told and not is_picture:
        return ()
    found = [_boxed(index, box) for index, box in _areas(words, pages)]
    for each in _outermost(_stretches(_sought(answers), words, pages.texts)):
        anchor = seen_passages.anchor_of(pages.chars, (each,))
        if anchor is not None and all(span.quads for span in anchor.spans):
            found.append(anchor)
        elif anchor is not None:  # where they lie is not known: the page goes
            found.append(_whole(pages.texts, each.page_index))
    return tuple(dict.fromkeys(found))


def enter(session: Session, item: tables.ItemRow, anchors: Sequence[Anchor]) -> None:
    """Hide these places of a piece, in place of those that an earlier return had."""
    for row in session.query(tables.HideRow).filter_by(item_id=item.id, origin=ORIGIN):
        session.delete(row)
    for anchor in anchors:
        add_hide(session, item, anchor, LABEL, ORIGIN)


def kept(hides: Sequence[Hide]) -> bool:
    """Whether any of these hidden places keeps development points."""
    return any(each.origin == ORIGIN for each in hides)


def kept_in(store: Store) -> frozenset[str]:
    """Return the uids of the pieces whose development points are hidden."""
    return frozenset(e.item_uid for e in queries.hides.hides(store) if e.origin == ORIGIN)


def shown_without_consent(
    store: Store,
    item: EvidenceItem,
    hides: Sequence[Hide],
    covered: Callable[[int, int, int], bool],
) -> tuple[int, ...]:
    """Return the pages, from 1, of a piece that show development points nobody agreed to show.

    (0,) where they are known, but nothing of the piece is hidden for them. ``covered`` says whether
    code points of a page (index from 0) are hidden.
    """
    answers = _answers_of(store, item) or {}
    told = answers.get(forms.DEVELOPMENT, "").strip()
    if not told or observer_agrees(answers):
        return ()
    sought = _sought(answers)
    pages = {
        page.index + 1
        for page in queries.text.page_texts(store, item.uid)
        for each in sought
        if letters_of(each) in letters_of(page.text)
        for start, end in find_words(page.text, each)
        if not covered(page.index, start, end)
    }
    if not pages and not kept(hides):
        return (0,)
    return tuple(sorted(pages))


def _answers_of(store: Store, item: EvidenceItem) -> dict[str, str] | None:
    """Return what the return answers that a piece's file is; None when it is no return."""
    for each in queries.observations.observations(store):
        for arrival in reversed(each.arrivals):
            if arrival.sha256 == item.sha256:
                return queries.observations.answers(store, arrival.uid)
    return None


def _areas(words: FormWords, pages: Pages) -> Iterator[tuple[int, Box]]:
    """Yield the field's place: by the labels round it, else where the form that was sent has it."""
    here = list(_between_labels(words, pages.texts, pages.chars))
    if here or pages.sent_chars is None:
        yield from here
        return
    sizes = {each.index: each for each in pages.texts}
    for index, box in _between_labels(words, pages.sent_texts, pages.sent_chars):
        page = sizes.get(index)
        there = next(each for each in pages.sent_texts if each.index == index)
        if page is None or len(pages.texts) < len(pages.sent_texts) or not there.height:
            continue
        across, down = page.width / there.width, page.height / there.height
        yield (
            index,
            (
                max(box[0] * across - _SKEWED, 0.0),
                max(box[1] * down - _SKEWED, 0.0),
                min(box[2] * across + _SKEWED, page.width),
                min(box[3] * down + _SKEWED, page.height),
            ),
        )


def _between_labels(
    words: FormWords, texts: Sequence[PageText], chars: PageCopyCharacters
) -> Iterator[tuple[int, Box]]:
    label = words.say("part2.development")
    for page in texts:
        above = _label(page, chars, label)
        below = _label(page, chars, words.say("part2.development_shown"))
        if above is None or (below is not None and below[1] < above[3]):
            continue
        if below is None and _HEADING.search(page.text):
            continue  # a page that was added: it has no field
        beside = _label(page, chars, words.say("part2.product"))
        is_beside = beside is not None and abs(beside[1] - above[1]) < above[3] - above[1]
        right = beside[0] - _EDGE if is_beside and beside is not None else page.width
        low = below[1] - 1 if below is not None else min(above[3] + _USUAL_HIGH, page.height)
        if low > above[3]:
            yield page.index, (max(above[0] - _EDGE, 0.0), above[3], right, low)


def _label(page: PageText, chars: PageCopyCharacters, words: str) -> Box | None:
    """Return where a label stands on a page; its last words may stand apart from the rest."""
    short = words.partition("(")[0].strip()
    for wanted in (words, short):
        hits = quotes.search_pages((page,), wanted)
        if hits:
            anchor = seen_passages.anchor_of(chars, hits[0].stretches)
            if anchor is not None and anchor.spans[0].quads:
                box = box_of(anchor.spans[0].quads)
                return box if wanted == words else (*box[:3], box[3] + (box[3] - box[1]))
    return None


def _sought(answers: Mapping[str, str]) -> list[str]:
    """Return the words that are looked for wherever they stand: the whole, and its lines.

    What the observer wrote in another answer, too, is shown there: it is left out.
    """
    told = answers.get(forms.DEVELOPMENT, "").strip()
    others = [letters_of(value) for name, value in answers.items() if name != forms.DEVELOPMENT]
    lines = [each.strip() for each in told.splitlines()]
    return [
        each
        for each in dict.fromkeys((told, *lines))
        if len(letters := letters_of(each)) >= _FEWEST_LETTERS
        and not any(letters in other for other in others)
    ]


def _stretches(
    sought: Sequence[str], words: FormWords, texts: Sequence[PageText]
) -> Iterator[Stretch]:
    """Yield where the words stand, and all that stands below their question on added pages."""
    for each in sought:
        for hit in quotes.search_pages(texts, each):
            yield from hit.stretches
    yield from _below_question(words.say("part2.development"), texts)


def _below_question(question: str, texts: Sequence[PageText]) -> Iterator[Stretch]:
    """Yield all that stands below the question on added pages, up to the next answer's heading.

    A line that only looks like a heading cuts it short: the words themselves are looked for, too.
    """
    goes_on = False
    for page in sorted(texts, key=lambda each: each.index):
        headings = list(_HEADING.finditer(page.text))
        starts = [(0, goes_on)]
        starts += [(hit.end(), letters_of(question) in letters_of(hit[0])) for hit in headings]
        ends = [*(hit.start() for hit in headings), len(page.text)]
        for (start, is_asked), end in zip(starts, ends, strict=True):
            if is_asked:
                yield Stretch(page.index, start, end)
        goes_on = starts[-1][1]


def _outermost(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Yield each stretch that lies in no other one, in reading order."""
    page, reached = -1, 0
    for each in sorted(stretches, key=lambda one: (one.page_index, one.start, -one.end)):
        if each.page_index != page:
            page, reached = each.page_index, 0
        if each.end > max(each.start, reached):
            reached = each.end
            yield each


def _boxed(index: int, box: Box) -> Anchor:
    x0, y0, x1, y1 = (round(each, 2) for each in box)
    return Anchor((Span(index, 0, 0, (quad_of((x0, y0, x1, y1)),)),))


def _whole(texts: Sequence[PageText], index: int) -> Anchor:
    page = next(each for each in texts if each.index == index)
    return _boxed(index, (0.0, 0.0, page.width, page.height))
