"""What is said of off-the-job training: the rule that holds for a start, and what usually counts.

All of it comes from a data file with its sources; nothing of it decides what the person may log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Regime:
    """A rule for starts from one day to another, both included ("" for no end).

    ``percent`` of working hours, ``hours_a_week`` on average, ``least_hours`` in all: 0 for what it
    does not say. ``confirmed``: its wording was read in the rules themselves.
    """

    id: str
    title: str
    rule: str
    first: str = ""
    last: str = ""
    percent: float = 0
    hours_a_week: float = 0
    least_hours: float = 0
    note: str = ""
    source: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """The hours published for a standard."""

    standard: str
    hours: float
    source: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of off-the-job time; ``also`` are words that providers use for it."""

    id: str
    title: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoursRules:
    """Everything the data file says."""

    record: str
    record_more: str
    regimes: tuple[Regime, ...]
    published: tuple[Published, ...]
    counts: str
    counts_source: str
    counts_confirmed: bool
    usually_counts: tuple[str, ...]
    usually_does_not: tuple[str, ...]
    kinds: tuple[Kind, ...]

    def regime(self, start: str) -> Regime | None:
        """Return the rule for a start (YYYY-MM-DD), None without a start or a rule for it."""
        if not start:
            return None
        return next(
            (
                each
                for each in self.regimes
                if each.first <= start and (not each.last or start <= each.last)
            ),
            None,
        )

    def kind_title(self, kind_id: str) -> str:
        """Return what a kind is called; one that the data does not know by its own id."""
        return next((each.title for each in self.kinds if each.id == kind_id), kind_id)

    def kind_names(self) -> dict[str, str]:
        """Return the id of every name of a kind, case folded."""
        return {
            name.casefold(): each.id
            for each in self.kinds
            for name in (each.id, each.title, *each.also)
        }


def usual_figure(
    regime: Regime, start: str, end: str, published: Published | None = None
) -> tuple[int, str]:
    """Return hours that a rule works out to and how, (0, "") where it can't be told.

    Only for reading beside the person's own target. Of a weekly rule the weeks from start to end,
    with nothing taken off for leave; of a published figure that figure.
    """
    if published is not None and not regime.hours_a_week and not regime.percent:
        return round(published.hours), f"{published.hours:g} h are published for your standard."
    if regime.hours_a_week and start and end and start < end:
        weeks = (date.fromisoformat(end) - date.fromisoformat(start)).days // 7
        hours = round(weeks * regime.hours_a_week)
        return hours, (
            f"{regime.hours_a_week:g} h in each of {weeks} weeks come to {hours} h, before leave "
            "is taken off."
        )
    return 0, ""


def hours_rules_from_data(data: Mapping[str, Any]) -> HoursRules:
    """Return the rules that the data file (TOML, already parsed) states.

    Raises:
        ValueError: the data is of another schema.
    """
    if data.get("schema") != SCHEMA:
        raise ValueError("These are no rules of off-the-job training this version can read.")
    counts = data["counts"]
    return HoursRules(
        record=data["record"]["words"],
        record_more=data["record"]["more"],
        regimes=tuple(
            Regime(
                id=each["id"],
                title=each["title"],
                rule=each["rule"],
                first=each.get("from", ""),
                last=each.get("until", ""),
                percent=each.get("percent", 0),
                hours_a_week=each.get("hours_a_week", 0),
                least_hours=each.get("least_hours", 0),
                note=each.get("note", ""),
                source=each["source"],
                confirmed=each["confirmed"],
            )
            for each in data["regimes"]
        ),
        published=tuple(
            Published(each["standard"], each["hours"], each["source"], each["confirmed"])
            for each in data.get("published", ())
        ),
        counts=counts["rule"],
        counts_source=counts["source"],
        counts_confirmed=counts["confirmed"],
        usually_counts=tuple(each["words"] for each in data["usually_counts"]),
        usually_does_not=tuple(each["words"] for each in data["usually_does_not"]),
        kinds=tuple(
            Kind(each["id"], each["title"], tuple(each.get("also", ()))) for each in data["kinds"]
        ),
    )
