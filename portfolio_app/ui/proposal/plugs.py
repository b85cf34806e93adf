"""Parts of the area that are made by their own modules, each when it is first needed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

_PACKAGE = "portfolio_app.ui.proposal"


def made(module: str, name: str, *given: Any) -> Any | None:
    """Return a part made of what is given, or None while its module is not there yet."""
    full = f"{_PACKAGE}.{module}"
    if find_spec(full) is None:
        return None
    return getattr(import_module(full), name)(*given)
