"""What a citation of evidence prints: the page a reader finds it on, and never another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio_app.domain.cited import Place, Printed, PrintedPiece, label
from portfolio_app.domain.draft import Inline, InlineKind
from portfolio_app.domain.evidence import Shelf
from portfolio_app.domain.labels import EvidenceLabel, Labels
from portfolio_app.domain.passage import Anchor, Span

PASSAGE = Place(
    "p", "i", "Minutes", "E07", Shelf.LIBRARY, Anchor((Span(3, 0, 5, ()),), "words"), 3,
    claims=("c",), sha256="aa",
)  # fmt: skip
PIECE = PrintedPiece(40, 6, 6, "aa")
BUILT = Printed("b", "2026-03-03", handed_in=False, pieces={"i": PIECE})
HANDED_IN = replace(BUILT, handed_in=True)


def said(place: Place, printed: Printed | None = None) -> tuple[str, str]:
    found = label(place, printed)
    return found.text, found.trouble


def test_the_page_is_that_of_the_claim_else_of_the_piece() -> None:
    assert said(PASSAGE) == ("E07, p. 4", "")
    assert said(PASSAGE, BUILT) == ("Portfolio p. 43", "")
    assert said(PASSAGE, replace(BUILT, claims={"c": 47})) == ("Portfolio p. 47", "")
    whole = replace(PASSAGE, anchor=Anchor(), page_index=None)
    assert said(whole, BUILT) == ("Portfolio p. 40", "")
    heard = replace(PASSAGE, anchor=Anchor(time_from=125.0, time_to=140.0), page_index=None)
    assert said(heard, BUILT)[0] == "Portfolio p. 40"
    assert said(heard)[0].startswith("E07, 02:05")


@pytest.mark.parametrize(
    "piece",
    [
        PrintedPiece(40, 4, 6, "aa"),  # pages were left out: which one it is on is not known
        PrintedPiece(40, 6, 6, "bb"),  # an earlier version: its pages are others
        PrintedPiece(40, 3, 3, "aa"),  # it had fewer pages then
    ],
)
def test_a_page_that_is_not_known_is_not_printed(piece: PrintedPiece) -> None:
    printed = replace(HANDED_IN, pieces={"i": piece})
    assert said(PASSAGE, printed) == ("E07, p. 4", "It isn't in the portfolio that was handed in.")
    assert said(PASSAGE, replace(printed, handed_in=False)) == ("E07, p. 4", "")
    assert said(PASSAGE, replace(printed, claims={"c": 47}))[0] == "Portfolio p. 47"


def test_an_older_bundle_that_kept_no_hash_is_followed() -> None:
    assert PrintedPiece(40, 6, 6).has_page(PASSAGE)
    assert PIECE.has_page(replace(PASSAGE, sha256=""))
    assert not PIECE.has_page(replace(PASSAGE, page_index=None))


def test_something_read_is_never_a_page_of_the_portfolio() -> None:
    read = replace(PASSAGE, shelf=Shelf.READING, ref="")
    assert said(read, BUILT) == ("Reading: Minutes, p. 4", "")
    assert said(read, replace(HANDED_IN, pieces={})) == ("Reading: Minutes, p. 4", "")


def test_what_an_assessor_cannot_follow_is_said_the_gravest_first() -> None:
    lost = replace(PASSAGE, to_place=True)
    assert said(lost)[0] == "E07", "the page of an earlier version is nobody's to follow"
    assert "waits to be placed" in said(lost)[1]
    assert "hidden" in said(replace(PASSAGE, is_hidden=True))[1]
    assert "Do not export" in said(replace(lost, is_kept_in=True))[1]
    assert "paper of the pack" in said(replace(PASSAGE, shelf=Shelf.PAPERS))[1]
    assert said(replace(PASSAGE, ref="", is_kept_in=True)) == (
        "Minutes, p. 4", "The piece it cites isn't on the shortlist, so no assessor finds it.",
    )  # fmt: skip
    assert "in the bin" in said(replace(lost, ref="", is_binned=True))[1]


def test_a_citation_whose_passage_went_prints_its_piece_and_says_so() -> None:
    labels = Labels({"i": EvidenceLabel("E07")})
    gone = labels.evidence_of(Inline(InlineKind.EVIDENCE, item_uid="i", passage_uid="p"))
    assert (gone.text, gone.trouble) == (
        "E07", "The passage it cites was removed. Its piece is there.",
    )  # fmt: skip
    assert labels.of(Inline(InlineKind.EVIDENCE, item_uid="x", passage_uid="p")) == "[missing]"
    assert labels.of(Inline(InlineKind.NOTE, "said below")) == ""
