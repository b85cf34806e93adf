"""The pages of a bundle, compiled in scratch and proven, before anything is put anywhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain import wire
from portfolio_app.domain.bundle import (
    BuiltBundle,
    BundlePlan,
    Inspection,
)
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.smaller import step_of
from portfolio_app.problems import Level, PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import (
    hidden_findings,
    hidden_left,
    out_of_date,
    reducing,
)
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.services.removal import clean_copy
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import COMPILING, Workroom

# While a bundle is made its pages lie in scratch up to four times: as copies, joined, and written.
_PASSING_COPIES = 4
_ROOM_TO_SPARE = 64 << 20
_LOOK_EVERY = 0.05  # seconds between two looks at the wish to stop


@dataclass(frozen=True, slots=True)
class Made:
    """A compiled portfolio in scratch, read back and as promised."""

    file: Path
    bundle: BuiltBundle
    inspection: Inspection


@contextmanager
def compiled(
    store: Store, room: Workroom, planned: BundlePlan, progress: Progress
) -> Iterator[Made]:
    """Give the planned PDF, compiled and proven by reading it back; it is gone afterwards.

    Raises:
        PortfolioError: a stored file is missing or damaged ("stopped"), or the finished file was
            not as promised ("not-as-promised").
        Cancelled: ``progress`` raised it.
    """
    options = planned.options
    before = out_of_date.prints(store, planned)
    shown = [(each.uid, each.ref) for each in planned.items if each.pages]
    shown += [(each.uid, PaperKind(each.kind).words) for each in planned.papers]
    pages = sum(each.bytes for each in planned.items if each.pages)
    needed = _PASSING_COPIES * pages + _ROOM_TO_SPARE
    stop = threading.Event()
    with scratch_folder(room, needed) as scratch, ThreadPoolExecutor(1) as beside, _set(stop):
        sources: dict[str, str] = {}
        for number, (uid, called) in enumerate(shown):
            reading = part(progress, 0.15 * number / len(shown), 0.15 * (number + 1) / len(shown))
            reading(f"Reading {called}", 0.0)
            copy = scratch / f"{number:05d}.pdf"
            copy.write_bytes(copy_of(store, room, uid, called, reading))
            sources[uid] = str(copy)
        step = step_of(options)
        if step is not None:
            copies = {uid: Path(copy) for uid, copy in sources.items()}
            reducing.reduce(store, room, copies, step, progress=part(progress, 0.05, 0.15))
        # Originals are proven whole while the child compiles, on the other core.
        proof = beside.submit(_damaged_originals, store, planned, stop)
        draft_file = scratch / "bundle.pdf"
        reply = room.call(
            "compile",
            {"plan": wire.encode(planned), "sources": sources, "out": str(draft_file)},
            limits=COMPILING,
            progress=part(progress, 0.15, 0.94),
        )
        built = wire.decode(BuiltBundle, reply.result[0])
        found = wire.decode(Inspection, reply.result[1])
        refuse_hidden_since(store, planned, before)
        hidden_left.refuse(
            store, room, planned, built, draft_file, progress=part(progress, 0.94, 0.98)
        )
        damaged = _waited_for(proof, part(progress, 0.98, 0.98))
        if damaged:
            raise PortfolioError(
                f"The bundle wasn't built: {', '.join(damaged)} can't be read as it was stored.",
                hint="Your previous bundle is still in place. Run a check, then restore the file.",
                code="stopped",
            )
        wrong = [each.message for each in found.findings if each.level is Level.MUST_FIX]
        if wrong:
            raise PortfolioError(
                "The bundle was built but did not pass its own reading back: "
                + " ".join(wrong[:3]),
                hint="Nothing was exported. Your previous bundle is still in place.",
                code="not-as-promised",
            )
        yield Made(draft_file, built, found)


def copy_of(
    store: Store, room: Workroom, item_uid: str, called: str, progress: Progress = silent
) -> bytes:
    """Return the page copy of a piece or a paper, without what is hidden in it.

    Messages name it as it is ``called``.

    Raises:
        PortfolioError: its file can't be read as it was stored ("stopped").
        Cancelled: ``progress`` raised it.
    """
    try:
        return clean_copy(store, room, item_uid, progress=progress)
    except PortfolioError as error:
        raise PortfolioError(
            f"The bundle wasn't built: {called}'s file can't be read. {error.message}",
            hint="Your previous bundle is still in place.",
            code="stopped",
        ) from error


def refuse_hidden_since(store: Store, planned: BundlePlan, prints: str) -> None:
    """Refuse what was hidden, or shown again, meanwhile: building takes a while.

    ``prints`` is what ``out_of_date.prints`` said of the plan before.

    Raises:
        PortfolioError: code "stopped".
    """
    hidden = [each for each in hidden_findings.hidden_places(store) if each.stops]
    if hidden or out_of_date.prints(store, planned) != prints:
        raise PortfolioError(
            "The bundle wasn't built: something was hidden or changed while it was made.",
            hint="Your previous bundle is still in place. Build it again.",
            code="stopped",
        )


@contextmanager
def _set(event: threading.Event) -> Iterator[None]:
    try:
        yield
    finally:
        event.set()


def _waited_for(proof: Future[list[str]], progress: Progress) -> list[str]:
    while True:
        progress("Checking the originals", 1.0)
        with suppress(FutureTimeout):
            return proof.result(_LOOK_EVERY)


def _damaged_originals(store: Store, planned: BundlePlan, stop: threading.Event) -> list[str]:
    """Read every original to its end; return which are damaged or missing, as they are called."""
    damaged: list[str] = []
    originals = [(each.sha256, each.ref) for each in planned.items]
    originals += [(each.sha256, PaperKind(each.kind).words) for each in planned.papers]
    for sha256, called in originals:
        try:
            for _ in store.vault.open(sha256):
                if stop.is_set():
                    return damaged
        except PortfolioError:
            damaged.append(called)
    return damaged
