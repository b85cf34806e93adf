"""The proposal as a PDF: tagged, its numbers right, the same words as everywhere else."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pikepdf
import pypdf
import pypdfium2
import pytest

from portfolio_app.docx import proposal as word
from portfolio_app.domain import bidi, finished
from portfolio_app.domain.draft import BlockKind
from portfolio_app.domain.finished import (
    FinishedFigure,
    FinishedProposal,
    FinishedTable,
    Heading,
    Paragraph,
    Part,
    Words,
)
from portfolio_app.domain.finishing import clean
from portfolio_app.pdf import proposal as writer
from portfolio_app.pdf import ua
from tests.docx.everything import PROSE, everything
from tests.pdf.readers import complaints


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("proposal") / "proposal.pdf"
    writer.write(*everything(), out)
    return out


def bare(text: str) -> str:
    """Return text without what lines and readers change: spaces, and hyphens at their ends."""
    return re.sub(r"\s|\ufffe|\u00ad", "", text)


def of_pypdf(path: Path) -> list[str]:
    return [bare(page.extract_text()) for page in pypdf.PdfReader(path).pages]


def of_pdfium(path: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(path)
    return [bare(page.get_textpage().get_text_range()) for page in pdf]


def numbered(proposal: FinishedProposal) -> FinishedProposal:
    """Return the proposal with the numbers of its notes where they are called."""

    def of(part: Part) -> Part:
        if not isinstance(part, Paragraph):
            return part
        line = tuple(Words(str(each.note)) if each.note else each for each in part.paragraph)
        return replace(part, paragraph=line)

    return replace(
        proposal,
        parts=tuple(map(of, proposal.parts)),
        appendices=tuple(map(of, proposal.appendices)),
    )


def is_said(words: str, pages: list[str]) -> bool:
    """Whether a page says something, or says its beginning and the next one the rest."""
    if any(words in page for page in pages):
        return True
    for page, after in itertools.pairwise(pages):
        for cut in range(len(words) - 1, 0, -1):
            if words[:cut] in page:
                if words[cut:] in after:
                    return True
                break
    return False


def test_readers_find_nothing_wrong_and_the_checker_calls_it_accessible(made: Path) -> None:
    assert complaints(made, words_in=50) == []
    with pikepdf.open(made) as pdf:
        assert ua.is_declared(pdf)
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo.Title) == everything()[0].title
        assert str(pdf.docinfo.Author) == "An Apprentice"


@pytest.mark.parametrize("read", [of_pypdf, of_pdfium])
def test_every_reader_finds_every_word_of_it(made: Path, read: Callable[[Path], list[str]]) -> None:
    pages = read(made)
    proposal = numbered(everything()[0])

    for each in (*finished.said(proposal), *proposal.notes, proposal.title):
        if bidi.is_mixed(each):  # its words, which readers may put in another order
            whole = "".join(pages)
            assert all(bare(part) in whole for part in each.split() if part.isalnum()), each
        else:
            assert is_said(bare(each), pages), each


def test_word_and_pdf_say_the_same(made: Path) -> None:
    proposal, pictures = everything()
    document = docx.Document(io.BytesIO(word.write(numbered(proposal), pictures)))
    pages = of_pdfium(made)
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    lines = [line for each in document.paragraphs for line in each.text.split("\n")]

    for each in (*lines, *(line for cell in cells for line in cell.split("\n"))):
        if not bidi.is_mixed(each):
            assert is_said(bare(each), pages), each


def test_the_contents_name_the_pages_on_which_things_are(made: Path) -> None:
    reader = pypdf.PdfReader(made)
    pages = of_pypdf(made)
    contents = f"{reader.pages[1].extract_text()}\n"
    dests = [
        reader.get_destination_page_number(each)
        for each in reader.outline
        if not isinstance(each, list)
    ]

    for words, _, _ in finished.in_contents(everything()[0]):
        if bidi.is_mixed(words):
            continue
        line = re.search(r"\s+".join(map(re.escape, words.split())) + r"[\s.]+(\d+)\s", contents)
        assert line is not None, words
        assert bare(words) in pages[int(line[1]) - 1], words
    assert dests[:2] == [0, 1]
    assert [f"{each}of{len(pages)}" in page for each, page in enumerate(pages, 1)][1:] == (
        [True] * (len(pages) - 1)
    )


def test_headings_and_captions_stay_with_what_follows_and_heads_are_repeated(made: Path) -> None:
    book = writer._Book(*everything())

    assert len(book._pages) > 5
    for page in book._pages:
        assert not page.strips[-1].keep or page is book._pages[-1]
        used = sum(each.height + (each.gap if n else 0) for n, each in enumerate(page.strips))
        assert used + page.foot_height <= 722.01
    heads = [page.count("No.RiskWho") for page in of_pypdf(made)]
    assert sum(heads) > 1
    assert max(heads) == 1
    with pikepdf.open(made) as pdf:
        drawn = sum(len(page.get_images()) for page in pdf.pages)
    assert drawn == 2


def test_what_was_written_badly_is_still_a_document(tmp_path: Path, corpus: Path) -> None:
    lines = (corpus / "text" / "blns.txt").read_text("utf-8", "replace").splitlines()
    parts: list[Part] = [
        Heading(each % 3 + 1, (Words(f"Heading {each} " + "long " * (each % 30)),), f"{each}.1",
                place=each)
        for each in range(1, 301)
    ]  # fmt: skip
    parts += [
        Paragraph(BlockKind.BODY, (Words(clean(each)),), place=1000 + number)
        for number, each in enumerate(lines)
    ]
    note = Paragraph(BlockKind.BODY, (Words("Noted"), Words("", note=1), Words("", note=2)))
    cell = PROSE * 40
    grid = FinishedTable("Table 1", "x" * 300, "", ("a" * 90, ""), ((cell, "1"), ("", cell)))
    lost = FinishedFigure("", "", "", "", "0" * 64, 1.0, (10**6, 1))
    point = Paragraph(BlockKind.NUMBER, (Words(PROSE),), 8, 4000)
    proposal = FinishedProposal(
        "word " * 400, parts=(*parts, note, grid, lost, point), notes=("n " * 9000, "two"),
        facts=tuple(finished.Fact("Name", "x" * 300) for _ in range(9)),
    )  # fmt: skip
    out = tmp_path / "odd.pdf"

    count = writer.write(proposal, {"0" * 64: b"no picture"}, out)

    assert ua.opinion_of(out, 1).said is ua.Said.AGREED
    pages = of_pdfium(out)
    assert len(pages) == count
    assert "".join(pages).count("n" * 50) > 100
    assert all(f"Heading{each}" in "".join(pages[9:]) for each in range(1, 301))


def test_a_proposal_of_one_line_has_no_empty_page(tmp_path: Path) -> None:
    body = Paragraph(BlockKind.BODY, (Words("All of it."),))
    out = tmp_path / "small.pdf"

    assert writer.write(FinishedProposal("T", parts=(body,)), {}, out) == 2
    assert ua.opinion_of(out, 1).said is ua.Said.AGREED
    assert pypdf.PdfReader(out).pages[1].extract_text().startswith("All of it.")
