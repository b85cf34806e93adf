"""Finds the highlights that a PDF brings along, where they are and what they say.

Read from the original, before its page copy is made: there they are part of the page. Kinds:
highlight, underline, squiggly, strike-out (ISO 32000-2, 12.5.6.10); boxes and broad pen strokes
round words; sticky notes, as comments.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
import pypdfium2

from portfolio_app.documents import positions
from portfolio_app.documents.page_space import ToPageSpace
from portfolio_app.documents.pdf_values import (
    BROKEN,
    at,
    box,
    identity,
    items,
    name,
    number,
)
from portfolio_app.documents.pdf_values import text as text_of
from portfolio_app.domain.document import FoundHighlight, PageChars
from portfolio_app.domain.lines import quads_for
from portfolio_app.domain.normalising import normalise
from portfolio_app.domain.passage import Box, box_of, quad_of
from portfolio_app.domain.quotes import tidy

MOST, MOST_ON_A_PAGE = 2_000, 400  # more are drawings, not reading
_LONGEST_COMMENT = 4_000  # characters
_MOST_QUADS = 400  # of one mark

_TEXT_MARKS = frozenset({"/Highlight", "/Underline", "/Squiggly", "/StrikeOut"})
_AREAS = frozenset({"/Square", "/Circle"})
# Sticky notes, and drawings that matter for the comment they carry.
_NOTES = frozenset({"/Text", "/Ink", "/Line", "/Polygon", "/PolyLine", "/Caret", "/Stamp"})
_HIDDEN, _NO_VIEW = 2, 32  # annotation flags, ISO 32000-2, table 167
_BROAD = 5.0  # points: a stroke this wide, or one that lets the words through, marks them
_USUAL = "#ffe633"  # what the page copy draws where no colour is told
_ENDS = (".", "!", "?", ":", ";")  # of a sentence: what follows was marked on its own
_TOUCHING = 6.0  # points between a sticky note and the highlight it is about


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotation: boxes in page space points, its colour and comment.

    ``is_note``: a sticky note, which covers no words. ``made`` is when it was made, as it is told.
    """

    page_index: int
    boxes: tuple[Box, ...]
    colour: str
    comment: str
    is_note: bool = False
    made: str = ""


def marks(pdf: pikepdf.Pdf, most_pages: int) -> list[Mark]:
    """Return the marks of the first ``most_pages`` pages, in the order of the pages."""
    found: list[Mark] = []
    for index, page in enumerate(pdf.pages):
        if index >= most_pages or len(found) >= MOST:
            break
        with contextlib.suppress(*BROKEN):  # odd annotations never cost the document
            found += _marks_of(page.obj, index)
    return found[:MOST]


def _marks_of(page: Any, index: int) -> list[Mark]:
    annotations = [each for each in items(page.get("/Annots")) if _is_shown(each)]
    if not annotations:
        return []
    replies = _replies(annotations)
    to_page = ToPageSpace(page)
    read = (_mark(each, index, to_page, replies) for each in annotations)
    return [mark for mark in read if mark is not None][:MOST_ON_A_PAGE]


def highlights(found: Sequence[Mark], page_copy: bytes) -> tuple[FoundHighlight, ...]:
    """Return the highlights with the words they cover in the page copy.

    Lines of one highlight that were marked one by one are joined. A mark over a picture keeps its
    box. A sticky note beside a highlight is its comment; one on its own is kept as a box.

    Raises:
        pypdfium2.PdfiumError: the page copy cannot be opened.
    """
    by_page: dict[int, list[Mark]] = {}
    for mark in found:
        by_page.setdefault(mark.page_index, []).append(mark)
    if not by_page:
        return ()
    highlighted: list[FoundHighlight] = []
    with pypdfium2.PdfDocument(page_copy) as document:
        for index, here in by_page.items():
            if index >= len(document):
                continue
            try:
                page = document[index]
                try:
                    words, boxes = positions.characters(page)
                finally:
                    page.close()
            except pypdfium2.PdfiumError:  # a page that can't be read has no words to mark
                continue
            highlighted += _of_page(here, PageChars(index, words, tuple(boxes)))
    return tuple(highlighted)


def _is_shown(annotation: Any) -> bool:
    if not isinstance(annotation, pikepdf.Dictionary):
        return False
    return not int(number(annotation.get("/F")) or 0) & (_HIDDEN | _NO_VIEW)


def _replies(annotations: Sequence[Any]) -> dict[tuple[int, int], list[str]]:
    """Return what was replied to each annotation, by its object number."""
    replies: dict[tuple[int, int], list[str]] = {}
    for each in annotations:
        about = identity(each.get("/IRT"))
        words = text_of(each.get("/Contents")).strip()
        if about is not None and words:
            replies.setdefault(about, []).append(words)
    return replies


def _mark(
    annotation: Any,
    index: int,
    to_page: ToPageSpace,
    replies: dict[tuple[int, int], list[str]],
) -> Mark | None:
    kind = name(annotation.get("/Subtype"))
    if annotation.get("/IRT") is not None:
        return None  # a reply: part of another one's comment
    rectangle = box(annotation.get("/Rect"))
    boxes: list[Box | None] = []
    if kind in _TEXT_MARKS:
        boxes = [to_page(*each) for each in _quads(annotation)]
        if not any(boxes) and rectangle:
            boxes = [to_page(*rectangle)]
    elif rectangle and kind in _AREAS | _NOTES:
        boxes = [to_page(*rectangle)]
    kept = tuple(each for each in boxes if each is not None)
    own = text_of(annotation.get("/Contents")).strip()
    said = [own, *replies.get(identity(annotation) or (-1, -1), ())]
    comment = "\n".join(filter(None, said))[:_LONGEST_COMMENT]
    is_note = kind in _NOTES and not (kind == "/Ink" and _is_marker(annotation))
    if not kept or (is_note and not comment):
        return None
    return Mark(index, kept, "" if is_note else _colour(annotation.get("/C")), comment, is_note,
                text_of(annotation.get("/M")))  # fmt: skip


def _quads(annotation: Any) -> list[Box]:
    """Return the upright box of each quadrilateral, whatever order its corners come in."""
    figures = [number(each) for each in items(annotation.get("/QuadPoints"))]
    found: list[Box] = []
    for at_ in range(0, min(len(figures), 8 * _MOST_QUADS) - 7, 8):
        xs = [each for each in figures[at_ : at_ + 8 : 2] if each is not None]
        ys = [each for each in figures[at_ + 1 : at_ + 8 : 2] if each is not None]
        if len(xs) == len(ys) == 4:
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


def _is_marker(annotation: Any) -> bool:
    opacity = number(annotation.get("/CA"))
    width = number(at(annotation, "/BS", "/W"))
    return (opacity is not None and opacity < 1.0) or (width is not None and width >= _BROAD)


def _colour(value: Any) -> str:
    parts = [number(each) for each in items(value)]
    known = [min(max(each, 0.0), 1.0) for each in parts if each is not None]
    if len(known) == 1:
        known *= 3
    elif len(known) == 4:  # CMYK, as ISO 32000-2, 10.4.2.5 has it
        black = known.pop()
        known = [(1 - each) * (1 - black) for each in known]
    if len(known) != 3:
        return _USUAL
    return "#" + "".join(f"{round(255 * each):02x}" for each in known)


def _of_page(here: Sequence[Mark], chars: PageChars) -> list[FoundHighlight]:
    middles = _middles(chars)
    read = [(_found(mark, chars, middles), mark.made) for mark in here if not mark.is_note]
    found = _joined(sorted(read, key=lambda each: _reading_order(each[0])), chars)
    for mark in here:
        if mark.is_note:
            _add_note(found, mark)
    return found


def _found(
    mark: Mark, chars: PageChars, middles: Sequence[tuple[int, float, float]]
) -> FoundHighlight:
    runs = _runs(mark.boxes, chars, middles)
    if runs:
        quads = tuple(quad for run in runs for quad in quads_for(chars, *run))
        quote = tidy(" ".join(chars.text[start:end] for start, end in runs))
    else:
        quads = tuple(quad_of(_rounded(each)) for each in mark.boxes)
        quote = ""
    comment = mark.comment
    if quote and normalise(comment).text.strip() == normalise(quote).text.strip():
        comment = ""  # some programs put the words themselves there
    return FoundHighlight(mark.page_index, quads, quote, mark.colour, comment, tuple(runs))


def _middles(chars: PageChars) -> list[tuple[int, float, float]]:
    """Return each visible code point with the middle of its box."""
    boxes = chars.boxes
    found = []
    for position, letter in enumerate(chars.text[: len(boxes) // 4]):
        x0, y0, x1, y1 = boxes[4 * position : 4 * position + 4]
        if not letter.isspace() and (x0 != x1 or y0 != y1):
            found.append((position, (x0 + x1) / 2, (y0 + y1) / 2))
    return found


def _runs(
    boxes: Sequence[Box], chars: PageChars, middles: Sequence[tuple[int, float, float]]
) -> list[tuple[int, int]]:
    """Return the code points whose middle lies in one of the boxes, as runs without outer space.

    Characters without a place (line ends) and spaces join what lies on either side of them.
    """
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, low = max(b[2] for b in boxes), max(b[3] for b in boxes)
    inside = [
        position
        for position, x, y in middles
        if left <= x <= right
        and top <= y <= low
        and any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in boxes)
    ]
    runs: list[list[int]] = []
    for position in inside:
        if runs and not chars.text[runs[-1][1] : position].strip("\x02\ufffe \t\r\n"):
            runs[-1][1] = position + 1
        else:
            runs.append([position, position + 1])
    return [(start, end) for start, end in runs]


def _reading_order(found: FoundHighlight) -> tuple[int, float, float]:
    corner = box_of(found.quads)
    return (found.runs[0][0] if found.runs else len(found.quads), corner[1], corner[0])


def _joined(found: Sequence[tuple[FoundHighlight, str]], chars: PageChars) -> list[FoundHighlight]:
    """Join marks of one moment and colour that go on from line to line: some programs make one
    for every line of a sentence.
    """  # noqa: D205 - one sentence
    joined: list[FoundHighlight] = []
    before = ""
    for each, made in found:
        last = joined[-1] if joined else None
        if last is not None and made and made == before and _goes_on(last, each, chars):
            runs = (*last.runs[:-1], (last.runs[-1][0], each.runs[0][1]), *each.runs[1:])
            joined[-1] = replace(
                last,
                quads=last.quads + each.quads,
                runs=runs,
                quote=tidy(" ".join(chars.text[a:b] for a, b in runs)),
                comment=last.comment or each.comment,
            )
        else:
            joined.append(each)
        before = made
    return joined


def _goes_on(last: FoundHighlight, each: FoundHighlight, chars: PageChars) -> bool:
    if not (last.runs and each.runs) or last.colour != each.colour:
        return False
    if last.comment and each.comment:
        return False
    between = chars.text[last.runs[-1][1] : each.runs[0][0]]
    ends_line = "\n" in between.replace("\r", "\n") and not between.strip()
    return ends_line and not last.quote.endswith(_ENDS)


def _add_note(found: list[FoundHighlight], note: Mark) -> None:
    """Make a sticky note the comment of the highlight it touches, else keep it on its own."""
    place = note.boxes[0]
    for number_, each in enumerate(found):
        if each.colour and any(_touch(place, box_of((quad,))) for quad in each.quads):
            comment = "\n".join(filter(None, (each.comment, note.comment)))
            found[number_] = replace(each, comment=comment[:_LONGEST_COMMENT])
            return
    quads = (quad_of(_rounded(place)),)
    found.append(FoundHighlight(note.page_index, quads, "", "", note.comment))


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] - _TOUCHING <= other[2]
        and other[0] - _TOUCHING <= one[2]
        and one[1] - _TOUCHING <= other[3]
        and other[1] - _TOUCHING <= one[3]
    )


def _rounded(box_: Box) -> Box:
    x0, y0, x1, y1 = (round(each, 2) for each in box_)
    return (x0, y0, x1, y1)
