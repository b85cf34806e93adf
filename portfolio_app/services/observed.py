"""What a bundle prints of a returned observation: whose it is, its signature word, how it came.

Decision D15: words only. The signature word is what was recorded when the form was attached.
"""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import JOB_TITLE, RELATIONSHIP
from portfolio_app.domain.observation import (
    Arrival,
    ArrivalState,
    Observation,
    Outcome,
    SignatureKind,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_ATTACHED = (ArrivalState.ATTACHED, ArrivalState.INCOMPLETE, ArrivalState.EARLIER)
_UNDECIDED = (ArrivalState.NEW, ArrivalState.PUT_OFF, ArrivalState.CORRECTION)


@dataclass(frozen=True, slots=True)
class Observed:
    """A piece that came through the exchange. ``ref`` is ``OBS-04``; ``arrived`` says how and when.

    ``observer`` is the role that the observer gave, else the one in the register.
    """

    observation: Observation
    arrival: Arrival
    observer: str
    arrived: str

    @property
    def ref(self) -> str:
        """The name of the observation, ``OBS-04``."""
        return self.observation.ref

    @property
    def signature(self) -> str:
        """The signature word, as it was recorded; never empty."""
        return self.arrival.signature_words or SignatureKind.MISSING.words()

    @property
    def is_signed(self) -> bool:
        """Whether it counts as signed."""
        return self.arrival.signature.is_signed

    @property
    def is_incomplete(self) -> bool:
        """Whether it was attached marked incomplete: it confirms nothing then."""
        if self.arrival.state is ArrivalState.EARLIER:  # gone back to
            return any(each.outcome is Outcome.WRONG for each in self.arrival.report)
        return self.arrival.state is ArrivalState.INCOMPLETE

    @property
    def waiting(self) -> tuple[Arrival, ...]:
        """Later returns of the same request that nobody has decided about, oldest first."""
        after = self.observation.arrivals.index(self.arrival) + 1
        return tuple(each for each in self.observation.arrivals[after:] if each.state in _UNDECIDED)


def observed(store: Store) -> dict[str, Observed]:
    """Return what came through the exchange, by the uid of the piece that it became.

    The file that a piece has now decides which return it is: gone back to an earlier one, it is as
    signed as that one. A piece whose file was replaced by any other is none.
    """
    found: dict[str, Observed] = {}
    files = queries.observations.present_files(store)
    for each in queries.observations.observations(store):
        if not each.item_uid:
            continue
        came = [
            arrival
            for arrival in each.arrivals
            if arrival.item_uid == each.item_uid
            and arrival.state in _ATTACHED
            and arrival.sha256 == files.get(each.item_uid)
        ]
        if came:
            last = came[-1]
            role = _role(store, last) or each.role
            found[each.item_uid] = Observed(each, last, role, _arrived(last))
    return found


def _role(store: Store, arrival: Arrival) -> str:
    answers = queries.observations.answers(store, arrival.uid)
    return answers.get(JOB_TITLE, "").strip() or answers.get(RELATIONSHIP, "").strip()


def _arrived(arrival: Arrival) -> str:
    """Return how and when it came: "By e-mail, 4 December 2025"; no address is printed."""
    how = "By e-mail" if arrival.sender or arrival.message_id else "As a file"
    if arrival.by_eye:
        how += ", answers read by eye"
    return f"{how}, {day_words((arrival.sent_at or arrival.arrived_at)[:10])}"
