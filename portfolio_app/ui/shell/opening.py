"""Opening and making portfolios off the window's thread: a keychain may wait, a key takes time."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths

from portfolio_app.progress import Cancelled, Progress
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.jobs import Lanes, Listener

Opened = Callable[[Store], None]
Failed = Callable[[BaseException], None]


class Opener(QObject):
    """Runs one opening at a time; its callbacks come on the window's thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = Lanes(self)
        self._token = 0

    def has_keychain(self, then: Callable[[bool], None], failed: Failed) -> None:
        """Ask whether this computer has a keychain the app accepts."""
        self._lanes.give(self._lanes.verbs, _has_keychain, Listener(then, failed))

    def open(
        self,
        folder: Path,
        then: Opened,
        failed: Failed,
        *,
        passphrase: str | None = None,
        recovery: str | None = None,
        readonly: bool = False,
    ) -> None:
        """Open a portfolio with what is given, else with the keychain's key."""
        run = partial(_open, folder, passphrase, recovery, readonly=readonly)
        self._lanes.give(self._lanes.verbs, run, Listener(then, failed))

    def create(
        self,
        folder: Path,
        facts: Any,
        then: Opened,
        failed: Failed,
        *,
        passphrase: str | None = None,
        backup_folder: str = "",
    ) -> None:
        """Make a portfolio (``facts`` is a services.portfolio.NewPortfolio) and open it."""
        run = partial(_create, folder, facts, passphrase, backup_folder)
        self._lanes.give(self._lanes.verbs, run, Listener(then, failed))

    def sample(
        self,
        folder: Path,
        then: Opened,
        failed: Failed,
        reported: Callable[[str, float], None],
    ) -> None:
        """Make the sample portfolio in a new folder and open it."""
        listener = _stoppable(then, failed, reported)
        run = partial(_sample, folder)
        self._token = self._lanes.give(self._lanes.jobs, run, listener, takes_progress=True)

    def look_into(self, backup: Path, then: Callable[[Any], None], failed: Failed) -> None:
        """Read what a backup holds: a services.backup.Contents. No key is needed."""
        run = partial(_contents, backup)
        self._lanes.give(self._lanes.verbs, run, Listener(then, failed), key="contents")

    def restore(
        self,
        backup: Path,
        folder: Path,
        then: Callable[[Any], None],
        failed: Failed,
        reported: Callable[[str, float], None],
        *,
        secret: dict[str, str],
        copy: str = "",
    ) -> None:
        """Make a portfolio again in ``folder``: a services.backup.Restored. It is not opened."""
        listener = _stoppable(then, failed, reported)
        run = partial(_restore, backup, folder, dict(secret), copy)
        self._token = self._lanes.give(self._lanes.jobs, run, listener, takes_progress=True)

    def read_standard(self, path: Path, then: Callable[[Any], None], failed: Failed) -> None:
        """Read a standard from a file: a services.standard_files.ReadStandard."""
        run = partial(_read_standard, path)
        self._lanes.give(self._lanes.verbs, run, Listener(then, failed), key="standard")

    def read_programme(self, path: Path, then: Callable[[Any], None], failed: Failed) -> None:
        """Read a programme from a file: a domain.programme_reading.ReadProgramme."""
        run = partial(_read_programme, path)
        self._lanes.give(self._lanes.verbs, run, Listener(then, failed), key="programme")

    def cancel(self) -> None:
        """Stop making the sample, or restoring."""
        self._lanes.jobs.stop(self._token)

    def close(self) -> None:
        """End the threads."""
        self._lanes.close(2.0)


def _stoppable(
    then: Callable[[Any], None], failed: Failed, reported: Callable[[str, float], None]
) -> Listener:
    """Return a listener that hears of a stop even if the work had not begun."""
    return Listener(then, failed, reported, lambda: failed(Cancelled()))


def data_folder() -> Path:
    """Return the application's own data folder: not Documents, which is often synced."""
    place = QStandardPaths.StandardLocation.GenericDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "portfolio-app"


def portfolios_folder() -> Path:
    """Return the folder that portfolios are kept in unless the person says otherwise."""
    return data_folder() / "portfolios"


def default_folder(name: str) -> Path:
    """Return a folder that is not there yet for a new portfolio of this person."""
    return free_folder(portfolios_folder(), name)


def free_folder(parent: Path, name: str) -> Path:
    """Return a folder in ``parent`` that is not there yet, named so that every system takes it."""
    plain = "".join(c if c.isalnum() or c in " -_" else " " for c in name)
    stem = " ".join(plain.split())[:60] or "My portfolio"
    folder = parent / f"{stem}.portfolio"
    number = 2
    while folder.exists():
        folder = parent / f"{stem} {number}.portfolio"
        number += 1
    return folder


def sample_folder() -> Path:
    """Return a new folder in the app's cache for a disposable sample."""
    place = QStandardPaths.StandardLocation.GenericCacheLocation
    parent = Path(QStandardPaths.writableLocation(place)) / "portfolio-app" / "samples"
    number = 1
    while (parent / f"Sample {number}.portfolio").exists():
        number += 1
    return parent / f"Sample {number}.portfolio"


def synced_place() -> Path | None:
    """Return a synced folder of this person's for sealed backups; None if none is found."""
    names = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
    places = [Path(os.environ[each]) for each in names if os.environ.get(each)]
    home = Path.home()
    places += sorted(home.glob("OneDrive*"))
    places += [home / each for each in ("Dropbox", "Google Drive", "Nextcloud")]
    found = next((each for each in places if each.is_dir()), None)
    return found / "Senior Leader Portfolio backup" if found is not None else None


def _has_keychain() -> bool:
    from portfolio_app.services import portfolio

    return portfolio.has_keychain()


def _open(folder: Path, passphrase: str | None, recovery: str | None, *, readonly: bool) -> Store:
    from portfolio_app.services import portfolio

    return portfolio.open_folder(
        folder, passphrase=passphrase, recovery=recovery, readonly=readonly
    )


def _create(folder: Path, facts: Any, passphrase: str | None, backup_folder: str) -> Store:
    from portfolio_app.services import portfolio

    folder.parent.mkdir(parents=True, exist_ok=True)
    made = portfolio.create(folder, facts, passphrase=passphrase).store
    if backup_folder:
        portfolio.set_detail(made, "backup_folder", backup_folder)
    return made


def _sample(folder: Path, progress: Progress) -> Store:
    from portfolio_app.services import demo

    folder.parent.mkdir(parents=True, exist_ok=True)
    return demo.fill(folder, in_keychain=False, progress=progress).store


def _contents(backup: Path) -> Any:
    from portfolio_app.services import backup as verbs

    return verbs.contents(backup)


def _read_standard(path: Path) -> Any:
    from portfolio_app.services import standard_files
    from portfolio_app.workroom.host import Workroom

    with Workroom() as room:
        text = standard_files.read_text(room, path)
    return standard_files.import_standard(text, name=path.stem)


def _read_programme(path: Path) -> Any:
    from portfolio_app.services import programme_files
    from portfolio_app.workroom.host import Workroom

    with Workroom() as room:
        return programme_files.read(room, path)


def _restore(
    backup: Path, folder: Path, secret: dict[str, str], copy: str, progress: Progress
) -> Any:
    from portfolio_app.services import backup as verbs

    return verbs.restore(backup, folder, **secret, copy=copy, progress=progress)
