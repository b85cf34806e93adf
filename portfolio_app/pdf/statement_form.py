"""The employer's statement with its schedule, and a general statement of one page to sign.

What can be one page is one page: its parts then stand closer together, and what is left over goes
to the comment. A supplement of a few pieces is one page so; more rows or words go on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from portfolio_app.domain import forms
from portfolio_app.domain.asking import minutes_needed
from portfolio_app.domain.form_words import FormWords
from portfolio_app.domain.forms import FormContent
from portfolio_app.pdf.flow import Block, paginate
from portfolio_app.pdf.fonts import BOLD
from portfolio_app.pdf.form_blocks import field_beside, signature_block, text_field, ticks
from portfolio_app.pdf.form_facts import facts, observer, programme, when
from portfolio_app.pdf.form_pages import (
    LEAST,
    ROOM,
    SIZE,
    Form,
    height,
    in_title,
    lines,
    part_heading,
    title_strip,
    together,
    write,
)
from portfolio_app.pdf.frame import LEFT, WIDTH
from portfolio_app.pdf.schedule import close_schedule, schedule
from portfolio_app.pdf.sheet import Sheet

# Points, of the room to comment: where a form goes on over pages, and on one page.
_COMMENT, _TALL_COMMENT, _LEAST_COMMENT = 46.0, 90.0, 21.0
_BESIDE = 48.0  # points, of a comment from which its label has a line of its own
_BETWEEN_PARTS, _LOOSEST = 5.0, 8.0  # points, of gaps that grow, and by how much at most

_Composed = Callable[[float], list[Block]]  # by how high the comment is


def draw_employer(content: FormContent, words: FormWords, out: Path) -> int:
    """Write the employer's statement to ``out`` and return how many pages it has."""
    form = Form(content, words, is_close=True)
    for size in (SIZE, LEAST):
        page = _one_page(partial(_few_pieces, form, size))
        if page:
            return write(form, [page], out)
    form.is_close = False
    blocks = [
        *_opening(form, "lead"),
        *_part_1(form),
        *schedule(form),
        _part_3(form, _COMMENT),
        *_closing(form, "closing.text"),
    ]
    return write(form, paginate(blocks, first=ROOM, room=ROOM), out)


def _few_pieces(form: Form, size: float, high: float) -> list[Block]:
    """Return the strips of a statement about a few pieces, its comment ``high`` points."""
    titled = in_title(form, form.content.title)
    return [
        *_opening(form, "one_page.lead", titled),
        *_part_1(form, is_titled=bool(titled)),
        *close_schedule(form, size),
        _part_3(form, high),
        *_closing(form, "one_page.closing"),
    ]


def draw_general(content: FormContent, words: FormWords, out: Path) -> int:
    """Write a general statement to ``out`` and return how many pages it has: one, unless long."""
    form = Form(content, words)

    def composed(high: float) -> list[Block]:
        return [
            *_opening(form, "lead"),
            *_part_1(form),
            *_stated(form),
            _answer(form, high),
            *_closing(form, "closing.text"),
        ]

    for is_close in (False, True):
        form.is_close = is_close
        page = _one_page(composed)
        if page:
            return write(form, [page], out)
    form.is_close = False
    return write(form, paginate(composed(_TALL_COMMENT), first=ROOM, room=ROOM), out)


def _one_page(composed: _Composed) -> list[Block]:
    """Return the strips of one page, its spare room given to the comment; none if it is too little.

    ``composed`` returns the strips by how high the comment is, in points.
    """
    spare = ROOM - height(composed(_LEAST_COMMENT))
    if spare < 0:
        return []
    more = min(spare, _TALL_COMMENT - _LEAST_COMMENT)
    blocks = composed(_LEAST_COMMENT + more)
    parts = [block for block in blocks[1:] if block.gap >= _BETWEEN_PARTS]
    for block in parts:  # what is left over after the comment
        block.gap += min((spare - more) / len(parts), _LOOSEST)
    return blocks


def _opening(form: Form, name: str, below: str = "") -> list[Block]:
    blocks = [title_strip(form, below)]
    for number, text in enumerate(form.words.lines(name, minutes=minutes_needed(form.content))):
        above = 4 if not number else 1
        blocks += lines(text, gap=above, keep=True, leading=form.leading)
    return blocks


def _part_1(form: Form, *, is_titled: bool = False) -> list[Block]:
    """Return the facts; what it is about not again where the form's title says it."""
    content, say = form.content, form.words.say
    pairs = [("apprentice", content.apprentice), ("employer", content.employer)]
    wide = [
        ("programme", programme(content)),
        ("activity", "" if is_titled else content.title),
        ("when", when(content)),
        ("observer", observer(content)),
        ("context", content.context),
        ("confidential", content.confidential),
    ]
    heading = part_heading(say("part1.title"), say("part1.note"), is_close=form.is_close)
    return [heading, *facts(form, pairs, wide)]


def _stated(form: Form) -> list[Block]:
    """Return the words to be signed, set apart by a bar beside them."""
    size, between, above = (SIZE, 4.0, 9.0) if form.is_close else (12.0, 7.0, 14.0)
    rows: list[Block] = []
    for part in form.content.statement.splitlines():
        rows += lines(
            part, size=size, x=LEFT + 12, wide=WIDTH - 14, gap=between, leading=form.leading
        )
    if not rows:
        return []
    rows[0].gap = 0
    blocks = [_barred(row, is_first=not index) for index, row in enumerate(rows)]
    blocks[0].gap = above
    return blocks


def _barred(row: Block, *, is_first: bool) -> Block:
    def draw(sheet: Sheet, y: float) -> None:
        top = y if is_first else y + block.gap
        with sheet.artifact():
            sheet.box((LEFT, y - row.height - 1, LEFT + 3, top), fill="light.accent.fill")
        row.draw(sheet, y)

    block = Block(row.height, draw, row.gap, row.keep)
    return block


def _answer(form: Form, high: float) -> Block:
    """Return the answer to a general statement: agreed or not, a comment, the signature."""
    say = form.words.say
    asked = ticks(form, [(forms.AGREED, say("part3.agreed"))])
    heading = part_heading(say("part3.title"), say("part3.note"), is_close=form.is_close)
    parts = [heading, *asked, _comment(form, high), *signature_block(form)]
    return together(parts, gap=9 if form.is_close else 14)


def _part_3(form: Form, high: float) -> Block:
    """Return what the employer confirms, a comment, and the signature."""
    say = form.words.say
    said = form.content.statement.strip() or say("part3.statement")
    stated: list[Block] = []
    for part in said.splitlines():
        stated += lines(part, face=BOLD, gap=0 if form.is_close else 4, leading=form.leading)
    heading = part_heading(say("part3.title"), say("part3.note"), is_close=form.is_close)
    parts = [heading, *stated, _comment(form, high), *signature_block(form)]
    return together(parts, gap=8 if form.is_close else 14)


def _comment(form: Form, high: float) -> Block:
    label = form.words.say("part3.comment")
    if form.is_close and high < _BESIDE:
        return field_beside(form, forms.COMMENT, label, high=high, gap=4)
    gap, above = (4, SIZE * form.leading + 4) if form.is_close else (8, 0)
    return text_field(form, forms.COMMENT, label, high=high - above, is_lines=True, gap=gap)


def _closing(form: Form, name: str) -> list[Block]:
    reply_to = form.content.reply_to.strip()
    is_said = bool(reply_to) and form.words.has(f"{name}_reply")
    said = form.words.lines(f"{name}_reply" if is_said else name, reply_to=reply_to)
    if reply_to and not is_said:
        said.append(form.words.say("closing.reply", reply_to=reply_to))
    if form.is_close:
        said = [" ".join(said)]
    blocks: list[Block] = []
    for number, text in enumerate(said):
        blocks += lines(
            text, size=LEAST, ink="print.muted", gap=2 if number else 0, leading=form.leading
        )
    return [together(blocks, gap=6 if form.is_close else 10)]
