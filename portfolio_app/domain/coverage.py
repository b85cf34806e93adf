"""Which KSBs are gaps, started, covered or strong, by a rule the person can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.evidence import ref_number
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.passage import Claim, Strength


class KsbStatus(StrEnum):
    """Stored and in JSON these words; on screen ``words`` (decision D9)."""

    GAP = "gap"
    STARTED = "started"
    COVERED = "covered"
    STRONG = "strong"

    @property
    def words(self) -> str:
        """Words that do not promise."""
        return {
            "gap": "Gap",
            "started": "Started",
            "covered": "Passage chosen",
            "strong": "Two sources",
        }[self.value]


RULE = (
    "Gap: no claims. Started: claims, but none on an exact passage that clearly shows it, or only "
    "in observations that are not signed. "
    "Passage chosen: at least one exact passage that clearly shows it. "
    "Two sources: exact passages that clearly show it from two or more items, one a best example."
)
CAVEAT = "Counts what you chose. It can't say whether it is enough."


@dataclass(frozen=True, slots=True)
class KsbCoverage:
    """One KSB with its status and the claims that count, best first."""

    ksb: Ksb
    status: KsbStatus
    claims: tuple[Claim, ...]


def best_first(claim: Claim) -> tuple[bool, int, bool, bool, int, int, str]:
    """Sorting key: strongest first, exact passages before whole items, then shortlist order.

    What is claimed in an observation that nobody signed comes after all that counts.
    """
    # The order of the shortlist, not of the numbers: those need not follow it.
    place = ref_number(claim.ref) if claim.place is None else claim.place
    return (
        not claim.is_signed,
        -claim.strength,
        not claim.is_exact,
        not claim.ref,
        place,
        claim.page,
        claim.uid,
    )


def status_of(claims: Iterable[Claim]) -> KsbStatus:
    """Return the status these claims give a KSB (limits as in tokens.toml).

    A passage that waits to be placed in a newer version is a start, never an exact passage; so is
    one in an observation that is not signed.
    """
    claims = tuple(claims)
    if not claims:
        return KsbStatus.GAP
    exact = [claim for claim in claims if claim.counts]
    if not exact:
        return KsbStatus.STARTED
    items = {claim.item_uid for claim in exact}
    if len(items) >= 2 and any(c.strength is Strength.BEST for c in exact):
        return KsbStatus.STRONG
    return KsbStatus.COVERED


def coverage(
    ksbs: Iterable[Ksb], claims: Iterable[Claim], *, shortlist_only: bool = True
) -> tuple[KsbCoverage, ...]:
    """Return every KSB in its own order, counting shortlisted items only unless told otherwise."""
    by_ksb: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.ref or not shortlist_only:
            by_ksb.setdefault(claim.ksb_uid, []).append(claim)
    return tuple(
        KsbCoverage(ksb, status_of(found), tuple(sorted(found, key=best_first)))
        for ksb in ksbs
        for found in (by_ksb.get(ksb.uid, []),)
    )
