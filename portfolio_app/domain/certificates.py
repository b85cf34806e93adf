"""Certificates of observers: remembered at first use, trusted once a fingerprint was compared.

Nobody vouches for a line manager's certificate. What can be known is whether it is the one that
came before, and whether the person read its fingerprint out (engineering notes 6).
"""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.days import day_words
from portfolio_app.domain.observation import CheckRow, Outcome
from portfolio_app.domain.signatures import Signature

RULE = "certificate"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that came with a signature of an observer. Instants are in UTC, "" for none.

    ``confirmed_at``: the person compared its fingerprint with the observer.
    """

    uid: str
    witness_uid: str
    fingerprint: str
    signer: str = ""
    not_before: str = ""
    not_after: str = ""
    first_seen_at: str = ""
    confirmed_at: str = ""

    @property
    def short_fingerprint(self) -> str:
        """The start of the fingerprint in groups, short enough to be read over the phone."""
        return " ".join(self.fingerprint[at : at + 4].upper() for at in range(0, 16, 4)).strip()


@dataclass(frozen=True, slots=True)
class Noticed:
    """What is known about the certificate of one signature.

    ``known`` is the certificate as it was remembered before, None at first use. ``earlier`` are
    others that this observer used before. ``others`` are the uids of other observers with the same
    certificate. ``is_remembered``: it is kept; a signature that does not hold proves nothing of the
    certificate beside it, so that one is not.
    """

    signature: Signature
    known: Certificate | None = None
    earlier: tuple[Certificate, ...] = ()
    others: tuple[str, ...] = ()
    is_remembered: bool = True
    step: str = ""  # of the history, when it was remembered just now

    @property
    def confirmed_at(self) -> str:
        """When the fingerprint was compared with this observer, or ""."""
        return self.known.confirmed_at if self.known is not None else ""

    @property
    def is_first_use(self) -> bool:
        """Whether this observer never used this certificate before."""
        return self.known is None

    def rows(self, name: str = "", others: tuple[str, ...] = ()) -> tuple[CheckRow, ...]:
        """Return the lines of the check report; ``name`` is the observer's, ``others`` names."""
        who = name or "this observer"
        told = [
            f"Made out to {self.signature.signer or 'nobody'}, issued by "
            f"{self.signature.issuer or 'nobody'}",
            f"Fingerprint {self.signature.short_fingerprint}",
        ]
        rows = [self._first(who, tuple(told))]
        if self.others:
            names = ", ".join(others) or f"{len(self.others)} other people"
            rows.append(
                _row("other", Outcome.LOOK, f"The same certificate was used for {names}, too.")
            )
        if self.signature.out_of_date:
            rows.append(_row("dates", Outcome.LOOK, self.signature.out_of_date))
        if self.signature.note:
            rows.append(_row("method", Outcome.NOTE, self.signature.note))
        return tuple(rows)

    def _first(self, who: str, told: tuple[str, ...]) -> CheckRow:
        compare = f"Ask {who} to read out the fingerprint, and compare it."
        if not self.is_remembered:
            message = "A certificate is in the file, but its signature does not hold."
            return CheckRow(RULE, Outcome.LOOK, message, told)
        if self.confirmed_at:
            day = day_words(self.confirmed_at[:10])
            message = f"The certificate that you compared with {who} on {day}"
            return CheckRow(RULE, Outcome.FINE, message, told)
        if self.known is not None:
            day = day_words(self.known.first_seen_at[:10])
            message = f"The same certificate as on {day}. You have not compared it yet."
            return CheckRow(RULE, Outcome.NOTE, message, (*told, compare))
        if self.earlier:
            last = self.earlier[-1]
            day = day_words(last.first_seen_at[:10])
            message = f"Not the certificate that {who} used on {day}: a new one."
            was = f"The earlier one: {last.short_fingerprint}"
            return CheckRow(RULE, Outcome.LOOK, message, (*told, was, compare))
        message = f"The first certificate from {who}. Nobody has compared it yet."
        return CheckRow(RULE, Outcome.NOTE, message, (*told, compare))


def _row(what: str, outcome: Outcome, message: str) -> CheckRow:
    return CheckRow(f"{RULE}-{what}", outcome, message)
