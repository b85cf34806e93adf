"""Everything the Observations area shows, read at one moment beside the window; no Qt here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from portfolio_app.domain import day_spans
from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.observation import (
    Arrival,
    ArrivalState,
    Observation,
    ObservationState,
)
from portfolio_app.domain.record_answers import signed_of
from portfolio_app.domain.witness import Witness
from portfolio_app.services import chasing, witnesses
from portfolio_app.store import queries
from portfolio_app.store.database import Store

UNTITLED = "Not named yet"  # what a draft is called until its activity has been said

TABS = (
    None,
    ObservationState.DRAFT,
    ObservationState.SENT,
    ObservationState.RETURNED,
    ObservationState.CHECKED,
    ObservationState.IN_PORTFOLIO,
)
_ATTACHED = (ArrivalState.ATTACHED, ArrivalState.INCOMPLETE)
_OPEN = (ArrivalState.NEW, ArrivalState.PUT_OFF, ArrivalState.CORRECTION)


@dataclass(frozen=True, slots=True)
class Shown:
    """One observation as a row: what the list says of it in words."""

    observation: Observation
    title: str
    observer: str
    role: str
    codes: tuple[str, ...] = ()
    words: str = field(default="", compare=False)  # what it is found by, in small letters

    @property
    def uid(self) -> str:
        """The observation's uid."""
        return self.observation.uid

    @property
    def state(self) -> ObservationState:
        """Where it has got to."""
        return self.observation.state

    @property
    def when(self) -> str:
        """The day of the activity (YYYY-MM-DD), "" while none is fixed."""
        return self.observation.asked.day

    @property
    def counted(self) -> Arrival | None:
        """The arrival that counts: the attached one, else the newest; None when nothing came."""
        return counted(self.observation)

    @property
    def to_check(self) -> Arrival | None:
        """The newest arrival that still waits for a decision, None for none."""
        waiting = [each for each in self.observation.arrivals if each.state in _OPEN]
        return waiting[-1] if waiting else None

    @property
    def may_supplement(self) -> bool:
        """Whether it is an employer's statement that went out: what changed since can be asked."""
        observation = self.observation
        is_whole = not observation.asked.supplement_to
        out = observation.state not in (ObservationState.DRAFT, ObservationState.WITHDRAWN)
        return observation.kind is FormKind.EMPLOYER_STATEMENT and is_whole and out

    @property
    def signature(self) -> str:
        """The signature word and when it arrived: "Drawn signature, came 3 Dec 2025"."""
        arrival = self.counted
        if arrival is None:
            return ""
        if not arrival.checked_at:
            return "Not checked yet"
        words = arrival.signature_words or arrival.signature.words()
        words = signed_of(self.observation) or words
        day = short_day(arrival.arrived_at)
        return f"{words}, came {day}" if day else words


@dataclass(frozen=True, slots=True)
class State:
    """What the area shows. ``unmatched`` came back and belongs to no request yet."""

    rows: tuple[Shown, ...] = ()
    unmatched: tuple[Arrival, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    ksbs: tuple[Ksb, ...] = ()
    today: date = date.min
    due: int = 0  # requests that are to be chased now
    counts: Mapping[ObservationState | None, int] = field(default_factory=dict)

    @property
    def kinds(self) -> dict[str, KsbKind]:
        """What kind each code is."""
        return {ksb.code: ksb.kind for ksb in self.ksbs}

    def row(self, uid: str) -> Shown | None:
        """Return the row of an observation, or of the piece it became; None for none."""
        of_piece = (each for each in self.rows if uid and each.observation.item_uid == uid)
        return next((each for each in self.rows if each.uid == uid), next(of_piece, None))


def read_state(store: Store, today: date) -> State:
    """Read every observation and statement, and what is known of the people asked."""
    standard = queries.standard.standard(store)
    codes = {ksb.uid: ksb.code for ksb in standard.ksbs}
    people = witnesses.everyone(store)
    rows = tuple(shown(each, codes) for each in queries.observations.observations(store))
    counts: Counter[ObservationState | None] = Counter(each.state for each in rows)
    counts[None] = len(rows)
    loose = queries.observations.unmatched(store)
    unmatched = tuple(each for each in loose if each.state is ArrivalState.NEW)
    due = chasing.due(store, today=today)
    return State(rows, unmatched, people, standard.ksbs, today, due, counts)


def shown(observation: Observation, codes: Mapping[str, str]) -> Shown:
    """Return an observation as a row; ``codes`` are those of the KSBs by their uids."""
    asked = observation.asked
    title = asked.title or observation.kind.words
    is_observed = observation.kind is FormKind.OBSERVATION
    role = asked.observed_as.words if is_observed else observation.role
    found = tuple(codes[uid] for uid in asked.ksb_uids if uid in codes)
    words = " ".join(
        (observation.ref, title, observation.witness, role, asked.place, *found,
         observation.state.words, observation.kind.words)
    )  # fmt: skip
    return Shown(observation, title, observation.witness, role, found, words.casefold())


def counted(observation: Observation) -> Arrival | None:
    """Return the arrival that counts: the attached one, else the newest; None when none came."""
    attached = [each for each in observation.arrivals if each.state in _ATTACHED]
    found = attached or list(observation.arrivals)
    return found[-1] if found else None


def kept(rows: Sequence[Shown], state: ObservationState | None, words: str) -> tuple[Shown, ...]:
    """Return the rows in a state (None: every one) that hold all these words."""
    wanted = words.casefold().split()
    return tuple(
        row
        for row in rows
        if (state is None or row.state is state) and all(each in row.words for each in wanted)
    )


def short_day(instant: str) -> str:
    """Return the day of a day or an instant, as people read it in a table: "3 Dec 2025"."""
    if not instant:
        return ""
    return day_spans.short_day(local_day(instant).isoformat())


def local_day(instant: str) -> date:
    """Return the person's own day of an instant, or the day itself (YYYY-MM-DD)."""
    if "T" not in instant:
        return date.fromisoformat(instant[:10])
    moment = datetime.fromisoformat(instant)
    return (moment.astimezone() if moment.tzinfo is not None else moment).date()


def moment_words(instant: str) -> str:
    """Return an instant in words: "3 December 2025, 14:02"; "" for none."""
    if not instant:
        return ""
    if "T" not in instant:
        return day_words(instant[:10])
    moment = datetime.fromisoformat(instant)
    moment = moment.astimezone() if moment.tzinfo is not None else moment
    return f"{day_words(moment.date().isoformat())}, {moment:%H:%M}"


def ago(instant: str, today: date) -> str:
    """Return how long ago an instant was: "today", "yesterday", "9 days ago"."""
    days = (today - local_day(instant)).days
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"


def today() -> date:
    """Return the person's own day."""
    return datetime.now().astimezone().date()
