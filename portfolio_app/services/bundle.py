"""Build the compiled portfolio: plan, findings, pages, proof, and only then the file."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path

from portfolio_app.domain import wire
from portfolio_app.domain.bundle import (
    BuiltBundle,
    BundlePlan,
    Inspection,
    PlanFile,
)
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.domain.smaller import megabytes
from portfolio_app.problems import Level, PortfolioError, Problem
from portfolio_app.progress import Cancelled, Progress, part, silent
from portfolio_app.services import (
    bundle_plan,
    numbering,
    out_of_date,
    preflight,
    renewing,
    submitting,
)
from portfolio_app.services import options as choices
from portfolio_app.services.compiling import Made, compiled, refuse_hidden_since
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.store import disk, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import COMPILING, Workroom

_ROOM_TO_SPARE = 64 << 20
_CHUNK = 4 << 20  # bytes copied between two looks at the wish to stop
_CHECKED = 0.05  # the share of a build that the checks before it take


@dataclass(frozen=True, slots=True)
class Built:
    """A finished bundle. ``seconds`` is the whole build; ``peak_bytes`` the compiling process's."""

    path: Path
    bundle_id: str
    bundle: BuiltBundle
    inspection: Inspection
    findings: tuple[Problem, ...]
    seconds: float
    peak_bytes: int
    changes: Changes


def build(
    store: Store,
    room: Workroom,
    out: Path,
    *,
    draft: bool = False,
    options: BundleOptions | None = None,
    most_bytes: int = 0,
    progress: Progress = silent,
) -> Built:
    """Build the bundle, prove it by reading it back, and put it at ``out`` in one move.

    Without ``options`` the choices kept for the gateway bundle hold. One of more than
    ``most_bytes`` is not put there; 0 takes any.

    A file that is already at ``out`` stays as it is until the new one is complete and proven; the
    bundle that was handed in stays for good. While
    something must be fixed it is a draft, asked for or not; its row among the bundles says so.

    Raises:
        PortfolioError: a row that always stops a build holds (code "stopped"), nothing is
            shortlisted, the place cannot be written, or holds what was handed in ("exists"), the
            finished file was not as promised, or it is larger than it may be ("too-large").
        Cancelled: ``progress`` raised it; nothing was written.
    """
    began = time.monotonic()
    out = out.absolute()
    _refuse_bad_place(out, store)
    # The PDF alone: nothing goes beside it, and it must not say that something does.
    options = replace(options or choices.options(store, Profile.GATEWAY), whole_folder=False)
    if options.profile is not Profile.GATEWAY:
        raise PortfolioError(
            "The proposal and its presentation go into a folder, not into one PDF.",
            hint="Build the bundle folder.",
            code="needs-folder",
        )
    known = checked(store, room, options, progress=part(progress, 0.0, _CHECKED))
    # What must be fixed but does not stop a build leaves only a draft.
    draft = draft or any(each.level is Level.MUST_FIX for each in known)
    planned = bundle_plan.plan(store, draft=draft, options=options)
    prints = out_of_date.prints(store, planned)
    with compiled(store, room, planned, part(progress, _CHECKED, 0.98)) as made:
        progress("Saving", 0.98)
        if made.bundle.bytes > most_bytes > 0:
            raise PortfolioError(
                f"The bundle would have {megabytes(made.bundle.bytes)}, which is more than it may.",
                hint="Your previous bundle is still in place.",
                code="too-large",
            )
        refuse_hidden_since(store, planned, prints)
        submitting.refuse_handed_in(store, out)  # it may have been handed in meanwhile
        sha256 = _put_in_place(made.file, out, part(progress, 0.98, 1.0))
    done = Done(planned, made, out, sha256, prints)
    told = record(store, done, Changes(f"Built {out.name}", frozenset({Topic.BUNDLES})))
    progress("Built", 1.0)
    known = preflight.of_finished(store, options, known, out.name, made.bundle.bytes)
    return Built(
        path=out,
        bundle_id=planned.bundle_id,
        bundle=made.bundle,
        inspection=made.inspection,
        findings=(*known, *made.bundle.problems, *made.inspection.findings),
        seconds=time.monotonic() - began,
        peak_bytes=made.bundle.peak_bytes,
        changes=told,
    )


@dataclass(frozen=True, slots=True)
class Done:
    """A bundle that lies where it belongs: ``path`` is its PDF. ``files`` are all of its folder."""

    planned: BundlePlan
    made: Made
    path: Path
    sha256: str
    prints: str
    folder: str = ""
    files: tuple[PlanFile, ...] = ()


def checked(
    store: Store, room: Workroom, options: BundleOptions, *, progress: Progress = silent
) -> tuple[Problem, ...]:
    """Return what a person should know before building with these choices.

    Raises:
        PortfolioError: a row that always stops a build holds ("stopped").
        Cancelled: ``progress`` raised it; pages that were made again until then stay.
    """
    # Pages as this version shows them, not an earlier one.
    renewing.renew(store, room, progress=part(progress, 0.0, 0.5))
    known = preflight.findings(store, options, room, progress=part(progress, 0.5, 1.0))
    stopping = [each.message for each in known if each.stops]
    if stopping:
        raise PortfolioError(
            "The bundle wasn't built: " + " ".join(stopping),
            hint="Your previous bundle is still in place.",
            code="stopped",
        )
    return known


def record(store: Store, done: Done, told: Changes) -> Changes:
    """Write down that a bundle was built; return what is told.

    The first final bundle for the gateway fixes the E-numbers. That is no step of
    the history, as building is none: what was handed out can't be taken back.
    """
    planned, built = done.planned, done.made.bundle
    with store.session() as session:
        is_final = not planned.draft and planned.options.profile is Profile.GATEWAY
        if is_final and numbering.note_printed(session, {i.uid: i.ref for i in planned.items}):
            told = replace(
                told,
                summary=f"{told.summary}. E-numbers are fixed from now on",
                topics=told.topics | numbering.TOPICS,
            )
        session.add(
            tables.BundleRow(
                uid=planned.bundle_id,
                built_at=planned.built,
                path=str(done.path),
                pages=built.pages,
                bytes=built.bytes,
                sha256=done.sha256,
                draft=int(planned.draft),
                profile=planned.options.profile.value,
                folder=done.folder,
                options=json.dumps(wire.encode(planned.options)),
                contents=json.dumps(wire.encode(replace(built, problems=())), ensure_ascii=False),
                files=json.dumps(wire.encode(done.files), ensure_ascii=False),
                prints=done.prints,
                items=len(built.items),
                claims=len(built.claims),
            )
        )
    return told


def inspect(room: Workroom, path: Path, *, progress: Progress = silent) -> Inspection:
    """Read a built bundle back; needs only the PDF.

    Raises:
        PortfolioError: there is no such file, or it is not a PDF that can be read.
    """
    path = path.absolute()
    if not path.is_file():
        raise PortfolioError(f"There is no file at {path}.", hint="Check its name.", code="missing")
    with scratch_folder(room, path.stat().st_size + _ROOM_TO_SPARE) as scratch:
        copy = scratch / "bundle.pdf"
        shutil.copyfile(path, copy)
        reply = room.call("inspect", {"path": str(copy)}, limits=COMPILING, progress=progress)
        return wire.decode(Inspection, reply.result)


def _refuse_bad_place(out: Path, store: Store) -> None:
    disk.refuse_bad_name(out)
    if out.is_dir():
        raise PortfolioError(f"{out} is a folder.", hint="Give a file name that ends in .pdf.")
    if disk.is_within(out, store.folder):
        raise PortfolioError(
            "The bundle can't be put inside the portfolio's own folder.",
            hint="Choose another place.",
        )
    if not out.parent.is_dir():
        raise PortfolioError(
            f"There is no folder {out.parent}.", hint="Make it first, or choose another place."
        )
    if not os.access(out.parent, os.W_OK):
        raise PortfolioError(
            f"The folder {out.parent} can't be written to.", hint="Choose another place."
        )
    submitting.refuse_handed_in(store, out)


def _put_in_place(finished: Path, out: Path, progress: Progress) -> str:
    """Copy a finished file to its place in one move; return its SHA-256."""
    beside = out.with_name(f".{out.name[:40]}.{secrets.token_hex(4)}.partial")
    hashed, done, size = hashlib.sha256(), 0, max(finished.stat().st_size, 1)
    try:
        with finished.open("rb") as source, beside.open("xb") as target:
            while chunk := source.read(_CHUNK):
                progress("Saving", done / size)
                hashed.update(chunk)
                target.write(chunk)
                done += len(chunk)
            target.flush()
            os.fsync(target.fileno())
        disk.replace(beside, out)
        disk.sync_folder(out.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        full = disk.is_full(error)
        raise PortfolioError(
            "The disk is full, so the bundle wasn't saved."
            if full
            else f"The bundle couldn't be saved as {out}.",
            hint="Your previous bundle is still in place. Free some space or choose another place.",
            code="disk-full" if full else "refused",
        ) from error
    except Cancelled:
        beside.unlink(missing_ok=True)
        raise
    return hashed.hexdigest()
