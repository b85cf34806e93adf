"""The checks as resources/preflight describes them, read once."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from portfolio_app import assets
from portfolio_app.domain.checks import Check, checks_from_data


@lru_cache(maxsize=1)
def checks() -> dict[str, Check]:
    """Return every check by its id.

    Raises:
        ValueError: the data that comes with the app is not as it should be.
    """
    return checks_from_data(tomllib.loads(assets.text("preflight/checks.toml")))
