"""A pack for a buddy: a slice of the portfolio with fields to comment in, and what came back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BuddyPack:
    """A pack that was made. ``items`` are uids and the E-numbers or titles it printed."""

    uid: str
    code: str
    made_at: str
    sha256: str
    bytes: int
    title: str = ""
    items: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A buddy's words on one piece. ``state`` is "new", "seen" or "done"."""

    uid: str
    pack_uid: str
    item_uid: str
    text: str
    said_by: str = ""
    field: str = ""
    state: str = "new"
    arrived_at: str = ""
