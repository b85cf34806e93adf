"""The proposal as it is written: blocks in order, each of words, citations and marks, or a table.

No block holds a look: what it is decides how it is drawn. A citation names what it points at, never
the words it prints, so that it follows every renumbering (:mod:`portfolio_app.domain.labels`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portfolio_app.domain.days import day_words


class BlockKind(StrEnum):
    """What a block is: its style, and the only look it can have."""

    HEADING_1 = "heading-1"
    HEADING_2 = "heading-2"
    HEADING_3 = "heading-3"
    APPENDIX = "appendix"  # a heading that begins an appendix; it reaches to the next heading 1
    BODY = "body"
    QUOTE = "quote"
    BULLET = "bullet"
    NUMBER = "number"
    TABLE = "table"
    FIGURE = "figure"

    @property
    def words(self) -> str:
        """The name of the style on screen."""
        return {
            "heading-1": "Heading 1",
            "heading-2": "Heading 2",
            "heading-3": "Heading 3",
            "appendix": "Appendix heading",
            "body": "Body",
            "quote": "Quotation",
            "bullet": "Bulleted list",
            "number": "Numbered list",
            "table": "Table",
            "figure": "Figure",
        }[self.value]

    @property
    def level(self) -> int:
        """The level of a heading, 1 to 3; 0 for anything else."""
        return {"heading-1": 1, "heading-2": 2, "heading-3": 3, "appendix": 1}.get(self.value, 0)

    @property
    def is_text(self) -> bool:
        """Whether it is made of inlines: anything but a table and a figure."""
        return self not in (BlockKind.TABLE, BlockKind.FIGURE)


class InlineKind(StrEnum):
    """What a stretch of a block is. All but words are one character wide in the editor."""

    WORDS = "words"
    EVIDENCE = "evidence"  # a passage, or a whole item: "E07, p. 4"
    SOURCE = "source"  # one or more of the references: "(Smith, 2024)"
    CROSS = "cross"  # a heading, a table or a figure: "Table 2"
    NOTE = "note"  # a footnote; ``text`` is what it says


@dataclass(frozen=True, slots=True)
class Cited:
    """One reference within a citation. ``locator`` is a page or a place, as typed ("4", "4-6")."""

    source_uid: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """A stretch of a block; which fields count depends on ``kind``.

    WORDS: ``text``, ``strong``, ``emphasis``. EVIDENCE: ``item_uid``, and ``passage_uid`` unless
    the whole item is meant. SOURCE: ``cited`` in order; ``narrative`` is "Smith (2024)" rather than
    "(Smith, 2024)". CROSS: ``block_uid``. NOTE: ``text``.
    """

    kind: InlineKind = InlineKind.WORDS
    text: str = ""
    strong: bool = False
    emphasis: bool = False
    item_uid: str = ""
    passage_uid: str = ""
    cited: tuple[Cited, ...] = ()
    narrative: bool = False
    block_uid: str = ""


class TableKind(StrEnum):
    """What a table works out by itself (:mod:`portfolio_app.domain.working_tables`)."""

    PLAIN = "plain"
    OPTIONS = "options"  # criteria with weights, a score for each option
    COSTS = "costs"  # costs and benefits by year
    RISKS = "risks"  # likelihood and impact
    MILESTONES = "milestones"

    @property
    def words(self) -> str:
        """The name on screen."""
        return {
            "plain": "Table",
            "options": "Options appraisal",
            "costs": "Costs and benefits",
            "risks": "Risk register",
            "milestones": "Milestones",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Table:
    """What was typed into a table; totals are never stored but worked out when it is shown.

    ``columns`` are the heads; every row has as many cells. ``weights`` are those of the rows
    (criteria) of an options appraisal, as typed; ``roles`` say of each row of costs and benefits
    whether it is "cost" or "benefit". ``caption`` stands above it, ``summary`` says in words what
    it shows, for those who do not see it. ``in_order`` shows risks with the highest score first,
    and milestones by their dates.
    """

    kind: TableKind = TableKind.PLAIN
    caption: str = ""
    summary: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    weights: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    in_order: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture. ``picture_uid`` names its file, ``width`` is its share of the text's width.

    ``alternative`` says in words what it shows. ``source`` is said under it ("Source: …") as typed.
    """

    picture_uid: str = ""
    caption: str = ""
    alternative: str = ""
    width: float = 1.0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, a table or a figure, by its uid of 26 characters.

    ``level`` is the depth of a list's point, from 0. ``ksbs`` are uids of the KSBs that the person
    tagged it with, in the order they did. ``target`` is a section's aim in words, and ``purpose``
    its one line of what belongs there: of headings 1 only; neither is printed.
    """

    uid: str
    kind: BlockKind = BlockKind.BODY
    inlines: tuple[Inline, ...] = ()
    level: int = 0
    ksbs: tuple[str, ...] = ()
    table: Table | None = None
    figure: Figure | None = None
    target: int = 0
    purpose: str = ""

    @property
    def text(self) -> str:
        """The typed words of its inlines alone, without citations and notes."""
        return "".join(each.text for each in self.inlines if each.kind is InlineKind.WORDS)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed or put into it."""
        return self.table is None and self.figure is None and not self.inlines


@dataclass(frozen=True, slots=True)
class Section:
    """A heading 1 (or an appendix's) with what follows it; ``heading`` None before the first."""

    heading: Block | None
    blocks: tuple[Block, ...]

    @property
    def is_appendix(self) -> bool:
        """Whether it is an appendix."""
        return self.heading is not None and self.heading.kind is BlockKind.APPENDIX


def sections(blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """Return the blocks as sections in order; what stands before the first heading is one too."""
    found: list[Section] = []
    heading: Block | None = None
    inside: list[Block] = []
    for block in blocks:
        if block.kind.level == 1:
            if heading is not None or inside:
                found.append(Section(heading, tuple(inside)))
            heading, inside = block, []
        else:
            inside.append(block)
    if heading is not None or inside:
        found.append(Section(heading, tuple(inside)))
    return tuple(found)


class VersionKind(StrEnum):
    """Why a restore point was kept."""

    NAMED = "named"
    DAY = "day"  # as it was before the first change of a day
    BEFORE = "before"  # before something that changed much: going back, a Word copy, an import
    EXPORT = "export"  # as it was when it was exported


@dataclass(frozen=True, slots=True)
class Version:
    """A restore point: ``made_at`` is UTC, ``words`` how many were counted then."""

    uid: str
    kind: VersionKind
    name: str
    made_at: str
    words: int

    @property
    def about(self) -> str:
        """What it is, in words: its name, or "Start of 3 March 2026"."""
        if self.kind is VersionKind.DAY and not self.name:
            moment = datetime.fromisoformat(self.made_at).astimezone()
            return f"Start of {day_words(moment.date().isoformat())}"
        return f"Exported: {self.name}" if self.kind is VersionKind.EXPORT else self.name


@dataclass(frozen=True, slots=True)
class Picture:
    """The file of a figure: ``name`` as it was called; size in bytes and pixels."""

    uid: str
    name: str
    sha256: str
    bytes: int
    width: int
    height: int
    item_uid: str = ""
