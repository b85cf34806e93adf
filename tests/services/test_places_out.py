"""Nothing that leaves is ever written over the portfolio, by whatever name its folder is called."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from portfolio_app.domain.options import BundleOptions
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle,
    intake,
    mapping,
    mapping_table,
    pack,
    portfolio,
    printing,
    shortlist,
    smaller,
    submitting,
)
from portfolio_app.services import options as choices
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents


@pytest.fixture
def built(store: Store, room: Workroom, tmp_path: Path) -> str:
    """Return the id of a bundle folder that was handed in."""
    path = documents.pdf(tmp_path / "minutes.pdf", "The board set out three options.")
    uid = intake.add(store, room, [path]).results[0].item_uid
    anchor = mapping.anchor_for_quote(store, room, uid, "set out three options").anchor
    mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], anchor)
    shortlist.add(store, [uid])
    made = pack.build_pack(store, room, tmp_path / "Bundle")
    submitting.submit(store, made.bundle_id, "2026-03-03")
    return made.bundle_id


def _by_link(folder: Path) -> Path:
    link = folder.with_name("elsewhere")
    link.symlink_to(folder, target_is_directory=True)
    return link


def _by_dots(folder: Path) -> Path:
    (folder.parent / "beside").mkdir()
    return folder.parent / "beside" / ".." / folder.name


def _by_link_and_dots(folder: Path) -> Path:
    link = folder.with_name("inside")
    link.symlink_to(folder / "vault", target_is_directory=True)
    return link / ".."


@pytest.mark.parametrize("called", [_by_link, _by_dots, _by_link_and_dots])
def test_nothing_is_written_into_the_portfolio_by_another_name(
    store: Store, room: Workroom, built: str, called: Callable[[Path], Path]
) -> None:
    before = _hashes(store.folder)
    there = called(store.folder)
    part = printing.printable(store, built, "annex")
    smallest = BundleOptions()

    for write in (
        lambda: bundle.build(store, room, there / "portfolio.db"),
        lambda: bundle.build(store, room, there / "Portfolio.pdf"),
        lambda: pack.build_pack(store, room, there / "Bundle", options=smallest),
        lambda: pack.build_pack(store, room, there, options=smallest),
        lambda: printing.write_pages(store, room, built, part, there / "annex.pdf"),
        lambda: submitting.take_out(store, built, there / "portfolio.db", replace=True),
        lambda: submitting.take_out_folder(store, built, there / "again"),
        lambda: mapping_table.export(store, there / "portfolio.json"),
        lambda: portfolio.write_recovery_key(store, there / "key.txt"),
    ):
        with pytest.raises(PortfolioError):
            write()

    assert _hashes(store.folder) == before


def test_a_file_that_links_into_the_portfolio_is_no_place(
    store: Store, room: Workroom, built: str, tmp_path: Path
) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(store.folder / "portfolio.json")

    with pytest.raises(PortfolioError, match="inside"):
        mapping_table.export(store, link)
    with pytest.raises(PortfolioError, match="inside"):
        bundle.build(store, room, link)

    assert link.is_symlink()


def test_a_name_that_is_too_long_is_refused_in_words(
    store: Store, room: Workroom, built: str, tmp_path: Path
) -> None:
    long = tmp_path / ("a" * 300)

    for write in (
        lambda: bundle.build(store, room, long),
        lambda: pack.build_pack(store, room, long),
        lambda: submitting.take_out(store, built, long),
        lambda: submitting.take_out_folder(store, built, long),
    ):
        with pytest.raises(PortfolioError, match="is no name this computer takes"):
            write()
    made = bundle.build(store, room, tmp_path / f"{'a' * 245}.pdf")
    assert made.path.is_file(), "a long name that can be had is no reason to fail"
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("size", [float("nan"), float("inf"), -1.0, 1e300])
def test_what_is_no_size_is_no_limit(size: float) -> None:
    with pytest.raises(PortfolioError) as refused:
        choices.refuse_no_size(BundleOptions(limit_mb=size))
    assert refused.value.code == "no-size"


@pytest.mark.parametrize("size", [float("nan"), float("inf"), -1.0, 1e305])
def test_a_bundle_is_not_made_smaller_to_what_is_no_size(
    store: Store, room: Workroom, size: float
) -> None:
    with pytest.raises(PortfolioError) as refused:
        smaller.make_smaller(store, room, "", size)
    assert refused.value.code == "no-size"


def _hashes(folder: Path) -> dict[str, str]:
    """Return what the portfolio consists of; its lock and its scratch copies aside."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix != ".db-shm"
        and path.name != "lock"
        and "derived" not in path.parts
    }
