"""The schedule of an employer's statement: a row for each piece, with three answers.

A table over as many pages as it takes; a few pieces, which fit on one page, stand close together.
"""

from __future__ import annotations

from portfolio_app.domain.forms import ScheduleRow, Whose, whose_field
from portfolio_app.pdf import fonts
from portfolio_app.pdf.flow import Block
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.form_blocks import button, choices
from portfolio_app.pdf.form_facts import day_in_words
from portfolio_app.pdf.form_fields import Kind
from portfolio_app.pdf.form_pages import (
    LEADING,
    LEAST,
    SIZE,
    Form,
    lines,
    part_heading,
    together,
)
from portfolio_app.pdf.frame import LEFT, RIGHT, WIDTH
from portfolio_app.pdf.sheet import Node, Sheet

_WHAT = LEFT + 44  # left edges of the columns, in points
_ANSWER = RIGHT - 152
_ROOM = _ANSWER - 14 - _WHAT
_STEP = 16.5  # from one answer to the next
_TALLEST = 24  # lines of a row before it is divided


def schedule(form: Form) -> list[Block]:
    """Return what the three answers mean, and the table, which repeats its head on every page."""
    say = form.words.say
    blocks = [part_heading(say("part2.title"), say("part2.note"))]
    for key in ("theirs", "shared", "cannot_say"):
        blocks += lines(say(f"part2.{key}"), gap=1, keep=True)
    table = Node("Table")
    head = _head(form, table)
    blocks.append(head)
    again = _head(form, None)
    for number, row in enumerate(form.content.schedule, 1):
        blocks += _row(form, table, number, row, again)
    return blocks


def close_schedule(form: Form, size: float) -> list[Block]:
    """Return the pieces one below another, close together, the stated parts in letters of ``size``.

    What the answers mean is said in fewer words.
    """
    say = form.words.say
    heading = part_heading(say("part2.title"), say("one_page.note"), is_close=True)
    return [heading, *(_piece(form, *each, size) for each in enumerate(form.content.schedule, 1))]


def _piece(form: Form, number: int, row: ScheduleRow, size: float) -> Block:
    """Return a piece: number and title, day and pages, the part as stated, the answers."""
    code = fonts.width(row.ref, BOLD, SIZE) + 8
    facts = _facts(form, row)
    wide = WIDTH - code - fonts.width(facts, REGULAR, LEAST) - 12
    title = together(lines(row.title, face=BOLD, x=LEFT + code, wide=wide, leading=form.leading))
    part: list[Block] = []
    for each in (row.part.strip() or form.words.say("part2.no_part")).splitlines():
        part += lines(each, size=size, leading=form.leading)
    name = f"{row.ref} {fonts.clean(row.title)}".strip()
    answers = [(each.value, each.words) for each in Whose]
    asked = choices(form, whose_field(number), name, answers, gap=1, between=24)
    below = together([*part, asked])
    high = title.height + below.height

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.mark(Node("P")):
            sheet.text(LEFT, y - SIZE, row.ref, BOLD, SIZE)
        title.draw(sheet, y)
        with sheet.mark(Node("P")):
            sheet.right(RIGHT, y - SIZE, facts, REGULAR, LEAST, "print.muted")
        below.draw(sheet, y - title.height)
        if number < len(form.content.schedule):
            with sheet.artifact():
                sheet.rule(LEFT, y - high - 0.5, RIGHT, "print.hairline", 0.5)

    return Block(high, draw, 5 if number > 1 else 0)


def _head(form: Form, table: Node | None) -> Block:
    """Return the titles of the columns; without a table, as they are repeated on later pages."""
    titles = [
        (LEFT, form.words.say("part2.column_piece")),
        (_WHAT, form.words.say("part2.column_what")),
        (_ANSWER, form.words.say("part2.column_answer")),
    ]

    def draw(sheet: Sheet, y: float) -> None:
        if table is None:
            with sheet.artifact():
                for x, words in titles:
                    sheet.text(x, y - LEAST, words, BOLD, LEAST, "print.muted")
        else:
            row = Node("TR", table)
            for x, words in titles:
                with sheet.mark(Node("TH", row, scope="Column")):
                    sheet.text(x, y - LEAST, words, BOLD, LEAST, "print.muted")
        with sheet.artifact():
            sheet.rule(LEFT, y - LEAST - 5, RIGHT, "print.ink", 0.8)

    return Block(LEAST + 9, draw, 9, keep=True)


def _row(form: Form, table: Node, number: int, row: ScheduleRow, again: Block) -> list[Block]:
    """Return a row; a very high one in parts, the answers with the first."""
    rows = _lines(form, row)
    parts = [rows[start : start + _TALLEST] for start in range(0, len(rows), _TALLEST)]
    element = Node("TR", table)
    cells = [Node("TD", element) for _ in range(3)]
    blocks: list[Block] = []
    for index, some in enumerate(parts):
        is_first, is_last = index == 0, index == len(parts) - 1
        text = len(some) * SIZE * LEADING
        above, below = 5 if is_first else 0, 4 if is_last else 0
        high = max(text, len(Whose) * _STEP if is_first else 0) + above + below

        def draw(
            sheet: Sheet,
            y: float,
            some: list[tuple[str, str, float, str]] = some,
            high: float = high,
            above: float = above,
            shown: tuple[bool, bool] = (is_first, is_last),
        ) -> None:
            low, y = y - high, y - above
            if shown[0]:
                with sheet.mark(cells[0]):
                    sheet.text(LEFT, y - SIZE, row.ref, BOLD, SIZE)
            at = y
            with sheet.mark(cells[1]):
                for words, face, size, ink in some:
                    sheet.text(_WHAT, at - SIZE, words, face, size, ink)
                    at -= SIZE * LEADING
            if shown[0]:
                with sheet.within(cells[2]):
                    _answers(form, sheet, number, row, y)
            if shown[1]:
                with sheet.artifact():
                    sheet.rule(LEFT, low, RIGHT, "print.hairline", 0.5)

        blocks.append(Block(high, draw, again=again))
    return blocks


def _answers(form: Form, sheet: Sheet, number: int, row: ScheduleRow, y: float) -> None:
    name = f"{row.ref} {fonts.clean(row.title)}".strip()
    for answer in Whose:
        button(
            form, sheet, whose_field(number), Kind.CHOICE, answer.words, (_ANSWER, y - SIZE),
            spoken=f"{name}: {answer.words}", state=answer.value,
        )  # fmt: skip
        y -= _STEP


def _lines(form: Form, row: ScheduleRow) -> list[tuple[str, str, float, str]]:
    """Return the lines of a row: title, day and pages, the stated part; with their looks."""
    say = form.words.say
    facts = _facts(form, row)
    found = [
        (line, BOLD, SIZE, "print.ink")
        for line in fonts.wrap(fonts.clean(row.title), BOLD, SIZE, _ROOM)
    ]
    found += [
        (line, REGULAR, LEAST, "print.muted") for line in fonts.wrap(facts, REGULAR, LEAST, _ROOM)
    ]
    for part in (row.part.strip() or say("part2.no_part")).splitlines():
        found += [
            (line, REGULAR, SIZE, "print.ink")
            for line in fonts.wrap(fonts.clean(part), REGULAR, SIZE, _ROOM)
        ]
    return found


def _facts(form: Form, row: ScheduleRow) -> str:
    """Return day and length: "12 March 2026 · 3 pages"."""
    say = form.words.say
    pages = ""
    if row.pages:
        pages = say("part2.page") if row.pages == 1 else say("part2.pages", count=row.pages)
    return " · ".join(each for each in (day_in_words(row.date), pages) if each)
