"""Skills scans: how the apprentice and the line manager rate each KSB, and how that changed.

Private: nothing of a scan is ever part of the bundle.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.ksb import Ksb, KsbKind


class Rater(StrEnum):
    """Whose mark it is."""

    OWN = "own"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Scale:
    """The words of the marks, lowest first: mark 1 is ``words[0]``."""

    id: str
    title: str
    words: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """One KSB of a scan: marks from 1, None where not given yet. ``note`` is private."""

    ksb_uid: str
    own: int | None = None
    manager: int | None = None
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return self.own is None and self.manager is None and not self.note


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan. ``day`` is YYYY-MM-DD, ``scale`` the words of its marks, lowest first."""

    uid: str
    title: str
    day: str
    scale: tuple[str, ...]
    ratings: tuple[Rating, ...] = ()

    def rating(self, ksb_uid: str) -> Rating:
        """Return what was said about a KSB; an empty rating when nothing was."""
        found = (each for each in self.ratings if each.ksb_uid == ksb_uid)
        return next(found, Rating(ksb_uid))

    @property
    def rated(self) -> int:
        """How many KSBs the apprentice has rated."""
        return sum(each.own is not None for each in self.ratings)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the dot plot: a KSB in the earlier scan and in the later one.

    ``change`` is later minus earlier on the apprentice's own marks, None unless both are given and
    the two scales have as many steps.
    """

    ksb: Ksb
    earlier: Rating
    later: Rating
    change: int | None


@dataclass(frozen=True, slots=True)
class AreaMean:
    """The mean own mark of an area, as a share of the scale from 0.0 to 1.0; None: no mark."""

    area: str
    title: str
    earlier: float | None
    later: float | None


@dataclass(frozen=True, slots=True)
class ScanReportRow:
    """One KSB as the provider's copy prints it; ``before`` is the own mark of the earlier scan."""

    code: str
    kind: KsbKind
    short: str
    own: int | None
    manager: int | None
    before: int | None
    change: int | None


@dataclass(frozen=True, slots=True)
class ScanReport:
    """A scan as the provider's copy prints it. No private notes.

    ``compared`` names the earlier scan, "" for none. ``built`` is a UTC instant (ISO 8601).
    """

    title: str
    compared: str
    standard: str
    apprentice: str
    employer: str
    provider: str
    scale: tuple[str, ...]
    rows: tuple[ScanReportRow, ...]
    built: str
    built_words: str
    app: str = ""


def rows(ksbs: Iterable[Ksb], earlier: Scan | None, later: Scan | None) -> tuple[Row, ...]:
    """Return a row for every KSB in their order; a scan that is not there has empty ratings."""
    before = {each.ksb_uid: each for each in earlier.ratings} if earlier else {}
    now = {each.ksb_uid: each for each in later.ratings} if later else {}
    alike = earlier is not None and later is not None and len(earlier.scale) == len(later.scale)
    made = []
    for ksb in ksbs:
        one = before.get(ksb.uid, Rating(ksb.uid))
        other = now.get(ksb.uid, Rating(ksb.uid))
        change = None
        if alike and one.own is not None and other.own is not None:
            change = other.own - one.own
        made.append(Row(ksb, one, other, change))
    return tuple(made)


def first_unrated(ksbs: Iterable[Ksb], scan: Scan) -> str:
    """Return the uid of the first KSB without the apprentice's own mark, "" when all have one."""
    rated = {each.ksb_uid for each in scan.ratings if each.own is not None}
    return next((ksb.uid for ksb in ksbs if ksb.uid not in rated), "")


def area_means(
    ksbs: Iterable[Ksb],
    areas: Iterable[tuple[str, str]],
    earlier: Scan | None,
    later: Scan | None,
) -> tuple[AreaMean, ...]:
    """Return the mean of each area that has a mark in either scan, in the standard's order."""
    members: dict[str, set[str]] = {}
    for ksb in ksbs:
        members.setdefault(ksb.area, set()).add(ksb.uid)
    made = (
        AreaMean(
            area,
            title,
            _mean(earlier, members.get(area, set())),
            _mean(later, members.get(area, set())),
        )
        for area, title in areas
    )
    return tuple(each for each in made if each.earlier is not None or each.later is not None)


def _mean(scan: Scan | None, uids: set[str]) -> float | None:
    if scan is None or len(scan.scale) < 2:
        return None
    marks = [r.own for r in scan.ratings if r.own is not None and r.ksb_uid in uids]
    if not marks:
        return None
    return (sum(marks) / len(marks) - 1) / (len(scan.scale) - 1)
