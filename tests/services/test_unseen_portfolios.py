"""A portfolio of PDFs as they come builds, reads back as promised, and passes checks of our own."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pypdfium2

from portfolio_app.domain.options import BundleOptions, PagesShown, Pictures
from portfolio_app.problems import Level
from portfolio_app.services import bundle, intake, mapping, shortlist
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.pdf.readers import complaints
from tests.pdf.scanning import wrongs
from tests.services.odd_files import odd_pdfs, unreadable, words_of


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text)


CHOICES = (
    BundleOptions(),
    BundleOptions(large_print=True, pages=PagesShown.CLAIMED, pictures=Pictures.SCREEN),
)


def test_odd_and_broken_pdfs_make_a_bundle_that_keeps_its_word(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    files = odd_pdfs(tmp_path)
    added = {
        name: intake.add(store, room, [path]).results[0].item_uid for name, path in files.items()
    }
    for number, (name, uid) in enumerate(added.items()):
        found = mapping.anchor_for_quote(store, room, uid, words_of(name), page=2)
        ksb = mapping.ksb_called(store, f"K{number % 20 + 1}")
        mapping.claim(store, uid, [ksb.uid], found.anchor)
    broken = [intake.add(store, room, [path]).results[0].item_uid for path in unreadable(tmp_path)]
    shortlist.add(store, [*added.values(), *(uid for uid in broken if uid)])
    quotes = {words_of(name) for name in files}

    for number, options in enumerate(CHOICES):
        out = tmp_path / f"Portfolio {number}.pdf"
        built = bundle.build(store, room, out, options=options)

        _keeps_its_word(built, list(added.values()), quotes)


def _keeps_its_word(built: bundle.Built, uids: list[str], quotes: set[str]) -> None:
    out = built.path
    assert built.inspection.findings == ()
    assert not [each for each in built.bundle.problems if each.level is not Level.INFORMATION]
    assert wrongs(out, author=author_of(out)) == []
    assert complaints(out) == []
    assert [each.uid for each in built.bundle.items][: len(uids)] == uids
    assert {each.quote for each in built.bundle.claims} == quotes
    pdf = pypdfium2.PdfDocument(out)
    try:
        for claim in built.bundle.claims:
            text = pdf[claim.page - 1].get_textpage().get_text_range()
            assert letters(claim.quote) in letters(text), claim
    finally:
        pdf.close()
    data = out.read_bytes()
    assert b"Somebody" not in data
    assert b"secret comment" not in data


def author_of(path: Path) -> str:
    with pikepdf.open(path) as pdf:
        return str(pdf.docinfo.get("/Author", ""))
