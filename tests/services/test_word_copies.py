"""The whole way: exported, changed in Word, brought back, taken as one step; documents imported."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from PIL import Image

from portfolio_app.domain.bringing_back import Decision, Kind
from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind, VersionKind
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    citing,
    clock,
    history,
    intake,
    proposal,
    proposal_export,
    word_copies,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom


def write(store: Store, room: Workroom) -> tuple[Block, ...]:
    """Write a short proposal that cites an item, with a tag and a footnote."""
    clock.allow(store, "The plan, page 6", "2026-01-05")
    ksb = queries.standard.standard(store).ksbs[0].uid
    added = intake.store_content(store, b"Minutes of the board.", "Board minutes.txt")
    item = added.results[0].item_uid
    blocks = (
        Block("h" * 26, BlockKind.HEADING_1, (Inline(text="Options"),), target=900),
        Block("a" * 26, inlines=(
            Inline(text="Three options were costed with the finance team in May ("),
            Inline(InlineKind.EVIDENCE, item_uid=item),
            Inline(text=") and put to the board."),
            Inline(InlineKind.NOTE, text="At its meeting in June."),
        ), ksbs=(ksb,)),
        Block("b" * 26, inlines=(Inline(text="The second option keeps both sites open at night, "
                                        "with one team between them."),)),
        Block("k" * 26, BlockKind.HEADING_2, (Inline(text="Costs over five years"),)),
    )  # fmt: skip
    proposal.keep(store, blocks, [each.uid for each in blocks])
    return blocks


def edited(path: Path, old: str, new: str) -> None:
    """Change words of a document, wherever its runs end."""
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if old in run.text:
                run.text = run.text.replace(old, new)
                document.save(str(path))
                return
    raise AssertionError(old)


def stripped(data: bytes) -> bytes:
    """Return a document as programs of the web leave it: no names, marks, fields and styles."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                for gone in (
                    rb"<w:bookmark(Start|End)[^>]*/>", rb"<w:fldChar[^>]*/>", rb"<w:pStyle[^>]*/>",
                    rb"<w:instrText[^>]*>.*?</w:instrText>", rb"<w:numPr>.*?</w:numPr>",
                ):  # fmt: skip
                    content = re.sub(gone, b"", content)
            if name != "docProps/custom.xml":
                after.writestr(name, content)
    return out.getvalue()


def test_an_export_that_comes_back_is_known_and_taken_as_one_step(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    blocks = write(store, room)
    out = tmp_path / "Proposal.docx"
    exported = proposal_export.export(store, room, out)
    same = word_copies.receive(store, room, out)
    assert word_copies.plan(store, same.uid).is_same
    bare = word_copies.receive(store, room, ("Bare.docx", stripped(out.read_bytes())))
    found = word_copies.plan(store, bare.uid)
    assert (found.changes, found.elsewhere) == ((), ())
    assert found.compared_with == exported.version_uid
    printed = citing.labels(store, wait=False).of(blocks[1].inlines[1])
    edited(out, "Three options were costed", "Three options were fully costed")

    received = word_copies.receive(store, room, out)
    made = word_copies.plan(store, received.uid)

    assert made.compared_with == exported.version_uid
    (change,) = made.changes
    assert (change.kind, change.needs_a_look) == (Kind.REWORDED, False)
    with pytest.raises(PortfolioError) as nothing:
        word_copies.take(store, room, received.uid)
    assert nothing.value.code == "nothing-to-take"
    before = queries.proposal.blocks(store)
    word_copies.decide(store, received.uid, {change.key: Decision.TAKE}, comments={3: True})
    taken = word_copies.take(store, room, received.uid)

    now = queries.proposal.blocks(store)
    assert now[1].text.startswith("Three options were fully costed")
    assert now[1].ksbs == blocks[1].ksbs
    assert now[1].inlines[1] == blocks[1].inlines[1]
    assert printed
    assert now[1].inlines[-1].kind is InlineKind.NOTE
    assert now[0] == blocks[0]
    assert queries.proposal.versions(store)[0].kind is VersionKind.BEFORE
    assert word_copies.plan(store, received.uid).is_same
    history.undo(store, taken.step)
    assert queries.proposal.blocks(store) == before
    history.undo(store, received.changes.step)  # what was decided meanwhile stands in no way
    assert received.uid not in {each.uid for each in queries.word_copies.copies(store)}


def test_a_copy_without_its_name_is_compared_with_the_export_most_like_it(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    blocks = write(store, room)
    first = proposal_export.export(store, room, tmp_path / "First.docx")
    newer = Block("c" * 26, inlines=(Inline(text="Written after the first export went out."),))
    proposal.keep(store, [newer], [*(each.uid for each in blocks), newer.uid])
    proposal_export.export(store, room, tmp_path / "Second.docx")
    bare = docx.Document()
    for each in blocks:
        labels = citing.labels(store, wait=False)
        bare.add_paragraph("".join(labels.of(one) for one in each.inlines))
    bare.paragraphs[2].add_run(" It costs less.")
    path = tmp_path / "From the web.docx"
    bare.save(str(path))

    received = word_copies.receive(store, room, path)
    made = word_copies.plan(store, received.uid)

    assert made.compared_with == first.version_uid
    assert "doesn't say which export" in made.notes[0]
    kinds = [each.kind for each in made.changes]
    assert Kind.REWORDED in kinds
    assert Kind.REMOVED not in kinds  # what was written since stays


def test_a_document_is_imported_with_its_pictures_and_what_was_left_out_is_said(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    clock.set_date(store, "epao", "2099-01-05")
    with pytest.raises(PortfolioError) as early:
        word_copies.import_document(store, room, ("Early.docx", b"anything"))
    assert early.value.code == "not-yet"
    write(store, room)
    picture = io.BytesIO()
    Image.new("RGB", (120, 80), "green").save(picture, "PNG")
    document = docx.Document()
    document.add_heading("Context", 1)
    document.add_paragraph("We run two sites.").add_run(" Both are full.").bold = True
    document.add_paragraph("A point", "List Bullet")
    document.add_picture(io.BytesIO(picture.getvalue()))
    document.add_paragraph("Figure 1: The two sites", "Caption")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Item", "Cost"
    table.cell(1, 0).text, table.cell(1, 1).text = "Room", "£5"
    document.sections[0].header.paragraphs[0].text = "Draft"
    document.add_comment(document.paragraphs[1].runs, "Really?", "Tutor", "T")
    path = tmp_path / "Old proposal.docx"
    document.save(str(path))
    before = queries.proposal.blocks(store)

    done = word_copies.import_document(store, room, path)

    now = queries.proposal.blocks(store)
    assert [each.kind.value for each in now] == ["heading-1", "body", "bullet", "figure", "table"]
    assert now[1].inlines[1].strong
    assert now[3].figure is not None
    assert now[3].figure.caption == "The two sites"
    assert now[3].figure.picture_uid in queries.proposal.pictures(store)
    assert done.kept == "1 heading, 2 paragraphs, 1 table, 1 picture"
    assert {"1 comment", "headers and footers"} <= set(done.dropped)
    history.undo(store, done.changes.step)
    assert queries.proposal.blocks(store) == before
    with pytest.raises(PortfolioError) as refused:
        word_copies.import_document(store, room, ("Notes.docx", b"{\\rtf1 not word}"))
    assert refused.value.code == "not-word"
    assert queries.proposal.blocks(store) == before
    assert queries.word_copies.copies(store)[0].state == "unreadable"


def test_nothing_of_somebody_elses_document_is_taken_with_all_others(
    store: Store, room: Workroom
) -> None:
    write(store, room)
    document = docx.Document()
    for number in range(4):
        document.add_paragraph(f"Somebody else writes about another matter, part {number}.")
    out = io.BytesIO()
    document.save(out)
    received = word_copies.receive(store, room, ("Theirs.docx", out.getvalue()))
    made = word_copies.plan(store, received.uid)
    assert made.changes
    assert not word_copies.takeable(made, queries.word_copies.decided(store, received.uid))
