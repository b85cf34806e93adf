"""Whether a database file is whole, and copies of one that are proven to be."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from portfolio_app.problems import PortfolioError
from portfolio_app.store import disk
from portfolio_app.store.connection import DATABASE_NAME, connect, damaged, in_words
from portfolio_app.store.keys import MasterKey


def integrity(folder: Path, key: MasterKey, name: str = DATABASE_NAME) -> tuple[str, ...]:
    """Return what is wrong with a database file: every page authenticated, every row looked at."""
    try:
        connection = connect(folder, key, readonly=True, name=name)
    except PortfolioError as error:
        if error.code == "damaged":
            return (error.message,)
        raise
    found: list[str] = []
    try:
        found += [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        found += [
            str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"
        ]
        found += [
            f"a row of {row[0]} points nowhere"
            for row in connection.execute("PRAGMA foreign_key_check")
        ]
    except sqlcipher.Error as error:
        found.append(str(error))
    finally:
        connection.close()
    return tuple(found)


def checked_copy(source: Any, target: Path, key: MasterKey, progress: Callable[[], None]) -> None:
    """Write a copy of an open database, open it, and check every page of it.

    ``progress`` is called now and then and may raise to stop. The copy is synced. On any error the
    copy is removed.

    Raises:
        PortfolioError: "damaged" (the source cannot be read in full), "disk-full" …
    """
    stopped: list[BaseException] = []

    def look() -> int:
        try:
            progress()
        except BaseException as error:  # noqa: BLE001 - SQLite would swallow it; raised again below
            stopped.append(error)
            return 1
        return 0

    try:
        os.close(disk.create(target))  # first by us: owner-only
        source.execute("PRAGMA query_only = OFF")  # VACUUM INTO counts as writing; it only reads
        source.set_progress_handler(look, 200_000)
        try:
            source.execute("VACUUM INTO ?", (str(target),))
        finally:
            source.set_progress_handler(None, 0)
        problems = integrity(target.parent, key, target.name)
        if problems:
            raise damaged(  # noqa: TRY301
                "a copy of its database could not be read back"
            )
        descriptor = os.open(target, os.O_RDWR)
        try:
            disk.sync_file(descriptor)
        finally:
            os.close(descriptor)
        disk.sync_folder(target.parent)
    except sqlcipher.Error as error:
        target.unlink(missing_ok=True)
        if stopped:
            raise stopped[0] from None
        raise in_words(error, target.parent) from error
    except OSError as error:
        target.unlink(missing_ok=True)
        raise disk.explained(error, "The copy of the database") from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise
