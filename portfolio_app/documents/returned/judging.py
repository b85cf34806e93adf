"""Judges a page that came back: which of its words and drawings are not as they were sent.

The words that programs read back and the dots that people see must agree before something is told:
letters are read back in many ways, and drawn in many ways, but seldom both wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from portfolio_app.documents.pdf_values import Box
from portfolio_app.documents.returned import dots, letters, naming, places
from portfolio_app.documents.returned.alignment import Fit
from portfolio_app.documents.returned.compared import Compared, Pair
from portfolio_app.documents.returned.dots import Drawings
from portfolio_app.documents.returned.facts import Fact
from portfolio_app.documents.returned.letters import Word, folded
from portfolio_app.documents.returned.pages import Page
from portfolio_app.documents.returned.places import MARGIN, SentPage
from portfolio_app.documents.returned.wording import Change
from portfolio_app.domain.returned import Difference, Part

_ALIKE = 0.72  # most words look so, and the letters are the same font's
_OTHER_LETTERS = 0.5  # below: drawn with other letters, so only the words can be compared
_STILL_ALIKE = 0.9
_DRAWN_BY_THE_SAME, _AS_IT_WAS = 0.995, 0.99  # most words; each word then
_PEN = 25.0  # points around an answer
_LOST, _LOST_ELSEWHERE = 0.3, 0.05
_READABLE = 0.6  # of our letters read back in their places, and the words can be relied on
_COVERED_RUN = 3  # words in a row that something lies over


def judge(found: Compared, pair: Pair, ours: Page, told: Sequence[Fact]) -> None:
    """Tell what differs on a page by its words and by how they look."""
    place, read, drawings = pair.place, pair.read, pair.drawings
    if drawings.is_same and not read.changes and not read.added:
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
    is_exact = pair.fit == Fit() and usual >= _DRAWN_BY_THE_SAME
    told_boxes: list[Box] = []
    for change in read.changes:
        over = [each for each in looks if places.overlap(each.box, change.box) > 0]
        here = [looks[each] for each in over]
        unchanged = bool(here) and all(
            looks[each].alike >= max(_STILL_ALIKE, _least(each, place, least, is_exact=is_exact))
            for each in over
        )
        is_hardly_seen = is_exact and change.laid and change.simple
        as_was = unchanged and not is_hardly_seen
        if is_drawn_alike and as_was and (change.was or not change.simple):
            continue
        if not is_drawn_alike and (change.jumbled or _stands_elsewhere(change, pair)):
            continue
        if not change.simple and is_drawn_alike and all(each.alike >= least for each in here):
            continue
        if not can_read and is_drawn_alike and all(each.alike >= least for each in here):
            continue
        # What follows in the line may have moved with it.
        left, low, right, high = change.box
        told_boxes.append((left, low, max(right, place.width), high))
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
            look.alike < _least(word, place, least, is_exact=is_exact) or look.lost > _LOST
            if place.is_part_1(word.box)
            else look.lost > _LOST_ELSEWHERE and look.alike < least
        )
    ]
    told_boxes += _covered(found, place, hidden, told_boxes, told)
    found.differences += _drawn_otherwise(pair, ours, told_boxes)


def _least(word: Word, place: SentPage, least: float, *, is_exact: bool) -> float:
    """Return how much alike a word must look at least.

    Where all others look just as they were, nothing redrew the page: one that does not was changed.
    Beside an answer of part 1 a pen may have touched it.
    """
    if is_exact and place.is_part_1(word.box) and not place.is_answer(*_middle(word.box), _PEN):
        return _AS_IT_WAS
    return least


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


def covered_by_remarks(found: Compared, place: SentPage, drawings: Drawings, ours: Page) -> None:
    """Tell words of parts 2 and 3 that something opaque was laid over: a note, a stamp.

    ``drawings`` show the page with what lies over it.
    """
    fixed = [
        each
        for each in ours.words
        if not place.is_part_1(each.box) and not place.is_answer(*_middle(each.box))
    ]
    looks = {each: drawings.word(each.box) for each in fixed}
    least = max(_OTHER_LETTERS, dots.usual(looks.values()) - 0.2)
    hidden = [w for w, look in looks.items() if look.lost > _LOST_ELSEWHERE and look.alike < least]
    _covered(found, place, hidden, [], (), what="a note")


def has_remarks(page: pypdfium2.PdfPage) -> bool:
    """Return whether anything but fields and links lies over a page."""
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
