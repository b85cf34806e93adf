"""The comment pages of a pack for a buddy, put behind the compiled pages of its pieces."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Array, Name, OutlineItem

from portfolio_app.domain import request_code
from portfolio_app.domain.buddy import CODE, SAID_BY, CommentedPiece, CommentForm, field_name
from portfolio_app.pdf import fonts
from portfolio_app.pdf.flow import Block, paginate, paragraph
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.form_fields import Fields, Kind
from portfolio_app.pdf.frame import BOTTOM, LEFT, RIGHT, TOP, WIDTH, heading
from portfolio_app.pdf.opening import open_pdf
from portfolio_app.pdf.sheet import Sheet
from portfolio_app.pdf.ua import DECLARATION, ROOM

_HEADED = 50.0  # points that the title takes
_SIZE, _SMALL = 10.0, 8.0
_LINE, _LINES, _WHOLE = 21.0, 62.0, 90.0  # points, heights of fields
_FOOT, _FOOT_RULE = 17.0, 27.0


def append(pack: Path, form: CommentForm, out: Path) -> int:
    """Write the pages of ``pack`` and behind them the comment pages to ``out``; return all pages.

    The file no longer says that it is PDF/UA: the fields stand in no structure tree. Every field
    has a label, and tab order is reading order.
    """
    passing = out.with_name(out.name + ".ours")
    fields, sheet = Fields(), Sheet()
    pages = _draw(form, fields, sheet)
    try:
        sheet.save(passing)
        with open_pdf(pack) as pdf, pikepdf.open(passing) as ours:
            before = len(pdf.pages)
            pdf.pages.extend(ours.pages)
            for widget in fields.widgets:
                widget.page += before
            hidden = ((CODE, form.code),)
            fields.write(pdf, hidden, form.questions.title, first_page=before + 1)
            for page in list(pdf.pages)[before:]:
                page.obj.Tabs = Name.R  # ISO 32000-1, 7.7.3.3: by rows
                for annotation in page.obj.get("/Annots", Array()):
                    if "/StructParent" in annotation:
                        del annotation.StructParent
            with pdf.open_outline() as outline:
                outline.root.insert(0, OutlineItem(form.questions.title, before))
            packet = bytes(pdf.Root.Metadata.read_bytes())
            pdf.Root.Metadata.write(packet.replace(DECLARATION, ROOM))
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    finally:
        passing.unlink(missing_ok=True)
    return before + pages


def _draw(form: CommentForm, fields: Fields, sheet: Sheet) -> int:
    words = form.questions
    blocks = [
        *paragraph(words.lead, size=_SIZE),
        _field(fields, SAID_BY, words.name, _LINE, 12),
        _field(fields, field_name(0, "whole"), words.whole, _WHOLE, 8),
    ]
    for number, piece in enumerate(form.pieces, 1):
        blocks += _piece(form, fields, number, piece)
    pages = paginate(blocks, first=TOP - BOTTOM - _HEADED)
    with sheet.inside("Sect"):
        for number, some in enumerate(pages):
            y = TOP
            if not number:
                heading(sheet, words.title)
                y -= _HEADED
            for index, block in enumerate(some):
                y -= block.gap if index else 0
                block.draw(sheet, y)
                y -= block.height
            _frame(sheet, form, len(pages))
    return len(pages)


def _piece(form: CommentForm, fields: Fields, number: int, piece: CommentedPiece) -> list[Block]:
    last = piece.page + piece.pages - 1
    where = f"page {piece.page}" if last <= piece.page else f"pages {piece.page} to {last}"
    below = f"{where} of this file" + (
        f", claimed for {', '.join(piece.codes)}" * bool(piece.codes)
    )
    name = f"{piece.ref}  {piece.title}"
    blocks = [
        *paragraph(name, face=BOLD, size=_SIZE + 1, gap=20, tag="H2", keep=True),
        *paragraph(below, size=_SMALL + 1, ink="print.muted", gap=1, keep=True),
    ]
    for at, each in enumerate(form.questions.questions):
        label = f"{piece.ref}: {each.text}"
        field = _field(fields, field_name(number, each.id), each.text, _LINES, 6, label)
        is_last = at == len(form.questions.questions) - 1
        blocks.append(field if is_last else Block(field.height, field.draw, field.gap, keep=True))
    return blocks


def _field(
    fields: Fields, name: str, label: str, high: float, gap: float, spoken: str = ""
) -> Block:
    above = paragraph(label, size=_SIZE - 0.5, ink="print.muted")
    top = sum(each.gap + each.height for each in above) + 2
    kind = Kind.TEXT if high <= _LINE else Kind.LINES

    def draw(sheet: Sheet, y: float) -> None:
        at = y
        for each in above:
            each.draw(sheet, at - each.gap)
            at -= each.gap + each.height
        box = (LEFT, y - top - high, RIGHT, y - top)
        with sheet.artifact():
            sheet.box(box, line="print.rule", weight=0.8, radius=2)
        inside = (LEFT + 3, y - top - high + 2, RIGHT - 3, y - top - 2)
        fields.add(sheet, name, kind, spoken or label, inside)

    return Block(top + high, draw, gap)


def _frame(sheet: Sheet, form: CommentForm, pages: int) -> None:
    with sheet.artifact():
        sheet.rule(LEFT, _FOOT_RULE, RIGHT, "print.hairline", 0.5)
        said = f"{form.title}  ·  {form.built_words}  ·  {request_code.shown(form.code)}"
        words = fonts.fit(fonts.clean(said), REGULAR, _SMALL, WIDTH - 120)
        sheet.text(LEFT, _FOOT, words, REGULAR, _SMALL, "print.muted")
        sheet.right(RIGHT, _FOOT, f"Comments, {sheet.page} of {pages}", BOLD, _SMALL, "print.ink")
    sheet.end_page()
