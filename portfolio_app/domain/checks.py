"""A check of the pre-flight as data describes it: how much it weighs, and whose rule it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.limits import rule_in_force, source_of
from portfolio_app.domain.standard import Standard
from portfolio_app.problems import Level

BY_RULE = "rule"  # as heavy as the rule is sure


@dataclass(frozen=True, slots=True)
class CheckSource:
    """Where a check comes from where the standard states no rule. ``read_on`` is a day or ""."""

    title: str
    url: str = ""
    extent: str = ""
    read_on: str = ""
    confirmed: bool = False

    @property
    def line(self) -> str:
        """The source as one line for the person."""
        from portfolio_app.domain.days import day_words

        told = f"{self.title}."
        if self.read_on:
            told += f" Read on {day_words(self.read_on)}."
        return told if self.confirmed else f"{told} Not confirmed for your EPAO."


@dataclass(frozen=True, slots=True)
class Check:
    """One check. ``weight`` is a level, or ``BY_RULE``; ``near_percent`` is what "about" allows."""

    id: str
    weight: str
    source: CheckSource
    rule: str = ""
    near_percent: float = 0

    def level(self, standard: Standard) -> Level:
        """Return its weight under a standard: only a confirmed rule may be must fix."""
        if self.weight != BY_RULE:
            return Level(self.weight)
        rule = rule_in_force(standard, self.rule)
        return Level.MUST_FIX if rule is not None and rule.may_block else Level.SHOULD_CHECK

    def source_line(self, standard: Standard) -> str:
        """Return where it comes from and how sure that is."""
        rule = rule_in_force(standard, self.rule) if self.rule else None
        return source_of(standard, rule) if rule is not None else self.source.line


def checks_from_data(data: Mapping[str, Any]) -> dict[str, Check]:
    """Return the checks that data (TOML, already parsed) describes, by their id.

    Raises:
        ValueError: the data is of a newer schema, a check is named twice, weighs nothing known, or
            names a source that is not there.
    """
    if data.get("schema") != 1:
        raise ValueError("These checks are of a schema this version of the app can't read.")
    sources = {
        key: CheckSource(
            title=each["title"],
            url=each.get("url", ""),
            extent=each.get("extent", ""),
            read_on=str(each.get("read_on", "")),
            confirmed=bool(each.get("confirmed", False)),
        )
        for key, each in data["sources"].items()
    }
    found: dict[str, Check] = {}
    for each in data["checks"]:
        check = Check(
            id=each["id"],
            weight=each["weight"],
            source=sources[each["source"]] if each["source"] in sources else _unknown(each),
            rule=each.get("rule", ""),
            near_percent=float(each.get("near_percent", 0)),
        )
        if check.id in found or check.weight not in (BY_RULE, *(level.value for level in Level)):
            raise ValueError(f"The check {check.id} is there twice, or has no weight.")
        found[check.id] = check
    return found


def _unknown(each: Mapping[str, Any]) -> CheckSource:
    raise ValueError(f"The check {each['id']} names no source that is there.")
