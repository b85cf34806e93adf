"""Where things lie on the form that was sent: answers, the signature's box, and what is fixed.

All of it is told from the kept copy itself, never from what came back: fields by their names, the
box for a signature by the field beside it, part 1 by where the answers begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from portfolio_app.documents.pdf_values import Box
from portfolio_app.documents.returned.fields import Widget
from portfolio_app.documents.returned.letters import Word
from portfolio_app.domain import forms
from portfolio_app.domain.form_lines import party_of

MARGIN = 30.0  # points at a page's edge where printers put days and addresses
_ABOUT_PART_1 = (forms.CODE, forms.VERSION, forms.FACTS_RIGHT, forms.FACTS_NOTE)
_ABOVE_ANSWERS = 60.0  # points above the first answer in which its part's heading stands


@dataclass(frozen=True, slots=True)
class SentPage:
    """One page of the form that was sent. Boxes are points from its corner.

    ``part_1_to``: part 1 is what lies above this height; infinite where no part of the page is.
    ``answers`` are the places of its fields by their names, of buttons with the answer
    ("ksb.1.seen=seen"); ``signatures`` are the boxes to sign in with whose each is: the party
    counted from 1.
    """

    index: int
    width: float
    height: float
    part_1_to: float
    answers: tuple[tuple[str, Box], ...]
    signatures: tuple[tuple[int, Box], ...]

    @property
    def has_part_1(self) -> bool:
        """Whether any of part 1 is on this page."""
        return self.part_1_to < self.height

    def is_part_1(self, box: Box) -> bool:
        """Whether most of a place lies in part 1."""
        return (box[1] + box[3]) / 2 >= self.part_1_to

    def is_answer(self, x: float, y: float, slack: float = 3.0) -> bool:
        """Whether a point lies in a field or in the signature's box."""
        if any(within(x, y, each, slack) for _, each in self.signatures):
            return True
        for _, (x0, y0, x1, y1) in self.answers:  # asked of every letter
            if x0 - slack <= x <= x1 + slack and y0 - slack <= y <= y1 + slack:
                return True
        return False

    def signed_in(self, box: Box) -> tuple[int, Box] | None:
        """Return the box to sign in that a place shares most with, and whose it is."""
        shared = [(overlap(box, each), party, each) for party, each in self.signatures]
        best = max(shared, default=None)
        return (best[1], best[2]) if best is not None and best[0] > 0 else None

    def field_at(self, box: Box) -> str:
        """Return which field a place shares most with, by its name in ``answers``; "" for none."""
        shared = [(overlap(box, each), name) for name, each in self.answers]
        best = max(shared, default=(0.0, ""))
        return best[1] if best[0] > 0 else ""


def within(x: float, y: float, box: Box, slack: float = 0.0) -> bool:
    """Return whether a point lies in a box, or up to ``slack`` points beside it."""
    return box[0] - slack <= x <= box[2] + slack and box[1] - slack <= y <= box[3] + slack


def overlap(one: Box, other: Box) -> float:
    """Return the area that two boxes share, in square points."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def area(box: Box) -> float:
    """Return a box's area in square points."""
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def of_page(
    size: tuple[float, float], index: int, widgets: Sequence[Widget], words: Sequence[Word],
    first_answers: int | None,
) -> SentPage:  # fmt: skip
    """Return where things lie on a page of the sent form, ``size`` points large.

    ``widgets`` are its fields on all pages, ``first_answers`` the page with the first answers of
    part 2, None when there are none.
    """
    width, height = size
    here = [each for each in widgets if each.page_index == index and area(each.box) > 0]
    answers = tuple((_near(each), each.box) for each in here)
    to = 0.0
    if first_answers is not None and index >= first_answers:
        to = height + 1
        if index == first_answers:
            to = _beginning(here, words)
    return SentPage(index, width, height, to, answers, _signature_boxes(here))


def _near(widget: Widget) -> str:
    """Return what a mark in a field is near to: its name, and for buttons the answer too."""
    return f"{widget.name}={widget.on}" if widget.is_button else widget.name


def first_page_of_answers(widgets: Sequence[Widget]) -> int | None:
    """Return the first page with a field of part 2 or 3; None when there is no such field."""
    pages = [
        each.page_index for each in widgets if each.name not in _ABOUT_PART_1 and area(each.box) > 0
    ]
    return min(pages, default=None)


def _beginning(here: Sequence[Widget], words: Sequence[Word]) -> float:
    """Return the height at which the part after part 1 begins: at its heading, if it has one."""
    top = max(each.box[3] for each in here if each.name not in _ABOUT_PART_1)
    heading = [
        word
        for word, following in pairwise(words)
        if word.text == "Part" and following.text.startswith("2") and word.base > top
    ]
    if heading:
        return max(each.box[3] for each in heading[:1]) + 8
    return min(top + _ABOVE_ANSWERS, _lowest_above(here, top))


def _lowest_above(here: Sequence[Widget], top: float) -> float:
    return min((e.box[1] for e in here if e.box[1] >= top), default=top + _ABOVE_ANSWERS)


def _signature_boxes(here: Sequence[Widget]) -> tuple[tuple[int, Box], ...]:
    """Return the boxes to sign in, in the order of their parties, with whose each is."""
    found: dict[int, Box] = {}
    for each in here:
        party, name = party_of(each.name)
        if name == forms.DIGITAL_SIGNATURE:
            found[party] = each.box
        elif name == forms.TYPED_SIGNATURE:
            found.setdefault(party, forms.signature_box(each.box))
    return tuple(sorted(found.items()))
