"""What a search found, in groups, as any screen or command shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.marking import Marks
from portfolio_app.domain.query import Query


class FoundGroup(StrEnum):
    """What kind of thing was found."""

    KSB = "ksb"
    EVIDENCE = "evidence"
    PASSAGE = "passage"
    PAGE = "page"

    @property
    def words(self) -> str:
        """The group's heading."""
        return {
            "ksb": "KSBs",
            "evidence": "Evidence",
            "passage": "Passages",
            "page": "Words on pages",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found.

    ``title`` names it (a KSB's wording, an item's title), ``text`` is the piece in which the words
    stand, one line of plain text, and ``marks`` the ranges (start, end) of ``text`` that were
    looked for. ``page`` counts from 1, 0 where there is none. ``codes`` are the KSBs a passage is
    claimed for, or that an item shows. ``find`` are words to look for on the page itself.
    ``is_private``: the words stand in a private note. A higher ``score`` fits better within its
    group.
    """

    group: FoundGroup
    title: str
    text: str = ""
    marks: Marks = ()
    item_uid: str = ""
    ref: str = ""
    page: int = 0
    ksb_uid: str = ""
    ksb_kind: KsbKind | None = None
    codes: tuple[str, ...] = ()
    claim_uid: str = ""
    count: int = 0
    kind: str = ""
    date: str = ""
    find: str = ""
    is_private: bool = False
    is_reading: bool = False
    is_binned: bool = False
    score: float = 0.0
    passage_uid: str = ""

    @property
    def place_words(self) -> str:
        """Where it is: "E07, p. 4", "p. 4", or nothing."""
        page = f"p. {self.page}" if self.page else ""
        parts = [self.ref, page, "bin" if self.is_binned else ""]
        parts.append("reading" if self.is_reading else "")
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything one query found, group by group, each best first.

    ``cut`` names the groups of which there is more than was asked for. ``notes`` are sentences
    about what of the query was not understood.
    """

    query: Query
    found: tuple[Found, ...] = ()
    cut: frozenset[FoundGroup] = frozenset()
    notes: tuple[str, ...] = ()

    def of(self, group: FoundGroup) -> tuple[Found, ...]:
        """Return what was found of one group."""
        return tuple(each for each in self.found if each.group is group)

    @property
    def groups(self) -> tuple[FoundGroup, ...]:
        """The groups there are, in the order to show them."""
        return tuple(dict.fromkeys(each.group for each in self.found))

    @property
    def summary(self) -> str:
        """How much was found, for example "12 results", "more than 50 results"."""
        count = len(self.found)
        if not count:
            return "Nothing found"
        more = "more than " if self.cut else ""
        return f"{more}{count} result{'' if count == 1 else 's'}".capitalize()
