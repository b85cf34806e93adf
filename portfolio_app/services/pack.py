"""Build the whole bundle folder: the PDF and everything beside it, or nothing at all."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from portfolio_app.domain.bundle import BuiltBundle, Inspection, PlanFile
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.smaller import megabytes
from portfolio_app.problems import Level, Problem
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import (
    bundle,
    bundle_folder,
    bundle_plan,
    pack_names,
)
from portfolio_app.services import options as choices
from portfolio_app.services.pack_making import Making, refuse_bad_folder
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom


@dataclass(frozen=True, slots=True)
class Pack:
    """A finished bundle folder. ``path`` is its first PDF, ``files`` all of it, the list too.

    ``bundle`` and ``inspection`` are that PDF's; of a proposal they count the pages of all its
    PDFs. ``bytes`` is the whole folder. ``seconds`` is the whole build. ``notes`` are those of the
    ``findings`` that are about the folder: what is too large, what is a text copy, what stays.
    """

    folder: Path
    path: Path
    bundle_id: str
    bundle: BuiltBundle
    inspection: Inspection
    files: tuple[PlanFile, ...]
    findings: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    bytes: int
    seconds: float
    peak_bytes: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class PdfAlone:
    """What the PDF alone gives. ``told`` says it in sentences, ``left_out`` are the files."""

    told: tuple[str, ...]
    left_out: tuple[PlanFile, ...]


def build_pack(
    store: Store,
    room: Workroom,
    folder: Path,
    *,
    options: BundleOptions | None = None,
    draft: bool = False,
    most_bytes: int = 0,
    progress: Progress = silent,
) -> Pack:
    """Build the bundle folder, prove it by reading it back, and put it in place in one move.

    Without ``options`` the choices kept for the gateway pack hold. A folder that holds exactly a
    bundle of this portfolio is replaced; what holds anything else is left alone. While something
    must be fixed it is a draft, asked for or not. A portfolio PDF of more than ``most_bytes`` is
    not put there; 0 takes any.

    Raises:
        PortfolioError: a row that always stops a build holds ("stopped"), nothing is shortlisted or
            attached, something else is in the folder ("exists"), the place can't be written to, the
            disk is full, a paper has no pages ("no-pages"), the PDF is too large ("too-large"), or
            the finished folder was not as promised ("not-as-promised").
        Cancelled: ``progress`` raised it; nothing was written.
    """
    began = time.monotonic()
    folder = folder.absolute()
    bundle_folder.put_right(folder)
    options = replace(options or choices.options(store, Profile.GATEWAY), whole_folder=True)
    refuse_bad_folder(store, folder)
    known = bundle.checked(store, room, options, progress=part(progress, 0.0, 0.05))
    # What must be fixed but does not stop a build leaves only a draft.
    draft = draft or any(each.level is Level.MUST_FIX for each in known)
    going = part(progress, 0.05, 1.0)
    making = Making(store, room, folder, options, going, draft=draft, most_bytes=most_bytes)
    is_gateway = options.profile is Profile.GATEWAY
    with bundle_folder.staged(folder) as staging:
        done = making.gateway(staging) if is_gateway else making.proposal(staging)
        total = sum(each.bytes for each in done.files)
        told = bundle.record(
            store, done, Changes(f"Built {folder.name}", frozenset({Topic.BUNDLES}))
        )
    progress("Built", 1.0)
    notes = (
        *making.notes,
        *_sizes(store, options, done.files, total),
        *(_names(store, done.path.name) if is_gateway else ()),
    )
    return Pack(
        folder=folder,
        path=done.path,
        bundle_id=done.planned.bundle_id,
        bundle=done.made.bundle,
        inspection=done.made.inspection,
        files=done.files,
        findings=(
            *known,
            *done.made.bundle.problems,
            *done.made.inspection.findings,
            *notes,
        ),
        notes=tuple(each for each in notes if each.rule != "folder.original"),
        bytes=total,
        seconds=time.monotonic() - began,
        peak_bytes=done.made.bundle.peak_bytes,
        changes=told,
    )


def pdf_alone(store: Store, options: BundleOptions | None = None) -> PdfAlone:
    """Return what is left out when the PDF is built alone, and what it says in its place.

    Raises:
        PortfolioError: the shortlist is empty ("empty-shortlist").
    """
    options = options or choices.options(store, Profile.GATEWAY)
    whole = bundle_plan.plan(store, options=replace(options, whole_folder=True))
    alone = bundle_plan.plan(store, options=replace(options, whole_folder=False))
    inside = [PaperKind(each.kind).words.lower() for each in alone.papers]
    pieces = f"{len(alone.items)} piece{'' if len(alone.items) == 1 else 's'}"
    told = [f"One PDF that needs nothing else: {pieces}{''.join(f', {each}' for each in inside)}."]
    apart = [each for each in whole.files if each.ref]
    if apart:
        refs = ", ".join(each.ref for each in apart)
        told.append(
            f"The originals of {refs} are not supplied. The PDF gives the checksum of each, and "
            "says that you can show it on request."
        )
    shown = {bundle_plan.BESIDE.get(PaperKind(each.kind)) for each in alone.papers}
    papers = [each for each in whole.files if not each.ref and each.path not in shown]
    if papers:
        names = ", ".join(each.what[0].lower() + each.what[1:] for each in papers)
        told.append(f"Not in it, to be handed in separately: {names}.")
    return PdfAlone(tuple(told), (*apart, *papers))


def _sizes(
    store: Store, options: BundleOptions, files: Sequence[PlanFile], total: int
) -> Iterator[Problem]:
    """Yield what is larger than the person, or their EPAO, allows."""
    limit = int(options.limit_mb * 1_000_000)
    if total > limit > 0:
        yield Problem(
            Level.SHOULD_CHECK,
            "bundle.too-large",
            "bundle",
            f"The bundle is {megabytes(total)} and your EPAO's limit is {megabytes(limit)}. It has "
            "been built and works. Make pictures smaller, or leave out recordings and send them "
            "separately.",
            source="The limit you chose.",
        )
    most = pack_names.most_bytes(store)
    for each in files:
        if each.bytes > most > 0:
            yield Problem(
                Level.SHOULD_CHECK,
                "file.too-large",
                each.ref or "bundle",
                f"{each.path} is {megabytes(each.bytes)} and your EPAO takes files of "
                f"{megabytes(most)} at most. It has been built and works.",
                source=pack_names.source_line(store, pack_names.MOST_MB),
            )


def _names(store: Store, name: str) -> Iterator[Problem]:
    told = pack_names.told_of_names(store)
    if told:
        yield Problem(
            Level.INFORMATION,
            "bundle.file-names",
            "bundle",
            f"Your EPAO says of file names: “{told}”. The portfolio is called {name}.",
            source=pack_names.source_line(store, pack_names.FILE_NAMES),
        )
