"""Page copies with smaller pictures, and what each piece weighs; signed ones are never touched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain import wire
from portfolio_app.domain.bundle import BundlePlan
from portfolio_app.domain.evidence import EvidenceKind
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.smaller import Cost, PictureStep, Weight
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.store import disk, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import COMPILING, Workroom

_MAKER = "smaller-2"  # another one makes every cached copy anew
_NOTHING_WON = b"="  # kept in place of a copy that would not have become smaller
_COPIES_AT_ONCE = 8
_BYTES_AT_ONCE = 48_000_000
_ANSWERS = '"form answers"'  # as an item's row holds it
_SIGNED_KINDS = tuple(each.value for each in PaperKind if each.is_to_sign)


@dataclass(frozen=True, slots=True)
class _Wanted:
    key: str
    path: Path
    bytes: int


def untouched(store: Store) -> dict[str, str]:
    """Return the pieces and papers whose pages are never touched, each with why, in words.

    They carry a signature or may carry one: whether somebody signed an observation, a form or an
    employer's statement on its page can't be told, so nothing more is said of it.
    """
    with store.read() as session:
        rows = session.query(
            tables.ItemRow.uid,
            tables.ItemRow.signed,
            tables.ItemRow.signing,
            tables.ItemRow.kind,
            tables.ItemRow.paper,
            tables.ItemRow.holds,
        )
        found = {}
        for uid, signed, signing, kind, paper, holds in rows:
            is_form = kind == EvidenceKind.OBSERVATION.value or _ANSWERS in holds
            if signed:
                found[uid] = "Has a digital signature: never changed"
            elif signing:
                found[uid] = "Signed, as you noted: never changed"
            elif is_form or paper in _SIGNED_KINDS:
                found[uid] = "May be signed: never changed"
        return found


def reduce(
    store: Store,
    room: Workroom,
    copies: Mapping[str, Path],
    step: PictureStep,
    *,
    progress: Progress = silent,
) -> None:
    """Put smaller copies in the place of these page copies, by the piece's uid, where one is.

    Each lies in a folder of the workroom. Those of ``untouched`` stay as they are. What was made
    once for the same pages is not made again.

    Raises:
        Cancelled: ``progress`` raised it; some copies are smaller by then.
    """
    left = untouched(store)
    waiting: list[_Wanted] = []
    for uid, path in copies.items():
        if uid in left:
            continue
        key = _key_of(path, step)
        kept = store.derived.get(key)
        if kept is None:
            waiting.append(_Wanted(key, path, path.stat().st_size))
        elif kept != _NOTHING_WON:
            path.write_bytes(kept)
    done, total = 0, sum(each.bytes for each in waiting)
    for batch in _batches(waiting):
        progress("Making pictures smaller", done / total if total else 1.0)
        _reduce(store, room, batch, step, progress)
        done += sum(each.bytes for each in batch)


def weights(room: Workroom, planned: BundlePlan, copies: Mapping[str, Path]) -> tuple[Weight, ...]:
    """Return what the shown pages of each piece weigh."""
    sources = {uid: str(path) for uid, path in copies.items()}
    arguments = {"plan": wire.encode(planned), "sources": sources}
    reply = room.call("weigh", arguments, limits=COMPILING)
    return wire.decode(tuple[Weight, ...], reply.result)


def costs(
    planned: BundlePlan, found: Iterable[Weight], left: Mapping[str, str]
) -> tuple[Cost, ...]:
    """Return what each piece costs, the dearest first."""
    names = {each.uid: (each.ref, each.title) for each in planned.items}
    names |= {each.uid: (PaperKind(each.kind).words, each.title) for each in planned.papers}
    told = [
        Cost(
            each.uid,
            *names.get(each.uid, ("", "")),
            bytes=each.bytes,
            pictures=each.pictures,
            kept=left.get(each.uid, ""),
        )
        for each in found
    ]
    return tuple(sorted(told, key=lambda each: (-each.bytes, each.ref)))


def _reduce(
    store: Store, room: Workroom, batch: list[_Wanted], step: PictureStep, progress: Progress
) -> None:
    prefix = batch[0].path.with_suffix(".smaller")
    arguments = {
        "paths": [str(each.path) for each in batch],
        "out": str(prefix),
        "step": wire.encode(step),
    }
    try:
        last = ("Making pictures smaller", 0.0)
        reply = room.call(
            "smaller",
            arguments,
            limits=COMPILING,
            progress=lambda _message, _fraction: progress(*last),
        )
    except PortfolioError:
        # A piece whose pictures cannot be unpacked keeps them; the others still become smaller.
        for each in batch if len(batch) > 1 else ():
            _reduce(store, room, [each], step, progress)
        if len(batch) == 1:
            store.derived.put(batch[0].key, _NOTHING_WON)
        return
    for each, made in zip(batch, reply.result, strict=True):
        if not made:
            store.derived.put(each.key, _NOTHING_WON)
            continue
        out = Path(made)
        store.derived.put(each.key, out.read_bytes())
        disk.replace(out, each.path)


def _batches(waiting: list[_Wanted]) -> Iterable[list[_Wanted]]:
    batch: list[_Wanted] = []
    for each in waiting:
        full = sum(one.bytes for one in batch) + each.bytes > _BYTES_AT_ONCE
        if batch and (full or len(batch) == _COPIES_AT_ONCE):
            yield batch
            batch = []
        batch.append(each)
    if batch:
        yield batch


def _key_of(path: Path, step: PictureStep) -> str:
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    return f"{content}-{_MAKER}-{step.dots}-{step.quality}"
