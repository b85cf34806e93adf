"""How the files of a bundle are called: plain on every system, and as the EPAO wants them."""

from __future__ import annotations

import math
import re

from portfolio_app.domain import safe_names
from portfolio_app.domain.bundle import BundlePlan
from portfolio_app.services import epao
from portfolio_app.store.database import Store

PORTFOLIO = "01_Portfolio.pdf"
FILE_NAMES, NAME_LENGTH, MOST_MB = "file_names", "name_length", "max_mb"

_SHORTEST = 16  # characters: "01_Portfolio.pdf" itself
_PLACE = re.compile(r"\{(\w+)\}")


def longest(store: Store) -> int:
    """Return how many characters a name may have: the EPAO's rule, never more than our own 60."""
    wanted = int(_number(store, NAME_LENGTH))
    return min(max(wanted, _SHORTEST), safe_names.LONGEST) if wanted > 0 else safe_names.LONGEST


def portfolio_name(store: Store, plan: BundlePlan) -> str:
    """Return the portfolio PDF's name: the EPAO's pattern where there is one, else our own.

    A pattern holds {name}, {surname}, {reference}, {standard} or {date}; what is left of it becomes
    letters, digits and underscores.
    """
    pattern = _value(store, FILE_NAMES)
    if not has_pattern(pattern):
        return PORTFOLIO
    words = plan.apprentice.split()
    values = {
        "name": plan.apprentice,
        "surname": words[-1] if words else "",
        "reference": plan.reference,
        "standard": plan.standard_short,
        "date": plan.built[:10].replace("-", ""),
    }
    stem = pattern[: -len(".pdf")] if pattern.lower().endswith(".pdf") else pattern
    filled = _PLACE.sub(lambda found: values.get(found[1].lower(), ""), stem)
    plain = safe_names.slug(filled)[: longest(store) - len(".pdf")].strip("_")
    name = f"{plain}.pdf"
    return name if plain and safe_names.is_safe(name) else PORTFOLIO


def has_pattern(told: str) -> bool:
    """Return whether what is said of file names is a pattern that can be filled in."""
    places = {found.lower() for found in _PLACE.findall(told)}
    return bool(places) and places <= {"name", "surname", "reference", "standard", "date"}


def told_of_names(store: Store) -> str:
    """Return what the EPAO says of file names where that is no pattern, "" otherwise."""
    told = _value(store, FILE_NAMES)
    return "" if has_pattern(told) else told


def most_bytes(store: Store) -> int:
    """Return how large one file may be for the EPAO, 0 while that is not known."""
    return int(_number(store, MOST_MB) * 1_000_000)


def source_line(store: Store, key: str) -> str:
    """Return where one of these rules comes from, as one line for the person."""
    return epao.rule(store, key).source_line


def _value(store: Store, key: str) -> str:
    return epao.rule(store, key).value.strip()


def _number(store: Store, key: str) -> float:
    number = epao.rule(store, key).number
    return number if math.isfinite(number) else 0.0
