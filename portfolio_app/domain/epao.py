"""What the person's assessment organisation (EPAO) says about what is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portfolio_app.domain.days import day_words


class EpaoRuleKind(StrEnum):
    """What a rule's value is."""

    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class EpaoRule:
    """One rule. ``value`` is what holds: the person's, else the usual one, "" while it is open.

    ``is_own``: the person typed it, with its ``source`` and the day they checked (``checked_on``,
    YYYY-MM-DD, "" when they gave none). ``choices`` are those of a CHOICE.
    """

    key: str
    title: str
    kind: EpaoRuleKind
    value: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    hint: str = ""
    source: str = ""
    checked_on: str = ""
    note: str = ""
    confirmed: bool = False
    is_own: bool = False

    @property
    def number(self) -> float:
        """The value as a number; 0 while it is open, or is none."""
        try:
            return float(self.value)
        except ValueError:
            return 0.0

    @property
    def may_block(self) -> bool:
        """Whether it may stop a submission: the person's own, with a source and a day."""
        return self.is_own and bool(self.source and self.checked_on)

    @property
    def words(self) -> str:
        """The value as it is shown: "100 MB", "no", "not known"."""
        if not self.value:
            return "not known"
        return f"{self.value} {self.unit}".strip()

    @property
    def source_line(self) -> str:
        """Where it comes from and how sure that is, as one line for the person."""
        if not self.is_own:
            return f"{self.source}. Not confirmed: ask your EPAO."
        if not self.checked_on:
            return f"{self.source}: set by you, no day given."
        return f"{self.source}, {day_words(self.checked_on)}: set by you."


def usual_rules(data: Mapping[str, Any]) -> tuple[EpaoRule, ...]:
    """Return the rules that data (TOML, already parsed) describes, with their usual values.

    Raises:
        ValueError: the data is of a newer schema.
    """
    if data.get("schema") != 1:
        raise ValueError("These rules are of a schema this version of the app can't read.")
    return tuple(
        EpaoRule(
            key=each["key"],
            title=each["title"],
            kind=EpaoRuleKind(each["kind"]),
            value=str(each.get("usual", "")),
            unit=each.get("unit", ""),
            choices=tuple(each.get("choices", ())),
            hint=each.get("hint", ""),
            source=each.get("source", ""),
            confirmed=bool(each.get("confirmed", False)),
        )
        for each in data["rules"]
    )
