"""What the digital signatures in a PDF say of its history: four verdicts, no others.

They are about what happened to a file, not about who somebody is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What can be said of one signature; a green sign only for the first two."""

    UNCHANGED = "unchanged"
    MORE_SIGNATURES_ONLY = "more-signatures-only"
    ANSWERS_CHANGED = "answers-changed"
    CHANGED_OR_UNVERIFIABLE = "changed-or-unverifiable"

    @property
    def words(self) -> str:
        """The words on screen."""
        return {
            "unchanged": "Unchanged since it was signed",
            "more-signatures-only": "Only more signatures were added since",
            "answers-changed": "Answers changed after signing",
            "changed-or-unverifiable": "Changed, or cannot be checked",
        }[self.value]

    @property
    def is_green(self) -> bool:
        """Whether a green sign is allowed."""
        return self in (Verdict.UNCHANGED, Verdict.MORE_SIGNATURES_ONLY)


@dataclass(frozen=True, slots=True)
class Signature:
    """One digital signature of a PDF.

    ``signer`` is the name in its certificate, ``fingerprint`` the SHA-256 of the certificate in
    small hexadecimal letters, "" when it could not be read. ``signed_at`` is an instant in UTC as
    the signer's own clock had it, or ""; ``not_before`` and ``not_after`` when the certificate is
    valid. ``changed_fields`` are names of fields filled in after signing. ``why`` says in plain
    words what kept it from being *unchanged*. ``note`` says what else is good to know, whatever the
    verdict (an old method). ``revision`` counts the signed revision from 0.
    """

    field: str
    verdict: Verdict
    signer: str = ""
    issuer: str = ""
    fingerprint: str = ""
    signed_at: str = ""
    not_before: str = ""
    not_after: str = ""
    changed_fields: tuple[str, ...] = ()
    why: str = ""
    revision: int = 0
    note: str = ""

    @property
    def out_of_date(self) -> str:
        """Why the certificate was not valid when it signed, by the signer's own clock; or "".

        Instants are written alike (UTC, to the second), so that they compare as text.
        """
        if not self.signed_at:
            return ""
        if self.not_after and self.signed_at > self.not_after:
            return "The certificate had expired when it was used to sign."
        if self.not_before and self.signed_at < self.not_before:
            return "The certificate was not valid yet when it was used to sign."
        return ""

    @property
    def short_fingerprint(self) -> str:
        """The start of the fingerprint in groups, short enough to be read over the phone."""
        return " ".join(self.fingerprint[at : at + 4].upper() for at in range(0, 16, 4)).strip()


@dataclass(frozen=True, slots=True)
class Signatures:
    """Every digital signature of a file, oldest first.

    ``problem`` is "" or says why the file could not be looked at: then it is never "no signature".
    ``empty_fields`` are signature fields that nobody has signed.
    """

    signatures: tuple[Signature, ...] = ()
    empty_fields: tuple[str, ...] = ()
    problem: str = ""

    @property
    def verdict(self) -> Verdict | None:
        """The worst verdict of all; None when the file was looked at and has no signature."""
        if self.problem:
            return Verdict.CHANGED_OR_UNVERIFIABLE
        order = list(Verdict)
        worst = max((order.index(each.verdict) for each in self.signatures), default=None)
        return None if worst is None else order[worst]
