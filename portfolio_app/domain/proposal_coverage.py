"""Which KSBs of the proposal its paragraphs are tagged with, where, and which are nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portfolio_app.domain.coverage import KsbStatus
from portfolio_app.domain.draft import Block, InlineKind, Section, sections
from portfolio_app.domain.draft_numbers import heading_numbers, is_blank, numbers
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.ordering import ksb_order
from portfolio_app.domain.standard import AssessmentMethod, Standard

STATUS_WORDS = {
    KsbStatus.GAP: "Gap",
    KsbStatus.STARTED: "Started",
    KsbStatus.COVERED: "In the text",
    KsbStatus.STRONG: "Two sections",
}
RULE = (
    "Gap: no paragraph is tagged. Started: only a heading, an appendix or something empty is: a "
    "paragraph without words, a table without anything in its rows, a figure without a picture. "
    "In the text: at least one paragraph, table or figure of the text is tagged. "
    "Two sections: paragraphs of two or more sections are."
)
BEGINNING = "Before the first heading"


def proposal_methods(methods: Sequence[AssessmentMethod]) -> tuple[str, ...]:
    """Return the ids of the methods that assess the proposal."""
    found = (each.id for each in methods if "proposal" in each.title.casefold())
    return tuple(dict.fromkeys(("sbp", *found)))


def assessed(standard: Standard) -> tuple[Ksb, ...]:
    """Return the KSBs that the proposal is assessed against, in the order of all lists.

    Whether or not the portfolio shows them too. None while no KSB's method says so.
    """
    ids = frozenset(proposal_methods(standard.methods))
    return tuple(
        ksb for ksb in ksb_order(standard) if not ksb.retired and not ids.isdisjoint(ksb.methods)
    )


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tagged paragraph, table or figure. ``words`` are its own in one line, "…" for citations.

    ``section`` is the uid of the heading 1 above it, "" before the first; ``where`` is the nearest
    heading's number in words ("Section 2.1"); headings without words are passed over. ``counts``:
    it holds something (``holds``), is no heading and stands in no appendix.
    """

    block_uid: str
    section: str
    where: str
    words: str
    counts: bool
    ksbs: tuple[str, ...]
    holds: bool = True


@dataclass(frozen=True, slots=True)
class ProposalKsb:
    """A KSB with its status in the proposal and the places that are tagged with it, in order."""

    ksb: Ksb
    status: KsbStatus
    paragraphs: tuple[Tagged, ...]

    @property
    def words(self) -> str:
        """The status in words that do not promise."""
        return STATUS_WORDS[self.status]


def places(blocks: Sequence[Block]) -> Iterator[tuple[Block, Section, str]]:
    """Yield every block with its section, and where it is: "Section 2.1", "Appendix A"."""
    called = numbers(blocks)
    # A heading without words is not printed: what follows it goes on with what is before it.
    reached = {False: BEGINNING, True: BEGINNING}
    for section in sections(tuple(blocks)):
        heading, part = section.heading, section.is_appendix
        for block in (*((heading,) if heading is not None else ()), *section.blocks):
            if block.kind.level:
                reached[part] = called.get(block.uid, reached[part])
            yield block, section, reached[part]


def tagged(blocks: Sequence[Block]) -> tuple[Tagged, ...]:
    """Return every tagged block in order."""
    found = []
    reached = {False: "", True: ""}
    for block, section, where in places(blocks):
        heading, part = section.heading, section.is_appendix
        if heading is not None and not is_blank(heading):
            reached[part] = heading.uid
        if block.ksbs:
            uid = reached[part]
            holds = not (is_blank(block) or _is_hollow(block))
            counts = holds and not (block.kind.level or part)
            found.append(Tagged(block.uid, uid, where, _words(block), counts, block.ksbs, holds))
    return tuple(found)


def proposal_coverage(ksbs: Iterable[Ksb], blocks: Sequence[Block]) -> tuple[ProposalKsb, ...]:
    """Return these KSBs in their order, each with its status and the places tagged with it."""
    places = tagged(blocks)
    return tuple(
        ProposalKsb(ksb, status_of(mine), mine)
        for ksb in ksbs
        for mine in (tuple(each for each in places if ksb.uid in each.ksbs),)
    )


def status_of(paragraphs: Sequence[Tagged]) -> KsbStatus:
    """Return the status that these tagged places give a KSB."""
    if not paragraphs:
        return KsbStatus.GAP
    within = {each.section for each in paragraphs if each.counts}
    if not within:
        return KsbStatus.STARTED
    return KsbStatus.STRONG if len(within) > 1 else KsbStatus.COVERED


@dataclass(frozen=True, slots=True)
class StripSection:
    """A column of the heat strip: the number and words of a heading 1, and its uid, "" for none."""

    uid: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class HeatStrip:
    """KSBs by sections: how many paragraphs of each section are tagged with each KSB.

    ``counts`` has a row for each of ``rows`` and in it a number for each of ``columns``.
    """

    columns: tuple[StripSection, ...]
    rows: tuple[ProposalKsb, ...]
    counts: tuple[tuple[int, ...], ...]


def heat_strip(rows: Sequence[ProposalKsb], blocks: Sequence[Block]) -> HeatStrip:
    """Return how the tags of these KSBs lie over the sections; appendices are columns, too."""
    columns = tuple(_columns(blocks))
    counts = tuple(
        tuple(sum(each.section == column.uid for each in row.paragraphs) for column in columns)
        for row in rows
    )
    return HeatStrip(columns, tuple(rows), counts)


def _columns(blocks: Sequence[Block]) -> Iterator[StripSection]:
    called = heading_numbers(blocks)
    for section in sections(tuple(blocks)):
        heading = section.heading
        if heading is None:
            if any(each.ksbs for each in section.blocks):
                yield StripSection("", "–", BEGINNING)
        elif heading.uid in called:
            yield StripSection(heading.uid, called[heading.uid], heading.text.strip())


def _is_hollow(block: Block) -> bool:
    """Whether it is a table with nothing in its rows, or a figure without a picture."""
    if block.table is not None:
        return not any(cell.strip() for row in block.table.rows for cell in row)
    return block.figure is not None and not block.figure.picture_uid


def _words(block: Block) -> str:
    held = block.table or block.figure
    if held is not None:
        return f"{block.kind.words}: {held.caption}".strip().rstrip(":")
    words = InlineKind.WORDS
    text = "".join(each.text if each.kind is words else "…" for each in block.inlines)
    return " ".join(text.split())
