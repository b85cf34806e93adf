"""The register of documents: groups and states from data, who signed, what is complete."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.days import day_words
from portfolio_app.domain.planned import Document, Party, Planned

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class DocumentState:
    """A state a document can be in, for which groups, and what comes next."""

    id: str
    words: str
    groups: tuple[str, ...]
    held: bool = False
    next: str = ""


@dataclass(frozen=True, slots=True)
class RegisterData:
    """The register's data. ``groups`` and ``offered`` are pairs: id or group, and title.

    ``words`` are those of titles that tell a group, by its id; ``several`` is the group of what has
    the words of more than one.
    """

    groups: tuple[tuple[str, str], ...]
    states: tuple[DocumentState, ...]
    offered: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    several: str = ""

    def states_of(self, group: str) -> tuple[DocumentState, ...]:
        """Return the states that documents of a group can be in."""
        return tuple(each for each in self.states if group in each.groups)

    def state(self, state_id: str) -> DocumentState | None:
        """Return a state by its id, None where the data does not know it."""
        return next((each for each in self.states if each.id == state_id), None)


def register_data(data: Mapping[str, Any]) -> RegisterData:
    """Return what resources/gateway/documents.toml (already parsed) describes."""
    return RegisterData(
        tuple((str(each["id"]), str(each["title"])) for each in data["groups"]),
        tuple(
            DocumentState(
                str(each["id"]),
                str(each["words"]),
                tuple(each["groups"]),
                bool(each.get("held", False)),
                str(each.get("next", "")),
            )
            for each in data["states"]
        ),
        tuple((str(each["group"]), str(each["title"])) for each in data.get("offered", ())),
        tuple((str(each["id"]), tuple(each.get("words", ()))) for each in data["groups"]),
        next((str(each["id"]) for each in data["groups"] if each.get("several")), ""),
    )


def group_of(planned: Planned, data: RegisterData) -> str:
    """Return the group a document belongs to: its own, else the one its title's words tell.

    The first one where nothing tells it.
    """
    known = [each for each, _ in data.groups]
    content = planned.content
    group = content.group if isinstance(content, Document) else ""
    if group in known:
        return group
    title = _plain(planned.title)
    told = [each for each, words in data.words if any(_plain(word) in title for word in words)]
    if len(told) > 1 and data.several:
        others = [each for each in told if each != data.several]
        return others[0] if len(others) == 1 else data.several
    return told[0] if told else known[0]


def _plain(words: str) -> str:
    """Return words without what stands between them, each with a space before and after."""
    return f" {' '.join(_WORD.findall(words.casefold()))} "


def is_complete(document: Document, data: RegisterData) -> bool:
    """Whether it is there: in a state that says so, or signed by each party it names."""
    state = data.state(document.state)
    if state is not None:
        return state.held
    return bool(document.parties) and all(each.signed_on for each in document.parties)


def state_words(document: Document, data: RegisterData) -> str:
    """Return the state in words: the data's, the person's own, or how many have signed."""
    state = data.state(document.state)
    if state is not None:
        return state.words
    if document.state:
        return document.state[:1].upper() + document.state[1:]
    if document.parties:
        signed = sum(1 for each in document.parties if each.signed_on)
        return f"{signed} of {len(document.parties)} signed"
    return "Nothing noted yet"


def signed(parties: Sequence[Party], role: str, day: str) -> tuple[Party, ...]:
    """Return the parties with one who signed on a day ("" takes it back); a new role is added."""
    wanted = " ".join(role.split())
    same = [each for each in parties if each.role.casefold() == wanted.casefold()]
    if not same:
        return (*parties, Party(wanted, day))
    return tuple(
        Party(each.role, day, "" if each in same else each.signature, each.note)
        if each in same
        else each
        for each in parties
    )


def party_words(party: Party) -> str:
    """Return a party with what is known of their signature."""
    if not party.signed_on:
        return f"{party.role}: not signed"
    how = party.signature or "as you noted; the app hasn't checked it"
    return f"{party.role}: signed {day_words(party.signed_on)}, {how}"


def counts(documents: Iterable[Planned], data: RegisterData) -> dict[str, tuple[int, int]]:
    """Return how many of each group are complete, of how many."""
    found: dict[str, tuple[int, int]] = {}
    for each in documents:
        if not isinstance(each.content, Document):
            continue
        group = group_of(each, data)
        done, total = found.get(group, (0, 0))
        found[group] = (done + is_complete(each.content, data), total + 1)
    return found
