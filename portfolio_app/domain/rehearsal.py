"""Practice questions: made from the standard's own wording and the person's own tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.ksb import Ksb


@dataclass(frozen=True, slots=True)
class Template:
    """A question with gaps. ``for_tagged``: asked of a KSB that sections are tagged with."""

    id: str
    text: str
    for_tagged: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A practice question. ``where`` are the sections to speak to; ``own``: typed by hand.

    ``uid`` names an own question, and is "" for one that was made.
    """

    question: str
    ksb_uid: str = ""
    ksb_code: str = ""
    where: tuple[str, ...] = ()
    own: bool = False
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Times:
    """How long, in minutes, and how sure that is. ``source`` is said beside it."""

    presentation: int
    questioning: int
    questions: int
    source: str
    confirmed: bool


def templates_of(data: Mapping[str, Any]) -> tuple[Template, ...]:
    """Return the templates that a data file (TOML, already parsed) holds."""
    return tuple(
        Template(str(each["id"]), str(each["text"]), each.get("needs") != "nowhere")
        for each in data.get("templates", ())
    )


def cards(
    ksbs: Sequence[Ksb], where: Mapping[str, Sequence[str]], templates: Sequence[Template]
) -> tuple[Card, ...]:
    """Return one card for each KSB, in order: no two neighbours ask in the same words.

    ``where`` holds the names of the sections that are tagged with a KSB, by its uid.
    """
    asked = {True: 0, False: 0}
    found = []
    for ksb in ksbs:
        places = tuple(where.get(ksb.uid, ()))
        fitting = [each for each in templates if each.for_tagged is bool(places)]
        if not fitting:
            continue
        template = fitting[asked[bool(places)] % len(fitting)]
        asked[bool(places)] += 1
        words = template.text
        for gap, text in (("{code}", ksb.code), ("{statement}", _sentence(ksb.text)),
                          ("{where}", _listed(places))):  # fmt: skip
            words = words.replace(gap, text)
        found.append(Card(words, ksb.uid, ksb.code, places))
    return tuple(found)


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _listed(places: Sequence[str]) -> str:
    named = [f"“{each}”" for each in places]
    return " and ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else "".join(named)
