"""Reads every page of the database and every stored file, and says what is not as it was stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.store import lock
from portfolio_app.store.database import Session, Store
from portfolio_app.store.integrity import integrity

_STORED_FILES = """
    SELECT sha256 FROM file UNION
    SELECT pages_sha256 FROM rendition WHERE pages_sha256 != ''
"""
_KEPT_BUNDLES = """
    UNION SELECT kept_sha256 FROM bundle WHERE kept_sha256 != ''
    UNION SELECT json_extract(file.value, '$.sha256')
    FROM bundle, json_each(iif(json_valid(bundle.files), bundle.files, '[]')) AS file
    WHERE kept_sha256 != '' AND folder != ''
"""
_NOT_INDEXED = """
    SELECT count(*) FROM page_text
    WHERE id NOT IN (SELECT id FROM page_words_docsize)
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. ``files`` counts the stored files that were looked at.

    ``damaged`` and ``missing`` are SHA-256 of contents; ``database`` and ``folder`` are sentences.
    ``folder`` is not about damage: copies a sync client left beside the portfolio.
    """

    files: int
    database: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    folder: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything is as it was stored."""
        return not (self.database or self.damaged or self.missing)


def check(store: Store, progress: Progress = silent) -> Checked:
    """Verify the whole portfolio; a store that is open to read only will do.

    Raises:
        Cancelled: ``progress`` raised it; checking changes nothing.
    """
    progress("Checking the database", 0.0)
    database = list(integrity(store.folder, store.key))
    damaged: list[str] = []
    missing: list[str] = []
    stored: tuple[str, ...] = ()
    try:
        with store.read() as session:
            stored = stored_files(session)
            connection = session.connection()
            if connection.exec_driver_sql(_NOT_INDEXED).scalar():
                database.append("some pages are missing from the search index")
    except PortfolioError as error:
        if not database:
            database.append(error.message)
    for place, sha256 in enumerate(stored):
        progress(f"Checking file {place + 1} of {len(stored)}", 0.1 + 0.9 * place / len(stored))
        try:
            store.vault.verify(sha256)
        except PortfolioError as error:
            (missing if error.code == "missing-file" else damaged).append(sha256)
    return Checked(
        files=len(stored),
        database=tuple(database),
        damaged=tuple(damaged),
        missing=tuple(missing),
        folder=tuple(
            f"“{name}” lies beside the portfolio: a sync program may have made it. "
            "It is not used, and nothing in it was taken over."
            for name in lock.conflict_copies(store.folder)
        ),
    )


def stored_files(session: Session) -> tuple[str, ...]:
    """Return the SHA-256 of every content the database says is in the vault."""
    return stored_in(session.connection().exec_driver_sql)


def stored_in(ask: Callable[[str], Iterable[Sequence[Any]]]) -> tuple[str, ...]:
    """Return the same of a database of any version, which ``ask`` puts a question to."""
    columns = {row[1] for row in ask("PRAGMA table_info(bundle)")}
    kept = _KEPT_BUNDLES if "kept_sha256" in columns else ""  # since version 3
    return tuple(row[0] for row in ask(f"{_STORED_FILES} {kept} ORDER BY 1"))
