"""What a bundle is planned to print: observations last, best passages first, papers inside."""

from pathlib import Path

import pypdf

from portfolio_app.domain.evidence import EvidenceKind
from portfolio_app.domain.options import BundleOptions, PagesShown
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.passage import Strength
from portfolio_app.services import (
    bundle,
    bundle_plan,
    evidence,
    intake,
    mapping,
    papers,
    shortlist,
)
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

WORDS = "The board set out three options and agreed a pilot."


def piece(store: Store, room: Workroom, place: Path, name: str, *claims: tuple[str, str]) -> str:
    """Return a shortlisted piece whose words are claimed: code and quote of each claim."""
    path = documents.pdf(place / f"{name}.pdf", f"{WORDS} {name}")
    uid = intake.add(store, room, [path]).results[0].item_uid
    shortlist.add(store, [uid])
    for code, quote in claims:
        anchor = mapping.anchor_for_quote(store, room, uid, quote).anchor
        ksb = mapping.ksb_called(store, code)
        mapping.claim(store, uid, [ksb.uid], anchor)
    return uid


def test_the_best_passages_are_listed_first_and_their_ratings_are_not(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, tmp_path, "one", ("K8", "three options"))
    second = piece(store, room, tmp_path, "two", ("K8", "agreed a pilot"))
    (best,) = bundle_plan.plan(store).items[1].claims
    mapping.change_claim(store, best.uid, strength=Strength.BEST)

    planned = bundle_plan.plan(store)

    assert planned.items[1].uid == second
    assert planned.best[0] == best.uid
    assert set(planned.best) == {each.uid for item in planned.items for each in item.claims}
    assert "strength" not in repr(planned)


def test_claims_of_a_page_lie_in_the_order_of_the_standard(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, tmp_path, "one", ("S1", "agreed a pilot"), ("K10", "board"), ("K2", "set"))

    planned = bundle_plan.plan(store)

    codes = {each.uid: each.code for each in planned.ksbs}
    assert [codes[each.ksb_uid] for each in planned.items[0].claims] == ["K2", "K10", "S1"]


def test_an_observation_and_a_piece_s_own_choice_of_pages_reach_the_bundle(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    seen = piece(store, room, tmp_path, "seen", ("K8", "three options"))
    other = piece(store, room, tmp_path, "other", ("K8", "three options"))
    evidence.edit(store, seen, kind=EvidenceKind.OBSERVATION)

    built = bundle.build(store, room, tmp_path / "Portfolio.pdf", draft=True)

    items = [(each.ref, each.uid) for each in built.bundle.items]
    assert items == [("E01", other), ("E02", seen)]
    keys = [each.key for each in built.inspection.sections]
    assert "observations" in keys
    words = pypdf.PdfReader(built.path).pages[built.bundle.items[1].front - 1].extract_text()
    assert "Not recorded" in words


def test_the_pdf_alone_holds_the_scope_summary_and_a_folder_holds_it_beside(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, tmp_path, "one", ("K8", "three options"))
    path = documents.pdf(tmp_path / "scope.pdf", "The scope of the proposal is winter.")
    papers.attach(store, room, PaperKind.SCOPE, path)

    for whole_folder, scope, expected in (
        (True, True, []),
        (False, True, ["scope"]),
        (False, False, []),
    ):
        chosen = BundleOptions(whole_folder=whole_folder, scope=scope, pages=PagesShown.ALL)
        planned = bundle_plan.plan(store, options=chosen)
        assert [each.kind for each in planned.papers] == expected
        assert bool(planned.files) is whole_folder

    built = bundle.build(store, room, tmp_path / "Portfolio.pdf", draft=True)
    section = next(each for each in built.inspection.sections if each.key == "scope")
    words = pypdf.PdfReader(built.path).pages[section.page - 1].extract_text()
    assert "The scope of the proposal is winter." in words
    assert "Proposal scope summary" in words
