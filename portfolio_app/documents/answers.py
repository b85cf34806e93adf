"""Keeps account of a form's answers: drawn, too long for their field, unseen, not as they looked.

Every answer that the app draws is read back from the page copy, letter by letter.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import pypdfium2

from portfolio_app.documents import positions
from portfolio_app.documents.lettering import undrawable
from portfolio_app.documents.pdf_values import Box
from portfolio_app.documents.titles import one_line
from portfolio_app.domain import bidi
from portfolio_app.domain.document import Holding

_DETAIL, _PIECE = 300, 60  # characters
_SAME = str.maketrans(
    {"\N{SOFT HYPHEN}": None, "\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-", "\x02": "-"}
)
_EITHER_BRACKET = str.maketrans(")]}>»”’\u203a", "([{<«“‘\u2039")


@dataclass(frozen=True, slots=True)
class Written:
    """Words the app drew: on which page (index from 0), where in page space, for which field."""

    page_index: int
    place: Box
    words: str
    question: str


@dataclass(frozen=True, slots=True)
class TooLong:
    """An answer that did not fit its field: its number on the added pages counts from 1."""

    number: int
    page_index: int
    question: str
    words: str


@dataclass(slots=True)
class Answers:
    """What became of a form's answers on the way to the page copy.

    ``fields`` are the places of all fields that show, by page index, in the page's own coordinates.
    """

    written: list[Written] = field(default_factory=list)
    too_long: list[TooLong] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    passwords: int = 0
    cut: int = 0
    not_drawn: int = 0
    lost: list[str] = field(default_factory=list)
    fields: dict[int, list[Box]] = field(default_factory=dict)

    def checked(self, page_copy: bytes) -> None:
        """Read every drawn answer back from the page copy; note those that are not all there.

        Raises:
            pypdfium2.PdfiumError: the page copy cannot be opened.
        """
        if not self.written:
            return
        by_page: dict[int, list[Written]] = {}
        for each in self.written:
            by_page.setdefault(each.page_index, []).append(each)
        with pypdfium2.PdfDocument(page_copy) as document:
            for index, here in by_page.items():
                self.lost += _not_read_back(document, index, here)

    def holdings(self) -> list[Holding]:
        """Return what a person should know of answers that the pages do not show as entered."""
        found = [
            _holding("answers not shown on the page", self.unseen),
            _holding("answers whose field showed something else", self.differing),
            _holding("answers not drawn exactly as typed", self.lost),
            _holding("answers whose letters could not be compared", self.unchecked),
            Holding("passwords typed in, shown as dots", self.passwords),
        ]
        return [each for each in found if each.count]

    def problems(self) -> list[str]:
        """Return plain sentences for what went wrong."""
        told = []
        if self.lost:
            told.append(
                f"{_answers(len(self.lost))} of this form could not be drawn exactly as typed, "
                "because the app's letters lack some of its signs. The original is kept: print it "
                "to PDF in the program it came from and add that."
            )
        if self.not_drawn:
            told.append(
                f"This form has so many fields that {_answers(self.not_drawn)} could not be drawn. "
                "The original is kept: print it to PDF in the program it came from and add that."
            )
        if self.cut:
            told.append(
                f"{_answers(self.cut)} of this form is longer than the app prints; the rest is in "
                "the original, which is kept."
            )
        return told


def same(shown: str, entered: str) -> bool:
    """Return whether two texts have the same letters, signs and figures in the same order."""
    return _letters(shown) == _letters(entered)


def holds(text: str, words: str) -> bool:
    """Return whether all letters, signs and figures of words stand in a text in their order."""
    return _letters(words) in _letters(text)


def begins(entered: str, shown: str) -> bool:
    """Return whether what is shown is a part of what was entered, up to lost letters ("?")."""
    letters, seen = _letters(entered), _letters(shown)
    if seen in letters:
        return True
    return len(seen) == len(letters) and all(
        one == other or other in "?\N{REPLACEMENT CHARACTER}"
        for one, other in zip(letters, seen, strict=True)
    )


def has_other_letters(shown: str, entered: str) -> bool:
    """Return whether what is shown has letters that were not entered, whatever their order."""
    return bool(_counted(shown, is_mixed=True) - _counted(entered, is_mixed=True))


def compared(question: str, shown: str, entered: str) -> str:
    """Return in words what a field showed and what it holds."""
    has = f"holds “{_piece(entered)}”" if entered.strip() else "holds no answer"
    return f"{question}: showed “{_piece(shown)}”, {has}"


def unseen(question: str, value: str) -> str:
    """Return in words an answer that no page shows."""
    return f"{question}: {_piece(value)}"


def _not_read_back(
    document: pypdfium2.PdfDocument, index: int, here: Iterable[Written]
) -> list[str]:
    try:
        page = document[index]
        try:
            words, boxes = positions.characters(page)
        finally:
            page.close()
    except (pypdfium2.PdfiumError, IndexError):
        return [each.question for each in here]
    middles = [
        (
            letter,
            (boxes[4 * at] + boxes[4 * at + 2]) / 2,
            (boxes[4 * at + 1] + boxes[4 * at + 3]) / 2,
        )
        for at, letter in enumerate(words)
        if not letter.isspace()
    ]
    lost = []
    for each in here:
        x0, y0, x1, y1 = each.place
        read = "".join(
            letter for letter, x, y in middles if x0 - 2 <= x <= x1 + 2 and y0 - 2 <= y <= y1 + 2
        )
        is_mixed = bidi.is_mixed(words)
        if _counted(each.words, is_mixed=is_mixed) - _counted(read, is_mixed=is_mixed):
            lost.append(f"{each.question} (page {index + 1})")
        elif signs := undrawable(each.words):
            lost.append(f"{each.question} (page {index + 1}): {signs[:20]}")
    return lost


def _counted(words: str, *, is_mixed: bool) -> Counter[str]:
    """Return how often each letter occurs.

    On a page with right-to-left letters PDFium guesses which way a bracket or a quotation mark was
    open: either will do there.
    """
    letters = _letters(words)
    return Counter(letters.translate(_EITHER_BRACKET) if is_mixed else letters)


def _letters(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words.translate(_SAME))
    return "".join(
        each for each in plain if not each.isspace() and unicodedata.category(each) != "Cf"
    )


def _piece(words: str) -> str:
    short = one_line(words)
    return short if len(short) <= _PIECE else f"{short[: _PIECE - 1]}…"


def _holding(what: str, several: list[str]) -> Holding:
    detail = "; ".join(dict.fromkeys(several))
    return Holding(what, len(several), detail if len(detail) <= _DETAIL else f"{detail[:_DETAIL]}…")


def _answers(count: int) -> str:
    return "1 answer" if count == 1 else f"{count:,} answers"
