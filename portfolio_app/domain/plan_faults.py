"""What doesn't fit in a row of the plan, each fault named beside the field it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portfolio_app.domain.day_spans import sound_day, span_words
from portfolio_app.domain.days import day_words
from portfolio_app.domain.planned import (
    Assignment,
    Attendance,
    Break,
    Event,
    Module,
    Planned,
    PlannedKind,
)

_OF_PROGRAMME = (PlannedKind.MODULE, PlannedKind.ASSIGNMENT, PlannedKind.EVENT, PlannedKind.REVIEW)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that doesn't fit. ``field`` is "title", "day", "until", "handed_in", "feedback_on",
    "made_up_on" or "time"; one that ``refuses`` must be put right, the others may be meant.
    """  # noqa: D205 - one thought

    field: str
    words: str
    refuses: bool = False


def faults(
    row: Planned, rows: Iterable[Planned], today: str, *, start: str = "", gateway: str = ""
) -> tuple[Fault, ...]:
    """Return what doesn't fit in a row, beside the others of the plan; those that refuse first.

    Its days are YYYY-MM-DD or "". ``rows`` may hold the row itself as it was.
    """
    others = [each for each in rows if each.uid != row.uid or not row.uid]
    found: list[Fault] = []
    if not row.title.strip():
        found.append(Fault("title", "Say in a few words what it is.", refuses=True))
    if row.until and row.until < row.day:
        found.append(
            Fault("until", f"This is before it begins on {day_words(row.day)}.", refuses=True)
        )
    if row.until and not row.day:
        found.append(Fault("day", "It ends on a day, so it needs one to begin.", refuses=True))
    found += _of_content(row, others, today)
    if not any(each.refuses for each in found):
        found += _overlaps(row, others)
        found += _outside(row, start, gateway)
    return tuple(sorted(found, key=lambda each: not each.refuses))


def all_faults(
    rows: Iterable[Planned], today: str, *, start: str = "", gateway: str = ""
) -> dict[str, tuple[Fault, ...]]:
    """Return what doesn't fit in the rows as they were kept, by uid; rows without are left out."""
    rows = tuple(rows)
    found = {}
    for each in rows:
        wrong = faults(each, rows, today, start=start, gateway=gateway)
        if wrong:
            found[each.uid] = wrong
    return found


def _of_content(row: Planned, others: list[Planned], today: str) -> list[Fault]:
    content = row.content
    found = []
    if isinstance(content, Assignment):
        module = next((each for each in others if each.uid == row.parent_uid), None)
        if module is not None and row.day and module.day and row.day < module.day:
            found.append(
                Fault("day", f"Due before “{module.title}” begins on {day_words(module.day)}.")
            )
        if content.handed_in > today:
            found.append(Fault("handed_in", "That day lies ahead.", refuses=True))
        if content.feedback_on > today:
            found.append(Fault("feedback_on", "That day lies ahead.", refuses=True))
        if content.feedback_on and not content.handed_in:
            found.append(Fault("handed_in", "Feedback came, so it was handed in: give that day."))
        if content.handed_in and content.feedback_on and content.feedback_on < content.handed_in:
            found.append(
                Fault(
                    "feedback_on",
                    f"This is before it was handed in on {day_words(content.handed_in)}.",
                    refuses=True,
                )
            )
    if isinstance(content, Event):
        if content.attendance is Attendance.ATTENDED and row.day > today:
            found.append(Fault("attendance", "It lies ahead, so nobody was there yet."))
        if content.made_up_on and row.day and content.made_up_on < row.day:
            found.append(Fault("made_up_on", f"This is before the event on {day_words(row.day)}."))
    return found


def _overlaps(row: Planned, others: list[Planned]) -> list[Fault]:
    """Return the modules, or the breaks, that a module or a break shares days with."""
    if not isinstance(row.content, (Module, Break)) or not row.until:
        return []
    kind = type(row.content)
    words = [
        f"“{each.title}”, {span_words(each.day, each.until)}"
        for each in others
        if isinstance(each.content, kind)
        and sound_day(each.day)
        and each.until
        and each.day <= row.until
        and row.day <= each.until
    ]
    if not words:
        return []
    more = f" and {len(words) - 2} more" if len(words) > 2 else ""
    return [Fault("day", f"Its dates overlap {'; '.join(words[:2])}{more}.")]


def _outside(row: Planned, start: str, gateway: str) -> list[Fault]:
    if row.kind not in _OF_PROGRAMME or not row.day:
        return []
    if start and row.day < start:
        return [Fault("day", f"This is before your programme starts on {day_words(start)}.")]
    if gateway and row.last_day > gateway:
        field = "until" if row.until else "day"
        return [Fault(field, f"This is after gateway on {day_words(gateway)}.")]
    return []
