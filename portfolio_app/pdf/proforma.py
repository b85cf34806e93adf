"""The observation proforma: what was observed, what was seen, confirmation, guidance."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.domain import forms
from portfolio_app.domain.asking import minutes_needed
from portfolio_app.domain.form_words import FormWords
from portfolio_app.domain.forms import FormContent, FormKsb, Seen
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.pdf import fonts
from portfolio_app.pdf.flow import Block, paginate
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.form_blocks import (
    CLOSE_LINE,
    COLUMNS,
    HALF,
    LINE,
    button,
    choices,
    field,
    signature_block,
    text_field,
    ticks,
)
from portfolio_app.pdf.form_facts import facts, observer, programme, when
from portfolio_app.pdf.form_fields import Kind
from portfolio_app.pdf.form_pages import (
    LEAST,
    ROOM,
    SIZE,
    Form,
    beside,
    height,
    lines,
    part_heading,
    title_strip,
    together,
    write,
)
from portfolio_app.pdf.frame import LEFT, RIGHT, WIDTH, ink_of, shape
from portfolio_app.pdf.sheet import Node, Sheet

# Points, of the observer's account: half of a page's room, or what part 1 leaves of the first page.
# Where it saves a page it may be lower, and the parts stand closer together.
_LEAST_ACCOUNT, _HALF_PAGE, _TALLEST = 240.0, ROOM / 2, 420.0
_LEAST_CLOSE = 190.0
_PAGES = 2  # decision D12: two pages, and guidance
_LEAST_MORE, _MOST_SPARE = 42.0, 110.0  # points, of the room for development points
_CODE, _INDENT = 15.0, 48.0  # points, of the code and of the words of a KSB
_GAPS = (13.0, 10.0, 7.0)  # points, above the headings of the guidance: it is one page
_WHERE = 268.0  # points, of the question where
_ANSWER = 23.0  # points, of the line of answers


def draw(content: FormContent, words: FormWords, out: Path) -> int:
    """Write the proforma to ``out`` and return how many pages it has."""
    form = Form(content, words)
    pages = _pages(form)
    if len(pages) > _PAGES:
        form.is_close = True
        closer = _pages(form)
        if len(closer) < len(pages):
            pages = closer
    said: list[Block] = []
    for gap in _GAPS:
        said = _guidance(form, gap)
        if height(said) <= ROOM:
            break
    guidance = paginate(said, first=ROOM, room=ROOM)
    return write(form, [*pages, *guidance], out)


def _pages(form: Form) -> list[list[Block]]:
    """Return the three parts, page by page."""
    first = [*_opening(form), *_part_1(form), *_account_heading(form)]
    free = ROOM - height(first) - 5
    least = _LEAST_CLOSE if form.is_close else _LEAST_ACCOUNT
    high = min(free, _TALLEST) if free >= least else _HALF_PAGE
    blocks = [*first, _account(form, high), *_ksbs(form), _more(form, _LEAST_MORE), _part_3(form)]
    pages = paginate(blocks, first=ROOM, room=ROOM)
    if len(pages) > _PAGES and blocks[-2] not in pages[-1]:  # no page of signatures alone
        blocks[-2].keep = True
        pages = paginate(blocks, first=ROOM, room=ROOM)
    spare = ROOM - height(pages[-1])
    if len(pages) >= _PAGES and blocks[-2] in pages[-1] and spare > 1:
        # What is left over goes to the development points.
        taller = _more(form, _LEAST_MORE + min(spare - 1, _MOST_SPARE))
        taller.keep = blocks[-2].keep
        blocks[-2] = taller
        pages = paginate(blocks, first=ROOM, room=ROOM)
    return pages


def _opening(form: Form) -> list[Block]:
    content, say = form.content, form.words.say
    blocks = [title_strip(form)]
    said = form.words.lines("lead", minutes=minutes_needed(content))
    if len(content.ksbs) > forms.SUGGESTED_KSBS:
        said.insert(1, say("more_ksbs", count=len(content.ksbs), usual=forms.SUGGESTED_KSBS))
    for number, text in enumerate(said):
        blocks += lines(text, gap=4 if not number else 1, keep=True)
    return blocks


def _part_1(form: Form) -> list[Block]:
    content, say = form.content, form.words.say
    pairs = [
        ("apprentice", content.apprentice),
        ("employer", content.employer),
    ]
    wide = [
        ("programme", programme(content)),
        ("activity", content.title),
        ("when", when(content)),
        ("present", content.present),
        ("observer", observer(content)),
        ("context", content.context),
        ("confidential", content.confidential),
    ]
    return [
        part_heading(say("part1.title"), say("part1.note"), is_close=form.is_close),
        *facts(form, pairs, wide),
        _is_right(form),
    ]


def _is_right(form: Form) -> Block:
    """Return the question whether part 1 is right, with room to say what is different."""
    say = form.words.say
    question = say("part1.right")

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.artifact():
            sheet.rule(LEFT, y, RIGHT, "print.hairline", 0.8)
        base = y - SIZE - 8
        with sheet.mark(Node("P")):
            sheet.text(LEFT, base, question, BOLD, SIZE)
        x = LEFT + fonts.width(question, BOLD, SIZE) + 14
        for state, key in ((forms.FACTS_YES, "part1.yes"), (forms.FACTS_NO, "part1.no")):
            spoken = f"{question}: {say(key)}"
            x = 12 + button(
                form, sheet, forms.FACTS_RIGHT, Kind.CHOICE, say(key), (x, base),
                spoken=spoken, state=state,
            )  # fmt: skip
        rect = (x - 4, base - 6.5, RIGHT, base - 6.5 + LINE)
        field(form, sheet, forms.FACTS_NOTE, Kind.TEXT, say("part1.different"), rect)

    return Block(SIZE + 8 + 9, draw, 6)


def _account_heading(form: Form) -> list[Block]:
    say = form.words.say
    return [
        part_heading(say("part2.title"), say("part2.note"), is_close=form.is_close),
        *lines(say("part2.account"), face=BOLD, keep=True),
        *lines(say("part2.account_hint"), size=LEAST, ink="print.muted", keep=True, gap=1),
    ]


def _account(form: Form, high: float) -> Block:
    def draw(sheet: Sheet, y: float) -> None:
        rect = (LEFT, y - high, RIGHT, y)
        field(form, sheet, forms.ACCOUNT, Kind.LINES, form.words.say("part2.account"), rect)

    return Block(high, draw, 4)


def _ksbs(form: Form) -> list[Block]:
    say = form.words.say
    blocks = lines(say("part2.ksbs"), face=BOLD, gap=12, tag="H3", keep=True)
    blocks += lines(say("part2.ksbs_note"), size=LEAST, ink="print.muted", keep=True)
    for number, ksb in enumerate(form.content.ksbs, 1):
        blocks.append(_ksb(form, number, ksb))
    return blocks if form.content.ksbs else []


def _ksb(form: Form, number: int, ksb: FormKsb) -> Block:
    say = form.words.say
    kind = _kind(ksb)
    x, wide, leading = LEFT + _INDENT, WIDTH - _INDENT, form.leading
    said = lines(ksb.text or ksb.short, x=x, wide=wide, leading=leading)
    if ksb.plain:
        plain = say("part2.plain", plain=ksb.plain)
        said += lines(plain, size=LEAST, ink="print.muted", x=x, wide=wide, leading=leading)
    name = f"{ksb.code} {ksb.short or ksb.text}".strip()
    answers = [(each.value, each.words) for each in Seen]
    answer = choices(form, forms.seen_field(number), name, answers, x=LEFT + _INDENT)
    label = _CODE + fonts.width(ksb.code, BOLD, SIZE) + 6
    if label > _INDENT:  # a label that is no code has a line of its own
        said = [
            *lines(ksb.code, face=BOLD, ink=ink_of(kind), x=LEFT + _CODE, wide=WIDTH - _CODE),
            *said,
        ]
    words = together(said)
    above, line = (5.0, CLOSE_LINE) if form.is_close else (6.0, LINE)  # points
    ask = say("part2.where")

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.artifact():
            shape(sheet, kind, LEFT + 6, y - SIZE + 3.8, 9)
        if label <= _INDENT:
            with sheet.mark(Node("P")):
                sheet.text(LEFT + _CODE, y - SIZE, ksb.code, BOLD, SIZE, ink_of(kind))
        words.draw(sheet, y)
        y -= words.height + above
        answer.draw(sheet, y)
        x = LEFT + _WHERE
        with sheet.mark(Node("P")):
            sheet.text(x, y - SIZE, ask, REGULAR, LEAST, "print.muted")
        x += fonts.width(ask, REGULAR, LEAST) + 6
        rect = (x, y - SIZE - 6, RIGHT, y - SIZE - 6 + line)
        field(form, sheet, forms.where_field(number), Kind.TEXT, f"{name}: {ask}", rect)
        with sheet.artifact():
            sheet.rule(LEFT, y - _ANSWER, RIGHT, "print.hairline", 0.5)

    return Block(words.height + above + _ANSWER, draw, above)


def _kind(ksb: FormKsb) -> KsbKind:
    if ksb.kind in tuple(KsbKind):
        return KsbKind(ksb.kind)
    first = {"K": KsbKind.KNOWLEDGE, "S": KsbKind.SKILL, "B": KsbKind.BEHAVIOUR}
    return first.get(ksb.code[:1].upper(), KsbKind.SKILL)


def _more(form: Form, high: float) -> Block:
    """Return room for development points and, beside it, for the work product seen."""
    say = form.words.say
    left = together(
        [
            text_field(form, forms.DEVELOPMENT, say("part2.development"), wide=HALF,
                       high=high, is_lines=True, face=BOLD),
            *ticks(form, [(forms.DEVELOPMENT_SHOWN, say("part2.development_shown"))]),
        ]
    )  # fmt: skip
    right = text_field(
        form, forms.PRODUCT, say("part2.product"), x=LEFT + HALF + COLUMNS, wide=HALF,
        high=high, is_lines=True, face=BOLD,
    )  # fmt: skip
    return beside(left, right, gap=9)


def _part_3(form: Form) -> Block:
    say = form.words.say
    asked = ((forms.SAW, "saw"), (forms.OWN_WORDS, "own_words"), (forms.NOT_RELATED, "not_related"))
    boxes = ticks(form, [(name, say(f"part3.{key}")) for name, key in asked], gap=4)
    heading = part_heading(say("part3.title"), say("part3.note"), is_close=form.is_close)
    gap = 8 if form.is_close else 12
    return together([heading, *boxes, *signature_block(form)], gap=gap)


def _guidance(form: Form, gap: float) -> list[Block]:
    content, words = form.content, form.words
    blocks = lines(words.say("guidance.title"), face=BOLD, size=20, tag="H2", keep=True)
    for part in words.parts("guidance.parts"):
        blocks += lines(part.say("title"), face=BOLD, size=13, tag="H3", gap=gap, keep=True)
        is_digital = content.signature_field and part.has("digital")
        said = part.lines("digital" if is_digital else "text")
        if part.has("reply") and content.reply_to.strip():
            said.append(part.say("reply", reply_to=content.reply_to))
        for number, text in enumerate(said):
            if part.has("quote") and not number:
                blocks.append(_quoted(text))
            else:
                blocks += lines(text, gap=gap / 3)
    return [*blocks, *lines(content.wording, size=LEAST, ink="print.muted", gap=gap)]


def _quoted(text: str) -> Block:
    """Return an example, set apart by a bar beside it."""
    inner = together(lines(text, x=LEFT + 14, wide=WIDTH - 28, tag="BlockQuote"))

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.artifact():
            sheet.box((LEFT, y - inner.height - 8, RIGHT, y), fill="print.band", radius=3)
            sheet.box((LEFT, y - inner.height - 8, LEFT + 3, y), fill="print.rule")
        inner.draw(sheet, y - 4)

    return Block(inner.height + 8, draw, 4)
