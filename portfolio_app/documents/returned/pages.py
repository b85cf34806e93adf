"""The pages of a file as they are compared, and which page of it is which page that was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2

from portfolio_app.documents.drawn_objects import pictures_on
from portfolio_app.documents.pdf_values import Box
from portfolio_app.documents.returned import alignment, letters
from portfolio_app.documents.returned.letters import Letter, Word
from portfolio_app.documents.returned.places import area

_PICTURE = 0.55  # of a page that pictures fill, and it is a picture
_LIKE = 0.5  # of our words on a page, and it is that page


@dataclass(slots=True)
class Page:
    """A page that was read. ``seen`` are letters that can be seen; boxes are points.

    ``pictures`` are where pictures lie, ``has_fields`` whether fields are on it, ``is_added``
    whether it says that the observer's window added it.
    """

    index: int
    size: tuple[float, float]
    letters: list[Letter]
    pictures: list[Box]
    has_fields: bool = False
    is_added: bool = False
    seen: list[Letter] = field(default_factory=list)
    lines: list[list[Word]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    @property
    def is_picture(self) -> bool:
        """Whether it is a scan, a photograph, or a page drawn as a picture."""
        if self.has_fields:
            return False
        whole = max(self.size[0] * self.size[1], 1.0)
        return sum(area(each) for each in self.pictures) > _PICTURE * whole

    @property
    def is_blank(self) -> bool:
        """Whether it has neither words nor pictures."""
        return not self.words and not self.pictures


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which page came back as which: (sent, back) in order; what is missing and what was added."""

    pairs: tuple[tuple[int, int], ...]
    missing: tuple[int, ...]
    added: tuple[int, ...]
    replaced: tuple[int, ...]
    in_order: bool


def read(document: pypdfium2.PdfDocument, index: int) -> Page:
    """Return a page as it is compared; a page that was turned is turned back.

    Raises:
        pypdfium2.PdfiumError: it cannot be read.
    """
    page = document[index]
    try:
        if page.get_rotation():
            page.set_rotation(0)
        found = Page(index, page.get_size(), letters.letters(page), _pictures(page))
    finally:
        page.close()
    found.seen = [each for each in found.letters if not each.unseen]
    found.lines = letters.lines(found.seen)
    found.words = [word for line in found.lines for word in line]
    return found


def _pictures(page: pypdfium2.PdfPage) -> list[Box]:
    left, bottom, right, top = page.get_bbox()
    found: list[Box] = []
    for x0, y0, x1, y1 in pictures_on(page):
        x0, x1 = max(x0, left), min(x1, right)
        y0, y1 = max(y0, bottom), min(y1, top)
        if x0 < x1 and y0 < y1:
            found.append((x0 - left, y0 - bottom, x1 - left, y1 - bottom))
    return found


def pair(sent: Sequence[Page], back: Sequence[Page]) -> Pairing:
    """Return which page that came back is which page that was sent, told by its words."""
    likely = sorted(
        (
            (alignment.likeness(one.words, other.words), -abs(s - b), s, b)
            for s, one in enumerate(sent)
            for b, other in enumerate(back)
            if not other.is_picture and not other.is_added
        ),
        reverse=True,
    )
    found: dict[int, int] = {}
    for like, _, s, b in likely:
        if like >= _LIKE and s not in found and b not in found.values():
            found[s] = b
    for s in range(len(sent)):  # a picture stands for the page whose place it has
        if s in found or s >= len(back) or s in found.values():
            continue
        if back[s].is_picture or not back[s].words:
            found[s] = s
    free = [b for b in range(len(back)) if b not in found.values() and back[b].is_picture]
    for s in range(len(sent)):
        if s not in found and free:
            found[s] = free.pop(0)
    missing = [s for s in range(len(sent)) if s not in found]
    spare = [b for b in range(len(back)) if b not in found.values()]
    replaced = [s for s in missing if s in spare and not back[s].is_added]
    added = [b for b in spare if b not in replaced and not back[b].is_added]
    order = [found[s] for s in sorted(found)]
    return Pairing(
        tuple(sorted(found.items())),
        tuple(s for s in missing if s not in replaced),
        tuple(added),
        tuple(replaced),
        order == sorted(order),
    )
