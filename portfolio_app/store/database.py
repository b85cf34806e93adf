"""Opens, makes and closes a portfolio; read(), session() and step() are the ways to its rows."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session as Session  # the type of what read() and session() give

from portfolio_app.domain.changes import Topic
from portfolio_app.problems import PortfolioError
from portfolio_app.store import disk, header, keys, migrations
from portfolio_app.store.connection import (
    DATABASE_NAME,
    connect,
    damaged,
    engine,
    explaining,
    in_words,
)
from portfolio_app.store.derived import Derived
from portfolio_app.store.header import Header
from portfolio_app.store.integrity import checked_copy
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.lock import WriterLock, refuse_network
from portfolio_app.store.stamps import now
from portfolio_app.store.vault import Vault

if TYPE_CHECKING:
    from portfolio_app.store.history import Step

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
        self._readers = engine(lambda: connect(folder, key, readonly=True), readers=True)
        self._writers = (
            None
            if readonly
            else engine(lambda: connect(folder, key, readonly=False), readers=False)
        )

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one moment of the database and cannot change it.

        Raises:
            PortfolioError: the database turned out to be damaged ("damaged"), or what ``one()``
                asked for is not there any more ("gone").
        """
        with explaining(self.folder), _telling_what_is_gone(), Session(self._readers) as session:
            yield session

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session that writes: committed and on disk at the end, or nothing of it at all.

        What it does is not recorded and cannot be undone; ``step`` is for that.

        Raises:
            PortfolioError: "read-only", "disk-full", "disk-error", "damaged", "busy", "missing"
                (the folder was moved or replaced meanwhile), or "gone" (what ``one()`` asked for
                was removed since the verb began: the bin was emptied, an add undone).
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
                with (
                    explaining(self.folder),
                    _telling_what_is_gone(),
                    Session(self._writers) as session,
                ):
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

        Raises:
            PortfolioError: as ``session``; "undone" when the step to continue was undone meanwhile.
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
        with self._writing, explaining(self.folder):
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


@contextmanager
def _telling_what_is_gone() -> Iterator[None]:
    try:
        yield
    except NoResultFound as error:
        raise PortfolioError(
            "What this was about isn't there any more. Nothing was changed.",
            hint="Undo may bring it back.",
            code="gone",
        ) from error


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
    disk.refuse_unless_free(folder)
    with disk.in_words("The new portfolio"):
        folder.parent.mkdir(parents=True, exist_ok=True)
    refuse_network(folder.parent)
    # One name for all tries, so that what a killed one left is gone with the next.
    making = folder.parent / f".{folder.name}.making"
    disk.remove_tree(making)
    try:
        with disk.in_words("The new portfolio"):
            making.mkdir(mode=0o700)
            (making / "vault").mkdir(mode=0o700)
            (making / "derived").mkdir(mode=0o700)
            (making / "lock").touch(mode=0o600)
        header.write(making, head)
        with explaining(making):
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
            disk.move_into_place(making, folder)
    except BaseException:
        disk.remove_tree(making)
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
