"""How references are written: a style of resources/references, and what the person chose of it."""

from __future__ import annotations

import json
import tomllib
from functools import lru_cache
from typing import Any

from portfolio_app import assets
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.reference_style import Style, style_of
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.store import queries
from portfolio_app.store.database import Store

USUAL = "harvard"
KEY = "proposal reference choices"


def style(store: Store) -> Style:
    """Return how references are written, with what was chosen where universities differ.

    Raises:
        ValueError: the data that comes with the app is not as it should be.
    """
    return _style(USUAL, queries.portfolio.detail(store, KEY))


def choose(store: Store, choice_id: str, value: str | int) -> Changes:
    """Choose how references are written in one point in which universities differ; one step.

    Raises:
        PortfolioError: the style does not offer that ("no-such-choice").
    """
    choice = next((each for each in style(store).choices if each.id == choice_id), None)
    options = choice.options if choice is not None else ()
    option = next((each for each in options if each.value == value), None)
    if choice is None or option is None:
        raise PortfolioError(
            "References can't be written that way. Nothing was changed.",
            hint="Choose one of those that are offered.",
            code="no-such-choice",
        )
    chosen = _chosen(queries.portfolio.detail(store, KEY))
    chosen[choice_id] = option.value
    told = f"References: {choice.words} – {option.words}"
    with store.step("choose reference style", told, {Topic.REFERENCES}) as step:
        details.enter(step.session, KEY, json.dumps(chosen, sort_keys=True))
    return step.changes


@lru_cache(maxsize=8)
def _style(name: str, chosen: str) -> Style:
    return style_of(tomllib.loads(assets.text(f"references/{name}.toml")), _chosen(chosen))


def _chosen(said: str) -> dict[str, Any]:
    try:
        found = json.loads(said) if said else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
