"""The proposal as it leaves the portfolio: everything is words, numbers and places.

Both writers, Word and PDF, say exactly this and nothing else; no uid is in it but the version's,
by which a copy that comes back is known. ``places`` are numbers from 1: what a cross reference, the
contents and the annex lead to.

What stands in the Word document, in this order, each stretch inside a bookmark (``Bookmark``):

* the title page: the title (style "Title"), ``subtitle`` ("Subtitle"), ``facts`` ("Title Page");
* the contents: "TOC Heading", then "TOC 1" to "TOC 3" within one field;
* ``parts``: headings are "Heading 1" to "Heading 3", numbered by their style, the number is no
  text of theirs; "Body Text", "Quote", "List Bullet" to "List Bullet 3", "List Number" to "List
  Number 3"; a caption ("Caption": "Table 1: …" with a field for the number) before its table and
  after its figure, "Table Note" after a table, "Figure Source" after a figure's caption. Cells are
  "Table Text" and "Table Head". A line break within a paragraph is ``w:br``;
* the references: "Heading 1" without a number, then "Bibliography";
* ``appendices``: each begins with "Appendix Heading", numbered by its style ("Appendix A");
* the annex of KSBs: "Heading 1" without a number, and a table.

Citations are plain words in their paragraph, cross references fields that show their words,
footnotes are in the footnotes part. Custom document property "ProposalVersion": ``version``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.draft import BlockKind

VERSION_PROPERTY = "ProposalVersion"


class Bookmark(StrEnum):
    """The bookmarks that hold the stretches of a Word document."""

    TITLE_PAGE = "ProposalTitlePage"
    CONTENTS = "ProposalContents"
    TEXT = "ProposalText"
    REFERENCES = "ProposalReferences"
    APPENDICES = "ProposalAppendices"
    ANNEX = "ProposalAnnex"


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of one look. A line feed in it is a line break.

    ``to`` is the place that a cross reference leads to, ``note`` the footnote that is called here
    (from 1; ``text`` is empty then), ``address`` where a link of the references leads.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    to: int = 0
    note: int = 0
    address: str = ""


Line = tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3. ``number`` is "2.1", or "A" of an appendix; "" for none."""

    level: int
    heading: Line
    number: str = ""
    is_appendix: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body, quotation or a list's point. ``level`` is a point's depth from 0.

    ``number`` is that of a numbered list's point, from 1 at its own depth; 0 for anything else.
    """

    kind: BlockKind
    paragraph: Line
    level: int = 0
    number: int = 0
    place: int = 0


@dataclass(frozen=True, slots=True)
class FinishedTable:
    """A table with its sums worked out. ``label`` is "Table 2"; ``right`` are columns of figures.

    ``totals`` are rows that were worked out, ``notes`` are printed under it. ``summary`` is for
    those who do not see it. Every row has as many cells as ``columns``.
    """

    label: str
    caption: str
    summary: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    totals: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    place: int = 0


@dataclass(frozen=True, slots=True)
class FinishedFigure:
    """A picture by the sha256 of its file; ``width`` is its share of the text's width, 0 to 1."""

    label: str
    caption: str
    alternative: str
    source: str
    picture: str
    width: float = 1.0
    pixels: tuple[int, int] = (0, 0)
    place: int = 0


Part = Heading | Paragraph | FinishedTable | FinishedFigure


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the title page: "Apprentice", and who that is."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a KSB is shown: "Section 2.1", and the place whose page number is printed with it."""

    words: str
    place: int


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A KSB of the annex with what was tagged with it, in order."""

    code: str
    words: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class FinishedProposal:
    """The whole of it. ``author`` is the apprentice, ``built`` an instant (ISO 8601, UTC).

    ``header`` and ``foot`` stand on every page but the title page; ``foot`` beside the number.
    ``made`` is the day in words, ``licence`` a line under the annex.
    """

    title: str
    subtitle: str = ""
    facts: tuple[Fact, ...] = ()
    parts: tuple[Part, ...] = ()
    references: tuple[Line, ...] = ()
    appendices: tuple[Part, ...] = ()
    annex: tuple[AnnexRow, ...] = ()
    notes: tuple[str, ...] = ()
    header: str = ""
    foot: str = ""
    author: str = ""
    built: str = ""
    made: str = ""
    version: str = ""
    licence: str = ""

    @property
    def pictures(self) -> tuple[str, ...]:
        """The sha256 of every picture that is shown, each once, in order."""
        shown = (each.picture for each in (*self.parts, *self.appendices)
                 if isinstance(each, FinishedFigure) and each.picture)  # fmt: skip
        return tuple(dict.fromkeys(shown))


CONTENTS = "Contents"
REFERENCES = "References"
ANNEX = "KSBs in this proposal"
ANNEX_HEAD = ("KSB", "What it asks for", "Where it is shown")
ANNEX_ABOUT = "The sections that show each KSB, and the page on which the first passage begins."


def plain(line: Line) -> str:
    """Return a line's words, without footnotes."""
    return "".join(each.text for each in line)


def heading_words(heading: Heading) -> str:
    """Return a heading as the contents name it: "2.1 Options", "Appendix A Survey"."""
    return f"{number_words(heading)} {plain(heading.heading).strip()}".strip()


def number_words(heading: Heading) -> str:
    """Return what stands before a heading's own words: "2.1", "Appendix A"; "" for nothing."""
    return f"Appendix {heading.number}" if heading.is_appendix else heading.number


def captioned(part: FinishedTable | FinishedFigure) -> str:
    """Return a caption as it is printed: "Table 2: Options", or what there is of it."""
    return ": ".join(each for each in (part.label, part.caption.strip()) if each)


def source_words(figure: FinishedFigure) -> str:
    """Return where a figure is from, as it is printed under it; "" when nothing was said."""
    words = figure.source.strip()
    return f"Source: {words}" if words and not words.casefold().startswith("source") else words


def in_contents(proposal: FinishedProposal) -> Iterator[tuple[str, int, int]]:
    """Yield the lines of the contents: words, level from 1, and the place (0 for the last ones)."""
    for part in proposal.parts:
        if isinstance(part, Heading):
            yield heading_words(part), part.level, part.place
    if proposal.references:
        yield REFERENCES, 1, 0
    for part in proposal.appendices:
        if isinstance(part, Heading):
            yield heading_words(part), part.level, part.place
    if proposal.annex:
        yield ANNEX, 1, 0


def said(proposal: FinishedProposal) -> Iterator[str]:
    """Yield every paragraph, cell and caption of text, references, appendices and annex, in order.

    What a writer adds is not in it: the title page, the contents, page numbers, list marks.
    """
    yield from _said(proposal.parts)
    if proposal.references:
        yield REFERENCES
        yield from map(plain, proposal.references)
    yield from _said(proposal.appendices)
    if proposal.annex:
        yield ANNEX
        yield from ANNEX_HEAD
        for row in proposal.annex:
            yield row.code
            yield row.words
            yield from (each.words for each in row.places)


def _said(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        match part:
            case Heading():
                yield heading_words(part)
            case Paragraph():
                yield plain(part.paragraph)
            case FinishedTable():
                yield captioned(part)
                yield from part.columns
                for row in part.rows:
                    yield from row
                yield from part.notes
            case FinishedFigure():
                yield captioned(part)
                yield source_words(part)


def list_mark(point: Paragraph) -> str:
    """Return the mark of a list's point: a bullet, "2.", "(b)" or "(ii)", by its depth."""
    if point.kind is BlockKind.BULLET:
        return "•–▪"[point.level % 3]
    if not point.number:
        return ""
    match point.level % 3:
        case 0:
            return f"{point.number}."
        case 1:
            return f"({_letters(point.number)})"
        case _:
            return f"({_roman(point.number)})"


def _letters(number: int) -> str:
    """Return 1 as "a", 26 as "z", 27 as "aa", as Word counts."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _roman(number: int) -> str:
    words = ""
    for value, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
        (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        words += letters * (number // value)
        number %= value
    return words
