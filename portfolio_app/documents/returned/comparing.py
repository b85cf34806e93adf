"""Compares a form that came back with the copy that was sent: pages, words, drawing, making.

Part 1 and everything else that was printed must be as it was sent. Ink, stamps, typed and printed
words in parts 2 and 3 are answers. What cannot be compared is said to be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pikepdf
import pypdfium2

from portfolio_app.documents.pdf_values import BROKEN, Box
from portfolio_app.documents.returned import (
    alignment,
    dots,
    facts,
    fields,
    history,
    judging,
    laid_over,
    letters,
    naming,
    pages,
    places,
    request_inside,
    structure,
    wording,
)
from portfolio_app.documents.returned.alignment import Fit
from portfolio_app.documents.returned.compared import Compared, Pair
from portfolio_app.documents.returned.dots import Drawings
from portfolio_app.documents.returned.facts import Fact
from portfolio_app.documents.returned.letters import Letter, folded
from portfolio_app.documents.returned.opening import MOST_PAGES, Opened
from portfolio_app.documents.returned.pages import Page, Pairing
from portfolio_app.documents.returned.places import SentPage
from portfolio_app.documents.returned.sent_copy import SentCopy
from portfolio_app.domain import forms
from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.returned import Difference, Part

_OURS = (forms.CODE, forms.VERSION)  # fields that hold no answer


def compare(sent: SentCopy, back: Opened, content: FormContent | None) -> Compared:
    """Return how a file differs from the form that was sent.

    Raises:
        BROKEN: it cannot be read; nothing can be said then.
    """
    if back.pdf is None or back.document is None:
        raise ValueError("a file that is open in both libraries is needed")
    known = content or next(iter(sent.requests), None)
    told = facts.of(known) if known is not None else ()
    found = Compared(sent, fields.widgets(back.pdf))
    theirs = _read_back(back, found)
    pairing = pages.pair(sent.pages, theirs)
    _of_pages(found, pairing, theirs)
    for s, b in pairing.pairs:
        _of_pair(found, back.data, back.document, theirs[b], sent.places[s], told)
    if any(each.has_fields for each in theirs):
        flat = _flattened(sent, pairing, theirs)
        found.differences += structure.of_fields(sent.widgets, found.back_fields, flat)
    found.differences += laid_over.of_fields(found)
    requests = request_inside.embedded(back.pdf)
    found.differences += structure.of_request(sent.requests, requests, content)
    found.differences += structure.of_document(sent.made, structure.made(back.pdf))
    found.differences += _of_history(back.data, back.pdf, back.document)
    found.differences = naming.together(found.differences)
    return found


def _flattened(sent: SentCopy, pairing: Pairing, theirs: Sequence[Page]) -> frozenset[int]:
    """Return the sent pages whose fields are all gone, as those pages are not there or flat."""
    there = {s for s, b in pairing.pairs if theirs[b].has_fields}
    return frozenset(each.index for each in sent.pages if each.index not in there)


def _read_back(back: Opened, found: Compared) -> list[Page]:
    theirs = []
    with_fields = {each.page_index for each in found.back_fields if places.area(each.box) > 0}
    for index in range(min(back.pages, MOST_PAGES)):
        page = back.page(index)
        page.has_fields = index in with_fields
        page.is_added = (
            back.pdf is not None
            and index < len(back.pdf.pages)
            and structure.added_by_observer(back.pdf.pages[index].obj)
        )
        theirs.append(page)
    if back.pages > MOST_PAGES:
        found.unchecked = True
        found.notes.append(
            f"The file has {back.pages:,} pages; the first {MOST_PAGES} were looked at."
        )
    return theirs


def _of_pages(found: Compared, pairing: Pairing, theirs: Sequence[Page]) -> None:
    """Tell pages that are missing, added, replaced or in another order."""
    lost = (*pairing.missing, *pairing.replaced)
    found.unchecked |= any(found.sent.places[s].has_part_1 for s in lost)
    missing = pairing.missing
    if missing and _may_be_guidance(found, missing, theirs):
        # Nobody scans the page that says how to fill it in; which one a picture is nobody can tell.
        found.notes.append(
            f"{len(theirs)} of your form's {len(found.sent.pages)} pages came back, as pictures: "
            "look whether every page with answers is there."
        )
        missing = ()
    for s in missing:
        found.differences.append(
            Difference(Part.STRUCTURE, f"Page {s + 1} of your form is missing.", s)
        )
    for s in pairing.replaced:
        found.differences.append(
            Difference(Part.STRUCTURE, f"Page {s + 1} is not the page that you sent.", s)
        )
    for b in pairing.added:
        if theirs[b].is_blank:
            found.notes.append(f"Page {b + 1} is a blank page that you did not send.")
        else:
            found.differences.append(
                Difference(Part.STRUCTURE, f"Page {b + 1} was added: you did not send it.", b)
            )
    if not pairing.in_order:
        found.differences.append(
            Difference(Part.STRUCTURE, "The pages are in another order than you sent them.")
        )
    longer = sum(each.is_added for each in theirs)
    if longer:
        found.notes.append(
            f"{longer} page{'' if longer == 1 else 's'} at the end with answers that are longer "
            "than their fields, added by the observer’s window of the app."
        )


def _may_be_guidance(found: Compared, missing: Sequence[int], theirs: Sequence[Page]) -> bool:
    """Whether only pictures came back, and as many as the form has pages with answers."""
    answered = {each.page_index for each in found.sent_fields if each.name not in _OURS}
    no_answers = len(found.sent.pages) - len(answered)
    return all(each.is_picture for each in theirs) and len(missing) <= no_answers


def _of_pair(
    found: Compared,
    data: bytes,
    document: pypdfium2.PdfDocument,
    theirs: Page,
    place: SentPage,
    told: Sequence[Fact],
) -> None:
    ours = found.sent.pages[place.index]
    number = place.index + 1
    if theirs.is_picture:
        found.is_picture = found.unchecked = True
        found.notes.append(
            f"Page {number} came back as a picture: look at it beside the form that you sent."
        )
        return
    fit = _fit(ours, theirs)
    if fit is None:
        found.unchecked = True
        found.notes.append(
            f"Page {number} is laid out in another way, so only its words were compared."
        )
        found.differences += _facts_gone(ours, theirs, place, told)
        return
    if not fit.is_exact:
        found.notes.append(f"Page {number} was printed at another size or place, and lined up.")
    moved = theirs.letters
    if fit != Fit():
        moved = letters.moved(moved, fit.place, fit.scale)
    seen = _without_our_unseen([each for each in moved if not each.unseen], ours)
    page = document[theirs.index]
    try:
        if page.get_rotation():
            page.set_rotation(0)
        sent = found.sent.pictures[place.index]
        pair = Pair(
            place, theirs.index, fit, moved, [_moved(each, fit) for each in theirs.pictures],
            wording.compare(place, ours.seen, seen),
            Drawings(sent, dots.drawn(page, ours.size, fit), ours.size[1]),
            is_flat=not theirs.has_fields,
        )  # fmt: skip
        found.pairs.append(pair)
        found.differences += laid_over.cut_off(place.index, ours.words, theirs.size, fit)
        judging.judge(found, pair, ours, told)
        if theirs.has_fields:
            shown = dots.filled(data, theirs.index, ours.size, fit)
            pair.filled = Drawings(sent, shown, ours.size[1])
        if judging.has_remarks(page):
            over = Drawings(sent, dots.drawn(page, ours.size, fit, remarks=True), ours.size[1])
            pair.over = over
            judging.covered_by_remarks(found, place, over, ours)
    finally:
        page.close()


def _fit(ours: Page, theirs: Page) -> Fit | None:
    fit = alignment.fit(ours.words, theirs.words)
    if fit is None and not theirs.words:
        return alignment.by_size(ours.size, theirs.size)
    if fit is None or not fit.is_even:
        by_lines = alignment.by_lines(ours.words, theirs.words, (ours.size, theirs.size))
        fit = by_lines or fit
    return fit


def _without_our_unseen(seen: list[Letter], ours: Page) -> list[Letter]:
    """Return letters less those of ours that another program made visible: the code on the bars."""
    unseen = letters.words(each for each in ours.letters if each.unseen)
    left = seen
    for hidden in unseen:
        beside = [e for e in left if abs(e.base - hidden.base) < 2 and e.x0 > hidden.box[0] - 3]
        if any(word.key == hidden.key for word in letters.words(beside)):
            shown = {id(each) for each in beside}
            left = [each for each in left if id(each) not in shown]
    return left


def _moved(box: Box, fit: Fit) -> Box:
    return (*fit.place(box[0], box[1]), *fit.place(box[2], box[3]))


def _facts_gone(
    ours: Page, theirs: Page, place: SentPage, told: Sequence[Fact]
) -> Iterator[Difference]:
    """Yield what our page says and a page laid out otherwise does not say anywhere."""
    was = folded("".join(each.text for each in ours.words))
    now = folded("".join(each.text for each in theirs.words))
    for fact in told:
        if fact.key in was and fact.key not in now and any(wording.simple(e) for e in fact.key):
            yield Difference(
                fact.part,
                f"Page {place.index + 1}: {fact.name} is not there as you sent it: "
                f"“{fact.words[:80]}”.",
                place.index, fact.words, "",
            )  # fmt: skip


def _of_history(
    data: bytes, pdf: pikepdf.Pdf, document: pypdfium2.PdfDocument
) -> Iterator[Difference]:
    try:
        count = history.catalogues(data, pdf)
        twofold = history.reads_otherwise(data, pdf)
        counts = len(pdf.pages) != len(document)
    except BROKEN:
        count, twofold, counts = 2, False, False
    if count > 1:
        yield Difference(
            Part.STRUCTURE,
            "The file has two tables of contents (catalogues), so that two programs can show two "
            "different forms.",
        )
    if twofold or counts:
        yield Difference(
            Part.STRUCTURE,
            "The file holds pages under pages: two programs can show it differently.",
        )
