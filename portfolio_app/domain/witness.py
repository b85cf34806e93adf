"""People who can confirm a piece of evidence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Witness:
    """Someone who can confirm evidence or observe; ``refs`` are E-numbers.

    ``contact`` is the work contact that the bundle prints. ``email`` is where requests go: kept on
    this computer, never printed. ``in_bundle`` is whether the bundle lists them. ``uid`` is "" for
    one that was typed before people had one.
    """

    name: str
    organisation: str = ""
    relationship: str = ""
    contact: str = ""
    refs: tuple[str, ...] = ()
    uid: str = ""
    job_title: str = ""
    email: str = ""
    in_bundle: bool = True
