"""The plain explanation of each KSB, as forms and the observer's window show it."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from portfolio_app import assets
from portfolio_app.domain.plain_explanations import (
    PlainExplanations,
    plain_explanations_from_data,
)


@lru_cache(maxsize=1)
def plain_explanations() -> PlainExplanations:
    """Return the explanations that come with the app; ``.of(ksb.text)`` is one line, or ""."""
    return plain_explanations_from_data(tomllib.loads(assets.text("forms/plain.toml")))
