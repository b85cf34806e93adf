"""What became of a file that came back: known again, or named as what it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReceivedAs(StrEnum):
    """What a file turned out to be."""

    MATCHED = "matched"
    WRITTEN = "written-statement"  # a reply written in the mail itself
    OLDER = "older-version"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    AS_SENT = "as-sent"  # the form as it was made: nobody has filled it in
    OTHER_PORTFOLIO = "other-portfolio"
    UNKNOWN_CODE = "unknown-code"  # of this portfolio, but there is no such request
    NO_CODE = "no-code"
    UNREADABLE = "unreadable"
    FAILED = "failed"  # it could not be stored

    @property
    def is_match(self) -> bool:
        """Whether it is known to which request it belongs."""
        return self in _MATCHES


_MATCHES = frozenset(
    {ReceivedAs.MATCHED, ReceivedAs.WRITTEN, ReceivedAs.OLDER, ReceivedAs.WITHDRAWN}
)


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """What became of one file, or of one form in a mail. ``message`` and ``hint`` say it in words.

    ``arrival_uid`` names what was kept of it (for a duplicate, what was there already), "" when
    nothing was. ``ref``, ``version`` and ``code`` are those of the request it belongs to, "" and 0
    while it belongs to none. ``path`` is where it came from, as given.
    """

    path: str
    name: str
    outcome: ReceivedAs
    message: str
    hint: str = ""
    arrival_uid: str = ""
    observation_uid: str = ""
    ref: str = ""
    version: int = 0
    code: str = ""
    matched_by: str = ""
    bytes: int = 0
    sha256: str = ""
