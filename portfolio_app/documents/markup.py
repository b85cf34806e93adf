"""Web markup as plain blocks: paragraphs, lists, tables, links. Nothing is fetched, nothing runs.

Takes what mails and saved pages hold, however broken. Scripts, styles and what is not shown are
left out and counted, so that they can be named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from portfolio_app.documents.markup_looks import WHITE, Look, tidied
from portfolio_app.documents.markup_parts import BLOCKS, DROPPED, FOLDED, TINY, VOID, feed, pixels
from portfolio_app.documents.markup_tables import Frame, table_blocks
from portfolio_app.documents.ooxml import is_figure
from portfolio_app.domain.simple import Block, Paragraph, Picture, Run, Style

MOST_CHARACTERS = 400_000
_MOST_INPUT = 6_000_000  # characters of markup
_MOST_BLOCKS = 12_000
_DEEPEST = 1_500

# Finds the bytes of a picture that a page names ("cid:…"); None when it is not in the file.
FindPicture = Callable[[str], "bytes | None"]

_BLOCKS = BLOCKS | {"title"}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|(?<![-\w])font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)"
    r"|(?<![-\w])max-height\s*:\s*0(?:px)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_REMOTE = re.compile(r"^\s*(?:https?:|ftp:)?//", re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """What markup holds: its title, blocks, pictures (the blobs of blocks), what was left out."""

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    meta: dict[str, str] = field(default_factory=dict)
    remote_pictures: int = 0
    tracking: int = 0
    scripts: int = 0
    hidden: list[str] = field(default_factory=list)
    forms: int = 0
    comments: int = 0
    is_cut: bool = False

    @property
    def text(self) -> str:
        """All words, a line for each paragraph."""
        return "\n".join(_words(block) for block in self.blocks)


def read(markup: str, find_picture: FindPicture | None = None) -> Found:
    """Return the blocks of a page or of a mail's body; the words of a huge one are cut off."""
    reader = _Reader(find_picture or (lambda _name: None))
    reader.found.is_cut = len(markup) > _MOST_INPUT
    try:
        feed(markup[:_MOST_INPUT], reader)
    except _FullError:
        reader.found.is_cut = True
    except etree.LxmlError:  # nested too deep, or nothing in it at all
        reader.found.is_cut = bool(reader.found.blocks)
    return reader.finished()


def _words(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    rows = getattr(block, "rows", ())
    return "\n".join(p.text for row in rows for cell in row for p in cell.paragraphs)


class _FullError(Exception):
    """There is more in the markup than is shown."""


@dataclass(slots=True)
class _Open:
    """An element that has not ended."""

    tag: str
    state: Look
    hides: bool = False


_PLAIN = Look()


class _Reader:
    """What the parser tells each element to (lxml's target interface)."""

    def __init__(self, find_picture: FindPicture) -> None:
        self.found = Found()
        self._find_picture = find_picture
        self._open: list[_Open] = []
        self._dropped = 0  # elements deep inside something that is not shown as words
        self._hidden = 0
        self._in_title = False
        self._runs: list[tuple[Look, list[str]]] = []
        self._end = "\n"  # the last letter of the paragraph so far
        self._lists: list[list[int]] = []  # the number of the last entry; [-1]: not numbered
        self._marker = ""
        self._frames: list[Frame] = []
        self._letters = 0

    def finished(self) -> Found:
        """End what is open and return what was found."""
        self._end_paragraph()
        while self._frames:
            self._end_table()
        self.found.title = " ".join(self.found.title.split())[:300]
        return self.found

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        told = dict(attributes)
        if tag in VOID:
            self._void(tag, told)
            return
        if tag in DROPPED:
            self.found.scripts += tag in ("script", "object", "embed", "applet", "iframe")
            self._dropped += 1
            self._push(_Open(tag, self._state))
            return
        if self._dropped:
            return
        if tag == "title":
            self._in_title = not self._frames
        elif tag == "form":
            self.found.forms += 1
        hides = "hidden" in told or bool(_HIDDEN.search(told.get("style", "")[:2000]))
        if tag in _BLOCKS and not self._hidden:
            self._end_paragraph()
        self._push(_Open(tag, self._state.inside(tag, told), hides))
        self._hidden += hides
        if not self._hidden:
            self._begin(tag, told)

    def _begin(self, tag: str, told: dict[str, str]) -> None:
        if tag in ("ul", "menu", "dir"):
            self._lists.append([-1])
        elif tag == "ol":
            start = told.get("start", "1")
            self._lists.append([int(start) - 1 if is_figure(start) and len(start) < 6 else 0])
        elif tag == "li":
            self._marker = self._next_marker()
        elif tag == "table":
            self._end_paragraph()
            plain = told.get("role", "").lower() in ("presentation", "none")
            self._frames.append(Frame(is_layout=plain))
        elif tag == "tr" and self._frames:
            self._end_paragraph()
            self._frames[-1].begin_row()
        elif tag in ("td", "th") and self._frames:
            self._end_paragraph()
            self._frames[-1].begin_cell(told.get("colspan", ""), is_head=tag == "th")
        elif tag == "q":
            self._add("“")

    def end(self, tag: str) -> None:
        """End an element; the parser ends what is inside it first."""
        if tag in VOID:
            return
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                while len(self._open) > place:
                    self._pop()
                return

    def close(self) -> None:
        """End the page."""

    @property
    def _state(self) -> Look:
        return self._open[-1].state if self._open else _PLAIN

    def _push(self, opened: _Open) -> None:
        if len(self._open) >= _DEEPEST:
            raise _FullError
        self._open.append(opened)

    def _pop(self) -> None:
        ended = self._open.pop()
        tag = ended.tag
        if tag in DROPPED:
            self._dropped = max(self._dropped - 1, 0)
            return
        if tag == "title":
            self._in_title = False
        if not self._hidden:
            if tag == "q":
                self._add("”")
            if tag in _BLOCKS or tag in ("td", "th", "tr"):
                self._end_paragraph(ended)
            if tag in ("ul", "ol", "menu", "dir") and self._lists:
                self._lists.pop()
            if tag in ("td", "th") and self._frames:
                self._frames[-1].end_cell()
            if tag == "table" and self._frames:
                self._end_table()
        self._hidden = max(self._hidden - ended.hides, 0)

    def _end_table(self) -> None:
        self._end_paragraph()
        frame = self._frames.pop()
        for block in table_blocks(frame):
            self._put(block)

    def _void(self, tag: str, told: dict[str, str]) -> None:
        if tag == "meta":
            name = (told.get("name") or told.get("property") or told.get("http-equiv", "")).lower()
            if name and told.get("content") and len(self.found.meta) < 200:
                self.found.meta.setdefault(name[:100], told["content"][:1000])
        elif tag == "link" and "canonical" in told.get("rel", "").lower().split():
            self.found.meta.setdefault("canonical", told.get("href", "").strip()[:2000])
        elif self._dropped:
            return
        elif tag == "br" and not self._hidden:
            self._add("\n", is_break=True)
        elif tag == "hr" and not self._hidden:
            self._end_paragraph()
        elif tag == "wbr":
            return
        elif tag == "img":
            self._picture(told)
        elif tag == "input" and not self._hidden:
            self._input(told)

    def _input(self, told: dict[str, str]) -> None:
        kind = told.get("type", "text").lower()
        if kind in ("checkbox", "radio"):
            self._add("☑ " if "checked" in told else "☐ ")
        elif kind in ("text", "email", "tel", "number", "date", "submit", "button"):
            self._add(told.get("value", "")[:500])

    def _picture(self, told: dict[str, str]) -> None:
        address = told.get("src", "").strip()
        sizes = [pixels(told.get("width", "")), pixels(told.get("height", ""))]
        is_remote = bool(_REMOTE.match(address))
        if any(0 <= size < TINY for size in sizes):
            self.found.tracking += is_remote
            return
        alt = " ".join(told.get("alt", "").split())[:300]
        self.found.remote_pictures += is_remote
        if self._hidden:
            return
        data = None if is_remote or not address else self._find_picture(address)
        if data:
            self.found.used.add(address)
            self._end_paragraph()
            self.found.pictures.append(data)
            wide, high = (size * 0.75 if size > 0 else 0.0 for size in sizes)
            self._put(Picture(len(self.found.pictures) - 1, wide, high, alt))
        elif len(alt) > 2:
            self._add(f"[Picture: {alt}]")

    def data(self, data: str) -> None:
        """Take words."""
        if self._dropped:
            return
        if self._in_title:
            self.found.title += data[:1000]
            return
        if self._hidden:
            if (words := WHITE.sub(" ", data).strip()) and len(self.found.hidden) < 100:
                self.found.hidden.append(words[:300])
            return
        if self._state.is_fixed:
            self._add(data, is_break=True)
            return
        self._add(FOLDED.sub(" ", data))

    def _add(self, words: str, *, is_break: bool = False) -> None:
        if not is_break and words[:1] == " " and self._end in " \n":
            words = words[1:]
        if not words:
            return
        self._letters += len(words)
        if self._letters > MOST_CHARACTERS:
            raise _FullError
        self._end = words[-1]
        state = self._state
        if self._runs and self._runs[-1][0] == state:
            self._runs[-1][1].append(words)
        else:
            self._runs.append((state, [words]))

    def _end_paragraph(self, ended: _Open | None = None) -> None:
        if not self._runs:
            return
        state = ended.state if ended is not None else self._state
        runs = tidied([each.run("".join(words)) for each, words in self._runs], state)
        self._runs, self._end = [], "\n"
        if not runs:
            return
        marker, self._marker = self._marker, ""
        if state.heading:
            bare = tuple(Run(each.text, italic=each.italic, link=each.link) for each in runs)
            self._put(Paragraph(bare, Style.HEADING, state.heading))
        elif state.is_fixed:
            self._put(Paragraph(tuple(runs), Style.FIXED))
        elif self._lists and (marker or state.is_entry):
            self._put(Paragraph(tuple(runs), Style.LIST, min(len(self._lists), 9) - 1, marker))
        elif state.quotes:
            self._put(Paragraph(tuple(runs), Style.QUOTE, min(state.quotes, 9) - 1))
        else:
            self._put(Paragraph(tuple(runs)))

    def _put(self, block: Block) -> None:
        if self._frames and self._frames[-1].is_in_cell:
            self._frames[-1].put(block)
            return
        if len(self.found.blocks) >= _MOST_BLOCKS:
            raise _FullError
        self.found.blocks.append(block)

    def _next_marker(self) -> str:
        if not self._lists:
            return "•"
        current = self._lists[-1]
        if current[0] < 0:
            return "•"
        current[0] += 1
        return f"{current[0]}."
