"""Records to sign: what is fixed, then a part for each party with ticks, questions, a signature.

All that the apprentice's side says comes first, in part 1, so that nothing of it stands among the
answers. What can be one page is one page.
"""

from __future__ import annotations

from pathlib import Path

from portfolio_app.domain.asking import minutes_needed
from portfolio_app.domain.form_lines import FormLine, FormParty, LineKind, line_field, of_party
from portfolio_app.domain.form_words import FormWords
from portfolio_app.domain.forms import FormContent
from portfolio_app.pdf import fonts
from portfolio_app.pdf.flow import Block, paginate
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.form_blocks import button, signature_block, text_field
from portfolio_app.pdf.form_facts import facts, programme, when
from portfolio_app.pdf.form_fields import BUTTON, Kind
from portfolio_app.pdf.form_pages import (
    LEAST,
    ROOM,
    SIZE,
    Form,
    height,
    lines,
    part_heading,
    title_strip,
    together,
    write,
)
from portfolio_app.pdf.frame import LEFT, WIDTH
from portfolio_app.pdf.sheet import Sheet

_ANSWER, _CLOSE_ANSWER = 58.0, 34.0  # points, of the room for an answer in words
_BESIDE = BUTTON + 8  # points, of a tick box with the room to its words
_SPARE = 14.0  # points by which the gaps of one page grow at most
_GROWING = 7.0  # points, of gaps that grow


def draw(content: FormContent, words: FormWords, out: Path) -> int:
    """Write a record to ``out`` and return how many pages it has: one, if it fits."""
    form = Form(content, words)
    for is_close in (False, True):
        form.is_close = is_close
        blocks = _composed(form)
        if height(blocks) <= ROOM:
            return write(form, [_spread(blocks)], out)
    form.is_close = len(content.parties) > 1  # so that a page holds the parts of two or three
    return write(form, paginate(_composed(form), first=ROOM, room=ROOM), out)


def _composed(form: Form) -> list[Block]:
    blocks = [*_opening(form), *_part_1(form)]
    for number, party in enumerate(form.content.parties, 1):
        blocks += _part_of(form, number, party)
    return [*blocks, *_closing(form)]


def _spread(blocks: list[Block]) -> list[Block]:
    """Give what is left over on one page to the larger gaps, as far as it looks well."""
    spare = ROOM - height(blocks)
    parts = [block for block in blocks[1:] if block.gap >= _GROWING]
    for block in parts:
        block.gap += min(spare / (len(parts) + 1), _SPARE)
    return blocks


def _opening(form: Form) -> list[Block]:
    content = form.content
    name = "lead_parties" if len(content.parties) > 1 else "lead"
    blocks = [title_strip(form)]
    for number, text in enumerate(form.words.lines(name, minutes=minutes_needed(content))):
        above = 4 if not number else 1
        blocks += lines(text, gap=above, keep=True, leading=form.leading)
    return blocks


def _part_1(form: Form) -> list[Block]:
    """Return the facts, and all that the record says."""
    content, say = form.content, form.words.say
    pairs = [("apprentice", content.apprentice), ("employer", content.employer)]
    wide = [
        ("programme", programme(content)),
        ("activity", content.title),
        ("when", when(content)),
        ("present", content.present),
        ("observer", "\n".join(_asked(each) for each in content.parties)),
        ("context", content.context),
        ("confidential", content.confidential),
    ]
    heading = part_heading(say("part1.title"), say("part1.note"), is_close=form.is_close)
    blocks = [heading, *facts(form, pairs, [each for each in wide if each[1].strip()])]
    for each in content.lines:
        if each.kind is LineKind.SAID:
            blocks += _said(form, each)
    return blocks


def _asked(party: FormParty) -> str:
    parts = (party.name, party.job_title, party.organisation)
    who = ", ".join(part for each in parts if (part := fonts.clean(each)))
    role = fonts.clean(party.role)
    return f"{role}: {who}" if role and who else role or who


def _said(form: Form, line: FormLine) -> list[Block]:
    """Return titled words, paragraph by paragraph; a title stays with its first line."""
    blocks: list[Block] = []
    if line.title:
        gap = 7.0 if form.is_close else 10.0
        blocks += lines(line.title, face=BOLD, gap=gap, keep=True, leading=form.leading, tag="H3")
    for number, part in enumerate(line.text.splitlines()):
        above = 1.0 if number or line.title else 7.0
        blocks += lines(part, gap=above, leading=form.leading)
    return blocks


def _part_of(form: Form, number: int, party: FormParty) -> list[Block]:
    """Return the part of one party: whose it is, what they tick and answer, where they sign."""
    say, is_one = form.words.say, len(form.content.parties) == 1
    role, note = fonts.clean(party.role), say("answer.note")
    title = say("answer.title", number=number + 1)
    below = say("answer.asked", who=fonts.clean(party.name)) if party.name else ""
    if not is_one:
        named = say("answer.title_of", number=number + 1, role=role)
        room = WIDTH - 40 - fonts.width(note, REGULAR, LEAST)
        if fonts.width(named, BOLD, 13.0) <= room:
            title = named
        else:
            below = "\n".join(each for each in (role, below) if each)
    asked: list[Block] = [part_heading(title, note, is_close=form.is_close)]
    for part in below.splitlines() if not is_one else ():
        asked += lines(part, size=LEAST, ink="print.muted", keep=True, leading=form.leading)
    whose = f"{role}. " if not is_one else ""
    for place, line in enumerate(form.content.lines, 1):
        if line.is_for(number):
            asked.append(_question(form, line, of_party(line_field(place), number), whose))
    signing = together(signature_block(form, number), gap=4 if form.is_close else 7)
    whole = [*asked, signing]
    if height(whole) <= ROOM:
        return [together(whole, gap=9 if form.is_close else 14)]
    return whole


def _question(form: Form, line: FormLine, name: str, whose: str) -> Block:
    """Return a tick or a question; ``whose`` it is stands before it for a screen reader."""
    spoken = f"{whose}{' '.join(line.text.split())}"
    if line.kind is LineKind.TICK:
        return _tick(form, line.text, name, spoken)
    high = _CLOSE_ANSWER if form.is_close else _ANSWER
    return text_field(form, name, line.text, high=high, is_lines=True, gap=5, spoken=spoken)


def _tick(form: Form, words: str, name: str, spoken: str) -> Block:
    """Return a box with a statement beside it, over as many lines as it needs."""
    rows = [
        row
        for part in words.splitlines()
        for row in lines(part, x=LEFT + _BESIDE, wide=WIDTH - _BESIDE, leading=form.leading)
    ]
    stated = together(rows)

    def draw(sheet: Sheet, y: float) -> None:
        button(form, sheet, name, Kind.TICK, "", (LEFT, y - SIZE), spoken=spoken)
        stated.draw(sheet, y)

    return Block(max(stated.height, BUTTON) + 2, draw, gap=3 if form.is_close else 5)


def _closing(form: Form) -> list[Block]:
    reply_to = form.content.reply_to.strip()
    said = form.words.lines("closing.text")
    if reply_to:
        said.append(form.words.say("closing.reply", reply_to=reply_to))
    if form.is_close:
        said = [" ".join(said)]
    blocks: list[Block] = []
    for number, text in enumerate(said):
        blocks += lines(
            text, size=LEAST, ink="print.muted", gap=2 if number else 0, leading=form.leading
        )
    return [together(blocks, gap=6 if form.is_close else 10)]
