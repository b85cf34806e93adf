"""A way of writing references, read from data: words, marks, order, and a template a kind."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portfolio_app.domain.reference_template import Template, template
from portfolio_app.domain.references import SourceKind

_ORDERS = ("year", "name", "typed")
_LETTERS = ("title", "cited")
_COMMAS = ("never", "three", "always")


@dataclass(frozen=True, slots=True)
class Words:
    """Words and marks that a style prints; ``page`` and ``pages`` with the space that follows."""

    and_: str
    and_in_brackets: str
    et_al: str
    no_date: str
    no_title: str
    editor: str
    editors: str
    edited_by: str
    edition: str
    page: str
    pages: str
    quotes: tuple[str, str]
    inner_quotes: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Naming:
    """How several names are joined; ``et_al_from`` 0 prints all of them.

    ``and_`` is "" where it is the style's usual word.
    """

    et_al_from: int
    et_al_keeps: int
    et_al_italic: bool
    comma_before_and: str
    and_: str = ""


@dataclass(frozen=True, slots=True)
class InText:
    """How citations are written in the text."""

    naming: Naming
    between_name_and_year: str
    before_locator: str
    between_sources: str
    between_years: str
    order: str
    join_same_author: bool
    before_no_date_letter: str


@dataclass(frozen=True, slots=True)
class InList:
    """How the list at the end is written and sorted."""

    naming: Naming
    initials_together: bool
    editors_turned: bool
    letters: str
    no_date_first: bool
    ignored_first_words: tuple[str, ...]
    particles_sort: bool
    show_place: bool
    stop_after_address: bool
    tail: Template


@dataclass(frozen=True, slots=True)
class KindStyle:
    """How a kind of source is written, who stands first, and which fields it cannot do without.

    Each of ``needs`` is a field, or several of which one is enough.
    """

    entry: Template
    label: Template
    needs: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    dated: bool = True
    locator: str = ""
    locators: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One way of writing: its value in the data, and what it is called."""

    value: str | int | bool
    words: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A point in which universities differ. ``value`` is the one in force."""

    id: str
    words: str
    options: tuple[Option, ...]
    value: str | int | bool


@dataclass(frozen=True, slots=True)
class Style:
    """A whole style. ``about`` and ``source`` say whose rules these are."""

    id: str
    name: str
    about: str
    source: str
    words: Words
    text: InText
    list: InList
    kinds: Mapping[str, KindStyle]
    choices: tuple[Choice, ...] = field(default=())

    def kind(self, kind: SourceKind, *, has_names: bool) -> KindStyle:
        """Return how a kind is written; a law that somebody wrote is guidance."""
        if kind is SourceKind.LAW and has_names and "law-by-author" in self.kinds:
            return self.kinds["law-by-author"]
        return self.kinds[kind.value]


def style_of(data: Mapping[str, Any], chosen: Mapping[str, Any] | None = None) -> Style:
    """Return a style from its data, with what the person chose where universities differ.

    A choice that the data does not offer is passed over.

    Raises:
        ValueError: something is missing or wrong in the data.
    """
    own = copy.deepcopy(dict(data))
    try:
        choices = tuple(_choose(own, each, chosen or {}) for each in own.get("choices", ()))
        style = Style(
            id=own["id"],
            name=own["name"],
            about=own["about"],
            source=own["source"],
            words=_words(own["words"]),
            text=_in_text(own["text"]),
            list=_in_list(own["list"]),
            kinds={name: _kind(each) for name, each in own["kinds"].items()},
            choices=choices,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"the style lacks {error}") from error
    lacking = [each.value for each in SourceKind if each.value not in style.kinds]
    if lacking:
        raise ValueError(f"the style does not say how to write: {', '.join(lacking)}")
    return style


def _choose(data: dict[str, Any], said: Mapping[str, Any], chosen: Mapping[str, Any]) -> Choice:
    options = tuple(Option(each["value"], each["words"]) for each in said["options"])
    wanted = chosen.get(said["id"])
    known = next(
        (
            each.value
            for each in options
            if each.value == wanted and type(each.value) is type(wanted)
        ),
        None,
    )
    if known is not None:
        _put(data, said["sets"], known)
        for place, values in said.get("also", {}).items():
            _put(data, place, values[str(known).lower() if known in (True, False) else str(known)])
    return Choice(said["id"], said["words"], options, _got(data, said["sets"]))


def _put(data: dict[str, Any], place: str, value: object) -> None:
    table, name = place.split(".")
    data[table][name] = value


def _got(data: dict[str, Any], place: str) -> Any:
    table, name = place.split(".")
    return data[table][name]


def _words(said: Mapping[str, Any]) -> Words:
    names = ("and_in_brackets", "et_al", "no_date", "no_title", "editor", "editors", "edited_by",
             "edition", "page", "pages")  # fmt: skip
    return Words(
        and_=said["and"],
        quotes=(said["opening_quote"], said["closing_quote"]),
        inner_quotes=(said["opening_inner_quote"], said["closing_inner_quote"]),
        **{name: said[name] for name in names},
    )


def _naming(said: Mapping[str, Any]) -> Naming:
    return Naming(
        et_al_from=int(said["et_al_from"]),
        et_al_keeps=max(int(said["et_al_keeps"]), 1),
        et_al_italic=bool(said["et_al_italic"]),
        comma_before_and=_one_of(said["comma_before_and"], _COMMAS),
        and_=said.get("and", ""),
    )


def _in_text(said: Mapping[str, Any]) -> InText:
    names = ("between_name_and_year", "before_locator", "between_sources", "between_years",
             "join_same_author", "before_no_date_letter")  # fmt: skip
    return InText(
        naming=_naming(said),
        order=_one_of(said["order"], _ORDERS),
        **{name: said[name] for name in names},
    )


def _in_list(said: Mapping[str, Any]) -> InList:
    names = ("initials_together", "editors_turned", "no_date_first", "particles_sort",
             "show_place", "stop_after_address")  # fmt: skip
    return InList(
        naming=_naming(said),
        letters=_one_of(said["letters"], _LETTERS),
        ignored_first_words=tuple(said["ignored_first_words"]),
        tail=template(said["tail"]),
        **{name: bool(said[name]) for name in names},
    )


def _kind(said: Mapping[str, Any]) -> KindStyle:
    return KindStyle(
        entry=template(said["entry"]),
        label=template(said["label"]),
        needs=tuple(tuple(each.split("|")) for each in said["needs"]),
        names=tuple(said["names"]),
        dated=said.get("dated", True),
        locator=said.get("locator", ""),
        locators=said.get("locators", ""),
    )


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
    return value
