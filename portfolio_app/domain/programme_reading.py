"""A programme read from data: nothing that it says is dropped, whatever does not fit is named.

What has no field of its own becomes a fact: its key as a label, and its words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from portfolio_app.domain.dates import EARLIEST, LATEST
from portfolio_app.domain.days import day_words
from portfolio_app.domain.programme import Fact, Programme, Shortening
from portfolio_app.domain.programme_fields import HEAD, MOST_ENTRIES, SECTIONS, Field, Kind, Section
from portfolio_app.domain.typed_words import one_line

SCHEMA = 1
MOST_FACTS = 500
_DEEPEST = 6
_SHORTER = re.compile(r"total_months_with_(\w+)")
_UNITS = {"gbp": "£{}", "percent": "{} %", "minutes": "{} minutes", "hours": "{} hours"}
_OURS = frozenset({"schema", "id", "own"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of a programme that is not as it should be.

    ``name`` is the field ("total_months") or entry and field ("modules.3.start", entries from 1);
    ``where`` the same in words; ``words`` what is wrong, and what became of it.
    """

    name: str
    where: str
    words: str


@dataclass(frozen=True, slots=True)
class ReadProgramme:
    """A programme as it was read, and what of its data did not fit."""

    programme: Programme
    faults: tuple[Fault, ...] = ()


def programme_from_data(data: Mapping[str, Any]) -> Programme:
    """Return the Programme that a pack's data (TOML, already parsed) describes.

    Raises:
        ValueError: the data is not a programme pack of this version, or not as it should be.
    """
    if data.get("schema") != SCHEMA or "id" not in data:
        raise ValueError("This is not a programme pack this version of the app can read.")
    read = read_programme(data)
    if read.faults:
        raise ValueError(f"{read.faults[0].where}: {read.faults[0].words}")
    return read.programme


def read_programme(data: Mapping[str, Any]) -> ReadProgramme:
    """Return what data says of a programme, however much or little that is."""
    return _Reading(data).read()


class _Reading:
    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._faults: list[Fault] = []
        self._facts: list[Fact] = []
        self._used: set[tuple[str, ...]] = set()

    def read(self) -> ReadProgramme:
        data = self._data
        self._look_at_schema()
        known: dict[str, Any] = {
            each.name: self._value(each, self._at(each.keys), each.name, each.words)
            for each in HEAD
            if each.name not in ("standard", "topics")
        }
        known["topics"] = self._topics()
        standard = one_line(_plain(data.get("standard")))
        inferred = one_line(_plain(data.get("standard_inferred")))
        self._used |= {(each,) for each in ("standard", "standard_inferred", "rpl", *_OURS)}
        for section in SECTIONS:
            known[section.name] = self._entries(section)
        known["shortenings"] += self._shorter()
        self._take_rest()
        facts = (*known.pop("facts"), *self._facts)
        if len(facts) > MOST_FACTS:
            self._fault("facts", "Other facts", f"{len(facts)}, of which {MOST_FACTS} were read")
        title = str(known["title"])
        programme = Programme(
            id=_id(data.get("id")) or _id(title) or "own",
            standard=standard or inferred,
            standard_is_inferred=bool(inferred and not standard),
            facts=facts[:MOST_FACTS],
            is_own=data.get("own") is True,
            **known,
        )
        return ReadProgramme(programme, (*self._faults, *faults_of(programme)))

    def _look_at_schema(self) -> None:
        schema = self._data.get("schema")
        if schema is None:
            self._fault("schema", "Schema", f"not stated; read as {SCHEMA}")
        elif schema != SCHEMA or isinstance(schema, bool):
            self._fault(
                "schema",
                "Schema",
                f"{_short(schema)}, which this version doesn't know. What it doesn't know is kept "
                "under Other facts",
            )

    def _at(self, keys: tuple[str, ...]) -> Any:
        self._used.add(keys)
        found: Any = self._data
        for key in keys:
            if not isinstance(found, Mapping):
                return None
            found = found.get(key)
        return found

    def _topics(self) -> tuple[str, ...]:
        self._used.add(("topics",))
        found = self._data.get("topics")
        if found is not None and not isinstance(found, list):
            return self._strayed("topics", "Topics", found, "not a list")
        titles: list[str] = []
        for each in (found or [])[:MOST_ENTRIES]:
            if isinstance(each, Mapping):
                title = one_line(_plain(each.get("title")))
                titles.append(title)
                self._leave(title or "Topic", each, {"title"})
            else:
                titles.append(one_line(_plain(each)))
        self._too_many("topics", "Topics", found)
        return tuple(each for each in titles if each)

    def _entries(self, section: Section) -> tuple[Any, ...]:
        self._used.add((section.name,))
        found = self._data.get(section.name)
        if found is None:
            return ()
        if not isinstance(found, list):
            return self._strayed(section.name, section.words, found, "not a list")
        made = []
        most = _most(section)
        for number, each in enumerate(found[:most], 1):
            name = f"{section.name}.{number}"
            if isinstance(each, str):  # a bare title is enough
                each = {section.fields[0].name: each}
            if not isinstance(each, Mapping):
                self._strayed(name, f"{section.one} {number}", each, "not an entry")
                continue
            entry = self._entry(section, each, name, number)
            if entry is not None:
                made.append(entry)
        self._too_many(section.name, section.words, found, most)
        return tuple(made)

    def _entry(self, section: Section, data: Mapping[str, Any], name: str, number: int) -> Any:
        where = f"{section.one} {number}"
        given: dict[str, Any] = {}
        used: set[str] = set()
        for each in section.fields:
            key = each.keys[-1]
            said = data.get(key)
            used.add(key)
            if said is None and each.name in data:
                said = data[each.name]
                used.add(each.name)
            for hours in each.hours:
                if not hours.startswith("max"):  # "at most" stays as a fact too
                    used.add(hours)
                stated = data.get(hours)
                if said is None and stated is not None and _is_number(stated):
                    said = round(stated * 60)
                elif said is None and stated is not None:
                    said = f"{_plain(stated)} hours"
            given[each.name] = self._value(
                each, said, f"{name}.{each.name}", f"{where}, {each.words}"
            )
        if section.name == "assessments" and not given["parts"]:
            halves = [key for key in ("first_half", "second_half") if key in data]
            given["parts"] = tuple(one_line(_plain(data[key])) for key in halves)
            used |= set(halves)
        title = str(given.get("title") or given.get("label") or "") or where
        self._leave(title, data, used, str(given.get("status", "")))
        if not any(value for value in given.values()):
            return None
        return section.made(**given)

    def _shorter(self) -> tuple[Shortening, ...]:
        found = []
        for key, value in self._data.items():
            named = _SHORTER.fullmatch(str(key))
            if not named:
                continue
            self._used.add((key,))
            field = Field("months", "Months", Kind.WHOLE, most=120)
            months = self._value(field, value, "shortenings", "Shorter length")
            if months:
                why = one_line(_plain(self._data.get("rpl")))
                found.append(Shortening(months, why, _label(named[1]).upper()))
        if not found and self._data.get("rpl") is not None:
            said = one_line(_plain(self._data["rpl"]))
            self._facts.append(Fact("Recognition of prior learning", said))
        return tuple(found)

    def _value(self, field: Field, said: Any, name: str, where: str) -> Any:
        """Return a field's value; what does not fit is named, and kept as a fact."""
        value, wrong = fitting(field, said)
        if wrong:
            self._strayed(name, where, said, wrong)
        return value

    def _take_rest(self) -> None:
        """Make facts of all that has no field."""
        taken = {keys[0] for keys in self._used if len(keys) == 1}
        within: dict[str, set[str]] = {}
        for keys in self._used:
            if len(keys) > 1:
                within.setdefault(keys[0], set()).add(keys[1])
        for key, value in self._data.items():
            if key in taken:
                continue
            if isinstance(value, Mapping):
                self._leave(_label(key), value, within.get(key, set()))
            elif key in within:
                self._strayed(key, _label(key), value, "not a table")
            elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
                for each in value:
                    self._whole_entry(_one(key), each)
            else:
                self._facts.append(Fact(_label(key), said_words(key, value)))

    def _whole_entry(self, label: str, entry: Any) -> None:
        if not isinstance(entry, Mapping):
            self._facts.append(Fact(label, said_words("", entry)))
            return
        status = one_line(_plain(entry.get("status")))
        title = one_line(_plain(entry.get("title")))
        rest = {key: value for key, value in entry.items() if key not in ("title", "status")}
        words = "; ".join(
            said_words(key, value) if key == "note" else f"{_label(key)}: {said_words(key, value)}"
            for key, value in rest.items()
        )
        self._facts.append(Fact(label, ": ".join(each for each in (title, words) if each), status))

    def _leave(
        self, title: str, entry: Mapping[str, Any], used: set[str], status: str = ""
    ) -> None:
        status = status or one_line(_plain(entry.get("status")))
        left = {key: value for key, value in entry.items() if key not in used}
        if len(left) > 1 or "status" not in left:
            left.pop("status", None)
        for key, value in left.items():
            label = f"{title}: {_label(key)[:1].lower()}{_label(key)[1:]}"
            self._facts.append(Fact(label, said_words(key, value), status))

    def _strayed(self, name: str, where: str, said: Any, wrong: str) -> tuple[()]:
        words = said_words("", said)
        shown = words if len(words) <= 60 else f"{words[:59]}…"
        self._fault(name, where, f"“{shown}” is {wrong}. It is kept under Other facts")
        self._facts.append(Fact(where, words))
        return ()

    def _too_many(self, name: str, where: str, found: Any, most: int = MOST_ENTRIES) -> None:
        if isinstance(found, list) and len(found) > most:
            self._fault(name, where, f"{len(found)} entries, of which {most} were read")

    def _fault(self, name: str, where: str, words: str) -> None:
        self._faults.append(Fault(name, where, f"{words}."))


def faults_of(programme: Programme) -> tuple[Fault, ...]:
    """Return what of a programme contradicts itself; nothing of it is changed."""
    found = []
    if not programme.title:
        found.append(Fault("title", "Title", "There is none. Type what your provider calls it."))
    for number, each in enumerate(programme.modules, 1):
        if each.start and each.end and each.end < each.start:
            where = f"Module {number}, Ends"
            found.append(Fault(f"modules.{number}.end", where, "It ends before it begins."))
    found += _overlaps(programme)
    for number, one in enumerate(programme.shortenings, 1):
        if programme.total_months and one.months >= programme.total_months:
            where = f"Shorter length {number}, Months"
            words = "That is not shorter than the whole length."
            found.append(Fault(f"shortenings.{number}.months", where, words))
    return tuple(found)


def _overlaps(programme: Programme) -> list[Fault]:
    """Return where a module begins before the one before it has ended; that may be meant."""
    dated = [
        (each.start, each.end, number, each.title)
        for number, each in enumerate(programme.modules, 1)
        if each.start and each.start <= each.end
    ]
    dated.sort()
    return [
        Fault(
            f"modules.{number}.start",
            f"Module {number}, Begins",
            f"It begins on {day_words(start)}, before “{_short(title)}” has ended on "
            f"{day_words(end)}. Check the days if that isn't meant.",
        )
        for (_, end, _, title), (start, _, number, _) in pairwise(dated)
        if start <= end
    ]


def tidy(programme: Programme) -> Programme:
    """Return a programme as it is kept: texts of one line, nothing that a file could not hold."""
    known: dict[str, Any] = {
        each.name: fitting(each, getattr(programme, each.name))[0] for each in HEAD
    }
    for section in SECTIONS:
        entries = (
            section.made(
                **{
                    each.name: fitting(each, getattr(entry, each.name))[0]
                    for each in section.fields
                }
            )
            for entry in getattr(programme, section.name)
        )
        known[section.name] = tuple(
            each for each in entries if any(getattr(each, field.name) for field in section.fields)
        )[: _most(section)]
    known["topics"] = known["topics"][:MOST_ENTRIES]
    return replace(
        programme,
        **known,
        id=_id(programme.id) or _id(known["title"]) or "own",
        standard_is_inferred=bool(programme.standard_is_inferred and known["standard"]),
    )


def _most(section: Section) -> int:
    return MOST_FACTS if section.name == "facts" else MOST_ENTRIES


def said_words(key: str, value: Any, depth: int = 0) -> str:
    """Return a value of a file as words: lists with semicolons, units from the key's ending."""
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(said_words("", each, depth + 1) for each in value)
    if isinstance(value, Mapping):
        return "; ".join(
            f"{_label(name)}: {said_words(name, each, depth + 1)}" for name, each in value.items()
        )
    if _is_number(value):
        figure = (
            f"{value:,}"
            if key.endswith("_gbp")
            else f"{value:g}"
            if abs(value) < 1e6
            else str(value)
        )
        return _UNITS.get(key.rpartition("_")[2], "{}").format(figure)
    return one_line(_plain(value))


def fitting(field: Field, said: Any) -> tuple[Any, str]:
    """Return a value as its field holds it, and what is wrong with it, "" if nothing."""
    match field.kind:
        case Kind.TEXT:
            is_text = said is None or isinstance(said, (str, int, float, date))
            return _cut(field, one_line(_plain(said))) if is_text else ("", "not a text")
        case Kind.TEXTS:
            if isinstance(said, str):
                said = [said]
            if said is None or isinstance(said, (list, tuple)):
                plain = all(isinstance(each, (str, int, float, date)) for each in said or ())
                texts = tuple(one_line(_plain(each)) for each in said or ()) if plain else ()
                return tuple(each for each in texts if each), "" if plain else "not a list of texts"
            return (), "not a list"
        case Kind.YES:
            if said is None:
                return bool(field.at_first), ""
            is_yes = isinstance(said, bool)
            return (said, "") if is_yes else (bool(field.at_first), "neither true nor false")
        case Kind.DAY:
            return _day(said)
    return _number(field, said)


def _cut(field: Field, words: str) -> tuple[str, str]:
    if len(words) <= field.longest:
        return words, ""
    return words[: field.longest].rstrip(), f"longer than {field.longest:,} characters, and was cut"


def _number(field: Field, said: Any) -> tuple[Any, str]:
    nothing: float = 0.0 if field.kind is Kind.NUMBER else 0
    if said is None:
        return nothing, ""
    if not _is_number(said):
        return nothing, "not a number"
    if field.kind is Kind.WHOLE and said != int(said):
        return nothing, "not a whole number"
    if said < 0:
        return nothing, "below 0"
    if said > field.most:
        return nothing, f"more than {field.most:,}"
    return (float(said) if field.kind is Kind.NUMBER else int(said)), ""


def _day(said: Any) -> tuple[str, str]:
    if said is None or said == "":
        return "", ""
    if isinstance(said, datetime):
        said = said.date()
    try:
        day = said if isinstance(said, date) else date.fromisoformat(str(said).strip())
    except ValueError:
        return "", "not a day (YYYY-MM-DD)"
    return (day.isoformat(), "") if EARLIEST <= day <= LATEST else ("", "not a day of this century")


def _is_number(said: Any) -> bool:
    if isinstance(said, bool) or not isinstance(said, (int, float)):
        return False
    return abs(said) < 1e15  # nor not-a-number, whose comparisons all fail


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _id(said: Any) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", _plain(said).casefold()).strip("-.")[:60]


def _short(value: Any) -> str:
    words = one_line(_plain(value))
    return words if len(words) <= 40 else f"{words[:39]}…"


def _label(key: str) -> str:
    words = one_line(str(key).replace("_", " "))
    for unit in _UNITS:
        words = words.removesuffix(f" {unit}")
    return words[:1].upper() + words[1:]


def _one(key: str) -> str:
    return _label(key.removesuffix("s"))
