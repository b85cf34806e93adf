"""Bundles of much evidence: a gigabyte of scans, sixty photos, and stopping half way."""

import io
import random
import shutil
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests.bench import material
from tests.bench.bundles import room_peak
from tests.bench.measure import Figure, compare, figure_of, in_child

_MOST_BYTES = 300_000_000
_PAGES_EACH = 20  # of a piece: as many as are shown whole
_LINEAR = 1.1  # ten times the pages may take eleven times as long


def gigabyte(pages: int = 2000, page_bytes: int = 525_000, rounds: int = 1) -> Iterator[Figure]:
    """Yield the memory of a gigabyte of scans, and how time grows from a tenth of it."""
    small, large = _scanned(pages // 10, page_bytes), _scanned(pages, page_bytes)
    taken = {True: 0.0, False: 0.0}
    told: dict[str, Any] = {}
    for _ in range(rounds):
        for folder, is_large in ((small, False), (large, True)):
            told = in_child("tests.bench.large_bundles:built", **_of(folder))
            taken[is_large] += told["seconds"]
    times = taken[True] / taken[False]
    peak = told["peak_bytes"] + told["room_peak_bytes"]
    size = f"bundle of {pages} pages, {told['bundle_bytes'] / 1e9:.2g} GB"
    yield Figure(
        f"{size}: memory",
        peak,
        _MOST_BYTES,
        "bytes",
        {
            "parent_peak_bytes": told["peak_bytes"],
            "child_peak_bytes": told["room_peak_bytes"],
            "seconds": taken[True] / rounds,
        },
    )
    more = told["evidence_pages"] / (pages // 10)
    yield Figure(
        f"{size}: time for {more:.0f} times the pages",
        times,
        _LINEAR * more,
        "times",
        {"large_seconds": taken[True] / rounds, "small_seconds": taken[False] / rounds},
    )


def photos(
    count: int = 60, width: int = 4000, height: int = 3000, rounds: int = 3
) -> Iterator[Figure]:
    """Yield the figure of photos as a phone takes them, at the screen setting."""
    files = _photos(count, width, height)
    folder = _portfolio(f"photos-{count}-{width}", files)
    compared = compare(
        lambda: in_child("tests.bench.large_bundles:built", **_of(folder), pictures="screen"),
        lambda: in_child("tests.bench.large_bundles:floor", files=[str(each) for each in files]),
        rounds,
    )
    last = compared.last_ours
    seconds, most = 8.0 * count / 60, 25_000_000 * count // 60
    yield figure_of(
        f"bundle of {count} photos of {width * height / 1e6:.0f} MP for the screen",
        compared,
        3.0,
        also=compared.ours <= seconds and last["bundle_bytes"] <= most,
        reach_seconds=seconds,
        bundle_bytes=last["bundle_bytes"],
        reach_bundle_bytes=most,
        floor_bytes=compared.last_floor["bytes"],
        evidence_bytes=sum(each.stat().st_size for each in files),
        peak_bytes=last["peak_bytes"] + last["room_peak_bytes"],
    )


def cancelling(items: int = 100, pages: int = 1200, claims: int = 600) -> Iterator[Figure]:
    """Yield how long a build takes to stop, at worst, and whether it left all as it was."""
    from tests.bench.portfolios import key_of, prepared

    folder = prepared(items, pages, claims)
    told = in_child(
        "tests.bench.large_bundles:cancelled", portfolio=str(folder), key=key_of(folder)
    )
    yield Figure(
        f"cancelling a bundle of {pages} pages",
        max(told["seconds"]),
        1.0,
        "seconds",
        {"all_seconds": [round(each, 3) for each in told["seconds"]], "unchanged": told["same"]},
        also_reached=told["same"],
    )


def built(portfolio: str, key: str, pictures: str = "original") -> dict[str, Any]:
    """Build a bundle with a workroom that is ready; smaller pictures are made anew."""
    from portfolio_app.domain.options import BundleOptions, Pictures
    from portfolio_app.services import bundle, reducing
    from portfolio_app.workroom.host import Workroom
    from tests.bench.portfolios import opened_with

    reducing._MAKER = f"bench-{time.time_ns()}"  # nothing of an earlier round is found again
    options = BundleOptions(pictures=Pictures(pictures))
    with material.scratch() as scratch, opened_with(Path(portfolio), key) as store:
        kept = {each for each in store.derived.folder.rglob("*") if each.is_file()}
        with Workroom() as room:
            room.get_ready()
            bundle.checked(store, room, options)
            began = time.perf_counter()
            made = bundle.build(store, room, scratch / "out.pdf", options=options)
            seconds = time.perf_counter() - began
            peak = room_peak(room)
        for each in store.derived.folder.rglob("*"):
            if each.is_file() and each not in kept:
                each.unlink()
    return {
        "seconds": seconds,
        "bundle_bytes": made.bundle.bytes,
        "evidence_pages": sum(each.pages for each in made.bundle.items),
        "room_peak_bytes": peak,
    }


def floor(files: list[str]) -> dict[str, Any]:
    """Make the photos as small as the screen setting does, one after the other, into one PDF."""
    from PIL import Image

    began = time.perf_counter()
    small = []
    for path in files:
        with Image.open(path) as photo:
            photo.draft("RGB", (photo.width // 4, photo.height // 4))
            across = 820  # pixels: 110 dots an inch of the width that a page leaves
            small.append(photo.resize((across, across * photo.height // photo.width)))
    out = io.BytesIO()
    small[0].save(out, "PDF", save_all=True, append_images=small[1:], quality=75)
    return {"seconds": time.perf_counter() - began, "bytes": out.tell()}


def cancelled(portfolio: str, key: str) -> dict[str, Any]:
    """Stop builds at several moments; return the seconds from each wish to its end."""
    from portfolio_app.progress import Cancelled
    from portfolio_app.services import bundle
    from portfolio_app.store import queries
    from portfolio_app.workroom.host import Workroom
    from tests.bench.portfolios import opened_with

    taken, same = [], True
    with (
        material.scratch() as scratch,
        opened_with(Path(portfolio), key) as store,
        Workroom() as room,
    ):
        out = scratch / "out.pdf"
        began = time.perf_counter()
        bundle.build(store, room, out)
        whole = time.perf_counter() - began
        before, records = out.read_bytes(), queries.bundles.bundles(store)
        for share in (0.02, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95):
            wished: list[float] = []

            def wish(at: list[float] = wished) -> None:
                at.append(time.perf_counter())

            def progress(_message: str, _fraction: float, at: list[float] = wished) -> None:
                if at:
                    raise Cancelled

            timer = threading.Timer(share * whole, wish)
            timer.start()
            try:
                bundle.build(store, room, out, progress=progress)
            except Cancelled:
                taken.append(time.perf_counter() - wished[0])
                same &= out.read_bytes() == before
                same &= queries.bundles.bundles(store) == records
            else:  # it was done before the wish: nothing to stop, and another bundle is there now
                before, records = out.read_bytes(), queries.bundles.bundles(store)
            finally:
                timer.cancel()
            same &= [each.name for each in scratch.iterdir()] == ["out.pdf"]
    return {"seconds": taken or [float("inf")], "same": same}


def _of(folder: Path) -> dict[str, str]:
    from tests.bench.portfolios import key_of

    return {"portfolio": str(folder), "key": key_of(folder)}


def _scanned(pages: int, page_bytes: int) -> Path:
    """Return a portfolio of scans, about so many bytes a page."""
    name = f"scanned-{pages}-{page_bytes}"
    if (kept := _kept(name)) is not None:
        return kept
    pictures = _scans(page_bytes)
    with material.scratch() as folder:
        files = [
            _scan(folder / f"scan-{number:03d}.pdf", number, _PAGES_EACH, pictures)
            for number in range(max(pages // _PAGES_EACH, 1))
        ]
        return _portfolio(name, files)


@cache
def _scans(page_bytes: int) -> tuple[bytes, ...]:
    """Return a few pictures of a page, each of about so many bytes."""
    sizes = {quality: len(_jpeg(1240, 1754, quality)) for quality in (30, 60, 80, 88, 92, 95)}
    near = min(sizes, key=lambda quality: abs(sizes[quality] - page_bytes))
    return tuple(_jpeg(1240, 1754, near, number) for number in range(12))


def _scan(path: Path, number: int, pages: int, pictures: tuple[bytes, ...]) -> Path:
    import pikepdf

    chance = random.Random(number)  # noqa: S311 - the same scans every time
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
            image = pikepdf.Stream(pdf, chance.choice(pictures))
            image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            image.Width, image.Height, image.BitsPerComponent = 1240, 1754, 8
            image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
            page = pdf.pages[-1]
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
            page.obj.Contents = pikepdf.Stream(pdf, b"q 595 0 0 842 0 0 cm /Scan Do Q")
        pdf.save(path)
    return path


def _photos(count: int, width: int, height: int) -> list[Path]:
    folder = material.CACHE / f"photos-{material.VERSION}-{count}-{width}"
    if not folder.is_dir():
        making = folder.with_name(f"{folder.name}.making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        for number in range(count):
            (making / f"photo-{number:03d}.jpg").write_bytes(_jpeg(width, height, 90, number))
        making.rename(folder)
    return sorted(folder.iterdir())


def _jpeg(width: int, height: int, quality: int, number: int = 0) -> bytes:
    """Return a picture with broad shapes and some grain, about as a camera gives it."""
    from PIL import Image

    coarse = Image.effect_noise((width // 40, height // 40), 120).resize((width, height))
    grain = Image.effect_noise((width // 3, height // 3), 18).resize((width, height))
    grey = Image.blend(coarse, grain, 0.45)
    bands = [grey.point(lambda value, k=k: (value + 17 * k + number) % 256) for k in range(3)]  # type: ignore[misc]
    out = io.BytesIO()
    Image.merge("RGB", bands).save(out, "JPEG", quality=quality)
    return out.getvalue()


def _kept(name: str) -> Path | None:
    folder = material.CACHE / f"{name}-{_form()}"
    return folder if folder.is_dir() else None


def _form() -> str:
    from portfolio_app.domain.pages import MAKER
    from portfolio_app.store import migrations

    return f"{material.VERSION}.{migrations.NEWEST}.{MAKER.replace('/', '-')}"


def _portfolio(name: str, files: list[Path]) -> Path:
    """Return a portfolio of these files, each claimed as a whole and shortlisted; made once."""
    from portfolio_app.services import intake, mapping, shortlist
    from portfolio_app.store.queries import standard as standard_queries
    from portfolio_app.workroom.host import Workroom
    from tests.bench.portfolios import new_portfolio

    kept = _kept(name)
    if kept is not None:
        return kept
    for old in material.CACHE.glob(f"{name}-*"):
        shutil.rmtree(old, ignore_errors=True)
    making = material.CACHE / f"making-{name}"
    shutil.rmtree(making, ignore_errors=True)
    material.CACHE.mkdir(parents=True, exist_ok=True)
    with new_portfolio(making) as store, Workroom() as room:
        uids = [each.item_uid for each in intake.add(store, room, files).results]
        ksbs = [each.uid for each in standard_queries.standard(store).ksbs]
        for number, uid in enumerate(uids):
            mapping.claim(store, uid, [ksbs[number % len(ksbs)]], mapping.WHOLE)
        shortlist.set_order(store, uids)
    folder = material.CACHE / f"{name}-{_form()}"
    making.rename(folder)
    return folder
