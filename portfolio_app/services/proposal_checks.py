"""What a person should know before the proposal is handed in: each finding with its source.

The proposal's own screen shows all of them; the pre-flight of its pack shows those that its papers
do not say already. How heavy each is stands in resources/preflight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from portfolio_app.domain import markings, patterns
from portfolio_app.domain.coverage import KsbStatus
from portfolio_app.domain.draft import Block, Inline, InlineKind
from portfolio_app.domain.draft_numbers import is_blank
from portfolio_app.domain.hidden_left import find_words, letters_of
from portfolio_app.domain.hiding import FoundKind
from portfolio_app.domain.labels import Labels
from portfolio_app.domain.limits import rule_in_force
from portfolio_app.domain.names import Name, NameFinder
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.personal import Whose, whose
from portfolio_app.domain.proposal_coverage import assessed, places, proposal_coverage
from portfolio_app.domain.reference_flags import FlagKind
from portfolio_app.domain.standard import Standard
from portfolio_app.domain.word_count import message
from portfolio_app.domain.working_tables import shown
from portfolio_app.problems import Level, Problem
from portfolio_app.services import citing, proposal_words, references
from portfolio_app.services.hidden_words import Masks
from portfolio_app.services.possible_names import Left
from portfolio_app.services.preflight.rules import checks
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_SIGN_OFF = f"paper.{PaperKind.SIGN_OFF.value}-missing"
_NOT_SIGNED = f"paper.{PaperKind.SIGN_OFF.value}-unsigned"
_WEIGHTS = (Level.MUST_FIX, Level.SHOULD_CHECK, Level.INFORMATION)


def check(store: Store) -> tuple[Problem, ...]:
    """Return what is to be said of the proposal, the heaviest first; nothing of an empty one.

    ``about_uid`` of a finding is the block that it is about, where there is one. What was accepted
    with a reason is there, and says so.
    """
    looking = _Looking.at(store)
    if looking.is_empty:
        return ()
    because = {each.finding: each.because for each in queries.accepted.accepted(store)}
    found = [*looking.sign_off(), *looking.everything()]
    told = [_accepted(each, because) for each in found]
    return tuple(sorted(told, key=lambda each: _WEIGHTS.index(each.level)))


def of_text(store: Store, *, band: bool = True) -> Iterator[Problem]:
    """Yield what is to be said of the text alone: no papers; of its length only with ``band``."""
    looking = _Looking.at(store)
    if not looking.is_empty:
        yield from looking.everything(band=band)


def _accepted(problem: Problem, because: dict[str, str]) -> Problem:
    from dataclasses import replace

    reason = because.get(problem.key, "") if problem.may_accept else ""
    return replace(problem, accepted=reason) if reason else problem


@dataclass(frozen=True)
class _Looking:
    """One moment of the proposal."""

    store: Store
    standard: Standard
    blocks: tuple[Block, ...]
    labels: Labels

    @classmethod
    def at(cls, store: Store) -> _Looking:
        blocks = queries.proposal.blocks(store)
        labels = citing.labels(store, blocks=blocks)
        return cls(store, queries.standard.standard(store), blocks, labels)

    @property
    def is_empty(self) -> bool:
        return all(is_blank(each) for each in self.blocks)

    @cached_property
    def where(self) -> dict[str, str]:
        """Where each block is: "Section 2.1"; tables and figures by their own number."""
        found = {block.uid: where for block, _, where in places(self.blocks)}
        return {**found, **{uid: self.labels.numbers[uid] for uid in self._held}}

    @cached_property
    def _shows_hidden(self) -> frozenset[str]:
        return queries.proposal.pictures_of_hidden(self.store)

    @property
    def _held(self) -> list[str]:
        return [each.uid for each in self.blocks if not each.kind.is_text]

    def found(
        self,
        check_id: str,
        about: str,
        words: str,
        *,
        block: Block | None = None,
        detail: Iterable[object] = (),
    ) -> Problem:
        row = checks()[check_id]
        level = row.level(self.standard)
        return Problem(
            level,
            check_id,
            about,
            words,
            about_uid=block.uid if block is not None else "",
            source=row.source_line(self.standard),
            may_accept=level is Level.SHOULD_CHECK,
            detail="|".join(str(each) for each in detail),
        )

    def everything(self, *, band: bool = True) -> Iterator[Problem]:
        if band:
            yield from self._band()
        yield from self._ksbs()
        yield from self._pages()
        yield from self._references()
        yield from self._headings()
        yield from self._damaged()
        for block in self.blocks:
            yield from self._citations(block)
            yield from self._held_in(block)
        yield from self._passed_on()

    # the whole

    def _band(self) -> Iterator[Problem]:
        band = proposal_words.band(self.store)
        words = proposal_words.with_around(self.store, self.blocks, self.labels)
        if band.where(words.counted) in ("under", "over"):
            said = message(words, band) or band.said(words.counted)
            yield self.found("proposal.band", "proposal", said, detail=(band.low, band.high))

    def sign_off(self) -> Iterator[Problem]:
        if rule_in_force(self.standard, checks()[_SIGN_OFF].rule) is None:
            return
        paper = queries.papers.of_kind(self.store, PaperKind.SIGN_OFF)
        about = PaperKind.SIGN_OFF.value
        if paper is None:
            words = "There is no evidence of sign-off by the board or a senior leader."
            yield self.found(_SIGN_OFF, about, words)
        elif paper.signing is None:
            words = f"{PaperKind.SIGN_OFF.words} ({paper.item.title}) is not signed, as far as "
            words += "this app knows. Say who signed it and when, or have it signed."
            yield self.found(_NOT_SIGNED, about, words, detail=(paper.item.sha256,))

    def _ksbs(self) -> Iterator[Problem]:
        ksbs = assessed(self.standard)
        if not ksbs and self.standard.ksbs:
            words = "No KSB has the proposal as its assessment method yet, so it can't be said "
            words += "which ones a paragraph is missing for. Set the methods of the standard."
            yield self.found("proposal.no-ksbs", "standard", words)
        rows = proposal_coverage(ksbs, self.blocks)
        gaps = [each.ksb.code for each in rows if each.status is KsbStatus.GAP]
        if gaps:
            words = f"{_many(gaps, 'KSB')} of the proposal {_have(gaps)} no tagged paragraph: "
            yield self.found(
                "proposal.ksb-untagged", "ksbs", f"{words}{', '.join(gaps)}.", detail=gaps
            )
        started = [each.ksb.code for each in rows if each.status is KsbStatus.STARTED]
        if started:
            words = f"{_many(started, 'KSB')} of the proposal {_have(started)} a tag only on a "
            words += f"heading, on something empty or in an appendix: {', '.join(started)}."
            yield self.found("proposal.ksb-appendix", "ksbs", words, detail=started)

    def _pages(self) -> Iterator[Problem]:
        cites = any(e.kind is InlineKind.EVIDENCE for block in self.blocks for e in block.inlines)
        printing = citing.printing(self.store)
        if cites and printing.printed is None:
            yield self.found("proposal.pages", "citations", printing.words)

    def _references(self) -> Iterator[Problem]:
        known = references.references(self.store)
        wanting = {FlagKind.TROUBLE, FlagKind.CHECK, FlagKind.MISSING}
        for row in known.rows:
            flags = [each.words for each in row.flags if each.kind in wanting]
            if row.used and flags:
                words = f"{row.text} in the references: {'. '.join(flags)}."
                yield self.found("proposal.reference-wanting", "references", words, detail=flags)
        for each in known.unlisted:
            if each.typed and each.block_uid in self.where:
                where = self.where[each.block_uid]
                block = next(one for one in self.blocks if one.uid == each.block_uid)
                words = f"{where}, “{each.text}” is typed, so no reference of it is in the list."
                yield self.found(
                    "proposal.reference-typed", where, words, block=block, detail=(each.text,)
                )

    def _headings(self) -> Iterator[Problem]:
        held: dict[str, bool] = {}
        headings: dict[str, Block] = {}
        for block, section, where in places(self.blocks):
            if block.kind.level and is_blank(block):
                words = f"{where}: a heading below has no words and is left out."
                yield self.found("proposal.heading", where, words, block=block)
            if section.heading is not None and not is_blank(section.heading):
                uid = section.heading.uid
                headings[uid] = section.heading
                is_text = not block.kind.level and not is_blank(block)
                held[uid] = held.get(uid, False) or is_text
        for uid, is_full in held.items():
            if not is_full:
                where = self.labels.numbers.get(uid, "")
                words = f"{where} “{headings[uid].text.strip()}” has no text yet."
                yield self.found("proposal.empty-section", where, words, block=headings[uid])

    def _damaged(self) -> Iterator[Problem]:
        lost = frozenset(queries.proposal.damaged(self.store))
        for block in self.blocks:
            if block.uid in lost:
                where = self.where[block.uid]
                words = f"{where} was damaged where it is stored: this is what could be read of it."
                yield self.found("proposal.damaged", where, words, block=block)

    # each block

    def _citations(self, block: Block) -> Iterator[Problem]:
        where = self.where[block.uid]
        for inline in dict.fromkeys(block.inlines):
            trouble = self._trouble(inline)
            if trouble:
                printed = self.labels.of(inline)
                yield self.found(
                    _BROKEN[inline.kind],
                    where,
                    f"{where}, “{printed}”: {trouble}",
                    block=block,
                    detail=(inline.item_uid, inline.passage_uid, inline.block_uid, trouble),
                )

    def _trouble(self, inline: Inline) -> str:
        match inline.kind:
            case InlineKind.EVIDENCE:
                return self.labels.evidence_of(inline).trouble
            case InlineKind.CROSS if inline.block_uid not in self.labels.numbers:
                return "What it refers to isn't in the proposal any more."
            case InlineKind.SOURCE if any(
                each.source_uid not in self._sources for each in inline.cited
            ):
                return "A reference that it cites isn't in the list any more."
        return ""

    @cached_property
    def _sources(self) -> frozenset[str]:
        return frozenset(each.uid for each in queries.proposal.sources(self.store))

    def _held_in(self, block: Block) -> Iterator[Problem]:
        where = self.where[block.uid]
        held = block.table or block.figure
        if held is not None and not held.caption.strip():
            yield self.found("proposal.caption", where, f"{where} has no caption.", block=block)
        if block.figure is not None and not block.figure.alternative.strip():
            words = f"{where} doesn't say in words what it shows, for those who don't see it."
            yield self.found("proposal.alternative", where, words, block=block)
        if block.figure is not None and not block.figure.picture_uid:
            yield self.found("proposal.picture", where, f"{where} has no picture.", block=block)
        if block.figure is not None and block.figure.picture_uid in self._shows_hidden:
            words = f"{where} was taken from a piece in which something was hidden afterwards. "
            words += "Take the page again."
            yield self.found("proposal.hidden-since", where, words, block=block)
        if block.table is not None:
            for trouble in shown(block.table).troubles:
                words = f"{where}: {trouble}"
                yield self.found("proposal.table", where, words, block=block, detail=(trouble,))

    # what may not be passed on

    def _passed_on(self) -> Iterator[Problem]:
        left = Left(queries.names_to_hide.left_alone(self.store))
        own = queries.names_to_hide.own_names(self.store)
        names = tuple(
            Name(each.uid, each.text, each.whole_word)
            for each in queries.names_to_hide.names(self.store)
        )
        too = () if queries.names_to_hide.own_names_too(self.store) else own
        finder = NameFinder(names, too)
        texts = {each.uid: "\n".join(texts_of(each, self.labels)) for each in self.blocks}
        whole = "\n".join(texts.values())
        hidden = self._hidden_in(whole)
        for block in self.blocks:
            where, text = self.where[block.uid], texts[block.uid]
            named = [text[hit.start : hit.end] for hit in finder.find(text)] if names else []
            named = [each for each in named if not left.reason(FoundKind.NAME, each, "")]
            if named:
                words = f"{where} has {_quoted(named)} in it, which is among the names to hide."
                yield self.found("proposal.names", where, words, block=block, detail=named)
            kept = [each for each in hidden if find_words(text, each)]
            if kept:
                words = f"{where} has {_quoted(kept)} in it, which is hidden in your evidence and "
                words += "shown on no page of it."
                yield self.found("proposal.hidden-words", where, words, block=block, detail=kept)
            numbers = [
                text[hit.start : hit.end]
                for hit in patterns.find(text)
                if whose(hit.pattern, text[hit.start : hit.end], whole) is Whose.PERSON
            ]
            if numbers:
                words = f"{where} has {_quoted(numbers)} in it, which may be a person's own."
                yield self.found("proposal.personal", where, words, block=block, detail=numbers)
            carried = [each.marking.words for each in markings.in_page(text) if not each.is_mention]
            if carried:
                words = f"{where} is marked {_quoted(carried)}. Check that it may be passed on."
                yield self.found("proposal.marking", where, words, block=block, detail=carried)

    def _hidden_in(self, text: str) -> list[str]:
        """Return the words in a text that were hidden, and that no page shows any more."""
        hides = queries.hides.hides(self.store)
        sought = {each.anchor.quote for each in hides if len(letters_of(each.anchor.quote)) > 2}
        if not any(find_words(text, each) for each in sought):
            return []  # only now every page is looked through
        gone = {each.anchor.quote for each in Masks(self.store).gone()} & sought
        return sorted(each for each in gone if find_words(text, each))


_BROKEN = {
    InlineKind.EVIDENCE: "proposal.citation",
    InlineKind.CROSS: "proposal.cross-reference",
    InlineKind.SOURCE: "proposal.reference",
}


def texts_of(block: Block, labels: Labels) -> Iterator[str]:
    """Yield everything that a block prints: words with citations, notes, cells, captions."""
    if block.kind.is_text:
        yield "".join(
            labels.of(each) if each.kind is not InlineKind.WORDS else each.text
            for each in block.inlines
        )
        yield from (each.text for each in block.inlines if each.kind is InlineKind.NOTE)
    if block.table is not None:
        yield from (block.table.caption, block.table.summary, *block.table.columns)
        yield from (cell for row in block.table.rows for cell in row)
    if block.figure is not None:
        yield from (block.figure.caption, block.figure.alternative, block.figure.source)


def _quoted(words: Sequence[str]) -> str:
    each = [f"“{' '.join(word.split())}”" for word in dict.fromkeys(words)]
    more = f" and {len(each) - 3} more" if len(each) > 3 else ""
    return f"{', '.join(each[:3])}{more}"


def _many(codes: Sequence[str], noun: str) -> str:
    return f"1 {noun}" if len(codes) == 1 else f"{len(codes)} {noun}s"


def _have(codes: Sequence[str]) -> str:
    return "has" if len(codes) == 1 else "have"
