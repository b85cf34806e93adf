"""Off-the-job time as its PDF prints it: where it stands, the months, the entries."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.hours_weeks import Month


@dataclass(frozen=True, slots=True)
class HoursReportRow:
    """One entry as it is printed: its day in words, its minutes, what was done, kind, module."""

    day: str
    month: str
    minutes: int
    activity: str
    kind: str = ""
    module: str = ""


@dataclass(frozen=True, slots=True)
class HoursReport:
    """The record of off-the-job time. No private notes. ``built`` is a UTC instant (ISO 8601)."""

    apprentice: str
    employer: str
    provider: str
    standard: str
    position: str
    target_source: str
    record: str
    months: tuple[Month, ...]
    rows: tuple[HoursReportRow, ...]
    built: str
    built_words: str
    app: str = ""
