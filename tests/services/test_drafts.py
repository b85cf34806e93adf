"""What must be fixed leaves only a draft, and no page or file of a draft is without its mark."""

import zipfile
from pathlib import Path

import pypdf
from PIL import Image

from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.problems import Level
from portfolio_app.services import (
    bundle,
    intake,
    mapping,
    pack,
    pack_making,
    papers,
    preflight,
    printing,
    shortlist,
    smaller,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents
from tests.services.test_pack import fill, piece
from tests.services.test_preflight_rules import accept_wording

EVERYTHING = BundleOptions(
    item_pdfs=True, annex_xlsx=True, annex_docx=True, scope=True, large_print=True
)


def test_every_page_of_every_file_of_a_draft_says_so(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    fill(store, room, tmp_path)
    for kind in (PaperKind.SCOPE, PaperKind.EMPLOYER_STATEMENT, PaperKind.CHART):
        path = documents.pdf(tmp_path / f"{kind.value}.pdf", f"The words of it: {kind.value}.")
        papers.attach(store, room, kind, path)
    found = preflight.findings(store, EVERYTHING, room)
    assert any(each.level is Level.MUST_FIX for each in found), "nobody compared the KSBs' wording"

    made = pack.build_pack(store, room, tmp_path / "Bundle", options=EVERYTHING)

    assert queries.bundles.bundles(store)[0].is_draft
    assert _unmarked(made.path) == []
    pieces = sorted((made.folder / pack_making.PIECES).iterdir())
    assert len(pieces) == 5
    for each in pieces:
        assert _unmarked(each) == [], f"{each.name} can be handed in alone"
    assert "Draft" in (made.folder / "Files_in_this_bundle.txt").read_text()
    for name in ("06_Annex_A.xlsx", "06_Annex_A.docx"):
        assert "draft" in _words_of_package(made.folder / name).lower(), name
    for key in ("annex", "all", "E03"):
        part = printing.printable(store, made.bundle_id, key)
        out = tmp_path / f"print-{key}.pdf"
        printing.write_pages(store, room, made.bundle_id, part, out)
        assert _unmarked(out) == [], f"printed: {key}"


def test_a_draft_made_smaller_is_a_draft(store: Store, room: Workroom, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    Image.effect_noise((1600, 1200), 80).save(photo, quality=95)
    uid = intake.add(store, room, [photo]).results[0].item_uid
    mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    shortlist.add(store, [uid])
    accept_wording(store)
    made = bundle.build(store, room, tmp_path / "Portfolio.pdf", draft=True)
    out = tmp_path / "Smaller.pdf"

    done = smaller.make_smaller(store, room, made.bundle_id, 0.6 * made.bundle.bytes / 1e6, out=out)

    assert done.built is not None
    assert done.new <= 0.6 * made.bundle.bytes
    assert _unmarked(out) == []
    assert queries.bundles.bundles(store)[0].is_draft


def test_only_what_must_be_fixed_or_was_asked_for_makes_a_draft(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    uid = piece(store, room, tmp_path)
    accept_wording(store)

    final = pack.build_pack(store, room, tmp_path / "Final")
    asked = pack.build_pack(store, room, tmp_path / "Asked", draft=True)
    for claim in queries.claims.claims(store):
        mapping.remove_claim(store, claim.uid)
    unclaimed = pack.build_pack(store, room, tmp_path / "Unclaimed")

    assert uid
    assert len(_unmarked(final.path)) == final.bundle.pages
    assert _unmarked(asked.path) == []
    assert _unmarked(unclaimed.path) == [], "a piece without a claim must be fixed"
    assert [each.is_draft for each in queries.bundles.bundles(store)] == [True, True, False]


def test_a_proposal_that_must_be_fixed_is_called_a_draft(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    marked = documents.pdf(tmp_path / "plan.pdf", "OFFICIAL-SENSITIVE", "The plan.")
    papers.attach(store, room, PaperKind.PROPOSAL, marked)
    options = BundleOptions(profile=Profile.PROPOSAL)

    made = pack.build_pack(store, room, tmp_path / "Bundle", options=options)

    assert [each.path for each in made.files if each.path.endswith(".pdf")] == [
        "Draft_Proposal.pdf"
    ]
    assert queries.bundles.bundles(store)[0].is_draft


def _unmarked(path: Path) -> list[int]:
    """Return the pages, from 1, of a PDF on which no mark of a draft stands."""
    pages = pypdf.PdfReader(path).pages
    assert len(pages) > 0
    return [n for n, page in enumerate(pages, 1) if "draft" not in page.extract_text().lower()]


def _words_of_package(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        parts = [package.read(each) for each in package.namelist()]
    return "\n".join(each.decode("utf-8", "replace") for each in parts)
