"""Opens, makes and closes a portfolio; read(), session() and step() are the ways to its rows."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session as Session  # the type of what read() and session() give
from sqlalchemy.pool import QueuePool

from portfolio_app.domain.changes import Topic
from portfolio_app.problems import PortfolioError
from portfolio_app.store import disk, header, keys, migrations
from portfolio_app.store.derived import Derived
from portfolio_app.store.header import Header
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.lock import WriterLock, refuse_network
from portfolio_app.store.stamps import now
from portfolio_app.store.vault import Vault

if TYPE_CHECKING:
    from portfolio_app.store.history import Step

DATABASE_NAME = "portfolio.db"
WAIT_SECONDS = 30  # for another process's transaction; ours never last so long
_CHECKPOINT_BYTES = 64 * 1024 * 1024  # of write-ahead log, if nobody was ever idle


class Store:
    """An open portfolio. Safe to use from several threads; close it when done.

    ``opened_at`` is a UTC instant. A ``readonly`` store never changes a byte and needs no lock.
    """

    def __init__(
        self, folder: Path, key: MasterKey, head: Header, *, readonly: bool, lock: WriterLock | None
    ) -> None:
        self.folder = folder
        self.id = head.id
        self.header = head
        self.key = key
        self.readonly = readonly
        self.opened_at = now()
        self.vault = Vault(folder / "vault", key)
        self.derived = Derived(folder / "derived", key, readonly=readonly)
        self._lock = lock
        self._file = (folder / DATABASE_NAME).stat()
        self._writing = threading.Lock()
        self._writer: int | None = None
        self._readers = _engine(lambda: connect(folder, key, readonly=True), readers=True)
        self._writers = (
            None
            if readonly
            else _engine(lambda: connect(folder, key, readonly=False), readers=False)
        )

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one moment of the database and cannot change it.

        Raises:
            PortfolioError: the database turned out to be damaged ("damaged").
        """
        with _in_words(self.folder), Session(self._readers) as session:
            yield session

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session that writes: committed and on disk at the end, or nothing of it at all.

        What it does is not recorded and cannot be undone; ``step`` is for that.

        Raises:
            PortfolioError: "read-only", "disk-full", "disk-error", "damaged", "busy", or "missing"
                (the folder was moved or replaced meanwhile).
        """
        if self._writers is None:
            raise PortfolioError(
                "This portfolio is open to read only. Nothing has been changed.",
                hint="Close it where it is open to write, then open it again.",
                code="read-only",
            )
        if self._writer == threading.get_ident():
            raise RuntimeError("a session is already open in this thread; pass it on instead")
        with self._writing:
            self._refuse_replaced()
            self._writer = threading.get_ident()
            try:
                with _in_words(self.folder), Session(self._writers) as session:
                    yield session
                    session.commit()
            finally:
                self._writer = None
        wal = self.folder / f"{DATABASE_NAME}-wal"
        with suppress(OSError):
            if wal.stat().st_size > _CHECKPOINT_BYTES:
                self.checkpoint()

    @contextmanager
    def step(
        self,
        verb: str,
        summary: str,
        topics: set[Topic],
        *,
        arguments: dict[str, Any] | None = None,
        focus: str = "",
        step: str = "",
    ) -> Iterator[Step]:
        """As ``session``, and what happens to rows of recorded tables can be undone as one step.

        Change rows through the ORM (``s.session.add``, attributes, ``s.session.delete``);
        statements that change many rows at once are refused. ``step`` continues an earlier step.
        After the block ``s.changes`` says what was done.
        """
        with self.session() as session:
            from portfolio_app.store.history import Step  # with the mapped rows: not at start

            doing = Step(session, verb, summary, topics, arguments or {}, focus, step)
            yield doing
            doing.finish()

    def checkpoint(self) -> bool:
        """Move the write-ahead log into the database; return False when a reader stood in the way.

        For idle moments and closing: nothing else does it.
        """
        if self._writers is None:
            return True
        with self._writing, _in_words(self.folder):
            raw = self._writers.raw_connection()
            try:
                row = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                raw.close()
        return bool(row[0] == 0)

    def _refuse_replaced(self) -> None:
        # What is written to a file that somebody moved away or put another over is not saved.
        try:
            now_there = (self.folder / DATABASE_NAME).stat()
        except OSError:
            now_there = None
        if now_there is None or not os.path.samestat(now_there, self._file):
            raise PortfolioError(
                "The portfolio's folder was moved, replaced or disconnected while it was open. "
                "Your last change isn't saved; everything before is where the folder is now.",
                hint="Close the portfolio, look at the folder, and open it again.",
                code="missing",
            )

    def set_header(self, head: Header) -> None:
        """Put new key wraps in place: only portfolio.json is rewritten, wholly or not at all.

        Raises:
            PortfolioError: "read-only", "disk-full", "wrong-key" (not this portfolio's header) …
        """
        if self.readonly:
            raise PortfolioError(
                "This portfolio is open to read only. Nothing has been changed.",
                hint="Close it where it is open to write, then open it again.",
                code="read-only",
            )
        if head.id != self.id or not self.key.fits(head):
            raise keys.wrong_key()
        self._refuse_replaced()
        header.write(self.folder, head)
        self.header = head

    def close(self) -> None:
        """Move everything into the database file and let others write. May be called twice."""
        if self._lock is not None:
            with suppress(PortfolioError):
                self.checkpoint()
        self._readers.dispose()
        if self._writers is not None:
            self._writers.dispose()
            self._writers = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def create_store(
    folder: Path, key: MasterKey, head: Header, fill: Callable[[Session], None] | None = None
) -> Store:
    """Make a portfolio in a folder that is not there yet or empty, and open it to write.

    Everything is made in a folder beside it that is renamed at the end: no half-made portfolio is
    ever seen. ``head`` is what ``keys.new_header`` and the ``keys.set_…`` functions gave; ``fill``
    writes the first rows (details, standard).

    Raises:
        PortfolioError: "exists", "network-folder", "read-only", "disk-full", "wrong-key" …
    """
    if not key.fits(head):
        raise keys.wrong_key()
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow a link
    refuse_unless_free(folder)
    with disk.in_words("The new portfolio"):
        folder.parent.mkdir(parents=True, exist_ok=True)
    refuse_network(folder.parent)
    # One name for all tries, so that what a killed one left is gone with the next.
    making = folder.parent / f".{folder.name}.making"
    remove_tree(making)
    try:
        with disk.in_words("The new portfolio"):
            making.mkdir(mode=0o700)
            (making / "vault").mkdir(mode=0o700)
            (making / "derived").mkdir(mode=0o700)
            (making / "lock").touch(mode=0o600)
        header.write(making, head)
        with _in_words(making):
            os.close(disk.create(making / DATABASE_NAME))
            connection = connect(making, key, readonly=False)
            try:
                migrations.migrate(connection)
            finally:
                connection.close()
        if fill is not None:
            store = Store(making, key, head, readonly=False, lock=None)
            try:
                with store.session() as session:
                    fill(session)
                store.checkpoint()
            finally:
                store.close()
        with disk.in_words("The new portfolio"):
            disk.sync_folder(making)
            move_into_place(making, folder)
    except BaseException:
        remove_tree(making)
        raise
    return open_store(folder, key)


def open_store(folder: Path, key: MasterKey, *, readonly: bool = False) -> Store:
    """Open a portfolio with its key, to write unless ``readonly``.

    An older database is brought up to date first, after a checked copy (``before-v<n>.db``).

    Raises:
        PortfolioError: "missing", "not-a-portfolio", "damaged", "newer-version", "wrong-key",
            "already-open", "network-folder", "read-only", "disk-full". Nothing was changed.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow a link
    head = header.read(folder, newest_schema=migrations.NEWEST)
    if not key.fits(head):
        raise keys.wrong_key()
    if readonly:
        _look(folder, key)
        return Store(folder, key, head, readonly=True, lock=None)
    refuse_network(folder)
    lock = WriterLock(folder)
    lock.take()
    try:
        found = _look(folder, key)
        with disk.in_words("The portfolio"):
            for place in (folder, folder / "vault", folder / "derived"):
                disk.make_folder(place)
                disk.sweep(place)
        if found < migrations.NEWEST:
            head = _bring_up_to_date(folder, key, head)
        store = Store(folder, key, head, readonly=False, lock=lock)
        with store.session():
            pass  # a folder that cannot be written to says so now, not at the first change
    except BaseException:
        lock.release()
        raise
    return store


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


def refuse_unless_free(folder: Path) -> None:
    """Refuse a place for a new portfolio where something is already.

    Raises:
        PortfolioError: code "exists".
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise PortfolioError(
            f"There is something in “{folder.name}” already. Nothing has been changed.",
            hint="Choose a new folder, or an empty one.",
            code="exists",
        )


def move_into_place(made: Path, folder: Path) -> None:
    """Rename a finished folder to where it belongs, which is free or an empty folder."""
    if folder.is_dir():
        folder.rmdir()  # refuses when something has appeared in it meanwhile
    disk.replace(made, folder)
    disk.sync_folder(folder.parent)


def remove_tree(folder: Path) -> None:
    """Remove a folder of ours that was never finished; what cannot be removed is left."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


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


def _look(folder: Path, key: MasterKey) -> int:
    """Return the number of the database's newest migration, having changed nothing."""
    connection = connect(folder, key, readonly=True)
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        found = migrations.number(connection)
    except sqlcipher.Error as error:
        raise in_words(error, folder) from error
    finally:
        connection.close()
    if application != migrations.APPLICATION_ID or found < 1:
        raise damaged("its file portfolio.db is not the one this app wrote")
    if found > migrations.NEWEST:
        raise header.newer_version()
    return found


def _bring_up_to_date(folder: Path, key: MasterKey, head: Header) -> Header:
    from dataclasses import replace

    from portfolio_app import __version__

    copy = folder / f"before-v{migrations.NEWEST}.db"
    with disk.in_words("The copy before the update"):
        copy.unlink(missing_ok=True)  # of an update that did not get further
    connection = connect(folder, key, readonly=False)
    try:
        checked_copy(connection, copy, key, lambda: None)
        # The header first: an older app then refuses at once, and never opens the database.
        head = replace(head, schema=migrations.NEWEST, app=__version__)
        header.write(folder, head)
        migrations.migrate(connection)
    except sqlcipher.Error as error:
        raise in_words(error, folder) from error
    finally:
        connection.close()
    return head


def _engine(creator: Callable[[], Any], *, readers: bool) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=creator,
        poolclass=QueuePool,  # with a creator the default would be one connection a thread
        pool_size=4 if readers else 1,
        max_overflow=8 if readers else 1,
        pool_reset_on_return=None,  # _reset below does it
        hide_parameters=True,  # what people write never reaches an error's text
    )

    @event.listens_for(engine, "reset")
    def _reset(connection: Any, *_: object) -> None:
        # A COMMIT that failed (full disk, a row that points nowhere) leaves the transaction open,
        # and SQLAlchemy takes it for ended.
        if connection.in_transaction:
            connection.rollback()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # The driver starts no transactions of its own (isolation_level None): we say when.
        connection.exec_driver_sql("BEGIN" if readers else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
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
