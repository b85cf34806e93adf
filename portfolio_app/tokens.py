"""Reads resources/tokens.toml: the colours, sizes and fonts that the windows and the PDF share."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from portfolio_app import assets


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(assets.text("tokens.toml"))


@cache
def value(name: str) -> Any:
    """Return the token of a dotted name, as TOML has it: ``value("size.window_min")``.

    Raises:
        KeyError: there is no such token.
    """
    found: Any = _data()
    for part in name.split("."):
        found = found[part]
    return found


def text(name: str) -> str:
    """Return a token that is words or a colour (``"#RRGGBB"``): ``text("print.ink")``.

    Raises:
        KeyError: there is no such token, or it is not text.
    """
    found = value(name)
    if not isinstance(found, str):
        raise KeyError(name)
    return found


def number(name: str) -> float:
    """Return a token that is a number: pixels at 100 %, points, millimetres or a factor.

    Raises:
        KeyError: there is no such token, or it is not a number.
    """
    found = value(name)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise KeyError(name)
    return float(found)


def numbers(name: str) -> tuple[float, ...]:
    """Return a token that is a list of numbers: ``numbers("size.window_min")``.

    Raises:
        KeyError: there is no such token.
    """
    return tuple(float(each) for each in value(name))


def colours(scheme: str) -> dict[str, str]:
    """Return every colour of a scheme ("light", "dark", "contrast") by its dotted name.

    For example ``colours("dark")["accent.fill"]``.

    Raises:
        KeyError: there is no such scheme.
    """
    return {
        f"{group}.{name}": str(colour)
        for group, entries in value(scheme).items()
        for name, colour in entries.items()
    }
