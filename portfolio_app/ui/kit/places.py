"""Places in the app: what Back and Forward remember, and how areas reach each other.

``workspace.go(Place("evidence", item=item_uid, page=3))`` shows the item; the area decides how.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

HOME = "home"
EVIDENCE = "evidence"
KSBS = "ksbs"
OBSERVATIONS = "observations"
PROPOSAL = "proposal"
PLAN = "plan"
ASSESSMENT = "assessment"
SETTINGS = "settings"
HELP = "help"
STANDARD = "standard"
SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person is. Only ``area`` is needed; an area ignores what it does not know.

    ``tab``: a sub-view ("library", "shortlist", "coverage", "compile", "appearance" …).
    ``item``, ``ksb``, ``claim``, ``block`` (of the proposal): uids.
    ``row``: uid of a row of the plan (a module, a review, a document …) or of an entry of hours.
    ``page``: page index from 0, -1 for "where I last was".
    ``want``: one word of what to do on arrival ("add", "claim", "filter:unmapped").
    """

    area: str
    tab: str = ""
    item: str = ""
    ksb: str = ""
    claim: str = ""
    block: str = ""
    row: str = ""
    page: int = -1
    want: str = ""

    def quiet(self) -> Place:
        """The same place without anything to do on arrival: what Back returns to."""
        return replace(self, want="")


class Trail:
    """The places been to, as Back and Forward walk them."""

    def __init__(self, limit: int = 100) -> None:
        self._places: list[Place] = []
        self._at = -1
        self._limit = limit

    def visit(self, place: Place) -> None:
        """Remember a place as the newest; what lay ahead is forgotten."""
        place = place.quiet()
        if 0 <= self._at < len(self._places) and self._places[self._at] == place:
            return
        del self._places[self._at + 1 :]
        self._places.append(place)
        del self._places[: -self._limit]
        self._at = len(self._places) - 1

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place after this one."""
        return self._at < len(self._places) - 1

    def back(self) -> Place | None:
        """Step back and return where to; None at the beginning."""
        return self._step(-1) if self.can_go_back else None

    def forward(self) -> Place | None:
        """Step forward and return where to; None at the end."""
        return self._step(1) if self.can_go_forward else None

    def recent(self, count: int) -> tuple[Place, ...]:
        """Return up to ``count`` different places, newest first."""
        return tuple(dict.fromkeys(reversed(self._places)))[:count]

    def _step(self, steps: int) -> Place:
        self._at += steps
        return self._places[self._at]
