"""Short linked words side by side: the chips of KSBs, the E-numbers of pieces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portfolio_app.domain.bundle import PlanKsb
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import BODY, Book, Piece
from portfolio_app.pdf.fonts import BOLD
from portfolio_app.pdf.frame import chip, chip_width
from portfolio_app.pdf.sheet import Sheet, Target

_AFTER = 3.5  # points left free after each


def leading(size: float) -> float:
    """Return how far one row lies below the other beside words of a size, in points."""
    return size * (1.7 if size >= BODY else 1.45)


def _chip(size: float) -> float:
    """Return the size of the letters in a chip: a little smaller than small words beside it."""
    return size if size >= BODY else 7.0


@dataclass(frozen=True, slots=True)
class Bit:
    """A short linked word: an E-number or, with its kind, the chip of a KSB."""

    text: str
    target: Callable[[], Target]
    words: str
    kind: KsbKind | None = None

    def wide(self, size: float) -> float:
        """Return its width in points, with what is left free after it."""
        if self.kind is not None:
            return chip_width(self.text, _chip(size)) + _AFTER
        return fonts.width(self.text, BOLD, size) + 2 * _AFTER


def of_ksbs(book: Book, ksbs: Sequence[PlanKsb], room: float, size: float) -> list[Bit]:
    """Return the chips of KSBs, each a link into the index; codes wider than ``room`` are cut."""
    chip_size = _chip(size)

    def bit(ksb: PlanKsb) -> Bit:
        code = fonts.fit(fonts.clean(ksb.code), BOLD, chip_size, room - chip_size * 1.75)
        return Bit(code, lambda: book.entry(ksb.uid), f"{ksb.code} in the index", ksb.kind)

    return [bit(ksb) for ksb in ksbs]


def of_pieces(pieces: Sequence[Piece]) -> list[Bit]:
    """Return the E-numbers of pieces, each a link to its front sheet."""

    def bit(piece: Piece) -> Bit:
        ref = piece.item.ref
        return Bit(ref, lambda: Target(piece.front), f"Front sheet of {ref}")

    return [bit(piece) for piece in pieces]


def rows(bits: Sequence[Bit], size: float, room: float) -> list[list[Bit]]:
    """Return the bits row by row, each row at most ``room`` points wide."""
    found: list[list[Bit]] = []
    free = 0.0
    for bit in bits:
        wide = bit.wide(size)
        if not found or wide - _AFTER > free:
            found.append([])
            free = room
        found[-1].append(bit)
        free -= wide
    return found


def draw(sheet: Sheet, laid: Sequence[Sequence[Bit]], x: float, y: float, size: float) -> None:
    """Draw rows of bits, the base line of the first at ``y``; words are ``size`` points."""
    each = _chip(size)
    for row in laid:
        at = x
        for bit in row:
            wide = bit.wide(size)
            rect = (at, y - each * 0.42, at + wide - _AFTER, y + each * 1.08)
            with sheet.link(rect, bit.target(), bit.words):
                if bit.kind is not None:
                    chip(sheet, bit.kind, bit.text, at, y, size=each)
                else:
                    sheet.text(at, y, bit.text, BOLD, size, "print.link")
            at += wide
        y -= leading(size)
