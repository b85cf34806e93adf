"""A Word document's styles and list numbers: which paragraph is a heading, which marker it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portfolio_app.documents.ooxml import attribute, child, children, is_figure, is_on, local

_DEEPEST = 12
_MOST_COUNTED = 100_000
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says of its paragraphs: heading level (0: none), list, and looks of letters."""

    name: str = ""
    heading: int = 0
    numbering: str = ""
    level: int = 0
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None


class Styles:
    """The looks of styles by their id, each with what it takes over from its base."""

    def __init__(self, root: Any) -> None:
        self._elements: dict[str, Any] = {}
        self._looks: dict[str, Look] = {}
        self.default = ""
        for each in children(root):
            if local(each) == "style":
                uid = attribute(each, "styleId")
                self._elements.setdefault(uid, each)
                if attribute(each, "type") == "paragraph" and attribute(each, "default") in (
                    "1", "true", "on",
                ):  # fmt: skip
                    self.default = self.default or uid

    def look(self, uid: str, depth: int = 0) -> Look:
        """Return what a style says; an unknown one says nothing."""
        if uid in self._looks:
            return self._looks[uid]
        element = self._elements.get(uid)
        if element is None or depth > _DEEPEST:
            return Look()
        base_element = child(element, "basedOn")
        base = (
            self.look(attribute(base_element, "val"), depth + 1)
            if base_element is not None
            else Look()
        )
        name_element = child(element, "name")
        name = attribute(name_element, "val").lower() if name_element is not None else ""
        paragraph, letters = child(element, "pPr"), child(element, "rPr")
        numbering, level = list_of(paragraph)
        heading = _named_heading(name) or _outline(paragraph) or base.heading
        found = Look(
            name or base.name,
            heading,
            numbering or base.numbering,
            level if numbering else base.level,
            _switch(letters, "b", base.bold),
            _switch(letters, "i", base.italic),
            _switch(letters, "vanish", base.hidden),
        )
        self._looks[uid] = found
        return found


def _switch(letters: Any, name: str, otherwise: bool | None) -> bool | None:  # noqa: FBT001
    element = child(letters, name)
    return otherwise if element is None else is_on(element)


def _named_heading(name: str) -> int:
    if name == "title":
        return 1
    if name == "subtitle":
        return 2
    if name.startswith("heading "):
        number = name.removeprefix("heading ").split(" ")[0]
        return int(number) if is_figure(number) and 0 < int(number) < 10 else 0
    return 0


def _outline(paragraph: Any) -> int:
    element = child(paragraph, "outlineLvl")
    value = attribute(element, "val") if element is not None else ""
    return int(value) + 1 if is_figure(value) and int(value) < 9 else 0


def list_of(paragraph: Any) -> tuple[str, int]:
    """Return the list a paragraph's properties put it in, and its level from 0; "" for none."""
    element = child(paragraph, "numPr")
    if element is None:
        return "", 0
    uid, level = child(element, "numId"), child(element, "ilvl")
    told = attribute(level, "val") if level is not None else "0"
    return (
        attribute(uid, "val") if uid is not None else "",
        min(int(told), 8) if is_figure(told) else 0,
    )


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int
    legal: bool


class Numbers:
    """Counts the entries of every list and returns the marker of each ([ISO 29500] 17.9)."""

    def __init__(self, root: Any) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._owner: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        for each in children(root):
            if local(each) == "abstractNum":
                abstract[attribute(each, "abstractNumId")] = _levels(each)
        for each in children(root):
            if local(each) != "num":
                continue
            uid = attribute(each, "numId")
            pointer = child(each, "abstractNumId")
            owner = attribute(pointer, "val") if pointer is not None else ""
            levels = dict(abstract.get(owner, {}))
            is_changed = False
            for override in children(each):
                if local(override) == "lvlOverride":
                    is_changed |= _override(override, levels)
            self._levels[uid] = levels
            self._owner[uid] = f"{owner}/{uid}" if is_changed else owner

    def marker(self, uid: str, level: int) -> str:
        """Count one entry of a list and return its marker; empty when the list has none."""
        levels = self._levels.get(uid)
        if not levels or level not in levels:
            return "" if levels is None else "•"
        counts = self._counts.setdefault(self._owner[uid], [0] * 9)
        this = levels[level]
        counts[level] = min(counts[level] + 1 if counts[level] else this.start, _MOST_COUNTED)
        for deeper in range(level + 1, 9):
            counts[deeper] = 0
        if this.form == "bullet":
            return "•"
        if this.form == "none":
            return ""
        told = this.text
        for at in range(9):
            if f"%{at + 1}" in told:
                other = levels.get(at, this)
                number = counts[at] or other.start
                form = "decimal" if this.legal else other.form
                told = told.replace(f"%{at + 1}", _number(number, form))
        return told.strip()[:24]


def _levels(element: Any) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for each in children(element):
        if local(each) == "lvl":
            at = attribute(each, "ilvl")
            if is_figure(at) and int(at) < 9:
                found[int(at)] = _level(each)
    return found


def _level(each: Any) -> _Level:
    told = {local(part): part for part in children(each)}
    start = attribute(told["start"], "val") if "start" in told else "1"
    return _Level(
        attribute(told["numFmt"], "val") if "numFmt" in told else "decimal",
        attribute(told["lvlText"], "val") if "lvlText" in told else "",
        int(start) if is_figure(start) else 1,
        "isLgl" in told and is_on(told["isLgl"]),
    )


def _override(element: Any, levels: dict[int, _Level]) -> bool:
    at = attribute(element, "ilvl")
    if not is_figure(at) or int(at) > 8:
        return False
    changed = child(element, "lvl")
    if changed is not None:
        levels[int(at)] = _level(changed)
        return True
    start = child(element, "startOverride")
    told = attribute(start, "val") if start is not None else ""
    if is_figure(told) and int(at) in levels:
        old = levels[int(at)]
        levels[int(at)] = _Level(old.form, old.text, int(told), old.legal)
        return True
    return False


def _number(number: int, form: str) -> str:
    match form:
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 4)
            return letter.upper() if form == "upperLetter" else letter
        case "lowerRoman" | "upperRoman":
            return _roman(number).upper() if form == "upperRoman" else _roman(number)
        case "decimalZero":
            return f"{number:02d}"
        case "none":
            return ""
        case _:
            return str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    told = ""
    for value, letters in _ROMAN:
        while number >= value:
            told += letters
            number -= value
    return told
