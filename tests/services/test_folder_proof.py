"""A bundle folder is searched and read back before it is put in place, or leaves nothing."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from portfolio_app.domain.options import BundleOptions
from portfolio_app.domain.papers import PaperKind
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle_plan,
    hidden_left,
    hiding,
    intake,
    mapping,
    pack,
    papers,
    shortlist,
)
from portfolio_app.store import disk, queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents


@pytest.fixture
def hidden(store: Store, room: Workroom, tmp_path: Path) -> str:
    """Return a shortlisted piece in which a name is hidden that no page shows any more."""
    path = documents.pdf(tmp_path / "minutes.pdf", "Alex Exampleton set out three options.")
    uid = intake.add(store, room, [path]).results[0].item_uid
    anchor = mapping.anchor_for_quote(store, room, uid, "Alex Exampleton").anchor
    hiding.hide(store, uid, anchor, "Pupil A")
    claim(store, uid)
    return uid


def claim(store: Store, uid: str) -> None:
    mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    shortlist.add(store, [uid])


def _bytes(text: bytes) -> bytes:
    return bytes(range(256)) + text + bytes(range(256))


def _package(text: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("Task1/notes.xml", b"<notes>" + text + b"</notes>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("plan.mpp", lambda: _bytes(b"Owner: Alex Exampleton, since March")),
        ("plan.mpp", lambda: _bytes("Alex Exampleton".encode("utf-16-le"))),
        ("plan.xyz", lambda: _package(b"Owner: Alex  Exampleton")),
    ],
)
def test_an_original_that_holds_what_is_hidden_does_not_leave_chosen_or_not(
    store: Store, room: Workroom, hidden: str, tmp_path: Path, name: str, made: Callable[[], bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(made())
    uid = intake.add(store, room, [path]).results[0].item_uid
    claim(store, uid)

    with pytest.raises(PortfolioError) as refused:
        pack.build_pack(
            store, room, tmp_path / "Bundle", options=BundleOptions(also_originals=(uid,))
        )

    assert refused.value.code == "hidden-left"
    assert "E02" in refused.value.message
    assert "Exampleton" not in str(refused.value)
    _nothing_left(store, tmp_path)
    built = pack.build_pack(store, room, tmp_path / "Bundle")
    assert not [each.path for each in built.files if each.path.endswith(path.suffix)]


def test_a_file_whose_name_says_what_is_hidden_does_not_leave(
    store: Store, room: Workroom, hidden: str, tmp_path: Path
) -> None:
    planned = bundle_plan.plan(store)
    for name in ("05_Pieces/E01_Alex_Exampleton.pdf", "03_Recordings/AlexExampleton.wav"):
        with pytest.raises(PortfolioError) as refused:
            hidden_left.refuse_folder(store, room, planned, tmp_path, [name])
        assert refused.value.code == "hidden-left"


@pytest.mark.parametrize("how", ["changed", "gone", "one more"])
def test_a_folder_that_is_not_as_written_is_not_put_in_place(
    store: Store, room: Workroom, hidden: str, tmp_path: Path, how: str
) -> None:
    done: list[Path] = []

    def tamper(message: str, _fraction: float) -> None:
        if message != "Writing Files_in_this_bundle.txt" or done:
            return
        (staging,) = tmp_path.glob(".Bundle.*.partial")
        done.append(staging)
        if how == "changed":
            (staging / "01_Portfolio.pdf").write_bytes(b"%PDF-1.7 something else")
        elif how == "gone":
            (staging / "01_Portfolio.pdf").unlink()
        else:
            (staging / "more.txt").write_text("not in the list")

    with pytest.raises(PortfolioError) as refused:
        pack.build_pack(store, room, tmp_path / "Bundle", progress=tamper)

    assert done
    assert refused.value.hint
    _nothing_left(store, tmp_path)


def test_a_paper_that_is_exchanged_while_the_folder_is_made_stops_it(
    store: Store, room: Workroom, hidden: str, tmp_path: Path
) -> None:
    first = documents.pdf(tmp_path / "scope.pdf", "The scope of it.")
    other = documents.pdf(tmp_path / "other.pdf", "Another scope.")
    papers.attach(store, room, PaperKind.SCOPE, first)
    done: list[str] = []

    def exchange(message: str, _fraction: float) -> None:
        if message == "Writing 01_Portfolio.pdf" and not done:
            done.append(papers.attach(store, room, PaperKind.SCOPE, other).item_uid)

    with pytest.raises(PortfolioError) as refused:
        pack.build_pack(store, room, tmp_path / "Bundle", progress=exchange)

    assert done
    assert refused.value.code == "stopped"
    _nothing_left(store, tmp_path)


def _nothing_left(store: Store, place: Path) -> None:
    assert not list(place.glob("*Bundle*"))
    assert queries.bundles.bundles(store) == ()


def test_a_folder_that_cannot_be_moved_into_place_leaves_the_earlier_one(
    store: Store, room: Workroom, hidden: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "Bundle"
    pack.build_pack(store, room, place)
    before = {each.name: each.read_bytes() for each in place.iterdir()}
    replace = disk.replace

    def refused_once_moved_away(source: Path, target: Path) -> None:
        if source.name.endswith(".partial") and target == place:
            raise PermissionError(13, "in use")
        replace(source, target)

    monkeypatch.setattr(disk, "replace", refused_once_moved_away)
    with pytest.raises(PortfolioError, match="couldn't be saved"):
        pack.build_pack(store, room, place, options=BundleOptions(annex_xlsx=True))

    assert [each.name for each in tmp_path.glob("*Bundle*")] == ["Bundle"]
    assert {each.name: each.read_bytes() for each in place.iterdir()} == before
    assert len(queries.bundles.bundles(store)) == 1
