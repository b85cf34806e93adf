"""Say that a bundle was handed in: exactly that file is kept, and no later build changes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from portfolio_app.domain import wire
from portfolio_app.domain.bundle import PlanFile
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.days import day_words
from portfolio_app.problems import PortfolioError
from portfolio_app.services import bundle_folder
from portfolio_app.services.out_of_date import no_such_bundle
from portfolio_app.services.typed_days import typed_day
from portfolio_app.store import disk, queries, tables
from portfolio_app.store.database import Session, Store


def submit(store: Store, bundle_uid: str, day: str) -> Changes:
    """Note on which day a bundle was handed in, and keep it in the portfolio: one step.

    Its PDF, and all else of its folder, is taken from where it was put, and only if every file is
    the one that was built. Noting another day later keeps the same copy. Undo takes the note back;
    what lies outside is never touched. Of a draft it is noted too, as that it was handed in is a
    fact, and what is told says that it is one.

    Raises:
        PortfolioError: no such bundle ("no-such-bundle"), no such day ("no-day"), a file of it is
            not at its place ("missing") or is another one ("not-the-built-one").
    """
    day = typed_day(day)
    with store.read() as session:
        row = _row(session, bundle_uid)
        path, sha256, size, kept = Path(row.path), row.sha256, row.bytes, row.kept_sha256
        folder, beside, is_draft = Path(row.folder), _files_of(row), bool(row.draft)
    if not kept or not all(store.vault.has(each) for each in (kept, *_hashes(beside))):
        for each in beside:
            _refuse_another(folder / each.path, each.sha256, each.bytes)
        kept = _keep(store, path, sha256, size)
        for each in beside:
            _keep(store, folder / each.path, each.sha256, each.bytes)
    told = f"{path.name} handed in on {day_words(day)}"
    if is_draft:
        told += ": a draft, marked not for submission"
    with store.step("submit bundle", told, {Topic.BUNDLES}, focus=bundle_uid) as step:
        row = _row(step.session, bundle_uid)
        row.submitted_at, row.kept_sha256 = day, kept
        row.sha256 = row.sha256 or kept
    return step.changes


def withdraw(store: Store, bundle_uid: str) -> Changes:
    """Take back that a bundle was handed in: one step. The file outside is never touched.

    Raises:
        PortfolioError: no such bundle ("no-such-bundle").
    """
    with store.step("withdraw bundle", "", {Topic.BUNDLES}, focus=bundle_uid) as step:
        row = _row(step.session, bundle_uid)
        step.summary = f"{Path(row.path).name} not handed in"
        row.submitted_at = row.kept_sha256 = ""
    return step.changes


def take_out(store: Store, bundle_uid: str, out: Path, *, replace: bool = False) -> Path:
    """Write the PDF that was kept of a bundle that was handed in, byte for byte.

    Raises:
        PortfolioError: none was kept ("not-submitted"), a file is there already and ``replace`` is
            not said ("exists"), the place cannot be written, or the copy is damaged.
    """
    out = out.absolute()
    disk.refuse_bad_name(out)
    with store.read() as session:
        kept = _row(session, bundle_uid).kept_sha256
    if not kept:
        raise _not_submitted()
    if out.is_dir() or not out.parent.is_dir() or disk.is_within(out, store.folder):
        raise PortfolioError(
            f"The copy can't be put at {out}. Nothing was written.",
            hint="Give a file name that ends in .pdf, in a folder outside the portfolio's own.",
            code="refused",
        )
    folders = [each.folder for each in queries.bundles.bundles(store)]
    bundle_folder.refuse_inside_built(out, folders, "The copy")
    if out.exists() and not replace:
        raise PortfolioError(
            f"There is a file at {out} already. Nothing was written.",
            hint="Choose another name.",
            code="exists",
        )
    store.vault.copy_to(kept, out)
    return out


def take_out_folder(store: Store, bundle_uid: str, folder: Path) -> Path:
    """Write everything that was kept of a bundle folder that was handed in, byte for byte.

    Raises:
        PortfolioError: none was kept ("not-submitted"), it was built as a PDF alone ("no-folder"),
            the folder holds something ("exists") or cannot be written, or a copy is damaged.
    """
    folder = folder.absolute()
    with store.read() as session:
        row = _row(session, bundle_uid)
        kept, beside = row.kept_sha256, _files_of(row)
    if not kept:
        raise _not_submitted()
    if not beside:
        raise PortfolioError(
            "This bundle was built as a PDF alone.",
            hint="Give a file name that ends in .pdf.",
            code="no-folder",
        )
    bundle_folder.refuse_bad_folder(folder, store.folder, None)
    folders = [each.folder for each in queries.bundles.bundles(store)]
    bundle_folder.refuse_inside_built(folder, folders, "The copy")
    with bundle_folder.staged(folder) as staging:
        for each in beside:
            place = staging / each.path
            place.parent.mkdir(parents=True, exist_ok=True)
            store.vault.copy_to(each.sha256, place)
        bundle_folder.put_in_place(staging, folder)
    return folder


def refuse_handed_in(store: Store, out: Path) -> None:
    """Refuse a place at which a bundle lies that was handed in: its copy there stays as it is.

    Raises:
        PortfolioError: the newest bundle built there was handed in, or the file is one that was,
            wherever it was built ("exists").
    """
    if not out.is_file():
        return
    records = queries.bundles.bundles(store)
    here = next((each for each in records if _is_same(Path(each.path), out)), None)
    size = out.stat().st_size
    kept = {each.kept_sha256 for each in records if each.submitted_at and each.bytes == size}
    was_built_here = here is not None and bool(here.submitted_at)
    if was_built_here or (kept and bundle_folder.hash_of(out) in kept):
        raise PortfolioError(
            f"{out.name} is the bundle that was handed in. Nothing was changed.",
            hint="Choose another name.",
            code="exists",
        )


def _is_same(path: Path, other: Path) -> bool:
    return path == other or (path.is_file() and path.samefile(other))


def _files_of(row: tables.BundleRow) -> tuple[PlanFile, ...]:
    """Return every file of a bundle folder; none for a PDF alone."""
    if not row.folder or not row.files:
        return ()
    return wire.decode(tuple[PlanFile, ...], json.loads(row.files))


def _hashes(files: Iterable[PlanFile]) -> tuple[str, ...]:
    return tuple(each.sha256 for each in files)


def _keep(store: Store, path: Path, sha256: str, size: int) -> str:
    """Put the file into the vault and return its SHA-256, if it is the one that was built."""
    found = _refuse_another(path, sha256, size)
    stored = store.vault.put(path)
    if stored.sha256 != found:
        raise _another_file(path)
    return found


def _refuse_another(path: Path, sha256: str, size: int) -> str:
    """Return the SHA-256 of a file, if it is the one that was built."""
    if not path.is_file():
        raise PortfolioError(
            f"{path.name} is not at its place any more, so no copy of it could be kept. "
            "Nothing was changed.",
            hint="Put it back there, or build the bundle again.",
            code="missing",
        )
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    # Versions before the third kept no hash of what they built, only how long it was.
    if found != sha256 and (sha256 or path.stat().st_size != size):
        raise _another_file(path)
    return found


def _not_submitted() -> PortfolioError:
    return PortfolioError(
        "This bundle was not handed in, so no copy of it was kept.",
        hint="Open it where it was put, or build it again.",
        code="not-submitted",
    )


def _another_file(path: Path) -> PortfolioError:
    return PortfolioError(
        f"The file at {path} is not the bundle that was built: it was changed or replaced since. "
        "Nothing was changed.",
        hint="Choose the newest bundle, or put the file that was handed in back at its place.",
        code="not-the-built-one",
    )


def _row(session: Session, bundle_uid: str) -> tables.BundleRow:
    row = session.query(tables.BundleRow).filter_by(uid=bundle_uid).one_or_none()
    if row is None:
        raise no_such_bundle()
    return row
