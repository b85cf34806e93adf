"""What can be cited from beside the text: a passage with all its words, or a whole piece."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.draft import Inline, InlineKind
from portfolio_app.domain.labels import EvidenceLabel
from portfolio_app.domain.marking import Marks


@dataclass(frozen=True, slots=True)
class AtHand:
    """Something to cite. ``quote`` is the whole passage in one line, "" for a whole piece.

    ``marks`` are the ranges (start, end) of the quote that were looked for, of the title where
    there is no quote. ``codes`` are the KSBs it is claimed, or theory, for. ``page_index`` is its
    page from 0, None for none. ``label`` is what its citation prints now.
    """

    item_uid: str
    passage_uid: str
    title: str
    label: EvidenceLabel
    quote: str = ""
    marks: Marks = ()
    codes: tuple[str, ...] = ()
    claim_uid: str = ""
    page_index: int | None = None
    is_reading: bool = False
    is_hidden: bool = False

    @property
    def inline(self) -> Inline:
        """The citation of it."""
        return Inline(InlineKind.EVIDENCE, item_uid=self.item_uid, passage_uid=self.passage_uid)


@dataclass(frozen=True, slots=True)
class HandFull:
    """What a search beside the text found. ``is_cut``: there is more than is given.

    ``printing`` says which pages citations print now, and why.
    """

    rows: tuple[AtHand, ...] = ()
    is_cut: bool = False
    notes: tuple[str, ...] = ()
    printing: str = ""
