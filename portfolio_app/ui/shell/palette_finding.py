"""What the palette finds for what was typed, asked beside the window; no Qt here."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.coverage import status_of
from portfolio_app.domain.found import Found, FoundGroup
from portfolio_app.domain.query import parse
from portfolio_app.store import queries
from portfolio_app.store.database import Store

GROUP_LIMIT = 6
ROWS = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A result, and what stands at its right: a status, how many claims, where it is."""

    found: Found
    where: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can confirm evidence, and for what."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class AskedFor:
    """An observation or a statement to sign, and how far it has got."""

    uid: str
    words: str
    where: str


@dataclass(frozen=True, slots=True)
class Reached:
    """What was found for ``typed``; the group of a code or E-number comes first."""

    typed: str
    entries: tuple[Entry, ...] = ()
    people: tuple[Person, ...] = ()
    asked: tuple[AskedFor, ...] = ()
    ksb_uid: str = ""  # of the KSB whose code was typed


def reach(store: Store, typed: str, limit: int = GROUP_LIMIT) -> Reached:
    """Return what there is for what was typed, at most ``limit`` of each group.

    "#" asks for KSBs only, "@" for people only.
    """
    prefix, words = typed[:1], typed[1:].strip()
    if prefix == "@":
        return Reached(typed, people=_people(store, words, limit * 2))
    only_ksbs = prefix == "#"
    query = parse(words if only_ksbs else typed)
    if only_ksbs and query.is_empty:
        found = _all_ksbs(store)
    else:
        found = queries.search.everything(store, query, limit * 2 if only_ksbs else limit).found
    code = query.label
    entries = tuple(
        Entry(each, _where(store, each, code))
        for each in found
        if not only_ksbs or each.group is FoundGroup.KSB
    )
    is_all = not only_ksbs and not query.is_empty
    people = _people(store, typed, 2) if is_all else ()
    asked = _asked_for(store, typed, 3) if is_all else ()
    first = entries[0].found if entries and code else None
    named = first.ksb_uid if first is not None and first.group is FoundGroup.KSB else ""
    return Reached(typed, entries, people, asked, named)


def _where(store: Store, found: Found, code: str) -> str:
    if found.group is FoundGroup.KSB:
        return status_of(queries.claims.claims(store, None, found.ksb_uid)).words
    if found.group is FoundGroup.EVIDENCE:
        if found.count:
            return f"{found.count} on {code}"
        return "reading" if found.is_reading else ", ".join(found.codes[:3])
    codes = ", ".join(found.codes) if found.group is FoundGroup.PASSAGE else ""
    name = found.ref or found.title[:24]
    where = f"{name}, p. {found.page}" if found.page else name
    return " · ".join(part for part in (codes, where) if part)


def _all_ksbs(store: Store) -> tuple[Found, ...]:
    return tuple(
        Found(
            FoundGroup.KSB,
            f"{ksb.code}  {ksb.short}",
            ksb_uid=ksb.uid,
            ksb_kind=ksb.kind,
            codes=(ksb.code,),
        )
        for ksb in queries.standard.ksbs(store)[:ROWS]
    )


def _asked_for(store: Store, words: str, limit: int) -> tuple[AskedFor, ...]:
    wanted = words.casefold().split()
    found = [
        AskedFor(each.uid, f"{each.ref}  {each.asked.title}", each.state.words)
        for each in queries.observations.observations(store)
        if all(
            word in f"{each.ref} {each.asked.title} {each.witness}".casefold() for word in wanted
        )
    ]
    return tuple(found[:limit])


def _people(store: Store, words: str, limit: int) -> tuple[Person, ...]:
    wanted = words.casefold().split()
    found = [
        Person(
            each.name, " · ".join(part for part in (each.relationship, each.organisation) if part)
        )
        for each in queries.portfolio.details(store).witnesses
        if all(
            word in f"{each.name} {each.relationship} {each.organisation}".casefold()
            for word in wanted
        )
    ]
    return tuple(found[:limit])
