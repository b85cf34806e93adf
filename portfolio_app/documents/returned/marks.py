"""Ink, stamps, notes, pictures and drawn marks on a form that came back, and where each lies.

In parts 2 and 3 they are answers that a person reads; over part 1 they are changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from portfolio_app.documents.pdf_values import Box, at, box, figures, items, name, shown_box, text
from portfolio_app.documents.returned import answers, letters
from portfolio_app.documents.returned.compared import Compared, Pair
from portfolio_app.documents.returned.places import MARGIN, SentPage, area, overlap
from portfolio_app.documents.titles import one_line
from portfolio_app.domain.returned import Answer, AnswerFrom, Difference, MarkFound, Part

_KINDS = {"/Ink": "ink", "/Stamp": "stamp", "/FreeText": "free text"}
_SKIPPED = ("/Link", "/Popup", "/FileAttachment", "/TrapNet", "/PrinterMark")  # without a look
_WIDGET = "/Widget"
_SIGNING = ("/Ink", "/Stamp", "/FreeText", "/Line", "/PolyLine", "/Polygon")
_LARGEST_SIGN = 1_000.0  # square points of the sign that stands for an attached file
_NAMES = {"ink": "ink", "stamp": "a stamp", "free text": "a note", "drawing": "something drawn"}
_HIDDEN, _PRINTED, _NOT_ON_SCREEN = 1 << 1, 1 << 2, 1 << 5  # ISO 32000-2, 12.5.3
_MOST = 300
_MOST_DRAWINGS = 20
_EDGE = 4.0  # points of the signature's box that are its frame
_SIGNED = 0.004  # of the signature's box that is inked
_LARGE = 0.55  # of a page: a picture of it, and no mark on it


def of_remarks(found: Compared, back: pikepdf.Pdf) -> list[tuple[MarkFound, bool]]:
    """Return what was laid over the pages, and of each whether it lies over part 1."""
    made: list[tuple[MarkFound, bool]] = []
    for pair in found.pairs:
        page = back.pages[pair.back_index].obj
        corner = shown_box(page)
        for annotation in list(items(at(page, "/Annots")))[:_MOST]:
            kind = name(at(annotation, "/Subtype"))
            if kind in (_WIDGET, "") or _is_never_seen(annotation):
                continue
            place = _place(annotation, corner, pair)
            if place is None or (kind in _SKIPPED and not _shows(annotation, kind, place)):
                continue
            made.append(_mark(annotation, place, pair))
    return made


def _is_never_seen(annotation: Any) -> bool:
    """Whether it is seen neither on screen nor in print."""
    flags = at(annotation, "/F")
    if not isinstance(flags, int):
        return False
    return bool(flags & _HIDDEN or (flags & _NOT_ON_SCREEN and not flags & _PRINTED))


def _shows(annotation: Any, kind: str, where: Box) -> bool:
    """Whether a remark that has no look of its own was given one."""
    if not isinstance(at(annotation, "/AP", "/N"), pikepdf.Stream):
        return False
    return kind != "/FileAttachment" or area(where) > _LARGEST_SIGN


def _mark(annotation: Any, where: Box, pair: Pair) -> tuple[MarkFound, bool]:
    place = pair.place
    what = name(at(annotation, "/Subtype"))
    kind = _KINDS.get(what, "drawing")
    said = one_line(text(at(annotation, "/Contents")))[:2000]
    party, spot = place.signed_in(where) or (1, None)
    signs = spot is not None and overlap(where, spot) > 0.3 * area(where)
    is_over = not signs and _is_over_part_1(where, place)
    near = place.field_at(where)
    signs = signs and what in _SIGNING and (kind == "free text" or _is_inked(pair, where, spot))
    mark = MarkFound(place.index, kind, _rounded(where), signs, said, near, party)
    return mark, is_over


def _is_inked(pair: Pair, where: Box, spot: Box | None) -> bool:
    """Whether something can be seen in the part of a box to sign in that a place covers."""
    if spot is None:
        return False
    shared = (
        max(where[0], spot[0] + _EDGE), max(where[1], spot[1] + _EDGE),
        min(where[2], spot[2] - _EDGE), min(where[3], spot[3] - _EDGE),
    )  # fmt: skip
    if shared[0] >= shared[2] or shared[1] >= shared[3]:
        return False
    whole = (spot[2] - spot[0]) * (spot[3] - spot[1])
    drawings = pair.over or pair.drawings
    return drawings.added(shared) * area(shared) > _SIGNED * whole


def _is_over_part_1(where: Box, place: SentPage) -> bool:
    """Whether most of a mark, or its middle, lies over part 1; the question about it is none."""
    x, y = (where[0] + where[2]) / 2, (where[1] + where[3]) / 2
    if place.is_answer(x, y, 6.0):
        return False
    return y >= place.part_1_to


def _place(annotation: Any, corner: Box, pair: Pair) -> Box | None:
    """Return where a remark lies on the sent page: its ink, if it is ink, else its rectangle."""
    known = box(annotation.get("/Rect"))
    points = [figures(stroke) for stroke in list(items(annotation.get("/InkList")))[:500]]
    xs = [x for stroke in points for x in stroke[::2]]
    ys = [y for stroke in points for y in stroke[1::2]]
    if xs and ys:
        known = (min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1)
    if known is None:
        return None
    moved = (known[0] - corner[0], known[1] - corner[1], known[2] - corner[0], known[3] - corner[1])
    return (*pair.fit.place(*moved[:2]), *pair.fit.place(*moved[2:]))


def over_part_1(marks: Sequence[tuple[MarkFound, bool]]) -> Iterator[Difference]:
    """Yield marks that lie over part 1, as what they are: changes."""
    for mark, is_over in marks:
        if is_over:
            said = f": “{mark.text[:90]}”" if mark.text else ""
            yield Difference(
                Part.PART_1,
                f"Page {mark.page_index + 1}: {_NAMES.get(mark.kind, 'a mark')} lies over your "
                f"part{said}.",
                mark.page_index, "", mark.text,
            )  # fmt: skip


def as_answers(
    marks: Sequence[tuple[MarkFound, bool]], known: Sequence[Answer]
) -> Iterator[Answer]:
    """Yield words that were typed over an empty field."""
    taken = {each.name for each in known}
    for mark, is_over in marks:
        if mark.kind == "free text" and not is_over and mark.text and mark.near:
            field, _, state = mark.near.partition("=")
            if field not in taken and not state and not mark.in_signature:
                taken.add(field)
                yield Answer(field, mark.text, AnswerFrom.FREE_TEXT)


def of_pages(found: Compared, known: Sequence[Answer]) -> Iterator[MarkFound]:
    """Yield what was drawn into the pages themselves, in parts 2 and 3, besides read answers."""
    for pair in found.pairs:
        yield from _pictures(pair)
        for party, spot in pair.place.signatures:
            yield from _signature(pair, party, spot)
        yield from _buttons(found, pair, known)
        yield from _words(pair)
        yield from _drawings(pair)


def _pictures(pair: Pair) -> Iterator[MarkFound]:
    place = pair.place
    whole = place.width * place.height
    for each in pair.pictures:
        y = (each[1] + each[3]) / 2
        if area(each) < _LARGE * whole and y < place.part_1_to:
            party, spot = place.signed_in(each) or (1, None)
            signs = _is_inked(pair, each, spot)
            near = place.field_at(each)
            yield MarkFound(place.index, "picture", _rounded(each), signs, "", near, party)


def _signature(pair: Pair, party: int, spot: Box) -> Iterator[MarkFound]:
    place = pair.place
    if any(overlap(each, spot) > 0 and _is_inked(pair, each, spot) for each in pair.pictures):
        return
    inner = (spot[0] + _EDGE, spot[1] + _EDGE, spot[2] - _EDGE, spot[3] - _EDGE)
    seen = [each for each in pair.letters if not each.unseen]
    if said := answers.words_in(seen, inner):
        yield MarkFound(
            place.index, "free text", _rounded(inner), in_signature=True, text=said, party=party
        )
    elif pair.drawings.added(inner) > _SIGNED:
        where = pair.drawings.more([inner], [])
        drawn = _around(where) if where else inner
        yield MarkFound(place.index, "drawing", _rounded(drawn), in_signature=True, party=party)


def _buttons(found: Compared, pair: Pair, known: Sequence[Answer]) -> Iterator[MarkFound]:
    read = {(each.name, each.value) for each in known}
    for widget in found.sent_fields:
        if widget.page_index != pair.place.index or not widget.is_button:
            continue
        if answers.is_marked(pair, widget) and not {
            (widget.name, widget.on), (widget.name, "yes"),
        } & read:  # fmt: skip
            near = f"{widget.name}={widget.on}"
            yield MarkFound(pair.place.index, "drawing", _rounded(widget.box), near=near)


def _words(pair: Pair) -> Iterator[MarkFound]:
    place = pair.place
    rows: dict[int, list[letters.Word]] = {}
    for word in pair.read.extra:
        x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
        in_margin = not (MARGIN < x < place.width - MARGIN and MARGIN < y < place.height - MARGIN)
        if y < place.part_1_to and not in_margin:
            rows.setdefault(round(word.base), []).append(word)
    for row in list(rows.values())[:_MOST_DRAWINGS]:
        where = _around([each.box for each in row])
        said = letters.joined(sorted(row, key=lambda each: each.box[0]))
        yield MarkFound(
            place.index, "free text", _rounded(where), text=said, near=place.field_at(where)
        )


def _drawings(pair: Pair) -> Iterator[MarkFound]:
    place, read = pair.place, pair.read
    if pair.is_redrawn:
        return
    top = min(place.part_1_to, place.height - MARGIN)
    if top <= MARGIN:
        return
    without = [each for _, each in place.answers]
    without += [each.box for each in read.extra]
    without += [*pair.pictures, *(spot for _, spot in place.signatures)]
    without = [(b[0] - 4, b[1] - 4, b[2] + 4, b[3] + 4) for b in without]
    for each in pair.drawings.more([(MARGIN, MARGIN, place.width - MARGIN, top)], without)[
        :_MOST_DRAWINGS
    ]:
        yield MarkFound(place.index, "drawing", _rounded(each), near=place.field_at(each))


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(each[0] for each in boxes), min(each[1] for each in boxes),
        max(each[2] for each in boxes), max(each[3] for each in boxes),
    )  # fmt: skip


def _rounded(where: Box) -> Box:
    return tuple(round(each, 1) for each in where)  # type: ignore[return-value]
