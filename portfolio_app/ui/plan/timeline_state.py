"""What the timeline and the modules show, read at one moment beside the window; no Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.domain.plan_faults import Fault
from portfolio_app.domain.planned import Planned, PlannedKind
from portfolio_app.domain.timeline import Mark, Source, Timeline
from portfolio_app.services import agreements, hours, timeline
from portfolio_app.services.agreements import Stands
from portfolio_app.store import queries
from portfolio_app.store.database import Store

OWN_KINDS = (
    PlannedKind.MODULE,
    PlannedKind.ASSIGNMENT,
    PlannedKind.EVENT,
    PlannedKind.MILESTONE,
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A project agreement with how far each party has come; ``row`` without a uid is proposed."""

    row: Planned
    stands: tuple[Stands, ...] = ()
    left: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """What both views show. ``faults`` are by the uid of their row."""

    timeline: Timeline
    rows: Mapping[str, Planned] = field(default_factory=dict)
    faults: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)
    hours_words: str = ""
    usual_source: str = ""
    reading: tuple[EvidenceItem, ...] = ()
    agreements: tuple[Agreed, ...] = ()
    proposed: Agreed | None = None

    def of(self, kind: PlannedKind) -> tuple[Planned, ...]:
        """Return the rows of a kind, in their order."""
        return tuple(each for each in self.rows.values() if each.kind is kind)

    def row_of(self, mark: Mark) -> Planned | None:
        """Return the row a mark was read from, None where it is no row of the plan."""
        of_rows = mark.source in (Source.ROW, Source.FEEDBACK, Source.AGAIN)
        return self.rows.get(mark.uid) if of_rows else None


def read_state(store: Store, today: date) -> State:
    """Read what both views show."""
    points = timeline.usual_points()
    kept = tuple(
        Agreed(each, agreements.standing(store, each), agreements.left_words(store, each))
        for each in agreements.agreements(store)
    )
    new = agreements.proposed(store)
    return State(
        timeline.read(store, today),
        {each.uid: each for each in queries.plan.rows(store)},
        timeline.faults(store, today),
        hours.position(store, today.isoformat()).words,
        f"{points.source}. {points.note}".strip(),
        queries.evidence.on_shelves(store, Shelf.READING),
        kept,
        None if kept else Agreed(new, agreements.standing(store, new)),
    )


def today() -> date:
    """Return the person's own day."""
    return datetime.now().astimezone().date()
