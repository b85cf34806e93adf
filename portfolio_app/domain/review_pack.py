"""The two pages that a review meeting is prepared with: facts only, no quoted evidence."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.ksb import KsbKind


@dataclass(frozen=True, slots=True)
class PackCount:
    """How many KSBs stand so (``words``), then and now."""

    words: str
    then: int
    now: int


@dataclass(frozen=True, slots=True)
class PackKsb:
    """A KSB with its short wording; ``standing`` is how it stands, ``step`` what to do next."""

    code: str
    kind: KsbKind
    short: str
    standing: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class PackPiece:
    """A new piece of evidence by its number and title, never by its words."""

    ref: str
    title: str
    kind: str
    day: str


@dataclass(frozen=True, slots=True)
class PackAction:
    """An action: what, whose it is, by when, and how far it came."""

    title: str
    owner: str
    by: str
    standing: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPack:
    """What the pack prints. All days are in words; ``built`` is a UTC instant (ISO 8601).

    ``since`` is "" where no review was held before; of an annual one, no annual review. ``sign``
    are the roles that initial the agreed actions. ``notice`` is said of the standard where its
    wording was not compared.
    """

    title: str
    day: str
    place: str
    who: tuple[str, ...]
    since: str
    apprentice: str
    employer: str
    provider: str
    standard: str
    gateway: str
    counts: tuple[PackCount, ...]
    newly: tuple[PackKsb, ...]
    pieces: tuple[PackPiece, ...]
    hours: tuple[str, ...]
    coming: tuple[str, ...]
    gaps: tuple[PackKsb, ...]
    last: tuple[PackAction, ...]
    last_words: str
    points: tuple[str, ...]
    agreed: tuple[PackAction, ...]
    sign: tuple[str, ...]
    built: str
    built_words: str
    rule: str = ""
    notice: str = ""
    is_annual: bool = False
    app: str = ""
