"""The review pack as a file: always two pages, tagged, in any script, nothing over the edges."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf

from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.review_pack import PackAction, PackCount, PackKsb, PackPiece, ReviewPack
from portfolio_app.pdf import review_pack, ua
from tests.pdf.test_truth_tags import checked

ODD = "<b>Año</b> & 中文 שלום 😀 Ελλ " + "x" * 90


def pack(size: int, words: str = "Words") -> ReviewPack:
    """Return a pack whose every list has so many rows."""
    kinds = list(KsbKind)
    ksbs = tuple(
        PackKsb(f"K{n}", kinds[n % 3], f"{words} {n}", "Gap", f"Do {words}") for n in range(size)
    )
    actions = tuple(
        PackAction(f"{words} {n}", "Line manager", "3 March 2026", "Open") for n in range(size)
    )
    return ReviewPack(
        title=words, day="3 March 2026", place=words, who=(words,) * 3, since="1 January 2026",
        apprentice=words, employer=words, provider=words, standard="A standard", gateway="",
        counts=(PackCount("Gap", 9, 3), PackCount("Two sources", 0, 4)), newly=ksbs,
        pieces=tuple(PackPiece(f"E{n:02d}", words, "Report", "") for n in range(size)),
        hours=("12 h logged.",), coming=(words,) * min(size, 9), gaps=ksbs, last=actions,
        last_words="", points=(words,) * min(size, 24), agreed=actions,
        sign=("Apprentice", "Practice tutor", words)[: 1 + size], built="2026-03-03T10:00:00Z",
        built_words="3 March 2026", rule="How it is counted.", notice="Not compared.",
    )  # fmt: skip


def test_a_pack_of_any_size_and_script_has_two_tagged_pages_within_their_edges(
    tmp_path: Path,
) -> None:
    for number, made in enumerate((pack(0), pack(1), pack(7), pack(90), pack(60, ODD))):
        out = tmp_path / f"{number}.pdf"
        assert review_pack.render(made, out) == 2
        assert checked(out) == set()
        with pikepdf.open(out) as pdf:
            assert ua.is_declared(pdf)
        reader = pypdf.PdfReader(out)
        assert len(reader.pages) == 2
        for page in reader.pages:
            low: list[float] = []
            page.extract_text(visitor_text=lambda text, cm, tm, *_, low=low: (
                low.append(tm[5]) if text.strip() else None))  # fmt: skip
            assert min(low) >= 15  # points above the lower edge: the footer
        first, second = (page.extract_text() for page in reader.pages)
        assert "12 h logged." in first
        assert "Written at the meeting" in second
        assert "Apprentice:" in second


def test_lists_that_are_cut_say_how_many_more_there_are(tmp_path: Path) -> None:
    review_pack.render(pack(90), tmp_path / "long.pdf")
    first, second = (p.extract_text() for p in pypdf.PdfReader(tmp_path / "long.pdf").pages)
    shown = sum(f"E{n:02d}" in first for n in range(90))
    assert 0 < shown < 90
    assert f"and {90 - shown} more" in first
    assert second.count("more") >= 3  # thin KSBs, last time's actions, those agreed
    review_pack.render(replace(pack(3), is_annual=True), tmp_path / "annual.pdf")
    words = pypdf.PdfReader(tmp_path / "annual.pdf").pages[0].extract_text()
    assert "Since the last annual review, 1 January 2026" in words
    assert "more" not in words
