"""A provider's record of off-the-job time: which column means what, and what each row would log."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.day_columns import guess_month_first, read_day
from portfolio_app.domain.days import day_words
from portfolio_app.domain.durations import Unit, guess_unit, read_clock, read_duration
from portfolio_app.domain.hours import LONG_DAY, LONGEST_ACTIVITY, LONGEST_NOTE, MOST_MINUTES, Entry
from portfolio_app.domain.minutes import hours_words

HEAD_WITHIN = 15  # rows
_LONGEST_RAW = 2_000  # characters of a row that are kept with its entry
_MINUTES_AS_HOURS = 10  # a plain figure up to 240 may be minutes
_SHOWN = 40  # characters of a cell that a sentence repeats


class Column(StrEnum):
    """What a column can mean."""

    DATE = "date"
    TIME = "time"
    MINUTES = "minutes"
    FROM = "from"
    UNTIL = "until"
    ACTIVITY = "activity"
    CATEGORY = "category"
    MODULE = "module"
    NOTE = "note"

    @property
    def words(self) -> str:
        """The words on screen."""
        return {
            "date": "Date",
            "time": "Time spent",
            "minutes": "Minutes beside hours",
            "from": "Began at",
            "until": "Ended at",
            "activity": "Activity",
            "category": "Kind",
            "module": "Module",
            "note": "Note",
        }[self.value]


# Words that head such a column, the surest first.
_HEADS = {
    Column.DATE: ("date", "day", "when", "activity date", "session date", "week commencing"),
    Column.TIME: ("time spent", "duration", "hours", "otj hours", "off the job hours", "otjh",
                  "length", "time taken", "total time", "hrs", "minutes", "mins", "time", "total"),
    Column.MINUTES: ("minutes", "mins", "min"),
    Column.FROM: ("start time", "from", "time from", "began", "start", "time in"),
    Column.UNTIL: ("end time", "until", "finish time", "time to", "ended", "finish", "end", "to",
                   "time out"),
    Column.ACTIVITY: ("activity", "title", "description", "what", "details", "task", "learning",
                      "subject", "name", "summary"),
    Column.CATEGORY: ("activity type", "category", "type", "kind", "method"),
    Column.MODULE: ("module", "unit", "course", "programme"),
    Column.NOTE: ("notes", "note", "comments", "comment", "reflection", "evidence"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand: ``head`` is the row of the heads (from 0, -1 for none).

    ``columns`` gives the number of the column (from 0) of each meaning that there is, ``unit`` what
    a figure without one means, ``month_first`` that 04/03 is the 3rd of April.
    """

    head: int
    columns: tuple[tuple[Column, int], ...]
    unit: Unit = Unit.HOURS
    month_first: bool = False

    def at(self, meaning: Column) -> int | None:
        """Return the number of the column with this meaning."""
        return next((number for each, number in self.columns if each is meaning), None)


@dataclass(frozen=True, slots=True)
class Line:
    """What one row would log. ``number`` is its row as a spreadsheet counts, from 1.

    ``problem`` is why it can't be logged, ``same`` what it seems to repeat; "" for neither.
    """

    number: int
    entry: Entry
    problem: str = ""
    same: str = ""

    @property
    def is_wanted(self) -> bool:
        """Whether it is logged unless the person says otherwise."""
        return not self.problem and not self.same


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the rows, and the days that would have more than sixteen hours."""

    lines: tuple[Line, ...]
    long_days: tuple[tuple[str, int], ...] = ()

    @property
    def minutes(self) -> int:
        """The minutes that would be logged."""
        return sum(line.entry.minutes for line in self.lines if line.is_wanted)


def guess_layout(rows: Sequence[Sequence[str]]) -> Layout:
    """Return which row holds the heads and what each column seems to mean; the person corrects it.

    A table without heads is told by what is in it: days, then lengths of time, then words.
    """
    best: dict[Column, int] = {}
    head = -1
    for number, row in enumerate(rows[:HEAD_WITHIN]):
        found = _by_heads(row)
        if len(found) > len(best) and len(found) > 1:
            best, head = found, number
    if not best:
        head = _row_above_days(rows)
        best = _by_heads(rows[head]) if head >= 0 else {}
    below = rows[head + 1 :]
    columns = _by_content(below, best)
    spent, beside = columns.get(Column.TIME), columns.get(Column.MINUTES)
    if spent is not None and beside is not None and not _is_rest(below, spent, beside):
        del columns[Column.MINUTES]
    days = [_cell(row, at) for row in below] if (at := columns.get(Column.DATE)) is not None else []
    unit = Unit.HOURS
    if (at := columns.get(Column.TIME)) is not None:
        title = _cell(rows[head], at) if head >= 0 else ""
        unit = guess_unit(title, [_cell(row, at) for row in below])
    return Layout(head, tuple(sorted(columns.items())), unit, guess_month_first(days))


def read_lines(
    rows: Sequence[Sequence[str]],
    layout: Layout,
    known: Iterable[Entry] = (),
    modules: Mapping[str, str] | None = None,
    categories: Mapping[str, str] | None = None,
    *,
    again: bool = False,
) -> Reading:
    """Return what each row below the heads would log, in order; rows without anything are left out.

    ``known`` is what is logged already: a row with the day and the minutes of one of them, or the
    same in all as a row above, is marked ``same``; with ``again`` it is logged all the same.
    ``modules`` and ``categories`` give uid and id by title, case folded. A day never gets more
    than 24 hours.
    """
    logged = list(known)
    day_minutes: dict[str, int] = defaultdict(int)
    left: Counter[tuple[str, int]] = Counter()
    named: dict[tuple[str, int], str] = {}
    for each in logged:
        day_minutes[each.day] += each.minutes
        left[each.day, each.minutes] += 1
        named.setdefault((each.day, each.minutes), each.activity)
    seen: dict[tuple[str, int, str], int] = {}
    lines: list[Line] = []
    added: set[str] = set()
    for number, row in enumerate(rows[layout.head + 1 :], start=layout.head + 2):
        if not any(_cell(row, at) for _, at in layout.columns):
            continue
        entry, problem = _read(row, layout, modules or {}, categories or {})
        same = "" if problem else _same(entry, number, left, named, seen)
        if not problem and (again or not same):
            same = ""
            after = day_minutes[entry.day] + entry.minutes
            if after > MOST_MINUTES:
                problem = f"{day_words(entry.day)} would have {hours_words(after)}."
            else:
                day_minutes[entry.day] = after
                added.add(entry.day)
        lines.append(Line(number, entry, problem, same))
    long = tuple((day, day_minutes[day]) for day in sorted(added) if day_minutes[day] > LONG_DAY)
    return Reading(tuple(lines), long)


def _same(
    entry: Entry,
    number: int,
    left: Counter[tuple[str, int]],
    named: Mapping[tuple[str, int], str],
    seen: dict[tuple[str, int, str], int],
) -> str:
    """Return what a row seems to repeat: something logged, each of them once, or a row above."""
    key = (entry.day, entry.minutes)
    whole = (*key, entry.activity.casefold())
    above = seen.setdefault(whole, number)
    if left[key]:
        left[key] -= 1
        activity = named[key]
        return f"Logged already: {_short(activity)}." if activity else "Logged already."
    return f"The same as row {above}." if above != number else ""


def _read(
    row: Sequence[str],
    layout: Layout,
    modules: Mapping[str, str],
    categories: Mapping[str, str],
) -> tuple[Entry, str]:
    cells = {meaning: _cell(row, at) for meaning, at in layout.columns}
    given = cells.get(Column.DATE, "")
    day = read_day(given, month_first=layout.month_first)
    minutes, problem = _minutes(cells, layout.unit)
    if not given:
        problem = "No date."
    elif not day:
        problem = f"Not a date: {_short(given)}."
    kind = " ".join(cells.get(Column.CATEGORY, "").split())
    module = " ".join(cells.get(Column.MODULE, "").split())
    activity = " ".join(cells.get(Column.ACTIVITY, "").split()) or kind or module
    entry = Entry(
        uid="",
        day=day,
        minutes=minutes,
        activity=activity[:LONGEST_ACTIVITY],
        category=categories.get(kind.casefold(), ""),
        note=_note(cells.get(Column.NOTE, ""), activity),
        module_uid=modules.get(module.casefold(), ""),
        raw=" | ".join(each for each in row if each)[:_LONGEST_RAW],
    )
    return entry, problem


def _note(note: str, activity: str) -> str:
    """Return the note, with the activity whole where that is longer than its field."""
    parts = [activity] if len(activity) > LONGEST_ACTIVITY else []
    return "\n".join([*parts, note.strip()] if note.strip() else parts)[:LONGEST_NOTE]


def _minutes(cells: Mapping[Column, str], unit: Unit) -> tuple[int, str]:
    """Return the minutes that a row states, and why not where it states none."""
    spent, besides = cells.get(Column.TIME, ""), cells.get(Column.MINUTES, "")
    began, ended = cells.get(Column.FROM, ""), cells.get(Column.UNTIL, "")
    if not spent and not besides and (began or ended):
        if not (began and ended):
            return 0, "No time: the beginning or the end is missing."
        first, last = read_clock(began), read_clock(ended)
        if first is None or last is None:
            return 0, f"Not a time of day: {_short(began if first is None else ended)}."
        if last <= first:
            return 0, "It ends before it begins."
        return last - first, ""
    found = read_duration(spent, unit)
    more = read_duration(besides, Unit.MINUTES)
    if found is None or more is None:
        return 0, f"Not a length of time: {_short(spent if found is None else besides)}."
    total = found + more
    if not spent and not besides:
        return 0, "No time."
    if not total:
        return 0, "No time: 0 minutes."
    if total > MOST_MINUTES:
        return total, f"More than 24 hours on one day: {hours_words(total)}."
    return total, ""


def _by_heads(row: Sequence[str]) -> dict[Column, int]:
    """Return the meaning of the columns that this row names, each once, the surest first."""
    names = [" ".join(re.findall(r"[a-z]+", each.casefold())) for each in row]
    found: dict[Column, int] = {}
    taken: set[int] = set()
    fits = [
        (rank, at, meaning)
        for meaning, words in _HEADS.items()
        for at, name in enumerate(names)
        if (rank := _rank(name, words)) is not None
    ]
    for _, at, meaning in sorted(fits, key=lambda fit: (fit[0], list(_HEADS).index(fit[2]))):
        if at not in taken and meaning not in found:
            found[meaning] = at
            taken.add(at)
    if Column.MINUTES in found and Column.TIME not in found:
        found[Column.TIME] = found.pop(Column.MINUTES)
    return found


def _rank(name: str, words: Sequence[str]) -> int | None:
    """Return how surely a head means it (0 first), None where it does not; whole names go first."""
    if not name or len(name) > 60:
        return None
    if name in words:
        return words.index(name)
    held = (place for place, each in enumerate(words) if re.search(rf"\b{each}\b", name))
    found = next(held, None)
    return None if found is None else found + len(words) + 10


def _by_content(rows: Sequence[Sequence[str]], named: Mapping[Column, int]) -> dict[Column, int]:
    """Return what heads named, and what the other columns seem to be by what is in them."""
    found = dict(named)
    if Column.DATE not in found and (at := _day_column(rows)) is not None:
        found = {meaning: n for meaning, n in found.items() if n != at} | {Column.DATE: at}
    if Column.DATE not in found:
        return found
    wide = max((len(row) for row in rows[:200]), default=0)
    rest = [number for number in range(wide) if number not in found.values()]
    has_time = {Column.TIME, Column.FROM, Column.UNTIL} & set(found)
    spent = [n for n in rest if _share(rows, n, _is_length) > 0.5]
    if not has_time and spent and (len(spent) == 1 or not named):
        found[Column.TIME] = spent[0]
        rest.remove(spent[0])
    words = max(rest, key=lambda n: _share(rows, n, _is_words), default=None)
    if Column.ACTIVITY not in found and words is not None and _share(rows, words, _is_words):
        found[Column.ACTIVITY] = words
    return found


def _row_above_days(rows: Sequence[Sequence[str]]) -> int:
    """Return the row of words above the first day of the column of days, -1 for none."""
    at = _day_column(rows, least=0.3)  # what stands above them is no day
    if at is None:
        return -1
    first = next(number for number, row in enumerate(rows) if read_day(_cell(row, at)))
    if not 0 < first <= HEAD_WITHIN or sum(bool(each.strip()) for each in rows[first - 1]) < 2:
        return -1
    return first - 1


def _day_column(rows: Sequence[Sequence[str]], least: float = 0.5) -> int | None:
    wide = max((len(row) for row in rows[:200]), default=0)
    shares = [(_share(rows, number, lambda cell: bool(read_day(cell))), number)
              for number in range(wide)]  # fmt: skip
    best = max(shares, key=lambda each: (each[0], -each[1]), default=(0.0, 0))
    return best[1] if best[0] > least else None


def _is_rest(rows: Sequence[Sequence[str]], spent: int, beside: int) -> bool:
    """Return whether a column of minutes is what is left beside whole hours, not the same again."""
    pairs = [
        (
            read_duration(_cell(row, spent)) or 0,
            read_duration(_cell(row, beside), Unit.MINUTES) or 0,
        )
        for row in rows
    ]
    stated = [pair for pair in pairs if pair[1]]
    return all(rest < 60 for _, rest in stated) and not (
        stated and all(abs(hours - rest) <= 1 for hours, rest in stated)
    )


def _share(rows: Sequence[Sequence[str]], at: int, fits: Callable[[str], bool]) -> float:
    cells = [cell for row in rows[:200] if (cell := _cell(row, at))]
    if not cells:
        return 0.0
    return sum(fits(cell) for cell in cells) / len(cells)


def _is_length(cell: str) -> bool:
    found = read_duration(cell)
    return bool(found) and (found or 0) <= MOST_MINUTES * _MINUTES_AS_HOURS


def _is_words(cell: str) -> bool:
    return len(re.findall(r"[^\W\d_]{2,}", cell)) > 1


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if 0 <= at < len(row) else ""


def _short(words: str) -> str:
    said = " ".join(words.split())
    return said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"
