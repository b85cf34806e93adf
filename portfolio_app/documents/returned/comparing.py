"""Compares a form that came back with the copy that was sent: pages, words, drawing, making.

Part 1 and everything else that was printed must be as it was sent. Ink, stamps, typed and printed
words in parts 2 and 3 are answers (decision D13). What cannot be compared is said to be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf
import pypdfium2

from portfolio_app.documents.pdf_values import BROKEN, Box
from portfolio_app.documents.returned import (
    alignment,
    dots,
    facts,
    fields,
    history,
    letters,
    naming,
    pages,
    places,
    request_inside,
    structure,
    wording,
)
from portfolio_app.documents.returned.alignment import Fit
from portfolio_app.documents.returned.dots import Drawings
from portfolio_app.documents.returned.facts import Fact
from portfolio_app.documents.returned.fields import Widget
from portfolio_app.documents.returned.letters import Letter, Word, folded
from portfolio_app.documents.returned.opening import MOST_PAGES, Opened
from portfolio_app.documents.returned.pages import Page
from portfolio_app.documents.returned.places import MARGIN, SentPage
from portfolio_app.documents.returned.wording import Change, Read
from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.returned import Difference, Part

_ALIKE = 0.72  # most words look so, and the letters are the same font's
_OTHER_LETTERS = 0.5  # below: drawn with other letters, so only the words can be compared
_STILL_ALIKE = 0.9
_LOST, _LOST_ELSEWHERE = 0.5, 0.3
_READABLE = 0.6  # of our letters read back in their places, and the words can be relied on
_COVERED_RUN = 3  # words in a row that something lies over


@dataclass(slots=True)
class Pair:
    """A page that was sent and how it came back. ``letters`` lie as on the sent page.

    ``is_flat``: its fields are gone; ``is_redrawn``: with other letters, so that only words could
    be compared.
    """

    place: SentPage
    back_index: int
    fit: Fit
    letters: list[Letter]
    pictures: list[Box]
    read: Read | None = None
    drawings: Drawings | None = None
    is_flat: bool = False
    is_redrawn: bool = False


@dataclass(slots=True)
class Compared:
    """What differs, what could not be compared, and the pages by pairs.

    ``unchecked``: something of our part could not be compared, so "nothing differs" can't be said.
    ``is_picture``: a page that was sent came back as a picture.
    """

    differences: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    sent_fields: list[Widget] = field(default_factory=list)
    back_fields: list[Widget] = field(default_factory=list)
    unchecked: bool = False
    is_picture: bool = False


def compare(sent: Opened, back: Opened, content: FormContent | None) -> Compared:
    """Return how a file differs from the form that was sent.

    Raises:
        BROKEN: one of the two cannot be read; nothing can be said then.
    """
    if sent.pdf is None or sent.document is None or back.pdf is None or back.document is None:
        raise ValueError("a file that is open in both libraries is needed")
    found = Compared()
    if content is None:
        content = next(iter(request_inside.embedded(sent.pdf)), None)
    told = facts.of(content) if content is not None else ()
    found.sent_fields = fields.widgets(sent.pdf, with_looks=False)
    found.back_fields = fields.widgets(back.pdf)
    ours = [sent.page(index) for index in range(min(sent.pages, MOST_PAGES))]
    theirs = _read_back(back, found)
    _of_pages(found, ours, theirs)
    first = places.first_page_of_answers(found.sent_fields)
    flat = []
    for s, b in pages.pair(ours, theirs).pairs:
        place = places.of_page(ours[s].size, s, found.sent_fields, ours[s].words, first)
        if not theirs[b].has_fields and place.answers:
            flat.append(s)
        _of_pair(found, (sent.document, back.document), (ours[s], theirs[b]), place, told)
    has_fields = any(each.has_fields for each in theirs)
    if has_fields:
        named = {
            each.index for each in ours if each.index not in [p.place.index for p in found.pairs]
        }
        flattened = frozenset(flat) | frozenset(named)
        found.differences += structure.of_fields(found.sent_fields, found.back_fields, flattened)
    found.differences += structure.of_request(sent.pdf, back.pdf, content)
    found.differences += structure.of_document(sent.pdf, back.pdf)
    found.differences += _of_history(back.data, back.pdf, back.document)
    found.differences = naming.together(found.differences)
    return found


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


def _of_pages(found: Compared, ours: Sequence[Page], theirs: Sequence[Page]) -> None:
    """Tell pages that are missing, added, replaced or in another order."""
    pairing = pages.pair(ours, theirs)
    for s in pairing.missing:
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


def _of_pair(
    found: Compared,
    documents: tuple[pypdfium2.PdfDocument, pypdfium2.PdfDocument],
    both: tuple[Page, Page],
    place: SentPage,
    told: Sequence[Fact],
) -> None:
    ours, theirs = both
    number = place.index + 1
    if theirs.is_picture:
        found.is_picture = found.unchecked = True
        found.notes.append(
            f"Page {number} came back as a picture: look at it beside the form that you sent."
        )
        return
    fit = alignment.fit(ours.words, theirs.words)
    if fit is None and not theirs.words:
        fit = alignment.by_size(ours.size, theirs.size)
    if fit is None or not fit.is_even:
        by_lines = alignment.by_lines(ours.words, theirs.words, (ours.size, theirs.size))
        fit = by_lines or fit
    if fit is None:
        found.unchecked = True
        found.notes.append(
            f"Page {number} is laid out in another way, so only its words were compared."
        )
        found.differences += _facts_gone(ours, theirs, place, told)
        return
    if not fit.is_exact:
        found.notes.append(f"Page {number} was printed at another size or place, and lined up.")
    pair = Pair(
        place, theirs.index, fit, letters.moved(theirs.letters, fit.place, fit.scale),
        [_moved(each, fit) for each in theirs.pictures], is_flat=not theirs.has_fields,
    )  # fmt: skip
    found.pairs.append(pair)
    seen = _without_our_unseen([e for e in pair.letters if not e.unseen], ours)
    pair.read = wording.compare(place, ours.seen, seen)
    _draw(pair, documents, ours.size)
    _judge(found, pair, ours, told)
    _covered_by_remarks(found, pair, documents, ours)


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


def _draw(
    pair: Pair, documents: tuple[pypdfium2.PdfDocument, pypdfium2.PdfDocument],
    size: tuple[float, float],
) -> None:  # fmt: skip
    one, other = documents[0][pair.place.index], documents[1][pair.back_index]
    try:
        if other.get_rotation():
            other.set_rotation(0)
        pair.drawings = Drawings(
            dots.drawn(one, size, Fit()), dots.drawn(other, size, pair.fit), size[1]
        )
    finally:
        one.close()
        other.close()


def _judge(found: Compared, pair: Pair, ours: Page, told: Sequence[Fact]) -> None:
    """Tell what differs on a page by its words and by how they look."""
    place, read, drawings = pair.place, pair.read, pair.drawings
    if read is None or drawings is None:
        return
    fixed = [each for each in ours.words if not place.is_answer(*_middle(each.box))]
    looks = {each: drawings.word(each.box) for each in fixed}
    usual = dots.usual(looks.values())
    can_read = read.share >= _READABLE
    if usual < _OTHER_LETTERS and not can_read:
        found.unchecked = True
        found.notes.append(f"Page {place.index + 1} can't be compared with the one that you sent.")
        return
    is_drawn_alike = usual >= _ALIKE
    pair.is_redrawn = not is_drawn_alike
    least = max(_OTHER_LETTERS, usual - 0.2) if is_drawn_alike else 0.0
    told_boxes: list[Box] = []
    for change in read.changes:
        here = [look for word, look in looks.items() if places.overlap(word.box, change.box) > 0]
        unchanged = bool(here) and all(each.alike >= max(_STILL_ALIKE, least) for each in here)
        if is_drawn_alike and unchanged and (change.was or not change.simple):
            continue
        if not is_drawn_alike and (change.jumbled or _stands_elsewhere(change, pair)):
            continue
        if not change.simple and is_drawn_alike and all(each.alike >= least for each in here):
            continue
        if not can_read and is_drawn_alike and all(each.alike >= least for each in here):
            continue
        told_boxes.append(change.box)
        found.differences.append(naming.of_change(change, told, place.index))
    for line in _by_line(read.added):
        if _in_margin(line[0].box, place):
            found.notes.append(
                f"Page {place.index + 1}: “{letters.joined(line)}” stands in the margin."
            )
            continue
        told_boxes += [each.box for each in line]
        found.differences.append(naming.added(letters.joined(line), place.index))
    if not is_drawn_alike:
        found.unchecked = True
        found.notes.append(
            f"Page {place.index + 1} was drawn with other letters, so its words were compared and "
            "its drawing was not."
        )
        return
    hidden = [
        word
        for word, look in looks.items()
        if (
            look.alike < least or look.lost > _LOST
            if place.is_part_1(word.box)
            else look.lost > _LOST_ELSEWHERE and look.alike < least
        )
    ]
    told_boxes += _covered(found, place, hidden, told_boxes, told)
    found.differences += _drawn_otherwise(pair, ours, told_boxes)


def _stands_elsewhere(change: Change, pair: Pair) -> bool:
    """Whether words that another program's letters pushed aside still stand on the page."""
    text = folded("".join(each.text for each in pair.letters if not each.unseen))
    before, after = change.around
    return any(
        len(each) > len(folded(change.was)) and each in text
        for each in (folded(before + change.was), folded(change.was + after))
    )


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _in_margin(box: Box, place: SentPage) -> bool:
    x, y = _middle(box)
    return not (MARGIN < x < place.width - MARGIN and MARGIN < y < place.height - MARGIN)


def _by_line(found: Sequence[Word]) -> Iterator[list[Word]]:
    line: list[Word] = []
    for each in found:
        if line and abs(line[-1].base - each.base) > 3:
            yield line
            line = []
        line.append(each)
    if line:
        yield line


def _covered(
    found: Compared, place: SentPage, hidden: Sequence[Word], known: Sequence[Box],
    told: Sequence[Fact], what: str = "something",
) -> list[Box]:  # fmt: skip
    """Tell words that are no longer seen as they were; return where they are."""
    boxes: list[Box] = []
    page = place.index
    fresh = [e for e in hidden if not any(places.overlap(e.box, box) > 0 for box in known)]
    for run in _by_line(fresh):
        said = letters.joined(run)
        is_ours = place.is_part_1(run[0].box)
        is_code = any(
            folded(fact.words) in folded(said) for fact in told if " code of " in fact.name
        )
        if not is_ours and len(run) < _COVERED_RUN and not is_code:
            found.notes.append(f"Page {page + 1}: {what} lies over “{said}”.")
            continue
        boxes += [each.box for each in run]
        is_frame = any(
            fact.part is Part.CODE and folded(fact.words) in folded(said) for fact in told
        )
        part = Part.CODE if is_frame else Part.PART_1
        found.differences.append(
            Difference(
                part,
                f"Page {page + 1}: {what} lies over “{said}”, which you sent, so that it is not "
                "seen as it was.",
                page,
                said,
                "",
            )
        )
    return boxes


def _drawn_otherwise(pair: Pair, ours: Page, known: Sequence[Box]) -> Iterator[Difference]:
    """Yield what was drawn into part 1 or is gone from it, and bars that are not ours."""
    place, drawings = pair.place, pair.drawings
    if drawings is None:
        return
    page = place.index
    answers = [box for _, box in place.answers]
    bars = _bars(ours, place)
    grown = [(b[0] - 4, b[1] - 4, b[2] + 4, b[3] + 4) for b in (*answers, *known)]
    body = (MARGIN, max(place.part_1_to, MARGIN), place.width - MARGIN, place.height - MARGIN)
    if bars is not None and (drawings.more([bars], grown) or drawings.less([bars], grown)):
        yield Difference(
            Part.CODE, f"Page {page + 1}: the bar code is not the one that you sent.", page
        )
    if body[1] >= body[3]:
        return
    without = [*grown, *([bars] if bars is not None else [])]
    for box in drawings.more([body], without)[:6]:
        near = _nearest(box, ours.words)
        yield Difference(
            Part.PART_1,
            f"Page {page + 1}: something was drawn into your part, near “{near}”.", page,
        )  # fmt: skip
    words = [(w.box[0] - 2, w.box[1] - 3, w.box[2] + 2, w.box[3] + 3) for w in ours.words]
    for box in drawings.less([body], [*without, *words])[:3]:
        near = _nearest(box, ours.words)
        yield Difference(
            Part.PART_1, f"Page {page + 1}: something is gone from your part, near “{near}”.", page
        )


def _bars(ours: Page, place: SentPage) -> Box | None:
    """Return where the bars are: over them lies the code as text that is not seen."""
    unseen = [each for each in ours.letters if each.unseen and each.y0 > place.height - 90]
    if not unseen:
        return None
    left, low = min(e.x0 for e in unseen), min(e.y0 for e in unseen)
    return (left, low - 4, place.width - MARGIN, low + 14)


def _nearest(box: Box, words: Sequence[Word]) -> str:
    x, y = _middle(box)

    def far(word: Word) -> float:
        at_x, at_y = _middle(word.box)
        beside = max(word.box[0] - x, x - word.box[2], 0.0)
        return beside + 3 * abs(at_y - y) + 0 * at_x

    near = min(words, key=far, default=None)
    if near is None:
        return ""
    line = [each for each in words if abs(each.base - near.base) < 2]
    return letters.joined(line)[:60]


def _covered_by_remarks(
    found: Compared, pair: Pair, documents: tuple[pypdfium2.PdfDocument, pypdfium2.PdfDocument],
    ours: Page,
) -> None:  # fmt: skip
    """Tell words of parts 2 and 3 that something opaque was laid over: a note, a stamp."""
    page = documents[1][pair.back_index]
    try:
        if not _has_remarks(page):
            return
        with_remarks = dots.drawn(page, ours.size, pair.fit, remarks=True)
    finally:
        page.close()
    one = documents[0][pair.place.index]
    try:
        drawings = Drawings(dots.drawn(one, ours.size, Fit()), with_remarks, ours.size[1])
    finally:
        one.close()
    place = pair.place
    usual = dots.usual(drawings.word(each.box) for each in ours.words[:80])
    hidden = []
    for word in ours.words:
        if place.is_part_1(word.box) or place.is_answer(*_middle(word.box)):
            continue
        look = drawings.word(word.box)
        if look.lost > _LOST_ELSEWHERE and look.alike < max(_OTHER_LETTERS, usual - 0.2):
            hidden.append(word)
    _covered(found, place, hidden, [], facts_of(found), what="a note")


def facts_of(_found: Compared) -> tuple[Fact, ...]:
    """Return nothing: a note over words elsewhere is named by the words themselves."""
    return ()


def _has_remarks(page: pypdfium2.PdfPage) -> bool:
    import pypdfium2.raw as pdfium

    skipped = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), 500)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind not in skipped:
            return True
    return False


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
