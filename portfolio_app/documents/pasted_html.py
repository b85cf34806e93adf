"""Pasted markup as blocks of the proposal. Nothing is fetched, nothing runs, no file is opened.

Reads what Word, LibreOffice, Google Docs, Outlook and browsers put on the clipboard, however
broken. What the proposal has no place for is counted, so that it can be said.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from lxml import etree

from portfolio_app.documents import pasted_looks
from portfolio_app.documents.markup_parts import BLOCKS, DROPPED, FOLDED, TINY, VOID, feed, pixels
from portfolio_app.documents.pasted_captions import (
    CAPTION,
    typed_captions,
    with_captions,
)
from portfolio_app.documents.pasted_looks import Look, Rules
from portfolio_app.documents.pasted_pictures import alternative, of_data
from portfolio_app.documents.pasted_tables import (
    Frame,
    table_blocks,
    table_with_notes,
    with_notes,
    words_of,
)
from portfolio_app.documents.pasted_words import Words, cut_sign, inlines_of
from portfolio_app.domain.draft import Block, BlockKind, Figure, Inline, InlineKind
from portfolio_app.domain.pasted_draft import (
    MOST_BLOCKS,
    MOST_LETTERS,
    LeftOut,
    clean,
    divided,
    from_plain,
)

MOST_MARKUP = 60_000_000  # characters; pictures within it are most of them
_MOST_PICTURES = 60
_DEEPEST = 200  # elements that say something, one within the other
_DEEPEST_POINT = 4  # levels of a list

_DROPPED = DROPPED | {"head", "title", "noscript", "textarea", "button"}
_SCRIPTS = frozenset({"script", "applet"})
_EMBEDDED = frozenset({"iframe", "object", "embed", "audio", "video", "canvas", "svg"})
_FIELDS = frozenset({"select", "textarea", "button"})
_BLOCKS = BLOCKS | {"table", "tr", "td", "th", "thead", "tbody", "tfoot"}
_CONDITION = re.compile(r"<!\[\s*(?:if\b[^>\]]{0,200}|endif\s{0,9})\]>", re.IGNORECASE)
_REMOTE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_NOTE_REFERENCE = re.compile(r"^#_?((?:ftn|edn|ftnt|sdfootnote|sdendnote)[0-9]{1,5})(?:sym)?$")
_NOTE_BACK = re.compile(r"^#(?:_(?:ftn|edn)ref|ftnt_ref|sd(?:foot|end)note)[0-9]{1,5}(?:anc)?$")
_NOTE_PLACE = re.compile(r"^_?((?:ftn|edn|ftnt|sdfootnote|sdendnote)[0-9]{1,5})(?:sym)?$")
_LINKED = re.compile(r"^\s*(?:https?|mailto|ftp|file):", re.IGNORECASE)
_CONTENTS = re.compile(r"^mso(?:toc[1-9]?|tocheading)$", re.IGNORECASE)
_WORD_POINT = re.compile(r"^msolist|^listparagraph", re.IGNORECASE)
_RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))


@dataclass(slots=True)
class Read:
    """What markup holds: blocks, the bytes of pictures they name by number, what was left out.

    A figure whose picture lay beside the markup is named "?0", "?1" … in the order they came.
    """

    blocks: list[Block] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    left: LeftOut = field(default_factory=LeftOut)
    beside: int = 0


def read(markup: str) -> Read:
    """Return what pasted markup holds."""
    reader = _Reader(_CONDITION.sub("", markup[:MOST_MARKUP]))
    reader.found.left.is_cut = len(markup) > MOST_MARKUP
    return reader.read()


class _FullError(Exception):
    """There is more in the markup than is taken."""


@dataclass(slots=True)
class _Open:
    """An element that has not ended, and what ends with it."""

    tag: str
    look: Look
    hides: bool = False
    drops: bool = False
    note: str | None = None  # the note that was being read before this one


class _Reader:
    """What the parser tells each element to (lxml's target interface)."""

    def __init__(self, markup: str) -> None:
        self.found = Read()
        self._markup = markup
        self._rules = Rules({})
        self._open: list[_Open] = []
        self._ignored: dict[str, int] = {}  # elements too deep to matter, by name
        self._dropped = 0
        self._hidden = 0
        self._sheet: list[str] = []
        self._in_sheet = False
        self._serial = 0
        self._runs: list[Words] = []
        self._marker: list[str] | None = None  # Word's own sign of a point, while it is read
        self._sign = ""
        self._entries: set[int] = set()  # points of which a paragraph was put already
        self._is_listed = False  # a paragraph that Word calls a point
        self._figures: list[Block] = []
        self._frames: list[Frame] = []
        self._notes: dict[str, list[str]] = {}
        self._note: str | None = None
        self._note_ends_with = ""
        self._captions: dict[int, str] = {}
        self._letters = 0

    def read(self) -> Read:
        """Read it all, and return what was found."""
        try:
            with suppress(_FullError):
                feed(self._markup.replace("\0", ""), self)
        except etree.LxmlError:
            if not self._goes_on():
                return self._bare()
        self._finish()
        return self.found

    # the parser's side

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        told = dict(attributes)
        if tag in VOID:
            self._void(tag, told)
            return
        if self._in_sheet or (len(self._open) >= _DEEPEST and tag not in _DROPPED):
            if tag in _BLOCKS and not self._dropped:
                self._end_paragraph()
            self._ignored[tag] = self._ignored.get(tag, 0) + 1
            self.found.left.layout = True
            return
        if tag in _DROPPED and tag != "head":
            self._count_dropped(tag)
            self._in_sheet = tag == "style"
            self._push(_Open(tag, self._look, drops=True))
            return
        if tag == "head":
            self._push(_Open(tag, self._look))
            return
        style = told.get("style", "")[:4_000]
        classes = told.get("class", "")[:500].split()
        style = f"{self._rules.of(tag, classes)};{style}" if self._rules.by_name else style
        if self._is_left_out(tag, classes, style):
            self._push(_Open(tag, self._look, drops=True))
            return
        if tag in _BLOCKS and not (self._dropped or self._hidden):
            self._end_paragraph()
        self._serial += 1
        look, said = pasted_looks.inside(self._look, tag, told, style, self._serial)
        self.found.left.marks |= said.marks and tag != "a"
        self.found.left.looks |= said.looks or tag == "font"
        opened = _Open(tag, look, said.hides or "hidden" in told)
        self._push(opened)
        if not (self._dropped or self._hidden):
            self._begin(opened, told, classes, style)

    def end(self, tag: str) -> None:
        """End an element; the parser ends what is inside it first."""
        if tag in VOID:
            return
        if self._ignored.get(tag):
            self._ignored[tag] -= 1
            if tag in _BLOCKS and not self._dropped:
                self._end_paragraph()
            return
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                while len(self._open) > place:
                    self._pop()
                return

    def data(self, data: str) -> None:
        """Take words."""
        if self._in_sheet:
            self._sheet.append(data[:200_000])
            return
        if self._dropped:
            return
        if self._hidden:
            self.found.left.hidden += bool(clean(data).strip())
            return
        if self._marker is not None:
            self._marker.append(data[:50])
            return
        if self._note is not None:
            self._notes.setdefault(self._note, []).append(data)
            self._count(data)
            return
        look = self._look
        if look.is_fixed:
            first, *others = data.split("\n")
            self._add(first, look)
            for each in others:
                self._end_paragraph()
                self._add(each, look)
            return
        self._add(FOLDED.sub(" ", data), look)

    def close(self) -> None:
        """End the markup."""

    # elements

    @property
    def _look(self) -> Look:
        return self._open[-1].look if self._open else _PLAIN

    def _push(self, opened: _Open) -> None:
        self._open.append(opened)
        self._dropped += opened.drops
        self._hidden += opened.hides

    def _pop(self) -> None:
        ended = self._open.pop()
        tag = ended.tag
        if tag == "style" and self._in_sheet:
            self._in_sheet = False
            self._rules = pasted_looks.rules("".join(self._sheet))
        if not (self._dropped or self._hidden):
            self._end(ended)
        self._dropped -= ended.drops
        self._hidden -= ended.hides

    def _end(self, ended: _Open) -> None:
        tag = ended.tag
        if self._marker is not None and tag == "span" and ended.note == "marker":
            self._sign = clean("".join(self._marker)).strip()
            self._marker = None
            return
        if tag in _BLOCKS:
            self._end_paragraph()
        if tag in ("td", "th") and self._frames:
            self._frames[-1].end_cell()
        if tag == "table" and self._frames:
            self._end_table()
        if self._note is not None and ended.note is not None:
            self._note = ended.note or None

    def _count_dropped(self, tag: str) -> None:
        if self._dropped:
            return
        left = self.found.left
        left.scripts += tag in _SCRIPTS
        left.embedded += tag in _EMBEDDED
        left.equations += tag == "math"
        left.forms += tag in _FIELDS
        if tag in _BLOCKS:
            self._end_paragraph()

    def _is_left_out(self, tag: str, classes: list[str], style: str) -> bool:
        """Return whether the words of an element are no part of the text."""
        if self._dropped:
            return False
        left = self.found.left
        if tag == "del" or "msoDel" in classes:
            left.deleted += 1
            return True
        if any(_CONTENTS.match(each) for each in classes):
            left.contents = True
            return True
        if "MsoCommentReference" in classes or "msocomanchor" in classes:
            left.comments += 1
            return True
        return "mso-element:comment-list" in style.replace(" ", "")

    def _begin(
        self, opened: _Open, told: Mapping[str, str], classes: list[str], style: str
    ) -> None:
        tag = opened.tag
        if pasted_looks.is_marking(tag):
            self.found.left.marks = True
        if tag == "table":
            plain = told.get("role", "").lower() in ("presentation", "none")
            self._frames.append(Frame(is_layout=plain))
        elif tag == "tr" and self._frames:
            if self._frames[-1].is_full:
                self.found.left.rows += 1
                opened.drops = True
                self._dropped += 1
            else:
                self._frames[-1].begin_row()
        elif tag in ("td", "th") and self._frames:
            self._frames[-1].begin_cell(told)
        elif tag == "a":
            self._anchor(opened, told)
        elif tag == "q":
            self._add("“", opened.look)
        elif tag == "p":
            self._is_listed = any(_WORD_POINT.match(each) for each in classes)
        elif tag == "span" and "mso-list:ignore" in style.replace(" ", "").lower():
            self._marker, opened.note = [], "marker"
        if tag == "div" and (place := _NOTE_PLACE.match(told.get("id", ""))):
            opened.note, self._note = self._note or "", place.group(1)

    def _anchor(self, opened: _Open, told: Mapping[str, str]) -> None:
        address = told.get("href", "").strip()
        if reference := _NOTE_REFERENCE.match(address):
            opened.drops = True
            self._dropped += 1
            if self._note is None:
                self._runs.append(Words(self._look, [], reference.group(1)))
        elif _NOTE_BACK.match(address):
            opened.drops = True
            self._dropped += 1
            place = _NOTE_PLACE.match(told.get("id") or told.get("name") or "")
            if place is not None and self._note is None:  # the rest of its paragraph is the note
                self._note, self._note_ends_with = place.group(1), "paragraph"
        elif _LINKED.match(address):
            self.found.left.links += 1

    def _void(self, tag: str, told: Mapping[str, str]) -> None:
        if self._dropped or tag in ("meta", "link", "base", "wbr", "col"):
            self.found.left.embedded += tag == "embed" and not self._dropped
            return
        if tag == "br" and not self._hidden:
            if self._note is not None:
                self._notes.setdefault(self._note, []).append(" ")
            elif self._look.heading or self._look.is_caption:
                self._add(" ", self._look)
            else:
                self._end_paragraph()
        elif tag == "hr" and not self._hidden:
            self._end_paragraph()
        elif tag == "img":
            self._picture(told)
        elif tag == "input":
            self._input(told)
        elif tag in ("embed", "frame"):
            self.found.left.embedded += 1

    def _input(self, told: Mapping[str, str]) -> None:
        kind = told.get("type", "text").lower()
        if kind in ("checkbox", "radio") and not self._hidden:
            self._add("☑ " if "checked" in told else "☐ ", self._look)
        elif kind != "hidden":
            self.found.left.forms += 1

    def _picture(self, told: Mapping[str, str]) -> None:
        left = self.found.left
        address = told.get("src", "").strip()
        sizes = [pixels(told.get("width", "")), pixels(told.get("height", ""))]
        style = told.get("style", "")[:2_000]
        is_seen = not self._hidden and pasted_looks.inside(_PLAIN, "img", {}, style, 0)[1].hides < 1
        if not is_seen or any(0 <= size < TINY for size in sizes):
            left.trackers += 1
            return
        if _REMOTE.match(address) and not address.lower().startswith("file:"):
            left.web_pictures += 1
            return
        data = of_data(address)
        if data is None:
            if address.lower().startswith("data:"):
                left.broken_pictures += 1
                return
            name = f"?{self.found.beside}"
            self.found.beside += 1
        elif len(self.found.pictures) >= _MOST_PICTURES:
            left.absent_pictures += 1
            return
        else:
            name = str(len(self.found.pictures))
            self.found.pictures.append(data)
        figure = Figure(name, alternative=alternative(told.get("alt", "")))
        self._figures.append(Block("", BlockKind.FIGURE, figure=figure))

    # words

    def _count(self, words: str) -> None:
        self._letters += len(words)
        if self._letters > MOST_LETTERS:
            self.found.left.is_cut = True
            raise _FullError

    def _add(self, words: str, look: Look) -> None:
        if not words:
            return
        self._count(words)
        if look.raised:
            signs = _RAISED if look.raised > 0 else _LOWERED
            if words.strip() and all(each in signs for each in words.strip()):
                words = "".join(signs.get(each, each) for each in words)
        if self._runs and self._runs[-1].look == look and not self._runs[-1].note:
            self._runs[-1].parts.append(words)
        else:
            self._runs.append(Words(look, [words]))

    def _end_paragraph(self) -> None:
        runs, self._runs = self._runs, []
        sign, self._sign = self._sign, ""
        is_listed, self._is_listed = self._is_listed, False
        figures, self._figures = self._figures, []
        if self._note_ends_with:
            self._note, self._note_ends_with = None, ""
        look = next((each.look for each in runs if each.note or "".join(each.parts).strip()), None)
        if look is not None:
            self._put_words(runs, look, sign, is_listed=is_listed)
        for each in figures:
            self._put(each)

    def _put_words(self, runs: list[Words], look: Look, sign: str, *, is_listed: bool) -> None:
        if not sign and not look.points and not look.heading and not look.is_fixed:
            sign = cut_sign(runs, is_listed=is_listed)
        inlines = inlines_of(runs, is_plain=bool(look.heading))
        if not inlines:
            return
        kind, level = self._kind(look, sign)
        if look.is_caption and not look.heading:
            self._caption(inlines)
            return
        self._put(Block("", kind, inlines, level))

    def _kind(self, look: Look, sign: str) -> tuple[BlockKind, int]:
        if look.heading:
            self.found.left.deep_headings += look.heading > 3
            return _HEADINGS[min(look.heading, 3) - 1], 0
        is_point = bool(look.points and look.entry and look.entry not in self._entries)
        if look.entry:
            self._entries.add(look.entry)
        if is_point:
            kind = BlockKind.NUMBER if look.is_numbered else BlockKind.BULLET
            return kind, self._depth(look.points)
        if sign:
            kind = (
                BlockKind.NUMBER if re.search("[0-9a-zA-Z][.)]|[0-9]", sign) else BlockKind.BULLET
            )
            return kind, self._depth(look.word_level)
        return (BlockKind.QUOTE if look.is_quote else BlockKind.BODY), 0

    def _depth(self, level: int) -> int:
        """Return the depth of a point, from 0, of its level, from 1."""
        self.found.left.deep_points += level > _DEEPEST_POINT
        return min(max(level, 1), _DEEPEST_POINT) - 1

    def _caption(self, inlines: tuple[Inline, ...]) -> None:
        """Keep a caption for the table or picture beside it; else it is a paragraph."""
        text = words_of(inlines).strip()
        if self._frames and not self._frames[-1].is_in_cell:
            self._frames[-1].caption = CAPTION.sub("", text)
            return
        self._put(Block("", BlockKind.BODY, inlines))
        if not self._frames:
            self._captions[len(self.found.blocks) - 1] = text

    def _put(self, block: Block) -> None:
        if self._frames and self._frames[-1].is_in_cell:
            self._frames[-1].put(block)
            return
        if len(self.found.blocks) >= MOST_BLOCKS:
            self.found.left.is_full = True
            raise _FullError
        self.found.blocks.append(block)

    def _end_table(self) -> None:
        self._end_paragraph()
        frame = self._frames.pop()
        for block in table_blocks(frame, self.found.left):
            self._put(block)

    # the end

    def _goes_on(self) -> bool:
        """Return whether what was read before the parser stopped is worth keeping alone."""
        bare = len(clean(_bare_text(self._markup)))
        return self._letters >= 0.98 * bare

    def _bare(self) -> Read:
        """Return the words alone, of markup that no parser gets through."""
        self.found.left.layout = True
        plain = from_plain(_bare_text(self._markup))
        self.found.blocks = list(plain.blocks)
        return self.found

    def _finish(self) -> None:
        self._end_paragraph()
        while self._frames:
            self._frames[-1].is_in_cell = False
            self._end_table()
        captions = typed_captions(self.found.blocks) | self._captions
        blocks = [self._with_notes(each) for each in with_captions(self.found.blocks, captions)]
        self.found.blocks = list(divided(blocks, self.found.left))

    def _with_notes(self, block: Block) -> Block:
        notes = {name: clean("".join(words)).strip() for name, words in self._notes.items()}
        if block.table is not None:
            return replace(block, table=table_with_notes(block.table, notes))
        if block.figure is not None:
            caption = with_notes(block.figure.caption, notes)
            return replace(block, figure=replace(block.figure, caption=caption))
        if not any(each.kind is InlineKind.NOTE for each in block.inlines):
            return block
        inlines: list[Inline] = []
        for each in block.inlines:
            if each.kind is not InlineKind.NOTE:
                inlines.append(each)
                continue
            words = notes.get(each.text, "")
            if words:
                inlines.append(replace(each, text=words))
            else:
                self.found.left.empty_notes += 1
        return replace(block, inlines=tuple(inlines))


_PLAIN = Look()
_HEADINGS = (BlockKind.HEADING_1, BlockKind.HEADING_2, BlockKind.HEADING_3)


def _bare_text(markup: str) -> str:
    """Return the words of markup, a line for each block, without reading how it is nested."""
    bare = re.sub(
        r"<(script|style|head|title|template|svg|math)\b.*?</\1\s*>|<!--.*?-->",
        " ",
        markup,
        flags=re.DOTALL | re.IGNORECASE,
    )
    bare = re.sub(r"</?(?:p|div|li|h[1-6]|tr|br|table|ul|ol)\b[^>]*>", "\n", bare, flags=re.I)
    return html.unescape(re.sub(r"<[^>]*>", "", bare))
