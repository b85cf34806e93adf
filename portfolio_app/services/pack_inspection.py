"""Read a bundle folder back: everything is there as the list says, and nothing else is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain import file_list, safe_names, wire
from portfolio_app.domain.bundle import Inspection, PlanFile
from portfolio_app.problems import Level, PortfolioError, Problem
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import bundle, bundle_folder
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.store import tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import COMPILING, Workroom

_MOST = 4 << 20  # bytes of a list that are read
_ROOM_TO_SPARE = 64 << 20
_ORIGINALS = ("03_", "04_")  # folders whose files are as they were added, whatever they hold


@dataclass(frozen=True, slots=True)
class PackInspection:
    """What reading a folder back found. Must-fix ``findings`` mean it is not as promised.

    ``inspection`` is that of the portfolio PDF, None where the folder holds none. ``files`` are
    those of the list; ``pages`` counts all PDFs that are not originals.
    """

    folder: Path
    bundle_id: str
    inspection: Inspection | None
    files: tuple[PlanFile, ...]
    pages: int
    findings: tuple[Problem, ...]

    @property
    def is_as_promised(self) -> bool:
        """Whether nothing must be fixed."""
        return not any(each.level is Level.MUST_FIX for each in self.findings)


def inspect_pack(room: Workroom, folder: Path, *, progress: Progress = silent) -> PackInspection:
    """Read a bundle folder back; needs nothing but the folder.

    Raises:
        PortfolioError: there is no such folder ("missing").
        Cancelled: ``progress`` raised it.
    """
    folder = folder.absolute()
    if not folder.is_dir():
        raise PortfolioError(
            f"There is no folder at {folder}.", hint="Check its name.", code="missing"
        )
    listed, findings = _read_list(folder)
    files = listed.files if listed is not None else ()
    if listed is not None:
        own = _own_entry(folder)
        findings += differences(folder, (*files, own), part(progress, 0.0, 0.3))
    else:
        files = tuple(
            PlanFile(each.relative_to(folder).as_posix(), "", each.stat().st_size, "")
            for each in bundle_folder.files_of(folder)
            if not each.is_symlink()
        )
    bundle_id = listed.bundle_id if listed is not None else ""
    pdfs = [each.path for each in files if _is_ours(each.path) and (folder / each.path).is_file()]
    main, pages = None, 0
    for number, path in enumerate(pdfs):
        share = part(progress, 0.3 + 0.7 * number / len(pdfs), 0.3 + 0.7 * (number + 1) / len(pdfs))
        share(f"Reading {path}", 0.0)
        is_top = "/" not in path
        found = bundle.inspect(room, folder / path, progress=share) if is_top else None
        if found is not None and not _is_bundle(found):
            found = None
        if found is None:
            looked = look_over(room, folder / path)
        else:
            looked = main = found
            if listed is not None and found.bundle_id != bundle_id:
                findings.append(
                    _must("list-other", path, f"{path} is not of the bundle that the list names.")
                )
        pages += looked.pages if is_top else 0
        findings += [_named(each, path) for each in looked.findings]
    progress("Checked", 1.0)
    return PackInspection(folder, bundle_id, main, files, pages, tuple(findings))


def look_over(room: Workroom, path: Path) -> Inspection:
    """Return how many pages a PDF of the folder has, and what in it should not be there."""
    with scratch_folder(room, path.stat().st_size + _ROOM_TO_SPARE) as scratch:
        copy = scratch / "looked_over.pdf"
        shutil.copyfile(path, copy)
        reply = room.call("look_over", {"path": str(copy)}, limits=COMPILING)
    return wire.decode(Inspection, reply.result)


def differences(
    folder: Path, files: Sequence[PlanFile], progress: Progress = silent
) -> list[Problem]:
    """Return how a folder differs from a list of what should be in it.

    Raises:
        Cancelled: ``progress`` raised it.
    """
    found: list[Problem] = []
    known = {each.path for each in files}
    whole = sum(each.bytes for each in files) or 1
    done = 0
    for each in files:
        path = folder / each.path
        if not _is_inside(each.path):
            found.append(_must("name", each.path, f"{each.path} is not a safe name."))
            continue
        if path.is_symlink() or not path.is_file():
            found.append(_must("file-missing", each.path, f"{each.path} is missing."))
            continue
        size = path.stat().st_size
        progress(f"Checking {each.path}", done / whole)
        place = done
        if size != each.bytes:
            told = f"{each.path} should have {each.bytes:,} bytes and has {size:,}."
            found.append(_must("file-size", each.path, told))
        elif bundle_folder.hash_of(path, lambda m, _, at=place: progress(m, at / whole)) != (  # type: ignore[misc]
            each.sha256
        ):
            told = f"{each.path} was changed: its SHA-256 is not the one in the list."
            found.append(_must("file-changed", each.path, told))
        done += each.bytes
    for path in bundle_folder.files_of(folder):
        name = path.relative_to(folder).as_posix()
        if name not in known:
            found.append(_must("file-extra", name, f"{name} is not in the list of files."))
    return found


def files_of_record(store: Store, bundle_uid: str) -> tuple[PlanFile, ...]:
    """Return the files of a bundle folder as they were written when it was built."""
    with store.read() as session:
        row = session.query(tables.BundleRow.files).filter_by(uid=bundle_uid).one()
        return wire.decode(tuple[PlanFile, ...], json.loads(row[0]))


def _read_list(folder: Path) -> tuple[file_list.FileList | None, list[Problem]]:
    path = folder / safe_names.LIST_NAME
    if not path.is_file() or path.is_symlink():
        told = f"There is no {safe_names.LIST_NAME}, so only the PDF can be checked."
        return None, [Problem(Level.SHOULD_CHECK, "list-missing", "", told)]
    with path.open("rb") as file:
        text = file.read(_MOST).decode("utf-8", "replace")
    listed = file_list.read(text)
    if listed is None:
        return None, [_must("list-damaged", "", f"{safe_names.LIST_NAME} can't be read.")]
    if not listed.is_whole:
        told = f"{safe_names.LIST_NAME} was changed after it was written."
        return listed, [_must("list-changed", "", told)]
    return listed, []


def _own_entry(folder: Path) -> PlanFile:
    """Return the list itself as one of the files: it is not in itself."""
    path = folder / safe_names.LIST_NAME
    return PlanFile(
        safe_names.LIST_NAME, "This list", path.stat().st_size, bundle_folder.hash_of(path)
    )


def _is_ours(path: str) -> bool:
    return path.lower().endswith(".pdf") and not path.startswith(_ORIGINALS) and _is_inside(path)


def _is_inside(path: str) -> bool:
    """Whether a path of a list leads to a file of the folder, under plain names."""
    parts = path.split("/")
    return len(parts) <= 2 and all(map(safe_names.is_safe, parts))


def _is_bundle(found: Inspection) -> bool:
    return not any(each.rule == "not-a-bundle" for each in found.findings)


def _named(problem: Problem, path: str) -> Problem:
    return Problem(problem.level, problem.rule, problem.about or path, f"{path}: {problem.message}")


def _must(rule: str, about: str, message: str) -> Problem:
    return Problem(Level.MUST_FIX, rule, about, message)
