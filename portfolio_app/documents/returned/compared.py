"""What a comparison of a returned form with the sent one gathers."""

from __future__ import annotations

from dataclasses import dataclass, field

from portfolio_app.documents.pdf_values import Box
from portfolio_app.documents.returned.alignment import Fit
from portfolio_app.documents.returned.dots import Drawings
from portfolio_app.documents.returned.fields import Widget
from portfolio_app.documents.returned.letters import Letter
from portfolio_app.documents.returned.places import SentPage
from portfolio_app.documents.returned.sent_copy import SentCopy
from portfolio_app.documents.returned.wording import Read
from portfolio_app.domain.returned import Difference


@dataclass(slots=True)
class Pair:
    """A page that was sent and how it came back. ``letters`` lie as on the sent page.

    ``is_flat``: its fields are gone; ``is_redrawn``: with other letters, so that only words could
    be compared. ``over`` shows the page with what lies over it, ``filled`` with its fields as they
    look; None where nothing does.
    """

    place: SentPage
    back_index: int
    fit: Fit
    letters: list[Letter]
    pictures: list[Box]
    read: Read
    drawings: Drawings
    over: Drawings | None = None
    filled: Drawings | None = None
    is_flat: bool = False
    is_redrawn: bool = False


@dataclass(slots=True)
class Compared:
    """What differs, what could not be compared, and the pages by pairs.

    ``unchecked``: something of our part could not be compared, so "nothing differs" can't be said.
    ``is_picture``: a page that was sent came back as a picture.
    """

    sent: SentCopy
    back_fields: list[Widget]
    differences: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    unchecked: bool = False
    is_picture: bool = False

    @property
    def sent_fields(self) -> list[Widget]:
        """The fields of the form that was sent."""
        return self.sent.widgets
