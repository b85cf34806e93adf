"""What lies over a form that came back, or cuts it off, and is neither a remark nor an answer.

Fields have looks of their own, and a page shows no more than its boxes let through: with both our
part can be made to say something else while every word of it stays where it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portfolio_app.documents.pdf_values import Box
from portfolio_app.documents.returned import letters
from portfolio_app.documents.returned.alignment import Fit
from portfolio_app.documents.returned.compared import Compared, Pair
from portfolio_app.documents.returned.fields import Widget
from portfolio_app.documents.returned.letters import Word
from portfolio_app.documents.returned.places import area, overlap
from portfolio_app.documents.titles import one_line
from portfolio_app.domain import forms
from portfolio_app.domain.form_lines import party_of
from portfolio_app.domain.returned import Difference, Part

_NEAR = 3.0  # points
_SLACK = 1.5  # points of a word that may lie beyond the edge: its letters' own room
_MOST_OF_AN_ANSWER = 0.6
_SIGNATURE = "/Sig"
_BESIDE_SIGNATURE = (
    forms.TYPED_SIGNATURE, forms.DIGITAL_SIGNATURE, forms.NAME, forms.JOB_TITLE,
    forms.ORGANISATION, forms.RELATIONSHIP, forms.CONTACT, forms.SIGNED_ON,
)  # fmt: skip


def of_fields(found: Compared) -> Iterator[Difference]:
    """Yield fields that stand where yours have none, or are not seen where yours are."""
    known: dict[tuple[str, str], list[Widget]] = {}
    for each in found.sent_fields:
        known.setdefault((each.name, each.on), []).append(each)
    names = {each.name for each in found.sent_fields}
    pairs = {pair.back_index: pair for pair in found.pairs}
    told: set[tuple[str, str]] = set()
    for each in found.back_fields:
        if area(each.box) <= 0:
            continue
        ours = known.get((each.name, each.on), [])
        said = ""
        pair = pairs.get(each.page_index)
        if each.kind == _SIGNATURE and not ours:
            yield from _of_signature(each, pair)
            continue
        if each.name not in names or not ours:
            continue  # told as a field, or an answer, that was added
        if all(area(one.box) <= 0 for one in ours):
            said = "is seen, and is not in yours"
        elif sum((e.name, e.on) == (each.name, each.on) for e in found.back_fields) > len(ours):
            said = "is there more than once"
        elif each.is_hidden and not any(one.is_hidden for one in ours):
            said = "is hidden"
        if said and (each.name, said) not in told:
            told.add((each.name, said))
            asked = one_line(ours[0].question or each.name)[:80]
            yield Difference(
                Part.STRUCTURE, f"Page {each.page_index + 1}: the field “{asked}” {said}.",
                each.page_index,
            )  # fmt: skip


def _of_signature(widget: Widget, pair: Pair | None) -> Iterator[Difference]:
    """Yield what a field for a digital signature, put there by whoever signed, lies over."""
    if pair is None or widget.is_hidden:
        return
    where = _moved(widget.box, pair.fit)
    place, page = pair.place, pair.place.index + 1
    if area(where) > 4 and place.is_part_1(where):
        yield Difference(
            Part.PART_1, f"Page {page}: the mark of a digital signature lies over your part.",
            place.index,
        )  # fmt: skip
        return
    for name, box in place.answers:
        if party_of(name.split("=")[0])[1] in _BESIDE_SIGNATURE or area(box) <= 0:
            continue
        if overlap(where, box) > _MOST_OF_AN_ANSWER * area(box):
            yield Difference(
                Part.ANSWERS,
                f"Page {page}: the mark of a digital signature lies over an answer.", place.index,
            )  # fmt: skip
            return


def _moved(box: Box, fit: Fit) -> Box:
    return (*fit.place(box[0], box[1]), *fit.place(box[2], box[3]))


def cut_off(
    index: int, ours: Sequence[Word], size: tuple[float, float], fit: Fit
) -> Iterator[Difference]:
    """Yield the words of a page that lie beyond the edges of what is shown of it now.

    ``size`` is that of the page that came back, in points; ``fit`` takes it to the page ``index``
    that was sent.
    """
    left, low = fit.place(0.0, 0.0)
    right, high = fit.place(*size)
    gone = [
        each
        for each in ours
        if each.box[0] < left - _SLACK
        or each.box[2] > right + _SLACK
        or each.box[1] < low - _SLACK
        or each.box[3] > high + _SLACK
    ]
    if gone:
        said = one_line(letters.joined(gone))[:90]
        yield Difference(
            Part.PART_1, f"Page {index + 1} is cut off: “{said}” is not seen any more.", index
        )
