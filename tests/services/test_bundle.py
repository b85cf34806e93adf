import os
import shutil
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from portfolio_app.domain.passage import Strength
from portfolio_app.problems import Level, PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.services import (
    bundle,
    bundle_plan,
    evidence,
    hiding,
    intake,
    mapping,
    pack,
    portfolio,
    preflight,
    shortlist,
    sorting,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Reply, Workroom
from portfolio_app.workroom.scratch import roomy_root
from tests.services import documents

PRIVATE = "for my eyes only"


@pytest.fixture
def item_uid(store: Store, room: Workroom, tmp_path: Path) -> str:
    """Return a shortlisted item of two pages with one claim on its second."""
    path = documents.pdf(tmp_path / "minutes.pdf", "One", "The board set out three options.")
    uid = intake.add(store, room, [path]).results[0].item_uid
    anchor = mapping.anchor_for_quote(store, room, uid, "set out three options").anchor
    k8 = mapping.ksb_called(store, "K8")
    mapping.claim(store, uid, [k8.uid], anchor, strength=Strength.BEST, shows="Costed")
    shortlist.add(store, [uid])
    return uid


def test_the_claim_is_a_page_number_and_a_way_back(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    built = bundle.build(store, room, tmp_path / "Portfolio.pdf")

    (item,) = built.bundle.items
    (claim,) = built.bundle.claims
    assert (item.ref, item.pages, item.of) == ("E01", 2, 2)
    assert claim.page == item.first_page + 1
    assert [(c.ksb, c.page, c.quote) for c in built.inspection.claims] == [
        ("K8", claim.page, "set out three options")
    ]
    must = [each.rule for each in built.findings if each.level is Level.MUST_FIX]
    assert must == ["standard.wording"], "the list was not compared yet, so this is a draft"
    assert queries.bundles.bundles(store)[0].is_draft


def test_what_is_private_is_nowhere_in_the_file(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    evidence.edit(store, item_uid, private_note=PRIVATE, context="Minutes of the board I chair.")
    out = tmp_path / "Portfolio.pdf"

    bundle.build(store, room, out)

    with pikepdf.open(out) as pdf:
        streams = [
            each.read_bytes() for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") != "/Image"
        ]  # fmt: skip
        manifest = pdf.Root.PieceInfo.PortfolioApp.Private.read_bytes()
    everything = b"\n".join(streams) + out.read_bytes()
    assert PRIVATE.encode() not in everything
    assert b"strength" not in manifest
    assert str(tmp_path).encode() not in everything


def test_cancelling_leaves_the_last_bundle_and_no_crumbs(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    place = tmp_path / "out"
    place.mkdir()
    bundle.build(store, room, place / "Portfolio.pdf")
    before = (place / "Portfolio.pdf").read_bytes()

    for stop_at in (0.0, 0.3, 0.6, 0.9, 0.97):

        def stop(_message: str, fraction: float, at: float = stop_at) -> None:
            if fraction >= at:
                raise Cancelled

        with pytest.raises(Cancelled):
            bundle.build(store, room, place / "Portfolio.pdf", progress=stop)

    assert [each.name for each in place.iterdir()] == ["Portfolio.pdf"]
    assert (place / "Portfolio.pdf").read_bytes() == before
    assert [each.name for each in room.folder.iterdir() if each.name.startswith("bundle")] == []
    assert len(queries.bundles.bundles(store)) == 1


def test_an_item_marked_do_not_export_stops_the_build(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    evidence.edit(store, item_uid, do_not_export=True)

    with pytest.raises(PortfolioError) as refused:
        bundle.build(store, room, tmp_path / "Portfolio.pdf", draft=True)

    assert refused.value.code == "stopped"
    assert "E01" in str(refused.value)
    assert not (tmp_path / "Portfolio.pdf").exists()


def test_a_piece_without_pages_gets_a_slip_page(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    odd = tmp_path / "plan.mpp"
    odd.write_bytes(bytes(range(256)))
    uid = intake.add(store, room, [odd]).results[0].item_uid
    mapping.claim(store, uid, [mapping.ksb_called(store, "S1").uid], mapping.WHOLE)
    shortlist.add(store, [uid])

    built = bundle.build(store, room, tmp_path / "Portfolio.pdf")

    slip = built.bundle.items[1]
    whole = next(each for each in built.bundle.claims if each.ref == "E02")
    assert (slip.ref, slip.of) == ("E02", 0)
    assert (
        "save it as PDF" not in bundle_plan.plan(store).items[1].slip
    )  # said to the apprentice only
    assert "claimed as a whole" in bundle_plan.plan(store).items[1].slip
    assert whole.page == slip.first_page


@pytest.mark.parametrize("place", ["", "gone/out.pdf", "mine.portfolio/out.pdf"])
def test_a_bad_place_is_refused_before_any_work(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path, place: str
) -> None:
    with pytest.raises(PortfolioError):
        bundle.build(store, room, tmp_path / place, progress=_fail)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_refused(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)

    with pytest.raises(PortfolioError, match="can't be written"):
        bundle.build(store, room, closed / "out.pdf", progress=_fail)


def test_a_file_that_is_no_bundle_is_told_plainly(room: Workroom, tmp_path: Path) -> None:
    stranger = documents.pdf(tmp_path / "stranger.pdf", "Words")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing else")

    found = bundle.inspect(room, stranger)
    with pytest.raises(PortfolioError):
        bundle.inspect(room, tmp_path / "gone.pdf")
    try:
        also_found = bundle.inspect(room, broken).findings
    except PortfolioError as refused:
        also_found = (refused,)

    assert any(each.level is Level.MUST_FIX for each in found.findings)
    assert also_found


def test_the_wording_notice_is_printed_until_it_was_compared(
    store: Store, room: Workroom, item_uid: str
) -> None:
    planned = bundle_plan.plan(store)

    assert "has not been compared" in planned.notice
    assert planned.apprentice == "Apprentice"


def test_cover_facts_come_from_the_portfolio(store: Store, item_uid: str) -> None:
    portfolio.set_detail(store, "employer", " Harbour Vale Schools Trust ")

    with pytest.raises(PortfolioError, match="151 words"):
        portfolio.set_detail(store, "role", "word " * 151)

    planned = bundle_plan.plan(store)
    assert (planned.employer, planned.role) == ("Harbour Vale Schools Trust", "")
    assert planned.gateway == "16 September 2026"


def _fail(_message: str, _fraction: float) -> None:
    raise AssertionError("work had begun")


def test_a_bundle_too_large_for_memory_is_made_on_disk_and_one_too_large_for_that_is_refused(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    free = shutil.disk_usage(tmp_path)._replace(free=1000)

    def little_room_in_memory(place: Path) -> object:
        looked.append(place)
        return free if len(looked) == 1 else free._replace(free=1 << 40)

    monkeypatch.setattr(shutil, "disk_usage", little_room_in_memory)
    bundle.build(store, room, tmp_path / "Portfolio.pdf")
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: free)
    with pytest.raises(PortfolioError) as refused:
        bundle.build(store, room, tmp_path / "Other.pdf")

    assert looked[0] == room.folder
    assert looked[1].is_relative_to(roomy_root())
    assert not looked[1].exists()
    assert refused.value.code == "disk-full"
    assert not (tmp_path / "Other.pdf").exists()


def test_candidates_stand_in_a_draft_and_in_no_final_bundle(store: Store, item_uid: str) -> None:
    s12 = mapping.ksb_called(store, "S12").uid
    k8 = mapping.ksb_called(store, "K8").uid
    sorting.set_candidates(store, item_uid, [s12, k8])

    draft, final = bundle_plan.plan(store, draft=True), bundle_plan.plan(store)

    assert draft.items[0].candidates == (s12,), "K8 is claimed, so it is no candidate any more"
    assert final.items[0].candidates == ()


def test_a_recording_over_the_limit_is_to_check_with_the_rules_own_source(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    for name, seconds in (("short.wav", 200), ("long.wav", 500)):
        with wave.open(str(tmp_path / name), "wb") as made:
            made.setparams((1, 1, 1000, 0, "NONE", ""))
            made.writeframes(bytes(1000 * seconds))
    added = intake.add(store, room, [tmp_path / "short.wav", tmp_path / "long.wav"])
    shortlist.add(store, [each.item_uid for each in added.results])

    found = [f for f in preflight.findings(store) if f.rule == "item.long-recording"]

    (only,) = found
    assert (only.level, only.about) == (Level.SHOULD_CHECK, "E02")
    assert "8 minutes 20 seconds" in only.message
    assert "EPAO" in only.source  # where the limit comes from, and who may say otherwise


def test_a_damaged_original_ends_a_build_though_its_pages_are_there(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    out = tmp_path / "Portfolio.pdf"
    bundle.build(store, room, out)
    before = out.read_bytes()
    stored = store.vault.path_of(queries.evidence.item(store, item_uid).sha256)
    stored.chmod(0o600)
    content = bytearray(stored.read_bytes())
    content[len(content) // 2] ^= 1
    stored.write_bytes(content)

    with pytest.raises(PortfolioError) as refused:
        bundle.build(store, room, out)

    assert refused.value.code == "stopped"
    assert "E01" in refused.value.message
    assert out.read_bytes() == before
    assert len(queries.bundles.bundles(store)) == 1


def test_a_bundle_that_is_not_as_promised_is_not_exported(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = Workroom.call

    def one_page_wrong(self: Workroom, name: str, *args: Any, **more: Any) -> Reply:
        reply = call(self, name, *args, **more)
        if name == "compile":
            reply.result[1]["findings"].append(
                {"level": "must-fix", "rule": "page-missing", "about": "E01", "message": "Gone."}
            )
        return reply

    monkeypatch.setattr(Workroom, "call", one_page_wrong)
    with pytest.raises(PortfolioError, match="Gone") as refused:
        bundle.build(store, room, tmp_path / "Portfolio.pdf")

    assert refused.value.code == "not-as-promised"
    assert not list(tmp_path.glob("*Portfolio*"))
    assert queries.bundles.bundles(store) == ()


def test_a_bundle_larger_than_it_may_be_is_not_put_in_place(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    out = tmp_path / "Portfolio.pdf"
    out.write_bytes(b"the bundle before")

    for build, place in ((bundle.build, out), (pack.build_pack, tmp_path / "Bundle")):
        with pytest.raises(PortfolioError) as refused:
            build(store, room, place, most_bytes=1000)
        assert refused.value.code == "too-large"

    assert out.read_bytes() == b"the bundle before"
    assert not (tmp_path / "Bundle").exists()
    assert queries.bundles.bundles(store) == ()


@pytest.mark.parametrize(
    ("build", "name", "when"),
    [
        (bundle.build, "Portfolio.pdf", "Reading E01"),
        (bundle.build, "Portfolio.pdf", "Saving"),
        (pack.build_pack, "Bundle", "Reading E01"),
        (pack.build_pack, "Bundle", "Writing 01_Portfolio.pdf"),
    ],
)
def test_what_is_hidden_while_a_bundle_is_made_stops_it(
    store: Store,
    room: Workroom,
    item_uid: str,
    tmp_path: Path,
    build: Callable[..., object],
    name: str,
    when: str,
) -> None:
    anchor = mapping.anchor_for_quote(store, room, item_uid, "One").anchor
    hidden: list[str] = []

    def hide(message: str, _fraction: float) -> None:
        if message == when and not hidden:
            hidden.extend(hiding.hide(store, item_uid, anchor, "").uids)

    with pytest.raises(PortfolioError) as refused:
        build(store, room, tmp_path / name, progress=hide)

    assert hidden
    assert refused.value.code == "stopped"
    assert not list(tmp_path.glob(f"*{name}*"))
    assert queries.bundles.bundles(store) == ()
