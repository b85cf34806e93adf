"""Parts of the area that are made by their own modules, each when it is first needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PACKAGE = "portfolio_app.ui.proposal"


def made(module: str, name: str, *given: Any) -> Any:
    """Return a part of the area, made of what is given."""
    return getattr(import_module(f"{_PACKAGE}.{module}"), name)(*given)
