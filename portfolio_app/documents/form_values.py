"""What the fields of a form hold: kind, value, the question it answers, the state of a button.

ISO 32000-2, 12.7. Everything is inherited along a chain of parents that may loop or lie.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import pikepdf

from portfolio_app.documents.pdf_values import (
    at,
    entries,
    identity,
    items,
    name,
    number,
    text,
    up_the_tree,
)
from portfolio_app.documents.titles import one_line

MULTILINE, PASSWORD, COMB = 1 << 12, 1 << 13, 1 << 24
RADIO, PUSH, COMBO = 1 << 15, 1 << 16, 1 << 17
MOST_LETTERS = 60_000  # of one answer: some 9,000 words
_MOST_CHOICES = 2_000
_LONGEST_QUESTION = 80
_TAGS = re.compile(r"<[^>]{0,2000}>")
_NEW_LINE = re.compile(r"(?i)<br\b[^>]{0,200}>|</p\s*>")
_OFF = "/Off"


@dataclass(frozen=True, slots=True)
class Field:
    """The field behind a widget. ``kind`` is /Tx, /Ch, /Btn, /Sig or nothing.

    ``value`` is what was entered, lines parted by a line feed, chosen options by the words they are
    shown with. ``is_cut``: it was longer than MOST_LETTERS. ``question`` says what was asked.
    """

    kind: str
    flags: int
    value: str
    question: str
    is_cut: bool = False

    @property
    def is_written(self) -> bool:
        """Return whether its value is words: a text field or a choice."""
        return self.kind in ("/Tx", "/Ch")

    @property
    def is_secret(self) -> bool:
        """Return whether it holds a password."""
        return self.kind == "/Tx" and bool(self.flags & PASSWORD)

    @property
    def is_list(self) -> bool:
        """Return whether it is a list that shows several options at once."""
        return self.kind == "/Ch" and not self.flags & COMBO


def inherited(widget: Any, key: str) -> Any:
    """Return an entry of a widget, or of the nearest parent that has it."""
    for each in up_the_tree(widget):
        if (found := each.get(key)) is not None:
            return found
    return None


def field_of(widget: Any) -> Field:
    """Return the field of a widget, or of a node of the field tree."""
    kind = name(inherited(widget, "/FT"))
    value, is_cut = _value(widget, kind)
    flags = int(number(inherited(widget, "/Ff")) or 0)
    return Field(kind, flags, value, question(widget), is_cut)


def question(widget: Any) -> str:
    """Return what a field asks, as its maker named it for people, else its full name."""
    for each in up_the_tree(widget):
        if told := one_line(text(each.get("/TU"))):
            return _short(told)
    parts = [told for each in up_the_tree(widget) if (told := one_line(text(each.get("/T"))))]
    return _short(".".join(reversed(parts))) or "a field without a name"


def places_of_value(widget: Any, *, is_button: bool) -> list[tuple[int, int]]:
    """Return which objects hold the value that a widget shows, its own and its parents'.

    A radio button may say "off" itself while its group says which one is on: both are shown.
    """
    holders = [each for each in up_the_tree(widget) if each.get("/V") is not None]
    shown = holders[:1] + [
        each for each in holders[1:] if is_button or text(each.get("/V")) == text(holders[0]["/V"])
    ]
    return [key for each in shown if (key := identity(each)) is not None]


def place_of_value(widget: Any) -> tuple[int, int] | None:
    """Return which object of the file holds a widget's value; None when that cannot be told."""
    for each in up_the_tree(widget):
        if each.get("/V") is not None:
            return identity(each)
    return None


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_QUESTION else f"{words[: _LONGEST_QUESTION - 1]}…"


def _value(widget: Any, kind: str) -> tuple[str, bool]:
    found = inherited(widget, "/V")
    if kind == "/Btn":
        state = text(found)
        return ("" if state in ("", "Off") else state), False
    if kind == "/Ch":
        told = "\n".join(_chosen(widget, found))
    elif isinstance(found, pikepdf.Stream):
        told = _unpacked(found)
    else:
        told = text(found)
    if kind == "/Tx" and not told.strip():
        told = _rich(inherited(widget, "/RV"))
    return told[:MOST_LETTERS], len(told) > MOST_LETTERS


def _chosen(widget: Any, value: Any) -> list[str]:
    options = list(items(inherited(widget, "/Opt")))[:_MOST_CHOICES]
    shown = [
        (text(each[0]), text(each[1]))
        if isinstance(each, pikepdf.Array) and len(each) > 1
        else (text(each), text(each))
        for each in options
    ]
    if value is None:  # ISO 32000-2, table 234: which are chosen may be told by number alone
        places = [number(each) for each in items(inherited(widget, "/I"))][:_MOST_CHOICES]
        return [shown[int(n)][1] for n in places if n is not None and 0 <= n < len(shown)]
    chosen = [text(e) for e in items(value)] if isinstance(value, pikepdf.Array) else [text(value)]
    names = dict(reversed(shown))
    return [names.get(each, each) for each in chosen[:_MOST_CHOICES] if each]


def _unpacked(stream: Any) -> str:
    """Return a text stream's words (ISO 32000-2, 7.9.3)."""
    try:
        data = stream.read_bytes()[: 4 * MOST_LETTERS]
    except (pikepdf.PdfError, RuntimeError):
        return ""
    return text(pikepdf.String(data))


def _rich(value: Any) -> str:
    """Return the words of a rich text value (XHTML)."""
    told = _unpacked(value) if isinstance(value, pikepdf.Stream) else text(value)
    plain = _TAGS.sub("", _NEW_LINE.sub("\n", told[: 4 * MOST_LETTERS]))
    return unescape(plain).strip()


def on_state(widget: Any) -> str:
    """Return the name of a tick box's or radio button's state when it is on; "" if unknown."""
    for part in ("/N", "/D"):
        for each, _ in entries(at(widget, "/AP", part)):
            if not isinstance(at(widget, "/AP", part), pikepdf.Stream) and each != _OFF:
                return each
    told = name(widget.get("/AS"))
    return "" if told == _OFF else told


class Buttons:
    """Tells which tick boxes and radio buttons are on; remembers what a group has."""

    def __init__(self) -> None:
        self._groups: dict[tuple[int, int], frozenset[str]] = {}

    def state(self, widget: Any) -> tuple[str, bool]:
        """Return a button's state, and whether its field's value and its look disagree."""
        told, on = name(widget.get("/AS")), on_state(widget)
        value = inherited(widget, "/V")
        wanted = f"/{text(value)}" if text(value) else ""
        if not wanted:
            return told or _OFF, False
        if wanted == _OFF:
            state = _OFF
        elif not on:  # without any look the value is all there is
            state = wanted if not self._others(widget) else told or _OFF
        elif wanted == on:
            state = on
        elif wanted in self._others(widget):
            state = _OFF
        else:
            state = told or _OFF
        return state, bool(told) and (state == _OFF) != (told == _OFF)

    def _others(self, widget: Any) -> frozenset[str]:
        """Return the states of the widgets that share this one's parent."""
        parent = widget.get("/Parent")
        kids = at(parent, "/Kids")
        key = identity(parent)
        if not isinstance(kids, pikepdf.Array) or len(kids) < 2 or widget.get("/FT") is not None:
            return frozenset()
        if key is None or key not in self._groups:
            found = frozenset(
                on_state(each) or "?"
                for _, each in zip(range(_MOST_CHOICES), items(kids), strict=False)
                if isinstance(each, pikepdf.Dictionary)
            )
            if key is None:
                return found
            self._groups[key] = found
        return self._groups[key]
