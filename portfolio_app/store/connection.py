"""Connections to SQLCipher, bare and through SQLAlchemy, and what their errors mean in words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import QueuePool

from portfolio_app.problems import PortfolioError
from portfolio_app.store.keys import MasterKey

DATABASE_NAME = "portfolio.db"
WAIT_SECONDS = 30  # for another process's transaction; ours never last so long


def connect(folder: Path, key: MasterKey, *, readonly: bool, name: str = DATABASE_NAME) -> Any:
    """Return a bare SQLCipher connection in autocommit mode, set up as every one of ours is.

    Raises:
        PortfolioError: the file is missing, damaged or cannot be used as it must be.
    """
    path = folder / name
    if not path.is_file():
        raise damaged(f"its file {name} is missing")
    uri = f"{path.as_uri()}?mode=rw"
    wal = folder / f"{name}-wal"
    if readonly and not os.access(folder, os.W_OK):
        # Without a place for the shared index of the log SQLite reads only what is declared fixed.
        if wal.exists() and wal.stat().st_size:
            raise PortfolioError(
                "This portfolio wasn't closed properly, and its folder can't be written to, so "
                "its last changes can't be read. They are still there.",
                hint="Make the folder writable, or copy the whole folder elsewhere and open that.",
                code="read-only",
            )
        uri = f"{path.as_uri()}?mode=ro&immutable=1"
    connection = sqlcipher.connect(
        uri, uri=True, check_same_thread=False, isolation_level=None, timeout=WAIT_SECONDS
    )
    try:
        # Otherwise SQLCipher writes about every wrong page to standard error.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.database.hex()}'\"")
        connection.execute("PRAGMA cipher_compatibility = 4")
        # 16 MB of pages stay decrypted: SQLite's usual 2 MB make a large library four times slower.
        connection.execute("PRAGMA cache_size = -16000")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        if readonly:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("PRAGMA query_only = ON")
            return connection
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # macOS; without meaning elsewhere
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        # Power cuts lost saved work under every other setting, so it is looked at, not assumed.
        if mode != "wal" or connection.execute("PRAGMA synchronous").fetchone()[0] != 2:
            raise PortfolioError(  # noqa: TRY301
                "This folder can't keep a portfolio safely: its drive doesn't support what the "
                "database needs. Nothing has been changed.",
                hint="Keep the portfolio on this computer's own drive.",
                code="network-folder",
            )
    except sqlcipher.Error as error:
        connection.close()
        raise in_words(error, folder) from error
    except BaseException:
        connection.close()
        raise
    return connection


def engine(creator: Callable[[], Any], *, readers: bool) -> Engine:
    """Return an engine whose transactions read (``readers``), or write one after the other."""
    made = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=creator,
        poolclass=QueuePool,  # with a creator the default would be one connection a thread
        pool_size=4 if readers else 1,
        max_overflow=8 if readers else 1,
        pool_reset_on_return=None,  # _reset below does it
        hide_parameters=True,  # what people write never reaches an error's text
    )

    @event.listens_for(made, "reset")
    def _reset(connection: Any, *_: object) -> None:
        # A COMMIT that failed (full disk, a row that points nowhere) leaves the transaction open,
        # and SQLAlchemy takes it for ended.
        if connection.in_transaction:
            connection.rollback()

    @event.listens_for(made, "begin")
    def _begin(connection: Any) -> None:
        # The driver starts no transactions of its own (isolation_level None): we say when.
        connection.exec_driver_sql("BEGIN" if readers else "BEGIN IMMEDIATE")

    return made


def damaged(why: str) -> PortfolioError:
    """Return the refusal for a database that cannot be relied on."""
    return PortfolioError(
        f"The portfolio couldn't be opened because {why}. What is there has been kept.",
        hint="Restore your last backup into a new folder; keep this one until you have compared.",
        code="damaged",
    )


def in_words(error: Exception, folder: Path) -> PortfolioError:
    """Return what a database error means for the person."""
    name = getattr(error, "sqlite_errorname", None) or ""
    if name in ("SQLITE_NOTADB", "SQLITE_FORMAT") or name.startswith("SQLITE_CORRUPT"):
        return damaged("its file portfolio.db is damaged")
    if name == "SQLITE_FULL" or (name.startswith("SQLITE_IOERR") and _is_full(folder)):
        return PortfolioError(
            "Your last change isn't saved: the disk is full. Everything saved before is safe.",
            hint="Free some space, then try again.",
            code="disk-full",
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN")):
        return PortfolioError(
            "The portfolio's folder can't be written to. Nothing has been changed.",
            hint="Check the folder's permissions, or open the portfolio to read only.",
            code="read-only",
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return PortfolioError(
            "Another program is using the portfolio's database. Your last change isn't saved; "
            "everything saved before is safe.",
            hint="Wait a moment, then try again.",
            code="busy",
        )
    return PortfolioError(
        f"Your last change isn't saved: the disk reported “{error}”. "
        "Everything saved before is safe.",
        hint="Check the disk, then try again.",
        code="disk-error",
    )


@contextmanager
def explaining(folder: Path) -> Iterator[None]:
    """Raise the database's errors as what they mean for the person.

    Raises:
        PortfolioError: as ``in_words`` has it. Mistakes of ours stay what they are.
    """
    try:
        yield
    except IntegrityError:
        raise  # a rule of the tables was broken: our mistake, or undo's to explain
    except DBAPIError as error:
        cause = error.orig if isinstance(error.orig, Exception) else error
        if getattr(cause, "sqlite_errorname", "") in ("SQLITE_ERROR", "SQLITE_MISUSE"):
            raise  # a faulty statement is a mistake of ours, not the person's trouble
        raise in_words(cause, folder) from error
    except sqlcipher.Error as error:
        raise in_words(error, folder) from error


def _is_full(folder: Path) -> bool:
    import shutil

    try:
        return shutil.disk_usage(folder).free < 1024 * 1024
    except OSError:
        return False
