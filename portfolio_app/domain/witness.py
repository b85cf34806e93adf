"""People who can confirm a piece of evidence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Witness:
    """Someone who can confirm evidence; ``refs`` are E-numbers."""

    name: str
    organisation: str = ""
    relationship: str = ""
    contact: str = ""
    refs: tuple[str, ...] = ()
