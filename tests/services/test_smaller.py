"""Make smaller: to a size, by pictures alone; signed pieces stay; the old bundle until proven."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portfolio_app.domain.evidence import EvidenceKind
from portfolio_app.domain.papers import PaperKind
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.services import (
    bundle,
    evidence,
    intake,
    mapping,
    papers,
    portfolio,
    shortlist,
    smaller,
    what_changed,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents
from tests.services.test_forms import filled

PHOTO = (1800, 1200)


def photo(path: Path, shade: int) -> Path:
    soft = Image.effect_noise((PHOTO[0] // 8, PHOTO[1] // 8), 80).resize(PHOTO)
    Image.merge("RGB", [soft.point(lambda v: (v + shade) % 256), soft, soft]).save(
        path, "JPEG", quality=93
    )
    return path


def pictures(path: Path) -> list[tuple[int, int]]:
    """Return the pixels of every photo in a PDF, the largest first."""
    with pikepdf.open(path) as pdf:
        found = [
            (int(each.Width), int(each.Height)) for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]  # fmt: skip
    return sorted(found, reverse=True)


@pytest.fixture
def built(store: Store, room: Workroom, tmp_path: Path) -> Path:
    """Return a bundle of words with a claim, a photo, and a photo that is signed evidence."""
    words = documents.pdf(tmp_path / "words.pdf", "The board set out options.")
    paths = [words, photo(tmp_path / "one.jpg", 20), photo(tmp_path / "signed.jpg", 90)]
    uids = [each.item_uid for each in intake.add(store, room, paths).results]
    anchor = mapping.anchor_for_quote(store, room, uids[0], "set out options").anchor
    k8 = mapping.ksb_called(store, "K8").uid
    mapping.claim(store, uids[0], [k8], anchor)
    for uid in uids[1:]:
        mapping.claim(store, uid, [k8], mapping.WHOLE)
    evidence.edit(store, uids[2], kind=EvidenceKind.OBSERVATION)
    shortlist.add(store, uids)
    out = tmp_path / "Portfolio.pdf"
    bundle.build(store, room, out)
    return out


def newest(store: Store) -> str:
    return queries.bundles.bundles(store)[0].uid


def test_the_target_is_reached_and_only_what_may_change_has_changed(
    store: Store, room: Workroom, built: Path
) -> None:
    old, was = built.stat().st_size, pictures(built)
    wish = (old - 550_000) / 1e6

    done = smaller.make_smaller(store, room, newest(store), wish)

    assert done.reached
    assert done.built is not None
    assert done.new == built.stat().st_size <= wish * 1e6 < old == done.old
    now = pictures(built)
    assert len(now) == len(was)
    assert now[0] == PHOTO, "the signed one keeps every pixel"
    assert now[1] < PHOTO
    before = {each.uid: each for each in done.before}
    after = {each.uid: each for each in done.after}
    kept = [uid for uid, each in before.items() if each.kept]
    (signed,) = kept
    assert before[signed].bytes == after[signed].bytes
    assert after[done.before[0].uid].bytes <= done.before[0].bytes
    assert f"is now {done.new / 1e6:.1f} MB" in done.words
    assert not [f for f in done.built.inspection.findings if f.level == "must-fix"]
    assert [c.quote for c in done.built.inspection.claims if c.quote] == ["set out options"]
    assert what_changed.what_changed(store, newest(store)).changes.are_none


def test_a_size_out_of_reach_is_said_with_the_largest_and_nothing_is_changed(
    store: Store, room: Workroom, built: Path
) -> None:
    before, records = built.read_bytes(), len(queries.bundles.bundles(store))

    done = smaller.make_smaller(store, room, newest(store), 0.1)

    assert not done.reached
    assert done.built is None
    assert built.read_bytes() == before
    assert len(queries.bundles.bundles(store)) == records
    assert done.largest[0].kept, "the signed photo is what weighs most then"
    assert done.largest[0].ref in done.words
    assert "can't be reached" in done.words
    assert 100_000 < done.new < done.old


def test_what_is_small_enough_is_left_alone(store: Store, room: Workroom, built: Path) -> None:
    before = built.read_bytes()

    done = smaller.make_smaller(store, room, newest(store), 500)

    assert done.reached
    assert done.built is None
    assert "small enough" in done.words
    assert built.read_bytes() == before


def test_the_smaller_one_may_go_elsewhere_and_cancelling_changes_nothing(
    store: Store, room: Workroom, built: Path, tmp_path: Path
) -> None:
    before = built.read_bytes()
    wish = (len(before) - 300_000) / 1e6

    for stop_at in (0.0, 0.3, 0.55, 0.9):

        def stop(_message: str, fraction: float, at: float = stop_at) -> None:
            if fraction >= at:
                raise Cancelled

        with pytest.raises(Cancelled):
            smaller.make_smaller(store, room, newest(store), wish, progress=stop)
    assert built.read_bytes() == before
    assert [each.name for each in room.folder.iterdir() if each.name.startswith("bundle")] == []

    done = smaller.make_smaller(store, room, newest(store), wish, out=tmp_path / "small.pdf")
    assert done.built is not None
    assert done.built.path == tmp_path / "small.pdf"
    assert built.read_bytes() == before


def test_a_portfolio_that_was_changed_since_and_a_wrong_size_are_refused(
    store: Store, room: Workroom, built: Path
) -> None:
    uid = newest(store)
    with pytest.raises(PortfolioError) as no_size:
        smaller.make_smaller(store, room, uid, 0)
    with pytest.raises(PortfolioError) as unknown:
        smaller.make_smaller(store, room, "none", 5)
    portfolio.set_detail(store, "name", "Later Name")
    with pytest.raises(PortfolioError) as changed:
        smaller.make_smaller(store, room, uid, 0.2)

    codes = [each.value.code for each in (no_size, unknown, changed)]
    assert codes == ["no-size", "no-such-bundle", "out-of-date"]


def test_what_each_piece_costs_is_told_the_dearest_first(
    store: Store, room: Workroom, built: Path
) -> None:
    told = smaller.costs(store, room, newest(store))

    assert [each.bytes for each in told] == sorted((each.bytes for each in told), reverse=True)
    assert {each.ref for each in told} == {"E01", "E02", "E03"}
    words = next(each for each in told if each.ref == "E01")
    assert words.pictures == 0
    assert sum(each.bytes for each in told) < built.stat().st_size


def test_pictures_lose_no_more_than_the_target_asks_for(
    store: Store, room: Workroom, built: Path, tmp_path: Path
) -> None:
    first, old = newest(store), built.stat().st_size
    photo_size = (tmp_path / "one.jpg").stat().st_size

    hard = smaller.make_smaller(
        store, room, first, (old - 0.8 * photo_size) / 1e6, out=tmp_path / "hard.pdf"
    )
    gentle = smaller.make_smaller(
        store, room, first, (old - 0.2 * photo_size) / 1e6, out=tmp_path / "gentle.pdf"
    )

    assert hard.reached
    assert gentle.reached
    assert hard.step != gentle.step
    assert gentle.new > hard.new + 0.2 * photo_size


def test_a_paper_that_was_signed_keeps_its_pages(
    store: Store, room: Workroom, built: Path, tmp_path: Path
) -> None:
    chart = papers.attach(store, room, PaperKind.CHART, photo(tmp_path / "chart.jpg", 40)).item_uid
    unsigned = bundle.build(store, room, tmp_path / "Unsigned.pdf")
    before = {each.uid: each.kept for each in smaller.costs(store, room, unsigned.bundle_id)}
    papers.sign(store, chart, "Head of Human Resources", "2026-03-03")
    signed = bundle.build(store, room, tmp_path / "Signed.pdf")

    after = {each.uid: each.kept for each in smaller.costs(store, room, signed.bundle_id)}

    assert before[chart] == ""
    assert after[chart] == "Signed, as you noted: never changed"
    was = pictures(signed.path)
    wish = (signed.bundle.bytes - 0.7 * (tmp_path / "one.jpg").stat().st_size) / 1e6
    assert smaller.make_smaller(store, room, signed.bundle_id, wish).reached
    now = pictures(signed.path)
    assert was.count(PHOTO) == 3
    assert now.count(PHOTO) == 2, "the signed chart and the observation keep every dot"


def test_what_nobody_is_known_to_have_signed_is_left_alone_and_not_called_signed(
    store: Store, room: Workroom, built: Path, tmp_path: Path
) -> None:
    form = filled(tmp_path / "form.pdf", ("Seen", "Done", "Yes"))
    uid = intake.add(store, room, [form]).results[0].item_uid
    shortlist.add(store, [uid])
    statement = documents.pdf(tmp_path / "statement.pdf", "The evidence is valid.")
    paper = papers.attach(store, room, PaperKind.EMPLOYER_STATEMENT, statement).item_uid
    with_both = bundle.build(store, room, tmp_path / "Both.pdf")

    told = {each.uid: each.kept for each in smaller.costs(store, room, with_both.bundle_id)}

    assert told[uid] == told[paper] == "May be signed: never changed"
    assert sorted(told.values()) == ["", "", *(["May be signed: never changed"] * 3)]


def test_a_picture_in_two_pieces_is_kept_once(store: Store, room: Workroom, tmp_path: Path) -> None:
    data = io.BytesIO(photo(tmp_path / "same.jpg", 20).read_bytes())
    for number in (1, 2):
        with pikepdf.new() as pdf:
            for _ in range(number):
                pdf.add_blank_page(page_size=(595, 842))
                page = pdf.pages[-1]
                image = pikepdf.Stream(pdf, data.getvalue())
                image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
                image.Width, image.Height, image.BitsPerComponent = *PHOTO, 8
                image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
                page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
                page.obj.Contents = pikepdf.Stream(pdf, b"q 400 0 0 266 90 400 cm /I Do Q")
            pdf.save(tmp_path / f"{number}.pdf")
    paths = [tmp_path / "1.pdf", tmp_path / "2.pdf"]
    uids = [each.item_uid for each in intake.add(store, room, paths).results]
    for uid in uids:
        mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    shortlist.add(store, uids)
    out = tmp_path / "Portfolio.pdf"
    bundle.build(store, room, out)
    assert len(pictures(out)) == 3

    done = smaller.make_smaller(store, room, newest(store), out.stat().st_size / 1e6 / 2)

    assert done.built is not None
    assert len(pictures(out)) == 1
