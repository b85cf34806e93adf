"""Numbers with what they count: "1 piece", "3 pieces"."""

from __future__ import annotations


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun; without ``many`` the plural is ``one`` with an s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
