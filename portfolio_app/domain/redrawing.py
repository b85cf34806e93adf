"""What is taken out of a page, and a page as it is drawn: what redrawing a page starts from."""

from __future__ import annotations

import hashlib
from array import array
from dataclasses import dataclass

from portfolio_app.domain.passage import Box

HIDDEN = "Hidden"  # on a block without a label of its own, where it fits


@dataclass(frozen=True, slots=True)
class HiddenArea:
    """One hidden place on one page: what is painted over and which words go.

    ``page_index`` counts from 0. ``boxes`` are page space points. ``start`` to ``end`` are code
    points of the page's text, both 0 for an area that was drawn. ``instead`` is the text that
    stands there afterwards, ``label`` the words that can be read on the block: HIDDEN or its own.
    """

    page_index: int
    boxes: tuple[Box, ...]
    start: int
    end: int
    instead: str
    label: str = HIDDEN

    @property
    def is_words(self) -> bool:
        """Whether words are hidden rather than an area that was drawn."""
        return self.start < self.end


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as PDFium draws and reads it.

    ``width`` and ``height`` are points as shown. ``pixels`` are ``across`` times ``down`` pixels of
    three bytes (red, green, blue), from the top left. ``boxes`` and ``inks`` hold four numbers a
    code point of ``text``: as high as the font, and as far as the letter's own shape reaches; page
    space points, all zero where there is no place. ``turns`` says for each code point by how many
    quarters, anticlockwise, its line is turned from upright as shown, and ``unseen`` (1) that it is
    not drawn.
    """

    index: int
    width: float
    height: float
    across: int
    down: int
    pixels: bytes
    text: str
    boxes: array[float]
    inks: array[float]
    turns: bytes
    unseen: bytes


def picture_name(seed: str, page_index: int) -> str:
    """Return the name under which a page that was drawn anew keeps its picture: "/Drawn…".

    It says nothing to a reader, and finds the page again wherever it was put.
    """
    digest = hashlib.sha256(f"{seed}:{page_index}".encode()).hexdigest()
    return f"/Drawn{digest[:16]}"
