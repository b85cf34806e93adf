"""Papers are never evidence; who signed what is kept, and what changed since is said."""

import os
from pathlib import Path

import pytest

from portfolio_app.domain.evidence import Shelf
from portfolio_app.domain.options import BundleOptions, FrontSheets, Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.services import (
    bundle_plan,
    emptying,
    evidence,
    history,
    intake,
    mapping,
    options,
    papers,
    replacing,
    shortlist,
    sorting,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

STATEMENT = PaperKind.EMPLOYER_STATEMENT


def attach(store: Store, room: Workroom, place: Path, kind: PaperKind = STATEMENT) -> str:
    path = documents.pdf(place / f"{kind.value}.pdf", "The zebra statement of the employer.")
    return papers.attach(store, room, kind, path).item_uid


def piece(store: Store, room: Workroom, place: Path, name: str) -> str:
    path = documents.pdf(place / f"{name}.pdf", f"Words about {name}.")
    uid = intake.add(store, room, [path]).results[0].item_uid
    shortlist.add(store, [uid])
    return uid


def test_a_paper_has_pages_and_text_and_is_in_no_list_of_evidence(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    uid = attach(store, room, tmp_path)

    (paper,) = queries.papers.papers(store)
    assert (paper.kind, paper.item.uid, paper.item.pages) == (STATEMENT, uid, 1)
    assert paper.item.shelf is Shelf.PAPERS
    assert not paper.item.is_evidence
    assert "zebra" in queries.text.page_texts(store, uid)[0].text
    assert queries.evidence.items(store) == ()
    assert queries.counts.items(store) == 0
    assert queries.search.everything(store, "zebra").found == ()
    assert queries.search.near(store, ["zebra"]) == ()
    assert queries.sorting.sorting(store).cards == ()
    with pytest.raises(PortfolioError):
        queries.evidence.find(store, "employer-statement")
    for refused in (
        lambda: mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE),
        lambda: shortlist.add(store, [uid]),
        lambda: sorting.set_candidates(store, uid, [mapping.ksb_called(store, "K8").uid]),
    ):
        with pytest.raises(PortfolioError) as error:
            refused()
        assert error.value.code == "is-paper"


def test_a_new_paper_takes_the_place_of_the_old_and_undo_brings_it_back(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    first = attach(store, room, tmp_path)
    other = documents.pdf(tmp_path / "newer.pdf", "Newer.")
    second = papers.attach(store, room, STATEMENT, other)

    assert [each.item.uid for each in queries.papers.papers(store)] == [second.item_uid]
    assert [each.uid for each in queries.evidence.items(store, binned=True)] == [first]

    history.undo(store, second.changes.step)
    assert [each.item.uid for each in queries.papers.papers(store)] == [first]

    history.redo(store, second.changes.step)
    evidence.restore_items(store, [first])
    assert [each.item.uid for each in queries.papers.papers(store)] == [first]
    assert [each.uid for each in queries.evidence.items(store, binned=True)] == [second.item_uid]


def test_a_paper_goes_to_the_bin_comes_back_and_can_be_emptied(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    uid = attach(store, room, tmp_path)

    gone = papers.remove(store, uid)
    assert queries.papers.papers(store) == ()
    history.undo(store, gone.step)
    assert len(queries.papers.papers(store)) == 1
    papers.remove(store, uid)
    emptying.empty_bin(store)

    assert queries.evidence.items(store, binned=True) == ()
    with pytest.raises(PortfolioError) as error:
        papers.remove(store, uid)
    assert error.value.code == "no-such-paper"


def test_an_item_becomes_a_paper_only_when_it_is_no_evidence(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    uid = piece(store, room, tmp_path, "chart")

    with pytest.raises(PortfolioError) as error:
        papers.attach_item(store, PaperKind.CHART, uid)
    assert error.value.code == "is-evidence"

    shortlist.remove(store, [uid])
    done = papers.attach_item(store, PaperKind.CHART, uid)
    assert queries.evidence.items(store) == ()
    assert queries.papers.papers(store)[0].kind is PaperKind.CHART

    sorting.to_library(store, [uid])
    assert queries.papers.papers(store) == ()
    assert [each.paper for each in queries.evidence.items(store)] == [""]
    assert done.step


def test_undoing_an_older_step_makes_no_evidence_of_a_paper(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    uid = piece(store, room, tmp_path, "chart")
    k8 = mapping.ksb_called(store, "K8").uid
    claimed = mapping.claim(store, uid, [k8], mapping.WHOLE)
    unclaimed = history.undo(store, claimed.changes.step)
    taken_off = shortlist.remove(store, [uid])
    papers.attach_item(store, PaperKind.CHART, uid)

    history.undo(store, taken_off.step)
    history.redo(store, claimed.changes.step)

    assert unclaimed.summary
    assert queries.claims.claims(store) == ()
    assert queries.counts.claims(store) == 0
    assert queries.shortlist.uids(store) == ()


def test_the_file_of_a_paper_can_still_be_added_as_evidence(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    attach(store, room, tmp_path)

    added = intake.add(store, room, [tmp_path / f"{STATEMENT.value}.pdf"])

    assert added.results[0].status == "readable"
    assert len(queries.evidence.items(store)) == 1


def test_what_changed_since_the_signing_is_named(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    kept, part, replaced, gone = (
        piece(store, room, tmp_path, name) for name in ("kept", "part", "replaced", "gone")
    )
    uid = attach(store, room, tmp_path)
    papers.sign(store, uid, "  Head of  service ", "2026-03-03")
    assert papers.what_changed_since_signing(store, uid) == ()
    signed, note = papers.signed_words(store, queries.papers.papers(store)[0])
    assert (signed, note) == ("Signed by Head of service, 3 March 2026", "")

    evidence.edit(store, part, part="I chaired the board.")
    newer = documents.pdf(tmp_path / "newer.pdf", "Other words.")
    replacing.replace(store, room, replaced, newer)
    shortlist.remove(store, [gone])
    piece(store, room, tmp_path, "added")
    shortlist.move(store, kept, 3)

    assert papers.what_changed_since_signing(store, uid) == (
        "part of E01 changed",
        "E02 replaced",
        "E03 added",
        "1 piece taken out",
    )
    note = papers.signed_words(store, queries.papers.papers(store)[0])[1]
    assert note.startswith("Signed for a different set: part of E01 changed, E02 replaced")


def test_a_sign_off_is_for_the_proposal_and_not_for_the_set(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    attach(store, room, tmp_path, PaperKind.PROPOSAL)
    uid = attach(store, room, tmp_path, PaperKind.SIGN_OFF)
    papers.sign(store, uid, "Director", "2026-03-03")
    piece(store, room, tmp_path, "added")
    attach(store, room, tmp_path, PaperKind.PRESENTATION)  # slides are made after the sign-off
    assert papers.what_changed_since_signing(store, uid) == ()

    newer = documents.pdf(tmp_path / "newer.pdf", "Other words.")
    papers.attach(store, room, PaperKind.PROPOSAL, newer)

    assert papers.what_changed_since_signing(store, uid) == (
        "strategic business proposal replaced",
    )


def test_a_replaced_file_is_not_called_signed(store: Store, room: Workroom, tmp_path: Path) -> None:
    uid = attach(store, room, tmp_path)
    papers.sign(store, uid, "Head of service", "2026-03-03")

    replacing.replace(store, room, uid, documents.pdf(tmp_path / "newer.pdf", "Other words."))

    assert queries.papers.papers(store)[0].signing is None


@pytest.mark.parametrize(
    ("by", "on", "code"),
    [(" ", "2026-03-03", "no-signer"), ("A", "3 March", "no-day"), ("A", "2999-01-01", "no-day")],
)
def test_a_signing_needs_a_name_and_a_day_that_was(
    store: Store, room: Workroom, tmp_path: Path, by: str, on: str, code: str
) -> None:
    uid = attach(store, room, tmp_path)

    with pytest.raises(PortfolioError) as error:
        papers.sign(store, uid, by, on)

    assert error.value.code == code
    assert queries.papers.papers(store)[0].signing is None


def test_a_paper_that_cannot_be_read_is_kept_and_cancelling_attaches_nothing(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    odd = tmp_path / "proposal.mpp"
    odd.write_bytes(os.urandom(256))

    attached = papers.attach(store, room, PaperKind.PROPOSAL, odd)
    assert attached.problem
    assert store.vault.get(queries.papers.papers(store)[0].item.sha256) == odd.read_bytes()

    def stop(_message: str, fraction: float) -> None:
        if fraction > 0.1:
            raise Cancelled

    with pytest.raises(Cancelled):
        papers.attach(store, room, PaperKind.SCOPE, odd, progress=stop)
    assert len(queries.papers.papers(store)) == 1


def test_choices_are_kept_for_each_profile_and_can_be_undone(store: Store) -> None:
    assert options.options(store, Profile.GATEWAY) == BundleOptions()
    chosen = BundleOptions(front_sheets=FrontSheets.CLAIMS, item_pdfs=True, limit_mb=100)

    done = options.choose(store, chosen)

    assert options.options(store, Profile.GATEWAY) == chosen
    assert options.options(store, Profile.PROPOSAL) == BundleOptions(profile=Profile.PROPOSAL)
    assert options.choose(store, chosen).step == ""
    history.undo(store, done.step)
    assert options.options(store, Profile.GATEWAY) == BundleOptions()
    for wrong in (-1, float("nan"), float("inf")):
        with pytest.raises(PortfolioError):
            options.choose(store, BundleOptions(limit_mb=wrong))


def test_a_supplement_covers_what_changed_after_the_statement_was_signed(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    first, second = (piece(store, room, tmp_path, name) for name in ("Minutes", "Plan"))
    statement = attach(store, room, tmp_path)
    papers.sign(store, statement, "Director of services", "2026-03-03")
    assert papers.changed_pieces(store) == ()

    evidence.edit(store, second, part="I wrote the second half.")
    third = piece(store, room, tmp_path, "Budget")
    assert papers.changed_pieces(store) == (second, third)
    supplement = attach(store, room, tmp_path, PaperKind.EMPLOYER_SUPPLEMENT)
    assert papers.changed_pieces(store) == (second, third), "nobody signed it yet"
    papers.sign(store, supplement, "Director of services", "2026-03-10")

    assert papers.changed_pieces(store) == ()
    assert papers.what_changed_since_signing(store, statement) == ()
    assert papers.what_changed_since_signing(store, supplement) == ()
    planned = {each.kind: each for each in bundle_plan.plan(store).papers}
    note = planned[STATEMENT.value].note
    assert note == (
        "Signed for a different set: part of E02 changed, E03 added. "
        "The supplement was signed for E02, E03"
    )
    assert planned[PaperKind.EMPLOYER_SUPPLEMENT.value].note == ""

    evidence.edit(store, third, part="I drafted it.")
    evidence.edit(store, first, part="I chaired it.")
    assert papers.what_changed_since_signing(store, supplement) == ("part of E03 changed",)
    assert papers.what_changed_since_signing(store, statement) == (
        "part of E01 changed",
        "E03 added",
    )
