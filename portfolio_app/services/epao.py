"""The rules of the person's assessment organisation: what holds, who says so, set and reset."""

from __future__ import annotations

import math
import tomllib
from dataclasses import replace
from functools import lru_cache

from portfolio_app import assets
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.epao import EpaoRule, EpaoRuleKind, usual_rules
from portfolio_app.problems import PortfolioError
from portfolio_app.services.typed_days import past_day
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store

LONGEST = 300  # characters of a text, a source or a note
_TOPICS = {Topic.BUNDLES, Topic.STANDARD}


def rules(store: Store) -> tuple[EpaoRule, ...]:
    """Return every rule as it holds: the person's own value, else the usual one."""
    kept = queries.epao_rules.kept(store)
    return tuple(
        replace(
            rule,
            value=own.value,
            source=own.source,
            checked_on=own.checked_on,
            note=own.note,
            is_own=True,
        )
        if (own := kept.get(rule.key)) is not None
        else rule
        for rule in _usual()
    )


def rule(store: Store, key: str) -> EpaoRule:
    """Return one rule.

    Raises:
        PortfolioError: there is no such rule ("no-such-rule").
    """
    found = next((each for each in rules(store) if each.key == key), None)
    if found is None:
        keys = ", ".join(each.key for each in _usual())
        raise PortfolioError(
            f"There is no rule called {key}. Nothing was changed.",
            hint=f"Use one of {keys}.",
            code="no-such-rule",
        )
    return found


def set_rule(
    store: Store, key: str, value: str, *, source: str, checked_on: str, note: str = ""
) -> Changes:
    """Set a rule as the EPAO says it; it may then be must fix. One step.

    ``checked_on`` is a day (YYYY-MM-DD).

    Raises:
        PortfolioError: there is no such rule ("no-such-rule"), the value is none of its kind
            ("no-value"), nobody is named ("no-source"), or the day is none or lies ahead
            ("no-day"). Nothing was changed.
    """
    known = rule(store, key)
    value = _value(known, value)
    source, note = " ".join(source.split())[:LONGEST], " ".join(note.split())[:LONGEST]
    if not source:
        raise PortfolioError(
            "Where it says so is missing. Nothing was changed.",
            hint="Such as: my EPAO's handbook, page 4.",
            code="no-source",
        )
    day = past_day(checked_on)
    told = f"{known.title}: {replace(known, value=value).words}"
    with store.step("set EPAO rule", told, _TOPICS, arguments={"key": key}) as step:
        row = step.session.query(tables.EpaoRuleRow).filter_by(key=key).one_or_none()
        if row is None:
            row = tables.EpaoRuleRow(key=key)
            step.session.add(row)
        row.value, row.source, row.checked_on, row.note = value, source, day, note
    return step.changes


def reset_rule(store: Store, key: str) -> Changes:
    """Forget what the person set: the usual value holds again. One step.

    Raises:
        PortfolioError: there is no such rule ("no-such-rule").
    """
    known = rule(store, key)
    with store.step("reset EPAO rule", f"{known.title}: as usual", _TOPICS) as step:
        for row in step.session.query(tables.EpaoRuleRow).filter_by(key=key):
            step.session.delete(row)
    return step.changes


def _value(known: EpaoRule, typed: str) -> str:
    value = " ".join(typed.split())
    wrong, hint = "", ""
    if known.kind is EpaoRuleKind.NUMBER:
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not (math.isfinite(number) and 0 < number <= 1_000_000):
            wrong, hint = f"{known.title} is a number.", "Type a number above 0."
        value = f"{number:g}"
    elif known.kind is EpaoRuleKind.CHOICE:
        choices = {each.casefold(): each for each in known.choices}
        value = choices.get(value.casefold(), value)
        if value not in known.choices:
            wrong = f"{known.title} is one of {', '.join(known.choices)}."
            hint = "Type one of them, or reset the rule while it is not known."
    elif not value or len(value) > LONGEST:
        wrong = f"{known.title} needs words, {LONGEST} characters at most."
        hint = "Type it as your EPAO says it."
    if wrong:
        raise PortfolioError(f"{wrong} Nothing was changed.", hint=hint, code="no-value")
    return value


@lru_cache(maxsize=1)
def _usual() -> tuple[EpaoRule, ...]:
    return usual_rules(tomllib.loads(assets.text("epao/usual.toml")))
