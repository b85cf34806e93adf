"""What every family of checks looks at, read once, and how a finding is made from a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.hiding import Hide
from portfolio_app.domain.limits import Limits, limits, rule_in_force, source_of
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.domain.passage import Claim
from portfolio_app.domain.portfolio import Details
from portfolio_app.domain.standard import Rule, Standard
from portfolio_app.problems import Level, Problem
from portfolio_app.services import options as choices
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

FACT = "A fact of this portfolio."


@dataclass(frozen=True, slots=True)
class Look:
    """One moment of the portfolio. ``items`` is the shortlist in order, ``claims`` by item uid.

    Claims are those of shortlisted items on KSBs of the accepted list, those to place left out.
    ``hides`` are by item uid, too.
    """

    store: Store
    room: Workroom | None
    options: BundleOptions
    standard: Standard
    limits: Limits
    details: Details
    items: tuple[EvidenceItem, ...]
    claims: Mapping[str, Sequence[Claim]]
    hides: Mapping[str, Sequence[Hide]]

    @property
    def every_claim(self) -> tuple[Claim, ...]:
        """The claims of all pieces, in shortlist order."""
        return tuple(claim for item in self.items for claim in self.claims.get(item.uid, ()))

    def source(self, rule_id: str) -> str:
        """Return where a rule comes from and how sure it is; "" where there is no such rule."""
        rule = rule_in_force(self.standard, rule_id)
        return source_of(self.standard, rule) if rule is not None else ""

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule in force of this id, None where the standard does not state it."""
        return rule_in_force(self.standard, rule_id)


def look_at(store: Store, options: BundleOptions | None, room: Workroom | None) -> Look:
    """Read what the checks look at. Options of None are those kept for the gateway pack."""
    standard = queries.standard.standard(store)
    items = [each for each in queries.evidence.items(store) if each.position is not None]
    items.sort(key=lambda each: each.position or 0)
    known = {each.uid for each in standard.ksbs}
    claims: dict[str, list[Claim]] = {each.uid: [] for each in items}
    for claim in queries.claims.claims(store):
        if claim.item_uid in claims and claim.ksb_uid in known and not claim.to_place:
            claims[claim.item_uid].append(claim)
    hides: dict[str, list[Hide]] = {}
    for hide in queries.hides.hides(store):
        hides.setdefault(hide.item_uid, []).append(hide)
    return Look(
        store=store,
        room=room,
        options=options if options is not None else choices.options(store, Profile.GATEWAY),
        standard=standard,
        limits=limits(standard),
        details=queries.portfolio.details(store),
        items=tuple(items),
        claims=claims,
        hides=hides,
    )


def level_of(rule: Rule | None) -> Level:
    """Return what breaking a rule weighs: only a confirmed one may be must fix (decision D6)."""
    return Level.MUST_FIX if rule is not None and rule.may_block else Level.SHOULD_CHECK


def about(
    item: EvidenceItem,
    rule: str,
    words: str,
    level: Level = Level.SHOULD_CHECK,
    *,
    source: str = FACT,
    page: int = 0,
    stops: bool = False,
) -> Problem:
    """Return a finding about a piece; ``words`` go on after its number and title."""
    return Problem(
        level,
        f"item.{rule}",
        item.ref,
        f"{item.ref} {item.title} {words}",
        about_uid=item.uid,
        page=page,
        source=source,
        stops=stops,
        may_accept=level is Level.SHOULD_CHECK,
    )


def listed(names: Sequence[str], most: int = 6) -> str:
    """Return names as they stand in a sentence: "E03, E05 and E07", "K1, K2 and 5 more"."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def count(number: int, noun: str, several: str = "") -> str:
    """Return a number with its noun: "1 page", "12 pages", "2 copies"."""
    return f"{number:,} {noun if number == 1 else several or f'{noun}s'}"
