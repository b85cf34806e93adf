"""The gateway checklist as a PDF: tagged, whole, in every script, however long a note is."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdf

from portfolio_app.domain.gateway import Checklist, Gateway, GatewayRow
from portfolio_app.domain.planned import GatewayState
from portfolio_app.pdf import gateway_checklist, ua
from tests.pdf.test_truth_tags import checked

ODD = "Agréé 中文 שלום 😀 <b>not bold</b> & so on"


def test_a_long_list_with_odd_words_is_whole_and_declared(tmp_path: Path) -> None:
    states = list(GatewayState)
    rows = tuple(
        GatewayRow(
            id=str(n),
            group="a" if n < 30 else "b",
            title=f"Row {n} {ODD}",
            owner="line manager",
            state=states[n % len(states)],
            fact="27 of 29",
            said="A long note. " * (200 if n == 3 else 1),
            source="Where it is from. Your EPAO's instructions come first.",
            is_off=n == 5,
        )
        for n in range(60)
    )
    gateway = Gateway((("a", "Programme"), ("b", ODD)), rows)
    made = Checklist(
        (("Apprentice", ODD), ("Employer", "")), gateway, "A standard", "An apprentice",
        "2026-03-03T10:00:00+00:00", "Made 3 March 2026",
    )  # fmt: skip

    pages = gateway_checklist.render(made, tmp_path / "list.pdf")

    words = " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "list.pdf").pages)
        .split()
    )  # fmt: skip
    assert pages > 3
    assert gateway.words in words
    assert all(f"Row {n} " in words for n in range(60))
    assert words.count("long") > 250, "no word of a note is cut"
    assert words.count("instructions come first.") == 1
    for word in ("To do", "Done", "Agreed exception", "Doesn't apply"):
        assert word in words
    assert checked(tmp_path / "list.pdf") == set()
    with pikepdf.open(tmp_path / "list.pdf") as pdf:
        assert ua.is_declared(pdf)
