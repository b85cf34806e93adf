"""How many words the proposal has: what counts is data, and the person's own choice.

A word is what stands between spaces, line ends and long dashes ("2020–2024" are two words,
"long-term" and "and/or" are one); each Chinese or Japanese character and each Korean syllable is a
word. This is how LibreOffice counts. Words of citations are those that are printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portfolio_app.domain.draft import Block, BlockKind, InlineKind, Table
from portfolio_app.domain.labels import Labels
from portfolio_app.domain.working_tables import shown

_WIDE = r"\u2e80-\u2fff\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[{_WIDE}]|[^\s\u2013\u2014\u200b{_WIDE}]+")
_IN_TEXT = (InlineKind.EVIDENCE, InlineKind.SOURCE, InlineKind.CROSS)

BODY, HEADINGS, TABLES, CAPTIONS = "body", "headings", "tables", "captions"
CITATIONS, NOTES, MARKS, APPENDICES = "citations", "notes", "marks", "appendices"
TITLE, REFERENCES, ANNEX = "title", "references", "annex"

RULE = (
    "A word is what stands between spaces, line ends and long dashes: “long-term” and “and/or” are "
    "one word each, “2020–2024” is two. This is how LibreOffice counts. Word may differ by a few "
    "words; that was not tried."
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the document that may count, by its id; ``counts`` is the usual choice."""

    id: str
    title: str
    about: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """Every part in order. ``source`` says where the usual choices come from."""

    parts: tuple[Part, ...]
    source: str
    confirmed: bool

    @property
    def usual(self) -> frozenset[str]:
        """The ids of the parts that usually count."""
        return frozenset(each.id for each in self.parts if each.counts)


@dataclass(frozen=True, slots=True)
class Counting:
    """Which parts count, by id. ``said_by`` and ``said_on`` (a day): who of the EPAO said so.

    ``is_own``: the person chose it; else it is the usual choice.
    """

    counts: frozenset[str]
    said_by: str = ""
    said_on: str = ""
    is_own: bool = False


def parts_of(data: Mapping[str, Any]) -> Parts:
    """Return the parts that data (TOML, already parsed) describes.

    Raises:
        ValueError: the data is of another schema.
    """
    if data.get("schema") != 1:
        raise ValueError("What counts is of a schema this version of the app can't read.")
    return Parts(
        tuple(
            Part(each["id"], each["title"], each.get("about", ""), bool(each["counts"]))
            for each in data["parts"]
        ),
        str(data.get("source", "")),
        bool(data.get("confirmed", False)),
    )


@dataclass(frozen=True, slots=True)
class SectionWords:
    """The words of a section that count. ``uid`` is its heading's, "" before the first heading.

    An appendix has ``words`` only where appendices count; ``all_words`` are those of every part.
    """

    uid: str
    title: str
    words: int
    target: int = 0
    is_appendix: bool = False
    all_words: int = 0

    @property
    def over(self) -> int:
        """How many words it is over its target; 0 when it is not, or has none."""
        return max(self.words - self.target, 0) if self.target else 0


@dataclass(frozen=True, slots=True)
class Tally:
    """The words of the proposal: by part, by section, and which parts count."""

    by_part: Mapping[str, int] = field(default_factory=dict)
    sections: tuple[SectionWords, ...] = ()
    counts: frozenset[str] = frozenset()

    @property
    def counted(self) -> int:
        """How many words count towards the band."""
        return sum(words for part, words in self.by_part.items() if part in self.counts)

    @property
    def not_counted(self) -> int:
        """How many words do not."""
        return sum(self.by_part.values()) - self.counted


def words_in(text: str) -> int:
    """Return how many words a text has."""
    return len(_WORD.findall(text))


def words_of(block: Block, labels: Labels) -> Counter[str]:
    """Return the words of one block by part, as if it stood in the main text."""
    if block.table is not None:
        return _of_table(block, block.table, labels)
    if block.figure is not None:
        figure = block.figure
        source = f"Source: {figure.source}" if figure.source else ""
        caption = _caption(labels.numbers.get(block.uid, ""), figure.caption)
        return Counter({CAPTIONS: words_in(caption) + words_in(source)})
    found = _of_text(block, labels)
    is_marked = block.kind in (BlockKind.BULLET, BlockKind.NUMBER) or block.kind.level > 0
    if is_marked and found:
        found[MARKS] += 1
    return found


class WordCounter:
    """Counts again and again while somebody writes: only blocks that changed are read again."""

    def __init__(self) -> None:
        self._labels: Labels | None = None
        self._known: dict[str, tuple[Block, str, Counter[str]]] = {}

    def count(
        self,
        blocks: Sequence[Block],
        labels: Labels,
        counts: Iterable[str],
        around: Mapping[str, int] | None = None,
    ) -> Tally:
        """Return the words of these blocks.

        ``counts`` are the ids of the parts that count. ``around`` are words of parts that no block
        holds: the title page, the list of references, the KSB annex.
        """
        if labels is not self._labels:
            self._labels, self._known = labels, {}
        chosen = frozenset(counts)
        total: Counter[str] = Counter({part: n for part, n in (around or {}).items() if n})
        sections: list[SectionWords] = []
        known: dict[str, tuple[Block, str, Counter[str]]] = {}
        heading: Block | None = None
        inside: Counter[str] = Counter()
        is_begun = False
        for block in blocks:
            if block.kind.level == 1:
                if is_begun:
                    sections.append(_section(heading, inside, chosen))
                heading, inside = block, Counter()
            is_begun = True
            words = self._words(block, labels, known)
            if heading is not None and heading.kind is BlockKind.APPENDIX:
                words = Counter({APPENDICES: sum(words.values()) - words[MARKS]})
            inside.update(words)
            total.update(words)
        if is_begun:
            sections.append(_section(heading, inside, chosen))
        self._known = known
        return Tally(dict(total), tuple(sections), chosen)

    def _words(
        self, block: Block, labels: Labels, known: dict[str, tuple[Block, str, Counter[str]]]
    ) -> Counter[str]:
        number = "" if block.kind.is_text else labels.numbers.get(block.uid, "")
        held = self._known.get(block.uid)
        if held is None or held[1] != number or (held[0] is not block and held[0] != block):
            held = (block, number, words_of(block, labels))
        known[block.uid] = held
        return held[2]


def tally(
    blocks: Sequence[Block],
    labels: Labels,
    counts: Iterable[str],
    around: Mapping[str, int] | None = None,
) -> Tally:
    """Return the words of these blocks, as ``WordCounter.count`` does."""
    return WordCounter().count(blocks, labels, counts, around)


def _of_text(block: Block, labels: Labels) -> Counter[str]:
    """Return the words of a block of text; a word is of the part that its first letter is of."""
    found: Counter[str] = Counter()
    usual = HEADINGS if block.kind.level else BODY
    texts, cited = [], []
    for inline in block.inlines:
        if inline.kind is InlineKind.NOTE:
            found[NOTES] += words_in(inline.text)
            continue
        text = labels.of(inline)
        texts.append(text)
        cited.append((len(text), inline.kind in _IN_TEXT))
    whole = "".join(texts)
    if not any(is_cited for _, is_cited in cited):
        words = words_in(whole)
        if words:
            found[usual] += words
        return found
    is_of_citation = bytearray()
    for length, is_cited in cited:
        is_of_citation += bytes([is_cited]) * length
    for hit in _WORD.finditer(whole):
        first = next((n for n in range(*hit.span()) if whole[n].isalnum()), hit.start())
        found[CITATIONS if is_of_citation[first] else usual] += 1
    return found


def _of_table(block: Block, table: Table, labels: Labels) -> Counter[str]:
    seen = shown(table)
    cells = [*seen.columns, *(cell for row in seen.rows for cell in row), *seen.notes]
    caption = _caption(labels.numbers.get(block.uid, ""), table.caption)
    return Counter({TABLES: sum(map(words_in, cells)), CAPTIONS: words_in(caption)})


def _caption(number: str, caption: str) -> str:
    return f"{number}: {caption}" if number and caption else number or caption


def _section(heading: Block | None, words: Counter[str], counts: frozenset[str]) -> SectionWords:
    return SectionWords(
        heading.uid if heading else "",
        " ".join(heading.text.split()) if heading else "",
        sum(number for part, number in words.items() if part in counts),
        heading.target if heading else 0,
        is_appendix=heading is not None and heading.kind is BlockKind.APPENDIX,
        all_words=sum(words.values()),
    )


@dataclass(frozen=True, slots=True)
class Band:
    """The words that are allowed: from ``low`` to ``high``, both 0 where the standard has no rule.

    ``source`` says where that comes from and how sure it is.
    """

    low: int = 0
    high: int = 0
    source: str = ""

    @property
    def words(self) -> str:
        """For example "3,600 to 4,400"; "" without a rule."""
        if not self.high:
            return ""
        return f"{self.high:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"

    def where(self, counted: int) -> str:
        """Return "under", "within" or "over"; "" without a rule."""
        if not self.high:
            return ""
        return "under" if counted < self.low else "over" if counted > self.high else "within"

    def count_words(self, counted: int) -> str:
        """Return "3,812 of 3,600 to 4,400", or "3,812 words" without a rule."""
        if not self.high:
            return words_words(counted)
        return f"{counted:,} of {self.words}"

    def said(self, counted: int) -> str:
        """Return where the count stands, in words: never a colour alone (ux 5.3, no. 17)."""
        if not self.high:
            return f"{words_words(counted)}."
        if counted > self.high:
            return f"{words_words(counted)}: {counted - self.high:,} over the upper limit."
        if counted < self.low:
            return f"{words_words(counted)}: {self.low - counted:,} under the lower limit."
        return f"{words_words(counted)}: within {self.words}."


def words_words(count: int) -> str:
    """Return "1 word", "4,521 words"."""
    return f"{count:,} {'word' if count == 1 else 'words'}"


def message(tally: Tally, band: Band) -> str:
    """Return the message of a proposal over its band; "" while it is not (ux 5.3, no. 17).

    It names the section that is most over its target.
    """
    if band.where(tally.counted) != "over":
        return ""
    said = f"{band.said(tally.counted)} Your text is saved."
    worst = worst_section(tally)
    if worst is not None:
        place, section = worst
        said += f" Section {place} is {words_words(section.over)} over its target."
    return said


def worst_section(tally: Tally) -> tuple[int, SectionWords] | None:
    """Return the section most over its target, and its number from 1; None when none is over."""
    named = [each for each in tally.sections if each.title and not each.is_appendix]
    over = [(number, each) for number, each in enumerate(named, start=1) if each.over]
    return max(over, key=lambda pair: pair[1].over, default=None)
