"""Make a bundle that was built smaller: to a size that a portal takes, by its pictures alone."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain import wire
from portfolio_app.domain.bundle import NO_CHOICES
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.portfolio import BuiltRecord
from portfolio_app.domain.smaller import (
    MEGABYTE,
    Cost,
    PictureStep,
    megabytes,
    step_of,
    steps_from,
    with_step,
)
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import bundle, bundle_plan, compiling, out_of_date, pack, reducing
from portfolio_app.services.bundle import Built
from portfolio_app.services.pack import Pack
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

_DEAREST = 5  # pieces named where a size cannot be reached
_ROOM_TO_SPARE = 64 << 20
_UNSURE = 40_000  # bytes by which a bundle may differ from what its pieces add up to


@dataclass(frozen=True, slots=True)
class Smaller:
    """What became of the wish. Not ``reached``: nothing was changed, and ``largest`` says why.

    Bytes: ``target`` is what was wished for, ``old`` the bundle's size, ``new`` the smaller one's;
    where the target is out of reach ``new`` is about the smallest that can be. ``before`` and
    ``after`` are what each piece costs, the dearest first. ``built`` is the new bundle, None where
    there is none because the old one is small enough, or the target out of reach.
    """

    target: int
    old: int
    new: int
    before: tuple[Cost, ...]
    after: tuple[Cost, ...]
    step: PictureStep | None = None
    reached: bool = False
    built: Built | Pack | None = None

    @property
    def largest(self) -> tuple[Cost, ...]:
        """The pieces that cost most at the smallest size."""
        return self.after[:_DEAREST]

    @property
    def words(self) -> str:
        """One or two sentences: what happened, or why not and what is largest."""
        if self.built is not None and self.step is not None:
            return (
                f"{megabytes(self.old)} is now {megabytes(self.new)}: pictures at "
                f"{self.step.words}."
            )
        if self.reached:
            return f"The bundle has {megabytes(self.old)}, which is small enough."
        named = ", ".join(each.words for each in self.largest)
        return (
            f"{megabytes(self.target)} can't be reached by making pictures smaller: about "
            f"{megabytes(self.new)} is the least. Nothing was changed. The largest are {named}."
        )


def costs(
    store: Store, room: Workroom, bundle_uid: str, *, progress: Progress = silent
) -> tuple[Cost, ...]:
    """Return what each piece of a bundle costs in it, the dearest first.

    Raises:
        PortfolioError: no such bundle ("no-such-bundle"), the portfolio was changed since it was
            built ("out-of-date"), or a file can't be read ("stopped").
        Cancelled: ``progress`` raised it.
    """
    with _Trial(store, room, bundle_uid, progress) as trial:
        return trial.costs_of(step_of(trial.planned.options))


def make_smaller(
    store: Store,
    room: Workroom,
    bundle_uid: str,
    limit_mb: float,
    *,
    out: Path | None = None,
    progress: Progress = silent,
) -> Smaller:
    """Build a bundle again with pictures that are small enough for ``limit_mb`` million bytes.

    Pictures lose dots first, then quality, and no more than is needed. Pages of signed pieces and
    papers stay as they are; so do words, drawings, marks and page numbers. The new PDF goes to
    ``out``, without it the whole bundle to the place of the old one, and only when it has been read
    back and is as promised; until then the old one stays as it is.

    Raises:
        PortfolioError: no such bundle ("no-such-bundle"), the portfolio was changed since it was
            built ("out-of-date"), no size ("no-size"), or as ``bundle.build``.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    most = limit_mb * MEGABYTE
    target = int(most) if math.isfinite(most) else 0
    if target <= 0:
        raise PortfolioError(
            "That isn't a size. Nothing was changed.",
            hint="Give it in MB, like 25.",
            code="no-size",
        )
    with _Trial(store, room, bundle_uid, part(progress, 0.0, 0.15)) as trial:
        record, options = trial.record, trial.planned.options
        before = trial.costs_of(step_of(options))
        if record.bytes <= target:
            step = step_of(options)
            return Smaller(target, record.bytes, record.bytes, before, before, step, reached=True)
        steps = steps_from(step_of(options))
        chosen, after = trial.gentlest(steps, target, part(progress, 0.15, 0.5))
        least = trial.size_with(after)
    building = part(progress, 0.5, 1.0)
    for step in steps[steps.index(chosen) :] if chosen is not None else ():
        wanted = with_step(options, step)
        whole = record.folder and out is None  # the PDF with everything beside it
        build = pack.build_pack if whole else bundle.build
        try:
            built = build(
                store,
                room,
                out or Path(record.folder or record.path),
                draft=record.is_draft,
                options=wanted,
                most_bytes=target,
                progress=building,
            )
        except PortfolioError as error:
            if error.code != "too-large":
                raise
            continue
        if step is not chosen:
            with _Trial(store, room, built.bundle_id, silent) as trial:
                after = trial.costs_of(step)
        new = built.bundle.bytes
        return Smaller(target, record.bytes, new, before, after, step, reached=True, built=built)
    return Smaller(target, record.bytes, least, before, after)


class _Trial:
    """The page copies of a bundle in scratch, tried with pictures of several sizes."""

    def __init__(self, store: Store, room: Workroom, bundle_uid: str, progress: Progress) -> None:
        self._store, self._room, self._progress = store, room, progress
        self.record = _record(store, bundle_uid)
        if out_of_date.is_out_of_date(store, bundle_uid):
            raise PortfolioError(
                "The portfolio was changed since this bundle was built. Nothing was changed.",
                hint="Build the bundle again, then make it smaller.",
                code="out-of-date",
            )
        options = _options(store, bundle_uid)
        if options.profile is not Profile.GATEWAY:
            raise PortfolioError(
                "The PDFs of a proposal are not made smaller here. Nothing was changed.",
                hint="Make pictures smaller in the program it was written with, then attach it.",
                code="not-a-portfolio",
            )
        self.planned = bundle_plan.plan(store, draft=self.record.is_draft, options=options)
        self._left = reducing.untouched(store)
        self._weighed: dict[PictureStep | None, tuple[Cost, ...]] = {}

    def __enter__(self) -> _Trial:
        pages = sum(each.bytes for each in self.planned.items if each.pages)
        self._held = scratch_folder(self._room, 2 * pages + _ROOM_TO_SPARE)
        self._folder = self._held.__enter__()
        try:
            self._whole = self._copies()
        except BaseException:
            self._held.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *ended: object) -> None:
        self._held.__exit__(None, None, None)

    def costs_of(self, step: PictureStep | None, progress: Progress = silent) -> tuple[Cost, ...]:
        """Return what each piece costs with pictures like this; None leaves them as they are."""
        if step not in self._weighed:
            copies = self._whole
            if step is not None:
                copies = {uid: path.with_suffix(".tried") for uid, path in self._whole.items()}
                for uid, path in self._whole.items():
                    shutil.copyfile(path, copies[uid])
                reducing.reduce(self._store, self._room, copies, step, progress=progress)
            found = reducing.weights(self._room, self.planned, copies)
            self._weighed[step] = reducing.costs(self.planned, found, self._left)
        return self._weighed[step]

    def size_with(self, costs_then: Sequence[Cost]) -> int:
        """Return about how many bytes the bundle has when its pieces cost this."""
        now = sum(each.bytes for each in self.costs_of(step_of(self.planned.options)))
        return max(self.record.bytes - now + sum(each.bytes for each in costs_then), 0)

    def gentlest(
        self, steps: Sequence[PictureStep], target: int, progress: Progress
    ) -> tuple[PictureStep | None, tuple[Cost, ...]]:
        """Return the first step that seems to do, with its costs; None with those of the last."""
        hardest = self.costs_of(steps[-1], part(progress, 0.0, 0.4)) if steps else ()
        if not steps or self.size_with(hardest) > target + _UNSURE:
            return None, hardest or self.costs_of(step_of(self.planned.options))
        low, high = 0, len(steps) - 1
        while low < high:
            middle = (low + high) // 2
            tried = self.costs_of(steps[middle], part(progress, 0.4, 1.0))
            if self.size_with(tried) <= target:
                high = middle
            else:
                low = middle + 1
        return steps[low], self.costs_of(steps[low], part(progress, 0.4, 1.0))

    def _copies(self) -> dict[str, Path]:
        shown = [(each.uid, each.ref) for each in self.planned.items if each.pages]
        shown += [(each.uid, PaperKind(each.kind).words) for each in self.planned.papers]
        made = {}
        for number, (uid, called) in enumerate(shown):
            self._progress(f"Reading {called}", number / len(shown))
            made[uid] = self._folder / f"{number:05d}.pdf"
            made[uid].write_bytes(compiling.copy_of(self._store, self._room, uid, called, silent))
        return made


def _record(store: Store, bundle_uid: str) -> BuiltRecord:
    for each in queries.bundles.bundles(store):
        if each.uid == bundle_uid:
            return each
    raise out_of_date.no_such_bundle()


def _options(store: Store, bundle_uid: str) -> BundleOptions:
    with store.read() as session:
        kept = session.query(tables.BundleRow.options).filter_by(uid=bundle_uid).scalar()
    return wire.decode(BundleOptions, json.loads(kept)) if kept else NO_CHOICES
