"""A short proposal, and the Word copy of it that a reviewer sent back."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph

from portfolio_app.domain import copy_tables
from portfolio_app.domain.draft import Block, BlockKind, Inline, Table
from portfolio_app.domain.labels import Labels
from portfolio_app.services import proposal
from portfolio_app.store.database import Store

WRITTEN = (
    Block("h" * 26, BlockKind.HEADING_1, (Inline(text="The case for change"),)),
    Block("a" * 26, inlines=(Inline(text="Beds on the two wards are full on four days of five, and "
          "discharges wait for transport after three in the afternoon."),)),
    Block("b" * 26, inlines=(Inline(text="A discharge hub would let one team plan transport, "
          "medicines and letters for every ward from eight in the morning."),)),
    Block("c" * 26, inlines=(Inline(text="The hub needs two coordinators, a room near the main "
          "entrance and a shared list that every ward keeps up to date."),)),
    Block("d" * 26, inlines=(Inline(text="Staff side supports a pilot of twelve weeks on condition "
          "that nobody's shift begins before seven."),)),
    Block("t" * 26, BlockKind.TABLE, table=Table(caption="What it costs",
          columns=("Item", "Cost"), rows=(("Room", "£140,000"), ("Staff", "£86,000")))),
)  # fmt: skip


def write(store: Store, tag: str = "") -> None:
    """Write the proposal; its second paragraph is tagged with a KSB when one is given."""

    blocks = [
        replace(each, ksbs=(tag,)) if tag and each.uid[0] == "b" else each for each in WRITTEN
    ]
    proposal.keep(store, blocks, [each.uid for each in blocks])


def tracked(paragraph: Paragraph, old: str, new: str, author: str) -> None:
    """Replace words of a paragraph of one run while changes are tracked, as Word writes it."""
    run = paragraph.runs[0]
    before, after = run.text.split(old, 1)
    parent = run._r.getparent()
    at = parent.index(run._r)
    parent.remove(run._r)
    for kind, text in (("", before), ("w:del", old), ("w:ins", new), ("", after)):
        if not text:
            continue
        made = OxmlElement("w:r")
        words = OxmlElement("w:delText" if kind == "w:del" else "w:t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        made.append(words)
        if kind:
            change = OxmlElement(kind)
            change.set(qn("w:id"), str(1000 + at))
            change.set(qn("w:author"), author)
            change.set(qn("w:date"), "2026-03-03T10:00:00Z")
            change.append(made)
            made = change
        parent.insert(at, made)
        at += 1


def document(blocks: tuple[Block, ...] = WRITTEN, labels: Labels | None = None) -> Document:
    """Return the proposal as a plain Word document."""
    labels = labels or Labels()
    made = docx.Document()
    for each in blocks:
        if each.table is not None:
            made.add_paragraph(f"Table 1: {each.table.caption}", style="Caption")
            rows = copy_tables.printed(each.table)
            table = made.add_table(len(rows), len(rows[0]))
            for cells, row in zip(table.rows, rows, strict=True):
                for cell, text in zip(cells.cells, row, strict=True):
                    cell.text = text
        elif each.kind.level:
            made.add_heading(each.text, each.kind.level)
        else:
            style = {"bullet": "List Bullet", "number": "List Number"}.get(each.kind.value)
            made.add_paragraph("".join(labels.of(one) for one in each.inlines), style)
    return made


def reviewed() -> bytes:
    """Return the copy as it came back: reworded, removed, new and moved, with comments."""
    made = document()
    paragraphs = made.paragraphs
    tracked(paragraphs[1], "four days of five", "most days of the week", "Line manager")
    second = paragraphs[2]
    made.add_comment(second.runs, "Can we say how many letters a day?", "Line manager", "LM")
    tracked(paragraphs[3], "two coordinators", "three coordinators", "Practice tutor")
    moved = paragraphs[4]._p
    paragraphs[1]._p.addprevious(moved)
    made.add_paragraph("Waiting for transport alone cost 212 bed days in the last quarter.")
    made.tables[0].cell(1, 1).text = "£155,000"
    made.add_comment(made.paragraphs[-1].runs, "Where is this from?", "Finance partner", "FP")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(blocks: tuple[Block, ...], labels: Labels) -> bytes:
    """Return any proposal as a document with a word more, a paragraph less and a comment."""
    made = document(blocks, labels)
    texts = [each for each in made.paragraphs if len(each.text) > 60]
    for number, each in enumerate(texts[:6]):
        if number % 3 == 0:
            each.runs[0].text = each.runs[0].text.replace(" the ", " the whole ", 1)
        elif number % 3 == 1:
            made.add_comment(each.runs, "Is there a figure for this?", "Line manager", "LM")
        else:
            each._p.getparent().remove(each._p)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
