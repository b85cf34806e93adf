"""TOML from anywhere, parsed in a time that its length allows."""

from __future__ import annotations

import tomllib
from typing import Any

MOST_DOTS = 2000  # in one line, fewer in several: a dotted key takes time by its parts squared


def parsed(text: str) -> dict[str, Any]:
    """Return what a text in TOML says.

    Raises:
        tomllib.TOMLDecodeError: it is no TOML (a ValueError); says in which line.
        RecursionError: it goes too deep, or would for the parts of its keys.
    """
    if sum(line.count(".") ** 2 for line in text.splitlines()) > MOST_DOTS**2:
        raise RecursionError
    return tomllib.loads(text)
