"""What the apprentice's side says on a form: labels and values, drawn and fixed."""

from __future__ import annotations

import unicodedata

from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import FormContent
from portfolio_app.pdf import fonts
from portfolio_app.pdf.flow import Block
from portfolio_app.pdf.fonts import REGULAR
from portfolio_app.pdf.form_blocks import COLUMNS, HALF
from portfolio_app.pdf.form_pages import LEAST, SIZE, Form, beside
from portfolio_app.pdf.frame import LEFT, WIDTH
from portfolio_app.pdf.sheet import Node, Sheet

_LABELS = 94.0  # points, of the column of labels of a fact that has a line of its own


def day_in_words(day: str) -> str:
    """Return a day in words, and what is no day (a year, "spring") as it was typed."""
    try:
        return day_words(day.strip())
    except ValueError:
        return fonts.clean(day)


def when(content: FormContent) -> str:
    """Return day, time, length and place: "2 December 2025, 14:00, 90 minutes, Room 4"."""
    parts = [day_in_words(content.day), fonts.clean(content.time)]
    if content.minutes:
        parts.append(f"{content.minutes} minute{'' if content.minutes == 1 else 's'}")
    parts.append(fonts.clean(content.place))
    return ", ".join(part for part in parts if part)


def observer(content: FormContent) -> str:
    """Return who is asked: name, job title, organisation, relationship and role.

    A name written from the right has a line of its own: the rest would follow its direction.
    """
    parts = [content.observer, content.job_title, content.organisation, content.relationship]
    role = fonts.clean(content.observed_as)
    if role:
        if fonts.clean(content.relationship).casefold() == role.casefold():
            parts.pop()
        parts.append(f"observing as {role}")
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in content.observer):
        return "\n".join(each for each in (_listed(parts[0]), _listed(*parts[1:])) if each)
    return _listed(*parts)


def programme(content: FormContent) -> str:
    """Return the standard and the training provider."""
    return _listed(content.standard, content.provider)


def _listed(*parts: str) -> str:
    return ", ".join(part for each in parts if (part := fonts.clean(each)))


def facts(form: Form, pairs: list[tuple[str, str]], wide: list[tuple[str, str]]) -> list[Block]:
    """Return facts in two columns, then facts on lines of their own; those without a value not.

    Both are the names of labels with their values.
    """
    say = form.words.say
    between = 0.0 if form.is_close else 3.0
    known = [(say(f"labels.{name}"), value) for name, value in pairs if value.strip()]
    blocks: list[Block] = []
    for index in range(0, len(known), 2):
        left = _fact(*known[index], LEFT, HALF, form.leading)
        if index + 1 < len(known):
            right = _fact(*known[index + 1], LEFT + HALF + COLUMNS, HALF, form.leading)
            blocks.append(beside(left, right, gap=between))
        else:
            left.gap = between
            blocks.append(left)
    for name, value in wide:
        if value.strip():
            blocks += _paragraphs(say(f"labels.{name}"), value, between, form.leading)
    return blocks


def _fact(label: str, value: str, x: float, wide: float, leading: float) -> Block:
    rows = fonts.wrap(fonts.clean(value), REGULAR, SIZE, wide - _LABELS)
    node = Node("P")

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.mark(node):
            sheet.text(x, y - SIZE, label, REGULAR, LEAST, "print.muted")
            for number, row in enumerate(rows):
                base = y - SIZE - number * SIZE * leading
                sheet.text(x + _LABELS, base, row, REGULAR, SIZE)

    return Block(len(rows) * SIZE * leading, draw)


def _paragraphs(label: str, value: str, between: float, leading: float) -> list[Block]:
    """Return a long fact: its label once, its paragraphs beside it, cut between lines."""
    blocks: list[Block] = []
    first = True
    for part in value.splitlines():
        node = Node("P")
        for index, row in enumerate(fonts.wrap(fonts.clean(part), REGULAR, SIZE, WIDTH - _LABELS)):

            def draw(
                sheet: Sheet,
                y: float,
                row: str = row,
                node: Node = node,
                shown: str = label if first else "",
            ) -> None:
                with sheet.mark(node):
                    if shown:
                        sheet.text(LEFT, y - SIZE, shown, REGULAR, LEAST, "print.muted")
                    sheet.text(LEFT + _LABELS, y - SIZE, row, REGULAR, SIZE)

            gap = between if first or not index else 0
            blocks.append(Block(SIZE * leading, draw, gap, keep=index == 0))
            first = False
    return blocks
