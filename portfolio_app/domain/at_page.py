"""Where to speak to a KSB: the passages that show it, with the page of the built bundle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portfolio_app.domain.cited import Printed
from portfolio_app.domain.passage import Claim, Theory

QUOTED = 160  # letters of a passage


@dataclass(frozen=True, slots=True)
class AtPage:
    """A passage to speak to. ``page`` is that of the bundle's PDF, from 1; 0 when not in there.

    ``ref`` is the E-number, "" off the shortlist; ``item_page`` the page of the piece, from 1, 0
    for a whole piece; ``times`` a part of a recording in words.
    """

    claim_uid: str
    item_uid: str
    title: str
    ref: str
    page: int
    item_page: int
    quote: str = ""
    shows: str = ""
    times: str = ""

    @property
    def place(self) -> str:
        """What to say aloud: "Page 47 · E07", else "E07, page 4", else the title."""
        name = self.ref or self.title
        if self.page:
            return f"Page {self.page} · {name}"
        if self.times:
            return f"{name}, {self.times}"
        return f"{name}, page {self.item_page}" if self.item_page else name


@dataclass(frozen=True, slots=True)
class TheoryAt:
    """Something read that is theory for a KSB: its title, page from 1 (0: unknown), and words."""

    title: str
    page: int
    quote: str

    @property
    def words(self) -> str:
        """As a card prints it."""
        place = f"{self.title}, p. {self.page}" if self.page else self.title
        return f"{place}: “{self.quote}”" if self.quote else place


def places(claims: Iterable[Claim], printed: Printed | None) -> tuple[AtPage, ...]:
    """Return where these claims are found, in their order; each passage once."""
    found: dict[str, AtPage] = {}
    for claim in claims:
        found.setdefault(
            claim.passage_uid,
            AtPage(
                claim.uid,
                claim.item_uid,
                claim.item_title,
                claim.ref,
                printed.claims.get(claim.uid, 0) if printed is not None else 0,
                claim.page,
                shortened(claim.anchor.quote, QUOTED),
                claim.shows,
                claim.anchor.times,
            ),
        )
    return tuple(found.values())


def theory_places(found: Iterable[Theory]) -> tuple[TheoryAt, ...]:
    """Return theory as cards show it."""
    return tuple(
        TheoryAt(each.item_title, each.page, shortened(each.anchor.quote, QUOTED)) for each in found
    )


def shortened(text: str, most: int) -> str:
    """Return a text in one line, cut at a word, with "…" where it was longer."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line.rfind(" ", most // 2, most)
    return f"{line[: cut if cut > 0 else most].rstrip()}…"
