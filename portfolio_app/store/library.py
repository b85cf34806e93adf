"""Standards and programmes that are shipped with the app."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any, TypeVar

from portfolio_app import assets
from portfolio_app.domain.programme import Programme
from portfolio_app.domain.programme_reading import programme_from_data
from portfolio_app.domain.standard import Standard, standard_from_data
from portfolio_app.problems import PortfolioError

Pack = TypeVar("Pack", Standard, Programme)

DEFAULT_STANDARD = "st0480-v1.2"


@cache
def standards() -> tuple[Standard, ...]:
    """Return the shipped standards, newest version first."""
    found = [standard_from_data(data) for data in _packs("standards")]
    return tuple(sorted(found, key=lambda each: each.id, reverse=True))


@cache
def programmes() -> tuple[Programme, ...]:
    """Return the shipped programmes by title."""
    found = [programme_from_data(data) for data in _packs("programmes")]
    return tuple(sorted(found, key=lambda each: each.title))


def standard(standard_id: str) -> Standard:
    """Return one shipped standard.

    Raises:
        PortfolioError: code "no-such-standard", naming those there are.
    """
    return _one(standards(), standard_id, "standard")


def programme(programme_id: str) -> Programme:
    """Return one shipped programme.

    Raises:
        PortfolioError: code "no-such-programme", naming those there are.
    """
    return _one(programmes(), programme_id, "programme")


def _packs(folder: str) -> list[dict[str, Any]]:
    return [
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(assets.path(folder).glob("*.toml"))
    ]


def _one(packs: tuple[Pack, ...], wanted: str, noun: str) -> Pack:
    for pack in packs:
        if pack.id == wanted:
            return pack
    raise PortfolioError(
        f"There is no {noun} “{wanted}”.",
        hint=f"Choose one of: {', '.join(pack.id for pack in packs)}.",
        code=f"no-such-{noun}",
    )
