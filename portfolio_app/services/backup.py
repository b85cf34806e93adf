"""Sealed backups: add what is new, and make a portfolio again from one."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.progress import Progress, silent
from portfolio_app.services import details
from portfolio_app.store import backup as sealed
from portfolio_app.store import restore as restoring
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import now


def back_up(
    store: Store, dest: Path, *, single_file: bool = False, progress: Progress = silent
) -> sealed.BackupDone:
    """Add what is new to the sealed backup at ``dest``; return where it is and what it holds.

    A store that is open to write remembers when it was last backed up.

    Raises:
        PortfolioError: the place is missing, full, or inside the portfolio; or the portfolio is
            damaged, in which case the backup is left as it was.
    """
    done = sealed.backup(store, dest.absolute(), single_file=single_file, progress=progress)
    if not store.readonly:
        details.write(store, "backed_up_at", now())
    return done


def restore(
    backup: Path,
    folder: Path,
    *,
    recovery: str | None = None,
    passphrase: str | None = None,
    progress: Progress = silent,
) -> sealed.BackupDone:
    """Make a portfolio again in ``folder`` from a backup, proven whole before it appears there.

    Raises:
        PortfolioError: the key does not fit, the backup is damaged, or ``folder`` is not empty;
            nothing that was there has been touched.
    """
    return restoring.restore(
        backup.absolute(),
        folder.absolute(),
        recovery=recovery,
        passphrase=passphrase,
        progress=progress,
    )
