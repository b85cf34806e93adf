"""The employer's statement with its schedule (D14), and a general statement of one page to sign."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.domain import forms
from portfolio_app.domain.form_words import FormWords
from portfolio_app.domain.forms import FormContent
from portfolio_app.pdf.flow import Block, paginate
from portfolio_app.pdf.fonts import BOLD
from portfolio_app.pdf.form_blocks import signature_block, text_field, ticks
from portfolio_app.pdf.form_facts import facts, observer, programme, when
from portfolio_app.pdf.form_pages import (
    LEAST,
    ROOM,
    Form,
    lines,
    part_heading,
    title_strip,
    together,
    write,
)
from portfolio_app.pdf.frame import LEFT, WIDTH
from portfolio_app.pdf.schedule import schedule
from portfolio_app.pdf.sheet import Sheet

_COMMENT, _TALL_COMMENT = 46.0, 90.0  # points


def draw_employer(content: FormContent, words: FormWords, out: Path) -> int:
    """Write the employer's statement to ``out`` and return how many pages it has."""
    form = Form(content, words)
    blocks = [
        *_opening(form),
        *_part_1(form),
        *schedule(form),
        *_part_3(form),
        *_closing(form),
    ]
    return write(form, paginate(blocks, first=ROOM, room=ROOM), out)


def draw_general(content: FormContent, words: FormWords, out: Path) -> int:
    """Write a general statement to ``out`` and return how many pages it has: one, unless long."""
    form = Form(content, words)
    say = words.say
    asked = ticks(form, [(forms.AGREED, say("part3.agreed"))])
    comment = text_field(
        form, forms.COMMENT, say("part3.comment"), high=_TALL_COMMENT, is_lines=True, gap=8
    )
    answer = [part_heading(say("part3.title"), say("part3.note")), *asked, comment]
    blocks = [
        *_opening(form),
        *_part_1(form),
        *_stated(content.statement),
        together([*answer, *signature_block(form)], gap=14),
        *_closing(form),
    ]
    return write(form, paginate(blocks, first=ROOM, room=ROOM), out)


def _opening(form: Form) -> list[Block]:
    blocks = [title_strip(form)]
    minutes = max(forms.MINUTES, -(-len(form.content.schedule) * forms.MINUTES // 18))
    for number, text in enumerate(form.words.lines("lead", minutes=minutes)):
        blocks += lines(text, gap=4 if not number else 1, keep=True)
    return blocks


def _part_1(form: Form) -> list[Block]:
    content, say = form.content, form.words.say
    pairs = [("apprentice", content.apprentice), ("employer", content.employer)]
    wide = [
        ("programme", programme(content)),
        ("activity", content.title),
        ("when", when(content)),
        ("observer", observer(content)),
        ("context", content.context),
        ("confidential", content.confidential),
    ]
    return [part_heading(say("part1.title"), say("part1.note")), *facts(form, pairs, wide)]


def _stated(statement: str) -> list[Block]:
    """Return the words to be signed, set apart by a bar beside them."""
    rows: list[Block] = []
    for part in statement.splitlines():
        rows += lines(part, size=12, x=LEFT + 14, wide=WIDTH - 28, gap=7)
    if not rows:
        return []
    rows[0].gap = 0
    blocks = [_barred(row) for row in rows]
    blocks[0].gap = 14
    return blocks


def _barred(row: Block) -> Block:
    def draw(sheet: Sheet, y: float) -> None:
        with sheet.artifact():
            sheet.box((LEFT, y - row.height - 1, LEFT + 3, y + row.gap), fill="light.accent.fill")
        row.draw(sheet, y)

    return Block(row.height, draw, row.gap, row.keep)


def _part_3(form: Form) -> list[Block]:
    say = form.words.say
    said = form.content.statement.strip() or say("part3.statement")
    stated: list[Block] = []
    for part in said.splitlines():
        stated += lines(part, face=BOLD, gap=4)
    comment = text_field(
        form, forms.COMMENT, say("part3.comment"), high=_COMMENT, is_lines=True, gap=8
    )
    heading = part_heading(say("part3.title"), say("part3.note"))
    return [together([heading, *stated, comment, *signature_block(form)], gap=14)]


def _closing(form: Form) -> list[Block]:
    said = form.words.lines("closing.text")
    if form.content.reply_to.strip():
        said.append(form.words.say("closing.reply", reply_to=form.content.reply_to))
    blocks: list[Block] = []
    for number, text in enumerate(said):
        blocks += lines(text, size=LEAST, ink="print.muted", gap=10 if not number else 2)
    return [together(blocks, gap=10)]
