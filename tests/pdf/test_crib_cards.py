"""Crib cards on paper: whatever is typed, nothing runs over anything else or off its card."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from portfolio_app.domain.crib import FOOT, CribCard, CribLayout, CribPages
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.pdf import crib_cards
from tests.pdf import laid, readers

ODD = (
    CribCard("Communicate with people and their families in a way that suits each of them",
             KsbKind.SKILL, "Communicates", "Communicates with people. " * 40,
             "A piece without a number whose title goes on and on and on and on and on"),
    CribCard("K99", KsbKind.KNOWLEDGE, "x" * 300, "y" * 900, "Page 1247 · E118",
             ("Page 1300 · E19",) * 2, ("مرحبا بالعالم", "<b>tags</b> & \u202e more", "W" * 140),
             "£" * 90, ("Theory: " + "W" * 300,) * 2, "G" * 200),
    CribCard("B1", KsbKind.BEHAVIOUR, "Short", "Short.", "Page 2 · E01"),
)  # fmt: skip


def pages(layout: CribLayout, *cards: CribCard) -> CribPages:
    about = "Pages of the bundle you built on 3 March 2026."
    built = "2026-03-04T10:00:00+00:00"
    return CribPages(layout, cards, FOOT, about, "A standard", "Apprentice", built, "4 March 2026")


def test_whatever_is_on_a_card_stays_on_it_and_readers_do_not_complain(tmp_path: Path) -> None:
    out = tmp_path / "cards.pdf"
    assert crib_cards.render(pages(CribLayout.CARDS, *ODD), out) == 2
    found = [*readers.of_qpdf(out), *readers.of_pdfium(out, 18), *readers.of_poppler(out, 18)]
    assert found == []
    for number in (1, 2):
        assert laid.outside(out, number) == []
        assert list(laid.overlaps(out, number)) == []
    with pikepdf.open(out) as pdf:
        assert pdf.Root.Lang == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        assert [float(each) for each in pdf.pages[0].mediabox][2:] == [595.28, 841.89]


def test_a_long_title_in_a_list_is_cut_before_its_page(tmp_path: Path) -> None:
    out = tmp_path / "cards.pdf"
    place = "Chairing the board of the service and of its partners, page 12"
    card = CribCard("1.2", KsbKind.SKILL, "Short", "Short.", place)
    crib_cards.render(pages(CribLayout.SHEET, card), out)
    words = "".join(each.text for each in laid.letters(out, 1)[1])
    assert "page12" in words.replace(" ", "")


def test_a_back_lies_behind_its_front_when_the_sheet_is_flipped_on_its_long_edge(
    tmp_path: Path,
) -> None:
    out = tmp_path / "cards.pdf"
    cards = [CribCard(f"K{n}", KsbKind.KNOWLEDGE, f"Card {n}", "", f"Place {n}") for n in range(6)]
    assert crib_cards.render(pages(CribLayout.CARDS, *cards), out) == 4
    for front, words in ((1, "K0"), (1, "K3"), (3, "K5")):
        at = [_corner(out, page, words) for page in (front, front + 1)]
        assert at[0][1] == at[1][1]
        assert at[0][0] != at[1][0]


def _corner(path: Path, page: int, words: str) -> tuple[bool, bool]:
    """Return whether a code stands in the right half of a page, and in its upper half."""
    (wide, high), found = laid.letters(path, page)
    text = "".join(each.text for each in found)
    box = found[text.index(words)].box
    return box[0] > wide / 2, box[1] > high / 2
