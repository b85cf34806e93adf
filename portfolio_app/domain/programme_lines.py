"""Everything a programme says, line by line, and how a line is changed by what is typed.

A line's key is a field of the programme ("total_months"), or a list and an entry's place in it
from 1 ("modules.3"); place 0 stands for a list without entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from portfolio_app.domain.programme import Programme
from portfolio_app.domain.programme_fields import (
    HEAD,
    MOST_ENTRIES,
    SECTIONS,
    Field,
    Kind,
    Section,
    said,
)
from portfolio_app.domain.programme_reading import MOST_FACTS, fitting

NOT_STATED = "not stated"
_YES, _NO = ("yes", "y", "true"), ("no", "n", "false", "")
_SECTIONS = {each.name: each for each in SECTIONS}
_HEAD = {each.name: each for each in HEAD}


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """One line: the part it belongs to, what it is about, what is said ("" for nothing), how sure.

    ``status`` is the source's own word ("wish", "question", "assumption"), "" for a fact.
    """

    key: str
    part: str
    what: str
    says: str = ""
    status: str = ""

    @property
    def is_entry(self) -> bool:
        """Whether it is an entry of a list, that can be removed and moved."""
        return "." in self.key and not self.key.endswith(".0")


def lines_of(programme: Programme) -> tuple[ProgrammeLine, ...]:
    """Return the lines of a programme, those that say nothing among them."""
    lines = []
    for field in HEAD:
        says = said(field, programme)
        if field.name == "standard" and programme.standard_is_inferred and says:
            says = f"{says} (inferred: the source gives no number)"
        if field.kind is Kind.YES:
            says = "yes" if getattr(programme, field.name) else "no"
        lines.append(ProgrammeLine(field.name, "Programme", field.words, says))
    for section in SECTIONS:
        entries = getattr(programme, section.name)
        for place, entry in enumerate(entries, 1):
            first, *rest = section.fields
            told = [
                words
                for field in rest
                if field.name != "status" and (words := said(field, entry, named=True))
            ]
            lines.append(
                ProgrammeLine(
                    f"{section.name}.{place}",
                    section.words,
                    said(first, entry, named=first.kind is Kind.WHOLE) or f"{section.one} {place}",
                    "; ".join(told),
                    getattr(entry, "status", ""),
                )
            )
        if not entries:
            lines.append(ProgrammeLine(f"{section.name}.0", section.words, section.words))
    return tuple(lines)


def section_of(key: str) -> Section | None:
    """Return the list that a line belongs to, None for a field of the programme itself."""
    return _SECTIONS.get(key.partition(".")[0]) if "." in key else None


def fields_of(key: str) -> tuple[Field, ...]:
    """Return what can be typed into a line."""
    section = section_of(key)
    return section.fields if section else (_HEAD[key],)


def shown(programme: Programme, key: str) -> dict[str, str]:
    """Return what stands in the fields of a line; all empty for a new entry."""
    of = _of(programme, key)
    return {each.name: _shown(each, of) if of is not None else "" for each in fields_of(key)}


def wrong_in(key: str, typed: Mapping[str, str]) -> str:
    """Return what doesn't fit of what was typed into a line, in words; "" where all of it fits."""
    section = section_of(key)
    if section is not None and not typed.get(section.fields[0].name, "").strip():
        return f"{section.fields[0].words} is missing."
    for field in fields_of(key):
        _, wrong = _taken(field, typed.get(field.name, ""))
        if wrong:
            return f"{field.words}: “{typed[field.name].strip()[:60]}” is {wrong}."
    day, until = typed.get("start", ""), typed.get("end", "")
    if day and until and until < day:
        return "Ends: it would end before it begins."
    return ""


def with_typed(programme: Programme, key: str, typed: Mapping[str, str]) -> Programme:
    """Return a programme with a line as it was typed; a new entry comes last in its list.

    A field that reads as it was shown keeps its value as it was.

    Raises:
        ValueError: something doesn't fit, in words; or the list is full.
    """
    wrong = wrong_in(key, typed)
    if wrong:
        raise ValueError(wrong)
    of = _of(programme, key)
    values: dict[str, Any] = {}
    for field in fields_of(key):
        words = typed.get(field.name, "")
        is_as_shown = of is not None and words.strip() == _shown(field, of).strip()
        values[field.name] = getattr(of, field.name) if is_as_shown else _taken(field, words)[0]
    section = section_of(key)
    if section is None:
        if key == "standard" and values["standard"] != programme.standard:
            values["standard_is_inferred"] = False
        return replace(programme, **values)
    entries = list(getattr(programme, section.name))
    if of is None:
        most = MOST_FACTS if section.name == "facts" else MOST_ENTRIES
        if len(entries) >= most:
            raise ValueError(f"{section.words}: {most} are the most.")
        entries.append(section.made(**values))
    else:
        entries[_place(key) - 1] = replace(of, **values)
    return _with_list(programme, section.name, tuple(entries))


def without(programme: Programme, key: str) -> Programme:
    """Return a programme without an entry of a list; a field is emptied."""
    section = section_of(key)
    if section is None:
        return with_typed(programme, key, {})
    place = _place(key)
    entries = getattr(programme, section.name)
    kept = tuple(each for number, each in enumerate(entries, 1) if number != place)
    return _with_list(programme, section.name, kept)


def moved(programme: Programme, key: str, step: int) -> tuple[Programme, str]:
    """Return a programme with an entry one place on (1) or back (-1), and the entry's new key."""
    section = section_of(key)
    if section is None:
        return programme, key
    entries = list(getattr(programme, section.name))
    place = _place(key)
    to = min(max(place + step, 1), len(entries))
    if not 0 < place <= len(entries):
        return programme, key
    entries.insert(to - 1, entries.pop(place - 1))
    return _with_list(programme, section.name, tuple(entries)), f"{section.name}.{to}"


def _with_list(programme: Programme, name: str, entries: tuple[Any, ...]) -> Programme:
    lists: dict[str, Any] = {name: entries}
    return replace(programme, **lists)


def _of(programme: Programme, key: str) -> Any:
    section = section_of(key)
    if section is None:
        return programme
    entries, place = getattr(programme, section.name), _place(key)
    return entries[place - 1] if 0 < place <= len(entries) else None


def _place(key: str) -> int:
    return int(key.partition(".")[2])


def _shown(field: Field, of: Any) -> str:
    value = getattr(of, field.name)
    if field.kind is Kind.YES:
        return "yes" if value else "no"
    if field.kind is Kind.TEXTS:
        return "; ".join(value)
    if field.kind is Kind.NUMBER:
        return f"{value:g}" if value else ""
    return str(value) if value else ""


def _taken(field: Field, typed: str) -> tuple[Any, str]:
    """Return what a field holds of what was typed, and what is wrong with it, "" if nothing."""
    words = typed.strip()
    if field.kind is Kind.TEXTS:
        return fitting(field, [each.strip() for each in words.split(";") if each.strip()])
    if field.kind is Kind.YES:
        if words.casefold() in _YES + _NO:
            return words.casefold() in _YES, ""
        return bool(field.at_first), "neither yes nor no"
    if field.kind in (Kind.WHOLE, Kind.NUMBER) and words:
        try:
            number = float(words.replace(",", ""))
        except ValueError:
            return fitting(field, words)
        return fitting(
            field, int(number) if number == number // 1 and abs(number) < 1e9 else number
        )
    return fitting(field, words or None)
