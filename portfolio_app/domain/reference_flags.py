"""What is to be looked at in references: missing, doubled, unused, or not in the list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portfolio_app.domain import reference_words as wording
from portfolio_app.domain.citing_sources import Cites, Entry, citations_of, cited_in
from portfolio_app.domain.draft import Block, Cited, Inline, InlineKind
from portfolio_app.domain.reference_entries import kind_style, people, year_of
from portfolio_app.domain.reference_names import sort_key
from portfolio_app.domain.reference_style import Style
from portfolio_app.domain.reference_template import words
from portfolio_app.domain.references import Source, SourceKind

_MISSING = {
    "authors": "author",
    "editors": "editor",
    "year": "year",
    "title": "title",
    "container": "where it appeared",
    "publisher": "publisher",
    "pages": "pages",
    "volume": "volume",
    "issue": "issue",
    "doi": "DOI",
    "address": "web address",
    "accessed": "day you read it",
    "day": "date",
    "number": "number",
    "type": "kind of thesis",
}
_CONTAINERS = {
    SourceKind.ARTICLE: "journal",
    SourceKind.CHAPTER: "book's title",
    SourceKind.NEWS: "newspaper or magazine",
    SourceKind.CONFERENCE: "conference",
}
_LONGEST_KEY = 80
_LONGEST_NAME = 3  # letters of a name in capitals that is no acronym
# A citation that somebody typed: a name, then a year. Not what is in an Act's title.
_TYPED = re.compile(
    r"\(([A-ZÀ-Þ][^()\d]{1,80}?|(?:de|van|von) [^()\d]{1,80}?), "
    r"((?:1[5-9]|20)\d\d[a-z]?|n\.d\.|no date)(?:, ?pp?\. ?[\d–, -]{1,20})?\)"
)


class FlagKind(StrEnum):
    """What is the matter with a reference."""

    TROUBLE = "trouble"  # its entry was malformed
    CHECK = "check"  # its fields were suggested, and nobody looked yet
    MISSING = "missing"
    DUPLICATE = "duplicate"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing to look at, in a few words."""

    kind: FlagKind
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A reference as the list shows it.

    ``text`` is its citation, ``used`` how often it is cited. References with the same ``group``
    look like one another; "" where nothing does.
    """

    source: Source
    text: str
    entry: Entry
    used: int
    flags: tuple[Flag, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A citation without a reference: ``text`` as it is printed or was typed, and where."""

    block_uid: str
    text: str
    typed: bool


@dataclass(frozen=True, slots=True)
class References:
    """All that there is to see: references in the order of the list, and citations without one."""

    rows: tuple[Row, ...] = ()
    unlisted: tuple[Unlisted, ...] = ()
    listed: tuple[Entry, ...] = ()


def look_over(style: Style, sources: Sequence[Source], blocks: Sequence[Block]) -> References:
    """Return every reference with what is to be looked at, those that look alike together."""
    cites = Cites(style, sources, cited_in(blocks))
    used = Counter(each.source_uid for _, inline in citations_of(blocks) for each in inline.cited)
    groups = duplicates(sources)
    place = {uid: at for at, uid in enumerate(cites.in_order(each.uid for each in sources))}
    rows = [
        Row(
            source,
            cites.cite(Inline(InlineKind.SOURCE, cited=(Cited(source.uid),))),
            cites.entry(source.uid),
            used[source.uid],
            flags(style, source, used[source.uid], is_double=source.uid in groups),
            groups.get(source.uid, ""),
        )
        for source in sources
    ]
    first: dict[str, int] = {}
    for row in sorted(rows, key=lambda each: place[each.source.uid]):
        if row.group:
            first.setdefault(row.group, place[row.source.uid])
    rows.sort(
        key=lambda each: (
            first.get(each.group, place[each.source.uid]),
            place[each.source.uid],
        )
    )
    return References(tuple(rows), unlisted(cites, blocks), cites.entries())


def flags(style: Style, source: Source, used: int, *, is_double: bool) -> tuple[Flag, ...]:
    """Return what is to be looked at in one reference, the gravest first."""
    found: list[Flag] = []
    if source.trouble:
        found.append(Flag(FlagKind.TROUBLE, source.trouble))
    if source.more.get("check"):
        found.append(Flag(FlagKind.CHECK, "Taken from the document: check it against the page."))
    lacking = missing(style, source)
    if lacking:
        found.append(Flag(FlagKind.MISSING, f"Missing: {', '.join(lacking)}"))
    if source.doi.strip() and not wording.doi(source.doi):
        found.append(Flag(FlagKind.MISSING, "The DOI isn't one: it begins with 10."))
    shouting = [each.family for each in people((*source.authors, *source.editors))
                if each.given and each.family.isupper()
                and len(each.family) > _LONGEST_NAME]  # fmt: skip
    if shouting:
        found.append(Flag(FlagKind.MISSING, f"In capitals: {', '.join(shouting[:3])}"))
    if is_double:
        found.append(Flag(FlagKind.DUPLICATE, "Looks like another one"))
    if not used:
        found.append(Flag(FlagKind.UNUSED, "Not cited: not in the list"))
    return tuple(found)


def missing(style: Style, source: Source) -> tuple[str, ...]:
    """Return the names of the fields that an entry of its kind needs and that are empty."""
    how = kind_style(style, source)
    found = [
        " or ".join(_name(source, each) for each in several)
        for several in how.needs
        if not any(_has(source, each) for each in several)
    ]
    read = _has(source, "address") and not _has(source, "doi") and not _has(source, "accessed")
    if read and _MISSING["accessed"] not in " ".join(found):
        found.append(_MISSING["accessed"])
    return tuple(dict.fromkeys(found))


def duplicates(sources: Iterable[Source]) -> Mapping[str, str]:
    """Return, by uid, the group of those that look like one another: a DOI, or title and year."""
    group: dict[str, str] = {}
    seen: dict[tuple[str, ...], str] = {}
    members: dict[str, list[str]] = {}
    for source in sources:
        own = group.setdefault(source.uid, source.uid)
        members.setdefault(own, [source.uid])
        for key in _keys(source):
            other = group[seen.setdefault(key, source.uid)]
            own = group[source.uid]
            if other != own:
                for uid in members.pop(own):
                    group[uid] = other
                    members[other].append(uid)
    return {uid: each for uid, each in group.items() if len(members[each]) > 1}


def unlisted(cites: Cites, blocks: Iterable[Block]) -> tuple[Unlisted, ...]:
    """Return the citations whose reference is gone, and those that were typed as plain words."""
    found: list[Unlisted] = []
    for block in blocks:
        for inline in block.inlines:
            if inline.kind is InlineKind.SOURCE and cites.missing(inline):
                found.append(Unlisted(block.uid, cites.cite(inline), typed=False))
            elif inline.kind is InlineKind.WORDS:
                found.extend(
                    Unlisted(block.uid, each[0], typed=True)
                    for each in _TYPED.finditer(inline.text)
                )
    return tuple(found)


def facts(source: Source) -> str:
    """Return what a reference says, whatever its uid: the same for those that say the same."""
    said = replace(
        source, uid="", accessed="", note="", key="", item_uid="", stands_for=(),
        more={name: each for name, each in source.more.items() if name != "check"},
    )  # fmt: skip
    return repr(said)


def matches(row: Row, typed: str) -> bool:
    """Say whether a row has every word that was typed, in its entry, key or what is flagged."""
    said = f"{words(row.entry.runs)} {row.source.key} {row.source.kind.words}"
    plain = f"{sort_key(said)} {said.casefold()} {' '.join(e.words for e in row.flags).casefold()}"
    return all(each in plain for each in sort_key(typed).split() or typed.casefold().split())


def _keys(source: Source) -> tuple[tuple[str, ...], ...]:
    found: list[tuple[str, ...]] = []
    doi = wording.doi(source.doi)
    if doi:
        found.append(("doi", doi.casefold()))
    title = sort_key(source.title, ("the", "a", "an"))[:_LONGEST_KEY]
    if title:
        standing = people(source.authors) or people(source.editors)
        family = sort_key(standing[0].family).split()[-1:] if standing else []
        part = sort_key(source.container) if source.kind is SourceKind.CHAPTER else ""
        found.append((title, year_of(source), *family, source.volume.strip(), part))
    return tuple(found)


def _has(source: Source, field: str) -> bool:
    if field in ("authors", "editors"):
        return bool(people(source.authors if field == "authors" else source.editors))
    if field == "year":
        return bool(year_of(source))
    if field == "doi":
        return bool(wording.doi(source.doi) or "doi.org/" in source.address)
    if field == "type":
        return bool(source.more.get("type", "").strip())
    return bool(str(getattr(source, field)).strip())


def _name(source: Source, field: str) -> str:
    if field == "container":
        return _CONTAINERS.get(source.kind, _MISSING[field])
    return _MISSING[field]
