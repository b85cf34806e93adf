"""``bundle.build``, against one process that merges the same pages, saves and reads them back.

Three ways to build: with a workroom started for it, in the window (the workroom is ready and the
checks were shown), and from the command line (a new process that unlocks with a passphrase).
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import material
from tests.bench.measure import ROOT, Compared, Figure, SideError, compare, figure_of, in_child

_MOST_BYTES = 300_000_000


def usual(rounds: int = 5) -> Iterator[Figure]:
    """Yield the figures of a bundle as people submit it."""
    yield from figures(18, 108, 60, reach=4.0, rounds=rounds)
    yield from warm(18, 108, 60, reach=4.0, seconds=1.0, rounds=rounds)
    yield from command_line(18, 108, 60, seconds=2.0, rounds=rounds)


def hundred(rounds: int = 3) -> Iterator[Figure]:
    """Yield the figure of a hundred pieces, in the window."""
    yield from warm(100, 1200, 600, reach=3.0, seconds=6.0, rounds=rounds)


def large(rounds: int = 3) -> Iterator[Figure]:
    """Yield the figure of the largest bundle that should still be comfortable."""
    yield from figures(200, 1800, 1000, reach=3.0, rounds=rounds)


def figures(items: int, pages: int, claims: int, *, reach: float, rounds: int) -> Iterator[Figure]:
    """Yield the figure of a bundle of this size."""
    from tests.bench.portfolios import prepared

    compared = _compared("ours", items, pages, claims, rounds)
    last = compared.last_ours
    # A passphrase costs 64 MB for a moment, on purpose, before the build begins.
    folder = str(prepared(items, pages, claims))
    unlocking = in_child("tests.bench.bundles:unlocking", portfolio=folder)["peak_bytes"]
    together = last["peak_bytes"] + last["room_peak_bytes"]
    yield figure_of(
        f"bundle of {items} items, {pages} pages, {claims} claims",
        compared,
        reach,
        also=together <= _MOST_BYTES,
        peak_bytes=together,
        reach_peak_bytes=_MOST_BYTES,
        parent_peak_bytes=last["peak_bytes"],
        opened_by_passphrase_peak_bytes=max(unlocking, last["peak_bytes"])
        + last["room_peak_bytes"],
        child_peak_bytes=last["room_peak_bytes"],
        floor_peak_bytes=compared.last_floor["peak_bytes"],
        bundle_pages=last["pages"],
        with_start_seconds=last["wall_seconds"],
        shares=last["shares"],
    )


def warm(
    items: int, pages: int, claims: int, *, reach: float, seconds: float, rounds: int
) -> Iterator[Figure]:
    """Yield the figure of a bundle built in the window, which takes ``seconds`` at most."""
    compared = _compared("ours_warm", items, pages, claims, rounds)
    last = compared.last_ours
    yield figure_of(
        f"bundle of {items} items, {pages} pages, {claims} claims, in the window",
        compared,
        reach,
        also=compared.ours <= seconds,
        reach_seconds=seconds,
        peak_bytes=last["peak_bytes"] + last["room_peak_bytes"],
        bundle_pages=last["pages"],
        shares=last["shares"],
    )


def _compared(side: str, items: int, pages: int, claims: int, rounds: int) -> Compared:
    from tests.bench.portfolios import key_of, prepared

    folder = str(prepared(items, pages, claims))
    key = key_of(Path(folder))
    files = [str(path) for path in material.documents(items, pages)]
    return compare(
        lambda: in_child(f"tests.bench.bundles:{side}", portfolio=folder, key=key),
        lambda: _whole(in_child("tests.bench.bundles:floor", files=files)),
        rounds,
    )


def command_line(
    items: int, pages: int, claims: int, *, seconds: float, rounds: int
) -> Iterator[Figure]:
    """Yield the seconds of a whole ``portfolio-app bundle``, with its process and passphrase."""
    from tests.bench.portfolios import prepared

    folder = prepared(items, pages, claims)
    files = [str(path) for path in material.documents(items, pages)]
    with material.scratch() as scratch:
        secret = scratch / "passphrase.txt"
        secret.write_text(material.PASSPHRASE, encoding="utf-8")
        words = ["bundle", str(folder), str(scratch / "out.pdf"), "--passphrase-file", str(secret)]
        compared = compare(
            lambda: _commanded(words),
            lambda: _whole(in_child("tests.bench.bundles:floor", files=files)),
            rounds,
        )
    yield Figure(
        f"bundle of {items} items, {pages} pages, {claims} claims, from the command line",
        compared.ours,
        seconds,
        "seconds",
        {"floor_seconds": compared.floor, "ratio": compared.ratio},
    )


def _commanded(words: list[str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "portfolio_app", *words]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 1):  # 1: there are findings
        raise SideError(f"the command ended with {done.returncode}; its own words are above")
    return {"seconds": time.perf_counter() - began}


def _whole(told: dict[str, Any]) -> dict[str, Any]:
    # The process and its imports count: ours starts a child that imports the same.
    return {**told, "seconds": told["wall_seconds"]}


def ours(portfolio: str, key: str) -> dict[str, Any]:
    """Build the bundle, from the order to the finished file; its child is started for it."""
    from portfolio_app.services import bundle
    from portfolio_app.workroom.host import Workroom
    from tests.bench.portfolios import opened_with

    stages: dict[str, float] = {}
    with material.scratch() as folder, opened_with(Path(portfolio), key) as store:
        began = last = time.perf_counter()

        def progress(message: str, _fraction: float) -> None:
            nonlocal last
            now = time.perf_counter()
            stage = message.rsplit(" E", 1)[0] or "Starting"
            stages[stage] = round(stages.get(stage, 0.0) + now - last, 3)
            last = now

        room = Workroom()
        with room:
            built = bundle.build(store, room, folder / "out.pdf", progress=progress)
            seconds = time.perf_counter() - began
            peak = room_peak(room)
    return {
        "seconds": seconds,
        "pages": built.bundle.pages,
        "room_peak_bytes": peak,
        "shares": stages,
    }


def ours_warm(portfolio: str, key: str) -> dict[str, Any]:
    """Build the bundle with a workroom that is ready, after the checks were shown."""
    from portfolio_app.domain.options import Profile
    from portfolio_app.services import bundle, options
    from portfolio_app.workroom.host import Workroom
    from tests.bench.portfolios import opened_with

    stages: dict[str, float] = {}
    with (
        material.scratch() as folder,
        opened_with(Path(portfolio), key) as store,
        Workroom() as room,
    ):
        room.get_ready()
        bundle.checked(store, room, options.options(store, Profile.GATEWAY))
        began = last = time.perf_counter()

        def progress(message: str, _fraction: float) -> None:
            nonlocal last
            now = time.perf_counter()
            stage = message.rsplit(" E", 1)[0] or "Starting"
            stages[stage] = round(stages.get(stage, 0.0) + now - last, 3)
            last = now

        built = bundle.build(store, room, folder / "out.pdf", progress=progress)
        seconds = time.perf_counter() - began
        peak = room_peak(room)
    return {
        "seconds": seconds,
        "pages": built.bundle.pages,
        "room_peak_bytes": peak,
        "shares": stages,
    }


def unlocking(portfolio: str) -> dict[str, Any]:
    """Open the portfolio with its passphrase, and no more."""
    from tests.bench.portfolios import opened

    with opened(Path(portfolio)):
        return {}


def room_peak(room: Any) -> int:
    """Return the most memory the room's child used, in bytes; 0 where that cannot be asked."""
    child = room._child
    try:
        status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    line = next(each for each in status.splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def floor(files: list[str]) -> dict[str, Any]:
    """Import what the child imports, merge, save, and read all text back."""
    import pikepdf
    import pypdfium2
    import reportlab.pdfgen.canvas
    import reportlab.platypus  # noqa: F401

    with material.scratch() as folder:
        merged, out = str(folder / "merged.pdf"), str(folder / "out.pdf")
        pikepdf.Job(["qpdf", "--empty", "--pages", *files, "--", merged]).run()
        with pikepdf.open(merged) as pdf:
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        document = pypdfium2.PdfDocument(out)
        for page in document:
            words = page.get_textpage()
            words.get_text_range()
            words.close()
            page.close()
        document.close()
    return {}
