"""The proposal's title and scope: kept as typed, counted, agreed, and one page of PDF."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdf
import pytest

from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.scope import Scope, count, parts_of
from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, portfolio, scope
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

TEXTS = {
    "title": "One admissions route for every school of the trust",
    "problem": "Seven routes, seven forms, and families who give up. " * 8,
    "aims": "One form by September. " * 6,
    "benefit": "£42,000 a year and 900 hours.",
    "summary": "In: seven primary schools. Out: the two free schools. " * 12,
}


def code_of(verb: object, *arguments: object) -> str:
    with pytest.raises(PortfolioError) as refused:
        verb(*arguments)  # type: ignore[operator]
    return refused.value.code


def test_a_scope_is_kept_part_by_part_and_a_sitting_is_one_step(store: Store) -> None:
    first = scope.write(store, {"title": "One"})
    again = scope.write(store, {"aims": "Two words", "problem": "Three"}, step=first.step)
    assert scope.scope(store).texts == {"title": "One", "aims": "Two words", "problem": "Three"}
    assert again.step == first.step
    counted = scope.counted(store)
    assert (counted.words, counted.limit, counted.by_part["title"]) == (3, 500, 1)
    history.undo(store, first.step)
    assert scope.scope(store).is_empty


def test_without_a_limit_no_word_is_too_many_and_what_does_not_count_is_left_out() -> None:
    parts = parts_of(
        {"parts": [{"id": "a", "title": "A"}, {"id": "b", "title": "B", "counted": False}]}
    )
    typed = Scope({"a": "one two three", "b": "four five"})
    assert (count(typed, parts, 0).words, count(typed, parts, 0).over) == (3, 0)
    assert [count(typed, parts, limit).over for limit in (2, 3, 4)] == [1, 0, 0]
    dashed = Scope({"a": "2020–2024, R & D and the trust’s—our—plan"})
    assert count(dashed, parts, 500).words == 10, "as the proposal's own words are counted"


def test_it_says_who_agreed_and_takes_it_back(store: Store) -> None:
    scope.write(store, TEXTS)
    assert code_of(scope.agree, store, "  ", "2026-02-01") == "no-signer"
    assert code_of(scope.agree, store, "Head teacher", "2999-02-01") == "no-day"
    scope.agree(store, " Chief  executive ", "2026-02-01")
    assert scope.page(store).agreed == (
        "Agreed for the employer by Chief executive, 1 February 2026"
    )
    scope.not_agreed(store)
    assert scope.page(store).agreed == ""
    assert scope.scope(store).texts == TEXTS


def test_the_page_is_one_page_says_it_all_and_becomes_the_paper(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    out = tmp_path / "scope.pdf"
    assert code_of(scope.save, store, room, out) == "empty"
    portfolio.set_detail(store, "employer", "Harbour Learning Trust")
    scope.write(store, TEXTS)
    saved = scope.save(store, room, out)
    reader = pypdf.PdfReader(out)
    assert len(reader.pages) == 1
    words = " ".join(reader.pages[0].extract_text().split())
    for part in (*TEXTS.values(), "Harbour Learning Trust", "Agreed for the employer"):
        assert " ".join(part.split()) in words
    assert f"{saved.count.words} of at most 500 words" in words
    with pikepdf.open(out) as pdf:
        assert pdf.Root.Lang == "en-GB"
        assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()
    scope.agree(store, "Chief executive", "2026-02-01")
    scope.save(store, room, out)
    assert "Chief executive, 1 February 2026" in pypdf.PdfReader(out).pages[0].extract_text()
    (tmp_path / "mine.pdf").write_bytes(b"%PDF-1.4 mine")
    assert code_of(scope.save, store, room, tmp_path / "mine.pdf") == "exists"

    attached = scope.use(store, room)
    paper = queries.papers.of_kind(store, PaperKind.SCOPE)
    assert paper is not None
    assert (paper.item.uid, paper.item.pages) == (attached.item_uid, 1)
    kept = pypdf.PdfReader(io.BytesIO(store.vault.get(paper.item.sha256)))
    assert TEXTS["title"] in kept.pages[0].extract_text()


def test_words_over_the_limit_are_kept_and_no_page_is_made(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    scope.write(store, {"title": "Long", "summary": "word " * 501})
    assert scope.counted(store).over == 1
    assert code_of(scope.save, store, room, tmp_path / "scope.pdf") == "over-limit"
    assert scope.scope(store).texts["summary"] == "word " * 501
    assert not (tmp_path / "scope.pdf").exists()
    scope.write(store, {"summary": "line\n\n" * 120})
    assert code_of(scope.save, store, room, tmp_path / "scope.pdf") == "too-long"
    assert code_of(scope.write, store, {"summary": "x" * 20_001}) == "too-long"
    assert code_of(scope.write, store, {"budget": "x"}) == "no-such-part"
