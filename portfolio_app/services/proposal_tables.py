"""The tables that the proposal offers to begin with."""

from __future__ import annotations

import tomllib
from functools import cache

from portfolio_app import assets
from portfolio_app.domain.offered_tables import OfferedTable, offered_from_data


@cache
def offered() -> tuple[OfferedTable, ...]:
    """Return the tables that can be put into the proposal (resources/proposal/tables.toml)."""
    return offered_from_data(tomllib.loads(assets.text("proposal/tables.toml")))
