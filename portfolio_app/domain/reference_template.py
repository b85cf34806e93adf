r"""Entries of a reference list as templates: what is printed where, and what is left out.

``{field}`` prints a field, ``*…*`` is italic, ``[ … ]`` is left out when a field directly in it is
empty, ``[ a | b ]`` is the first of its parts that can be printed, and ``\`` takes the meaning
from the character after it. No stop is printed after a stop, a question or an exclamation mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

_ENDS = ".?!…"
_CLOSING = "’”'\")"


class Run(NamedTuple):
    """A stretch of one look. ``address`` is where a link leads, "" for none."""

    text: str
    italic: bool = False
    address: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    italic: bool


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    italic: bool


@dataclass(frozen=True, slots=True)
class _Group:
    parts: tuple[tuple[_Node, ...], ...]


_Node = _Words | _Field | _Group


class Template:
    """A template that was read.

    Raises:
        ValueError: a bracket is not closed, or a field has no name.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._nodes = _read(text)

    @property
    def fields(self) -> frozenset[str]:
        """The names of all fields that it may print."""
        return frozenset(_names(self._nodes))

    def write(self, values: Mapping[str, Runs]) -> Runs:
        """Return what it prints; a field that is missing or empty prints nothing."""
        written: list[Run] = []
        _write(self._nodes, values, written)
        return joined(written)


@cache
def template(text: str) -> Template:
    """Return a template, read once."""
    return Template(text)


def words(runs: Iterable[Run]) -> str:
    """Return the words of runs alone."""
    return "".join(each.text for each in runs)


def joined(parts: Iterable[Run]) -> Runs:
    """Return runs put together: no stop twice, no space twice, stretches of one look as one."""
    found: list[Run] = []
    for part in parts:
        text = part.text
        before = found[-1].text if found else ""
        if text.startswith(".") and not text.startswith("..") and is_ended(before):
            text = text[1:]
        if before.endswith(" "):
            text = text.lstrip(" ")
        if not text:
            continue
        if found and found[-1][1:] == part[1:]:
            found[-1] = found[-1]._replace(text=before + text)
        else:
            found.append(part._replace(text=text))
    return tuple(found)


def is_ended(text: str) -> bool:
    """Say whether words end with a stop of their own, looking through closing quotation marks."""
    bare = text.rstrip(_CLOSING) if text[-1:] in "’”'\"" else text
    return bare[-1:] in _ENDS if bare else False


def _read(text: str) -> tuple[_Node, ...]:
    reader = _Reader(text)
    parts = reader.parts()
    if reader.at < len(text) or len(parts) != 1:
        raise ValueError(f"a bracket of {text!r} is not in its place")
    return parts[0]


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.italic = False

    def parts(self) -> tuple[tuple[_Node, ...], ...]:
        found: list[tuple[_Node, ...]] = []
        nodes: list[_Node] = []
        began_italic = self.italic
        while self.at < len(self.text) and self.text[self.at] != "]":
            mark = self.text[self.at]
            if mark == "|":
                found.append(tuple(nodes))
                nodes = []
                self.italic = began_italic
                self.at += 1
            elif mark == "*":
                self.italic = not self.italic
                self.at += 1
            elif mark == "[":
                nodes.append(self._group())
            elif mark == "{":
                nodes.append(self._field())
            else:
                nodes.append(self._words())
        return (*found, tuple(nodes))

    def _group(self) -> _Group:
        self.at += 1
        parts = self.parts()
        if self.at >= len(self.text):
            raise ValueError(f"a bracket of {self.text!r} is not closed")
        self.at += 1
        return _Group(parts)

    def _field(self) -> _Field:
        end = self.text.find("}", self.at)
        name = self.text[self.at + 1 : end] if end > 0 else ""
        if not name.isidentifier():
            raise ValueError(f"a field of {self.text!r} has no name")
        self.at = end + 1
        return _Field(name, self.italic)

    def _words(self) -> _Words:
        taken: list[str] = []
        while self.at < len(self.text) and self.text[self.at] not in "{[]|*}":
            if self.text[self.at] == "\\":
                self.at += 1
            taken.append(self.text[self.at : self.at + 1])
            self.at += 1
        if not taken:
            raise ValueError(f"a bracket of {self.text!r} is not in its place")
        return _Words("".join(taken), self.italic)


def _names(nodes: tuple[_Node, ...]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, _Field):
            yield node.name
        elif isinstance(node, _Group):
            for part in node.parts:
                yield from _names(part)


def _write(nodes: tuple[_Node, ...], values: Mapping[str, Runs], written: list[Run]) -> bool:
    """Write nodes behind what was written; say whether every field directly in them is there."""
    whole = True
    for node in nodes:
        if isinstance(node, _Words):
            written.append(Run(node.text, node.italic))
        elif isinstance(node, _Field):
            runs = values.get(node.name, ())
            whole = whole and bool(runs)
            written.extend(run._replace(italic=run.italic or node.italic) for run in runs)
        else:
            for part in node.parts:
                tried: list[Run] = []
                if _write(part, values, tried):
                    written.extend(tried)
                    break
    return whole
