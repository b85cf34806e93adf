"""What was pasted, as blocks of the proposal, and what is said of it: what was kept, what was not.

Nothing is lost unsaid: whatever the proposal has no place for (fonts, scripts, pictures that lie
elsewhere) is counted while it is read (``LeftOut``) and named in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise

from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind

LONGEST_BLOCK = 20_000  # characters; a longer paragraph is divided, so that typing stays quick
MOST_LETTERS = 2_000_000
MOST_BLOCKS = 20_000

_BULLET = re.compile(r"^[ \t\xa0]*[•▪◦‣●○■·\u2043∙][ \t\xa0]+")
_DASH = re.compile(r"^[ \t\xa0]*[-*–][ \t\xa0]+(?=\S)")
_NUMBER = re.compile(r"^[ \t\xa0]*\(?([0-9]{1,3})[.)][ \t\xa0]+(?=\S)")
_SPACES = re.compile(r"[ \t\r\f\v\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_UNSEEN = re.compile(
    r"[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u200b\u2060\ufeff\ufff9-\ufffc"
    r"\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_ENDS = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted. Blocks have no uid yet; a figure's picture is a number from 0 in its place.

    ``pictures`` are the names of pictures that came with it, ``dropped`` what was left out, in
    words: "2 pictures from the web", "fonts and colours"; ``changed`` what is not quite as it was.
    """

    blocks: tuple[Block, ...] = ()
    pictures: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(slots=True)
class LeftOut:
    """How much of each was left out while something was read; True where no number is told."""

    web_pictures: int = 0
    trackers: int = 0
    absent_pictures: int = 0
    broken_pictures: int = 0
    scripts: int = 0
    embedded: int = 0
    forms: int = 0
    comments: int = 0
    deleted: int = 0
    hidden: int = 0
    links: int = 0
    equations: int = 0
    empty_notes: int = 0
    contents: bool = False
    merged: int = 0
    deep_headings: int = 0
    deep_points: int = 0
    long_paragraphs: int = 0
    tables: int = 0
    rows: int = 0
    columns: int = 0
    marks: bool = False
    looks: bool = False
    layout: bool = False
    is_full: bool = False
    is_cut: bool = False

    def words(self) -> tuple[str, ...]:
        """Return what was left out in words, the most important last but the cutting off."""
        return self._told(_LEFT_OUT)

    def changes(self) -> tuple[str, ...]:
        """Return what was changed in words."""
        return self._told(_CHANGED)

    def _told(self, words: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
        told = []
        for each in fields(self):
            if each.name in words and (count := getattr(self, each.name)):
                one, many = words[each.name]
                told.append(one if count == 1 else many.format(count))
        return tuple(told)


_LEFT_OUT = {
    "web_pictures": ("1 picture from the web", "{:,} pictures from the web"),
    "trackers": ("1 picture that nobody can see", "{:,} pictures that nobody can see"),
    "absent_pictures": ("1 picture that was not copied with it",
                        "{:,} pictures that were not copied with it"),
    "broken_pictures": ("1 picture that could not be read",
                        "{:,} pictures that could not be read"),
    "scripts": ("1 script", "{:,} scripts"),
    "embedded": ("1 embedded page, film or drawing", "{:,} embedded pages, films or drawings"),
    "forms": ("1 field to fill in", "{:,} fields to fill in"),
    "comments": ("1 comment", "{:,} comments"),
    "deleted": ("1 deletion that was tracked", "{:,} deletions that were tracked"),
    "hidden": ("1 stretch of hidden words", "{:,} stretches of hidden words"),
    "links": ("the address behind 1 link", "the addresses behind {:,} links"),
    "equations": ("1 equation", "{:,} equations"),
    "empty_notes": ("1 footnote without its words", "{:,} footnotes without their words"),
    "contents": ("the list of contents", ""),
    "rows": ("1 row of a very long table", "{:,} rows of a very long table"),
    "columns": ("1 column of a very wide table", "{:,} columns of a very wide table"),
    "marks": ("underlining, highlighting and crossing out", ""),
    "looks": ("fonts and colours", ""),
    "is_full": (f"everything after the first {MOST_BLOCKS:,} paragraphs", ""),
    "is_cut": (f"everything after the first {MOST_LETTERS:,} characters", ""),
}  # fmt: skip
_CHANGED = {
    "merged": ("1 merged cell of a table is apart", "{:,} merged cells of tables are apart"),
    "deep_headings": ("1 lower heading is a Heading 3", "{:,} lower headings are Heading 3"),
    "deep_points": ("1 point of a list is less deep", "{:,} points of lists are less deep"),
    "long_paragraphs": ("1 very long paragraph was divided",
                        "{:,} very long paragraphs were divided"),
    "tables": ("1 table that held more than data stands as paragraphs",
               "{:,} tables that held more than data stand as paragraphs"),
    "layout": ("what was nested very deep stands as plain paragraphs", ""),
}  # fmt: skip


def said(pasted: Pasted) -> str:
    """Return "Kept: 3 headings, 12 paragraphs, 1 table. Left out: fonts and colours."."""
    kept = ", ".join(kept_words(pasted.blocks)) or "nothing"
    left = f" Left out: {_joined(pasted.dropped)}." if pasted.dropped else ""
    changed = f" Changed: {_joined(pasted.changed)}." if pasted.changed else ""
    return f"Kept: {kept}.{left}{changed}"


def kept_words(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return how many of each kind there are, in words."""
    counts = dict.fromkeys(("heading", "paragraph", "quotation", "list point", "table", "picture",
                            "footnote"), 0)  # fmt: skip
    for block in blocks:
        counts[_NAMES.get(block.kind, "heading")] += 1
        counts["footnote"] += sum(each.kind is InlineKind.NOTE for each in block.inlines)
    return tuple(
        f"{count:,} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count
    )


_NAMES = {
    BlockKind.BODY: "paragraph",
    BlockKind.QUOTE: "quotation",
    BlockKind.BULLET: "list point",
    BlockKind.NUMBER: "list point",
    BlockKind.TABLE: "table",
    BlockKind.FIGURE: "picture",
}


def _joined(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def clean(text: str) -> str:
    """Return words as a block may hold them: no letters that cannot be seen, spaces made one."""
    return _SPACES.sub(" ", _UNSEEN.sub("", _LINE_ENDS.sub(" ", text)))


def from_plain(text: str) -> Pasted:
    """Return plain text as blocks: a paragraph a line; lines that are points of a list as such.

    Lines of even length that were broken to fit a page are put together again.
    """
    left = LeftOut(is_cut=len(text) > MOST_LETTERS)
    lines = [clean(each).strip() for each in _LINE_ENDS.split(text[:MOST_LETTERS])]
    marked = [_marker(each) for each in lines]
    found: list[Block] = []
    width = _wrapped_at(lines)
    before = ""  # the line before, if what follows may go on with it
    for at, line in enumerate(lines):
        if not line:
            before = ""
            continue
        kind, level, bare = _listed(lines, marked, at)
        if (
            width
            and before
            and kind is BlockKind.BODY
            and (line[:1].islower() or len(before) + line.find(" ") % 40 > width)
            and found
        ):
            joined = found[-1].text
            glue = "" if joined.endswith("-") and line[:1].islower() else " "
            found[-1] = replace(found[-1], inlines=(Inline(text=joined + glue + line),))
        else:
            found.append(Block("", kind, (Inline(text=bare),), level))
        before = line
        if len(found) >= MOST_BLOCKS:
            left.is_full = True
            break
    return Pasted(divided(found, left), (), left.words(), left.changes())


def letters(blocks: Iterable[Block]) -> int:
    """Return how many letters blocks hold, in tables and notes too, without spaces."""
    count = 0
    for block in blocks:
        texts = [each.text for each in block.inlines]
        if block.table is not None:
            texts += [block.table.caption, *block.table.columns]
            texts += [cell for row in block.table.rows for cell in row]
        count += sum(len("".join(each.split())) for each in texts)
    return count


def _wrapped_at(lines: Sequence[str]) -> int:
    """Return how wide lines are that were broken to fit; 0 if each is a paragraph of its own."""
    long = [len(each) for each in lines if each]
    if len(long) < 4 or max(long) > 110 or max(long) < 45:
        return 0
    widest = max(long)
    follows = [
        (mine, after)
        for mine, after in pairwise(lines)
        if mine and after and len(mine) > 0.7 * widest
    ]
    small = sum(after[:1].islower() for _, after in follows)
    return widest if len(follows) >= 2 and small >= 0.4 * len(follows) else 0


def _marker(line: str) -> str:
    if _BULLET.match(line):
        return "•"
    if _DASH.match(line):
        return "-"
    number = _NUMBER.match(line)
    return number.group(1) if number else ""


def _listed(lines: Sequence[str], marked: Sequence[str], at: int) -> tuple[BlockKind, int, str]:
    """Return what a line is: a bullet by its sign, a dash or a number only beside another."""
    line, mark = lines[at], marked[at]
    near = {marked[each] for each in (at - 1, at + 1) if 0 <= each < len(marked)}
    if mark == "•":
        return BlockKind.BULLET, 0, line[_end_of(_BULLET, line) :]
    if mark == "-" and "-" in near:
        return BlockKind.BULLET, 0, line[_end_of(_DASH, line) :]
    if mark.isdigit() and near & {str(int(mark) - 1), str(int(mark) + 1)}:
        return BlockKind.NUMBER, 0, line[_end_of(_NUMBER, line) :]
    return BlockKind.BODY, 0, line


def _end_of(pattern: re.Pattern[str], line: str) -> int:
    found = pattern.match(line)
    return found.end() if found else 0


def divided(blocks: Iterable[Block], left: LeftOut) -> tuple[Block, ...]:
    """Return the blocks, those that are too long to be typed in divided at a space."""
    found: list[Block] = []
    for block in blocks:
        if not block.kind.is_text or sum(len(each.text) for each in block.inlines) <= LONGEST_BLOCK:
            found.append(block)
            continue
        left.long_paragraphs += 1
        found.extend(_parts(block))
    return tuple(found)


def _parts(block: Block) -> Iterable[Block]:
    inside: list[Inline] = []
    room = LONGEST_BLOCK
    kind = block.kind if not block.kind.level else BlockKind.BODY
    for inline in block.inlines:
        rest = inline
        while rest.kind is InlineKind.WORDS and len(rest.text) > room:
            cut = rest.text.rfind(" ", max(0, room - 500), room) + 1 or room
            inside.append(replace(rest, text=rest.text[:cut]))
            yield replace(block, kind=kind, inlines=tuple(inside))
            inside, room = [], LONGEST_BLOCK
            rest = replace(rest, text=rest.text[cut:])
        inside.append(rest)
        room = max(1, room - len(rest.text))
    if inside:
        yield replace(block, kind=kind, inlines=tuple(inside))
