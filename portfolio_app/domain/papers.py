"""Papers of a pack that are no evidence: the employer's statement, the scope, the proposal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.options import Profile


class PaperKind(StrEnum):
    """What a paper is in its pack."""

    EMPLOYER_STATEMENT = "employer-statement"
    EMPLOYER_SUPPLEMENT = "employer-supplement"  # for what changed after it was signed
    SCOPE = "scope"
    CHART = "chart"
    PROPOSAL = "proposal"
    PRESENTATION = "presentation"
    SIGN_OFF = "sign-off"

    @property
    def words(self) -> str:
        """The words on screen and in the bundle."""
        return {
            "employer-statement": "Employer's statement",
            "employer-supplement": "Supplement to the employer's statement",
            "scope": "Proposal scope summary",
            "chart": "Organisation chart",
            "proposal": "Strategic business proposal",
            "presentation": "Presentation",
            "sign-off": "Sign-off of the proposal",
        }[self.value]

    @property
    def profile(self) -> Profile:
        """The pack it goes into."""
        proposal = {PaperKind.PROPOSAL, PaperKind.PRESENTATION, PaperKind.SIGN_OFF}
        return Profile.PROPOSAL if self in proposal else Profile.GATEWAY

    @property
    def is_to_sign(self) -> bool:
        """Whether it is a paper that somebody signs, so that "Not signed" must be said."""
        return self in {
            PaperKind.EMPLOYER_STATEMENT,
            PaperKind.EMPLOYER_SUPPLEMENT,
            PaperKind.SIGN_OFF,
        }


@dataclass(frozen=True, slots=True)
class SignedRow:
    """What the employer answered for one piece of the schedule: domain.forms.Whose, "" for nothing.

    ``ref`` and ``title`` are as the schedule printed them.
    """

    item_uid: str
    ref: str
    title: str
    whose: str


@dataclass(frozen=True, slots=True)
class Signing:
    """What the person says of a signed paper: who signed, on which day, for which set.

    ``items`` are the set as it was then: uid of each piece, its original's SHA-256, and a hash of
    the stated part; a later difference means "signed for a different set" (decision D14). The app
    has not verified the signature. ``answers`` are those of a schedule that came back, in order,
    ``signature`` the signature word of that form, ``comment`` what was written beside it.
    """

    by: str = ""
    on: str = ""
    items: tuple[tuple[str, str, str], ...] = ()
    answers: tuple[SignedRow, ...] = ()
    signature: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a pack: what it is, the item that holds its file, and what is said of signing.

    ``signing`` is None while nobody is said to have signed it.
    """

    kind: PaperKind
    item: EvidenceItem
    signing: Signing | None = None


def part_hash(part: str) -> str:
    """Return the SHA-256 of a stated part, its white space aside: what a signature binds."""
    return hashlib.sha256(" ".join(part.split()).encode("utf-8", "replace")).hexdigest()
