"""Strips of a form that are filled in: text with its label, ticks, choices, the signature block."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio_app.domain import forms
from portfolio_app.domain.form_lines import of_party, party_of
from portfolio_app.pdf import fonts, form_fields
from portfolio_app.pdf.flow import Block
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.form_fields import BUTTON, Kind
from portfolio_app.pdf.form_pages import (
    LEADING,
    LEAST,
    SIZE,
    Form,
    beside,
    height,
    lines,
    together,
)
from portfolio_app.pdf.frame import LEFT, MM, RIGHT, WIDTH
from portfolio_app.pdf.sheet import Node, Sheet

LINE, CLOSE_LINE = 21.0, 19.0  # points, of a field of one line
COLUMNS = 18.0  # points between two columns
HALF = (WIDTH - COLUMNS) / 2
SIGNATURE = (80 * MM, 22 * MM)  # decision D12

_LABEL = LEAST * LEADING + 1
_WHO = (
    ("name", forms.NAME),
    ("job_title", forms.JOB_TITLE),
    ("organisation", forms.ORGANISATION),
    ("relationship", forms.RELATIONSHIP),
    ("contact", forms.CONTACT),
)  # labels and names


def text_field(
    form: Form,
    name: str,
    label: str,
    *,
    x: float = LEFT,
    wide: float = WIDTH,
    high: float = LINE,
    is_lines: bool = False,
    face: str = REGULAR,
    gap: float = 6,
    spoken: str = "",
    keep: bool = False,
) -> Block:
    """Return a field under its label. ``spoken`` is its label to a screen reader, if longer."""
    size = SIZE if face == BOLD else LEAST
    ink = "print.ink" if face == BOLD else "print.muted"
    above = lines(label, face=face, size=size, ink=ink, x=x, wide=wide)
    top = height(above) + 2

    def draw(sheet: Sheet, y: float) -> None:
        together(above).draw(sheet, y)
        low = y - top - high
        kind = Kind.LINES if is_lines else Kind.TEXT
        field(form, sheet, name, kind, spoken or label, (x, low, x + wide, low + high))

    return Block(top + high, draw, gap, keep)


def field_beside(form: Form, name: str, label: str, *, high: float, gap: float = 6) -> Block:
    """Return a field of several lines with its label left of it."""
    words = label
    x = LEFT + fonts.width(words, REGULAR, LEAST) + 10

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.mark(Node("P")):
            sheet.text(LEFT, y - LEAST - 4, words, REGULAR, LEAST, "print.muted")
        field(form, sheet, name, Kind.LINES, label, (x, y - high, RIGHT, y))

    return Block(high, draw, gap)


def field(
    form: Form,
    sheet: Sheet,
    name: str,
    kind: Kind,
    label: str,
    rect: form_fields.Rect,
) -> None:
    """Draw the frame of a field for text on the page, and lay the field in it."""
    with sheet.artifact():
        sheet.box(rect, fill="light.surface.paper", line="print.rule", weight=0.8, radius=2)
    x0, y0, x1, y1 = rect
    form.fields.add(sheet, name, kind, label, (x0 + 3, y0 + 2, x1 - 3, y1 - 2))


def button(
    form: Form,
    sheet: Sheet,
    name: str,
    kind: Kind,
    label: str,
    place: tuple[float, float],
    *,
    spoken: str = "",
    state: str = forms.ON,
    face: str = REGULAR,
    size: float = SIZE,
) -> float:
    """Draw a tick box or one of several choices with its label, its base line at ``place``.

    Returns where the label ends.
    """
    x, y = place
    rect = (x, y - 2.6, x + BUTTON, y - 2.6 + BUTTON)
    with sheet.artifact():
        form_fields.outline(sheet, kind, rect)
    form.fields.add(sheet, name, kind, spoken or label, rect, state)
    if label:
        with sheet.mark(Node("P")):
            sheet.text(x + BUTTON + 6, y, label, face, size)
    return x + BUTTON + 6 + fonts.width(label, face, size)


def ticks(form: Form, asked: Sequence[tuple[str, str]], *, gap: float = 5) -> list[Block]:
    """Return tick boxes (name and label) beside one another, or below where they are too long."""
    between = 16.0
    wide = sum(BUTTON + 6 + fonts.width(label, REGULAR, SIZE) + between for _, label in asked)
    rows = [asked] if wide - between <= WIDTH else [[each] for each in asked]
    return [_ticks(form, row, between, gap) for row in rows]


def _ticks(form: Form, asked: Sequence[tuple[str, str]], between: float, gap: float) -> Block:
    def draw(sheet: Sheet, y: float) -> None:
        x = LEFT
        for name, label in asked:
            x = between + button(form, sheet, name, Kind.TICK, label, (x, y - SIZE))

    return Block(SIZE * LEADING + 1, draw, gap, keep=True)


def choices(
    form: Form,
    name: str,
    question: str,
    answers: Sequence[tuple[str, str]],
    *,
    x: float = LEFT,
    between: float = 16,
    gap: float = 4,
    keep: bool = False,
) -> Block:
    """Return answers (state and words) of which one can be chosen, beside one another."""

    def draw(sheet: Sheet, y: float) -> None:
        at = x
        for state, words in answers:
            spoken = f"{question}: {words}"
            place = (at, y - SIZE)
            at = button(form, sheet, name, Kind.CHOICE, words, place, spoken=spoken, state=state)
            at += between

    return Block(SIZE * LEADING + 3, draw, gap, keep)


def signature_block(form: Form, party: int = 1) -> list[Block]:
    """Return who signs, and where: names, contact, an empty box, typed name and day.

    ``party`` counts from 1, where several sign the one form.
    """
    wide, _ = SIGNATURE
    x = LEFT + wide + COLUMNS
    columns = 3 if form.is_close else 2
    asked = [(label, of_party(name, party)) for label, name in _WHO]
    rows = [
        _row(form, asked[start : start + columns], columns)
        for start in range(0, len(asked), columns)
    ]
    typed = together(
        [
            _signed(form, "typed", of_party(forms.TYPED_SIGNATURE, party), x, RIGHT - x),
            _signed(form, "date", of_party(forms.SIGNED_ON, party), x, RIGHT - x),
        ]
    )
    return [*rows, beside(_box(form, party), typed, gap=4 if form.is_close else 7)]


def _row(form: Form, asked: Sequence[tuple[str, str]], columns: int) -> Block:
    """Return fields (name of the label, name) beside one another; the last takes the room left."""
    between = COLUMNS if columns == 2 else 12.0
    column = (WIDTH - (columns - 1) * between) / columns
    made: list[Block] = []
    for number, (label, name) in enumerate(asked):
        x = LEFT + number * (column + between)
        wide = RIGHT - x if number == len(asked) - 1 else column
        made.append(_signed(form, label, name, x, wide))
    row = made[0]
    for each in made[1:]:
        row = beside(row, each)
    row.gap = 3 if columns == 3 else 5
    return row


def _signed(form: Form, label: str, name: str, x: float, wide: float) -> Block:
    high = CLOSE_LINE if form.is_close else LINE
    words = form.words.say(f"sign.{label}")
    spoken = f"{_role(form, party_of(name)[0])}{words}"
    return text_field(form, name, words, x=x, wide=wide, high=high, spoken=spoken)


def _role(form: Form, party: int) -> str:
    """Return whose field it is, to a screen reader, where several sign the one form."""
    parties = form.content.parties
    return f"{parties[party - 1].role}. " if len(parties) > 1 else ""


def _box(form: Form, party: int) -> Block:
    """Return the box for a signature: empty, or a field for a digital one where it is asked for."""
    wide, high = SIGNATURE
    is_digital = form.content.signature_field
    label = form.words.say("sign.digital" if is_digital else "sign.box")

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.mark(Node("P")):
            sheet.text(LEFT, y - LEAST, label, REGULAR, LEAST, "print.muted")
        low = y - _LABEL - 1 - high
        rect = (LEFT, low, LEFT + wide, low + high)
        with sheet.artifact():
            sheet.box(rect, fill="light.surface.paper", line="print.ink", weight=1)
        if is_digital:
            name = of_party(forms.DIGITAL_SIGNATURE, party)
            spoken = f"{_role(form, party)}{label}"
            form.fields.add(sheet, name, Kind.SIGNATURE, spoken, rect)

    return Block(_LABEL + 1 + high, draw)
