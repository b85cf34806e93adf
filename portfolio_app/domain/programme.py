"""A training provider's programme: only what its own public pages state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme that can be chosen when a portfolio is made."""

    id: str
    title: str
    provider: str
    total_months: int = 0
    modules: tuple[str, ...] = ()


def programme_from_data(data: dict[str, Any]) -> Programme:
    """Return the Programme that a pack's data (TOML, already parsed) describes.

    Raises:
        ValueError: the data is not a programme pack.
    """
    if data.get("schema") != 1 or "id" not in data:
        raise ValueError("This is not a programme pack this version of the app can read.")
    return Programme(
        id=str(data["id"]),
        title=str(data.get("title", "")),
        provider=str(data.get("provider", "")),
        total_months=int(data.get("total_months", 0)),
        modules=tuple(str(m.get("title", "")) for m in data.get("modules", ())),
    )
