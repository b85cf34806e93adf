"""Citations of references as the text prints them, and the list at the end.

Letters after a year depend on what else is cited, so all of it is worked out together: make a
``Cites`` whenever references or citations changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portfolio_app.domain import reference_names as naming
from portfolio_app.domain import reference_words as wording
from portfolio_app.domain.draft import Block, Cited, Inline, InlineKind
from portfolio_app.domain.labels import GONE
from portfolio_app.domain.reference_entries import (
    entry,
    kind_style,
    label,
    names,
    title_of,
    year_of,
    year_words,
)
from portfolio_app.domain.reference_style import Style
from portfolio_app.domain.reference_template import Run, Runs, joined, words
from portfolio_app.domain.references import Source

_AFTER_ALL = "\U0010ffff"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: the reference's uid and how it is printed."""

    uid: str
    runs: Runs

    @property
    def text(self) -> str:
        """Its words alone."""
        return words(self.runs)


@dataclass(frozen=True, slots=True)
class _Standing:
    """How a reference stands in the text, told apart from the others."""

    label: Runs
    year: str  # "" for an Act: its year is in its title


def cited_in(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the uids of the references that a text cites, each once, as they are first cited."""
    return tuple(dict.fromkeys(each.source_uid for each in _all_cited(blocks)))


def citing(block: Block, others: Mapping[str, str]) -> Block:
    """Return a block whose citations name other references in place of some, by their uids."""
    if not any(each.source_uid in others for inline in block.inlines for each in inline.cited):
        return block
    inlines = (
        replace(inline, cited=tuple(dict.fromkeys(_turned(each, others) for each in inline.cited)))
        if inline.kind is InlineKind.SOURCE
        else inline
        for inline in block.inlines
    )
    return replace(block, inlines=tuple(inlines))


def merged_into(sources: Iterable[Source]) -> dict[str, str]:
    """Return which reference stands for each that was merged into one."""
    return {gone: each.uid for each in sources for gone in each.stands_for}


def _turned(cited: Cited, others: Mapping[str, str]) -> Cited:
    return Cited(others.get(cited.source_uid, cited.source_uid), cited.locator)


def citations_of(blocks: Iterable[Block]) -> Iterator[tuple[Block, Inline]]:
    """Yield every citation of references with the block it is in."""
    for block in blocks:
        for inline in block.inlines:
            if inline.kind is InlineKind.SOURCE:
                yield block, inline


class Cites:
    """What citations of these references print, and the list of those that are cited.

    ``cited`` are uids in the order in which the text first cites them; unknown ones are passed
    over.
    """

    def __init__(self, style: Style, sources: Iterable[Source], cited: Sequence[str]) -> None:
        self._style = style
        self._sources = {each.uid: each for each in sources}
        self._came = {uid: at for at, uid in enumerate(self._sources)}
        self._order = [uid for uid in dict.fromkeys(cited) if uid in self._sources]
        self._letters: dict[str, str] = {}
        self._told_apart: frozenset[str] = frozenset()
        self._standings: dict[str, _Standing] = {}
        self._tell_apart()

    def cite(self, inline: Inline) -> str:
        """Return the words that a citation prints: "(Author, 2024, p. 4)", "Author (2024)"."""
        return words(self.runs(inline))

    def runs(self, inline: Inline) -> Runs:
        """Return what a citation prints, in stretches of one look."""
        cited = inline.cited
        if not any(each.source_uid in self._sources for each in cited):
            return (Run(GONE),)
        if inline.narrative:
            return joined(self._narrative(self._grouped(cited)))
        ordered = self._ordered(cited)
        return joined((Run("("), *self._bracketed(self._grouped(ordered)), Run(")")))

    def missing(self, inline: Inline) -> tuple[str, ...]:
        """Return the uids that a citation names and that are not there."""
        return tuple(
            each.source_uid for each in inline.cited if each.source_uid not in self._sources
        )

    def entries(self) -> tuple[Entry, ...]:
        """Return the list: what is cited, in its order."""
        return tuple(
            Entry(uid, entry(self._style, self._sources[uid], self._letters.get(uid, "")))
            for uid in self._sorted(self._order)
        )

    def entry(self, uid: str) -> Entry:
        """Return the line of one reference, cited or not.

        Raises:
            KeyError: there is no such reference.
        """
        return Entry(uid, entry(self._style, self._sources[uid], self._letters.get(uid, "")))

    def in_order(self, uids: Iterable[str]) -> tuple[str, ...]:
        """Return references, cited or not, in the order that the list would have."""
        return tuple(self._sorted(uid for uid in uids if uid in self._sources))

    # telling apart

    def _tell_apart(self) -> None:
        alike = self._alike()
        self._told_apart = frozenset(
            uid for group in alike if self._are_others(group) for uid in group
        )
        for group in self._alike() if self._told_apart else alike:
            in_order = self._sorted(group) if self._style.list.letters == "title" else group
            for at, uid in enumerate(in_order):
                self._letters[uid] = _letter(at)

    def _alike(self) -> list[list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for uid in self._order:
            source = self._sources[uid]
            if kind_style(self._style, source).dated:
                said = words(label(self._style, source, told_apart=uid in self._told_apart))
                key = said.casefold(), year_words(self._style, source).casefold()
                found.setdefault(key, []).append(uid)
        return [group for group in found.values() if len(group) > 1]

    def _are_others(self, group: Sequence[str]) -> bool:
        """Say whether one family name stands for several people here."""
        firsts = set()
        for uid in group:
            standing = names(self._sources[uid], kind_style(self._style, self._sources[uid]))
            if not standing or standing[0].is_organisation:
                return False
            firsts.add(naming.in_order(standing[0]).casefold())
        return len(firsts) > 1

    def _sorted(self, uids: Iterable[str]) -> list[str]:
        return sorted(uids, key=self._sort_key)

    def _sort_key(self, uid: str) -> tuple[object, ...]:
        style, source = self._style, self._sources[uid]
        in_list = style.list
        standing = names(source, kind_style(style, source))
        title = naming.sort_key(title_of(style, source), in_list.ignored_first_words)
        if standing:
            people = [
                naming.person_key(
                    each, particles=in_list.particles_sort, ignored=in_list.ignored_first_words
                )
                for each in standing
            ]
            if in_list.naming.et_al_from and len(people) >= in_list.naming.et_al_from:
                people = [*people[: in_list.naming.et_al_keeps], (_AFTER_ALL, "")]
        else:
            shown = words(label(style, source))
            people = [(naming.sort_key(shown, in_list.ignored_first_words), "")]
        year = year_of(source)
        dated = (year == "") != in_list.no_date_first
        place = self._order.index(uid) if in_list.letters == "cited" and uid in self._order else 0
        return tuple(people), dated, year, place, title, self._came[uid]

    # writing

    def _standing(self, uid: str) -> _Standing:
        found = self._standings.get(uid)
        if found is None:
            source = self._sources[uid]
            found = _Standing(
                label(self._style, source, told_apart=uid in self._told_apart),
                year_words(self._style, source, self._letters.get(uid, ""))
                if kind_style(self._style, source).dated
                else "",
            )
            self._standings[uid] = found
        return found

    def _ordered(self, cited: Sequence[Cited]) -> list[Cited]:
        order = self._style.text.order
        here = [each for each in cited if each.source_uid in self._sources]
        gone = [each for each in cited if each.source_uid not in self._sources]
        if order == "typed" or not here:
            return list(cited)

        def by_name(each: Cited) -> tuple[object, ...]:
            return self._sort_key(each.source_uid)

        def by_year(each: Cited) -> tuple[object, ...]:
            year = year_of(self._sources[each.source_uid])
            letter = self._letters.get(each.source_uid, "")
            first = (year == "") != self._style.list.no_date_first
            return (first, year, *by_name(each)[:1], letter)

        return [*sorted(here, key=by_year if order == "year" else by_name), *gone]

    def _grouped(self, cited: Sequence[Cited]) -> list[list[Cited]]:
        """Return the citations with those of the same names, without places, put together."""
        groups: list[list[Cited]] = []
        at: dict[str, list[Cited]] = {}
        for each in cited:
            source = self._sources.get(each.source_uid)
            if source is None:
                if not any(group[0].source_uid not in self._sources for group in groups):
                    groups.append([each])
                continue
            joins = self._style.text.join_same_author and not each.locator.strip()
            named = bool(names(source, kind_style(self._style, source)))
            said = words(self._standing(each.source_uid).label)
            if joins and named and said in at:
                if each.source_uid not in [one.source_uid for one in at[said]]:
                    at[said].append(each)
                continue
            groups.append([each])
            if joins and named:
                at[said] = groups[-1]
        return groups

    def _bracketed(self, groups: Sequence[Sequence[Cited]]) -> Iterator[Run]:
        text, style = self._style.text, self._style
        for number, group in enumerate(groups):
            if number:
                yield Run(text.between_sources)
            uid = group[0].source_uid
            if uid not in self._sources:
                yield Run(GONE)
                continue
            standing = self._standing(uid)
            yield from self._with_and(standing.label, style.words.and_in_brackets)
            years = self._years(group)
            if years:
                yield Run(text.between_name_and_year + years)
            yield from self._place(group[0], text.before_locator)

    def _narrative(self, groups: Sequence[Sequence[Cited]]) -> Iterator[Run]:
        for number, group in enumerate(groups):
            if number:
                last = number == len(groups) - 1
                yield Run(f" {self._style.words.and_} " if last else ", ")
            uid = group[0].source_uid
            if uid not in self._sources:
                yield Run(GONE)
                continue
            yield from self._standing(uid).label
            years = self._years(group)
            place = list(self._place(group[0], self._style.text.before_locator if years else ""))
            if years or place:
                yield Run(" (" + years)
                yield from place
                yield Run(")")

    def _with_and(self, runs: Runs, and_: str) -> Iterator[Run]:
        plain = self._style.words.and_
        for run in runs:
            if and_ == plain or run.italic:
                yield run
            else:
                yield run._replace(text=run.text.replace(f" {plain} ", f" {and_} "))

    def _years(self, group: Sequence[Cited]) -> str:
        years = [self._standing(each.source_uid).year for each in group]
        return self._style.text.between_years.join(filter(None, years))

    def _place(self, cited: Cited, before: str) -> Iterator[Run]:
        if cited.locator.strip():
            how = kind_style(self._style, self._sources[cited.source_uid])
            said = wording.locator(
                cited.locator,
                page=self._style.words.page,
                pages=self._style.words.pages,
                one=how.locator,
                many=how.locators,
            )
            yield Run(before + said)


def _letter(at: int) -> str:
    more, last = divmod(at, len(_ALPHABET))
    return (_letter(more - 1) if more else "") + _ALPHABET[last]


def _all_cited(blocks: Iterable[Block]) -> Iterator[Cited]:
    for _, inline in citations_of(blocks):
        yield from inline.cited
