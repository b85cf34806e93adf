"""Words nobody sees are told before the bundle is built, and taken out once they are hidden."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdf
import pytest

from portfolio_app.services import bundle, hiding, intake, mapping, preflight, shortlist
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.documents.builders import pdf_of, words_at

SEEN = words_at("A report about a pupil", 50, 60)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"1 g " + words_at("Jane Example", 50, 100) + b"0 g " + SEEN, "item.unseen-text"),
        (b"3 Tr " + words_at("Jane Example", 50, 100) + b"0 Tr " + SEEN, "item.unseen-text"),
        (words_at("Jane Example", 50, 210) + SEEN, "item.cut-off-text"),
    ],
    ids=["white on white", "not drawn", "above the page"],
)
def test_unseen_words_are_told_until_they_are_hidden_and_then_taken_out(
    store: Store, room: Workroom, tmp_path: Path, content: bytes, rule: str
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf_of(content))
    uid = intake.add(store, room, [path]).results[0].item_uid
    mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    shortlist.add(store, [uid])
    found = {each.rule: each.message for each in preflight.findings(store, None)}
    assert "1 place" in found[rule]
    assert "Jane" not in found[rule]

    anchor = mapping.anchor_for_quote(store, room, uid, "Jane Example").anchor
    hiding.hide(store, uid, anchor, "Pupil A")

    assert rule not in {each.rule for each in preflight.findings(store, None)}
    built = bundle.build(store, room, tmp_path / "Portfolio.pdf", draft=True)
    every = " ".join(page.extract_text() for page in pypdf.PdfReader(built.path).pages)
    assert "A report about a pupil" in every
    assert "Jane" not in every
    with pikepdf.open(built.path) as pdf:
        streams = b"".join(
            each.read_bytes() for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and str(each.get("/Subtype")) != "/Image"
        )  # fmt: skip
    assert b"Jane" not in streams
