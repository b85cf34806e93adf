"""What a screen reader is told of a bundle: order, headings, tables, pictures, links, language."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary

from portfolio_app.domain.bundle import PlanPaper
from portfolio_app.domain.witness import Witness
from portfolio_app.pdf.inspect import inspect_bundle
from portfolio_app.progress import silent
from tests.pdf.builders import Built, plan, write_pages
from tests.pdf.test_truth_tags import (
    ODD_TITLE,
    checked,
    every_kind_of_piece,
    option_sets,
    picture_page,
    told,
)

Element = Any


@pytest.fixture(scope="module", params=option_sets())
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a bundle of every kind of page of ours, for one set of choices."""
    folder = tmp_path_factory.mktemp("structure")
    pieces, sources = every_kind_of_piece(folder)
    scan = picture_page(folder / "paper.pdf")
    papers = tuple(
        PlanPaper(f"paper-{kind}", kind, f"{kind}.pdf", 1, "0" * 64, note="To be checked.")
        for kind in ("employer-statement", "chart", "scope")
    )
    return Built(
        folder,
        plan(
            *pieces,
            options=option_sets()[request.param],
            papers=papers,
            role=ODD_TITLE * 3,
            witnesses=(Witness("Line manager (role)", "Example Employer", refs=("E01",)),),
        ),
        {**sources, **{each.uid: scan for each in papers}},
    )


@pytest.fixture
def pdf(built: Built) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(built.path) as opened:
        yield opened


def kids(element: Element) -> list[Any]:
    found = element.get("/K", ())
    return list(found) if isinstance(found, Array) else [found]


def walk(element: Element) -> Iterator[Element]:
    """Yield an element and all below it in reading order."""
    yield element
    for kid in kids(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from walk(kid)


def elements(pdf: pikepdf.Pdf, *tags: str) -> list[Element]:
    (root,) = kids(pdf.Root.StructTreeRoot)
    return [each for each in walk(root) if not tags or str(each.S) in tags]


def test_every_kind_of_page_passes_the_checker_with_papers_too(built: Built) -> None:
    assert checked(built.path) == set()
    assert (told(built), built.result.declared) == ([], True)
    assert inspect_bundle(built.path, silent).findings == ()


def test_all_that_is_marked_is_in_the_tree_once_and_in_the_order_of_the_pages(
    pdf: pikepdf.Pdf,
) -> None:
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    read = [
        (numbers[each.Pg.objgen], int(kid))
        for each in elements(pdf)
        for kid in kids(each)
        if isinstance(kid, int)
    ]
    marked = [(number, mark) for number, page in enumerate(pdf.pages, 1) for mark in marks_of(page)]

    assert len(read) == len(set(read))
    assert set(read) == set(marked)
    # A table that goes on over the page is read to its end; the ways on at a page's foot follow it.
    pages = [
        numbers[each.Pg.objgen]
        for each in elements(pdf)
        for kid in kids(each)
        if isinstance(kid, int) and not (each.S == "/Link" and each.P.S == "/Sect")
    ]
    assert pages == sorted(pages)


def marks_of(page: pikepdf.Page) -> list[int]:
    found = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC" and str(operands[0]) != "/Artifact":
            if "/MCID" in operands[1]:
                found.append(int(operands[1].MCID))
            else:  # inside another mark: how its letters are read
                assert "/ActualText" in operands[1]
    return found


def test_headings_go_down_by_one_at_a_time(pdf: pikepdf.Pdf) -> None:
    levels = [int(str(each.S)[2:]) for each in elements(pdf) if re.fullmatch(r"/H\d", str(each.S))]

    assert levels[0] == 1
    assert levels.count(1) > 8
    assert 2 in levels
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_table_has_headers_with_scope_and_rows_of_one_length(pdf: pikepdf.Pdf) -> None:
    tables = elements(pdf, "/Table")
    assert len(tables) > 5
    for table in tables:
        rows = [each for each in walk(table) if each.S == "/TR"]
        wide = set()
        for row in rows:
            cells = [each for each in kids(row) if isinstance(each, Dictionary)]
            assert {str(cell.S) for cell in cells} <= {"/TH", "/TD"}
            wide.add(sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in cells))
        assert len(wide) == 1, [str(each.S) for each in walk(table)][:30]
        heads = [each for each in walk(table) if each.S == "/TH"]
        assert heads
        assert all(str(each.A.Scope) in ("/Column", "/Row") for each in heads)


def test_every_page_of_evidence_says_which_it_is(built: Built, pdf: pikepdf.Pdf) -> None:
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    figures = {str(each.Alt): numbers[each.Pg.objgen] for each in elements(pdf, "/Figure")}

    assert all(figures)
    for piece in built.result.items:
        for index in range(piece.pages):
            shown = [
                alt
                for alt, page in figures.items()
                if page == piece.first_page + index
                and re.match(rf"{piece.ref}, page \d+ of {piece.of}: ", alt)
            ]
            assert len(shown) == 1
    assert any("Employer's statement" in alt for alt in figures)


def test_every_link_is_said_and_is_in_the_tree(pdf: pikepdf.Pdf) -> None:
    linked = {
        kid.Obj.objgen: each
        for each in elements(pdf, "/Link")
        for kid in kids(each)
        if isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR"
    }
    count = 0
    for page in pdf.pages:
        annotations = page.obj.get("/Annots", ())
        assert not len(annotations) or page.obj.Tabs == "/S"
        for each in annotations:
            assert str(each.Contents).strip()
            assert each.objgen in linked
            count += 1
    assert count == len(linked) > 100


def test_the_document_says_its_language_its_title_and_that_it_is_tagged(
    pdf: pikepdf.Pdf,
) -> None:
    root = pdf.Root

    assert str(root.Lang) == "en-GB"
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo.Title).startswith("Portfolio of evidence: ")
    assert root.PageMode == "/UseOutlines"


def test_evidence_that_fails_spoils_only_the_declaration(tmp_path: Path) -> None:
    pieces, sources = every_kind_of_piece(tmp_path)
    sources["item-3"] = write_pages(tmp_path / "bad.pdf")
    built = Built(tmp_path, plan(*(replace(each, claims=()) for each in pieces)), sources)

    assert [each.about for each in told(built)] == ["E03"]
    with pikepdf.open(built.path) as pdf:
        assert len(elements(pdf, "/Figure")) >= 5
        assert str(pdf.Root.Lang) == "en-GB"
    assert checked(built.path) == {
        "PDFUA1-FONT-EMBEDDING-001",
        "PDFUA1-ID-PART-001",
        "PDFUA1-ID-SCHEMA-001",
    }
