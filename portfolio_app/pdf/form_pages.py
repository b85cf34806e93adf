"""The pages of a form that goes out: its frame with the code, and how the file is finished.

The code is on every page three times, so that any page is known again: as bars, in
words, and as text that is not seen, over the bars.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from pikepdf import AttachedFileSpec, Name

from portfolio_app.domain import request_code
from portfolio_app.domain.form_words import FormWords
from portfolio_app.domain.forms import CODE, EMBEDDED_NAME, VERSION, FormContent
from portfolio_app.domain.wire import encode
from portfolio_app.pdf import code128, fonts, form_structure, ua
from portfolio_app.pdf.finishing import Identity, finish
from portfolio_app.pdf.flow import Block
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.form_fields import Fields
from portfolio_app.pdf.frame import LEFT, RIGHT, WIDTH
from portfolio_app.pdf.sheet import Node, Sheet

SIZE = 11.0  # points, of what is read; LEAST of what stands beside it
LEAST = 10.0
LEADING = 1.3
_CLOSE_LEADING = 1.22

TOP = 757.0  # points, of the room below the frame's head
BOTTOM = 48.0
ROOM = TOP - BOTTOM
_HEAD_RULE = 766.0
_BARS_FOOT, _BARS_HIGH = 787.0, 24.0
_CODE_LINE = 773.0
_TITLE_LINE = 788.5
_FOOT, _FOOT_RULE = 24.0, 38.0


@dataclass(slots=True)
class Form:
    """A form that is being drawn: what it says, with which words, and the fields so far.

    ``is_close``: its parts stand close together, so that it is one page.
    """

    content: FormContent
    words: FormWords
    is_close: bool = False
    fields: Fields = field(default_factory=Fields)
    sheet: Sheet = field(default_factory=Sheet)

    @property
    def leading(self) -> float:
        """From one line of text to the next, by the size of its letters."""
        return _CLOSE_LEADING if self.is_close else LEADING


def write(form: Form, pages: Sequence[Sequence[Block]], out: Path) -> int:
    """Write composed pages to ``out`` and return how many there are."""
    content, sheet = form.content, form.sheet
    passing = out.with_name(out.name + ".ours")
    with sheet.inside("Sect"):
        for blocks in pages:
            y = TOP
            for number, block in enumerate(blocks):
                y -= block.gap if number else 0
                block.draw(sheet, y)
                y -= block.height
            _frame(form, len(pages))
    form_structure.number_widgets(form.fields.widgets, len(pages))
    identity = Identity(title(content, form.words), content.apprentice, _instant(content))
    try:
        sheet.save(passing)
        with pikepdf.open(passing) as pdf:
            finish(pdf, identity)
            for key in ("/Outlines", "/Names"):
                del pdf.Root[key]
            pdf.Root.PageMode = Name.UseNone
            hidden = ((CODE, content.code), (VERSION, str(content.version)))
            made = form.fields.write(pdf, hidden, form.words.say("title"))
            form_structure.write(pdf, sheet, form.fields.widgets, made)
            _embed(pdf, content)
            pdf.save(
                out, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True
            )
        ua.declare(out)
    finally:
        passing.unlink(missing_ok=True)
    return len(pages)


def title(content: FormContent, words: FormWords) -> str:
    """Return what the document is called."""
    about = fonts.clean(content.title)
    name = f"{words.say('title')} {content.ref}, version {content.version}"
    return f"{name}: {about}" if about else name


def _instant(content: FormContent) -> str:
    return f"{content.made_on or '2020-01-01'}T00:00:00Z"


def _embed(pdf: pikepdf.Pdf, content: FormContent) -> None:
    data = json.dumps(encode(content), ensure_ascii=False, indent=1, sort_keys=True).encode()
    spec = AttachedFileSpec(
        pdf,
        data,
        filename=EMBEDDED_NAME,
        mime_type="application/json",
        description="What this form asks, for the observer's window of the app",
        creation_date="",
        mod_date="",
    )
    pdf.attachments[EMBEDDED_NAME] = spec


def _frame(form: Form, pages: int) -> None:
    """Draw the head with the code and the foot, and finish the page."""
    content, sheet = form.content, form.sheet
    shown = request_code.shown(content.code)
    wide = code128.width(content.code)
    x = RIGHT - wide
    with sheet.artifact():
        code128.draw(sheet, content.code, x, _BARS_FOOT, _BARS_HIGH)
        _unseen(sheet, shown, x, _BARS_FOOT + 8)
        sheet.text(x, _CODE_LINE, f"Code {shown}", BOLD, LEAST)
        room = x - LEFT - 24
        sheet.box((LEFT, 807.0, LEFT + 34, 811.0), fill="light.accent.fill")
        if sheet.page > 1:
            words = fonts.fit(form.words.say("title"), BOLD, SIZE, room)
            sheet.text(LEFT, _TITLE_LINE, words, BOLD, SIZE)
            about = fonts.fit(_about(form), REGULAR, LEAST, room)
            sheet.text(LEFT, _CODE_LINE, about, REGULAR, LEAST, "print.muted")
        sheet.rule(LEFT, _HEAD_RULE, RIGHT, "print.ink", 1.2)
        sheet.rule(LEFT, _FOOT_RULE, RIGHT, "print.hairline", 0.5)
        number = f"Page {sheet.page} of {pages}"
        room = WIDTH - fonts.width(number, BOLD, LEAST) - 20
        parts = (fonts.clean(content.apprentice), fonts.clean(content.title))
        about = fonts.fit(" · ".join(part for part in parts if part), REGULAR, LEAST, room)
        sheet.text(LEFT, _FOOT, about, REGULAR, LEAST, "print.muted")
        sheet.right(RIGHT, _FOOT, number, BOLD, LEAST)
    sheet.end_page()


def _unseen(sheet: Sheet, words: str, x: float, y: float) -> None:
    """Write words that are read but not seen: text drawn without ink (ISO 32000-1, 9.3.6)."""
    sheet.raw("q 3 Tr")
    sheet.text(x, y, words, REGULAR, SIZE)
    sheet.raw("Q")


# --- Strips that every form is made of


def lines(
    text: str,
    *,
    face: str = REGULAR,
    size: float = SIZE,
    ink: str = "print.ink",
    x: float = LEFT,
    wide: float = WIDTH,
    gap: float = 0,
    tag: str = "P",
    keep: bool = False,
    leading: float = LEADING,
) -> list[Block]:
    """Return a paragraph, line by line; empty for no words."""
    found: list[Block] = []
    node = Node(tag)
    wrapped = fonts.wrap(fonts.clean(text), face, size, wide)
    for index, line in enumerate(wrapped):

        def draw(sheet: Sheet, y: float, line: str = line) -> None:
            with sheet.mark(node):
                sheet.text(x, y - size, line, face, size, ink)

        alone = len(wrapped) > 1 and index in (0, len(wrapped) - 2)
        above = gap if not index else 0
        found.append(Block(size * leading, draw, above, keep or alone))
    return found


def height(blocks: Sequence[Block]) -> float:
    """Return how high blocks are together, in points, with the gaps between them."""
    return sum(block.height + (block.gap if index else 0) for index, block in enumerate(blocks))


def together(blocks: Sequence[Block], *, gap: float = 0, keep: bool = False) -> Block:
    """Return blocks as one that is never divided."""

    def draw(sheet: Sheet, y: float) -> None:
        for index, block in enumerate(blocks):
            y -= block.gap if index else 0
            block.draw(sheet, y)
            y -= block.height

    return Block(height(blocks), draw, gap, keep)


def beside(left: Block, right: Block, *, gap: float = 0, keep: bool = False) -> Block:
    """Return two blocks side by side, the left one read first; they know their own places."""

    def draw(sheet: Sheet, y: float) -> None:
        left.draw(sheet, y)
        right.draw(sheet, y)

    return Block(max(left.height, right.height), draw, gap, keep)


def in_title(form: Form, more: str) -> str:
    """Return what stands below the form's title, ``more`` at its end; "" where it has no room."""
    words = f"{_about(form)} · {fonts.clean(more)}"
    return words if fonts.width(words, REGULAR, LEAST) <= _title_room(form) else ""


def title_strip(form: Form, below: str = "") -> Block:
    """Return the form's title, in the head of its first page, beside the code; no height here.

    ``below`` it stands its name and version, unless something else is given (``in_title``).
    """
    room = _title_room(form)
    words = form.words.say("title")
    size = 19.0
    while size > SIZE and fonts.width(words, BOLD, size) > room:
        size -= 0.5

    def draw(sheet: Sheet, _y: float) -> None:
        with sheet.mark(Node("H1")):
            sheet.text(LEFT, _TITLE_LINE, words, BOLD, size)
        with sheet.mark(Node("P")):
            about = below or fonts.fit(_about(form), REGULAR, LEAST, room)
            sheet.text(LEFT, _CODE_LINE, about, REGULAR, LEAST, "print.muted")

    return Block(0, draw, keep=True)


def _title_room(form: Form) -> float:
    return RIGHT - code128.width(form.content.code) - LEFT - 24


def _about(form: Form) -> str:
    content = form.content
    return f"{fonts.clean(content.ref)} · version {content.version}"


def part_heading(title: str, note: str, *, gap: float = 12, is_close: bool = False) -> Block:
    """Return the heading of a part: a band with its title, and beside it what it is."""
    size = 13.0
    note_wide = fonts.width(note, REGULAR, LEAST)
    band, gap = (19.0, 7.0) if is_close else (21.0, gap)
    base = (band + size) / 2 - 2

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.artifact():
            sheet.box((LEFT, y - band, RIGHT, y), fill="print.band", radius=3)
            sheet.box((LEFT, y - band, LEFT + 4, y), fill="light.accent.fill")
        with sheet.mark(Node("H2")):
            sheet.text(LEFT + 11, y - base, title, BOLD, size)
        with sheet.mark(Node("P")):
            at = RIGHT - note_wide - 8
            sheet.text(at, y - base + 0.5, note, REGULAR, LEAST, "print.muted")

    return Block(band + (4 if is_close else 6), draw, gap, keep=True)
